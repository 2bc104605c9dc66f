"""Names that the Python array standard has for what stands elsewhere under others."""

from __future__ import annotations

from typing import Any, NamedTuple

from .._stridewise import (
    array_function,
    concatenate,
    generic,
    ndarray,
    transpose,
    unique,
)

__all__ = [
    "astype",
    "concat",
    "permute_dims",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
]

concat = concatenate
permute_dims = transpose


class UniqueAllResult(NamedTuple):
    """What `unique_all` gives."""

    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


class UniqueCountsResult(NamedTuple):
    """What `unique_counts` gives."""

    values: Any
    counts: Any


class UniqueInverseResult(NamedTuple):
    """What `unique_inverse` gives."""

    values: Any
    inverse_indices: Any


def unique_all(x: Any) -> UniqueAllResult:
    """The distinct elements, their first positions, the position of each element's value, and their counts.

    No two NaN are the same.
    """
    return UniqueAllResult(*unique(x, return_index=True, return_inverse=True, return_counts=True, equal_nan=False))


def unique_counts(x: Any) -> UniqueCountsResult:
    """The distinct elements, and how often each stands there. No two NaN are the same."""
    return UniqueCountsResult(*unique(x, return_counts=True, equal_nan=False))


def unique_inverse(x: Any) -> UniqueInverseResult:
    """The distinct elements, and the position of each element's value. No two NaN are the same."""
    return UniqueInverseResult(*unique(x, return_inverse=True, equal_nan=False))


def unique_values(x: Any) -> Any:
    """The distinct elements. No two NaN are the same."""
    return unique(x, equal_nan=False)


def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: str | None = None) -> Any:
    """The array cast to another dtype.

    Raises TypeError for what is no array, ValueError for devices other than ``"cpu"``.
    """
    if not isinstance(x, (ndarray, generic)):
        raise TypeError(f"Input should be a NumPy array. It is a {type(x)} instead.")
    if device is not None and device != "cpu":
        raise ValueError(f'Device not understood. Only "cpu" is allowed, but received: {device}')
    return x.astype(dtype, copy=copy)


unique_all = array_function(unique_all, ["x"])
unique_counts = array_function(unique_counts, ["x"])
unique_inverse = array_function(unique_inverse, ["x"])
unique_values = array_function(unique_values, ["x"])
astype = array_function(astype, ["x"])
