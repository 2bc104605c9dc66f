"""In which order and groups scripts/compare-names shows NumPy's names."""

from __future__ import annotations

NAMESPACES = (
    "numpy", "numpy.linalg", "numpy.fft", "numpy.random", "numpy.polynomial", "numpy.polynomial.polynomial",
    "numpy.polynomial.chebyshev", "numpy.polynomial.legendre", "numpy.polynomial.laguerre", "numpy.polynomial.hermite",
    "numpy.polynomial.hermite_e", "numpy.polynomial.polyutils", "numpy.emath", "numpy.lib", "numpy.lib.array_utils",
    "numpy.lib.format", "numpy.lib.introspect", "numpy.lib.mixins", "numpy.lib.npyio", "numpy.lib.scimath",
    "numpy.lib.stride_tricks", "numpy.lib.recfunctions", "numpy.lib.user_array", "numpy.dtypes", "numpy.exceptions",
    "numpy.testing", "numpy.testing.overrides", "numpy.typing", "numpy.ctypeslib", "numpy.version", "numpy.char",
    "numpy.strings", "numpy.rec", "numpy.ma", "numpy.ma.extras", "numpy.ma.mrecords",
)  # fmt: skip
# Classes whose methods and attributes are names, too.
CLASSES = (
    "numpy.ndarray", "numpy.generic", "numpy.ufunc", "numpy.dtype", "numpy.flatiter", "numpy.broadcast",
    "numpy.nditer", "numpy.poly1d", "numpy.random.Generator", "numpy.random.RandomState",
)  # fmt: skip

# The names of `numpy` that are neither ufuncs, types of scalars nor namespaces.
FAMILIES = {
    "Constants": "False_ True_ e euler_gamma inf nan newaxis pi little_endian",
    "Making arrays": """
        arange array asanyarray asarray asarray_chkfinite ascontiguousarray asfortranarray asmatrix astype
        bmat copy diag diagflat empty empty_like eye from_dlpack frombuffer fromfile fromfunction fromiter
        fromregex fromstring full full_like geomspace identity indices linspace logspace meshgrid mgrid
        ogrid ones ones_like require tri tril triu vander zeros zeros_like bartlett blackman hamming hanning
        kaiser""",
    "Shapes, joining and splitting": """
        append array_split atleast_1d atleast_2d atleast_3d block broadcast broadcast_arrays
        broadcast_shapes broadcast_to column_stack concat concatenate copyto delete dsplit dstack
        expand_dims flip fliplr flipud hsplit hstack insert matrix_transpose moveaxis ndim pad permute_dims
        ravel repeat reshape resize roll rollaxis rot90 row_stack shape size split squeeze stack swapaxes
        tile transpose trim_zeros unstack vsplit vstack""",
    "Indexing and walking": """
        argwhere c_ choose compress diag_indices diag_indices_from diagonal extract fill_diagonal flatiter
        flatnonzero index_exp ix_ mask_indices ndenumerate ndindex nditer nested_iters nonzero place put
        put_along_axis putmask r_ ravel_multi_index s_ select take take_along_axis tril_indices
        tril_indices_from triu_indices triu_indices_from unravel_index where""",
    "Elementwise functions": """
        angle around clip convolve correlate fix i0 imag iscomplex isneginf isposinf isreal isclose
        nan_to_num real real_if_close round sinc unwrap interp packbits unpackbits""",
    "Sums and other reductions": """
        all allclose amax amin any argmax argmin array_equal array_equiv count_nonzero cumprod cumsum
        cumulative_prod cumulative_sum diff ediff1d gradient max mean min nanargmax nanargmin nancumprod
        nancumsum nanmax nanmean nanmin nanprod nanstd nansum nanvar prod ptp std sum trapezoid var""",
    "Order and sets": """
        argpartition argsort intersect1d isin lexsort partition searchsorted setdiff1d setxor1d sort
        sort_complex union1d unique unique_all unique_counts unique_inverse unique_values""",
    "Statistics": """
        average bincount corrcoef cov digitize histogram histogram2d histogram_bin_edges histogramdd median
        nanmedian nanpercentile nanquantile percentile quantile""",
    "Products": "cross dot einsum einsum_path inner kron outer tensordot trace vdot",
    "Polynomials": "poly poly1d polyadd polyder polydiv polyfit polyint polymul polysub polyval roots",
    "Functions of functions": "apply_along_axis apply_over_axes frompyfunc piecewise vectorize",
    "Types and dtypes": """
        ScalarType can_cast common_type dtype finfo iinfo iscomplexobj isdtype isfortran isrealobj isscalar
        issubdtype iterable matrix memmap min_scalar_type mintypecode ndarray promote_types recarray
        result_type sctypeDict typecodes typename ufunc may_share_memory shares_memory""",
    "Text and files": """
        array2string array_repr array_str base_repr binary_repr format_float_positional
        format_float_scientific genfromtxt get_printoptions load loadtxt printoptions save savetxt savez
        savez_compressed set_printoptions""",
    "Dates": """
        busday_count busday_offset busdaycalendar datetime_as_string datetime_data is_busday""",
    "The library itself": """
        __array_api_version__ __array_namespace_info__ __version__ errstate get_include getbufsize geterr
        geterrcall info setbufsize seterr seterrcall show_config show_runtime""",
}
