"""Text tables of numbers: `loadtxt` and `savetxt`."""

from __future__ import annotations

import operator
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .. import _stridewise as compiled
from .._core.overrides import array_function_dispatch
from ._datasource import open_by_suffix

__all__ = ["loadtxt", "savetxt"]


# Characters of a file that are read at a time, at least: whole lines.
_loadtxt_chunksize = 1_000_000


def _blocks(file: Any) -> Iterator[str]:
    while lines := file.readlines(_loadtxt_chunksize):
        yield "".join(lines)


def _as_text(value: Any, encoding: str = "latin1") -> Any:
    return value.decode(encoding) if isinstance(value, bytes) else value


def _row_count(value: Any) -> int:
    try:
        count = operator.index(value)
    except TypeError:
        raise TypeError("argument must be an integer") from None
    if count < 0:
        raise ValueError("argument must be nonnegative")
    return count


def _comment_list(comments: Any, delimiter: Any, quotechar: Any) -> list[str]:
    if comments is None:
        return []
    given = [comments] if isinstance(comments, str | bytes) else list(comments)
    texts = [_as_text(comment) for comment in given]
    if "" in texts:
        raise ValueError("comments cannot be an empty string. Use comments=None to disable comments.")
    if len(texts) > 1 or any(len(comment) > 1 for comment in texts):
        if quotechar is not None:
            raise ValueError(
                "when multiple comments or a multi-character comment is given, quotes are not supported.  "
                "In this case quotechar must be set to None."
            )
        if delimiter in texts:
            raise TypeError(f"Comment characters '{tuple(texts)}' cannot include the delimiter '{delimiter}'")
    return texts


def _column_list(usecols: Any) -> list[int] | None:
    if usecols is None:
        return None
    try:
        columns = list(usecols)
    except TypeError:
        columns = [usecols]
    indices = []
    for column in columns:
        try:
            indices.append(operator.index(column))
        except TypeError as error:
            error.args = (
                "usecols must be an int or a sequence of ints but it contains at least one element of type "
                f"'{type(column).__name__}'",
            )
            raise
    return indices


def _reduced(array: Any, ndmin: int) -> Any:
    """The table without axes of length one, but with `ndmin` axes."""
    if array.ndim > ndmin:
        array = array.squeeze()
    if array.ndim < ndmin:
        array = array.reshape((-1,) if ndmin == 1 else (-1, 1))
    return array


def _like_alone(*args: Any, **kwargs: Any) -> tuple[()]:
    return ()


@array_function_dispatch(_like_alone, module="stridewise", verify=False)
def loadtxt(
    fname: str | os.PathLike[str] | Iterable[str | bytes],
    dtype: Any = float,
    comments: str | bytes | Sequence[str] | None = "#",
    delimiter: str | bytes | None = None,
    converters: dict[int, Callable[[str], Any]] | Callable[[str], Any] | None = None,
    skiprows: int = 0,
    usecols: int | Sequence[int] | None = None,
    unpack: bool = False,
    ndmin: int = 0,
    encoding: str | None = None,
    max_rows: int | None = None,
    *,
    quotechar: str | None = None,
    like: Any = None,
) -> Any:
    """Read a table of numbers from text.

    Parameters
    ----------
    fname : path, file, or iterable of lines
        Files whose names end in ``.gz``, ``.bz2`` or ``.xz`` are unpacked.
    dtype : dtype
        The type of all elements.
    comments : str, sequence of str, or None
        What starts a comment.
    delimiter : str or None
        The character between fields; ``None`` is any white space.
    converters : callable or dict of callables by column
        Functions from the text of a field to its value.
    skiprows : int
        Lines to leave out at the start.
    usecols : int or sequence of int
        Columns to read; negative ones count from the last.
    unpack : bool
        Whether to give columns first, so that they can be assigned to several names.
    ndmin : {0, 1, 2}
        The least number of axes; others of length one are taken out.
    encoding : str or None
        The encoding of the file; ``'bytes'`` is Latin 1, and makes converters get bytes.
    max_rows : int or None
        Rows to read at most. Lines without data do not count.
    quotechar : str or None
        The character that encloses fields which contain delimiters.
    like : object
        An array of another type, whose type may then make the result.

    Returns
    -------
    ndarray
        Rows by columns; one axis where there is one row or one column.

    Raises
    ------
    ValueError
        If a field is no number of the dtype, or rows differ in length.

    Examples
    --------
    >>> import stridewise as np
    >>> np.loadtxt(["1, 2", "3, 4"], delimiter=",")
    array([[1., 2.],
           [3., 4.]])
    """
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")
    delimiter = _as_text(delimiter)
    quotechar = _as_text(quotechar)
    comment_list = _comment_list(comments, delimiter, quotechar)
    skiprows = _row_count(skiprows)
    max_rows = None if max_rows is None else _row_count(max_rows)
    columns = _column_list(usecols)
    byte_converters = encoding == "bytes"
    if byte_converters:
        encoding = None

    opened = None
    pieces: Any
    try:
        if isinstance(fname, str | os.PathLike):
            opened = open_by_suffix(fname, "rt", encoding=encoding)
            pieces = _blocks(opened) if max_rows is None else opened
        else:
            if encoding is None:
                encoding = getattr(fname, "encoding", None)
            try:
                pieces = iter(fname)
            except TypeError as error:
                raise ValueError(
                    f"fname must be a string, filehandle, list of strings,\nor generator. Got {type(fname)} instead."
                ) from error
        array = compiled._read_table(
            pieces,
            dtype,
            delimiter=delimiter,
            comments=comment_list,
            quotechar=quotechar,
            skiprows=skiprows,
            max_rows=max_rows,
            usecols=columns,
            converters=converters,
            pieces_are_lines=opened is None or max_rows is not None,
            encoding=encoding or "latin1",
            converters_take_bytes=byte_converters,
        )
    finally:
        if opened is not None:
            opened.close()
    if array.shape[0] == 0:
        warnings.warn(f'loadtxt: input contained no data: "{fname}"', category=UserWarning, stacklevel=2)
    array = _reduced(array, ndmin)
    return array.T if unpack else array


