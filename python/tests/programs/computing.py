"""Statements that compute an array from others, and those that take a view."""

from __future__ import annotations

from programs.arrays import Shape, count, kind
from programs.author import Author
from programs.expressions import number


def compute(author: Author) -> None:
    """name = expression"""
    value = author.expression()
    name = author.name_for_new()
    author.tried(f"{name} = {value.text}")
    author.define(name, value.shape, value.dtype, value.inputs, contiguous=False, view_of=value.owner)


def recompute(author: Author) -> None:
    """A name takes a value computed from what it had: the old array dies before the new one may be computed."""
    old = author.any_array()
    value = author.expressions.grown(
        list(author.arrays.values()), author.expressions.leaf(old), author.rng.randint(1, 3)
    )
    author.tried(f"{old.name} = {value.text}")
    author.define(old.name, value.shape, value.dtype, value.inputs, contiguous=False, view_of=value.owner)


def chain(author: Author) -> None:
    """A loop that computes a name from itself."""
    old = author.array(lambda a: a.kind in "fc") or author.any_array()
    rng = author.rng
    other = author.expressions.fitting(list(author.arrays.values()), old.shape)
    step = {"b": "({0} | {1})", "i": "({0} + {1} & 255)", "u": "({0} ^ 3 + {1})"}.get(old.kind, "({0} * 0.5 + {1})")
    operand = other.text if other and rng.random() < 0.6 and other.kind == old.kind else number(rng, old.kind)
    steps = rng.choice([2, 3, 5, 40]) if not author.large else rng.choice([2, 3, 6])
    author.emit(
        f"for step in range({steps}):\n    with {author.attempt}: {old.name} = {step.format(old.name, operand)}"
    )
    author.define(
        old.name, old.shape, old.dtype,
        (old.memory.version, *(other.inputs if other else ())), contiguous=False,
    )  # fmt: skip


def through_function(author: Author) -> None:
    """Temporaries that die inside a function."""
    one, other = author.any_array(), author.any_array()
    second = author.expressions.fitting([other], one.shape)
    if second is None:
        return
    name = author.name_for_new()
    body = author.rng.choice(["(x + y) * x", "np.where(x == y, x, y)", "(x * y) + (x * y)", "(x != y) & (y == y)"])
    if one.name not in author.arrays or other.name not in author.arrays:
        return
    author.tried(f"{name} = (lambda x, y: {body})({one.name}, {other.name})")
    dtype = "?" if "!=" in body else one.dtype
    author.define(name, one.shape, dtype, (one.memory.version, *second.inputs), contiguous=False)


