"""What pickles of generators name to have them made again.

Their names, which old pickles hold, begin with two underscores, which Python changes inside of classes; there the
plain names serve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._generator import Generator
from ._mt19937 import MT19937
from ._pcg64 import PCG64, PCG64DXSM
from ._philox import Philox
from ._sfc64 import SFC64
from .bit_generator import BitGenerator
from .mtrand import RandomState

BitGenerators = {kind.__name__: kind for kind in (MT19937, PCG64, PCG64DXSM, Philox, SFC64)}


def __bit_generator_ctor(bit_generator: str | type[BitGenerator] = "MT19937") -> BitGenerator:
    """A new bit generator of a class, or of a kind given by its name."""
    if isinstance(bit_generator, type):
        return bit_generator()
    if bit_generator not in BitGenerators:
        raise ValueError(f"{bit_generator} is not a known BitGenerator module.")
    return BitGenerators[bit_generator]()


bit_generator_ctor = __bit_generator_ctor


def __generator_ctor(
    bit_generator_name: str | BitGenerator = "MT19937",
    bit_generator_ctor: Callable[..., Any] = __bit_generator_ctor,
) -> Generator:
    """A `Generator` over a bit generator, or over a new one of a kind."""
    if isinstance(bit_generator_name, BitGenerator):
        return Generator(bit_generator_name)
    return Generator(bit_generator_ctor(bit_generator_name))


generator_ctor = __generator_ctor


def __randomstate_ctor(
    bit_generator_name: str | BitGenerator = "MT19937",
    bit_generator_ctor: Callable[..., Any] = __bit_generator_ctor,
) -> RandomState:
    """A `RandomState` over a bit generator, or over a new one of a kind."""
    if isinstance(bit_generator_name, BitGenerator):
        return RandomState(bit_generator_name)
    return RandomState(bit_generator_ctor(bit_generator_name))


randomstate_ctor = __randomstate_ctor
