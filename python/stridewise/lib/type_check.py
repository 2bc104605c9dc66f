"""Questions about the kind of an array's elements, and the common types of several arrays."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Number
from typing import Any

from .. import _stridewise as compiled
from .._core.getlimits import finfo
from .._core.numerictypes import (
    bool_,
    complex64,
    complex128,
    complexfloating,
    float16,
    float32,
    float64,
    generic,
    integer,
)
from .._core.overrides import array_function_dispatch

__all__ = [
    "common_type",
    "imag",
    "iscomplex",
    "iscomplexobj",
    "isreal",
    "isrealobj",
    "isscalar",
    "mintypecode",
    "real",
    "real_if_close",
    "typename",
]


def _single(x: Any) -> tuple[Any]:
    return (x,)


def _value(val: Any) -> tuple[Any]:
    return (val,)


@array_function_dispatch(_value, module="stridewise")
def real(val: Any) -> Any:
    """The real part, as a view where ``val`` is an array of complex numbers.

    >>> np.real(np.array([1 + 2j, 3 + 4j]))
    array([1., 3.])
    """
    try:
        return val.real
    except AttributeError:
        return compiled.asanyarray(val).real


@array_function_dispatch(_value, module="stridewise")
def imag(val: Any) -> Any:
    """The imaginary part, as a view where ``val`` is an array of complex numbers; zeros for real ones.

    >>> np.imag(np.array([1 + 2j, 3 + 4j]))
    array([2., 4.])
    """
    try:
        return val.imag
    except AttributeError:
        return compiled.asanyarray(val).imag


@array_function_dispatch(_single, module="stridewise")
def iscomplex(x: Any) -> Any:
    """True where the imaginary part is not zero.

    >>> np.iscomplex(np.array([1 + 1j, 1 + 0j]))
    array([ True, False])
    """
    array = compiled.asanyarray(x)
    if issubclass(array.dtype.type, complexfloating):
        return array.imag != 0
    return compiled.zeros(array.shape, bool)[()]


@array_function_dispatch(_single, module="stridewise")
def isreal(x: Any) -> Any:
    """True where the imaginary part is zero.

    >>> np.isreal(np.array([1 + 1j, 1 + 0j]))
    array([False,  True])
    """
    return imag(x) == 0


@array_function_dispatch(_single, module="stridewise")
def iscomplexobj(x: Any) -> bool:
    """Whether the elements are of a complex type, whatever their values.

    >>> np.iscomplexobj([3, 1 + 0j])
    True
    """
    try:
        kind = x.dtype.type
    except AttributeError:
        kind = compiled.asanyarray(x).dtype.type
    return issubclass(kind, complexfloating)


@array_function_dispatch(_single, module="stridewise")
def isrealobj(x: Any) -> bool:
    """Whether the elements are of no complex type, whatever their values.

    >>> np.isrealobj([3, 1 + 0j])
    False
    """
    return not iscomplexobj(x)


def isscalar(element: Any) -> bool:
    """Whether ``element`` is a number, string or scalar, not a sequence or an array without dimensions.

    >>> np.isscalar(3.1), np.isscalar(np.array(3.1)), np.isscalar([3.1])
    (True, False, False)
    """
    return isinstance(element, (generic, str, bytes, memoryview, Number))


def _close_to_real(a: Any, tol: Any = None) -> tuple[Any]:
    return (a,)


@array_function_dispatch(_close_to_real, module="stridewise")
def real_if_close(a: Any, tol: Any = 100) -> Any:
    """The real part where all imaginary parts are close to zero, else the array as it is.

    ``tol`` counts in machine epsilons of the element type, or is absolute where it is at most one.

    >>> np.real_if_close(np.array([2.1 + 4e-14j, 5.2 + 3e-15j]), tol=1000)
    array([2.1, 5.2])
    """
    array = compiled.asanyarray(a)
    kind = array.dtype.type
    if not issubclass(kind, complexfloating):
        return array
    if tol > 1:
        tol = finfo(kind).eps * tol
    return array.real if (abs(array.imag) < tol).all() else array


_TYPE_NAMES = {
    "?": "bool",
    "b": "signed char",
    "B": "unsigned char",
    "h": "short",
    "H": "unsigned short",
    "i": "integer",
    "I": "unsigned integer",
    "l": "long integer",
    "L": "unsigned long integer",
    "q": "long long integer",
    "Q": "unsigned long long integer",
    "f": "single precision",
    "d": "double precision",
    "g": "long precision",
    "F": "complex single precision",
    "D": "complex double precision",
    "G": "complex long double precision",
    "S": "string",
    "U": "unicode",
    "V": "void",
    "O": "object",
    "S1": "character",
}


def typename(char: str) -> str:
    """A description of the type that a one-letter code stands for.

    >>> np.typename("d")
    'double precision'
    """
    return _TYPE_NAMES[char]


def mintypecode(typechars: Iterable[Any], typeset: str | Iterable[str] = "GDFgdf", default: str = "d") -> str:
    """The code of the smallest type that holds those of ``typeset`` among ``typechars``.

    ``typechars`` are one-letter codes or arrays. ``typeset`` is ordered from the largest type to the smallest; where
    none of them occurs the answer is ``default``.

    >>> np.mintypecode(["d", "f", "F"])
    'D'
    """
    codes = [each if isinstance(each, str) else compiled.asanyarray(each).dtype.char for each in typechars]
    candidates = [code for code in typeset if code in codes]
    if not candidates:
        return default
    # A complex type of single precision does not hold a double.
    if "F" in candidates and "d" in candidates:
        return "D"
    return candidates[0]


def _all_arrays(*arrays: Any) -> tuple[Any, ...]:
    return arrays


@array_function_dispatch(_all_arrays, module="stridewise")
def common_type(*arrays: Any) -> Any:
    """The inexact scalar type that holds the elements of all arrays; integers count as float64.

    >>> np.common_type(np.arange(4, dtype=np.float32))
    <class 'stridewise.float32'>
    """
    widths = [float16, float32, float64]
    width = 0
    for array in arrays:
        kind = array.dtype.type
        if issubclass(kind, integer):
            width = 2
        elif issubclass(kind, bool_):
            raise TypeError("can't get common type for non-numeric array")
        else:
            width = max(width, widths.index(kind(0).real.dtype.type))
    if any(iscomplexobj(array) for array in arrays):
        return complex128 if width == 2 else complex64
    return widths[width]
