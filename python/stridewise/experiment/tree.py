"""The git repository that a run was started in: which commit, and whether the files are those of the commit."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Sequence
from typing import Any

# A file that git does not know is read up to this size; of a larger one the size counts.
_READ = 1 << 20
_SECONDS = 30.0


def _git(folder: str, *arguments: str) -> bytes | None:
    """What git prints; `None` without git, outside a repository, and where it fails."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _unknown_files(folder: str, listed: bytes) -> Iterable[bytes]:
    """For each file that git does not know, what tells whether it has changed."""
    for name in sorted(listed.split(b"\0")):
        if not name:
            continue
        path = os.path.join(os.fsencode(folder), name)
        try:
            size = os.path.getsize(path)
            if size <= _READ:
                with open(path, "rb") as file:
                    yield name + b"\0" + hashlib.sha256(file.read()).digest()
            else:
                yield name + b"\0" + str(size).encode()
        except OSError:
            yield name


def _left_out(root: str, paths: Sequence[str]) -> list[str]:
    """What tells git to leave out those of the paths that lie inside the repository."""
    inside = [os.path.relpath(os.path.realpath(path), root) for path in paths]
    return [f":(top,exclude,literal){path}" for path in inside if path.split(os.sep)[0] not in (os.curdir, os.pardir)]


def described(folder: str, besides: Sequence[str] = (), output: str | None = None) -> dict[str, Any] | None:
    """The state of the repository that `folder` lies in; `None` where there is none.

    Parameters
    ----------
    folder : str
    besides : sequence of str
        Files that do not count: those that are recorded each on its own.
    output : str, optional
        The folder that the run writes to. What git does not know in there does not count, unless it is all of the
        repository.

    Returns
    -------
    dict or None
        `commit` and `branch` (`None` before the first commit, and off a branch), `dirty`, and `changes`: a digest of
        what differs from the commit, `None` where nothing does.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    root = os.path.realpath(os.fsdecode(top.rstrip(b"\n")))
    scope = ["--", ":(top)", *_left_out(root, besides)]
    outputs = [] if output is None else _left_out(root, [output])
    commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    branch = _git(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    # Before the first commit everything that is staged differs from nothing.
    changed = _git(root, "diff", "--binary", "--no-ext-diff", *(["HEAD"] if commit else ["--cached"]), *scope) or b""
    unknown = _git(root, "ls-files", "--others", "--exclude-standard", "-z", *scope, *outputs) or b""
    digest = None
    if changed or unknown:
        total = hashlib.sha256(changed)
        for part in _unknown_files(root, unknown):
            total.update(part + b"\0")
        digest = total.hexdigest()
    return {
        "commit": commit.decode().strip() if commit else None,
        "branch": branch.decode().strip() if branch else None,
        "dirty": digest is not None,
        "changes": digest,
    }
