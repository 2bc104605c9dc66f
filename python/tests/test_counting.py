"""Counts, histograms, running results, operations at chosen elements and ranges beside NumPy."""

from __future__ import annotations

import random
import warnings
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import LAYOUTS, counted  # noqa: E402
from test_indexing import assert_same, outcome  # noqa: E402

SIZES = [0, 1, 5, 300, 2_000, 70_001, 600_000]


@pytest.mark.parametrize("dtype", "? u1 i1 i2 u4 i8".split())
@pytest.mark.parametrize("layout", LAYOUTS)
def test_bincount(layout: str, dtype: str) -> None:
    rng = np.random.default_rng(7)
    for size in SIZES:
        for top in (1, 2, 100, 10_000):
            values = rng.integers(0, min(top, 100) if dtype in ("?", "i1") else top, size).astype(dtype)
            theirs = LAYOUTS[layout](values)
            mine, note = sw.asarray(theirs), f"{layout} {dtype} {size} {top}"
            assert_same(sw.bincount(mine), np.bincount(theirs), note)
            assert_same(sw.bincount(mine, minlength=17), np.bincount(theirs, minlength=17), note)
            weights = rng.random(size).astype(rng.choice(["f8", "f4", "i4"]))
            expected = np.bincount(theirs, weights)
            found = np.asarray(sw.bincount(mine, sw.asarray(weights)))
            assert found.dtype == expected.dtype and np.array_equal(found, expected), note


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([1, -1, 2], {}),
        ([1, -1, 2], {"weights": [1.0]}),
        ([1, 2], {"weights": [1.0]}),
        (np.array([1.0, 2.0]), {}),
        ([[1], [2]], {}),
        (3, {}),
        ([1, 2], {"minlength": -1}),
        ([1, 2], {"weights": [1j, 2]}),
        ([10**15], {}),
    ],
)
def test_bincount_refuses(values: Any, options: dict[str, Any]) -> None:
    expected = outcome(lambda: np.bincount(values, **options))
    found = outcome(lambda: sw.bincount(values, **options))
    assert isinstance(expected, Exception) and type(found).__name__ == type(expected).__name__, found


@pytest.mark.parametrize("dtype", "u1 i8 f4 f8".split())
@pytest.mark.parametrize("seed", range(6))
def test_histograms_are_numpys(seed: int, dtype: str) -> None:
    rng = np.random.default_rng(seed)
    for size in (1, 2, 50, 5_000, 300_000):
        values = rng.normal(50, 20, size).clip(0, 200).astype(dtype)
        layout = rng.choice(list(LAYOUTS))
        theirs = LAYOUTS[layout](values)
        mine = sw.asarray(theirs)
        for bins in (1, 7, 50, 1000):
            # The edges of such ranges fall on elements, where rounding decides.
            for limits in (None, (0, 100), (10.1, 77.7), (200, 300)):
                expected = outcome(lambda: np.histogram(theirs, bins, limits))
                found = outcome(lambda: sw.histogram(mine, bins, limits))
                note = f"{dtype} {size} {bins} {limits} {layout}"
                if isinstance(expected, Exception):
                    assert_same(found, expected, note)
                    continue
                assert_same(found[0], expected[0], note)
                assert_same(found[1], expected[1], note)


def test_histograms_between_any_edges() -> None:
    rng = np.random.default_rng(1)
    tenths = np.concatenate([np.arange(0, 3, 0.1), np.nextafter(np.arange(0, 3, 0.1), 9), rng.random(1000) * 3])
    for edges in (
        np.linspace(0, 3, 31),
        np.arange(0, 3.01, 0.1),
        np.sort(rng.random(20) * 3),
        np.array([0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0]),
        np.array([-np.inf, 0.5, np.inf]),
        np.array([1.0, 1.0]),
        np.geomspace(1e-6, 3, 40),
    ):
        values = np.concatenate([tenths, edges])
        weights = rng.integers(1, 9, values.size).astype("f8")
        assert_same(sw.histogram(values, edges)[0], np.histogram(values, edges)[0], str(edges))
        expected = np.histogram(values, edges, weights=weights)[0]
        assert_same(sw.histogram(values, edges, weights=weights)[0], expected, str(edges))
    with_nan = np.array([0.5, np.nan, 1.5])
    assert_same(sw.histogram(with_nan, 2, (0, 2))[0], np.histogram(with_nan, 2, (0, 2))[0], "NaN")


