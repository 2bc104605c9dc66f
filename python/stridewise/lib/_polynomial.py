"""Polynomials as vectors of coefficients, the highest power first, and the class of them."""

from __future__ import annotations

import importlib
import re
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
from .type_check import isscalar

__all__ = ["poly", "poly1d", "polyadd", "polyder", "polydiv", "polyint", "polymul", "polysub", "polyval"]


def _like(result: Any, *operands: Any) -> Any:
    """A `poly1d` where one of the operands is."""
    return poly1d(result) if any(isinstance(operand, poly1d) for operand in operands) else result


def poly(seq_of_zeros: Any) -> Any:
    """The polynomial of these roots, with leading coefficient one.

    Parameters
    ----------
    seq_of_zeros : array_like
        The roots.

    Raises
    ------
    ValueError
        If they are no vector.

    Examples
    --------
    >>> import stridewise as np
    >>> np.poly([1, -1]).tolist()
    [1.0, 0.0, -1.0]
    """
    roots = atleast_1d(seq_of_zeros)
    if roots.ndim == 2 and roots.shape[0] == roots.shape[1] != 0:
        linalg: Any = importlib.import_module("stridewise.linalg")
        roots = linalg.eigvals(roots)
    elif roots.ndim != 1:
        raise ValueError("input must be 1d or non-empty square 2d array.")
    return 1.0 if len(roots) == 0 else _stridewise._polynomial_of_roots(roots)


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
        package: Any = importlib.import_module("stridewise")
        return package.roots(self._coeffs)

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
