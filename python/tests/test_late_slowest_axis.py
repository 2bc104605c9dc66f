"""What waits is reduced along its slowest axis in the pass that computes it, to the bits that it has when written."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy
import pytest

import stridewise as np

Reduce = Callable[[Any], Any]

# Wide and narrow slices, columns of more than one element, several stacks; some of them enough for threads.
SHAPES: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
    ((17, 1000), (0,)),
    ((16, 1100), (0,)),
    ((400, 1001), (0,)),
    ((120_001, 3), (0,)),
    ((9_000, 2), (0,)),
    ((5, 60_000), (0,)),
    ((40, 7, 90), (0, 1)),
    ((40, 7, 90), (0, 2)),
    ((1_031, 3, 64), (0, 2)),
    ((129, 8, 3, 70), (0, 2)),
    ((300, 3, 5, 70), (0, 2)),
    ((2_000, 3, 5, 10), (0, 2)),
    ((4, 300, 301), (1,)),
    ((70, 1, 1, 500), (0, 2)),
    ((7, 20_000), (1,)),
    ((3, 40_000), (1,)),
    ((1, 20_000), (1,)),
    ((20_000, 1), (0,)),
]

NAMES = ["sum", "mean", "std", "prod", "max", "min", "any", "all"]
SKIPPING = ["nansum", "nanmean", "nanprod", "nanmax", "nanstd"]


@pytest.fixture(autouse=True)
def default_threads() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    np.set_num_threads(None)


def values(shape: tuple[int, ...], dtype: str) -> Any:
    rng = numpy.random.default_rng(sum(shape))
    drawn = rng.normal(size=shape) * 3 if dtype[0] in "fc" else rng.integers(0, 2 if dtype == "?" else 100, shape)
    array = drawn.astype(dtype)
    if dtype[0] in "fc":
        flat = array.reshape(-1)
        flat[rng.integers(0, flat.size, flat.size // 50)] = 0.0
        flat[rng.integers(0, flat.size, flat.size // 50)] = -0.0
        bits = numpy.array([0x7E01, 0xFE02], "u2").view("f2") if dtype == "f2" else numpy.array([numpy.nan, -numpy.nan])
        flat[rng.integers(0, flat.size, 3)] = bits[0]
        flat[rng.integers(0, flat.size, 3)] = bits[1]
        flat[rng.integers(0, flat.size, 2)] = numpy.inf
    return array


def doubled(array: Any) -> Any:
    return array ^ True if array.dtype == "?" else array + array


def same(late: Any, at_once: Any, what: object) -> None:
    assert numpy.asarray(late).tobytes() == numpy.asarray(at_once).tobytes(), what
    assert late.dtype == at_once.dtype, what
    assert late.shape == at_once.shape, what
    assert late.strides == at_once.strides, what


def check(make: Callable[[], Any], reduction: Reduce, what: object) -> None:
    """The reduction of what waits, on some numbers of threads, with and without a name for it."""
    np.set_num_threads(1)
    written = make()
    np.evaluate(written)
    at_once = reduction(written)
    for threads in (1, 2, 3):
        np.set_num_threads(threads)
        same(reduction(make()), at_once, (what, threads))
    held = make()
    same(reduction(held), at_once, (what, "held"))
    assert numpy.asarray(held).tobytes() == numpy.asarray(written).tobytes(), what


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "c16", "i4", "?"])
@pytest.mark.parametrize(("shape", "axes"), SHAPES, ids=str)
def test_what_waits_gives_the_bits_of_what_is_written(
    shape: tuple[int, ...], axes: tuple[int, ...], dtype: str
) -> None:
    array = np.asarray(values(shape, dtype))
    for name in NAMES:
        check(lambda: doubled(array), lambda late, name=name: getattr(late, name)(axis=axes), name)
    if dtype[0] in "fc":
        for name in SKIPPING:
            check(lambda: doubled(array), lambda late, name=name: getattr(np, name)(late, axis=axes), name)


@pytest.mark.parametrize(("shape", "axes"), SHAPES, ids=str)
def test_every_way_to_ask_gives_the_same(shape: tuple[int, ...], axes: tuple[int, ...]) -> None:
    array = np.asarray(values(shape, "f8"))
    shorter = array.sum(axis=axes).shape
    mask = array > 0.5
    ways: dict[str, Reduce] = {
        "keepdims": lambda late: late.sum(axis=axes, keepdims=True),
        "float32": lambda late: late.sum(axis=axes, dtype="f4"),
        "complex": lambda late: late.sum(axis=axes, dtype="c16"),
        "out": lambda late: late.sum(axis=axes, out=np.zeros(shorter, "f4")),
        "strided out": lambda late: late.max(axis=axes, out=np.zeros((*shorter, 2))[..., 0]).copy(),
        "initial": lambda late: late.sum(axis=axes, initial=3.5),
        "largest": lambda late: late.max(axis=axes, initial=0.25),
        "first": lambda late: np.add.reduce(late, axis=axes, initial=None),
        "factors": lambda late: np.multiply.reduce(late, axis=axes, initial=None),
        "where": lambda late: late.sum(axis=axes, where=mask),
        "largest where": lambda late: late.max(axis=axes, where=mask, initial=-1.0),
        "fmin": lambda late: np.fmin.reduce(late, axis=axes),
        "logaddexp": lambda late: np.logaddexp.reduce(late, axis=axes[:1]),
        "differences": lambda late: np.subtract.reduce(late, axis=axes[0]),
        "xor": lambda late: np.logical_xor.reduce(late, axis=axes),
        "argmax": lambda late: late.argmax(axis=axes[0]),
        "count": lambda late: np.count_nonzero(late, axis=axes),
        "nansum into": lambda late: np.nansum(late, axis=axes, out=np.zeros(shorter)),
        "present": lambda late: np.nansum(late, axis=axes, where=mask),
        "variance": lambda late: late.var(axis=axes, ddof=1, keepdims=True),
    }
    for name, way in ways.items():
        check(lambda: array + array, way, name)


@pytest.mark.parametrize("dtype", ["f8", "f4", "i4"])
def test_operands_of_every_layout(dtype: str) -> None:
    base = np.asarray(values((420, 620), dtype))
    cube = np.asarray(values((50, 60, 70), dtype))
    operands = {
        "F": np.asfortranarray(base),
        "strided": base[::2, ::3],
        "reversed": base[::-1, ::-1],
        "row": np.broadcast_to(base[0], base.shape),
        "column": np.broadcast_to(base[:, :1], base.shape),
        "transposed cube": cube.transpose(2, 0, 1),
        "swapped cube": cube.swapaxes(0, 1),
        "cube of ones": cube[:, :, None],
        "F of ones": np.asfortranarray(cube)[None],
    }
    for (name, operand), reduction in itertools.product(operands.items(), ["sum", "max", "mean", "prod"]):
        for count in range(1, operand.ndim + 1):
            for axes in itertools.combinations(range(operand.ndim), count):
                for other in (operand, 3):
                    check(
                        lambda operand=operand, other=other: operand * other,
                        lambda late, axes=axes, reduction=reduction: getattr(late, reduction)(axis=axes),
                        (name, reduction, axes),
                    )


def test_integers_divide_as_they_do_at_once() -> None:
    numbers = np.arange(60_000, dtype="i8").reshape(300, 200) % 7 + 1
    np.evaluate(numbers)
    for op in (np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.gcd, np.lcm, np.floor_divide, np.multiply):
        check(lambda: numbers + 1, lambda late, op=op: op.reduce(late, axis=0), op.__name__)


@pytest.mark.parametrize("shape", [(1000, 300), (20, 9000), (200_000, 2)])
def test_errors_are_those_of_what_is_written(shape: tuple[int, ...]) -> None:
    large = np.full(shape, 1e308)

    def heard(reduction: Reduce, written: bool) -> list[str]:
        late = large * 1.5
        if written:
            np.evaluate(late)
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            numpy.asarray(reduction(late))
        return [str(warning.message) for warning in found]

    for name in ("sum", "prod", "max", "mean", "std"):
        for threads in (1, 2):
            np.set_num_threads(threads)
            wanted = heard(lambda late, name=name: getattr(late, name)(axis=0), True)
            assert heard(lambda late, name=name: getattr(late, name)(axis=0), False) == wanted
            assert bool(wanted) == (name != "max")
