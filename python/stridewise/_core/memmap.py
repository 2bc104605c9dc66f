"""Arrays over files that are mapped into memory."""

from __future__ import annotations

import mmap
import operator
import os
from contextlib import nullcontext
from typing import Any

from .._stridewise import dtype as number_dtype
from .._stridewise import may_share_memory, ndarray, uint8

__all__ = ["memmap"]

_MODES = {"readonly": "r", "copyonwrite": "c", "readwrite": "r+", "write": "w+"}


class memmap(ndarray):
    """An array whose elements are the bytes of a file, read and written when they are used.

    Parameters
    ----------
    filename : path or file
        The file.
    dtype : dtype
        The type of the elements.
    mode : {'r+', 'r', 'w+', 'c'}
        Read and write; read only; make the file anew; write to memory but not to the file.
    offset : int
        Bytes of the file before the first element.
    shape : int or tuple of int, optional
        Lengths per axis; without it, all elements of the file along one axis.
    order : {'C', 'F'}
        Which axis varies fastest.

    Attributes
    ----------
    filename : str or None
        The absolute path of the file.
    offset : int
        Bytes of the file before the first element.
    mode : str
        How the file was opened.

    Raises
    ------
    ValueError
        If the mode is unknown, or there is no shape where the file is made anew or does not hold whole elements.

    Examples
    --------
    >>> import tempfile
    >>> import stridewise as np
    >>> file = tempfile.TemporaryFile()
    >>> mapped = np.memmap(file, dtype="f4", mode="w+", shape=(2, 3))
    >>> mapped[:] = 1.5
    >>> float(mapped.sum())
    9.0
    """

    __module__ = "stridewise"
    __array_priority__ = -100.0

    _mmap: mmap.mmap | None
    filename: str | None
    offset: int | None
    mode: str | None

    def __new__(
        subtype,
        filename: Any,
        dtype: Any = uint8,
        mode: str = "r+",
        offset: int = 0,
        shape: Any = None,
        order: str = "C",
    ) -> memmap:
        mode = _MODES.get(mode, mode)
        if mode not in _MODES.values():
            known = [*_MODES, *_MODES.values()]
            raise ValueError(f"mode must be one of {known!r} (got {mode!r})")
        if mode == "w+" and shape is None:
            raise ValueError("shape must be given if mode == 'w+'")
        file_mode = "r" if mode == "c" else mode
        opened: Any
        if hasattr(filename, "read"):
            opened = nullcontext(filename)
        else:
            opened = open(os.fspath(filename), file_mode + "b")
        with opened as file:
            file.seek(0, 2)
            file_length = file.tell()
            descriptor = number_dtype(dtype)
            size = descriptor.itemsize
            if shape is None:
                available = file_length - offset
                if available % size:
                    raise ValueError("Size of the available data is not a multiple of the data-type size.")
                shape = (available // size,)
            else:
                try:
                    shape = (operator.index(shape),)
                except TypeError:
                    shape = tuple(operator.index(length) for length in shape)
            count = 1
            for length in shape:
                count *= length
            total = offset + count * size
            if mode in ("w+", "r+"):
                # Nothing of length zero can be mapped.
                total = max(total, 1)
                if file_length < total:
                    file.seek(total - 1, 0)
                    file.write(b"\0")
                    file.flush()
            access = {"c": mmap.ACCESS_COPY, "r": mmap.ACCESS_READ}.get(mode, mmap.ACCESS_WRITE)
            start = offset - offset % mmap.ALLOCATIONGRANULARITY
            length = total - start
            if length == 0 and start > 0:
                length += mmap.ALLOCATIONGRANULARITY
                start -= mmap.ALLOCATIONGRANULARITY
            mapped = mmap.mmap(file.fileno(), length, access=access, offset=start)
            self: memmap = ndarray.__new__(
                subtype, shape, dtype=descriptor, buffer=mapped, offset=offset - start, order=order
            )
            self._mmap = mapped
            self.offset = offset
            self.mode = mode
            if isinstance(filename, os.PathLike):
                self.filename = filename.resolve() if hasattr(filename, "resolve") else os.fspath(filename)
            elif isinstance(getattr(file, "name", None), str):
                self.filename = os.path.abspath(file.name)
            else:
                self.filename = None
        return self

    def __array_finalize__(self, obj: Any) -> None:
        if hasattr(obj, "_mmap") and may_share_memory(self, obj):
            self._mmap = obj._mmap
            self.filename = obj.filename
            self.offset = obj.offset
            self.mode = obj.mode
        else:
            self._mmap = None
            self.filename = None
            self.offset = None
            self.mode = None

    def flush(self) -> None:
        """Write what was changed to the file."""
        if self.base is not None and hasattr(self.base, "flush"):
            self.base.flush()

    def __array_wrap__(self, arr: Any, context: Any = None, return_scalar: bool = False) -> Any:
        arr = super().__array_wrap__(arr, context)
        if self is arr or type(self) is not memmap:
            return arr
        if return_scalar:
            return arr[()]
        # What was computed is in no file.
        return arr.view(ndarray)

    def __getitem__(self, index: Any) -> Any:
        result = super().__getitem__(index)
        if type(result) is memmap and result._mmap is None:
            return result.view(type=ndarray)
        return result
