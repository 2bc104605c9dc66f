"""Statements that change what is around the others: filters, error states, threads, lent memory, subclasses."""

from __future__ import annotations

from programs.arrays import Version
from programs.author import Author
from programs.computing import chain, compute, recompute, reduce, view
from programs.expressions import number
from programs.making import make, make_alike
from programs.writing import assign, assign_selected, in_place, overlapping, whole_array, with_out


def look(author: Author) -> None:
    """A look at an array that may have been computed outside the block."""
    author.tried(f"note({author.any_array().name}.any())")


# What stands inside a block: nothing that opens another.
ARITHMETIC = [
    (6.0, compute),
    (2.0, recompute),
    (3.0, in_place),
    (1.0, with_out),
    (1.0, reduce),
    (1.0, view),
    (0.7, look),
]
IN_THREAD = [
    (4.0, compute), (2.0, recompute), (3.0, in_place), (1.0, with_out), (1.0, view), (1.0, assign), (1.0, chain),
    (1.0, overlapping), (1.0, make), (0.5, make_alike), (0.5, whole_array), (0.5, assign_selected),
]  # fmt: skip


def sure_to_warn(author: Author) -> str | None:
    """A statement that meets a division by zero or the like."""
    array = author.array(lambda a: a.kind in "fc")
    if array is None:
        return None
    form = author.rng.choice(
        ["{0} / 0", "1 / ({0} - {0})", "np.log(-abs({0}) * 1e-300)", "np.sqrt(-{0} - 1)", "0.0 / {0}",
         "{0} * 1e308 * 1e10", "np.reciprocal({0} * 0)", "{0}.astype('i4') // 0"]
    )  # fmt: skip
    if author.exact and "log" in form:
        form = "{0} / 0"
    if array.kind == "c" and ("astype" in form or author.exact):
        form = "{0} - 1"
    name = author.name_for_new()
    if array.name not in author.arrays or name == array.name:
        return None
    author.tried(f"{name} = {form.format(array.name)}")
    author.define(name, array.shape, array.dtype, (array.memory.version,), contiguous=False)
    return name


def warn(author: Author) -> None:
    sure_to_warn(author)


def recorder(author: Author) -> None:
    """Warnings are recorded while a few statements run, some of whose results are read only afterwards."""
    rng = author.rng
    log = f"log{author.serial()}"
    action = rng.choice(["always", "always", "default", "ignore", "once", "module"])
    head = f"with warnings.catch_warnings(record=True) as {log}:\n    warnings.simplefilter('{action}')"
    if rng.random() < 0.2:
        head += "\n    warnings.filterwarnings('ignore', 'divide')"
    kinds = [*ARITHMETIC, (3.0, warn)]
    author.emit(author.block(head, kinds, rng.randint(1, 4)) + f"\nheard({log})")


def warnings_as_errors(author: Author) -> None:
    outer, author.attempt = author.attempt, "refusal"
    what = author.rng.choice(["'error'", "'error', RuntimeWarning"])
    head = f"with warnings.catch_warnings():\n    warnings.simplefilter({what})"
    author.emit(author.block(head, [*ARITHMETIC, (3.0, warn)], author.rng.randint(1, 3)))
    author.attempt = outer


def filtered(author: Author) -> None:
    """A filter that is gone when the arrays are read."""
    action = author.rng.choice(["ignore", "always", "default"])
    head = f"with warnings.catch_warnings():\n    warnings.simplefilter('{action}')"
    author.emit(author.block(head, [*ARITHMETIC, (3.0, warn)], author.rng.randint(1, 3)))


def hooked(author: Author) -> None:
    """A function of the program's own that shows warnings."""
    log = f"log{author.serial()}"
    head = f"{log} = []\nwith warnings.catch_warnings():\n    warnings.simplefilter('always')"
    head += f"\n    warnings.showwarning = showing({log})"
    kinds = [*ARITHMETIC, (3.0, warn)]
    author.emit(author.block(head, kinds, author.rng.randint(1, 3)) + f"\nheard({log})")


