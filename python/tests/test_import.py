"""Importing the package: quick, and without NumPy."""

import statistics
import subprocess
import sys
import time

ROUNDS = 10
LIMIT_SECONDS = 0.080


def run_python(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def test_import_does_not_load_numpy():
    run_python("import sys, stridewise; assert 'numpy' not in sys.modules")


def test_import_adds_little_to_a_bare_interpreter():
    run_python("import stridewise")
    bare = statistics.median(run_python("pass") for _ in range(ROUNDS))
    with_package = statistics.median(run_python("import stridewise") for _ in range(ROUNDS))
    assert with_package - bare < LIMIT_SECONDS


def test_package_works_where_numpy_cannot_be_imported():
    run_python(
        "import sys; sys.modules['numpy'] = None\n"
        "import stridewise as np\n"
        "for name in dir(np):\n"
        "    getattr(np, name)\n"
    )
