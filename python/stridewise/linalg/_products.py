"""Products and diagonals, with the axes and signatures of the array API standard."""

from __future__ import annotations

from typing import Any

from .. import _stridewise
from .._stridewise import array_function

__all__ = ["cross", "diagonal", "matmul", "matrix_power", "multi_dot", "outer", "tensordot", "trace", "vecdot"]

matrix_power = _stridewise._products.matrix_power
multi_dot = _stridewise._products.multi_dot


def matmul(x1: Any, x2: Any, /) -> Any:
    """The matrix products of `x1` and `x2`, as `stridewise.matmul` has them.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.matmul([[1, 2]], [[3], [4]]).tolist()
    [[11]]
    """
    return _stridewise.matmul(x1, x2)


def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """The dot products of the vectors along `axis`, those of `x1` conjugated.

    Examples
    --------
    >>> import stridewise as np
    >>> int(np.linalg.vecdot([1, 2], [3, 4]))
    11
    """
    return _stridewise.vecdot(x1, x2, axis=axis)


def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
    """The sum product of `x1` and `x2` over some of their axes, as `stridewise.tensordot` has it.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.tensordot(np.ones((2, 3)), np.ones((3, 2)), axes=1).tolist()
    [[3.0, 3.0], [3.0, 3.0]]
    """
    return _stridewise.tensordot(x1, x2, axes=axes)


def outer(x1: Any, x2: Any, /) -> Any:
    """The products of all pairs of elements of two vectors, one row for each element of `x1`.

    Raises
    ------
    ValueError
        If one of them is not one-dimensional.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.outer([1, 10], [1, 2]).tolist()
    [[1, 2], [10, 20]]
    """
    x1, x2 = _stridewise.asanyarray(x1), _stridewise.asanyarray(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError(f"Input arrays must be one-dimensional, but they are {x1.ndim=} and {x2.ndim=}.")
    return _stridewise.outer(x1, x2)


def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """The cross products of the vectors with three components along `axis`.

    Raises
    ------
    ValueError
        If there are other numbers of components.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.cross([1, 0, 0], [0, 1, 0]).tolist()
    [0, 0, 1]
    """
    x1, x2 = _stridewise.asanyarray(x1), _stridewise.asanyarray(x2)
    lengths = x1.shape[axis], x2.shape[axis]
    if lengths != (3, 3):
        raise ValueError(
            "Both input arrays must be (arrays of) 3-dimensional vectors, but they are "
            f"{lengths[0]} and {lengths[1]} dimensional instead."
        )
    return _stridewise.cross(x1, x2, axis=axis)


def trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
    """The sums along a diagonal of the matrices along the last two axes.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.trace([[[1, 2], [3, 4]]]).tolist()
    [5]
    """
    return _stridewise.trace(x, offset, axis1=-2, axis2=-1, dtype=dtype)


def diagonal(x: Any, /, *, offset: int = 0) -> Any:
    """A diagonal of the matrices along the last two axes, as the last axis.

    Examples
    --------
    >>> import stridewise as np
    >>> np.linalg.diagonal([[[1, 2], [3, 4]]]).tolist()
    [[1, 4]]
    """
    return _stridewise.diagonal(x, offset, axis1=-2, axis2=-1)


cross = array_function(cross, ["x1", "x2"], "stridewise.linalg")
diagonal = array_function(diagonal, ["x"], "stridewise.linalg")
matmul = array_function(matmul, ["x1", "x2"], "stridewise.linalg")
outer = array_function(outer, ["x1", "x2"], "stridewise.linalg")
tensordot = array_function(tensordot, ["x1", "x2"], "stridewise.linalg")
trace = array_function(trace, ["x"], "stridewise.linalg")
vecdot = array_function(vecdot, ["x1", "x2"], "stridewise.linalg")
