"""Copies, joins, repetitions, rolls and pads beside NumPy, over layouts, dtypes and sizes (large ones on threads)."""

from __future__ import annotations

import random
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import LAYOUTS, SHAPES, counted, steps  # noqa: E402
from test_indexing import assert_same, outcome  # noqa: E402

DTYPES = "? u1 i2 f2 f4 i8 f8 c8 c16".split()
# Large enough to be cut into parts, and to be kept and taken again by the allocator.
LARGE = [(130_001,), (1031, 127), (33, 40, 101)]


def pair(shape: tuple[int, ...], rng: random.Random) -> tuple[Any, Any]:
    theirs = counted(shape, rng.choice(DTYPES), rng)
    return theirs, sw.asarray(theirs)


def beside(call: Any, theirs: Any, mine: Any, note: str) -> None:
    """The same result or error of a call with either module, and no memory shared with the input."""
    found = outcome(lambda: call(sw, mine))
    assert_same(found, outcome(lambda: call(np, theirs)), note)


def soil() -> None:
    """Leaves memory behind that is not zero, for results to be made on."""
    for size in (100, 5_000, 100_000, 1_100_000):
        sw.full(size, 255, dtype="u1")


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_copies_between_layouts(layout: str, dtype: str) -> None:
    for shape in [*SHAPES, (40, 50), (9, 31, 17), *LARGE]:
        soil()
        values = (np.arange(int(np.prod(shape))) % 100).astype(dtype).reshape(shape)
        theirs = LAYOUTS[layout](values)
        mine = sw.asarray(theirs)
        for order in "CFKA":
            assert_same(mine.copy(order), theirs.copy(order), f"{layout} {shape} {dtype} {order}")
        assert_same(sw.ascontiguousarray(mine.T), np.ascontiguousarray(theirs.T), f"{layout} {shape} {dtype}")
        target, expected = sw.zeros(shape[::-1], dtype), np.zeros(shape[::-1], dtype)
        target[...], expected[...] = mine.T, theirs.T
        assert_same(target, expected, f"{layout} {shape} {dtype}")


