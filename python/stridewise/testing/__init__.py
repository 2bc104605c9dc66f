"""NumPy's `numpy.testing`: assertions about arrays, and what tests need besides.

The messages are NumPy's. New tests do best with `assert_allclose`, `assert_array_equal` and `assert_equal`.
"""

from typing import Any

from . import overrides
from ._private import extbuild as extbuild
from .alignment import (
    _gen_alignment_data as _gen_alignment_data,
)
from .comparison import (
    assert_allclose,
    assert_array_almost_equal,
    assert_array_compare,
    assert_array_equal,
    assert_array_less,
)
from .environment import (
    BLAS_SUPPORTS_FPE,
    HAS_LAPACK64,
    HAS_REFCOUNT,
    IS_64BIT,
    IS_EDITABLE,
    IS_INSTALLED,
    IS_MUSL,
    IS_PYPY,
    IS_PYSTON,
    IS_WASM,
    NOGIL_BUILD,
    NUMPY_ROOT,
    check_support_sve,
    verbose,
)
from .garbage import (
    _assert_valid_refcount as _assert_valid_refcount,
)
from .garbage import (
    assert_no_gc_cycles,
    break_cycles,
)
from .items import (
    assert_almost_equal,
    assert_approx_equal,
    assert_equal,
)
from .messages import (
    assert_,
    assert_string_equal,
    build_err_msg,
    print_assert_equal,
)
from .raising import (
    IgnoreException,
    KnownFailureException,
    assert_raises,
    assert_raises_regex,
)
from .resources import (
    jiffies,
    measure,
    memusage,
    tempdir,
    temppath,
)
from .running import (
    decorate_methods,
    run_threaded,
    rundocs,
    runstring,
)
from .ulp import (
    assert_array_almost_equal_nulp,
    assert_array_max_ulp,
)
from .warning_control import (
    assert_no_warnings,
    assert_warns,
    clear_and_catch_warnings,
    suppress_warnings,
)

__all__ = [
    "BLAS_SUPPORTS_FPE",
    "HAS_LAPACK64",
    "HAS_REFCOUNT",
    "IS_64BIT",
    "IS_EDITABLE",
    "IS_INSTALLED",
    "IS_MUSL",
    "IS_PYPY",
    "IS_PYSTON",
    "IS_WASM",
    "NOGIL_BUILD",
    "NUMPY_ROOT",
    "IgnoreException",
    "KnownFailureException",
    "SkipTest",
    "TestCase",
    "assert_",
    "assert_allclose",
    "assert_almost_equal",
    "assert_approx_equal",
    "assert_array_almost_equal",
    "assert_array_almost_equal_nulp",
    "assert_array_compare",
    "assert_array_equal",
    "assert_array_less",
    "assert_array_max_ulp",
    "assert_equal",
    "assert_no_gc_cycles",
    "assert_no_warnings",
    "assert_raises",
    "assert_raises_regex",
    "assert_string_equal",
    "assert_warns",
    "break_cycles",
    "build_err_msg",
    "check_support_sve",
    "clear_and_catch_warnings",
    "decorate_methods",
    "jiffies",
    "measure",
    "memusage",
    "overrides",
    "print_assert_equal",
    "run_threaded",
    "rundocs",
    "runstring",
    "suppress_warnings",
    "tempdir",
    "temppath",
    "verbose",
]


def __getattr__(name: str) -> Any:
    # `unittest` takes longer to import than this whole package.
    if name in ("SkipTest", "TestCase"):
        import unittest

        return getattr(unittest, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
