"""The npy format, under its public name."""

from ._format_impl import *  # noqa: F403
from ._format_impl import __all__ as __all__
from ._format_impl import _read_array_header as _read_array_header
from ._format_impl import _read_bytes as _read_bytes
from ._format_impl import _write_array_header as _write_array_header
