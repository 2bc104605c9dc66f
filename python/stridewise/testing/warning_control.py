"""Assertions about warnings, and contexts that silence, record or isolate them.

`warnings.catch_warnings` and `pytest.warns` do what `suppress_warnings` and `assert_warns` do, so those two
say that they are deprecated, as NumPy's do since 2.4.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from pathlib import PurePath
from types import ModuleType
from typing import Any, ClassVar, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

_DEPRECATED = (
    "NumPy warning suppression and assertion utilities are deprecated. Use warnings.catch_warnings, "
    "warnings.filterwarnings, pytest.warns, or pytest.filterwarnings instead. (Deprecated NumPy 2.4)"
)


def _forget_filters() -> None:
    """Tell the interpreter that the filters changed, so that no module trusts what it already showed."""
    if mutated := getattr(warnings, "_filters_mutated", None) or getattr(warnings, "_filters_mutated_lock_held", None):
        mutated()


def _registry_of(module: ModuleType) -> dict[Any, Any] | None:
    return getattr(module, "__warningregistry__", None)


class _Suppression:
    """Which warnings a rule of `suppress_warnings` catches, and the list that records them, if any."""

    def __init__(self, category: type[Warning], message: str, module: ModuleType | None, record: bool) -> None:
        self.category = category
        self.message = message
        self.pattern = re.compile(message, re.IGNORECASE)
        self.module = module
        self.log: list[warnings.WarningMessage] | None = [] if record else None

    def catches(self, category: type[Warning], text: str, filename: str) -> bool:
        if not issubclass(category, self.category) or not self.pattern.match(text):
            return False
        if self.module is None:
            return True
        # A module knows the file it was loaded from, a warning the source.
        return self.module.__file__ is not None and _stem(self.module.__file__) == _stem(filename)

    def install(self) -> None:
        """Let what it catches through to the context's `showwarning`, whatever other filters say."""
        module = "" if self.module is None else re.escape(self.module.__name__) + "$"
        silent = self.module is None and self.log is None
        warnings.filterwarnings(
            "ignore" if silent else "always", category=self.category, message=self.message, module=module
        )


def _stem(filename: str) -> PurePath:
    return PurePath(filename).with_suffix("")


