"""PCG64 and PCG64DXSM."""

from __future__ import annotations

from typing import Any

from .bit_generator import BitGenerator, half_word, unsigned_words

__all__ = ["PCG64", "PCG64DXSM"]


class _PermutedCongruential(BitGenerator):
    """What both forms share: 128 bits of state, 128 of increment, steps of any size."""

    @property
    def state(self) -> dict[str, Any]:
        """`state` and `inc`, and what 32-bit draws left."""
        state, increment, (has_uint32, uinteger) = self._stream.state()
        return {
            "bit_generator": self._kind,
            "state": {"state": state, "inc": increment},
            "has_uint32": has_uint32,
            "uinteger": uinteger,
        }

    @state.setter
    def state(self, value: dict[str, Any]) -> None:
        value = self._checked_state(value)
        inner = value["state"]
        self._stream.set_state((int(inner["state"]), int(inner["inc"]), half_word(value)))

    def advance(self, delta: int) -> Any:
        """Moves as if `delta` words had been drawn, backwards if negative; gives the generator itself."""
        self._stream.advance(unsigned_words(delta, 4))
        return self

    def jumped(self, jumps: int = 1) -> Any:
        """A new generator, `jumps` times 2**128 divided by the golden ratio further on."""
        return self._jumped(jumps)


class PCG64(_PermutedCongruential):
    """The generator behind `default_rng`: a 128-bit congruence with a permuted 64-bit output.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is none.
    """

    _material = (4, True)


class PCG64DXSM(_PermutedCongruential):
    """A form of PCG64 with a cheaper step and a stronger output, for very many parallel streams.

    Parameters
    ----------
    seed : None, int, sequence of ints, or SeedSequence
        The seed; fresh entropy of the operating system where there is none.
    """

    _material = (4, True)
