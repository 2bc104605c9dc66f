"""Discrete Fourier transforms."""

from __future__ import annotations

from .. import _stridewise
from ._pocketfft import (
    fft,
    fft2,
    fftn,
    hfft,
    ifft,
    ifft2,
    ifftn,
    ihfft,
    irfft,
    irfft2,
    irfftn,
    rfft,
    rfft2,
    rfftn,
)

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]

fftfreq = _stridewise._fft.fftfreq
rfftfreq = _stridewise._fft.rfftfreq
fftshift = _stridewise._fft.fftshift
ifftshift = _stridewise._fft.ifftshift
