"""What the running Stridewise is made of: the machine, the interpreter, the processor features in use."""

import enum
from typing import Any

__all__ = ["show"]


class DisplayModes(enum.Enum):
    """Where `show` puts the configuration."""

    stdout = "stdout"
    dicts = "dicts"


def _configuration() -> dict[str, Any]:
    import platform
    import sys

    host = {
        "cpu": platform.machine(),
        "family": platform.machine(),
        "endian": sys.byteorder,
        "system": sys.platform,
    }
    return {
        "Compilers": {"rust": {"name": "rustc"}},
        "Machine Information": {"host": host, "build": dict(host)},
        "Build Dependencies": {
            "blas": {"name": "stridewise", "found": True},
            "lapack": {"name": "stridewise", "found": True},
        },
        "Python Information": {"path": sys.executable, "version": platform.python_version()},
    }


def show(mode: str = "stdout") -> dict[str, Any] | None:
    """Show what this Stridewise runs on.

    Parameters
    ----------
    mode : {'stdout', 'dicts'}
        Print it as JSON, or return it as nested dictionaries.

    Examples
    --------
    >>> np.__config__.show(mode="dicts")["Machine Information"]["host"]["endian"]
    'little'
    """
    try:
        display = DisplayModes(mode)
    except ValueError:
        modes = ", ".join(known.value for known in DisplayModes)
        raise AttributeError(f"Invalid `mode`, use one of: {modes}") from None
    configuration = _configuration()
    if display is DisplayModes.dicts:
        return configuration
    import json

    print(json.dumps(configuration, indent=2))
    return None
