"""Assertions about exceptions, and the exceptions by which a test says that it did not run as usual."""

from functools import cache
from typing import Any


class IgnoreException(Exception):
    """Ignore this exception; the test is not meant to see it."""


class KnownFailureException(Exception):
    """The test fails for a known reason."""


@cache
def _case() -> Any:
    import unittest

    return unittest.TestCase()


def assert_raises(*args: Any, **kwargs: Any) -> Any:
    """Raise an AssertionError unless a call raises an exception of the given class.

    ``assert_raises(class, function, *args, **kwargs)``, or ``with assert_raises(class) as context:``, after
    which ``context.exception`` is the exception. Others pass through.

    Examples
    --------
    >>> np.testing.assert_raises(ZeroDivisionError, lambda: 1 / 0)
    """
    __tracebackhide__ = True
    return _case().assertRaises(*args, **kwargs)


def assert_raises_regex(exception_class: Any, expected_regexp: Any, *args: Any, **kwargs: Any) -> Any:
    """`assert_raises` that also searches the text of the exception for a regular expression."""
    __tracebackhide__ = True
    return _case().assertRaisesRegex(exception_class, expected_regexp, *args, **kwargs)