def sliced(author: Author, shape: Shape) -> tuple[str, Shape]:
    """A basic index and the shape that it leaves."""
    rng = author.rng
    if not shape or rng.random() < 0.08:
        return "...", shape
    parts, left = [], []
    for length in shape[: rng.randint(1, len(shape))]:
        roll = rng.random()
        if roll < 0.2:
            parts.append(":")
            left.append(length)
        elif roll < 0.32 and length:
            parts.append(str(rng.randrange(-length, length)))
        elif roll < 0.45:
            parts.append("::-1")
            left.append(length)
        else:
            start, stop, step = (
                rng.randint(0, 2),
                rng.choice([None, None, -1, length // 2 + 1]),
                rng.choice([1, 1, 2, 3]),
            )
            parts.append(f"{start or ''}:{'' if stop is None else stop}{f':{step}' if step > 1 else ''}")
            left.append(len(range(*slice(start, stop, step).indices(length))))
    rest = shape[len(parts) :]
    if rng.random() < 0.05:
        parts.append("None")
        left.append(1)
    return ", ".join(parts), (*left, *rest)


def view(author: Author) -> None:
    """name = view of another array"""
    rng, source = author.rng, author.any_array()
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    text, shape, dtype = source.name, source.shape, source.dtype
    roll = rng.random()
    spread, contiguous = source.spread, False
    writeable, owner = source.writeable, source
    if roll < 0.5:
        index, shape = sliced(author, shape)
        text = f"{text}[{index}]"
        if not shape and "..." not in index:
            # A single element is a scalar, not a view.
            author.tried(f"note({text})")
            return
    elif roll < 0.62:
        text, shape = f"{text}.T", shape[::-1]
    elif roll < 0.76:
        new = reshaped(author, shape)
        text, shape = f"{text}.reshape({new})", new
    elif roll < 0.84:
        how = rng.choice(["ravel()", "flatten()", "ravel('K')", "reshape(-1)", "squeeze()"])
        text = f"{text}.{how}"
        shape = tuple(length for length in shape if length != 1) if how == "squeeze()" else (count(shape),)
    elif roll < 0.9 and source.kind == "c":
        part = rng.choice(["real", "imag"])
        text, dtype = f"{text}.{part}", f"f{int(dtype[1:]) // 2}"
    elif roll < 0.95:
        shape = (2, *shape)
        text, spread, writeable = f"np.broadcast_to({text}, {shape})", True, False
    else:
        text, contiguous = f"{text}.view()", source.contiguous
    author.tried(f"{name} = {text}")
    author.define(
        name, shape, dtype, view_of=owner, contiguous=contiguous, spread=spread, writeable=writeable
    )  # fmt: skip


def reshaped(author: Author, shape: Shape) -> Shape:
    size = count(shape)
    if size == 0:
        return (0, 3)
    choices: list[Shape] = [(size,), shape[::-1], (1, *shape)]
    choices += [(factor, size // factor) for factor in (2, 3, 4, 10) if size % factor == 0]
    return author.rng.choice(choices)


def reduce(author: Author) -> None:
    """A reduction that makes an array or a scalar."""
    rng = author.rng
    deep = rng.random() < 0.6
    source = author.expression(rng.randint(1, 3)) if deep else author.expressions.leaf(author.any_array())
    names = ["max", "min", "any", "all", "argmax", "argmin"]
    if not author.exact or source.kind in "biu":
        names += ["sum", "sum", "prod", "mean", "std", "cumsum", "cumprod", "var", "ptp"]
    function = rng.choice(names)
    arguments = []
    axis: int | None = None
    if source.shape and rng.random() < 0.7:
        axis = rng.randrange(-len(source.shape), len(source.shape))
        arguments.append(f"axis={axis}")
    if rng.random() < 0.15 and not function.startswith("cum"):
        arguments.append("keepdims=True")
    if rng.random() < 0.1 and function in ("sum", "max", "min", "any", "all", "prod"):
        mask = author.expressions.mask(list(author.arrays.values()), source.shape)
        arguments.append(f"where={mask.text}")
        if function in ("max", "min"):
            arguments.append("initial=0")
    text = f"np.{function}({', '.join([source.text, *arguments])})"
    if axis is None or rng.random() < 0.5:
        author.tried(f"note({text})")
        for version in source.inputs:
            version.use()
        return
    if len(source.shape) < 2 and not function.startswith("cum") and "keepdims=True" not in arguments:
        author.tried(f"note({text})")
        for version in source.inputs:
            version.use()
        return
    place = axis % len(source.shape)
    shape = source.shape
    if not function.startswith("cum"):
        kept = (1,) if "keepdims=True" in arguments else ()
        shape = (*shape[:place], *kept, *shape[place + 1 :])
    dtype = {"any": "?", "all": "?", "argmax": "i8", "argmin": "i8"}.get(function, source.dtype)
    if kind(dtype) in "bui" and function in ("sum", "prod", "cumsum", "cumprod"):
        dtype = "i8"
    if kind(dtype) in "bui" and function in ("mean", "std", "var"):
        dtype = "f8"
    name = author.name_for_new()
    author.tried(f"{name} = {text}")
    author.define(name, shape, dtype, source.inputs, contiguous=False)


def other_function(author: Author) -> None:
    """Operations that are not elementwise and read what they are given."""
    rng, source = author.rng, author.any_array()
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    value = author.expressions.grown([source], author.expressions.leaf(source), rng.randint(0, 2))
    text, shape, dtype = value.text, value.shape, value.dtype
    owner = None
    roll = rng.random()
    if roll < 0.15 and shape:
        text, contiguous = f"np.sort({text}, axis=-1)", True
    elif roll < 0.3:
        text, shape = f"np.concatenate([{text}.ravel(), {source.name}.ravel()])", (count(shape) + source.size,)
        contiguous = True
    elif roll < 0.45:
        text, shape = f"np.stack([{text}, {text}])", (2, *shape)
        contiguous = True
    elif roll < 0.6 and shape:
        text, shape, contiguous, owner = f"np.flip({text}, 0)", shape, False, value.owner
    elif roll < 0.7 and shape and kind(dtype) in "iu":
        text, contiguous = f"({text}).cumsum(axis=0)", False
    elif roll < 0.8 and shape:
        text, contiguous = f"np.roll({text}, 1, axis=0)", False
    elif shape and shape[0] > 1:
        text, shape, contiguous = f"np.repeat({text}, 2, axis=0)", (2 * shape[0], *shape[1:]), False
    else:
        return
    if count(shape) > 200_000 and not author.large:
        return
    author.tried(f"{name} = {text}")
    author.define(name, shape, dtype, value.inputs, contiguous=contiguous, view_of=owner)


def kept_in_list(author: Author) -> None:
    """Several results side by side, whose input may go before they are read."""
    source = author.array(lambda a: a.kind in "biuf") or author.any_array()
    rng = author.rng
    form = rng.choice(["{0} > k", "{0} == k", "{0} * 2 + k", "np.where({0} != k, {0}, k)"])
    form = form.replace("* 2 +", "|") if source.kind == "b" else form
    length = rng.choice([2, 3, 5, 12])
    values = "(k > 1)" if source.kind == "b" else "k"
    name = f"kept{author.serial()}"
    lines = [f"{name} = [{form.replace('k', values).format(source.name)} for k in range({length})]"]
    if rng.random() < 0.4 and source.writeable and not source.spread:
        lines.append(f"{source.name}[...] = {number(rng, source.kind)}")
        author.wrote(source)
    if rng.random() < 0.3:
        lines.append(f"{name}.reverse()")
    lines = [f"with {author.attempt}: {line}" for line in lines]
    lines.append(f"for k in range({length}):\n    with {author.attempt}: note({name}[k])")
    author.emit("\n".join(lines))


def several_outputs(author: Author) -> None:
    """Operations with two results."""
    source = author.array(lambda a: a.kind in "iuf" and bool(a.shape))
    if source is None:
        return
    rng = author.rng
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    divisor = rng.choice(["2", "3", "0"])
    call = rng.choice([f"divmod({source.name}, {divisor})", f"np.divmod({source.name}, {divisor})"])
    if source.kind == "f":
        call = rng.choice([call, f"np.modf({source.name})", f"np.frexp({source.name})"])
    author.tried(f"{name}, other = {call}; note(other); del other")
    author.define(name, source.shape, source.dtype, (source.memory.version,), contiguous=False)


def as_ufunc_method(author: Author) -> None:
    """Calls with dtype=, reduce, accumulate and outer."""
    rng = author.rng
    source = author.array(lambda a: a.kind in "iuf" and bool(a.shape))
    if source is None:
        return
    name = source.name
    forms = [
        f"np.multiply({name}, 2, dtype='f8')", f"np.add({name}, {name}, dtype='c16')",
        f"np.maximum.reduce({name}, axis=-1)", f"np.logical_and.reduce({name}, axis=0)",
        f"np.maximum.accumulate({name}, axis=0)", f"np.minimum.outer({name}[:2], [1, 2])",
        f"np.add.reduce({name} > 1, axis=0)", f"np.not_equal({name}, 1, dtype='?')",
        f"np.bitwise_or.reduce({name} < 2, axis=-1)",
    ]  # fmt: skip
    if not author.exact or source.kind in "iu":
        forms += [f"np.add.accumulate({name}, axis=-1)", f"np.add.reduce({name}, axis=0, keepdims=True)"]
    author.tried(f"note({rng.choice(forms)})")
    source.memory.version.use()


def other_bytes(author: Author) -> None:
    """The same memory under another dtype."""
    source = author.array(lambda a: a.contiguous and bool(a.shape) and a.kind in "iuf")
    if source is None:
        return
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    width = int(source.dtype[1:])
    dtype = author.rng.choice(["u1", f"i{width}", f"u{width}"])
    dtype = dtype if dtype in ("u1", "i2", "i4", "i8") else "u1"
    shape = (*source.shape[:-1], source.shape[-1] * width) if dtype == "u1" else source.shape
    author.tried(f"{name} = {source.name}.view('{dtype}')")
    author.define(name, shape, dtype, view_of=source, contiguous=True, writeable=source.writeable, spread=source.spread)


def select(author: Author) -> None:
    """Elements chosen by indices or a mask: shapes that depend on data."""
    rng, source = author.rng, author.any_array()
    if not source.shape or not source.shape[0]:
        return
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    inputs = (source.memory.version,)
    if rng.random() < 0.5:
        places = [rng.randrange(-source.shape[0], source.shape[0]) for _ in range(rng.randint(1, 5))]
        author.tried(f"{name} = {source.name}[{places}]")
        author.define(name, (len(places), *source.shape[1:]), source.dtype, inputs, contiguous=False)
        return
    mask = author.expressions.mask([a for a in author.arrays.values() if a.shape == source.shape], source.shape)
    if mask.shape != source.shape:
        return
    author.tried(f"note({source.name}[{mask.text}])")
    for version in inputs + mask.inputs:
        version.use()
