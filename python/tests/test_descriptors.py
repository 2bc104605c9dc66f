"""Dtypes of which there are no arrays yet, beside NumPy's: spellings, attributes, text, promotion, casts, pickles."""

from __future__ import annotations

import copy
import ctypes
import itertools
import pickle
import subprocess
import sys
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

import stridewise as sw

np = pytest.importorskip("numpy")

SPELLINGS: list[Any] = [
    *["?", "i1", "u1", ">i4", "i8", "u8", "f2", ">f8", "c8", "c16"],
    *["S", "S5", "S30", "U", "U5", ">U5", "U30", "V", "V6", "V8", "O"],
    *["M8", "M8[s]", ">M8[s]", "M8[ns]", "M8[25us]", "M8[Y]"],
    *["m8", "m8[s]", "m8[25s]", "m8[W]", "m8[7D]", "m8[Y]", "m8[M]"],
    *["i,i", "f,f", "i,", "i,i,i", "S3, 3u8, (3,4)S10", "?,O", "2i4", "(2,)f8", "(1,)i4", "(2,3)i4", "0i4"],
    [],
    [("a", "i4"), ("b", "i4")],
    [("a", ">i4"), ("b", "S5")],
    [("a", "V6")],
    [(("title", "a"), "U2"), ("b", "O", (2, 2))],
    [("x", [("y", "i2"), ("z", "M8[D]", 3)]), ("w", "?")],
    {"names": ["f0", "f1"], "formats": ["i4", "i4"], "offsets": [0, 8]},
    {"names": ["a", "b"], "formats": ["i1", "f8"], "offsets": [8, 0], "titles": ["A", None], "itemsize": 20},
    {"names": ["a", "b"], "formats": ["u4", "u2"], "offsets": [0, 2]},
    {"names": [], "formats": [], "itemsize": 8},
    {"a": ("i4", 8), "b": ("f8", 0, "t")},
    (("i4", (2,)), (3,)),
    ([("a", "i1"), ("b", "i4")], 2),
]
ALIGNED: list[Any] = [
    "i1,f8,i2",
    [("a", "i1"), ("b", "f8")],
    [("a", "|i1"), ("b", [("f0", "<i2"), ("f1", "<f4")], 2)],
    {"names": ["a", "b"], "formats": ["i1", "f8"], "itemsize": 32},
]
PAIRS = [(spelled, False) for spelled in SPELLINGS] + [(spelled, True) for spelled in ALIGNED]
ATTRIBUTES = ["name", "str", "char", "kind", "num", "itemsize", "alignment", "byteorder", "isnative", "hasobject"]
ATTRIBUTES += ["isalignedstruct", "flags", "names", "ndim", "shape", "metadata"]

# Text, as NumPy's own parser may have it or not.
TEXTS = """
S-1~S5a~a5~a~O3~O4~O8~>O~|O~>S5~=U5~|U5~>V5~datetime64~timedelta64[D]~M8[2D/3]~M8[D/3]~M8[foo]~M8[]~M8[s~M8[s]x~M8[0s]
M8[-1s]~M8[99999999999s]~M8[generic]~m8[2generic]~m8[1s]~M~m~M4~M8[μs]~>M8[s]~i,f~i4,~i4 , f4~i4,f4 ~3i~3i,~1i4~0i4
(2)i4~(2)i4,~()i4~(2,)i4,(3,4)f8~<(2,)i4~(2,)>i4~>(2,)>i4~>(2,)<i4~2~2,3~i4;~i4,foo~M8[D],datetime64[Y],i8~float64,int8
f8,i8,[f8,i8]~S99999999999~U600000000~V99999999999~str~bytes_~object_~unicode~unicode_~string~S 5~S+5~<2i4~2<i4~<2>i4
Bool~~|~(2,-1)i4~-2i4~2 i4~( 2 , 3 )i4~2,i4~i4,2~99999999999i4~m8[2D],(3,)m8[s]~record~void8~S0~V0,V~i4 f4~i4, f4,
i4.5~?,?~datetime~M8[5 s]~M8[+5s]~U5x~<~[i4]~i4[2]~m8[10as]~c5~b,~str5~p,n~=O~<S~S'~M8[B]~M8[Y/12]~M8[Y/5]~M8[W/7]
M8[as/10]~M8[generic/2]~M8[3s/1000]~S010
""".strip().replace("\n", "~")

