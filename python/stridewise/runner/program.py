"""Running a script or a module as the interpreter itself would: its name, arguments, path, errors, exit status."""

import importlib.machinery
import importlib.util
import io
import os
import sys
from collections.abc import Callable, Sequence
from types import CodeType, ModuleType, TracebackType

from . import substitution

_OWN_FOLDER = os.path.dirname(__file__) + os.sep


def run_script(script: str, arguments: Sequence[str]) -> int:
    """Run a Python file as ``python script arguments`` would, on Stridewise; return the exit status."""
    path = os.path.abspath(script)
    try:
        with io.open_code(path) as file:
            source = file.read()
    except OSError as error:
        print(f"stridewise: can't open file {path!r}: [Errno {error.errno}] {error.strerror}", file=sys.stderr)
        return 2
    sys.argv = [script, *arguments]
    _set_first_path(os.path.dirname(os.path.realpath(path)))

    def prepare(main: ModuleType) -> CodeType:
        main.__file__ = path
        main.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
        return compile(source, path, "exec", dont_inherit=True)

    return _run(prepare, path)


def run_module(name: str, arguments: Sequence[str]) -> int:
    """Run a module, or the ``__main__`` of a package, as ``python -m name`` would; return the exit status."""
    sys.argv = ["-m", *arguments]
    _set_first_path(os.getcwd())

    def prepare(main: ModuleType) -> CodeType:
        spec = _specification(name)
        code = getattr(spec.loader, "get_code", lambda name: None)(spec.name)
        if code is None or spec.origin is None:
            raise SystemExit(f"stridewise: No code object available for {spec.name}")
        sys.argv[0] = spec.origin
        main.__file__ = spec.origin
        main.__loader__ = spec.loader
        main.__package__ = spec.parent
        main.__spec__ = spec
        vars(main)["__cached__"] = spec.cached
        substitution.install(spec.origin)
        return code  # type: ignore[no-any-return]

    return _run(prepare)


def _specification(name: str) -> importlib.machinery.ModuleSpec:
    """Where the code of a module is, or of a package's ``__main__``; this imports the packages around it."""
    for candidate in (name, f"{name}.__main__"):
        try:
            spec = importlib.util.find_spec(candidate)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{candidate}.".startswith(f"{error.name}."):
                raise
            spec = None
        if spec is None:
            raise SystemExit(f"stridewise: No module named {candidate}")
        if spec.submodule_search_locations is None:
            return spec
    raise SystemExit(f"stridewise: {name} is a package and cannot be directly executed")


def _set_first_path(folder: str) -> None:
    if not sys.flags.safe_path:
        sys.path[0] = folder


def _run(prepare: Callable[[ModuleType], CodeType], *program_files: str) -> int:
    """Execute the code that `prepare` gives in a fresh ``__main__``.

    Exceptions leave by the interpreter's own way out, so that exit status, hooks and signals are as ever; only
    the traceback is shortened to begin in the program.
    """
    substitution.install(*program_files)
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    try:
        exec(prepare(main), vars(main))
    except SystemExit:
        raise
    except BaseException as error:
        _leave_out_own_frames(error)
        shown = error.__traceback__
        hook = sys.excepthook

        def report(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
            hook(kind, value.with_traceback(shown), shown)

        sys.excepthook = report
        raise
    return 0


def _leave_out_own_frames(error: BaseException) -> None:
    """Unlink the frames of this package from the tracebacks of an exception and of those that led to it."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        exception = waiting.pop()
        if exception is None or id(exception) in seen:
            continue
        seen.add(id(exception))
        waiting += [exception.__cause__, exception.__context__]
        frames: list[TracebackType] = []
        trace = exception.__traceback__
        while trace is not None:
            if not trace.tb_frame.f_code.co_filename.startswith(_OWN_FOLDER):
                frames.append(trace)
            trace = trace.tb_next
        following: TracebackType | None = None
        for frame in reversed(frames):
            frame.tb_next = following
            following = frame
        exception.__traceback__ = following
