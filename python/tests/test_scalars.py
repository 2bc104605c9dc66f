"""Scalars against NumPy: every type with every operator over special values, warnings included."""

from __future__ import annotations

import cmath
import copy
import itertools
import math
import operator
import pickle
import warnings
from collections.abc import Callable
from typing import Any

import numpy
import pytest

import stridewise

TYPES = [
    "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
]  # fmt: skip

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "divmod": divmod, "**": operator.pow, "<<": operator.lshift, ">>": operator.rshift,
    "&": operator.and_, "|": operator.or_, "^": operator.xor, "<": operator.lt, "<=": operator.le,
    "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg, "+": operator.pos, "abs": abs, "~": operator.invert, "bool": bool, "int": int,
    "float": float, "complex": complex, "index": operator.index, "hash": hash, "round": round,
    "round1": lambda x: round(x, 1),
    "round-1": lambda x: round(x, -1),
    "str": str, "repr": repr,
    "format": format, "floor": math.floor, "ceil": math.ceil, "trunc": math.trunc,
    "real": lambda x: x.real, "imag": lambda x: x.imag, "conj": lambda x: x.conjugate(),
    "is_integer": lambda x: x.is_integer(), "ratio": lambda x: x.as_integer_ratio(),
    "bit_count": lambda x: x.bit_count(), "item": lambda x: x.item(), "tolist": lambda x: x.tolist(),
    "numerator": lambda x: (x.numerator, x.denominator), "bytes": lambda x: bytes(memoryview(x)),
    "nbytes": lambda x: (x.itemsize, x.nbytes, x.size, x.ndim, x.shape, x.strides, x.base),
    "buffer": lambda x: (memoryview(x).format, memoryview(x).readonly, memoryview(x).shape),
    "sizeof": lambda x: x.__sizeof__(), "copy": copy.copy, "deepcopy": copy.deepcopy, "empty": lambda x: x[()],
    "pickle": lambda x: pickle.loads(pickle.dumps(x)), "T": lambda x: x.T, "hex": lambda x: x.hex(),
    "percent": lambda x: "%s %d" % (x, x),  # noqa: UP031
}  # fmt: skip


def values_of(name: str) -> list[Any]:
    if name == "bool":
        return [False, True]
    kind = numpy.dtype(name).kind
    if kind in "iu":
        limits = numpy.iinfo(name)
        return sorted({int(limits.min), int(limits.max), 0, 1, 2, 5, 100} | ({-1, -7} if kind == "i" else set()))
    if kind == "f":
        limits = numpy.finfo(name)
        tiny = [float(limits.smallest_subnormal), float(limits.tiny), float(limits.max)]
        return [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -3.75, 100.0, math.inf, -math.inf, math.nan, *tiny]
    return [0j, complex(-0.0, 0.0), 1 + 0j, 1j, -2.5 + 3j, complex(math.inf, 0), complex(math.nan, 1), 1e30 - 1e30j]


def outcome(call: Callable[[], Any]) -> Any:
    """What a call gives: type and bits of the result, and the warnings, or the kind of error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = plain(call())
        except Exception as error:
            return "TypeError" if isinstance(error, TypeError) else type(error).__name__
    return result, sorted(f"{w.category.__name__}: {w.message}" for w in caught)


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    name = type(value).__name__
    if hasattr(value, "dtype"):
        if not isinstance(value, (numpy.generic, stridewise.generic)):
            return name, str(value.dtype), value.shape, [plain(item) for item in value.tolist()]
        value, name = value.item(), f"np.{name}"
    if isinstance(value, float):
        return name, "nan" if math.isnan(value) else value.hex()
    if isinstance(value, complex):
        return name, plain(value.real), plain(value.imag)
    return name, value


def scalar(module: Any, name: str, value: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(module, name)(value)


def differences(cases: Any, call: Callable[[Any, Any], Any]) -> list[str]:
    found = []
    for case in cases:
        ours, theirs = outcome(lambda: call(stridewise, case)), outcome(lambda: call(numpy, case))
        if rounded(ours) != rounded(theirs):
            found.append(f"{case}: {ours} and not {theirs}")
    return found


def rounded(value: Any) -> Any:
    """The value with the last digits of floats dropped: NumPy's vectorised powers differ there from its scalar ones."""
    if isinstance(value, tuple):
        return tuple(rounded(item) for item in value)
    if isinstance(value, str) and "0x" in value:
        return f"{float.fromhex(value):.6e}"
    return value


def errors_depend_on_the_loop(symbol: str, left: Any, right: Any) -> bool:
    """Whether NumPy's vectorised and scalar loops disagree on the errors: zero to the power of minus infinity, and
    products of complex infinities and NaN."""
    if symbol == "**":
        return not left and right == -math.inf
    if symbol == "*":
        values = [complex(left), complex(right)]
        return any(map(cmath.isinf, values)) and any(map(cmath.isnan, values))
    return False


