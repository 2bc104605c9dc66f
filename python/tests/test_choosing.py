"""take, put, where, nonzero, flat and their kin beside NumPy, over layouts, dtypes and index kinds."""

from __future__ import annotations

import random
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import counted  # noqa: E402
from test_indexing import SHAPES, assert_same, outcome  # noqa: E402


def pair(shape: tuple[int, ...], rng: random.Random, dtypes: str = "i8 f4 c16 ? f2 u1") -> tuple[Any, Any]:
    theirs = counted(shape, rng.choice(dtypes.split()), rng)
    return theirs, sw.array(theirs)


def same_effect(theirs: Any, mine: Any, write: Any, note: str) -> None:
    expected, found = outcome(lambda: write(np, theirs)), outcome(lambda: write(sw, mine))
    if isinstance(expected, Exception):
        assert_same(found, expected, note)
        # NumPy's `put` has by then written what came before the bad index; ours has written nothing.
        mine[...] = sw.asarray(theirs)
    else:
        assert not isinstance(found, Exception), (note, found)
    assert np.array_equal(np.asarray(mine), theirs), note


@pytest.mark.parametrize("seed", range(40))
def test_taking(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(30):
        shape = rng.choice(SHAPES)
        theirs, mine = pair(shape, rng)
        axis = rng.choice([None, *range(-len(shape), len(shape)), len(shape)])
        places = np.array([rng.randint(-4, 4) for _ in range(4)]).reshape(rng.choice([(4,), (2, 2), (4, 1)]))
        mode = rng.choice(["raise", "wrap", "clip"])
        note = f"{shape} {theirs.strides} axis {axis} places {places.tolist()} mode {mode}"
        expected = outcome(lambda: np.take(theirs, places, axis=axis, mode=mode))
        assert_same(outcome(lambda: sw.take(mine, sw.asarray(places), axis=axis, mode=mode)), expected, note)
        mask = [rng.random() < 0.5 for _ in range(rng.randint(0, 4))]
        expected = outcome(lambda: np.compress(mask, theirs, axis=axis))
        assert_same(outcome(lambda: sw.compress(mask, mine, axis=axis)), expected, note + f" mask {mask}")
        expected = outcome(lambda: np.extract(mask, theirs))
        assert_same(outcome(lambda: sw.extract(mask, mine)), expected, note + f" mask {mask}")


@pytest.mark.parametrize("seed", range(40))
def test_writing(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(30):
        shape = rng.choice(SHAPES)
        theirs, mine = pair(shape, rng)
        places = [rng.randint(-6, 6) for _ in range(rng.randint(0, 5))]
        values = [rng.randint(0, 9) for _ in range(rng.randint(0, 4))]
        mode = rng.choice(["raise", "wrap", "clip"])
        mask = np.array([rng.random() < 0.5 for _ in range(int(np.prod(shape)))], bool).reshape(shape)
        note = f"{shape} {theirs.strides} {theirs.dtype} places {places} values {values} mode {mode} mask {mask}"
        same_effect(theirs, mine, lambda m, a: m.put(a, places, values, mode=mode), "put " + note)
        same_effect(theirs, mine, lambda m, a: m.place(a, m.asarray(mask), values), "place " + note)
        same_effect(theirs, mine, lambda m, a: m.putmask(a, m.asarray(mask), values), "putmask " + note)
        same_effect(theirs, mine, lambda m, a: m.copyto(a, 3, where=m.asarray(mask)), "copyto " + note)
        if theirs.size and values:
            part = slice(rng.randint(0, 2), None, rng.choice([1, 2]))
            same_effect(theirs, mine, lambda m, a: a.flat.__setitem__(part, values), f"flat {part} " + note)


@pytest.mark.parametrize("seed", range(40))
def test_places(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(20):
        theirs, mine = pair(rng.choice([shape for shape in SHAPES if shape]), rng)
        for array in (theirs, mine):
            array.flat[::3] = 0
        note = f"{theirs.shape} {theirs.strides} {theirs.dtype}"
        for found, expected in zip(sw.nonzero(mine), np.nonzero(theirs), strict=True):
            assert_same(found, expected, note)
        assert_same(sw.argwhere(mine), np.argwhere(theirs), note)
        assert_same(sw.flatnonzero(mine), np.flatnonzero(theirs), note)
        assert sw.count_nonzero(mine) == np.count_nonzero(theirs)
        assert_same(sw.asarray(mine.flat), theirs.flatten(), note)
        assert [x.item() for x in mine.flat] == [x.item() for x in theirs.flat]


@pytest.mark.parametrize("seed", range(40))
def test_where(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(20):
        shape = rng.choice([(3,), (2, 3), (4, 2, 3), (0, 3)])
        parts = [tuple(rng.choice([n, n, 1]) for n in shape)[rng.randint(0, len(shape) - 1) :] for _ in range(3)]
        condition = counted(parts[0], "i1", rng) % 2 == 0
        sides = [
            rng.choice([1, 2.5, 3j, True]) if rng.random() < 0.3 else counted(part, rng.choice(["i1", "f4", "u8"]), rng)
            for part in parts[1:]
        ]
        ours = [sw.asarray(side) if isinstance(side, np.ndarray) else side for side in sides]
        expected = outcome(lambda: np.where(condition, *sides))
        found = outcome(lambda: sw.where(sw.asarray(condition), *ours))
        note = f"{parts} {sides}"
        assert_same(found, expected, note)
        if isinstance(expected, np.ndarray):
            assert found.dtype.str == expected.dtype.str, note


@pytest.mark.parametrize("seed", range(20))
def test_along_an_axis(seed: int) -> None:
    rng = random.Random(seed)
    for shape in [(5,), (3, 4), (2, 3, 4)]:
        theirs, mine = pair(shape, rng)
        axis = rng.choice([None, *range(-len(shape), len(shape))])
        if axis is None:
            places = np.array([0, 2, 1])
        else:
            places = np.argsort(np.random.default_rng(seed).random(shape), axis=axis)
        assert_same(
            sw.take_along_axis(mine, sw.asarray(places), axis),
            np.take_along_axis(theirs, places, axis),
            f"{shape} {axis}",
        )
        # Along the flattened array, NumPy writes to a copy where that is one.
        if axis is not None:
            same_effect(
                theirs, mine, lambda m, a: m.put_along_axis(a, m.asarray(places), 1, axis), f"put {shape} {axis}"
            )


def test_ravelled_places_and_back() -> None:
    rng = random.Random(3)
    for shape in [(3,), (2, 3), (4, 1, 5)]:
        for order in "CF":
            flat = np.array([rng.randrange(int(np.prod(shape))) for _ in range(6)]).reshape(2, 3)
            expected = np.unravel_index(flat, shape, order)
            found = sw.unravel_index(sw.asarray(flat), shape, order)
            for one, other in zip(found, expected, strict=True):
                assert_same(one, other, f"{shape} {order}")
            assert_same(sw.ravel_multi_index(found, shape, order=order), flat, f"{shape} {order}")
    for bad in [6, -1]:
        with pytest.raises(ValueError, match=f"index {bad} is out of bounds for array with size 6"):
            sw.unravel_index(bad, (2, 3))
    with pytest.raises(ValueError, match="invalid entry in coordinates array"):
        sw.ravel_multi_index((2, 0), (2, 3))


def test_choose() -> None:
    for positions, choices, mode in [
        ([0, 1, 2, 0], [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]], "raise"),
        ([[0, 3], [-1, 1]], [1, [2, 3]], "wrap"),
        ([[0, 3], [-1, 1]], [1, [2.5, 3]], "clip"),
    ]:
        assert_same(sw.choose(positions, choices, mode=mode), np.choose(positions, choices, mode=mode), mode)
    with pytest.raises(ValueError, match="invalid entry in choice array"):
        sw.choose([0, 2], [1, 2])


def test_shared_memory_is_told_exactly() -> None:
    rng = random.Random(5)
    told = set()
    for _ in range(500):
        theirs = np.zeros((4, 5, 6), "i2")
        mine = sw.asarray(theirs)
        parts = [
            tuple(slice(rng.randint(0, 3), None, rng.choice([1, 2, 3, -1, -2])) for _ in range(3)) for _ in range(2)
        ]
        expected = np.shares_memory(theirs[parts[0]], theirs[parts[1]])
        assert sw.shares_memory(mine[parts[0]], mine[parts[1]]) == expected, parts
        assert sw.may_share_memory(mine[parts[0]], mine[parts[1]]) or not expected
        told.add(expected)
    assert told == {True, False}


def test_views_by_stride_stay_in_their_memory() -> None:
    tricks = sw.lib.stride_tricks
    base = sw.arange(6)
    windows = tricks.sliding_window_view(base, 3)
    assert windows.tolist() == np.lib.stride_tricks.sliding_window_view(np.arange(6), 3).tolist()
    assert not windows.flags.writeable
    assert tricks.as_strided(base, (2, 3), (8, 16)).tolist() == [[0, 2, 4], [1, 3, 5]]
    for shape, strides in [((7,), (8,)), ((2,), (-8,)), ((2**62,), (0,)), ((2, 2), (2**62, 2**62)), ((2,), (8, 8))]:
        with pytest.raises(ValueError):
            tricks.as_strided(base, shape, strides)


@pytest.mark.parametrize("key", ["0:3, 0:2", "-1:1:5j", "0:1:3j, 2:4", "0:1:0.25", "1:7:2, 0:1:2j, 3:5"])
def test_grids(key: str) -> None:
    for name in ("mgrid", "ogrid"):
        expected = eval(f"np.{name}[{key}]", {"np": np})
        found = eval(f"np.{name}[{key}]", {"np": sw})
        pairs = zip(found, expected, strict=True) if isinstance(expected, tuple) else [(found, expected)]
        for one, other in pairs:
            assert one.dtype.str == other.dtype.str
            assert one.tolist() == other.tolist()


@pytest.mark.parametrize(
    "code",
    [
        "np.r_[1, 2.5, 3:5]",
        "np.r_[0:1:5j, np.array([7])]",
        "np.r_['0,2', [1, 2], [3, 4]]",
        "np.r_['0,2,0', [1, 2], [3, 4]]",
        "np.r_['1,2,0', [1, 2], [3, 4]]",
        "np.r_['-1', np.ones((2, 2)), np.zeros((2, 1))]",
        "np.c_[[1, 2], [3, 4]]",
        "np.c_[np.array([[1, 2, 3]]), 0, 0, np.array([[4, 5, 6]])]",
        "np.broadcast_to([1, 2, 3], (2, 3))",
        "np.ix_([0, 2], [True, False, True])[1]",
        "np.tril_indices(3, 1, 4)[0]",
        "np.triu_indices(3, -1)[1]",
        "np.mask_indices(3, np.triu, 1)[0]",
    ],
)
def test_expressions(code: str) -> None:
    expected, found = eval(code, {"np": np}), eval(code, {"np": sw})
    assert found.dtype.str == expected.dtype.str
    assert found.tolist() == expected.tolist()


def test_several_arrays_gone_over_together() -> None:
    ours, theirs = (m.broadcast([[1], [2]], [3, 4, 5]) for m in (sw, np))
    assert (ours.shape, ours.nd, ours.size, ours.numiter) == (theirs.shape, theirs.nd, theirs.size, theirs.numiter)
    assert [tuple(map(int, row)) for row in ours] == [tuple(map(int, row)) for row in theirs]
    with pytest.raises(ValueError, match="Mismatch is between arg 0 with shape \\(2,\\) and arg 1 with shape \\(3,\\)"):
        sw.broadcast_shapes((2,), (3,))


@pytest.mark.parametrize("length", [3, 40_000])
def test_where_wraps_python_integers_that_its_dtype_does_not_hold(length: int) -> None:
    for module in (np, sw):
        numbers = module.arange(length).astype("u1")
        assert module.where(numbers > 1, numbers, -5)[:3].tolist() == [251, 251, 2]
