"""Text of arrays: what NumPy prints, in every dtype and under every option."""

from __future__ import annotations

import asyncio

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import stridewise as np

NUMBERS = [numpy.dtype(code) for code in "?bBhHiIlLefdFD"]
DTYPES = NUMBERS + [dtype.newbyteorder() for dtype in NUMBERS if dtype.itemsize > 1]

OPTIONS = st.fixed_dictionaries(
    {
        "precision": st.integers(0, 20),
        "threshold": st.sampled_from([1000, 5, 0]),
        "edgeitems": st.integers(0, 4),
        "linewidth": st.integers(1, 100),
        "suppress": st.booleans(),
        "sign": st.sampled_from("-+ "),
        "floatmode": st.sampled_from(["fixed", "unique", "maxprec", "maxprec_equal"]),
        "legacy": st.sampled_from([False, "1.13", "1.21", "1.25", "2.1", "2.2"]),
        "nanstr": st.sampled_from(["nan", "not a number"]),
        "infstr": st.sampled_from(["inf", "∞"]),
    }
)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(DTYPES), OPTIONS)
def test_text_equals_numpys(data, dtype, options):
    theirs = data.draw(arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=7)))
    ours = np.array(theirs)
    if options["legacy"] == "1.13" and options["floatmode"] == "unique":
        options["floatmode"] = "maxprec"  # NumPy fails on this pair
    with np.printoptions(**options), numpy.printoptions(**options):
        assert repr(ours) == repr(theirs)
        assert str(ours) == str(theirs)
        assert np.array2string(ours, separator=",", prefix="x(", suffix=")") == numpy.array2string(
            theirs, separator=",", prefix="x(", suffix=")"
        )
        if theirs.ndim and theirs.size:
            first = (0,) * theirs.ndim
            assert repr(ours[first]) == repr(theirs[first])
            assert str(ours[first]) == str(theirs[first])


@pytest.mark.parametrize("kind", ["all", "float_kind", "float", "int"])
def test_formatters_choose_by_kind(kind):
    theirs = numpy.arange(3.0)
    ours = np.array(theirs)
    formatter = {kind: lambda x: f"<{x:.1f}>"}
    assert np.array2string(ours, formatter=formatter) == numpy.array2string(theirs, formatter=formatter)


def test_a_formatter_that_raises_is_heard():
    def refuse(item):
        raise LookupError(item)

    with pytest.raises(LookupError):
        np.array2string(np.array([1.0, 2.0]), formatter={"all": refuse})


def test_options_belong_to_their_context():
    async def precision(value):
        np.set_printoptions(precision=value)
        await asyncio.sleep(0)
        return str(np.array([1 / 3]))

    async def both():
        return await asyncio.gather(precision(2), precision(4))

    assert asyncio.run(both()) == ["[0.33]", "[0.3333]"]
    assert np.get_printoptions()["precision"] == 8


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"threshold": float("nan")}, ValueError),
        ({"threshold": "1"}, TypeError),
        ({"precision": 1.5}, TypeError),
        ({"sign": "?"}, ValueError),
        ({"floatmode": "most"}, ValueError),
    ],
)
def test_wrong_options_are_refused(options, error):
    with pytest.raises(error):
        np.set_printoptions(**options)


def test_floats_are_refused_rather_than_written_without_end():
    with pytest.raises(RuntimeError, match="too large"):
        np.format_float_positional(1.5, precision=10**6, unique=False)
