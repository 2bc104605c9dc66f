"""Assertions about floating-point numbers in units in the last place: how many numbers lie between two."""

from typing import Any

import stridewise as np


def assert_array_almost_equal_nulp(x: Any, y: Any, nulp: float = 1) -> None:
    """Raise an AssertionError unless ``abs(x - y) <= nulp * spacing(max(abs(x), abs(y)))`` everywhere.

    Examples
    --------
    >>> np.testing.assert_array_almost_equal_nulp(1.0, 1.0 + np.finfo(float).eps)
    """
    __tracebackhide__ = True
    magnitude_x, magnitude_y = np.abs(x), np.abs(y)
    allowed = nulp * np.spacing(np.where(magnitude_x > magnitude_y, magnitude_x, magnitude_y))
    if np.all(np.abs(x - y) <= allowed):
        return
    message = f"Arrays are not equal to {nulp:g} ULP"
    if not (np.iscomplexobj(x) or np.iscomplexobj(y)):
        message += f" (max is {np.max(nulp_diff(x, y)):g})"
    raise AssertionError(message)


def assert_array_max_ulp(a: Any, b: Any, maxulp: float = 1, dtype: Any = None) -> Any:
    """Raise an AssertionError if more than `maxulp` numbers of the dtype lie between two elements.

    Parameters
    ----------
    a, b : array_like
        Real, of the same shape.
    maxulp : float
        The largest distance allowed.
    dtype : dtype_like, optional
        Convert both to it first.

    Returns
    -------
    ndarray
        The distances.
    """
    __tracebackhide__ = True
    distance = nulp_diff(a, b, dtype)
    if not np.all(distance <= maxulp):
        raise AssertionError(
            f"Arrays are not almost equal up to {maxulp:g} ULP (max difference is {np.max(distance):g} ULP)"
        )
    return distance


def nulp_diff(x: Any, y: Any, dtype: Any = None) -> Any:
    """The distances of corresponding elements, in representable numbers, as an array of one more dimension.

    NaN lies nowhere but at a fixed, large distance from the numbers, whatever its payload.

    Raises
    ------
    NotImplementedError
        For complex numbers.
    ValueError
        For arrays of different shapes.
    """
    if dtype is not None:
        x, y = np.asarray(x, dtype=dtype), np.asarray(y, dtype=dtype)
    else:
        x, y = np.asarray(x), np.asarray(y)
    common = np.common_type(x, y)
    if np.iscomplexobj(x) or np.iscomplexobj(y):
        raise NotImplementedError("_nulp not implemented for complex array")
    x, y = (np.array([values], dtype=common) for values in (x, y))
    for values in (x, y):
        values[np.isnan(values)] = np.nan
    if x.shape != y.shape:
        raise ValueError(f"Arrays do not have the same shape: {x.shape} - {y.shape}")
    rank_x, rank_y = integer_repr(x), integer_repr(y)
    # Across zero the difference of two ranks may not fit in the integer; there it is rounded.
    same_sign = (rank_x < 0) == (rank_y < 0)
    exact = np.abs(rank_x - rank_y)
    rounded = np.abs(rank_x.astype(common)) + np.abs(rank_y.astype(common))
    return np.where(same_sign, exact, rounded).astype(common)


_RANKS = {2: "int16", 4: "int32", 8: "int64"}


def integer_repr(x: Any) -> Any:
    """The rank of each floating-point number in their order: consecutive numbers have consecutive integers.

    Both zeros have rank 0.

    Raises
    ------
    ValueError
        For a dtype other than float16, float32 and float64.
    """
    if x.dtype.kind != "f" or x.dtype.itemsize not in _RANKS:
        raise ValueError(f"Unsupported dtype {x.dtype}")
    rank_type = np.dtype(_RANKS[x.dtype.itemsize])
    bits = x.view(rank_type)
    lowest = np.iinfo(rank_type).min
    return np.where(bits < 0, np.array(lowest, dtype=rank_type) - bits, bits)[()]
