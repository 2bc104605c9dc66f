"""Seeds for everything that draws random numbers, and one of its own for each worker."""

from __future__ import annotations

import operator
import os
import random
import sys
from types import ModuleType
from typing import Any, SupportsIndex

from ..random import Generator, SeedSequence, default_rng
from ..random import seed as seed_legacy
from .context import set_seed

_WORD = 1 << 64


def _checked(name: str, value: SupportsIndex, limit: int | None = None) -> int:
    number = operator.index(value)
    if number < 0:
        raise ValueError(f"{name} must not be negative, got {number}")
    if limit is not None and number >= limit:
        raise ValueError(f"{name} must be below {limit}, got {number}")
    return number


def _legacy_seed(seed: int) -> int | list[int]:
    """What the generators that take 32 bits are seeded with: the seed, or its words where it is wider."""
    if seed < 1 << 32:
        return seed
    return [seed >> shift & 0xFFFF_FFFF for shift in range(0, seed.bit_length(), 32)]


def _loaded(name: str) -> ModuleType | None:
    """A library that the program has imported; not this one under another name."""
    module = sys.modules.get(name)
    return None if module is sys.modules["stridewise"] else module


def _seed_torch(torch: Any, seed: int, deterministic: bool) -> None:
    torch.manual_seed(seed % _WORD)
    if deterministic:
        # cuBLAS reads this when it is first used.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True, warn_only=True)
        torch.backends.cudnn.deterministic = True
        torch.backends.cudnn.benchmark = False


def seed_everything(seed: SupportsIndex, deterministic: bool = True) -> Generator:
    """Seeds every generator that this process knows, and makes one.

    Seeded are Python's `random`, the shared generator behind `stridewise.random.seed`, and, where the program has
    imported them, NumPy's and PyTorch's (on all its devices). The seed is written on each line of a log from then on.

    Parameters
    ----------
    seed : int
        Not negative, of any size. Generators that take 32 bits are seeded with its words where it has more.
    deterministic : bool, default True
        Has processes that are started later hash strings alike (`PYTHONHASHSEED`), and PyTorch use algorithms that give
        the same result each time, with a warning where it has none. False leaves these switches as they are.

    Returns
    -------
    Generator
        The same as ``default_rng(seed)``: best handed on to what draws, instead of drawing from what all share.

    Notes
    -----
    It cannot make repeatable:

    - the order in which threads or processes draw from one generator: give each its own, by `worker_seed`;
    - how this process hashes strings, and so the order of its sets: that is decided before Python starts;
    - libraries that are imported after the call, or keep generators of their own (each ``default_rng()`` without a
      seed, generators of CuPy, JAX or TensorFlow);
    - what depends on the clock, on files, on the network, or on other versions of a library or another processor.

    Stridewise's own results depend neither on threads nor on this call.

    Examples
    --------
    >>> import stridewise as np
    >>> first = np.seed_everything(3).random(2)
    >>> again = np.seed_everything(3).random(2)
    >>> bool((first == again).all())
    True
    """
    number = _checked("seed", seed)
    random.seed(number)
    seed_legacy(_legacy_seed(number))
    if (numpy := _loaded("numpy")) is not None and hasattr(numpy, "random"):
        numpy.random.seed(_legacy_seed(number))
    if deterministic:
        os.environ["PYTHONHASHSEED"] = str(number % (1 << 32))
    if (torch := _loaded("torch")) is not None:
        _seed_torch(torch, number, deterministic)
    set_seed(number)
    return default_rng(number)


def _mixed(word: int) -> int:
    """A permutation of the 64-bit words in which each bit depends on all (the finaliser of SplitMix64)."""
    word = (word ^ word >> 30) * 0xBF58_476D_1CE4_E5B9 % _WORD
    word = (word ^ word >> 27) * 0x94D0_49BB_1331_11EB % _WORD
    return word ^ word >> 31


def worker_seed(seed: SupportsIndex, worker: SupportsIndex, epoch: SupportsIndex = 0) -> int:
    """The seed of one worker in one epoch: no two of them have the same.

    Parameters
    ----------
    seed : int
        The run's own, not negative.
    worker, epoch : int
        From zero on, below 2**32.

    Returns
    -------
    int
        Of 64 bits. For one `seed` it differs for each pair of worker and epoch, always: pairs are permuted, not hashed.

    Examples
    --------
    In each worker of a data loader:

    >>> import stridewise as np
    >>> rngs = [np.random.default_rng(np.worker_seed(7, worker, epoch=2)) for worker in range(4)]
    >>> len({rng.integers(2**63) for rng in rngs})
    4
    """
    pair = _checked("worker", worker, 1 << 32) << 32 | _checked("epoch", epoch, 1 << 32)
    before, between = (int(word) for word in SeedSequence(_checked("seed", seed)).generate_state(2, "uint64"))
    return _mixed((_mixed(pair ^ before) + between) % _WORD)
