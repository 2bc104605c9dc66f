//! The shortest way of a call: operands that all lie dense in C order need no walk, no cast and no copy, so the
//! schedule of one pass is one call of its loop.
#![expect(unsafe_code, reason = "calls a loop on raw pointers into views")]

use std::ops::Range;

use smallvec::SmallVec;
use stridewise_core::dtype::IntegerLimits;
use stridewise_core::op::{FloatErrors, Op, OperandType, Resolution, Resolved, resolve};
use stridewise_core::{Error, Number, Result, Value};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::{elementwise, status};

use crate::cell::Cell;
use crate::elementwise::{Operand, Outcome};
use crate::{Array, threads};

/// The most inputs of a direct call.
const INPUTS: usize = 2;

/// Elements at multiples of which parts of a pass start: whole cache lines of any dtype.
const GRAIN: usize = 64;

/// The new array that `op` makes of its inputs, and the floating-point errors that it met; `None` where the call is
/// not so simple, and nothing was done.
///
/// # Errors
/// Those of the resolution of dtypes and of allocation.
#[inline]
pub fn call(op: Op, inputs: &[Operand<'_>]) -> Result<Option<(Array, FloatErrors)>> {
    if inputs.is_empty() || inputs.len() > INPUTS || op.row().outputs != 1 {
        return Ok(None);
    }
    let mut types = [OperandType::WeakInt; INPUTS];
    for (place, input) in inputs.iter().enumerate() {
        types[place] = input.operand_type();
    }
    let resolved = resolve(op, &types[..inputs.len()])?;
    let Some(call) = Call::prepare(&resolved, inputs) else { return Ok(None) };
    let result = Array::fresh_dense(resolved.outputs[0].native(), call.shape)?;
    let errors = call.run(&resolved, &result)?;
    Ok(Some((result, errors)))
}

/// Computes `op` of its inputs into `output`, as in-place operators do; gives the floating-point errors that it met.
/// `None` where the call is not so simple, and nothing was done.
///
/// # Errors
/// Those of the resolution of dtypes.
pub fn call_into(op: Op, inputs: &[Operand<'_>; INPUTS], output: &Array) -> Result<Option<FloatErrors>> {
    let resolved = resolve(op, &[inputs[0].operand_type(), inputs[1].operand_type()])?;
    let &[number] = resolved.outputs else { return Ok(None) };
    match Call::prepare(&resolved, inputs) {
        Some(call) if call.may_write(inputs, number, output) => call.run(&resolved, output).map(Some),
        _ => Ok(None),
    }
}

/// The outcome of a resolved call, written to `output` where that is given; `None` where the call is not so simple,
/// and nothing was done.
pub(crate) fn call_resolved(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    output: Option<&Array>,
) -> Option<Result<Outcome>> {
    let &[number] = resolved.outputs else { return None };
    let call = Call::prepare(resolved, inputs)?;
    let result = match output {
        Some(output) if call.may_write(inputs, number, output) => Ok(output.clone()),
        Some(_) => return None,
        None => Array::fresh_dense(number.native(), call.shape),
    };
    Some(result.and_then(|result| {
        let errors = call.run(resolved, &result)?;
        Ok(Outcome { outputs: SmallVec::from_iter([result]), errors, cast_errors: FloatErrors::NONE })
    }))
}

#[inline]
fn is_plain(array: &Array, number: Number, shape: &[usize]) -> bool {
    array.dtype() == number.native() && array.shape() == shape && array.view().is_c_contiguous()
}

/// Where the elements of a call's inputs stand.
struct Call<'a> {
    shape: &'a [usize],
    pointers: [*mut u8; INPUTS + 1],
    strides: [isize; INPUTS + 1],
    /// Python numbers and scalars, which repeat.
    cells: [Cell; INPUTS],
    inputs: usize,
}

impl<'a> Call<'a> {
    #[inline]
    fn prepare(resolved: &Resolved, inputs: &[Operand<'a>]) -> Option<Self> {
        if inputs.len() > INPUTS {
            return None;
        }
        let lead = inputs.iter().find_map(|input| match *input {
            Operand::Array(array) => Some(array),
            _ => None,
        })?;
        let mut call = Self {
            shape: lead.shape(),
            pointers: [std::ptr::null_mut(); INPUTS + 1],
            strides: [0; INPUTS + 1],
            cells: [Cell::EMPTY; INPUTS],
            inputs: inputs.len(),
        };
        for (place, (input, &number)) in inputs.iter().zip(resolved.inputs).enumerate() {
            match *input {
                Operand::Array(array) if is_plain(array, number, call.shape) => {
                    call.pointers[place] = array.view().address();
                    call.strides[place] = number.size() as isize;
                }
                Operand::Weak(value) if is_exact(value, number, resolved) => {
                    call.cells[place] = Cell::new(number.native(), value);
                }
                Operand::Scalar(own, value) if own == number => {
                    call.cells[place] = Cell::new(number.native(), value);
                }
                _ => return None,
            }
        }
        Some(call)
    }

    /// Whether the loop, which writes `number`, may write straight to `output`.
    #[inline]
    fn may_write(&self, inputs: &[Operand<'_>], number: Number, output: &Array) -> bool {
        let apart = |input: &Operand<'_>| match input {
            Operand::Array(array) => {
                array.view().place() == output.view().place() || !array.view().may_share_memory(output.view())
            }
            _ => true,
        };
        output.is_writeable() && is_plain(output, number, self.shape) && inputs.iter().all(apart)
    }

    /// Runs the loop, writing to `result`: an array of the call's shape, dense in C order, of the loop's dtype, that is
    /// an input element for element or apart from all of them.
    #[inline]
    fn run(mut self, resolved: &Resolved, result: &Array) -> Result<FloatErrors> {
        let Some(inner) = elementwise::find(resolved.op, resolved.inputs) else {
            return Err(Error::type_error(format!("ufunc '{}' has no such loop", resolved.op.row().name)));
        };
        for (pointer, cell) in self.pointers[..self.inputs].iter_mut().zip(&mut self.cells) {
            if pointer.is_null() {
                *pointer = cell.run().start;
            }
        }
        self.pointers[self.inputs] = result.view().address_for_writing();
        self.strides[self.inputs] = result.item_size() as isize;
        let row = resolved.op.row();
        let work = result.size() * (self.strides.iter().sum::<isize>() as usize + row.flops as usize);
        let (errors, refused) = if threads::pays(work) {
            let run = Run { inner, pointers: self.pointers, strides: self.strides };
            // SAFETY: as below, for any part of the elements.
            let met = threads::share(result.size(), GRAIN, work, &|range| unsafe { run.over(range) });
            (met.errors, met.refused)
        } else {
            status::clear();
            // SAFETY: every operand holds as many elements of its loop's dtype as the shape has, one behind the other,
            // or is a cell that repeats; the output is writeable and is an input element for element or apart from it.
            unsafe { inner(result.size(), self.pointers.as_ptr(), self.strides.as_ptr()) };
            (status::read(), resolved.op == Op::Power && status::take_refusal())
        };
        if refused {
            return Err(Error::value("Integers to negative integer powers are not allowed."));
        }
        Ok(if errors.is_empty() { errors } else { errors & resolved.op.row().reported(resolved.inputs) })
    }
}

/// A loop over places that any thread may run a part of.
struct Run {
    inner: Loop,
    pointers: [*mut u8; INPUTS + 1],
    strides: [isize; INPUTS + 1],
}

// SAFETY: parts of the elements are apart from one another, and the memory outlives the pass.
unsafe impl Sync for Run {}

impl Run {
    /// # Safety
    /// The loop must be valid over the range, which no other thread runs.
    unsafe fn over(&self, range: Range<usize>) {
        let mut pointers = self.pointers;
        for (pointer, stride) in pointers.iter_mut().zip(self.strides) {
            *pointer = pointer.wrapping_offset(range.start as isize * stride);
        }
        // SAFETY: the caller's promise.
        unsafe { (self.inner)(range.len(), pointers.as_ptr(), self.strides.as_ptr()) };
    }
}

/// Whether a Python number is what the loop reads, so that bringing it there meets no error.
#[inline]
fn is_exact(value: Value, number: Number, resolved: &Resolved) -> bool {
    match value {
        Value::Float(_) => number == Number::F64,
        Value::Int(value) => {
            number == Number::F64 && value.unsigned_abs() < 1 << 53
                || resolved.op.row().resolution != Resolution::Comparison
                    && IntegerLimits::of(number).is_some_and(|limits| limits.contains(value))
        }
        Value::Bool(_) | Value::Complex(_) => false,
    }
}
