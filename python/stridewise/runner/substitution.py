"""Who gets Stridewise for ``import numpy``: the program. Who keeps the real one: the libraries it uses.

The file of the importing module decides. ``sys.modules["numpy"]`` stays the real NumPy, or absent, so that
libraries of either kind can live in one process.
"""

import builtins
import functools
import importlib
import os
import site
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from types import FrameType, ModuleType
from typing import Any

_STANDARD_PATHS = ("stdlib", "platstdlib", "purelib", "platlib")
_LIBRARY_FOLDERS = frozenset({"site-packages", "dist-packages"})

# The file named on the command line is the program, wherever it is kept.
_program_files: set[str] = set()


def install(*program_files: str) -> None:
    """From now on, give Stridewise to these files and to all code outside the folders of libraries."""
    _program_files.update(map(os.path.realpath, program_files))
    _is_program_file.cache_clear()
    if not isinstance(builtins.__import__, functools.partial):
        builtins.__import__ = functools.partial(_import, builtins.__import__)
        importlib.import_module = functools.wraps(importlib.import_module)(
            functools.partial(_import_module, importlib.import_module)
        )


def _import(
    original: Callable[..., ModuleType],
    name: str,
    globals: Mapping[str, Any] | None = None,
    locals: Mapping[str, Any] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    # An import from C passes the globals of whatever Python function is running, and an empty list; the importer
    # is then the compiled code, which is a library's.
    by_compiled_code = isinstance(fromlist, list) and not fromlist
    if level or not _is_numpys(name) or by_compiled_code or not _program_asks(globals, sys._getframe(1)):
        return original(name, globals, locals, fromlist, level)
    module = _ours(name)
    if not fromlist:
        return _ours("numpy")
    for wanted in fromlist:
        if wanted != "*" and not hasattr(module, wanted):
            submodule = f"{name}.{wanted}"
            if _find_ours(submodule) is None:
                raise ImportError(_absence(submodule), name=name)
    return module


def _import_module(original: Callable[..., ModuleType], name: str, package: str | None = None) -> ModuleType:
    if _is_numpys(name) and _program_asks(None, sys._getframe(1)):
        return _ours(name)
    return original(name, package)


def _is_numpys(name: str) -> bool:
    return name == "numpy" or name.startswith("numpy.")


def _program_asks(namespace: Mapping[str, Any] | None, frame: FrameType | None) -> bool:
    """Whether the code that imports is the program's. Code without a file belongs to whoever runs it."""
    file = _file_of(namespace) if namespace is not None else None
    while file is None and frame is not None:
        file = _file_of(frame.f_globals)
        frame = frame.f_back
    return file is not None and _is_program_file(file)


def _file_of(namespace: Mapping[str, Any]) -> str | None:
    file = namespace.get("__file__") or getattr(namespace.get("__spec__"), "origin", None)
    if file in ("built-in", "frozen"):
        # Frozen modules are the interpreter's own.
        return sysconfig.get_path("stdlib")
    return file if isinstance(file, str) else None


@functools.cache
def _is_program_file(file: str) -> bool:
    path = os.path.realpath(file)
    if path in _program_files:
        return True
    in_library_folder = not _LIBRARY_FOLDERS.isdisjoint(path.split(os.sep))
    return not in_library_folder and not any(_is_inside(path, root) for root in _library_roots())


def _is_inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root + os.sep)


@functools.cache
def _library_roots() -> tuple[str, ...]:
    roots = [sysconfig.get_path(name) for name in _STANDARD_PATHS]
    roots += [*site.getsitepackages(), site.getusersitepackages(), os.path.dirname(os.path.dirname(__file__))]
    return tuple(os.path.realpath(root) for root in roots)


def _ours(name: str) -> ModuleType:
    """The module of Stridewise that stands for a module of NumPy.

    Raises
    ------
    ModuleNotFoundError
        Naming NumPy's module, if there is none.
    """
    module = _find_ours(name)
    if module is None:
        raise ModuleNotFoundError(_absence(name), name=name)
    return module


def _find_ours(name: str) -> ModuleType | None:
    own_name = "stridewise" + name.removeprefix("numpy")
    try:
        module = importlib.import_module(own_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{own_name}.".startswith(f"{error.name}."):
            raise
        return None
    _name_what_is_missing(module)
    return module


def _absence(name: str) -> str:
    return f"stridewise has no {name!r} yet"


@functools.cache
def _name_what_is_missing(module: ModuleType) -> None:
    """Let the module say of a missing attribute, in NumPy's terms, that Stridewise lacks it."""
    find: Callable[[str], Any] | None = vars(module).get("__getattr__")
    numpys_name = "numpy" + module.__name__.removeprefix("stridewise")

    def __getattr__(name: str) -> Any:
        try:
            if find is None:
                raise AttributeError
            found = find(name)
        except AttributeError:
            raise AttributeError(_absence(f"{numpys_name}.{name}"), name=name, obj=module) from None
        if isinstance(found, ModuleType) and found.__name__.startswith(f"{module.__name__}."):
            _name_what_is_missing(found)
        return found

    module.__getattr__ = __getattr__  # type: ignore[method-assign]
    for member in list(vars(module).values()):
        if isinstance(member, ModuleType) and member.__name__.startswith(module.__name__ + "."):
            _name_what_is_missing(member)
