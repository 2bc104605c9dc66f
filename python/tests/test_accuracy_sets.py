"""Elementary functions lie within the bounds of the accuracy sets that NumPy's wheel brings, element by element."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy
import pytest

import stridewise as np

SETS = sorted((Path(numpy.__file__).parent / "_core/tests/data").glob("umath-validation-set-*.csv"))
BITS = {"np.float32": ("u4", "f4"), "np.float64": ("u8", "f8")}


def places(values: numpy.ndarray) -> list[int]:
    """The place of each float among all of its dtype: neighbours differ by one, both zeros have the same."""
    width = 8 * values.itemsize
    bits = [int(each) for each in values.view(f"u{values.itemsize}")]
    return [each if each < 1 << width - 1 else (1 << width - 1) - each for each in bits]


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem.rpartition("-")[2])
def test_no_element_is_farther_off_than_its_bound(file: Path) -> None:
    function = getattr(np, file.stem.rpartition("-")[2])
    with file.open() as lines:
        rows = list(csv.reader(line for line in lines if line[0] not in "$#"))[1:]
    for kind, (unsigned, floating) in BITS.items():
        chosen = [row for row in rows if row[0] == kind]
        operands, expected = (
            numpy.array([int(row[column], 16) for row in chosen], unsigned).view(floating) for column in (1, 2)
        )
        # Each element is a neighbour of others in one order and the other.
        for order in (slice(None), slice(None, None, -1)):
            with np.errstate(all="ignore"):
                found = numpy.asarray(function(np.asarray(operands[order])))[order]
            for row, one, other, mine, theirs in zip(
                chosen, found, expected, places(found), places(expected), strict=True
            ):
                is_near = abs(mine - theirs) <= int(row[3])
                assert is_near or (numpy.isnan(one) and numpy.isnan(other)), (row, one)


def test_the_sets_are_there() -> None:
    assert len(SETS) >= 20
