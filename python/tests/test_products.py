"""Products beside NumPy's: dtypes, layouts, broadcasting, outputs, errors."""

from __future__ import annotations

import itertools

import numpy
import pytest

import stridewise as np

DTYPES = "?bBhHiIlLefdFD"
TOLERANCE = {"e": 2e-2, "f": 2e-4, "F": 2e-4, "d": 1e-11, "D": 1e-11}


def made(shape, dtype, seed=0):
    rng = numpy.random.default_rng(seed)
    if dtype == "?":
        return rng.random(shape) > 0.7
    if dtype in "bBhHiIlL":
        return rng.integers(0, 100, shape).astype(dtype)
    numbers = rng.standard_normal(shape)
    return (numbers + 1j * rng.standard_normal(shape) if dtype in "FD" else numbers).astype(dtype)


def compare(function, *arrays):
    expected = numpy.asarray(function(numpy, *arrays))
    result = function(np, *[np.array(array) for array in arrays])
    assert result.dtype.name == expected.dtype.name
    assert result.shape == expected.shape
    if expected.dtype.kind in "fc":
        tolerance = TOLERANCE[expected.dtype.char]
        numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=tolerance, atol=tolerance * 10)
    else:
        numpy.testing.assert_array_equal(numpy.asarray(result), expected)


SHAPES = [(1, 1, 1), (3, 3, 3), (2, 5, 7), (33, 70, 65), (1, 300, 5), (300, 5, 1), (0, 3, 2), (3, 0, 2)]
SHAPES += [(140, 140, 140)]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES)
def test_layouts(dtype, shape):
    rows, inner, columns = shape
    a, b = made((rows, inner), dtype, 1), made((inner, columns), dtype, 2)
    compare(lambda np, a, b: a @ b, a, b)
    compare(lambda np, a, b: a.T @ b.T, numpy.ascontiguousarray(a.T), numpy.ascontiguousarray(b.T))
    compare(lambda np, a, b: a @ b.T, a, numpy.ascontiguousarray(b.T))
    compare(lambda np, a, b: a.T @ b, numpy.ascontiguousarray(a.T), b)
    compare(lambda np, a, b: a[::-1, ::-2] @ b[::2], made((rows, 2 * inner), dtype), made((2 * inner, columns), dtype))
    compare(lambda np, a, b: np.broadcast_to(a, (rows, inner)) @ b, made((1, inner), dtype), b)


@pytest.mark.parametrize("dtype", DTYPES)
def test_functions(dtype):
    def array(*shape):
        return made(shape, dtype, len(shape))

    compare(lambda np, a, b: np.matmul(a, b), array(4, 1, 5, 6), array(3, 6, 2))
    compare(lambda np, a, b: np.matmul(a, b), array(4, 3, 5, 6), array(6))
    compare(lambda np, a, b: np.matmul(a, b), array(6), array(4, 3, 6, 7))
    compare(lambda np, a, b: np.matmul(a, b), array(60, 20, 20), array(60, 20, 20))
    compare(lambda np, a, b: np.dot(a, b), array(4, 5, 6), array(3, 6, 2))
    compare(lambda np, a, b: np.inner(a, b), array(4, 5, 6), array(3, 6))
    compare(lambda np, a, b: np.vdot(a, b), array(4, 5), array(4, 5))
    compare(lambda np, a, b: np.vecdot(a, b), array(4, 5), array(3, 1, 5))
    compare(lambda np, a, b: np.vecmat(a, b), array(4, 5), array(4, 5, 3))
    compare(lambda np, a, b: np.matvec(a, b), array(2, 4, 5), array(5))
    compare(lambda np, a, b: np.tensordot(a, b, axes=([1, 2], [0, 1])), array(4, 3, 2), array(3, 2, 5))
    compare(lambda np, a, b: np.outer(a, b), array(4), array(5))
    compare(lambda np, a, b: np.kron(a, b), array(2, 3), array(3, 2))


@pytest.mark.parametrize(("left", "right"), list(itertools.product("bldfD", repeat=2)))
def test_mixed_dtypes(left, right):
    compare(lambda np, a, b: a @ b, made((7, 9), left), made((9, 8), right))


def test_products_with_the_transpose_are_symmetric():
    for shape in [(10, 4), (200, 333), (333, 200)]:
        a = np.array(made(shape, "D"))
        square = a @ a.T
        assert (square == square.T).all()
        numpy.testing.assert_allclose(numpy.asarray(square), numpy.asarray(a) @ numpy.asarray(a).T, atol=1e-10)


