"""Functions that other array types may take over: NumPy's names for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any

from .._globals import _NoValue
from .._stridewise import _ArrayFunctionDispatcher, _get_implementing_args
from .._stridewise import array_function_with_dispatcher as _with_dispatcher

__all__ = [
    "ARRAY_FUNCTIONS",
    "_ArrayFunctionDispatcher",
    "_get_implementing_args",
    "array_function_dispatch",
    "array_function_from_dispatcher",
    "verify_matching_signatures",
]

Dispatcher = Callable[..., Iterable[Any]]

ARRAY_FUNCTIONS: set[Any] = set()


def verify_matching_signatures(implementation: Callable[..., Any], dispatcher: Dispatcher) -> None:
    """Raise RuntimeError unless both take the same parameters and the dispatcher's defaults are all ``None``."""
    import inspect

    ours, theirs = (inspect.getfullargspec(function) for function in (implementation, dispatcher))
    same = (
        ours.args == theirs.args
        and ours.varargs == theirs.varargs
        and ours.varkw == theirs.varkw
        and ours.kwonlyargs == theirs.kwonlyargs
        and len(ours.defaults or ()) == len(theirs.defaults or ())
    )
    if not same:
        raise RuntimeError(f"implementation and dispatcher for {implementation} have different function signatures")
    if any(default is not None for default in theirs.defaults or ()):
        raise RuntimeError(f"dispatcher functions can only use None for default argument values: {dispatcher}")


def _verify_like(implementation: Callable[..., Any]) -> None:
    """Raise RuntimeError unless the last parameter is a keyword-only ``like=None``."""
    code = implementation.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    defaults = implementation.__kwdefaults__ or {}
    if not names or names[-1] != "like" or "like" not in defaults or defaults["like"] is not None:
        raise RuntimeError(f"{implementation} needs `like=None` as its last, keyword-only parameter")


def array_function_dispatch(
    dispatcher: Dispatcher | None = None,
    module: str | None = None,
    verify: bool = True,
    docs_from_dispatcher: bool = False,
) -> Callable[[Callable[..., Any]], Any]:
    """Decorate a function so that the arguments which ``dispatcher`` names may take calls over."""

    def decorate(implementation: Callable[..., Any]) -> Any:
        if dispatcher is None:
            _verify_like(implementation)
        if verify and dispatcher is not None:
            verify_matching_signatures(implementation, dispatcher)
        if docs_from_dispatcher and dispatcher is not None:
            implementation.__doc__ = dispatcher.__doc__
        if dispatcher is not None:
            # Python names the function by this in errors about its arguments.
            dispatcher.__qualname__ = implementation.__qualname__
        public = _with_dispatcher(implementation, dispatcher, module or implementation.__module__)
        ARRAY_FUNCTIONS.add(public)
        return public

    return decorate


def array_function_from_dispatcher(
    implementation: Callable[..., Any],
    module: str | None = None,
    verify: bool = True,
    docs_from_dispatcher: bool = True,
) -> Callable[[Dispatcher], Any]:
    """As ``array_function_dispatch``, decorating the dispatcher instead of the implementation."""

    def decorate(dispatcher: Dispatcher) -> Any:
        return array_function_dispatch(dispatcher, module, verify=verify, docs_from_dispatcher=docs_from_dispatcher)(
            implementation
        )

    return decorate


def _signature_of(implementation: Any) -> Any:
    """The signature of a function of this library, for ``inspect``: what was not given shows as ``<no value>``."""
    import inspect

    text = getattr(implementation, "__text_signature__", None)
    if text is None or str(_NoValue) not in text:
        return inspect.signature(implementation)
    absent = "_NoValue_"
    names: dict[str, Any] = {}
    exec(f"def function{text.replace(str(_NoValue), repr(absent))}: ...", names)
    signature = inspect.signature(names["function"])
    return signature.replace(
        parameters=[
            parameter.replace(default=_NoValue) if parameter.default == absent else parameter
            for parameter in signature.parameters.values()
        ]
    )


def _function_of(module: str, name: str) -> Any:
    """The public function of that name, for ``pickle``."""
    return getattr(importlib.import_module(module), name)
