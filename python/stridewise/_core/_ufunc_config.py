"""How floating-point errors are handled: `seterr`, `errstate` and their relatives.

The state belongs to the context (`contextvars`), so threads and tasks have their own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from .._stridewise import _extobj_contextvar, _get_extobj_dict, _make_extobj, getbufsize

__all__ = ["errstate", "getbufsize", "geterr", "geterrcall", "setbufsize", "seterr", "seterrcall"]

_Function = TypeVar("_Function", bound=Callable[..., Any])
_UNSET: Any = object()
_KINDS = ("divide", "over", "under", "invalid")


def seterr(
    all: str | None = None,
    divide: str | None = None,
    over: str | None = None,
    under: str | None = None,
    invalid: str | None = None,
) -> dict[str, str]:
    """Set what happens at floating-point errors, and return what happened so far.

    Each kind takes 'ignore', 'warn', 'raise', 'call', 'print' or 'log'; `all` stands for those not given.

    >>> import stridewise as np
    >>> old = np.seterr(divide="ignore")
    >>> np.array(1.0) / 0.0
    np.float64(inf)
    >>> np.seterr(**old)["divide"]
    'ignore'
    """
    old = geterr()
    _extobj_contextvar.set(_make_extobj(all=all, divide=divide, over=over, under=under, invalid=invalid))
    return old


def geterr() -> dict[str, str]:
    """What happens at each kind of floating-point error."""
    state = _get_extobj_dict()
    return {kind: state[kind] for kind in _KINDS}


def setbufsize(size: int) -> int:
    """Set the number of elements that NumPy would buffer, and return the old one; results do not depend on it."""
    old = getbufsize()
    _extobj_contextvar.set(_make_extobj(bufsize=size))
    return int(old)


def seterrcall(func: Any) -> Any:
    """Set the function that mode 'call' calls with (kind, flags), or the object whose `write` mode 'log' calls.

    Returns the one set before.
    """
    old = geterrcall()
    _extobj_contextvar.set(_make_extobj(call=False if func is None else func))
    return old


def geterrcall() -> Any:
    """The function or object that `seterrcall` set; `None` where there is none."""
    return _get_extobj_dict()["call"]


class errstate:
    """A context manager, and a decorator, that handles floating-point errors in its own way while it lasts.

    >>> import stridewise as np
    >>> with np.errstate(invalid="raise"):
    ...     np.sqrt(np.array(-1.0))
    Traceback (most recent call last):
    FloatingPointError: invalid value encountered in sqrt
    """

    __slots__ = ("_all", "_call", "_divide", "_invalid", "_over", "_token", "_under")

    def __init__(
        self,
        *,
        call: Any = _UNSET,
        all: str | None = None,
        divide: str | None = None,
        over: str | None = None,
        under: str | None = None,
        invalid: str | None = None,
    ) -> None:
        self._token: Any = None
        self._call = call
        self._all = all
        self._divide = divide
        self._over = over
        self._under = under
        self._invalid = invalid

    def _state(self) -> Any:
        modes = {
            "all": self._all,
            "divide": self._divide,
            "over": self._over,
            "under": self._under,
            "invalid": self._invalid,
        }
        if self._call is _UNSET:
            return _make_extobj(**modes)
        return _make_extobj(call=False if self._call is None else self._call, **modes)

    def __enter__(self) -> None:
        if self._token is not None:
            raise TypeError("Cannot enter `np.errstate` twice.")
        self._token = _extobj_contextvar.set(self._state())

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _extobj_contextvar.reset(self._token)

    def __call__(self, func: _Function) -> _Function:
        @functools.wraps(func)
        def inner(*args: Any, **kwargs: Any) -> Any:
            # A token of its own for each call: the function may be called by several threads, or by itself.
            token = _extobj_contextvar.set(self._state())
            try:
                return func(*args, **kwargs)
            finally:
                _extobj_contextvar.reset(token)

        return inner  # type: ignore[return-value]
