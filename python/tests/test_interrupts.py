"""Ctrl-C in the middle of long passes: they end early, and nothing is lost."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import stridewise as np

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

# One element, 200 billion times: takes no memory, and a minute to read.
MANY = np.broadcast_to(np.ones(1), (200_000, 1_000_000))
# The same of rows that lie over each other.
ROWS = np.lib.stride_tricks.sliding_window_view(np.ones(1_200_000), 1_000_000)


@contextmanager
def interrupted() -> Iterator[None]:
    """A user who presses Ctrl-C a moment later."""
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        yield
    finally:
        timer.join()


@pytest.fixture(autouse=True, params=[1, 2])
def threads(request: pytest.FixtureRequest) -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    np.set_num_threads(request.param)
    yield
    np.set_num_threads(None)
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    "work",
    [
        lambda: MANY.sum(),
        lambda: ROWS.sum(axis=1),
        lambda: ROWS.sum(axis=0),
        lambda: ROWS.argmax(axis=1),
        lambda: ROWS @ np.ones(1_000_000),
        lambda: MANY.max(),
        lambda: MANY.argmax(),
    ],
)
def test_long_work_ends(work: Callable[[], Any]) -> None:
    with interrupted(), pytest.raises(KeyboardInterrupt):
        work()
    assert np.ones(1000).sum() == 1000


def test_what_waits_goes_on_waiting() -> None:
    start = np.linspace(0, 1, 10_000_000)
    waiting = np.sin(np.exp(np.cos(np.tan(np.sin(start)))))
    with interrupted(), pytest.raises(KeyboardInterrupt):
        while True:
            np.evaluate(waiting)
    some = start[::1_000_003].copy()
    assert waiting[::1_000_003].tolist() == np.sin(np.exp(np.cos(np.tan(np.sin(some))))).tolist()


def test_what_overwrites_its_input_ends_first() -> None:
    array = np.zeros(5_000_000)
    rounds = 0
    with pytest.raises(KeyboardInterrupt), interrupted():
        while True:
            array += 1
            rounds += 1
    assert array.min() == array.max() and array[0] - rounds in (0, 1)


def test_other_handlers_are_called_behind_the_pass() -> None:
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    with interrupted():
        while not heard:
            assert np.broadcast_to(np.ones(1), (100_000_000,)).sum() == 100_000_000
    assert heard == [signal.SIGINT]


def test_other_threads_are_left_alone() -> None:
    found: list[Any] = []
    other = threading.Thread(target=lambda: found.append(np.broadcast_to(np.ones(1), (1_000_000_000,)).sum()))
    with interrupted(), pytest.raises(KeyboardInterrupt):
        other.start()
        MANY.sum()
    other.join()
    assert found == [1_000_000_000]
