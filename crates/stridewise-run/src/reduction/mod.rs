//! Reductions: a binary operation over all elements along some axes.
#![expect(unsafe_code, reason = "calls folds and loops on raw pointers into views")]

mod pass;
pub(crate) mod present;
mod slabs;
mod stack;
mod waiting;
pub(crate) mod whole;

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::op::{FloatErrors, Identity, Op, OperandType, Resolution, resolve_fixed, result_layout};
use stridewise_core::{DType, Error, Layout, Number, Order, Result, Value};
use stridewise_kernels::take::Run;
use stridewise_kernels::{reduction, status};

use crate::Array;
use crate::cell::Cell;
use crate::rows;
use pass::{Loops, Pass};
pub use present::{reduce_present, replaced};
use whole::{InMemory, Whole};

/// What a reduction starts with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// The operation's identity, where it has one.
    Identity,
    /// The first element: reducing nothing is an error.
    First,
    Value(Value),
}

/// What a sum or product does about NaN.
#[derive(Clone, Copy, Debug, Default)]
pub enum Nan<'a> {
    /// It is met, and spoils the result.
    #[default]
    Met,
    /// It counts as zero, or as one.
    Skipped,
    /// The same, and how many there are is added to these int64, of the result's shape with reduced axes of length one.
    Counted(&'a Array),
}

/// What a reduction is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Reduction<'a> {
    pub op: Op,
    /// The axes to reduce, counted from the front, each once.
    pub axes: &'a [usize],
    /// The dtype to compute in; by default that of the array, promoted with that of `out`; without `out`, 64 bits for
    /// sums and products of small integers.
    pub number: Option<Number>,
    pub keep_axes: bool,
    pub initial: Initial,
    /// Elements where this is false do not take part; broadcasts to the array's shape.
    pub mask: Option<&'a Array>,
    pub out: Option<&'a Array>,
    pub nan: Nan<'a>,
}

impl<'a> Reduction<'a> {
    /// A reduction over these axes with defaults for everything else.
    pub fn over(op: Op, axes: &'a [usize]) -> Self {
        Self {
            op,
            axes,
            number: None,
            keep_axes: false,
            initial: Initial::Identity,
            mask: None,
            out: None,
            nan: Nan::Met,
        }
    }

    /// Whether the elements of the array wait to be computed, and are reduced in the pass that computes them: they are
    /// written then only if somebody else holds the array, too.
    pub fn runs_with_waiting(&self, array: &Array) -> bool {
        self.mask.is_none()
            && array.size() > 0
            && array.view().buffer().is_unwritten()
            && waiting::is_cut(array, self)
    }
}

/// The loop dtype of reducing or accumulating elements of `source`, into an `out` where there is one: the result so
/// far is then promoted with the elements.
///
/// # Errors
/// Type error where the operation has no loop whose result it takes again.
pub fn loop_number(op: Op, source: DType, asked: Option<Number>, out: Option<&Array>) -> Result<Number> {
    let row = op.row();
    let wanted = asked.unwrap_or_else(|| match (op, source.number()) {
        (Op::Add | Op::Multiply, Number::Bool | Number::I8 | Number::I16 | Number::I32) if out.is_none() => {
            Number::I64
        }
        (Op::Add | Op::Multiply, Number::U8 | Number::U16 | Number::U32) if out.is_none() => Number::U64,
        (_, number) => number,
    });
    if row.resolution == Resolution::Logical && asked.is_none_or(|number| number == Number::Bool) {
        return Ok(Number::Bool);
    }
    let so_far = asked.or(out.map(Array::number)).unwrap_or(wanted);
    let operands = [so_far, wanted].map(|number| OperandType::Strong(number.native()));
    let resolved = resolve_fixed(op, &operands, &[None, None, asked])?;
    let number = resolved.outputs[0];
    if resolved.inputs.iter().any(|input| *input != number) {
        return Err(Error::type_error(format!(
            "No loop matching the specified signature and casting was found for ufunc {}",
            row.name
        )));
    }
    Ok(number)
}

fn identity_value(op: Op, number: Number) -> Option<Value> {
    Some(match op.row().identity {
        Identity::None | Identity::Reorderable => return None,
        Identity::Zero => Value::Int(0),
        Identity::One => Value::Int(1),
        Identity::MinusOne if number == Number::Bool => Value::Bool(true),
        Identity::MinusOne => Value::Int(-1),
        Identity::NegativeInfinity => Value::Float(f64::NEG_INFINITY),
        Identity::False => Value::Bool(false),
        Identity::True => Value::Bool(true),
    })
}

