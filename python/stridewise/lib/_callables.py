"""Functions that call Python functions on arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import _stridewise
from .._stridewise import (
    array_function,
    asanyarray,
    asarray,
    expand_dims,
    indices,
    moveaxis,
    zeros,
    zeros_like,
)

__all__ = ["apply_along_axis", "apply_over_axes", "fromfunction", "piecewise"]


def fromfunction(
    function: Callable[..., Any], shape: Any, *, dtype: Any = float, like: Any = None, **kwargs: Any
) -> Any:
    """What ``function`` gives for the arrays of indices of a grid.

    Examples
    --------
    >>> import stridewise as np
    >>> np.fromfunction(lambda i, j: i + j, (2, 3), dtype=int).tolist()
    [[0, 1, 2], [1, 2, 3]]
    """
    return function(*indices(shape, dtype=dtype), **kwargs)


def apply_along_axis(func1d: Callable[..., Any], axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    """What ``func1d`` gives for every lane of ``arr`` along ``axis``; results stand where the lane stood."""
    arr = asanyarray(arr)
    ndim = arr.ndim
    if not -ndim <= axis < ndim:
        from ..exceptions import AxisError

        raise AxisError(axis, ndim)
    axis %= ndim
    lanes = moveaxis(arr, axis, -1)
    places = _places(lanes.shape[:-1])
    if not places:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    first = asanyarray(func1d(lanes[places[0]], *args, **kwargs))
    results = zeros((*lanes.shape[:-1], *first.shape), dtype=first.dtype)
    results[places[0]] = first
    for place in places[1:]:
        results[place] = asanyarray(func1d(lanes[place], *args, **kwargs))
    back = [ndim - 1 + k for k in range(first.ndim)]
    results = moveaxis(results, back, [axis + k for k in range(first.ndim)])
    return first.__array_wrap__(results) if type(first) is not type(results) else results


def _places(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All indices of a grid, in C order."""
    places: list[tuple[int, ...]] = [()]
    for length in shape:
        places = [(*place, k) for place in places for k in range(length)]
    return places


def apply_over_axes(func: Callable[..., Any], a: Any, axes: Any) -> Any:
    """``func(a, axis)`` for each of the axes in turn; axes that it removes are kept with length one."""
    result = asarray(a)
    ndim = result.ndim
    axes = (axes,) if asarray(axes).ndim == 0 else axes
    for axis in axes:
        axis = int(axis) + ndim if axis < 0 else int(axis)
        reduced = func(result, axis)
        if reduced.ndim != result.ndim:
            reduced = expand_dims(reduced, axis)
            if reduced.ndim != result.ndim:
                raise ValueError("function is not returning an array of the correct shape")
        result = reduced
    return result


def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any, **kw: Any) -> Any:
    """What each function gives where its condition is true; one more function is for the rest."""
    x = asanyarray(x)
    if isinstance(condlist, bool) or (not isinstance(condlist[0], (list, _stridewise.ndarray)) and x.ndim != 0):
        condlist = [condlist]
    conditions = asarray(condlist, dtype=bool)
    count = len(conditions)
    if count == len(funclist) - 1:
        rest = ~_stridewise.logical_or.reduce(conditions, axis=0, keepdims=True)
        conditions = _stridewise.concatenate([conditions, rest], axis=0)
    elif count != len(funclist):
        raise ValueError(f"with {count} condition(s), either {count} or {count + 1} functions are expected")
    result = zeros_like(x)
    for condition, function in zip(conditions, funclist, strict=True):
        if not callable(function):
            result[condition] = function
        else:
            values = x[condition]
            if values.size > 0:
                result[condition] = function(values, *args, **kw)
    return result


fromfunction = array_function(fromfunction, [])
apply_along_axis = array_function(apply_along_axis, ["arr"])
apply_over_axes = array_function(apply_over_axes, ["a"])
piecewise = array_function(piecewise, ["x", "*condlist"])
