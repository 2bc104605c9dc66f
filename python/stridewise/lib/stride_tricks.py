"""Views made by stating strides, and sliding windows."""

from __future__ import annotations

from .._stridewise import _stride_tricks

__all__ = ["as_strided", "sliding_window_view"]

as_strided = _stride_tricks.as_strided
sliding_window_view = _stride_tricks.sliding_window_view
