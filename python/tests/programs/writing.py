"""Statements that write into memory that something else may still have to read."""

from __future__ import annotations

from programs.arrays import Known, broadcast
from programs.author import Author
from programs.computing import sliced
from programs.expressions import BINARY, PREDICATES, UNARY, number


def target(author: Author) -> Known | None:
    return author.array(lambda a: a.writeable and not a.spread)


IN_PLACE = {
    "b": ["|=", "&=", "^="],
    "i": ["+=", "-=", "*=", "//=", "%=", "&=", "|="],
    "u": ["+=", "*=", "^=", "|="],
    "f": ["+=", "-=", "*=", "/=", "**="],
    "c": ["+=", "-=", "*="],
}
RANK = "buifc"


def safe_value(author: Author, array: Known, shape: tuple[int, ...]) -> tuple[str, tuple[object, ...]] | None:
    """Something of the same kind or a lower one, which in-place operators accept."""
    if author.rng.random() < 0.35:
        return number(author.rng, array.kind), ()
    value = author.value_for(shape, author.rng.choice((0, 0, 1, 2)))
    if value is None:
        return None
    if value.dtype != array.dtype and author.rng.random() < 0.9:
        return f"{value.text}.astype('{array.dtype}')" if value.kind != "c" or array.kind == "c" else "1", value.inputs
    return value.text, value.inputs


def in_place(author: Author) -> None:
    """a += b, also through a slice"""
    array = target(author)
    if array is None:
        return
    operator = author.rng.choice(IN_PLACE[array.kind])
    if operator == "**=":
        if author.exact:
            return
        author.tried(f"{array.name} **= {author.rng.choice(['2', '0.5', '3'])}")
        author.wrote(array)
        return
    place, shape = "", array.shape
    if author.rng.random() < 0.35 and shape:
        index, shape = sliced(author, shape)
        place = f"[{index}]"
    value = safe_value(author, array, shape)
    if value is None:
        return
    author.tried(f"{array.name}{place} {operator} {value[0]}")
    author.wrote(array, value[1])  # type: ignore[arg-type]


def overlapping(author: Author) -> None:
    """An array written from a shifted or turned view of itself."""
    array = author.array(lambda a: a.writeable and not a.spread and bool(a.shape) and a.shape[0] > 1)
    if array is None:
        return
    name = array.name
    operator = author.rng.choice(IN_PLACE[array.kind][:3])
    forms = [
        f"{name}[1:] {operator} {name}[:-1]",
        f"{name}[:-1] {operator} {name}[1:]",
        f"{name}[:] {operator} {name}[::-1]",
        f"{name}[1:] = {name}[:-1]",
        f"{name}[...] = {name}[::-1]",
        f"np.maximum({name}[1:], {name}[:-1], out={name}[:-1])",
        f"{name}[::-1] {operator} {name}",
        f"np.copyto({name}[1:], {name}[:-1])",
    ]
    if len(array.shape) == 2 and array.shape[0] == array.shape[1]:
        forms += [f"{name} {operator} {name}.T", f"{name}[...] = {name}.T"] * 2
    author.tried(author.rng.choice(forms))
    author.wrote(array)


def assign(author: Author) -> None:
    """a[index] = value"""
    rng, array = author.rng, target(author)
    if array is None:
        return
    index, shape = sliced(author, array.shape)
    if rng.random() < 0.4:
        author.tried(f"{array.name}[{index}] = {number(rng, array.kind)}")
        author.wrote(array, may_warn=False)
        return
    value = author.value_for(shape, rng.choice((0, 1, 2)))
    if value is None or (value.kind == "c" and array.kind != "c"):
        return
    if rng.random() < 0.15:
        author.tried(f"np.copyto({array.name}[{index}], {value.text}, casting='unsafe')")
    else:
        author.tried(f"{array.name}[{index}] = {value.text}")
    author.wrote(array, value.inputs)


