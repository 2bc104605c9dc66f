"""The array object: shapes, views, copies, flags, subclasses, pickles."""

from __future__ import annotations

import copy
from typing import Any

import numpy
import pytest

import stridewise as np


class Tagged(np.ndarray):
    """A subclass that carries a tag from array to array."""

    def __array_finalize__(self, source: Any) -> None:
        self.tag = getattr(source, "tag", "new")


def same(ours: Any, theirs: Any) -> None:
    """Same shape, strides, bytes and flags."""
    assert ours.shape == theirs.shape
    assert ours.strides == theirs.strides
    assert ours.dtype.name == theirs.dtype.name
    assert ours.tobytes() == theirs.tobytes()
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS", "WRITEABLE", "OWNDATA"):
        assert ours.flags[flag] == theirs.flags[flag], flag


LAYOUTS = {
    "c": lambda a: a,
    "f": lambda a: a.copy(order="F"),
    "transposed": lambda a: a.T,
    "reversed": lambda a: a[::-1, :, ::-1],
    "sliced": lambda a: a[:, 1:, ::2],
    "empty": lambda a: a[1:1],
    "row": lambda a: a[0, 0],
    "new axes": lambda a: a[:, None, :, None],
}

OPERATIONS = {
    "ravel": lambda a: a.ravel(),
    "ravel f": lambda a: a.ravel(order="F"),
    "ravel k": lambda a: a.ravel(order="K"),
    "flatten a": lambda a: a.flatten(order="A"),
    "copy k": lambda a: a.copy(order="K"),
    "astype f4": lambda a: a.astype("f4"),
    "reshape": lambda a: a.reshape(-1, 1),
    "reshape f": lambda a: a.reshape((1, -1), order="F"),
    "squeeze": lambda a: a.squeeze(),
    "view bytes": lambda a: a.copy().view("u1"),
    "swapaxes": lambda a: a.swapaxes(0, -1),
    "byteswap": lambda a: a.byteswap(),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_layouts_are_numpys(layout: str, operation: str) -> None:
    theirs = LAYOUTS[layout](numpy.arange(24.0).reshape(2, 3, 4).copy())
    ours = LAYOUTS[layout](np.array(numpy.arange(24.0).reshape(2, 3, 4)))
    same(OPERATIONS[operation](ours), OPERATIONS[operation](theirs))


def test_subclasses_are_finalised() -> None:
    made = Tagged((2, 3))
    assert made.tag == "new"
    made.tag = "mine"
    assert made[1:].tag == made.T.tag == made.copy().tag == "mine"
    assert type(made[0]) is Tagged
    assert made[0].base is made
    assert np.array([1.0]).view(Tagged).tag == "new"


def test_deep_copies() -> None:
    array = np.array([[1.5, 2.0], [3.0, 4.0]])
    twin = copy.deepcopy(array)
    twin[0, 0] = 9.0
    assert array.tolist() == [[1.5, 2.0], [3.0, 4.0]]


def test_writeable_flag() -> None:
    array = np.array([1.0, 2.0])
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 3.0
    view = array[:]
    with pytest.raises(ValueError, match="cannot set WRITEABLE"):
        array2 = view
        array2.flags.writeable = True
    array.flags.writeable = True
    array[0] = 3.0
    assert array.tolist() == [3.0, 2.0]


def test_memory_is_shared_with_numpy() -> None:
    theirs = numpy.arange(6.0).reshape(2, 3)
    ours = np.asarray(theirs[:, ::-1])
    ours[0, 0] = 99.0
    assert theirs[0, 2] == 99.0
    back = numpy.asarray(ours)
    back[1, 1] = -1.0
    assert theirs[1, 1] == -1.0


def test_resize_refuses_where_somebody_else_looks():
    import weakref

    a = np.zeros(3)
    a.resize(5)
    other = a
    with pytest.raises(ValueError, match="references"):
        a.resize(6)
    a.resize(6, refcheck=False)
    assert other.shape == (6,)
    b = np.zeros(3)
    watcher = weakref.ref(b)
    with pytest.raises(ValueError, match="references"):
        b.resize(6)
    assert watcher() is b


def test_the_size_counts_elements_where_they_are_owned():
    import sys

    a = np.ones(100)
    assert sys.getsizeof(a) > a.nbytes > sys.getsizeof(a[...])
    assert sys.getsizeof(a.reshape(100, 1, 1).copy()) > sys.getsizeof(a)


def test_setting_strides_is_deprecated():
    a = np.arange(6)
    with pytest.warns(DeprecationWarning, match="as_strided"):
        a.strides = 4
    assert a.strides == (4,)


@pytest.mark.parametrize("shapes", [((3,), (3,)), ((3, 3), (3,)), ((3,), (3, 3)), ((2, 3), (3, 3)), ((3, 3), (3, 1))])
def test_in_place_products_keep_the_shape(shapes):
    def product(library):
        a, b = (library.arange(12.0)[: numpy.prod(shape)].reshape(shape) for shape in shapes)
        a @= b
        return a.tolist()

    try:
        expected = product(numpy)
    except ValueError:
        with pytest.raises(ValueError):
            product(np)
    else:
        assert product(np) == expected


def test_what_stays_where_places_overlap_depends_on_the_target_alone():
    from stridewise.lib.stride_tricks import as_strided

    def written(source):
        memory = np.zeros(12, np.int8)
        as_strided(memory, (3, 4), (1, 2))[...] = source
        return memory.tolist()

    values = np.arange(12, dtype=np.int8).reshape(3, 4)
    assert written(values) == written(np.asfortranarray(values)) == written(values.astype(">i2"))
