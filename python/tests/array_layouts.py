"""One array in every way in which memory can hold it. All are NumPy's; `stridewise.asarray` takes each as it lies."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy


def stepped(values: Any) -> Any:
    """Every second element along each axis of a larger array."""
    wide = numpy.zeros(tuple(2 * length for length in values.shape), values.dtype)
    view = wide[(..., *(slice(None, None, 2),) * values.ndim)]
    view[...] = values
    return view


def reversed_along_all(values: Any) -> Any:
    back = (..., *(slice(None, None, -1),) * values.ndim)
    return values[back].copy()[back]


def permuted(values: Any) -> Any:
    """The first axis is the fastest, the others keep their order."""
    return numpy.moveaxis(numpy.moveaxis(values, 0, -1).copy(), -1, 0) if values.ndim else values


def one_reversed(values: Any) -> Any:
    return values[..., ::-1].copy()[..., ::-1] if values.ndim else values


def misaligned(values: Any) -> Any:
    """At an odd address, as a field behind a byte would be."""
    memory = numpy.zeros(values.nbytes + 1, "u1")
    view = memory[1:].view(values.dtype).reshape(values.shape)
    view[...] = values
    return view


def foreign(values: Any) -> Any:
    return values.astype(values.dtype.newbyteorder())


def padded_rows(values: Any) -> Any:
    """Rows with a gap behind each."""
    if not values.ndim:
        return values
    wide = numpy.zeros((*values.shape[:-1], values.shape[-1] + 3), values.dtype)
    wide[..., : values.shape[-1]] = values
    return wide[..., : values.shape[-1]]


# Layouts that hold any values.
LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "C": lambda values: values.copy(order="C"),
    "Fortran": lambda values: values.copy(order="F"),
    "stepped": stepped,
    "reversed": reversed_along_all,
    "permuted": permuted,
    "last axis reversed": one_reversed,
    "misaligned": misaligned,
    "foreign byte order": foreign,
    "foreign and stepped": lambda values: stepped(foreign(values)),
    "padded rows": padded_rows,
}


def broadcast(values: Any) -> Any:
    """The first element along the first axis, again and again."""
    return numpy.broadcast_to(values[:1], values.shape)


def overlapping(values: Any) -> Any:
    """Windows that share elements: each row starts one element behind the one before."""
    flat = values.reshape(-1)
    step = flat.itemsize
    return numpy.lib.stride_tricks.as_strided(flat, values.shape, [step] * values.ndim, writeable=False)


# Layouts whose elements are not apart from each other.
SHARED_LAYOUTS: dict[str, Callable[[Any], Any]] = {"broadcast": broadcast, "overlapping": overlapping}

SHAPES = [(3, 4, 5), (2, 0, 3), (), (1,), (7,), (4, 1, 2), (300,)]


def counted(shape: tuple[int, ...], dtype: str, rng: random.Random) -> Any:
    """Whole numbers from zero on, in some layout."""
    values = (numpy.arange(int(numpy.prod(shape))) % 100).astype(dtype).reshape(shape)
    return LAYOUTS[rng.choice(list(LAYOUTS))](values)


def steps(array: Any) -> list[int]:
    """The strides that are used: those of axes with more than one element, where there are elements at all."""
    return [stride for stride, length in zip(array.strides, array.shape, strict=True) if array.size and length > 1]
