"""Functions that pass NaN by: NumPy's values in every layout, their twins' bits where there is no NaN, any threads."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS

import stridewise as np

REDUCING = ["sum", "prod", "mean", "var", "std", "max", "min"]
PLACING = ["argmax", "argmin"]
RUNNING = ["cumsum", "cumprod"]
SHAPES = [(1,), (7,), (40,), (5000,), (40, 3), (3, 40), (300, 30), (30, 300), (5, 20, 30)]
CLOSE = {"e": 2e-2, "f": 1e-4, "d": 1e-11, "F": 1e-4, "D": 1e-11}


@pytest.fixture(autouse=True)
def default_threads() -> Iterator[None]:
    yield
    np.set_num_threads(None)


def values(shape: tuple[int, ...], code: str, share: float) -> Any:
    """Numbers about one, a share of which is NaN, in one row all."""
    rng = numpy.random.default_rng(len(shape) * 1000 + shape[0])
    array = 1 + rng.normal(size=shape) / 64
    if code in "FD":
        array = array + 1j * rng.normal(size=shape) / 64
    array = array.astype(code)
    if share:
        array[rng.random(shape) < share] = numpy.nan
        if array.ndim > 1:
            array[0] = numpy.nan
            array[:, 0] = numpy.nan
    return array


def called(module: Any, name: str, array: Any, given: dict[str, Any]) -> Any:
    """What a call gives, and what it warns of."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            result = getattr(module, name)(array, **given)
        except ValueError as error:
            return str(error), set()
    return result, {str(warning.message) for warning in heard}


def compare(name: str, array: Any, code: str, given: dict[str, Any]) -> None:
    theirs, their_warnings = called(numpy, name, array, given)
    if isinstance(given.get("where"), numpy.ndarray):
        given = {**given, "where": np.asarray(given["where"])}
    mine, my_warnings = called(np, name, np.asarray(array), given)
    assert my_warnings == their_warnings, (name, given)
    if isinstance(theirs, str):
        assert mine == theirs
        return
    mine = numpy.asarray(mine)
    assert mine.shape == theirs.shape and mine.dtype == theirs.dtype.newbyteorder("="), (name, given)
    assert numpy.allclose(mine, theirs, rtol=CLOSE[code], atol=CLOSE[code], equal_nan=True), (name, given)


@pytest.mark.parametrize("code", list("edD"))
@pytest.mark.parametrize("name", REDUCING + PLACING + RUNNING)
def test_values_in_every_layout(name: str, code: str) -> None:
    for shape in SHAPES:
        if code == "e" and name in ("prod", "cumprod", "cumsum") and max(shape) > 40:
            continue
        array = values(shape, code, 0.2)
        for layout in LAYOUTS.values():
            for axis in (None, *range(array.ndim)):
                compare("nan" + name, layout(array), code, {"axis": axis})


@pytest.mark.parametrize("name", ["sum", "prod", "mean", "var", "std"])
def test_where_dtype_and_axes(name: str) -> None:
    for shape in SHAPES:
        array = values(shape, "f", 0.2)
        where = numpy.random.default_rng(0).random(shape) < 0.5
        for axis in (None, 0, tuple(range(array.ndim))):
            compare("nan" + name, array, "f", {"axis": axis, "where": where, "keepdims": True})
            compare("nan" + name, array, "f", {"axis": axis, "dtype": "d" if name in ("var", "std") else "D"})
    compare("nansum", values((40, 3), "d", 0.2), "d", {"axis": 0, "initial": 3.0})
    compare("nansum", values((40, 3), "d", 0.2), "d", {"axis": 1, "dtype": "q"})
    compare("nanprod", values((40, 3), "d", 0.2), "d", {"axis": 1, "initial": None})


@pytest.mark.parametrize("code", list("fdFD"))
@pytest.mark.parametrize("name", REDUCING + RUNNING)
def test_without_nan_the_bits_are_those_of_the_twin(name: str, code: str) -> None:
    for shape in [*SHAPES, (1000, 1200)]:
        array = np.asarray(values(shape, code, 0.0))
        for axis in (None, *range(array.ndim)):
            mine = getattr(np, "nan" + name)(array, axis=axis)
            twin = getattr(np, name)(array, axis=axis)
            assert mine.tobytes() == twin.tobytes(), (name, shape, axis)


@pytest.mark.parametrize("name", [*REDUCING, *PLACING])
def test_threads_change_no_bit(name: str) -> None:
    array = np.asarray(values((1200, 1001), "d", 0.1)[1:, 1:])
    for axis in (None, 0, 1):
        results = set()
        for threads in (1, 2, 5):
            np.set_num_threads(threads)
            results.add(getattr(np, "nan" + name)(array, axis=axis).tobytes())
        assert len(results) == 1, (name, axis)


@pytest.mark.parametrize("name", REDUCING)
def test_of_what_waits_to_be_computed(name: str) -> None:
    array = np.asarray(values((1200, 1001), "d", 0.1))
    for axis in (None, 0, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            waiting = getattr(np, "nan" + name)(array * 0.5 + 1.0, axis=axis)
            ready = (array * 0.5 + 1.0).copy()
            assert waiting.tobytes() == getattr(np, "nan" + name)(ready, axis=axis).tobytes(), axis


def test_nothing_but_nan_and_infinities() -> None:
    for worst, name in ((-numpy.inf, "nanargmax"), (numpy.inf, "nanargmin")):
        for length in (2, 70, 5000):
            array = numpy.full(length, worst)
            array[: length // 2] = numpy.nan
            compare(name, array, "d", {})
            compare(name, array[::-1], "d", {})
            compare("nanmax", array, "d", {})
            compare("nanmin", array, "d", {})
    for array in ([numpy.inf, 1.0, numpy.nan], [numpy.inf, numpy.nan], [numpy.inf, -numpy.inf, numpy.nan]):
        for name in ("nanmean", "nanvar", "nanstd"):
            compare(name, numpy.array(array), "d", {})


def test_half_precision_products_are_rounded_once() -> None:
    factors = numpy.tile(numpy.array([300.0, 1 / 300], "e"), 500)
    assert np.prod(np.asarray(factors)) == numpy.prod(factors)
    assert np.nanprod(np.asarray(factors)) == numpy.prod(factors)


def test_an_infinity_is_heard_of_where_it_is_subtracted() -> None:
    for name in ("var", "std", "nanvar"):
        compare(name, numpy.array([1.0, numpy.inf]), "d", {})
    compare("var", numpy.array([1e200, -1e200]), "d", {})
