"""The transforms themselves, under the name of the module that has them in NumPy."""

from __future__ import annotations

from .. import _stridewise

fft = _stridewise._fft.fft
ifft = _stridewise._fft.ifft
rfft = _stridewise._fft.rfft
irfft = _stridewise._fft.irfft
hfft = _stridewise._fft.hfft
ihfft = _stridewise._fft.ihfft
fft2 = _stridewise._fft.fft2
ifft2 = _stridewise._fft.ifft2
rfft2 = _stridewise._fft.rfft2
irfft2 = _stridewise._fft.irfft2
fftn = _stridewise._fft.fftn
ifftn = _stridewise._fft.ifftn
rfftn = _stridewise._fft.rfftn
irfftn = _stridewise._fft.irfftn
