"""Polynomials as vectors of coefficients, the highest power first, and the class of them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

from .. import _stridewise
from .._stridewise import (
    array_function,
    asanyarray,
    asarray,
    atleast_1d,
    zeros,
)
from ..exceptions import RankWarning
from .type_check import isscalar

__all__ = [
    "poly",
    "poly1d",
    "polyadd",
    "polyder",
    "polydiv",
    "polyfit",
    "polyint",
    "polymul",
    "polysub",
    "polyval",
    "roots",
]


def _like(result: Any, *operands: Any) -> Any:
    """A `poly1d` where one of the operands is."""
    return poly1d(result) if any(isinstance(operand, poly1d) for operand in operands) else result


def poly(seq_of_zeros: Any) -> Any:
    """The polynomial of these roots, with leading coefficient one.

    Parameters
    ----------
    seq_of_zeros : array_like
        The roots, or a square matrix whose eigenvalues they are.

    Raises
    ------
    ValueError
        If they are neither.

    Examples
    --------
    >>> import stridewise as np
    >>> np.poly([1, -1]).tolist()
    [1.0, 0.0, -1.0]
    """
    roots = asarray(seq_of_zeros)
    return 1.0 if roots.shape == (0,) else _stridewise._polynomial_of_roots(roots)


def roots(p: Any) -> Any:
    """Where a polynomial is zero.

    Parameters
    ----------
    p : array_like or poly1d
        The coefficients, the highest power first.

    Returns
    -------
    array
        As many as the degree, in no order; real where all of them are.

    Raises
    ------
    ValueError
        If the coefficients are no vector.
    LinAlgError
        If one is not finite.

    Examples
    --------
    >>> import stridewise as np
    >>> np.round(np.roots([1, -3, 2]), 12).tolist()
    [2.0, 1.0]
    """
    return _stridewise._polynomial_roots(atleast_1d(p))


def polyfit(
    x: Any, y: Any, deg: int, rcond: float | None = None, full: bool = False, w: Any = None, cov: Any = False
) -> Any:
    """The polynomial of a degree that comes closest to points, by least squares.

    Parameters
    ----------
    x : array_like, shape (m,)
        Where the points are.
    y : array_like, shape (m,) or (m, k)
        Their values, of `k` sets of points.
    deg : int
        The degree.
    rcond : float, optional
        Singular values up to this share of the largest count as zero; by default the precision times `m`.
    full : bool
        Whether to return, behind the coefficients, residuals, rank, singular values and `rcond`.
    w : array_like, shape (m,), optional
        By what the distances are multiplied before they are squared.
    cov : bool or 'unscaled'
        Whether to return, behind the coefficients, their covariance: scaled so that distances have the variance that
        they show, or as if it were one.

    Returns
    -------
    array, shape (deg + 1,) or (deg + 1, k)
        The coefficients, the highest power first.

    Raises
    ------
    TypeError
        If shapes do not fit.
    ValueError
        If the degree is negative, or there are too few points for a covariance.

    Warns
    -----
    RankWarning
        If several polynomials come equally close.

    Examples
    --------
    >>> import stridewise as np
    >>> np.round(np.polyfit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 1), 12).tolist()
    [2.0, 1.0]
    """
    weights = None if w is None else asarray(w)
    scaled = None if full or not cov else cov != "unscaled"
    coefficients, residuals, rank, singular_values, cutoff, covariance = _stridewise._polynomial_fit(
        asarray(x), asarray(y), int(deg), rcond, weights, scaled
    )
    if full:
        return coefficients, residuals, rank, singular_values, cutoff if rcond is None else rcond
    if rank != int(deg) + 1:
        warnings.warn("Polyfit may be poorly conditioned", RankWarning, stacklevel=2)
    return coefficients if covariance is None else (coefficients, covariance)


def polyval(p: Any, x: Any) -> Any:
    """The polynomial ``p`` at every element of ``x``; where that is a `poly1d`, the one put into the other.

    Examples
    --------
    >>> import stridewise as np
    >>> int(np.polyval([3, 0, 1], 5))
    76
    """
    coefficients = asarray(p)
    if not isinstance(x, poly1d):
        return _stridewise._polynomial_value(coefficients, asanyarray(x))
    value: Any = 0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def polyadd(a1: Any, a2: Any) -> Any:
    """The sum of two polynomials; a `poly1d` where one of them is.

    Examples
    --------
    >>> import stridewise as np
    >>> np.polyadd([1, 2], [9, 5, 4]).tolist()
    [9, 6, 6]
    """
    return _like(_stridewise._polynomial_sum(asarray(a1), asarray(a2)), a1, a2)


def polysub(a1: Any, a2: Any) -> Any:
    """The difference of two polynomials; a `poly1d` where one of them is."""
    return _like(_stridewise._polynomial_difference(asarray(a1), asarray(a2)), a1, a2)


def polymul(a1: Any, a2: Any) -> Any:
    """The product of two polynomials; a `poly1d` where one of them is.

    Examples
    --------
    >>> import stridewise as np
    >>> np.polymul([1, 2], [1, -2]).tolist()
    [1, 0, -4]
    """
    return _like(_stridewise._polynomial_product(asarray(a1), asarray(a2)), a1, a2)


def polydiv(u: Any, v: Any) -> tuple[Any, Any]:
    """Quotient and remainder of two polynomials; `poly1d` where one of them is.

    Examples
    --------
    >>> import stridewise as np
    >>> quotient, remainder = np.polydiv([3.0, 5.0, 2.0], [2.0, 1.0])
    >>> quotient.tolist(), remainder.tolist()
    ([1.5, 1.75], [0.25])
    """
    quotient, remainder = _stridewise._polynomial_quotient(asarray(u), asarray(v))
    return _like(quotient, u, v), _like(remainder, u, v)


def polyder(p: Any, m: int = 1) -> Any:
    """The ``m``-th derivative of a polynomial.

    Raises
    ------
    ValueError
        If ``m`` is negative.

    Examples
    --------
    >>> import stridewise as np
    >>> np.polyder([1, 1, 1, 1]).tolist()
    [3, 2, 1]
    """
    return _like(_stridewise._polynomial_derivative(asarray(p), int(m)), p)


def polyint(p: Any, m: int = 1, k: Any = None) -> Any:
    """The ``m``-th antiderivative of a polynomial.

    Parameters
    ----------
    p : array_like or poly1d
    m : int
        How often to integrate.
    k : number or sequence of numbers, optional
        The constants of integration, the first one first; by default zero.

    Raises
    ------
    ValueError
        If ``m`` is negative, or there are fewer constants.

    Examples
    --------
    >>> import stridewise as np
    >>> np.polyint([3, 2, 1], k=7).tolist()
    [1.0, 1.0, 1.0, 7.0]
    """
    constants = atleast_1d(zeros(max(int(m), 0), float) if k is None else k)
    return _like(_stridewise._polynomial_antiderivative(asarray(p), int(m), constants), p)


poly = array_function(poly, ["seq_of_zeros"])
roots = array_function(roots, ["p"])
polyfit = array_function(polyfit, ["x", "y", "w"])
polyval = array_function(polyval, ["p", "x"])
polyadd = array_function(polyadd, ["a1", "a2"])
polysub = array_function(polysub, ["a1", "a2"])
polymul = array_function(polymul, ["a1", "a2"])
polydiv = array_function(polydiv, ["u", "v"])
polyder = array_function(polyder, ["p"])
polyint = array_function(polyint, ["p"])


def _number_text(number: Any) -> str:
    return f"{float(number):.4g}"


def _coefficient_text(coefficient: Any) -> str:
    """A coefficient with four digits; complex ones in brackets, imaginary ones without."""
    number = complex(coefficient)
    if number.imag == 0:
        return _number_text(number.real)
    if number.real == 0:
        return f"{_number_text(number.imag)}j"
    sign = "+" if number.imag >= 0 else "-"
    return f"({_number_text(number.real)} {sign} {_number_text(abs(number.imag))}j)"


def _raised(line: str, width: int = 70) -> str:
    """The text with what follows `**` raised to a line above, broken where it is too wide."""
    text, upper, lower, at = " ", "", "", 0
    for match in re.finditer(r"\*\*([0-9]+)", line):
        part, exponent = line[at : match.start()], match.group(1)
        at = match.end()
        # Both lines grow by as much; the space that stands ahead of the upper one puts it behind the variable.
        over, under = " " * (len(part) - 1) + exponent, part + " " * (len(exponent) - 1)
        if len(lower) + len(under) > width or len(upper) + len(over) > width:
            text += f"{upper}\n{lower}\n "
            upper, lower = over, under
        else:
            upper, lower = upper + over, lower + under
    return f"{text}{upper}\n{lower}{line[at:]}"


class poly1d:
    """A polynomial in one variable.

    Parameters
    ----------
    c_or_r : array_like
        The coefficients, the highest power first; or with ``r`` the roots.
    r : bool
        Whether roots are given.
    variable : str, optional
        The variable's name in text, ``x`` by default.

    Examples
    --------
    >>> import stridewise as np
    >>> p = np.poly1d([1, 2, 3])
    >>> print(p)
       2
    1 x + 2 x + 3
    >>> int(p(2))
    11
    >>> (p * p).coeffs.tolist()
    [1, 4, 10, 12, 9]
    """

    __hash__ = None  # type: ignore[assignment]
    __module__ = "stridewise"
    _coeffs: Any
    _variable: str

    def __init__(self, c_or_r: Any, r: bool = False, variable: str | None = None) -> None:
        if isinstance(c_or_r, poly1d):
            self._variable = c_or_r._variable
            self._coeffs = c_or_r._coeffs
            extra = set(c_or_r.__dict__) - set(self.__dict__)
            self.__dict__.update({name: c_or_r.__dict__[name] for name in extra})
            if variable is not None:
                self._variable = variable
            return
        self._coeffs = _stridewise._trimmed_polynomial(atleast_1d(poly(c_or_r) if r else c_or_r))
        self._variable = "x" if variable is None else variable

    @property
    def coeffs(self) -> Any:
        """The coefficients, the highest power first."""
        return self._coeffs

    @coeffs.setter
    def coeffs(self, value: Any) -> None:
        # ``p.coeffs += 1`` assigns what it has changed in place.
        if value is not self._coeffs:
            raise AttributeError("Cannot set attribute")

    c = coef = coefficients = coeffs

    @property
    def variable(self) -> str:
        """The variable's name in text."""
        return self._variable

    @property
    def order(self) -> int:
        """The degree."""
        return len(self._coeffs) - 1

    o = order

    @property
    def roots(self) -> Any:
        """Where the polynomial is zero."""
        return roots(self._coeffs)

    r = roots

    def __array__(self, t: Any = None, copy: bool | None = None) -> Any:
        return asarray(self.coeffs, t, copy=copy) if t is not None else asarray(self.coeffs, copy=copy)

    def __repr__(self) -> str:
        return f"poly1d({repr(self.coeffs)[6:-1]})"

    def __len__(self) -> int:
        return self.order

    def __str__(self) -> str:
        text = "0"
        # A zero that stands first since it was put there is not written.
        nonzero = _stridewise.logical_or.accumulate(self.coeffs != 0)
        coefficients = self.coeffs[nonzero]
        degree = len(coefficients) - 1
        for place, coefficient in enumerate(coefficients):
            written = _coefficient_text(coefficient)
            power = degree - place
            if power == 0:
                term = written if written != "0" or place == 0 else ""
            elif written == "0":
                term = ""
            else:
                term = f"{written} {self.variable}"
            if power > 1 and term:
                term = f"{term}**{power}"
            if place == 0:
                text = term
            elif term:
                text = f"{text} - {term[1:]}" if term.startswith("-") else f"{text} + {term}"
        return _raised(text)

    def __call__(self, val: Any) -> Any:
        return polyval(self.coeffs, val)

    def __neg__(self) -> poly1d:
        return poly1d(-self.coeffs)

    def __pos__(self) -> poly1d:
        return self

    def __mul__(self, other: Any) -> poly1d:
        if isscalar(other):
            return poly1d(self.coeffs * other)
        return poly1d(polymul(self.coeffs, poly1d(other).coeffs))

    def __rmul__(self, other: Any) -> poly1d:
        if isscalar(other):
            return poly1d(other * self.coeffs)
        return poly1d(polymul(self.coeffs, poly1d(other).coeffs))

    def __add__(self, other: Any) -> poly1d:
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    __radd__ = __add__

    def __sub__(self, other: Any) -> poly1d:
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other: Any) -> poly1d:
        return poly1d(polysub(poly1d(other).coeffs, self.coeffs))

    def __pow__(self, val: Any) -> poly1d:
        if not isscalar(val) or int(val) != val or val < 0:
            raise ValueError("Power to non-negative integers only.")
        result: Any = [1]
        for _ in range(int(val)):
            result = polymul(self.coeffs, result)
        return poly1d(result)

    def __truediv__(self, other: Any) -> Any:
        if isscalar(other):
            return poly1d(self.coeffs / other)
        return polydiv(self, poly1d(other))

    def __rtruediv__(self, other: Any) -> Any:
        if isscalar(other):
            return poly1d(other / self.coeffs)
        return polydiv(poly1d(other), self)

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, poly1d):
            return NotImplemented
        if self.coeffs.shape != other.coeffs.shape:
            return False
        return (self.coeffs == other.coeffs).all()

    def __ne__(self, other: object) -> Any:
        if not isinstance(other, poly1d):
            return NotImplemented
        return not self.__eq__(other)

    def __getitem__(self, val: int) -> Any:
        """The coefficient of the power ``val``; zero where there is none."""
        if not 0 <= val <= self.order:
            return self.coeffs.dtype.type(0)
        return self.coeffs[self.order - val]

    def __setitem__(self, key: int, val: Any) -> None:
        if key < 0:
            raise ValueError("Does not support negative powers.")
        if key > self.order:
            grown = zeros(key - self.order, dtype=self.coeffs.dtype)
            self._coeffs = _stridewise.concatenate([grown, self.coeffs])
        self._coeffs[self.order - key] = val

    def __iter__(self) -> Iterator[Any]:
        return iter(self.coeffs)

    def integ(self, m: int = 1, k: Any = 0) -> poly1d:
        """The ``m``-th antiderivative, with constants ``k``."""
        return poly1d(polyint(self.coeffs, m=m, k=k))

    def deriv(self, m: int = 1) -> poly1d:
        """The ``m``-th derivative."""
        return poly1d(polyder(self.coeffs, m=m))
