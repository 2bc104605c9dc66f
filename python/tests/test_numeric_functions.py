"""Functions of numbers beside NumPy: values, dtypes, shapes, errors and warnings, over layouts, axes and dtypes."""

from __future__ import annotations

import itertools
import random
import warnings
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import counted  # noqa: E402

SHAPES = [(), (1,), (7,), (0,), (3, 4), (4, 1), (0, 3), (2, 3, 4)]
DTYPES = ["f8", "f4", "f2", "c16", "c8", "i8", "i4", "u1", "?"]


def observed(call: Any) -> tuple[Any, list[tuple[str, str]]]:
    """What a call gives or raises, and the warnings of its own (not of single operations) that it gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = call()
        except Exception as error:
            result = error
    own = [(w.category.__name__, str(w.message)) for w in caught if "encountered in" not in str(w.message)]
    return result, own


def theirs_of(value: Any) -> Any:
    """The arguments as NumPy takes them."""
    if isinstance(value, sw.ndarray):
        return np.asarray(value)
    if isinstance(value, (list, tuple)) and not isinstance(value, str):
        return type(value)(theirs_of(item) for item in value)
    return value


def ours_of(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return sw.asarray(value)
    if isinstance(value, (list, tuple)):
        return type(value)(ours_of(item) for item in value)
    return value


def agree(found: Any, expected: Any, note: str) -> None:
    if isinstance(expected, Exception):
        assert isinstance(found, Exception), (note, expected, found)
        kinds = [cls.__name__ for cls in type(found).__mro__]
        assert type(expected).__name__ in kinds, (note, expected, found)
        return
    assert not isinstance(found, Exception), (note, found)
    if isinstance(expected, (list, tuple)):
        assert len(found) == len(expected), note
        for one, other in zip(found, expected, strict=True):
            agree(one, other, note)
        return
    mine, theirs = np.asarray(found), np.asarray(expected)
    assert mine.shape == theirs.shape, (note, mine.shape, theirs.shape)
    assert mine.dtype == theirs.dtype, (note, mine.dtype, theirs.dtype)
    if theirs.ndim:
        assert isinstance(found, sw.ndarray), (note, type(found))
    if theirs.dtype.kind in "fc":
        digits = {2: 2e-2, 4: 2e-5, 8: 1e-12 if theirs.dtype.kind == "f" else 2e-5, 16: 1e-12}[theirs.dtype.itemsize]
        scale = np.abs(theirs[np.isfinite(theirs)]).max(initial=1.0)
        assert np.allclose(mine, theirs, rtol=digits, atol=digits * float(scale), equal_nan=True), (note, mine, theirs)
    else:
        assert np.array_equal(mine, theirs), (note, mine, theirs)


def compare(name: str, *args: Any, **kwargs: Any) -> None:
    note = f"{name} {args} {kwargs}"
    expected, their_warnings = observed(lambda: getattr(np, name)(*args, **kwargs))
    mine = [ours_of(arg) for arg in args]
    named = {key: ours_of(value) for key, value in kwargs.items()}
    found, own_warnings = observed(lambda: getattr(sw, name)(*mine, **named))
    agree(found, expected, note)
    if not isinstance(expected, Exception):
        assert {w[0] for w in own_warnings} == {w[0] for w in their_warnings}, (note, own_warnings, their_warnings)


def sample(shape: tuple[int, ...], dtype: str, rng: random.Random, nan: bool = False) -> Any:
    """Numbers of both signs, in some layout; some NaN on request."""
    array = counted(shape, dtype, rng)
    if array.dtype.kind in "fci":
        array = np.asarray(array - array.dtype.type(3))
    if nan and array.dtype.kind in "fc" and array.size:
        array = array.copy(order="K")
        spoilt = np.array([rng.random() < 0.4 for _ in range(array.size)]).reshape(array.shape)
        if rng.random() < 0.2:
            spoilt[...] = True
        array[spoilt] = np.nan
    return array


def cases(seed: int, dtypes: list[str] = DTYPES, nan: bool = False) -> Any:
    rng = random.Random(seed)
    for shape, dtype in itertools.product(SHAPES, dtypes):
        axes = [None, *range(-len(shape), len(shape))]
        yield sample(shape, dtype, rng, nan), rng.choice(axes), rng


REDUCING = ["nansum", "nanprod", "nanmin", "nanmax", "nanmean", "nanvar", "nanstd"]


@pytest.mark.parametrize("name", REDUCING)
@pytest.mark.parametrize("seed", range(3))
def test_reductions_without_nan(name: str, seed: int) -> None:
    for array, axis, rng in cases(seed, nan=True):
        if array.dtype.kind == "?" and name in ("nanvar", "nanstd"):
            continue
        # A single float16 sum is added in another order.
        if array.dtype == np.float16 and name in ("nansum", "nanprod") and array.size > 4:
            continue
        extra: dict[str, Any] = {"keepdims": True} if rng.random() < 0.5 else {}
        if name in ("nanvar", "nanstd") and rng.random() < 0.3:
            extra["ddof"] = rng.choice([1, 2])
        compare(name, array, axis=axis, **extra)


@pytest.mark.parametrize("name", ["nanargmin", "nanargmax", "nancumsum", "nancumprod", "nanmedian"])
def test_searches_and_scans_without_nan(name: str) -> None:
    for array, axis, _ in cases(1, nan=True):
        if name == "nanmedian" and (array.dtype.kind in "?c" or array.size == 0):
            continue
        compare(name, array, axis=axis)


@pytest.mark.parametrize("name", ["nanquantile", "quantile", "nanpercentile", "percentile"])
@pytest.mark.parametrize("q", [0.25, [0.0, 0.5, 1.0], [[0.1], [0.9]]])
def test_quantiles(name: str, q: Any) -> None:
    if "percentile" in name:
        q = (np.asarray(q) * 100).tolist()
    # Without NaN the dtype does not depend on the values; NumPy's dtype for float32 with NaN does.
    dtypes = ["f8", "i8"] if name.startswith("nan") else ["f8", "f4", "i8"]
    for array, axis, rng in cases(2, dtypes, nan=name.startswith("nan")):
        if array.size == 0:
            continue
        method = rng.choice(["linear", "median_unbiased", "inverted_cdf", "nearest", "midpoint", "hazen"])
        compare(name, array, q, axis=axis, method=method, keepdims=rng.random() < 0.5)
        weights = np.array([rng.randint(0, 3) for _ in range(array.size)]).reshape(array.shape)
        if (weights.sum(axis=axis) > 0).all() and not (name.startswith("nan") and np.isnan(array).any()):
            compare(name, array, q, axis=axis, method="inverted_cdf", weights=weights)


def test_quantiles_refuse() -> None:
    compare("quantile", [1.0, 2.0], 1.5)
    compare("percentile", [1.0, 2.0], 101)
    compare("quantile", [1.0, 2.0], 0.5, weights=[1, 1])
    compare("quantile", [1.0, 2.0], 0.5, weights=[1, -1], method="inverted_cdf")
    compare("quantile", [1.0, 2.0], 0.5, weights=[0, 0], method="inverted_cdf")
    compare("nanquantile", [1.0, 2.0], 0.5, weights=[0, 1], method="linear")


def test_quantiles_of_truth_values_are_among_them() -> None:
    truth = np.array([True, False, True])
    for method in ("linear", "hazen", "nearest", "inverted_cdf", "lower", "midpoint"):
        for name in ("quantile", "nanquantile"):
            compare(name, truth, 0.5, method=method)
    compare("median", truth)


def test_inserting_at_several_places_before_the_first() -> None:
    array = np.arange(8).reshape(4, 2)
    for places in ([-5, -1], [-7, -2], [-1, -9, -8], [0, 4, 4], [2, 2, -6], [1, 9], [-40, 1], [-1, 3, 0, -4]):
        values = np.arange(len(places)) + 100
        compare("insert", array[:, 0].copy(), places, values)
        compare("insert", array, places, values[:, None], axis=0)


@pytest.mark.parametrize("seed", range(4))
def test_products(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        dtype, other = rng.choice(DTYPES), rng.choice(DTYPES)
        a = sample((2, 3, 4), dtype, rng)
        compare("tensordot", a, sample((3, 4, 2), other, rng))
        compare("tensordot", a, sample((4, 3), other, rng), axes=([1, 2], [1, 0]))
        compare("tensordot", a, sample((3, 2), other, rng), axes=1)
        compare("tensordot", a, sample((2, 2), other, rng), axes=0)
        compare("kron", sample(rng.choice(SHAPES), dtype, rng), sample(rng.choice(SHAPES[:5]), other, rng))
        if "?" not in (dtype, other):
            compare("cross", sample((5, 3), dtype, rng), sample(rng.choice([(3,), (5, 3), (5, 2)]), other, rng))
            compare("cross", sample((3, 5), dtype, rng), sample((5, 3), other, rng), axisa=0, axisc=0)
            compare("cross", sample((2,), dtype, rng), sample((4, 2), other, rng))
        sizes = rng.randint(1, 9), rng.randint(1, 9)
        first, second = sample((sizes[0],), dtype, rng), sample((sizes[1],), other, rng)
        for mode in ("full", "same", "valid"):
            compare("convolve", first, second, mode)
            compare("correlate", first, second, mode)


def test_products_refuse() -> None:
    compare("tensordot", np.ones((2, 3)), np.ones((2, 3)), axes=1)
    compare("tensordot", np.ones((2, 3)), np.ones((2, 3)), axes=([0], [0, 1]))
    compare("cross", np.ones(4), np.ones(3))
    compare("cross", np.ones(()), np.ones(3))
    compare("cross", np.ones((2, 3)), np.ones((2, 3)), axisa=5)
    compare("convolve", [], [1])
    compare("correlate", [1], [])
    compare("correlate", [1], [1], "middle")
    compare("convolve", np.ones((2, 2)), [1])


@pytest.mark.parametrize("seed", range(4))
def test_differences(seed: int) -> None:
    rng = random.Random(seed)
    for dtype in ["f8", "f4", "c16", "i8", "i4"]:
        array = sample((5, 4), dtype, rng)
        places = np.cumsum(np.array([rng.random() + 0.1 for _ in range(5)]))
        order = rng.choice([1, 2])
        compare("gradient", array, edge_order=order)
        compare("gradient", array, 0.5, axis=1, edge_order=order)
        compare("gradient", array, places, axis=0, edge_order=order)
        compare("gradient", array, places, 2.0, edge_order=order)
        compare("gradient", sample((2,), dtype, rng))
        compare("trapezoid", array)
        compare("trapezoid", array, places, axis=0)
        compare("trapezoid", array, dx=0.5, axis=-1)
        compare("trapezoid", array, np.broadcast_to(places[:, None], (5, 4)).copy(), axis=0)
        compare("ediff1d", array)
        compare("ediff1d", array, to_end=[1, 2], to_begin=7)
        if dtype[0] != "c":
            compare("unwrap", array * array.dtype.type(3), axis=rng.choice([0, 1, -1]))
            compare("unwrap", array * array.dtype.type(3), period=rng.choice([4, 5, 4.0]))
            compare("unwrap", array * array.dtype.type(3), discont=4)


def test_differences_refuse() -> None:
    compare("gradient", [1.0])
    compare("gradient", [1.0, 2.0, 3.0], [1.0, 2.0])
    compare("gradient", [1.0, 2.0, 3.0], 1.0, 2.0)
    compare("gradient", [1.0, 2.0, 3.0], edge_order=3)
    compare("gradient", [1.0, 2.0, 3.0], axis=3)
    compare("ediff1d", np.array([1, 2]), to_end=1.5)


@pytest.mark.parametrize("name", ["bartlett", "blackman", "hamming", "hanning"])
def test_windows(name: str) -> None:
    for length in [-1, 0, 1, 2, 3, 10, 11, 2.5, np.float32(7), np.uint8(5)]:
        compare(name, length)
    for beta in [0.0, 1.0, 8.6, 100.0]:
        compare("kaiser", 12, beta)


def test_functions_of_windows() -> None:
    x = np.concatenate([np.linspace(-50, 50, 201), np.array([300.0, 700.0, np.inf, 1e-300])])
    for dtype in ("f8", "f4"):
        compare("i0", np.clip(x, -80, 80).astype(dtype))
        compare("sinc", x[:201].astype(dtype))
    exact = np.array([np.i0(value) for value in x[:-2]])
    assert np.allclose(np.asarray(sw.i0(sw.asarray(x[:-2]))), exact, rtol=1e-14)
    compare("sinc", np.array(2))
    compare("i0", 1.5)
    compare("i0", np.array([1j]))


@pytest.mark.parametrize("seed", range(3))
def test_bits(seed: int) -> None:
    for array, axis, rng in cases(seed, ["?", "u1", "i8", "i4", "f8"]):
        compare("packbits", array, axis=axis, bitorder=rng.choice(["big", "little"]))
        # NumPy leaves what a count asks of an empty array unwritten.
        if array.dtype == np.uint8 and array.size:
            count = rng.choice([None, 3, -2, 100, -1000])
            compare("unpackbits", array, axis=axis, count=count, bitorder=rng.choice(["big", "little"]))


@pytest.mark.parametrize("seed", range(4))
def test_interpolation(seed: int) -> None:
    rng = random.Random(seed)
    places = np.sort(np.array([rng.uniform(-4, 4) for _ in range(6)]))
    heights = np.array([rng.uniform(-1, 1) for _ in range(6)])
    x = np.array([[-9.0, -1.0, 0.5], [2.0, 9.0, np.nan]])
    for values in (heights, heights + 1j * heights[::-1], heights.astype("f4"), np.arange(6)):
        compare("interp", x, places, values)
        compare("interp", x, places, values, left=-1.0, right=5)
        compare("interp", x[0], places[::-1], values, period=3.5)
        compare("interp", 0.25, places, values)
    compare("interp", places, places, heights)
    compare("interp", [1.0, 2.0], [0.0, 1.0, 2.0], [np.inf, 1.0, np.inf])
    compare("interp", x, [], [])
    compare("interp", x, [1.0, 2.0], [1.0])
    compare("interp", x, places, heights, period=0)


@pytest.mark.parametrize("seed", range(3))
def test_weighted_means_and_covariances(seed: int) -> None:
    rng = random.Random(seed)
    for array, axis, _ in cases(seed, ["f8", "f4", "c16", "i8", "u1"]):
        weights = np.array([rng.randint(0, 4) + 0.5 for _ in range(array.size)]).reshape(array.shape)
        if array.size:
            compare("average", array, axis=axis, keepdims=rng.random() < 0.5)
            compare("average", array, axis=axis, weights=weights, returned=rng.random() < 0.5)
        if array.ndim and axis is not None and array.size:
            compare("average", array, axis=axis, weights=np.arange(1, array.shape[axis] + 1))
        if array.ndim <= 2 and array.size:
            compare("cov", array, rowvar=rng.random() < 0.5, bias=rng.random() < 0.5)
    samples = np.array([[rng.random() for _ in range(6)] for _ in range(3)])
    compare("cov", samples, fweights=[1, 2, 3, 1, 1, 2], aweights=np.arange(6) + 0.5)
    compare("cov", samples, aweights=np.arange(6) + 0.5, ddof=0)
    compare("cov", samples, samples[::-1] * 1j)
    compare("cov", samples.astype("f4"), dtype="f4")
    compare("corrcoef", samples)
    compare("corrcoef", samples[0], samples[1])
    compare("corrcoef", samples, rowvar=False)


def test_weighted_means_and_covariances_refuse() -> None:
    compare("average", [1.0, 2.0], weights=[1.0, -1.0])
    compare("average", np.ones((2, 3)), weights=np.ones(3))
    compare("average", np.ones((2, 3)), axis=0, weights=np.ones(3))
    for wrong in ({"ddof": 1.5}, {"fweights": [1.5, 1]}, {"fweights": [-1, 1]}, {"aweights": [1.0]}):
        compare("cov", [1.0, 2.0], **wrong)
    compare("cov", np.ones((2, 2, 2)))
    compare("cov", [1.0, 2.0], fweights=np.ones((1, 2), int))


@pytest.mark.parametrize("seed", range(5))
def test_sets(seed: int) -> None:
    rng = random.Random(seed)
    for dtype, other in itertools.product(["f8", "i8", "u1", "c16", "?"], repeat=2):
        a = np.array([rng.randint(0, 6) for _ in range(rng.randint(0, 9))]).astype(dtype)
        b = np.array([rng.randint(0, 6) for _ in range(rng.randint(0, 9))]).astype(other)
        compare("union1d", a, b)
        compare("intersect1d", a, b, return_indices=rng.random() < 0.5)
        compare("setdiff1d", a, b)
        compare("setxor1d", a, b)
        compare("unique_all", a)
        compare("unique_counts", a.reshape(1, -1))
        compare("unique_inverse", a.reshape(1, -1))


@pytest.mark.parametrize("seed", range(3))
def test_trimming_selecting_and_running(seed: int) -> None:
    rng = random.Random(seed)
    for shape in [(6,), (4, 5), (0,), (2, 3, 4)]:
        array = np.array([rng.choice([0, 0, 1, 2]) for _ in range(int(np.prod(shape)))]).reshape(shape)
        array[..., :1] = 0
        compare("trim_zeros", array, rng.choice(["fb", "f", "b", "F", "x"]))
        compare("trim_zeros", array, axis=-1)
        compare("trim_zeros", array.ravel().tolist())
        compare("select", [array > 1, array == 0], [array, array * 1.5], -1)
        compare("select", [array > 1, array == 0], [array.astype("f4"), 2.5])
        compare("select", [array > 1], [array, array])
        compare("select", [array], [array])
        for name in ("cumulative_sum", "cumulative_prod"):
            compare(name, array, axis=rng.choice([None, 0, -1]), include_initial=rng.random() < 0.5)
    compare("select", [], [])


@pytest.mark.parametrize("name", ["isposinf", "isneginf", "fix", "angle"])
def test_functions_of_one_number(name: str) -> None:
    special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 2.7, -2.7])
    for dtype in ["f8", "f4", "f2", "i8", "c16"]:
        compare(name, special[:2].astype(dtype))
        if dtype[0] != "i":
            compare(name, special.astype(dtype))
    compare(name, 1.5)
    compare("angle", special + 1j * special[::-1], deg=True)


@pytest.mark.parametrize("seed", range(3))
def test_histograms(seed: int) -> None:
    rng = random.Random(seed)
    points = np.array([[rng.uniform(0, 3) for _ in range(3)] for _ in range(50)])
    edges = np.array([0.0, 0.5, 2.0, 3.0])
    weights = np.array([rng.random() for _ in range(50)])
    compare("histogramdd", points, bins=3)
    compare("histogramdd", points, bins=[2, edges, 4], weights=weights)
    compare("histogramdd", points, bins=2, range=[(0, 1), (0, 2), None], density=True)
    compare("histogram2d", points[:, 0], points[:, 1], bins=edges)
    compare("histogram2d", points[:, 0], points[:, 1], bins=[edges, 5], density=True)
    for rule in ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]:
        compare("histogram", points[:, 0], bins=rule)
        compare("histogram", (points[:, 1] * 10).astype(int), bins=rule)
        compare("histogram_bin_edges", points[:, 2], bins=rule, range=[0.5, 2])
    compare("histogram", points[:, 0], bins="best")
    compare("histogram", points[:, 0], bins="auto", weights=weights)
    compare("histogramdd", points, bins=[2, 3])
    compare("histogramdd", points, bins=[2, 0, 3])
    compare("histogramdd", points, bins=[2, [3, 1], 3])


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("right", [False, True])
def test_digitizing(falling: bool, right: bool) -> None:
    edges = np.array([0.0, 1.0, 2.5, 4.0])
    compare("digitize", np.array([-1, 0, 0.5, 1, 2.5, 3, 4, 5]), edges[::-1] if falling else edges, right=right)


def test_vectorized_functions() -> None:
    def larger(a: Any, b: Any = 2) -> Any:
        return a if a > b else b

    for arguments in ([[1, 5, 2], 3], [[[1.5], [4.0]], [2, 3]], [np.array([3, 4], dtype="i2")], [7]):
        expected, found = np.vectorize(larger)(*arguments), sw.vectorize(larger)(*ours_of(arguments))
        agree(found, expected, str(arguments))
    for vectorized in (np.vectorize, sw.vectorize):
        halves = vectorized(lambda x: (x // 2, x % 2), otypes="if")([1, 2, 3])
        assert [np.asarray(half).tolist() for half in halves] == [[0, 1, 1], [1.0, 0.0, 1.0]]
        centred = vectorized(lambda row, by: row - row.mean() + by, signature="(n),()->(n)")
        assert np.asarray(centred([[1.0, 3.0], [4.0, 8.0]], [0, 1])).tolist() == [[-1, 1], [-1, 3]]
        with pytest.raises(ValueError, match="inconsistent size for core dimension"):
            vectorized(lambda a, b: a, signature="(n),(n)->()")([1, 2], [1, 2, 3])


def test_names_of_the_array_standard() -> None:
    a = sw.arange(6).reshape(2, 3)
    assert sw.concat is sw.concatenate
    assert sw.permute_dims(a).shape == (3, 2)
    assert sw.astype(a, "f4").dtype == sw.float32
    assert sw.isfortran(sw.ones((2, 3), order="F"))
    assert not sw.isfortran(a)
    assert [sw.iterable(thing) for thing in ([], 3)] == [True, False]
    with pytest.raises(ValueError, match="infs or NaNs"):
        sw.asarray_chkfinite([1.0, sw.nan])
    with pytest.warns(DeprecationWarning):
        assert sw.row_stack([[1, 2], [3, 4]]).shape == (2, 2)
