"""Arrays in files: `save`, `load`, `savez`, and the archives that `load` opens."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any

from .._core.overrides import array_function_dispatch
from .._stridewise import asanyarray
from . import _format_impl as format
from ._text_table import _loadtxt_chunksize as _loadtxt_chunksize
from ._text_table import loadtxt, savetxt
from ._text_with_gaps import genfromtxt

__all__ = ["genfromtxt", "load", "loadtxt", "save", "savetxt", "savez", "savez_compressed"]


class _Attributes:
    """The arrays of an archive as attributes."""

    def __init__(self, archive: NpzFile) -> None:
        object.__setattr__(self, "_archive", archive)

    def __getattribute__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_archive")[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return list(object.__getattribute__(self, "_archive").keys())


class NpzFile(Mapping[str, Any]):
    """An archive of arrays by name, each read when it is asked for.

    Close it, or use it in a ``with`` statement.

    Attributes
    ----------
    files : list of str
        The names of the arrays.
    f : object
        The arrays as attributes.

    Examples
    --------
    >>> import io
    >>> import stridewise as np
    >>> file = io.BytesIO()
    >>> np.savez(file, x=np.array([1, 2]))
    >>> _ = file.seek(0)
    >>> with np.load(file) as archive:
    ...     archive["x"]
    array([1, 2])
    """

    __module__ = "stridewise.lib.npyio"
    _MAX_REPR_ARRAY_COUNT = 5

    zip: Any = None
    fid: Any = None

    def __init__(
        self,
        fid: Any,
        own_fid: bool = False,
        allow_pickle: bool = False,
        pickle_kwargs: dict[str, Any] | None = None,
        *,
        max_header_size: int = format._MAX_HEADER_SIZE,
    ) -> None:
        import zipfile

        archive = zipfile.ZipFile(fid)
        names = archive.namelist()
        self._members = {name.removesuffix(".npy"): name for name in names} | {name: name for name in names}
        self.files = [name.removesuffix(".npy") for name in names]
        self.allow_pickle = allow_pickle
        self.max_header_size = max_header_size
        self.pickle_kwargs = pickle_kwargs
        self.zip = archive
        self.f = _Attributes(self)
        if own_fid:
            self.fid = fid

    def __enter__(self) -> NpzFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive, and the file if it was opened for it."""
        if self.zip is not None:
            self.zip.close()
            self.zip = None
        if self.fid is not None:
            self.fid.close()
            self.fid = None
        self.f = None  # type: ignore[assignment]

    def __del__(self) -> None:
        self.close()

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, key: str) -> Any:
        try:
            member = self._members[key]
        except KeyError:
            raise KeyError(f"{key} is not a file in the archive") from None
        with self.zip.open(member) as file:
            start = file.read(len(format.MAGIC_PREFIX))
            file.seek(0)
            if start != format.MAGIC_PREFIX:
                return file.read()
            return format.read_array(
                file,
                allow_pickle=self.allow_pickle,
                pickle_kwargs=self.pickle_kwargs,
                max_header_size=self.max_header_size,
            )

    def __contains__(self, key: object) -> bool:
        return key in self._members

    def __repr__(self) -> str:
        name = self.fid if isinstance(self.fid, str) else getattr(self.fid, "name", "object")
        shown = ", ".join(self.files[: self._MAX_REPR_ARRAY_COUNT])
        if len(self.files) > self._MAX_REPR_ARRAY_COUNT:
            shown += "..."
        return f"NpzFile {name!r} with keys: {shown}"

    def get(self, key: str, default: Any = None, /) -> Any:
        """The array of that name, or `default`."""
        return Mapping.get(self, key, default)

    def items(self) -> Any:
        """Names and arrays."""
        return Mapping.items(self)

    def keys(self) -> Any:
        """Names."""
        return Mapping.keys(self)

    def values(self) -> Any:
        """Arrays."""
        return Mapping.values(self)


