"""Loggers that write one JSON object a line."""

from __future__ import annotations

import datetime
import io
import logging
import os
import sys
import threading
import traceback
from typing import IO, Any

from .context import current
from .plain import plain, to_json

# What the standard library keeps in each record; all else came by `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_configuring = threading.Lock()


def _start_unlocked() -> None:
    """In a forked process nobody is left to release the lock."""
    global _configuring
    _configuring = threading.Lock()


os.register_at_fork(after_in_child=_start_unlocked)


def _exception(record: logging.LogRecord) -> dict[str, str] | None:
    if not record.exc_info or record.exc_info[0] is None:
        return None
    kind, error, trace = record.exc_info
    return {
        "type": kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}",
        "message": str(error),
        "traceback": "".join(traceback.format_exception(kind, error, trace)),
    }


class JsonFormatter(logging.Formatter):
    """Makes one line of JSON of each record.

    Its fields: `time` (UTC, with its zone), `level`, `logger`, `message`, `file`, `line`, `run`, then `seed`,
    `exception` and `stack` where there are any, and what `extra` gave, with an underscore behind names that are taken.
    """

    def format(self, record: logging.LogRecord) -> str:
        run = current()
        fields: dict[str, Any] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="microseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "file": record.pathname,
            "line": record.lineno,
            "run": run.id,
        }
        if run.seed is not None:
            fields["seed"] = run.seed
        if (error := _exception(record)) is not None:
            fields["exception"] = error
        if record.stack_info:
            fields["stack"] = record.stack_info
        for name, value in vars(record).items():
            if name not in _STANDARD:
                fields[f"{name}_" if name in fields else name] = plain(value)
        return to_json(fields)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:
        return f"{record.msg!s} (its arguments do not fit: {error})"


class JsonLines(logging.Handler):
    """Writes each record by one write of one whole line, so that the lines of threads and processes never mix.

    Parameters
    ----------
    file : path, optional
        Appended to, and created where it does not exist. Without one, lines go to `sys.stderr`, whatever it is by then.
    """

    def __init__(self, file: str | os.PathLike[str] | None = None) -> None:
        super().__init__()
        self.file = None if file is None else os.path.abspath(os.fspath(file))
        self._descriptor: int | None = None
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
            if self.file is None:
                _write_to_stream(sys.stderr, line)
            else:
                _write_whole(self._opened(self.file), line)
        except Exception:
            self.handleError(record)

    def _opened(self, file: str) -> int:
        """The file, open so that the system itself puts each write behind those of other processes."""
        if self._descriptor is None:
            self._descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        return self._descriptor

    def close(self) -> None:
        with self.lock or _configuring:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None
        super().close()


def _write_whole(descriptor: int, line: bytes) -> None:
    """One write; what a full disk or a signal left over follows."""
    while line:
        line = line[os.write(descriptor, line) :]


def _write_to_stream(stream: IO[str] | None, line: bytes) -> None:
    if stream is None:
        return
    try:
        descriptor = stream.fileno()
    except (AttributeError, io.UnsupportedOperation, ValueError):
        stream.write(line.decode("utf-8"))
        return
    # What others wrote to the stream comes first.
    stream.flush()
    _write_whole(descriptor, line)


def get_logger(
    name: str = "stridewise",
    *,
    level: int | str | None = None,
    file: str | os.PathLike[str] | None = None,
) -> logging.Logger:
    """A logger of the standard library that writes one JSON object a line.

    However often it is called, each line is written once to each destination.

    Parameters
    ----------
    name : str, default 'stridewise'
        As for `logging.getLogger`. Records go no further up: what is set up for `name` writes them, nothing else.
    level : int or str, optional
        The lowest level that is written; the first call sets INFO without it, later ones change nothing.
    file : path, optional
        Where to append the lines; `sys.stderr` without it, unless the logger has a file already. Calls with different
        files add to each other.

    Returns
    -------
    logging.Logger

    Notes
    -----
    Each line says when (UTC), how grave, which logger, the message, file and line of the call, the run (see
    `stridewise.experiment.bound`) and its seed, the exception, and what `extra` gives. Of arrays it says shape, dtype
    and a few values. A line is one write at the end of the file: threads and processes, forked or not, may share it.

    Examples
    --------
    >>> import json, os, tempfile
    >>> import stridewise as np
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = os.path.join(folder.name, "log.jsonl")
    >>> log = np.get_logger("docs", file=file)
    >>> log.info("epoch done", extra={"epoch": 3, "gradient": np.ones(1000)})
    >>> line = json.loads(open(file).read())
    >>> line["level"], line["message"], line["epoch"], line["gradient"]["shape"]
    ('INFO', 'epoch done', 3, [1000])
    >>> folder.cleanup()
    """
    logger = logging.getLogger(name)
    with _configuring:
        ours = [handler for handler in logger.handlers if isinstance(handler, JsonLines)]
        wanted = None if file is None else os.path.abspath(os.fspath(file))
        if not any(handler.file == wanted for handler in ours) and (wanted is not None or not ours):
            logger.addHandler(JsonLines(wanted))
        if not ours:
            logger.propagate = False
        if level is not None or not ours:
            logger.setLevel(logging.INFO if level is None else level)
    return logger
