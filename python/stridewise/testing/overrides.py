"""Which functions and ufuncs another type can take over, by `__array_function__` and `__array_ufunc__`."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import stridewise as np

from .._core.overrides import _ArrayFunctionDispatcher

__all__ = [
    "allows_array_function_override",
    "allows_array_ufunc_override",
    "get_overridable_numpy_array_functions",
    "get_overridable_numpy_ufuncs",
]

_NAMESPACES_WITHIN = ("linalg", "fft", "lib.stride_tricks", "lib.recfunctions", "rec", "strings", "char")


def _public_objects() -> Iterator[Any]:
    namespaces = [np]
    for name in _NAMESPACES_WITHIN:
        try:
            namespaces.append(import_module(f"stridewise.{name}"))
        except ModuleNotFoundError:
            continue
    for namespace in namespaces:
        yield from (value for name, value in vars(namespace).items() if not name.startswith("_"))


def get_overridable_numpy_ufuncs() -> set[Any]:
    """All ufuncs of the public namespaces; every one of them asks `__array_ufunc__`."""
    return {item for item in _public_objects() if allows_array_ufunc_override(item)}


def allows_array_ufunc_override(func: Any) -> bool:
    """Whether a function asks `__array_ufunc__` of its arguments: whether it is a ufunc."""
    return isinstance(func, np.ufunc)


def get_overridable_numpy_array_functions() -> set[Callable[..., Any]]:
    """All functions of the public namespaces that ask `__array_function__` of their arguments."""
    return {item for item in _public_objects() if allows_array_function_override(item)}


def allows_array_function_override(func: Any) -> bool:
    """Whether a function asks `__array_function__` of its arguments."""
    return isinstance(func, _ArrayFunctionDispatcher)
