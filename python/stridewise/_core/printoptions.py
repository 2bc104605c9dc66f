"""The print options of the current context: what `get_printoptions` shows and every ``repr`` reads."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

default_printoptions: dict[str, Any] = {
    "edgeitems": 3,
    "threshold": 1000,
    "floatmode": "maxprec",
    "precision": 8,
    "suppress": False,
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
    "formatter": None,
    "legacy": False,
    "override_repr": None,
}

# Dicts in this variable are replaced, never written to: contexts share them.
format_options: ContextVar[dict[str, Any]] = ContextVar("format_options", default=default_printoptions)
