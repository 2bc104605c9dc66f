"""Facts of the interpreter and the installation that decide which tests make sense."""

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

verbose: int = 0

IS_PYPY: bool = sys.implementation.name == "pypy"
IS_PYSTON: bool = hasattr(sys, "pyston_version_info")
IS_WASM: bool = sys.platform in ("emscripten", "wasi")
IS_64BIT: bool = sys.maxsize > 2**32
IS_MUSL: bool = "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or "")
NOGIL_BUILD: bool = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
HAS_REFCOUNT: bool = hasattr(sys, "getrefcount") and not IS_PYSTON
# Matrix sizes are never narrowed to 32 bits, and products report floating-point errors.
HAS_LAPACK64: bool = True
BLAS_SUPPORTS_FPE: bool = True

NUMPY_ROOT: Path = Path(__file__).resolve().parents[1]


def _installed_in(folder: Path) -> bool:
    return any(folder.glob("stridewise-*.dist-info"))


_elsewhere = any(_installed_in(Path(entry)) for entry in sys.path if entry.endswith("site-packages"))
IS_EDITABLE: bool = _elsewhere and not _installed_in(NUMPY_ROOT.parent)
IS_INSTALLED: bool = _elsewhere


def check_support_sve(__cache: list[Any] = []) -> bool:
    """Whether this processor has Arm's scalable vectors (Linux only); asked once."""
    if not __cache:
        try:
            features = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        except OSError:
            features = ""
        __cache.append(any(line.startswith("Features") and " sve" in line for line in features.splitlines()))
    return bool(__cache[0])


def _get_glibc_version() -> str:
    """The version of the C library, or "0.0" where it is not glibc."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").rpartition(" ")
    except (ValueError, OSError):
        return "0.0"
    return version if name == "glibc" else "0.0"


def _glibc_older_than(version: str) -> bool:
    """Whether the C library is glibc and older than `version`."""
    own = _get_glibc_version()
    return own != "0.0" and _numbers(own) < _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
