"""The names that NumPy's own modules and pickles look for under ``_core.numeric``."""

from __future__ import annotations

from typing import Any

from .._stridewise import frombuffer

__all__ = ["_frombuffer"]


def _frombuffer(buf: Any, dtype: Any, shape: Any, order: str, axis_order: Any = None) -> Any:
    """The array that ``pickle`` stored as a buffer; ``order`` "K" with the places that its axes go to."""
    flat = frombuffer(buf, dtype=dtype)
    if order == "K" and axis_order is not None:
        return flat.reshape(shape).transpose(axis_order)
    return flat.reshape(shape, order=order)


def __getattr__(name: str) -> Any:
    import stridewise

    return getattr(stridewise, name)
