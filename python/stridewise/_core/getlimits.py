"""What the floats and integers of each width can express: ``finfo`` and ``iinfo``."""

from __future__ import annotations

import types
import warnings
from typing import Any, ClassVar

from .._stridewise import _float_limits, _integer_limits, dtype

__all__ = ["finfo", "iinfo"]


def _dtype_of(described: Any) -> Any:
    """The dtype that the argument spells, or has as a scalar; ValueError where it has none."""
    try:
        return dtype(described)
    except TypeError:
        pass
    try:
        return dtype(type(described))
    except TypeError as error:
        raise ValueError(str(error)) from None


class finfo:
    """The limits of a floating-point type; for a complex type, those of its parts.

    Attributes
    ----------
    bits : the width
    eps, epsneg : the distance from 1.0 to the next larger and the next smaller number
    machep, negep : their exponents to base two
    max, min : the largest and smallest finite number
    maxexp, minexp : the first exponent to base two that overflows, and that of the smallest normal number
    smallest_normal, tiny : the smallest positive number with a full mantissa
    smallest_subnormal : the smallest positive number
    nmant, nexp, iexp : bits of the mantissa that are stored, and of the exponent
    precision, resolution : decimal digits that survive being stored, and ten to the power of minus that

    >>> np.finfo(np.float32).eps
    np.float32(1.1920929e-07)
    """

    bits: int
    iexp: int
    machep: int
    maxexp: int
    minexp: int
    negep: int
    nexp: int
    nmant: int
    precision: int
    dtype: Any
    eps: Any
    epsneg: Any
    max: Any
    min: Any
    resolution: Any
    smallest_normal: Any
    smallest_subnormal: Any

    _known: ClassVar[dict[Any, finfo]] = {}

    __class_getitem__: Any = classmethod(types.GenericAlias)

    def __new__(cls, dtype: Any) -> finfo:
        if dtype is None:
            warnings.warn(
                "finfo() dtype cannot be None. This behavior will raise an error in the future. "
                "(Deprecated in NumPy 1.25)",
                DeprecationWarning,
                stacklevel=2,
            )
        found = _dtype_of(dtype).newbyteorder("=")
        if (known := cls._known.get(found)) is not None:
            return known
        facts = _float_limits(found)
        if facts is None:
            raise ValueError(f"data type {found.type!r} not inexact")
        if (known := cls._known.get(facts["dtype"])) is None:
            known = super().__new__(cls)
            scalar = facts["dtype"].type
            for name, value in facts.items():
                setattr(known, name, scalar(value) if isinstance(value, float) else value)
            cls._known[facts["dtype"]] = known
        cls._known[found] = known
        return known

    @property
    def tiny(self) -> Any:
        """The smallest positive number with a full mantissa."""
        return self.smallest_normal

    def __str__(self) -> str:
        rule = "-" * 63
        return (
            f"Machine parameters for {self.dtype}\n{rule}\n"
            f"precision = {self.precision}   resolution = {self.resolution!s}\n"
            f"machep = {self.machep}   eps =        {self.eps!s}\n"
            f"negep =  {self.negep}   epsneg =     {self.epsneg!s}\n"
            f"minexp = {self.minexp}   tiny =       {self.tiny!s}\n"
            f"maxexp = {self.maxexp}   max =        {self.max!s}\n"
            f"nexp =   {self.nexp}   min =        -max\n"
            f"smallest_normal = {self.smallest_normal!s}   smallest_subnormal = {self.smallest_subnormal!s}\n"
            f"{rule}\n"
        )

    def __repr__(self) -> str:
        values = [f"{float(value):.5e}" if self.bits == 16 else str(value) for value in (self.min, self.max)]
        return (
            f"{type(self).__name__}(resolution={self.resolution!s}, min={values[0]}, max={values[1]}, "
            f"dtype={self.dtype})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.dtype,)


class iinfo:
    """The range of an integer type.

    Attributes
    ----------
    bits : the width
    min, max : the smallest and largest value, as Python integers
    dtype, kind, key : the dtype, its kind, and kind with width as in ``'i64'``

    >>> np.iinfo(np.int16).max
    32767
    """

    min: int
    max: int

    __class_getitem__: Any = classmethod(types.GenericAlias)

    def __init__(self, type: Any) -> None:
        self.dtype = _dtype_of(type)
        self.kind: str = self.dtype.kind
        limits = _integer_limits(self.dtype)
        if limits is None:
            raise ValueError(f"Invalid integer data type {self.kind!r}.")
        self.bits: int
        self.bits, self.min, self.max = limits
        self.key = f"{self.kind}{self.bits}"

    def __str__(self) -> str:
        rule = "-" * 63
        return f"Machine parameters for {self.dtype}\n{rule}\nmin = {self.min}\nmax = {self.max!s}\n{rule}\n"

    def __repr__(self) -> str:
        return f"{type(self).__name__}(min={self.min}, max={self.max!s}, dtype={self.dtype})"
