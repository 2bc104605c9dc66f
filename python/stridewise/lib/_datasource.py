"""Files by name, unpacked by their suffix."""

from __future__ import annotations

import os
from typing import Any

__all__ = ["open_by_suffix"]


def open_by_suffix(path: str | os.PathLike[str], mode: str = "r", encoding: str | None = None) -> Any:
    """Open a file, which ``.gz``, ``.bz2``, ``.xz`` and ``.lzma`` say is compressed.

    Raises
    ------
    FileNotFoundError
        If the file is to be read and is not there.
    """
    name = os.fspath(path)
    suffix = os.path.splitext(name)[1]
    opener: Any = open
    if suffix == ".gz":
        import gzip

        opener = gzip.open
    elif suffix == ".bz2":
        import bz2

        opener = bz2.open
    elif suffix in (".xz", ".lzma"):
        import lzma

        opener = lzma.open
    if reads_by_name_only(mode) and not os.path.exists(name):
        raise FileNotFoundError(f"{name} not found.")
    if opener is not open and "b" not in mode and "t" not in mode:
        mode += "t"
    return opener(name, mode, encoding=None if "b" in mode else encoding)


def reads_by_name_only(mode: str) -> bool:
    """Whether the mode needs the file to exist."""
    return not set(mode) & set("wax")
