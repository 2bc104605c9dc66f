"""NumPy's arrays rebuilt in Rust, so that every expression has a plan.

``import stridewise as np`` runs NumPy code unchanged.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from ._core._ufunc_config import *  # noqa: F403
from ._core.arrayprint import *  # noqa: F403
from ._core.getlimits import *  # noqa: F403
from ._core.memmap import *  # noqa: F403
from ._core.numerictypes import *  # noqa: F403
from ._core.radix import *  # noqa: F403
from ._core.shape_base import *  # noqa: F403
from ._globals import _CopyMode as _CopyMode
from ._globals import _NoValue as _NoValue
from ._stridewise import *  # noqa: F403
from .lib._array_standard import *  # noqa: F403
from .lib._callables import *  # noqa: F403
from .lib._checks import *  # noqa: F403
from .lib._grid_expressions import *  # noqa: F403
from .lib._histograms import *  # noqa: F403
from .lib._index_tricks import *  # noqa: F403
from .lib._npyio_impl import *  # noqa: F403
from .lib._polynomial import *  # noqa: F403
from .lib._raw_files import *  # noqa: F403
from .lib._requirements import *  # noqa: F403
from .lib._vectorize import *  # noqa: F403
from .lib.type_check import *  # noqa: F403

if TYPE_CHECKING:
    from .experiment import Manifest as Manifest
    from .experiment import get_logger as get_logger
    from .experiment import seed_everything as seed_everything
    from .experiment import worker_seed as worker_seed

__version__ = "0.1.0"
newaxis = None
nan = float("nan")
inf = float("inf")
pi = 3.141592653589793
e = 2.718281828459045
euler_gamma = 0.5772156649015329
little_endian = sys.byteorder == "little"

# Namespaces that are imported when they are first used, so that importing the package stays quick.
_NAMESPACES = frozenset(
    {
        "exceptions",
        "testing",
        "random",
        "dtypes",
        "lib",
        "fft",
        "linalg",
        "memory",
        "_core",
        "core",
        "version",
        "__config__",
        "ctypeslib",
        "experiment",
    }
)
_OF_EXPERIMENTS = frozenset({"Manifest", "get_logger", "seed_everything", "worker_seed"})


def __getattr__(name: str) -> Any:
    if name == "emath":
        return importlib.import_module(f"{__name__}.lib.scimath")
    if name in _NAMESPACES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _OF_EXPERIMENTS:
        return getattr(importlib.import_module(f"{__name__}.experiment"), name)
    from ._former_names import raise_missing

    raise_missing(__name__, name)
