"""Elementary functions against the same functions in wider types, in units in the last place (ulps)."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

import stridewise

# The largest errors, in ulps, in float32 and float64. Those of float32 are what NumPy's own tests allow. float16 is
# computed in float32 and rounded once.
BOUNDS = {
    "exp": (3, 1), "exp2": (2, 1), "expm1": (3, 1), "log": (4, 1), "log2": (3, 1), "log10": (4, 2), "log1p": (2, 1),
    "sqrt": (0.5, 0.5), "cbrt": (2, 1), "sin": (2, 1), "cos": (2, 1), "tan": (4, 1), "arcsin": (4, 1),
    "arccos": (3, 1), "arctan": (3, 1), "sinh": (2, 2), "cosh": (3, 2), "tanh": (2.5, 2.5), "arcsinh": (2, 2),
    "arccosh": (2, 2.1), "arctanh": (2, 2), "reciprocal": (0.5, 0.5), "deg2rad": (1, 1), "rad2deg": (1, 1),
}  # fmt: skip
BOUNDS_OF_TWO = {"power": (2, 1), "arctan2": (3, 1), "hypot": (1, 1), "divide": (0.5, 0.5), "fmod": (0, 0)}
# In units of the type's epsilon, of the number's magnitude: a complex function may lose one part beside the other.
COMPLEX_BOUNDS = {
    "exp": 2, "exp2": 16, "expm1": 4, "log": 2, "log2": 2, "log10": 2, "sqrt": 2, "sin": 2, "cos": 2, "tan": 4,
    "arcsin": 4, "arccos": 2, "arctan": 4, "sinh": 2, "cosh": 2, "tanh": 4, "arcsinh": 4, "arccosh": 2, "arctanh": 4,
    "absolute": 2, "square": 2, "reciprocal": 2,
}  # fmt: skip
COUNT = 20_000

WIDER = {"e": "d", "f": "d", "d": "g", "F": "D", "D": "G"}
wide_enough = pytest.mark.skipif(
    numpy.finfo("g").nmant <= numpy.finfo("d").nmant, reason="no type is wider than float64 here"
)


def arguments(code: str, seed: int) -> Any:
    """Finite numbers of any bits, and many of everyday size, near one, and as large as exponentials take."""
    if code == "e":
        every = numpy.arange(1 << 16, dtype="u2").view("e")
        return every[numpy.isfinite(every)]
    rng = numpy.random.default_rng(seed)
    bits = rng.integers(0, 256, COUNT * numpy.dtype(code).itemsize, "u1").view(code)
    largest = numpy.log(numpy.finfo(code).max)
    everyday = [rng.standard_normal(COUNT) * 3, rng.uniform(-1, 1, COUNT), rng.uniform(-largest, largest, COUNT)]
    near_one = 1 + rng.standard_normal(COUNT) * 10.0 ** rng.uniform(-8, -1, COUNT)
    return numpy.concatenate([bits[numpy.isfinite(bits)], *(part.astype(code) for part in [*everyday, near_one])])


def largest_error(name: str, code: str, *operands: Any) -> tuple[float, Any]:
    """In ulps of the exact result, over the results that the type can hold, and where."""
    with numpy.errstate(all="ignore"), stridewise.errstate(all="ignore"):
        exact = getattr(numpy, name)(*(operand.astype(WIDER[code]) for operand in operands))
        found = numpy.asarray(getattr(stridewise, name)(*map(stridewise.array, operands)))
        assert found.dtype.char == code
        held = numpy.isfinite(exact) & (numpy.abs(exact) < numpy.finfo(code).max)
        unit = numpy.spacing(numpy.abs(exact[held]).astype(code)).astype(exact.dtype)
        errors = numpy.abs(found[held].astype(exact.dtype) - exact[held]) / unit
        assert (numpy.isnan(found) == numpy.isnan(exact)).all()
    worst = errors.argmax()
    return float(errors[worst]), [operand[held][worst] for operand in operands]


@pytest.mark.parametrize("name", BOUNDS)
def test_float16_is_rounded_once(name: str) -> None:
    error, where = largest_error(name, "e", arguments("e", 0))
    assert error <= 0.51, where


@pytest.mark.parametrize("name", BOUNDS)
def test_float32(name: str) -> None:
    error, where = largest_error(name, "f", arguments("f", 1))
    assert error <= BOUNDS[name][0] + 0.01, where


@wide_enough
@pytest.mark.parametrize("name", BOUNDS)
def test_float64(name: str) -> None:
    error, where = largest_error(name, "d", arguments("d", 2))
    assert error <= BOUNDS[name][1] + 0.01, where


@wide_enough
@pytest.mark.parametrize("code", "fd")
@pytest.mark.parametrize("name", BOUNDS_OF_TWO)
def test_functions_of_two(name: str, code: str) -> None:
    rng = numpy.random.default_rng(3)
    left = numpy.abs(rng.standard_normal(COUNT) * 10.0 ** rng.uniform(-2, 2, COUNT)).astype(code)
    right = (rng.standard_normal(COUNT) * 10).astype(code)
    error, where = largest_error(name, code, left, right)
    assert error <= BOUNDS_OF_TWO[name]["fd".index(code)] + 0.01, where


@wide_enough
@pytest.mark.parametrize("code", "FD")
@pytest.mark.parametrize("name", COMPLEX_BOUNDS)
def test_complex(name: str, code: str) -> None:
    rng = numpy.random.default_rng(4)
    parts = rng.standard_normal((2, COUNT)) * 10.0 ** rng.uniform(-3, 1, COUNT)
    values = (parts[0] + 1j * parts[1]).astype(code)
    exact = getattr(numpy, name)(values.astype(WIDER[code]))
    found = numpy.asarray(getattr(stridewise, name)(stridewise.array(values)))
    errors = numpy.abs(found.astype(exact.dtype) - exact) / numpy.abs(exact) / numpy.finfo(code).eps
    assert errors.max() <= COMPLEX_BOUNDS[name], values[errors.argmax()]


IDENTITIES = {
    "exp(0) is 1": lambda np, zero: (np.exp(zero), 1),
    "log(1) is 0": lambda np, zero: (np.log(zero + 1), 0),
    "sin keeps zero": lambda np, zero: (np.sin(zero), zero),
    "cos(0) is 1": lambda np, zero: (np.cos(zero), 1),
    "exp2 of whole numbers": lambda np, zero: (np.exp2(zero + 10), 1024),
    "log2 of powers of two": lambda np, zero: (np.log2(zero + 1024), 10),
    "log10 of powers of ten": lambda np, zero: (np.log10(zero + 1000), 3),
    "roots of squares": lambda np, zero: (np.sqrt(zero + 49), 7),
    "roots of cubes": lambda np, zero: (np.cbrt(zero - 343), -7),
    "hypot of a right triangle": lambda np, zero: (np.hypot(zero + 3, zero + 4), 5),
    "squares by power": lambda np, zero: (np.power(zero + 11, zero + 2), 121),
}


@pytest.mark.parametrize("code", "efd")
@pytest.mark.parametrize("identity", IDENTITIES)
def test_exact_values(identity: str, code: str) -> None:
    zeros = stridewise.array([0.0, -0.0, *[0.0] * 20], code)
    found, expected = IDENTITIES[identity](stridewise, zeros)
    wanted = stridewise.broadcast_to(stridewise.array(expected, code), zeros.shape)
    assert found.tobytes() == wanted.tobytes()
