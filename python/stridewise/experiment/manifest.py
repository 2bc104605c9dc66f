"""The record of a run: what it was made of, and what has changed since."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, NamedTuple

from . import surroundings, tree
from .context import current
from .plain import plain, to_json

_NAME = "manifest.json"


class Change(NamedTuple):
    """Something that is not as it was: where (as `files.model.npy`), what it was, what it is; `None` for nothing."""

    where: str
    before: Any
    now: Any

    def __str__(self) -> str:
        return f"{self.where}: {self.before} -> {self.now}"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def _as_mapping(parameters: object) -> dict[str, Any]:
    """Parameters by name: of a mapping, a dataclass, or what a command line was parsed to."""
    if parameters is None:
        return {}
    if isinstance(parameters, Mapping):
        return dict(parameters)
    if isinstance(parameters, argparse.Namespace):
        return dict(vars(parameters))
    if dataclasses.is_dataclass(parameters) and not isinstance(parameters, type):
        return {field.name: getattr(parameters, field.name) for field in dataclasses.fields(parameters)}
    raise TypeError(f"parameters must be a mapping, a dataclass or a Namespace, got {type(parameters).__name__}")


def _differences(where: str, before: Any, now: Any) -> Iterator[Change]:
    """What differs between two values, mappings looked into."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name in [*before, *(name for name in now if name not in before)]:
            yield from _differences(f"{where}.{name}", before.get(name), now.get(name))
    elif before != now:
        yield Change(where, before, now)


class Manifest:
    """A record of one run, which fills itself: command, run and seed, versions, machine, git, start and end.

    The caller adds what only the program knows: `parameters`, `results`, and the files that the run read or wrote.
    Within ``with``, the record is written at the start and again at the end, when it also says whether the run failed.

    Parameters
    ----------
    path : path
        Where to write: a `.json` file, or the folder in which `manifest.json` will be.
    parameters : mapping, dataclass or argparse.Namespace, optional
    files : iterable of path, optional
        Files that the run depends on; see `add_file`.

    Attributes
    ----------
    parameters, results : dict
        Anything, by name. Arrays are written as shape, dtype and a few values.
    record : dict
        All that is written, as of the last `write`.

    Examples
    --------
    >>> import os, tempfile
    >>> import stridewise as np
    >>> folder = tempfile.TemporaryDirectory()
    >>> data = os.path.join(folder.name, "data.npy")
    >>> np.save(data, np.arange(10))
    >>> with np.Manifest(folder.name, parameters={"rate": 0.1}, files=[data]) as manifest:
    ...     manifest.results["loss"] = 0.25
    >>> np.Manifest.read(folder.name).check()
    []
    >>> np.save(data, np.arange(11))
    >>> [change.where for change in np.Manifest.read(folder.name).check()]
    ['files.data.npy']
    >>> folder.cleanup()
    """

    def __init__(
        self,
        path: str | os.PathLike[str] = _NAME,
        *,
        parameters: object = None,
        files: Iterable[str | os.PathLike[str]] = (),
    ) -> None:
        text = os.fspath(path)
        self.path = os.path.abspath(text if text.endswith(".json") else os.path.join(text, _NAME))
        self.parameters = _as_mapping(parameters)
        self.results: dict[str, Any] = {}
        self._files: dict[str, Any] = {}
        run = current()
        self.record: dict[str, Any] = {
            "run": run.id,
            "seed": run.seed,
            "status": "running",
            "start": _now(),
            "end": None,
            "command": [sys.executable, *sys.orig_argv[1:]],
            "folder": os.getcwd(),
            "versions": surroundings.versions(),
            "machine": surroundings.machine(),
            "git": None,
        }
        for file in files:
            self.add_file(file)
        self.record["git"] = self._git()

    @classmethod
    def read(cls, path: str | os.PathLike[str] = _NAME) -> Manifest:
        """The manifest that was written to `path`, a `.json` file or the folder that has a `manifest.json`.

        Raises
        ------
        OSError, ValueError
            Where there is no such file, or it is no manifest.
        """
        manifest = cls.__new__(cls)
        text = os.fspath(path)
        manifest.path = os.path.abspath(text if text.endswith(".json") else os.path.join(text, _NAME))
        with open(manifest.path, encoding="utf-8") as file:
            record = json.load(file)
        missing = {"folder", "versions", "machine", "git", "files"} - set(record if isinstance(record, dict) else ())
        if missing:
            raise ValueError(f"{manifest.path} is no manifest: it lacks {', '.join(sorted(missing))}")
        manifest.record = record
        manifest.parameters = dict(record.get("parameters", {}))
        manifest.results = dict(record.get("results", {}))
        manifest._files = dict(record["files"])
        return manifest

    def add_file(self, path: str | os.PathLike[str]) -> None:
        """Records the file's size and SHA-256, under its path from the manifest's folder where it lies in there.

        Raises
        ------
        OSError
            Where the file cannot be read.
        """
        full = os.path.abspath(os.fspath(path))
        self._files[self._short(full)] = surroundings.digest_of(full)

    def write(self) -> str:
        """Writes the record as it is now, whole or not at all, and gives its path."""
        # The seed is often set after the manifest is made.
        run = current()
        if self.record["seed"] is None and run.id == self.record["run"]:
            self.record["seed"] = run.seed
        self.record.update(parameters=plain(self.parameters), results=plain(self.results), files=self._files)
        folder = os.path.dirname(self.path)
        os.makedirs(folder, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=folder, prefix=".manifest-", suffix=".json")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(to_json(self.record, indent=2) + "\n")
            os.chmod(partial, 0o644)
            os.replace(partial, self.path)
        except BaseException:
            os.unlink(partial)
            raise
        return self.path

    def check(self) -> list[Change]:
        """What has changed since: versions of the libraries loaded now, the machine, the repository, the files.

        A library counts as changed only where both this process and the run have loaded it. Files that are recorded,
        and what git does not know in the manifest's own folder, are no changes of the repository.
        """
        loaded = surroundings.versions()
        before = {name: version for name, version in self.record["versions"].items() if name in loaded}
        changes = list(_differences("versions", before, {name: loaded[name] for name in before}))
        changes += _differences("machine", self.record["machine"], plain(surroundings.machine()))
        changes += _differences("git", self.record["git"], self._git())
        for name, recorded in self._files.items():
            try:
                now = surroundings.digest_of(self._full(name))
            except OSError:
                now = None
            if now != recorded:
                changes.append(Change(f"files.{name}", recorded, now))
        return changes

    def __enter__(self) -> Manifest:
        self.write()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.record["end"] = _now()
        self.record["status"] = "finished" if kind is None else "failed"
        if kind is not None:
            self.record["error"] = f"{kind.__name__}: {error}"
        # Libraries that were imported on the way.
        self.record["versions"] = {**surroundings.versions(), **self.record["versions"]}
        self.write()

    def __repr__(self) -> str:
        return f"<Manifest of run {self.record['run']}, {self.record['status']}: {self.path}>"

    def _git(self) -> dict[str, Any] | None:
        ours = [self.path, *(self._full(name) for name in self._files)]
        return tree.described(self.record["folder"], ours, os.path.dirname(self.path))

    def _short(self, full: str) -> str:
        folder = os.path.dirname(self.path)
        inside = os.path.commonpath([folder, full]) == folder
        return os.path.relpath(full, folder) if inside else full

    def _full(self, name: str) -> str:
        return os.path.join(os.path.dirname(self.path), name)
