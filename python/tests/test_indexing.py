"""Indexing beside NumPy: every kind of index on every kind of layout, to read, assign and assign in place."""

from __future__ import annotations

import random
from typing import Any

import pytest
from array_layouts import LAYOUTS, SHARED_LAYOUTS

import stridewise as sw

np = pytest.importorskip("numpy")

SHAPES = [(), (1,), (5,), (0,), (3, 4), (4, 1), (2, 0, 3), (2, 3, 4), (3, 2, 1, 4)]


DTYPES = ["i8", "f4", "i1", "c16", "?", "f2"]


def numbers(rng: random.Random) -> Any:
    """An array of some shape and dtype."""
    shape, dtype = rng.choice(SHAPES), rng.choice(DTYPES)
    return (np.arange(int(np.prod(shape))) % 100).astype(dtype).reshape(shape)


def laid_out(values: Any, rng: random.Random) -> Any:
    """The values in some layout, or other ones where their elements share their places."""
    known = LAYOUTS | SHARED_LAYOUTS if values.size and values.ndim else LAYOUTS
    return known[rng.choice(list(known))](values)


def random_integers(shape: tuple[int, ...], length: int, rng: random.Random) -> Any:
    count = int(np.prod(shape))
    low, high = (-length, length - 1) if rng.random() < 0.97 else (-length - 1, length)
    if length == 0:
        low, high = 0, 0
    values = [rng.randint(low, high) for _ in range(count)]
    dtype = rng.choice(["i8", "i4", "i1", ">i8"])
    return layouts_of(np.array(values, dtype=dtype).reshape(shape), rng)


def layouts_of(array: Any, rng: random.Random) -> Any:
    if rng.random() < 0.3:
        return np.asfortranarray(array)
    if rng.random() < 0.3 and array.ndim:
        return array[::-1].copy()[::-1]
    return array


def random_index(shape: tuple[int, ...], rng: random.Random) -> Any:
    """An index expression of NumPy's; most fit the shape."""
    items: list[Any] = []
    axis = 0
    ellipsis = False
    lead = rng.choice([(), (2,), (3,), (1,), (2, 3), (3, 1)])
    arrays = rng.random() < 0.7
    while axis < len(shape) or rng.random() < 0.1:
        length = shape[axis] if axis < len(shape) else 2
        kind = rng.choice(["int", "slice", "slice", "new", "ellipsis", "array", "array", "mask", "list", "bool"])
        if kind == "int":
            items.append(rng.randint(-length, length - 1) if length and rng.random() < 0.97 else length)
            axis += 1
        elif kind == "slice":
            part = [rng.choice([None, rng.randint(-length - 2, length + 2)]) for _ in range(2)]
            items.append(slice(*part, rng.choice([None, 1, 2, -1, -3])))
            axis += 1
        elif kind == "new":
            items.append(None)
        elif kind == "ellipsis":
            if not ellipsis or rng.random() < 0.05:
                items.append(...)
                axis += rng.randint(0, max(len(shape) - axis, 0))
                ellipsis = True
        elif kind == "array" and arrays:
            items.append(random_integers(lead, length, rng))
            axis += 1
        elif kind == "list" and arrays:
            items.append([rng.randint(-length, length - 1) for _ in range(2)] if length else [])
            axis += 1
        elif kind == "mask" and arrays and axis < len(shape):
            covered = rng.randint(1, len(shape) - axis)
            mask = np.array([rng.random() < 0.5 for _ in range(int(np.prod(shape[axis : axis + covered])))], bool)
            items.append(layouts_of(mask.reshape(shape[axis : axis + covered]), rng))
            axis += covered
        elif kind == "bool" and arrays and rng.random() < 0.2:
            items.append(rng.choice([True, False]))
        if rng.random() < 0.15 and items:
            break
    if len(items) == 1 and rng.random() < 0.8:
        return items[0]
    return tuple(items)


def ours(index: Any) -> Any:
    if isinstance(index, tuple):
        return tuple(ours(item) for item in index)
    return sw.asarray(index) if isinstance(index, np.ndarray) else index


def outcome(call: Any) -> Any:
    try:
        return call()
    except Exception as error:
        return error


