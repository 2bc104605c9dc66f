"""Comparing version numbers of NumPy."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["NumpyVersion"]


class NumpyVersion:
    """A version such as ``1.10.0``, ``1.10.0rc1`` or ``1.10.0.dev-abc``, to be compared with others.

    Development versions come before the releases that they lead to.

    Examples
    --------
    >>> from stridewise.lib import NumpyVersion
    >>> NumpyVersion("1.9.2") < "1.10.0"
    True
    """

    __module__ = "stridewise.lib"

    def __init__(self, vstring: str) -> None:
        self.vstring = vstring
        found = re.match(r"(\d+)\.(\d+)\.(\d+)", vstring)
        if not found:
            raise ValueError("Not a valid numpy version string")
        self.version = found.group()
        self.major, self.minor, self.bugfix = (int(part) for part in found.groups())
        before_release = re.match(r"(a|b|rc)\d+", vstring[found.end() :])
        self.pre_release = before_release.group() if before_release else ""
        self.is_devversion = ".dev" in vstring

    def _key(self) -> tuple[Any, ...]:
        # Alphas, betas and candidates sort by their letters, before the release; development comes before what it
        # leads to, and before all of these where it names none of them.
        kind = re.match(r"(a|b|rc)(\d+)", self.pre_release)
        before = (kind.group(1), int(kind.group(2))) if kind else ("" if self.is_devversion else "release", 0)
        return (self.major, self.minor, self.bugfix, before, not self.is_devversion)

    @staticmethod
    def _of(other: Any) -> NumpyVersion:
        if not isinstance(other, (str, NumpyVersion)):
            raise ValueError("Invalid object to compare with NumpyVersion.")
        return NumpyVersion(other) if isinstance(other, str) else other

    def __lt__(self, other: Any) -> bool:
        return self._key() < self._of(other)._key()

    def __le__(self, other: Any) -> bool:
        return self._key() <= self._of(other)._key()

    def __eq__(self, other: Any) -> bool:
        return self._key() == self._of(other)._key()

    def __ne__(self, other: Any) -> bool:
        return self._key() != self._of(other)._key()

    def __gt__(self, other: Any) -> bool:
        return self._key() > self._of(other)._key()

    def __ge__(self, other: Any) -> bool:
        return self._key() >= self._of(other)._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"NumpyVersion({self.vstring})"
