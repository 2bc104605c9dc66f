"""Sorting, partitioning, searching, sets and quantiles beside NumPy: all dtypes, layouts and axes, awkward orders."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS, steps
from special_values import CODES, mixed_values

import stridewise as np

# Lengths at which algorithms change, and those around them.
LENGTHS = [0, 1, 2, 3, 8, 9, 17, 31, 33, 65, 129, 257, 1000, 5003]

ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "mixed": lambda values, rng: values,
    "few": lambda values, rng: rng.choice(values[:5], len(values)) if len(values) else values,
    "rising": lambda values, rng: numpy.sort(values),
    "falling": lambda values, rng: numpy.sort(values)[::-1].copy(),
    "organ pipe": lambda values, rng: numpy.concatenate([numpy.sort(values[::2]), numpy.sort(values[1::2])[::-1]]),
    "equal": lambda values, rng: numpy.repeat(values[:1], len(values)),
}


def same(got: Any, want: Any) -> None:
    """Equal dtypes, shapes and values, where all NaN are alike and so are the zeros."""
    got, want = numpy.asarray(got), numpy.asarray(want)
    assert (got.dtype, got.shape) == (want.dtype, want.shape)
    numpy.testing.assert_array_equal(got, want)


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        return error


def ours(argument: Any) -> Any:
    return np.asarray(argument) if isinstance(argument, numpy.ndarray) else argument


def sorted_line(line: Any) -> Any:
    """Sorted by NumPy; float16 as float32, since NumPy 2.4 leaves some in disorder where it sorts by AVX-512."""
    return numpy.sort(line.astype("f")).astype("e") if line.dtype == "e" else numpy.sort(line)


def compare(name: str, *arguments: Any, **keywords: Any) -> None:
    """The same result as NumPy's, or an error of the same kind with the same words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        want = outcome(lambda: getattr(numpy, name)(*arguments, **keywords))
        got = outcome(lambda: getattr(np, name)(*map(ours, arguments), **{k: ours(v) for k, v in keywords.items()}))
    if isinstance(want, Exception):
        assert type(got).__name__ == type(want).__name__, (name, arguments, keywords, got, want)
        assert str(got) == str(want)
    elif isinstance(want, tuple):
        assert len(got) == len(want), got
        for one, other in zip(got, want, strict=True):
            same(one, other)
    else:
        assert not isinstance(got, Exception), (name, got)
        same(got, want)


@pytest.fixture(params=CODES)
def code(request: Any) -> str:
    return str(request.param)


