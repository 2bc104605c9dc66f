"""Assertions about single items and about structures of them: scalars, lists, dictionaries, arrays."""

import math
from typing import Any

import stridewise as np

from .comparison import assert_array_almost_equal, assert_array_equal
from .messages import build_err_msg

# What a ufunc raises for an object that is no number.
_NO_NUMBER = (TypeError, ValueError, NotImplementedError, OverflowError)


def assert_equal(
    actual: Any, desired: Any, err_msg: object = "", verbose: bool = True, *, strict: bool = False
) -> None:
    """Raise an AssertionError unless two objects are equal.

    Dictionaries, lists and tuples are compared item by item, arrays by `assert_array_equal`. Among scalars,
    NaN equals NaN, and zeros must have the same sign.

    Parameters
    ----------
    actual, desired : object
        What was found, and what was expected.
    err_msg : str
        Put into the message.
    verbose : bool
        Whether the message shows the objects.
    strict : bool
        Whether arrays must have the same shape and dtype.

    Examples
    --------
    >>> np.testing.assert_equal({"a": [1, np.nan]}, {"a": [1, np.nan]})
    """
    __tracebackhide__ = True
    if isinstance(desired, dict):
        if not isinstance(actual, dict):
            raise AssertionError(repr(type(actual)))
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for key, value in desired.items():
            if key not in actual:
                raise AssertionError(repr(key))
            assert_equal(actual[key], value, f"key={key!r}\n{err_msg}", verbose)
        return
    if isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for index, (found, expected) in enumerate(zip(actual, desired, strict=True)):
            assert_equal(found, expected, f"item={index!r}\n{err_msg}", verbose)
        return
    if isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        assert_array_equal(actual, desired, err_msg, verbose, strict=strict)
        return
    if not _equal_items(actual, desired):
        raise AssertionError(build_err_msg((actual, desired), err_msg, verbose=verbose))


def _equal_items(actual: Any, desired: Any) -> bool:
    if _is_complex(actual) or _is_complex(desired):
        parts = zip(_parts(actual), _parts(desired), strict=True)
        return all(_equal_items(found, expected) for found, expected in parts)
    if np.isscalar(actual) != np.isscalar(desired):
        return False
    if _is_not_a_time(actual) and _is_not_a_time(desired):
        return actual.dtype.type is desired.dtype.type
    if _is_nan(actual) and _is_nan(desired):
        return True
    if not bool(actual == desired):
        return False
    return _negative_zero(actual) == _negative_zero(desired)


def _is_sequence(item: Any) -> bool:
    return isinstance(item, (np.ndarray, list, tuple))


def _is_complex(item: Any) -> bool:
    if _is_sequence(item):
        return bool(np.iscomplexobj(item))
    return isinstance(item, (complex, np.complexfloating))


def _parts(item: Any) -> tuple[Any, Any]:
    if not _is_complex(item):
        return item, 0
    return np.real(item), np.imag(item)


def _is_nan(item: Any) -> bool:
    if isinstance(item, float):
        return item != item
    try:
        return bool(np.isnan(item))
    except _NO_NUMBER:
        return False


def _is_not_a_time(item: Any) -> bool:
    kind = getattr(getattr(item, "dtype", None), "kind", "")
    return kind in ("m", "M") and bool(np.isnat(item))


def _negative_zero(item: Any) -> bool:
    try:
        return bool(item == 0) and bool(np.signbit(item))
    except _NO_NUMBER:
        return False


def assert_almost_equal(
    actual: Any, desired: Any, decimal: int = 7, err_msg: object = "", verbose: bool = True
) -> None:
    """Raise an AssertionError unless ``abs(desired - actual) < 1.5 * 10**-decimal``.

    Complex numbers are compared part by part, lists and arrays by `assert_array_almost_equal`; NaN equals NaN
    and an infinity itself.
    """
    __tracebackhide__ = True
    agree = True
    if _is_complex(actual) or _is_complex(desired):
        # A NaN in the real part says nothing of the imaginary part, so each has its own comparison first.
        try:
            for found, expected in zip(_parts(actual), _parts(desired), strict=True):
                assert_almost_equal(found, expected, decimal)
        except AssertionError:
            agree = False
    if agree and (_is_sequence(actual) or _is_sequence(desired)):
        assert_array_almost_equal(actual, desired, decimal, err_msg)
    elif not (agree and _almost_equal_items(actual, desired, decimal)):
        header = f"Arrays are not almost equal to {decimal:d} decimals"
        raise AssertionError(build_err_msg((actual, desired), err_msg, header, verbose))


def _almost_equal_items(actual: Any, desired: Any, decimal: int) -> bool:
    if not (_is_finite(actual) and _is_finite(desired)):
        return _same_non_finite(actual, desired)
    # A bare Python float would be rounded to the dtype of the items.
    return bool(abs(desired - actual) < np.float64(1.5 * 10.0 ** (-decimal)))


def _is_finite(item: Any) -> bool:
    """Whether a number is neither infinite nor NaN; other objects are left to their arithmetic."""
    try:
        return bool(np.isfinite(item))
    except _NO_NUMBER:
        return True


def _same_non_finite(actual: Any, desired: Any) -> bool:
    if _is_nan(actual) or _is_nan(desired):
        return _is_nan(actual) and _is_nan(desired)
    return bool(desired == actual)


def assert_approx_equal(
    actual: Any, desired: Any, significant: int = 7, err_msg: object = "", verbose: bool = True
) -> None:
    """Raise an AssertionError unless two real numbers agree to so many significant digits.

    The difference, scaled by the power of ten of their mean magnitude, must be less than
    ``10**-(significant - 1)``.

    Examples
    --------
    >>> np.testing.assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)
    """
    __tracebackhide__ = True
    actual, desired = float(actual), float(desired)
    if actual == desired:
        return
    if math.isfinite(actual) and math.isfinite(desired):
        magnitude = 0.5 * (abs(desired) + abs(actual))
        scale = 10.0 ** math.floor(math.log10(magnitude)) if magnitude else 0.0
        difference = abs(desired / scale - actual / scale) if scale else 0.0
        agree = difference < 10.0 ** -(significant - 1)
    else:
        agree = _same_non_finite(actual, desired)
    if not agree:
        header = f"Items are not equal to {significant:d} significant digits:"
        raise AssertionError(build_err_msg((actual, desired), err_msg, header=header, verbose=verbose))
