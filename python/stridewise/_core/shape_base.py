"""Assembling arrays from nested lists of blocks."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from .._stridewise import (
    array_function_with_dispatcher,
    asanyarray,
    atleast_1d,
    atleast_2d,
    atleast_3d,
    concatenate,
    empty,
    hstack,
    result_type,
    stack,
    unstack,
    vstack,
)

__all__ = ["atleast_1d", "atleast_2d", "atleast_3d", "block", "hstack", "row_stack", "stack", "unstack", "vstack"]

# Elements from which on blocks are written in place instead of joined level by level.
_LARGE = 2 * 512 * 512


def _place(index: list[int]) -> str:
    return "arrays" + "".join(f"[{i}]" for i in index)


def _depth(arrays: Any, index: list[int]) -> tuple[int, list[int] | None, int, int]:
    """Depth of the lists, the place of an empty one, most axes of a block, and elements in all."""
    if isinstance(arrays, tuple):
        raise TypeError(
            f"{_place(index)} is a tuple. Only lists can be used to arrange blocks, and np.block does "
            "not allow implicit conversion from tuple to ndarray."
        )
    if not isinstance(arrays, list):
        return len(index), None, asanyarray(arrays).ndim, asanyarray(arrays).size
    if not arrays:
        return len(index) + 1, index, 0, 0
    depth, empty_at, ndim, size = _depth(arrays[0], [*index, 0])
    for place, item in enumerate(arrays[1:], 1):
        other, other_empty, other_ndim, other_size = _depth(item, [*index, place])
        size += other_size
        ndim = max(ndim, other_ndim)
        if other != depth:
            first_leaf = [*index, place] + [0] * (other - len(index) - 1)
            raise ValueError(
                f"List depths are mismatched. First element was at depth {depth}, but there is an element at depth "
                f"{other} ({_place(first_leaf)})"
            )
        if other_empty is not None:
            empty_at = other_empty
    return depth, empty_at, ndim, size


def _with_ndim(array: Any, ndim: int) -> Any:
    array = asanyarray(array)
    return array.reshape((1,) * (ndim - array.ndim) + array.shape)


def _leaves(arrays: Any) -> Iterator[Any]:
    if isinstance(arrays, list):
        for item in arrays:
            yield from _leaves(item)
    else:
        yield arrays


def _block_setup(arrays: Any) -> tuple[Any, int, int, int]:
    depth, empty_at, ndim, size = _depth(arrays, [])
    if empty_at is not None:
        raise ValueError(f"List at {_place(empty_at)} cannot be empty")
    return arrays, depth, max(ndim, depth), size


def _joined(arrays: Any, depth: int, ndim: int, level: int = 0) -> Any:
    if level < depth:
        parts = [_joined(item, depth, ndim, level + 1) for item in arrays]
        return concatenate(parts, axis=-(depth - level))
    return _with_ndim(arrays, ndim)


def _block_concatenate(arrays: Any, list_ndim: int, result_ndim: int) -> Any:
    result = _joined(arrays, list_ndim, result_ndim)
    return result.copy() if list_ndim == 0 else result


def _placed(arrays: Any, depth: int, ndim: int, level: int, start: tuple[int, ...]) -> tuple[Any, list[Any]]:
    """The shape of a block, and its leaves with their starts."""
    if level == depth:
        leaf = _with_ndim(arrays, ndim)
        return leaf.shape, [(start, leaf)]
    axis = ndim - (depth - level)
    shape: Any = None
    found: list[Any] = []
    at = list(start)
    for item in arrays:
        part, leaves = _placed(item, depth, ndim, level + 1, tuple(at))
        if shape is None:
            shape = list(part)
        else:
            if any(a != b for other, (a, b) in enumerate(zip(shape, part, strict=True)) if other != axis):
                raise ValueError(f"Mismatched array shapes in block along axis {axis}.")
            shape[axis] += part[axis]
        at[axis] += part[axis]
        found += leaves
    return tuple(shape), found


def _block_slicing(arrays: Any, list_ndim: int, result_ndim: int) -> Any:
    shape, leaves = _placed(arrays, list_ndim, result_ndim, 0, (0,) * result_ndim)
    blocks = [leaf for _, leaf in leaves]
    fortran = all(block.flags["F_CONTIGUOUS"] for block in blocks) and not all(
        block.flags["C_CONTIGUOUS"] for block in blocks
    )
    result = empty(shape, dtype=result_type(*(block.dtype for block in blocks)), order="F" if fortran else "C")
    for start, leaf in leaves:
        result[tuple(slice(at, at + length) for at, length in zip(start, leaf.shape, strict=True))] = leaf
    return result


def _block_dispatcher(arrays: Any) -> Iterator[Any]:
    if isinstance(arrays, list):
        for item in arrays:
            yield from _block_dispatcher(item)
    else:
        yield arrays


def block(arrays: Any) -> Any:
    """Assemble an array from nested lists of blocks.

    Blocks in the innermost lists are joined along the last axis, those of the next level along the one before, and
    so on.

    Examples
    --------
    >>> import stridewise as np
    >>> np.block([[np.eye(2), np.zeros((2, 1))], [np.ones((1, 3))]]).shape
    (3, 3)
    """
    arrays, depth, ndim, size = _block_setup(arrays)
    if depth * size > _LARGE:
        return _block_slicing(arrays, depth, ndim)
    return _block_concatenate(arrays, depth, ndim)


block = array_function_with_dispatcher(block, _block_dispatcher, "stridewise")


def row_stack(tup: Any, *, dtype: Any = None, casting: str = "same_kind") -> Any:
    """`vstack` under its former name."""
    warnings.warn("`row_stack` alias is deprecated. Use `np.vstack` directly.", DeprecationWarning, stacklevel=2)
    return vstack(tup, dtype=dtype, casting=casting)
