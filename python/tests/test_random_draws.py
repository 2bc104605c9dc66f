"""Ten thousand draws of every method, and the state behind them: NumPy's, bit for bit, with and without NumPy."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import threading
from typing import Any

import pytest
from random_draws import DIGESTS, Draw, digest, drawn, draws

import stridewise as np

DRAWN = draws()
STORED = json.loads(DIGESTS.read_text(encoding="utf-8"))


def named(part: Any) -> str:
    return part.name[:90] if isinstance(part, Draw) else str(part)


def test_the_digests_are_of_these_draws() -> None:
    assert sorted(STORED) == sorted({draw.name for draw in DRAWN})


def test_every_method_is_drawn_from() -> None:
    no_draws = {"bit_generator", "spawn", "get_state", "set_state", "seed", "random_integers"}
    for holder in (np.random.Generator, np.random.RandomState):
        public = {name for name in dir(holder) if not name.startswith("_")}
        assert {draw.method for draw in DRAWN if draw.holder == holder.__name__} == public - no_draws


@pytest.mark.parametrize("draw", DRAWN, ids=named)
def test_draws(draw: Draw) -> None:
    assert digest(draw, *drawn(np, draw)) == STORED[draw.name]


@pytest.mark.parametrize("draw", DRAWN, ids=named)
def test_draws_beside_numpy(draw: Draw) -> None:
    numpy = pytest.importorskip("numpy")
    theirs, state = drawn(numpy, draw)
    ours, our_state = drawn(np, draw)
    assert our_state == state
    if isinstance(theirs, bytes):
        assert ours == theirs
        return
    ours = numpy.asarray(ours)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    assert ours.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("name", ["random", "standard_normal", "integers"])
def test_a_stream_in_pieces_is_the_stream(name: str) -> None:
    args = (1000,) if name == "integers" else ()
    whole = getattr(np.random.default_rng(3), name)(*args, size=10_000).tolist()
    rng = np.random.default_rng(3)
    pieces: list[Any] = []
    for turn in range(100):
        pieces += getattr(rng, name)(*args, size=turn + 1).tolist()
        if turn == 50:
            rng = pickle.loads(pickle.dumps(rng))
    assert pieces == whole[: len(pieces)]


def test_two_threads_neither_repeat_nor_lose_a_draw() -> None:
    rng = np.random.default_rng(5)
    found: list[list[float]] = [[], []]
    start = threading.Barrier(2)

    def draw(place: int) -> None:
        start.wait()
        for turn in range(300):
            found[place] += rng.random(1 + turn % 50).tolist() if turn % 2 else [rng.random()]

    threads = [threading.Thread(target=draw, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    both = found[0] + found[1]
    expected = np.random.default_rng(5).random(len(both)).tolist()
    assert sorted(both) == sorted(expected)
    after = np.random.default_rng(5)
    after.random(len(both))
    assert rng.bit_generator.state == after.bit_generator.state


def draw_after_fork(rng: Any, pipe: Any) -> None:
    pipe.send(rng.random(1000).tolist())
    pipe.close()
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_in_the_middle_of_a_stream() -> None:
    rng = np.random.default_rng(7)
    rng.random(123)
    context = multiprocessing.get_context("fork")
    # Children that take the stream over continue it as the parent does; spawned streams are apart.
    child = rng.spawn(1)[0]
    for source, same in ((rng, True), (child, False)):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=draw_after_fork, args=(source, sender))
        process.start()
        sender.close()
        theirs = receiver.recv()
        process.join()
        mine = rng.random(1000).tolist()
        assert (theirs == mine) is same
        assert same or not set(theirs) & set(mine)
    expected = np.random.default_rng(7).random(2123).tolist()
    assert mine == expected[1123:]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda rng: rng.normal(0, -1), ValueError, "scale < 0"),
        (lambda rng: rng.exponential(-1), ValueError, "scale < 0"),
        (lambda rng: rng.multinomial(3, [0.9, 0.9, 0.1]), ValueError, r"sum\(pvals"),
        (lambda rng: rng.binomial(5, 1.5), ValueError, "p < 0, p > 1 or p is NaN|p > 1"),
        (lambda rng: rng.uniform(0, float("inf")), OverflowError, "[Rr]ange"),
        (lambda rng: rng.poisson(-1), ValueError, "lam < 0"),
        (lambda rng: rng.dirichlet([1, -1]), ValueError, "alpha"),
        (lambda rng: rng.choice(2, p=[0.5, 0.6]), ValueError, "do not sum to 1"),
        (lambda rng: rng.choice(2, p=[1.5, -0.5]), ValueError, "are not non-negative"),
        (lambda rng: rng.choice(2, p=[float("nan"), 1.0]), ValueError, "contain NaN"),
        (lambda rng: rng.choice(2, p=[[0.5, 0.5]]), ValueError, "1-dimensional"),
        (lambda rng: rng.choice(2, p=[1.0]), ValueError, "same size"),
        (lambda rng: rng.choice(2, 3, replace=False), ValueError, "larger sample"),
        (lambda rng: rng.choice(3, 2, replace=False, p=[1.0, 0.0, 0.0]), ValueError, "[Ff]ewer non-zero"),
        (lambda rng: rng.choice(0), ValueError, "a must be"),
        (lambda rng: rng.random(-1), ValueError, "negative dimensions"),
        (lambda rng: rng.gamma(-1.0), ValueError, "shape < 0"),
        (lambda rng: rng.multivariate_normal([0], [[-1]], check_valid="raise"), ValueError, "not symmetric positive"),
    ],
)
@pytest.mark.parametrize("holder", ["Generator", "RandomState"])
def test_bad_parameters_raise_numpys_errors(call: Any, error: type[Exception], message: str, holder: str) -> None:
    numpy = pytest.importorskip("numpy")
    texts = []
    for module in (np, numpy):
        rng = module.random.default_rng(1) if holder == "Generator" else module.random.RandomState(1)
        with pytest.raises(error, match=message) as raised:
            call(rng)
        texts.append(str(raised.value))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("high", [0, -5])
def test_ranges_without_integers(high: int) -> None:
    with pytest.raises(ValueError, match="high <= 0"):
        np.random.default_rng(1).integers(high)
    with pytest.raises(ValueError, match="low >= high"):
        np.random.default_rng(1).integers(1, high)
    with pytest.raises(ValueError, match="high <= 0"):
        np.random.RandomState(1).randint(high)
