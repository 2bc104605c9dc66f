"""What arrays show to ``ctypes``."""

from __future__ import annotations

import ctypes
from typing import Any


class _ctypes:
    """The memory of an array as ``ctypes`` takes it; keeps the array alive."""

    def __init__(self, array: Any, ptr: int | None = None) -> None:
        self._arr = array
        self._data = array.__array_interface__["data"][0] if ptr is None else ptr

    @property
    def data(self) -> int:
        """The address of the first element."""
        return int(self._data)

    @property
    def shape(self) -> Any:
        """The lengths of the axes, as a ``ctypes`` array."""
        return self.shape_as(ctypes.c_ssize_t)

    @property
    def strides(self) -> Any:
        """The steps along the axes in bytes, as a ``ctypes`` array."""
        return self.strides_as(ctypes.c_ssize_t)

    @property
    def _as_parameter_(self) -> ctypes.c_void_p:
        return self.data_as(ctypes.c_void_p)  # type: ignore[no-any-return]

    def data_as(self, obj: Any) -> Any:
        """The address as a pointer of another type, which keeps the array alive."""
        pointer = ctypes.cast(ctypes.c_void_p(self._data), obj)
        pointer._arr = self._arr
        return pointer

    def shape_as(self, obj: Any) -> Any:
        """The lengths of the axes as an array of that type."""
        return (obj * self._arr.ndim)(*self._arr.shape)

    def strides_as(self, obj: Any) -> Any:
        """The steps along the axes as an array of that type."""
        return (obj * self._arr.ndim)(*self._arr.strides)
