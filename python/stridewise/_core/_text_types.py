"""``str_`` and ``bytes_``: Python's text and bytes with a place in the hierarchy of scalar types."""

from __future__ import annotations

from typing import Any

from .._stridewise import _set_text_types, character


class str_(str, character):
    """Text: a ``str`` that is also a scalar, whose dtype is that of so many characters.

    >>> np.str_("abc").dtype
    dtype('<U3')
    """

    __slots__ = ()
    __module__ = "stridewise"

    def __repr__(self) -> str:
        return f"np.str_({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),)


class bytes_(bytes, character):
    """Bytes: a ``bytes`` that is also a scalar, whose dtype is that of so many bytes.

    >>> np.bytes_(b"abc").dtype
    dtype('S3')
    """

    __slots__ = ()
    __module__ = "stridewise"

    def __repr__(self) -> str:
        return f"np.bytes_({bytes(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (bytes(self),)


_set_text_types(str_, bytes_)
