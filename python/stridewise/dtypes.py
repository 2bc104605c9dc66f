"""The classes of dtypes: ``type(np.dtype("f8")) is np.dtypes.Float64DType``.

Called without arguments, the class of a number type gives its dtype in native byte order.
"""

from __future__ import annotations

from ._stridewise import _dtype_classes

__all__ = [
    "BoolDType",
    "ByteDType",
    "BytesDType",
    "CLongDoubleDType",
    "Complex64DType",
    "Complex128DType",
    "DateTime64DType",
    "Float16DType",
    "Float32DType",
    "Float64DType",
    "Int8DType",
    "Int16DType",
    "Int32DType",
    "Int64DType",
    "IntDType",
    "LongDType",
    "LongDoubleDType",
    "LongLongDType",
    "ObjectDType",
    "ShortDType",
    "StrDType",
    "TimeDelta64DType",
    "UByteDType",
    "UInt8DType",
    "UInt16DType",
    "UInt32DType",
    "UInt64DType",
    "UIntDType",
    "ULongDType",
    "ULongLongDType",
    "UShortDType",
    "VoidDType",
]

(
    BoolDType,
    Int8DType,
    UInt8DType,
    Int16DType,
    UInt16DType,
    Int32DType,
    UInt32DType,
    Int64DType,
    UInt64DType,
    Float16DType,
    Float32DType,
    Float64DType,
    Complex64DType,
    Complex128DType,
    ObjectDType,
    BytesDType,
    StrDType,
    VoidDType,
    DateTime64DType,
    TimeDelta64DType,
) = _dtype_classes

ByteDType = Int8DType
UByteDType = UInt8DType
ShortDType = Int16DType
UShortDType = UInt16DType
IntDType = Int32DType
UIntDType = UInt32DType
LongDType = LongLongDType = Int64DType
ULongDType = ULongLongDType = UInt64DType
LongDoubleDType = Float64DType
CLongDoubleDType = Complex128DType
