"""Philox."""

from __future__ import annotations

from typing import Any

from .._stridewise import asarray
from .bit_generator import BitGenerator, SeedlessSeedSequence, half_word, unsigned_words, word_array

__all__ = ["Philox"]


def _words(value: Any, count: int, name: str) -> list[int]:
    """An integer of `count` times 64 bits, or an array of so many words, as words."""
    if hasattr(value, "__len__"):
        array = asarray(value)
        if array.shape != (count,) or array.dtype.kind not in "iub":
            raise ValueError(f"{name} must be a positive integer of {64 * count} bits or {count} words of 64")
        return unsigned_words(sum(int(word) << (64 * place) for place, word in enumerate(array)), count)
    if int(value) != value:
        raise ValueError(f"{name} must be integer")
    value = int(value)
    if not 0 <= value < 1 << (64 * count):
        raise ValueError(f"{name} must be positive and less than 2**{64 * count}.")
    return unsigned_words(value, count)


class Philox(BitGenerator):
    """Philox 4x64: ten rounds of a keyed permutation over a 256-bit counter.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is neither seed nor key.
    counter : int or 4 words of 64 bits, optional
        Where in its stream the generator starts.
    key : int or 2 words of 64 bits, optional
        The stream itself, instead of a seed.
    """

    _material = (2, True)

    def __init__(self, seed: Any = None, counter: Any = None, key: Any = None) -> None:
        if seed is not None and key is not None:
            raise ValueError("seed and key cannot be both used")
        super().__init__(seed if key is None else 0)
        if key is not None:
            self._seed_seq = SeedlessSeedSequence()
        start, stream, buffer, position, half = self._stream.state()
        if key is not None:
            stream = _words(key, 2, "key")
        if counter is not None:
            start = _words(counter, 4, "counter")
        self._stream.set_state((start, stream, buffer, position, half))

    @property
    def state(self) -> dict[str, Any]:
        """Counter and key, the block of four words being handed out, and what 32-bit draws left."""
        counter, key, buffer, position, (has_uint32, uinteger) = self._stream.state()
        return {
            "bit_generator": self._kind,
            "state": {"counter": word_array(counter), "key": word_array(key)},
            "buffer": word_array(buffer),
            "buffer_pos": position,
            "has_uint32": has_uint32,
            "uinteger": uinteger,
        }

    @state.setter
    def state(self, value: dict[str, Any]) -> None:
        value = self._checked_state(value)
        counter, key, buffer = (
            [int(word) for word in words]
            for words in (value["state"]["counter"], value["state"]["key"], value["buffer"])
        )
        self._stream.set_state((counter, key, buffer, int(value["buffer_pos"]), half_word(value)))

    def advance(self, delta: int) -> Any:
        """Moves the counter by `delta` blocks of four words; gives the generator itself."""
        self._stream.advance(unsigned_words(delta, 4))
        return self

    def jumped(self, jumps: int = 1) -> Any:
        """A new generator, `jumps` times 2**128 blocks further on."""
        if isinstance(self._seed_seq, SeedlessSeedSequence):
            counter, key, *_ = self._stream.state()
            far = type(self)(key=key, counter=counter)
            far._stream = self._stream.jumped(jumps % (1 << 128))
            return far
        return self._jumped(jumps)
