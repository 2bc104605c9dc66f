"""`RandomState`, the frozen streams of old programs, and the functions over one that all share."""

from __future__ import annotations

import operator
import warnings
from typing import Any

from .._stridewise import _RandomStateDraws, array, asarray, float64, integer, ndarray
from ._distributions import Distributions
from ._mt19937 import MT19937
from ._population import is_empty_size, shuffle_in_place, weights
from .bit_generator import BitGenerator

__all__ = [
    "RandomState", "beta", "binomial", "bytes", "chisquare", "choice", "dirichlet", "exponential", "f", "gamma",
    "geometric", "get_bit_generator", "get_state", "gumbel", "hypergeometric", "laplace", "logistic", "lognormal",
    "logseries", "multinomial", "multivariate_normal", "negative_binomial", "noncentral_chisquare", "noncentral_f",
    "normal", "pareto",
    "permutation", "poisson", "power", "rand", "randint", "randn", "random", "random_integers", "random_sample",
    "ranf", "rayleigh", "sample", "seed", "set_bit_generator", "set_state", "shuffle", "standard_cauchy",
    "standard_exponential", "standard_gamma", "standard_normal", "standard_t", "triangular", "uniform", "vonmises",
    "wald", "weibull", "zipf",
]  # fmt: skip


class RandomState(Distributions, _RandomStateDraws):
    """Draws numbers as NumPy did before `Generator`; its streams never change.

    Parameters
    ----------
    seed : None, int below 2**32, array of such ints, or BitGenerator
        The seed of a Mersenne Twister; fresh entropy of the operating system where there is none.

    Examples
    --------
    >>> import stridewise as np
    >>> np.random.RandomState(0).rand(2)
    array([0.5488135 , 0.71518937])
    """

    def __new__(cls, seed: Any = None) -> RandomState:
        if isinstance(seed, type):
            raise ValueError("Invalid bit generator. The bit generator must be instantized.")
        if isinstance(seed, BitGenerator):
            bit_generator = seed
        else:
            bit_generator = MT19937()
            if seed is not None:
                bit_generator._legacy_seeding(seed)
        self: RandomState = super().__new__(cls, bit_generator)
        self._bit_generator = bit_generator
        return self

    def _use_bit_generator(self, bit_generator: BitGenerator) -> None:
        self._bit_generator = bit_generator
        self._set_stream(bit_generator._stream)

    def seed(self, seed: Any = None) -> None:
        """Seeds again, as the constructor does; TypeError where the bit generator is no Mersenne Twister."""
        if not isinstance(self._bit_generator, MT19937):
            raise TypeError("can only re-seed a MT19937 BitGenerator")
        self._bit_generator._legacy_seeding(seed)
        self._set_spare(None)

    def get_state(self, legacy: bool = True) -> Any:
        """The whole state: a tuple ('MT19937', key, pos, has_gauss, gauss), or a dict without `legacy`."""
        state: dict[str, Any] = self._bit_generator.state
        if legacy and not isinstance(self._bit_generator, MT19937):
            warnings.warn(
                "get_state and legacy can only be used with the MT19937 BitGenerator. To silence this warning, "
                "set `legacy` to False.",
                RuntimeWarning,
                stacklevel=2,
            )
            legacy = False
        spare = self._spare()
        state["has_gauss"] = int(spare is not None)
        state["gauss"] = 0.0 if spare is None else spare
        if legacy:
            inner = state["state"]
            return state["bit_generator"], inner["key"], inner["pos"], state["has_gauss"], state["gauss"]
        return state

    def set_state(self, state: Any) -> None:
        """Sets what `get_state` gave, in either form."""
        if isinstance(state, dict):
            if "bit_generator" not in state or "state" not in state:
                raise ValueError("state dictionary is not valid.")
            full = state
        else:
            if not isinstance(state, (tuple, list)):
                raise TypeError("state must be a dict or a tuple.")
            if state[0] != "MT19937":
                raise ValueError("set_state can only be used with legacy MT19937 state instances.")
            full = {"bit_generator": state[0], "state": {"key": state[1], "pos": state[2]}}
            if len(state) > 3:
                full["has_gauss"] = state[3]
                full["gauss"] = state[4]
        self._bit_generator.state = full
        self._set_spare(float(full["gauss"]) if full.get("has_gauss") else None)

    def random(self, size: Any = None) -> Any:
        """Floats uniform over [0, 1): `random_sample` by another name."""
        return self.random_sample(size)

    def rand(self, *args: int) -> Any:
        """Floats uniform over [0, 1), of the shape that the arguments give; one float without arguments."""
        return self.random_sample(args or None)

    def randn(self, *args: int) -> Any:
        """Floats of the standard normal distribution, of the shape that the arguments give."""
        return self.standard_normal(args or None)

    def random_integers(self, low: int, high: int | None = None, size: Any = None) -> Any:
        """Integers from `low` up to `high` itself, or from 1 up to `low`; deprecated for `randint`."""
        if high is None:
            low, high = 1, low
        warnings.warn(
            f"This function is deprecated. Please call randint({low}, {high} + 1) instead",
            DeprecationWarning,
            stacklevel=2,
        )
        return self.randint(low, int(high) + 1, size=size, dtype="l")

    def standard_normal(self, size: Any = None) -> Any:
        """Normal distribution with mean 0 and standard deviation 1."""
        return self._draw("standard_normal", size)

    def standard_exponential(self, size: Any = None) -> Any:
        """Exponential distribution with mean 1."""
        return self._draw("standard_exponential", size)

    def standard_gamma(self, shape: Any, size: Any = None) -> Any:
        """Gamma distribution with scale 1; `shape` is not negative."""
        return self._draw("standard_gamma", size, shape)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Random members of a one-dimensional population.

        Parameters
        ----------
        a : 1-D array_like or int
            The population; an integer stands for the numbers below it.
        size : int or tuple of ints, optional
            How many; one member where there is none.
        replace : bool
            Whether a member can be drawn again.
        p : 1-D array_like, optional
            The members' probabilities, which sum to 1; all equal where there are none.
        """
        members = None if isinstance(a, (int, integer)) else _population(a)
        if members is None or members.ndim == 0:
            try:
                population = operator.index(a if members is None else members.item())
            except TypeError:
                raise ValueError("a must be 1-dimensional or an integer") from None
            if population <= 0 and not is_empty_size(size):
                raise ValueError("a must be greater than 0 unless no samples are taken")
            members = None
        else:
            if members.ndim != 1:
                raise ValueError("a must be 1-dimensional")
            population = members.shape[0]
            if population == 0 and not is_empty_size(size):
                raise ValueError("'a' cannot be empty unless no samples are taken")
        drawn = self._choice(
            max(population, 0), () if size is None else size, bool(replace), None if p is None else weights(p)
        )
        if members is None:
            return drawn.item() if size is None else drawn
        return members[drawn.item()] if size is None else members[drawn]

    def shuffle(self, x: Any) -> None:
        """Puts the parts of an array along its first axis, or the items of a mutable sequence, in random order."""
        length = len(x)
        if type(x) is ndarray:
            if x.size:
                self._shuffle(x)
        elif not isinstance(x, ndarray) or x.size:
            shuffle_in_place(x, self._swaps(length))

    def permutation(self, x: Any) -> Any:
        """The parts of an array along its first axis in random order; an integer stands for the numbers below it."""
        if isinstance(x, (int, integer)):
            length: Any = x
            return self._order(max(operator.index(length), 0))
        members = _population(x)
        if members.ndim < 1:
            raise IndexError("x must be an integer or at least 1-dimensional")
        return self._shuffled(members)

    def multinomial(self, n: int, pvals: Any, size: Any = None) -> Any:
        """Multinomial distribution: how often each of several outcomes came up in `n` trials.

        `pvals` are the outcomes' probabilities; the last one takes what the others leave to 1. The result has shape
        `size` and a last axis as long as `pvals`.
        """
        probabilities = asarray(pvals)
        if probabilities.ndim == 0:
            raise TypeError("pvals must be a 1-d sequence")
        if probabilities.ndim != 1:
            raise ValueError(f"pvals must be a 1-d sequence, got shape {probabilities.shape}")
        return self._multinomial(n, probabilities, size)

    def dirichlet(self, alpha: Any, size: Any = None) -> Any:
        """Dirichlet distribution: vectors of positive numbers that sum to 1, with positive concentrations `alpha`."""
        len(alpha)
        concentrations = asarray(alpha, dtype=float64)
        if concentrations.ndim != 1:
            raise ValueError(f"alpha must be 1-dimensional, got shape {concentrations.shape}")
        return self._dirichlet(concentrations.tolist(), size)

    def __repr__(self) -> str:
        return f"{self} at 0x{id(self):X}"

    def __str__(self) -> str:
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def __getstate__(self) -> Any:
        return self.get_state(legacy=False)

    def __setstate__(self, state: Any) -> None:
        self.set_state(state)

    def __reduce__(self) -> tuple[Any, ...]:
        from ._pickle import randomstate_ctor

        return randomstate_ctor, (self._bit_generator,), self.get_state(legacy=False)


def _population(a: Any) -> Any:
    return a if isinstance(a, ndarray) else array(a)


_rand = RandomState()


def seed(seed: Any = None) -> None:
    """Seeds the generator that all functions of this module draw from."""
    if isinstance(_rand._bit_generator, MT19937):
        _rand.seed(seed)
    else:
        kind = type(_rand._bit_generator)
        _rand._bit_generator.state = kind(seed).state


def get_bit_generator() -> BitGenerator:
    """The bit generator that all functions of this module draw from."""
    return _rand._bit_generator


def set_bit_generator(bitgen: BitGenerator) -> None:
    """Has all functions of this module draw from another bit generator."""
    _rand._use_bit_generator(bitgen)


def ranf(*args: Any, **kwargs: Any) -> Any:
    """`random_sample` by another name."""
    return _rand.random_sample(*args, **kwargs)


def sample(*args: Any, **kwargs: Any) -> Any:
    """`random_sample` by another name."""
    return _rand.random_sample(*args, **kwargs)


beta = _rand.beta
binomial = _rand.binomial
bytes = _rand.bytes
chisquare = _rand.chisquare
choice = _rand.choice
dirichlet = _rand.dirichlet
exponential = _rand.exponential
f = _rand.f
gamma = _rand.gamma
geometric = _rand.geometric
get_state = _rand.get_state
gumbel = _rand.gumbel
hypergeometric = _rand.hypergeometric
laplace = _rand.laplace
logistic = _rand.logistic
lognormal = _rand.lognormal
logseries = _rand.logseries
multinomial = _rand.multinomial
multivariate_normal = _rand.multivariate_normal
negative_binomial = _rand.negative_binomial
noncentral_chisquare = _rand.noncentral_chisquare
noncentral_f = _rand.noncentral_f
normal = _rand.normal
pareto = _rand.pareto
permutation = _rand.permutation
poisson = _rand.poisson
power = _rand.power
rand = _rand.rand
randint = _rand.randint
randn = _rand.randn
random = _rand.random
random_integers = _rand.random_integers
random_sample = _rand.random_sample
rayleigh = _rand.rayleigh
set_state = _rand.set_state
shuffle = _rand.shuffle
standard_cauchy = _rand.standard_cauchy
standard_exponential = _rand.standard_exponential
standard_gamma = _rand.standard_gamma
standard_normal = _rand.standard_normal
standard_t = _rand.standard_t
triangular = _rand.triangular
uniform = _rand.uniform
vonmises = _rand.vonmises
wald = _rand.wald
weibull = _rand.weibull
zipf = _rand.zipf
