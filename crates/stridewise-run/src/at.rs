//! In-place operations at selected elements, where an element may be selected more than once.
#![expect(unsafe_code, reason = "calls loops on single elements of views")]

use smallvec::SmallVec;
use stridewise_core::dtype::{Casting, python_int};
use stridewise_core::op::{FloatErrors, Op, OperandType, check_casting, resolve};
use stridewise_core::{Error, Order, Result, Value};
use stridewise_kernels::cast::cast_loop;
use stridewise_kernels::{elementwise, status};

use crate::Array;
use crate::elementwise::Operand;

/// Applies `op` to the elements of `target` at `places` (their numbers in C order, int64), one after the other, with
/// the second operand, if there is one, broadcast over the places.
///
/// # Errors
/// Those of the resolution of dtypes and of casting back to the target's; value error where shapes do not broadcast.
pub fn apply_at(op: Op, target: &Array, places: &Array, second: Option<Operand<'_>>) -> Result<FloatErrors> {
    let mut types: SmallVec<[OperandType; 4]> = SmallVec::from_iter([OperandType::Strong(target.dtype())]);
    types.extend(second.as_ref().map(Operand::operand_type));
    let resolved = resolve(op, &types)?;
    check_casting(&resolved, &types, &[Some(target.dtype())], Casting::Unsafe)?;
    let inner = elementwise::find(op, resolved.inputs)
        .ok_or_else(|| Error::type_error(format!("ufunc '{}' has no such loop", op.row().name)))?;
    let values = second
        .map(|operand| {
            let number = resolved.inputs[1];
            match operand {
                Operand::Array(array) => {
                    let array = if array.dtype() == number.native()
                        && !array.view().may_share_memory(target.view())
                    {
                        array.clone()
                    } else {
                        array.astype(number.native(), Order::C)?
                    };
                    array
                        .broadcast_to(places.shape())
                        .map_err(|_| Error::value("array is not broadcastable to correct shape"))
                }
                Operand::Weak(Value::Int(value)) => {
                    Array::full(number.native(), &[], python_int(value, number)?)?
                        .broadcast_to(places.shape())
                }
                Operand::Weak(value) | Operand::Scalar(_, value) => {
                    Array::full(number.native(), &[], value)?.broadcast_to(places.shape())
                }
            }
        })
        .transpose()?;
    let native = target.number();
    // A target in foreign byte order is worked on as a native copy, which is written back at the end.
    let copy =
        if target.dtype().is_native() { None } else { Some(target.astype(native.native(), Order::C)?) };
    let work = copy.as_ref().unwrap_or(target);
    work.view().address_for_writing();
    let places: Vec<i64> = places.astype(stridewise_core::DType::I64, Order::C)?.to_vec();
    let values = values.map(|values| values.copy(Order::C)).transpose()?;
    let into_loop = cast_loop(native, resolved.inputs[0]);
    let out_of_loop = cast_loop(resolved.outputs[0], native);
    let same = resolved.inputs[0] == native && resolved.outputs[0] == native;
    let mut cells = [[0_u64; 2]; 2];
    status::clear();
    for (at, &place) in places.iter().enumerate() {
        let Some(element) = element(work, place) else {
            return Err(Error::index(format!("index {place} is out of bounds for {} elements", work.size())));
        };
        let value = values.as_ref().map_or(std::ptr::null_mut(), |values| {
            values.view().address().wrapping_add(at * values.item_size())
        });
        let [input, output] = &mut cells;
        let (input, output) = (input.as_mut_ptr().cast::<u8>(), output.as_mut_ptr().cast::<u8>());
        // SAFETY: the element lies inside the target, the value inside the copy; cells hold the largest element.
        unsafe {
            let (from, to) = if same { (element, element) } else { (input, output) };
            if !same {
                into_loop(1, [element, input].as_ptr(), [0, 0].as_ptr());
            }
            if value.is_null() {
                inner(1, [from, to].as_ptr(), [0, 0].as_ptr());
            } else {
                inner(1, [from, value, to].as_ptr(), [0, 0, 0].as_ptr());
            }
            if !same {
                out_of_loop(1, [output, element].as_ptr(), [0, 0].as_ptr());
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

/// Where the element of this number in C order stands.
fn element(array: &Array, place: i64) -> Option<*mut u8> {
    let mut left = usize::try_from(place).ok().filter(|&place| place < array.size())?;
    let mut offset = 0;
    for (&length, &stride) in array.shape().iter().zip(array.strides()).rev() {
        offset += (left % length) as isize * stride;
        left /= length;
    }
    Some(array.view().address().wrapping_offset(offset))
}
