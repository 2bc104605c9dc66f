"""Elements in files and text without a header: `fromfile`, `fromstring`, and what ``tofile`` does."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Any

from .._core.overrides import array_function_dispatch
from .._stridewise import _element_texts, _read_sequence, empty
from .._stridewise import dtype as number_dtype

__all__ = ["fromfile", "fromstring"]


def _like_alone(*args: Any, **kwargs: Any) -> tuple[()]:
    return ()


@array_function_dispatch(_like_alone, module="stridewise", verify=False)
def fromstring(string: Any, dtype: Any = float, count: int = -1, *, sep: str = "", like: Any = None) -> Any:
    """Read numbers from text, one after the other.

    Parameters
    ----------
    string : str or bytes
        The text.
    dtype : dtype
        The type of the elements.
    count : int
        How many to read; negative is all.
    sep : str
        What stands between them. A blank matches any white space.
    like : object
        An array of another type, whose type may then make the result.

    Raises
    ------
    ValueError
        If the text has something else in it, or there is no `sep`.

    Examples
    --------
    >>> import stridewise as np
    >>> np.fromstring("1, 2, 3", sep=",")
    array([1., 2., 3.])
    """
    if not sep:
        raise ValueError("The binary mode of fromstring is removed, use frombuffer instead")
    text = string.encode("utf-8") if isinstance(string, str) else bytes(memoryview(string))
    return _read_sequence(text, dtype, None if count < 0 else count, sep)[0]


@array_function_dispatch(_like_alone, module="stridewise", verify=False)
def fromfile(
    file: Any, dtype: Any = float, count: int = -1, sep: str = "", offset: int = 0, *, like: Any = None
) -> Any:
    """Read elements from a file that has nothing else in it.

    Parameters
    ----------
    file : path or file
        A file must be one of the operating system. Reading starts where it stands, and leaves it behind what was read.
    dtype : dtype
        The type of the elements.
    count : int
        How many to read; negative is all.
    sep : str
        If not empty, the file is text, and this is what stands between numbers.
    offset : int
        Bytes to leave out; for files of bytes only.
    like : object
        An array of another type, whose type may then make the result.

    Raises
    ------
    OSError
        If there is no such file, or the object is no file of the operating system.
    ValueError
        If a text has something else in it.

    Examples
    --------
    >>> import stridewise as np, tempfile
    >>> file = tempfile.TemporaryFile()
    >>> np.array([1.5, 2.5]).tofile(file)
    >>> _ = file.seek(0)
    >>> np.fromfile(file)
    array([1.5, 2.5])
    """
    if sep and offset:
        raise TypeError("'offset' argument only permitted for binary files")
    dtype = number_dtype(float if dtype is None else dtype)
    context: Any = open(os.fspath(file), "rb") if isinstance(file, str | bytes | os.PathLike) else nullcontext(file)
    with context as opened:
        opened.fileno()
        position = opened.tell() + offset
        raw = getattr(opened, "buffer", opened)
        if sep:
            raw.seek(position)
            array, used = _read_sequence(raw.read(), dtype, None if count < 0 else count, sep)
            opened.seek(position + used)
            return array
        if position < 0:
            raise OSError(22, "Invalid argument")
        left = max(raw.seek(0, 2) - position, 0) // dtype.itemsize
        array = empty(left if count < 0 else min(count, left), dtype=dtype)
        raw.seek(position)
        if array.size:
            target = memoryview(array.view("u1"))
            done = 0
            while done < len(target) and (read := raw.readinto(target[done:])):
                done += read
        return array


def write(array: Any, file: Any, sep: str, format: str) -> None:
    """Write the elements of an array to a file, as bytes or as text."""
    is_path = isinstance(file, str | bytes | os.PathLike)
    context: Any = open(os.fspath(file), "wb") if is_path else nullcontext(file)
    with context as opened:
        opened.fileno()
        if sep:
            if format in ("%s", ""):
                texts = _element_texts(array)
            else:
                texts = [format % value for value in array.ravel().tolist()]
            text = sep.join(texts)
            opened.write(text if hasattr(opened, "encoding") else text.encode())
        elif array.size:
            raw = getattr(opened, "buffer", opened)
            raw.write(memoryview(array.reshape(-1).view("u1")) if array.flags.c_contiguous else array.tobytes())
