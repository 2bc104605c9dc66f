"""`Arrayterator`: a large array in blocks of bounded size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

__all__ = ["Arrayterator"]


class Arrayterator:
    """Walks over an array, perhaps in a file, in blocks that are read one at a time.

    Attributes of the array are the walk's, too; basic indexing gives a walk over a part.

    Parameters
    ----------
    var : array_like
        Something with ``shape`` that can be indexed by slices.
    buf_size : int, optional
        The most elements of a block; by default all.

    Examples
    --------
    >>> import stridewise as np
    >>> walk = np.lib.Arrayterator(np.arange(6).reshape(3, 2), 4)
    >>> [block.shape for block in walk]
    [(2, 2), (1, 2)]
    """

    __module__ = "stridewise.lib"

    def __init__(self, var: Any, buf_size: int | None = None) -> None:
        self.var = var
        self.buf_size = buf_size
        self.start = [0] * len(var.shape)
        self.stop = list(var.shape)
        self.step = [1] * len(var.shape)

    def __getattr__(self, attr: str) -> Any:
        return getattr(self.var, attr)

    def __getitem__(self, index: Any) -> Arrayterator:
        """A walk over a part, chosen by integers (whose axes stay, with length one), slices and an ellipsis."""
        index = index if isinstance(index, tuple) else (index,)
        ndim = len(self.var.shape)
        full: list[slice] = []
        for item in index:
            if item is Ellipsis:
                full += [slice(None)] * (ndim - len(index) + 1)
            elif isinstance(item, int):
                full.append(slice(item, item + 1, 1))
            else:
                full.append(item)
        full += [slice(None)] * (ndim - len(full))
        part = type(self)(self.var, self.buf_size)
        for axis, item in enumerate(full):
            start, stop, step = self.start[axis], self.stop[axis], self.step[axis]
            part.start[axis] = start + (item.start or 0) * step
            part.step[axis] = step * (item.step or 1)
            part.stop[axis] = min(stop, start + (stop - start if item.stop is None else item.stop * step))
        return part

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """The whole array."""
        return self.var[tuple(map(slice, self.start, self.stop, self.step))]

    @property
    def flat(self) -> Iterator[Any]:
        """The elements, one after the other, in C order."""
        for block in self:
            yield from block.flat

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes walked over."""
        return tuple(
            (stop - start - 1) // step + 1 for start, stop, step in zip(self.start, self.stop, self.step, strict=True)
        )

    def __iter__(self) -> Iterator[Any]:
        lengths = self.shape
        if any(length <= 0 for length in lengths):
            return
        room = self.buf_size or math.prod(lengths)
        # How many places along each axis one block takes: all of the last axes, a run of one, one of those before.
        runs = [1] * len(lengths)
        for axis in reversed(range(len(lengths))):
            runs[axis] = min(room, lengths[axis])
            room //= lengths[axis]
            if room == 0:
                break
        place = [0] * len(lengths)
        while True:
            block = []
            for axis, (at, run) in enumerate(zip(place, runs, strict=True)):
                start, step = self.start[axis], self.step[axis]
                end = min(at + run, lengths[axis])
                block.append(slice(start + at * step, min(start + end * step, self.stop[axis]), step))
            yield self.var[tuple(block)]
            for axis in reversed(range(len(lengths))):
                place[axis] += runs[axis]
                if place[axis] < lengths[axis]:
                    break
                place[axis] = 0
            else:
                return
