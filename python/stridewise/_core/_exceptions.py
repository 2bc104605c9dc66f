"""The errors that only array code itself raises, with the facts kept and the text made when it is asked for.

All but the memory error show under the name of their public base, `UFuncTypeError`.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)

__all__: list[str] = []


def _shown_as(name: str) -> Callable[[_Class], _Class]:
    """Give a class the name that `repr` shows, and leave the one that pickle looks up."""

    def rename(cls: _Class) -> _Class:
        cls.__name__ = name
        return cls

    return rename


def _one_or_tuple(items: tuple[Any, ...]) -> Any:
    return items[0] if len(items) == 1 else items


class UFuncTypeError(TypeError):
    """A ufunc cannot take these dtypes."""

    def __init__(self, ufunc: Any) -> None:
        self.ufunc = ufunc


@_shown_as("UFuncTypeError")
class _UFuncNoLoopError(UFuncTypeError):
    """The ufunc has no loop for these dtypes (inputs, then outputs)."""

    def __init__(self, ufunc: Any, dtypes: Any) -> None:
        super().__init__(ufunc)
        self.dtypes = tuple(dtypes)

    def __str__(self) -> str:
        inputs = _one_or_tuple(self.dtypes[: self.ufunc.nin])
        outputs = _one_or_tuple(self.dtypes[self.ufunc.nin :])
        return (
            f"ufunc {self.ufunc.__name__!r} did not contain a loop "
            f"with signature matching types {inputs!r} -> {outputs!r}"
        )


@_shown_as("UFuncTypeError")
class _UFuncBinaryResolutionError(_UFuncNoLoopError):
    """The two operands of a binary ufunc cannot meet."""

    def __init__(self, ufunc: Any, dtypes: Any) -> None:
        super().__init__(ufunc, dtypes)
        if len(self.dtypes) != 2:
            raise ValueError(f"two operand dtypes are needed, got {len(self.dtypes)}")

    def __str__(self) -> str:
        left, right = self.dtypes
        return f"ufunc {self.ufunc.__name__!r} cannot use operands with types {left!r} and {right!r}"


@_shown_as("UFuncTypeError")
class _UFuncCastingError(UFuncTypeError):
    """A cast that the casting rule forbids."""

    def __init__(self, ufunc: Any, casting: str, from_: Any, to: Any) -> None:
        super().__init__(ufunc)
        self.casting = casting
        self.from_ = from_
        self.to = to

    def _sentence(self, operand: str, index: int, operands: int) -> str:
        # An operand is numbered only where there are several; outputs arrive numbered from the first output.
        number = f"{index} " if operands != 1 else ""
        return (
            f"Cannot cast ufunc {self.ufunc.__name__!r} {operand} {number}"
            f"from {self.from_!r} to {self.to!r} with casting rule {self.casting!r}"
        )


@_shown_as("UFuncTypeError")
class _UFuncInputCastingError(_UFuncCastingError):
    """Input `i` of the ufunc cannot be cast to what its loop takes."""

    def __init__(self, ufunc: Any, casting: str, from_: Any, to: Any, i: int) -> None:
        super().__init__(ufunc, casting, from_, to)
        self.in_i = i

    def __str__(self) -> str:
        return self._sentence("input", self.in_i, self.ufunc.nin)


@_shown_as("UFuncTypeError")
class _UFuncOutputCastingError(_UFuncCastingError):
    """What the loop gives cannot be cast to output `i`."""

    def __init__(self, ufunc: Any, casting: str, from_: Any, to: Any, i: int) -> None:
        super().__init__(ufunc, casting, from_, to)
        self.out_i = i

    def __str__(self) -> str:
        return self._sentence("output", self.out_i, self.ufunc.nout)


@_shown_as("MemoryError")
class _ArrayMemoryError(MemoryError):
    """There is no memory for an array of this shape and dtype."""

    def __init__(self, shape: Any, dtype: Any) -> None:
        self.shape = shape
        self.dtype = dtype

    @property
    def _total_size(self) -> int:
        """The bytes that were asked for."""
        return math.prod(int(length) for length in self.shape) * int(self.dtype.itemsize)

    @staticmethod
    def _size_to_string(num_bytes: int) -> str:
        """A number of bytes in the binary unit that leaves three digits or four."""
        units = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
        power = min(max(num_bytes.bit_length() - 1, 0) // 10, len(units) - 1)
        amount = num_bytes / 1024**power
        # 1023.5 KiB and more would be shown as 1024 KiB.
        if round(amount) == 1024 and power + 1 < len(units):
            power += 1
            amount /= 1024
        if power == 0:
            return f"{num_bytes} bytes"
        digits = "#.3g" if amount < 1000 else "#.0f"
        return f"{amount:{digits}} {units[power]}"

    def __str__(self) -> str:
        size = self._size_to_string(self._total_size)
        return f"Unable to allocate {size} for an array with shape {self.shape} and data type {self.dtype}"
