"""Elements in files and text without a header, beside NumPy."""

from __future__ import annotations

import io

import numpy
import pytest

import stridewise as np

TEXTS = [
    ("1 2  3\n", " ", "f8"),
    ("1 , 2,3,", ",", "f4"),
    ("1_x_2_x_3", "_x_", "i8"),
    ("1;2 ; 3", " ; ", "i2"),
    ("nan -inf nan(payload) 1e400", " ", "f8"),
    ("1+2j,-3j,4", ",", "c16"),
    ("1 0 -2.3", " ", "?"),
    ("9923372036854775807", " ", "u8"),
    ("99999999999999999999", " ", "i8"),
    ("", " ", "f8"),
]


@pytest.mark.parametrize(("text", "separator", "dtype"), TEXTS)
@pytest.mark.parametrize("count", [-1, 0, 1])
def test_text_reads_as_numpys(text, separator, dtype, count, tmp_path):
    if count == 1 and not text:
        pytest.skip("NumPy leaves the memory of what is missing as it is")
    theirs = numpy.fromstring(text, dtype, count, sep=separator)
    path = tmp_path / "text"
    path.write_text(text)
    for ours in (
        np.fromstring(text, dtype, count, sep=separator),
        np.fromstring(text.encode(), dtype, count, sep=separator),
        np.fromfile(path, dtype, count, separator),
    ):
        assert ours.dtype.str == theirs.dtype.str
        numpy.testing.assert_array_equal(numpy.asarray(ours), theirs)


@pytest.mark.parametrize("text", ["1 2 x", "x", "1,2", "0x10", "1.234 1,234"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match="unmatched data"):
        np.fromstring(text, sep=" ")
    with pytest.raises(ValueError, match="binary mode"):
        np.fromstring(text)


@pytest.mark.parametrize("dtype", ["?", "i2", ">i4", "f4", "c16"])
def test_bytes_of_every_layout(dtype, tmp_path):
    array = numpy.arange(24).astype(dtype).reshape(2, 3, 4)
    for theirs in (array, array.T, array[:, ::-1, ::2], array[:0], array[0, 0, 0].reshape(())):
        np.array(theirs).tofile(tmp_path / "ours")
        theirs.tofile(tmp_path / "theirs")
        assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()
        back = np.fromfile(tmp_path / "ours", dtype)
        numpy.testing.assert_array_equal(numpy.asarray(back), theirs.ravel())
        assert back.flags.owndata and back.flags.writeable


@pytest.mark.parametrize("options", [{"sep": ","}, {"sep": " ", "format": "%.2f"}])
def test_text_of_elements(options, tmp_path):
    values = [[1.5, 2.0], [0.1, 1e20]]
    np.array(values).T.tofile(tmp_path / "ours", **options)
    numpy.array(values).T.tofile(tmp_path / "theirs", **options)
    assert (tmp_path / "ours").read_text() == (tmp_path / "theirs").read_text()


def test_reading_starts_where_the_file_stands(tmp_path):
    path = tmp_path / "numbers"
    numpy.arange(6.0).tofile(path)
    with open(path, "rb") as file:
        assert np.fromfile(file, count=2).tolist() == [0.0, 1.0]
        assert np.fromfile(file, offset=8).tolist() == [3.0, 4.0, 5.0]
        assert file.tell() == 48
    path.write_text("1 2 3")
    with open(path) as file:
        assert np.fromfile(file, sep=" ", count=2).tolist() == [1.0, 2.0]
        assert file.tell() == 4


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(OSError):
        np.fromfile(io.BytesIO(b"12345678"))
    with pytest.raises(OSError):
        np.array([1.0]).tofile(io.BytesIO())
    with pytest.raises(FileNotFoundError):
        np.fromfile(tmp_path / "none")
    with pytest.raises(TypeError, match="'offset'"):
        np.fromfile(tmp_path / "none", sep=" ", offset=1)
