"""NumPy's private namespace, as far as programs and NumPy's own tests look into it."""

from . import _exceptions as _exceptions