class suppress_warnings:
    """Context manager, or decorator, that silences or records the warnings named by its rules.

    Rules made before the context is entered hold each time it is; those made inside end with it. The latest
    rule that catches a warning decides. Warnings that no rule catches go on to whatever was there before, all
    of them or only the first of each kind.

    Parameters
    ----------
    forwarding_rule : {'always', 'once', 'module', 'location'}
        Which of several equal warnings are passed on: all, or one for each text and category, or also for
        each file, or also for each line.

    Attributes
    ----------
    log : list of warnings.WarningMessage
        What was recorded since the context was entered.
    """

    log: list[warnings.WarningMessage]

    def __init__(self, forwarding_rule: str = "always", _warn: bool = True) -> None:
        if _warn:
            warnings.warn(_DEPRECATED, DeprecationWarning, stacklevel=2)
        if forwarding_rule not in ("always", "module", "once", "location"):
            raise ValueError("unsupported forwarding rule.")
        self._forwarding_rule = forwarding_rule
        self._entered = False
        self._lasting: list[_Suppression] = []
        self._passing: list[_Suppression] = []

    def filter(self, category: type[Warning] = Warning, message: str = "", module: ModuleType | None = None) -> None:
        """Silence warnings of the category whose text starts with the pattern, from the module if given."""
        self._add(_Suppression(category, message, module, record=False))

    def record(
        self, category: type[Warning] = Warning, message: str = "", module: ModuleType | None = None
    ) -> list[warnings.WarningMessage]:
        """Record such warnings instead, in the list that is returned and in `log`."""
        rule = _Suppression(category, message, module, record=True)
        self._add(rule)
        assert rule.log is not None
        return rule.log

    def _add(self, rule: _Suppression) -> None:
        if self._entered:
            self._passing.append(rule)
            rule.install()
            self._clear_registries()
        else:
            self._lasting.append(rule)

    def _clear_registries(self) -> None:
        _forget_filters()
        for rule in self._lasting + self._passing:
            if rule.module is not None and (registry := _registry_of(rule.module)) is not None:
                registry.clear()

    def __enter__(self) -> "suppress_warnings":
        if self._entered:
            raise RuntimeError("cannot enter suppress_warnings twice.")
        self._saved = warnings.catch_warnings()
        self._saved.__enter__()
        self._entered = True
        self._passing = []
        self._forwarded: set[tuple[Any, ...]] = set()
        self.log = []
        for rule in self._lasting:
            if rule.log is not None:
                rule.log.clear()
            rule.install()
        self._show_elsewhere = warnings.showwarning
        warnings.showwarning = self._showwarning
        self._clear_registries()
        return self

    def __exit__(self, *exc_info: Any) -> None:
        warnings.showwarning = self._show_elsewhere
        self._entered = False
        self._clear_registries()
        self._saved.__exit__(*exc_info)

    def _showwarning(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        text = str(message.args[0]) if isinstance(message, Warning) and message.args else str(message)
        for rule in reversed(self._lasting + self._passing):
            if rule.catches(category, text, filename):
                if rule.log is not None:
                    caught = warnings.WarningMessage(message, category, filename, lineno, **kwargs)
                    self.log.append(caught)
                    rule.log.append(caught)
                return
        if self._forwarding_rule != "always":
            signature: tuple[Any, ...] = (category, text)
            if self._forwarding_rule != "once":
                signature += (filename,)
            if self._forwarding_rule == "location":
                signature += (lineno,)
            if signature in self._forwarded:
                return
            self._forwarded.add(signature)
        self._show_elsewhere(message, category, filename, lineno, *args, **kwargs)

    def __call__(self, func: _Function) -> _Function:
        """Run a function inside the context, entered anew for each call."""

        @wraps(func)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with self:
                return func(*args, **kwargs)

        return inside  # type: ignore[return-value]


class clear_and_catch_warnings(warnings.catch_warnings):
    """`warnings.catch_warnings` that also forgets, inside and afterwards, what some modules have shown.

    Python shows many warnings only once for each place and remembers them in the module; a test that expects
    a warning would then depend on the tests before it.

    Parameters
    ----------
    record : bool
        Whether to collect the warnings in the list that the ``with`` statement gives.
    modules : iterable of modules
        Whose memory is cleared, beside those in the attribute `class_modules` of a subclass.
    """

    class_modules: ClassVar[tuple[ModuleType, ...]] = ()

    def __init__(self, record: bool = False, modules: Iterable[ModuleType] = ()) -> None:
        self.modules = set(modules).union(self.class_modules)
        self._registries: dict[ModuleType, dict[Any, Any]] = {}
        super().__init__(record=record)

    def __enter__(self) -> Any:
        for module in self.modules:
            if (registry := _registry_of(module)) is not None:
                self._registries[module] = registry.copy()
                registry.clear()
        return super().__enter__()

    def __exit__(self, *exc_info: Any) -> None:
        super().__exit__(*exc_info)
        for module in self.modules:
            if (registry := _registry_of(module)) is not None:
                registry.clear()
                registry.update(self._registries.get(module, {}))


def _calling(function: Callable[..., Any] | None) -> str:
    return "" if function is None else f" when calling {getattr(function, '__name__', function)}"


@contextmanager
def _expecting(
    warning_class: type[Warning], function: Callable[..., Any] | None = None
) -> Iterator[list[warnings.WarningMessage]]:
    __tracebackhide__ = True
    with suppress_warnings(_warn=False) as context:
        caught = context.record(warning_class)
        yield caught
        if not caught:
            raise AssertionError(f"No warning raised{_calling(function)}")


def assert_warns(warning_class: type[Warning], *args: Any, **kwargs: Any) -> Any:
    """Raise an AssertionError unless a call, or a ``with`` block, gives a warning of the class.

    ``assert_warns(category, function, *args, **kwargs)`` returns what the function returns;
    ``with assert_warns(category) as caught:`` gives the list of warnings. Other warnings pass through.
    """
    __tracebackhide__ = True
    warnings.warn(_DEPRECATED, DeprecationWarning, stacklevel=2)
    if not args and not kwargs:
        return _expecting(warning_class)
    if not args:
        if "match" in kwargs:
            raise RuntimeError("assert_warns does not use 'match' kwarg, use pytest.warns instead")
        raise RuntimeError("assert_warns(...) needs at least one arg")
    function, *arguments = args
    with _expecting(warning_class, function):
        return function(*arguments, **kwargs)


@contextmanager
def _expecting_silence(function: Callable[..., Any] | None = None) -> Iterator[None]:
    __tracebackhide__ = True
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
        if caught:
            raise AssertionError(f"Got warnings{_calling(function)}: {caught}")


def assert_no_warnings(*args: Any, **kwargs: Any) -> Any:
    """Raise an AssertionError if a call, or a ``with`` block, gives any warning.

    ``assert_no_warnings(function, *args, **kwargs)`` returns what the function returns.
    """
    __tracebackhide__ = True
    if not args:
        context: AbstractContextManager[None] = _expecting_silence(**kwargs)
        return context
    function, *arguments = args
    with _expecting_silence(function):
        return function(*arguments, **kwargs)
