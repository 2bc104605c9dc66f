"""`array` and its relatives: when they copy, whom they trust, how deep they look; flags of any truth value."""

from __future__ import annotations

import warnings

import numpy
import pytest

import stridewise as np


class Wraps:
    """Gives an array and notes what it was asked for."""

    def __init__(self, array):
        self.array = array
        self.asked = []

    def __array__(self, dtype=None, copy=None):
        self.asked.append(copy)
        return self.array


class KnowsNoCopy:
    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None):
        return self.array


def test_what_array_methods_give_is_the_result_itself():
    for library in (np, numpy):
        a = library.arange(4)
        for copy in (True, False, None):
            wraps = Wraps(a)
            assert library.array(wraps, copy=copy) is a
            assert wraps.asked == [copy]
        assert library.array(Wraps(a), copy=True, dtype=float) is not a
        turned = library.ones((3, 2)).T
        assert library.array(Wraps(turned), order="C") is not turned
        assert library.array(Wraps(turned), order="F") is turned


def test_array_methods_without_copy_are_copied_from_with_a_warning():
    a = np.arange(4)
    with pytest.warns(DeprecationWarning, match="must implement 'dtype' and 'copy'"):
        b = np.array(KnowsNoCopy(a), copy=True)
    assert b is not a and b.tolist() == a.tolist()
    with pytest.warns(DeprecationWarning), pytest.raises(ValueError, match="Unable to avoid copy"):
        np.array(KnowsNoCopy(a), copy=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array(KnowsNoCopy(a), copy=None) is a


@pytest.mark.parametrize("copy", [True, 1, np.True_, np._CopyMode.ALWAYS])
def test_what_asks_for_a_copy(copy):
    a = np.arange(3)
    assert np.array(a, copy=copy) is not a
    assert np.asarray(a, copy=copy) is not a


@pytest.mark.parametrize("copy", [False, 0, np.False_, np._CopyMode.NEVER])
def test_what_forbids_a_copy(copy):
    a = np.arange(3)
    assert np.array(a, copy=copy) is a
    with pytest.raises(ValueError, match="Unable to avoid copy"):
        np.array([1, 2], copy=copy)


def test_copy_takes_no_text_and_astype_no_mode():
    with pytest.raises(ValueError, match="strings are not allowed for 'copy' keyword"):
        np.array([1], copy="always")
    with pytest.raises(ValueError, match="_CopyMode enum is not allowed"):
        np.arange(3).astype(float, copy=np._CopyMode.NEVER)
    with pytest.raises(ValueError, match="neither True nor False"):
        bool(np._CopyMode.IF_NEEDED)


def test_flags_are_anything_with_a_truth_value():
    a = np.ones((2, 3))
    assert np.sort(a, stable=1).tolist() == a.tolist()
    assert np.median(a, keepdims=np.True_).shape == (1, 1)
    assert type(a.astype("f4", subok=0)) is np.ndarray
    assert np.unique([2, 1, 2], return_counts=1)[1].tolist() == [1, 2]
    with pytest.raises(ValueError, match="ambiguous"):
        np.median(a, keepdims=np.array([True, False]))


@pytest.mark.parametrize(
    ("nested", "most"),
    [([[1, 2], [3, 4]], 1), ([[[1]]], 2), ([numpy.ones((2, 2)).tolist()], 2), (1, 0), ([[1, 2]], 2), ([1], 3)],
)
def test_ndmax_limits_the_depth(nested, most):
    try:
        expected = numpy.array(nested, ndmax=most)
    except ValueError as error:
        with pytest.raises(ValueError, match=str(error).rpartition("The requested")[2]):
            np.array(nested, ndmax=most)
    else:
        assert np.array(nested, ndmax=most).shape == expected.shape


@pytest.mark.parametrize("limits", [{"ndmax": -1}, {"ndmax": 65}, {"ndmax": 1, "ndmin": 2}, {"ndmin": 65}])
def test_limits_out_of_range_are_refused(limits):
    for library in (np, numpy):
        with pytest.raises(ValueError, match=r"ndm\w+ must be"):
            library.array([1], **limits)


def test_sequences_are_what_iteration_gives():
    class Liar:
        def __len__(self):
            return 42

        def __getitem__(self, place):
            raise IndexError

    class Iterable(Liar):
        def __iter__(self):
            return iter((1, 2))

    assert np.array(Liar()).shape == (0,)
    assert np.array(Iterable()).tolist() == [1, 2]


def test_arange_needs_a_stop():
    for library in (np, numpy):
        for arguments in ({}, {"start": 4}, {"step": 3}):
            with pytest.raises(TypeError, match="requires stop"):
                library.arange(**arguments)
        assert library.arange(stop=3).tolist() == [0, 1, 2]
        assert library.arange(1, stop=3).tolist() == [1, 2]
        assert library.arange(6, None, 2).tolist() == [0, 2, 4]
        with pytest.raises(TypeError, match="by name"):
            library.arange(1, start=3)
        for step in (1e308, -1e308, float("inf"), float("-inf")):
            expected = numpy.arange(0, 1e-300, step)
            assert library.arange(0, 1e-300, step).tolist() == expected.tolist()


@pytest.mark.parametrize("base", [None, 3.0, 2, 1j, numpy.float32(3), [2.0, 3.0]])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_the_base_of_logspace_is_weak_where_it_is_a_number(base, dtype):
    def made(library):
        ends = library.array([0, 2], dtype), library.array([2, 0], dtype)
        kwargs = {} if base is None else {"base": library.array(base) if isinstance(base, list) else base}
        return library.logspace(*ends, num=4, **kwargs)

    ours, theirs = made(np), made(numpy)
    assert ours.dtype.name == theirs.dtype.name and ours.shape == theirs.shape
    numpy.testing.assert_allclose(numpy.asarray(ours), theirs, rtol=1e-3 if dtype == "f2" else 1e-6)


def test_devices_are_refused():
    for make in (np.zeros, np.ones, np.empty, np.arange, np.asarray, np.zeros_like, np.empty_like):
        assert make(3, device="cpu").device == "cpu"
        with pytest.raises(ValueError, match="Device not understood"):
            make(3, device="gpu")


def test_the_first_two_numbers_of_a_range_are_exact():
    for start, step in ((0.1, 1e-17), (1e16, 1.0), (3.0, float("inf")), (0.7, 0.1), (1e-3, 3.3)):
        ours = np.arange(start, start + 5 * step, step) if step != float("inf") else np.arange(start, 4, step)
        theirs = numpy.arange(start, start + 5 * step, step) if step != float("inf") else numpy.arange(start, 4, step)
        assert ours.tolist() == theirs.tolist()


@pytest.mark.parametrize("order", "CFAK")
def test_ravel_shares_memory_exactly_where_numpy_does(order):
    def views(library):
        a = library.arange(24).reshape(2, 3, 4)
        return [
            *(a, a.T, a.transpose(1, 0, 2), a[::-1], a[:, ::2], a[:, :, :1], a[1:], a[:0], a[0, 0, 0:1]),
            *(a.reshape(2, 1, 12)[:, :, ::3], library.asfortranarray(a), library.array(3), a[0, 0, ::-1]),
        ]

    for ours, theirs in zip(views(np), views(numpy), strict=True):
        flat, expected = ours.ravel(order), theirs.ravel(order)
        assert flat.tolist() == expected.tolist()
        assert flat.flags.owndata == expected.flags.owndata, ours.strides
        assert np.shares_memory(flat, ours) == numpy.shares_memory(expected, theirs)


def test_weak_numbers_are_equivalent_only_to_their_own_dtype():
    for value in (True, 3, 3.0, 3j):
        for dtype in ("?", "u1", "i8", "f4", "f8", "c8", "c16"):
            for rule in ("equiv", "safe", "same_kind"):
                try:
                    numpy.copyto(numpy.zeros(2, dtype), value, casting=rule)
                except TypeError:
                    with pytest.raises(TypeError):
                        np.copyto(np.zeros(2, dtype), value, casting=rule)
                else:
                    np.copyto(np.zeros(2, dtype), value, casting=rule)


ENORMOUS = [np.broadcast_to(np.ones(1), shape) for shape in ((2**59,), (2**30, 2**29))]


@pytest.mark.parametrize("array", ENORMOUS, ids=["line", "plane"])
@pytest.mark.parametrize(
    "call",
    [
        lambda a: np.sort(a),
        lambda a: np.argsort(a),
        lambda a: np.partition(a, 5),
        lambda a: np.repeat(np.ones(3), [2**62] * 3),
        lambda a: np.lib.stride_tricks.sliding_window_view(a, 2**40, axis=0),
        lambda a: np.linspace(0, 1, 2**62),
        lambda a: np.linspace(0, 1, 2**58),
        lambda a: np.arange(2**58),
        lambda a: np.broadcast(a, np.ones((4,) + (1,) * a.ndim)),
        lambda a: np.histogram([1.0], 2**60),
        lambda a: a @ a.T,
        lambda a: np.meshgrid(a, a),
        lambda a: np.mgrid[0 : 2**40, 0 : 2**20],
        lambda a: np.choose(np.broadcast_to(0, a.shape), [1, 2]),
        lambda a: a.copy(),
        lambda a: a.nonzero(),
        lambda a: np.tile(a, 3),
        lambda a: a + 1,
    ],
)
def test_what_fits_no_memory_raises(call, array):
    with pytest.raises((ValueError, MemoryError)):
        call(array)
