"""Memory that is kept and taken again; passes on several threads; the interpreter lock while they run."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterator

import numpy
import pytest

import stridewise as np


@pytest.fixture(params=[1, 2, 5])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    np.set_num_threads(request.param)
    yield request.param
    np.set_num_threads(None)


def test_usage_counts_what_arrays_hold() -> None:
    np.memory.release()
    before = np.memory.usage()
    array = np.ones(1_000_000)
    live = np.memory.usage().live - before.live
    assert 8_000_000 <= live <= 9_000_000
    del array
    assert np.memory.usage().live == before.live
    assert np.memory.usage().held >= live
    assert np.memory.release() >= live
    assert np.memory.usage().held == 0


def test_peak_is_counted_from_its_reset() -> None:
    np.memory.reset_peak()
    base = np.memory.usage().peak
    a = np.zeros(500_000)
    del a
    assert np.memory.usage().peak >= base + 4_000_000
    np.memory.reset_peak()
    assert np.memory.usage().peak == np.memory.usage().live


def test_zeros_are_zero_after_dirty_memory() -> None:
    for length in [200, 5_000, 40_000, 700_000]:
        dirty = np.full(length, 7.0)
        del dirty
        assert not np.zeros(length).any()


def test_memory_errors_name_shape_and_dtype() -> None:
    with pytest.raises(MemoryError, match=r"shape \(2305843009213693951,?\)|\(2305843009213693951,\)"):
        np.zeros(2**61 - 1, dtype="i1")


def layouts(array: numpy.ndarray) -> Iterator[numpy.ndarray]:
    rows = array.reshape(-1, 100)
    yield array
    yield rows
    yield rows.T
    yield rows[:, ::3]
    yield rows[::-1, 5:]
    yield numpy.broadcast_to(rows[:, :1], rows.shape)
    yield array.astype(">f8")
    yield array.astype("f4")


def test_large_passes_equal_numpys(threads: int) -> None:
    values = numpy.random.default_rng(1).normal(size=600_000)
    for theirs in layouts(values):
        ours = np.asarray(theirs)
        small = theirs[..., :1]
        cases = {
            "add": lambda module, a, b: a + a * 2.5,
            "broadcast": lambda module, a, b: a - b,
            "compare": lambda module, a, b: (a > b) | (a < -1),
            "cast": lambda module, a, b: (a * 100).astype("i4"),
            "copy": lambda module, a, b: a.copy(),
            "where": lambda module, a, b: module.add(a, b, where=a > 0, out=module.zeros(a.shape)),
        }
        for name, call in cases.items():
            wanted = call(numpy, theirs, small)
            found = call(np, ours, np.asarray(small))
            numpy.testing.assert_array_equal(numpy.asarray(found), wanted, err_msg=name)


def test_results_do_not_depend_on_threads() -> None:
    values = np.random.default_rng(2).normal(size=1_000_003)
    results = []
    for count in [1, 2, 3, 8]:
        np.set_num_threads(count)
        results.append([np.sin(values).tobytes(), np.exp(values).tobytes(), (values**3).tobytes()])
    np.set_num_threads(None)
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("shape", [(1000, 1001), (3, 400_003), (500_000, 3), (70, 80, 90)])
@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i4", "c16", "?"])
def test_reductions_do_not_depend_on_threads(shape: tuple[int, ...], dtype: str) -> None:
    generator = np.random.default_rng(3)
    values = (generator.normal(size=shape) * 3).astype(dtype)
    repeated = [np.broadcast_to(values[:1], shape), np.broadcast_to(values[..., :1], shape)]
    for array in [values, values.T, values[::-1], values[..., ::2], *repeated]:
        for axis in [*range(array.ndim), None]:
            results = []
            for count in [1, 2, 5]:
                np.set_num_threads(count)
                results.append([getattr(array, name)(axis=axis).tobytes() for name in ("sum", "max", "any", "mean")])
            np.set_num_threads(None)
            assert results[0] == results[1] == results[2]
            if dtype in ("i4", "?"):
                wanted = numpy.asarray(array).sum(axis=axis)
                numpy.testing.assert_array_equal(numpy.asarray(array.sum(axis=axis)), wanted)


def test_errors_of_every_thread_are_reported_once(threads: int) -> None:
    values = np.ones(2_000_000)
    values[1_999_990] = 0.0
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        1 / values
    assert [str(warning.message) for warning in caught] == ["divide by zero encountered in divide"]
    integers = np.full(2_000_000, 3)
    exponents = np.zeros(2_000_000, dtype=int)
    exponents[-1] = -1
    with pytest.raises(ValueError, match="negative integer powers"):
        integers**exponents
    assert (integers ** np.abs(exponents))[-1] == 3


@pytest.mark.parametrize("count", [0, -1])
def test_bad_numbers_of_threads(count: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        np.set_num_threads(count)


def test_nobody_sees_half_of_a_write() -> None:
    length = 300_000
    shared = np.zeros(length)
    sources = [np.full(length, float(value)) for value in range(3)]
    until = time.monotonic() + 1.5
    torn: list[str] = []

    def write(source: np.ndarray) -> None:
        while time.monotonic() < until:
            np.add(source, 0.0, out=shared)

    def assign() -> None:
        while time.monotonic() < until:
            shared.fill(1.0)
            shared[...] = 2.0
            np.copyto(shared, 0.0)
            # Gives the interpreter lock to those who write without it.
            time.sleep(0.002)

    def read() -> None:
        looks = {
            "sum": lambda: shared.sum() / length,
            "small pass": lambda: (shared[:2000] + 0.0).mean(),
            "copy": lambda: shared.copy().mean(),
            "list": lambda: numpy.mean(shared[::7].tolist()),
            "bytes": lambda: numpy.frombuffer(shared.tobytes()).mean(),
            "later": lambda: (shared * 2.0)[:2000].mean() / 2,
        }
        while time.monotonic() < until:
            torn.extend(name for name, look in looks.items() if look() not in (0.0, 1.0, 2.0))

    works = [*(lambda source=source: write(source) for source in sources), assign, read]
    started = [threading.Thread(target=work) for work in works]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert not torn


@contextlib.contextmanager
def busy(step: Callable[[], object]) -> Iterator[None]:
    """A thread that repeats a step, until the block ends."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            step()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def holds_in_a_child(question: Callable[[], object]) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os._exit(0 if question() else 1)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_finds_no_pass_half_done() -> None:
    length = 300_000
    shared = np.zeros(length)
    sources = [np.full(length, float(value)) for value in range(2)]

    def write() -> None:
        for source in sources:
            np.add(source, 0.0, out=shared)

    def is_whole_and_can_be_written() -> bool:
        whole = shared.min() == shared.max()
        np.add(sources[1], 0.0, out=shared)
        return bool(whole and shared.sum() == length)

    with busy(write):
        for _ in range(20):
            assert holds_in_a_child(is_whole_and_can_be_written)


