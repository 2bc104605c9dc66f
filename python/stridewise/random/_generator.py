"""`Generator`: numbers from the bits of a bit generator."""

from __future__ import annotations

import operator
from typing import Any

from .._stridewise import _GeneratorDraws, array, asarray, can_cast, float64, int64, integer, ndarray
from ._distributions import Distributions
from ._pcg64 import PCG64
from ._population import is_empty_size, shuffle_in_place, weights
from .bit_generator import BitGenerator

__all__ = ["Generator", "default_rng"]


class Generator(Distributions, _GeneratorDraws):
    """Draws numbers of many distributions from a bit generator; `default_rng` makes one.

    Parameters
    ----------
    bit_generator : BitGenerator
        Where the bits come from. Several generators may share it.

    Examples
    --------
    >>> import stridewise as np
    >>> rng = np.random.default_rng(0)
    >>> rng.integers(6, size=4) + 1
    array([6, 4, 4, 2])
    """

    def __new__(cls, bit_generator: BitGenerator) -> Generator:
        if isinstance(bit_generator, type):
            raise ValueError("Invalid bit generator. The bit generator must be instantized.")
        if not isinstance(bit_generator, BitGenerator):
            # What is no bit generator lacks the capsule that other implementations share their bits by.
            bit_generator = bit_generator.capsule
        self: Generator = super().__new__(cls, bit_generator)
        self._bit_generator = bit_generator
        return self

    _bit_generator: BitGenerator

    @property
    def bit_generator(self) -> BitGenerator:
        """The bit generator that this one draws from."""
        return self._bit_generator

    def spawn(self, n_children: int) -> list[Generator]:
        """`n_children` new generators over independent bit generators of the same kind."""
        return [type(self)(child) for child in self._bit_generator.spawn(n_children)]

    def choice(
        self,
        a: Any,
        size: Any = None,
        replace: bool = True,
        p: Any = None,
        axis: int = 0,
        shuffle: bool = True,
    ) -> Any:
        """Random members of a population.

        Parameters
        ----------
        a : array_like or int
            The population along `axis`; an integer stands for the numbers below it.
        size : int or tuple of ints, optional
            How many; one member where there is none.
        replace : bool
            Whether a member can be drawn again.
        p : 1-D array_like, optional
            The members' probabilities, which sum to 1; all equal where there are none.
        shuffle : bool
            Whether the order of members drawn without replacement is random too; faster if not.

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).choice([10, 20, 30], 2, replace=False)
        array([20, 30])
        """
        members = None if isinstance(a, (int, integer)) else _population(a)
        if members is None or members.ndim == 0:
            try:
                population = operator.index(a if members is None else members.item())
            except TypeError:
                raise ValueError(f"a must be a sequence or an integer, not {type(a)}") from None
            if population <= 0 and not is_empty_size(size):
                raise ValueError("a must be a positive integer unless no samples are taken")
            members = None
        else:
            population = members.shape[axis]
            if population == 0 and not is_empty_size(size):
                raise ValueError("a cannot be empty unless no samples are taken")
        drawn = self._choice(
            max(population, 0),
            () if size is None else size,
            bool(replace),
            None if p is None else weights(p),
            bool(shuffle),
        )
        if members is None:
            return drawn.item() if size is None else drawn
        if size is None or drawn.ndim:
            return members.take(drawn.item() if size is None else drawn, axis=axis)
        return asarray(members.take(drawn.item(), axis=axis))

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Puts the parts of an array along `axis`, or the items of a mutable sequence, in random order.

        Examples
        --------
        >>> import stridewise as np
        >>> cards = np.arange(5)
        >>> np.random.default_rng(0).shuffle(cards)
        >>> cards
        array([2, 4, 3, 0, 1])
        """
        length = len(x)
        if isinstance(x, ndarray):
            if type(x) is ndarray:
                if x.size or not -x.ndim <= axis < x.ndim:
                    self._shuffle(x, axis)
                return
            lines = x.swapaxes(0, axis)
            if x.size:
                shuffle_in_place(lines, self._swaps(len(lines)))
            return
        if axis != 0:
            raise NotImplementedError("Axis argument is only supported on ndarray objects")
        shuffle_in_place(x, self._swaps(length))

    def permutation(self, x: Any, axis: int = 0) -> Any:
        """The parts of an array along `axis` in random order, as a copy; an integer stands for the numbers below it.

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).permutation(5)
        array([2, 4, 3, 0, 1])
        """
        if isinstance(x, (int, integer)):
            length: Any = x
            return self._order(max(operator.index(length), 0))
        return self._shuffled(_population(x), axis)

    def permuted(self, x: Any, axis: int | None = None, out: Any = None) -> Any:
        """A copy whose lines along `axis` are each shuffled on their own; without an axis, all elements are.

        `out` is an array of the same shape to put the result in.

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).permuted([[1, 2, 3], [4, 5, 6]], axis=1)
        array([[3, 1, 2],
               [6, 5, 4]])
        """
        given = asarray(x)
        if out is not None:
            if not isinstance(out, ndarray):
                raise TypeError("out must be a numpy array")
            if out.shape != given.shape:
                raise ValueError("out must have the same shape as x")
        mixed = self._permuted(given, axis)
        if out is None:
            return mixed
        if not can_cast(mixed.dtype, out.dtype, "safe"):
            raise TypeError(
                f"Cannot cast array data from {mixed.dtype!r} to {out.dtype!r} according to the rule 'safe'"
            )
        out[...] = mixed
        return out

    def multinomial(self, n: Any, pvals: Any, size: Any = None) -> Any:
        """Multinomial distribution: how often each of several outcomes came up in `n` trials.

        Parameters
        ----------
        n : int or array of ints
            Trials.
        pvals : array_like
            The outcomes' probabilities along the last axis. The last one takes what the others leave to 1.
        size : int or tuple of ints, optional
            Shape of the result without its last axis.

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).multinomial(20, [1 / 6] * 6).sum()
        np.int64(20)
        """
        return self._multinomial(n, asarray(pvals), size)

    def dirichlet(self, alpha: Any, size: Any = None) -> Any:
        """Dirichlet distribution: vectors of positive numbers that sum to 1, with concentrations `alpha`.

        The result has shape `size` and a last axis as long as `alpha`, whose members are not negative.
        """
        len(alpha)
        concentrations = asarray(alpha, dtype=float64)
        if concentrations.ndim != 1:
            raise ValueError(f"alpha must be 1-dimensional, got shape {concentrations.shape}")
        return self._dirichlet(concentrations.tolist(), size)

    def multivariate_hypergeometric(
        self, colors: Any, nsample: int, size: Any = None, method: str = "marginals"
    ) -> Any:
        """Multivariate hypergeometric distribution: colours among balls drawn from an urn without putting back.

        Parameters
        ----------
        colors : 1-D sequence of ints
            How many balls of each colour the urn holds.
        nsample : int
            How many are drawn.
        size : int or tuple of ints, optional
            Shape of the result without its last axis.
        method : {'marginals', 'count'}
            One hypergeometric draw per colour, or drawing from a list of all balls.
        """
        if method not in ("count", "marginals"):
            raise ValueError('method must be "count" or "marginals".')
        try:
            sample = operator.index(nsample)
        except TypeError:
            raise ValueError("nsample must be an integer") from None
        counts = asarray(colors)
        if counts.size == 0 and counts.ndim == 1:
            counts = counts.astype(int64)
        if counts.ndim != 1 or counts.dtype.kind not in "iu":
            raise ValueError(
                "colors must be a one-dimensional sequence of nonnegative integers not exceeding 9223372036854775807."
            )
        return self._urns(counts.tolist(), sample, size, method == "count")

    def __repr__(self) -> str:
        return f"{self} at 0x{id(self):X}"

    def __str__(self) -> str:
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def __getstate__(self) -> None:
        return None

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, dict):  # from before bit generators were pickled whole
            self._bit_generator.state = state

    def __reduce__(self) -> tuple[Any, ...]:
        from ._pickle import generator_ctor

        return generator_ctor, (self._bit_generator,), None


def _population(a: Any) -> Any:
    return a if isinstance(a, ndarray) else array(a)


def default_rng(seed: Any = None) -> Generator:
    """A new `Generator` over `PCG64`.

    Parameters
    ----------
    seed : None, int, sequence of ints, SeedSequence, BitGenerator, Generator or RandomState
        The seed; fresh entropy of the operating system where there is none. A bit generator is wrapped, a generator
        given back.

    Examples
    --------
    >>> import stridewise as np
    >>> np.random.default_rng(12345).random()
    0.22733602246716966
    """
    from .mtrand import RandomState

    if isinstance(seed, Generator):
        return seed
    if isinstance(seed, BitGenerator):
        return Generator(seed)
    if isinstance(seed, RandomState):
        return Generator(seed._bit_generator)
    return Generator(PCG64(seed))
