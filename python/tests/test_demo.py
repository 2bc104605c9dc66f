"""The demo: a program in plain NumPy, run unchanged by `stridewise run`."""

import json
import pathlib
import re
import subprocess
import sys

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def output():
    command = [sys.executable, "-m", "stridewise", "run", str(FOLDER / "watched_digits_mlp.py")]
    finished = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


def test_every_array_in_the_loop_is_ours(output):
    found = json.loads(output[-1])
    assert not found["numpy loaded"]
    assert {name.split(".")[0] for name in found["classes"]} == {"stridewise"}
    # Forty epochs of 45 batches, each passing through functions that hold several arrays.
    assert found["classes"]["stridewise.ndarray"] > 40 * 45 * 10


def test_network_learns(output):
    (percent,) = (match[1] for line in output if (match := re.fullmatch(r"test accuracy ([\d.]+)%", line)))
    assert float(percent) > 95
