"""Seeds, and what all bit generators have in common."""

from __future__ import annotations

import abc
import operator
import threading
from collections.abc import Sequence
from typing import Any

from .._stridewise import (
    _BitStream,
    _SeedWords,
    _system_words,
    asarray,
    integer,
    ndarray,
    uint32,
    uint64,
)
from .._stridewise import (
    dtype as dtype_of,
)
from ._common import cffi_interface, ctypes_interface, interface

__all__ = ["BitGenerator", "ISeedSequence", "ISpawnableSeedSequence", "SeedSequence", "SeedlessSeedSequence"]

DEFAULT_POOL_SIZE = 4


def _words_of_integer(value: int) -> list[int]:
    if value < 0:
        raise ValueError("expected non-negative integer")
    words = [value & 0xFFFFFFFF]
    value >>= 32
    while value:
        words.append(value & 0xFFFFFFFF)
        value >>= 32
    return words


def _words_of_text(text: str) -> list[int]:
    if text.startswith("0x"):
        return _words_of_integer(int(text, base=16))
    if text.isdigit():
        return _words_of_integer(int(text))
    raise ValueError("unrecognized seed string")


def _words_of(value: Any) -> list[int]:
    """32-bit words, least significant first, of an integer, a numeral, or nested sequences of them."""
    if isinstance(value, ndarray) and value.dtype == uint32:
        return [int(word) for word in value.ravel().tolist()]
    if isinstance(value, str):
        return _words_of_text(value)
    if isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "i") not in "biu":
        raise TypeError("seed must be integer")
    if hasattr(value, "__len__"):
        return [word for item in value for word in _words_of(item)]
    return _words_of_integer(operator.index(value))


class ISeedSequence(abc.ABC):
    """What gives bit generators their first state."""

    @abc.abstractmethod
    def generate_state(self, n_words: int, dtype: Any = uint32) -> Any:
        """`n_words` words of state, an array of uint32 or uint64."""


class ISpawnableSeedSequence(ISeedSequence):
    """A seed sequence with independent children."""

    @abc.abstractmethod
    def spawn(self, n_children: int) -> list[Any]:
        """`n_children` new seed sequences, independent of each other and of this one."""


class SeedlessSeedSequence:
    """Stands for the seed of a generator whose state was given outright; it can give no state."""

    def generate_state(self, n_words: int, dtype: Any = uint32) -> Any:
        """Raises NotImplementedError: there is no seed."""
        raise NotImplementedError("seedless SeedSequences cannot generate state")

    def spawn(self, n_children: int) -> list[Any]:
        """As many references to this very object."""
        return [self] * n_children


ISpawnableSeedSequence.register(SeedlessSeedSequence)