EXPRESSIONS = """
np.dtype([("a", "i4", 2), ("", "f8"), ("", "S")])
np.dtype([("a", "i4"), ("a", "f8")])
np.dtype([("", "i4"), ("f0", "f8")])
np.dtype([("a",)])
np.dtype([("a", "i4", 2, 3)])
np.dtype([("a", "i4", (2, 3)), (("t", "b"), "f8")])
np.dtype([(("a", "b"), "f8"), ("a", "i4")])
np.dtype([1])
np.dtype(["i4", "f8"])
np.dtype([("a", "foo")])
np.dtype([(1, "i4")])
np.dtype([(("x", 1), "i4")])
np.dtype([(("t", ""), "i4")])
np.dtype([((None, "a"), "i4")])
np.dtype([((None, ""), "i4")])
np.dtype([("a", "i4", -1)])
np.dtype([("a", "i4", "x")])
np.dtype([("a", "i4", 2.5)])
np.dtype([("a", "i4", ())])
np.dtype([("a", None)])
np.dtype({"a": "i4"})
np.dtype({})
np.dtype({"names": ["a"]})
np.dtype({"names": ["a"], "formats": ["i4", "f8"]})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "offsets": [0]})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "itemsize": 4})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "itemsize": 40})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "aligned": True})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "offsets": [0, 4], "aligned": True})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "offsets": [0, -4]})
np.dtype({"names": "ab", "formats": ["i4", "f8"]})
np.dtype({"names": ["a", "a"], "formats": ["i4", "f8"]})
np.dtype({"names": ["a", 3], "formats": ["i4", "f8"]})
np.dtype({"names": ["a", "b"], "formats": ["i4", "f8"], "itemsize": 41}, align=True)
np.dtype({"names": ["a", "b"], "formats": ["i4", "O"], "offsets": [0, 2]})
np.dtype({"names": ["a", "b"], "formats": ["O", "O"], "offsets": [0, 0]})
np.dtype({"names": ["a", "b"], "formats": ["i1", "O"], "offsets": [8, 0]})
np.dtype({"names": {"a"}, "formats": ["i4"]})
np.dtype(("i4", 2))
np.dtype(("i4", ()))
np.dtype(("i4", [2, 3]))
np.dtype(("i4", -1))
np.dtype(("i4", 2.5))
np.dtype(("S", 5))
np.dtype(("U", 5))
np.dtype(("V", 5))
np.dtype(("S3", 5))
np.dtype(("S", (5,)))
np.dtype((np.void, 10))
np.dtype((np.void, "i4"))
np.dtype((np.void, [("a", "i2")]))
np.dtype(("i4", "f4"))
np.dtype(("i4", "f8"))
np.dtype(("i4", 2, 3))
np.dtype(("i4",))
np.dtype(())
np.dtype(("i4", (2**31,)))
np.dtype(("i4", (2**70,)))
np.dtype(("f4", (2**16, 2**16)))
np.dtype("i,f")["f0"]
np.dtype("i,f")["x"]
np.dtype("i,f")[0]
np.dtype("i,f")[2]
np.dtype("i,f")[-1]
np.dtype("i,f")[["f1"]]
np.dtype("i,f")[["x"]]
np.dtype("i,f")[[1]]
np.dtype("i,f")[1.0]
np.dtype("i,f")[()]
np.dtype("i,f")[[]]
np.dtype("i,f")[["f0", "f0"]]
np.dtype("S5")["a"]
np.dtype("i4")[0]
np.dtype([(("t", "a"), "i4")])["t"]
np.dtype([(("t", "a"), "i4")])[["t"]]
np.dtype([(("t", "a"), "i4")]).fields
np.dtype("i,f") * 2
2 * np.dtype("S5")
np.dtype("i4") * -1
np.dtype(bytearray)
np.dtype(memoryview)
np.dtype(tuple)
np.dtype(np.void)
np.dtype(np.str_)
np.dtype(np.datetime64)
np.dtype(np.character)
np.dtype(np.flexible)
np.dtype(b"i4,f8")
np.dtype(bytes([17]))
np.dtype(b"\\xff")
np.dtypes.StrDType(5)
np.dtypes.StrDType(-1)
np.dtypes.BytesDType(2**31)
np.dtypes.StrDType()
np.dtypes.StrDType("5")
np.dtypes.VoidDType(5)
np.dtypes.DateTime64DType("s")
np.dtypes.ObjectDType()
np.dtype("O") == object
np.dtype("O") == 7
np.dtype("V8") == np.dtype("i,i")
np.dtype([]) == np.dtype("V")
np.dtype("M8[s]") == "M8[1s]"
np.dtype("i,f") == np.dtype("i,f", align=True)
np.dtype([("a", "i4")]) < np.dtype([("a", "i8")])
np.result_type("S5", 1)
np.result_type("O", 1)
np.result_type("m8[s]", 1)
np.result_type("m8[s]", 1.0)
np.result_type("f4", "i4", "S")
np.result_type(">i,>i")
np.result_type(np.dtype("i1,i4", align=True))
np.can_cast("M8[s]", "M8[ns]")
np.datetime_data("M8[25s]")
np.datetime_data("m8")
np.datetime_data("i4")
np.dtype("S5", metadata={"a": 1}).metadata
np.dtype([("a", np.dtype("i4", metadata={"a": 1}))])["a"].metadata
np.issubdtype("U5", np.character)
np.issubdtype("m8[s]", np.signedinteger)
np.issubdtype("V5", np.flexible)
np.str_("abc")
np.str_("abc").dtype
np.bytes_(b"abc").dtype
np.str_("a") + "b"
hash(np.str_("a")) == hash("a")
np.str_.__mro__[1:]
np.bytes_.__mro__[1:]
np.timedelta64.__mro__[1:]
""".strip().splitlines()


