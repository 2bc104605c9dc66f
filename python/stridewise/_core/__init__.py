"""NumPy's private namespace, as far as programs and NumPy's own tests look into it."""

from . import _exceptions as _exceptions
from . import _multiarray_umath as _multiarray_umath
from . import multiarray as multiarray
from .getlimits import finfo as finfo
from .getlimits import iinfo as iinfo
from .numerictypes import sctypeDict as sctypeDict
from .numerictypes import sctypes as sctypes
