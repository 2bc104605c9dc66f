"""Operators for classes that implement ``__array_ufunc__``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import _stridewise

__all__ = ["NDArrayOperatorsMixin"]


def _declines(other: Any) -> bool:
    """Whether ``other`` takes no part in ufuncs."""
    return getattr(other, "__array_ufunc__", False) is None


def _binary(ufunc: Callable[..., Any], name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        return NotImplemented if _declines(other) else ufunc(self, other)

    operator.__name__ = f"__{name}__"
    return operator


def _reflected(ufunc: Callable[..., Any], name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        return NotImplemented if _declines(other) else ufunc(other, self)

    operator.__name__ = f"__r{name}__"
    return operator


def _in_place(ufunc: Callable[..., Any], name: str) -> Callable[[Any, Any], Any]:
    def operator(self: Any, other: Any) -> Any:
        return ufunc(self, other, out=(self,))

    operator.__name__ = f"__i{name}__"
    return operator


def _unary(ufunc: Callable[..., Any], name: str) -> Callable[[Any], Any]:
    def operator(self: Any) -> Any:
        return ufunc(self)

    operator.__name__ = f"__{name}__"
    return operator


_COMPARISONS = {
    "lt": "less",
    "le": "less_equal",
    "eq": "equal",
    "ne": "not_equal",
    "gt": "greater",
    "ge": "greater_equal",
}
_ARITHMETIC = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "matmul": "matmul",
    "truediv": "true_divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "power",
    "lshift": "left_shift",
    "rshift": "right_shift",
    "and": "bitwise_and",
    "xor": "bitwise_xor",
    "or": "bitwise_or",
}
_UNARY = {"neg": "negative", "pos": "positive", "abs": "absolute", "invert": "invert"}


class NDArrayOperatorsMixin:
    """All operators, defined by the ufuncs that they stand for.

    A class that inherits from this and implements ``__array_ufunc__`` has every operator of an array.
    """

    __slots__ = ()


def _define_operators() -> None:
    for name, ufunc in _COMPARISONS.items():
        setattr(NDArrayOperatorsMixin, f"__{name}__", _binary(getattr(_stridewise, ufunc), name))
    for name, ufunc in _ARITHMETIC.items():
        function = getattr(_stridewise, ufunc)
        setattr(NDArrayOperatorsMixin, f"__{name}__", _binary(function, name))
        setattr(NDArrayOperatorsMixin, f"__r{name}__", _reflected(function, name))
        setattr(NDArrayOperatorsMixin, f"__i{name}__", _in_place(function, name))
    # The builtin has no form in place.
    setattr(NDArrayOperatorsMixin, "__divmod__", _binary(_stridewise.divmod, "divmod"))  # noqa: B010
    setattr(NDArrayOperatorsMixin, "__rdivmod__", _reflected(_stridewise.divmod, "divmod"))  # noqa: B010
    for name, ufunc in _UNARY.items():
        setattr(NDArrayOperatorsMixin, f"__{name}__", _unary(getattr(_stridewise, ufunc), name))


_define_operators()
