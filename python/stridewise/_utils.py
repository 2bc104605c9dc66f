"""Text as bytes and back, under the names that NumPy's own tests import."""

from __future__ import annotations

__all__ = ["asbytes", "asunicode"]


def asbytes(s: object) -> bytes:
    """Bytes as they are, anything else as its text in Latin 1."""
    return s if isinstance(s, bytes) else str(s).encode("latin1")


def asunicode(s: object) -> str:
    """Bytes decoded from Latin 1, anything else as its text."""
    return s.decode("latin1") if isinstance(s, bytes) else str(s)