def outcome(expression: str, module: Any) -> tuple[str, list[str]]:
    """The value as text or the exception, and the warnings; without either package's name."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = repr(eval(expression, {"np": module}))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
    reports = [f"{report.category.__name__}: {report.message}" for report in caught]
    return text.replace("stridewise", "numpy"), reports


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_give_what_numpy_gives(expression: str) -> None:
    assert outcome(expression, sw) == outcome(expression, np)


@pytest.mark.parametrize("text", TEXTS.split("~"))
def test_text_is_read_as_numpy_reads_it(text: str) -> None:
    expression = f"np.dtype({text!r})"
    assert outcome(expression, sw) == outcome(expression, np)


def assert_same(ours: Any, theirs: Any) -> None:
    """Everything that the two dtypes say of themselves, and of their parts."""
    for name in ATTRIBUTES:
        assert getattr(ours, name) == getattr(theirs, name), (name, theirs)
    assert (repr(ours), str(ours)) == (repr(theirs), str(theirs))
    assert type(ours).__name__ == type(theirs).__name__
    assert ours.type.__name__ == theirs.type.__name__
    assert len(ours) == len(theirs)
    described = [getattr_or_error(ours, "descr"), getattr_or_error(theirs, "descr")]
    assert described[0] == described[1]
    if theirs.subdtype is None:
        assert ours.subdtype is None
        assert ours.base is ours
    else:
        assert ours.subdtype[1] == theirs.subdtype[1]
        assert_same(ours.base, theirs.base)
    if theirs.fields is None:
        assert ours.fields is None
        return
    assert set(ours.fields) == set(theirs.fields)
    for name, (part, *rest) in theirs.fields.items():
        assert list(ours.fields[name][1:]) == rest
        assert_same(ours[name], part)


def getattr_or_error(dtype: Any, name: str) -> Any:
    try:
        return getattr(dtype, name)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(("spelled", "align"), PAIRS)
def test_descriptors_are_numpys(spelled: Any, align: bool) -> None:
    ours, theirs = sw.dtype(spelled, align=align), np.dtype(spelled, align=align)
    assert_same(ours, theirs)
    assert ours.isbuiltin == theirs.isbuiltin
    for order in "S<>=|":
        # NumPy keeps in mind that the native order was asked for, and writes it.
        ours_turned, theirs_turned = ours.newbyteorder(order), theirs.newbyteorder(order)
        assert np.dtype(ours_turned) == theirs_turned
        assert (ours_turned.str, ours_turned.isnative) == (theirs_turned.str, theirs_turned.isnative)
    assert_same(sw.dtype(theirs), theirs)
    assert np.dtype(ours) == theirs
    assert_same(sw.result_type(ours), np.result_type(theirs))
    again = [pickle.loads(pickle.dumps(ours)), copy.copy(ours), copy.deepcopy(ours), sw.dtype(ours, copy=True)]
    again.append(eval(repr(ours), {"dtype": sw.dtype}))
    for each in again:
        assert each == ours
        assert hash(each) == hash(ours)
        assert (repr(each), each.flags, each.alignment) == (repr(ours), ours.flags, ours.alignment)


def test_all_pairs_compare_promote_and_cast_as_in_numpy() -> None:
    both = [(sw.dtype(spelled, align=align), np.dtype(spelled, align=align)) for spelled, align in PAIRS]
    for (ours, theirs), (our_other, their_other) in itertools.product(both, repeat=2):
        assert (ours == our_other) == (theirs == their_other), (theirs, their_other)
        for casting in ("no", "equiv", "safe", "same_kind", "unsafe"):
            answer = sw.can_cast(ours, our_other, casting)
            assert answer == np.can_cast(theirs, their_other, casting), (theirs, their_other, casting)
        for function in ("promote_types", "result_type"):
            promoted = []
            for module, one, other in ((sw, ours, our_other), (np, theirs, their_other)):
                try:
                    promoted.append(repr(getattr(module, function)(one, other)))
                except TypeError as error:
                    promoted.append(type(error).__name__)
            assert promoted[0] == promoted[1], (function, theirs, their_other)


UNITS = ["", *("[" + unit + "]" for unit in "Y M W D h m s ms us ns ps fs as 7D 12M 90s 500ms".split())]


@pytest.mark.parametrize("kind", ["M8", "m8"])
def test_units_of_time_promote_and_cast_as_in_numpy(kind: str) -> None:
    for first, second in itertools.product(UNITS, repeat=2):
        pair = kind + first, kind + second
        for casting in ("no", "safe", "same_kind"):
            assert sw.can_cast(*pair, casting) == np.can_cast(*pair, casting), (pair, casting)
        try:
            expected = np.promote_types(*pair).str
        except (TypeError, OverflowError) as error:
            with pytest.raises(type(error)):
                sw.promote_types(*pair)
        else:
            assert sw.promote_types(*pair).str == expected


NESTED = of_numpy.nested_dtypes(
    subtype_strategy=of_numpy.scalar_dtypes() | of_numpy.array_dtypes(allow_subarrays=True), max_leaves=8
)


def is_comparable(dtype: Any) -> bool:
    """Without long doubles, and without characters that Rust, which knows a newer Unicode, takes for printable."""
    absent = ("f16", "c32", "float128", "complex256", "longdouble", "\\u", "\\U")
    return not any(code in repr(dtype) for code in absent)


@given(NESTED.filter(is_comparable))
def test_any_record_is_numpys(theirs: Any) -> None:
    ours = sw.dtype(theirs)
    assert_same(ours, theirs)
    assert eval(repr(ours), {"dtype": sw.dtype}) == ours
    assert pickle.loads(pickle.dumps(ours)) == ours
    assert_same(sw.result_type(ours), np.result_type(theirs))


@given(st.text(alphabet="<>=|()[],0123456789 .?abcdefgilmnpqshuvDFGMOSUVYW", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = sw.dtype(text)
    except (TypeError, ValueError, OverflowError, DeprecationWarning):
        return
    assert sw.dtype(read.str) == read or read.names is not None or read.subdtype is not None
    if not (read.subdtype and read.base.itemsize == 0):
        assert eval(repr(read), {"dtype": sw.dtype}) == read


def test_structures_of_ctypes_are_records() -> None:
    class Padded(ctypes.Structure):
        _fields_ = [("a", ctypes.c_uint8), ("b", ctypes.c_uint16 * 3)]

    class Packed(ctypes.BigEndianStructure):
        _pack_ = 1
        _fields_ = [("one", ctypes.c_uint8), ("two", ctypes.c_uint32)]

    class Either(ctypes.Union):
        _fields_ = [("a", ctypes.c_uint8), ("b", ctypes.c_double)]

    for kind in (Padded, Packed, Either, 2 * ctypes.c_int, 2 * (3 * ctypes.c_double), ctypes.py_object):
        assert repr(sw.dtype(kind)) == repr(np.dtype(kind))
    with pytest.raises(TypeError):
        sw.dtype(ctypes.POINTER(ctypes.c_int))


def test_shapes_may_be_arrays() -> None:
    lengths = sw.array([1, 2, 3], dtype=sw.int16)
    assert sw.dtype([("a", "f4", lengths)])["a"].shape == (1, 2, 3)
    assert sw.dtype(("f4", sw.int8(2))).shape == (2,)


def test_classes_and_objects_may_say_their_dtype() -> None:
    class Says:
        __numpy_dtype__ = sw.dtype("S5")

    class Computes:
        @property
        def __numpy_dtype__(self) -> Any:
            return sw.dtype("i4,f4")

    assert sw.dtype(Says) == sw.dtype(Says()) == "S5"
    assert sw.dtype(Computes()) == "i4,f4"
    assert sw.dtype(Computes) is sw.dtype("O")


def test_fields_can_be_renamed() -> None:
    dtype = sw.dtype("i,f")
    dtype.names = ["a", "b"]
    assert dtype == [("a", "i4"), ("b", "f4")]
    for names in (["a"], ["a", "a"], ["a", b"b"], 3):
        with pytest.raises((ValueError, TypeError)):
            dtype.names = names
    with pytest.raises(ValueError, match="no fields"):
        sw.dtype("S5").names = ("a",)


def test_deep_nesting_ends_in_an_error() -> None:
    endless: list[Any] = []
    endless.append(("f", endless))
    with pytest.raises(RecursionError):
        sw.dtype(endless)
    dtype = sw.dtype("i4")
    with pytest.raises(RecursionError):
        for _ in range(100_000):
            dtype = sw.dtype((dtype, (1,)))


def test_deep_nesting_of_ctypes_ends_in_an_error() -> None:
    """In a process of its own: the collector frees such types one level at a time."""
    program = """
