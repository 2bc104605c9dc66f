"""The npy format: one array in a file, as a header and the elements' bytes."""

from __future__ import annotations

import io
import os
import warnings
from typing import Any

from .._stridewise import _parse_npy_header, _with_npy_growth, _wrap_npy_header, empty
from .._stridewise import dtype as number_dtype

EXPECTED_KEYS = {"descr", "fortran_order", "shape"}
MAGIC_PREFIX = b"\x93NUMPY"
MAGIC_LEN = len(MAGIC_PREFIX) + 2
ARRAY_ALIGN = 64
BUFFER_SIZE = 2**18
GROWTH_AXIS_MAX_DIGITS = 21
_MAX_HEADER_SIZE = 10000

Version = tuple[int, int]


def _check_version(version: Version | None) -> None:
    if version not in [(1, 0), (2, 0), (3, 0), None]:
        raise ValueError(f"we only support format version (1,0), (2,0), and (3,0), not {version}")


def magic(major: int, minor: int) -> bytes:
    """The bytes that a file of this version starts with.

    Raises
    ------
    ValueError
        If a number does not fit a byte.
    """
    if not 0 <= major <= 255:
        raise ValueError("major version must be 0 <= major < 256")
    if not 0 <= minor <= 255:
        raise ValueError("minor version must be 0 <= minor < 256")
    return MAGIC_PREFIX + bytes([major, minor])


def read_magic(fp: Any) -> Version:
    """Read the start of a file: the version of its format.

    Raises
    ------
    ValueError
        If the file is of another format.
    """
    start = _read_bytes(fp, MAGIC_LEN, "magic string")
    if start[:-2] != MAGIC_PREFIX:
        raise ValueError(f"the magic string is not correct; expected {MAGIC_PREFIX!r}, got {start[:-2]!r}")
    return start[-2], start[-1]


def drop_metadata(dtype: Any, /) -> Any:
    """The dtype without its metadata."""
    return number_dtype(dtype.str) if dtype.metadata is not None else dtype


def dtype_to_descr(dtype: Any) -> Any:
    """The dtype as a literal that `descr_to_dtype` reads."""
    return dtype.str


def descr_to_dtype(descr: Any) -> Any:
    """The dtype that a literal in a header means.

    Raises
    ------
    TypeError
        If it is no dtype, or not one of numbers.
    """
    return number_dtype(descr)


def header_data_from_array_1_0(array: Any) -> dict[str, Any]:
    """The entries of an array's header."""
    fortran_order = array.flags.f_contiguous and not array.flags.c_contiguous
    return {"shape": array.shape, "fortran_order": fortran_order, "descr": dtype_to_descr(array.dtype)}


def _write_array_header(fp: Any, d: dict[str, Any], version: Version | None = None) -> None:
    text = "{" + "".join(f"'{key}': {value!r}, " for key, value in sorted(d.items())) + "}"
    text = _with_npy_growth(text, d["shape"], bool(d["fortran_order"]))
    if version is not None:
        fp.write(_wrap_npy_header(text, version))
        return
    try:
        header = _wrap_npy_header(text, (1, 0))
    except ValueError:
        try:
            header = _wrap_npy_header(text, (2, 0))
            warnings.warn("Stored array in format 2.0. It can only be read by NumPy >= 1.9", UserWarning, stacklevel=2)
        except ValueError:
            header = _wrap_npy_header(text, (3, 0))
            warnings.warn("Stored array in format 3.0. It can only be read by NumPy >= 1.17", UserWarning, stacklevel=2)
    fp.write(header)


def write_array_header_1_0(fp: Any, d: dict[str, Any]) -> None:
    """Write the start of a file in version 1.0, with the entries `d` as its header."""
    _write_array_header(fp, d, (1, 0))


def write_array_header_2_0(fp: Any, d: dict[str, Any]) -> None:
    """Write the start of a file in version 2.0, with the entries `d` as its header."""
    _write_array_header(fp, d, (2, 0))


def _read_array_header(
    fp: Any, version: Version, max_header_size: int = _MAX_HEADER_SIZE
) -> tuple[tuple[int, ...], bool, Any]:
    if version not in [(1, 0), (2, 0), (3, 0)]:
        raise ValueError(f"Invalid version {version!r}")
    size = 2 if version == (1, 0) else 4
    length = int.from_bytes(_read_bytes(fp, size, "array header length"), "little")
    raw = _read_bytes(fp, length, "array header")
    text = raw.decode("utf8" if version == (3, 0) else "latin1")
    if len(text) > max_header_size:
        raise ValueError(
            f"Header info length ({len(text)}) is large and may not be safe to load securely.\n"
            "To allow loading, adjust `max_header_size` or fully trust the `.npy` file using `allow_pickle=True`."
        )
    shape, fortran_order, descr, python2 = _parse_npy_header(text)
    if python2:
        warnings.warn(
            "Reading `.npy` or `.npz` file required additional header parsing as it was created on Python 2. "
            "Save the file again to speed up loading and avoid this warning.",
            UserWarning,
            stacklevel=4,
        )
    if descr == "|O":
        return shape, fortran_order, None
    try:
        dtype = descr_to_dtype(descr)
    except TypeError as error:
        if "not supported yet" in str(error):
            raise
        raise ValueError(f"descr is not a valid dtype descriptor: {descr!r}") from error
    return shape, fortran_order, dtype


def read_array_header_1_0(fp: Any, max_header_size: int = _MAX_HEADER_SIZE) -> tuple[tuple[int, ...], bool, Any]:
    """Shape, order and dtype from a header of version 1.0, after the magic string."""
    return _read_array_header(fp, (1, 0), max_header_size)


