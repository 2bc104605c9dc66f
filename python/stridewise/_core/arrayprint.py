"""Arrays and numbers as text, and the options that govern it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import Token
from typing import Any

from .. import _stridewise as compiled
from .overrides import array_function_dispatch
from .printoptions import format_options

__all__ = [
    "array2string",
    "array_str",
    "array_repr",
    "set_printoptions",
    "get_printoptions",
    "printoptions",
    "format_float_positional",
    "format_float_scientific",
]

# Types whose elements say their dtype.
_typelessdata = [compiled.int64, compiled.float64, compiled.complex128, compiled.bool]


def _set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    suppress: bool | None = None,
    nanstr: str | None = None,
    infstr: str | None = None,
    formatter: dict[str, Callable[[Any], str] | None] | None = None,
    sign: str | None = None,
    floatmode: str | None = None,
    *,
    legacy: str | bool | None = None,
    override_repr: Callable[[Any], str] | None = None,
) -> Token[dict[str, Any]]:
    changed = compiled._checked_printoptions(
        precision=precision,
        threshold=threshold,
        edgeitems=edgeitems,
        linewidth=linewidth,
        suppress=suppress,
        nanstr=nanstr,
        infstr=infstr,
        sign=sign,
        floatmode=floatmode,
        legacy=legacy,
    )
    options = format_options.get() | changed
    # These two last until the next call only.
    options["formatter"] = formatter
    options["override_repr"] = override_repr
    if options["legacy"] == "1.13":
        options["sign"] = "-"
    return format_options.set(options)


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    suppress: bool | None = None,
    nanstr: str | None = None,
    infstr: str | None = None,
    formatter: dict[str, Callable[[Any], str] | None] | None = None,
    sign: str | None = None,
    floatmode: str | None = None,
    *,
    legacy: str | bool | None = None,
    override_repr: Callable[[Any], str] | None = None,
) -> None:
    """Set how arrays are written in this context.

    Options that are not given keep their value, apart from `formatter` and `override_repr`, which are taken back.

    Parameters
    ----------
    precision : int or None
        Digits after the point (8 at first).
    threshold : int
        Arrays with more elements are shortened (1000 at first).
    edgeitems : int
        Elements shown at each end of a shortened axis (3 at first).
    linewidth : int
        Characters in a line (75 at first).
    suppress : bool
        Whether small floats never cause an exponent.
    nanstr, infstr : str
        How not-a-number and infinity are written.
    formatter : dict of callables
        Functions from an element to its text, by kind: ``'bool'``, ``'int'``, ``'float'``, ``'complexfloat'``;
        ``'int_kind'``, ``'float_kind'``, ``'complex_kind'``; ``'all'``.
    sign : {'-', '+', ' '}
        What stands before positive numbers: nothing, a plus, a blank.
    floatmode : {'fixed', 'unique', 'maxprec', 'maxprec_equal'}
        Exactly `precision` digits; as many as identify each element; those but at most `precision`; the same number
        for all elements.
    legacy : {'1.13', '1.21', '1.25', '2.1', '2.2', False}
        A release of NumPy whose text is imitated.
    override_repr : callable
        A function from an array to its ``repr``.

    Raises
    ------
    TypeError
        If `precision` is no integer or `threshold` no number.
    ValueError
        If `sign` or `floatmode` is unknown or `threshold` is not-a-number.

    Examples
    --------
    >>> import stridewise as np
    >>> np.set_printoptions(precision=3)
    >>> np.array([1.23456789])
    array([1.235])
    >>> np.set_printoptions(precision=8)
    """
    _set_printoptions(
        precision,
        threshold,
        edgeitems,
        linewidth,
        suppress,
        nanstr,
        infstr,
        formatter,
        sign,
        floatmode,
        legacy=legacy,
        override_repr=override_repr,
    )


def get_printoptions() -> dict[str, Any]:
    """The print options of this context, as a new dict of the arguments of `set_printoptions`.

    Examples
    --------
    >>> import stridewise as np
    >>> np.get_printoptions()["threshold"]
    1000
    """
    return format_options.get().copy()


@contextlib.contextmanager
def printoptions(*args: Any, **kwargs: Any) -> Iterator[dict[str, Any]]:
    """Print options for the body of a ``with`` statement; takes the arguments of `set_printoptions`.

    Examples
    --------
    >>> import stridewise as np
    >>> with np.printoptions(precision=2):
    ...     print(np.array([2.0]) / 3)
    [0.67]
    """
    token = _set_printoptions(*args, **kwargs)
    try:
        yield get_printoptions()
    finally:
        format_options.reset(token)


def _named_a(a: Any, *args: Any, **kwargs: Any) -> tuple[Any]:
    return (a,)


def _named_arr(arr: Any, *args: Any, **kwargs: Any) -> tuple[Any]:
    return (arr,)


@array_function_dispatch(_named_a, module="stridewise", verify=False)
def array2string(
    a: Any,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
    separator: str = " ",
    prefix: str = "",
    *,
    formatter: dict[str, Callable[[Any], str] | None] | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    sign: str | None = None,
    floatmode: str | None = None,
    suffix: str = "",
    legacy: str | bool | None = None,
) -> str:
    """The elements of an array as text, in brackets.

    Options that are not given are those of `set_printoptions`, where they are described.

    Parameters
    ----------
    a : array
        What to write.
    separator : str
        What stands between elements.
    prefix, suffix : str
        What the caller will write before and after: lines are indented by the one and leave room for the other.

    Examples
    --------
    >>> import stridewise as np
    >>> print(np.array2string(np.array([1.0, 0.5]), separator=", ", precision=1, floatmode="fixed"))
    [1.0, 0.5]
    """
    overrides = compiled._checked_printoptions(
        precision=precision,
        threshold=threshold,
        edgeitems=edgeitems,
        linewidth=max_line_width,
        suppress=suppress_small,
        sign=sign,
        formatter=formatter,
        floatmode=floatmode,
        legacy=legacy,
    )
    text: str = compiled._array2string(a, separator, prefix, suffix, overrides)
    return text


@array_function_dispatch(_named_arr, module="stridewise", verify=False)
def array_repr(
    arr: Any,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
) -> str:
    """The ``repr`` of an array: its class, its elements, and shape and dtype where the elements leave them open.

    Examples
    --------
    >>> import stridewise as np
    >>> np.array_repr(np.array([1.5, 2.0], dtype="f4"))
    'array([1.5, 2. ], dtype=float32)'
    """
    text: str = compiled._array_repr(arr, max_line_width, precision, suppress_small)
    return text


@array_function_dispatch(_named_a, module="stridewise", verify=False)
def array_str(
    a: Any,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
) -> str:
    """The ``str`` of an array: its elements alone.

    Examples
    --------
    >>> import stridewise as np
    >>> np.array_str(np.array([1, 2, 3]))
    '[1 2 3]'
    """
    text: str = compiled._array_str(a, max_line_width, precision, suppress_small)
    return text


def format_float_positional(
    x: Any,
    precision: int | None = None,
    unique: bool = True,
    fractional: bool = True,
    trim: str = "k",
    sign: bool = False,
    pad_left: int | None = None,
    pad_right: int | None = None,
    min_digits: int | None = None,
) -> str:
    """A float as text without an exponent.

    Parameters
    ----------
    x : float
        The number; scalars of narrow types are written with the digits that identify them in that type.
    precision : int or None
        The most digits after the point, or in all unless `fractional`.
    unique : bool
        Whether to stop at the digits that identify the number; else exactly `precision` digits are written.
    fractional : bool
        Whether `precision` and `min_digits` count from the point.
    trim : {'k', '.', '0', '-'}
        Zeros at the end: keep them; drop them; drop them but one after the point; drop them and the point.
    sign : bool
        Whether to write a plus.
    pad_left, pad_right : int or None
        Characters before and after the point, filled with blanks.
    min_digits : int or None
        The fewest digits, of which those past the identifying ones are exact.

    Raises
    ------
    TypeError
        If `unique` is false and there is no `precision`.
    ValueError
        If a count is negative or `min_digits` exceeds `precision`.

    Examples
    --------
    >>> import stridewise as np
    >>> np.format_float_positional(1e-7)
    '0.0000001'
    """
    text: str = compiled._format_float_positional(
        x, precision, unique, fractional, trim, sign, pad_left, pad_right, min_digits
    )
    return text


def format_float_scientific(
    x: Any,
    precision: int | None = None,
    unique: bool = True,
    trim: str = "k",
    sign: bool = False,
    pad_left: int | None = None,
    exp_digits: int | None = None,
    min_digits: int | None = None,
) -> str:
    """A float as text with one digit before the point and an exponent.

    The arguments are those of `format_float_positional`; `exp_digits` is the least number of the exponent's digits.

    Examples
    --------
    >>> import stridewise as np
    >>> np.format_float_scientific(123456.0, precision=2)
    '1.23e+05'
    """
    text: str = compiled._format_float_scientific(x, precision, unique, trim, sign, pad_left, exp_digits, min_digits)
    return text
