"""The scalar types by all their names, and questions about types.

C's names are aliases: on 64-bit Linux ``longlong`` is ``int64``, and here ``longdouble`` is ``float64``.
"""

from __future__ import annotations

import builtins
from typing import Any

from .._stridewise import (
    bool,
    character,
    complex64,
    complex128,
    complexfloating,
    datetime64,
    dtype,
    flexible,
    float16,
    float32,
    float64,
    floating,
    generic,
    inexact,
    int8,
    int16,
    int32,
    int64,
    integer,
    ndarray,
    number,
    object_,
    signedinteger,
    timedelta64,
    uint8,
    uint16,
    uint32,
    uint64,
    unsignedinteger,
    void,
)
from ._text_types import bytes_, str_

__all__ = [
    "ScalarType",
    "bool",
    "bool_",
    "byte",
    "bytes_",
    "cdouble",
    "character",
    "clongdouble",
    "complex64",
    "complex128",
    "complexfloating",
    "csingle",
    "datetime64",
    "double",
    "flexible",
    "float16",
    "float32",
    "float64",
    "floating",
    "generic",
    "half",
    "inexact",
    "int8",
    "int16",
    "int32",
    "int64",
    "int_",
    "intc",
    "integer",
    "intp",
    "isdtype",
    "issubdtype",
    "long",
    "longdouble",
    "longlong",
    "number",
    "object_",
    "sctypeDict",
    "short",
    "signedinteger",
    "single",
    "str_",
    "timedelta64",
    "typecodes",
    "ubyte",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintc",
    "uintp",
    "ulong",
    "ulonglong",
    "unsignedinteger",
    "ushort",
    "void",
]

bool_ = bool
byte = int8
ubyte = uint8
short = int16
ushort = uint16
intc = int32
uintc = uint32
int_ = intp = long = longlong = int64
uint = uintp = ulong = ulonglong = uint64
half = float16
single = float32
double = longdouble = float64
csingle = complex64
cdouble = clongdouble = complex128

sctypes: dict[str, list[type]] = {
    "int": [int8, int16, int32, int64],
    "uint": [uint8, uint16, uint32, uint64],
    "float": [float16, float32, float64],
    "complex": [complex64, complex128],
    "others": [bool],
}

_concrete = [kind for kinds in sctypes.values() for kind in kinds]

# Every name of a scalar type of which there are arrays; the C types whose names are the types of Python stand for
# those of Python.
sctypeDict: dict[str, type] = {kind.__name__: kind for kind in _concrete} | {
    name: globals()[name]
    for name in (
        "bool_ byte ubyte short ushort intc uintc int_ intp uint uintp long ulong longlong ulonglong "
        "half single double longdouble csingle cdouble clongdouble"
    ).split()
}
sctypeDict |= {"int": int64, "float": float64, "complex": complex128}

allTypes = {kind.__name__: kind for kind in _concrete} | {
    kind.__name__: kind
    for kind in (
        generic,
        number,
        integer,
        signedinteger,
        unsignedinteger,
        inexact,
        floating,
        complexfloating,
        flexible,
        character,
    )
}

# The one-letter codes by kind, with those of C types that are another type here.
typecodes: dict[str, str] = {
    "Character": "c",
    "Integer": "bhilqnp",
    "UnsignedInteger": "BHILQNP",
    "Float": "efdg",
    "Complex": "FDG",
    "AllInteger": "bBhHiIlLqQnNpP",
    "AllFloat": "efdgFDG",
    "Datetime": "Mm",
    "All": "?bhilqnpBHILQNPefdgFDGSUVOMm",
}

# The Python types and scalar types that make arrays without dimensions.
ScalarType = (
    int,
    float,
    complex,
    builtins.bool,
    bytes,
    str,
    memoryview,
    *sorted(
        [*_concrete, bytes_, datetime64, object_, str_, timedelta64, void],
        key=lambda kind: (kind.__name__.rstrip("0123456789_"), dtype(kind).itemsize),
    ),
)


def issctype(rep: Any) -> builtins.bool:
    """Whether ``rep`` is a scalar type, a type of Python's that stands for one, or a dtype; that of objects is none."""
    return isinstance(rep, (type, dtype)) and obj2sctype(rep) not in (None, object_)


