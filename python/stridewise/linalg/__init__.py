"""Linear algebra: norms and products; decompositions are not there yet."""

from __future__ import annotations

from .. import _stridewise
from .._stridewise import matmul, matrix_transpose, vecdot

__all__ = ["LinAlgError", "matmul", "matrix_transpose", "norm", "vecdot"]


class LinAlgError(ValueError):
    """A computation of linear algebra that has no result, as a singular matrix has no inverse."""


norm = _stridewise._linalg.norm