import ctypes, stridewise
block = ctypes.c_int
for _ in range(1000):
    block = block * 1
try:
    stridewise.dtype(block)
except RecursionError:
    print("refused")
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "refused\n"


class Named(sw.void):
    """A class of records."""


def test_records_have_the_class_that_was_asked_for() -> None:
    dtype = sw.dtype((Named, [("a", "i2")]))
    assert dtype.type is Named
    assert dtype.name == "Named16"
    assert repr(dtype) == f"dtype(({__name__}.Named, [('a', '<i2')]))"
    assert pickle.loads(pickle.dumps(dtype)).type is Named
    assert sw.dtype(Named).name == "Named"
    assert sw.dtype((Named, 10)).name == "Named80"


@pytest.mark.parametrize("name", ["S3", "U", "O", "M8[s]", "V8", "i4,f4", object, str, [("a", "f8")], (int, (2,))])
def test_arrays_are_refused_at_the_call(name: Any) -> None:
    for make in (
        lambda: sw.zeros(3, name),
        lambda: sw.array([1], name),
        lambda: sw.ones(2).astype(name),
        lambda: sw.empty_like([1], dtype=name),
        lambda: sw.ones(8).view(name),
        lambda: sw.add(1, 2, dtype=name),
        lambda: sw.sum([1], dtype=name),
        lambda: sw.frombuffer(b"12345678", name),
    ):
        with pytest.raises(TypeError, match="not supported yet") as caught:
            make()
        assert repr(sw.dtype(name)) in str(caught.value)


def test_types_without_storage_only_name_dtypes() -> None:
    for kind in (sw.void, sw.object_, sw.datetime64, sw.timedelta64):
        with pytest.raises(TypeError, match="not supported yet"):
            kind(3)
        assert issubclass(kind, sw.generic)
        assert sw.dtype(kind).type is kind
