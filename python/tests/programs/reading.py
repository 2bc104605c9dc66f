"""Statements that read, in all the ways in which Python may look at an array; names that go; and errors."""

from __future__ import annotations

from programs.author import Author
from programs.expressions import number


def read(author: Author) -> None:
    author.read(author.any_array().name)


def note(author: Author) -> None:
    """Something small about an array."""
    rng, array = author.rng, author.any_array()
    name = array.name
    forms = [
        f"{name}.any()", f"{name}.all()", f"{name}.max(initial=0)" if array.kind != "c" else f"{name}.all()",
        f"np.array_equal({name}, {name})", f"{name}.tobytes('F')[:64]", f"np.count_nonzero({name})",
        f"{name}.dtype", f"{name}.strides", f"{name}.flags.c_contiguous", f"{name}.base is None", f"len({name}.shape)",
        f"{name}.nbytes", f"np.shares_memory({name}, {author.any_array().name})", f"type({name}).__name__",
        f"np.may_share_memory({name}, {author.any_array().name})", f"refcount({name})", f"np.ndim({name} == {name})",
    ]  # fmt: skip
    if array.size and array.shape:
        place = ", ".join(str(rng.randrange(length)) for length in array.shape)
        forms += [
            f"{name}[{place}]",
            f"{name}.item({place})",
            f"{name}.flat[{rng.randrange(array.size)}]",
            f"{name}[{place}]",
        ]
        forms += [f"next(iter({name}.flat))", f"{name}[0].copy()", f"repr({name})", f"str({name}[:3])"]
    if array.size == 1:
        forms += [f"bool({name}.ravel()[0])", f"{name}.item()", f"repr({name})", f"complex({name}.item())"]
    if array.size < 100:
        forms += [f"{name}.tolist()", f"list({name}.flat)", f"pickle.loads(pickle.dumps({name}))", f"repr({name})"]
    if not author.exact:
        forms += [f"{name}.sum()", f"{name}.mean()", f"{name}.sum(axis=-1)"]
    text = rng.choice(forms)
    author.tried(f"note({text})")


def evaluate(author: Author) -> None:
    author.tried(f"evaluate({author.any_array().name}, {author.any_array().name})")


def iterate(author: Author) -> None:
    """A loop over an array that is written meanwhile."""
    array = author.array(lambda a: a.writeable and not a.spread and bool(a.shape) and 0 < a.shape[0] < 40)
    if array is None:
        return
    value = number(author.rng, array.kind)
    change = author.rng.choice(["", f"; {array.name}[0] = {value}", f"; {array.name}[-1] = item"])
    author.emit(f"for item in {array.name}:\n    with {author.attempt}: note(item){change}")
    author.emit("item = None")
    author.wrote(array)


def forget(author: Author) -> None:
    """A name goes; what was computed from its array may still have to be."""
    if len(author.arrays) < 3:
        return
    name = author.any_array().name
    author.leave(name)
    del author.arrays[name]
    roll = author.rng.random()
    if roll < 0.6:
        author.tried(f"del {name}")
    elif roll < 0.9:
        author.tried(f"watched = weakref.ref({name}, gone); del {name}")
    else:
        author.tried(f"del {name}; gc.collect()")


def refuse(author: Author) -> None:
    """Something that NumPy refuses, and that must leave everything as it was."""
    rng, array = author.rng, author.any_array()
    name, axes = array.name, len(array.shape)
    forms = [
        f"{name} + np.ones({(*array.shape[:-1], 97)})"
        if axes and array.shape[-1] not in (1, 97)
        else f"{name}.no_such",
        f"{name}[{', '.join(['0'] * (axes + 1))}]",
        f"{name}.reshape({array.size + 1})",
        f"{name}.sum(axis={axes + 1})",
        f"np.add({name}, 1, out=np.empty((3, 1, 91)))",
        f"{name}.astype('no such')",
        f"np.concatenate([{name}, np.ones({(2,) * (axes + 1)})])" if axes else f"np.concatenate([{name}])",
        f"{name}[{name}.nonexistent]",
        f"np.add({name})",
        f"np.empty(2**62, 'f8') + {name}",
        f"{name}.transpose({axes}, {axes})",
    ]
    if axes:
        forms += [
            f"{name}[{array.shape[0]}]",
            f"{name}[[0, {array.shape[0] + 3}]]",
            f"{name}[-{array.shape[0] + 1}] = 1",
        ]
        forms += [f"{name}[np.ones({array.shape[0] + 1}, '?')]", f"{name}[1.5]", f"{name}[...] = np.ones(93)"]
    if array.kind in "iu":
        forms += [f"{name} += 1.5", f"np.add({name}, 0.5, out={name})", f"{name}.astype('?', casting='safe')"]
    if array.kind == "u":
        forms += [f"{name} + 300", f"{name}[...] = -1", f"{name} + (-1)"]
    if array.kind == "b":
        forms += [f"{name} - {name}", f"-{name}"]
    if array.kind == "c":
        forms += [f"{name} // 2", f"np.floor({name})", f"{name} % {name}"]
    if array.kind == "f":
        forms += [f"{name} & 1", f"np.left_shift({name}, 1)", f"np.add({name}, 1j, out={name})"]
    if array.kind == "i" and not author.exact:
        forms += [f"{name} ** -1"]
    if not array.writeable:
        forms += [f"{name}[...] = 0", f"{name} += {name}"] * 2
    author.refused(rng.choice(forms))
