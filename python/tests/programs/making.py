"""Statements that make arrays, in every layout."""

from __future__ import annotations

from programs.arrays import Shape, count, kind
from programs.author import Author
from programs.expressions import number


def make(author: Author) -> None:
    """A new array from nothing."""
    rng = author.rng
    shape, dtype = author.shape(), author.dtype()
    name = author.name_for_new()
    layout = rng.random()
    if layout < 0.15 and shape:
        wide = tuple(2 * length for length in shape)
        steps = ", ".join(["::2"] * len(shape))
        author.tried(f"{name} = {filled(author, wide, dtype)}[{steps}]")
        author.define(name, shape, dtype, contiguous=False)
    elif layout < 0.25 and shape:
        author.tried(f"{name} = {filled(author, shape, dtype)}[{'..., ' if len(shape) > 1 else ''}::-1]")
        author.define(name, shape, dtype, contiguous=False)
    elif layout < 0.35 and len(shape) > 1:
        author.tried(f"{name} = {filled(author, shape[::-1], dtype)}.T")
        author.define(name, shape, dtype, contiguous=False)
    elif layout < 0.42 and shape:
        short = tuple(1 if rng.random() < 0.5 else length for length in shape)
        author.tried(f"{name} = np.broadcast_to({filled(author, short, dtype)}, {shape})")
        author.define(name, shape, dtype, contiguous=False, spread=True, writeable=False)
    elif layout < 0.5:
        author.tried(f"{name} = np.array({filled(author, shape, dtype)}, order='F')")
        author.define(name, shape, dtype, contiguous=False)
    else:
        author.tried(f"{name} = {filled(author, shape, dtype)}")
        author.define(name, shape, dtype)


def filled(author: Author, shape: Shape, dtype: str) -> str:
    """An expression of an array in C order."""
    rng = author.rng
    size, roll, kinds = count(shape), rng.random(), kind(dtype)
    if roll < 0.15:
        return f"np.full({shape}, {number(rng, kinds)}, '{dtype}')"
    if roll < 0.22:
        return f"np.{rng.choice(['ones', 'zeros'])}({shape}, '{dtype}')"
    if roll < 0.3 and kinds in "fc":
        first, last = rng.choice([-3, 0, 1]), rng.choice([2, 5, 1e3])
        return f"np.linspace({first}, {last}, {size}, dtype='{dtype}').reshape({shape})"
    if roll < 0.5:
        first = rng.choice([0, 0, 1, -size // 2]) if kinds != "u" and dtype != "f2" else 0
        text = f"np.arange({first}, {first + size})"
        if dtype == "f2":
            text = f"({text} % 2048)"
        return f"{text}.astype('{dtype}').reshape({shape})"
    if roll < 0.56 and kinds in "iuf" and dtype != "f2":
        draw = f"integers(0, 9, {shape}, '{dtype}')"
        if kinds == "f":
            draw = f"random({shape}, '{dtype}')"
        return f"np.random.default_rng({rng.randint(0, 9)}).{draw}"
    arguments = f"({rng.randint(0, 5)}, {size}, '{'plain' if kinds in 'iub' or rng.random() < 0.5 else 'wild'}')"
    if roll < 0.65 and not author.large:
        return f"np.array(numbers{arguments}{f', {dtype!r}' if kinds in 'fc' else ''}).reshape({shape})"
    return f"np.frombuffer(raw{arguments}).astype('{dtype}').reshape({shape})"


def make_alike(author: Author) -> None:
    """A new array shaped as another."""
    rng, source, name = author.rng, author.any_array(), author.name_for_new()
    if name == source.name:
        return
    roll, inputs = rng.random(), (source.memory.version,)
    if roll < 0.3:
        author.tried(f"{name} = np.{rng.choice(['zeros', 'ones'])}_like({source.name})")
        author.define(name, source.shape, source.dtype, contiguous=source.contiguous)
    elif roll < 0.45:
        author.tried(f"{name} = np.full_like({source.name}, {number(rng, source.kind)})")
        author.define(name, source.shape, source.dtype, contiguous=source.contiguous)
    elif roll < 0.6:
        fill = rng.choice([f"{name}.fill({{}})", f"{name}[...] = {{}}"]).format(number(rng, source.kind))
        author.tried(f"{name} = np.empty_like({source.name}); {fill}")
        author.define(name, source.shape, source.dtype, contiguous=source.contiguous)
    else:
        copy = rng.choice(
            ["{}.copy()", "np.array({})", "{}.copy('F')", "copy.copy({})", "copy.deepcopy({})", "+{}",
             "{}.astype('f8')", "pickle.loads(pickle.dumps({}))", "np.ascontiguousarray({})", "np.asfortranarray({})"]
        )  # fmt: skip
        author.tried(f"{name} = {copy.format(source.name)}")
        dtype = "f8" if "f8" in copy else source.dtype
        # These hand back the array itself where it already lies so.
        shares = source if copy.startswith("np.as") else None
        author.define(name, source.shape, dtype, inputs, contiguous=False, view_of=shares)


def draw_into(author: Author) -> None:
    """Random numbers written into an array that exists."""
    target = author.array(lambda a: a.dtype in ("f8", "f4") and a.contiguous and a.writeable and not a.spread)
    if target is None:
        return
    draw = author.rng.choice(["random", "standard_normal", "standard_exponential"])
    generator = f"np.random.default_rng({author.rng.randint(0, 9)})"
    author.tried(f"{generator}.{draw}(dtype='{target.dtype}', out={target.name})")
    author.wrote(target, may_warn=False)
