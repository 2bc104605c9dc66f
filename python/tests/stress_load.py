"""Much at once, to be run in a process of its own: threads on shared arrays, forks, interrupts.

    python stress_load.py threads --seconds 60     16 threads, exceptions and forks in between
    python stress_load.py interrupts --seconds 60  Ctrl-C while long operations run
    python stress_load.py forks --seconds 60       forks while other threads are in a long operation

The exit status is 0 where everything held; otherwise the error stream says what did not. A process that hangs ends
itself with the tracebacks of all its threads.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import stridewise as np

THREADS = 16
# What an operation, a fork or the end may take on a busy machine before it counts as a hang.
PATIENCE_SECONDS = 60
LENGTHS = [7, 1000, 16_384, 50_000, 200_000]


class Broken(Exception):
    """Something that must hold does not."""


def check(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


class Load:
    """Shared arrays, and the threads that work on them until time is up."""

    def __init__(self, seconds: float, seed: int, whole: bool) -> None:
        self.until = time.monotonic() + seconds
        self.seed = seed
        # Whether readers must see each write as a whole.
        self.whole = whole
        self.shared: list[Any] = [np.ones(length) * 0.5 for length in LENGTHS]
        self.shared += [np.ones((length // 100 + 1, 100), dtype) for length in LENGTHS for dtype in ("f4", "i8")]
        self.constant = [np.zeros(length) for length in LENGTHS]
        self.failures: list[str] = []
        self.operations = 0

    def goes_on(self) -> bool:
        return time.monotonic() < self.until and not self.failures

    def guarded(self, work: Callable[[], None]) -> None:
        """Runs the work; what goes wrong ends the load."""
        try:
            work()
        except BaseException:
            self.failures.append(traceback.format_exc())

    def in_threads(self, work: Callable[[random.Random], None], count: int) -> list[threading.Thread]:
        def until_over(number: int) -> None:
            rng = random.Random(1000 * self.seed + number)
            while self.goes_on():
                work(rng)
                self.operations += 1

        threads = [
            threading.Thread(target=self.guarded, args=(lambda number=number: until_over(number),))
            for number in range(count)
        ]
        for thread in threads:
            thread.start()
        return threads

    def finish(self, threads: list[threading.Thread]) -> None:
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
            if thread.is_alive():
                faulthandler.dump_traceback()
                self.failures.append("a thread never came to its end")

    # What a thread does.

    def operate(self, rng: random.Random) -> None:
        """One random operation on shared arrays, or an operation of this thread's own, whose result is known."""
        with np.errstate(all="ignore"):
            rng.choice([self.on_shared, self.on_shared, self.on_own, self.refused, self.constants])(rng)

    def on_shared(self, rng: random.Random) -> None:
        place = rng.randrange(len(self.shared))
        array = self.shared[place]
        turn = rng.randrange(14)
        if turn == 0:
            self.shared[place] = array + 1
        elif turn == 1:
            array += 1
        elif turn == 2:
            array[: array.shape[0] // 2] *= 0 if array.dtype.kind == "i" else 0.5
        elif turn == 3:
            np.sin(array[1:] * 0.5 + array[:-1])
        elif turn == 4:
            array[1:] = array[:-1]
        elif turn == 5:
            (array * 2 + 1).sum(axis=0)
        elif turn == 6:
            self.shared[place] = np.where(array > 1, array, array.dtype.type(1))
        elif turn == 7:
            array[...] = rng.randrange(5)
        elif turn == 8:
            np.add(array, 1, out=array, where=array < 3)
        elif turn == 9:
            memoryview(array)[:1].tobytes()
        elif turn == 10:
            self.shared[place] = array.copy()
            del array
        elif turn == 11:
            array.sort(axis=0)
        elif turn == 12:
            array[array > 2] = 1
        else:
            view = array.reshape(-1)[::3]
            np.clip(view, 0, 2, out=view)
            str(view)

    def on_own(self, rng: random.Random) -> None:
        length = rng.choice(LENGTHS)
        values = np.arange(float(length))
        result = (values * 2 + 1) - values
        del values
        check(result[-1] == length and result[0] == 1, "a thread's own array is wrong")
        check((result * 2).sum() == length * (length + 1), "a sum over a thread's own array is wrong")
        result[length // 2 :] = 3
        check(np.count_nonzero(result == 3) >= length - length // 2, "a write was lost")

    def refused(self, rng: random.Random) -> None:
        array = rng.choice(self.shared)
        attempts: list[Callable[[], Any]] = [
            lambda: array + np.ones((2, *array.shape[:-1], array.shape[-1] + 1)),
            lambda: array[array.shape[0]],
            lambda: array.reshape(array.size + 1),
            lambda: np.add(array, 1j, out=array),
            lambda: np.concatenate([array, np.ones((1,) * (array.ndim + 1))]),
        ]
        for attempt in attempts:
            try:
                attempt()
            except (TypeError, ValueError, IndexError):
                continue
            raise Broken("something that cannot be done was done")

    def constants(self, rng: random.Random) -> None:
        """Arrays that are only ever written as a whole, with one value."""
        array = rng.choice(self.constant)
        if rng.random() < 0.5:
            value = float(rng.randrange(100))
            writes: list[Callable[[float], Any]] = [
                array.fill,
                lambda value: np.copyto(array, value),
                lambda value: np.add(value, 0.0, out=array),
            ]
            rng.choice(writes)(value)
            return
        seen = array.copy()
        if self.whole:
            check((seen == seen[0]).all(), "a reader saw half of a write")


def fork_and_compute(expected: float) -> None:
    """A child computes something, with threads of its own, and ends; a child that hangs or errs is a failure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            values = np.arange(300_000.0)
            total = float((values * 2 + 1).sum())
            sums: list[float] = []
            thread = threading.Thread(target=lambda: sums.append(float((values * 2 + 1).sum())))
            thread.start()
            thread.join()
            status = 0 if [total, total] == [expected, *sums] else 2
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            check(os.waitstatus_to_exitcode(status) == 0, f"a child ended with {os.waitstatus_to_exitcode(status)}")
            return
        if time.monotonic() > deadline:
            # Its tracebacks, to the error stream.
            os.kill(child, signal.SIGUSR1)
            time.sleep(1)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise Broken("a child never ended")
        time.sleep(0.001)


EXPECTED = 300_000.0 * 300_000.0


def threads(load: Load) -> None:
    """16 threads, and forks by the main thread."""
    started = load.in_threads(load.operate, THREADS)
    while load.goes_on():
        load.guarded(lambda: fork_and_compute(EXPECTED))
        time.sleep(0.05)
    load.finish(started)


def forks(load: Load) -> None:
    """Forks while other threads are in the middle of a long operation."""
    values = np.linspace(0, 1, 1_000_000)

    passes: list[Callable[[], Any]] = [
        lambda: np.sin(values),
        lambda: (values * 2 + 1).sum(),
        lambda: np.exp(values) + values,
    ]

    def long_pass(rng: random.Random) -> None:
        rng.choice(passes)()

    started = load.in_threads(long_pass, 2)
    while load.goes_on():
        load.guarded(lambda: fork_and_compute(EXPECTED))
    load.finish(started)


def interrupts(load: Load) -> None:
    """KeyboardInterrupt in the main thread while it and others compute."""
    rng = random.Random(load.seed)
    started = load.in_threads(load.operate, 2)
    values = np.linspace(0, 1, 400_000)
    before = values.tobytes()
    right = [call(values).tobytes() for call in LONG]
    caught = 0
    bell = Bell()
    signal.signal(signal.SIGALRM, bell.ring)
    while load.goes_on():
        place = rng.randrange(len(LONG))
        found = None
        try:
            bell.armed = True
            signal.setitimer(signal.ITIMER_REAL, rng.choice([0.0005, 0.002, 0.01]))
            found = LONG[place](values)
            bell.armed = False
        except KeyboardInterrupt:
            caught += 1
        if found is not None and found.tobytes() != right[place]:
            load.failures.append(f"operation {place} gave something else")
        if values.tobytes() != before:
            load.failures.append(f"an interrupt in operation {place} harmed its input")
    # The last bell must not ring when nobody is there to hear it.
    signal.setitimer(signal.ITIMER_REAL, 0)
    load.finish(started)
    print(f"{caught} interrupts")


LONG: list[Callable[[Any], Any]] = [
    lambda values: np.sin(np.exp(values)) * 2 + values,
    lambda values: np.sort(values[::-1]),
    lambda values: (values * 3 + 1).reshape(-1, 100).sum(axis=0),
    lambda values: np.where(values > 0.5, np.tanh(values), values**3),
    lambda values: np.cumsum(values * 2),
]


class Bell:
    """A handler that interrupts once, and only while something is there to be interrupted."""

    armed = False

    def ring(self, *unused: object) -> None:
        if self.armed:
            self.armed = False
            raise KeyboardInterrupt


SCENES: dict[str, Callable[[Load], None]] = {"threads": threads, "forks": forks, "interrupts": interrupts}


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", choices=list(SCENES))
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--whole", action="store_true", help="hold that readers see each write as a whole")
    chosen = parser.parse_args()
    faulthandler.enable()
    faulthandler.dump_traceback_later(chosen.seconds + 2 * PATIENCE_SECONDS, exit=True)
    faulthandler.register(signal.SIGUSR1)
    load = Load(chosen.seconds, chosen.seed, chosen.whole)
    SCENES[chosen.scene](load)
    print(f"{load.operations} operations")
    for failure in load.failures:
        print(failure, file=sys.stderr)
    return 1 if load.failures else 0


if __name__ == "__main__":
    sys.exit(main())
