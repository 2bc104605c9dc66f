//! What a routine works with beside its arguments.

use std::mem::MaybeUninit;

use faer::dyn_stack::{MemStack, StackReq};

use crate::crew::{Alone, Crew};

/// Bytes to work in, of any alignment and content, and the threads that work.
#[derive(Debug)]
pub struct Space<'a> {
    bytes: &'a mut [MaybeUninit<u8>],
    crew: &'a dyn Crew,
}

impl<'a> Space<'a> {
    /// For work on the calling thread.
    pub fn new(bytes: &'a mut [MaybeUninit<u8>]) -> Self {
        Self::with(bytes, &Alone)
    }

    /// For work that is shared among this crew.
    pub fn with(bytes: &'a mut [MaybeUninit<u8>], crew: &'a dyn Crew) -> Self {
        Self { bytes, crew }
    }

    pub(crate) fn crew(&self) -> &'a dyn Crew {
        self.crew
    }

    pub(crate) fn stack(&mut self) -> &mut MemStack {
        MemStack::new(self.bytes)
    }
}

/// The bytes that a request takes wherever they begin; as many as there are addresses where they cannot be counted.
pub(crate) fn bytes(request: StackReq) -> usize {
    request.unaligned_bytes_required()
}
