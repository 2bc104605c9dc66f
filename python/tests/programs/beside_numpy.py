"""The same programs over NumPy: what they show there is what they should show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy

import stridewise
from programs.author import Program, program
from programs.compare import Finding, canonical, shown, shrunk
from programs.record import Event, run

# NumPy has classes of its own for each way in which the types of operands do not fit.
TYPE_ERRORS = (
    "UFuncTypeError", "_UFuncNoLoopError", "_UFuncOutputCastingError", "_UFuncInputCastingError",
    "_UFuncBinaryResolutionError", "DTypePromotionError",
)  # fmt: skip


def comparable(event: Event) -> Event:
    """Of an exception only its class, of anything else all but the kind of NaN."""
    line, what, facts, content = canonical(event)
    if what == "raised":
        name = facts.split(":")[0]
        facts = "TypeError" if name in TYPE_ERRORS else name
    return line, what, facts, content


def difference(whole: Program) -> str:
    """The first thing that Stridewise shows and NumPy does not, or the other way round; nothing where they agree."""
    ours, theirs = run(whole.source, stridewise), run(whole.source, numpy)
    for mine, wanted in zip(ours.events, theirs.events, strict=False):
        if comparable(mine) != comparable(wanted):
            return f"line {mine[0]}: {shown(mine)}\nNumPy, line {wanted[0]}: {shown(wanted)}"
    if len(ours.events) != len(theirs.events):
        longer = max(ours.events, theirs.events, key=len)
        return f"one alone shows {shown(longer[min(len(ours.events), len(theirs.events))])}"
    met, wanted_met = Counter(ours.all_warnings()), Counter(theirs.all_warnings())
    if met == wanted_met:
        return ""
    return f"warnings missing {dict(wanted_met - met)}, too many {dict(met - wanted_met)}"


def compare_with_numpy(
    first: int, last: int, *, most: int = 10, progress: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """The programs of these seeds that differ, of functions that have one right result to the last bit."""
    findings: list[Finding] = []
    for seed in range(first, last):
        whole = program(seed, exact=True)
        if difference(whole):
            smallest = shrunk(whole, lambda candidate: bool(difference(candidate)))
            details = difference(smallest)
            findings.append(Finding(seed, ("Stridewise", "NumPy"), "results", details, smallest, True))
            if len(findings) == most:
                break
        if progress is not None and (seed + 1 - first) % 500 == 0:
            progress(seed + 1 - first, len(findings))
    return findings