/// Reduces an array; also tells which floating-point errors that met.
///
/// # Errors
/// Type error where there is no such loop; value error for several axes of an operation whose order matters, for
/// nothing to reduce without an identity, and for an `out` of the wrong shape.
pub fn reduce(array: &Array, request: &Reduction<'_>) -> Result<(Array, FloatErrors)> {
    let op = request.op;
    let row = op.row();
    let number = loop_number(op, array.dtype(), request.number, request.out)?;
    if request.axes.len() > 1 && row.identity == Identity::None {
        return Err(Error::value(format!(
            "reduction operation '{}' is not reorderable, so at most one axis may be specified",
            row.name
        )));
    }
    if !matches!(request.nan, Nan::Met) && !present::may_be_skipped(array, number, request.initial) {
        return reduce(&replaced(array, op)?, &Reduction { nan: Nan::Met, ..*request });
    }
    if let [first, rest @ ..] = request.axes
        && !rest.is_empty()
        && request.initial == Initial::First
        && matches!(op, Op::Add | Op::Multiply | Op::BitwiseXor | Op::LogicalXor)
    {
        // Where the first element must not be met twice, one axis goes after the other.
        let partly =
            Reduction { axes: &[*first], keep_axes: true, out: None, number: Some(number), ..*request };
        let (partial, before) = reduce(array, &partly)?;
        let rest: SmallVec<[usize; 4]> = rest.into();
        let whole = Reduction {
            axes: &rest,
            keep_axes: true,
            out: None,
            number: Some(number),
            mask: None,
            ..*request
        };
        let (result, errors) = reduce(&partial, &whole)?;
        return Ok((finish(request, shaped(request, result))?, before | errors));
    }
    // Truth values need no cast.
    let direct_truth = row.resolution == Resolution::Logical
        && number == Number::Bool
        && array.dtype().is_native()
        && reduction::find_logical(op, array.number()).is_some();
    if let Some((result, errors)) = waiting::reduce(array, request, number, direct_truth)? {
        return Ok((finish(request, result)?, errors));
    }
    let cast;
    let source = if array.dtype() == number.native() || direct_truth {
        array
    } else {
        cast = array.astype(number.native(), Order::Keep)?;
        &cast
    };
    let whole = Array::fresh(number.native(), kept_layout(source, request.axes, number.size())?)?;
    let result = whole.with_layout(without_axes(whole.layout(), request.axes));
    let errors = reduce_into(op, source, request, &result, direct_truth)?;
    let result = if request.keep_axes { whole } else { result };
    Ok((finish(request, result)?, errors))
}

/// The reduction of all elements that is asked for.
fn whole_of(request: &Reduction<'_>, number: Number, elements: Number) -> Option<Whole> {
    match request.nan {
        Nan::Met => Whole::of(request.op, number, elements),
        Nan::Skipped => Whole::of_present(request.op, number, false),
        Nan::Counted(_) => Whole::of_present(request.op, number, true),
    }
}

/// Adds how many elements were passed by to the only count.
fn add_count(request: &Reduction<'_>, whole: &Whole) -> Result<()> {
    match request.nan {
        Nan::Counted(counts) => counts.fill(Value::Int(whole.missing() as i128)),
        Nan::Met | Nan::Skipped => Ok(()),
    }
}

/// A result whose reduced axes have length one, without them unless they are to be kept.
fn shaped(request: &Reduction<'_>, kept: Array) -> Array {
    if request.keep_axes { kept } else { kept.with_layout(without_axes(kept.layout(), request.axes)) }
}

/// What the accumulator starts with; `None` for the first element.
fn start_value(request: &Reduction<'_>, number: Number) -> Option<Value> {
    match request.initial {
        Initial::Value(value) => Some(value),
        Initial::Identity => identity_value(request.op, number),
        Initial::First => None,
    }
}

/// The result, written to `out` where there is one.
fn finish(request: &Reduction<'_>, result: Array) -> Result<Array> {
    let Some(out) = request.out else { return Ok(result) };
    if out.ndim() != result.ndim() {
        return Err(Error::value(format!(
            "output parameter for reduction operation {} has the wrong number of dimensions: Found {} but expected {}{}",
            request.op.row().name,
            out.ndim(),
            result.ndim(),
            if request.keep_axes { " (must match the operand's when keepdims=True)" } else { "" }
        )));
    }
    if out.shape() != result.shape() {
        return Err(Error::value(format!(
            "output parameter for reduction operation {} has the wrong shape: Found {} but expected {}",
            request.op.row().name,
            stridewise_core::error::compact_tuple(out.shape()),
            stridewise_core::error::compact_tuple(result.shape())
        )));
    }
    out.assign(&result)?;
    Ok(out.clone())
}

/// The layout of a fresh result with reduced axes of length one, in the source's memory order.
fn kept_layout(source: &Array, axes: &[usize], result_size: usize) -> Result<Layout> {
    let mut layout = source.layout().clone();
    for &axis in axes {
        layout.shape[axis] = 1;
    }
    result_layout(&layout.shape, &[(&layout, source.item_size())], result_size, Order::Keep)
}

fn without_axes(layout: &Layout, axes: &[usize]) -> Layout {
    let kept: SmallVec<[usize; 4]> = (0..layout.ndim()).filter(|axis| !axes.contains(axis)).collect();
    layout.permuted(&kept)
}