@pytest.mark.parametrize("seed", range(30))
def test_joins(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(10):
        soil()
        shape = rng.choice([*SHAPES, *LARGE[:1]])
        axis = rng.choice([None, *range(-len(shape), len(shape)), len(shape)])
        pieces = []
        for _ in range(rng.randint(1, 3)):
            lengths = list(shape)
            if axis is not None and -len(shape) <= axis < len(shape):
                lengths[axis] = rng.randint(0, 4)
            pieces.append(pair(tuple(lengths), rng))
        theirs, mine = [piece[0] for piece in pieces], [piece[1] for piece in pieces]
        note = f"{[(piece.shape, piece.strides, piece.dtype) for piece in theirs]} axis {axis}"
        beside(lambda m, a, axis=axis: m.concatenate(a, axis=axis), theirs, mine, note)
        beside(lambda m, a: m.stack([a[0], a[0]], axis=-1), theirs, mine, note)


@pytest.mark.parametrize("seed", range(40))
def test_repetitions(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(15):
        soil()
        theirs, mine = pair(rng.choice([*SHAPES, (130_001,), (515, 127)]), rng)
        axis = rng.choice([None, *range(-theirs.ndim, theirs.ndim)])
        length = theirs.size if axis is None else theirs.shape[axis]
        counts: Any = rng.choice(
            [rng.randint(0, 5), [rng.randint(0, 3) for _ in range(length)], [2], -1, [1, 2], [1] * length]
        )
        note = f"{theirs.shape} {theirs.strides} {theirs.dtype} axis {axis} counts {str(counts)[:60]}"
        beside(lambda m, a, c=counts, x=axis: m.repeat(a, c, axis=x), theirs, mine, "repeat " + note)
        reps: Any = rng.choice([rng.randint(0, 4), (2, 3), (1, 2, 1), (3, 1, 1, 2), (0, 2), (1,), ()])
        beside(lambda m, a, r=reps: m.tile(a, r), theirs, mine, f"tile {reps} " + note)
        new = rng.choice([(5,), (3, 4), (0,), (2, 2, 2), (1000,)])
        beside(lambda m, a, n=new: m.resize(a, n), theirs, mine, f"resize {new} " + note)


def test_tiles_have_memory_of_their_own() -> None:
    array = sw.arange(6.0).reshape(2, 3)
    for reps in (1, (1, 1), (1, 1, 1), ()):
        tiled = sw.tile(array, reps)
        assert not sw.shares_memory(tiled, array)


@pytest.mark.parametrize("seed", range(30))
def test_rolls_and_pads(seed: int) -> None:
    rng = random.Random(seed)
    modes = ["constant", "edge", "wrap", "reflect", "symmetric", "maximum", "mean", "linear_ramp"]
    for _ in range(10):
        soil()
        theirs, mine = pair(rng.choice([*SHAPES, *LARGE[:2]]), rng)
        note = f"{theirs.shape} {theirs.strides} {theirs.dtype}"
        axis = rng.choice([None, *range(-theirs.ndim, theirs.ndim)])
        shift = rng.randint(-9, 9)
        beside(lambda m, a, s=shift, x=axis: m.roll(a, s, axis=x), theirs, mine, f"roll {shift} {axis} {note}")
        if theirs.size and theirs.dtype != bool:
            widths = [(rng.randint(0, 3), rng.randint(0, 3)) for _ in range(theirs.ndim)]
            mode = rng.choice(modes if theirs.dtype.kind != "c" else modes[:5])
            beside(lambda m, a, w=widths, k=mode: m.pad(a, w, mode=k), theirs, mine, f"pad {widths} {mode} {note}")
        if theirs.ndim:
            places = [rng.randint(-theirs.shape[0], theirs.shape[0]) for _ in range(rng.randint(0, 3))]
            beside(lambda m, a, p=places: m.delete(a, p, axis=0), theirs, mine, f"delete {places} {note}")
            beside(lambda m, a, p=places: m.insert(a, p, 1, axis=0), theirs, mine, f"insert {places} {note}")


@pytest.mark.parametrize("dtype", DTYPES)
def test_rows_and_elements_at_positions(dtype: str) -> None:
    rng = np.random.default_rng(3)
    for shape in [(50,), (50, 3), (50, 4), (50, 16), (50, 5, 7), (50, 0), (50, 1), (40_000, 16), (300_000,)]:
        theirs = rng.integers(0, 100, shape).astype(dtype)
        mine = sw.array(theirs)
        for count in (0, 1, 7, 60_000):
            places = rng.integers(-shape[0], shape[0], count)
            note = f"{shape} {dtype} {count}"
            assert_same(mine[sw.asarray(places)], theirs[places], note)
            assert_same(sw.take(mine, sw.asarray(places), axis=0), np.take(theirs, places, axis=0), note)
            if count:
                places[count // 2] = shape[0] if count % 2 else -shape[0] - 1
                beside(lambda m, a, p=places: a[m.asarray(p)], theirs, mine, note)


@pytest.mark.parametrize("make", ["empty_like", "zeros_like", "ones_like"])
def test_arrays_like_others(make: str) -> None:
    for layout in LAYOUTS.values():
        for shape in SHAPES:
            soil()
            theirs = layout(np.arange(int(np.prod(shape)), dtype="f4").reshape(shape))
            mine = sw.asarray(theirs)
            for order in "CFKA":
                expected, found = getattr(np, make)(theirs, order=order), getattr(sw, make)(mine, order=order)
                assert (found.shape, steps(found)) == (expected.shape, steps(expected))
                assert str(found.dtype) == str(expected.dtype)
                if make != "empty_like":
                    assert_same(found, expected, f"{shape} {order}")
