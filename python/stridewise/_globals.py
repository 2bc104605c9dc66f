"""Marks with a meaning of their own."""

from __future__ import annotations

import enum
from typing import Any

__all__ = ["_CopyMode", "_NoValue"]


class _NoValueType:
    """The class of `_NoValue`: an argument that was not given, where `None` means something else."""

    _instance: _NoValueType | None = None

    def __new__(cls) -> _NoValueType:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), ())

    def __repr__(self) -> str:
        return "<no value>"


_NoValue = _NoValueType()


class _CopyMode(enum.Enum):
    """What `copy=` of `array` can also be given as; members have a truth value only where a flag says the same."""

    ALWAYS = True
    NEVER = False
    IF_NEEDED = 2

    def __bool__(self) -> bool:
        if self is _CopyMode.IF_NEEDED:
            raise ValueError(f"{self} is neither True nor False.")
        return self is _CopyMode.ALWAYS
