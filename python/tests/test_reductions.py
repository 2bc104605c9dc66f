"""Reductions beside NumPy's: every one over every layout, with axes, keepdims, initial, where, out and dtype.

Floats hold small whole numbers, whose sums are exact in any order, so results are equal to the last bit.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS, SHAPES, SHARED_LAYOUTS
from every_ufunc import IN_NUMPY, UFUNCS

import stridewise

CODES = "?bBhHiIlLefdFD"
# What each takes beside the axis.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "sum": ("dtype", "out", "keepdims", "initial", "where"),
    "prod": ("dtype", "out", "keepdims", "initial", "where"),
    "mean": ("dtype", "out", "keepdims", "where"),
    "std": ("dtype", "out", "keepdims", "where", "ddof"),
    "var": ("dtype", "out", "keepdims", "where", "ddof"),
    "min": ("out", "keepdims", "initial", "where"),
    "max": ("out", "keepdims", "initial", "where"),
    "any": ("out", "keepdims", "where"),
    "all": ("out", "keepdims", "where"),
    "ptp": ("out", "keepdims"),
    "argmin": ("out", "keepdims"),
    "argmax": ("out", "keepdims"),
    "cumsum": ("dtype", "out"),
    "cumprod": ("dtype", "out"),
    "count_nonzero": ("keepdims",),
}
ONE_AXIS = {"argmin", "argmax", "cumsum", "cumprod"}
# Where each step rounds, to within some units in the last place of the narrowest type on the way.
ROUNDED = {"mean", "std", "var", "prod", "cumprod"}
APART = 16


def operand(rng: random.Random) -> tuple[str, Any]:
    """Small whole numbers, none of them too large for the product of a few."""
    code, shape = rng.choice(CODES), rng.choice(SHAPES[:-1])
    size = int(numpy.prod(shape))
    low = -2 if numpy.dtype(code).kind in "ifc" else 0
    values = numpy.array([rng.randint(low, 3) for _ in range(size)]).astype(code).reshape(shape)
    if code in "FD":
        values = values + values.dtype.type(1j) * values[::-1] if values.ndim else values
    name = rng.choice([*LAYOUTS, *(SHARED_LAYOUTS if values.ndim and size else [])])
    return name, (LAYOUTS | SHARED_LAYOUTS)[name](values)


def axes(name: str, ndim: int, rng: random.Random) -> Any:
    """None, one axis or several."""
    single = rng.randint(-ndim, ndim - 1) if ndim else None
    if name in ONE_AXIS or rng.random() < 0.5:
        return rng.choice([None, single])
    chosen = rng.sample(range(ndim), rng.randint(0, ndim))
    return tuple(axis - ndim if rng.random() < 0.3 else axis for axis in chosen)


def keywords(name: str, array: Any, rng: random.Random) -> dict[str, Any]:
    """Some of the keywords that the reduction takes; `out` only as the dtype that it has.

    Whole variances and deviations are left out: each of their steps truncates.
    """
    found: dict[str, Any] = {}
    for key in KEYWORDS[name]:
        if rng.random() < 0.7:
            continue
        if key == "dtype":
            found[key] = rng.choice(["d", "F", "f", "e"] if name in ("std", "var") else ["d", "F", "l", "f", "b", "e"])
        elif key == "keepdims":
            found[key] = rng.choice([True, False])
        elif key == "initial":
            found[key] = rng.choice([2, 0, 1.0])
        elif key == "ddof":
            found[key] = rng.choice([0, 1, 0.5])
        elif key == "where":
            shape = array.shape[rng.randint(0, array.ndim) :] if rng.random() < 0.3 else array.shape
            found[key] = numpy.array([rng.random() < 0.6 for _ in range(int(numpy.prod(shape)))], bool).reshape(shape)
        elif key == "out":
            found[key] = rng.choice(["d", "D", ">f8"] if name in ("std", "var") else ["d", "l", "D", ">i4"])
    return found


def outcome(function: Any, array: Any, given: dict[str, Any], shape: Any, np: Any) -> Any:
    """The result, or the class of the error; with `out`, what was written into it."""
    given = {key: np.asarray(value) if key == "where" else value for key, value in given.items()}
    if "out" in given:
        given["out"] = np.full(shape, 7, given["out"])[..., ::-1] if shape else np.full(shape, 7, given["out"])
    try:
        with np.errstate(all="ignore"):
            result = function(array, **given)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        return next(kind for kind in (IndexError, ValueError, TypeError, OverflowError) if isinstance(error, kind))
    assert given.get("out") is None or result is given["out"]
    return numpy.asarray(result)


def assert_same(found: Any, expected: Any, rounded: bool, note: str, source: str = "d") -> None:
    if isinstance(expected, type) or isinstance(found, type):
        assert found is expected, (note, found, expected)
        return
    assert (found.dtype.str, found.shape) == (expected.dtype.str, expected.shape), note
    if rounded and found.dtype.kind in "fc":
        types = [found.dtype, numpy.dtype(source)]
        bound = APART * max(float(numpy.finfo(kind).eps) for kind in types if kind.kind in "fc")
        assert numpy.allclose(found, expected, rtol=bound, atol=bound, equal_nan=True), (note, found, expected)
    else:
        assert numpy.array_equal(found, expected, equal_nan=found.dtype.kind in "fc"), (note, found, expected)


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.filterwarnings("ignore::stridewise.exceptions.ComplexWarning")
@pytest.mark.parametrize("method", [False, True])
@pytest.mark.parametrize("name", KEYWORDS)
def test_reductions(name: str, method: bool) -> None:
    rng = random.Random(f"{name} {method}")
    for _ in range(250):
        layout, theirs = operand(rng)
        given = {"axis": axes(name, theirs.ndim, rng)} | keywords(name, theirs, rng)
        if rng.random() < 0.05:
            wrong_axes = [theirs.ndim, -theirs.ndim - 1, (0, 0), (0, theirs.ndim), "x", 1.5]
            given = {rng.choice(["axis", "dtype"]): rng.choice(wrong_axes)}
        if "dtype" in given and name in ("mean", "std", "var"):
            given.pop("out", None)
        plain = {key: value for key, value in given.items() if key != "out"}
        shape = numpy.shape(outcome(getattr(numpy, name), theirs, plain, None, numpy))
        functions = [getattr(np, name) for np in (stridewise, numpy)]
        if method and name != "count_nonzero" and name != "ptp":
            functions = [lambda array, _name=name, **rest: getattr(array, _name)(**rest)] * 2
        found = outcome(functions[0], stridewise.asarray(theirs), given, shape, stridewise)
        expected = outcome(functions[1], theirs, given, shape, numpy)
        narrow = theirs.dtype.char == "e" or given.get("dtype") == "e"
        note = f"{name} of {theirs.dtype.str} {theirs.shape} {layout}, {given}"
        if narrow and name in ("std", "var") and not isinstance(expected, type):
            # NumPy computes these in float16 itself.
            assert numpy.allclose(found, expected, rtol=0.01, atol=0.01, equal_nan=True), note
        else:
            assert_same(found, expected, name in ROUNDED, note, theirs.dtype.char)


# NumPy's reductions by these skip elements on processors for which it has vectorised loops of them.
SKIPPING = ["power", "float_power", "arctan2"]
REDUCING = [
    name
    for name in IN_NUMPY
    if UFUNCS[name].nin == 2 and UFUNCS[name].nout == 1 and name not in SKIPPING and name != "ldexp"
]
# Their results round at every step, in an order of their own.
ROUNDED_STEPS = {"logaddexp", "logaddexp2", "hypot", "divide"}


@pytest.mark.parametrize("name", REDUCING)
def test_reduce_accumulate_and_reduceat(name: str) -> None:
    """Every binary ufunc, for what its methods accept."""
    rng = random.Random(name)
    ours, theirs_ufunc = getattr(stridewise, name), getattr(numpy, name)
    for _ in range(120):
        layout, theirs = operand(rng)
        mine = stridewise.asarray(theirs)
        axis = axes("cumsum", theirs.ndim, rng)
        length = theirs.shape[axis] if isinstance(axis, int) and -theirs.ndim <= axis < theirs.ndim else 3
        places = [rng.randint(0, length - 1) for _ in range(rng.randint(1, 4))] if length else []
        if rng.random() < 0.1:
            places.append(rng.choice([-1, length]))
        given: dict[str, Any] = {"keepdims": True} if rng.random() < 0.3 else {}
        if rng.random() < 0.3 and name not in ROUNDED_STEPS:
            given["initial"] = rng.choice([1, 2])
        calls = {
            "reduce": lambda ufunc, array: ufunc.reduce(array, axis=axis, **given),
            "reduce over several": lambda ufunc, array: ufunc.reduce(array, axis=(0, -1), **given),
            "accumulate": lambda ufunc, array: ufunc.accumulate(array, axis=0 if axis is None else axis),
            "reduceat": lambda ufunc, array: ufunc.reduceat(array, places, axis=0 if axis is None else axis),
        }
        for kind, call in calls.items():
            found = outcome(lambda array: call(ours, array), mine, {}, None, stridewise)
            expected = outcome(lambda array: call(theirs_ufunc, array), theirs, {}, None, numpy)
            note = f"{name}.{kind} of {theirs.dtype.str} {theirs.shape} {layout}, axis {axis}, at {places}, {given}"
            assert_same(found, expected, name in ROUNDED_STEPS, note)


@pytest.mark.parametrize("name", SKIPPING)
def test_reductions_are_one_call_after_the_other(name: str) -> None:
    ufunc = getattr(stridewise, name)
    values = [3.0, 1.5, 0.5, 2.0, 0.25, 1.0, 1.25, 0.75, 2.5, 1.0, 0.5, 1.5]
    running = list(itertools.accumulate(map(stridewise.float64, values), ufunc))
    for lay in LAYOUTS.values():
        array = stridewise.asarray(lay(numpy.array(values)))
        columns = stridewise.asarray(lay(numpy.array([values] * 3).T.copy()))
        assert ufunc.reduce(array) == running[-1]
        assert ufunc.accumulate(array).tolist() == running
        assert ufunc.reduceat(array, [0, 5]).tolist()[0] == running[4]
        assert ufunc.reduce(columns, axis=0).tolist() == [running[-1]] * 3
        assert ufunc.reduce(columns.T, axis=1, initial=3.0).tolist() == [ufunc.reduce([3.0, *values])] * 3


@pytest.mark.parametrize("name", ["sum", "prod", "max", "argmin", "cumsum", "any", "mean"])
def test_against_a_loop(name: str) -> None:
    """Over every layout and axis, against Python's own loops."""
    loops = {
        "sum": sum, "prod": lambda line: numpy.prod([int(x) for x in line]), "max": max, "any": any,
        "argmin": lambda line: line.index(min(line)), "cumsum": lambda line: list(itertools.accumulate(line)),
        "mean": lambda line: sum(line) / len(line),
    }  # fmt: skip
    values = (numpy.arange(60) * 7 % 11 - 3).reshape(3, 4, 5)
    for layout, axis in itertools.product(LAYOUTS, range(3)):
        theirs = LAYOUTS[layout](values)
        found = getattr(stridewise, name)(stridewise.asarray(theirs), axis=axis)
        lines = numpy.moveaxis(theirs, axis, -1)
        for index in numpy.ndindex(*lines.shape[:-1]):
            line = [int(x) for x in lines[index]]
            place = (*index[:axis], slice(None), *index[axis:]) if name == "cumsum" else index
            assert found[place].tolist() == loops[name](line), (layout, axis, index)
