"""Arrays at every small distance from an aligned start, for tests of loops that have heads and tails."""

from collections.abc import Iterator
from typing import Any

import stridewise as np


def _gen_alignment_data(dtype: Any = "float32", type: str = "binary", max_size: int = 24) -> Iterator[tuple[Any, ...]]:
    """Give tuples of an output, one or two inputs, and a text that says how they lie.

    All operands start 0, 1 or 2 items behind the start of their memory, and in turn one of them starts one
    further. The inputs count up from the number of items they were shifted by; the output holds such numbers
    too, and is an input itself where the text says "in place".

    Parameters
    ----------
    type : {'unary', 'binary'}
        The number of inputs.
    max_size : int
        Lengths go up to it.
    """
    inputs = {"unary": 1, "binary": 2}[type]
    for shift in range(3):
        for size in range(shift + 2, max(shift + 3, max_size)):
            for further in range(-1, inputs + 1):
                offsets = tuple(shift + (operand == further) for operand in range(inputs + 1))
                length = size - max(offsets)

                def operand_at(offset: int, size: int = size, length: int = length) -> Any:
                    return np.arange(size, dtype=dtype)[offset : offset + length]

                text = f"{type} offset={offsets}, size={size}, dtype={dtype!r}"
                yield (*map(operand_at, offsets), f"{text}, out of place")
                if further >= 0:
                    continue
                for index in range(inputs):
                    operands = [operand_at(offset) for offset in offsets]
                    operands[0] = operands[1 + index]
                    yield (*operands, f"{text}, in place{index + 1 if inputs > 1 else ''}")
