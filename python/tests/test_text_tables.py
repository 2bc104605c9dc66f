"""Text tables: what `loadtxt` and `genfromtxt` read and `savetxt` writes, beside NumPy."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import warnings
from typing import Any

import numpy
import pytest

import stridewise as np

TABLES = [
    ("1 2\n3 4", {}),
    ("1,2,3\n4,5,6\n", {"delimiter": ","}),
    ("# head\n1.5;2 # tail\n\n3;4\r\n5;6\r7;8", {"delimiter": ";"}),
    ("1 2 3\n4 5 6", {"usecols": (2, -3), "dtype": "i4"}),
    ("1 2 3\n4 5 6", {"usecols": 1}),
    ("x\ny\n1 2\n3 4\n5 6", {"skiprows": 2, "max_rows": 2}),
    ("1 2\n3 4", {"unpack": True}),
    ("7", {}),
    ("7", {"ndmin": 2}),
    ("1\n2\n3", {"ndmin": 2}),
    ("(1+2j) 3\n-4j 5e-1+-2j", {"dtype": "c16"}),
    ("nan inf -Infinity +1e-3", {}),
    ("-128 127", {"dtype": "i1"}),
    ("0 1 -7", {"dtype": "?"}),
    ('"1",2\n3,"4"', {"delimiter": ",", "quotechar": '"'}),
    ("1 // one\n2", {"comments": ["//", "%"]}),
    ("1 2\n3 4", {"converters": lambda text: float(text) * 2}),
    ("1 a\n3 b", {"converters": {-1: lambda text: ord(text)}}),
    ("1 2", {"dtype": ">f4"}),
    ("1 2\n3 4", {"max_rows": 0}),
    ("", {"usecols": (1, 2)}),
    ("", {"ndmin": 2}),
]

REFUSED = [
    ("1 2\n3 x", {}),
    ("1 2\n3 4 5", {}),
    ("300", {"dtype": "u1"}),
    ("1.5", {"dtype": "i8"}),
    ("1 2", {"usecols": 2}),
    ("1 2", {"usecols": "a"}),
    ("1 2", {"converters": {5: float}}),
    ("1 2", {"converters": {"a": float}}),
    ("1 2", {"converters": {0: 1}}),
    ("1 2", {"converters": 3}),
    ("1 2", {"delimiter": "ab"}),
    ("1 2", {"delimiter": "\n"}),
    ("1 2", {"comments": " "}),
    ("1,2", {"delimiter": ",", "comments": ["#", ","]}),
    ("1 2", {"comments": ""}),
    ("1 2", {"ndmin": 3}),
    ("1 2", {"skiprows": -1}),
    ("1 2", {"max_rows": 1.0}),
]


@pytest.mark.filterwarnings("ignore:loadtxt")
@pytest.mark.parametrize(("text", "options"), TABLES)
def test_tables_read_as_numpys(text, options, tmp_path):
    theirs = numpy.loadtxt(io.StringIO(text, newline=None), **options)
    path = tmp_path / "table.txt"
    path.write_bytes(text.encode())
    for source in (io.StringIO(text, newline=None), path, io.StringIO(text, newline=None).readlines()):
        ours = np.loadtxt(source, **options)
        assert ours.dtype.str == theirs.dtype.str
        assert ours.shape == theirs.shape
        numpy.testing.assert_array_equal(numpy.asarray(ours), theirs)


@pytest.mark.parametrize(("text", "options"), REFUSED)
def test_refusals_are_numpys(text, options):
    with pytest.raises((TypeError, ValueError)) as theirs:
        numpy.loadtxt(io.StringIO(text), **options)
    with pytest.raises(theirs.type) as ours:
        np.loadtxt(io.StringIO(text), **options)
    assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize(("suffix", "opener"), [(".gz", gzip.open), (".bz2", bz2.open), (".xz", lzma.open)])
def test_packed_files(suffix, opener, tmp_path):
    path = tmp_path / f"table.txt{suffix}"
    np.savetxt(path, np.array([[1.0, 2.0], [3.0, 4.0]]))
    with opener(path, "rt") as file:
        assert file.read().startswith("1.000000000000000000e+00 2.0")
    assert np.loadtxt(path).tolist() == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([1.0, 2.5], {}),
        ([[1, 2], [3, 4]], {"fmt": "%d", "delimiter": ","}),
        ([[1, 2], [3, 4]], {"fmt": ["%d", "%.2f"], "header": "a\nb", "footer": "end", "comments": "//"}),
        ([[1, 2], [3, 4]], {"fmt": "%d and %d", "newline": ";"}),
        ([[1 + 2j, -3 - 4j]], {"fmt": "%.1f"}),
        ([[1 + 2j, -3 - 4j]], {"fmt": ["%.1f%+.1fj", "%.2e%+.2ej"]}),
    ],
)
def test_tables_written_as_numpys(values, options):
    for kind in (io.StringIO, io.BytesIO):
        ours, theirs = kind(), kind()
        np.savetxt(ours, np.array(values), **options)
        numpy.savetxt(theirs, numpy.array(values), **options)
        assert ours.getvalue() == theirs.getvalue()


def test_no_data_is_a_warning():
    with pytest.warns(UserWarning, match="input contained no data"):
        assert np.loadtxt([]).shape == (0,)


def test_lines_without_data_do_not_count():
    with pytest.warns(UserWarning, match="Input line 2 contained no data"):
        assert np.loadtxt(["1\n", "\n", "2\n", "3\n"], max_rows=2).tolist() == [1.0, 2.0]


def test_what_reading_raises_is_heard():
    def lines():
        yield "1 2"
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        np.loadtxt(lines())
    with pytest.raises(TypeError, match="non-string"):
        np.loadtxt([3])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning):
            np.loadtxt([""])


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (["1,2", "3,", "n/a,6"], {"delimiter": ","}),
        (["1,2", "3,", "n/a,6"], {"delimiter": ",", "dtype": int}),
        (["1,2", "3,", "n/a,6"], {"delimiter": ",", "filling_values": 7}),
        (["1,2", "3,", "n/a,6"], {"delimiter": ",", "filling_values": {1: 5}, "missing_values": "n/a"}),
        (["1,2", "3,", "x,6"], {"delimiter": ",", "filling_values": (3, 4), "missing_values": ["x", "y"]}),
        (["1,,3", "4,5,"], {"delimiter": ",", "dtype": "i4", "filling_values": -9}),
        (["# c", "1 2 3", "", "4 5 6 # x"], {}),
        (["a b c", "1 2 3", "4 5 6"], {"skip_header": 1}),
        (["1 2 3", "4 5 6", "7 8 9"], {"skip_footer": 1, "usecols": (0, -1)}),
        (["1 2 3", "4 5", "7 8 9"], {}),
        (["1 2 3", "4 5", "7 8 9"], {"invalid_raise": False}),
        (["1 2 3", "4 5", "7 8 9"], {"usecols": (0, 1)}),
        (["123456", "789 12"], {"delimiter": 3}),
        (["123456", "789 12"], {"delimiter": (2, 4)}),
        (["1; 2", "3; 4"], {"delimiter": "; ", "dtype": None}),
        (["1 2.5", "3 4.5"], {"dtype": None, "usecols": 1}),
        (["1+2j 2", "3 4"], {"dtype": complex}),
        (["1 2", "3 x"], {"loose": False}),
        (["1 2", "3 4"], {"unpack": True}),
        (["1 2", "3 4"], {"max_rows": 1, "ndmin": 2}),
        (["1 2", "3 4"], {"converters": {0: lambda text: float(text) * 10}}),
        (["1 2"], {"skip_footer": 1, "max_rows": 1}),
        (["1 2"], {"max_rows": 0}),
        (["5"], {}),
        ([], {}),
    ],
)
def test_tables_with_gaps(lines: list[str], options: dict[str, object]) -> None:
    def outcome(library: Any) -> tuple[Any, set[str]]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                array = library.genfromtxt(lines, **options)
                result: Any = (array.shape, str(array.dtype), repr(array.tolist()))
            except Exception as error:
                result = type(error).__name__
        return result, {w.category.__name__ for w in caught}

    assert outcome(np) == outcome(numpy)
