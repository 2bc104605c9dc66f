"""`stridewise.testing` apart from its array comparisons: text, warnings, garbage, threads, files."""

import gc
import re
import warnings
from pathlib import Path

import numpy.testing
import pytest

import stridewise as np
from stridewise import testing


@pytest.mark.parametrize(("actual", "desired"), [("a\nb\nc", "a\nB\nc"), ("abcd", "abce"), ("a\n", "a")])
def test_string_differences_are_numpys(actual: str, desired: str) -> None:
    with pytest.raises(AssertionError) as theirs:
        numpy.testing.assert_string_equal(actual, desired)
    with pytest.raises(AssertionError, match=re.escape(str(theirs.value))):
        testing.assert_string_equal(actual, desired)
    testing.assert_string_equal(actual, actual)


def test_assert_takes_a_function_that_makes_the_message() -> None:
    testing.assert_(True)
    with pytest.raises(AssertionError, match="made"):
        testing.assert_(False, lambda: "made")


@pytest.mark.filterwarnings("ignore:NumPy warning suppression:DeprecationWarning")
class TestWarnings:
    def test_assert_warns_passes_arguments_and_result(self) -> None:
        def warn(x: int, y: int = 0) -> int:
            warnings.warn("yes", UserWarning, stacklevel=1)
            return x + y

        assert testing.assert_warns(UserWarning, warn, 1, y=2) == 3
        with pytest.raises(AssertionError, match="No warning raised when calling len"):
            testing.assert_warns(UserWarning, len, [])
        with pytest.raises(AssertionError, match="Got warnings when calling warn"):
            testing.assert_no_warnings(warn, 1)
        assert testing.assert_no_warnings(len, [1]) == 1

    def test_assert_warns_leaves_the_filters_alone(self) -> None:
        before = warnings.filters[:]
        with testing.assert_warns(UserWarning):
            warnings.warn("yes", stacklevel=1)
        assert warnings.filters == before

    def test_the_latest_rule_decides(self) -> None:
        context = testing.suppress_warnings()
        lasting = context.record()
        for _ in range(2):
            with context:
                passing = context.record(message="two")
                context.filter(message="one")
                for text in ("one", "two", "three"):
                    warnings.warn(text, stacklevel=1)
            assert [str(caught.message) for caught in lasting] == ["three"]
            assert [str(caught.message) for caught in passing] == ["two"]
            assert [str(caught.message) for caught in context.log] == ["two", "three"]

    @pytest.mark.parametrize(("rule", "passed_on"), [("always", 4), ("once", 1), ("module", 1), ("location", 2)])
    def test_forwarding(self, rule: str, passed_on: int) -> None:
        with warnings.catch_warnings(record=True) as outer:
            warnings.simplefilter("always")
            with testing.suppress_warnings(rule, _warn=False):
                for _ in range(2):
                    warnings.warn("same", stacklevel=1)
                    warnings.warn("same", stacklevel=1)
        assert len(outer) == passed_on

    def test_entering_twice_is_an_error(self) -> None:
        with (
            testing.suppress_warnings() as context,
            pytest.raises(RuntimeError, match="cannot enter suppress_warnings twice"),
        ):
            context.__enter__()

    def test_works_as_decorator(self) -> None:
        context = testing.suppress_warnings()
        context.filter(UserWarning)

        @context
        def warn(category: type[Warning]) -> None:
            warnings.warn("yes", category, stacklevel=1)

        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            warn(UserWarning)
            warn(RuntimeWarning)
        assert [caught.category for caught in seen] == [RuntimeWarning]


def test_suppress_warnings_says_that_it_is_deprecated() -> None:
    with pytest.warns(DeprecationWarning, match="Deprecated NumPy 2.4") as seen:
        testing.suppress_warnings()
    assert Path(seen[0].filename) == Path(__file__)


