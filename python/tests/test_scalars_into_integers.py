"""NumPy scalars that go into single elements and slices of signed integers: held, or refused."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy
import pytest

import stridewise as np


def element(array: Any, value: Any) -> None:
    array[0] = value


def row(array: Any, value: Any) -> None:
    array[1:] = value


def chosen(array: Any, value: Any) -> None:
    array[[0, 2]] = value


def outcome(module: Any, code: str, way: Callable[[Any, Any], None], make: Callable[[Any], Any]) -> Any:
    array = module.zeros(3, code)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            way(array, make(module))
        except Exception as error:
            return type(error).__name__, str(error)
    return array.tolist(), [str(warning.message) for warning in heard]


SCALARS: list[Callable[[Any], Any]] = [
    lambda module: module.int64(300),
    lambda module: module.int64(-129),
    lambda module: module.int64(-128),
    lambda module: module.uint8(200),
    lambda module: module.uint64(2**63 + 5),
    lambda module: module.float64(300.7),
    lambda module: module.float64(100.7),
    lambda module: module.float16(300),
    lambda module: module.float64("nan"),
    lambda module: module.float64("inf"),
    lambda module: module.float64(1e30),
    lambda module: module.bool_(True),
]


@pytest.mark.parametrize("way", [element, row, chosen])
@pytest.mark.parametrize("code", list("bhilB"))
def test_as_numpy_takes_them(code: str, way: Callable[[Any, Any], None]) -> None:
    for place, make in enumerate(SCALARS):
        assert outcome(np, code, way, make) == outcome(numpy, code, way, make), (code, place)


def test_what_is_read_only_is_said_first() -> None:
    for module in (np, numpy):
        out = module.zeros(3)
        out.flags.writeable = False
        for call in (
            lambda module=module, out=out: module.add(module.zeros(4), 1, out=out),
            lambda module=module, out=out: module.add(module.zeros(3, "D"), 1, out=out),
            lambda module=module, out=out: module.cumsum(module.zeros(4), out=out),
        ):
            with pytest.raises(ValueError, match="output array is read-only"):
                call()


def test_both_limits_of_clip_are_given_by_position() -> None:
    for module in (np, numpy):
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'a_max'"):
            module.clip(module.arange(5), 2)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'a_min'"):
            module.clip(module.arange(5), a_max=2)
        with pytest.raises(ValueError, match="forbidden"):
            module.clip(module.arange(5), 1, 2, max=3)
        assert module.clip(module.arange(5), 2, None).tolist() == [2, 2, 2, 3, 4]
        assert module.clip(module.arange(5), max=2).tolist() == [0, 1, 2, 2, 2]
        assert module.clip(module.arange(5)).tolist() == [0, 1, 2, 3, 4]
