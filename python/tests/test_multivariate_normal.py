"""Normal vectors beside NumPy's: the stream behind them is the same, and so are the numbers, up to rounding."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

import stridewise as np

numpy = pytest.importorskip("numpy")

KINDS = [("Generator", "svd"), ("Generator", "eigh"), ("Generator", "cholesky"), ("RandomState", None)]
MEAN = [1.0, -2.0]


def stream(module: Any, holder: str) -> Any:
    return module.random.default_rng(11) if holder == "Generator" else module.random.RandomState(11)


def after(rng: Any) -> Any:
    return rng.random(3).tolist()


def covariance(n: int, seed: int = 0) -> Any:
    factor = numpy.random.default_rng(seed).standard_normal((n, n + 3))
    return factor @ factor.T / n


def drawn(module: Any, holder: str, method: str | None, mean: Any, cov: Any, **kwargs: Any) -> tuple[Any, Any]:
    rng = stream(module, holder)
    if method is not None:
        kwargs["method"] = method
    values = rng.multivariate_normal(module.asarray(mean), module.asarray(cov), **kwargs)
    return numpy.asarray(values), after(rng)


def assert_close(ours: Any, theirs: Any, method: str | None, mean: Any, cov: Any) -> None:
    """Numbers are equal up to rounding; in many dimensions, what they are along each eigenvector is up to its sign."""
    if method != "cholesky" and len(cov) > 25:
        vectors = numpy.linalg.eigh(cov).eigenvectors
        ours, theirs = (numpy.abs((values - mean) @ vectors) for values in (ours, theirs))
    # Eigenvalues that are as good as zero have a square root that is not.
    numpy.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-7)


@pytest.mark.parametrize(("holder", "method"), KINDS)
@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 24, 25, 40])
def test_numbers_are_numpys(holder: str, method: str | None, n: int) -> None:
    mean, cov = numpy.arange(n) / 3, covariance(n, n)
    for size in (None, 0, 3, (), (2, 3), (50, 7)):
        theirs, state = drawn(numpy, holder, method, mean, cov, size=size)
        ours, our_state = drawn(np, holder, method, mean, cov, size=size)
        assert our_state == state
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
        assert_close(ours, theirs, method, mean, cov)


@pytest.mark.parametrize(("holder", "method"), KINDS)
def test_draws_have_the_covariance(holder: str, method: str | None) -> None:
    cov = covariance(30)
    ours, _ = drawn(np, holder, method, numpy.zeros(30), cov, size=200_000)
    numpy.testing.assert_allclose(numpy.cov(ours.T), cov, atol=0.05 * numpy.abs(cov).max())


@pytest.mark.parametrize(
    ("mean", "cov"),
    [
        (numpy.zeros(2, "f4"), numpy.eye(2, dtype="f4")),
        (numpy.zeros(2, "i8"), numpy.array([[4, 1], [1, 3]], "i2")),
        (numpy.zeros(2, "?"), numpy.eye(2, dtype="?")),
        (numpy.zeros(2, ">f8"), numpy.eye(2, dtype=">f8")),
        (numpy.arange(4.0)[::-2], covariance(4)[::-2, ::-2]),
        (numpy.array([0.0, 0.0]), numpy.array([[1.0, 1.0], [1.0, 1.0]])),
        (numpy.array([0.0, 0.0]), numpy.zeros((2, 2))),
    ],
)
@pytest.mark.parametrize(("holder", "method"), [kind for kind in KINDS if kind[1] != "cholesky"])
def test_dtypes_layouts_and_degenerate_covariances(holder: str, method: str | None, mean: Any, cov: Any) -> None:
    theirs, state = drawn(numpy, holder, method, mean, cov, size=5)
    ours, our_state = drawn(np, holder, method, mean, cov, size=5)
    assert our_state == state
    assert_close(ours, theirs, method, mean.astype("f8"), cov.astype("f8"))


NOT_ONE = [[1.0, 2.0], [2.0, 1.0]]
LOPSIDED = [[1.0, 2.0], [1.0, 2.0]]


@pytest.mark.parametrize(("holder", "method"), KINDS)
@pytest.mark.parametrize("check", ["warn", "raise", "ignore"])
@pytest.mark.parametrize("cov", [NOT_ONE, LOPSIDED, [[1.0, 0.0], [0.0, 1.0 + 1e-12]], [[1.0, 0.1], [0.1 + 1e-9, 1.0]]])
@pytest.mark.parametrize("tolerance", [1e-8, 10.0, 0.0])
def test_checks(holder: str, method: str | None, check: str, cov: Any, tolerance: float) -> None:
    def outcome(module: Any) -> tuple[Any, ...]:
        rng = stream(module, holder)
        kwargs = {"check_valid": check, "tol": tolerance}
        if method is not None:
            kwargs["method"] = method
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            try:
                values = rng.multivariate_normal(MEAN, cov, 4, **kwargs)
            except (ValueError, module.linalg.LinAlgError) as error:
                return type(error).__name__, str(error), after(rng)
        said = [(str(one.message), one.category, one.filename, one.lineno) for one in heard]
        return numpy.isfinite(numpy.asarray(values)).all(), said, after(rng)

    if tolerance == 0.0 and method != "cholesky":
        # Rounding decides, and it is not the same; what it decides is said in the same words.
        assert outcome(np)[2] == outcome(numpy)[2]
    else:
        assert outcome(np) == outcome(numpy)


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        (([MEAN], numpy.eye(2)), {}),
        ((0.0, numpy.eye(2)), {}),
        ((MEAN, [1.0, 2.0]), {}),
        ((MEAN, [[1.0, 2.0]]), {}),
        ((MEAN, numpy.eye(3)), {}),
        ((MEAN, numpy.eye(2)), {"size": -1}),
        ((MEAN, numpy.eye(2)), {"check_valid": "other"}),
        ((MEAN, numpy.eye(2)), {"method": "qr"}),
        (([0j, 0], numpy.eye(2)), {}),
        ((MEAN, numpy.eye(2) * 1j), {}),
        ((MEAN, [[float("nan"), 0.0], [0.0, 1.0]]), {}),
    ],
)
def test_bad_arguments_raise_numpys_errors(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    errors = []
    for module in (numpy, np):
        with pytest.raises((ValueError, TypeError, numpy.linalg.LinAlgError, np.linalg.LinAlgError)) as raised:
            module.random.default_rng(1).multivariate_normal(*args, **kwargs)
        errors.append((raised.type.__name__, str(raised.value)))
    assert errors[0] == errors[1]


@pytest.mark.parametrize("size", [2**62, (2**40, 2**40), 2**58])
def test_sizes_that_no_memory_holds(size: Any) -> None:
    for rng in (np.random.default_rng(1), np.random.RandomState(1)):
        with pytest.raises((ValueError, MemoryError)):
            rng.multivariate_normal(MEAN, np.eye(2), size)
        assert rng.random() == stream_start(rng)


def stream_start(rng: Any) -> float:
    return type(rng)(np.random.PCG64(1)).random() if isinstance(rng, np.random.Generator) else type(rng)(1).random()


def test_complex_covariances_of_the_legacy_class() -> None:
    with pytest.warns(np.exceptions.ComplexWarning):
        ours = np.random.RandomState(1).multivariate_normal(MEAN, [[1 + 1j, 0], [0, 4]])
    assert ours.tolist() == np.random.RandomState(1).multivariate_normal(MEAN, [[1, 0], [0, 4]]).tolist()
    with pytest.raises(TypeError, match="complex"):
        np.random.RandomState(1).multivariate_normal([0j, 0], np.eye(2))


def test_the_module_function_draws_from_the_shared_state() -> None:
    np.random.seed(4)
    shared = np.random.multivariate_normal(MEAN, np.eye(2), 3)
    assert shared.tolist() == np.random.RandomState(4).multivariate_normal(MEAN, np.eye(2), 3).tolist()
