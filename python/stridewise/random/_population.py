"""What `choice`, `shuffle` and `permutation` work on: arrays and Python's own sequences."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from .._core.getlimits import finfo
from .._stridewise import asarray, float64, ndarray


def weights(p: Any) -> tuple[Any, float]:
    """Probabilities as float64, and how far their sum may be off one: the square root of their precision."""
    tolerance = float(finfo(float64).eps) ** 0.5
    dtype = getattr(p, "dtype", None)
    if isinstance(p, ndarray) and dtype is not None and dtype.kind == "f":
        tolerance = max(tolerance, float(finfo(dtype).eps) ** 0.5)
    len(p)  # a number is no sequence of probabilities
    return asarray(p, dtype=float64), tolerance


def is_empty_size(size: Any) -> bool:
    """Whether `size` asks for no draws at all."""
    if size is None:
        return False
    return 0 in size if hasattr(size, "__len__") else size == 0


def shuffle_in_place(x: Any, swaps: list[int]) -> None:
    """Makes the swaps, from the last item down to the second."""
    if isinstance(x, ndarray):
        if not x.flags.writeable:
            raise ValueError("array is read-only")
        for last, other in zip(range(len(swaps), 0, -1), swaps, strict=True):
            if last != other:
                kept = x[other].copy()
                x[other] = x[last]
                x[last] = kept
        return
    if not isinstance(x, Sequence):
        warnings.warn(
            f"you are shuffling a '{type(x).__name__}' object which is not a subclass of 'Sequence'; "
            "`shuffle` is not guaranteed to behave correctly. E.g., non-numpy array/tensor objects with view "
            "semantics may contain duplicates after shuffling.",
            UserWarning,
            stacklevel=3,
        )
    for last, other in zip(range(len(swaps), 0, -1), swaps, strict=True):
        x[last], x[other] = x[other], x[last]