def assign_selected(author: Author) -> None:
    """a[mask] = value, a[indices] = value, and the functions that do the same"""
    rng, array = author.rng, target(author)
    if array is None or not array.shape or not array.size:
        return
    value = number(rng, array.kind)
    places = [rng.randrange(-array.shape[0], array.shape[0]) for _ in range(rng.randint(1, 4))]
    roll = rng.random()
    if roll < 0.5:
        same = [a for a in author.arrays.values() if a.shape == array.shape]
        mask = author.expressions.mask(same, array.shape)
        if mask.shape != array.shape:
            return
        form = rng.choice(["{0}[{1}] = {2}", "np.putmask({0}, {1}, {2})", "np.copyto({0}, {2}, where={1})"])
        author.tried(form.format(array.name, mask.text, value))
        author.wrote(array, mask.inputs)
        return
    forms = [f"{array.name}[{places}] = {value}", f"{array.name}.put({places}, {value})"]
    if array.kind in "iufc":
        forms += [f"np.add.at({array.name}, {places}, {value})", f"{array.name}[{places}] += {value}"]
    author.tried(rng.choice(forms))
    author.wrote(array)


def with_out(author: Author) -> None:
    """ufunc(..., out=array), often with where="""
    rng, array = author.rng, target(author)
    if array is None:
        return
    value = author.value_for(array.shape, rng.choice((0, 0, 1)))
    if value is None:
        return
    inputs = value.inputs
    if rng.random() < 0.4:
        names = [n for n in UNARY[value.kind] if n not in PREDICATES]
        text = f"np.{author.expressions.chosen(names, value.kind)}({value.text}"
    else:
        other = author.expressions.fitting(list(author.arrays.values()), array.shape)
        same = other is not None and broadcast(other.shape, array.shape) == array.shape and other.kind == value.kind
        second = other.text if same and other else number(rng, value.kind)
        inputs += other.inputs if same and other else ()
        names = [n for n in BINARY[value.kind] if n not in PREDICATES]
        text = f"np.{author.expressions.chosen(names, value.kind)}({value.text}, {second}"
    text += f", out={array.name}"
    if rng.random() < 0.4:
        mask = author.expressions.mask(list(author.arrays.values()), array.shape)
        if broadcast(mask.shape, array.shape) == array.shape:
            text += f", where={mask.text}"
            inputs += mask.inputs
    if RANK.index(value.kind) >= RANK.index(array.kind) and value.dtype != array.dtype:
        text += ", casting='unsafe'"
    author.tried(f"{text})")
    author.wrote(array, inputs)


def whole_array(author: Author) -> None:
    """Methods that change an array in place."""
    rng, array = author.rng, target(author)
    if array is None:
        return
    forms = [f"{array.name}.fill({number(rng, array.kind)})"]
    if array.shape:
        forms.append(f"{array.name}.sort(axis={rng.randrange(-len(array.shape), len(array.shape))})")
    if array.kind in "iuf":
        forms.append(f"np.clip({array.name}, 1, 3, out={array.name})")
    forms.append(f"{array.name}.byteswap(inplace=True)" if array.kind in "iu" else f"{array.name}[...] = 0")
    if array.contiguous and array.size:
        forms.append(f"{array.name}.shape = ({array.size},)")
        forms.append(f"{array.name}.flat[{rng.randrange(array.size)}] = 1")
    text = rng.choice(forms)
    author.tried(text)
    if ".shape" in text:
        array.shape = (array.size,)
    else:
        author.wrote(array, may_warn=False)


def lock(author: Author) -> None:
    """An array refuses writes for a while."""
    array = target(author)
    if array is None:
        return
    name = array.name
    author.tried(f"{name}.flags.writeable = False")
    author.refused(author.rng.choice([f"{name}[...] = 1", f"{name} += {name}", f"np.add({name}, 1, out={name})"]))
    author.tried(f"{name}.flags.writeable = True")
