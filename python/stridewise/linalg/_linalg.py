"""Decompositions, solvers and norms, and the tuples that they return."""

from __future__ import annotations

from typing import Any, NamedTuple

from .. import _stridewise

__all__ = [
    "EigResult",
    "EighResult",
    "LinAlgError",
    "QRResult",
    "SVDResult",
    "SlogdetResult",
    "cholesky",
    "cond",
    "det",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inv",
    "lstsq",
    "matrix_norm",
    "matrix_rank",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensorinv",
    "tensorsolve",
    "vector_norm",
]


class LinAlgError(ValueError):
    """A computation of linear algebra that has no result, as a singular matrix has no inverse."""

    __module__ = "stridewise.linalg"


class EigResult(NamedTuple):
    """What `eig` returns."""

    eigenvalues: Any
    eigenvectors: Any


class EighResult(NamedTuple):
    """What `eigh` returns."""

    eigenvalues: Any
    eigenvectors: Any


class QRResult(NamedTuple):
    """What `qr` returns."""

    Q: Any
    R: Any


class SlogdetResult(NamedTuple):
    """What `slogdet` returns."""

    sign: Any
    logabsdet: Any


class SVDResult(NamedTuple):
    """What `svd` returns."""

    U: Any
    S: Any
    Vh: Any


_functions = _stridewise._linalg

cholesky = _functions.cholesky
cond = _functions.cond
det = _functions.det
eig = _functions.eig
eigh = _functions.eigh
eigvals = _functions.eigvals
eigvalsh = _functions.eigvalsh
inv = _functions.inv
lstsq = _functions.lstsq
matrix_norm = _functions.matrix_norm
matrix_rank = _functions.matrix_rank
norm = _functions.norm
pinv = _functions.pinv
qr = _functions.qr
slogdet = _functions.slogdet
solve = _functions.solve
svd = _functions.svd
svdvals = _functions.svdvals
tensorinv = _functions.tensorinv
tensorsolve = _functions.tensorsolve
vector_norm = _functions.vector_norm
