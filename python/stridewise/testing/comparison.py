"""Assertions about arrays, element by element: one engine, and the comparisons that people call.

The engine asks little of an array type: its own comparison operators and their `all`. Subclasses that cannot
hold booleans, masked arrays and types that take no part in `__array_function__` therefore all pass through.
"""

import operator
from collections.abc import Callable
from typing import Any

import stridewise as np

from .messages import build_err_msg

Comparison = Callable[[Any, Any], Any]

# So many differing elements are listed with their index.
_MISMATCHES_LISTED = 5


def assert_array_compare(
    comparison: Comparison,
    x: Any,
    y: Any,
    err_msg: object = "",
    verbose: bool = True,
    header: str = "",
    precision: int = 6,
    equal_nan: bool = True,
    equal_inf: bool = True,
    *,
    strict: bool = False,
    names: tuple[str, str] = ("ACTUAL", "DESIRED"),
) -> None:
    """Raise an AssertionError unless `comparison` holds for every pair of elements.

    Parameters
    ----------
    comparison : callable
        Takes two arrays, gives booleans (an array, or one for all).
    x, y : array_like
        Of equal shapes, or one of them 0-d.
    err_msg, verbose, header, precision, names
        What the message says; see `build_err_msg`.
    equal_nan, equal_inf : bool
        Whether NaN (NaT) and infinities must stand at the same places in both, where they then count as
        equal, and `comparison` sees only the other elements.
    strict : bool
        Whether shapes and dtypes must be the same.

    Raises
    ------
    AssertionError
        With the number of differing elements, the first of them, and the largest absolute and relative
        difference among them.
    """
    __tracebackhide__ = True
    x = np.asanyarray(x)
    y = np.asanyarray(y)

    def failure(reason: str, shown: tuple[Any, Any] | None = None) -> AssertionError:
        message = f"{err_msg}\n{reason}"
        return AssertionError(build_err_msg(shown or (x, y), message, header, verbose, names, precision))

    try:
        disagreement = _shape_or_dtype_disagreement(x, y, strict)
        if disagreement:
            raise failure(disagreement)

        settled = None  # the elements that are equal for being NaN or infinite in both; None: there are none
        if equal_nan and (test := _not_a_number_test(x, y)):
            settled = _marked_in_both(test, x, y, settled)
            if settled is None:
                label = "nan" if test is np.isnan else "NaT"
                raise failure(f"{label} location mismatch:")
            if settled.all():
                return
        if equal_inf and _numeric(x) and _numeric(y) and (_inexact(x) or _inexact(y)):
            infinite = _marked_in_both(np.isinf, x, y, settled)
            if infinite is None:
                raise failure("inf location mismatch:")
            if infinite.any():
                pair = _selected(x, infinite), _selected(y, infinite)
                if not _holds_everywhere(pair[0] == pair[1]):
                    raise failure("inf values mismatch:", pair)
                settled = infinite if settled is None else settled | infinite

        left_x, left_y = x, y
        if settled is not None and settled.any():
            if settled.all():
                return
            left_x, left_y = _selected(x, ~settled), _selected(y, ~settled)
        verdict = comparison(left_x, left_y)
        if not _holds_everywhere(verdict):
            remarks = _count_and_places(verdict, x, y, settled, names)
            remarks += _largest_differences(verdict, left_x, left_y)
            raise failure("\n".join(remarks))
    except ValueError as error:
        import traceback

        header = f"error during assertion:\n\n{traceback.format_exc()}\n\n{header}"
        message = build_err_msg((x, y), err_msg, header, verbose, names, precision)
        raise ValueError(message) from error


def _shape_or_dtype_disagreement(x: Any, y: Any, strict: bool) -> str:
    """What forbids to compare the two at all, or an empty text."""
    if x.shape != y.shape and (strict or () not in (x.shape, y.shape)):
        return f"(shapes {x.shape}, {y.shape} mismatch)"
    if strict and x.dtype != y.dtype:
        return f"(dtypes {x.dtype}, {y.dtype} mismatch)"
    return ""


def _numeric(array: Any) -> bool:
    return array.dtype.kind in "biufc"


def _inexact(array: Any) -> bool:
    return array.dtype.kind in "fc"


