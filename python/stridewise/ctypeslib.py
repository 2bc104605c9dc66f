"""Arrays for and from ``ctypes``."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from . import _stridewise

__all__ = ["as_array", "as_ctypes", "as_ctypes_type", "c_intp", "load_library", "ndpointer"]

c_intp = ctypes.c_ssize_t

_FLAG_BITS = {
    "C_CONTIGUOUS": 0x1,
    "F_CONTIGUOUS": 0x2,
    "OWNDATA": 0x4,
    "ALIGNED": 0x100,
    "WRITEABLE": 0x400,
    "WRITEBACKIFCOPY": 0x2000,
}
_FLAG_ALIASES = {
    "C": "C_CONTIGUOUS",
    "CONTIGUOUS": "C_CONTIGUOUS",
    "F": "F_CONTIGUOUS",
    "FORTRAN": "F_CONTIGUOUS",
    "O": "OWNDATA",
    "A": "ALIGNED",
    "W": "WRITEABLE",
    "X": "WRITEBACKIFCOPY",
}


def load_library(libname: str | os.PathLike[str], loader_path: str | os.PathLike[str]) -> ctypes.CDLL:
    """Load a shared library from a folder, trying the platform's file endings."""
    import sysconfig

    name, folder = os.fsdecode(libname), os.path.abspath(os.fsdecode(loader_path))
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    endings = [""]
    if not os.path.splitext(name)[1]:
        endings = [".so", ".dylib", ".dll"]
        extension = sysconfig.get_config_var("EXT_SUFFIX")
        if extension:
            endings.insert(0, extension)
    for ending in endings:
        path = os.path.join(folder, name + ending)
        if os.path.exists(path):
            return ctypes.cdll[path]
    raise OSError("no file with expected extension")


def _flag_bits(flags: list[str]) -> int:
    return sum(_FLAG_BITS[_FLAG_ALIASES.get(flag, flag)] for flag in flags)


def _flag_names(bits: int) -> list[str]:
    return [name for name, bit in _FLAG_BITS.items() if bits & bit]


class _ndptr(ctypes.c_void_p):
    """A pointer to an array's memory that checks the array first."""

    _dtype_: Any = None
    _shape_: Any = None
    _ndim_: Any = None
    _flags_: Any = None

    @classmethod
    def from_param(cls, obj: Any) -> Any:
        """The pointer to ``obj``'s memory, if it is an array as described."""
        if not isinstance(obj, _stridewise.ndarray):
            raise TypeError("argument must be an ndarray")
        if cls._dtype_ is not None and obj.dtype != cls._dtype_:
            raise TypeError(f"array must have data type {cls._dtype_}")
        if cls._ndim_ is not None and obj.ndim != cls._ndim_:
            raise TypeError(f"array must have {cls._ndim_} dimension(s)")
        if cls._shape_ is not None and obj.shape != cls._shape_:
            raise TypeError(f"array must have shape {cls._shape_}")
        if cls._flags_ is not None and (obj.flags.num & cls._flags_) != cls._flags_:
            raise TypeError(f"array must have flags {_flag_names(cls._flags_)}")
        return obj.ctypes


class _concrete_ndptr(_ndptr):
    """A pointer whose shape and dtype are known, so that results become arrays."""

    def _check_retval_(self) -> Any:
        return self.contents

    @property
    def contents(self) -> Any:
        """The array that the pointer leads to."""
        element = as_ctypes_type(self._dtype_)
        for length in reversed(self._shape_):
            element = element * length
        return as_array(element.from_address(self.value or 0))


_pointer_types: dict[Any, type[Any]] = {}


def ndpointer(dtype: Any = None, ndim: int | None = None, shape: Any = None, flags: Any = None) -> type[Any]:
    """A type for ``argtypes`` and ``restype`` that checks dtype, dimensions, shape and flags of arrays."""
    if dtype is not None:
        dtype = _stridewise.dtype(dtype)
    bits = None
    if flags is not None:
        if isinstance(flags, str):
            names = [name.strip().upper() for name in flags.split(",")]
            try:
                bits = _flag_bits(names)
            except KeyError:
                raise TypeError("invalid flags specification") from None
        elif isinstance(flags, int):
            bits = flags
        elif isinstance(flags, _stridewise._flagsobj):
            bits = flags.num
        else:
            try:
                bits = _flag_bits([name.strip().upper() for name in flags])
            except Exception as error:
                raise TypeError("invalid flags specification") from error
    if shape is not None:
        try:
            shape = tuple(shape)
        except TypeError:
            shape = (shape,)
    key = (dtype, ndim, shape, bits)
    if key in _pointer_types:
        return _pointer_types[key]
    name = "any" if dtype is None else dtype.str
    if ndim is not None:
        name += f"_{ndim}d"
    if shape is not None:
        name += "_" + "x".join(str(length) for length in shape)
    if bits is not None:
        name += "_" + "_".join(_flag_names(bits))
    base = _concrete_ndptr if shape is not None and dtype is not None else _ndptr
    made = type(f"ndpointer_{name}", (base,), {"_dtype_": dtype, "_shape_": shape, "_ndim_": ndim, "_flags_": bits})
    _pointer_types[key] = made
    return made


_CTYPES = {
    "b1": ctypes.c_bool,
    "i1": ctypes.c_int8,
    "u1": ctypes.c_uint8,
    "i2": ctypes.c_int16,
    "u2": ctypes.c_uint16,
    "i4": ctypes.c_int32,
    "u4": ctypes.c_uint32,
    "i8": ctypes.c_int64,
    "u8": ctypes.c_uint64,
    "f4": ctypes.c_float,
    "f8": ctypes.c_double,
}


def as_ctypes_type(dtype: Any) -> Any:
    """The ``ctypes`` type of an element.

    Raises NotImplementedError for float16 and complex numbers, which ``ctypes`` does not have.
    """
    dtype = _stridewise.dtype(dtype)
    code = dtype.str[1:]
    if code not in _CTYPES:
        raise NotImplementedError(f"Converting {dtype!r} to a ctypes type")
    element: Any = _CTYPES[code]
    if dtype.byteorder == ">":
        return element.__ctype_be__
    if dtype.byteorder == "<":
        return element.__ctype_le__
    return element


def as_array(obj: Any, shape: Any = None) -> Any:
    """An array over the memory of a ``ctypes`` array or pointer; pointers need the shape."""
    if isinstance(obj, ctypes._Pointer):
        if shape is None:
            raise TypeError("as_array() requires a shape argument when called on a pointer")
        lengths = (shape,) if isinstance(shape, int) else tuple(shape)
        element = obj._type_
        for length in reversed(lengths):
            element = element * length
        obj = ctypes.cast(obj, ctypes.POINTER(element)).contents
    return _stridewise.asarray(obj)


def as_ctypes(obj: Any) -> Any:
    """A ``ctypes`` object over the memory of a contiguous array."""
    interface = obj.__array_interface__
    if interface["strides"]:
        raise TypeError("strided arrays not supported")
    if interface["version"] != 3:
        raise TypeError("only __array_interface__ version 3 supported")
    address, read_only = interface["data"]
    if read_only:
        raise TypeError("readonly arrays unsupported")
    element = as_ctypes_type(interface["typestr"])
    for length in reversed(interface["shape"]):
        element = element * length
    result = element.from_address(address)
    result.__keep = obj
    return result