def obj2sctype(rep: Any, default: Any = None) -> Any:
    """The scalar type of an array, a dtype or anything that spells one; ``default`` where there is none."""
    if isinstance(rep, type) and issubclass(rep, generic):
        return rep
    if isinstance(rep, ndarray):
        return rep.dtype.type
    try:
        return dtype(rep).type
    except (TypeError, ValueError):
        return default


def sctype2char(sctype: Any) -> str:
    """The one-letter code of a scalar type; ValueError for what is none, KeyError for abstract types."""
    found = obj2sctype(sctype)
    if found is None:
        raise ValueError("unrecognized type")
    if found not in ScalarType:
        raise KeyError(found)
    return str(dtype(found).char)


def maximum_sctype(t: Any) -> Any:
    """The widest scalar type of the same kind; ``t`` itself where it is of no kind of numbers."""
    found = obj2sctype(t)
    if found is None:
        return t
    for base, kind in (
        (unsignedinteger, "uint"),
        (signedinteger, "int"),
        (floating, "float"),
        (complexfloating, "complex"),
    ):
        if issubclass(found, base):
            return sctypes[kind][-1]
    return found


def issubclass_(arg1: Any, arg2: Any) -> builtins.bool:
    """``issubclass``, with False where the first argument is no class."""
    try:
        return issubclass(arg1, arg2)
    except TypeError:
        return False


def issubsctype(arg1: Any, arg2: Any) -> builtins.bool:
    """Whether the scalar type of one argument derives from that of the other."""
    return issubclass(obj2sctype(arg1), obj2sctype(arg2))


def issubdtype(arg1: Any, arg2: Any) -> builtins.bool:
    """Whether the first type code is lower than, or equal to, the second in the hierarchy of types.

    Both may be dtypes, scalar types (abstract ones too), or anything that spells a dtype.

    >>> np.issubdtype(np.float32, np.floating)
    True
    >>> np.issubdtype("f4", np.float64)
    False
    """

    def scalar_type(spelled: Any) -> type:
        if issubclass_(spelled, generic):
            return spelled  # type: ignore[no-any-return]
        return dtype(spelled).type  # type: ignore[no-any-return]

    return issubclass(scalar_type(arg1), scalar_type(arg2))


_kinds: dict[str, set[type]] = {
    "bool": {bool},
    "signed integer": set(sctypes["int"]),
    "unsigned integer": set(sctypes["uint"]),
    "integral": {*sctypes["int"], *sctypes["uint"]},
    "real floating": set(sctypes["float"]),
    "complex floating": set(sctypes["complex"]),
    "numeric": {*sctypes["int"], *sctypes["uint"], *sctypes["float"], *sctypes["complex"]},
}


def isdtype(dtype: Any, kind: Any) -> builtins.bool:
    """Whether a dtype is of a kind, or of any of a tuple of kinds.

    A kind is a dtype, a scalar type, or one of ``'bool'``, ``'signed integer'``, ``'unsigned integer'``,
    ``'integral'``, ``'real floating'``, ``'complex floating'`` and ``'numeric'``.

    >>> np.isdtype(np.float32, "real floating")
    True
    >>> np.isdtype(np.dtype("i4"), (np.int64, "complex floating"))
    False
    """
    asked = _number_type(dtype)
    if asked is None:
        raise TypeError(f"dtype argument must be a NumPy dtype, but it is a {type(dtype)}.")
    accepted: set[type] = set()
    for each in kind if isinstance(kind, tuple) else (kind,):
        if isinstance(each, str):
            if each not in _kinds:
                raise ValueError(f"kind argument is a string, but {each!r} is not a known kind name.")
            accepted |= _kinds[each]
        elif (found := _number_type(each)) is not None:
            accepted.add(found)
        else:
            raise TypeError(f"kind argument must be comprised of NumPy dtypes or strings only, but is a {type(each)}.")
    return asked in accepted


def _number_type(given: Any) -> type | None:
    """The scalar type of a dtype or scalar type; None for anything else."""
    if isinstance(given, dtype):
        return given.type  # type: ignore[no-any-return]
    return given if isinstance(given, type) and issubclass(given, generic) else None
