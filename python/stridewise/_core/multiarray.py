"""The names that NumPy's own modules and pickles look for under ``_core.multiarray``."""

from __future__ import annotations

from typing import Any

from .. import _stridewise
from .._stridewise import _flagsobj as flagsobj
from .._stridewise import ndarray

__all__ = ["_reconstruct", "flagsobj", "ndarray", "scalar"]


def _reconstruct(subtype: type[Any], shape: Any, dtype: Any) -> Any:
    """An empty array of class ``subtype``, for ``pickle`` to fill."""
    return ndarray.__new__(subtype, shape, "b1" if dtype == b"b" else dtype)


def scalar(dtype: Any, state: Any = None) -> Any:
    """The scalar that ``pickle`` stored as a dtype and its bytes."""
    return ndarray((), dtype, bytearray(dtype.itemsize if state is None else state))[()]


def __getattr__(name: str) -> Any:
    return getattr(_stridewise, name)
