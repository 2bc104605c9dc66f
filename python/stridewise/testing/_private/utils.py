"""All testing functions under the name of the one file that they share in NumPy."""

from unittest import SkipTest

from ..alignment import (
    _gen_alignment_data,
)
from ..comparison import (
    assert_allclose,
    assert_array_almost_equal,
    assert_array_compare,
    assert_array_equal,
    assert_array_less,
)
from ..environment import (
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
    _get_glibc_version,
    _glibc_older_than,
    check_support_sve,
    verbose,
)
from ..garbage import (
    _assert_valid_refcount,
    assert_no_gc_cycles,
    break_cycles,
)
from ..items import (
    assert_almost_equal,
    assert_approx_equal,
    assert_equal,
)
from ..messages import (
    assert_,
    assert_string_equal,
    build_err_msg,
    print_assert_equal,
)
from ..raising import (
    IgnoreException,
    KnownFailureException,
    assert_raises,
    assert_raises_regex,
)
from ..resources import (
    _get_mem_available,
    _parse_size,
    check_free_memory,
    jiffies,
    measure,
    memusage,
    requires_memory,
    tempdir,
    temppath,
)
from ..running import (
    _no_tracing,
    decorate_methods,
    run_threaded,
    rundocs,
    runstring,
)
from ..ulp import (
    assert_array_almost_equal_nulp,
    assert_array_max_ulp,
    integer_repr,
    nulp_diff,
)
from ..warning_control import (
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
    "_assert_valid_refcount",
    "_gen_alignment_data",
    "_get_glibc_version",
    "_get_mem_available",
    "_glibc_older_than",
    "_no_tracing",
    "_parse_size",
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
    "check_free_memory",
    "check_support_sve",
    "clear_and_catch_warnings",
    "decorate_methods",
    "integer_repr",
    "jiffies",
    "measure",
    "memusage",
    "nulp_diff",
    "print_assert_equal",
    "requires_memory",
    "run_threaded",
    "rundocs",
    "runstring",
    "suppress_warnings",
    "tempdir",
    "temppath",
    "verbose",
]
