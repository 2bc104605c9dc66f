"""Dtypes beside NumPy: spellings, attributes, promotion, casts and what they report."""

from __future__ import annotations

import copy
import ctypes
import itertools
import pickle
import warnings
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

CODES = "?bBhHiIlLefdFD"
SWAPPED = [">" + np.dtype(code).str[1:] for code in CODES if np.dtype(code).itemsize > 1]

EXPRESSIONS = """
np.dtype(None)
np.dtype(7)
np.dtype()
np.dtype(b"f8")
np.dtype("foo")
np.dtype("bool8")
np.dtype(np.floating)
np.dtype(np.generic)
np.dtype(ctypes.c_double)
np.dtype(ctypes.c_int.__ctype_be__)
np.dtype("f8", metadata={"a": 1}).metadata
np.dtype("f8", metadata=3)
np.dtype("f8") == "f8"
np.dtype("f8") == "foo"
np.dtype("f8") == 7
np.dtype("f8") < "c16"
np.dtype("f8") < 7
np.dtype("f8") >= "f4"
np.dtype("f8")["a"]
np.dtype("f8").newbyteorder("x")
np.dtype("f8").newbyteorder(3)
np.dtype[float]
np.dtype[int, float]
np.dtypes.Float64DType()
np.dtypes.Float64DType("f8")
type("X", (np.dtype,), {})
np.result_type()
np.result_type("f4", 1.0)
np.result_type("i2", "u2", "f4")
np.result_type(np.float32(3), 3j)
np.can_cast(1, "i4")
np.can_cast("f8", None)
np.can_cast("f8", "i4", "samekind")
np.min_scalar_type(-129)
np.min_scalar_type(1e10)
np.min_scalar_type(np.ones(2, "f4"))
np.isdtype(np.dtype("f8"), "foo")
np.isdtype("f8", "real floating")
np.isdtype(np.int8, ("integral", np.float32))
np.issubdtype("f4", np.floating)
np.mintypecode("dF")
np.typename("Q")
np.common_type(np.ones(2, "f2"), np.ones(2, "c8"))
np.common_type(np.ones(2, "?"))
np.finfo("f2")
str(np.finfo("f4"))
np.finfo("i4")
np.iinfo("u2")
str(np.iinfo("i8"))
np.iinfo("f4")
np.array([nan], "i4")
np.array([inf], "u1")
np.array([300.7], "u1")
np.array([1j], "f8")
np.array([1e300], "f4")
np.array([1e300j], "c8")
np.array([10**400], "f4")
np.array([2**70], "f8")
np.array([np.int64(300)], "u1")
np.array([np.complex128(1j)], "f4")
np.array(["300"], "u1")
np.array(["1.5", 2, None], "f8")
np.array("1+2j", "c8")
np.array([None], "i8")
np.full(2, nan, "i4")
np.full(2, 300, "u1")
np.full(2, 1e300, "f4")
np.array([1], "e") + 131008
np.array([1.0]) + 2**200
np.array([1.0]) + 2**2000
np.array([1], "i8") < 2**70
np.array([1], "u1") + 300
np.concatenate([np.float32(1), 1.0], axis=None)
np.array([2**53 + 1]).astype("f8", casting="same_value")
np.array([-1]).astype("u8", casting="same_value")
np.array([1 + 1j]).astype("i4", casting="same_value")
np.array([0.5]).astype("?", casting="same_value")
np.array([1]).astype("f4", casting="foo")
""".strip().splitlines()


def outcome(expression: str, module: Any) -> tuple[str, list[str]]:
    """The value as text or the exception, and the warnings; without either package's name."""
    names = {"np": module, "ctypes": ctypes, "nan": float("nan"), "inf": float("inf")}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = repr(eval(expression, names))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
    reports = [f"{report.category.__name__}: {report.message}" for report in caught]
    return text.replace("stridewise", "numpy"), reports


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_give_what_numpy_gives(expression: str) -> None:
    assert outcome(expression, sw) == outcome(expression, np)


@pytest.mark.parametrize("code", [*CODES, *SWAPPED])
def test_attributes_are_numpys(code: str) -> None:
    ours, theirs = sw.dtype(code), np.dtype(code)
    for name in (
        "name str char kind num itemsize alignment byteorder isnative isbuiltin hasobject isalignedstruct flags "
        "fields names subdtype shape ndim descr metadata"
    ).split():
        assert getattr(ours, name) == getattr(theirs, name), name
    assert (repr(ours), str(ours)) == (repr(theirs), str(theirs))
    assert type(ours).__name__ == type(theirs).__name__
    assert ours.type.__name__ == theirs.type.__name__
    assert ours.base is ours
    for order in "S<>=|BLNI":
        assert ours.newbyteorder(order).str == theirs.newbyteorder(order).str
    assert np.dtype(ours) == theirs
    assert sw.dtype(theirs) == ours
    for again in (pickle.loads(pickle.dumps(ours)), copy.copy(ours), copy.deepcopy(ours), eval(repr(ours), vars(sw))):
        assert again == ours
        assert hash(again) == hash(ours)


