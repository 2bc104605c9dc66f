//! Memory that a routine works in.

use std::mem::MaybeUninit;

use faer::dyn_stack::{MemStack, StackReq};

/// Bytes to work in, of any alignment and content.
#[derive(Debug)]
pub struct Space<'a>(pub &'a mut [MaybeUninit<u8>]);

impl Space<'_> {
    pub(crate) fn stack(&mut self) -> &mut MemStack {
        MemStack::new(self.0)
    }
}

/// The bytes that a request takes wherever they begin; as many as there are addresses where they cannot be counted.
pub(crate) fn bytes(request: StackReq) -> usize {
    request.unaligned_bytes_required()
}
