"""Elements that `where=` leaves out are neither computed (no warning) nor written, and take no part in reductions."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy
import pytest
from every_ufunc import ELEMENTWISE, Loop, loops
from special_values import mixed_values, special_values

import stridewise

# How the mask and the arrays lie; the mask is true where no element meets an error.
LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "contiguous": lambda array: array,
    "stepped": lambda array: array.repeat(2)[::2],
    "reversed": lambda array: array[::-1].copy()[::-1],
    "column": lambda array: array.reshape(-1, 1).repeat(3, axis=1)[:, 1],
}


def operands_of(loop: Loop) -> list[Any]:
    """Pairs of special values, mixed with numbers of everyday size, longer than any tile."""
    values = [special_values(code) for code in loop.inputs]
    places = numpy.random.default_rng(6).integers(0, 1 << 30, (len(values), 700))
    special = [value[place % len(value)] for value, place in zip(values, places, strict=True)]
    return [
        stridewise.array(numpy.concatenate([part, mixed_values(code, 60, turn)]))
        for turn, (code, part) in enumerate(zip(loop.inputs, special, strict=True))
    ]


def harmless(loop: Loop, operands: list[Any]) -> Any:
    """For each element, whether it is computed without an error."""
    found = []
    with stridewise.errstate(all="raise"):
        for elements in zip(*(operand[:, None] for operand in operands), strict=True):
            try:
                loop.ours(*elements)
                found.append(True)
            except (FloatingPointError, ValueError):
                found.append(False)
    return stridewise.array(found)


def pattern(code: str, shape: Any) -> Any:
    """Something to be overwritten, or not."""
    return stridewise.full(shape, 101 if code != "?" else True).astype(code)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elements_left_out_are_neither_computed_nor_written(name: str) -> None:
    for loop in loops(name):
        operands = operands_of(loop)
        mask = harmless(loop, operands)
        compact = loop.ours(*(operand[mask] for operand in operands))
        compact = compact if isinstance(compact, tuple) else (compact,)
        for layout, lay in LAYOUTS.items():
            outs = tuple(lay(pattern(code, mask.shape)) for code in loop.outputs)
            with stridewise.errstate(all="raise"):
                loop.ours(*map(lay, operands), out=outs, where=lay(mask))
            for out, wanted, code in zip(outs, compact, loop.outputs, strict=True):
                note = f"{loop}, {layout}"
                assert out[mask].tobytes() == wanted.tobytes(), note
                left = out[~mask]
                assert left.tobytes() == pattern(code, left.shape).tobytes(), note


@pytest.mark.parametrize("name", ["add", "divide", "sqrt", "divmod"])
def test_masks_broadcast(name: str) -> None:
    ufunc, theirs = getattr(stridewise, name), getattr(numpy, name)
    operands = [numpy.arange(1.0, 13.0).reshape(3, 4) * (place + 1) for place in range(ufunc.nin)]
    for mask in (True, False, [True, False, True, True], [[True], [False], [True]], numpy.eye(3, 4, dtype=bool)):
        found = [stridewise.full((3, 4), -5.0) for _ in range(ufunc.nout)]
        expected = [numpy.full((3, 4), -5.0) for _ in range(ufunc.nout)]
        ufunc(*map(stridewise.array, operands), out=tuple(found), where=mask)
        theirs(*operands, out=tuple(expected), where=mask)
        assert [out.tolist() for out in found] == [out.tolist() for out in expected]
    # The mask makes the result as large as itself.
    results = ufunc(*[4.0] * ufunc.nin, where=[True] * 3, out=(None,) * ufunc.nout)
    assert stridewise.shape(results[0] if ufunc.nout > 1 else results) == (3,)


def test_casts_of_elements_left_out() -> None:
    values = stridewise.array([1.0, 1e300, 2.0, float("nan")])
    mask = stridewise.array([True, False, True, False])
    out = stridewise.full(4, 9, "f4")
    with stridewise.errstate(all="raise"):
        stridewise.add(values, 1.0, out=out, where=mask, casting="same_kind")
    assert out.tolist() == [2.0, 9.0, 3.0, 9.0]


# What must not take part: each of these would meet an error, or win.
POISON = [float("inf"), float("-inf"), float("nan"), 1.7e308, -1.7e308]
REDUCTIONS: dict[str, dict[str, Any]] = {
    "sum": {}, "prod": {}, "mean": {}, "std": {}, "var": {}, "any": {}, "all": {},
    "max": {"initial": -9.0}, "min": {"initial": 9.0},
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", REDUCTIONS)
def test_elements_left_out_of_reductions(name: str, layout: str) -> None:
    lay = LAYOUTS[layout]
    rng = numpy.random.default_rng(7)
    for length, share in itertools.product([5, 64, 700], [0.2, 0.8]):
        mask = rng.random(length) < share
        mask[:2] = True, False
        values = numpy.where(mask, rng.integers(-3, 4, length) * 1.0, rng.choice(POISON, length))
        mine, chosen = lay(stridewise.array(values)), lay(stridewise.array(mask))
        expected = getattr(numpy, name)(values[mask], **REDUCTIONS[name])
        with stridewise.errstate(all="raise"):
            found = getattr(stridewise, name)(mine, where=chosen, **REDUCTIONS[name])
            rows = stridewise.stack([mine] * 4)
            by_row = getattr(stridewise, name)(rows, axis=1, where=chosen, **REDUCTIONS[name])
            columns = getattr(stridewise, name)(rows.T, axis=0, where=chosen[:, None], **REDUCTIONS[name])
        for result in (found, *by_row, *columns):
            assert numpy.isclose(float(result), expected, rtol=1e-13, atol=0), (length, share)


@pytest.mark.parametrize("name", ["add", "multiply", "logical_and", "bitwise_or", "hypot"])
def test_nothing_left_in_gives_the_identity(name: str) -> None:
    ufunc = getattr(stridewise, name)
    values = stridewise.full((3, 4), 7.0 if name != "bitwise_or" else 7)
    found = ufunc.reduce(values, axis=1, where=False)
    assert found.tolist() == getattr(numpy, name).reduce(numpy.asarray(values), axis=1, where=False).tolist()
