"""Sums of products said by naming axes: random equations beside a loop over all places, views, orders, refusals."""

from __future__ import annotations

import itertools
import math
import random
import warnings
from typing import Any

import numpy
import pytest
from array_layouts import LAYOUTS

import stridewise as np

# Random equations of this run; STRIDEWISE-wide checks take more (`random_equation` with other seeds).
EQUATIONS = 2000
LETTERS = "abcdefgXYZ"


def random_equation(rng: random.Random) -> tuple[str, list[tuple[int, ...]]]:
    """Subscripts, and the shapes of their operands: names that repeat, axes of length one and zero, an ellipsis."""
    lengths = {letter: rng.choice([1, 2, 2, 3, 3, 4, 5, 0 if rng.random() < 0.05 else 2]) for letter in LETTERS}
    pool = rng.sample(LETTERS, rng.randint(1, 5))
    ellipsis = [rng.choice([1, 2, 3]) for _ in range(rng.randint(0, 2))] if rng.random() < 0.3 else None
    terms, shapes, used = [], [], []
    for _ in range(rng.choice([1, 1, 2, 2, 2, 2, 3, 3, 4])):
        names = [rng.choice(pool) for _ in range(rng.randint(0, 4))]
        # An axis of length one repeats along the others', unless the operand has it twice.
        shape = [1 if rng.random() < 0.08 and names.count(name) == 1 else lengths[name] for name in names]
        if ellipsis is not None and rng.random() < 0.7:
            place, count = rng.randint(0, len(names)), rng.randint(0, len(ellipsis))
            own = [1 if rng.random() < 0.2 else length for length in ellipsis[len(ellipsis) - count :]]
            names[place:place] = ["..."]
            shape[place:place] = own
        terms.append("".join(names))
        shapes.append(tuple(shape))
        used += [name for name in names if name != "..."]
    text = ",".join(terms)
    if rng.random() < 0.75:
        output = rng.sample(sorted(set(used)), rng.randint(0, len(set(used))))
        if "..." in text:
            output.insert(rng.randint(0, len(output)), "...")
        text += "->" + "".join(output)
    return text, shapes


def by_loop(text: str, operands: list[Any]) -> Any:
    """The sum over all places, by Python's numbers."""
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    axes = max(
        (array.ndim - len(term.replace("...", "")) for term, array in zip(terms, operands, strict=True)), default=0
    )
    hidden = "0123456789"[:axes]

    def expand(term: str, count: int) -> str:
        return term.replace("...", hidden[axes - count :])

    terms = [expand(t, a.ndim - len(t.replace("...", ""))) for t, a in zip(terms, operands, strict=True)]
    if arrow:
        output = expand(output, axes)
    else:
        joined = "".join(terms)
        output = hidden + "".join(sorted(n for n in set(joined) - set(hidden) if joined.count(n) == 1))
    lengths: dict[str, int] = {}
    for term, array in zip(terms, operands, strict=True):
        for name, length in zip(term, array.shape, strict=True):
            lengths[name] = length if lengths.get(name, 1) == 1 else lengths[name]
    summed = sorted(set("".join(terms)) - set(output))
    result = numpy.zeros([lengths[name] for name in output], object)
    for place in itertools.product(*(range(lengths[name]) for name in output)):
        total = 0
        for rest in itertools.product(*(range(lengths[name]) for name in summed)):
            at = dict(zip([*output, *summed], [*place, *rest], strict=True))
            factors = (
                array[
                    tuple(at[name] if length > 1 else 0 for name, length in zip(term, array.shape, strict=True))
                ].item()
                for term, array in zip(terms, operands, strict=True)
            )
            total += math.prod(factors)
        result[place] = total
    return result


def places(text: str, shapes: list[tuple[int, ...]]) -> int:
    """How many products a loop takes, at most."""
    return math.prod(max(length, 1) for shape in shapes for length in shape)