def load(
    file: Any,
    mmap_mode: str | None = None,
    allow_pickle: bool = False,
    fix_imports: bool = True,
    encoding: str = "ASCII",
    *,
    max_header_size: int = format._MAX_HEADER_SIZE,
) -> Any:
    """Read what `save`, `savez` or ``pickle`` wrote.

    Parameters
    ----------
    file : path or file
        A file must be opened for reading bytes, and able to seek.
    mmap_mode : {None, 'r+', 'r', 'w+', 'c'}
        Map an array into memory instead of reading it.
    allow_pickle : bool
        Whether to load pickled objects. Loading them runs code from the file.
    max_header_size : int
        Longer headers are refused, unless `allow_pickle`.

    Returns
    -------
    ndarray, memmap, NpzFile or object

    Raises
    ------
    EOFError
        If the file is empty.
    ValueError
        If the file holds objects and `allow_pickle` is false.
    OSError
        If there is no such file.

    Examples
    --------
    >>> import io
    >>> import stridewise as np
    >>> file = io.BytesIO()
    >>> np.save(file, np.array([1.0, 2.0]))
    >>> _ = file.seek(0)
    >>> np.load(file)
    array([1., 2.])
    """
    if encoding not in ("ASCII", "latin1", "bytes"):
        raise ValueError("encoding must be 'ASCII', 'latin1', or 'bytes'")
    import pickle

    pickle_options = {"encoding": encoding, "fix_imports": fix_imports}
    own = not hasattr(file, "read")
    opened = open(os.fspath(file), "rb") if own else file
    keep = False
    try:
        start = opened.read(len(format.MAGIC_PREFIX))
        if not start:
            raise EOFError("No data left in file")
        opened.seek(-len(start), 1)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            keep = own
            return NpzFile(
                opened,
                own_fid=own,
                allow_pickle=allow_pickle,
                pickle_kwargs=pickle_options,
                max_header_size=max_header_size,
            )
        if start == format.MAGIC_PREFIX:
            if mmap_mode:
                if allow_pickle:
                    max_header_size = 2**64
                return format.open_memmap(file, mode=mmap_mode, max_header_size=max_header_size)
            return format.read_array(
                opened, allow_pickle=allow_pickle, pickle_kwargs=pickle_options, max_header_size=max_header_size
            )
        if not allow_pickle:
            raise ValueError(
                "This file contains pickled (object) data. If you trust the file you can load it unsafely using "
                "the `allow_pickle=` keyword argument or `pickle.load()`."
            )
        try:
            return pickle.load(opened, **pickle_options)  # type: ignore[arg-type]
        except Exception as error:
            raise pickle.UnpicklingError(f"Failed to interpret file {file!r} as a pickle") from error
    finally:
        if own and not keep:
            opened.close()


def _with_suffix(file: Any, suffix: str) -> str:
    name: str = os.fspath(file)
    return name if name.endswith(suffix) else name + suffix


def _one_array(file: Any, arr: Any, *args: Any, **kwargs: Any) -> tuple[Any]:
    return (arr,)


def _all_arrays(file: Any, *args: Any, allow_pickle: bool = True, **kwds: Any) -> Iterator[Any]:
    yield from args
    yield from kwds.values()


@array_function_dispatch(_one_array, module="stridewise", verify=False)
def save(file: Any, arr: Any, allow_pickle: bool = True) -> None:
    """Write an array to a file in the npy format.

    Parameters
    ----------
    file : path or file
        Names get the suffix ``.npy`` if they lack it.
    arr : array
        What to write.

    Examples
    --------
    See `load`.
    """
    context: Any = nullcontext(file) if hasattr(file, "write") else open(_with_suffix(file, ".npy"), "wb")
    with context as opened:
        format.write_array(opened, asanyarray(arr), allow_pickle=allow_pickle)


def _save_archive(file: Any, args: tuple[Any, ...], named: dict[str, Any], packed: bool, allow_pickle: bool) -> None:
    import zipfile

    arrays = dict(named)
    for place, value in enumerate(args):
        name = f"arr_{place}"
        if name in arrays:
            raise ValueError(f"Cannot use un-named variables and keyword {name}")
        arrays[name] = value
    if not hasattr(file, "write"):
        file = _with_suffix(file, ".npz")
    compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, mode="w", compression=compression, allowZip64=True) as archive:
        for name, value in arrays.items():
            with archive.open(name + ".npy", "w", force_zip64=True) as member:
                format.write_array(member, asanyarray(value), allow_pickle=allow_pickle)


@array_function_dispatch(_all_arrays, module="stridewise", verify=False)
def savez(file: Any, *args: Any, allow_pickle: bool = True, **kwds: Any) -> None:
    """Write arrays to one file, by name: those of keywords by theirs, others as ``arr_0``, ``arr_1``, ....

    Raises
    ------
    ValueError
        If a keyword is the name that an array without one gets.

    Examples
    --------
    See `NpzFile`.
    """
    _save_archive(file, args, kwds, False, allow_pickle)


@array_function_dispatch(_all_arrays, module="stridewise", verify=False)
def savez_compressed(file: Any, *args: Any, allow_pickle: bool = True, **kwds: Any) -> None:
    """Write arrays to one file as `savez` does, packed.

    Examples
    --------
    >>> import io
    >>> import stridewise as np
    >>> file = io.BytesIO()
    >>> np.savez_compressed(file, np.array([1, 2]))
    >>> _ = file.seek(0)
    >>> np.load(file).files
    ['arr_0']
    """
    _save_archive(file, args, kwds, True, allow_pickle)
