"""One value has one result: as a scalar, in a short array, in a long one, and in any layout, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from every_ufunc import ELEMENTWISE, Loop, loops
from special_values import mixed_values

import stridewise

LONG = 131
# Around the widths of vector registers, counted in elements of any size.
LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130]


def results(loop: Loop, *operands: Any, **keywords: Any) -> tuple[Any, ...]:
    """The outputs as arrays of bytes; every NaN as the same one."""
    outputs = loop.ours(*operands, **keywords)
    found = []
    for output, code in zip(outputs if isinstance(outputs, tuple) else (outputs,), loop.outputs, strict=True):
        array = numpy.array(output)
        assert array.dtype.char == numpy.dtype(code).char
        parts = [array.real, array.imag] if array.dtype.kind == "c" else [array] if array.dtype.kind == "f" else []
        for part in parts:
            part[numpy.isnan(part)] = numpy.nan
        found.append(array)
    return tuple(found)


def operands_of(loop: Loop) -> list[Any]:
    values = [mixed_values(code, LONG, turn) for turn, code in enumerate(loop.inputs)]
    if loop.ours.__name__ in ("power", "left_shift", "right_shift") and values[1].dtype.kind == "i":
        # Powers of integers refuse negative exponents.
        values[1][values[1] < 0] = 3
    return [stridewise.array(value) for value in values]


def strided(array: Any, step: int) -> Any:
    """The array with `step` elements from one to the next."""
    wide = stridewise.zeros(len(array) * abs(step), array.dtype)[:: abs(step)]
    wide = wide[::-1] if step < 0 else wide
    wide[...] = array
    return wide


def misaligned(array: Any) -> Any:
    """The array at an address that its dtype's alignment does not divide."""
    bytes_of_it = stridewise.zeros(array.nbytes + 1, "u1")[1:]
    moved = bytes_of_it.view(array.dtype)
    moved[...] = array
    return moved


def assert_bits(found: tuple[Any, ...], expected: tuple[Any, ...], part: Any, note: str) -> None:
    for mine, whole in zip(found, expected, strict=True):
        wanted = whole[part]
        if mine.tobytes() != wanted.tobytes():
            pairs = enumerate(zip(mine.flat, wanted.flat, strict=True))
            place = next(i for i, (a, b) in pairs if a.tobytes() != b.tobytes())
            pytest.fail(f"{note}: element {place} is {mine.flat[place]!r} and not {wanted.flat[place]!r}")


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_results_do_not_depend_on_layout_or_length(name: str) -> None:
    with stridewise.errstate(all="ignore"):
        for loop in loops(name):
            operands = operands_of(loop)
            whole = results(loop, *operands)
            everything = slice(None)
            for length in LENGTHS:
                head, tail = slice(None, length), slice(LONG - length, None)
                assert_bits(results(loop, *(a[head] for a in operands)), whole, head, f"{loop}, {length} elements")
                assert_bits(results(loop, *(a[tail] for a in operands)), whole, tail, f"{loop}, last {length} elements")
            for step in (2, 3, -1, -2):
                assert_bits(
                    results(loop, *(strided(a, step) for a in operands)), whole, everything, f"{loop}, step {step}"
                )
            assert_bits(results(loop, *map(misaligned, operands)), whole, everything, f"{loop}, misaligned")
            swapped = [a.astype(a.dtype.newbyteorder()) for a in operands]
            assert_bits(results(loop, *swapped), whole, everything, f"{loop}, foreign byte order")
            rows = [strided(a[:130], 2).reshape(26, 5).T for a in operands]
            by_row = tuple(array[:130].reshape(26, 5).T for array in whole)
            assert_bits(results(loop, *rows), by_row, everything, f"{loop}, short rows")
            every_lane = results(loop, *operands, where=stridewise.ones(LONG, "?"))
            assert_bits(every_lane, whole, everything, f"{loop}, where everywhere")
            outs = tuple(strided(stridewise.zeros(LONG, code), 2) for code in loop.outputs)
            assert_bits(results(loop, *operands, out=outs), whole, everything, f"{loop}, into a strided array")
            for place in range(LONG):
                assert_bits(results(loop, *(a[place] for a in operands)), whole, place, f"{loop}, scalar {place}")
