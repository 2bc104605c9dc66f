"""Runs the same programs in several modes and holds what they show against each other."""

from __future__ import annotations

import array
import base64
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from programs.author import Program, Statement, program
from programs.record import Event, Record
from programs.settled import settled

TESTS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of running programs."""

    name: str
    environment: tuple[tuple[str, str], ...] = ()
    # Whether a recorder must hear what it hears in program order.
    ordered: bool = True
    # Python source that changes the module `np` first.
    prelude: str = ""


POSTPONING = {"eager": {"STRIDEWISE_EAGER": "1"}, "default": {}, "always": {"STRIDEWISE_POSTPONE": "always"}}


def modes(postponing: Sequence[str] = tuple(POSTPONING), threads: Sequence[int] = (1, 2)) -> list[Mode]:
    """Every way of postponing with every number of threads; the first is what the others are compared with."""
    return [
        Mode(
            f"{name}, {count} thread{'s'[: count > 1]}",
            (*POSTPONING[name].items(), ("STRIDEWISE_NUM_THREADS", str(count))),
            ordered=name != "always",
        )
        for name in postponing
        for count in threads
    ]


class Gone(Exception):
    """A process ended, or was ended, while it ran a program."""


class Worker:
    """A process of one mode."""

    def __init__(self, mode: Mode) -> None:
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith(("STRIDEWISE_", "PYTHONWARNINGS"))
        }
        paths = [str(TESTS), *filter(None, [kept.get("PYTHONPATH")])]
        environment = {**kept, **dict(mode.environment), "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "programs.worker", *([mode.prelude] if mode.prelude else [])],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
        )  # fmt: skip

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *unused: object) -> None:
        self.process.kill()
        self.process.wait()
        self.stream(self.process.stdin).close()
        self.stream(self.process.stdout).close()
        self.errors.close()

    @staticmethod
    def stream(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream

    def ask(self, request: str) -> Iterator[str]:
        """The lines of the answer; Gone where the process ends before the last."""
        try:
            self.stream(self.process.stdin).write(f"{request}\n")
            self.stream(self.process.stdin).flush()
        except BrokenPipeError:
            pass
        for line in self.stream(self.process.stdout):
            if line == "done\n":
                return
            yield line.rstrip("\n")
        self.process.wait()
        self.errors.seek(0)
        raise Gone(f"exit status {self.process.returncode}\n{self.errors.read()[-4000:]}")

    def record(self, source: str) -> Record:
        (line,) = self.ask(f"source {json.dumps(source)}")
        record = pickle.loads(base64.b64decode(line))
        assert isinstance(record, Record)
        return record


@dataclass(frozen=True, slots=True)
class Summary:
    """What a worker says of a program."""

    digest: str
    logs: str
    # Whether work may be left undone, and warnings be missing.
    loose: bool
    heard: tuple[str, ...]

    def differs_from(self, other: Summary, ordered: bool) -> str:
        """How, in a few words; nothing where all is as it should be. `self` is of the mode that never postpones."""
        if self.digest != other.digest:
            return "results"
        if ordered and self.logs != other.logs:
            return "what a recorder heard"
        mine, theirs = Counter(self.heard), Counter(other.heard)
        if (theirs > mine) if self.loose else (theirs != mine):
            return "warnings"
        return ""


def summaries(mode: Mode, first: int, last: int) -> dict[int, Summary | str]:
    """Of the programs of these seeds; where one ends the process, what it said at its end."""
    found: dict[int, Summary | str] = {}
    seed = first
    while seed < last:
        with Worker(mode) as worker:
            try:
                for line in worker.ask(f"seeds {seed} {last}"):
                    number, digest, *rest = line.split(" ")
                    if number == "?":
                        seed = int(digest)
                        continue
                    logs, loose, heard = rest
                    found[seed] = Summary(digest, logs, loose == "1", tuple(filter(None, heard.split(","))))
                return found
            except Gone as gone:
                found[seed] = str(gone)
                seed += 1
    return found


# Warnings that are missing, of which none is once every result is read: of others nobody promises any.
UNREAD = "warnings of what nobody read"


@dataclass(frozen=True, slots=True)
class Finding:
    """A program that shows which mode it runs in."""

    seed: int
    pair: tuple[str, str]
    what: str
    details: str
    program: Program
    # Whether it shows that in a fresh process too.
    alone: bool

    def __str__(self) -> str:
        where = "" if self.alone else " (only after the programs before it in the same process)"
        return (
            f"seed {self.seed}: {self.what} differ between {self.pair[0]} and {self.pair[1]}{where}\n"
            f"{self.details}\n\n{self.program.source}"
        )


def compare(
    first: int,
    last: int,
    ways: Sequence[Mode],
    *,
    jobs: int = 2,
    batch: int = 500,
    most: int = 10,
    progress: Callable[[int, int], None] | None = None,
    tell: Callable[[Finding], None] | None = None,
) -> list[Finding]:
    """The programs of seeds `first` to `last` that differ between the first mode and another, at most `most`; those
    that differ in warnings of what nobody read are told, too, but are none of them."""
    findings: list[Finding] = []
    starts = range(first, last, batch)
    with ThreadPoolExecutor(jobs) as pool:
        waiting = [[pool.submit(summaries, mode, start, min(start + batch, last)) for mode in ways] for start in starts]
        for start, tasks in zip(starts, waiting, strict=True):
            by_mode = [task.result() for task in tasks]
            for seed in range(start, min(start + batch, last)):
                finding = disagreement(seed, ways, [found[seed] for found in by_mode])
                if finding is not None:
                    if finding.what != UNREAD:
                        findings.append(finding)
                    if tell is not None:
                        tell(finding)
                if len(findings) == most:
                    pool.shutdown(cancel_futures=True)
                    return findings
            if progress is not None:
                progress(min(start + batch, last) - first, len(findings))
    return findings


def disagreement(seed: int, ways: Sequence[Mode], found: Sequence[Summary | str]) -> Finding | None:
    base, unread = found[0], None
    for mode, other in zip(ways, found, strict=True):
        if isinstance(base, str) or isinstance(other, str):
            what = "ends" if isinstance(base, str) and isinstance(other, str) else "the ends"
            if not (isinstance(base, str) and mode is ways[0]) and not isinstance(other, str):
                continue
            text = other if isinstance(other, str) else str(base)
            return Finding(seed, (ways[0].name, mode.name), what, text, program(seed), True)
        what = base.differs_from(other, mode.ordered and ways[0].ordered)
        if what:
            finding = examine(seed, program(seed), ways[0], mode, what)
            if finding is not None and finding.what != UNREAD:
                return finding
            unread = finding or unread
    return unread


def examine(seed: int, whole: Program, one: Mode, other: Mode, what: str) -> Finding | None:
    """The smallest part of the program that differs; None where only bits of NaN do, which nobody promises."""
    with Worker(one) as first, Worker(other) as second:
        ordered = one.ordered and other.ordered

        def difference(candidate: Program) -> tuple[str, str]:
            try:
                return differing(first.record(candidate.source), second.record(candidate.source), candidate, ordered)
            except Gone as gone:
                return "the ends", f"a process ended: {gone}"

        found, details = difference(whole)
        if not found:
            # A digest knows nothing of NaN: look at the records of the process that has run the others before.
            return None if only_nan(seed, one, other) else Finding(seed, (one.name, other.name), what, "", whole, False)
        missing_alone = found == "warnings" and details.endswith("too many {}")
        if missing_alone and not difference(Program((Statement(settled(whole.source)),), False))[0]:
            return Finding(seed, (one.name, other.name), UNREAD, details, whole, True)
        # Without its reads a program may owe its warnings to nobody.
        smallest = shrunk(whole, lambda candidate: difference(candidate)[0] == found, keep_reads=found == "warnings")
        return Finding(seed, (one.name, other.name), found, difference(smallest)[1] or details, smallest, True)


def only_nan(seed: int, one: Mode, other: Mode) -> bool:
    """Whether the digests of the program differ in fresh processes, although the records do not."""
    found = [summaries(mode, seed, seed + 1)[seed] for mode in (one, other)]
    return found[0] != found[1]


def shrunk(whole: Program, differs: Callable[[Program], bool], keep_reads: bool = False) -> Program:
    """The program without every statement that the difference does not need."""
    smallest = whole
    length = len(whole.statements) // 2
    while length:
        start = 0
        while start < len(smallest.statements):
            candidate = smallest.without(start, start + length)
            reads = any(statement.settles for statement in smallest.statements[start : start + length])
            if not (reads and keep_reads) and differs(candidate):
                smallest = candidate
            else:
                start += length
        length //= 2
    return smallest


def differing(one: Record, other: Record, of: Program, ordered: bool) -> tuple[str, str]:
    """In what two records differ, up to the bits of NaN, and the first such thing; nothing where they agree."""
    for mine, theirs in zip(one.events, other.events, strict=False):
        if canonical(mine) != canonical(theirs):
            return "results", f"line {mine[0]}: {shown(mine)}\nline {theirs[0]}: {shown(theirs)}"
    if len(one.events) != len(other.events):
        longer = max(one.events, other.events, key=len)
        return "results", f"one has no {longer[min(len(one.events), len(other.events))][:3]}"
    if ordered and one.logs != other.logs:
        return "what a recorder heard", f"recorders heard {one.logs}\nand {other.logs}"
    mine_heard, theirs_heard = Counter(one.all_warnings()), Counter(other.all_warnings())
    if of.changes_filters:
        mine_heard, theirs_heard = Counter(set(mine_heard)), Counter(set(theirs_heard))
    missing, more = mine_heard - theirs_heard, theirs_heard - mine_heard
    if of.leaves_work or one.broke_off:
        missing.clear()
    if missing or more:
        return "warnings", f"warnings missing {dict(missing)}, too many {dict(more)}"
    return "", ""


# Of each floating-point dtype: the code of unsigned numbers as wide as its parts, the bits of infinity.
FLOATS = {
    "f2": ("H", 0x7C00), "f4": ("I", 0x7F800000), "c8": ("I", 0x7F800000),
    "f8": ("Q", 0x7FF0000000000000), "c16": ("Q", 0x7FF0000000000000),
}  # fmt: skip


def canonical(event: Event) -> Event:
    """The event with one NaN for all."""
    line, what, facts, content = event
    if what not in ("array", "scalar"):
        return event
    code, infinity = FLOATS.get(facts.split(" ")[1].lstrip("<>=|"), ("", 0))
    if not code:
        return event
    bits = array.array(code, content)
    magnitude = 2 * infinity - 1 if code != "Q" else 0x7FFFFFFFFFFFFFFF
    magnitude = {"H": 0x7FFF, "I": 0x7FFFFFFF}.get(code, magnitude)
    return (
        line,
        what,
        facts,
        array.array(code, [infinity + 1 if b & magnitude > infinity else b for b in bits]).tobytes(),
    )


def shown(event: Event) -> str:
    _, what, facts, content = event
    if not content:
        return f"{what} {facts}"
    text = content.hex(" ", 8) if len(content) <= 200 else f"{content[:96].hex(' ', 8)} ... {len(content)} bytes"
    return f"{what} {facts}\n    {text}"
