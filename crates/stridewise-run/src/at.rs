//! In-place operations at selected elements, where an element may be selected more than once.
#![expect(unsafe_code, reason = "calls loops on single elements of views")]

use smallvec::SmallVec;
use stridewise_core::dtype::{Casting, python_int};
use stridewise_core::op::{FloatErrors, Op, OperandType, Resolved, check_casting, resolve};
use stridewise_core::{DType, Error, Number, Order, Result, Value};
use stridewise_kernels::cast::cast_loop;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::take::{Run, out_of_bounds};
use stridewise_kernels::{chosen, elementwise, status};

use crate::Array;
use crate::elementwise::Operand;

/// Applies `op` to the elements of `target` at `places` (their numbers in C order, int64; negative ones count from the
/// end), one after the other, with the second operand, if there is one, broadcast over the places.
///
/// # Errors
/// Those of the resolution of dtypes and of casting back to the target's; index error for a place that the target does not
/// have; value error where shapes do not broadcast.
pub fn apply_at(op: Op, target: &Array, places: &Array, second: Option<Operand<'_>>) -> Result<FloatErrors> {
    let mut types: SmallVec<[OperandType; 4]> = SmallVec::from_iter([OperandType::Strong(target.dtype())]);
    types.extend(second.as_ref().map(Operand::operand_type));
    let resolved = resolve(op, &types)?;
    check_casting(&resolved, &types, &[Some(target.dtype())], Casting::Unsafe)?;
    let native = target.number();
    let step = Step::new(op, &resolved, native)?;
    let values = second.map(|operand| values_for(operand, resolved.inputs[1], target, places)).transpose()?;
    // A target in foreign byte order is worked on as a native copy, which is written back at the end.
    let copy =
        if target.dtype().is_native() { None } else { Some(target.astype(native.native(), Order::C)?) };
    let work = copy.as_ref().unwrap_or(target);
    let places = checked(places, work)?;
    let (elements, length, places) = located(work, &places)?;
    let (positions, count) = (run_of(&places), places.size());
    let values = values.as_ref().map(run_of);
    let quick =
        if step.same && resolved.inputs.last() == Some(&native) { chosen::find(op, native) } else { None };
    status::clear();
    match (quick, values) {
        // SAFETY: every place is one of the target, of whose dtype the loop is; values are as many as places, and neither
        // overlaps the target.
        (Some(chosen), Some(values)) => unsafe { chosen(elements, length, positions, count, values) },
        _ => {
            for place in 0..count {
                // SAFETY: as above; positions are int64.
                unsafe {
                    let position = positions.at(place).cast::<i64>().read_unaligned();
                    let position = if position < 0 { position + length as i64 } else { position };
                    step.take(elements.at(position as usize), values.map(|values| values.at(place)));
                }
            }
        }
    }
    let errors = status::read() & op.row().reported(resolved.inputs);
    if status::take_refusal() {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    if let Some(copy) = copy {
        target.assign(&copy)?;
    }
    Ok(errors)
}

/// What happens to one element.
struct Step {
    into_loop: Loop,
    inner: Loop,
    out_of_loop: Loop,
    /// Whether element, loop and result have one dtype.
    same: bool,
}

impl Step {
    fn new(op: Op, resolved: &Resolved, native: Number) -> Result<Self> {
        let inner = elementwise::find(op, resolved.inputs)
            .ok_or_else(|| Error::type_error(format!("ufunc '{}' has no such loop", op.row().name)))?;
        let (first, result) = (resolved.inputs[0], resolved.outputs[0]);
        Ok(Self {
            into_loop: cast_loop(native, first),
            inner,
            out_of_loop: cast_loop(result, native),
            same: first == native && result == native,
        })
    }

    /// # Safety
    /// The element must be valid for reads and writes, the value, where the operation takes one, for reads.
    unsafe fn take(&self, element: *mut u8, value: Option<*mut u8>) {
        let mut cells = [[0_u64; 2]; 2];
        let [input, output] = &mut cells;
        let (input, output) = (input.as_mut_ptr().cast::<u8>(), output.as_mut_ptr().cast::<u8>());
        let (from, to) = if self.same { (element, element) } else { (input, output) };
        // SAFETY: the caller's promise; cells hold the largest element.
        unsafe {
            if !self.same {
                (self.into_loop)(1, [element, input].as_ptr(), [0, 0].as_ptr());
            }
            match value {
                None => (self.inner)(1, [from, to].as_ptr(), [0, 0].as_ptr()),
                Some(value) => (self.inner)(1, [from, value, to].as_ptr(), [0, 0, 0].as_ptr()),
            }
            if !self.same {
                (self.out_of_loop)(1, [output, element].as_ptr(), [0, 0].as_ptr());
            }
        }
    }
}

/// The second operand in the loop's dtype, one value per place in their C order, apart from the target.
fn values_for(operand: Operand<'_>, number: Number, target: &Array, places: &Array) -> Result<Array> {
    let values = match operand {
        Operand::Array(array) => {
            let apart = array.dtype() == number.native() && !array.view().may_share_memory(target.view());
            if apart { array.clone() } else { array.astype(number.native(), Order::C)? }
        }
        Operand::Weak(Value::Int(value)) => Array::full(number.native(), &[], python_int(value, number)?)?,
        Operand::Weak(value) | Operand::Scalar(_, value) => Array::full(number.native(), &[], value)?,
    };
    let spread = values
        .broadcast_to(places.shape())
        .map_err(|_| Error::value("array is not broadcastable to correct shape"))?;
    flat(&spread)
}

/// The elements in C order along at most one axis.
fn flat(array: &Array) -> Result<Array> {
    if array.ndim() > 1 { array.reshape(&[-1], Order::C) } else { Ok(array.clone()) }
}

fn run_of(array: &Array) -> Run {
    Run { start: array.view().address(), stride: array.strides().first().copied().unwrap_or(0) }
}

/// The places along one axis, apart from the target.
///
/// # Errors
/// Index error for the first that the target does not have.
fn checked(places: &Array, target: &Array) -> Result<Array> {
    let apart = places.dtype() == DType::I64 && !places.view().may_share_memory(target.view());
    let places = if apart { flat(places)? } else { flat(&places.astype(DType::I64, Order::C)?)? };
    // SAFETY: the places are int64, and valid for reads.
    let Some(wrong) = (unsafe { out_of_bounds(run_of(&places), places.size(), target.size()) }) else {
        return Ok(places);
    };
    let index: &[usize] = if places.ndim() == 0 { &[] } else { &[wrong] };
    let position = match places.value_at(index) {
        Some(Value::Int(position)) => position as i64,
        _ => 0,
    };
    Err(Error::index_out_of_bounds(position, 0, target.size()))
}

/// A run in which the elements of the target stand, how long it is, and where in it the places are.
fn located(target: &Array, places: &Array) -> Result<(Run, usize, Array)> {
    let start = target.view().address_for_writing();
    if target.ndim() == 1 {
        return Ok((Run { start, stride: target.strides()[0] }, target.size(), places.clone()));
    }
    if target.view().is_c_contiguous() {
        return Ok((Run { start, stride: target.item_size() as isize }, target.size(), places.clone()));
    }
    // The bytes from the lowest one on.
    let bytes = target.view().byte_range();
    let low = start.wrapping_sub((start as usize).wrapping_sub(bytes.start));
    let size = target.size();
    let distances: Vec<i64> = places
        .try_to_vec::<i64>()?
        .into_iter()
        .map(|place| {
            let mut left = if place < 0 { place + size as i64 } else { place } as usize;
            let mut distance = (start as usize - bytes.start) as isize;
            for (&length, &stride) in target.shape().iter().zip(target.strides()).rev() {
                distance += (left % length) as isize * stride;
                left /= length;
            }
            distance as i64
        })
        .collect();
    Ok((Run { start: low, stride: 1 }, bytes.len(), Array::from_elements(&distances)?))
}