def complain(found: list[str]) -> None:
    assert not found, f"{len(found)} differ:\n" + "\n".join(found[:400])


@pytest.mark.parametrize("symbol", BINARY)
@pytest.mark.parametrize("left", TYPES)
def test_operators_between_scalars(left: str, symbol: str) -> None:
    def call(module: Any, case: Any) -> Any:
        (right, a, b) = case
        return BINARY[symbol](scalar(module, left, a), scalar(module, right, b))

    pairs = [(right, a, b) for right in TYPES for a in values_of(left) for b in values_of(right)]
    cases = [case for case in pairs if not errors_depend_on_the_loop(symbol, case[1], case[2])]
    complain(differences(cases, call))


PYTHON_NUMBERS = [
    False, True, 0, 1, -1, 3, 127, 128, -129, 255, 256, 2**31, 2**63 - 1, 2**63, -(2**63), 2**64, 2**70, 10**400,
    0.0, -0.0, 1.5, -2.5, 1e30, 1e300, math.inf, math.nan, 0j, 1j, 1.5 - 2j, complex(1e300, 1),
]  # fmt: skip


@pytest.mark.parametrize("symbol", BINARY)
@pytest.mark.parametrize("name", TYPES)
def test_operators_with_python_numbers(name: str, symbol: str) -> None:
    def call(module: Any, case: Any) -> Any:
        (number, value, reflected) = case
        own = scalar(module, name, value)
        return BINARY[symbol](number, own) if reflected else BINARY[symbol](own, number)

    huge = {"<<", "**"}
    numbers = [n for n in PYTHON_NUMBERS if symbol not in huge or not isinstance(n, int) or abs(n) < 2**70]
    cases = [
        case
        for case in itertools.product(numbers, values_of(name), [False, True])
        if symbol != "*" or not isinstance(case[0], complex) or not isinstance(case[1], float)
    ]
    complain(differences(cases, call))


@pytest.mark.parametrize("function", UNARY)
@pytest.mark.parametrize("name", TYPES)
def test_functions_of_one_scalar(name: str, function: str) -> None:
    values = [value for value in values_of(name) if function != "hash" or value == value]
    if function in ("round1", "round-1"):
        values = [value for value in values if not isinstance(value, (int, float)) or abs(value) < 1000]
    complain(differences(values, lambda module, value: UNARY[function](scalar(module, name, value))))


CONSTRUCTOR_ARGUMENTS: list[tuple[Any, ...]] = [
    (), (0,), (1,), (-1,), (300,), (2**63,), (2**64,), (10**400,), (1.5,), (1e30,), (1e300,), (math.inf,),
    (math.nan,), (1j,), (None,), ("12",), ("1.5",), ("x",), ("",), ("nan",), ("1+2j",), (b"12",), (b"1.5",),
    (True,), ([],), ([1, 2],), ([[1.5, 2]],), ((1, 2),), (range(3),), ({},), (1, 2), ("1", 2), (1, 2j), (1, 2, 3),
    (object,), (memoryview(b"ab"),), (bytearray(b"ab"),),
]  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_construction(name: str) -> None:
    complain(differences(CONSTRUCTOR_ARGUMENTS, lambda module, args: getattr(module, name)(*args)))


@pytest.mark.parametrize("name", TYPES)
def test_construction_from_scalars(name: str) -> None:
    cases = [(other, value) for other in TYPES for value in values_of(other)]
    complain(differences(cases, lambda m, case: getattr(m, name)(scalar(m, *case))))


