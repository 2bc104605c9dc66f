"""Every example in a docstring or in the README runs and prints what it says: Python's and Rust's docstrings alike."""

import doctest
import importlib
import inspect
import pathlib
import pkgutil
import re

import pytest

import stridewise as np

PRIVATE_EXTENSION = "stridewise._stridewise"


def modules():
    yield np
    for found in pkgutil.walk_packages(np.__path__, "stridewise."):
        if not found.name.endswith(("__main__", PRIVATE_EXTENSION)):
            yield importlib.import_module(found.name)


def documented(holder, prefix, seen):
    """Names and docstrings of what `holder` offers, and of the members of its classes, each object once."""
    for name in dir(holder):
        member = inspect.getattr_static(holder, name, None)  # None: a namespace not loaded yet
        text = getattr(member, "__doc__", None)
        if id(member) in seen or inspect.ismodule(member):
            continue
        seen[id(member)] = member
        if isinstance(text, str) and ">>>" in text:
            yield f"{prefix}.{name}", text
        if inspect.isclass(member) and str(member.__module__).startswith("stridewise"):
            yield from documented(member, f"{prefix}.{name}", seen)


def examples():
    readme = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    yield "README", "\n".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    seen = {}
    for module in modules():
        if ">>>" in (module.__doc__ or ""):
            yield module.__name__, module.__doc__
        yield from documented(module, module.__name__, seen)


@pytest.mark.parametrize(("name", "text"), [pytest.param(*pair, id=pair[0]) for pair in examples()])
def test_examples_print_what_they_say(name, text):
    test = doctest.DocTestParser().get_doctest(text, {"np": np}, name, None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    report = []
    runner.run(test, out=report.append)
    assert not runner.failures, "".join(report)
