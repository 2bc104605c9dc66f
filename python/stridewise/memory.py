"""What arrays hold of the machine's memory, and giving back what they no longer need.

Memory of dropped arrays is kept for the next results, since fresh memory costs more than the arithmetic on it. What is
kept is bounded by 64 MB, or by what is in use where that is more.

>>> import stridewise as np
>>> before = np.memory.usage()
>>> a = np.ones(1_000_000)
>>> np.memory.usage().live - before.live >= a.nbytes
True
"""

from __future__ import annotations

from typing import NamedTuple

from ._stridewise import _memory_release, _memory_reset_peak, _memory_usage

__all__ = ["Usage", "release", "reset_peak", "usage"]


class Usage(NamedTuple):
    """Bytes in blocks of at least 1 KiB; smaller ones are not counted."""

    live: int
    """In use by arrays."""
    pending: int
    """Reserved for results that wait to be computed; nobody has touched them yet."""
    held: int
    """Kept for the next results."""
    peak: int
    """The most that were in use at once, since the start or the last :func:`reset_peak`."""


def usage() -> Usage:
    """What is in use and what is kept now."""
    return Usage(*_memory_usage())


def release() -> int:
    """Gives what is kept back to the system, and tells how many bytes that were."""
    return int(_memory_release())


def reset_peak() -> None:
    """Counts the peak anew, from what is in use now."""
    _memory_reset_peak()
