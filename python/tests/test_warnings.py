"""Floating-point errors over special values: the same as NumPy's, whatever the number of elements and their layout."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy
import pytest
from every_ufunc import IN_NUMPY, Loop, loops
from special_values import special_values

import stridewise

# Underflow is no warning by default, and whether a function meets one on its way differs between the processors that
# NumPy has loops for. Where a result is one operation on real numbers, it does not.
ARITHMETIC = {
    "add", "subtract", "multiply", "divide", "square", "negative", "absolute", "conjugate", "floor", "ceil", "trunc",
    "rint", "fmod", "copysign", "nextafter", "spacing", "sign", "maximum", "minimum", "fmax", "fmin", "sqrt", "ldexp",
    "frexp", "modf", "equal", "less", "greater", "isnan", "isfinite", "signbit", "heaviside", "clip",
}  # fmt: skip
MOST_COMBINATIONS = 600

Layout = Callable[[Any], Any]
LAYOUTS: dict[str, Layout] = {
    "one element": lambda value: value,
    "contiguous": lambda value: value.repeat(33),
    "strided": lambda value: value.repeat(66)[::2],
    "reversed": lambda value: value.repeat(5)[::-1],
    "scalar": lambda value: value[0],
}


@pytest.fixture
def met() -> Iterator[list[str]]:
    """What either library reports while the test runs."""
    reports: list[str] = []

    def note(kind: str, _: int) -> None:
        reports.append(kind)

    with numpy.errstate(all="call", call=note), stridewise.errstate(all="call", call=note):
        yield reports


def reported(reports: list[str], loop: Loop, function: Any, operands: list[Any]) -> Any:
    """The errors that a call reports, or the exception that it raises."""
    reports.clear()
    try:
        function(*operands)
    except ValueError as error:
        return str(error)
    one_operation = loop.ours.__name__ in ARITHMETIC and not {"F", "D"} & set(loop.inputs)
    return frozenset(reports) - (set() if one_operation else {"underflow"})


def combinations(loop: Loop) -> list[tuple[Any, ...]]:
    """Special values for each operand, as arrays of one element."""
    values = [[operand[i : i + 1] for i in range(len(operand))] for operand in map(special_values, loop.inputs)]
    every = list(itertools.product(*values))
    # A step that shares no factor with the number of values, so that each of them has its turn.
    return every[:: len(every) // MOST_COMBINATIONS * 2 + 1]


def depends_on_the_processor(loop: Loop, operands: tuple[Any, ...]) -> bool:
    """Whether a product of complex numbers has parts without end: what its own products met is then hidden by the sum
    where the two are fused."""
    return loop.ours.__name__ == "multiply" and loop.inputs in ("FF", "DD") and not numpy.isfinite(operands).all()


@pytest.mark.parametrize("name", IN_NUMPY)
def test_errors_are_numpys(name: str, met: list[str]) -> None:
    for loop in loops(name):
        for operands in combinations(loop):
            note = f"{loop} of {[operand[0] for operand in operands]}"
            mine = [stridewise.array(operand) for operand in operands]
            ours = {
                layout: reported(met, loop, loop.ours, [lay(operand) for operand in mine])
                for layout, lay in LAYOUTS.items()
            }
            assert len(set(ours.values())) == 1, (note, ours)
            if loop.inputs + loop.outputs not in ("lL?", "Ll?") and not depends_on_the_processor(loop, operands):
                # NumPy's loops for different layouts do not always agree; then it is enough to agree with one.
                theirs = {
                    layout: reported(met, loop, loop.theirs, [lay(operand) for operand in operands])
                    for layout, lay in LAYOUTS.items()
                }
                assert ours["contiguous"] in theirs.values(), (note, ours["contiguous"], theirs)


def warned(call: Callable[[], Any]) -> set[str]:
    """The warnings of a call, each once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return {f"{warning.category.__name__}: {warning.message}" for warning in caught}


def errors_met(call: Callable[[], Any]) -> set[str]:
    """The same without the name of the ufunc that met them: NumPy makes variances of several, and we of one."""
    return {warning.partition(" encountered in ")[0] for warning in warned(call)}


@pytest.mark.parametrize(
    ("name", "operands"),
    [
        ("log", ([0.0, -1.0],)), ("divide", ([1.0, 0.0], [0.0, 0.0])), ("exp", ([1e4],)),
        ("multiply", ([1e300], [1e300])), ("sqrt", ([-1.0],)), ("floor_divide", ([1, 2], [0, 1])),
        ("remainder", ([1], [0])), ("divmod", ([1], [0])), ("reciprocal", ([0],)), ("arccos", ([2.0],)),
        ("sign", ([float("nan")],)), ("absolute", ([float("nan")],)),
    ],
)  # fmt: skip
def test_warnings_read_as_numpys(name: str, operands: tuple[Any, ...]) -> None:
    mine, theirs = map(stridewise.array, operands), map(numpy.array, operands)
    assert warned(lambda: getattr(stridewise, name)(*mine)) == warned(lambda: getattr(numpy, name)(*theirs))


REDUCTIONS = ["sum", "prod", "mean", "std", "var", "min", "max", "ptp", "cumsum", "cumprod", "argmax"]


@pytest.mark.parametrize("code", "ilefdFD")
@pytest.mark.parametrize("name", REDUCTIONS)
def test_errors_of_reductions(name: str, code: str) -> None:
    values = special_values(code)
    values = values[:: max(len(values) // 14, 1)]
    for pair in itertools.product(range(len(values)), repeat=2):
        theirs = values[list(pair)]
        mine = stridewise.array(theirs)
        slow_axis = mine.reshape(2, 1).repeat(3, axis=1)
        expected = errors_met(lambda: getattr(numpy, name)(theirs))
        for found in (
            errors_met(lambda: getattr(stridewise, name)(mine)),
            errors_met(lambda: getattr(stridewise, name)(slow_axis, axis=0)),
        ):
            # Where NumPy fuses the products of complex numbers with their sums, the sums hide what the products met.
            fused = code in "FD" and name in ("prod", "cumprod", "std", "var")
            # Variances of float16 are computed in float32, where less overflows.
            wider = code == "e" and name in ("std", "var")
            assert (found >= expected) if fused else (found <= expected) if wider else (found == expected), theirs


OVER_NOTHING: list[tuple[str, dict[str, int]]] = [
    *((name, keywords) for name in ("sum", "prod", "mean", "std", "var") for keywords in ({}, {"axis": 0})),
    ("std", {"ddof": 1}),
    ("var", {"ddof": 1}),
]


@pytest.mark.parametrize(("name", "keywords"), OVER_NOTHING)
@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0), (1,)])
def test_warnings_of_reductions_over_nothing(name: str, shape: tuple[int, ...], keywords: dict[str, int]) -> None:
    mine, theirs = stridewise.zeros(shape), numpy.zeros(shape)
    expected = warned(lambda: getattr(numpy, name)(theirs, **keywords))
    assert warned(lambda: getattr(stridewise, name)(mine, **keywords)) == expected
