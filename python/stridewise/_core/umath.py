"""The ufuncs under the name where NumPy's own code finds them."""

from .._stridewise import *  # noqa: F403
from .._stridewise import _clip as clip
from .._stridewise import _extobj_contextvar as _extobj_contextvar
from .._stridewise import _get_extobj_dict as _get_extobj_dict
from .._stridewise import _make_extobj as _make_extobj
from .._stridewise import _ones_like as _ones_like
from .._stridewise import angle as _arg  # noqa: F401

__all__ = ["clip"]

FPE_DIVIDEBYZERO = 1
FPE_OVERFLOW = 2
FPE_UNDERFLOW = 4
FPE_INVALID = 8
pi = 3.141592653589793
e = 2.718281828459045
euler_gamma = 0.5772156649015329
PINF = float("inf")
NINF = float("-inf")
PZERO = 0.0
NZERO = -0.0
NAN = float("nan")
BUFSIZE = 8192
FLOATING_POINT_SUPPORT = 1
