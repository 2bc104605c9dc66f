"""Writes a program from a seed: which statements stand in it, and over which arrays."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from programs.arrays import DTYPES, Known, Memory, Shape, Version, broadcast
from programs.expressions import Expression, Expressions

NAMES = "abcdefgh"
# Longest axes; programs of the second kind have arrays of more elements than the size from which work is postponed.
SMALL = [(4, 5), (3, 1), (7,), (2, 3, 4), (1,), (0, 3), (2, 0), (), (33,), (9, 6), (5, 5), (64,), (1, 8), (130,)]
LARGE = [(17000,), (130, 130), (3, 6000), (7000, 3), (20, 30, 40), (16384,), (16385,), (256, 100), (40000,), (2, 9000)]
HUGE = [(300_000,), (600, 700)]


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines that can be left out of a program together."""

    text: str
    # A read that makes sure that what was computed is computed in every mode.
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """Source text over `np` and the names that `record.Stage` offers."""

    statements: tuple[Statement, ...]
    # Whether something that may warn is computed and never read: then some warnings may be missing.
    leaves_work: bool

    @property
    def source(self) -> str:
        return "".join(f"{statement.text}\n" for statement in self.statements)

    @property
    def changes_filters(self) -> bool:
        """Whether how often a line warns may depend on when it does: a change of filters starts a new count."""
        return any(word in self.source for word in ("simplefilter", "filterwarnings", "resetwarnings"))

    def without(self, first: int, last: int) -> Program:
        return Program(self.statements[:first] + self.statements[last:], self.leaves_work)