class SeedSequence:
    """Mixes entropy of any length into well-distributed states, and splits into independent children.

    Parameters
    ----------
    entropy : None, int or sequence of ints
        The seed; fresh entropy of the operating system where there is none.
    spawn_key : sequence of ints
        The place in the tree of spawned sequences.
    pool_size : int
        32-bit words of mixed entropy to keep, at least 4.
    n_children_spawned : int
        How many children there are already.

    Examples
    --------
    >>> import stridewise as np
    >>> np.random.SeedSequence(42).generate_state(2)
    array([3444837047, 2669555309], dtype=uint32)
    """

    def __init__(
        self,
        entropy: Any = None,
        *,
        spawn_key: Sequence[int] = (),
        pool_size: int = DEFAULT_POOL_SIZE,
        n_children_spawned: int = 0,
    ) -> None:
        if pool_size < DEFAULT_POOL_SIZE:
            raise ValueError(f"The size of the entropy pool should be at least {DEFAULT_POOL_SIZE}")
        if not isinstance(entropy, (int, integer, list, tuple, range, ndarray, type(None))):
            raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
        if entropy is None:
            words = _system_words(pool_size)
            entropy = sum(word << (32 * place) for place, word in enumerate(words))
        self.entropy = entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        self._words = _SeedWords(_words_of(entropy), _words_of(self.spawn_key), pool_size)

    @property
    def pool(self) -> Any:
        """The mixed entropy, an array of uint32."""
        return self._words.pool()

    @property
    def state(self) -> dict[str, Any]:
        """The arguments that make this sequence again."""
        return {
            "entropy": self.entropy,
            "spawn_key": self.spawn_key,
            "pool_size": self.pool_size,
            "n_children_spawned": self.n_children_spawned,
        }

    def generate_state(self, n_words: int, dtype: Any = uint32) -> Any:
        """`n_words` words of state: an array of uint32, or of uint64 if `dtype` says so."""
        wide = dtype_of(dtype) == uint64
        if not wide and dtype_of(dtype) != uint32:
            raise ValueError("only support uint32 or uint64")
        return self._words.generate(n_words, wide)

    def spawn(self, n_children: int) -> list[SeedSequence]:
        """`n_children` new sequences, independent of each other, of earlier children and of this one."""
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [
            type(self)(self.entropy, spawn_key=(*self.spawn_key, number), pool_size=self.pool_size)
            for number in range(first, first + n_children)
        ]

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__}("]
        # Entropy that came from arrays is shown with its own line breaks indented.
        lines.append("    entropy={},".format(repr(self.entropy).replace("\n", "\n    ")))
        if self.spawn_key:
            lines.append(f"    spawn_key={self.spawn_key!r},")
        if self.pool_size != DEFAULT_POOL_SIZE:
            lines.append(f"    pool_size={self.pool_size!r},")
        if self.n_children_spawned != 0:
            lines.append(f"    n_children_spawned={self.n_children_spawned!r},")
        return "\n".join([*lines, ")"])

    def __getstate__(self) -> dict[str, Any]:
        return self.state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


ISpawnableSeedSequence.register(SeedSequence)


class BitGenerator:
    """Base class of the bit generators: a stream of random bits, from which a `Generator` draws numbers.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is none.
    """

    # Words of seed material, and whether they are of 64 bits.
    _material: tuple[int, bool]
    _stream: Any
    _ctypes: interface | None = None
    _cffi: interface | None = None

    def __init__(self, seed: Any = None) -> None:
        if type(self) is BitGenerator:
            raise NotImplementedError("BitGenerator is a base class and cannot be instantized")
        self.lock = threading.Lock()
        self._seed_seq: Any = seed if isinstance(seed, ISeedSequence) else SeedSequence(seed)
        count, wide = self._material
        words = self._seed_seq.generate_state(count, uint64 if wide else uint32)
        self._stream = _BitStream(self._kind, [int(word) for word in words])

    @property
    def _kind(self) -> str:
        return next(base.__name__ for base in type(self).__mro__ if "_material" in vars(base))

    @property
    def seed_seq(self) -> Any:
        """The seed sequence that gave the first state."""
        return self._seed_seq

    @property
    def state(self) -> dict[str, Any]:
        """The whole state, as a dict that can be set again."""
        raise NotImplementedError("the kinds of bit generators define their states")

    @state.setter
    def state(self, value: dict[str, Any]) -> None:
        raise NotImplementedError("the kinds of bit generators define their states")

    def _checked_state(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise TypeError("state must be a dict")
        kind = value.get("bit_generator", "")
        if kind != self._kind:
            raise ValueError(f"state must be for a {self._kind} RNG")
        return value

    @property
    def ctypes(self) -> interface:
        """Functions that draw from this generator, for `ctypes`."""
        if self._ctypes is None:
            self._ctypes = ctypes_interface(self._stream)
        return self._ctypes

    @property
    def cffi(self) -> interface:
        """Functions that draw from this generator, for `cffi`."""
        if self._cffi is None:
            self._cffi = cffi_interface(self._stream)
        return self._cffi

    @property
    def capsule(self) -> Any:
        """Functions that draw from this generator, for extensions written in C."""
        return self._stream.capsule()

    def spawn(self, n_children: int) -> list[Any]:
        """`n_children` new bit generators of this kind, from children of the seed sequence."""
        if not isinstance(self._seed_seq, ISpawnableSeedSequence):
            raise TypeError("The underlying SeedSequence does not implement spawning.")
        return [type(self)(seed) for seed in self._seed_seq.spawn(n_children)]

    def random_raw(self, size: Any = None, output: bool = True) -> Any:
        """The generator's own words: one integer, or a uint64 array of shape `size`; None without `output`."""
        return self._stream.raw(size, output)

    def _benchmark(self, cnt: int, method: str = "uint64") -> None:
        self._stream.benchmark(cnt, method)

    def _jumped(self, jumps: int) -> Any:
        """A generator of this class over the stream `jumps` strides further on."""
        far = type(self)(self._seed_seq)
        far._stream = self._stream.jumped(jumps % (1 << 128))
        return far

    def __getstate__(self) -> tuple[dict[str, Any], Any]:
        return self.state, self._seed_seq

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, dict):  # from before seed sequences were pickled too
            self.state = state
            return
        self._seed_seq = state[1]
        self.state = state[0]

    def __reduce__(self) -> tuple[Any, ...]:
        from ._pickle import bit_generator_ctor

        return bit_generator_ctor, (type(self),), self.__getstate__()


def unsigned_words(value: int, count: int) -> list[int]:
    """An integer, modulo 2**(64 * count), as 64-bit words, least significant first."""
    value %= 1 << (64 * count)
    return [(value >> (64 * place)) & 0xFFFFFFFFFFFFFFFF for place in range(count)]


def word_array(words: Sequence[int]) -> Any:
    """An array of uint64."""
    return asarray(words, dtype=uint64)


def half_word(state: dict[str, Any]) -> tuple[int, int]:
    """What 32-bit draws left of a 64-bit one, from a state dict."""
    return int(state["has_uint32"]), int(state["uinteger"])
