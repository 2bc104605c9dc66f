"""Index expressions, indices of diagonals and triangles, iteration over indices."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator
from typing import Any

from .. import _stridewise as compiled
from .._core.numerictypes import intp
from .._core.overrides import array_function_dispatch

__all__ = [
    "diag_indices",
    "diag_indices_from",
    "fill_diagonal",
    "index_exp",
    "ix_",
    "mask_indices",
    "ndenumerate",
    "ndindex",
    "s_",
    "tril_indices",
    "tril_indices_from",
    "triu_indices",
    "triu_indices_from",
]


class IndexExpression:
    """What stands between the brackets, as an object: ``a[s_[1:, ::2]]`` is ``a[1:, ::2]``.

    With ``maketuple``, a lone item comes as a tuple, too.

    >>> np.s_[2::2]
    slice(2, None, 2)
    >>> np.index_exp[2::2]
    (slice(2, None, 2),)
    """

    __module__ = "stridewise.lib"

    def __init__(self, maketuple: bool) -> None:
        self.maketuple = maketuple

    def __getitem__(self, item: Any) -> Any:
        return (item,) if self.maketuple and not isinstance(item, tuple) else item


index_exp = IndexExpression(maketuple=True)
s_ = IndexExpression(maketuple=False)


class ndindex(Iterator[tuple[int, ...]]):
    """All indices of an array of the given shape, in C order.

    >>> list(np.ndindex(2, 2))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """

    __module__ = "stridewise"

    def __init__(self, *shape: Any) -> None:
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        lengths = [operator.index(length) for length in shape]
        if any(length < 0 for length in lengths):
            raise ValueError("negative dimensions are not allowed")
        self._indices = itertools.product(*map(range, lengths))

    def __iter__(self) -> ndindex:
        return self

    def __next__(self) -> tuple[int, ...]:
        return next(self._indices)


class ndenumerate(Iterator[tuple[tuple[int, ...], Any]]):
    """Pairs of index and element, in C order.

    >>> list(np.ndenumerate(np.array([[1, 2]])))
    [((0, 0), np.int64(1)), ((0, 1), np.int64(2))]
    """

    __module__ = "stridewise"

    def __init__(self, arr: Any) -> None:
        self.iter = compiled.asarray(arr).flat

    def __iter__(self) -> ndenumerate:
        return self

    def __next__(self) -> tuple[tuple[int, ...], Any]:
        return self.iter.coords, next(self.iter)


def _all_arguments(*args: Any) -> tuple[Any, ...]:
    return args


@array_function_dispatch(_all_arguments, module="stridewise", verify=False)
def ix_(*args: Any) -> tuple[Any, ...]:
    """An open mesh from sequences: with it, ``a[np.ix_([1, 3], [2, 5])]`` is rows 1 and 3 of columns 2 and 5.

    Boolean sequences stand for the positions of what is true in them.

    >>> [axis.shape for axis in np.ix_([0, 1], [2, 3, 4])]
    [(2, 1), (1, 3)]
    """
    mesh = []
    for axis, sequence in enumerate(args):
        given = isinstance(sequence, compiled.ndarray)
        positions = sequence if given else compiled.asarray(sequence)
        if positions.size == 0 and not given:
            positions = positions.astype(intp)
        if positions.ndim != 1:
            raise ValueError("Cross index must be 1 dimensional")
        if positions.dtype.kind == "b":
            (positions,) = positions.nonzero()
        mesh.append(positions.reshape((1,) * axis + (positions.size,) + (1,) * (len(args) - axis - 1)))
    return tuple(mesh)


def _same_lengths(arr: Any) -> None:
    if len(set(arr.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")


def _fill_diagonal(a: Any, val: Any, wrap: Any = None) -> tuple[Any]:
    return (a,)


@array_function_dispatch(_fill_diagonal, module="stridewise", verify=False)
def fill_diagonal(a: Any, val: Any, wrap: bool = False) -> None:
    """Set the main diagonal of ``a``, in place, to ``val`` or to its values in turn.

    With ``wrap``, the diagonal of a tall matrix starts again below each square block.
    """
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    end = None
    if a.ndim == 2:
        step = a.shape[1] + 1
        if not wrap:
            end = a.shape[1] * a.shape[1]
    else:
        _same_lengths(a)
        step = sum(a.shape[0] ** axis for axis in range(a.ndim))
    a.flat[:end:step] = val


def diag_indices(n: int, ndim: int = 2) -> tuple[Any, ...]:
    """The index of the main diagonal of an array with ``ndim`` axes of length ``n``."""
    return (compiled.arange(n),) * ndim


def _one_array(arr: Any, k: Any = None) -> tuple[Any]:
    return (arr,)


@array_function_dispatch(_one_array, module="stridewise", verify=False)
def diag_indices_from(arr: Any) -> tuple[Any, ...]:
    """The index of the main diagonal of ``arr``, whose axes must be of one length."""
    if not arr.ndim >= 2:
        raise ValueError("input array must be at least 2-d")
    _same_lengths(arr)
    return diag_indices(arr.shape[0], arr.ndim)


def mask_indices(n: int, mask_func: Callable[[Any, Any], Any], k: Any = 0) -> tuple[Any, ...]:
    """The positions that ``mask_func(ones of shape (n, n), k)`` leaves other than zero."""
    found: tuple[Any, ...] = (mask_func(compiled.ones((n, n), int), k) != 0).nonzero()
    return found


def tril_indices(n: int, k: int = 0, m: int | None = None) -> tuple[Any, ...]:
    """The positions on and below the ``k``-th diagonal of an array of shape ``(n, m)``."""
    return compiled.tri(n, m, k=k, dtype=bool).nonzero()


@array_function_dispatch(_one_array, module="stridewise", verify=False)
def tril_indices_from(arr: Any, k: int = 0) -> tuple[Any, ...]:
    """The positions on and below the ``k``-th diagonal of a matrix."""
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return tril_indices(arr.shape[-2], k=k, m=arr.shape[-1])


def triu_indices(n: int, k: int = 0, m: int | None = None) -> tuple[Any, ...]:
    """The positions on and above the ``k``-th diagonal of an array of shape ``(n, m)``."""
    found: tuple[Any, ...] = (compiled.tri(n, m, k=k - 1, dtype=bool) == False).nonzero()  # noqa: E712
    return found


@array_function_dispatch(_one_array, module="stridewise", verify=False)
def triu_indices_from(arr: Any, k: int = 0) -> tuple[Any, ...]:
    """The positions on and above the ``k``-th diagonal of a matrix."""
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return triu_indices(arr.shape[-2], k=k, m=arr.shape[-1])
