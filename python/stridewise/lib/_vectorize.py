"""`vectorize`: a Python function over broadcast arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._globals import _NoValue
from .._stridewise import (
    asanyarray,
    asarray,
    broadcast_arrays,
    broadcast_shapes,
    broadcast_to,
    dtype,
    empty,
)
from ._index_tricks import ndindex

__all__ = ["vectorize"]

_NAME = r"\w+"
_CORE = rf"\((?:{_NAME}(?:,{_NAME})*)?\)"
_CORES = rf"{_CORE}(?:,{_CORE})*"
_SIGNATURE = re.compile(rf"^{_CORES}->{_CORES}$")

Cores = list[tuple[str, ...]]


def _parse_signature(signature: str) -> tuple[Cores, Cores]:
    """The names of the core dimensions of inputs and outputs.

    Raises ValueError where the text is no signature.
    """
    signature = re.sub(r"\s+", "", signature)
    if not _SIGNATURE.match(signature):
        raise ValueError(f"not a valid gufunc signature: {signature}")

    def cores(text: str) -> Cores:
        return [tuple(re.findall(_NAME, core)) for core in re.findall(_CORE, text)]

    inputs, outputs = signature.split("->")
    return cores(inputs), cores(outputs)


def _note_sizes(sizes: dict[str, int], array: Any, core: tuple[str, ...]) -> None:
    """Remember the lengths of an array's core dimensions; raise where they differ from those known."""
    if not core:
        return
    if array.ndim < len(core):
        raise ValueError(
            f"{array.ndim}-dimensional argument does not have enough dimensions for all core dimensions {core}"
        )
    for name, length in zip(core, array.shape[-len(core) :], strict=True):
        if sizes.setdefault(name, length) != length:
            raise ValueError(f"inconsistent size for core dimension {name!r}: {length} vs {sizes[name]}")


def _codes(otypes: Any) -> list[Any] | None:
    """One dtype for each output."""
    if otypes is None:
        return None
    if not isinstance(otypes, (str, Iterable)):
        raise ValueError("Invalid otype specification")
    return [dtype(otype) for otype in otypes]


