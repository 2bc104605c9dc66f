"""Operators and `out=` that write over an array run in one pass with what they wait for, and nobody can tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest

import stridewise as sw

LENGTH = 60_000

TARGETS: dict[str, Callable[[object], object]] = {
    "dense": lambda a: a[: LENGTH // 2],  # type: ignore[index]
    "reversed": lambda a: a[::-1],  # type: ignore[index]
    "every second": lambda a: a[::2],  # type: ignore[index]
    "rows": lambda a: a.reshape(200, -1),  # type: ignore[attr-defined]
    "columns first": lambda a: a.reshape(200, -1).T,  # type: ignore[attr-defined]
    "a part of each row": lambda a: a.reshape(200, -1)[:, 3:],  # type: ignore[attr-defined]
}


def programs(np: object, target: object, dtype: str) -> list[object]:
    """What a few statements leave behind, as arrays of NumPy."""
    other = (np.arange(target.size) % 17 + 1).astype(dtype).reshape(target.shape)  # type: ignore[attr-defined]
    two = other.dtype.type(2)
    target -= other * two
    named = other + target
    target += named
    target *= target + other
    target[...] = target - other * two
    np.multiply(other + two, target, out=target)  # type: ignore[attr-defined]
    np.add(named, other * two, out=target)  # type: ignore[attr-defined]
    target -= (other + two)[::-1]
    target += target[::-1] * two
    if target.ndim == 2:
        target += target[:1] * two
        target -= (other.T * two).T
    return [numpy.asarray(target), numpy.asarray(named), numpy.asarray(other)]


@pytest.mark.parametrize("dtype", ["float64", "float32", "int32", "complex128", "float16"])
@pytest.mark.parametrize("layout", TARGETS)
def test_results_are_those_of_steps(layout: str, dtype: str) -> None:
    with numpy.errstate(all="ignore"), sw.errstate(all="ignore"):
        ours = programs(sw, TARGETS[layout](sw.arange(LENGTH).astype(dtype)), dtype)
        theirs = programs(numpy, TARGETS[layout](numpy.arange(LENGTH).astype(dtype)), dtype)
    for mine, his in zip(ours, theirs, strict=True):
        numpy.testing.assert_array_equal(mine, his)


@pytest.mark.parametrize("layout", TARGETS)
def test_the_default_state_gives_the_same(layout: str) -> None:
    """Unlike under `errstate`, work is put off here."""
    mine = programs(sw, TARGETS[layout](sw.arange(LENGTH).astype("float64")), "float64")
    his = programs(numpy, TARGETS[layout](numpy.arange(LENGTH).astype("float64")), "float64")
    for one, other in zip(mine, his, strict=True):
        numpy.testing.assert_array_equal(one, other)


def test_who_cannot_be_written_says_so() -> None:
    w, g = sw.zeros(LENGTH), sw.ones(LENGTH)
    w.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        w -= g * 2
    with pytest.raises(ValueError, match="non-broadcastable output operand"):
        sw.zeros((1, LENGTH)).__isub__(sw.ones((2, LENGTH)) * 2)
    whole = sw.arange(LENGTH)
    with pytest.raises(TypeError, match="Cannot cast"):
        whole += g * 0.5
