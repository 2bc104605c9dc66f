"""MT19937."""

from __future__ import annotations

import operator
from typing import Any

from .._stridewise import asarray, uint32
from .bit_generator import BitGenerator, SeedSequence

__all__ = ["MT19937"]

_WORDS = 624


class MT19937(BitGenerator):
    """The Mersenne Twister: 32 bits a step, a period of 2**19937 - 1.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is none.
    """

    _material = (_WORDS, False)

    @property
    def state(self) -> dict[str, Any]:
        """The 624 words of `key`, and `pos`, the next of them to be used."""
        key, position = self._stream.state()
        return {"bit_generator": self._kind, "state": {"key": key, "pos": position}}

    @state.setter
    def state(self, value: Any) -> None:
        if isinstance(value, tuple):
            if value[0] != "MT19937" or len(value) not in (3, 5):
                raise ValueError("state is not a legacy MT19937 state")
            value = {"bit_generator": "MT19937", "state": {"key": value[1], "pos": value[2]}}
        inner = self._checked_state(value)["state"]
        self._stream.set_state(([int(word) for word in inner["key"]], int(inner["pos"])))

    def jumped(self, jumps: int = 1) -> Any:
        """A new generator, `jumps` times 2**128 steps further on."""
        return self._jumped(jumps)

    def _legacy_seeding(self, seed: Any) -> None:
        """Seeds as `RandomState` always has: from one word, or an array of words."""
        if seed is None:
            sequence = SeedSequence()
            self._stream.seed_with_material([int(word) for word in sequence.generate_state(_WORDS)])
            return
        if hasattr(seed, "squeeze"):
            seed = asarray(seed).squeeze()
        try:
            word = operator.index(seed)
        except TypeError:
            self._seed_with_words(seed)
            return
        if not 0 <= word < 1 << 32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._stream.seed_with_word(word)

    def _seed_with_words(self, seed: Any) -> None:
        words = asarray(seed)
        if words.size == 0:
            raise ValueError("Seed must be non-empty")
        if words.dtype.kind not in "iub":
            raise TypeError(
                f"Cannot cast array data from dtype({str(words.dtype)!r}) to dtype('int64') "
                "according to the rule 'safe'"
            )
        if words.ndim != 1:
            raise ValueError("Seed array must be 1-d")
        values = [int(word) for word in words.tolist()]
        if any(not 0 <= value < 1 << 32 for value in values):
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._stream.seed_with_words([int(uint32(value)) for value in values])