class vectorize:
    """A function that takes arrays and calls a Python function on their elements.

    It is there for convenience, not for speed: Python runs for every element.

    Parameters
    ----------
    pyfunc : callable
        The function. Without it, what is made is a decorator.
    otypes : str or sequence of dtypes, optional
        The dtypes of the outputs; by default those of the function's first results.
    doc : str, optional
        The docstring; by default that of the function.
    excluded : set of int or str, optional
        Positions and names of arguments that are passed on as they are.
    cache : bool
        Whether the first results, from which dtypes are taken, are kept instead of being computed twice.
    signature : str, optional
        Core dimensions, as ``(m,n),(n)->(m)``: then the function gets and gives arrays of these.

    Examples
    --------
    >>> import stridewise as np
    >>> larger = np.vectorize(lambda a, b: a if a > b else b)
    >>> larger([1, 5, 2], 3).tolist()
    [3, 5, 3]
    """

    def __init__(
        self,
        pyfunc: Any = _NoValue,
        otypes: Any = None,
        doc: str | None = None,
        excluded: Iterable[Any] | None = None,
        cache: bool = False,
        signature: str | None = None,
    ) -> None:
        if pyfunc is not _NoValue and not callable(pyfunc):
            part = "" if not isinstance(pyfunc, str) else "Did you mean to use keyword arguments? "
            raise TypeError(f"When used as a decorator, only accepts keyword arguments. {part}".strip())
        self.pyfunc: Any = None
        self.cache = cache
        self.signature = signature
        self.otypes = otypes
        self.excluded = set() if excluded is None else set(excluded)
        self._doc = doc
        self._cores = None if signature is None else _parse_signature(signature)
        _codes(otypes)
        if pyfunc is not _NoValue:
            self._bind(pyfunc)

    def _bind(self, pyfunc: Callable[..., Any]) -> None:
        self.pyfunc = pyfunc
        self.__name__ = getattr(pyfunc, "__name__", type(pyfunc).__name__)
        self.__doc__ = pyfunc.__doc__ if self._doc is None else self._doc
        self.__wrapped__ = pyfunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.pyfunc is None:
            self._bind(args[0])
            return self
        function, varying = self._over_varying(args, kwargs)
        if self._cores is not None:
            return self._on_cores(function, varying, *self._cores)
        return self._on_elements(function, varying)

    def _over_varying(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Callable[..., Any], list[Any]]:
        """The function of the arguments that vary alone, and these."""
        if not kwargs and not self.excluded:
            return self.pyfunc, list(args)
        places = [place for place in range(len(args)) if place not in self.excluded]
        names = [name for name in kwargs if name not in self.excluded]
        fixed_args, fixed_kwargs = list(args), dict(kwargs)

        def function(*values: Any) -> Any:
            given = list(fixed_args)
            for place, value in zip(places, values, strict=False):
                given[place] = value
            return self.pyfunc(*given, **{**fixed_kwargs, **dict(zip(names, values[len(places) :], strict=True))})

        return function, [args[place] for place in places] + [kwargs[name] for name in names]

    def _on_elements(self, function: Callable[..., Any], args: list[Any]) -> Any:
        types = _codes(self.otypes)
        if not args:
            return function()
        arrays = [asanyarray(arg) for arg in args]
        spread = broadcast_arrays(*arrays, subok=True)
        shape = spread[0].shape
        if spread[0].size == 0 and types is None:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        rows: Iterator[tuple[Any, ...]] = zip(*(asarray(array).flat for array in spread), strict=True)
        results: list[Any] = []
        if types is None:
            first_row = next(rows)
            first = function(*first_row)
            several = isinstance(first, tuple)
            types = [asarray(value).dtype for value in (first if several else (first,))]
            # Without the cache the first call only tells the dtypes.
            results.append(first if self.cache else function(*first_row))
        else:
            several = len(types) > 1
        results.extend(function(*row) for row in rows)
        columns = list(zip(*results, strict=True)) if several else [results]
        if not results:
            columns = [[] for _ in types]
        outputs = []
        for column, otype in zip(columns, types, strict=True):
            output = asarray(list(column), dtype=otype).reshape(shape)
            outputs.append(_in_class_of(arrays, output))
        return tuple(outputs) if several else outputs[0]

    def _on_cores(self, function: Callable[..., Any], args: list[Any], inputs: Cores, outputs: Cores) -> Any:
        if len(args) != len(inputs):
            raise TypeError(f"wrong number of positional arguments: expected {len(inputs)}, got {len(args)}")
        arrays = [asanyarray(arg) for arg in args]
        sizes: dict[str, int] = {}
        for array, core in zip(arrays, inputs, strict=True):
            _note_sizes(sizes, array, core)
        leads = [array.shape[: array.ndim - len(core)] for array, core in zip(arrays, inputs, strict=True)]
        shape = broadcast_shapes(*leads)
        spread = [
            broadcast_to(array, shape + array.shape[array.ndim - len(core) :], subok=True)
            for array, core in zip(arrays, inputs, strict=True)
        ]
        types = _codes(self.otypes)
        made: list[Any] | None = None
        for place in ndindex(shape):
            results = function(*(array[place] for array in spread))
            count = len(results) if isinstance(results, tuple) else 1
            if count != len(outputs):
                raise ValueError(f"wrong number of outputs from pyfunc: expected {len(outputs)!r}, got {count!r}")
            values = [asanyarray(result) for result in (results if len(outputs) > 1 else (results,))]
            if made is None:
                for value, core in zip(values, outputs, strict=True):
                    _note_sizes(sizes, value, core)
                types = types or [value.dtype for value in values]
                made = [
                    _in_class_of(arrays, empty(shape + tuple(sizes[name] for name in core), dtype=otype))
                    for core, otype in zip(outputs, types, strict=True)
                ]
            for output, value, core in zip(made, values, outputs, strict=True):
                _note_sizes(sizes, value, core)
                output[place] = value
        if made is None:
            if types is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            if any(name not in sizes for core in outputs for name in core):
                raise ValueError(
                    "cannot call `vectorize` with a signature including new output dimensions on size 0 inputs"
                )
            made = [
                empty(shape + tuple(sizes[name] for name in core), dtype=otype)
                for core, otype in zip(outputs, types, strict=True)
            ]
        return made[0] if len(outputs) == 1 else tuple(made)


def _in_class_of(arrays: list[Any], output: Any) -> Any:
    """The output in the class of the argument of highest priority."""
    leader = max(arrays, key=lambda array: getattr(array, "__array_priority__", 0.0))
    return output if type(leader) is type(output) else leader.__array_wrap__(output)
