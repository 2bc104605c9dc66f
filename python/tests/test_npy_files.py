"""Files of arrays: the same bytes as NumPy's, read back as they were."""

from __future__ import annotations

import io
import pickle

import numpy
import pytest

import stridewise as np
from stridewise.lib import format

NUMBERS = [numpy.dtype(code) for code in "?bBhHiIlLefdFD"]
DTYPES = NUMBERS + [dtype.newbyteorder() for dtype in NUMBERS if dtype.itemsize > 1]


def layouts(dtype):
    array = numpy.arange(24).astype(dtype).reshape(2, 3, 4)
    return [array, array.T, array[:, ::-1, ::2], array[:0], array[0, 0, 0], array[1].T]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("version", [None, (1, 0), (2, 0), (3, 0)])
def test_bytes_are_numpys_and_come_back(dtype, version):
    for theirs in layouts(dtype):
        ours = np.array(theirs, copy=None)
        written, expected = io.BytesIO(), io.BytesIO()
        format.write_array(written, ours, version)
        numpy.lib.format.write_array(expected, numpy.asarray(theirs), version)
        assert written.getvalue() == expected.getvalue()
        written.seek(0)
        read = format.read_array(written)
        assert read.dtype == ours.dtype
        assert read.flags.f_contiguous == numpy.asarray(theirs).flags.f_contiguous or not theirs.flags.forc
        numpy.testing.assert_array_equal(numpy.asarray(read), theirs)


def test_files_by_name(tmp_path):
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.save(tmp_path / "one", array)
    assert numpy.load(tmp_path / "one.npy").tolist() == array.tolist()
    assert np.load(str(tmp_path / "one.npy")).tolist() == array.tolist()
    for mode in ("r", "c", "r+"):
        mapped = np.load(tmp_path / "one.npy", mmap_mode=mode)
        assert type(mapped) is np.memmap
        assert mapped.tolist() == array.tolist()
        assert mapped.flags.writeable == (mode != "r")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_archives(save, tmp_path):
    first, second = np.array([1, 2]), np.array([[3.0]])
    save(tmp_path / "all", first, named=second)
    with numpy.load(tmp_path / "all.npz") as theirs, np.load(tmp_path / "all.npz") as ours:
        assert ours.files == theirs.files
        assert len(ours) == 2 and "named" in ours and "named.npy" in ours and "other" not in ours
        assert {name: ours[name].tolist() for name in ours} == {"named": [[3.0]], "arr_0": [1, 2]}
        assert ours.f.named.tolist() == [[3.0]]
        assert repr(ours) == repr(theirs)
        with pytest.raises(KeyError, match="is not a file in the archive"):
            ours["other"]
    with pytest.raises(ValueError, match="un-named"):
        save(tmp_path / "all", first, arr_0=second)


def test_files_that_are_refused(tmp_path):
    with pytest.raises(EOFError):
        np.load(io.BytesIO())
    with pytest.raises(ValueError, match="allow_pickle"):
        np.load(io.BytesIO(pickle.dumps([1])))
    assert np.load(io.BytesIO(pickle.dumps([1])), allow_pickle=True) == [1]
    with pytest.raises(FileNotFoundError):
        np.load(tmp_path / "none.npy")
    file = io.BytesIO()
    np.save(file, np.array([1.0, 2.0]))
    whole = file.getvalue()
    for length in range(1, len(whole)):
        with pytest.raises((ValueError, EOFError)):
            np.load(io.BytesIO(whole[:length]))
    with pytest.raises(ValueError, match="Header info length"):
        np.load(io.BytesIO(whole), max_header_size=10)
    for wrong in (b"{'descr': 'x'}", b"[1]", b"{'descr': '<f8', 'fortran_order': 1, 'shape': ()}", b"\xff" * 9):
        with pytest.raises(ValueError):
            np.load(io.BytesIO(b"\x93NUMPY\x01\x00" + len(wrong).to_bytes(2, "little") + wrong))


def test_mapped_memory_is_written_to_the_file(tmp_path):
    mapped = np.memmap(tmp_path / "m", dtype="f4", mode="w+", shape=(3, 4), offset=16)
    mapped[:] = 7
    mapped.flush()
    assert numpy.fromfile(tmp_path / "m", "f4", offset=16).tolist() == [7.0] * 12
    with pytest.raises(ValueError, match="mode must be one of"):
        np.memmap(tmp_path / "m", mode="x")
    with pytest.raises(ValueError, match="shape must be given"):
        np.memmap(tmp_path / "m", mode="w+")
