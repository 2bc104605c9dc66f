"""`nditer` beside NumPy's: what it shows, in which order, in which shapes and dtypes, and what comes of writing."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import LAYOUTS  # noqa: E402

SHAPES = [(), (1,), (5,), (2, 3), (3, 1), (2, 3, 4), (1, 3, 1), (2, 1, 4)]
FLAGS = [
    [], ["external_loop"], ["buffered"], ["external_loop", "buffered"], ["multi_index"], ["c_index"], ["f_index"],
    ["multi_index", "c_index"], ["buffered", "grow_inner", "external_loop"],
]  # fmt: skip


def values(shape: tuple[int, ...], dtype: str) -> Any:
    return np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)


def steps(module: Any, operands: list[Any], flags: list[str], **keywords: Any) -> Any:
    """Everything that a walk shows, or the class of the error that it raises."""
    try:
        it = module.nditer([module.asarray(operand) for operand in operands], flags, **keywords)
    except Exception as error:
        return type(error).__name__
    found: list[Any] = [it.itersize, it.ndim, it.nop, [str(dtype) for dtype in it.dtypes]]
    if not it.finished and "multi_index" in flags:
        found.append(it.shape)
    while not it.finished:
        place = [it.iterindex]
        if "multi_index" in flags:
            place.append(it.multi_index)
        if "c_index" in flags or "f_index" in flags:
            place.append(it.index)
        found.append((place, [(item.shape, item.tolist()) for item in it[:]]))
        it.iternext()
    return found


@pytest.mark.parametrize("flags", FLAGS, ids="-".join)
def test_one_operand(flags: list[str]) -> None:
    for shape, layout, order in itertools.product(SHAPES, LAYOUTS, "KCFA"):
        array = LAYOUTS[layout](values(shape, "i4"))
        ours, theirs = (steps(module, [array], flags, order=order) for module in (sw, np))
        assert ours == theirs, (shape, layout, order)


@pytest.mark.parametrize("flags", FLAGS, ids="-".join)
def test_operands_that_broadcast(flags: list[str]) -> None:
    draw = random.Random(str(flags))
    for _ in range(60):
        shapes = draw.sample(SHAPES, 2)
        arrays = [LAYOUTS[draw.choice([*LAYOUTS])](values(shape, draw.choice(["i4", "f8"]))) for shape in shapes]
        order = draw.choice("KCFA")
        # Which runs are buffered together is nobody's promise; what they hold is.
        if "buffered" in flags and "external_loop" in flags:
            joined = []
            for module in (sw, np):
                try:
                    it = module.nditer([module.asarray(array) for array in arrays], flags, order=order)
                except ValueError:
                    joined.append(None)
                    continue
                joined.append(
                    [np.concatenate([np.asarray(item) for item in part]).tolist() for part in zip(*it, strict=True)]
                )
            assert joined[0] == joined[1]
            continue
        ours, theirs = (steps(module, arrays, flags, order=order) for module in (sw, np))
        assert ours == theirs, (shapes, order)


@pytest.mark.parametrize("buffersize", [1, 3, 1000])
@pytest.mark.parametrize("order", ["K", "C", "F"])
def test_casts_go_through_buffers_both_ways(order: str, buffersize: int) -> None:
    for layout, external in itertools.product(LAYOUTS, [False, True]):
        if layout in ("repeated", "broadcast"):
            continue
        array = LAYOUTS[layout](values((3, 4), "f4"))
        if not array.flags.writeable:
            continue
        ours = sw.asarray(array)
        flags = ["buffered", *(["external_loop"] if external else [])]
        seen = []
        with sw.nditer(
            ours, flags, ["readwrite"], op_dtypes="f8", order=order, casting="same_kind", buffersize=buffersize
        ) as it:
            for item in it:
                assert item.dtype == "f8"
                seen += sw.ravel(item).tolist()
                item[...] += 0.5
        expected = np.arange(12.0).reshape(3, 4)
        assert sorted(seen) == expected.ravel().tolist()
        assert ours.tolist() == (expected + 0.5).tolist()


def test_new_operands_lie_as_the_walk_goes() -> None:
    for layout, order in itertools.product(LAYOUTS, "KCFA"):
        array = LAYOUTS[layout](values((2, 3, 4), "i4"))
        made = [module.nditer([module.asarray(array), None], order=order).operands[1] for module in (sw, np)]
        assert made[0].strides == made[1].strides, (layout, order)
        assert made[0].dtype == made[1].dtype.str


def test_reductions() -> None:
    array = values((2, 3, 4), "i8")
    for axes in ([0, 1, -1], [0, -1, -1], [-1, -1, -1], [-1, 0, 1]):
        for flags in (["reduce_ok"], ["reduce_ok", "buffered", "delay_bufalloc"]):
            sums = []
            for module in (sw, np):
                it = module.nditer(
                    [module.asarray(array), None], flags, [["readonly"], ["readwrite", "allocate"]],
                    op_axes=[None, axes], op_dtypes=[float, float], casting="unsafe",
                ) if "buffered" in flags else module.nditer(
                    [module.asarray(array), None], flags, [["readonly"], ["readwrite", "allocate"]],
                    op_axes=[None, axes],
                )  # fmt: skip
                with it:
                    it.operands[1][...] = 0
                    it.reset()
                    for x, y in it:
                        y[...] += x
                    sums.append(it.operands[1].tolist())
            assert sums[0] == sums[1], (axes, flags)


def test_nested_walks() -> None:
    for layout, order in itertools.product(["C", "Fortran", "stepped", "reversed"], "KCF"):
        array = LAYOUTS[layout](values((2, 3, 4), "i4"))
        for axes in ([[0], [1, 2]], [[2, 0], [1]], [[1], [0], [2]], [[], [0, 1, 2]], [[0, 1, 2], []]):
            found = []
            for module in (sw, np):
                walks = module.nested_iters(module.asarray(array), axes, order=order)
                if len(walks) == 2:
                    found.append([[int(x) for x in walks[1]] for _ in walks[0]])
                else:
                    found.append([[[int(x) for x in walks[2]] for _ in walks[1]] for _ in walks[0]])
            assert found[0] == found[1], (layout, order, axes)


@pytest.mark.parametrize("seed", range(20))
def test_jumps(seed: int) -> None:
    draw = random.Random(seed)
    array = LAYOUTS[draw.choice([*LAYOUTS])](values((2, 3, 4), "i4"))
    order = draw.choice("KCFA")
    walks = [module.nditer(module.asarray(array), ["multi_index", "c_index"], order=order) for module in (sw, np)]
    for _ in range(30):
        what = draw.choice(["iterindex", "multi_index", "index", "reset", "next"])
        index = tuple(draw.randrange(length) for length in array.shape)
        place = draw.randrange(26)
        seen: list[Any] = []
        for walk in walks:
            found: list[Any] = []
            try:
                if what == "iterindex":
                    walk.iterindex = place
                elif what == "multi_index":
                    walk.multi_index = index
                elif what == "index":
                    walk.index = place
                elif what == "reset":
                    walk.reset()
                else:
                    found.append(next(walk, None) is None)
            except (ValueError, IndexError) as error:
                found.append(type(error).__name__)
            if not walk.finished:
                found.append((walk.iterindex, walk.multi_index, walk.index, int(walk[0])))
            seen.append(found)
        assert seen[0] == seen[1], (what, place, index)


def test_ranges() -> None:
    for layout, order in itertools.product(LAYOUTS, "KCF"):
        array = LAYOUTS[layout](values((2, 3, 4), "i4"))
        everything = [int(x) for x in sw.nditer(sw.asarray(array), order=order)]
        for flags in (["ranged", "multi_index"], ["ranged", "buffered"], ["ranged", "buffered", "external_loop"]):
            walk = sw.nditer(sw.asarray(array), flags, order=order, buffersize=5)
            for start, stop in ((0, 24), (3, 7), (5, 5), (23, 24), (1, 20)):
                walk.iterrange = (start, stop)
                assert walk.iterrange == (start, stop)
                found = [int(x) for item in walk for x in sw.atleast_1d(item)]
                assert found == everything[start:stop], (layout, order, flags)


def test_wrong_arguments() -> None:
    a = values((2, 3), "i4")
    calls: list[Any] = [
        lambda m, a: m.nditer(a, ["bad"]),
        lambda m, a: m.nditer(a, [], [["bad"]]),
        lambda m, a: m.nditer([], []),
        lambda m, a: m.nditer(a, [], [[]]),
        lambda m, a: m.nditer(1.5, [], [["writeonly"]]),
        lambda m, a: m.nditer([a] * 3, [], [["readonly"]] * 2),
        lambda m, a: m.nditer(a, ["c_index", "f_index"]),
        lambda m, a: m.nditer(a, ["external_loop", "multi_index"]),
        lambda m, a: m.nditer(a).multi_index,
        lambda m, a: m.nditer(a).index,
        lambda m, a: m.nditer(m.zeros(0)),
        lambda m, a: m.nditer([a, None], ["buffered"], ["allocate", "readwrite"]),
        lambda m, a: m.nditer([None]),
        lambda m, a: m.nditer([a, m.zeros(3)], [], [["readonly"], ["writeonly"]]),
        lambda m, a: m.nditer([a, m.zeros(4)]),
        lambda m, a: m.nditer(a, op_dtypes="f4"),
        lambda m, a: m.nditer(a, op_dtypes="f8"),
        lambda m, a: m.nditer(a, order="G"),
        lambda m, a: m.nditer([a, a], op_axes=[[0, 1], [0]]),
        lambda m, a: m.nditer([a, a], op_axes=[[0, 0], [0, 1]]),
        lambda m, a: m.nditer([a, None], op_axes=[None, [0, 3]]),
        lambda m, a: m.nditer(a)[3],
        lambda m, a: m.nditer(a).remove_axis(0),
        lambda m, a: m.nditer(a, ["multi_index"]).enable_external_loop(),
        lambda m, a: m.nested_iters(a, [[0]]),
        lambda m, a: m.nested_iters(a, [[0], [0]]),
        lambda m, a: m.nested_iters(a, [[0], [7]]),
        lambda m, a: m.nditer(a).__delitem__(0),
    ]
    for place, call in enumerate(calls):
        errors = []
        for module in (sw, np):
            with pytest.raises(Exception) as caught:
                call(module, module.asarray(a))
            errors.append((caught.type.__name__, str(caught.value)))
        assert errors[0][0] == errors[1][0], (place, errors)


def test_a_closed_walk_is_over() -> None:
    it = sw.nditer(sw.arange(3))
    assert next(it) == 0
    it.close()
    with pytest.raises(StopIteration):
        next(it)
    with pytest.raises(ValueError):
        _ = it.operands
    with pytest.raises(RuntimeError):
        it.__enter__()


def test_what_nobody_closed_is_written_and_warned_of() -> None:
    a = sw.arange(3, dtype="f4")
    with pytest.warns(RuntimeWarning, match="written back"):
        it = sw.nditer(a, [], [["readwrite", "updateifcopy"]], op_dtypes="f8", casting="same_kind")
        it.operands[0][...] = 7
        assert a.tolist() == [0, 1, 2]
        del it
    assert a.tolist() == [7, 7, 7]


def test_operands_that_overlap_are_copied() -> None:
    x = sw.arange(10)
    with sw.nditer([x[:-1], x[1:]], ["copy_if_overlap"], [["readonly"], ["writeonly"]]) as it:
        for a, b in it:
            b[...] = a
    assert x.tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
