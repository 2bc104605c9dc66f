"""Sums, means and variances of narrow floats do not drift, along whichever axis and in whichever layout."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy
import pytest

import stridewise

LENGTH = 30_000
# Relative to the result, in units of the type's epsilon. Pairwise sums lose at most the logarithm of the length.
BOUND = 4

LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "slow axis": lambda a: a,
    "fast axis": lambda a: a.copy(order="F"),
    "strided": lambda a: a.repeat(2, axis=0)[::2],
    "reversed": lambda a: a[::-1],
    "foreign byte order": lambda a: a.astype(a.dtype.newbyteorder()),
}


def columns(code: str) -> Any:
    """Three columns whose sums round at every step: a constant, numbers between one and two, and small ones."""
    rng = numpy.random.default_rng(5)
    scale = 1 / 8 if code == "e" else 1.0
    parts = [numpy.full(LENGTH, 0.1), 1 + rng.random(LENGTH), rng.random(LENGTH) * 0.5]
    return (numpy.stack(parts, axis=1) * scale).astype(code)


def assert_close(found: Any, exact: Any, code: str, bound: float = BOUND) -> None:
    errors = numpy.abs(numpy.asarray(found).astype("d") - exact) / numpy.abs(exact) / numpy.finfo(code).eps
    assert errors.max() <= bound, errors


@pytest.mark.parametrize("code", "ef")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["sum", "mean", "std", "var"])
def test_narrow_floats_do_not_drift(name: str, layout: str, code: str) -> None:
    theirs = columns(code)
    mine = LAYOUTS[layout](stridewise.array(theirs))
    exact = getattr(theirs.astype("d"), name)(axis=0)
    # The first column is constant, and its variance nothing but rounding.
    chosen = slice(1, None) if name in ("std", "var") else slice(None)
    assert_close(getattr(mine, name)(axis=0)[chosen], exact[chosen], code)
    assert_close(getattr(mine.T, name)(axis=-1)[chosen], exact[chosen], code)
    deep = mine.reshape(100, 300, 3)
    assert_close(getattr(deep, name)(axis=(0, 1))[chosen], exact[chosen], code)


@pytest.mark.parametrize("code", "ef")
def test_many_short_runs_do_not_drift(code: str) -> None:
    theirs = columns(code)
    wide = stridewise.zeros((LENGTH, 2, 4), code)
    wide[:, 0, :3] = wide[:, 1, :3] = stridewise.array(theirs)
    exact = theirs.astype("d").sum(axis=0)
    assert_close(wide[..., :3].sum(axis=(0, 1)), 2 * exact, code)
    assert_close(wide[..., :3].sum(axis=(0, 2)), exact.sum(), code)
    assert_close(wide[..., :3].sum(), 2 * exact.sum(), code)


@pytest.mark.parametrize("code", "efdFD")
def test_sums_with_a_mask_do_not_drift(code: str) -> None:
    theirs = columns(code.lower() if code in "FD" else code).astype(code)
    mask = numpy.arange(LENGTH) % 3 != 1
    found = stridewise.array(theirs).sum(axis=0, where=stridewise.array(mask)[:, None])
    exact = [math.fsum(column) for column in theirs[mask].T.real]
    assert_close(numpy.asarray(found).real, exact, code)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_float64_does_not_drift(layout: str) -> None:
    values = columns("d")
    assert_close(LAYOUTS[layout](stridewise.array(values)).sum(axis=0), [math.fsum(part) for part in values.T], "d")