class Author:
    """The program so far, and what is known of its arrays."""

    def __init__(self, seed: int, *, exact: bool = False) -> None:
        self.rng = rng = random.Random(seed)
        # Without the functions whose last bit is nobody's promise.
        self.exact = exact
        self.expressions = Expressions(rng, exact)
        self.arrays: dict[str, Known] = {}
        self.names = NAMES
        self.statements: list[Statement] = []
        # What an attempt may do under warnings as errors is to fail; elsewhere that would leave work undone.
        self.attempt = "attempt"
        # In how many blocks the next statement stands.
        self.nested = 0
        self.quiet = False
        self.versions: list[Version] = []
        self.counter = 0
        self.careless = rng.random() < 0.1
        self.large = rng.random() < 0.2
        shapes = SMALL if not self.large else HUGE if rng.random() < 0.05 else LARGE
        self.base: Shape = rng.choice(shapes)
        self.length = rng.randint(6, 14) if self.large else rng.randint(8, 28)

    # What statements are made of.

    def emit(self, text: str, settles: bool = False) -> None:
        self.statements.append(Statement(text, settles))

    def tried(self, text: str) -> None:
        """A statement of one line that may fail although it should not."""
        self.emit(f"with {self.attempt}: {text}")

    def refused(self, text: str) -> None:
        """One that fails before it computes anything."""
        self.emit(f"with refusal: {text}")

    def block(self, head: str, kinds: Sequence[tuple[float, Callable[[Author], None]]], length: int) -> str:
        """The head with random statements under it."""
        outer, self.statements = self.statements, []
        self.nested += 1
        for _ in range(length):
            self.one_of(kinds)
        self.nested -= 1
        inner, self.statements = self.statements, outer
        body = "\n".join(statement.text for statement in inner) or "pass"
        return f"{head}\n{indented(body)}"

    def one_of(self, kinds: Sequence[tuple[float, Callable[[Author], None]]]) -> None:
        if not self.arrays:
            from programs.making import make

            make(self)
            return
        self.rng.choices([write for _, write in kinds], [weight for weight, _ in kinds])[0](self)

    # Shapes, dtypes, numbers.

    def shape(self) -> Shape:
        """The program's shape, or one that broadcasts with it."""
        roll = self.rng.random()
        base = self.base
        if roll < 0.6 or not base:
            return base
        if roll < 0.7:
            return base[self.rng.randint(0, len(base)) :]
        if roll < 0.8:
            return tuple(length if self.rng.random() < 0.6 else 1 for length in base)
        if roll < 0.85:
            return ()
        if roll < 0.9 and not self.large:
            return (2, *base)
        return base

    def dtype(self) -> str:
        return self.rng.choices(list(DTYPES), list(DTYPES.values()))[0]

    def serial(self) -> int:
        self.counter += 1
        return self.counter

    # Arrays.

    def array(self, fits: Callable[[Known], bool] | None = None) -> Known | None:
        """Some array, or one that fits, or None."""
        known = list(self.arrays.values())
        if fits is not None:
            known = [array for array in known if fits(array)]
        return self.rng.choice(known) if known else None

    def any_array(self) -> Known:
        return self.rng.choice(list(self.arrays.values()))

    def expression(self, depth: int | None = None) -> Expression:
        depth = self.rng.choice((1, 1, 2, 2, 3)) if depth is None else depth
        return self.expressions.expression(list(self.arrays.values()), depth)

    def value_for(self, shape: Shape, depth: int = 1) -> Expression | None:
        """An expression that can be assigned to this shape."""
        for _ in range(4):
            found = self.expressions.fitting(list(self.arrays.values()), shape)
            if found is None or broadcast(found.shape, shape) != shape or len(found.shape) > len(shape):
                continue
            result = self.expressions.grown([a for a in self.arrays.values() if fits(a, shape)], found, depth)
            if broadcast(result.shape, shape) == shape and len(result.shape) <= len(shape):
                return result
        return None

    def version(self, inputs: tuple[Version, ...], may_warn: bool) -> Version:
        version = Version(inputs, may_warn)
        for each in inputs:
            each.has_readers = True
        self.versions.append(version)
        return version

    def name_for_new(self) -> str:
        """A free name, or one whose array may go."""
        free = [name for name in self.names if name not in self.arrays]
        if free and (self.rng.random() < 0.8 or len(free) == len(self.names)):
            return free[0]
        taken = [name for name in self.names if name in self.arrays]
        name = self.rng.choice(taken)
        self.leave(name)
        return name

    def leave(self, name: str) -> None:
        """Before a name goes: what nothing was computed from is read, except in careless programs."""
        version = self.arrays[name].memory.version
        if version.used or version.has_readers or not version.may_warn:
            return
        if self.careless or self.quiet or self.nested:
            return
        self.read(name)

    def read(self, name: str) -> None:
        self.arrays[name].memory.version.use()
        self.emit(f"read({name})", settles=True)

    def define(
        self,
        name: str,
        shape: Shape,
        dtype: str,
        inputs: tuple[Version, ...] = (),
        *,
        may_warn: bool = True,
        view_of: Known | None = None,
        contiguous: bool = True,
        spread: bool = False,
        writeable: bool = True,
    ) -> Known:
        """The array that the statement just written has given the name to."""
        memory = view_of.memory if view_of else Memory(self.version(inputs, may_warn and bool(inputs)))
        if view_of and inputs:
            # What may be a view may be a copy, which was computed.
            memory.version = self.version((memory.version, *inputs), may_warn)
        # An operation over arrays without axes gives a scalar.
        writeable = writeable and (bool(shape) or not inputs)
        self.arrays[name] = known = Known(name, shape, dtype, memory, writeable, contiguous, spread)
        return known

    def wrote(self, array: Known, inputs: tuple[Version, ...] = (), may_warn: bool = True) -> None:
        memory = array.memory
        memory.version = self.version((memory.version, *inputs), may_warn)


def fits(array: Known, shape: Shape) -> bool:
    return len(array.shape) <= len(shape) and broadcast(array.shape, shape) == shape


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def program(seed: int, *, exact: bool = False) -> Program:
    """The program of this seed, the same one at every call."""
    from programs.statements import EVERYTHING, make

    author = Author(seed, exact=exact)
    for _ in range(author.rng.randint(2, 4)):
        make(author)
    while len(author.statements) < author.length:
        author.one_of(EVERYTHING)
    names = list(author.arrays)
    author.rng.shuffle(names)
    for name in names:
        author.read(name)
    leaves_work = any(version.may_warn and not version.used for version in author.versions)
    return Program(tuple(author.statements), leaves_work)
