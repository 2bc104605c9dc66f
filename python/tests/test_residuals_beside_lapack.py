"""What decompositions leave of a matrix, beside what LAPACK leaves: SciPy's where it is installed, else NumPy's own."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from test_decompositions import KINDS, matrices, random

import stridewise as np

numpy = pytest.importorskip("numpy")
try:
    from scipy import linalg as lapack
except ImportError:
    lapack = numpy.linalg

SIZES = [2, 3, 16, 33, 100]
# Large enough for every step that threads share.
SHARED = 270

# Ours may be so many times as large as LAPACK's, where that is more than a few roundings.
FACTOR = 10.0
ROUNDINGS = 4.0


def wide(array: Any) -> Any:
    return numpy.asarray(array).astype("complex128")


def size(array: Any) -> float:
    """The Frobenius norm, which neither over- nor underflows."""
    largest = float(numpy.abs(array).max(initial=0.0))
    return 0.0 if largest == 0.0 else largest * float(numpy.sqrt((numpy.abs(array / largest) ** 2).sum()))


def ratio(error: Any, scale: float) -> float:
    found = size(error)
    return 0.0 if found == 0.0 else found / scale


def off_identity(q: Any) -> float:
    return ratio(q.conj().T @ q - numpy.eye(q.shape[1]), numpy.sqrt(q.shape[1]))


def of_qr(module: Any, a: Any) -> list[float]:
    reduced = "reduced" if module in (np.linalg, numpy.linalg) else "economic"
    q, r = map(wide, module.qr(a, mode=reduced))
    return [ratio(wide(a) - q @ r, size(wide(a))), off_identity(q)]


def of_svd(module: Any, a: Any) -> list[float]:
    u, s, vh = map(wide, module.svd(a, full_matrices=False))
    return [ratio((u * s) @ vh - wide(a), size(wide(a))), off_identity(u), off_identity(vh.conj().T)]


def of_eigh(module: Any, a: Any) -> list[float]:
    values, vectors = map(wide, module.eigh(a))
    lower = numpy.tril(wide(a), -1)
    whole = lower + lower.conj().T + numpy.diag(wide(a).diagonal().real)
    return [ratio(whole @ vectors - vectors * values, size(whole)), off_identity(vectors)]


def of_eig(module: Any, a: Any) -> list[float]:
    values, vectors = map(wide, module.eig(a))
    return [ratio(wide(a) @ vectors - vectors * values, size(wide(a)) * numpy.sqrt(len(values)))]


def of_solve(module: Any, a: Any) -> list[float]:
    # A shift makes singular matrices ones that can be solved with.
    shifted = a + a.dtype.type(len(a) * abs(a).max()) * numpy.eye(len(a), dtype=a.dtype)
    b = random(numpy.random.default_rng(1), len(a), 3, dtype=a.dtype.name)
    x = wide(module.solve(np.asarray(shifted), np.asarray(b)) if module is np.linalg else module.solve(shifted, b))
    return [ratio(wide(shifted) @ x - wide(b), size(wide(shifted)) * size(x) + size(wide(b)))]


@pytest.mark.parametrize("dtype", ["float64", "complex128", "float32"])
@pytest.mark.parametrize("residuals", [of_qr, of_svd, of_eigh, of_eig, of_solve])
def test_residuals_are_within_a_small_factor_of_those_of_lapack(residuals, dtype):
    eps = float(numpy.finfo(dtype).eps)
    worst: dict[str, float] = {}
    for name, matrix in matrices(dtype, [*SIZES, SHARED] if dtype == "float64" else SIZES):
        if not matrix.any():
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = residuals(lapack, matrix)
            ours = residuals(np.linalg, matrix if residuals is of_solve else np.asarray(matrix))
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            bound = max(FACTOR * other, ROUNDINGS * eps)
            worst[f"{name} {place}"] = one / bound
    assert set(KINDS) >= {name.split()[0] for name in worst}
    over = {name: round(value, 2) for name, value in worst.items() if not value <= 1.0}
    assert not over, over
