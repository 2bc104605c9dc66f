"""Every loop of every ufunc beside NumPy's, over all layouts: values, and shape, dtype and strides of what it makes."""

from __future__ import annotations

import itertools
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS, SHAPES, SHARED_LAYOUTS, steps
from every_ufunc import IN_NUMPY, Loop, loops
from special_values import mixed_values

import stridewise

# Functions that round more than once, and the units in the last place that theirs and ours may lie apart. NumPy's own
# results differ as much from one processor to another. For complex numbers, units of the magnitude.
ROUNDED_APART = 8
ROUNDED = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "cbrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan",
    "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "arctan2", "hypot", "power", "float_power", "logaddexp",
    "logaddexp2", "deg2rad", "rad2deg", "degrees", "radians",
}  # fmt: skip

# Where NumPy fuses the products of complex numbers with their sums on some processors; what overflows then differs.
FUSED = {"multiply", "square", "absolute"}


def operand(code: str, shape: tuple[int, ...], layout: str, seed: int) -> Any:
    values = mixed_values(code, int(numpy.prod(shape)), seed).reshape(shape)
    if layout in SHARED_LAYOUTS and values.ndim and values.size:
        return SHARED_LAYOUTS[layout](values)
    return LAYOUTS.get(layout, LAYOUTS["C"])(values)


def fitting(loop: Loop, operands: list[Any]) -> list[Any]:
    """The operands without exponents that integers refuse."""
    if loop.ours.__name__ == "power" and operands[1].dtype.kind == "i":
        operands[1] = operands[1] & operands[1].dtype.type(7)
    return operands


def cases(loop: Loop) -> list[tuple[str, list[Any]]]:
    """Each layout of the first operand beside some other of the second, each shape in its turn."""
    names = [*LAYOUTS, *SHARED_LAYOUTS]
    found = []
    for turn in range(len(names)):
        shape = SHAPES[turn % len(SHAPES)] if turn % 2 else SHAPES[0]
        chosen = [names[(turn + 5 * place) % len(names)] for place in range(len(loop.inputs))]
        operands = [
            operand(code, shape, layout, place)
            for place, (code, layout) in enumerate(zip(loop.inputs, chosen, strict=True))
        ]
        found.append((f"{loop} over {shape}: {', '.join(chosen)}", fitting(loop, operands)))
    if len(loop.inputs) > 1:
        shapes = [(4, 1, 3), (2, 1), (4, 1, 1)]
        operands = [operand(code, shape, "C", 9) for code, shape in zip(loop.inputs, shapes, strict=False)]
        found.append((f"{loop} broadcast", fitting(loop, operands)))
    return found


def assert_values(found: Any, expected: Any, loop: Loop, note: str) -> None:
    found, expected = numpy.asarray(found), numpy.asarray(expected)
    different = ~((found == expected) | ((found != found) & (expected != expected)))
    fused = loop.ours.__name__ in FUSED and {"F", "D"} & set(loop.inputs)
    if different.any() and (loop.ours.__name__ in ROUNDED or fused):
        real = numpy.finfo(found.dtype).dtype
        unit = numpy.spacing(numpy.maximum(numpy.abs(expected), numpy.finfo(real).smallest_normal).astype(real))
        different &= ~(numpy.abs(found.astype("D") - expected.astype("D")) / unit <= ROUNDED_APART)
        if fused:
            different &= numpy.isfinite(found) & numpy.isfinite(expected)
    assert not different.any(), (note, found[different], expected[different])


@pytest.mark.parametrize("name", IN_NUMPY)
def test_results_are_numpys(name: str) -> None:
    with numpy.errstate(all="ignore"), stridewise.errstate(all="ignore"):
        for loop in loops(name):
            for note, theirs in cases(loop):
                mine = [stridewise.asarray(array) for array in theirs]
                for array, source in zip(mine, theirs, strict=True):
                    assert (array.dtype.str, steps(array)) == (source.dtype.str, steps(source)), note
                expected, found = loop.theirs(*theirs), loop.ours(*mine)
                expected = expected if isinstance(expected, tuple) else (expected,)
                found = found if isinstance(found, tuple) else (found,)
                for ours, wanted in zip(found, expected, strict=True):
                    assert (ours.dtype.str, ours.shape) == (wanted.dtype.str, wanted.shape), note
                    assert steps(ours) == steps(wanted), note
                    assert_values(ours, wanted, loop, note)


@pytest.mark.parametrize("name", IN_NUMPY)
def test_outputs_may_overlap_inputs(name: str) -> None:
    with numpy.errstate(all="ignore"), stridewise.errstate(all="ignore"):
        for loop in loops(name):
            if loop.outputs[0] != loop.inputs[0]:
                continue
            values = [mixed_values(code, 40, place) for place, code in enumerate(loop.inputs)]
            values = fitting(loop, values)
            views = {
                "itself": lambda a: (a, a),
                "one behind": lambda a: (a[:-1], a[1:]),
                "one before": lambda a: (a[1:], a[:-1]),
                "reversed": lambda a: (a, a[::-1]),
                "every second": lambda a: (a[:20], a[::2]),
            }
            for kind, view in views.items():
                theirs = values[0].copy()
                source, target = view(theirs)
                rest = [value[: len(source)] for value in values[1:]]
                expected = loop.theirs(source.copy(), *rest)
                expected = expected if isinstance(expected, tuple) else (expected,)
                mine = stridewise.array(values[0])
                source, target = view(mine)
                outputs = (target, *[None] * (len(loop.outputs) - 1))
                loop.ours(source, *map(stridewise.array, rest), out=outputs)
                assert_values(target, expected[0], loop, f"{loop} into {kind}")


def test_every_pair_of_layouts() -> None:
    """Addition over all pairs of layouts and shapes, against a loop over the index."""
    for shape in SHAPES:
        for pair in itertools.product([*LAYOUTS, *SHARED_LAYOUTS], repeat=2):
            theirs = [operand("d", shape, layout, place) for place, layout in enumerate(pair)]
            with stridewise.errstate(all="ignore"), numpy.errstate(all="ignore"):
                found = stridewise.add(*map(stridewise.asarray, theirs))
                for index in numpy.ndindex(*shape):
                    one = float(theirs[0][index]) + float(theirs[1][index])
                    assert found[index] == one or (one != one and found[index] != found[index]), (shape, pair, index)


@pytest.mark.parametrize("name", ["matmul", "vecdot", "matvec", "vecmat"])
def test_products_over_layouts(name: str) -> None:
    """Products of small whole numbers are exact, so the order of the sums does not matter."""
    shapes = {
        "matmul": [(2, 3, 4), (4, 5)],
        "vecdot": [(3, 4), (2, 1, 4)],
        "matvec": [(2, 3, 4), (4,)],
        "vecmat": [(3,), (2, 3, 4)],
    }
    for loop in loops(name):
        for pair in itertools.product(LAYOUTS, repeat=2):
            theirs = []
            for place, (code, layout, shape) in enumerate(zip(loop.inputs, pair, shapes[name], strict=True)):
                values = (numpy.arange(numpy.prod(shape)) * (place + 1) % 7).astype(code)
                if code in "FD":
                    values = values + values.dtype.type(1j) * values[::-1]
                theirs.append(LAYOUTS[layout](values.reshape(shape)))
            expected = loop.theirs(*theirs)
            found = loop.ours(*map(stridewise.asarray, theirs))
            assert (found.shape, found.dtype.str) == (expected.shape, expected.dtype.str), (loop, pair)
            assert numpy.array_equal(numpy.asarray(found), expected), (loop, pair)
