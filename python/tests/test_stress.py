"""Threads on shared arrays with forks, exceptions and interrupts in between: a short turn of what `scripts/stress`
does for minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = Path(__file__).with_name("stress_load.py")
SECONDS = 1.5
# Far beyond what the load itself takes for a hang.
LONGEST_SECONDS = 200


def run(scene: str, *python: str, **environment: str) -> None:
    finished = subprocess.run(
        [sys.executable, *python, LOAD, scene, "--seconds", str(SECONDS)],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=LONGEST_SECONDS,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr + finished.stdout


@pytest.mark.parametrize("scene", ["threads", "forks", "interrupts"])
def test_much_at_once(scene: str) -> None:
    run(scene)


@pytest.mark.parametrize("scene", ["threads", "interrupts"])
def test_much_at_once_with_all_work_postponed(scene: str) -> None:
    run(scene, STRIDEWISE_POSTPONE="always")


def test_much_at_once_under_pythons_own_checks() -> None:
    run("threads", "-X", "dev")
