"""What JSON can say of any object: numbers and texts as they are, arrays by shape, dtype and a few values."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import math
import os
from collections.abc import Iterable, Mapping
from typing import Any

# Values of an array, and items of anything else that are written.
VALUES = 6
ITEMS = 100
# Containers in containers that are looked into, and characters of what has only a `repr`.
DEPTH = 8
TEXT = 500


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[:TEXT]}... ({len(text)} characters)"


def _text(value: object) -> str:
    try:
        return _shortened(repr(value))
    except Exception as error:
        return f"<{type(value).__name__} whose repr raises {type(error).__name__}>"


def _array(value: Any, depth: int) -> Any:
    """An array's shape, dtype and first values; the value of an array scalar."""
    shape = [int(length) for length in value.shape]
    if not shape and hasattr(value, "item"):
        return _plain(value.item(), depth + 1)
    # `flat` reads in place; `reshape` of what has none may copy.
    flat = value.flat if hasattr(value, "flat") else value.reshape(-1)[:VALUES].tolist()
    first = [_plain(item, depth + 1) for item in itertools.islice(flat, VALUES)]
    return {"shape": shape, "dtype": str(value.dtype), "values": first}


def _items(values: Iterable[Any], count: int, depth: int) -> list[Any]:
    listed = [_plain(item, depth + 1) for item in itertools.islice(values, ITEMS)]
    if count > ITEMS:
        listed.append(f"... ({count} items)")
    return listed


def _mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    pairs = itertools.islice(value.items(), ITEMS)
    made = {key if isinstance(key, str) else str(key): _plain(item, depth + 1) for key, item in pairs}
    if len(value) > ITEMS:
        made["..."] = f"{len(value)} items"
    return made


def _plain(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and type(value).__module__ == "builtins":
        return value
    if isinstance(value, float):
        # JSON has no word for these.
        return float(value) if math.isfinite(value) else str(float(value))
    if depth > DEPTH:
        return _text(value)
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return _array(value, depth)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return _mapping({name: getattr(value, name) for name in names}, depth)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    if isinstance(value, (list, tuple, set, frozenset)):
        return _items(value, len(value), depth)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    return _text(value)


def plain(value: object) -> Any:
    """The value as what `json` writes, whatever it is; it never raises.

    Examples
    --------
    >>> import stridewise as np
    >>> from stridewise.experiment.plain import plain
    >>> plain({"loss": float("nan"), "weights": np.ones((2, 3), dtype="f4")})
    {'loss': 'nan', 'weights': {'shape': [2, 3], 'dtype': 'float32', 'values': [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]}}
    """
    try:
        return _plain(value, 0)
    except Exception:
        return _text(value)


# What ends a line for some readers, though not for JSON.
_LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})


def to_json(value: object, indent: int | None = None) -> str:
    """The value as JSON, on one line unless there is an `indent`."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent).translate(_LINE_ENDS)