def read_array_header_2_0(fp: Any, max_header_size: int = _MAX_HEADER_SIZE) -> tuple[tuple[int, ...], bool, Any]:
    """Shape, order and dtype from a header of version 2.0, after the magic string."""
    return _read_array_header(fp, (2, 0), max_header_size)


def write_array(
    fp: Any, array: Any, version: Version | None = None, allow_pickle: bool = True, pickle_kwargs: Any = None
) -> None:
    """Write an array, header and all.

    Raises
    ------
    ValueError
        If there is no such version, or the header does not fit it.
    """
    _check_version(version)
    _write_array_header(fp, header_data_from_array_1_0(array), version)
    flat = array.T if array.flags.f_contiguous and not array.flags.c_contiguous else array
    if array.size:
        fp.write(_bytes_of(flat))


def _bytes_of(array: Any) -> memoryview | bytes:
    """The elements' bytes in C order, without a copy if they stand so."""
    if array.flags.c_contiguous:
        return memoryview(array.reshape(-1).view("u1"))
    data: bytes = array.tobytes()
    return data


def read_array(
    fp: Any,
    allow_pickle: bool = False,
    pickle_kwargs: dict[str, Any] | None = None,
    *,
    max_header_size: int = _MAX_HEADER_SIZE,
) -> Any:
    """Read an array, header and all.

    Raises
    ------
    ValueError
        If the file is damaged or too short, or holds objects and `allow_pickle` is false.
    """
    if allow_pickle:
        max_header_size = 2**64
    version = read_magic(fp)
    _check_version(version)
    shape, fortran_order, dtype = _read_array_header(fp, version, max_header_size)
    if dtype is None:
        if not allow_pickle:
            raise ValueError("Object arrays cannot be loaded when allow_pickle=False")
        raise TypeError("arrays of objects (dtype object) are not supported yet")
    count = 1
    for length in shape:
        count *= length
    array = empty(count, dtype=dtype)
    if count:
        _read_into(fp, memoryview(array.view("u1")), array.itemsize, shape, count)
    array.shape = shape[::-1] if fortran_order else shape
    return array.T if fortran_order else array


def _read_into(fp: Any, target: memoryview, itemsize: int, shape: tuple[int, ...], count: int) -> None:
    """Fill the memory from the file."""
    if not isfileobj(fp):
        done = 0
        while done < len(target):
            wanted = min(BUFFER_SIZE, len(target) - done)
            target[done : done + wanted] = _read_bytes(fp, wanted, "array data")
            done += wanted
        return
    done = 0
    while done < len(target):
        read = fp.readinto(target[done:])
        if not read:
            raise ValueError(
                f"Failed to read all data for array. Expected {shape} = {count} elements, could only read "
                f"{done // itemsize} elements. (file seems not fully written?)"
            )
        done += read


def open_memmap(
    filename: str | os.PathLike[str],
    mode: str = "r+",
    dtype: Any = None,
    shape: int | tuple[int, ...] | None = None,
    fortran_order: bool = False,
    version: Version | None = None,
    *,
    max_header_size: int = _MAX_HEADER_SIZE,
) -> Any:
    """Map the elements of a file into memory, as a `memmap`.

    Raises
    ------
    ValueError
        If `filename` is no path, or the file is of another format.
    OSError
        If there is no such file.
    """
    from .._core.memmap import memmap

    if isfileobj(filename):
        raise ValueError("Filename must be a string or a path-like object.  Memmap cannot use existing file handles.")
    if "w" in mode:
        _check_version(version)
        dtype = number_dtype(float if dtype is None else dtype)
        entries = {
            "descr": dtype_to_descr(dtype),
            "fortran_order": fortran_order,
            "shape": shape if isinstance(shape, tuple) else (shape,),
        }
        with open(os.fspath(filename), mode + "b") as fp:
            _write_array_header(fp, entries, version)
            offset = fp.tell()
    else:
        with open(os.fspath(filename), "rb") as fp:
            version = read_magic(fp)
            _check_version(version)
            shape, fortran_order, dtype = _read_array_header(fp, version, max_header_size)
            if dtype is None:
                raise ValueError("Array can't be memory-mapped: Python objects in dtype.")
            offset = fp.tell()
    if mode == "w+":
        mode = "r+"
    return memmap(filename, dtype=dtype, shape=shape, order="F" if fortran_order else "C", mode=mode, offset=offset)


def _read_bytes(fp: Any, size: int, error_template: str = "ran out of data") -> bytes:
    data = bytearray()
    while len(data) < size:
        part = fp.read(size - len(data))
        if not part:
            break
        data += part
    if len(data) != size:
        raise ValueError(f"EOF: reading {error_template}, expected {size} bytes got {len(data)}")
    return bytes(data)


def isfileobj(f: Any) -> bool:
    """Whether the object is a file of the operating system, read or written as bytes."""
    if not isinstance(f, io.FileIO | io.BufferedReader | io.BufferedWriter):
        return False
    try:
        f.fileno()
    except OSError:
        return False
    return True


__all__ = [
    "ARRAY_ALIGN",
    "BUFFER_SIZE",
    "EXPECTED_KEYS",
    "GROWTH_AXIS_MAX_DIGITS",
    "MAGIC_LEN",
    "MAGIC_PREFIX",
    "descr_to_dtype",
    "drop_metadata",
    "dtype_to_descr",
    "header_data_from_array_1_0",
    "isfileobj",
    "magic",
    "open_memmap",
    "read_array",
    "read_array_header_1_0",
    "read_array_header_2_0",
    "read_magic",
    "write_array",
    "write_array_header_1_0",
    "write_array_header_2_0",
]
