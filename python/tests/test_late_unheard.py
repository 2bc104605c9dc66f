"""Where nobody listens for warnings, most work waits: in programs, though not under pytest, which records them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def run(*arguments: str, **mode: str) -> tuple[str, str]:
    """What a fresh process prints and warns of, where only `mode` is set."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STRIDEWISE_")}
    ran = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment | mode, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout, ran.stderr


@pytest.mark.parametrize("mode", [{}, {"STRIDEWISE_POSTPONE": "always"}, {"STRIDEWISE_EAGER": "1"}], ids=str)
@pytest.mark.parametrize("file", ["test_late_axes.py", "test_late_slowest_axis.py", "test_late_in_place.py"])
def test_results_are_the_same(file: str, mode: dict[str, str]) -> None:
    quiet = ["-p", "no:warnings", "-o", "markers=filterwarnings: of the plugin that is off"]
    run("-m", "pytest", "-q", *quiet, str(HERE / file), **mode)


@pytest.mark.parametrize(
    "statement",
    [
        "w -= g * 0.5",
        "total = (w * g + 1).sum(axis=1)",
        "total = ((w - g) ** 2).mean(axis=1)",
        "total = ((w - g) ** 2).sum(axis=0)",
        "total = (w > g).any(axis=0)",
        "total = (w * g).prod(axis=0)",
        "total = w.std(axis=0)",
        "total = (w.reshape(500_000, 2) - 1).max(axis=0)",
        "total = (w.reshape(4, 500, 500) + 1).sum(axis=1)",
    ],
)
def test_a_value_without_a_name_takes_no_memory(statement: str) -> None:
    start = "import stridewise as np\nw, g = np.zeros((2000, 500)), np.ones((2000, 500))\n"
    peak = f"before = np.memory.usage().live\nnp.memory.reset_peak()\n{statement}\n"
    told, _ = run("-c", start + peak + "print(np.memory.usage().peak - before)")
    assert int(told) < 1_000_000


def test_warnings_come_in_the_order_of_the_program() -> None:
    program = "import stridewise as np\nw, g = np.zeros(100_000), np.zeros(100_000)\nw /= np.log(g - 1) * 0\n"
    _, late = run("-c", program)
    _, eager = run("-c", program, STRIDEWISE_EAGER="1")
    assert late == eager
    assert "encountered in log" in late