def test_native_dtypes_exist_once() -> None:
    assert sw.dtype("f8") is sw.dtype(float) is sw.dtype(sw.float64) is sw.zeros(2).dtype
    assert type(sw.dtype("f8")) is sw.dtypes.Float64DType
    assert sw.dtypes.Float64DType.type is sw.float64
    assert type(type(sw.dtype("f8"))) is type(sw.dtype)
    assert sw.longlong is sw.int64
    assert sw.longdouble is sw.float64


def test_all_pairs_promote_and_cast_as_in_numpy() -> None:
    for first, second in itertools.product([*CODES, *SWAPPED], repeat=2):
        assert sw.promote_types(first, second).str == np.promote_types(first, second).str
        assert sw.result_type(first, second).str == np.result_type(first, second).str
        for casting in ("no", "equiv", "safe", "same_kind", "unsafe"):
            assert sw.can_cast(first, second, casting) == np.can_cast(first, second, casting), (first, second, casting)


SPECIAL = [0.0, -0.0, 1.5, -2.5, 127.9, 255.5, -129.0, 300.0, 65504.0, 65519.0, 65520.0, -65536.5, 2.0**31 - 0.5]
SPECIAL += [-(2.0**31) - 1, 2.0**33 + 5, 2.0**53, 2.0**63, -(2.0**63), 1.5 * 2.0**63, 2.0**64, -1e30, 1e39, 1e300]
SPECIAL += [5e-324, 1e-45, 3e-8, 6e-8, 6.1e-5, float("inf"), -float("inf"), float("nan"), 0.1, 1 + 2.0**-11 + 2.0**-30]
WHOLE = [0, 1, -1, 127, 128, -129, 255, 256, 2049, 32768, 65519, 65520, 16777217, 2**31, -(2**31), 2**32 - 1]
WHOLE += [2**53 + 1, 2**60 + 2**36 + 1, 2**63 - 1, -(2**63), 2**63, 2**64 - 1]


def special_values(code: str) -> Any:
    dtype = np.dtype(code)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return np.array([value for value in WHOLE if limits.min <= value <= limits.max], dtype)
    with np.errstate(all="ignore"):
        values = np.array(SPECIAL).astype(dtype.type(0).real.dtype)
        return (values + 1j * values[::-1]).astype(dtype) if dtype.kind == "c" else values.astype(dtype)


def cast_with_report(values: Any, target: str) -> tuple[bytes, set[str]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = values.astype(target)
    return result.tobytes(), {str(report.message) for report in caught}


@pytest.mark.parametrize("source", CODES)
def test_casts_of_special_values(source: str) -> None:
    """Bits and reports of every cast, one value at a time, in every layout and byte order."""
    for value, target in itertools.product(special_values(source), [*CODES, *SWAPPED]):
        theirs = np.array([value] * 3)
        # NumPy's vectors and scalars give uint32 differently out of range; strided values take its scalar code.
        wide = np.repeat(theirs, 2)
        expected = cast_with_report(wide[::2], target)
        for ours in (sw.array(theirs), sw.array(wide)[::2], sw.array(theirs[::-1])[::-1]):
            assert cast_with_report(ours, target) == expected, (value, target)
        if theirs.itemsize > 1:
            swapped = sw.array(theirs.astype(theirs.dtype.newbyteorder()))
            assert cast_with_report(swapped, target)[0] == expected[0], (value, target)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", CODES)
def test_long_casts_give_the_bits_of_short_ones(source: str) -> None:
    values = np.tile(special_values(source), 5)
    for target in [*CODES, *SWAPPED]:
        expected = np.repeat(values, 2)[::2].astype(target).tobytes()
        assert sw.array(values).astype(target).tobytes() == expected, target
        assert sw.array(np.repeat(values, 2))[::2].astype(target).tobytes() == expected, target


def test_align_is_a_boolean():
    for align in (0, 1, None, "x"):
        with pytest.warns(sw.exceptions.VisibleDeprecationWarning, match="align should be passed"):
            assert sw.dtype("i4", align) == sw.dtype("i4")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for align in (True, False, sw.True_):
            assert sw.dtype("i4", align) is sw.dtype("i4")


def test_objects_of_ctypes_spell_their_dtype():
    for kind in (ctypes.c_uint16, ctypes.c_int64, ctypes.c_double, ctypes.c_size_t, ctypes.c_uint32.__ctype_be__):
        assert sw.dtype(kind()) == sw.dtype(kind)
        assert sw.dtype(kind()).str == np.dtype(kind()).str


def test_the_attribute_that_gives_no_dtype_is_named():
    class Gives:
        __numpy_dtype__ = None

    with pytest.raises(ValueError, match="__numpy_dtype__"):
        sw.dtype(Gives())
