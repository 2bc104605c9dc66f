"""A large operation that waits says what it met at once where somebody listens, else with the line of its call."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = """
import warnings
import stridewise as np
a = np.ones(100_000)
a[0] = 1
"""


def shown(program: str) -> tuple[str, str]:
    """What a program prints, and what it warns of."""
    ran = subprocess.run([sys.executable, "-c", START + program], capture_output=True, text=True, check=True)
    return ran.stdout, ran.stderr


def test_a_warning_names_the_line_of_the_call() -> None:
    _, errors = shown("b = a / 0\n\n\nb[0]\n")
    assert errors.count("RuntimeWarning: divide by zero encountered in divide") == 1
    assert "<string>:6:" in errors


@pytest.mark.parametrize(
    "listen",
    [
        "warnings.showwarning = lambda *rest, **named: heard.append(rest)",
        "warnings.catch_warnings(record=True).__enter__(); warnings.simplefilter('always')",
        "np.seterr(divide='raise')",
        "warnings.simplefilter('error')",
    ],
)
def test_who_listens_hears_at_the_call(listen: str) -> None:
    told, _ = shown(
        f"heard = []\n(a / 0)[0]\n{listen}\n"
        "try:\n    b = a / 0\n    print(np.memory.usage().pending)\nexcept Exception as error:\n    print(0)\n"
    )
    assert told == "0\n"
