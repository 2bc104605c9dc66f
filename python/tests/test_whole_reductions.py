"""Reductions of all elements to one: NumPy's values, and the same bits on any number of threads."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy
import pytest

import stridewise as np

# Below a leaf of the tree, a few leaves, and enough for several threads.
LENGTHS = [1, 15, 40, 2047, 2049, 30_001, 1_200_003]
DTYPES = ["?", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "F", "D"]

REDUCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "sum": lambda module, a: a.sum(),
    "mean": lambda module, a: a.mean(),
    "max": lambda module, a: a.max(),
    "min": lambda module, a: a.min(),
    "fmax": lambda module, a: module.fmax.reduce(a, axis=None),
    "any": lambda module, a: a.any(),
    "all": lambda module, a: a.all(),
    "argmax": lambda module, a: a.argmax(),
    "argmin": lambda module, a: a.argmin(),
    "count_nonzero": lambda module, a: module.count_nonzero(a),
}


@pytest.fixture(autouse=True)
def default_threads() -> Iterator[None]:
    yield
    np.set_num_threads(None)


def values(code: str, length: int) -> Any:
    rng = numpy.random.default_rng(length)
    if code == "?":
        return rng.integers(0, 2, length).astype("?")
    if code in "bBhHiIqQ":
        info = numpy.iinfo(code)
        return rng.integers(info.min, info.max, length, dtype=code, endpoint=True)
    if code in "FD":
        return (rng.normal(size=length) + 1j * rng.normal(size=length)).astype(code)
    return (rng.normal(size=length) / 16).astype(code)


def layouts(array: Any) -> Iterator[Any]:
    yield array
    yield array[::-1]
    yield array[::3]
    if array.size % 3 == 0:
        yield array.reshape(3, -1)
        yield array.reshape(3, -1).T
        yield array.reshape(3, -1)[:, 1:]


def same(mine: Any, theirs: Any, rounding: float = 0.0) -> None:
    assert mine.dtype.char == theirs.dtype.char
    if rounding:
        numpy.testing.assert_allclose(numpy.asarray(mine), theirs, rtol=rounding, atol=rounding)
    else:
        numpy.testing.assert_array_equal(numpy.asarray(mine), theirs)


def on_threads(call: Callable[[], Any]) -> Any:
    """The result, which is the same on one to four threads, bit for bit."""
    results = []
    for count in (1, 2, 3, 4):
        np.set_num_threads(count)
        results.append(call())
    assert len({numpy.asarray(result).tobytes() for result in results}) == 1
    return results[0]


@pytest.mark.parametrize("code", DTYPES)
@pytest.mark.parametrize("name", REDUCTIONS)
def test_whole_arrays_reduce_as_numpys(name: str, code: str) -> None:
    reduction = REDUCTIONS[name]
    rounded = name == "mean" or (name == "sum" and code in "efdFD")
    for length in LENGTHS:
        for theirs in layouts(values(code, length)):
            ours = np.asarray(theirs)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = numpy.asarray(reduction(numpy, theirs))
                found = on_threads(lambda ours=ours: reduction(np, ours))
            # Cancelled sums keep the rounding of their parts.
            precision = numpy.finfo(code if code in "efdFD" else "d").eps
            scale = 8.0 if code == "e" else 8 * max(1.0, numpy.sqrt(length) / 16)
            same(numpy.asarray(found), expected, float(precision * scale) if rounded else 0.0)


@pytest.mark.parametrize("code", "efdFD")
@pytest.mark.parametrize("name", ["max", "min", "argmax", "argmin", "sum"])
@pytest.mark.parametrize("length", [40, 30_001, 1_200_003])
def test_not_a_number_wins_wherever_it_stands(name: str, code: str, length: int) -> None:
    for places in [(0,), (length // 2,), (length - 1,), (length // 3, length // 2)]:
        theirs = values(code, length)
        theirs[list(places)] = numpy.nan
        ours = np.asarray(theirs)
        found = on_threads(lambda ours=ours: getattr(ours, name)())
        same(numpy.asarray(found), numpy.asarray(getattr(theirs, name)()))


@pytest.mark.parametrize("name", ["argmax", "argmin"])
@pytest.mark.parametrize("code", ["?", "b", "q", "f", "d"])
def test_the_first_of_equals_is_found(name: str, code: str) -> None:
    for length in LENGTHS:
        for place in (0, length // 3, length // 2, length - 1):
            theirs = numpy.zeros(length, code)
            theirs[place:] = 1
            for array in (theirs, ~theirs if code == "?" else 1 - theirs):
                ours = np.asarray(array)
                assert on_threads(lambda ours=ours: getattr(ours, name)()) == getattr(array, name)()


@pytest.mark.parametrize("length", LENGTHS)
def test_any_and_all_see_a_single_element(length: int) -> None:
    for place in (0, length // 2, length - 1):
        for code in ("?", "d", "i"):
            ours = np.zeros(length, code)
            ours[place] = 1
            assert on_threads(ours.any)
            assert not on_threads((1 - ours.astype("i")).all)


@pytest.mark.parametrize("code", "fd")
def test_products_overflow_where_they_do_in_order(code: str) -> None:
    big, small = (1e30, 1e-30) if code == "f" else (1e200, 1e-200)
    cases = [
        [1.5, 2.5, -3.0],
        [big, small] * 50,
        [big, big, small, small] * 50,
        [small, small, big, big] * 50,
        [0.5] * 40 + [0.0] + [2.0] * 40,
        [1.0] * 100 + [numpy.inf, 2.0, -1.0] + [3.0] * 40,
        [1.0] * 100 + [numpy.inf, 0.0] + [3.0] * 40,
    ]
    for case in cases:
        theirs = numpy.array(case, code)
        with warnings.catch_warnings(record=True) as expected_warnings:
            warnings.simplefilter("always")
            expected = theirs.prod()
        with warnings.catch_warnings(record=True) as found_warnings:
            warnings.simplefilter("always")
            found = np.array(case, code).prod()
        numpy.testing.assert_allclose(float(found), float(expected), rtol=1e-4 if code == "f" else 1e-12)
        assert [str(warning.message) for warning in found_warnings] == [
            str(warning.message) for warning in expected_warnings
        ]


def test_products_of_many_factors() -> None:
    rng = numpy.random.default_rng(3)
    theirs = rng.random(1_000_000) + 0.5
    assert on_threads(np.asarray(theirs).prod) < 1e-300
    assert theirs.prod() < 1e-300
    near_one = 1 + rng.normal(size=1_000_000) / 1e4
    found = on_threads(np.asarray(near_one).prod)
    numpy.testing.assert_allclose(float(found), near_one.prod(), rtol=1e-10)


def test_initial_and_dtype_take_part() -> None:
    theirs = numpy.random.default_rng(4).normal(size=700_000)
    ours = np.asarray(theirs)
    same(numpy.asarray(ours.sum(initial=3.5)), numpy.asarray(theirs.sum(initial=3.5)), 1e-12)
    same(numpy.asarray(ours.max(initial=100.0)), numpy.asarray(theirs.max(initial=100.0)))
    same(numpy.asarray(ours.sum(dtype="f")), numpy.asarray(theirs.sum(dtype="f")), 1e-3)
    kept = ours.reshape(700, 1000).sum(axis=(0, 1), keepdims=True)
    assert kept.shape == (1, 1)
    out = np.zeros((), "f")
    assert ours.sum(out=out) is out
    numpy.testing.assert_allclose(float(out), theirs.sum(), rtol=1e-5, atol=1e-3)
