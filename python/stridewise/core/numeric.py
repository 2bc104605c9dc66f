"""Arrays beside pickles of NumPy 1."""

from .._core.numeric import _frombuffer as _frombuffer
