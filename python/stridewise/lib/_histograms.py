"""Histograms that are named after their dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._stridewise import array_function, asarray, histogramdd, ndarray

__all__ = ["histogram2d"]


def histogram2d(
    x: Any, y: Any, bins: Any = 10, range: Any = None, density: bool | None = None, weights: Any = None
) -> tuple[Any, Any, Any]:
    """The histogram of points in two dimensions, and the bins' edges along both.

    Parameters
    ----------
    x, y : array_like
        The points' coordinates.
    bins : int, array_like, or pair of these
        The number of bins or their edges, for both dimensions or for each.
    range, density, weights
        As `histogramdd` has them.

    Raises
    ------
    ValueError
        If there are not as many of both coordinates.

    Examples
    --------
    >>> import stridewise as np
    >>> counts, _, _ = np.histogram2d([0, 1, 1], [0, 1, 1], bins=2)
    >>> counts.tolist()
    [[1.0, 0.0], [0.0, 2.0]]
    """
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    if isinstance(bins, (Sequence, ndarray)) and len(bins) not in (1, 2):
        edges = asarray(bins)
        bins = [edges, edges]
    counts, (first, second) = histogramdd([x, y], bins, range, density, weights)
    return counts, first, second


histogram2d = array_function(histogram2d, ["x", "y", "*bins", "weights"])
