"""Runs a program and writes down all that it shows."""

from __future__ import annotations

import array
import copy
import functools
import gc
import hashlib
import io
import pickle
import random
import re
import sys
import threading
import warnings
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType, TracebackType
from typing import Any

try:
    import numpy
except ImportError:  # What is exchanged with NumPy then fails alike in every mode.
    numpy = None  # type: ignore[assignment]

FILE = "program"
SHOWN_WARNING = re.compile(rf"^{FILE}:(\d+): (\w+): (.*)$")
WILD = [0.0, -0.0, 1.0, -1.0, 2.5, -3.0, 1e300, -1e300, 1e-310, float("inf"), float("-inf"), float("nan"), 7.0, 100.0]

# A line of the program; what happened; the facts as text; bytes of an array.
Event = tuple[int, str, str, bytes]
# Category, text, file, line.
Heard = tuple[str, str, str, int]


@dataclass(slots=True)
class Record:
    """All that one run showed."""

    events: list[Event] = field(default_factory=list)
    # What each recorder of warnings heard, in order.
    logs: list[list[Heard]] = field(default_factory=list)
    # What went to the standard error stream, in order.
    shown: list[Heard] = field(default_factory=list)
    # Whether something failed in the middle of a statement, so that parts of it may not have been computed.
    broke_off: bool = False

    def digest(self) -> str:
        """Of everything but the warnings."""
        state = hashlib.blake2b(digest_size=12)
        for line, what, facts, content in self.events:
            state.update(f"{line}|{what}|{facts}|{len(content)}|".encode())
            state.update(content)
        return state.hexdigest()

    def digest_of_logs(self) -> str:
        return hashlib.blake2b(repr(self.logs).encode(), digest_size=8).hexdigest()

    def all_warnings(self) -> list[Heard]:
        """Those of all recorders and of the error stream, sorted."""
        return sorted([heard for log in self.logs for heard in log] + self.shown)


@functools.lru_cache(maxsize=64)
def numbers(key: int, count: int, kind: str) -> list[float]:
    """Floats: small halves or whole ones, or among them all that is difficult."""
    rng = random.Random(key)
    if kind == "plain":
        return [rng.randrange(-9, 10) / 2 if key % 2 else float(rng.randrange(7)) for _ in range(count)]
    return [rng.choice(WILD) if rng.random() < 0.3 else rng.gauss(0, 3) for _ in range(count)]


