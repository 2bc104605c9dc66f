"""Systems that are large enough to be eliminated by panels, which threads share."""

from __future__ import annotations

import pytest
from test_decompositions import DTYPES, random

import stridewise as np

numpy = pytest.importorskip("numpy")


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_systems_are_solved_by_panels(dtype):
    rng = numpy.random.default_rng(3)
    eps = float(numpy.finfo(dtype).eps)
    for n in (255, 256, 257, 330):
        a, b = random(rng, n, n, dtype=dtype), random(rng, n, 70, dtype=dtype)
        for matrix in (a, a.T, a[::-1], numpy.asfortranarray(a)):
            x = numpy.asarray(np.linalg.solve(matrix, b))
            assert numpy.abs(matrix @ x - b).max() <= 40 * n * eps * numpy.abs(x).max()
        inverse = numpy.asarray(np.linalg.inv(a))
        assert numpy.abs(a @ inverse - numpy.eye(n)).max() <= 40 * n * eps * numpy.abs(inverse).max()
        sign, logarithm = np.linalg.slogdet(a)
        expected = numpy.linalg.slogdet(a.astype("complex128" if a.dtype.kind == "c" else "float64"))
        assert abs(sign - expected[0]) < 1e3 * n * eps
        assert abs(logarithm - expected[1]) < 1e3 * n * eps
        positive = a @ a.conj().T + n * numpy.eye(n, dtype=dtype)
        lower = numpy.asarray(np.linalg.cholesky(positive))
        assert numpy.abs(lower @ lower.conj().T - positive).max() <= 10 * n * eps * numpy.abs(positive).max()
        assert not numpy.triu(lower, 1).any()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("place", [0, 100, 299])
def test_large_matrices_that_cannot_be_solved(dtype, place):
    a = random(numpy.random.default_rng(4), 300, 300, dtype=dtype)
    a[:, place] = 0
    for routine in (np.linalg.inv, lambda a: np.linalg.solve(a, a)):
        with pytest.raises(np.linalg.LinAlgError, match="Singular matrix"):
            routine(a)
    assert np.linalg.det(a) == 0
    sign, logarithm = np.linalg.slogdet(a)
    assert sign == 0
    assert logarithm == -numpy.inf
    positive = 1000 * numpy.eye(300, dtype=dtype)
    positive[place, place] = -1
    with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
        np.linalg.cholesky(positive)
    a[:, place] = 1
    a[place, place] = numpy.nan
    assert numpy.isnan(numpy.asarray(np.linalg.det(a)))
    assert numpy.isnan(numpy.asarray(np.linalg.inv(a))).any()
    for routine in (np.linalg.svd, np.linalg.eigh):
        with pytest.raises(np.linalg.LinAlgError, match="did not converge"):
            routine(a)
