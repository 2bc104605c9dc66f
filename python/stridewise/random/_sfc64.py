"""SFC64."""

from __future__ import annotations

from typing import Any

from .bit_generator import BitGenerator, half_word, word_array

__all__ = ["SFC64"]


class SFC64(BitGenerator):
    """Small, fast, chaotic: three words of state, and a counter that bounds the shortest cycle.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is none.
    """

    _material = (3, True)

    @property
    def state(self) -> dict[str, Any]:
        """Three chaotic words and the counter, and what 32-bit draws left."""
        words, (has_uint32, uinteger) = self._stream.state()
        return {
            "bit_generator": self._kind,
            "state": {"state": word_array(words)},
            "has_uint32": has_uint32,
            "uinteger": uinteger,
        }

    @state.setter
    def state(self, value: dict[str, Any]) -> None:
        value = self._checked_state(value)
        words = [int(word) for word in value["state"]["state"]]
        self._stream.set_state((words, half_word(value)))
