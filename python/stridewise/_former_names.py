"""Names that NumPy once had, and what to write instead."""

from __future__ import annotations

import warnings
from typing import NoReturn

_BUILTINS = {
    "object": "object",
    "bool": "bool",
    "float": "float",
    "complex": "complex",
    "str": "str",
    "int": "int",
}
_MOVED = {
    "Inf": "Use `np.inf` instead.",
    "Infinity": "Use `np.inf` instead.",
    "NINF": "Use `-np.inf` instead.",
    "NZERO": "Use `-0.0` instead.",
    "NaN": "Use `np.nan` instead.",
    "PINF": "Use `np.inf` instead.",
    "PZERO": "Use `0.0` instead.",
    "alltrue": "Use `np.all` instead.",
    "asfarray": "Use `np.asarray` with a `float` dtype instead.",
    "byte_bounds": "Now it's available under `np.lib.array_utils.byte_bounds`",
    "cast": "Use `np.asarray(arr, dtype=dtype)` instead.",
    "cfloat": "Use `np.complex128` instead.",
    "compat": "There's no replacement, as Python 2 is no longer supported.",
    "complex_": "Use `np.complex128` instead.",
    "cumproduct": "Use `np.cumprod` instead.",
    "find_common_type": "Use `np.promote_types` or `np.result_type` instead.",
    "float_": "Use `np.float64` instead.",
    "in1d": "Use `np.isin` instead.",
    "infty": "Use `np.inf` instead.",
    "issctype": "Use `issubclass(rep, np.generic)` instead.",
    "issubclass_": "Use `issubclass` builtin instead.",
    "longfloat": "Use `np.longdouble` instead.",
    "mat": "Use `np.asmatrix` instead.",
    "msort": "Use `np.sort(a, axis=0)` instead.",
    "obj2sctype": "Use `np.dtype(obj).type` instead.",
    "product": "Use `np.prod` instead.",
    "round_": "Use `np.round` instead.",
    "row_stack": "Use `np.vstack` instead.",
    "safe_eval": "Use `ast.literal_eval` instead.",
    "sctype2char": "Use `np.dtype(obj).char` instead.",
    "sctypes": "Access dtypes explicitly instead.",
    "set_string_function": "Use `np.set_printoptions` with a formatter instead.",
    "singlecomplex": "Use `np.complex64` instead.",
    "sometrue": "Use `np.any` instead.",
    "source": "Use `inspect.getsource` instead.",
    "trapz": "Use `np.trapezoid` instead.",
    "tracemalloc_domain": "It's now available from `np.lib`.",
    "unicode_": "Use `np.str_` instead.",
    "who": "Use an IDE variable explorer or `locals()` instead.",
}
_FUTURE_SCALARS = {"bytes", "str", "object"}


def raise_missing(module: str, name: str) -> NoReturn:
    """Raise AttributeError for a name that the package does not have, and say what took its place."""
    if name in _FUTURE_SCALARS:
        warnings.warn(
            f"In the future `np.{name}` will be defined as the corresponding NumPy scalar.",
            FutureWarning,
            stacklevel=3,
        )
    if name in _BUILTINS:
        raise AttributeError(
            f"module {module!r} has no attribute {name!r}.\n`np.{name}` was a deprecated alias for the builtin "
            f"`{_BUILTINS[name]}`. Write `{_BUILTINS[name]}`, or a NumPy type of a stated size.",
            name=None,
        )
    if name in _MOVED:
        raise AttributeError(f"`np.{name}` was removed in the NumPy 2.0 release. {_MOVED[name]}", name=None)
    raise AttributeError(f"module {module!r} has no attribute {name!r}")
