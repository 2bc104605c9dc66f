"""All kinds of statements, with how often each is chosen."""

from __future__ import annotations

from collections.abc import Callable

from programs import reading, surroundings, writing
from programs.author import Author
from programs.computing import chain, compute, other_function, recompute, reduce, select, through_function, view
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
    (1.5, surroundings.error_state),
    (0.8, surroundings.threads),
    (0.5, surroundings.disjoint_slices),
    (1.5, surroundings.lend_out),
    (1.5, surroundings.borrow),
    (0.8, surroundings.subclass),
    (0.6, surroundings.stands_in),
]

__all__ = ["EVERYTHING", "make"]
