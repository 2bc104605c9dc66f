"""Random expressions of elementwise operations."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from programs.arrays import DTYPES, Known, Shape, Version, broadcast, kind, promoted

COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]

# By the kind of the operands. Those of EXACT have one right result to the last bit.
OPERATORS = {
    "b": ["&", "|", "^", "+", "*"],
    "i": ["+", "-", "*", "//", "%", "/", "&", "|", "^"],
    "u": ["+", "-", "*", "//", "%", "/", "&", "|", "^"],
    "f": ["+", "-", "*", "/", "+", "-", "*", "/", "//", "%"],
    "c": ["+", "-", "*", "+", "-", "*", "/"],
}
BINARY = {
    "b": ["logical_and", "logical_or", "logical_xor", "maximum", "bitwise_or"],
    "i": ["add", "subtract", "multiply", "maximum", "minimum", "fmod", "gcd", "remainder", "logical_xor"],
    "u": ["add", "multiply", "maximum", "minimum", "fmin", "floor_divide", "left_shift"],
    "f": ["add", "subtract", "multiply", "divide", "maximum", "minimum", "fmax", "fmin", "copysign", "fmod",
          "nextafter", "hypot", "arctan2", "power", "float_power", "logaddexp", "heaviside"],
    "c": ["add", "subtract", "multiply", "maximum", "divide", "power"],
}  # fmt: skip
UNARY = {
    "b": ["logical_not", "invert", "abs"],
    "i": ["negative", "absolute", "square", "sign", "invert", "sqrt", "positive", "exp"],
    "u": ["negative", "square", "invert", "sign", "sqrt"],
    "f": ["negative", "absolute", "square", "sign", "sqrt", "floor", "ceil", "trunc", "rint", "reciprocal", "fabs",
          "isnan", "isfinite", "signbit", "spacing",
          "exp", "log", "sin", "cos", "tanh", "expm1", "log1p", "exp2", "log2", "arctan", "sinh", "cbrt"],
    "c": ["negative", "absolute", "square", "conjugate", "isnan", "exp", "sqrt", "sign"],
}  # fmt: skip
INEXACT = {
    "hypot", "arctan2", "power", "float_power", "logaddexp", "exp", "log", "sin", "cos", "tanh", "expm1", "log1p",
    "exp2", "log2", "arctan", "sinh", "cbrt",
}  # fmt: skip
# The smaller of zeros of both signs is either.
INEXACT |= {"maximum", "minimum", "fmax", "fmin"}
INEXACT_COMPLEX = {"*", "/", "multiply", "divide", "absolute", "square", "sqrt", "exp", "power", "sign"}
PREDICATES = {"isnan", "isfinite", "signbit", "logical_not", "logical_and", "logical_or", "logical_xor"}


@dataclass(slots=True)
class Expression:
    text: str
    shape: Shape
    dtype: str
    inputs: tuple[Version, ...] = ()
    # Number of operations; a bare name has none.
    depth: int = 0
    # The array whose memory the result may share: its own, or that of which it is a view.
    owner: Known | None = None

    @property
    def kind(self) -> str:
        return kind(self.dtype)


def number(rng: random.Random, wanted: str) -> str:
    """A Python number that an array of this kind takes without changing its kind."""
    if wanted == "b":
        return rng.choice(["True", "False"])
    if wanted == "u":
        return rng.choice(["0", "1", "2", "3", "7"])
    if wanted == "i":
        return rng.choice(["0", "1", "2", "3", "-1", "-5", "100"])
    if wanted == "c" and rng.random() < 0.3:
        return rng.choice(["1j", "(0.5+2j)", "(-1+0j)"])
    return rng.choice(["0.0", "1.0", "2", "0.5", "-1.5", "3.25", "-0.0", "1e3", "1e-3", "np.inf", "np.nan"])


def scalar(rng: random.Random, dtype: str) -> str:
    """A number, or a scalar or array without axes of this dtype."""
    value = number(rng, kind(dtype))
    roll = rng.random()
    if roll < 0.8:
        return value
    return f"np.dtype('{dtype}').type({value})" if roll < 0.9 else f"np.array({value}, '{dtype}')"


class Expressions:
    """Makes expressions over the arrays that a program has at this point."""

    def __init__(self, rng: random.Random, exact: bool) -> None:
        self.rng = rng
        self.exact = exact

    def chosen(self, names: Sequence[str], kind_of_operands: str) -> str:
        name = self.rng.choice(names)
        if self.exact:
            while name in INEXACT or (kind_of_operands == "c" and name in INEXACT_COMPLEX):
                name = self.rng.choice(names)
        return name

    def leaf(self, array: Known) -> Expression:
        return Expression(array.name, array.shape, array.dtype, (array.memory.version,), 0, array)

    def fitting(self, arrays: Sequence[Known], shape: Shape) -> Expression | None:
        """An array that broadcasts with the shape, if the first few looked at hold one."""
        for _ in range(4):
            array = self.rng.choice(arrays)
            if broadcast(array.shape, shape) is not None:
                return self.leaf(array)
        return None

    def operand(self, arrays: Sequence[Known], like: Expression, depth: int) -> Expression:
        """Something to combine with `like`: a number, an array, or an expression of arrays."""
        roll = self.rng.random()
        if roll < 0.3:
            return Expression(scalar(self.rng, like.dtype), (), like.dtype)
        found = self.fitting(arrays, like.shape)
        if found is None:
            return Expression(number(self.rng, like.kind), (), like.dtype)
        if depth > 1 and roll < 0.6:
            deeper = self.grown(arrays, found, depth - 1)
            if broadcast(deeper.shape, like.shape) is not None:
                return deeper
        return found

    def expression(self, arrays: Sequence[Known], depth: int) -> Expression:
        """At least one operation."""
        return self.grown(arrays, self.leaf(self.rng.choice(arrays)), depth)

    def grown(self, arrays: Sequence[Known], start: Expression, depth: int) -> Expression:
        result = start
        for _ in range(depth):
            result = self.step(arrays, result, depth)
        return result

    def step(self, arrays: Sequence[Known], one: Expression, depth: int) -> Expression:
        rng = self.rng
        roll = rng.random()
        if roll < 0.2:
            return self.unary(one)
        if roll < 0.3:
            return self.cast(one)
        other = self.operand(arrays, one, depth)
        shape = broadcast(one.shape, other.shape)
        assert shape is not None
        inputs = one.inputs + other.inputs
        steps = one.depth + other.depth + 1
        common = promoted(one.dtype, other.dtype)
        kinds = kind(common)
        if roll < 0.4:
            return Expression(f"({one.text} {rng.choice(COMPARISONS)} {other.text})", shape, "?", inputs, steps)
        if roll < 0.47:
            mask = self.mask(arrays, shape)
            shape = broadcast(shape, mask.shape) or shape
            text = f"np.where({mask.text}, {one.text}, {other.text})"
            return Expression(text, shape, common, inputs + mask.inputs, steps + mask.depth)
        if roll < 0.53 and kinds in "iuf":
            low, high = sorted((rng.choice(["0", "1", "2"]), rng.choice(["3", "4", "9"])))
            return Expression(f"{one.text}.clip({low}, {high})", one.shape, one.dtype, one.inputs, one.depth + 1)
        if roll < 0.8:
            operator = self.chosen(OPERATORS[kinds], kinds)
            pair = (one, other) if rng.random() < 0.7 or not other.inputs else (other, one)
            text = f"({pair[0].text} {operator} {pair[1].text})"
            return Expression(text, shape, self.quotient(common) if operator == "/" else common, inputs, steps)
        name = self.chosen(BINARY[kinds], kinds)
        dtype = "?" if name in PREDICATES else "f8" if name == "float_power" else common
        dtype = self.quotient(dtype) if name == "divide" else dtype
        return Expression(f"np.{name}({one.text}, {other.text})", shape, dtype, inputs, steps)

    def quotient(self, dtype: str) -> str:
        return dtype if kind(dtype) in "fc" else "f8"

    def unary(self, one: Expression) -> Expression:
        name = self.chosen(UNARY[one.kind], one.kind)
        dtype = one.dtype
        if name in PREDICATES:
            dtype = "?"
        elif name in ("sqrt", "exp") and one.kind in "iu":
            dtype = {"u1": "f2", "i2": "f4"}.get(dtype, "f8")
        elif name == "absolute" and one.kind == "c":
            dtype = f"f{int(dtype[1:]) // 2}"
        text = f"np.{name}({one.text})"
        if name == "negative" and self.rng.random() < 0.7:
            text = f"(-{one.text})"
        return Expression(text, one.shape, dtype, one.inputs, one.depth + 1)

    def cast(self, one: Expression) -> Expression:
        dtype = self.rng.choices(list(DTYPES), list(DTYPES.values()))[0]
        if one.kind == "c" and kind(dtype) != "c":
            half = f"f{int(one.dtype[1:]) // 2}"
            return Expression(f"{one.text}.imag", one.shape, half, one.inputs, one.depth + 1, one.owner)
        copy = self.rng.choice(["", "", ", copy=False", ", order='F'"])
        owner = one.owner if "False" in copy else None
        return Expression(f"{one.text}.astype('{dtype}'{copy})", one.shape, dtype, one.inputs, one.depth + 1, owner)

    def mask(self, arrays: Sequence[Known], shape: Shape) -> Expression:
        """Booleans that broadcast with the shape."""
        masks = [array for array in arrays if array.kind == "b" and broadcast(array.shape, shape) is not None]
        if masks and self.rng.random() < 0.6:
            return self.leaf(self.rng.choice(masks))
        found = self.fitting(arrays, shape)
        if found is None:
            return Expression(self.rng.choice(["True", "np.array([False])"]), (), "?")
        text = f"({found.text} {self.rng.choice(COMPARISONS)} {number(self.rng, found.kind)})"
        return Expression(text, found.shape, "?", found.inputs, 1)
