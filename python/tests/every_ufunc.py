"""Every ufunc with every one of its loops, as parameters for tests."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy

import stridewise


class Loop(NamedTuple):
    """One loop of a ufunc: ours, NumPy's where it has one, and the codes of what goes in and comes out."""

    ours: Any
    theirs: Any
    inputs: str
    outputs: str

    def __str__(self) -> str:
        return f"{self.ours.__name__} {self.inputs}->{self.outputs}"


def ufuncs() -> dict[str, Any]:
    """Our ufuncs by their own names, each once: `pow` is `power`, and `clip` is behind the function of that name."""
    found = [value for value in vars(stridewise).values() if isinstance(value, stridewise.ufunc)]
    return {ufunc.__name__: ufunc for ufunc in sorted(found, key=lambda ufunc: ufunc.__name__)}


UFUNCS = ufuncs()
ELEMENTWISE = [name for name, ufunc in UFUNCS.items() if ufunc.signature is None]
# Those that there is something to compare with.
IN_NUMPY = [name for name in ELEMENTWISE if hasattr(numpy._core.umath, name)]


def loops(name: str) -> list[Loop]:
    """The loops of a ufunc, in the order in which they are tried."""
    ours, theirs = UFUNCS[name], getattr(numpy._core.umath, name, None)
    return [Loop(ours, theirs, *types.split("->")) for types in ours.types]
