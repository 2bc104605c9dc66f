"""The values of each dtype at which functions have their edges, and values of every kind between them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy

# The one-letter codes of the dtypes that have loops.
CODES = "?bBhHiIlLefdFD"


def special_values(code: str) -> Any:
    """Zeros of both signs, ones, infinities, NaN, the largest, the smallest normal and subnormal numbers; the ends
    of the integers; for complex numbers every pair of such parts."""
    dtype = numpy.dtype(code)
    if dtype.kind == "b":
        return numpy.array([False, True])
    if dtype.kind in "iu":
        limits = numpy.iinfo(dtype)
        around_zero = {0, 1, 2, 7} | ({-1, -7} if dtype.kind == "i" else set())
        return numpy.array(sorted({int(limits.min), int(limits.max)} | around_zero), dtype)
    limits = numpy.finfo(dtype)
    tiny, subnormal = limits.smallest_normal, limits.smallest_subnormal
    common = [0.0, -0.0, 1.0, -2.5, numpy.inf, -numpy.inf, numpy.nan, limits.max, tiny, subnormal]
    if dtype.kind == "f":
        return numpy.array([*common, -1.0, 0.5, -limits.max, -tiny], dtype)
    values = numpy.empty(len(common) ** 2, dtype)
    values.real, values.imag = numpy.array(list(itertools.product(common, common)), values.real.dtype).T
    return values


def mixed_values(code: str, count: int, seed: int) -> Any:
    """`count` values: the special ones, any pattern of bits, and numbers of everyday size, each as often."""
    rng = numpy.random.default_rng([seed, CODES.index(code)])
    dtype = numpy.dtype(code)
    if code == "?":
        return rng.integers(0, 2, count).astype(bool)
    special = rng.choice(special_values(code), count)
    bits = rng.integers(0, 256, count * dtype.itemsize, "u1").view(dtype)
    if dtype.kind in "iu":
        everyday = rng.integers(0, 20, count).astype(dtype)
    else:
        everyday = (rng.standard_normal(count) * 3).astype(dtype)
        if dtype.kind == "c":
            everyday.imag = rng.standard_normal(count)
        # One NaN is like another: which of them comes out of a sum of two is nobody's promise.
        for part in (bits.real, bits.imag) if dtype.kind == "c" else (bits,):
            part[numpy.isnan(part)] = numpy.nan
    kind = numpy.arange(count) % 3
    return numpy.where(kind == 0, special, numpy.where(kind == 1, bits, everyday))