@functools.lru_cache(maxsize=64)
def raw(key: int, count: int, kind: str) -> bytes:
    """The same as float64; many of them are a few again and again."""
    few = array.array("d", numbers(key, min(count, 2003), kind)).tobytes()
    return (few * (8 * count // max(len(few), 1) + 1))[: 8 * count]


class Stage:
    """The names that a program finds, and the record that they write."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.record = Record()
        self.of_thread = threading.local()
        self.logs: list[Any] = []
        self.scalars = (module.generic, numpy.generic) if numpy else module.generic
        self.names: dict[str, Any] = {
            "__name__": FILE,
            "np": module,
            "numpy": numpy,
            "attempt": Attempt(self, expected=False),
            "refusal": Attempt(self, expected=True),
            "read": self.read,
            "note": self.note,
            "heard": self.logs.append,
            "showing": showing,
            "told": lambda kind, flag: self.tell("told", f"{kind} {flag}"),
            "gone": lambda reference: self.tell("gone", ""),
            "at_once": self.at_once,
            "evaluate": getattr(module, "evaluate", lambda *arrays: None),
            "settle": self.settle,
            "refcount": sys.getrefcount,
            "numbers": numbers,
            "raw": raw,
            "warnings": warnings,
            "weakref": weakref,
            "pickle": pickle,
            "copy": copy,
            "gc": gc,
            **classes(module),
        }
        self.names["Teller"] = functools.partial(Teller, self)
        for name in ("Tagged", "Watching", "Wrapped", "Takeover"):
            self.names[name].stage = self

    def tell(self, what: str, facts: str, content: bytes = b"", line: int = 0) -> None:
        events = getattr(self.of_thread, "events", None)
        (self.record.events if events is None else events).append((line, what, facts, content))

    def read(self, value: Any) -> None:
        self.describe(value, sys._getframe(1).f_lineno)

    def note(self, *found: Any) -> None:
        for value in found:
            self.describe(value, sys._getframe(1).f_lineno)

    def describe(self, value: Any, line: int) -> None:
        if isinstance(value, self.module.ndarray):
            flags = value.flags
            facts = (
                f"{type(value).__name__} {value.dtype.str} {value.shape} {value.strides} "
                f"{flags.c_contiguous:d}{flags.f_contiguous:d}{flags.writeable:d}{flags.owndata:d}"
            )
            self.tell("array", facts, value.tobytes(), line)
        elif isinstance(value, self.scalars):
            self.tell("scalar", f"{type(value).__name__} {value.dtype.str}", value.tobytes(), line)
        elif isinstance(value, tuple | list) and any(isinstance(item, self.scalars) for item in value):
            for item in value:
                self.describe(item, line)
        else:
            self.tell("value", f"{type(value).__name__} {value!r}", b"", line)

    def settle(self, *kept: Any) -> None:
        """Has everything computed that has a name, and what is handed over."""
        arrays = (self.module.ndarray,)
        self.names["evaluate"](*[value for value in [*self.names.values(), *kept] if isinstance(value, arrays)])

    def at_once(self, *parts: Callable[[], None]) -> None:
        """Runs each part in a thread of its own, and writes down what they did one after the other."""
        found: list[list[Event]] = [[] for _ in parts]

        def run(part: Callable[[], None], events: list[Event]) -> None:
            self.of_thread.events = events
            with Attempt(self, expected=False):
                part()

        threads = [threading.Thread(target=run, args=pair) for pair in zip(parts, found, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for events in found:
            self.record.events += events


class Attempt:
    """A block in which an exception is written down and goes no further."""

    def __init__(self, stage: Stage, expected: bool) -> None:
        self.stage = stage
        self.expected = expected

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        line = trace.tb_lineno if trace else 0
        self.stage.tell("raised", f"{type(error).__name__}: {error}", b"", line)
        if not self.expected:
            self.stage.record.broke_off = True
        return True


class Teller:
    """What `errstate(call=...)` takes for the state `log`."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def write(self, text: str) -> None:
        self.stage.tell("log", text)


@functools.cache
def classes(module: ModuleType) -> dict[str, type]:
    """Subclasses and stand-ins of the module's arrays."""
    ndarray: Any = module.ndarray

    class Tagged(ndarray):  # type: ignore[misc]
        """Hands its tag on, and tells when."""

        stage: Any = None

        def __array_finalize__(self, source: Any) -> None:
            self.tag = getattr(source, "tag", 0) + 1
            self.stage.tell("finalized", f"{type(source).__name__} {self.shape}")

    class Watching(ndarray):  # type: ignore[misc]
        """Sees every operation before it runs."""

        stage: Any = None

        def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **keywords: Any) -> Any:
            self.stage.tell("watched", f"{ufunc.__name__} {method} {sorted(keywords)}")
            plain = [each.view(ndarray) if isinstance(each, Watching) else each for each in inputs]
            if "out" in keywords:
                keywords["out"] = tuple(
                    each.view(ndarray) if isinstance(each, Watching) else each for each in keywords["out"]
                )
            return getattr(ufunc, method)(*plain, **keywords)

    class Wrapped(ndarray):  # type: ignore[misc]
        """Tells of results that are handed to it."""

        stage: Any = None

        def __array_wrap__(self, result: Any, context: Any = None, return_scalar: bool = False) -> Any:
            self.stage.tell("wrapped", f"{context[0].__name__ if context else None} {result.shape}")
            return result.view(Wrapped)

    class Takeover:
        """Takes operations over and computes nothing."""

        stage: Any = None

        def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **keywords: Any) -> str:
            return f"{ufunc.__name__} {method} {[type(each).__name__ for each in inputs]}"

    class Listed:
        """Becomes an array when asked."""

        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return module.array(2.0, dtype)

    return {"Tagged": Tagged, "Watching": Watching, "Wrapped": Wrapped, "Takeover": Takeover, "Listed": Listed}


def showing(log: list[Any]) -> Callable[..., None]:
    """A function to show warnings with, which puts them into a list."""

    def show(message: Any, category: type[Warning], filename: str, lineno: int, *rest: Any) -> None:
        log.append(warnings.WarningMessage(message, category, filename, lineno))

    return show


def run(source: str, module: ModuleType) -> Record:
    """The record of a program over `module`, which is `stridewise` or stands for it."""
    stage = Stage(module)
    warnings_seen: dict[Any, Any] = getattr(warnings, "onceregistry", {})
    warnings_seen.clear()
    stream = io.StringIO()
    outer, sys.stderr = sys.stderr, stream
    error_state, error_call = module.geterr(), module.geterrcall()
    try:
        with warnings.catch_warnings():
            with Attempt(stage, expected=False):
                exec(compile(source, FILE, "exec"), stage.names)
            stage.names.clear()
    finally:
        sys.stderr = outer
        module.seterr(**error_state)
        module.seterrcall(error_call)
    record = stage.record
    record.logs = [
        [(each.category.__name__, str(each.message), each.filename, each.lineno) for each in log] for log in stage.logs
    ]
    for line in stream.getvalue().splitlines():
        match = SHOWN_WARNING.match(line)
        if match:
            record.shown.append((match[2], match[3], FILE, int(match[1])))
        else:
            record.events.append((0, "error stream", line, b""))
    return record
