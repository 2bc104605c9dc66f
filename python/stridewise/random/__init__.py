"""Random numbers, equal to NumPy's: a seed gives the same numbers here and there.

`default_rng` makes a `Generator`, which draws from a bit generator: `PCG64` unless another is chosen. The functions
of the module (`seed`, `rand`, `randn`, `randint`, ...) draw from one `RandomState` that all share.

>>> import stridewise as np
>>> np.random.default_rng(0).random(2)
array([0.63696169, 0.26978671])
"""

from __future__ import annotations

from ._generator import Generator, default_rng
from ._mt19937 import MT19937
from ._pcg64 import PCG64, PCG64DXSM
from ._philox import Philox
from ._sfc64 import SFC64
from .bit_generator import BitGenerator, SeedSequence
from .mtrand import *  # noqa: F403
from .mtrand import RandomState
from .mtrand import __all__ as _functions

__all__ = [
    *(name for name in _functions if name not in ("get_bit_generator", "set_bit_generator")),
    "Generator", "SeedSequence", "MT19937", "Philox", "PCG64", "PCG64DXSM", "SFC64", "default_rng", "BitGenerator",
]  # fmt: skip


def __RandomState_ctor() -> RandomState:
    """A `RandomState` for a pickle to fill; its own state does not matter."""
    return RandomState(seed=0)
