"""What a run depends on besides its own code: versions of what is loaded, the machine, and files."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from importlib import metadata
from typing import Any

# Of the libraries that a program has imported, those whose versions change results.
LIBRARIES = (
    "stridewise", "numpy", "scipy", "pandas", "polars", "sklearn", "torch", "tensorflow", "jax", "matplotlib",
)  # fmt: skip
_PIECE = 1 << 20


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that are loaded.

    >>> from stridewise.experiment.surroundings import versions
    >>> versions().keys() >= {"python", "stridewise"}
    True
    """
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        module = sys.modules.get(name)
        if module is None:
            continue
        version = getattr(module, "__version__", None)
        if not isinstance(version, str):
            try:
                version = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
        found[name] = version
    return dict(sorted(found.items()))


def _processor() -> str:
    """The processor's name, as Linux has it, or what Python knows of it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> int | None:
    """Bytes of memory."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _processors() -> int | None:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count()


def machine() -> dict[str, Any]:
    """The machine: its name, system, processor, processors that may be used, and bytes of memory."""
    return {
        "host": platform.node(),
        "system": platform.platform(),
        "processor": _processor(),
        "processors": _processors(),
        "memory": _memory(),
    }


def digest_of(path: str) -> dict[str, Any]:
    """A file's size in bytes and its SHA-256; raises `OSError` where it cannot be read."""
    total = hashlib.sha256()
    size = 0
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
            size += len(piece)
    return {"bytes": size, "sha256": total.hexdigest()}