def lasting_filter(author: Author) -> None:
    """A filter or an error state that holds from here on."""
    forms = [
        "warnings.simplefilter('ignore')", "warnings.simplefilter('always')", "warnings.resetwarnings()",
        "warnings.filterwarnings('ignore', 'invalid')", "warnings.filterwarnings('always', 'divide')",
        "np.seterr(divide='ignore')", "np.seterr(all='warn')", "np.seterr(over='call'); np.seterrcall(told)",
    ]  # fmt: skip
    author.emit(author.rng.choice(forms))


def error_state(author: Author) -> None:
    rng = author.rng
    outer = author.attempt
    state = rng.choice(["ignore", "ignore", "warn", "raise", "call", "print", "log"])
    what = rng.choice(["all", "divide", "invalid", "over"])
    arguments = f"{what}='{state}'"
    if state in ("call", "log"):
        arguments += f", call={'told' if state == 'call' else 'Teller()'}"
    if state == "raise":
        author.attempt = "refusal"
    kinds = [*ARITHMETIC, (3.0, warn)]
    author.emit(author.block(f"with np.errstate({arguments}):", kinds, rng.randint(1, 3)))
    author.attempt = outer


def threads(author: Author) -> None:
    """Two threads, each on arrays of its own; both may read the arrays that neither writes."""
    everything = author.arrays
    memories = list({id(array.memory): array.memory for array in everything.values()}.values())
    author.rng.shuffle(memories)
    half = memories[: len(memories) // 2]
    parts = [
        {name: array for name, array in everything.items() if (array.memory in half) is first}
        for first in (True, False)
    ]
    if not all(parts):
        return
    used = author.names
    free = [name for name in used if name not in everything]
    merged = {}
    bodies = []
    quiet, author.quiet = author.quiet, True
    for number_of_part, part in enumerate(parts):
        author.arrays = part
        author.names = "".join([*part, *free[number_of_part::2]])
        inner = author.block("", IN_THREAD, author.rng.randint(1, 4)).lstrip("\n")
        head = f"def part{number_of_part}():\n    global {', '.join(author.names)}"
        bodies.append(f"{head}\n{inner}")
        merged.update(author.arrays)
    author.quiet = quiet
    author.arrays, author.names = merged, used
    author.emit("\n".join([*bodies, "at_once(part0, part1)"]))


def same_inputs(author: Author) -> None:
    """Two threads read the same arrays, which may still have to be computed, and none writes them."""
    bodies = []
    for part in range(2):
        lines = []
        for _ in range(author.rng.randint(1, 3)):
            value = author.expression(author.rng.randint(1, 2))
            lines.append(f"    with attempt: note({value.text})")
            for version in value.inputs:
                version.use()
        bodies.append(f"def part{part}():\n" + "\n".join(lines))
    author.emit("\n".join([*bodies, "at_once(part0, part1)"]))


def disjoint_slices(author: Author) -> None:
    """Two threads write two parts of one array."""
    array = author.array(lambda a: a.writeable and not a.spread and bool(a.shape) and a.shape[0] > 1)
    if array is None:
        return
    middle = array.shape[0] // 2
    name, value = array.name, number(author.rng, array.kind)
    operator = "|=" if array.kind == "b" else "+="
    steps = author.rng.choice([1, 3])
    lines = [
        f"def lower(part={name}[:{middle}]):",
        f"    for step in range({steps}):",
        f"        with {author.attempt}: part {operator} {value}",
        f"def upper(part={name}[{middle}:]):",
        f"    with {author.attempt}: part[...] = {value}",
        f"    with {author.attempt}: part {operator} part",
        "at_once(lower, upper)",
        "del lower, upper",
    ]
    author.emit("\n".join(lines))
    author.wrote(array)


def lend_out(author: Author) -> None:
    """Somebody else writes into an array of ours after, or before, something was computed from it."""
    rng = author.rng
    array = author.array(lambda a: a.contiguous and a.writeable and not a.spread and bool(a.size) and bool(a.shape))
    if array is None:
        return
    name = author.name_for_new()
    if array.name not in author.arrays or name == array.name:
        return
    value = author.expressions.grown([array], author.expressions.leaf(array), rng.randint(1, 2))
    lend = rng.choice(
        ["memoryview({0}).cast('B')", "numpy.asarray({0}).reshape(-1)", "numpy.from_dlpack({0}).reshape(-1)",
         "numpy.array({0}, copy=None).ravel()", "np.asarray(numpy.asarray({0})).reshape(-1)"]
    )  # fmt: skip
    place = rng.randrange(array.size)
    write = f"lent[{place}] = {'1' if 'cast' in lend or array.kind in 'biu' else '1.5'}"
    compute_it = f"{name} = {value.text}"
    lines = [f"lent = {lend.format(array.name)}", compute_it, write]
    if rng.random() < 0.5:
        lines[0], lines[1] = lines[1], lines[0]
    if rng.random() < 0.3:
        lines.append(f"with {author.attempt}: {array.name} *= 1")
        lines.append(f"with {author.attempt}: note(lent[{place}])")
    author.emit("\n".join(line if line.startswith("with") else f"with {author.attempt}: {line}" for line in lines))
    author.define(name, value.shape, value.dtype, value.inputs, contiguous=False, view_of=value.owner)
    author.wrote(array)
    array.contiguous = False


def borrow(author: Author) -> None:
    """Memory of somebody else's, who writes it after something was computed from it."""
    rng = author.rng
    shape = author.base
    size = 1
    for length in shape:
        size *= length
    if not size:
        return
    name = author.name_for_new()
    if len(author.arrays) >= len(author.names) and name not in author.arrays:
        return
    dtype = rng.choice(["u1", "f8", "f4", "i4"])
    owner = f"owner{author.serial()}"
    width = int(dtype[1])
    kinds = rng.random()
    if kinds < 0.5:
        lines = [f"{owner} = bytearray(bytes(range(64)) * {size * width // 64 + 1})"]
        lines.append(f"{name} = np.frombuffer({owner}, '{dtype}', {size}).reshape({shape})")
        write = f"{owner}[{rng.randrange(size * width)}] = 64"
    else:
        lines = [f"{owner} = numpy.full({size}, 3, '{dtype}')"]
        lines.append(f"{name} = np.asarray({owner}).reshape({shape})")
        write = rng.choice(
            [f"{owner}[{rng.randrange(size)}] = 9", f"{owner}[...] = 2", f"numpy.add({owner}, 1, out={owner})"]
        )
    author.emit("\n".join(f"with {author.attempt}: {line}" for line in lines))
    source = author.define(name, shape, dtype, contiguous=False)
    value = author.expressions.grown([source], author.expressions.leaf(source), rng.randint(1, 2))
    other = author.name_for_new()
    if name not in author.arrays or other == name:
        return
    author.emit(f"with {author.attempt}: {other} = {value.text}\nwith {author.attempt}: {write}")
    author.define(other, value.shape, value.dtype, value.inputs, contiguous=False, view_of=value.owner)
    author.wrote(source)


def subclass(author: Author) -> None:
    """Arrays of a class whose hooks run at the call."""
    rng, source = author.rng, author.any_array()
    name = author.name_for_new()
    if source.name not in author.arrays or name == source.name:
        return
    which = rng.choice(["Tagged", "Tagged", "Watching", "Wrapped"])
    value = author.expressions.grown([source], author.expressions.leaf(source), rng.randint(0, 1))
    author.tried(f"{name} = ({value.text}).view({which})")
    author.define(name, value.shape, value.dtype, value.inputs, contiguous=False, view_of=value.owner)
    author.tried(f"{name} = {name} + {number(rng, value.kind)}")
    author.define(name, value.shape, value.dtype, (author.arrays[name].memory.version,), contiguous=False)
    author.tried(f"note(type({name}).__name__, getattr({name}, 'tag', None))")
    if rng.random() < 0.5:
        author.tried(f"{name} = np.asarray({name})")


def stands_in(author: Author) -> None:
    """An operand that takes over the operation, or that only can be turned into an array."""
    array = author.any_array()
    form = author.rng.choice(
        ["note({0} + Takeover())", "note(np.add(Takeover(), {0}))", "note(np.add({0}, Listed()))",
         "note({0} * Listed())", "note(np.maximum({0}, Takeover(), out=None))", "note(Takeover() < {0})"]
    )  # fmt: skip
    author.tried(form.format(array.name))
    used: tuple[Version, ...] = (array.memory.version,)
    for version in used:
        version.use()
