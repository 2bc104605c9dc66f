"""The name under which NumPy's own code finds what is compiled."""

from __future__ import annotations

from typing import Any

from .. import _stridewise
from .._stridewise import _ArrayFunctionDispatcher, _cpu_features

__all__ = ["_ArrayFunctionDispatcher", "__cpu_features__"]

__cpu_features__: dict[str, bool] = _cpu_features()


def __getattr__(name: str) -> Any:
    try:
        return getattr(_stridewise, name)
    except AttributeError:
        # Constants, and what stands under a private name.
        from . import umath

        return getattr(umath, name)
