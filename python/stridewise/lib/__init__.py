"""Functions that NumPy keeps under ``lib``."""

from __future__ import annotations

import importlib
from typing import Any

# Imported when they are first used, so that importing the package stays quick.
_NAMESPACES = frozenset({"array_utils", "format", "mixins", "npyio", "scimath", "stride_tricks"})


def __getattr__(name: str) -> Any:
    if name in _NAMESPACES:
        return importlib.import_module(f"{__name__}.{name}")
    if name == "NDArrayOperatorsMixin":
        return importlib.import_module(f"{__name__}.mixins").NDArrayOperatorsMixin
    if name == "Arrayterator":
        return importlib.import_module(f"{__name__}._arrayterator").Arrayterator
    if name == "NumpyVersion":
        return importlib.import_module(f"{__name__}._version").NumpyVersion
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