METHODS: dict[str, Callable[[Any, Any], Any]] = {
    **{
        name: lambda module, x, name=name: getattr(x, name)()  # type: ignore[misc]
        for name in (
            "all any argmax argmin copy cumprod cumsum flatten max mean min nonzero prod ravel round squeeze sum "
            "transpose view sort diagonal trace conj tobytes byteswap resize setflags item tolist"
        ).split()
    },
    "astype": lambda module, x: x.astype("f4"),
    "astype int": lambda module, x: x.astype(module.int16),
    "clip": lambda module, x: x.clip(0, 1),
    "repeat": lambda module, x: x.repeat(2),
    "reshape": lambda module, x: x.reshape(1, 1),
    "take": lambda module, x: x.take([0, 0]),
    "view": lambda module, x: x.view("u1"),
    "getfield": lambda module, x: x.getfield("u1"),
    "setfield": lambda module, x: x.setfield(1, "u1"),
    "fill": lambda module, x: x.fill(1),
    "put": lambda module, x: x.put(0, 1),
    "compress": lambda module, x: x.compress([True]),
    "swapaxes": lambda module, x: x.swapaxes(0, 1),
    "searchsorted": lambda module, x: x.searchsorted(1),
    "item 0": lambda module, x: x.item(0),
    "item 1": lambda module, x: x.item(1),
    "item ()": lambda module, x: x.item(()),
    "x[...]": lambda module, x: x[...],
    "x[None]": lambda module, x: x[None],
    "x[0]": lambda module, x: x[0],
    "x[:]": lambda module, x: x[:],
    "len": lambda module, x: len(x),
    "iter": lambda module, x: iter(x),
    "flat": lambda module, x: list(x.flat),
    "data": lambda module, x: bytes(x.data),
    "flags": lambda module, x: str(x.flags),
    "array": lambda module, x: x.__array__(),
    "array f4": lambda module, x: x.__array__(module.dtype("f4")),
    "interface": lambda module, x: [x.__array_interface__[k] for k in ("typestr", "shape", "version", "descr")],
    "priority": lambda module, x: x.__array_priority__,
    "wrap": lambda module, x: x.__array_wrap__(module.array(3.0)),
    "wrap 1": lambda module, x: x.__array_wrap__(module.array([3.0])),
    "device": lambda module, x: (x.device, x.to_device("cpu")),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", TYPES)
def test_methods_shared_with_arrays(name: str, method: str) -> None:
    # NumPy rounds booleans as float16; here they stay booleans.
    if (name, method) != ("bool", "round"):
        complain(differences([0, 1, 3], lambda module, value: METHODS[method](module, getattr(module, name)(value))))


class WithFloat:
    def __float__(self) -> float:
        return 2.5


class WithIndex:
    def __index__(self) -> int:
        return 7


class WithComplex:
    def __complex__(self) -> complex:
        return 2j


class WithArray:
    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return numpy.array([1, 2])


class Refusing:
    __array_ufunc__ = None

    def answer(self, other: Any) -> str:
        return "mine"

    __add__ = __radd__ = __mul__ = __rmul__ = __lt__ = __gt__ = __eq__ = __pow__ = __rpow__ = answer  # type: ignore[assignment]


class Prior:
    __array_priority__ = 10.0

    def answer(self, other: Any) -> str:
        return "mine"

    __add__ = __radd__ = __mul__ = __rmul__ = __lt__ = __gt__ = __eq__ = __pow__ = __rpow__ = answer  # type: ignore[assignment]


class OwnFloat(float):
    pass


class OwnInt(int):
    pass


OTHERS = [
    WithFloat(), WithIndex(), WithComplex(), Refusing(), Prior(), OwnFloat(2), OwnInt(2), None, "a", b"a",
    [1, 2], (1, 2), [], {}, set(), object(), [1.5, 2], [[1], [2]], memoryview(b"ab"), range(2),
]  # fmt: skip


@pytest.mark.parametrize("symbol", BINARY)
@pytest.mark.parametrize("name", TYPES)
def test_operators_with_other_objects(name: str, symbol: str) -> None:
    def call(module: Any, case: Any) -> Any:
        (place, reflected) = case
        own, other = getattr(module, name)(2), OTHERS[place]
        return BINARY[symbol](other, own) if reflected else BINARY[symbol](own, other)

    complain(differences(itertools.product(range(len(OTHERS)), [False, True]), call))


@pytest.mark.parametrize("name", TYPES)
def test_construction_from_other_objects(name: str) -> None:
    complain(differences(range(len(OTHERS)), lambda module, place: getattr(module, name)(OTHERS[place])))


@pytest.mark.parametrize("name", TYPES)
def test_hierarchy(name: str) -> None:
    def tree(module: Any) -> list[str]:
        return [base.__name__ for base in getattr(module, name).__mro__]

    assert tree(stridewise) == tree(numpy)
    ours, theirs = getattr(stridewise, name), getattr(numpy, name)
    assert ours.__module__ == "stridewise"
    assert ours.__basicsize__ == theirs.__basicsize__
    assert ours.__text_signature__ == theirs.__text_signature__
    assert name in ours.__doc__ or numpy.dtype(name).char in ours.__doc__


@pytest.mark.parametrize("name", [name for name in TYPES if name != "bool"])
def test_python_subclasses(name: str) -> None:
    base = getattr(stridewise, name)
    derived = type("Derived", (base,), {"twice": lambda self: self + self})
    value = derived(3)
    value.note = "kept"  # type: ignore[attr-defined]
    assert type(value) is derived
    assert value.note == "kept"  # type: ignore[attr-defined]
    assert value == 3 and hash(value) == hash(3)
    assert type(value.twice()) is base
    assert type(value + 1) is base
    assert repr(value) == repr(type("Derived", (getattr(numpy, name),), {})(3))


def test_equal_scalars_are_one_key() -> None:
    numbers = [getattr(stridewise, name)(1) for name in TYPES] + [1, 1.0, True, 1 + 0j]
    assert len(set(numbers)) == 1


def test_many_scalars_come_and_go() -> None:
    for _ in range(3):
        kept = [stridewise.float64(i) for i in range(5000)] + [stridewise.complex128(i) for i in range(5000)]
        assert sum(kept) == 2 * sum(range(5000))
        del kept
    assert all(type(stridewise.int8(i % 100)) is stridewise.int8 for i in range(5000))
