"""Draws of every method of `Generator` and `RandomState`, and digests of what NumPy gave for them.

`python random_draws.py` writes the digests anew, from the NumPy that is installed.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
from typing import Any, NamedTuple

DIGESTS = pathlib.Path(__file__).with_name("random_digests.json")
DRAWS = 10_000
SEED = 20_26


class Draw(NamedTuple):
    """One call, `DRAWS` draws long where it takes a size."""

    holder: str
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    bits: str = "PCG64"

    @property
    def name(self) -> str:
        given = [_short(repr(arg)) for arg in self.args] + [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.holder}[{self.bits}].{self.method}({', '.join(given)})"


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:40]}...{text[-40:]}"


# Parameters by name and position: of both classes, and what is drawn by `size` alone.
BOTH: dict[str, list[tuple[Any, ...]]] = {
    "beta": [(0.5, 0.5), (1.0, 3.0), (2.5, 0.1), (1e-3, 2e-3), (300.0, 2.0)],
    "binomial": [(10, 0.3), (10, 0.9), (1000, 0.2), (1000, 0.75), (0, 0.5), (5, 0.0), (5, 1.0)],
    "chisquare": [(0.3,), (1.0,), (7.5,)],
    "exponential": [(1.0,), (0.0,), (3e5,)],
    "f": [(1.0, 2.0), (10.0, 0.5)],
    "gamma": [(0.2, 1.0), (1.0, 2.0), (3.0, 0.5), (0.0, 1.0), (1e4, 1.0)],
    "geometric": [(0.05,), (0.5,), (1.0,)],
    "gumbel": [(0.0, 1.0), (-3.0, 0.1)],
    "hypergeometric": [(15, 15, 15), (100, 5, 20), (5, 1000, 300), (1000, 1000, 1500)],
    "laplace": [(0.0, 1.0), (5.0, 0.0)],
    "logistic": [(0.0, 1.0), (2.0, 3.0)],
    "lognormal": [(0.0, 1.0), (3.0, 0.1)],
    "logseries": [(0.1,), (0.6,), (0.99,)],
    "negative_binomial": [(1, 0.5), (20, 0.1), (0.7, 0.9)],
    "noncentral_chisquare": [(0.5, 1.0), (3.0, 0.0), (5.0, 20.0)],
    "noncentral_f": [(2.0, 3.0, 0.0), (5.0, 0.5, 2.0)],
    "normal": [(0.0, 1.0), (-7.5, 0.25), (1.0, 0.0)],
    "pareto": [(0.5,), (3.0,)],
    "poisson": [(0.0,), (0.3,), (9.99,), (10.0,), (1e6,)],
    "power": [(0.5,), (4.0,)],
    "rayleigh": [(1.0,), (0.0,)],
    "standard_cauchy": [()],
    "standard_exponential": [()],
    "standard_gamma": [(0.0,), (0.4,), (1.0,), (6.0,)],
    "standard_normal": [()],
    "standard_t": [(0.7,), (30.0,)],
    "triangular": [(0.0, 0.1, 1.0), (-1.0, -1.0, 5.0)],
    "uniform": [(0.0, 1.0), (-5.0, 1e9), (2.0, 2.0)],
    "vonmises": [(0.0, 0.0), (1.0, 1e-9), (3.0, 0.5), (-2.0, 4.0), (0.5, 1e7)],
    "wald": [(1.0, 1.0), (0.1, 20.0)],
    "weibull": [(0.5,), (0.0,), (3.0,)],
    "zipf": [(1.1,), (2.0,), (50.0,)],
}
RANGES = {
    "?": [(0, 2)],
    "i1": [(-128, 128), (-5, 100)],
    "u1": [(0, 256), (3, 4), (0, 100)],
    "i2": [(-(2**15), 2**15), (0, 1000)],
    "u2": [(0, 2**16), (7, 40_000)],
    "i4": [(-(2**31), 2**31), (-10, 10)],
    "u4": [(0, 2**32), (0, 2**31 + 1)],
    "i8": [(-(2**63), 2**63), (0, 100), (0, 2**33 + 1), (0, 2**32)],
    "u8": [(0, 2**64), (0, 2**63 + 3)],
}
MULTIVARIATE: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "dirichlet": [(([0.01, 0.02, 0.05],), {}), (([1.0, 2.0, 0.3, 4.0],), {}), (([0.05, 0.05],), {})],
    # A diagonal of powers of four is decomposed without rounding.
    "multivariate_normal": [(([0.5, -3.0, 0.0], [[1.0, 0.0, 0.0], [0.0, 0.25, 0.0], [0.0, 0.0, 16.0]]), {})],
    "multinomial": [((20, [0.2, 0.3, 0.5]), {}), ((5, [0.9, 0.1]), {}), ((5, [0.0, 1.0, 0.0]), {})],
}


def draws() -> list[Draw]:
    """All calls, those of one method beside each other."""
    made = []
    for name, sets in BOTH.items():
        for holder in ("Generator", "RandomState"):
            for place, args in enumerate(sets):
                for size in (DRAWS, (100, 4, 25)) if place == 0 else (DRAWS,):
                    made.append(Draw(holder, name, args, {"size": size}))
        if sets[0]:
            # Parameters that broadcast, one of them an array.
            rows = [list(column) for column in zip(*sets, strict=True)]
            size = (DRAWS // len(sets), len(sets))
            made.append(Draw("Generator", name, tuple(rows), {"size": size}))
            made.append(Draw("RandomState", name, tuple(rows), {"size": size}))
    for bits in ("MT19937", "PCG64DXSM", "Philox", "SFC64"):
        for name, args in [
            ("random", ()), ("standard_normal", ()), ("standard_gamma", (0.7,)), ("integers", (1000,)),
            ("binomial", (30, 0.4)), ("permutation", (DRAWS,)), ("poisson", (7.0,)), ("choice", (DRAWS,)),
        ]:  # fmt: skip
            kwargs = {} if name == "permutation" else {"size": DRAWS}
            made.append(Draw("Generator", name, args, kwargs, bits))
    for name in ("random", "standard_normal", "standard_exponential"):
        for code in "fd":
            made.append(Draw("Generator", name, (), {"size": DRAWS, "dtype": code}))
    made.append(Draw("Generator", "standard_exponential", (), {"size": DRAWS, "method": "inv"}))
    made.append(Draw("Generator", "standard_exponential", (), {"size": DRAWS, "method": "inv", "dtype": "f"}))
    made.append(Draw("Generator", "standard_gamma", (2.5,), {"size": DRAWS, "dtype": "f"}))
    for code, ranges in RANGES.items():
        for low, high in ranges:
            made.append(Draw("Generator", "integers", (low, high), {"size": DRAWS, "dtype": code}))
            made.append(
                Draw("Generator", "integers", (low, high - 1), {"size": DRAWS, "dtype": code, "endpoint": True})
            )
            made.append(Draw("RandomState", "randint", (low, high), {"size": DRAWS, "dtype": code}))
    for name, calls in MULTIVARIATE.items():
        for args, kwargs in calls:
            for holder in ("Generator", "RandomState"):
                made.append(Draw(holder, name, args, {"size": DRAWS // 2, **kwargs}))
    for method in ("marginals", "count"):
        for colors, sample in [([3, 4, 50], 6), ([300, 400, 50], 600)]:
            kwargs = {"size": 3000, "method": method}
            made.append(Draw("Generator", "multivariate_hypergeometric", (colors, sample), kwargs))
    for method in ("eigh", "cholesky"):
        made.append(Draw("Generator", "multivariate_normal", ([1.0, 2.0], [[4.0, 0.0], [0.0, 64.0]]),
                         {"size": DRAWS // 2, "method": method}))  # fmt: skip
    weights = [0.1, 0.2, 0.3, 0.4, 0.0]
    for holder in ("Generator", "RandomState"):
        made.append(Draw(holder, "choice", (DRAWS * 3, DRAWS), {"replace": False}))
        made.append(Draw(holder, "choice", (5, DRAWS), {"p": weights}))
        made.append(Draw(holder, "choice", (5, 3), {"p": weights, "replace": False}))
        made.append(Draw(holder, "permutation", (DRAWS,), {}))
        made.append(Draw(holder, "bytes", (DRAWS + 1,), {}))
        made.append(Draw(holder, "random", (DRAWS,), {}))
    made.append(Draw("Generator", "choice", (DRAWS * 1000, DRAWS // 100), {"replace": False, "shuffle": False}))
    for axis in (None, 0, 1):
        made.append(Draw("Generator", "permuted", ([list(range(place, place + 100)) for place in range(100)],),
                         {"axis": axis}))  # fmt: skip
    made.append(Draw("Generator", "shuffle", (list(range(DRAWS)),), {}))
    made.append(Draw("RandomState", "shuffle", (list(range(DRAWS)),), {}))
    made.append(Draw("RandomState", "rand", (100, 100), {}))
    made.append(Draw("RandomState", "randn", (100, 101), {}))
    made.append(Draw("RandomState", "random_sample", ((100, 100),), {}))
    made.append(Draw("RandomState", "tomaxint", (DRAWS,), {}))
    return made


def stream(module: Any, draw: Draw) -> Any:
    """What draws, at its start."""
    if draw.holder == "RandomState":
        return module.random.RandomState(SEED)
    return module.random.Generator(getattr(module.random, draw.bits)(SEED))


def _plain(state: Any) -> Any:
    if isinstance(state, dict):
        return {name: _plain(value) for name, value in state.items()}
    return state.tolist() if hasattr(state, "tolist") else state


def drawn(module: Any, draw: Draw) -> tuple[Any, Any]:
    """What the call gives, and the state behind it."""
    source = stream(module, draw)
    if draw.method == "shuffle":
        values = module.array(draw.args[0])
        source.shuffle(values, **draw.kwargs)
    else:
        values = getattr(source, draw.method)(*draw.args, **draw.kwargs)
    if draw.holder == "RandomState":
        return values, _plain(source.get_state(legacy=False))
    return values, _plain(source.bit_generator.state)


def digest(draw: Draw, values: Any, state: Any) -> str:
    """The first 16 hexadecimal digits of a hash of values, dtype, shape and state."""
    total = hashlib.sha256(json.dumps(state, sort_keys=True).encode())
    if isinstance(values, bytes):
        total.update(values)
    else:
        total.update(f"{values.dtype.str}{values.shape}".encode())
        total.update(values.tobytes())
    return total.hexdigest()[:16]


def main() -> None:
    import numpy

    found = {draw.name: digest(draw, *drawn(numpy, draw)) for draw in draws()}
    DIGESTS.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
