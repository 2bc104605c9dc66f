"""Building C extensions in tests. There is no C API to build against, so such tests are skipped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["build_and_import_extension", "compile_extension_module"]


def build_and_import_extension(
    modname: str,
    functions: Sequence[tuple[str, str, str]],
    *,
    prologue: str = "",
    build_dir: Path | None = None,
    include_dirs: Sequence[str] | None = None,
    more_init: str = "",
) -> Any:
    """Skip the running test: it needs a C extension, named `modname`."""
    _skip(modname)


def compile_extension_module(
    name: str,
    builddir: Path,
    include_dirs: Sequence[str],
    source_string: str,
    libraries: Sequence[str] | None = None,
    library_dirs: Sequence[str] | None = None,
) -> Path:
    """Skip the running test: it needs a C extension, called `name`."""
    _skip(name)


def _skip(name: str) -> NoReturn:
    import unittest

    raise unittest.SkipTest(f"no C API to build the extension {name!r} against")
