"""Work over many elements runs without the interpreter lock: other threads run Python meanwhile."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import stridewise as np

LENGTH = 3_000_000

WORK: dict[str, Callable[[Any, Any, Any], Any]] = {
    "sum": lambda a, i, m: a.sum(),
    "max": lambda a, i, m: a.max(),
    "mean": lambda a, i, m: a.mean(),
    "std": lambda a, i, m: a.std(),
    "argmax": lambda a, i, m: a.argmax(),
    "argmin along an axis": lambda a, i, m: a.reshape(-1, 3).argmin(axis=1),
    "count_nonzero": lambda a, i, m: np.count_nonzero(a),
    "nonzero": lambda a, i, m: np.nonzero(m),
    "cumsum": lambda a, i, m: np.cumsum(a),
    "accumulate": lambda a, i, m: np.maximum.accumulate(a),
    "sort": lambda a, i, m: np.sort(a),
    "sort in place": lambda a, i, m: a.sort(),
    "argsort": lambda a, i, m: a.argsort(),
    "partition": lambda a, i, m: np.partition(a, 10),
    "searchsorted": lambda a, i, m: np.arange(1000.0).searchsorted(a),
    "median": lambda a, i, m: np.median(a),
    "unique": lambda a, i, m: np.unique(i),
    "bincount": lambda a, i, m: np.bincount(i),
    "positions": lambda a, i, m: a[i],
    "rows": lambda a, i, m: a.reshape(3, -1)[[2, 0, 1]],
    "mask": lambda a, i, m: a[m],
    "take": lambda a, i, m: a.take(i),
    "put": lambda a, i, m: a.put(i, a),
    "assign at positions": lambda a, i, m: a.__setitem__(i, a),
    "fill a mask": lambda a, i, m: a.__setitem__(m, 1.0),
    "matrix product": lambda a, i, m: a[:1_000_000].reshape(1000, 1000) @ a[:300_000].reshape(1000, 300),
}


@pytest.fixture(scope="module")
def arrays() -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(1)
    a = rng.random(LENGTH)
    return a, rng.permutation(LENGTH), a > 0.5


@pytest.fixture
def turns_on_request_only() -> Iterator[None]:
    """No thread loses the lock unless it gives it away."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000.0)
    yield
    sys.setswitchinterval(interval)


def gives_the_lock_away(work: Callable[[], Any]) -> bool:
    started = threading.Event()
    ended: list[bool] = []

    def run() -> None:
        started.set()
        work()
        ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    # The other thread had the lock: this one runs because it gave it away, or ended.
    result = not ended
    thread.join()
    return result


@pytest.mark.usefixtures("turns_on_request_only")
@pytest.mark.parametrize("name", WORK)
def test_others_run_meanwhile(name: str, arrays: tuple[Any, Any, Any]) -> None:
    a, i, m = arrays

    def attempt() -> bool:
        mine = a.copy()
        # What was put off runs here, not where it would give the lock away on its own.
        assert mine[0] == a[0] and m[0] == (a[0] > 0.5)
        return gives_the_lock_away(lambda: WORK[name](mine, i, m))

    # A busy machine may not wake this thread in time.
    assert any(attempt() for _ in range(20))


@pytest.mark.usefixtures("turns_on_request_only")
def test_this_would_notice() -> None:
    assert not any(gives_the_lock_away(lambda: sum(range(300_000))) for _ in range(5))


def test_what_is_written_may_be_read_as_well() -> None:
    """Threads that take parts of a pass do not wait for the pass itself."""
    np.set_num_threads(4)
    try:
        table = np.arange(3_000_000.0).reshape(1000, 3000)
        expected = table.sum(axis=0).tolist()
        table.sum(axis=0, out=table[0])
        assert table[0].tolist() == expected
        mask = np.ones(10_000_000, "?")
        mask[mask] = False
        assert not mask.any()
        line = np.arange(2_000_000)[::-1].copy()
        line.sort()
        line[line] = line
        line.put(line, line)
        np.add.accumulate(line, out=line)
        assert line[-1] == 1_999_999 * 1_000_000
        line.argmax(out=line[:1].reshape(()))
        assert line[0] == 1_999_999
    finally:
        np.set_num_threads(None)
