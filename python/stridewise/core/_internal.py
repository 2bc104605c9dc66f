"""Arrays in pickles of the first NumPy releases."""

from .._core.multiarray import _reconstruct as _reconstruct
