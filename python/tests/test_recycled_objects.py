"""The memory of dropped arrays is taken again; nobody can tell."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

import stridewise as np


def test_values_survive_their_neighbours() -> None:
    kept = [np.arange(5.0) + number for number in range(300)]
    for array in [np.zeros(3) for _ in range(300)]:
        del array
    for number, array in enumerate(kept):
        assert array.tolist() == [number, number + 1, number + 2, number + 3, number + 4]


def test_a_new_object_starts_without_the_old_ones_state() -> None:
    for _ in range(200):
        array = np.arange(6.0)
        array.shape = (2, 3)
        array.flags.writeable = False
        view = array[1:]
        assert view.base is array and not view.flags.writeable
        del array, view
        fresh = np.arange(6.0)
        assert fresh.shape == (6,) and fresh.flags.writeable and fresh.base is None


def test_views_keep_their_base_and_let_it_go() -> None:
    base = np.arange(4.0)
    count = sys.getrefcount(base)
    views = [base[1:] for _ in range(100)]
    assert sys.getrefcount(base) == count + 100
    del views
    assert sys.getrefcount(base) == count


def test_weak_references_end_with_their_object() -> None:
    dead = []
    for _ in range(100):
        array = np.zeros(2)
        reference = weakref.ref(array, dead.append)
        assert reference() is array
        del array
        assert reference() is None
        assert np.zeros(2) is not None and reference() is None
    assert len(dead) == 100


def test_the_class_keeps_its_reference_count() -> None:
    count = sys.getrefcount(np.ndarray)
    for _ in range(1000):
        np.zeros(2)
    arrays = [np.zeros(2) for _ in range(500)]
    full = sys.getrefcount(np.ndarray)
    del arrays
    empty = sys.getrefcount(np.ndarray)
    assert (full, empty) == (count + 500, count)


def test_subclasses_are_collected_as_before() -> None:
    class Sub(np.ndarray):
        pass

    for _ in range(100):
        array = np.zeros(3).view(Sub)
        array.myself = array
        reference = weakref.ref(array)
        del array
        gc.collect()
        assert reference() is None


def test_dropping_a_base_may_drop_arrays() -> None:
    class Lender:
        def __init__(self) -> None:
            self.array = np.arange(3.0)
            self.__array_interface__ = self.array.__array_interface__

        def __del__(self) -> None:
            self.array = np.zeros(7)[2:]

    for _ in range(200):
        view = np.asarray(Lender())[1:]
        assert view.tolist() == [1.0, 2.0]
        del view


@pytest.mark.parametrize("length", [10, 64, 65, 1000])
def test_long_chains_of_drops(length: int) -> None:
    arrays = [np.full(2, float(number)) for number in range(length)]
    views = [array[:1] for array in arrays]
    del arrays
    assert [view.item() for view in views] == list(range(length))


def test_arrays_are_not_tracked_by_the_collector() -> None:
    for _ in range(100):
        assert not gc.is_tracked(np.zeros(2)) and not gc.is_tracked(np.zeros(3)[1:])
