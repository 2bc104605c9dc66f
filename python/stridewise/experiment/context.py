"""Which run the code at hand belongs to, and from which seed it draws: what each line of a log says.

There is one run for the process, which the processes that it starts take over from the environment, and within `bound`
another one for what runs there: threads that start inside have the process's own again, as context variables go.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

# The processes that this one starts find the run here.
VARIABLE = "STRIDEWISE_RUN"


class Run(NamedTuple):
    """A run's name, and its seed where it has one."""

    id: str
    seed: int | None


_bound: ContextVar[Run | None] = ContextVar("stridewise_run", default=None)
_of_process: Run | None = None


def new_id() -> str:
    """A name that no other run has: the time (UTC), and four random bytes.

    >>> from stridewise.experiment.context import new_id
    >>> len(new_id())
    24
    """
    return f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(4)}"


def current() -> Run:
    """The run that the calling code belongs to.

    >>> from stridewise.experiment import bound, current
    >>> with bound(run="first", seed=3):
    ...     current()
    Run(id='first', seed=3)
    """
    global _of_process
    run = _bound.get()
    if run is not None:
        return run
    if _of_process is None:
        _of_process = Run(os.environ.setdefault(VARIABLE, new_id()), None)
    return _of_process


def set_seed(seed: int) -> None:
    """Makes `seed` that of the run at hand."""
    global _of_process
    run = current()._replace(seed=seed)
    if _bound.get() is None:
        _of_process = run
    else:
        _bound.set(run)


@contextmanager
def bound(run: str | None = None, seed: int | None = None) -> Iterator[Run]:
    """Within it, this context's run has another name or seed; what is not given stays.

    Parameters
    ----------
    run : str, optional
    seed : int, optional

    Examples
    --------
    >>> from stridewise.experiment import bound, current
    >>> with bound(run="fold-1"), bound(seed=5):
    ...     current()
    Run(id='fold-1', seed=5)
    """
    before = current()
    made = Run(before.id if run is None else run, before.seed if seed is None else seed)
    token = _bound.set(made)
    try:
        yield made
    finally:
        _bound.reset(token)
