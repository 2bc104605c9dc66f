"""Questions about objects and arrays, answered or raised."""

from __future__ import annotations

from typing import Any

from .._stridewise import asarray, isfinite

__all__ = ["asarray_chkfinite", "isfortran", "iterable"]


def asarray_chkfinite(a: Any, dtype: Any = None, order: Any = None) -> Any:
    """As `asarray`; a ValueError where an element is NaN or infinite."""
    array = asarray(a, dtype=dtype, order=order)
    if array.dtype.kind in "fc" and not isfinite(array).all():
        raise ValueError("array must not contain infs or NaNs")
    return array


def isfortran(a: Any) -> bool:
    """Whether the array is contiguous in Fortran order and not in C order."""
    return bool(a.flags.fnc)


def iterable(y: Any) -> bool:
    """Whether the object can be iterated over."""
    try:
        iter(y)
    except TypeError:
        return False
    return True
