"""Ufuncs in pickles of NumPy 1."""

from typing import Any

from .. import _stridewise


def __getattr__(name: str) -> Any:
    return getattr(_stridewise, name)