@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "minimum", "subtract", "logical_or", "hypot"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_running_results(name: str, layout: str) -> None:
    for dtype in "? i1 i8 f2 f4 f8 c8 c16".split():
        for shape in [(), (0,), (1,), (300,), (4, 5), (3, 0, 2), (3, 4, 5), (700, 90)]:
            values = (np.arange(int(np.prod(shape))) % 5 - 2).astype(dtype).reshape(shape)
            theirs = LAYOUTS[layout](values)
            mine = sw.asarray(theirs)
            for axis in range(max(1, len(shape))):
                note = f"{name} {layout} {dtype} {shape} {axis}"
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    expected = outcome(lambda: getattr(np, name).accumulate(theirs, axis=axis))
                    found = outcome(lambda: getattr(sw, name).accumulate(mine, axis=axis))
                    if isinstance(expected, Exception):
                        assert isinstance(found, Exception), note
                    else:
                        assert not isinstance(found, Exception), (note, found)
                        assert found.strides == expected.strides, note
                        assert np.asarray(found).dtype == expected.dtype, note
                        assert np.array_equal(np.asarray(found), expected, equal_nan=True), note


@pytest.mark.parametrize("seed", range(30))
def test_operations_at_chosen_elements(seed: int) -> None:
    rng = random.Random(seed)
    names = "add subtract multiply maximum minimum divide bitwise_xor logical_and negative copysign".split()
    for _ in range(30):
        shape = rng.choice([(10,), (1000,), (5, 4), (3, 2, 4), (1,)])
        theirs = counted(shape, rng.choice("? i1 i8 u4 f2 f4 f8 c16".split()), rng)
        mine = sw.array(theirs)
        mine_view, their_view = mine, theirs
        if rng.random() < 0.5:
            # In place in memory that has gaps, or runs backwards.
            theirs = theirs.copy()
            part = rng.choice([np.s_[::2], np.s_[::-1], np.s_[1:]])
            mine = sw.array(theirs)
            mine_view, their_view = mine[part], theirs[part]
        if not their_view.shape[0]:
            continue
        count = rng.choice([0, 1, 4, 200])
        length = their_view.shape[0]
        places: Any = np.array([rng.randrange(-length, length) for _ in range(count)], rng.choice(["i8", "i4"]))
        if rng.random() < 0.1 and count:
            places[count // 2] = length
        index: Any = rng.choice([places, (places,), (places, ...), slice(0, 2), 0, ...])
        if their_view.ndim > 1 and rng.random() < 0.3:
            index = (places, np.zeros(count, int))
        name = rng.choice(names)
        operands: list[Any] = []
        if name != "negative":
            selected = outcome(lambda: their_view[index])
            size = () if isinstance(selected, Exception) else np.shape(selected)
            operand = (np.arange(int(np.prod(size))) % 7 + 1).astype(rng.choice("i1 i8 f4 f8".split()))
            operands = [rng.choice([operand.reshape(size), 2, 2.5, np.float32(3), operand[:1]])]
        note = f"{name} {shape} {theirs.dtype} {their_view.strides} {index!r} {operands}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = outcome(lambda: getattr(np, name).at(their_view, index, *operands))
            found = outcome(lambda: getattr(sw, name).at(mine_view, index, *operands))
        if isinstance(expected, Exception):
            # Of an index and an operand that are both wrong, either may be told of.
            assert isinstance(found, Exception), (note, found, expected)
        else:
            assert found is None, (note, found)
            assert np.array_equal(np.asarray(mine), theirs, equal_nan=theirs.dtype.kind in "fc"), note


def test_operations_at_places_of_their_own_memory() -> None:
    theirs = np.array([3, 1, 0, 2, 1])
    mine = sw.array(theirs)
    np.add.at(theirs, theirs.copy(), theirs.copy())
    sw.add.at(mine, mine, mine)
    assert mine.tolist() == theirs.tolist()
    base = np.zeros(6)
    windows = np.lib.stride_tricks.as_strided(base, (5, 2), (8, 8))
    np.add.at(windows, ([0, 1, 1, 4], [1, 0, 1, 1]), 1.0)
    own = sw.zeros(6)
    sw.add.at(sw.lib.stride_tricks.as_strided(own, (5, 2), (8, 8)), ([0, 1, 1, 4], [1, 0, 1, 1]), 1.0)
    assert own.tolist() == base.tolist()


@pytest.mark.parametrize("dtype", [None, "i1", "u8", "i8", "f2", "f4", "f8", "c8", "c16", ">i4", ">f8"])
def test_ranges(dtype: Any) -> None:
    for ask in [(0,), (1,), (2,), (7,), (5, 2, -1), (0.5, 3.0, 0.1), (1, 100, 3), (10, 0, -2.5), (300_000,)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = outcome(lambda: np.arange(*ask, dtype=dtype))
            found = outcome(lambda: sw.arange(*ask, dtype=dtype))
        if isinstance(expected, Exception) or (ask == (300_000,) and dtype == "i1"):
            continue
        assert_same(found, expected, f"{ask} {dtype}")


@pytest.mark.parametrize("dtype", [None, "i4", "f2", "f4", "f8", "c16", ">f4"])
def test_evenly_spaced_numbers(dtype: Any) -> None:
    ends = [(0, 1), (0.0, 0.3), (5, 5), (-3, 7.5), (np.float32(1), np.float32(3)), (1j, 2), (0, 5e-324)]
    ends += [(np.float16(0), np.float16(1)), ([0, 1], [2, 3]), (0, [1.0, 2.0])]
    for start, stop in ends:
        if dtype == "i4" and np.iscomplexobj(start):
            continue
        for count in (0, 1, 2, 3, 50, 300_001):
            for endpoint in (True, False):
                if count > 1000 and (np.ndim(stop) or np.result_type(start, stop) == np.float16):
                    continue
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    ask = {"endpoint": endpoint, "dtype": dtype, "retstep": True}
                    expected, step = np.linspace(start, stop, count, **ask)
                    found, mine = sw.linspace(start, stop, count, **ask)
                note = f"{start} {stop} {count} {endpoint} {dtype}"
                assert_same(found, expected, note)
                assert np.array_equal(np.asarray(mine), np.asarray(step), equal_nan=True), note


@pytest.mark.parametrize("name", ["nansum", "nanprod", "nanmin", "nanmax", "nanmean", "nanvar", "nancumsum"])
def test_large_arrays_without_nan(name: str) -> None:
    rng = np.random.default_rng(4)
    for dtype in ("f4", "f8", "c16", "i4"):
        theirs = (rng.random(40_000) + 0.5).astype(dtype)
        if theirs.dtype.kind != "i":
            theirs[rng.integers(0, 40_000, 5_000)] = np.nan
        for shape in [(40_000,), (200, 200)]:
            for axis in (None, 0, -1):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    expected = getattr(np, name)(theirs.reshape(shape), axis=axis)
                    found = np.asarray(getattr(sw, name)(sw.array(theirs).reshape(shape), axis=axis))
                assert found.shape == expected.shape and found.dtype == expected.dtype
                assert np.allclose(found, expected, rtol=1e-4 if dtype == "f4" else 1e-12, equal_nan=True)
