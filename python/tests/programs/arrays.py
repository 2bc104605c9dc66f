"""What the author of a program knows of its arrays without running it: shape, dtype, whose memory, what was read."""

from __future__ import annotations

from dataclasses import dataclass, field

Shape = tuple[int, ...]

# The dtypes of programs, with how often each is chosen.
DTYPES = {"f8": 8, "f4": 5, "i8": 4, "i4": 3, "u1": 3, "?": 3, "c16": 3, "f2": 2, "c8": 1, "i2": 1}


def kind(dtype: str) -> str:
    """One of b, i, u, f, c."""
    return "b" if dtype == "?" else dtype[0]


def promoted(one: str, other: str) -> str:
    """The common dtype of two arrays."""
    if one == other or other == "?":
        return one
    if one == "?":
        return other
    kinds = "".join(sorted((kind(one), kind(other))))
    bits = max(int(one[1:]) // (1 + (one[0] == "c")), int(other[1:]) // (1 + (other[0] == "c")))
    if kinds in ("ii", "ff"):
        return f"{kinds[0]}{bits}"
    if kinds == "iu":
        return one if kind(one) == "i" else other
    integer = one if kind(one) in "iu" else other if kind(other) in "iu" else "u1"
    # An integer asks for a float that holds it: i2 for f4, wider ones for f8.
    least = {"u1": 2, "i2": 4}.get(integer, 8)
    floating = max(least, *(int(d[1:]) // (1 + (d[0] == "c")) for d in (one, other) if kind(d) in "fc"))
    return f"c{2 * max(floating, 4)}" if "c" in kinds else f"f{floating}"


def broadcast(one: Shape, other: Shape) -> Shape | None:
    """The common shape, or None where there is none, or one of many more elements than both have."""
    wide, narrow = (one, other) if len(one) >= len(other) else (other, one)
    result = list(wide)
    for axis, length in enumerate(narrow, len(wide) - len(narrow)):
        if result[axis] == 1:
            result[axis] = length
        elif length not in (1, result[axis]):
            return None
    return tuple(result) if count(tuple(result)) <= 4 * max(count(one), count(other), 1000) else None


def count(shape: Shape) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


@dataclass(slots=True, eq=False)
class Version:
    """What a piece of memory holds between two writes, with the versions that it was computed from."""

    inputs: tuple[Version, ...] = ()
    may_warn: bool = False
    # Whether anything was computed from it, and whether it was computed for certain.
    has_readers: bool = False
    used: bool = False

    def use(self) -> None:
        waiting = [self]
        while waiting:
            version = waiting.pop()
            if not version.used:
                version.used = True
                waiting += version.inputs


@dataclass(slots=True, eq=False)
class Memory:
    """The elements that an array shares with its views."""

    version: Version


@dataclass(slots=True, eq=False)
class Known:
    """A named array."""

    name: str
    shape: Shape
    dtype: str
    memory: Memory
    writeable: bool = True
    # False where it may not lie in C order, or may be a view of unknown step.
    contiguous: bool = True
    # Whether several elements may share one place.
    spread: bool = False
    notes: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return kind(self.dtype)

    @property
    def size(self) -> int:
        return count(self.shape)
