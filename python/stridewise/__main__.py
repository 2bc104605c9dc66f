"""The command line: ``stridewise run script.py [args]`` or ``stridewise run -m module [args]``."""

import sys
from collections.abc import Sequence

_USAGE = """\
usage: stridewise run script.py [args]
       stridewise run -m module [args]
       stridewise --version

Runs a program as Python would, with Stridewise wherever the program says `numpy`. Installed libraries that it
uses keep the real NumPy.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say (those of the process by default), and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    match words:
        case ["-h" | "--help", *_] | ["run", "-h" | "--help", *_]:
            print(_USAGE, end="")
            return 0
        case ["-V" | "--version"]:
            from .version import version

            print(f"stridewise {version}")
            return 0
        case ["run", "-m", module, *rest]:
            from .runner.program import run_module

            return run_module(module, rest)
        case ["run", script, *rest] if not script.startswith("-"):
            from .runner.program import run_script

            return run_script(script, rest)
    print(_USAGE, end="", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