/// Reduces `source`, whose dtype is the loop's (or whose truth values are asked for), into `result`.
fn reduce_into(
    op: Op,
    source: &Array,
    request: &Reduction<'_>,
    result: &Array,
    direct_truth: bool,
) -> Result<FloatErrors> {
    let row = op.row();
    let number = result.number();
    let reduced: usize = request.axes.iter().map(|&axis| source.shape()[axis]).product();
    let start = start_value(request, number);
    if start.is_none() {
        if request.mask.is_some() {
            return Err(Error::value(format!(
                "reduction operation '{}' does not have an identity, so to use a where mask one has to specify \
                 'initial'",
                row.name
            )));
        }
        if reduced == 0 {
            return Err(Error::value(format!(
                "zero-size array to reduction operation {} which has no identity",
                row.name
            )));
        }
    }
    let mut source = source.clone();
    let mut mask = request.mask;
    let skips = !matches!(request.nan, Nan::Met);
    if let Some(chosen) = mask
        && (is_float_sum(op, number) || skips)
        && source.size() > 0
    {
        // Summed with nothing in place of what is left out, so that what is summed meets in the same tree.
        let nothing = if skips { Value::Float(f64::NAN) } else { rows::nothing(number) };
        let layout = source.layout().like(source.item_size(), source.item_size(), Order::Keep);
        let filled = Array::fresh(source.dtype(), layout)?;
        filled.fill(nothing)?;
        filled.assign_where(&source, chosen)?;
        source = filled;
        mask = None;
    }
    if mask.is_none()
        && result.size() == 1
        && let Some((run, length)) = single_run(op, &source)
        && let Some(whole) = whole_of(request, number, source.number())
    {
        let met = reduce_whole(&whole, length, run, start, &source, result)?;
        add_count(request, &whole)?;
        return Ok(met & row.reported(&[number]));
    }
    if let Some(start) = start {
        result.fill(start)?;
    } else {
        if source.size() == 0 {
            return Ok(FloatErrors::NONE);
        }
        let mut first = source.layout().clone();
        first.strides = (0..source.ndim())
            .filter(|axis| !request.axes.contains(axis))
            .map(|axis| first.strides[axis])
            .collect();
        first.shape = result.shape().into();
        result.assign(&source.with_layout(first))?;
        // Along one axis the first element is done; along several the order does not matter, and meeting it
        // twice changes no extreme and no union.
        if let [axis] = *request.axes {
            let mut rest = source.layout().clone();
            rest.shape[axis] -= 1;
            if rest.shape[axis] > 0 {
                rest.offset = rest.offset.wrapping_add_signed(rest.strides[axis]);
            }
            source = source.with_layout(rest);
        } else if request.axes.is_empty() {
            return Ok(FloatErrors::NONE);
        }
    }
    if source.size() == 0 {
        return Ok(FloatErrors::NONE);
    }
    let loops = Loops::of(op, number, source.number(), skips, direct_truth)?;
    let counts = match request.nan {
        Nan::Counted(kept) => Some(kept.with_layout(without_axes(kept.layout(), request.axes))),
        Nan::Met | Nan::Skipped => None,
    };
    status::clear();
    let pass = Pass { source: &source, result, loops, counts };
    match mask {
        Some(mask) => pass.masked(mask, request.axes)?,
        None => pass.run(op, request.axes),
    }
    Ok(met_errors()? & row.reported(&[number]))
}

/// What loops met on this thread since the status was cleared.
fn met_errors() -> Result<FloatErrors> {
    let errors = status::read();
    if status::take_refusal() {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    Ok(errors)
}

/// The elements as one run, in an order that this operation takes them in, and how many they are; `None` where they do
/// not lie at equal distances.
fn single_run(op: Op, source: &Array) -> Option<(Run, usize)> {
    let strides: [&[isize]; 1] = [source.strides()];
    let walk = if op.row().identity == Identity::None {
        Traversal::in_c_order(source.shape(), &strides)
    } else {
        Traversal::new(source.shape(), &strides)
    };
    let run = Run { start: source.view().address(), stride: walk.inner_strides()[0] };
    walk.is_single_run().then_some((run, walk.inner_length()))
}

/// Reduces a run, which is all of `source`, into the one element of `result`.
fn reduce_whole(
    whole: &Whole,
    length: usize,
    run: Run,
    start: Option<Value>,
    source: &Array,
    result: &Array,
) -> Result<FloatErrors> {
    let start = start.map(|start| Cell::new(result.dtype(), start));
    status::clear();
    let total = whole.reduce(length, start, &InMemory(run), length.saturating_mul(source.item_size()));
    // SAFETY: the result has one element, of the accumulator's dtype.
    unsafe { total.write(result.view().address_for_writing(), result.item_size()) };
    met_errors()
}

/// Whether the order in which elements meet shows in the result, and so must not drift.
fn is_float_sum(op: Op, number: Number) -> bool {
    op == Op::Add && number.is_inexact()
}