def test_outputs():
    a, b = made((50, 50), "d", 1), made((50, 50), "d", 2)
    expected = a @ b
    mine = np.array(a), np.array(b)
    for output in (np.zeros((50, 50)), np.zeros((50, 50)).T, np.zeros((50, 100))[:, ::2], np.zeros((50, 50), "D")):
        assert np.matmul(*mine, out=output) is output
        numpy.testing.assert_allclose(numpy.asarray(output), expected)
    output = np.zeros((50, 50))
    assert np.dot(*mine, out=output) is output
    numpy.testing.assert_allclose(numpy.asarray(output), expected)
    overwritten = np.array(a)
    np.matmul(overwritten, mine[1], out=overwritten)
    numpy.testing.assert_allclose(numpy.asarray(overwritten), expected)
    overwritten = np.array(a)
    overwritten @= mine[1]
    numpy.testing.assert_allclose(numpy.asarray(overwritten), expected)
    with pytest.raises(ValueError, match="not acceptable"):
        np.dot(*mine, out=np.zeros((50, 50), "f"))


@pytest.mark.parametrize("size", [3, 100, 200])
def test_nan_and_infinity(size):
    a, b = made((size, size), "d", 1), made((size, size), "d", 2)
    a[0, 0], a[1, 1], b[2, 2] = numpy.nan, numpy.inf, -numpy.inf
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        compare(lambda np, a, b: a @ b, a, b)
        compare(lambda np, a, b: a @ b, a, b[0])


def test_warnings_are_those_of_the_result():
    a = np.full((5, 3), np.inf)
    b = np.ones((3, 5))
    with np.errstate(all="raise"):
        assert (a @ b == np.inf).all()
        with pytest.raises(FloatingPointError, match="invalid value encountered in matmul"):
            a @ -np.array([[1.0, -1, 0]] * 3)
        with pytest.raises(FloatingPointError, match="overflow encountered in matmul"):
            np.full((300, 300), 1e200) @ np.full((300, 300), 1e200)


def test_chains_and_powers():
    shapes = [(6, 4), (4, 2), (2, 7), (7, 3)]
    arrays = [made(shape, "d", seed) for seed, shape in enumerate(shapes)]
    compare(lambda np, *arrays: np.linalg.multi_dot(arrays), *arrays)
    compare(lambda np, *arrays: np.linalg.multi_dot(arrays), arrays[0][0], *arrays[1:])
    compare(lambda np, *arrays: np.linalg.multi_dot(arrays), arrays[0][0], *arrays[1:3], arrays[3][:, 0])
    compare(lambda np, *arrays: np.linalg.multi_dot(arrays), *arrays[:2])
    output = np.zeros((6, 3))
    assert np.linalg.multi_dot([np.array(array) for array in arrays], out=output) is output
    numpy.testing.assert_allclose(numpy.asarray(output), numpy.linalg.multi_dot(arrays))
    with pytest.raises(ValueError, match="at least two"):
        np.linalg.multi_dot([output])
    with pytest.raises(np.linalg.LinAlgError, match="two-dimensional"):
        np.linalg.multi_dot([output, np.zeros((3, 3, 3)), output])
    for exponent in range(7):
        compare(lambda np, a, n=exponent: np.linalg.matrix_power(a, n), made((4, 4), "l"))
        compare(lambda np, a, n=exponent: np.linalg.matrix_power(a, n), made((2, 3, 3), "d"))
    assert (np.linalg.matrix_power(np.eye(3, dtype=int)[::-1], 2**100 + 1) == np.eye(3)[::-1]).all()
    with pytest.raises(TypeError, match="must be an integer"):
        np.linalg.matrix_power(np.eye(2), 1.5)
    with pytest.raises(np.linalg.LinAlgError, match="must be square"):
        np.linalg.matrix_power(np.zeros((2, 3)), 2)


def test_functions_of_the_array_api():
    a, b = made((2, 4, 3), "d", 1), made((2, 4, 3), "d", 2)
    compare(lambda np, a, b: np.linalg.cross(a, b), a, b)
    compare(lambda np, a, b: np.linalg.vecdot(a, b, axis=1), a, b)
    compare(lambda np, a, b: np.linalg.tensordot(a, b, axes=([1, 2], [1, 2])), a, b)
    compare(lambda np, a: np.linalg.trace(a, offset=1), a)
    compare(lambda np, a: np.linalg.diagonal(a, offset=-1), a)
    compare(lambda np, a, b: np.linalg.outer(a, b), a[0, 0], b[0, 0])
    compare(lambda np, a, b: np.linalg.matmul(a, b), a, numpy.swapaxes(b, -1, -2))
    with pytest.raises(ValueError, match="must be one-dimensional"):
        np.linalg.outer(np.array(a), np.array(b))
    with pytest.raises(ValueError, match="3-dimensional vectors"):
        np.linalg.cross(np.array([1, 2]), np.array([1, 2]))


@pytest.mark.parametrize("dtype", "lefdFD")
def test_norms_of_all_elements(dtype):
    for array in (made(7, dtype), made((4, 5), dtype), made((4, 5), dtype).T, made((6, 10), dtype)[:, ::2]):
        compare(lambda np, a: np.linalg.norm(a), array)
        compare(lambda np, a: np.linalg.norm(a, keepdims=True), array)