def test_random_equations_are_what_a_loop_makes_of_them() -> None:
    rng = random.Random(11)
    layouts = [LAYOUTS[name] for name in ("C", "Fortran", "stepped", "reversed", "permuted", "foreign byte order")]
    done = 0
    while done < EQUATIONS:
        text, shapes = random_equation(rng)
        if places(text, shapes) > 20000:
            continue
        done += 1
        values = numpy.random.default_rng(done)
        arrays = [rng.choice(layouts)(values.integers(-4, 5, shape)) for shape in shapes]
        optimize = rng.choice([False, False, True, "optimal"])
        want = by_loop(text, arrays)
        for code in rng.sample("bhildDfe", 2):
            got = np.einsum(text, *(np.asarray(array.astype(code)) for array in arrays), optimize=optimize)
            got = numpy.asarray(got)
            assert got.shape == want.shape, text
            wanted = want.astype("l").astype(code)
            if code == "e" and numpy.abs(want.astype("l"), dtype="l").max(initial=0) > 2048:
                continue
            assert got.dtype == wanted.dtype and (got == wanted).all(), (text, shapes, code, optimize)


def test_layouts_are_those_of_numpy() -> None:
    rng = random.Random(5)
    for _ in range(300):
        text, shapes = random_equation(rng)
        if text.split("->")[0].count(",") != 1 or 0 in itertools.chain(*shapes):
            continue
        arrays = [rng.choice([LAYOUTS["C"], LAYOUTS["Fortran"], LAYOUTS["permuted"]])(numpy.ones(s)) for s in shapes]
        for order in "CF":
            got = numpy.asarray(np.einsum(text, *map(np.asarray, arrays), order=order, dtype="f4", casting="same_kind"))
            want = numpy.asarray(numpy.einsum(text, *arrays, order=order, dtype="f4", casting="same_kind"))
            if want.size > 1:
                flags = [(a.flags.c_contiguous, a.flags.f_contiguous) for a in (got, want)]
                assert flags[0] == flags[1], (text, shapes, order)


def test_one_operand_turned_is_a_view() -> None:
    array = np.arange(27.0).reshape(3, 3, 3)
    for text in ("ijk->kji", "iij->ij", "iii->i", "...", "i...i->...i"):
        view = np.einsum(text, array)
        want = numpy.einsum(text, numpy.asarray(array))
        assert view.base is array.base and view.strides == want.strides
        view[...] = -1.0
        assert (numpy.asarray(array) == -1).sum() == want.size
        array[...] = 1.0
    array.flags.writeable = False
    assert not np.einsum("iij->ij", array).flags.writeable


def test_results_without_axes_are_scalars() -> None:
    array = np.arange(9.0).reshape(3, 3)
    assert type(np.einsum("ii", array)) is np.float64
    assert type(np.einsum("", 3.0)) is np.float64
    out = np.zeros(())
    assert np.einsum("ij->", array, out=out) is out and out == 36


def test_operands_are_apart_from_the_result() -> None:
    for text in ("ij,jk->ik", "ij,ij->ij", "ij,j->i", "ij,jk,kl->il"):
        arrays = [np.asarray(numpy.arange(9).reshape(3, 3) + place) for place in range(text.count(",") + 1)]
        if text == "ij,j->i":
            arrays[1] = arrays[1][1]
        want = numpy.einsum(text, *map(numpy.asarray, arrays))
        for place in range(len(arrays)):
            copies = [array.copy() for array in arrays]
            out = copies[place] if copies[place].shape == want.shape else copies[place][0]
            assert (numpy.asarray(np.einsum(text, *copies, out=out)) == want).all(), (text, place)


