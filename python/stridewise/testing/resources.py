"""Temporary files, memory and time of the process, and tests that want much memory."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

# Fields of /proc/self/stat, counted from 0.
_USER_TIME_FIELD = 13
_MEMORY_FIELD = 22


@contextmanager
def tempdir(*args: Any, **kwargs: Any) -> Iterator[str]:
    """A folder that is removed afterwards with all that is in it; arguments as for `tempfile.mkdtemp`.

    Examples
    --------
    >>> with np.testing.tempdir() as folder:
    ...     written = open(folder + "/notes.txt", "w").write("three ones")
    """
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(*args, **kwargs)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def temppath(*args: Any, **kwargs: Any) -> Iterator[str]:
    """The path of an empty, closed file that is removed afterwards; arguments as for `tempfile.mkstemp`."""
    import tempfile

    handle, path = tempfile.mkstemp(*args, **kwargs)
    os.close(handle)
    try:
        yield path
    finally:
        Path(path).unlink()


def _stat_field(index: int) -> int:
    text = Path("/proc/self/stat").read_text(encoding="utf-8")
    # The second field is the program's name in parentheses, in which there may be spaces.
    return int(text.rpartition(")")[2].split()[index - 2])


def memusage() -> int:
    """The virtual memory of this process in bytes (Linux only)."""
    return _stat_field(_MEMORY_FIELD)


def jiffies() -> int:
    """The processor time that this process spent in its own code, in hundredths of a second (Linux only)."""
    return _stat_field(_USER_TIME_FIELD)


def measure(code_str: str, times: int = 1, label: str | None = None) -> float:
    """The processor time in seconds of running a statement, in the caller's names, so many times.

    Examples
    --------
    >>> np.testing.measure("sum(range(10))", times=100) < 1.0
    True
    """
    import sys
    import time

    caller = sys._getframe(1)
    code = compile(code_str, f"Test name: {label} ", "exec")
    start = time.process_time()
    for _ in range(times):
        exec(code, caller.f_globals, caller.f_locals)
    return time.process_time() - start


_SIZE_UNITS = {
    "": 1, "b": 1,
    "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4,
    "kb": 1000, "mb": 1000**2, "gb": 1000**3, "tb": 1000**4,
    "kib": 1024, "mib": 1024**2, "gib": 1024**3, "tib": 1024**4,
}  # fmt: skip


def _parse_size(size_str: str) -> int:
    """The bytes that a text such as ``"16 KiB"`` or ``"1 GB"`` says."""
    import re

    match = re.fullmatch(r"\s*(\d+|\d+\.\d+)\s*([a-z]*)\s*", size_str, re.IGNORECASE)
    if match is None or match.group(2).lower() not in _SIZE_UNITS:
        raise ValueError(f"value {size_str!r} not a valid size")
    return int(float(match.group(1)) * _SIZE_UNITS[match.group(2).lower()])


def _get_mem_available() -> float | None:
    """The bytes that this machine could still give out, or None where it does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    kibibytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    if "MemAvailable" in kibibytes:
        return 1024.0 * kibibytes["MemAvailable"]
    return 1024.0 * (kibibytes["MemFree"] + kibibytes["Cached"])


def check_free_memory(free_bytes: float) -> str | None:
    """Why so many bytes cannot be had, or None if they can.

    ``NPY_AVAILABLE_MEM`` in the environment, such as ``"16 GB"``, stands for what the machine says.
    """
    setting = os.environ.get("NPY_AVAILABLE_MEM")
    available: float | None
    if setting is not None:
        try:
            available = _parse_size(setting)
        except ValueError as error:
            raise ValueError(f"Invalid environment variable NPY_AVAILABLE_MEM: {error}") from error
        found = f"environment variable NPY_AVAILABLE_MEM={setting} set"
    else:
        available = _get_mem_available()
        if available is None:
            return "Could not determine available memory; set NPY_AVAILABLE_MEM (e.g. '16GB') to run the test."
        found = f"{available / 1e9} GB available"
    return None if available >= free_bytes else f"{free_bytes / 1e9} GB memory required, but {found}"


def requires_memory(free_bytes: float) -> Callable[[_Function], _Function]:
    """Decorate a test that is skipped without so much free memory, and may fail for want of it."""

    def decorate(func: _Function) -> _Function:
        @wraps(func)
        def with_memory(*args: Any, **kwargs: Any) -> Any:
            import pytest

            if (lack := check_free_memory(free_bytes)) is not None:
                pytest.skip(lack)
            try:
                return func(*args, **kwargs)
            except MemoryError:
                pytest.xfail("MemoryError raised")

        return with_memory  # type: ignore[return-value]

    return decorate