def _not_a_number_test(x: Any, y: Any) -> Any:
    """The ufunc that finds the values which are unequal to themselves, where the arrays can hold any."""
    if _numeric(x) and _numeric(y):
        return np.isnan if _inexact(x) or _inexact(y) else None
    return np.isnat if x.dtype.kind == y.dtype.kind and x.dtype.kind in "mM" else None


def _marked_in_both(test: Any, x: Any, y: Any, settled: Any) -> Any:
    """A plain mask of what `test` finds outside `settled`; None where the arrays differ in that."""
    in_x, in_y = test(x), test(y)
    found = np.asarray(in_x, dtype=bool) | np.asarray(in_y, dtype=bool)
    if settled is not None:
        in_x, in_y = _selected(in_x, ~settled), _selected(in_y, ~settled)
        found = found & ~settled
    return found if _holds_everywhere(in_x == in_y) else None


def _selected(array: Any, mask: Any) -> Any:
    """The elements under the mask; a 0-d array stands for each of them."""
    return array if array.ndim == 0 else array[mask]


def _without_masked(verdict: Any) -> Any:
    """The verdict of a masked array, in which what is masked cannot differ."""
    return verdict.filled(True) if hasattr(verdict, "filled") else verdict


def _holds_everywhere(verdict: Any) -> bool:
    return verdict if isinstance(verdict, bool) else bool(_without_masked(verdict).all())


def _count_and_places(verdict: Any, x: Any, y: Any, settled: Any, names: tuple[str, str]) -> list[str]:
    """How many elements differ, and where the first of them stand."""
    shape = x.shape or y.shape
    total = x.size if x.ndim else y.size
    if isinstance(verdict, bool) or verdict.ndim == 0:
        return [_count(1, total)]
    differing = ~np.asarray(_without_masked(verdict))
    remarks = [_count(int(differing.sum()), total)]
    if settled is not None and settled.any():
        everywhere = np.zeros(shape, dtype=bool)
        everywhere[~settled] = differing
        differing = everywhere
    places = [tuple(int(i) for i in place) for place in np.argwhere(differing)[: _MISMATCHES_LISTED + 1]]
    if len(places) > _MISMATCHES_LISTED:
        remarks.append(f"First {_MISMATCHES_LISTED} mismatches are at indices:")
    else:
        remarks.append("Mismatch at index:" if len(places) == 1 else "Mismatch at indices:")
    for place in places[:_MISMATCHES_LISTED]:
        values = [array[place] if array.ndim else array[()] for array in (x, y)]
        pairs = (f"{value} ({name})" for value, name in zip(values, names, strict=True))
        remarks.append(f" {list(place)}: {', '.join(pairs)}")
    return remarks


def _count(mismatches: int, total: int) -> str:
    return f"Mismatched elements: {mismatches} / {total} ({100 * mismatches / total:.3g}%)"


def _largest_differences(verdict: Any, x: Any, y: Any) -> list[str]:
    """The largest absolute and relative difference among the differing elements, where differences exist."""
    remarks: list[str] = []
    try:
        with np.errstate(all="ignore"):
            error = np.asanyarray(abs(x - y))
            if error.dtype.kind == "u":
                # The smaller less the larger wraps.
                error = np.where(x > y, x - y, y - x)
            differing = None
            if not isinstance(verdict, bool) and verdict.ndim:
                differing = ~_without_masked(verdict)
                error = _selected(error, differing)
            remarks.append(f"Max absolute difference among violations: {_number_text(error.max())}")
            divisor, nonzero = abs(y), y != 0
            if differing is not None:
                divisor, nonzero = _selected(divisor, differing), _selected(nonzero, differing)
            largest = (error[nonzero] / divisor[nonzero]).max() if _any(nonzero) else np.float64(np.inf)
            remarks.append(f"Max relative difference among violations: {_number_text(largest)}")
    except TypeError:
        pass  # booleans, strings and other objects without a difference
    return remarks


def _number_text(number: Any) -> Any:
    return np.array2string(np.asarray(number))


def _any(verdict: Any) -> bool:
    return verdict if isinstance(verdict, bool) else bool(verdict.any())


