"""The docstrings of the ufuncs: what each computes, and what all of them take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import inspect

from .._globals import _NoValue

_SUMMARIES = {
    "absolute": "Absolute value, element-wise; the magnitude of complex numbers.",
    "add": "Sum of two arrays, element-wise.",
    "arccos": "Inverse cosine, element-wise, in radians within [0, pi].",
    "arccosh": "Inverse hyperbolic cosine, element-wise.",
    "arcsin": "Inverse sine, element-wise, in radians within [-pi/2, pi/2].",
    "arcsinh": "Inverse hyperbolic sine, element-wise.",
    "arctan": "Inverse tangent, element-wise, in radians within [-pi/2, pi/2].",
    "arctan2": "Angle in radians of the point (x2, x1), element-wise, in the right quadrant.",
    "arctanh": "Inverse hyperbolic tangent, element-wise.",
    "bitwise_and": "Bits set in both integers, element-wise; logical `and` of booleans.",
    "bitwise_count": "Number of bits set in the absolute value, element-wise.",
    "bitwise_or": "Bits set in either integer, element-wise; logical `or` of booleans.",
    "bitwise_xor": "Bits set in one integer alone, element-wise; logical `xor` of booleans.",
    "cbrt": "Cube root, element-wise.",
    "ceil": "Smallest whole number that is not below the element.",
    "clip": "Elements limited to the range from x2 to x3.",
    "conjugate": "Complex conjugate, element-wise.",
    "copysign": "Magnitude of x1 with the sign of x2, element-wise.",
    "cos": "Cosine of an angle in radians, element-wise.",
    "cosh": "Hyperbolic cosine, element-wise.",
    "deg2rad": "Angles in degrees as radians.",
    "degrees": "Angles in radians as degrees.",
    "divide": "Quotient of two arrays, element-wise; floating-point also for integers.",
    "divmod": "Quotient rounded down and remainder, element-wise.",
    "equal": "Whether the elements are equal.",
    "exp": "Exponential function, element-wise.",
    "exp2": "2 to the power of the element.",
    "expm1": "exp(x) - 1, element-wise, exact near zero.",
    "fabs": "Absolute value of real numbers, as floats.",
    "float_power": "x1 to the power of x2, element-wise, in double precision at least.",
    "floor": "Largest whole number that is not above the element.",
    "floor_divide": "Quotient rounded down, element-wise.",
    "fmax": "Larger of two elements; the other one where one is NaN.",
    "fmin": "Smaller of two elements; the other one where one is NaN.",
    "fmod": "Remainder with the sign of the dividend, element-wise.",
    "frexp": "Fraction within [0.5, 1) and power of two of each element.",
    "gcd": "Greatest common divisor of the magnitudes, element-wise.",
    "greater": "Whether x1 is greater than x2, element-wise.",
    "greater_equal": "Whether x1 is greater than or equal to x2, element-wise.",
    "heaviside": "0 for negative x1, 1 for positive, x2 where x1 is zero.",
    "hypot": "Length of the hypotenuse over legs x1 and x2, element-wise.",
    "invert": "All bits turned over, element-wise; logical `not` of booleans.",
    "isfinite": "Whether the element is neither infinite nor NaN.",
    "isinf": "Whether the element is infinite.",
    "isnan": "Whether the element is NaN.",
    "lcm": "Least common multiple of the magnitudes, element-wise.",
    "ldexp": "x1 times 2 to the power of x2, element-wise.",
    "left_shift": "Bits of x1 moved left by x2, element-wise.",
    "less": "Whether x1 is less than x2, element-wise.",
    "less_equal": "Whether x1 is less than or equal to x2, element-wise.",
    "log": "Natural logarithm, element-wise.",
    "log10": "Logarithm to base 10, element-wise.",
    "log1p": "log(1 + x), element-wise, exact near zero.",
    "log2": "Logarithm to base 2, element-wise.",
    "logaddexp": "log(exp(x1) + exp(x2)), element-wise, without overflow.",
    "logaddexp2": "log2(2**x1 + 2**x2), element-wise, without overflow.",
    "logical_and": "Whether both elements are true.",
    "logical_not": "Whether the element is false.",
    "logical_or": "Whether either element is true.",
    "logical_xor": "Whether one element alone is true.",
    "matmul": "Matrix product of the last two axes; leading axes broadcast.",
    "matvec": "Product of matrices and vectors over the last axes.",
    "maximum": "Larger of two elements; NaN where one is NaN.",
    "minimum": "Smaller of two elements; NaN where one is NaN.",
    "modf": "Fractional and whole part of each element.",
    "multiply": "Product of two arrays, element-wise.",
    "negative": "Elements with the opposite sign.",
    "nextafter": "Next floating-point number after x1 towards x2.",
    "not_equal": "Whether the elements differ.",
    "positive": "The elements as they are.",
    "power": "x1 to the power of x2, element-wise.",
    "rad2deg": "Angles in radians as degrees.",
    "radians": "Angles in degrees as radians.",
    "reciprocal": "1 / x, element-wise.",
    "remainder": "Remainder with the sign of the divisor, element-wise.",
    "right_shift": "Bits of x1 moved right by x2, element-wise.",
    "rint": "Nearest whole number, ties to the even one.",
    "sign": "-1, 0 or 1 by the sign of the element; z / |z| of complex numbers.",
    "signbit": "Whether the sign bit is set, element-wise.",
    "sin": "Sine of an angle in radians, element-wise.",
    "sinh": "Hyperbolic sine, element-wise.",
    "spacing": "Distance to the nearest adjacent floating-point number.",
    "sqrt": "Non-negative square root, element-wise.",
    "square": "Square of each element.",
    "subtract": "Difference of two arrays, element-wise.",
    "tan": "Tangent of an angle in radians, element-wise.",
    "tanh": "Hyperbolic tangent, element-wise.",
    "trunc": "The element without its fractional part.",
    "vecdot": "Inner product of vectors along the last axis, the first one conjugated.",
    "vecmat": "Product of vectors, conjugated, and matrices over the last axes.",
}


def signature(ufunc: Any) -> str:
    """The call of the ufunc as text: ``add(x1, x2, /, out=None, ...)``."""
    inputs = "x" if ufunc.nin == 1 else ", ".join(f"x{place + 1}" for place in range(ufunc.nin))
    outputs = ""
    if ufunc.nout > 1:
        outputs = "[, " + ", ".join(f"out{place + 1}" for place in range(ufunc.nout)) + "]"
    out = "None" if ufunc.nout == 1 else "(" + ", ".join(["None"] * ufunc.nout) + ")"
    if ufunc.signature is not None:
        options = "casting='same_kind', order='K', dtype=None, subok=True[, signature, axes, axis]"
        return f"{ufunc.__name__}({inputs}, /, out={out}, *, {options})"
    options = "where=True, casting='same_kind', order='K', dtype=None, subok=True[, signature]"
    return f"{ufunc.__name__}({inputs}{outputs}, / [, out={out}], *, {options})"


def inspect_signature(ufunc: Any) -> inspect.Signature:
    """The signature that `inspect` shows for a ufunc."""
    # Only who asks for a signature has the module already.
    import inspect

    kinds = inspect.Parameter
    names = ["x"] if ufunc.nin == 1 else [f"x{place + 1}" for place in range(ufunc.nin)]
    parameters = [kinds(name, kinds.POSITIONAL_ONLY) for name in names]
    default = None if ufunc.nout == 1 else (None,) * ufunc.nout
    parameters.append(kinds("out", kinds.POSITIONAL_OR_KEYWORD, default=default))
    options: dict[str, Any] = {}
    if ufunc.signature is None:
        options["where"] = True
    options |= {"casting": "same_kind", "order": "K", "dtype": None, "subok": True, "signature": None}
    if ufunc.signature is not None:
        options |= {"axes": _NoValue, "axis": _NoValue, "keepdims": False}
    parameters += [kinds(name, kinds.KEYWORD_ONLY, default=default) for name, default in options.items()]
    return inspect.Signature(parameters)


def documentation(ufunc: Any) -> str:
    """The docstring of a ufunc."""
    summary = _SUMMARIES.get(ufunc.__name__, "A function that works on arrays element by element.")
    names = "x" if ufunc.nin == 1 else ", ".join(f"x{place + 1}" for place in range(ufunc.nin))
    return f"""{signature(ufunc)}

{summary}

Parameters
----------
{names} : array_like
    The operands; they broadcast together.
out : ndarray, None, or tuple of ndarray and None, optional
    Where results are written; fresh arrays where it is not given.
where : array_like of bool, optional
    Elements at false places are neither computed nor written.
**kwargs
    `casting`, `order`, `dtype`, `subok` and `signature`, as for every ufunc.

Returns
-------
ndarray or scalar
    One result per element of the broadcast shape; a scalar where that shape is ().

Raises
------
ValueError
    Shapes do not broadcast.
TypeError
    There is no loop for the operands' dtypes.
"""
