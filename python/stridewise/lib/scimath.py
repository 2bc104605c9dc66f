"""Elementary functions that leave the real numbers where the real ones have no value; public as ``emath``, too."""

from __future__ import annotations

from typing import Any

from .. import _stridewise
from .._stridewise import (
    _complex_where_above_one,
    _complex_where_negative,
    _float_where_negative,
    array_function,
)

__all__ = ["arccos", "arcsin", "arctanh", "log", "log10", "log2", "logn", "power", "sqrt"]


def sqrt(x: Any) -> Any:
    """The square root; complex where an element is negative.

    Examples
    --------
    >>> import stridewise as np
    >>> np.emath.sqrt([4.0, -4.0]).tolist()
    [(2+0j), 2j]
    """
    return _stridewise.sqrt(_complex_where_negative(x))


def log(x: Any) -> Any:
    """The natural logarithm; complex where an element is negative.

    Examples
    --------
    >>> import stridewise as np
    >>> complex(np.emath.log(-1)).imag == np.pi
    True
    """
    return _stridewise.log(_complex_where_negative(x))


def log10(x: Any) -> Any:
    """The logarithm to base ten; complex where an element is negative."""
    return _stridewise.log10(_complex_where_negative(x))


def log2(x: Any) -> Any:
    """The logarithm to base two; complex where an element is negative."""
    return _stridewise.log2(_complex_where_negative(x))


def logn(n: Any, x: Any) -> Any:
    """The logarithm of ``x`` to base ``n``; complex where an element of either is negative.

    Examples
    --------
    >>> import stridewise as np
    >>> float(np.emath.logn(2, 8))
    3.0
    """
    return _stridewise.log(_complex_where_negative(x)) / _stridewise.log(_complex_where_negative(n))


def power(x: Any, p: Any) -> Any:
    """``x`` to the power ``p``; complex where an element of ``x`` is negative, and of floats where one of ``p`` is.

    Examples
    --------
    >>> import stridewise as np
    >>> np.emath.power([2, 4], -2).tolist()
    [0.25, 0.0625]
    """
    return _stridewise.power(_complex_where_negative(x), _float_where_negative(p))


def arccos(x: Any) -> Any:
    """The inverse cosine; complex where an element is beyond one."""
    return _stridewise.arccos(_complex_where_above_one(x))


def arcsin(x: Any) -> Any:
    """The inverse sine; complex where an element is beyond one."""
    return _stridewise.arcsin(_complex_where_above_one(x))


def arctanh(x: Any) -> Any:
    """The inverse hyperbolic tangent; complex where an element is beyond one."""
    return _stridewise.arctanh(_complex_where_above_one(x))


sqrt = array_function(sqrt, ["x"], "stridewise.lib.scimath")
log = array_function(log, ["x"], "stridewise.lib.scimath")
log10 = array_function(log10, ["x"], "stridewise.lib.scimath")
log2 = array_function(log2, ["x"], "stridewise.lib.scimath")
logn = array_function(logn, ["n", "x"], "stridewise.lib.scimath")
power = array_function(power, ["x", "p"], "stridewise.lib.scimath")
arccos = array_function(arccos, ["x"], "stridewise.lib.scimath")
arcsin = array_function(arcsin, ["x"], "stridewise.lib.scimath")
arctanh = array_function(arctanh, ["x"], "stridewise.lib.scimath")
