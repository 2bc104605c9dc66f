"""Small questions about arrays and axes."""

from __future__ import annotations

from .._stridewise import _stride_tricks

__all__ = ["byte_bounds", "normalize_axis_index", "normalize_axis_tuple"]

byte_bounds = _stride_tricks.byte_bounds
normalize_axis_index = _stride_tricks.normalize_axis_index
normalize_axis_tuple = _stride_tricks.normalize_axis_tuple