def assert_array_equal(
    actual: Any, desired: Any, err_msg: object = "", verbose: bool = True, *, strict: bool = False
) -> None:
    """Raise an AssertionError unless two arrays are equal, NaN counting as equal to NaN.

    Parameters
    ----------
    actual, desired : array_like
        Of equal shapes, or one of them a scalar that every element of the other is to equal.
    err_msg : str
        Put into the message.
    verbose : bool
        Whether the message shows the arrays.
    strict : bool
        Whether shapes and dtypes must be the same, scalars included.

    Examples
    --------
    >>> np.testing.assert_array_equal([1.0, np.nan], [1, np.nan])
    """
    __tracebackhide__ = True
    assert_array_compare(
        operator.__eq__, actual, desired, err_msg, verbose, header="Arrays are not equal", strict=strict
    )


def assert_array_almost_equal(
    actual: Any, desired: Any, decimal: int = 6, err_msg: object = "", verbose: bool = True
) -> None:
    """Raise an AssertionError unless ``abs(desired - actual) < 1.5 * 10**-decimal`` everywhere.

    NaN and infinities must stand at the same places. `assert_allclose` scales with the values and is the
    better choice for most comparisons.
    """
    __tracebackhide__ = True

    def close(x: Any, y: Any) -> Any:
        distance = abs(x - _inexact_form(y))
        if distance.dtype.kind in "biu":
            distance = distance.astype(np.float64)
        return distance < 1.5 * 10.0 ** (-decimal)

    assert_array_compare(
        close,
        actual,
        desired,
        err_msg,
        verbose,
        header=f"Arrays are not almost equal to {decimal:d} decimals",
        precision=decimal,
    )


def _inexact_form(array: Any) -> Any:
    """Numbers in a dtype in which neither a difference nor the magnitude of the least integer wraps."""
    return array.astype(np.result_type(array, 1.0)) if array.dtype.kind in "biu" else array


def assert_array_less(x: Any, y: Any, err_msg: object = "", verbose: bool = True, *, strict: bool = False) -> None:
    """Raise an AssertionError unless ``x < y`` everywhere, but for NaN at the same places.

    Parameters are those of `assert_array_equal`.
    """
    __tracebackhide__ = True
    assert_array_compare(
        operator.__lt__,
        x,
        y,
        err_msg,
        verbose,
        header="Arrays are not strictly ordered `x < y`",
        equal_inf=False,
        strict=strict,
        names=("x", "y"),
    )


def assert_allclose(
    actual: Any,
    desired: Any,
    rtol: float = 1e-7,
    atol: float = 0,
    equal_nan: bool = True,
    err_msg: object = "",
    verbose: bool = True,
    *,
    strict: bool = False,
) -> None:
    """Raise an AssertionError unless ``abs(actual - desired) <= atol + rtol * abs(desired)`` everywhere.

    Parameters
    ----------
    actual, desired : array_like
        Of equal shapes, or one of them a scalar.
    rtol, atol : float
        Relative and absolute tolerance; the absolute one matters where `desired` is near zero.
    equal_nan : bool
        Whether NaN counts as equal to NaN.
    err_msg, verbose, strict
        As for `assert_array_equal`.

    Examples
    --------
    >>> np.testing.assert_allclose([1e-3, 1.0], [1e-3, 1.0 + 1e-9])
    >>> np.testing.assert_allclose([1.0, 2.0, 3.0], [1.0, 2.0, 3.5], rtol=1e-3)
    Traceback (most recent call last):
        ...
    AssertionError:
    Not equal to tolerance rtol=0.001, atol=0
    <BLANKLINE>
    Mismatched elements: 1 / 3 (33.3%)
    Mismatch at index:
     [2]: 3.0 (ACTUAL), 3.5 (DESIRED)
    Max absolute difference among violations: 0.5
    Max relative difference among violations: 0.14285714
     ACTUAL: array([1., 2., 3.])
     DESIRED: array([1. , 2. , 3.5])
    """
    __tracebackhide__ = True

    def close(x: Any, y: Any) -> Any:
        return np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)

    assert_array_compare(
        close,
        actual,
        desired,
        err_msg,
        verbose,
        header=f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}",
        equal_nan=equal_nan,
        strict=strict,
    )
