"""Decompositions and solvers: what they promise of every kind of matrix, and NumPy's results and refusals."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

import stridewise as np

numpy = pytest.importorskip("numpy")

DTYPES = ["float32", "float64", "complex64", "complex128"]
SIZES = [1, 2, 3, 10, 16, 17, 40, 90]


def random(rng, *shape, dtype="float64"):
    values = rng.standard_normal(shape)
    if numpy.dtype(dtype).kind == "c":
        values = values + 1j * rng.standard_normal(shape)
    return values.astype(dtype)


def orthogonal(rng, n, dtype):
    return numpy.linalg.qr(random(rng, n, n, dtype=dtype))[0]


def with_values(rng, values, dtype):
    """A matrix with these singular values."""
    n = len(values)
    left, right = (orthogonal(rng, n, "complex128" if dtype[0] == "c" else "float64") for _ in range(2))
    return ((left * values) @ right).astype(dtype)


KINDS = {
    "random": lambda rng, n, dtype: random(rng, n, n, dtype=dtype),
    "graded": lambda rng, n, dtype: with_values(rng, numpy.logspace(0, -6, n), dtype),
    "clustered": lambda rng, n, dtype: with_values(rng, 1 + 1e-7 * rng.random(n), dtype),
    "deficient": lambda rng, n, dtype: with_values(rng, numpy.where(numpy.arange(n) < (n + 1) // 2, 1.0, 0.0), dtype),
    "hilbert": lambda rng, n, dtype: (1 / (1 + numpy.add.outer(numpy.arange(n), numpy.arange(n)))).astype(dtype),
    "huge": lambda rng, n, dtype: random(rng, n, n, dtype=dtype) * numpy.asarray(1e30).astype(dtype),
    "tiny": lambda rng, n, dtype: random(rng, n, n, dtype=dtype) * numpy.asarray(1e-30).astype(dtype),
    "diagonal": lambda rng, n, dtype: numpy.diag(random(rng, n, dtype=dtype)),
    "zero": lambda rng, n, dtype: numpy.zeros((n, n), dtype),
}


def matrices(dtype, sizes=SIZES):
    for kind, make in KINDS.items():
        for n in sizes:
            yield f"{kind} {n}", make(numpy.random.default_rng(n), n, dtype)


def tolerance(matrix):
    """A small factor of what backward stable algorithms leave, in the units of the matrix."""
    n = max(matrix.shape)
    wide = numpy.abs(matrix.astype("complex128"))
    return 30 * (n + 3) * numpy.finfo(matrix.dtype).eps * max(float(wide.max(initial=0.0)), 1e-300)


def unitary_error(q):
    q = numpy.asarray(q).astype("complex128")
    return numpy.abs(q.conj().T @ q - numpy.eye(q.shape[1])).max(initial=0.0)


def wide(array):
    return numpy.asarray(array).astype("complex128")


@pytest.mark.parametrize("dtype", DTYPES)
def test_singular_value_decompositions_multiply_back(dtype):
    for name, a in matrices(dtype):
        for shape in [slice(None), slice(0, max(1, len(a) // 3))]:
            for matrix in (a[shape], a[shape].T):
                u, s, vh = np.linalg.svd(np.asarray(matrix), full_matrices=False)
                assert (u.dtype.name, s.dtype.name) == (
                    dtype,
                    dtype.replace("complex64", "float32").replace("complex128", "float64"),
                )
                assert numpy.abs(wide(u) * numpy.asarray(s) @ wide(vh) - matrix).max() <= tolerance(matrix), name
                assert unitary_error(u) <= 30 * len(a) * numpy.finfo(dtype).eps, name
                assert unitary_error(wide(vh).conj().T) <= 30 * len(a) * numpy.finfo(dtype).eps, name
                values = np.linalg.svdvals(np.asarray(matrix))
                assert numpy.abs(numpy.asarray(values) - numpy.asarray(s)).max() <= tolerance(matrix), name
                u, _, vh = np.linalg.svd(np.asarray(matrix))
                assert u.shape == (len(matrix),) * 2 and vh.shape == (matrix.shape[1],) * 2
                assert max(unitary_error(u), unitary_error(vh)) <= 30 * len(a) * numpy.finfo(dtype).eps, name


@pytest.mark.parametrize("dtype", DTYPES)
def test_symmetric_eigenvectors_satisfy_their_equation(dtype):
    for name, a in matrices(dtype):
        a = (a + a.conj().T) / 2
        for triangle, part in (("L", numpy.tril(a)), ("U", numpy.triu(a))):
            # The other triangle is not read.
            values, vectors = np.linalg.eigh(np.asarray(part), triangle)
            values, vectors = numpy.asarray(values), wide(vectors)
            assert numpy.all(numpy.diff(values) >= 0), name
            assert numpy.abs(a @ vectors - vectors * values).max() <= tolerance(a), name
            assert unitary_error(vectors) <= 30 * len(a) * numpy.finfo(dtype).eps, name
            alone = numpy.asarray(np.linalg.eigvalsh(np.asarray(part), triangle))
            assert numpy.abs(alone - values).max() <= tolerance(a), name


@pytest.mark.parametrize("dtype", DTYPES)
def test_eigenvectors_satisfy_their_equation(dtype):
    for name, a in matrices(dtype, [1, 2, 3, 10, 40, 90]):
        values, vectors = np.linalg.eig(np.asarray(a))
        residual = wide(a) @ wide(vectors) - wide(vectors) * numpy.asarray(values)
        assert numpy.abs(residual).max() <= 10 * tolerance(a), name
        assert numpy.allclose(numpy.linalg.norm(wide(vectors), axis=0), 1, rtol=1e-5), name
        alone = np.linalg.eigvals(np.asarray(a))
        assert (alone.dtype, values.dtype.kind) == (values.dtype, vectors.dtype.kind)
        if name.split()[0] in ("random", "huge", "tiny", "diagonal"):
            ordered = [numpy.sort_complex(wide(each)) for each in (values, alone)]
            assert numpy.abs(ordered[0] - ordered[1]).max() <= 1000 * tolerance(a), name


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("mode", ["reduced", "complete", "r", "raw"])
def test_orthogonal_factors_are_numpys(dtype, mode):
    for name, a in matrices(dtype):
        for matrix in (a, a[: len(a) // 2 + 1], a[: len(a) // 2 + 1].T):
            ours, theirs = np.linalg.qr(np.asarray(matrix), mode), numpy.linalg.qr(matrix, mode)
            if mode in ("reduced", "complete"):
                q, r = wide(ours.Q), wide(ours.R)
                assert numpy.abs(q @ r - matrix).max() <= tolerance(matrix), name
                assert unitary_error(q) <= 30 * len(a) * numpy.finfo(dtype).eps, name
                assert numpy.all(numpy.tril(r, -1) == 0)
            pairs = (
                zip(ours, theirs, strict=True)
                if mode == "raw"
                else [(getattr(ours, "R", ours), getattr(theirs, "R", theirs))]
            )
            for mine, other in pairs:
                assert (mine.shape, mine.dtype.name) == (other.shape, other.dtype.name)
                if name.split()[0] in ("random", "huge", "tiny", "diagonal", "zero") and len(a) < 40:
                    assert numpy.allclose(numpy.asarray(mine), other, rtol=1e-2, atol=50 * tolerance(other)), name


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("upper", [False, True])
def test_triangular_factors_of_positive_matrices_multiply_back(dtype, upper):
    for name, a in matrices(dtype):
        a = a / max(float(numpy.abs(a).max()), 1e-30)
        a = a @ a.conj().T
        a = a + numpy.eye(len(a), dtype=dtype) * max(float(numpy.abs(a).max()), 1e-30) * len(a) * 1e-3
        part = numpy.triu(a) if upper else numpy.tril(a)
        factor = wide(np.linalg.cholesky(np.asarray(part), upper=upper))
        product = factor.conj().T @ factor if upper else factor @ factor.conj().T
        assert numpy.abs(product - a).max() <= tolerance(a), name
        assert numpy.all(numpy.diagonal(factor).imag == 0)
        assert numpy.all((numpy.tril(factor, -1) if upper else numpy.triu(factor, 1)) == 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_solutions_and_inverses_leave_small_residuals(dtype):
    for name, a in matrices(dtype):
        if name.split()[0] in ("deficient", "zero", "hilbert"):
            continue
        n = len(a)
        for b in (
            random(numpy.random.default_rng(1), n, dtype=dtype),
            random(numpy.random.default_rng(2), n, 5, dtype=dtype),
        ):
            x = wide(np.linalg.solve(np.asarray(a), np.asarray(b)))
            size = numpy.abs(wide(a)).max() * numpy.abs(x).max() * n
            assert numpy.abs(wide(a) @ x - b).max() <= 30 * n * numpy.finfo(dtype).eps * size, name
        inverse = wide(np.linalg.inv(np.asarray(a)))
        size = numpy.abs(wide(a)).max() * numpy.abs(inverse).max() * n
        assert numpy.abs(wide(a) @ inverse - numpy.eye(n)).max() <= 30 * n * numpy.finfo(dtype).eps * size, name
        sign, logarithm = np.linalg.slogdet(np.asarray(a))
        their_sign, their_logarithm = numpy.linalg.slogdet(a)
        if name.split()[0] != "graded":
            assert abs(complex(sign) - complex(their_sign)) < 1e-3, name
        assert abs(float(logarithm) - float(their_logarithm)) < 1e-2 * n, name


@pytest.mark.parametrize("shape", [(6, 3), (3, 6), (5, 5), (40, 7), (100, 60), (1, 1)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_least_squares_are_numpys(shape, dtype):
    rng = numpy.random.default_rng(3)
    a = random(rng, *shape, dtype=dtype)
    if min(shape) > 2:
        deficient = a.copy()
        deficient[:, -1] = deficient[:, 0]
    else:
        deficient = a
    close = {"rtol": 2e-3, "atol": 2e-4} if dtype in ("float32", "complex64") else {"rtol": 1e-9, "atol": 1e-10}
    for matrix in (a, deficient):
        for b in (random(rng, shape[0], dtype=dtype), random(rng, shape[0], 3, dtype=dtype)):
            ours, theirs = np.linalg.lstsq(np.asarray(matrix), np.asarray(b)), numpy.linalg.lstsq(matrix, b)
            assert int(ours[2]) == theirs[2]
            for mine, other in zip(ours, theirs, strict=True):
                assert (mine.dtype.name, mine.shape) == (other.dtype.name, other.shape)
                assert numpy.allclose(numpy.asarray(mine), other, **close)
        inverse = np.linalg.pinv(np.asarray(matrix), rtol=None)
        assert numpy.allclose(numpy.asarray(inverse), numpy.linalg.pinv(matrix, rtol=None), **close)
        assert int(np.linalg.matrix_rank(np.asarray(matrix))) == numpy.linalg.matrix_rank(matrix)


def layouts(matrix):
    """The same stack of matrices in memory of every order."""
    yield numpy.ascontiguousarray(matrix)
    yield numpy.asfortranarray(matrix)
    yield matrix.astype(matrix.dtype.newbyteorder())
    yield numpy.ascontiguousarray(matrix[..., ::-1, ::-1])[..., ::-1, ::-1]
    spread = numpy.zeros((*matrix.shape[:-1], 2 * matrix.shape[-1]), matrix.dtype)
    spread[..., ::2] = matrix
    yield spread[..., ::2]


@pytest.mark.parametrize(
    "name", ["inv", "det", "cholesky", "qr", "svd", "svdvals", "eigh", "eigvalsh", "eigvals", "pinv"]
)
def test_the_layout_makes_no_difference(name):
    rng = numpy.random.default_rng(4)
    for n in (3, 20):
        a = rng.standard_normal((2, 3, n, n))
        a = a @ numpy.swapaxes(a, -1, -2) + numpy.eye(n)
        function = getattr(np.linalg, name)
        expected = None
        for layout in layouts(a):
            found = function(np.asarray(layout))
            found = [numpy.asarray(part) for part in (found if isinstance(found, tuple) else (found,))]
            if expected is None:
                expected = found
                theirs = getattr(numpy.linalg, name)(a)
                for mine, other in zip(found, theirs if isinstance(theirs, tuple) else (theirs,), strict=True):
                    assert (mine.shape, mine.dtype) == (other.shape, other.dtype)
                    assert mine.flags.c_contiguous
            assert all(numpy.array_equal(*pair) for pair in zip(found, expected, strict=True)), layout.strides


POISON = {
    "nan": numpy.full((3, 3), numpy.nan),
    "inf": numpy.full((3, 3), numpy.inf),
    "nan off the diagonal": numpy.eye(3) + numpy.array([[0, 0, numpy.nan], [0, 0, 0], [0, 0, 0]]),
    "singular": numpy.ones((3, 3)),
    "zero": numpy.zeros((3, 3)),
    "tall": numpy.ones((3, 2)),
    "vector": numpy.ones(3),
    "number": numpy.ones(()),
    "none": numpy.zeros((0, 0)),
    "no rows": numpy.zeros((0, 3)),
    "no columns": numpy.zeros((3, 0)),
    "no matrices": numpy.zeros((0, 3, 3)),
    "half": numpy.eye(2, dtype="float16"),
    "bool": numpy.eye(2, dtype=bool),
    "integers": numpy.array([[2, 1], [1, 3]]),
}

FUNCTIONS = {
    "inv": ("inv", {}),
    "det": ("det", {}),
    "slogdet": ("slogdet", {}),
    "cholesky": ("cholesky", {}),
    "qr": ("qr", {}),
    "qr complete": ("qr", {"mode": "complete"}),
    "qr raw": ("qr", {"mode": "raw"}),
    "svd": ("svd", {}),
    "svd reduced": ("svd", {"full_matrices": False}),
    "svdvals": ("svdvals", {}),
    "eig": ("eig", {}),
    "eigvals": ("eigvals", {}),
    "eigh": ("eigh", {}),
    "eigvalsh": ("eigvalsh", {}),
    "pinv": ("pinv", {}),
    "matrix_rank": ("matrix_rank", {}),
    "cond": ("cond", {}),
    "cond 1": ("cond", {"p": 1}),
    "norm 2": ("matrix_norm", {"ord": 2}),
    "norm nuc": ("matrix_norm", {"ord": "nuc"}),
}

# Where LAPACK passes on what is not finite, as eigenvalues that are no numbers, or by luck of its order.
STRICTER = {
    ("svdvals", "inf"),
    ("matrix_rank", "inf"),
    ("cond", "inf"),
    ("norm 2", "inf"),
    ("norm nuc", "inf"),
    ("eigh", "nan off the diagonal"),
}


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_bad_input_has_numpys_result_or_refusal(function, poison):
    name, options = FUNCTIONS[function]
    matrix = POISON[poison]
    if (function, poison) in STRICTER:
        with pytest.raises(np.linalg.LinAlgError):
            getattr(np.linalg, name)(np.asarray(matrix), **options)
            raise np.linalg.LinAlgError
        return
    with warnings.catch_warnings(), numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            expected = getattr(numpy.linalg, name)(matrix, **options)
        except Exception as error:
            with pytest.raises(Exception) as raised:
                getattr(np.linalg, name)(np.asarray(matrix), **options)
            assert type(raised.value).__name__ == type(error).__name__
            assert str(raised.value) == str(error)
            return
        found = getattr(np.linalg, name)(np.asarray(matrix), **options)
    parts = zip(found, expected, strict=True) if isinstance(expected, tuple) else [(found, expected)]
    for mine, other in parts:
        mine = numpy.asarray(mine)
        assert (mine.shape, mine.dtype) == (numpy.shape(other), numpy.asarray(other).dtype)
        if poison in ("nan", "integers", "bool", "none", "no matrices") and function != "svd":
            assert numpy.allclose(numpy.abs(mine), numpy.abs(other), equal_nan=True)


def test_systems_whose_shapes_do_not_fit_are_refused_in_numpys_words():
    for a, b in [((2, 2), (3,)), ((2, 2), (3, 2)), ((2, 2), ()), ((2, 3), (2,)), ((2,), (2,)), ((4, 2, 2), (3, 2, 2))]:
        with pytest.raises(ValueError) as ours:
            np.linalg.solve(np.ones(a), np.ones(b))
        with pytest.raises(ValueError) as theirs:
            numpy.linalg.solve(numpy.ones(a), numpy.ones(b))
        assert type(ours.value).__name__ == type(theirs.value).__name__
        if len(a) < 3:
            assert str(ours.value) == str(theirs.value)


def test_stacks_broadcast():
    rng = numpy.random.default_rng(5)
    a, b = rng.standard_normal((3, 1, 4, 4)), rng.standard_normal((2, 4, 2))
    assert numpy.allclose(numpy.asarray(np.linalg.solve(np.asarray(a), np.asarray(b))), numpy.linalg.solve(a, b))
    vector = rng.standard_normal(4)
    assert numpy.allclose(
        numpy.asarray(np.linalg.solve(np.asarray(a), np.asarray(vector))), numpy.linalg.solve(a, vector)
    )


@pytest.mark.parametrize("ord", [None, 1, -1, 2, -2, numpy.inf, -numpy.inf, "fro", "nuc"])
def test_norms_and_conditions_are_numpys(ord):
    a = numpy.random.default_rng(6).standard_normal((2, 4, 4))
    assert numpy.allclose(numpy.asarray(np.linalg.cond(np.asarray(a), ord)), numpy.linalg.cond(a, ord))
    for axis in [(1, 2), (2, 1), (0, 2)]:
        for keep in (False, True):
            ours = np.linalg.norm(np.asarray(a), ord, axis, keep)
            assert numpy.allclose(numpy.asarray(ours), numpy.linalg.norm(a, ord, axis, keep))
    if not isinstance(ord, str) and ord is not None:
        for axis in [None, 0, (0, 2), (2, 0, 1)]:
            ours = np.linalg.vector_norm(np.asarray(a), axis=axis, ord=ord, keepdims=True)
            theirs = numpy.linalg.vector_norm(a, axis=axis, ord=ord, keepdims=True)
            assert ours.shape == theirs.shape and numpy.allclose(numpy.asarray(ours), theirs)


def test_extreme_sizes_are_no_obstacle():
    rng = numpy.random.default_rng(7)
    a = rng.standard_normal((30, 30))
    for factor in (1e-300, 1e300, 5e-324):
        scaled = a * factor
        for name in ("svdvals", "eigvalsh"):
            values = numpy.asarray(getattr(np.linalg, name)(np.asarray(scaled)))
            assert numpy.all(numpy.isfinite(values)), (name, factor)
            if factor != 5e-324:
                assert numpy.allclose(values / factor, getattr(numpy.linalg, name)(a)), (name, factor)
        assert numpy.all(numpy.isfinite(numpy.asarray(np.linalg.eigvals(np.asarray(scaled)))))


def test_right_sides_that_are_not_finite_have_no_solution():
    rng = numpy.random.default_rng(4)
    for shape in ((5, 3), (3, 3), (3, 5)):
        matrix = rng.standard_normal(shape)
        for bad in (numpy.nan, numpy.inf):
            right = rng.standard_normal(shape[0])
            right[1] = bad
            ours, theirs = np.linalg.lstsq(np.asarray(matrix), np.asarray(right)), numpy.linalg.lstsq(matrix, right)
            for one, other in zip(ours, theirs, strict=True):
                assert numpy.allclose(numpy.asarray(one), other, equal_nan=True)
            columns = numpy.stack([rng.standard_normal(shape[0]), right], axis=1)
            found = numpy.asarray(np.linalg.lstsq(np.asarray(matrix), np.asarray(columns))[0])
            assert numpy.isfinite(found[:, 0]).all() and numpy.isnan(found[:, 1]).all()


def test_roots_and_fits_are_numpys():
    rng = numpy.random.default_rng(8)
    for coefficients in ([1, -3, 2], [0, 0, 1, 2, 0, 0], [5], [0], [], [1, 0, 1], list(rng.standard_normal(12))):
        ours, theirs = np.roots(coefficients), numpy.roots(coefficients)
        assert ours.dtype.name == theirs.dtype.name
        assert numpy.allclose(numpy.sort_complex(numpy.asarray(ours)), numpy.sort_complex(theirs))
    x, y = rng.standard_normal(20), rng.standard_normal((20, 2))
    weights = rng.random(20)
    mine = [np.asarray(each) for each in (x, y, weights)]
    for options in ({}, {"cov": True}, {"cov": "unscaled"}, {"full": True}):
        for w in (None, 2):
            extra = {} if w is None else {"w": weights}
            own = {} if w is None else {"w": mine[2]}
            for theirs_y, ours_y in ((y, mine[1]), (y[:, 0], mine[1][:, 0])):
                theirs = numpy.polyfit(x, theirs_y, 3, **options, **extra)
                ours = np.polyfit(mine[0], ours_y, 3, **options, **own)
                for one, other in zip(ours, theirs, strict=True):
                    assert numpy.allclose(numpy.asarray(one), other)
    for dtype in ("f4", "c16", "i8", "?"):
        for options in ({"full": True}, {"cov": "unscaled"}):
            points = (4 * rng.random(20)).astype(dtype) if dtype != "?" else rng.random(20) > 0.5
            theirs = numpy.polyfit(points, y[:, 0], 1, **options)
            ours = np.polyfit(np.asarray(points), mine[1][:, 0], 1, **options)
            for one, other in zip(ours, theirs, strict=True):
                assert numpy.allclose(numpy.asarray(one), other, rtol=1e-5)
                assert numpy.asarray(one).dtype == numpy.asarray(other).dtype
    for wrong in (
        (x, y[:, 0], -1), (y, y, 1), (x[:0], y[:, 0], 1), (x, y[:5], 1), (x, 3.0, 1), (x, y[:, :, None], 1),
        (x, y, 1, None, False, y), (x, y, 1, None, False, weights[:3]), (x[:3], y[:3], 2, None, False, None, True),
    ):  # fmt: skip
        with pytest.raises((TypeError, ValueError)) as theirs:
            numpy.polyfit(*wrong)
        own = [np.asarray(each) if isinstance(each, numpy.ndarray) else each for each in wrong]
        with pytest.raises(theirs.type) as ours:
            np.polyfit(*own)
        assert str(ours.value) == str(theirs.value)
    with pytest.warns(np.exceptions.RankWarning):
        np.polyfit([1.0, 1.0], [1.0, 2.0], 1)
    assert numpy.allclose(numpy.asarray(np.poly1d([1, -3, 2]).roots), [2, 1])


@pytest.mark.parametrize("complex_numbers", [False, True])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 12])
def test_vectors_of_small_matrices_have_the_signs_of_numpys(n: int, complex_numbers: bool) -> None:
    for seed in range(5):
        rng = numpy.random.default_rng(seed)
        a = rng.standard_normal((n, n)) + (1j * rng.standard_normal((n, n)) if complex_numbers else 0)
        hermitian = a + a.conj().T
        for ours, theirs in (
            (np.linalg.svd(np.asarray(a)), numpy.linalg.svd(a)),
            (np.linalg.eigh(np.asarray(hermitian)), numpy.linalg.eigh(hermitian)),
        ):
            for our_part, their_part in zip(ours, theirs, strict=True):
                numpy.testing.assert_allclose(numpy.asarray(our_part), their_part, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("n", [2, 5, 24, 25, 26])
@pytest.mark.parametrize(
    "make",
    [
        lambda n: numpy.zeros((n, n)),
        lambda n: numpy.eye(n),
        lambda n: -numpy.eye(n),
        lambda n: numpy.ones((n, n)),
        lambda n: numpy.diag(numpy.arange(n) - 2.0),
        lambda n: numpy.eye(n, k=1) + numpy.eye(n, k=-1),
        lambda n: numpy.tri(n),
        lambda n: numpy.outer(numpy.arange(n), numpy.arange(n)) * 1e-200,
        lambda n: numpy.diag(10.0 ** -numpy.arange(n)) * 1e200,
        lambda n: 1 / (numpy.arange(n)[:, None] + numpy.arange(n) + 1.0),
    ],
)
def test_vectors_of_special_matrices(n: int, make: Any) -> None:
    a = make(n)
    scale = numpy.abs(a).max() or 1.0
    left, values, right = map(numpy.asarray, np.linalg.svd(np.asarray(a)))
    expected = numpy.linalg.svd(a / scale, compute_uv=False)
    numpy.testing.assert_allclose(values / scale, expected, atol=1e-13 * n)
    numpy.testing.assert_allclose((left * (values / scale)) @ right, a / scale, atol=1e-13 * n)
    for basis in (left, right):
        numpy.testing.assert_allclose(basis @ basis.T, numpy.eye(n), atol=1e-13)
    symmetric = a + a.T
    values, vectors = map(numpy.asarray, np.linalg.eigh(np.asarray(symmetric)))
    assert (numpy.diff(values) >= 0).all()
    numpy.testing.assert_allclose((vectors * (values / scale)) @ vectors.T, symmetric / scale, atol=1e-13 * n)
    numpy.testing.assert_allclose(vectors @ vectors.T, numpy.eye(n), atol=1e-13)
