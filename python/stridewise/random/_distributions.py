"""The distributions that `Generator` and `RandomState` have in common: names, parameters, what they describe.

In all of them `size` is the shape of the result, an integer or a tuple of integers. Parameters may be arrays that
broadcast with each other and to `size`. Numbers alone and no `size` give a single Python number. A parameter outside
of what the distribution is defined for raises a ValueError that names it.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Distributions"]


class Distributions:
    """Draws by the name of a distribution; subclasses say how, in `_draw`."""

    _draw: Any

    # The largest mean of a Poisson distribution whose draws fit an int64.
    _poisson_lam_max = 9.223372006484771e18

    def beta(self, a: Any, b: Any, size: Any = None) -> Any:
        """Beta distribution over [0, 1]: density proportional to x**(a - 1) * (1 - x)**(b - 1).

        Both shapes are positive.
        """
        return self._draw("beta", size, a, b)

    def binomial(self, n: Any, p: Any, size: Any = None) -> Any:
        """Binomial distribution: successes among `n` trials that each succeed with probability `p`.

        `n` is a non-negative integer, `p` lies in [0, 1].
        """
        return self._draw("binomial", size, n, p)

    def chisquare(self, df: Any, size: Any = None) -> Any:
        """Chi-square distribution: the sum of `df` squares of standard normal numbers. `df` is positive."""
        return self._draw("chisquare", size, df)

    def exponential(self, scale: Any = 1.0, size: Any = None) -> Any:
        """Exponential distribution: density exp(-x / scale) / scale for x >= 0. `scale` is its mean."""
        return self._draw("exponential", size, scale)

    def f(self, dfnum: Any, dfden: Any, size: Any = None) -> Any:
        """F distribution: the ratio of two chi-square numbers, each over its degrees of freedom.

        Both degrees of freedom are positive.
        """
        return self._draw("f", size, dfnum, dfden)

    def gamma(self, shape: Any, scale: Any = 1.0, size: Any = None) -> Any:
        """Gamma distribution: density proportional to x**(shape - 1) * exp(-x / scale) for x >= 0.

        Neither parameter is negative; the mean is `shape * scale`.
        """
        return self._draw("gamma", size, shape, scale)

    def geometric(self, p: Any, size: Any = None) -> Any:
        """Geometric distribution: trials until the first success, each of probability `p` in (0, 1]."""
        return self._draw("geometric", size, p)

    def gumbel(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Gumbel distribution of extreme values, with mode `loc`. `scale` is not negative."""
        return self._draw("gumbel", size, loc, scale)

    def hypergeometric(self, ngood: Any, nbad: Any, nsample: Any, size: Any = None) -> Any:
        """Hypergeometric distribution: good ones among `nsample` drawn from an urn without putting back.

        The urn holds `ngood` good and `nbad` bad ones, together at least `nsample`.
        """
        return self._draw("hypergeometric", size, ngood, nbad, nsample)

    def laplace(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Laplace distribution: density exp(-abs(x - loc) / scale) / (2 * scale). `scale` is not negative."""
        return self._draw("laplace", size, loc, scale)

    def logistic(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Logistic distribution with mean `loc`. `scale` is not negative."""
        return self._draw("logistic", size, loc, scale)

    def lognormal(self, mean: Any = 0.0, sigma: Any = 1.0, size: Any = None) -> Any:
        """Log-normal distribution: the exponential of a normal number of that mean and standard deviation."""
        return self._draw("lognormal", size, mean, sigma)

    def logseries(self, p: Any, size: Any = None) -> Any:
        """Logarithmic series distribution: probability of k proportional to p**k / k. `p` lies in [0, 1)."""
        return self._draw("logseries", size, p)

    def negative_binomial(self, n: Any, p: Any, size: Any = None) -> Any:
        """Negative binomial distribution: failures before the `n`-th success, each of probability `p`.

        `n` is positive and need not be whole.
        """
        return self._draw("negative_binomial", size, n, p)

    def noncentral_chisquare(self, df: Any, nonc: Any, size: Any = None) -> Any:
        """Noncentral chi-square distribution: squares of normal numbers whose squared means sum to `nonc`."""
        return self._draw("noncentral_chisquare", size, df, nonc)

    def noncentral_f(self, dfnum: Any, dfden: Any, nonc: Any, size: Any = None) -> Any:
        """Noncentral F distribution: an F number whose numerator is noncentral by `nonc`."""
        return self._draw("noncentral_f", size, dfnum, dfden, nonc)

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Normal distribution with mean `loc` and standard deviation `scale`, which is not negative.

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).normal([0, 10], 1.0, size=(2, 2))
        array([[ 0.12573022,  9.86789514],
               [ 0.64042265, 10.10490012]])
        """
        return self._draw("normal", size, loc, scale)

    def pareto(self, a: Any, size: Any = None) -> Any:
        """Pareto II or Lomax distribution with positive shape `a`: add 1 and scale for the classical form."""
        return self._draw("pareto", size, a)

    def poisson(self, lam: Any = 1.0, size: Any = None) -> Any:
        """Poisson distribution: the number of events where `lam` are expected."""
        return self._draw("poisson", size, lam)

    def power(self, a: Any, size: Any = None) -> Any:
        """Power distribution over [0, 1]: density a * x**(a - 1). `a` is positive."""
        return self._draw("power", size, a)

    def rayleigh(self, scale: Any = 1.0, size: Any = None) -> Any:
        """Rayleigh distribution: the length of a vector of two normal numbers. `scale` is its mode."""
        return self._draw("rayleigh", size, scale)

    def standard_cauchy(self, size: Any = None) -> Any:
        """Cauchy distribution with mode 0: the ratio of two standard normal numbers."""
        return self._draw("standard_cauchy", size)

    def standard_t(self, df: Any, size: Any = None) -> Any:
        """Student's t distribution with `df` degrees of freedom, a positive number."""
        return self._draw("standard_t", size, df)

    def triangular(self, left: Any, mode: Any, right: Any, size: Any = None) -> Any:
        """Triangular distribution: density that rises from `left` to `mode` and falls to `right`."""
        return self._draw("triangular", size, left, mode, right)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """Uniform distribution over the half-open interval [low, high).

        Examples
        --------
        >>> import stridewise as np
        >>> np.random.default_rng(0).uniform(-1, 1, size=2)
        array([ 0.27392337, -0.46042657])
        """
        return self._draw("uniform", size, low, high)

    def vonmises(self, mu: Any, kappa: Any, size: Any = None) -> Any:
        """Von Mises distribution: angles in [-pi, pi] around `mu`, the closer the larger `kappa`."""
        return self._draw("vonmises", size, mu, kappa)

    def wald(self, mean: Any, scale: Any, size: Any = None) -> Any:
        """Wald or inverse Gaussian distribution. Both parameters are positive."""
        return self._draw("wald", size, mean, scale)

    def weibull(self, a: Any, size: Any = None) -> Any:
        """Weibull distribution of scale 1: density a * x**(a - 1) * exp(-x**a). `a` is not negative."""
        return self._draw("weibull", size, a)

    def zipf(self, a: Any, size: Any = None) -> Any:
        """Zipf distribution over the positive integers: probability of k proportional to k**-a, `a` above 1."""
        return self._draw("zipf", size, a)
