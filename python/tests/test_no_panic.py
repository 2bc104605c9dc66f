"""Whatever is handed to a function, it answers or raises one of Python's exceptions: nothing panics in Rust."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stridewise as np

# They open what they are given, print, or change what holds for the whole process.
EXCLUDED = {
    "DataSource", "fromfile", "get_include", "info", "load", "loadtxt", "memmap", "save", "savetxt", "savez",
    "savez_compressed", "set_printoptions", "setbufsize", "seterr", "seterrcall", "show_config", "show_runtime", "test",
    "printoptions", "errstate",
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(np, name)
    for name in sorted(dir(np))
    if not name.startswith("_") and name not in EXCLUDED and callable(getattr(np, name))
}
METHODS = [
    name for name in sorted(dir(np.ndarray)) if not name.startswith("_") and name not in ("tofile", "dump", "dumps")
]
OPERATORS = [
    name
    for name in sorted(dir(np.ndarray))
    if name.startswith("__") and name not in ("__class__", "__init_subclass__", "__subclasshook__", "__reduce_ex__")
]
UFUNC_METHODS = ["reduce", "accumulate", "reduceat", "outer", "at", "resolve_dtypes", "__call__"]
KEYWORDS = [
    "axis",
    "dtype",
    "out",
    "where",
    "keepdims",
    "initial",
    "order",
    "casting",
    "mode",
    "shape",
    "axes",
    "subok",
]


class Strange:
    """Claims to be an array, and is none."""

    shape = (2, -1)
    dtype = "no dtype"

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("no array")

    def __index__(self) -> int:
        raise ZeroDivisionError("no index")


class Interface:
    """An array interface whose parts contradict each other."""

    __array_interface__: ClassVar = {
        "version": 3,
        "shape": (2, 3),
        "typestr": "<f8",
        "data": b"few",
        "strides": (1 << 62, 8),
    }


# Sizes are small or beyond any memory: what lies between would only be slow.
SIMPLE: list[Any] = [
    None, True, False, 0, 1, -1, 2, 3, 5, -7, 2**62, -(2**63), 2**63, 2**64, -(2**70), 10**400, 0.0, -0.5, 1.5, 1e308,
    float("nan"), float("inf"), -float("inf"), 1j, complex("nan+infj"), "", "x", "f8", ">i2", "C", "F", "K", "unsafe",
    "wrap", "int32, float64", "\udc80", "é" * 40, b"", b"\xff\0", ..., slice(None), slice(5, -9, -(2**62)), range(3),
    int, object, len, Strange(), Interface, Interface(), NotImplemented, memoryview(b"abcdefgh"), bytearray(3),
    np.float16(1.5), np.int8(-128), np.uint64(2**64 - 1), np.complex64(1j), np.bool(True), np.dtype("f4"),
]  # fmt: skip


def arrays() -> list[Any]:
    """Made afresh for each example: some calls write."""
    base = np.arange(24.0).reshape(2, 3, 4)
    frozen = np.arange(4)
    frozen.flags.writeable = False
    return [
        base, base.T, base[:, ::-2], base[:0], np.array(3), np.array([True, False, True]), np.array([[1, 2], [3, -4]]),
        np.zeros((3, 0, 2), "c8"), np.broadcast_to(np.int16(7), (2, 3, 4)), np.array([1, -1, 300], ">i4"), frozen,
        np.array([0.0, float("nan"), float("inf"), -1.0], "f2"), np.ones((1,) * 20), np.array([5, 2**63], "u8"),
        np.frombuffer(b"\0" * 17, "u1")[1:].view("f8"), np.arange(3, dtype="u1"), np.eye(3, dtype="F"),
    ]  # fmt: skip


simple = st.sampled_from(range(len(SIMPLE))).map(SIMPLE.__getitem__)
array = st.sampled_from(range(17)).map(lambda place: arrays()[place])
value = st.recursive(
    simple | array,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=1), inner, max_size=1)
    ),
    max_leaves=4,
)
arguments = st.lists(value, max_size=4)
keywords = st.dictionaries(st.sampled_from(KEYWORDS), value, max_size=2)
examples = settings(
    derandomize=True, deadline=None, database=None, max_examples=300, suppress_health_check=list(HealthCheck)
)


def answers_or_raises(call: Callable[..., Any], *positional: Any, **named: Any) -> None:
    """A panic is no `Exception`, and passes through to fail the test."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            result = call(*positional, **named)
            repr(result) if not isinstance(result, np.ndarray) or result.size < 1000 else None
        except SystemError as error:
            pytest.fail(f"an answer without a result: {error}")
        except Exception:
            pass


@examples
@given(st.sampled_from(sorted(FUNCTIONS)), arguments, keywords)
def test_functions(name: str, positional: list[Any], named: dict[str, Any]) -> None:
    answers_or_raises(FUNCTIONS[name], *positional, **named)


@examples
@given(array, st.sampled_from(METHODS), arguments, keywords)
def test_methods(target: Any, name: str, positional: list[Any], named: dict[str, Any]) -> None:
    answers_or_raises(lambda: getattr(target, name)(*positional, **named))
    for argument in positional[:1]:
        answers_or_raises(setattr, target, name, argument)


@examples
@given(array, st.sampled_from(OPERATORS), arguments)
def test_operators(target: Any, name: str, positional: list[Any]) -> None:
    answers_or_raises(lambda: getattr(target, name)(*positional))


@examples
@given(
    st.sampled_from(sorted(name for name, ufunc in FUNCTIONS.items() if isinstance(ufunc, np.ufunc))),
    st.sampled_from(UFUNC_METHODS),
    arguments,
    keywords,
)
def test_ufunc_methods(name: str, method: str, positional: list[Any], named: dict[str, Any]) -> None:
    answers_or_raises(getattr(FUNCTIONS[name], method), *positional, **named)


@examples
@given(
    st.sampled_from(["dtype", "array", "asarray", "result_type", "can_cast", "finfo", "iinfo", "ndarray"]),
    arguments,
    keywords,
)
def test_makers(name: str, positional: list[Any], named: dict[str, Any]) -> None:
    answers_or_raises(getattr(np, name), *positional, **named)


@examples
@given(st.sampled_from([n for n in dir(np.random.Generator) if not n.startswith("_")]), arguments, keywords)
def test_random_distributions(name: str, positional: list[Any], named: dict[str, Any]) -> None:
    answers_or_raises(getattr(np.random.default_rng(1), name), *positional, **named)
