"""The text of a failed assertion, and the assertions that are about text."""

from collections.abc import Callable, Iterable
from typing import Any

import stridewise as np

# An array of more lines than fit is cut.
_LINES_THAT_FIT = 4
_LINES_OF_A_CUT = 3
_HEADER_LINE_WIDTH = 79


def build_err_msg(
    arrays: Iterable[Any],
    err_msg: object,
    header: str = "Items are not equal:",
    verbose: bool = True,
    names: tuple[str, ...] = ("ACTUAL", "DESIRED"),
    precision: int = 8,
) -> str:
    """The message of a failed comparison: the header, the caller's own words, then each item under its name.

    Parameters
    ----------
    arrays : iterable
        What was compared; arrays are shown with `precision` digits and cut after a few lines.
    err_msg : str
        Stands beside the header if it is short and of one line, else below it.
    header : str
        What was not so.
    verbose : bool
        Whether the items are shown.
    names : tuple of str
        One for each item.
    """
    own_words = str(err_msg)
    lines = [f"\n{header}"]
    if own_words:
        if "\n" not in own_words and len(own_words) < _HEADER_LINE_WIDTH - len(header):
            lines[0] += f" {own_words}"
        else:
            lines.append(own_words)
    if verbose:
        lines += [f" {name}: {_shown(item, precision)}" for name, item in zip(names, arrays, strict=False)]
    return "\n".join(lines)


def _shown(item: Any, precision: int) -> str:
    try:
        text = np.array_repr(item, precision=precision) if isinstance(item, np.ndarray) else repr(item)
    except Exception as error:
        text = f"[repr failed for <{type(item).__name__}>: {error}]"
    lines = text.splitlines()
    if len(lines) <= _LINES_THAT_FIT:
        return str(text)
    return "\n".join(lines[:_LINES_OF_A_CUT]) + "..."


def assert_(val: Any, msg: str | Callable[[], str] = "") -> None:
    """`assert` that also works under ``python -O``; `msg` may be a function that makes the message."""
    __tracebackhide__ = True
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def assert_string_equal(actual: Any, desired: Any) -> None:
    """Raise an AssertionError that shows the differing lines unless two strings are equal.

    Examples
    --------
    >>> np.testing.assert_string_equal("abc", "abc")
    """
    __tracebackhide__ = True
    for text in (actual, desired):
        if not isinstance(text, str):
            raise AssertionError(repr(type(text)))
    if actual == desired:
        return
    import difflib

    lines = difflib.Differ().compare(actual.splitlines(True), desired.splitlines(True))
    differences = "".join(line for line in lines if not line.startswith("  ")).rstrip()
    raise AssertionError(f"Differences in strings:\n{differences}")


def print_assert_equal(test_string: str, actual: Any, desired: Any) -> None:
    """Raise an AssertionError that shows both objects under the name `test_string` unless they are equal."""
    __tracebackhide__ = True
    if actual == desired:
        return
    import pprint

    shown = [pprint.pformat(value) for value in (actual, desired)]
    raise AssertionError(f"{test_string} failed\nACTUAL: \n{shown[0]}\nDESIRED: \n{shown[1]}\n")
