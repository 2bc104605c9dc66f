"""A reduction along some axes runs in the pass that computes what it reads, and gives the same bits."""

from __future__ import annotations

import itertools

import numpy
import pytest

import stridewise as sw

SHAPES = [
    (300, 200),
    (2, 40_000),
    (3, 9_000),
    (40_000, 2),
    (20, 30, 100),
    (64, 1, 1000),
    (1, 300, 200),
    (7, 11, 13, 17),
]


@pytest.mark.parametrize("dtype", ["float64", "float32", "int32", "complex128", "float16", "bool"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_waits_gives_the_bits_of_what_is_written(shape: tuple[int, ...], dtype: str) -> None:
    values = numpy.random.default_rng(0).uniform(-3, 9, shape).astype(dtype)
    for order in "CF":
        array = sw.array(values, order=order)
        choices = itertools.chain.from_iterable(
            itertools.combinations(range(len(shape)), count) for count in range(1, len(shape))
        )
        for axes, name in itertools.product(choices, ["sum", "mean", "max", "any"]):
            late = getattr(array ^ True if dtype == "bool" else array + array, name)(axis=axes, keepdims=len(axes) == 2)
            written = array ^ True if dtype == "bool" else array + array
            sw.evaluate(written)
            at_once = getattr(written, name)(axis=axes, keepdims=len(axes) == 2)
            assert numpy.asarray(late).tobytes() == numpy.asarray(at_once).tobytes(), (order, axes, name)
            assert late.strides == at_once.strides
            assert late.dtype == at_once.dtype


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_a_name_keeps_its_elements(axis: int) -> None:
    values = numpy.arange(80_000.0).reshape(400, 200)
    doubled = sw.array(values) * 2
    numpy.testing.assert_allclose(numpy.asarray(doubled.sum(axis=axis)), (values * 2).sum(axis=axis), rtol=1e-14)
    numpy.testing.assert_array_equal(numpy.asarray(doubled), values * 2)


def test_errors_are_reported_once() -> None:
    array = sw.zeros((300, 300))
    with pytest.warns(RuntimeWarning, match="divide by zero encountered in log") as heard:
        assert numpy.isneginf(numpy.asarray(sw.log(array).sum(axis=1))).all()
    assert len(heard) == 1
