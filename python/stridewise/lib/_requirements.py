"""``require``: arrays with the flags that other code asks for."""

from __future__ import annotations

from typing import Any

from .._stridewise import array_function, asanyarray

__all__ = ["require"]

_FLAGS = {
    "C": "C",
    "C_CONTIGUOUS": "C",
    "CONTIGUOUS": "C",
    "F": "F",
    "F_CONTIGUOUS": "F",
    "FORTRAN": "F",
    "A": "A",
    "ALIGNED": "A",
    "W": "W",
    "WRITEABLE": "W",
    "O": "O",
    "OWNDATA": "O",
    "E": "E",
    "ENSUREARRAY": "E",
}


def require(a: Any, dtype: Any = None, requirements: Any = None, *, like: Any = None) -> Any:
    """An array of the dtype and with the flags asked for; a copy only where it must be.

    Parameters
    ----------
    requirements : str or sequence of str
        ``'F'`` or ``'C'`` (memory order), ``'A'`` (aligned), ``'W'`` (writeable), ``'O'`` (owns its memory),
        ``'E'`` (of the base class).
    """
    if not requirements:
        return asanyarray(a, dtype=dtype)
    try:
        wanted = {_FLAGS[requirement.upper()] for requirement in requirements}
    except KeyError as error:
        raise ValueError(f"unknown requirement {error}") from None
    subok = "E" not in wanted
    wanted.discard("E")
    order = "A"
    if wanted >= {"C", "F"}:
        raise ValueError('Cannot specify both "C" and "F" order')
    if "F" in wanted:
        order = "F"
    elif "C" in wanted:
        order = "C"
    from .. import array

    made = array(a, dtype=dtype, order=order, copy=None, subok=subok)
    wanted -= {"C", "F"}
    if any(not made.flags[flag] for flag in wanted):
        return made.copy(order)
    return made


require = array_function(require, [])
