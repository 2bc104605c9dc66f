"""Text tables with gaps: `genfromtxt`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from typing import Any

from .. import _stridewise as compiled
from .._core.overrides import array_function_dispatch
from ._datasource import open_by_suffix
from ._text_table import _as_text, _column_list, _like_alone, _reduced

__all__ = ["genfromtxt"]

# Stands between fields where the file has other characters, or none, there.
_SEPARATOR = "\x1f"


class ConversionWarning(UserWarning):
    """Rows of a text table were left out."""


def _lines(fname: Any, encoding: str | None) -> Iterator[str]:
    if isinstance(fname, str | os.PathLike):
        context: Any = closing(open_by_suffix(fname, "rt", encoding=encoding))
    else:
        context = nullcontext(fname)
    with context as opened:
        for line in opened:
            yield _as_text(line, encoding or "latin1").rstrip("\r\n")


def _rows(lines: Iterable[str], comments: str | None, delimiter: Any) -> Iterator[str]:
    """The lines that hold data, with one character between fields."""
    widths = [delimiter] if isinstance(delimiter, int) else delimiter
    for line in lines:
        data = line if comments is None else line.split(comments, 1)[0]
        if not data.strip():
            continue
        if widths is None:
            yield data
        elif isinstance(widths, str):
            yield data.replace(widths, _SEPARATOR)
        else:
            yield _SEPARATOR.join(_cut(data, widths))


def _cut(line: str, widths: Sequence[int]) -> Iterator[str]:
    """The fields of a line by their widths; a single width repeats."""
    start = 0
    for width in widths if len(widths) > 1 else [widths[0]] * -(-len(line) // widths[0]):
        yield line[start : start + width]
        start += width


def _of_even_length(rows: Iterable[str], separator: str | None, columns: list[int] | None, strict: bool) -> list[str]:
    """The rows as long as the first; others are errors, or left out with a warning."""
    kept: list[str] = []
    wrong: list[str] = []
    expected = 0
    for place, row in enumerate(rows, 1):
        length = len(row.split(separator))
        expected = expected or length
        if columns is None:
            fits = length == expected
        else:
            fits = all(-length <= column < length for column in columns)
        if fits:
            kept.append(row)
        else:
            wrong.append(f"    Line #{place} (got {length} columns instead of {expected})")
    if wrong:
        text = "\n".join(["Some errors were detected !", *wrong])
        if strict:
            raise ValueError(text)
        warnings.warn(text, ConversionWarning, stacklevel=3)
    return kept


def _words(missing_values: Any) -> list[str]:
    if missing_values is None:
        return []
    if isinstance(missing_values, str | bytes):
        return [word.strip() for word in _as_text(missing_values).split(",")]
    values = missing_values.values() if isinstance(missing_values, dict) else missing_values
    return [word for value in values for word in _words(value)]


def _fillings(filling_values: Any, columns: list[int], missing: Any) -> list[Any]:
    """What fills the gaps of each column that is read."""
    if filling_values is None:
        return []
    if isinstance(filling_values, dict):
        return [filling_values.get(column, missing) for column in columns]
    if isinstance(filling_values, list | tuple):
        return [*filling_values, *[missing] * (len(columns) - len(filling_values))]
    return [filling_values]


@array_function_dispatch(_like_alone, module="stridewise", verify=False)
def genfromtxt(
    fname: Any,
    dtype: Any = float,
    comments: str | bytes | None = "#",
    delimiter: Any = None,
    skip_header: int = 0,
    skip_footer: int = 0,
    converters: dict[int, Callable[[str], Any]] | None = None,
    missing_values: Any = None,
    filling_values: Any = None,
    usecols: Any = None,
    names: Any = None,
    excludelist: Any = None,
    deletechars: str = " !#$%&'()*+,-./:;<=>?@[\\]^{|}~",
    replace_space: str = "_",
    autostrip: bool = False,
    case_sensitive: Any = True,
    defaultfmt: str = "f%i",
    unpack: bool | None = None,
    usemask: bool = False,
    loose: bool = True,
    invalid_raise: bool = True,
    max_rows: int | None = None,
    encoding: str | None = None,
    *,
    ndmin: int = 0,
    like: Any = None,
) -> Any:
    """Read a table of numbers from text, with gaps filled.

    Columns of different dtypes, and named ones, need records, which are not there yet.

    Parameters
    ----------
    fname : path, file, or iterable of str
    dtype : dtype or None
        ``None``: the narrowest of int64, float64 and complex128 that all fields fit.
    comments : str or None
        Where the rest of a line does not count.
    delimiter : str, int, or sequence of int
        What stands between fields, or their widths; by default white space.
    skip_header, skip_footer : int
        Lines to leave out at the start, and rows at the end.
    converters : dict of callables by column
        Functions from the text of a field to its value.
    missing_values : str, sequence or dict of str
        Texts that mean a missing number; no text at all does too.
    filling_values : number, sequence or dict of numbers
        What stands for it; by default NaN, -1 for integers, and false for booleans.
    usecols : int or sequence of int
        Columns to read; negative ones count from the last.
    loose : bool
        Whether text that is no number counts as missing; else it is an error.
    invalid_raise : bool
        Whether a row of another length than the first is an error; else it is left out with a warning.
    unpack, max_rows, encoding, ndmin, like
        As `loadtxt` has them.

    Returns
    -------
    ndarray
        Rows by columns; one axis where there is one row or one column.

    Raises
    ------
    ValueError
        If rows differ in length, or (unless `loose`) a field is no number.
    NotImplementedError
        If names or masks are asked for.

    Examples
    --------
    >>> import stridewise as np
    >>> np.genfromtxt(["1,2", "3,", "n/a,6"], delimiter=",")
    array([[ 1.,  2.],
           [ 3., nan],
           [nan,  6.]])
    """
    if names:
        raise NotImplementedError("named columns need records, which are not there yet")
    if usemask:
        raise NotImplementedError("masked arrays are not there yet")
    if max_rows is not None:
        if skip_footer:
            raise ValueError("The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.")
        if max_rows < 1:
            raise ValueError("'max_rows' must be at least 1.")
    if not isinstance(fname, str | os.PathLike | Iterable):
        raise TypeError(f"fname must be a path, a file, or an iterable of strings, not {type(fname)}")
    lines = _lines(fname, encoding)
    for _ in range(skip_header):
        next(lines, None)
    delimiter = _as_text(delimiter)
    found = _rows(lines, _as_text(comments), delimiter)
    rows = list(found) if max_rows is None else [row for row, _ in zip(found, range(max_rows), strict=False)]
    if skip_footer > 0:
        rows = rows[:-skip_footer]
    separator = None if delimiter is None else _SEPARATOR
    columns = _column_list(usecols)
    rows = _of_even_length(rows, separator, columns, invalid_raise)
    if not rows:
        warnings.warn(f'genfromtxt: Empty input file: "{fname}"', stacklevel=2)
        return _reduced(compiled.empty((0,), dtype=float if dtype is None else dtype), ndmin)
    words = _words(missing_values)
    all_columns = list(range(len(rows[0].split(separator)))) if columns is None else columns

    def read(dtype: Any, loose: bool) -> Any:
        kind = compiled.dtype(dtype).kind
        missing = False if kind == "b" else -1 if kind in "iu" else float("nan")
        return compiled._read_table(
            rows,
            dtype,
            delimiter=separator,
            comments=[],
            quotechar=None,
            skiprows=0,
            max_rows=None,
            usecols=columns,
            converters=converters,
            pieces_are_lines=True,
            encoding=encoding or "latin1",
            converters_take_bytes=False,
            filling=(words, _fillings(filling_values, all_columns, missing), loose),
        )

    array = _narrowest(read) if dtype is None else read(dtype, loose)
    array = _reduced(array, ndmin)
    return array.T if unpack else array


def _narrowest(read: Callable[[Any, bool], Any]) -> Any:
    for dtype in ("i8", "f8"):
        try:
            return read(dtype, False)
        except ValueError:
            continue
    return read("c16", False)