def assert_same(found: Any, expected: Any, note: str) -> None:
    if isinstance(expected, Exception):
        assert isinstance(found, Exception), (note, expected, found)
        kinds = {IndexError, ValueError, TypeError}
        assert {k for k in kinds if isinstance(found, k)} == {k for k in kinds if isinstance(expected, k)}, (
            note,
            expected,
            found,
        )
        return
    assert not isinstance(found, Exception), (note, found)
    assert np.shape(found) == np.shape(expected), note
    assert np.array_equal(np.asarray(found), expected), note


@pytest.mark.parametrize("seed", range(60))
def test_reading(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        theirs = laid_out(numbers(rng), rng)
        index = random_index(theirs.shape, rng)
        expected = outcome(lambda: theirs[index])
        found = outcome(lambda: sw.asarray(theirs)[ours(index)])
        note = f"shape {theirs.shape} strides {theirs.strides} index {index!r}"
        assert_same(found, expected, note)
        if isinstance(expected, np.ndarray) and isinstance(found, sw.ndarray):
            wide = [axis for axis, length in enumerate(expected.shape) if length > 1]
            if expected.size:
                assert [found.strides[a] for a in wide] == [expected.strides[a] for a in wide], note
            shares = np.shares_memory(expected, theirs)
            assert np.shares_memory(np.asarray(found), theirs) == shares, note


@pytest.mark.parametrize("seed", range(60))
def test_assigning(seed: int) -> None:
    rng = random.Random(1000 + seed)
    for _ in range(60):
        values, lay = numbers(rng), LAYOUTS[rng.choice(list(LAYOUTS))]
        theirs, mine = lay(values), sw.asarray(lay(values.copy()))
        index = random_index(theirs.shape, rng)
        part = outcome(lambda: theirs[index])
        shape = np.shape(part) if not isinstance(part, Exception) else ()
        keep = rng.random() < 0.8
        value_shape = list(shape) if keep else [rng.choice([1, 2, n]) for n in shape]
        if value_shape and rng.random() < 0.4:
            value_shape = value_shape[rng.randint(0, len(value_shape)) :]
        if rng.random() < 0.1:
            value_shape = [1, *value_shape]
        size = int(np.prod(value_shape))
        value = (np.arange(size) + 50).reshape(value_shape).astype(rng.choice(["i8", "u1", "f8"]))
        expected = outcome(lambda: theirs.__setitem__(index, value))
        found = outcome(lambda: mine.__setitem__(ours(index), sw.asarray(value)))
        note = f"shape {theirs.shape} strides {theirs.strides} index {index!r} value {value_shape}"
        if isinstance(expected, Exception):
            assert_same(found, expected, note)
        else:
            assert found is None, (note, found)
        if unambiguous(index, theirs.shape):
            assert np.array_equal(np.asarray(mine), theirs), note


def unambiguous(index: Any, shape: tuple[int, ...]) -> bool:
    """Whether the index names no element twice."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    chosen = outcome(lambda: np.ravel(places[index]))
    return isinstance(chosen, Exception) or len(set(chosen.tolist())) == chosen.size


@pytest.mark.parametrize(
    "index",
    [
        "x",
        1.5,
        5,
        -6,
        (0, 0, 0),
        [0, 7],
        [0.5],
        (slice(None), 9),
        ([0, 1], [0, 1, 1]),
        (..., ...),
        10**30,
        {},
        [[0, 1], [0]],
        slice("a", None),
        slice(None, None, 0),
        object(),
    ],
)
def test_bad_indices_raise_numpys_errors(index: Any) -> None:
    theirs = np.arange(6).reshape(2, 3)
    mine = sw.array(theirs)
    expected = outcome(lambda: theirs[index])
    found = outcome(lambda: mine[index])
    assert type(found) is type(expected), found
    if not isinstance(expected, ValueError):
        assert str(found) == str(expected)
    found = outcome(lambda: mine.__setitem__(index, 1))
    assert type(found) is type(outcome(lambda: theirs.__setitem__(index, 1)))


def test_assignment_of_overlapping_parts() -> None:
    theirs, mine = np.arange(10), sw.array(np.arange(10))
    for array in (theirs, mine):
        array[1:] = array[:-1]
        array[[3, 4, 5]] = array[[5, 3, 4]]
        array[::2][[0, 1, 2]] = array[1:4]
        array[array > 3 if array is theirs else sw.asarray(np.asarray(array) > 3)] = 0
    assert np.array_equal(np.asarray(mine), theirs)


def test_iteration_and_membership() -> None:
    mine = sw.array([[1, 2], [3, 4]])
    assert [list(row) for row in mine] == [[1, 2], [3, 4]]
    assert len(mine) == 2
    with pytest.raises(TypeError, match="iteration over a 0-d array"):
        iter(sw.array(3))
    with pytest.raises(TypeError, match="unsized"):
        len(sw.array(3))
    with pytest.raises(ValueError, match="cannot delete"):
        del mine[0]


def junk(rng: random.Random, depth: int = 0) -> Any:
    """Anything that somebody might put between the brackets."""
    simple: list[Any] = [
        None, ..., True, False, 0, -1, 7, 2**63, -(2**64), 1.5, "x", b"x", object(), range(2), {1}, {}, float("nan"),
        slice(None), slice(2**70, None, -(2**70)), slice(None, None, 0), slice(1.5), slice("a", "b"), np.float64(1),
        np.int8(1), sw.array(1), sw.array([1.0]), sw.array([True, False]), sw.zeros((2, 0), "i8"), int, len,
        sw.array([[0, 1], [-1, 9]], "i1"), sw.array([2**63], "u8"), sw.array([-(2**63)]),
    ]  # fmt: skip
    if depth < 2 and rng.random() < 0.5:
        parts = [junk(rng, depth + 1) for _ in range(rng.randint(0, 4))]
        return rng.choice([tuple, list])(parts)
    return rng.choice(simple)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("seed", range(10))
def test_no_index_panics(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        array = sw.array(laid_out(numbers(rng), rng))
        index = junk(rng)
        for call in (
            lambda: array[index],
            lambda: array.__setitem__(index, 1),
            lambda: array.__setitem__(index, junk(rng)),
            lambda: array.flat[index],
            lambda: array.flat.__setitem__(index, 1),
            lambda: sw.take(array, index),
            lambda: sw.take(array, index, axis=0, mode="wrap"),
            lambda: sw.put(array, index, 1),
            lambda: array.choose(index),
            lambda: sw.unravel_index(index, (2, 3)),
            lambda: sw.ravel_multi_index(index, (2, 3)),
            lambda: sw.broadcast_to(array, index),
            lambda: sw.lib.stride_tricks.as_strided(array, index, index),
            lambda: sw.lib.stride_tricks.sliding_window_view(array, index),
            lambda: sw.where(index, 1, array),
        ):
            error = outcome(call)
            # A panic is no Exception and ends the test by itself.
            assert not isinstance(error, SystemError)


def test_products_of_positions_beyond_the_address_space_are_refused():
    a = sw.ones((3,) * 5)
    places = sw.ix_(*[sw.zeros(7200, int)] * 5)
    with pytest.raises(ValueError, match="too big"):
        a[places]
    with pytest.raises(ValueError, match="too big"):
        a[places] = 0


@pytest.mark.parametrize("choices", [(1000, "u1"), (-1, "u1"), (1.0, "f4"), (2, "f2")])
def test_numbers_among_choices_are_weak(choices):
    def chosen(library):
        number, dtype = choices
        return library.choose([0, 1], (number, library.array([3, 4], dtype)))

    ours, theirs = chosen(sw), chosen(np)
    assert ours.dtype.name == theirs.dtype.name and ours.tolist() == theirs.tolist()


def test_chosen_elements_are_cast_to_the_output_whatever_it_is():
    out = sw.zeros(3)
    sw.choose(sw.arange(3), sw.ones((3, 3), dtype=int) * 7, out=out)
    assert out.tolist() == [7.0] * 3


def test_steps_of_axes_without_elements_or_with_one() -> None:
    for module in (np, sw):
        rows = module.ones((4, 6))
        empty = [rows[1:1:2], rows[3:1], rows[1:3:-1], rows[:0:3], rows[:, 2:2:-2]]
        assert [view.strides for view in empty] == [(48, 8)] * 5
        assert rows[1:2:3].strides == (144, 8)
        alone = module.ones((3, 1))
        assert module.broadcast_to(alone, (3, 1)).strides == (8, 0)
        assert module.broadcast_to(alone, (2, 3, 1)).strides == (0, 8, 0)
        assert module.broadcast_to(alone.T, (1, 3)).strides == (0, 8)
