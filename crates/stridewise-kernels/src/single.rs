//! Inner loops called on one element, as the arithmetic of scalars does.
#![expect(unsafe_code, reason = "calls inner loops on elements that stand on the stack")]

use stridewise_core::Number;
use stridewise_core::op::Op;

use crate::elementwise;
use crate::inner_loop::Loop;

/// The bytes of one element of any number type, at its start.
pub type ElementBytes = [u8; 16];

#[repr(C, align(16))]
#[derive(Clone, Copy)]
struct Aligned(ElementBytes);

/// Inputs and outputs, together, that a single call can have.
const OPERANDS: usize = 4;

/// The loop of an operation with at most two inputs and two outputs, for calls on one element.
#[derive(Clone, Copy, Debug)]
pub struct SingleLoop {
    inner: Loop,
    inputs: usize,
}

impl SingleLoop {
    /// The loop of `op` for these input dtypes, which are those of one of the row's `loops`; `None` where there
    /// is none, or the operation has more operands or works on core dimensions.
    pub fn find(op: Op, inputs: &[Number]) -> Option<Self> {
        let row = op.row();
        let fits = inputs.len() == row.inputs && row.inputs <= 2 && row.outputs <= 2;
        if !fits || row.core_dimensions.is_some() {
            return None;
        }
        elementwise::find(op, inputs).map(|inner| Self { inner, inputs: inputs.len() })
    }

    /// Calls the loop. Inputs that the operation does not have are not looked at; outputs that it does not have
    /// stay zero.
    #[inline]
    pub fn call(self, left: ElementBytes, right: ElementBytes) -> [ElementBytes; 2] {
        let mut operands = [Aligned([0; 16]); OPERANDS];
        operands[0].0 = left;
        operands[1].0 = right;
        let start = operands.as_mut_ptr();
        let place = |i: usize| start.wrapping_add(i).cast::<u8>();
        let pointers = if self.inputs == 1 {
            [place(0), place(2), place(3), place(3)]
        } else {
            [place(0), place(1), place(2), place(3)]
        };
        let strides = [16_isize; OPERANDS];
        // SAFETY: `find` checked that there are at most two inputs and two outputs, so that the four pointers
        // cover all operands; each points to sixteen bytes, which hold an element of any type.
        unsafe { (self.inner)(1, pointers.as_ptr(), strides.as_ptr()) };
        [operands[2].0, operands[3].0]
    }
}
