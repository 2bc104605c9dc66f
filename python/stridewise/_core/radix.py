"""Integers in other bases."""

from __future__ import annotations

from typing import SupportsIndex

from .. import _stridewise as compiled

__all__ = ["base_repr", "binary_repr"]


def base_repr(number: SupportsIndex, base: int = 2, padding: int = 0) -> str:
    """An integer as text in a base from 2 to 36, with `padding` zeros before it.

    Examples
    --------
    >>> import stridewise as np
    >>> np.base_repr(255, 16)
    'FF'
    """
    text: str = compiled._base_repr(number, base, padding)
    return text


def binary_repr(num: SupportsIndex, width: int | None = None) -> str:
    """An integer as text in base 2; negative ones as two's complement if a `width` is given, else with a minus.

    Examples
    --------
    >>> import stridewise as np
    >>> np.binary_repr(-3, width=5)
    '11101'
    """
    text: str = compiled._binary_repr(num, width)
    return text
