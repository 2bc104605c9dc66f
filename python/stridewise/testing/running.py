"""Running tests that stand elsewhere: in docstrings, in strings, in many threads at once."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


def rundocs(filename: str | None = None, raise_on_error: bool = True) -> None:
    """Run the examples in the docstrings of a Python file (of the caller's own without an argument).

    Raises
    ------
    AssertionError
        With the report, if an example fails and `raise_on_error` is true.
    """
    import doctest
    import importlib.util
    import sys
    from pathlib import Path

    if filename is None:
        filename = str(sys._getframe(1).f_globals["__file__"])
    spec = importlib.util.spec_from_file_location(Path(filename).stem, filename)
    if spec is None or spec.loader is None:
        raise ImportError(f"{filename!r} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder().find(module):
        runner.run(test, out=report.append if raise_on_error else None)
    if runner.failures and raise_on_error:
        raise AssertionError("Some doctests failed:\n" + "\n".join(report))


def runstring(astr: str, dict: dict[str, Any]) -> None:
    """Execute code in the names of a dictionary."""
    exec(astr, dict)


def decorate_methods(cls: type, decorator: Callable[[Any], Any], testmatch: Any = None) -> None:
    """Decorate the public methods of a class whose names look like those of tests.

    Parameters
    ----------
    testmatch : str or compiled pattern, optional
        Searched in the names; by default those that say ``test`` at the start of a word.
    """
    import re
    from inspect import isfunction

    pattern = re.compile(r"(?:^|[\b_./-])[Tt]est" if testmatch is None else testmatch)
    for name, function in list(vars(cls).items()):
        if isfunction(function) and not name.startswith("_") and pattern.search(name):
            setattr(cls, name, decorator(function))


def run_threaded(
    func: Callable[..., Any],
    max_workers: int = 8,
    pass_count: bool = False,
    pass_barrier: bool = False,
    outer_iterations: int = 1,
    prepare_args: Callable[[], Sequence[Any]] | None = None,
) -> None:
    """Call a function in so many threads at once, and raise what it raises.

    Parameters
    ----------
    func : callable
        Called with what the other parameters ask for, in this order.
    max_workers : int
        The number of threads, each of which calls it once.
    pass_count : bool
        Whether it gets the number of the thread.
    prepare_args : callable, optional
        Called in the calling thread, once a round; gives the arguments that all threads share.
    pass_barrier : bool
        Whether it gets a barrier at which the threads of a round can wait for each other.
    outer_iterations : int
        The number of rounds.
    """
    import threading
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(outer_iterations):
        with ThreadPoolExecutor(max_workers=max_workers) as pool:
            arguments = list(prepare_args()) if prepare_args is not None else []
            barrier = threading.Barrier(max_workers)
            if pass_barrier:
                arguments.append(barrier)
            futures = []
            try:
                for count in range(max_workers):
                    number = [count] if pass_count else []
                    futures.append(pool.submit(func, *number, *arguments))
            finally:
                if len(futures) < max_workers:
                    barrier.abort()
            for future in futures:
                future.result()


def _no_tracing(func: _Function) -> _Function:
    """Run a function without the trace function, whose references to frames would falsify counts."""
    import sys

    if not hasattr(sys, "gettrace"):
        return func

    @wraps(func)
    def untraced(*args: Any, **kwargs: Any) -> Any:
        tracer = sys.gettrace()
        try:
            sys.settrace(None)
            return func(*args, **kwargs)
        finally:
            sys.settrace(tracer)

    return untraced  # type: ignore[return-value]