def test_cycles_are_found() -> None:
    def make_cycle() -> None:
        cycle: list[object] = []
        cycle.append(cycle)

    enabled = gc.isenabled()
    testing.assert_no_gc_cycles(list)
    with pytest.raises(AssertionError, match="when calling make_cycle: 1 objects were collected"):
        testing.assert_no_gc_cycles(make_cycle)
    with pytest.raises(AssertionError, match="found: 1 objects"), testing.assert_no_gc_cycles():
        make_cycle()
    assert gc.isenabled() is enabled and gc.get_debug() == 0 and not gc.garbage


def test_temporary_paths_vanish() -> None:
    with pytest.raises(ZeroDivisionError), testing.tempdir(prefix="stride") as folder:
        assert Path(folder).is_dir() and Path(folder).name.startswith("stride")
        raise ZeroDivisionError
    assert not Path(folder).exists()
    with testing.temppath(suffix=".npy") as path:
        assert Path(path).stat().st_size == 0
    assert not Path(path).exists()


def test_threads_run_together_and_raise() -> None:
    seen: list[tuple[object, ...]] = []
    testing.run_threaded(
        lambda *arguments: seen.append((arguments[:2], arguments[2].wait(timeout=10) >= 0)),
        max_workers=3,
        pass_count=True,
        pass_barrier=True,
        prepare_args=lambda: ["shared"],
        outer_iterations=2,
    )
    assert sorted(seen) == sorted([((count, "shared"), True) for count in range(3)] * 2)
    with pytest.raises(ZeroDivisionError):
        testing.run_threaded(lambda: 1 / 0, max_workers=2)


def test_decorated_methods_are_the_tests() -> None:
    class Case:
        def test_one(self) -> str:
            return "plain"

        def other(self) -> str:
            return "plain"

        def _test_hidden(self) -> str:
            return "plain"

    testing.decorate_methods(Case, lambda function: lambda self: "decorated")
    case = Case()
    assert (case.test_one(), case.other(), case._test_hidden()) == ("decorated", "plain", "plain")


def test_failing_examples_are_reported(tmp_path: Path) -> None:
    source = tmp_path / "examples.py"
    source.write_text('"""\n>>> 1 + 1\n3\n"""\n')
    with pytest.raises(AssertionError, match="Expected:\n    3\nGot:\n    2"):
        testing.rundocs(str(source))
    source.write_text('"""\n>>> 1 + 1\n2\n"""\n')
    testing.rundocs(str(source))


@pytest.mark.parametrize(("text", "size"), [("1 GB", 10**9), ("16KiB", 16384), ("0.5 kb", 500), ("12", 12)])
def test_sizes_are_read(monkeypatch: pytest.MonkeyPatch, text: str, size: int) -> None:
    from stridewise.testing._private.utils import check_free_memory

    monkeypatch.setenv("NPY_AVAILABLE_MEM", text)
    assert check_free_memory(size) is None
    assert text in (check_free_memory(size + 1) or "")
    monkeypatch.setenv("NPY_AVAILABLE_MEM", "plenty")
    with pytest.raises(ValueError, match="'plenty' not a valid size"):
        check_free_memory(1)


def test_every_public_name_of_numpy_is_there() -> None:
    assert set(numpy.testing.__all__) <= set(testing.__all__)
    missing = [name for name in testing.__all__ if not hasattr(testing, name)]
    assert missing == []


def test_overridable_functions_are_told_apart() -> None:
    from stridewise.testing import overrides

    functions, ufuncs = overrides.get_overridable_numpy_array_functions(), overrides.get_overridable_numpy_ufuncs()
    assert {np.zeros, np.asarray, np.full} <= functions and {np.add, np.matmul} <= ufuncs
    assert not functions & ufuncs and len(ufuncs) > 80
    assert overrides.allows_array_function_override(np.zeros) and overrides.allows_array_ufunc_override(np.add)
    for other in (np.add, len, None):
        assert not overrides.allows_array_function_override(other)
    assert not overrides.allows_array_ufunc_override(np.zeros)
