"""Importing the package does not need NumPy. How long it takes is measured by scripts/check-import-time."""

import subprocess
import sys


def run_python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_import_does_not_load_numpy():
    run_python("import sys, stridewise; assert 'numpy' not in sys.modules")


def test_package_works_where_numpy_cannot_be_imported():
    run_python(
        "import sys; sys.modules['numpy'] = None\n"
        "import stridewise as np\n"
        "for name in dir(np):\n"
        "    getattr(np, name)\n"
    )
