"""The assertions of `stridewise.testing` beside NumPy's: same verdict and same message on the same values."""

import itertools
import re

import numpy
import numpy.testing
import pytest

import stridewise as np
from stridewise import testing
from stridewise.testing._private.utils import nulp_diff

NAN, INF = float("nan"), float("inf")
# Each entry: nested lists, and the dtype of the array made of them (None: the lists themselves).
VALUES = [
    (1.0, None),
    (2, None),
    (NAN, None),
    (1 + 2j, None),
    (-0.0, None),
    ([1.0, 2.0], None),
    ((1.0, 2.5), None),
    (1.0, "f8"),
    (INF, "f4"),
    ([], "f8"),
    ([1, 2], "i8"),
    ([1, 2], "f8"),
    ([1.0, NAN], "f8"),
    ([NAN, NAN], "f4"),
    ([1.0, INF], "f8"),
    ([1.0, -INF], "f8"),
    ([1.0, 2.0000001], "f8"),
    ([1.0, 2.001], "f2"),
    ([1 + 1j, complex(NAN, 1)], "c16"),
    ([1 + 1j, complex(1, NAN)], "c16"),
    ([1 + 1j, complex(INF, 1)], "c8"),
    ([True, False], "?"),
    ([-127, 127], "i1"),
    ([0, 0], "i4"),
    ([[1.0, 2.0], [3.0, 4.0]], "f8"),
    ([[1.0, 2.0], [3.5, NAN]], "f8"),
    ([[0.0] * 4] * 5, "f8"),
    ([[1e-9] * 4] * 5, "f8"),
]
ASSERTIONS = [
    ("assert_equal", {}),
    ("assert_equal", {"strict": True, "err_msg": "with words"}),
    ("assert_array_equal", {"verbose": False}),
    ("assert_array_equal", {"strict": True}),
    ("assert_almost_equal", {"decimal": 3}),
    ("assert_array_almost_equal", {"decimal": 12, "err_msg": "x" * 70}),
    ("assert_array_less", {}),
    ("assert_allclose", {"rtol": 1e-3}),
    ("assert_allclose", {"atol": 1.5, "equal_nan": False}),
]


def made(module, value, dtype):
    return value if dtype is None else module.array(value, dtype=dtype)


def outcome(call, *arguments, **options):
    try:
        call(*arguments, **options)
    except Exception as error:
        return type(error).__name__, str(error)
    return None


@pytest.mark.parametrize(("name", "options"), ASSERTIONS)
def test_verdicts_and_messages_are_numpys(name, options):
    ours, theirs = getattr(testing, name), getattr(numpy.testing, name)
    for pair in itertools.product(VALUES, VALUES):
        found = outcome(ours, *(made(np, *entry) for entry in pair), **options)
        expected = outcome(theirs, *(made(numpy, *entry) for entry in pair), **options)
        assert found == expected, pair


def test_largest_difference_of_unsigned_integers_does_not_wrap():
    with pytest.raises(AssertionError, match="Max absolute difference among violations: 255\n"):
        testing.assert_array_equal(np.array([0, 255], dtype="u1"), np.array([0, 0], dtype="u1"))


def test_items_of_structures_are_named():
    found = outcome(testing.assert_equal, {"a": [1, np.array([1, 2])]}, {"a": [1, np.array([1, 3])]})
    expected = outcome(numpy.testing.assert_equal, {"a": [1, numpy.array([1, 2])]}, {"a": [1, numpy.array([1, 3])]})
    assert found == expected and "item=1\nkey='a'" in found[1]


def test_errors_inside_a_comparison_show_the_arrays():
    def refuse(x, y):
        raise ValueError("refused")

    with pytest.raises(ValueError, match=r"error during assertion:(.|\n)*refused(.|\n)*ACTUAL: array\(\[1, 2\]\)"):
        testing.assert_array_compare(refuse, [1, 2], [1, 3])


def test_subclasses_need_only_comparisons():
    class Loose(np.ndarray):
        def __eq__(self, other):
            return bool(np.equal(self, other).all())

        def __ne__(self, other):
            return not self == other

        def __array_function__(self, *arguments, **options):
            return NotImplemented

    one, other = (np.array(values).view(Loose) for values in ([1.0, 2.0], [2.0, 3.0]))
    testing.assert_array_equal(one, one)
    message = "Mismatched elements: 1 / 2 (50%)\nMax absolute difference among violations: 1.\n"
    with pytest.raises(AssertionError, match=re.escape(message)):
        testing.assert_array_equal(one, other)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_units_in_the_last_place(dtype):
    x = np.array([1.0, -3.0, 0.0, 100.0], dtype=dtype)
    ahead = x
    for steps in range(4):
        assert nulp_diff(x, ahead).tolist() == [[float(steps)] * 4]
        testing.assert_array_max_ulp(x, ahead, maxulp=steps)
        testing.assert_array_almost_equal_nulp(x[:2], ahead[:2], nulp=max(steps, 1))
        ahead = np.nextafter(ahead, np.array(INF, dtype=dtype))
    with pytest.raises(AssertionError, match=r"up to 2 ULP \(max difference is 4 ULP\)"):
        testing.assert_array_max_ulp(x, ahead, maxulp=2)


def test_distance_across_zero_does_not_wrap():
    biggest = np.array([1.7e308])
    assert nulp_diff(biggest, -biggest).item() == pytest.approx(2 * 9.2e18, rel=0.01)
    with pytest.raises(NotImplementedError):
        nulp_diff(np.array([1j]), np.array([1j]))
    with pytest.raises(ValueError, match=re.escape("(1, 2) - (1, 1)")):
        nulp_diff(np.array([1.0, 2.0]), np.array([1.0]))


@pytest.mark.parametrize("words", ["", "short", "x" * 60, "two\nlines"])
@pytest.mark.parametrize("verbose", [True, False])
def test_build_err_msg_is_numpys(words, verbose):
    ours, theirs = (
        module.testing.build_err_msg(
            [1, "x" * 400, [1, 2], module.zeros((9, 1)), module.ones(3) / 3], words, "Not:", verbose, tuple("abcde"), 3
        )
        for module in (np, numpy)
    )
    assert ours == theirs


def test_build_err_msg_survives_a_failing_repr():
    class Unshown:
        def __repr__(self):
            raise ValueError("no")

    assert testing.build_err_msg([Unshown()], "").endswith("[repr failed for <Unshown>: no]")
