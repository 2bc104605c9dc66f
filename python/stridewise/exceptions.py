"""Exceptions and warnings that array code raises.

Every class stands in NumPy's place in the hierarchy: an out-of-range axis is both a `ValueError` and an
`IndexError`, a dtype pair without a common dtype is a `TypeError`.
"""

__all__ = [
    "AxisError",
    "ComplexWarning",
    "DTypePromotionError",
    "ModuleDeprecationWarning",
    "RankWarning",
    "TooHardError",
    "VisibleDeprecationWarning",
]


class ComplexWarning(RuntimeWarning):
    """A cast from a complex to a real dtype dropped the imaginary part."""


class ModuleDeprecationWarning(DeprecationWarning):
    """A whole module is deprecated."""


class VisibleDeprecationWarning(UserWarning):
    """A deprecation that end users see by default, unlike `DeprecationWarning`."""


class RankWarning(RuntimeWarning):
    """A least-squares fit met a matrix of deficient rank."""


class TooHardError(RuntimeError):
    """A search gave up: `max_work` was exceeded before the answer was found."""


class DTypePromotionError(TypeError):
    """The dtypes have no common dtype, so one array cannot hold both."""


class AxisError(ValueError, IndexError):
    """An axis was given that the array does not have.

    ``AxisError(axis, ndim, msg_prefix)`` builds the usual message; ``AxisError(message)`` takes one as it is.

    Parameters
    ----------
    axis : int or str
        The axis asked for, or the whole message when nothing else is given.
    ndim : int, optional
        The number of dimensions of the array.
    msg_prefix : str, optional
        Put before the message, with a colon.

    Attributes
    ----------
    axis, ndim : int or None
        As given; both None where only a message was.

    Examples
    --------
    >>> print(np.exceptions.AxisError(2, 1, "sum"))
    sum: axis 2 is out of bounds for array of dimension 1
    """

    __slots__ = ("_msg", "axis", "ndim")

    def __init__(self, axis: int | str, ndim: int | None = None, msg_prefix: str | None = None) -> None:
        self.axis: int | None
        self.ndim: int | None
        if ndim is None and msg_prefix is None:
            self._msg: str | None = str(axis)
            self.axis = None
            self.ndim = None
        else:
            self._msg = msg_prefix
            self.axis = int(axis)
            self.ndim = ndim

    def __str__(self) -> str:
        if self.axis is None:
            return str(self._msg)
        text = f"axis {self.axis} is out of bounds for array of dimension {self.ndim}"
        return text if self._msg is None else f"{self._msg}: {text}"