@pytest.mark.parametrize("order", ORDERS)
def test_lines_in_any_order(code: str, order: str) -> None:
    rng = numpy.random.default_rng(7)
    for length in LENGTHS:
        line = ORDERS[order](mixed_values(code, length, length), rng)
        same(np.sort(np.asarray(line)), sorted_line(line))
        compare("sort", line, kind="stable")
        compare("argsort", line, kind="stable")
        if length:
            check_partition(line, [length // 3])
            check_partition(line, [0, length // 2, length - 1])
        if code != "e":
            compare("unique", line)
            compare("unique", line, return_counts=True)
        if code not in "eFD":
            # NumPy numbers the NaN among complex numbers as they lie.
            compare("unique", line, return_index=True, return_inverse=True, return_counts=True)
            compare("unique", line, return_counts=True, equal_nan=False)
        wanted = mixed_values(code, 50, length + 1)
        for side in ("left", "right"):
            compare("searchsorted", sorted_line(line), wanted, side=side)
        if code != "e":
            compare("isin", line, wanted)
            compare("isin", wanted, line, invert=True)


def check_partition(line: Any, kth: list[int]) -> None:
    """The elements at `kth` where sorting puts them, none larger before and none smaller behind."""
    want = sorted_line(line)
    own = np.asarray(line)
    parted = numpy.asarray(np.partition(own, kth))
    places = numpy.asarray(np.argpartition(own, kth))
    numpy.testing.assert_array_equal(numpy.sort(places), numpy.arange(len(line)))
    for got in (parted, line[places]):
        same(sorted_line(got), want)
        for place in kth:
            same(got[place], want[place])
            same(sorted_line(got[:place]), want[:place])
            same(sorted_line(got[place:]), want[place:])


def test_stable_sorts_keep_the_signs_of_zeros_in_order() -> None:
    for code in "efd":
        line = numpy.array([0.0, 1.0, -0.0, -1.0, 0.0, -0.0, numpy.nan] * 50, code)
        want = numpy.sort(line, kind="stable")
        got = numpy.asarray(np.sort(np.asarray(line), kind="stable"))
        numpy.testing.assert_array_equal(numpy.signbit(got), numpy.signbit(want))
        loose = numpy.asarray(np.sort(np.asarray(line)))
        assert numpy.signbit(loose).sum() == numpy.signbit(want).sum()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(4, 5), (3, 4, 5), (33, 20), (0, 3), (3, 0), (1, 7), (2, 1, 3)])
def test_lanes_of_any_layout(layout: str, shape: tuple[int, ...]) -> None:
    for code in "?bHilefdD":
        values = mixed_values(code, int(numpy.prod(shape)), 3).reshape(shape)
        array = LAYOUTS[layout](values)
        own = np.asarray(array)
        for axis in (None, *range(-1, array.ndim)):
            compare("sort", array, axis=axis)
            compare("argsort", array, axis=axis, kind="stable")
            if axis is not None:
                if array.dtype.isnative:
                    # NumPy's own is at odds with itself where the byte order is foreign.
                    compare("lexsort", (array, array[::-1]), axis=axis)
                assert steps(np.sort(own, axis=axis)) == steps(numpy.sort(array, axis=axis))
            length = array.size if axis is None else array.shape[axis]
            if length:
                want = numpy.sort(array, axis=axis)
                same(np.sort(np.partition(own, length // 2, axis=axis), axis=-1 if axis is None else axis), want)
                middle = numpy.take(want, length // 2, axis=axis)
                same(np.partition(own, length // 2, axis=axis).take(length // 2, axis=axis), middle)
                places = np.argpartition(own, length // 2, axis=axis)
                flat = own.ravel() if axis is None else own
                parted = np.take_along_axis(flat, places, axis=-1 if axis is None else axis)
                same(parted.take(length // 2, axis=axis), middle)
            if code not in "D" and array.size:
                compare("median", array, axis=axis)
                compare("nanmedian", array.astype("d"), axis=axis)
            if code in "bHild":
                compare("unique", numpy.nan_to_num(array.astype(code)), axis=axis)


METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased", "lower", "higher", "midpoint", "nearest",
]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("code", "hilfd")
def test_quantiles_by_any_method(method: str, code: str) -> None:
    rng = numpy.random.default_rng(11)
    for length in (2, 3, 4, 10, 37, 120):
        array = (rng.standard_normal((3, length)) * 50).astype(code)
        for q in (0.0, 0.3, 1.0, [0.5], [0.05, 0.5, 0.95], [[0.25, 0.5], [1.0, 0.0]]):
            for axis in (None, 0, 1, (0, 1)):
                for name in ("quantile", "nanquantile"):
                    check_close(name, array, q, axis=axis, method=method)
        if code in "fd":
            array[0, rng.integers(length)] = numpy.nan
            array[1, :] = numpy.nan
            for name in ("quantile", "nanquantile"):
                check_close(name, array, [0.1, 0.7], axis=1, method=method, keepdims=True)
                check_close(name, array, 0.4, axis=0, method=method)


def check_close(name: str, array: Any, q: Any, **keywords: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        want = getattr(numpy, name)(array, q, **keywords)
        got = getattr(np, name)(np.asarray(array), q, **keywords)
    got, want = numpy.asarray(got), numpy.asarray(want)
    assert (got.dtype, got.shape) == (want.dtype, want.shape), (name, keywords)
    numpy.testing.assert_allclose(got, want, rtol=4e-6 if want.dtype == "f" else 1e-13)


def test_sorters_and_many_needles() -> None:
    rng = numpy.random.default_rng(5)
    for code in "bhlBfd":
        line = (rng.standard_normal(1000) * 100).astype(code)
        sorter = numpy.argsort(line, kind="stable")
        wanted = (rng.standard_normal((30, 40)) * 100).astype(code)
        for side in ("left", "right"):
            compare("searchsorted", line, wanted, side=side, sorter=sorter)
            compare("searchsorted", numpy.sort(line), wanted[::2, ::-3], side=side)
    compare("searchsorted", numpy.zeros((2, 2)), 1)
    compare("searchsorted", numpy.arange(3), 1, sorter=numpy.arange(2))
    compare("searchsorted", numpy.arange(3), 1, sorter=numpy.array([0, 3, 1]))


def test_tables_of_integers() -> None:
    rng = numpy.random.default_rng(9)
    for code in "?bBhHiIlL":
        low, high = (0, 2) if code == "?" else (0, 120)
        elements, others = (rng.integers(low, high, count).astype(code) for count in (400, 30))
        for kind in (None, "sort", "table"):
            for invert in (False, True):
                compare("isin", elements.reshape(20, 20), others, kind=kind, invert=invert)
                compare("isin", elements, others[:0], kind=kind, invert=invert)
    far = numpy.array([-(2**62), 2**62])
    compare("isin", far, numpy.array([2**62, 5]))
    compare("isin", numpy.array([1.0]), numpy.array([1.0]), kind="table")
    compare("isin", numpy.array([1]), numpy.array([-(2**63), 2**63 - 1]), kind="table")
    compare("isin", numpy.array([1]), numpy.array([1]), kind="other")


@pytest.mark.parametrize("code", "?bHlfd")
def test_two_sets(code: str) -> None:
    for lengths in ((0, 0), (0, 5), (30, 0), (300, 200), (2000, 10)):
        first, second = (
            numpy.nan_to_num(mixed_values(code, length, seed)) if code != "?" else mixed_values(code, length, seed)
            for seed, length in enumerate(lengths)
        )
        for name in ("union1d", "intersect1d", "setdiff1d", "setxor1d"):
            compare(name, first, second)
        compare("intersect1d", first, second, return_indices=True)


def test_interpolation_between_many_points() -> None:
    rng = numpy.random.default_rng(3)
    for points in (1, 2, 5, 100, 3000):
        places = numpy.sort(rng.standard_normal(points))
        heights = rng.standard_normal(points)
        for count in (0, 1, 40, 2500):
            x = rng.standard_normal(count) * 1.5
            x[::7] = numpy.resize(places, x[::7].shape)
            if count > 3:
                x[1], x[2], x[3] = numpy.nan, numpy.inf, -numpy.inf
            compare("interp", x, places, heights)
            compare("interp", x, places, heights, left=-9, right=9)
            compare("interp", x[: count // 2], places, heights + 1j)


def test_refusals() -> None:
    line = numpy.arange(6.0).reshape(2, 3)
    for name in ("sort", "argsort"):
        compare(name, line, axis=2)
        compare(name, line, axis=-3)
        compare(name, line, kind="slow")
        compare(name, line, kind="stable", stable=True)
        compare(name, numpy.array(3.0), axis=-1)
    for name in ("partition", "argpartition"):
        compare(name, line, 3)
        compare(name, line, [-4])
        compare(name, line, 0.5)
        compare(name, line, 0, axis=2)
        compare(name, line, 0, kind="slow")
    compare("lexsort", ())
    compare("quantile", line, 1.5)
    compare("percentile", line, [-1])
    with pytest.raises(ValueError, match="'other' is not a valid method"):
        np.quantile(line, 0.5, method="other")  # type: ignore[arg-type]
    compare("quantile", line + 1j, 0.5)
    compare("median", line, axis=2)
    compare("unique", line, axis=2)


@pytest.mark.parametrize("code", "lLfdiI")
def test_long_lines_on_several_threads(code: str) -> None:
    rng = numpy.random.default_rng(1)
    line = (rng.standard_normal(300_000) * 1e6).astype(code)
    few = (line.astype("d") % 1000).astype(code)
    for values in (line, few):
        compare("sort", values)
        compare("argsort", values, kind="stable")
        compare("unique", values, return_counts=True, return_inverse=True)
        check_partition(values, [10, 150_000])
        compare("median", values)
        compare("searchsorted", numpy.sort(values), values)


@pytest.mark.parametrize("length", [1, 4, 17, 40, 64])
def test_short_lanes_are_arranged_alike_by_values_and_by_places(length: int) -> None:
    generator = numpy.random.default_rng(length)
    for _ in range(30):
        values = np.array(generator.permutation(length))
        kth = generator.choice(length, size=min(4, length), replace=False).tolist()
        numpy.testing.assert_array_equal(
            numpy.asarray(np.partition(values, kth)), numpy.asarray(values[np.argpartition(values, kth)])
        )
