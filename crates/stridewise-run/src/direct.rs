//! The shortest way of a call: operands that all lie dense in C order need no walk, no cast and no copy, so the
//! schedule of one pass is one call of its loop.
#![expect(unsafe_code, reason = "calls a loop on raw pointers into views")]

use smallvec::SmallVec;
use stridewise_core::op::{FloatErrors, Resolution, Resolved};
use stridewise_core::{Error, Layout, Number, Result, Value};
use stridewise_kernels::{elementwise, status};

use crate::Array;
use crate::cell::Cell;
use crate::elementwise::{Operand, Outcome};

/// The most inputs of a direct call.
const INPUTS: usize = 2;

fn is_plain(array: &Array, number: Number, shape: &[usize]) -> bool {
    array.dtype() == number.native() && array.shape() == shape && array.view().is_c_contiguous()
}

/// The outcome of a call of one output, written to `output` where that is given; `None` where the call is not so
/// simple, and nothing was done.
pub(crate) fn call(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    output: Option<&Array>,
) -> Option<Result<Outcome>> {
    let &[result_number] = resolved.outputs else { return None };
    if inputs.len() > INPUTS
        || resolved.op.row().resolution == Resolution::Comparison && has_weak_integer(inputs)
    {
        return None;
    }
    let lead = inputs.iter().find_map(|input| match input {
        Operand::Array(array) => Some(*array),
        _ => None,
    })?;
    let shape = lead.shape();
    let mut cells: [Option<Cell>; INPUTS] = [const { None }; INPUTS];
    let mut pointers = [std::ptr::null_mut::<u8>(); INPUTS + 1];
    let mut strides = [0_isize; INPUTS + 1];
    for (place, (input, &number)) in inputs.iter().zip(resolved.inputs).enumerate() {
        match *input {
            Operand::Array(array) if is_plain(array, number, shape) => {
                pointers[place] = array.view().address();
                strides[place] = number.size() as isize;
            }
            Operand::Weak(value @ Value::Float(_)) if number == Number::F64 => {
                pointers[place] = cells[place].insert(Cell::new(number.native(), value)).run().start;
            }
            Operand::Scalar(own, value) if own == number => {
                pointers[place] = cells[place].insert(Cell::new(number.native(), value)).run().start;
            }
            _ => return None,
        }
    }
    let inner = elementwise::find(resolved.op, resolved.inputs)?;
    let result = match output {
        Some(output) => {
            let own = |input: &Operand<'_>| match input {
                Operand::Array(array) => {
                    array.view().address() == output.view().address()
                        || !array.view().may_share_memory(output.view())
                }
                _ => true,
            };
            if !output.is_writeable() || !is_plain(output, result_number, shape) || !inputs.iter().all(own) {
                return None;
            }
            output.clone()
        }
        None => {
            let fresh = Layout::contiguous(shape, result_number.size())
                .and_then(|layout| Array::fresh(result_number.native(), layout));
            match fresh {
                Ok(result) => result,
                Err(error) => return Some(Err(error)),
            }
        }
    };
    pointers[inputs.len()] = result.view().address();
    strides[inputs.len()] = result_number.size() as isize;
    status::clear();
    // SAFETY: every operand holds as many elements of its loop's dtype as the shape has, one behind the other, or is
    // a cell that repeats; the output is writeable and is an input element for element or apart from it.
    unsafe { inner(lead.size(), pointers.as_ptr(), strides.as_ptr()) };
    let errors = status::read();
    let errors =
        if errors.is_empty() { errors } else { errors & resolved.op.row().reported(resolved.inputs) };
    if status::take_refusal() {
        return Some(Err(Error::value("Integers to negative integer powers are not allowed.")));
    }
    Some(Ok(Outcome { outputs: SmallVec::from_iter([result]), errors, cast_errors: FloatErrors::NONE }))
}

fn has_weak_integer(inputs: &[Operand<'_>]) -> bool {
    inputs.iter().any(|input| matches!(input, Operand::Weak(Value::Int(_))))
}
