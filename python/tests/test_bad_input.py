"""Bad input: NumPy's exception, and NumPy's words where they name shapes, dtypes, axes or indices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest

import stridewise


def frozen(np: Any) -> Any:
    array = np.arange(6.0).reshape(2, 3)
    array.flags.writeable = False
    return array


def set_item(array: Any, index: Any, value: Any) -> None:
    array[index] = value


def in_place(array: Any, operand: Any) -> None:
    array += operand


Call = Callable[[Any], Any]

# Exception and text are NumPy's.
SAME_TEXT: dict[str, Call] = {
    "shapes that do not broadcast": lambda np: np.ones((2, 3)) + np.ones((4, 1, 2)),
    "shapes that do not broadcast, in a ufunc": lambda np: np.arctan2(np.ones(3), np.ones(4)),
    "an output that is too small": lambda np: np.add(np.ones((2, 3)), 1, out=np.ones(3)),
    "an output of the wrong shape": lambda np: np.add(np.ones(3), 1, out=np.ones(4)),
    "in place into a smaller array": lambda np: in_place(np.ones(3), np.ones((2, 3))),
    "inner dimensions": lambda np: np.ones((2, 3)) @ np.ones((2, 3)),
    "a product with a scalar": lambda np: np.ones(3) @ 2.0,
    "dot": lambda np: np.dot(np.ones((2, 3)), np.ones((2, 3))),
    "reshape": lambda np: np.arange(6).reshape(4, 2),
    "reshape with two rests": lambda np: np.arange(6).reshape(-1, -1),
    "transpose": lambda np: np.ones((2, 3)).transpose(0, 1, 2),
    "transpose twice by one axis": lambda np: np.ones((2, 3)).transpose(0, 0),
    "squeeze": lambda np: np.ones((2, 3)).squeeze(axis=0),
    "axis out of bounds": lambda np: np.ones((2, 3)).sum(axis=2),
    "negative axis out of bounds": lambda np: np.ones((2, 3)).max(axis=-3),
    "the same axis twice": lambda np: np.ones((2, 3)).sum(axis=(0, 0)),
    "an axis that is no integer": lambda np: np.ones(3).sum(axis=1.5),
    "swapaxes": lambda np: np.ones((2, 3)).swapaxes(0, 5),
    "moveaxis": lambda np: np.moveaxis(np.ones((2, 3)), [0, 1], [0]),
    "expand_dims": lambda np: np.expand_dims(np.ones(3), 4),
    "concatenate along a missing axis": lambda np: np.concatenate([np.ones(3), np.ones(3)], axis=1),
    "concatenate unequal": lambda np: np.concatenate([np.ones((2, 3)), np.ones((2, 4))]),
    "concatenate dimensions": lambda np: np.concatenate([np.ones((2, 3)), np.ones(3)]),
    "concatenate nothing": lambda np: np.concatenate([]),
    "stack unequal": lambda np: np.stack([np.ones(2), np.ones(3)]),
    "split unevenly": lambda np: np.split(np.arange(7), 3),
    "broadcast_to": lambda np: np.broadcast_to(np.ones(3), (3, 2)),
    "index out of bounds": lambda np: np.arange(5)[5],
    "negative index out of bounds": lambda np: np.ones((2, 3))[0, -4],
    "too many indices": lambda np: np.ones((2, 3))[0, 0, 0],
    "an index that is no integer": lambda np: np.arange(5)[1.0],
    "an index that is a string": lambda np: np.arange(5)["a"],
    "places out of bounds": lambda np: np.arange(5)[[0, 9]],
    "places out of bounds along an axis": lambda np: np.ones((2, 3))[:, [0, 3]],
    "places of unequal shapes": lambda np: np.ones((2, 3))[[0, 1], [0, 1, 2]],
    "places that are floats": lambda np: np.arange(5)[np.array([1.0])],
    "a mask that is too long": lambda np: np.arange(5)[np.ones(6, bool)],
    "a mask that is too short": lambda np: np.arange(5)[np.ones(4, bool)],
    "a mask of the wrong shape": lambda np: np.ones((2, 3))[np.ones((2, 2), bool)],
    "a value of the wrong shape": lambda np: set_item(np.ones((2, 3)), 0, [1, 2]),
    "a value of the wrong length at a mask": lambda np: set_item(np.arange(3), np.arange(3) < 2, [1, 2, 3]),
    "a value of the wrong shape at places": lambda np: set_item(np.ones((2, 3)), [[0, 1]], np.ones((3, 2))),
    "a sequence as an element": lambda np: set_item(np.ones(3), 0, [1, 2]),
    "take out of bounds": lambda np: np.take(np.arange(5), [7]),
    "put out of bounds": lambda np: np.put(np.arange(5), [7], 1),
    "choose out of bounds": lambda np: np.choose([0, 2], [[1, 2], [3, 4]]),
    "unravel_index": lambda np: np.unravel_index(6, (2, 3)),
    "ravel_multi_index": lambda np: np.ravel_multi_index(([0], [3]), (2, 3)),
    "compress": lambda np: np.compress([True] * 4, np.arange(3)),
    "a write to a read-only array": lambda np: set_item(frozen(np), 0, 1),
    "a write to a part of a read-only array": lambda np: set_item(frozen(np)[0], [0, 1], 1),
    "in place on a read-only array": lambda np: in_place(frozen(np), 1),
    "a fill of a read-only array": lambda np: frozen(np).fill(1),
    "a sort of a read-only array": lambda np: frozen(np).sort(),
    "an output that is read-only": lambda np: np.add(1.0, np.ones((2, 3)), out=frozen(np)),
    "a write to a broadcast array": lambda np: set_item(np.broadcast_to(np.ones(3), (2, 3)), 0, 1),
    "an unsafe cast in place": lambda np: in_place(np.arange(3), 1.5),
    "an unsafe cast of an output": lambda np: np.sqrt(np.ones(3), out=np.zeros(3, "i4")),
    "an unsafe cast to a narrower kind": lambda np: in_place(np.ones(3), 1j),
    "a cast that is not safe": lambda np: np.ones(3).astype("i4", casting="safe"),
    "an assignment that is not of one kind": lambda np: np.copyto(np.arange(3), np.ones(3)),
    "a loop that does not exist": lambda np: np.bitwise_and(np.ones(3), 1),
    "a loop asked for that does not exist": lambda np: np.sqrt(np.ones(3), dtype="i4"),
    "an integer out of bounds": lambda np: np.array([1], "i1") + 300,
    "an integer out of bounds as an element": lambda np: set_item(np.zeros(3, "u1"), 0, -1),
    "an integer out of bounds in a list": lambda np: np.array([1, 300], "u1"),
    "an integer out of bounds of a scalar": lambda np: np.int8(128),
    "a negative power of an integer": lambda np: np.arange(3) ** -1,
    "a ragged list": lambda np: np.array([[1, 2], [3]]),
    "a deeper ragged list": lambda np: np.array([[[1], [2]], [[3], [4, 5]]]),
    "text as a number": lambda np: np.array(["x"], "f8"),
    "dtype text": lambda np: np.dtype("f3"),
    "no dtype": lambda np: np.dtype(3.5),
    "a negative dimension": lambda np: np.zeros((2, -1)),
    "a dimension beyond the integers": lambda np: np.zeros(2**64),
    "a range beyond it": lambda np: np.arange(0.0, 1e30),
    "more dimensions than there may be": lambda np: np.zeros((1,) * 65),
    "the truth of several elements": lambda np: bool(np.arange(2)),
    "one number of several elements": lambda np: float(np.arange(2.0)),
    "an index of several elements": lambda np: [1, 2][np.arange(2)],
    "an item of several elements": lambda np: np.arange(2).item(),
    "the length of a scalar": lambda np: len(np.array(1)),
    "the iteration of a scalar": lambda np: iter(np.array(1)),
    "the smallest of nothing": lambda np: np.array([]).min(),
    "where the smallest of nothing stands": lambda np: np.zeros((0, 3)).argmin(axis=0),
    "an order of reduction": lambda np: np.subtract.reduce(np.ones((2, 3)), axis=(0, 1)),
    "where without an initial value": lambda np: np.ones(3).max(where=[True, False, True]),
    "reduceat out of bounds": lambda np: np.add.reduceat(np.arange(3), [0, 5]),
    "a range without a step": lambda np: np.arange(0, 1, 0),
    "a negative number of samples": lambda np: np.linspace(0, 1, -1),
    "a buffer of the wrong size": lambda np: np.frombuffer(b"12345", "i4"),
    "too small a buffer": lambda np: np.ndarray((4,), "f8", buffer=bytes(16)),
    "a view of another size": lambda np: np.ones((2, 3), "f4").view("f8"),
    "a shape set to another size": lambda np: setattr(np.arange(6), "shape", (4,)),
    "repeats of the wrong length": lambda np: np.repeat(np.arange(3), [1, 2]),
    "bins that fall": lambda np: np.digitize([1], [1, 3, 2]),
    "negative numbers to count": lambda np: np.bincount([-1]),
    "a percentile beyond": lambda np: np.percentile([1, 2], 101),
    "windows larger than the array": lambda np: np.lib.stride_tricks.sliding_window_view(np.arange(3), 4),
    "no outputs": lambda np: np.add(1, 2, out=()),
    "too few operands": lambda np: np.add(1),
    "an unknown keyword": lambda np: np.add(1, 2, nothing=3),
    "an unknown casting rule": lambda np: np.add(1, 2, casting="maybe"),
    "an unknown order": lambda np: np.ones(3).copy(order="X"),
    "an unknown mode": lambda np: np.take(np.arange(3), 1, mode="jump"),
}  # fmt: skip

# The exception is NumPy's, the text says more, or what the other implementation happens to call.
SAME_CLASS: dict[str, Call] = {
    "reshape with a rest": lambda np: np.arange(6).reshape(-1, 4),
    "a size beyond the address space": lambda np: np.zeros(2**62),
    "sizes whose product is beyond it": lambda np: np.zeros((2**32, 2**32)),
    "negative repeats": lambda np: np.repeat(np.arange(3), -1),
    "more memory than there is": lambda np: np.zeros(2**59),
    "more memory than there is, filled": lambda np: np.full(2**59, 1.0),
    "a copy that may not be made": lambda np: np.array([1, 2], copy=False),
    "an unhashable array": lambda np: hash(np.arange(3)),
    "weights that do not fit": lambda np: np.average([1, 2, 3], weights=[1, 2]),
    "probabilities that do not sum to one": lambda np: np.random.default_rng(1).choice(3, p=[0.5, 0.1, 0.1]),
    "a sample larger than what there is": lambda np: np.random.default_rng(1).choice(3, 5, replace=False),
    "bounds the wrong way round": lambda np: np.random.default_rng(1).integers(5, 2),
    "a negative scale": lambda np: np.random.default_rng(1).normal(0, -1),
    "a row of the wrong length": lambda np: np.loadtxt(["1 2", "3"]),
    "a file that is no array": lambda np: np.lib.format.read_magic(__import__("io").BytesIO(b"not an array")),
}  # fmt: skip


def error_of(call: Call, np: Any) -> BaseException:
    with np.errstate(all="ignore"), pytest.raises(Exception) as caught:
        call(np)
    return caught.value


def standing(error: BaseException) -> set[str]:
    """The names of the classes that the error can be caught as."""
    return {kind.__name__ for kind in type(error).__mro__}


@pytest.mark.parametrize("what", SAME_TEXT)
def test_class_and_text(what: str) -> None:
    ours, theirs = error_of(SAME_TEXT[what], stridewise), error_of(SAME_TEXT[what], numpy)
    assert standing(ours) == standing(theirs), ours
    assert str(ours) == str(theirs)


@pytest.mark.parametrize("what", SAME_CLASS)
def test_class(what: str) -> None:
    ours, theirs = error_of(SAME_CLASS[what], stridewise), error_of(SAME_CLASS[what], numpy)
    assert standing(ours) >= standing(theirs) - {"_ArrayMemoryError"}, ours
    assert str(ours)


def test_an_error_leaves_the_array_as_it_was() -> None:
    array = stridewise.arange(6.0).reshape(2, 3)
    before = array.tobytes()
    for attempt in (
        lambda: set_item(array, 0, [1, 2]),
        lambda: set_item(array, [0, 5], 9),
        lambda: set_item(array, stridewise.ones((2, 2), bool), 9),
        lambda: in_place(array, stridewise.ones(2)),
        lambda: in_place(array, 1j),
        lambda: stridewise.add(array, 1, out=array[:1]),
        lambda: stridewise.put(array, [0, 99], 5),
        lambda: setattr(array, "shape", (7,)),
        lambda: array.resize((2**62,), refcheck=False),
    ):
        with pytest.raises((ValueError, IndexError, TypeError, MemoryError)):
            attempt()
    assert (array.tobytes(), array.shape) == (before, (2, 3))
