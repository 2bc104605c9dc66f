"""Files by name or address, unpacked by their suffix."""

from __future__ import annotations

import builtins
import os
from typing import Any

__all__ = ["DataSource", "Repository", "open", "open_by_suffix"]

_PACKED = (".gz", ".bz2", ".xz", ".lzma")


def _opener(name: str) -> Any:
    """The function that opens a file of this suffix."""
    suffix = os.path.splitext(name)[1]
    if suffix == ".gz":
        import gzip

        return gzip.open
    if suffix == ".bz2":
        import bz2

        return bz2.open
    if suffix in (".xz", ".lzma"):
        import lzma

        return lzma.open
    return builtins.open


def open_by_suffix(
    path: str | os.PathLike[str], mode: str = "r", encoding: str | None = None, newline: str | None = None
) -> Any:
    """Open a file, which ``.gz``, ``.bz2``, ``.xz`` and ``.lzma`` say is packed.

    Raises
    ------
    FileNotFoundError
        If the file is to be read and is not there.
    """
    name = os.fspath(path)
    if not _writes(mode) and not os.path.exists(name) and "://" in name:
        return DataSource(None).open(name, mode, encoding, newline)
    if not _writes(mode) and not os.path.exists(name):
        raise FileNotFoundError(f"{name} not found.")
    return _opener(name)(name, mode=mode, encoding=encoding, newline=newline)


def _writes(mode: str) -> bool:
    return bool(set(mode) & set("wax+"))


def open(
    path: str, mode: str = "r", destpath: Any = os.curdir, encoding: str | None = None, newline: str | None = None
) -> Any:
    """Open a file or a web address; what comes from the web is kept in the folder `destpath`."""
    return DataSource(destpath).open(path, mode, encoding=encoding, newline=newline)


class DataSource:
    """Files of a folder, which also keeps copies of what comes from the web.

    Parameters
    ----------
    destpath : path or None
        The folder; with ``None``, one that is removed with this object.

    Examples
    --------
    >>> import stridewise as np
    >>> np.lib.npyio.DataSource("data").exists("no such file")
    False
    """

    __module__ = "stridewise.lib.npyio"

    def __init__(self, destpath: Any = os.curdir) -> None:
        if destpath is None:
            import tempfile

            self._destpath = tempfile.mkdtemp()
            self._istmpdest = True
        else:
            self._destpath = os.path.abspath(destpath)
            self._istmpdest = False

    def __del__(self) -> None:
        if getattr(self, "_istmpdest", False):
            import shutil

            shutil.rmtree(self._destpath, ignore_errors=True)

    def _isurl(self, path: str) -> bool:
        """Whether the path is a web address."""
        from urllib.parse import urlparse

        parts = urlparse(path)
        return bool(parts.scheme and parts.netloc)

    def _candidates(self, path: str) -> list[str]:
        """The path, and those of packed files of that name."""
        if path.endswith(_PACKED):
            return [path]
        return [path, *(path + suffix for suffix in (".gz", ".bz2"))]

    def _cache(self, path: str) -> str:
        """Copy what stands at a web address into the folder."""
        import shutil
        from urllib.request import urlopen

        target = self.abspath(path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with urlopen(path) as source, builtins.open(target, "wb") as file:
            shutil.copyfileobj(source, file)
        return target

    def _find(self, path: str) -> str | None:
        """The file that the path means, fetched if it is a web address."""
        if self._isurl(path):
            places = [candidate for name in self._candidates(path) for candidate in (self.abspath(name), name)]
        else:
            names = self._candidates(path)
            places = [*names, *(self.abspath(name) for name in names)]
        for place in places:
            if self.exists(place):
                return self._cache(place) if self._isurl(place) else place
        return None

    def abspath(self, path: str) -> str:
        """Where a file or the copy of a web address stands: always inside the folder."""
        from urllib.parse import urlparse

        folder, inside = os.fspath(self._destpath), path.split(os.fspath(self._destpath), 2)
        if len(inside) > 1:
            path = inside[1]
        parts = urlparse(path)
        return os.path.join(folder, self._inside(parts.netloc), self._inside(parts.path))

    def _inside(self, path: str) -> str:
        """The path without what leads out of its folder."""
        before = None
        while before != path:
            before = path
            path = path.lstrip(os.sep).lstrip("/")
            path = path.lstrip(os.pardir + os.sep).removeprefix("..")
            path = os.path.splitdrive(path)[1]
        return path

    def exists(self, path: str) -> bool:
        """Whether there is such a file, a copy of it, or an answer from the web address."""
        if os.path.exists(path) or os.path.exists(self.abspath(path)):
            return True
        if not self._isurl(path):
            return False
        from urllib.error import URLError
        from urllib.request import urlopen

        try:
            urlopen(path).close()
        except URLError:
            return False
        return True

    def open(self, path: str, mode: str = "r", encoding: str | None = None, newline: str | None = None) -> Any:
        """Open a file or a web address.

        Raises
        ------
        ValueError
            If a web address is to be written.
        FileNotFoundError
            If there is no such file.
        """
        if self._isurl(path) and _writes(mode):
            raise ValueError("URLs are not writeable")
        found = self._find(path)
        if found is None:
            raise FileNotFoundError(f"{path} not found.")
        return _opener(found)(found, mode=mode, encoding=encoding, newline=newline)


class Repository(DataSource):
    """Files below one address or folder.

    Parameters
    ----------
    baseurl : str
        What stands before the names.
    destpath : path or None
        As for `DataSource`.
    """

    __module__ = "stridewise.lib.npyio"

    def __init__(self, baseurl: str, destpath: Any = os.curdir) -> None:
        super().__init__(destpath)
        self._baseurl = baseurl

    def _full(self, path: str) -> str:
        return path if self._baseurl in path else os.path.join(self._baseurl, path)

    def _find(self, path: str) -> str | None:
        return super()._find(self._full(path))

    def abspath(self, path: str) -> str:
        """Where the copy of a file stands."""
        return super().abspath(self._full(path))

    def exists(self, path: str) -> bool:
        """Whether there is such a file below the address."""
        return super().exists(self._full(path))

    def open(self, path: str, mode: str = "r", encoding: str | None = None, newline: str | None = None) -> Any:
        """Open a file below the address."""
        return super().open(self._full(path), mode, encoding=encoding, newline=newline)

    def listdir(self) -> list[str]:
        """The files of the folder.

        Raises
        ------
        NotImplementedError
            If the repository is a web address.
        """
        if self._isurl(self._baseurl):
            raise NotImplementedError("Directory listing of URLs, not supported yet.")
        return os.listdir(self._baseurl)
