"""Fourier transforms beside NumPy's: dtypes, layouts, lengths, axes, norms; values, strides, errors and warnings."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS

import stridewise as np

ONE_AXIS = ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]
MANY_AXES = ["fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn"]
OF_REALS = {"rfft", "ihfft", "rfft2", "rfftn"}
CODES = "?bBhHiIlLefdFD"
PRIMES = [71, 97, 101, 127, 251, 509, 1009, 2003]


def draw(shape: Any, code: str, seed: int = 3) -> Any:
    rng = numpy.random.default_rng(seed)
    values = rng.standard_normal(shape) * 4
    if code in "FD":
        values = values + 1j * rng.standard_normal(shape)
    return values.astype(code) if code not in "BHIL" else abs(values).astype(code)


def close(got: Any, want: Any, eps: float | None = None) -> None:
    """The same dtype, shape and strides, and values as near as the precision lets them be."""
    assert isinstance(got, np.ndarray)
    got = numpy.asarray(got)
    assert (got.dtype, got.shape) == (want.dtype, want.shape)
    steps = [
        (a, b) for a, b, length in zip(got.strides, want.strides, got.shape, strict=True) if length > 1 and got.size
    ]
    assert all(a == b for a, b in steps), (got.strides, want.strides)
    if want.size:
        size = float(numpy.sqrt(numpy.mean(abs(want.astype("D")) ** 2)))
        eps = eps or {"e": 1e-3, "f": 3e-6, "F": 3e-6}.get(want.dtype.char, 4e-15)
        assert float(abs(got.astype("D") - want).max()) <= eps * size * (5 if want.size > 1000 else 2)


def compare(name: str, array: Any, *arguments: Any, **keywords: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            want = getattr(numpy.fft, name)(array, *arguments, **keywords)
        except Exception as error:
            with pytest.raises(Exception) as caught:
                getattr(np.fft, name)(np.asarray(array), *arguments, **keywords)
            assert (caught.type.__name__, str(caught.value)) == (type(error).__name__, str(error))
            return
        # NumPy takes the factor of a norm in half precision where the numbers are.
        eps = 3e-3 if array.dtype.char == "e" else None
        close(getattr(np.fft, name)(np.asarray(array), *arguments, **keywords), want, eps)


@pytest.mark.parametrize("name", ONE_AXIS)
@pytest.mark.parametrize("code", CODES)
def test_all_dtypes_and_layouts(name: str, code: str) -> None:
    values = draw((6, 5, 4), code)
    for layout in LAYOUTS.values():
        for axis in (0, 1, -1):
            compare(name, layout(values), axis=axis)


@pytest.mark.parametrize("name", ONE_AXIS)
def test_all_lengths(name: str) -> None:
    for length in [*range(1, 71), *PRIMES, 1000, 1024]:
        for code in "dD":
            compare(name, draw(length, code, length))
        compare(name, draw(length, "f", length))


@pytest.mark.parametrize("name", ONE_AXIS)
def test_points_cut_and_pad(name: str) -> None:
    for shape, points in itertools.product([(3, 8), (3, 7), (8, 3), (0, 4), (4, 0)], [1, 2, 3, 5, 8, 9, 16]):
        for code, axis in itertools.product("dDfi", (0, 1)):
            if name in ("irfft", "hfft") and shape[axis] == 0:
                continue  # NumPy reads what is not there
            compare(name, draw(shape, code), points, axis)


@pytest.mark.parametrize("name", ONE_AXIS + MANY_AXES)
@pytest.mark.parametrize("norm", [None, "backward", "ortho", "forward"])
def test_norms(name: str, norm: str | None) -> None:
    for code in "dDf":
        compare(name, draw((4, 6), code), norm=norm)


@pytest.mark.parametrize("name", MANY_AXES)
def test_several_axes(name: str) -> None:
    for code in "dDfl":
        values = draw((4, 5, 6), code)
        for layout in LAYOUTS.values():
            compare(name, layout(values))
        for axes in [(0,), (1,), (0, 1), (2, 0), (-1, -2, -3), (0, 0), (), (1, 1, 2)]:
            compare(name, values, axes=axes)
        for points in [(3,), (4, 8), (5, 4, 3), (-1, 3), (None, 3), (9, -1, 1)]:
            compare(name, values, s=points)
            compare(name, values, s=points, axes=tuple(range(len(points))))


@pytest.mark.parametrize("name", ONE_AXIS + MANY_AXES)
def test_refusals(name: str) -> None:
    plane = draw((3, 4), "d")
    if name in ONE_AXIS:
        for arguments in [(0,), (-1,), (3, 2), (3, -3), (None, 2), (2.5,), (4, 0, "other"), (0, 9, "other")]:
            compare(name, plane, *arguments)
        compare(name, draw((), "d"))
        compare(name, draw(0, "d"))
    else:
        for keywords in [{"s": (0, 2)}, {"s": (1, 2, 3), "axes": (0, 1)}, {"axes": (0, 5)}, {"norm": "other"}]:
            compare(name, plane, **keywords)
    if name in ("ifft2", "irfft2", "hfft"):
        return  # NumPy leaves their `out` aside
    for out in [numpy.zeros((3, 4), "f4"), numpy.zeros(3, "D"), numpy.zeros((3, 4, 1), "D")]:
        with pytest.raises(Exception) as want:
            getattr(numpy.fft, name)(plane, out=out)
        with pytest.raises(Exception) as got:
            getattr(np.fft, name)(np.asarray(plane), out=np.asarray(out))
        assert issubclass(want.type, got.type) and str(want.value) == str(got.value)


@pytest.mark.parametrize("name", ONE_AXIS)
def test_out_of_any_layout(name: str) -> None:
    values = draw((6, 8), "d" if name in OF_REALS else "D")
    for axis in (0, 1):
        want = getattr(numpy.fft, name)(values, axis=axis)
        for layout in LAYOUTS.values():
            out = layout(numpy.zeros_like(want))
            if not out.flags.writeable:
                continue
            ours = np.asarray(out)
            assert getattr(np.fft, name)(np.asarray(values), axis=axis, out=ours) is ours
            numpy.testing.assert_allclose(out, want, rtol=1e-13, atol=1e-13)


def test_long_lanes_of_any_layout() -> None:
    for length, name in itertools.product([1 << 15, 70000, 1 << 17], ONE_AXIS):
        values = draw((2, length), "d" if name in OF_REALS else "D")
        for layout in (LAYOUTS["C"], LAYOUTS["Fortran"], LAYOUTS["reversed"], LAYOUTS["misaligned"]):
            compare(name, layout(values))
        compare(name, values, length + 3 * 256)
        compare(name, values, length - 100)
    compare("fft", draw(1 << 17, "d"))
    compare("ifft", draw(1 << 17, "f"))


def test_identities() -> None:
    for length in (1, 2, 7, 64, 97, 1000, 1 << 16):
        values = np.asarray(draw(length, "D"))
        spectrum = np.fft.fft(values)
        power = float((abs(values) ** 2).sum())
        assert float((abs(spectrum) ** 2).sum()) / length == pytest.approx(power, rel=1e-13)
        turned = np.fft.fft(np.roll(values, 1))
        turns = np.exp(-2j * np.pi * np.arange(length) / length)
        assert np.allclose(turned, spectrum * turns, rtol=1e-11, atol=1e-11)
        assert np.allclose(np.fft.ifft(spectrum), values, rtol=1e-13, atol=1e-14)


def test_warnings_are_those_of_numpy() -> None:
    for values in ([1e308] * 4, [numpy.inf, 1.0, 2.0], [numpy.nan, 1.0], [1.0, 2.0]):
        for name in ("fft", "rfft", "irfft"):
            texts = []
            for package in (numpy, np):
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    getattr(package.fft, name)(values)
                texts.append({str(warning.message) for warning in caught})
            assert any("overflow" in text for text in texts[0]) == any("overflow" in text for text in texts[1])


def test_frequencies_and_shifts() -> None:
    for length in range(1, 12):
        for spacing in (1.0, 0.25, 3):
            for name in ("fftfreq", "rfftfreq"):
                want = getattr(numpy.fft, name)(length, spacing)
                numpy.testing.assert_array_equal(getattr(np.fft, name)(length, spacing), want)
    assert np.fft.rfftfreq(-3).size == 0
    for arguments in [(0,), (2.5,), (4, 0)]:
        for name in ("fftfreq", "rfftfreq"):
            with pytest.raises(Exception) as want:
                getattr(numpy.fft, name)(*arguments)
            with pytest.raises(want.type, match=str(want.value).replace("(", ".").replace(")", ".")):
                getattr(np.fft, name)(*arguments)
    shifts: list[Callable[[Any], Any]] = [lambda fft: fft.fftshift, lambda fft: fft.ifftshift]
    for shape, axes in [((5,), None), ((4, 5), None), ((4, 5), 0), ((4, 5), (1, 0)), ((2, 3, 4), -1), ((0, 3), None)]:
        values = draw(shape, "i")
        for shift in shifts:
            want = shift(numpy.fft)(values, axes)
            numpy.testing.assert_array_equal(shift(np.fft)(np.asarray(values), axes), want)