def test_long_sums_over_threads_and_tiles() -> None:
    values = numpy.random.default_rng(2)
    a, b = values.standard_normal((300, 700)), values.standard_normal((300, 700))
    c, d = values.standard_normal(700), values.standard_normal((40, 30, 50))
    cases: list[tuple[str, tuple[Any, ...]]] = [
        ("ij,ij->i", (a, b)),
        ("ij,ij->j", (a, b)),
        ("ij,ij->", (a, b)),
        ("ij,j->i", (a, c)),
        ("ji,j->i", (a.T, c)),
        ("ij,ij,j->i", (a, b, c)),
        ("ij,kj->ik", (a, b)),
        ("abc,abc->b", (d, d)),
        ("abc,dbc->ad", (d, d)),
        ("abc,dbc->bad", (d, d)),
    ]
    for text, operands in cases:
        for code in "dfD":
            arrays = [array.astype(code) for array in operands]
            want = numpy.einsum(text, *arrays)
            got = numpy.asarray(np.einsum(text, *map(np.asarray, arrays)))
            tolerance = 1e-3 if code == "f" else 1e-11
            numpy.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance)
    windows = numpy.lib.stride_tricks.sliding_window_view(a, (3, 3))
    kernel = values.standard_normal((3, 3))
    got = numpy.asarray(np.einsum("ijkl,kl->ij", np.asarray(windows), np.asarray(kernel)))
    numpy.testing.assert_allclose(got, numpy.einsum("ijkl,kl->ij", windows, kernel), rtol=1e-12, atol=1e-12)


REFUSED: list[tuple[Any, ...]] = [
    (),
    ("",),
    (0, 0),
    ("", 0, 0),
    (",", [0]),
    ("i", 0),
    ("i..", [0, 0]),
    ("i%", [0, 0]),
    ("i->ij", [0, 0]),
    ("ij->jij", [[0, 0], [0, 0]]),
    ("ii", [[0, 1, 2], [0, 1, 2]]),
    ("ii->i", [[0, 1, 2], [0, 1, 2]]),
    ("i,i", [1, 2], [1, 2, 3]),
    ("...->", [1]),
    ("i-", [1]),
    ([1, 2], ["a"]),
    ([1, 2], [52]),
]


@pytest.mark.parametrize("arguments", REFUSED)
def test_refusals_are_those_of_numpy(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(Exception) as want:
        numpy.einsum(*arguments)
    with pytest.raises(want.type) as got:
        np.einsum(*arguments)
    assert str(got.value) == str(want.value)


def test_casts_that_the_rule_forbids() -> None:
    for keywords in ({"dtype": "i4"}, {"out": numpy.zeros((), int)}, {"casting": "other"}, {"order": "W"}, {"bad": 1}):
        with pytest.raises(Exception) as want:
            numpy.einsum("i->", [1.5, 2.0], **keywords)
        if "out" in keywords:
            keywords = {"out": np.zeros((), int)}
        with pytest.raises(want.type) as got:
            np.einsum("i->", [1.5, 2.0], **keywords)
        assert str(got.value) == str(want.value)
    assert np.einsum("i->", [1.5, 2.0], dtype="i4", casting="unsafe") == 3


@pytest.mark.parametrize("search", [False, True, "greedy", "optimal", ("greedy", 20), ("optimal", 0)])
def test_orders_and_their_reports_are_those_of_numpy(search: Any) -> None:
    rng = random.Random(4)
    for _ in range(150):
        text, shapes = random_equation(rng)
        if "..." in text or 0 in itertools.chain(*shapes):
            continue
        arrays = [numpy.ones(shape) for shape in shapes]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                want = numpy.einsum_path(text, *arrays, optimize=search)
            except Exception:
                continue
        got = np.einsum_path(text, *map(np.asarray, arrays), optimize=search)
        assert got[0] == want[0], (text, shapes)
        if "->" in text:
            assert got[1] == want[1], (text, shapes)


def test_orders_that_lead_nowhere() -> None:
    a = np.ones((2, 2))
    with pytest.raises(RuntimeError, match="1 more operands has to be contracted"):
        np.einsum("ij,jk,kl", a, a, a, optimize=["einsum_path", (0, 1)])
    with pytest.raises(ValueError):
        np.einsum("ij,jk,kl", a, a, a, optimize=["einsum_path", (0, 7)])
    with pytest.raises(KeyError):
        np.einsum("ij,jk,kl", a, a, a, optimize="other")
