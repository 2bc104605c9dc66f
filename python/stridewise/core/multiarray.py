"""Arrays and scalars in pickles of NumPy 1."""

from .._core.multiarray import _reconstruct as _reconstruct
from .._core.multiarray import scalar as scalar