def test_several_python_threads_at_once() -> None:
    values = np.arange(300_000.0)
    expected = (values * 2 + 1).sum()
    sums: list[float] = []

    def work() -> None:
        for _ in range(5):
            sums.append((values * 2 + 1).sum())

    started = [threading.Thread(target=work) for _ in range(8)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert sums == [expected] * 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_starts_clean() -> None:
    values = np.arange(2_000_000.0)
    total = (values * 2).sum()

    def is_clean() -> bool:
        return bool((values * 2).sum() == total and np.ones(500_000).sum() == 500_000)

    # Roots that nobody reads would not be computed.
    with busy(lambda: np.evaluate(np.sqrt(values))):
        for _ in range(10):
            assert holds_in_a_child(is_clean)


def decompositions() -> list[bytes]:
    rng = numpy.random.default_rng(1)
    one, stack = rng.random((300, 300)), rng.random((300, 20, 20))
    results = [*np.linalg.eigh(one), *np.linalg.qr(one), *np.linalg.svd(stack), np.linalg.inv(stack)]
    return [result.tobytes() for result in results]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_decompositions_are_the_same_in_forks_and_in_threads(threads: int) -> None:
    expected = decompositions()
    found: list[list[bytes]] = []
    started = [threading.Thread(target=lambda: found.append(decompositions())) for _ in range(4)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert found == [expected] * 4
    with busy(decompositions):
        for _ in range(3):
            assert holds_in_a_child(lambda: decompositions() == expected)
    np.set_num_threads(1)
    assert decompositions() == expected
