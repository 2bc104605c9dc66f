"""Grids and joined arrays written as index expressions: ``mgrid``, ``ogrid``, ``r_``, ``c_``."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from .. import _stridewise as compiled
from .._core.numerictypes import complexfloating, generic

__all__ = ["c_", "mgrid", "ogrid", "r_"]


def _is_count(step: Any) -> bool:
    """Whether a step is complex: it then counts the points, both ends included."""
    return isinstance(step, (complex, complexfloating))


def _points(part: slice) -> tuple[Any, Any, int]:
    """Start, step and number of the points that a slice stands for."""
    start = 0 if part.start is None else part.start
    step = 1 if part.step is None else part.step
    if not _is_count(step):
        return start, step, max(math.ceil((part.stop - start) / (step * 1.0)), 0)
    magnitude = abs(step)
    count = int(magnitude)
    if magnitude != 1:
        return start, (part.stop - start) / type(magnitude)(magnitude - 1), count
    return start, 1, count


def _line(part: slice) -> Any:
    """The points of one slice."""
    if not _is_count(part.step):
        return compiled.arange(0 if part.start is None else part.start, part.stop, part.step)
    start, step, count = _points(part)
    magnitude = abs(part.step)
    dtype = compiled.result_type(start, part.stop, magnitude, float)
    return compiled.arange(count, dtype=dtype) * step + start


class GridExpression:
    """Coordinates of a grid: a slice per axis, where a complex step counts the points and includes the end.

    >>> np.mgrid[0:2, 0:3].shape
    (2, 2, 3)
    >>> [axis.shape for axis in np.ogrid[0:2, 0:3]]
    [(2, 1), (1, 3)]
    """

    def __init__(self, sparse: bool) -> None:
        self.sparse = sparse

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return _line(key)
        points = [_points(part) for part in key]
        numbers: list[Any] = [0]
        for part in key:
            step = 1 if part.step is None else part.step
            numbers += [0 if part.start is None else part.start, part.stop, abs(step) if _is_count(step) else step]
            if _is_count(step):
                numbers.append(0.0)
        dtype = compiled.result_type(*numbers)
        counts = [count for _, _, count in points]
        axes = []
        for axis, (start, step, count) in enumerate(points):
            line = compiled.arange(count, dtype=dtype)
            # Steps and starts are exact in the grid's own type.
            line = (line * step + start).astype(dtype, copy=False)
            axes.append(line.reshape((1,) * axis + (count,) + (1,) * (len(points) - axis - 1)))
        if self.sparse:
            return tuple(axes)
        grid = compiled.empty((len(axes), *counts), dtype)
        for place, line in zip(grid, axes, strict=True):
            place[...] = line
        return grid


class MGridExpression(GridExpression):
    """Coordinates of every point of a grid, one array per axis, stacked along a new first axis.

    >>> np.mgrid[-1:1:3j]
    array([-1.,  0.,  1.])
    """

    def __init__(self) -> None:
        super().__init__(sparse=False)


class OGridExpression(GridExpression):
    """Coordinates along each axis of a grid, as arrays that broadcast to it.

    >>> x, y = np.ogrid[0:3, 0:2]
    >>> (x + y).shape
    (3, 2)
    """

    def __init__(self) -> None:
        super().__init__(sparse=True)


mgrid = MGridExpression()
ogrid = OGridExpression()


class JoinExpression:
    """Arrays, numbers and slices joined along an axis.

    A string in front, ``'axis,ndmin,trans1d'``, says along which axis, how many axes each part has at least, and at
    which of them the axis of a one-dimensional part stands.
    """

    concatenate: ClassVar[Any] = staticmethod(compiled.concatenate)

    def __init__(self, axis: int = 0, matrix: bool = False, ndmin: int = 1, trans1d: int = -1) -> None:
        self.axis = axis
        self.matrix = matrix
        self.ndmin = ndmin
        self.trans1d = trans1d

    def _placed(self, array: Any, own: int, ndmin: int, trans1d: int) -> Any:
        """An array that was given ``own`` axes and more in front, with those at ``trans1d``."""
        if trans1d == -1 or own >= ndmin:
            return array
        added = ndmin - own
        first = trans1d + added + 1 if trans1d < 0 else trans1d
        order = list(range(added))
        order[first:first] = range(added, ndmin)
        return array.transpose(order)

    def __getitem__(self, key: Any) -> Any:
        parts = list(key) if isinstance(key, tuple) else [key]
        axis, ndmin, trans1d = self.axis, self.ndmin, self.trans1d
        arrays: list[Any] = []
        kinds: list[Any] = []
        for place, part in enumerate(parts):
            if isinstance(part, str):
                if place != 0:
                    raise ValueError("special directives must be the first entry.")
                axis, ndmin, trans1d = self._directive(part)
                continue
            if isinstance(part, slice):
                array = compiled.array(_line(part), copy=None, ndmin=ndmin)
                arrays.append(self._placed(array, 1, ndmin, trans1d))
                kinds.append(array.dtype)
            elif isinstance(part, (bool, int, float, complex, generic)):
                arrays.append(part)
                kinds.append(part)
            else:
                own = part.ndim if hasattr(part, "ndim") else compiled.asarray(part).ndim
                array = compiled.array(part, copy=None, subok=True, ndmin=ndmin)
                arrays.append(self._placed(array, own, ndmin, trans1d))
                kinds.append(array.dtype)
        if kinds:
            dtype = compiled.result_type(*kinds)
            arrays = [compiled.array(part, copy=None, subok=True, ndmin=ndmin, dtype=dtype) for part in arrays]
        return self.concatenate(tuple(arrays), axis=axis)

    def _directive(self, text: str) -> tuple[int, int, int]:
        if text in ("r", "c"):
            raise ValueError(f"directive {text!r} makes a matrix, which is not supported")
        try:
            numbers = [int(number) for number in text.split(",")]
        except ValueError:
            raise ValueError(f"unknown special directive {text!r}") from None
        if len(numbers) > 3:
            raise ValueError(f"unknown special directive {text!r}")
        defaults = [self.axis, self.ndmin, self.trans1d]
        axis, ndmin, trans1d = numbers + defaults[len(numbers) :]
        return axis, ndmin, trans1d

    def __len__(self) -> int:
        return 0


class RowExpression(JoinExpression):
    """Parts joined along the first axis.

    >>> np.r_[np.array([1, 2]), 0, 5:8]
    array([1, 2, 0, 5, 6, 7])
    """

    def __init__(self) -> None:
        super().__init__(0)


class ColumnExpression(JoinExpression):
    """One-dimensional parts as the columns of a matrix; others joined along the last axis.

    >>> np.c_[np.array([1, 2]), np.array([3, 4])]
    array([[1, 3],
           [2, 4]])
    """

    def __init__(self) -> None:
        super().__init__(-1, ndmin=2, trans1d=0)


r_ = RowExpression()
c_ = ColumnExpression()
