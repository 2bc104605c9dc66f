//! What an `ndarray` object holds: one value, replaced as a whole.
#![expect(unsafe_code, reason = "publishes replaced states through an atomic pointer")]

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::prelude::*;
use stridewise::run::Array;

/// The array, and the Python object whose memory it shows.
pub(crate) struct ArrayState {
    pub array: Array,
    /// The object that owns the memory; `None` where this array owns it.
    pub base: Option<Py<PyAny>>,
}

/// A state that many may read while it is replaced.
///
/// States that were replaced live as long as the cell, so that a borrow of one never dangles. Replacing is rare (an
/// assignment to `shape`, `strides`, `dtype` or a flag); reading is on the path of every call and costs one load.
pub(crate) struct StateCell {
    first: ArrayState,
    latest: AtomicPtr<Replacement>,
}

struct Replacement {
    state: ArrayState,
    before: *mut Replacement,
}

// SAFETY: the pointers in the cell lead to boxes that it owns and only ever shares; their content is Send and Sync.
unsafe impl Send for StateCell {}
// SAFETY: as for Send; `replace` publishes with Release, `get` reads with Acquire.
unsafe impl Sync for StateCell {}

impl StateCell {
    #[inline(always)]
    pub(crate) fn new(state: ArrayState) -> Self {
        Self { first: state, latest: AtomicPtr::new(ptr::null_mut()) }
    }

    #[inline]
    pub(crate) fn get(&self) -> &ArrayState {
        let latest = self.latest.load(Ordering::Acquire);
        // SAFETY: a pointer once published stays valid until the cell is dropped.
        unsafe { latest.as_ref() }.map_or(&self.first, |replacement| &replacement.state)
    }

    /// Whether the state was never replaced and shows memory of the library's own, so that dropping it runs no Python
    /// but what dropping the base runs.
    #[inline]
    pub(super) fn is_plain(&mut self) -> bool {
        self.latest.get_mut().is_null() && self.first.array.view().buffer().is_owned()
    }

    /// Takes the base out of a plain state.
    #[inline]
    pub(super) fn take_base(&mut self) -> Option<Py<PyAny>> {
        self.first.base.take()
    }

    pub(crate) fn replace(&self, state: ArrayState) {
        let replacement = Box::into_raw(Box::new(Replacement { state, before: ptr::null_mut() }));
        let mut before = self.latest.load(Ordering::Acquire);
        loop {
            // SAFETY: the box is not published yet, so nobody else looks at it.
            unsafe { (*replacement).before = before };
            match self.latest.compare_exchange(before, replacement, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return,
                Err(current) => before = current,
            }
        }
    }
}

impl Drop for StateCell {
    fn drop(&mut self) {
        let mut next = *self.latest.get_mut();
        while !next.is_null() {
            // SAFETY: every replacement was leaked from a box once and is taken back once.
            next = unsafe { Box::from_raw(next) }.before;
        }
    }
}
