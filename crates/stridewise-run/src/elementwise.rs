//! Calling an operation of the table: infer, schedule, run.
#![expect(unsafe_code, reason = "hands views to the tile executor")]

use smallvec::SmallVec;
use stridewise_core::dtype::{self, IntegerLimits, python_int};
use stridewise_core::layout::broadcast_strides;
use stridewise_core::op::{
    FloatErrors, Op, OperandType, Resolution, Resolved, common_shape, resolve, result_layout,
};
use stridewise_core::{DType, Error, Layout, Number, Order, Result, Shape, Strides, Value, dispatch};
use stridewise_kernels::{elementwise, status};

use crate::tile::{self, TileOperand};
use crate::{Array, direct};

/// An input of a call.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a> {
    Array(&'a Array),
    /// A Python number, which takes the dtype of the others where promotion says so.
    Weak(Value),
    /// One element with a dtype of its own.
    Scalar(Number, Value),
}

impl Operand<'_> {
    /// What promotion sees.
    #[inline]
    pub fn operand_type(&self) -> OperandType {
        match self {
            Self::Array(array) => OperandType::Strong(array.dtype()),
            Self::Scalar(number, _) => OperandType::Strong(number.native()),
            Self::Weak(Value::Bool(_)) => OperandType::Strong(DType::BOOL),
            Self::Weak(Value::Int(_)) => OperandType::WeakInt,
            Self::Weak(Value::Float(_)) => OperandType::WeakFloat,
            Self::Weak(Value::Complex(_)) => OperandType::WeakComplex,
        }
    }

    /// The number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        match self {
            Self::Array(array) => array.size(),
            Self::Weak(_) | Self::Scalar(..) => 1,
        }
    }
}

/// What a call gives: its outputs, and the floating-point errors that it met.
#[derive(Debug, Default)]
pub struct Outcome {
    pub outputs: SmallVec<[Array; 2]>,
    pub errors: FloatErrors,
    /// Those of bringing Python numbers to the loop's dtypes.
    pub cast_errors: FloatErrors,
}

/// Computes `op` over inputs that broadcast together.
///
/// # Errors
/// Those of the resolution of dtypes, of broadcasting, and of allocation.
pub fn call(op: Op, inputs: &[Operand<'_>]) -> Result<Outcome> {
    let types: SmallVec<[OperandType; 4]> = inputs.iter().map(Operand::operand_type).collect();
    run(&resolve(op, &types)?, inputs, &[], None, Order::Keep)
}

/// Computes a resolved operation. `outputs` are written where given (their dtypes must be castable to by then);
/// elements where `mask` is false are neither computed nor written.
///
/// # Errors
/// Those of broadcasting and allocation; value error where an output does not have the broadcast shape or is
/// read-only.
pub fn run(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    outputs: &[Option<Array>],
    mask: Option<&Array>,
    order: Order,
) -> Result<Outcome> {
    if mask.is_none()
        && (order == Order::Keep || order == Order::C)
        && outputs.len() <= 1
        && let Some(outcome) =
            direct::call_resolved(resolved, inputs, outputs.first().and_then(Option::as_ref))
    {
        return outcome;
    }
    let given = || outputs.iter().flatten();
    let mut layouts: SmallVec<[&Layout; 4]> = SmallVec::new();
    layouts.extend(inputs.iter().filter_map(|input| match input {
        Operand::Array(array) => Some(array.layout()),
        Operand::Weak(_) | Operand::Scalar(..) => None,
    }));
    layouts.extend(mask.map(Array::layout));
    let mut shape = common_shape(&layouts)?;
    if given().next().is_some() {
        shape = with_outputs(shape, inputs, mask, given())?;
    }

    let mut results: SmallVec<[Array; 2]> = SmallVec::new();
    for (place, &number) in resolved.outputs.iter().enumerate() {
        results.push(match outputs.get(place).and_then(Option::as_ref) {
            Some(array) => array.clone(),
            None => {
                let sources: SmallVec<[(&Layout, usize); 4]> = inputs
                    .iter()
                    .filter_map(|input| match input {
                        Operand::Array(array) => Some((array.layout(), array.item_size())),
                        Operand::Weak(_) | Operand::Scalar(..) => None,
                    })
                    .collect();
                let layout = result_layout(&shape, &sources, number.size(), order)?;
                // Lanes that a mask leaves out are never written.
                if mask.is_some() {
                    Array::zeros_with_layout(number.native(), layout)?
                } else {
                    Array::fresh(number.native(), layout)?
                }
            }
        });
    }
    let (errors, cast_errors) = execute(resolved, inputs, &results, mask, shape)?;
    Ok(Outcome { outputs: results, errors, cast_errors })
}

/// The shape of a call whose outputs are given: inputs may broadcast to them, they may not broadcast themselves.
fn with_outputs<'a>(
    shape: Shape,
    inputs: &'a [Operand<'a>],
    mask: Option<&'a Array>,
    given: impl Iterator<Item = &'a Array>,
) -> Result<Shape> {
    let mut shape = shape;
    let mut shapes: SmallVec<[&[usize]; 4]> = inputs
        .iter()
        .map(|input| match input {
            Operand::Array(array) => array.shape(),
            Operand::Weak(_) | Operand::Scalar(..) => &[],
        })
        .chain(mask.map(Array::shape))
        .collect();
    let given: SmallVec<[&Array; 2]> = given.collect();
    shapes.extend(given.iter().map(|array| array.shape()));
    if let Ok(common) = stridewise_core::layout::broadcast_shapes(&shapes) {
        shape = common;
    } else if given.iter().any(|array| array.shape() != shape.as_slice()) {
        return Err(Error::broadcast(shapes.iter().copied()));
    }
    for array in &given {
        array.require_writeable("output array")?;
        if array.shape() != shape.as_slice() {
            return Err(Error::value(format!(
                "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
                stridewise_core::error::compact_tuple(array.shape()),
                stridewise_core::error::compact_tuple(&shape)
            )));
        }
    }
    Ok(shape)
}