def _row_format(fmt: Any, columns: int, delimiter: str, is_complex: bool) -> str:
    """The format of a row; complex numbers go into it as two numbers each."""
    if isinstance(fmt, list | tuple):
        if len(fmt) != columns:
            raise AttributeError(f"fmt has wrong shape.  {fmt!s}")
        return delimiter.join(_as_text(field) for field in fmt)
    if not isinstance(fmt, str):
        raise ValueError(f"invalid fmt: {fmt!r}")
    fields = fmt.count("%")
    if fields == 1:
        field = f" ({fmt}+{fmt}j)" if is_complex else fmt
        return delimiter.join([field] * columns)
    if fields != (2 * columns if is_complex else columns):
        raise ValueError(f"fmt has wrong number of % formats:  {fmt}")
    return fmt


def _table(fname: Any, X: Any, *args: Any, **kwargs: Any) -> tuple[Any]:
    return (X,)


@array_function_dispatch(_table, module="stridewise", verify=False)
def savetxt(
    fname: Any,
    X: Any,
    fmt: str | Sequence[str] = "%.18e",
    delimiter: str | bytes = " ",
    newline: str = "\n",
    header: str = "",
    footer: str = "",
    comments: str = "# ",
    encoding: str | None = None,
) -> None:
    """Write an array of one or two axes as text, a row a line.

    Parameters
    ----------
    fname : path or file
        Files whose names end in ``.gz``, ``.bz2`` or ``.xz`` are packed.
    X : array
        What to write; an array of one axis is a column.
    fmt : str or sequence of str
        A ``%`` format for all elements, one for a whole row, or one a column. One format for complex numbers is used
        for both parts.
    delimiter, newline : str
        What stands between columns and after rows.
    header, footer : str
        Text before and after the rows, each line of it after `comments`.
    encoding : str or None
        The encoding of the file, Latin 1 if ``None``.

    Raises
    ------
    ValueError
        If the array has no or more than two axes, or the formats are not as many as the columns.

    Examples
    --------
    >>> import io
    >>> import stridewise as np
    >>> file = io.StringIO()
    >>> np.savetxt(file, np.array([[1.0, 2.0], [3.0, 4.0]]), fmt="%.1f", delimiter=",")
    >>> file.getvalue()
    '1.0,2.0\\n3.0,4.0\\n'
    """
    fmt = _as_text(fmt)
    separator: str = _as_text(delimiter)
    opened = None
    if isinstance(fname, str | os.PathLike):
        opened = open_by_suffix(fname, "wt", encoding=encoding or "latin1")
        write = opened.write
    elif hasattr(fname, "write"):
        write = _text_writer(fname, encoding or "latin1")
    else:
        raise ValueError("fname must be a string or file handle")
    try:
        table = compiled.asarray(X)
        if table.ndim == 0 or table.ndim > 2:
            raise ValueError(f"Expected 1D or 2D array, got {table.ndim}D array instead")
        if table.ndim == 1:
            table = table.reshape((-1, 1))
        is_complex = table.dtype.kind == "c"
        row_format = _row_format(fmt, table.shape[1], separator, is_complex)
        if header:
            write(comments + header.replace("\n", "\n" + comments) + newline)
        for row in table.tolist():
            values = tuple(part for value in row for part in (value.real, value.imag)) if is_complex else tuple(row)
            try:
                line = row_format % values + newline
            except TypeError as error:
                raise TypeError(
                    f"Mismatch between array dtype ('{table.dtype}') and format specifier ('{row_format}')"
                ) from error
            write(line.replace("+-", "-") if is_complex else line)
        if footer:
            write(comments + footer.replace("\n", "\n" + comments) + newline)
    finally:
        if opened is not None:
            opened.close()


def _text_writer(file: Any, encoding: str) -> Callable[[str], Any]:
    """A function that writes text to a file of either kind: bytes to the one, text to the other."""
    takes_bytes: bool | None = None

    def write(text: str) -> None:
        nonlocal takes_bytes
        if takes_bytes is None:
            try:
                file.write(text)
                takes_bytes = False
                return
            except TypeError:
                takes_bytes = True
        file.write(text.encode(encoding) if takes_bytes else text)

    return write
