"""Arrays through `pickle`: in every protocol and layout, with buffers beside it, and as NumPy 1 wrote them."""

from __future__ import annotations

import pickle

import numpy
import pytest

import stridewise as np


def layouts():
    a = np.arange(24.0).reshape(2, 3, 4)
    return {
        "c": a,
        "fortran": np.asfortranarray(a),
        "turned": a.transpose(1, 0, 2),
        "reversed": a[::-1],
        "strided": a[:, ::2],
        "scalar": np.array(2.5),
        "empty": a[:0],
        "swapped": a.astype(">f4"),
    }


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("layout", layouts())
def test_arrays_come_back_equal(layout, protocol):
    a = layouts()[layout]
    b = pickle.loads(pickle.dumps(a, protocol))
    assert type(b) is np.ndarray and b.dtype == a.dtype and b.shape == a.shape
    assert b.tolist() == a.tolist()
    assert b.flags.f_contiguous == a.flags.f_contiguous or layout in {"reversed", "strided"}


@pytest.mark.parametrize("layout", ["c", "fortran", "turned"])
def test_dense_arrays_travel_as_buffers_that_share_memory(layout):
    a = layouts()[layout].copy("K")
    buffers = []
    stored = pickle.dumps(a, 5, buffer_callback=buffers.append)
    assert len(buffers) == 1
    b = pickle.loads(stored, buffers=buffers)
    a[0, 1, 0] = -1
    assert b.tolist() == a.tolist()


def test_subclasses_keep_their_class():
    b = pickle.loads(pickle.dumps(np.arange(3).view(Named), 5))
    assert type(b) is Named and b.tolist() == [0, 1, 2]


class Named(np.ndarray):
    pass


def test_pickles_of_numpy_1_name_their_parts_under_core():
    import importlib

    for name in ("multiarray", "_internal"):
        module = importlib.import_module(f"stridewise.core.{name}")
        assert module._reconstruct is np._core.multiarray._reconstruct
    assert importlib.import_module("stridewise.core._multiarray_umath").add is np.add


def test_bytes_read_as_latin_1_text_are_taken():
    a = np.ndarray.__new__(np.ndarray, (0,), "b")
    a.__setstate__((1, (2,), np.dtype("i1"), False, "\x81\x02"))
    expected = numpy.frombuffer(b"\x81\x02", "i1")
    assert a.tolist() == expected.tolist()
