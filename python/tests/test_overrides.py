"""Functions and ufuncs that other classes take over, and views that change class, beside NumPy."""

from __future__ import annotations

import ctypes
import inspect
import numbers
from typing import Any

import numpy
import pytest

import stridewise as np


class Wrapped(np.lib.mixins.NDArrayOperatorsMixin):
    """An array-like that unwraps itself for each ufunc."""

    def __init__(self, value: Any) -> None:
        self.value = np.asarray(value)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        inputs = tuple(x.value if isinstance(x, Wrapped) else x for x in inputs)
        if not all(isinstance(x, np.ndarray | numbers.Number) for x in inputs):
            return NotImplemented
        return Wrapped(getattr(ufunc, method)(*inputs, **kwargs))


def test_call_is_a_method_of_ufuncs_and_functions() -> None:
    assert np.add.__call__(2, 3) == 5
    assert np.add.__call__([2, 3], 1, dtype="f4").dtype == np.float32
    assert np.mean.__call__([1, 2, 3]) == 2
    assert (Wrapped([1, 2]) + 1).value.tolist() == [2, 3]
    assert np.add.reduce(Wrapped([1, 2])).value == 3


@pytest.mark.parametrize("name", ["sum", "mean", "std", "clip", "concatenate", "add", "where", "loadtxt", "zeros"])
def test_signature_names_numpys_parameters(name: str) -> None:
    ours = inspect.signature(getattr(np, name)).parameters
    try:
        theirs = inspect.signature(getattr(numpy, name)).parameters
    except ValueError:  # NumPy's compiled functions may have none
        return
    assert [*ours] == [*theirs]


def test_missing_argument_shows_as_no_value() -> None:
    assert inspect.signature(np.sum).parameters["keepdims"].default is np._NoValue
    assert "keepdims=<no value>" in str(inspect.signature(np.sum))


def test_like_is_asked_for_known_keywords_alone() -> None:
    class Other:
        def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
            return func.__name__, kwargs

    assert np.array(1, dtype=int, like=Other()) == ("array", {"dtype": int})
    assert np.loadtxt("x", max_rows=3, like=Other()) == ("loadtxt", {"max_rows": 3})
    with pytest.raises(TypeError, match=r"array\(\) got an unexpected keyword argument 'colour'"):
        np.array(1, colour=2, like=Other())


@pytest.mark.parametrize("lengths", [(3,), (2, 3), (4, 2, 3), (0,)])
def test_arrays_of_ctypes(lengths: tuple[int, ...]) -> None:
    element: Any = ctypes.c_int16
    for length in reversed(lengths):
        element = element * length
    memory = element()
    ours = np.asarray(memory)
    assert (ours.shape, ours.dtype) == (lengths, np.int16)
    if ours.size:
        assert ours.strides == numpy.asarray(memory).strides
        ours[...] = np.arange(ours.size).reshape(lengths)
        assert numpy.asarray(memory).ravel().tolist() == list(range(ours.size))


def chains_of_bases(np: Any) -> list[list[str]]:
    """The classes from each view to the owner of its memory."""

    class First(np.ndarray):  # type: ignore[misc,name-defined]
        pass

    class Second(First):
        pass

    def chain(array: Any) -> list[str]:
        found = []
        while array is not None:
            found.append(f"{type(array).__name__}{array.shape}")
            array = array.base
        return found

    owner = np.arange(10)
    first = owner.view(First)
    part = first[1:]
    second = part.view(Second)
    views = [
        first,
        part,
        part[1:],
        first.view(np.ndarray),
        part.view(np.ndarray),
        second,
        second[1:],
        second[1:].view(First),
        second[1:].view(np.ndarray),
        np.asarray(second[1:]),
        np.array(part, copy=None, ndmin=3, subok=True),
        part.reshape(3, 3).T,
    ]
    return [chain(view) for view in views]


def test_bases_collapse_by_the_class_of_the_view() -> None:
    assert chains_of_bases(np) == chains_of_bases(numpy)
