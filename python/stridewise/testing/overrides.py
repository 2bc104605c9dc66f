"""Which functions and ufuncs another type can take over, by `__array_function__` and `__array_ufunc__`."""

from collections.abc import Callable, Iterator
from typing import Any

import stridewise as np

__all__ = [
    "allows_array_function_override",
    "allows_array_ufunc_override",
    "get_overridable_numpy_array_functions",
    "get_overridable_numpy_ufuncs",
]


def _public_objects() -> Iterator[Any]:
    for namespace in (np, getattr(np, "linalg", None), getattr(np, "fft", None)):
        for name in dir(namespace):
            if not name.startswith("_"):
                yield getattr(namespace, name, None)


def get_overridable_numpy_ufuncs() -> set[Any]:
    """All ufuncs of the main namespace; every one of them asks `__array_ufunc__`."""
    return {item for item in _public_objects() if isinstance(item, np.ufunc)}


def allows_array_ufunc_override(func: Any) -> bool:
    """Whether a function asks `__array_ufunc__` of its arguments: whether it is a ufunc."""
    return isinstance(func, np.ufunc)


def get_overridable_numpy_array_functions() -> set[Callable[..., Any]]:
    """All public functions that ask `__array_function__` of their arguments."""
    return {item for item in _public_objects() if allows_array_function_override(item)}


def allows_array_function_override(func: Any) -> bool:
    """Whether a function asks `__array_function__` of its arguments.

    Such a function carries itself without that question as `_implementation`.
    """
    return callable(func) and not isinstance(func, type) and hasattr(func, "_implementation")
