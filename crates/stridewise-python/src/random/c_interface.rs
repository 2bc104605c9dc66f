//! Bit streams for code in C: a struct of function pointers, in a capsule called `BitGenerator`.
#![expect(unsafe_code, reason = "hands functions over raw pointers to code in C")]

use std::ffi::c_void;

use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use stridewise::random::BitGenerator;

use super::bit_stream::BitStream;

/// What C code declares as `bitgen_t`; the stream that it draws from lives as long as the struct.
#[repr(C)]
struct CBitGenerator {
    state: *mut c_void,
    next_uint64: unsafe extern "C" fn(*mut c_void) -> u64,
    next_uint32: unsafe extern "C" fn(*mut c_void) -> u32,
    next_double: unsafe extern "C" fn(*mut c_void) -> f64,
    next_raw: unsafe extern "C" fn(*mut c_void) -> u64,
    _stream: Py<BitStream>,
}

// SAFETY: `state` points to the stream that `_stream` keeps alive, which is Sync: it locks itself.
unsafe impl Send for CBitGenerator {}

macro_rules! draw {
    ($name:ident, $method:ident, $result:ty) => {
        /// # Safety
        /// `state` must be that of a `CBitGenerator` which still lives.
        unsafe extern "C" fn $name(state: *mut c_void) -> $result {
            // SAFETY: it points to a live stream, which is only ever shared.
            let stream = unsafe { &*state.cast_const().cast::<BitStream>() };
            stream.lock_unattached().$method()
        }
    };
}

draw!(next_uint64, next_u64, u64);
draw!(next_uint32, next_u32, u32);
draw!(next_double, next_double, f64);
draw!(next_raw, next_raw, u64);

#[pymethods]
impl BitStream {
    /// A capsule with the functions that draw from this stream, for extensions written in C.
    fn capsule<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyCapsule>> {
        let functions = CBitGenerator {
            state: std::ptr::from_ref(slf.get()).cast_mut().cast::<c_void>(),
            next_uint64,
            next_uint32,
            next_double,
            next_raw,
            _stream: slf.clone().unbind(),
        };
        PyCapsule::new_with_value(slf.py(), functions, c"BitGenerator")
    }

    /// The addresses of the state and of the functions for 64 bits, 32 bits and doubles. They hold while the stream
    /// lives.
    fn addresses(slf: &Bound<'_, Self>) -> (usize, usize, usize, usize) {
        let state = std::ptr::from_ref(slf.get()) as usize;
        (
            state,
            next_uint64 as *const () as usize,
            next_uint32 as *const () as usize,
            next_double as *const () as usize,
        )
    }
}
