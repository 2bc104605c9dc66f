//! What the processor can do, under NumPy's names.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// For each feature that NumPy names whether this processor has it.
#[pyfunction]
fn _cpu_features(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let features = PyDict::new(py);
    #[cfg(target_arch = "x86_64")]
    {
        macro_rules! detect {
            ($($name:literal: $($feature:tt),+;)*) => {$(
                features.set_item($name, true $(&& std::arch::is_x86_feature_detected!($feature))+)?;
            )*};
        }
        detect! {
            "SSE": "sse"; "SSE2": "sse2"; "SSE3": "sse3"; "SSSE3": "ssse3"; "SSE41": "sse4.1"; "POPCNT": "popcnt";
            "SSE42": "sse4.2"; "AVX": "avx"; "F16C": "f16c"; "FMA3": "fma"; "AVX2": "avx2"; "AVX512F": "avx512f";
            "AVX512CD": "avx512cd"; "AVX512VL": "avx512vl"; "AVX512BW": "avx512bw"; "AVX512DQ": "avx512dq";
            "AVX512_SKX": "avx512f", "avx512cd", "avx512vl", "avx512bw", "avx512dq";
        }
    }
    #[cfg(target_arch = "aarch64")]
    {
        features.set_item("NEON", true)?;
        features.set_item("ASIMD", true)?;
    }
    Ok(features)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_cpu_features, module)?)
}
