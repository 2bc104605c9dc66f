"""All kinds of statements, with how often each is chosen."""

from __future__ import annotations

from collections.abc import Callable

from programs import reading, surroundings, writing
from programs.author import Author
from programs.computing import (
    as_ufunc_method,
    chain,
    compute,
    kept_in_list,
    other_bytes,
    other_function,
    recompute,
    reduce,
    select,
    several_outputs,
    through_function,
    view,
)
from programs.making import draw_into, make, make_alike

EVERYTHING: list[tuple[float, Callable[[Author], None]]] = [
    (14, compute),
    (5, recompute),
    (2, chain),
    (1.5, through_function),
    (5, view),
    (4, reduce),
    (1.5, other_function),
    (1.5, select),
    (1.2, kept_in_list),
    (0.7, several_outputs),
    (1.2, as_ufunc_method),
    (0.7, other_bytes),
    (4, make),
    (2.5, make_alike),
    (0.8, draw_into),
    (7, writing.in_place),
    (2, writing.overlapping),
    (4, writing.assign),
    (2, writing.assign_selected),
    (4, writing.with_out),
    (2, writing.whole_array),
    (0.7, writing.lock),
    (2.5, reading.read),
    (4, reading.note),
    (0.7, reading.evaluate),
    (0.7, reading.iterate),
    (4, reading.forget),
    (2, reading.refuse),
    (1.5, surroundings.warn),
    (1.5, surroundings.recorder),
    (0.7, surroundings.warnings_as_errors),
    (0.7, surroundings.filtered),
    (0.5, surroundings.hooked),
    (0.5, surroundings.lasting_filter),
    (1.5, surroundings.error_state),
    (0.8, surroundings.threads),
    (0.5, surroundings.disjoint_slices),
    (0.7, surroundings.same_inputs),
    (1.5, surroundings.lend_out),
    (1.5, surroundings.borrow),
    (0.8, surroundings.subclass),
    (0.6, surroundings.stands_in),
]

__all__ = ["EVERYTHING", "make"]
