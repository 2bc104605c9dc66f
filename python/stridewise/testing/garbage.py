"""Assertions about memory that only the cycle collector could free, or that nothing frees."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .environment import HAS_REFCOUNT

# A finaliser may make new cycles each time it runs; after so many rounds it will not stop.
_ROUNDS = 100


def break_cycles() -> None:
    """Free all reference cycles that are garbage now."""
    gc.collect()
    if not HAS_REFCOUNT:
        # Finalisers run in a later round there.
        for _ in range(3):
            gc.collect()


@contextmanager
def _expecting_no_cycles(name: str | None = None) -> Iterator[None]:
    __tracebackhide__ = True
    if not HAS_REFCOUNT:
        yield
        return
    enabled = gc.isenabled()
    flags = gc.get_debug()
    gc.disable()
    try:
        for _ in range(_ROUNDS):
            if gc.collect() == 0:
                break
        else:
            raise RuntimeError(
                "Unable to fully collect garbage - perhaps a __del__ method is creating more reference cycles?"
            )
        gc.set_debug(gc.DEBUG_SAVEALL)
        yield
        collected = gc.collect()
        found = gc.garbage[:]
    finally:
        gc.garbage.clear()
        gc.set_debug(flags)
        if enabled:
            gc.enable()
    if collected:
        import pprint

        calling = "" if name is None else f" when calling {name}"
        shown = "".join(
            f"\n  {type(item).__name__} object with id={id(item)}:\n    " + pprint.pformat(item).replace("\n", "\n    ")
            for item in found
        )
        raise AssertionError(
            f"Reference cycles were found{calling}: {collected} objects were collected, "
            f"of which {len(found)} are shown below:{shown}"
        )


def assert_no_gc_cycles(*args: Any, **kwargs: Any) -> Any:
    """Raise an AssertionError if a call, or a ``with`` block, leaves reference cycles behind as garbage.

    ``assert_no_gc_cycles(function, *args, **kwargs)``; the result of the call is dropped.
    """
    __tracebackhide__ = True
    if not args:
        return _expecting_no_cycles(**kwargs)
    function, *arguments = args
    with _expecting_no_cycles(name=function.__name__):
        function(*arguments, **kwargs)
    return None


def _assert_valid_refcount(op: Callable[[Any, Any], Any]) -> bool | None:
    """Raise an AssertionError if a binary operation keeps references to its operands or drops theirs."""
    if not HAS_REFCOUNT:
        return True
    import sys

    import stridewise as np

    operand = np.arange(100 * 100).reshape(100, 100)
    gc.disable()
    try:
        before = sys.getrefcount(operand)
        for _ in range(15):
            op(operand, operand)
        after = sys.getrefcount(operand)
    finally:
        gc.enable()
    if after != before:
        raise AssertionError(f"{op} changed the number of references to its operand from {before} to {after}")
    return None
