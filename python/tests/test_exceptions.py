"""The exception classes beside NumPy's: same place in the hierarchy, same text, same state after pickling."""

import pickle

import numpy
import pytest
from numpy._core import _exceptions as numpy_errors

from stridewise import exceptions
from stridewise._core import _exceptions as errors

ADD = numpy.add
MODF = numpy.modf
F8 = numpy.dtype("f8")
I8 = numpy.dtype("i8")


@pytest.mark.parametrize("name", exceptions.__all__)
def test_public_classes_stand_where_numpys_stand(name: str) -> None:
    ours, theirs = getattr(exceptions, name), getattr(numpy.exceptions, name)
    assert [base.__name__ for base in ours.__mro__] == [base.__name__ for base in theirs.__mro__]
    assert ours.__module__ == "stridewise.exceptions"


@pytest.mark.parametrize("arguments", [(2, 1), (-3, 2, "sum"), (5, None, "x"), ("in words",), ("in words", None)])
def test_axis_error(arguments: tuple[object, ...]) -> None:
    ours, theirs = exceptions.AxisError(*arguments), numpy.exceptions.AxisError(*arguments)
    for error in (ours, pickle.loads(pickle.dumps(ours))):
        assert type(error) is exceptions.AxisError
        assert (str(error), error.args, error.axis, error.ndim) == (str(theirs), theirs.args, theirs.axis, theirs.ndim)
    assert isinstance(ours, ValueError) and isinstance(ours, IndexError)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("_UFuncNoLoopError", (ADD, (F8, I8, None))),
        ("_UFuncNoLoopError", (MODF, (F8, I8, I8))),
        ("_UFuncNoLoopError", (ADD, (F8,))),
        ("_UFuncBinaryResolutionError", (ADD, (F8, I8))),
        ("_UFuncInputCastingError", (ADD, "same_kind", F8, I8, 1)),
        ("_UFuncInputCastingError", (MODF, "safe", F8, I8, 0)),
        ("_UFuncOutputCastingError", (ADD, "safe", F8, I8, 0)),
        ("_UFuncOutputCastingError", (MODF, "safe", F8, I8, 1)),
        ("_ArrayMemoryError", ((3, 1 << 40), F8)),
        ("_ArrayMemoryError", ((), F8)),
    ],
)
def test_private_errors_say_what_numpys_say(name: str, arguments: tuple[object, ...]) -> None:
    ours, theirs = getattr(errors, name)(*arguments), getattr(numpy_errors, name)(*arguments)
    for error in (ours, pickle.loads(pickle.dumps(ours))):
        assert str(error) == str(theirs)
        assert repr(error) == repr(theirs)
        assert error.__dict__ == theirs.__dict__


@pytest.mark.parametrize("power", range(0, 70, 3))
@pytest.mark.parametrize("factor", [1, 1.0004, 999.4 / 1024, 1023.4 / 1024, 1023.5 / 1024, 123.456])
def test_sizes_in_units(power: int, factor: float) -> None:
    size = int(2**power * factor)
    assert errors._ArrayMemoryError._size_to_string(size) == numpy_errors._ArrayMemoryError._size_to_string(size)
