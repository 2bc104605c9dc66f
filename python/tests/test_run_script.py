"""`stridewise run`: who gets Stridewise for `import numpy`, and that all else is as under `python`."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import textwrap
import time

import pytest

import stridewise

PACKAGE_FOLDER = str(pathlib.Path(stridewise.__file__).resolve().parents[1])
PYTHON = [sys.executable]
STRIDEWISE = [sys.executable, "-m", "stridewise", "run"]


def environment(folder, *more_paths):
    # A stand-in for NumPy: the tests hold without NumPy too, and can tell whom a library was given.
    installed = folder / "lib" / "site-packages"
    (installed / "numpy").mkdir(parents=True, exist_ok=True)
    (installed / "numpy" / "__init__.py").write_text("from . import linalg\n")
    (installed / "numpy" / "linalg.py").write_text("norm = 'real norm'\n")
    paths = [str(installed), PACKAGE_FOLDER, *map(str, more_paths)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(folder, *words, command=STRIDEWISE):
    return subprocess.run(
        [*command, *words], cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=60
    )


def output(folder, *words):
    finished = run(folder, *words)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


@pytest.mark.parametrize(
    "statement",
    [
        "import numpy as found",
        "import numpy.testing; found = numpy",
        "import numpy.testing as found",
        "from numpy import testing as found",
        "from numpy.testing import assert_equal as found",
        "import importlib; found = importlib.import_module('numpy.testing')",
        "from importlib import import_module; found = import_module('numpy')",
        "found = __import__('numpy')",
        "exec('import numpy as found')",
        "scope = {}; exec('import numpy as found', scope); found = scope['found']",
        "def late():\n    import numpy\n    return numpy\nfound = late()",
        "from numpy import *; found = ndarray",
    ],
)
def test_every_way_to_import_finds_stridewise(tmp_path, statement):
    write(tmp_path, {"script.py": f"{statement}\nprint(getattr(found, '__module__', None) or found.__name__)"})
    (name,) = output(tmp_path, "script.py")
    assert name.split(".")[0] == "stridewise"


def test_libraries_keep_the_real_numpy(tmp_path):
    write(
        tmp_path,
        {
            "lib/site-packages/library.py": (
                "import importlib\n"
                "import numpy, numpy.linalg\n"
                "from numpy.linalg import norm\n"
                "def late():\n"
                "    import numpy as found\n"
                "    return found, importlib.import_module('numpy'), exec_found()\n"
                "def exec_found():\n"
                "    scope = {}\n"
                "    exec('import numpy', scope)\n"
                "    return scope['numpy']\n"
            ),
            "own_package/__init__.py": "from .deep import numpy",
            "own_package/deep.py": "import numpy",
            "script.py": (
                "import sys\n"
                "import numpy, own_package\n"
                "assert numpy.__name__ == 'stridewise' and own_package.numpy is numpy\n"
                "assert 'numpy' not in sys.modules\n"
                "import library\n"
                "real = sys.modules['numpy']\n"
                "assert real.__name__ == 'numpy' and library.numpy is real\n"
                "assert all(found is real for found in library.late()) and library.norm == 'real norm'\n"
                "import numpy as again\n"
                "assert again is numpy is not real\n"
            ),
        },
    )
    output(tmp_path, "script.py")


def test_compiled_code_keeps_the_real_numpy(tmp_path):
    # What C code asks for must end up under its own name, whoever called the C code.
    write(tmp_path, {"script.py": "import pickle\nprint(pickle.loads(b'cnumpy.linalg\\nnorm\\n.'))"})
    assert output(tmp_path, "script.py") == ["real norm"]


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("import numpy; numpy.not_there", "AttributeError: stridewise has no 'numpy.not_there' yet"),
        ("import numpy; numpy.testing.not_there", "AttributeError: stridewise has no 'numpy.testing.not_there' yet"),
        ("from numpy import not_there", "ImportError: stridewise has no 'numpy.not_there' yet"),
        ("import numpy.not_there", "ModuleNotFoundError: stridewise has no 'numpy.not_there' yet"),
        ("from numpy.not_there import x", "ModuleNotFoundError: stridewise has no 'numpy.not_there' yet"),
    ],
)
def test_what_is_missing_is_named(tmp_path, statement, error):
    write(tmp_path, {"script.py": statement})
    finished = run(tmp_path, "script.py")
    assert finished.returncode == 1
    expected = (
        f'Traceback (most recent call last):\n  File "{tmp_path}/script.py", line 1, in <module>\n    {statement}\n'
    )
    lines = [line for line in finished.stderr.splitlines() if set(line) - set(" ^~")]
    assert "\n".join(lines[:-1]) + "\n" == expected
    assert lines[-1].startswith(error)


SCRIPTS = {
    "facts": """
        import sys
        print(sys.argv, sys.path[0], __name__, __file__, __package__, type(__loader__), __doc__)
        print(getattr(__spec__, 'name', None), sys.modules['__main__'].__dict__ is globals())
        import beside
        print(beside.__file__)
    """,
    "chained error": """
        def fail():
            try:
                1 / 0
            except ZeroDivisionError:
                import beside.missing
        fail()
    """,
    "own hook": """
        import sys, traceback
        sys.excepthook = lambda kind, value, trace: print(kind, traceback.format_tb(trace)[-1])
        raise KeyError('x')
    """,
    "error in a library": "import json; json.loads('{')",
    "status": "import sys; sys.exit(7)",
    "status in words": "import sys; sys.exit('in words')",
    "syntax error": "print('never')\n        x = = 1",
    "recursion": "def f(): f()\n        f()",
    "at exit": "import atexit; atexit.register(lambda: print('last', __name__)); print('first')",
    "thread": "import threading, time; threading.Thread(target=lambda: (time.sleep(0.2), print('done'))).start()",
    "future": "from __future__ import annotations\n        def f(x: unknown): pass\n        print(f.__annotations__)",
    "pickle": """
        import pickle
        class Own: pass
        print(type(pickle.loads(pickle.dumps(Own()))) is Own)
    """,
    "standard input": "print(input())",
}


@pytest.mark.parametrize("how", ["script", "folder/script", "module"])
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SCRIPTS.items()])
def test_runs_as_under_python(tmp_path, text, how):
    source = textwrap.dedent("        " + text.strip() + "\n")
    words = {"script": ["script.py"], "folder/script": ["folder/script.py"], "module": ["-m", "package.script"]}[how]
    write(
        tmp_path,
        {
            "script.py": source,
            "beside.py": "",
            "folder/script.py": source,
            "folder/beside.py": "",
            "package/__init__.py": "",
            "package/script.py": source,
        },
    )
    results = [
        subprocess.run(
            [*command, *words, "--flag", "run"],
            cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=60, input="line\n",
        )
        for command in (STRIDEWISE, PYTHON)
    ]  # fmt: skip
    ours, theirs = ((result.returncode, result.stdout, without_depth(result.stderr)) for result in results)
    assert ours == theirs


def without_depth(text):
    """A traceback without the frames in which `python -m` finds the module, and the depth of a recursion."""
    return [re.sub(r"repeated \d+", "repeated", line) for line in text.splitlines() if "<frozen runpy>" not in line]


def test_packages_run_by_their_main_module(tmp_path):
    write(
        tmp_path,
        {
            "tool/__init__.py": "import numpy\nfirst = numpy",
            "tool/__main__.py": (
                "import sys, numpy\nfrom . import first\nprint(numpy.__name__, first is numpy, sys.argv)\n"
            ),
        },
    )
    assert output(tmp_path, "-m", "tool", "x") == [
        f"stridewise True ['{tmp_path}/tool/__main__.py', 'x']",
    ]


@pytest.mark.parametrize("name", ["no_such_module", "package_without_main", "package_without_main.no_such"])
def test_missing_modules(tmp_path, name):
    write(tmp_path, {"package_without_main/__init__.py": ""})
    finished = run(tmp_path, "-m", name)
    assert finished.returncode == 1
    assert finished.stderr.startswith("stridewise: No module named")


def test_a_program_inside_site_packages_is_a_program(tmp_path):
    write(tmp_path, {"lib/site-packages/tool.py": "import numpy; print(numpy.__name__)"})
    assert output(tmp_path, "lib/site-packages/tool.py") == ["stridewise"]
    assert output(tmp_path, "-m", "tool") == ["stridewise"]


def test_command_line(tmp_path):
    missing = run(tmp_path, "nowhere.py")
    assert missing.returncode == 2
    assert (
        missing.stderr == f"stridewise: can't open file '{tmp_path}/nowhere.py': [Errno 2] No such file or directory\n"
    )
    nothing = run(tmp_path)
    assert nothing.returncode == 2 and nothing.stderr.startswith("usage: stridewise run script.py")
    assert run(tmp_path, "--help").stdout == nothing.stderr
    command = [sys.executable, "-m", "stridewise"]
    assert run(tmp_path, "--version", command=command).stdout.startswith("stridewise 0.")


def test_interrupts_end_it_by_the_signal(tmp_path):
    write(tmp_path, {"script.py": "import time\nprint('ready', flush=True)\ntime.sleep(30)"})
    with subprocess.Popen(
        [*STRIDEWISE, "script.py"],
        cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # Background jobs start with the signal ignored, and Python keeps that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert errors.startswith(f'Traceback (most recent call last):\n  File "{tmp_path}/script.py", line 3')
    assert errors.endswith("KeyboardInterrupt\n")