fn execute(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    results: &[Array],
    mask: Option<&Array>,
    shape: Shape,
) -> Result<(FloatErrors, FloatErrors)> {
    let outside = answer_outside(resolved, inputs);
    let inner = match outside {
        Some(answer) => Some(elementwise::constant(answer)),
        None => elementwise::find(resolved.op, resolved.inputs),
    };
    let inner = inner
        .ok_or_else(|| Error::type_error(format!("ufunc '{}' has no such loop", resolved.op.row().name)))?;
    // A weak number becomes one element of its loop's dtype, which repeats with a step of zero.
    let mut cells: SmallVec<[[u8; 16]; 3]> = SmallVec::from_elem([0; 16], inputs.len());
    let mut cast_errors = FloatErrors::NONE;
    let mut copies: SmallVec<[Array; 2]> = SmallVec::new();
    let mut strides: SmallVec<[Strides; 4]> = SmallVec::new();
    let mut places: SmallVec<[(*mut u8, DType); 4]> = SmallVec::new();
    let zero: Strides = SmallVec::from_elem(0, shape.len());
    for (place, input) in inputs.iter().enumerate() {
        match input {
            Operand::Weak(value) | Operand::Scalar(_, value) => {
                let number = resolved.inputs[place];
                let value = match (input, *value) {
                    (Operand::Weak(_), Value::Int(value)) if outside.is_none() => python_int(value, number)?,
                    (_, value) => value,
                };
                if matches!(input, Operand::Weak(_)) && outside.is_none() {
                    cast_errors = cast_errors | dtype::cast_errors(value, number);
                }
                dispatch!(number, T => {
                    let element = value.cast::<T>();
                    // SAFETY: a cell holds the largest element.
                    unsafe { cells[place].as_mut_ptr().cast::<T>().write_unaligned(element) };
                });
                strides.push(zero.clone());
                places.push((cells[place].as_mut_ptr(), number.native()));
            }
            Operand::Array(array) => {
                let spread = spread(array, &shape)?;
                let clash = results.iter().any(|result| {
                    array.view().may_share_memory(result.view())
                        && !(spread.as_slice() == result.strides()
                            && array.view().place() == result.view().place()
                            && array.item_size() == result.item_size())
                });
                if clash {
                    let copy = array.copy(Order::Keep)?;
                    strides.push(self::spread(&copy, &shape)?);
                    places.push((copy.view().address(), copy.dtype()));
                    copies.push(copy);
                } else {
                    strides.push(spread);
                    places.push((array.view().address(), array.dtype()));
                }
            }
        }
    }
    for result in results {
        strides.push(result.strides().into());
        places.push((result.view().address_for_writing(), result.dtype()));
    }
    let mask = match mask {
        Some(mask) if results.iter().any(|result| result.view().may_share_memory(mask.view())) => {
            let copy = mask.copy(Order::Keep)?;
            copies.push(copy.clone());
            Some((spread(&copy, &shape)?, copy.view().address()))
        }
        Some(mask) => Some((spread(mask, &shape)?, mask.view().address())),
        None => None,
    };
    let row = resolved.op.row();
    status::clear();
    let loop_dtypes: SmallVec<[Number; 4]> =
        resolved.inputs.iter().chain(resolved.outputs).copied().collect();
    let operands: SmallVec<[TileOperand<'_>; 4]> = places
        .iter()
        .zip(&strides)
        .map(|(&(address, dtype), strides)| TileOperand { address, strides, dtype })
        .collect();
    let mask = mask.as_ref().map(|(strides, address)| TileOperand {
        address: *address,
        strides,
        dtype: DType::BOOL,
    });
    // SAFETY: views and cells are valid over the shape they were spread over; outputs are writeable and overlap inputs
    // only element for element, since others were copied.
    unsafe { tile::run(inner, &loop_dtypes, inputs.len(), &shape, &operands, mask.as_ref()) };
    let errors = status::read() & row.reported(resolved.inputs);
    if status::take_refusal() {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    Ok((errors, cast_errors))
}

/// The one answer of comparing integers with a Python integer that lies outside their dtype.
fn answer_outside(resolved: &Resolved, inputs: &[Operand<'_>]) -> Option<bool> {
    let row = resolved.op.row();
    if row.resolution != Resolution::Comparison {
        return None;
    }
    inputs.iter().zip(resolved.inputs).enumerate().find_map(|(place, (input, number))| {
        let Operand::Weak(Value::Int(value)) = input else { return None };
        if IntegerLimits::of(*number)?.contains(*value) {
            return None;
        }
        // Whether the left operand is the larger one.
        let left_larger = (*value > 0) == (place == 0);
        Some(match row.op {
            Op::Equal => false,
            Op::NotEqual => true,
            Op::Greater | Op::GreaterEqual => left_larger,
            _ => !left_larger,
        })
    })
}

fn spread(array: &Array, shape: &[usize]) -> Result<Strides> {
    if array.shape() == shape {
        return Ok(array.strides().into());
    }
    broadcast_strides(array.layout(), shape).ok_or_else(|| Error::broadcast([array.shape(), shape]))
}
