"""Linear algebra: norms and products; decompositions are not there yet."""

from __future__ import annotations

from .. import _stridewise
from .._stridewise import matrix_transpose
from ._products import cross, diagonal, matmul, matrix_power, multi_dot, outer, tensordot, trace, vecdot

__all__ = [
    "LinAlgError",
    "cross",
    "diagonal",
    "matmul",
    "matrix_power",
    "matrix_transpose",
    "multi_dot",
    "norm",
    "outer",
    "tensordot",
    "trace",
    "vecdot",
]


class LinAlgError(ValueError):
    """A computation of linear algebra that has no result, as a singular matrix has no inverse."""


norm = _stridewise._linalg.norm
