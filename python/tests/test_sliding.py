"""`convolve` and `correlate` beside NumPy's: every overlap, dtype and layout, and lengths that go by spectra."""

from __future__ import annotations

import itertools
from typing import Any

import numpy
import pytest

import stridewise as np

MODES = ["valid", "same", "full"]


def draw(length: int, code: str, seed: int) -> Any:
    values = numpy.random.default_rng(seed).integers(-4, 5, 2 * length)
    if code in "FD":
        return (values[:length] + 1j * values[length:]).astype(code)
    return values[:length].astype(code) if code != "?" else values[:length] > 0


@pytest.mark.parametrize("code", "?bBhHiIlLefdFD")
def test_every_overlap(code: str) -> None:
    for a_length, b_length, mode in itertools.product((1, 2, 3, 7, 33), (1, 2, 5, 33, 40), MODES):
        a, b = draw(a_length, code, a_length), draw(b_length, code, 7)
        for name in ("convolve", "correlate"):
            want = getattr(numpy, name)(a, b, mode)
            got = numpy.asarray(getattr(np, name)(np.asarray(a), np.asarray(b), mode))
            assert got.dtype == want.dtype
            numpy.testing.assert_array_equal(got, want)
            wide = numpy.repeat(a, 2)[::2][::-1]
            got = numpy.asarray(getattr(np, name)(np.asarray(wide), np.asarray(b), mode))
            numpy.testing.assert_array_equal(got, getattr(numpy, name)(wide, b, mode))


def test_what_does_not_overlap_does_not_count() -> None:
    a, b = [numpy.inf, 1.0, 2.0, 3.0], [1.0, 2.0]
    numpy.testing.assert_array_equal(np.convolve(a, b), numpy.convolve(a, b))
    numpy.testing.assert_array_equal(np.correlate(a, b, "full"), numpy.correlate(a, b, "full"))


@pytest.mark.parametrize("code", "dD")
def test_long_vectors(code: str) -> None:
    values = numpy.random.default_rng(1)
    for a_length, b_length, mode in itertools.product((1500, 20000), (1024, 1500, 5000), MODES):
        a, b = values.standard_normal(a_length).astype(code), values.standard_normal(b_length).astype(code)
        if code == "D":
            b = b * (1 + 2j)
        for name in ("convolve", "correlate"):
            want = getattr(numpy, name)(a, b, mode)
            got = numpy.asarray(getattr(np, name)(np.asarray(a), np.asarray(b), mode))
            assert (got.dtype, got.shape) == (want.dtype, want.shape)
            size = float(numpy.linalg.norm(a) * numpy.linalg.norm(b))
            assert float(abs(got - want).max()) < 2e-15 * size


def test_long_vectors_of_many_magnitudes_are_summed_one_by_one() -> None:
    a = 10.0 ** numpy.linspace(-150, 0, 3000)
    b = numpy.ones(1500)
    numpy.testing.assert_allclose(np.convolve(a, b), numpy.convolve(a, b), rtol=1e-12)
    a[5] = numpy.inf
    assert numpy.isfinite(numpy.asarray(np.convolve(a, b))).sum() == numpy.isfinite(numpy.convolve(a, b)).sum()
