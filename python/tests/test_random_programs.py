"""Random programs show the same in every way of running them; and what compares them finds it if they do not.

`scripts/compare-modes --programs 100000` is the long form.
"""

from __future__ import annotations

import warnings

import pytest
from programs.author import Program, Statement, program
from programs.compare import UNREAD, Mode, compare, examine, modes
from programs.record import run
from programs.settled import settled

import stridewise

PROGRAMS = 400


def test_modes_and_thread_counts_agree() -> None:
    findings = compare(0, PROGRAMS, modes(), batch=PROGRAMS // 2, most=3)
    assert not findings, "\n\n".join(map(str, findings))


def test_a_seed_always_gives_the_same_program() -> None:
    for seed in range(50):
        assert program(seed) == program(seed)
        assert program(seed).source != program(seed + 1).source


def test_programs_do_most_of_what_they_try() -> None:
    tried = failed = 0
    for seed in range(100):
        with warnings.catch_warnings(record=True):
            record = run(program(seed).source, stridewise)
        tried += program(seed).source.count("with attempt")
        failed += record.broke_off
    assert failed < tried / 20


@pytest.mark.parametrize("statement", ["d = a / 0\ndel d", "a / 0", "with attempt: d = a / 0; d = 1"])
def test_warnings_of_what_nobody_reads_are_told_apart(statement: str) -> None:
    eager, *_, always = modes(threads=(1,))
    unread = Program((Statement("a = np.ones(3)"), Statement(statement)), leaves_work=False)
    finding = examine(0, unread, eager, always, "warnings")
    assert finding is not None and finding.what == UNREAD
    broken = Mode("broken", prelude="np.seterr(all='ignore')")
    finding = examine(0, unread, Mode("sound"), broken, "warnings")
    assert finding is not None and finding.what == "warnings"


def test_settled_programs_have_the_same_results() -> None:
    for seed in range(50):
        source = program(seed).source
        with warnings.catch_warnings(record=True):
            events = [[event[1:] for event in run(text, stridewise).events] for text in (source, settled(source))]
        assert events[0] == events[1], seed


# A change to one mode, the seeds in which it must show within, what is said of it.
BROKEN = {
    "a result": (
        "real = np.where\nnp.where = lambda *a: real(a[0], a[2], a[1])",
        60, "results", "np.where",
    ),
    "an exception": (
        "real = np.empty\n"
        "def empty(shape, *rest):\n    if shape == 2**62: raise MemoryError('no')\n    return real(shape, *rest)\n"
        "np.empty = empty",
        400, "results", "2**62",
    ),
    "a warning": (
        "import warnings\nreal = np.log\n"
        "def log(*a, **k):\n    with np.errstate(all='ignore'): return real(*a, **k)\n"
        "np.log = log",
        200, "", "np.log",
    ),
    "the order of warnings": (
        "import warnings\nreal = warnings.catch_warnings.__enter__\n"
        "class Backwards(list):\n    def __iter__(self): return reversed(list(super().__iter__()))\n"
        "def enter(self):\n"
        "    log = real(self)\n"
        "    if log is None: return log\n"
        "    late = Backwards()\n"
        "    warnings._showwarnmsg_impl = late.append\n"
        "    return late\n"
        "warnings.catch_warnings.__enter__ = enter",
        1500, "what a recorder heard", "simplefilter",
    ),
    "the end": (
        "import os\nreal = np.sqrt\nnp.sqrt = lambda *a, **k: os._exit(3) if not k else real(*a, **k)",
        60, "the ends", "np.sqrt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_differs_is_found_and_cut_down(name: str) -> None:
    prelude, programs, what, where = BROKEN[name]
    sound, broken = Mode("sound"), Mode("broken", prelude=prelude)
    (finding,) = compare(0, programs, [sound, broken], batch=programs // 2, most=1)
    assert finding.pair == ("sound", "broken")
    assert what in finding.what
    assert where in finding.program.source
    needed = [statement for statement in finding.program.statements if not statement.settles]
    assert name == "the end" or len(needed) <= 8, str(finding)
    assert str(finding.seed) in str(finding)
