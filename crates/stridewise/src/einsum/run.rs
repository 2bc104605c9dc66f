//! The whole of a contraction: dtypes, order of meetings, layout of the result.

use stridewise_core::layout::byte_count;
use stridewise_core::{Error, Layout, Number, Order};

use super::contract::{Term, meet, nested_layout};
use super::equation::{Equation, Label};
use super::lengths::Lengths;
use super::path::{Search, choose, flops, steps};
use crate::{Array, Result};

/// Operations that an order of meetings must save to be chosen without being asked for.
const WORTH_AN_ORDER: f64 = 4096.0;

/// What is asked for beside equation and operands.
#[derive(Clone, Debug)]
pub struct Call {
    /// The dtype of the result.
    pub number: Number,
    pub order: Order,
    pub search: Search,
    /// Elements of an intermediate result at most; by default as many as the largest operand or the result.
    pub most: Option<f64>,
}

/// The operand itself, turned, or its diagonal, where nothing is summed.
pub fn diagonal_view(equation: &Equation, array: &Array) -> Option<Array> {
    let [labels] = equation.operands.as_slice() else { return None };
    if labels.iter().any(|label| !equation.output.contains(label)) {
        return None;
    }
    let term = Term::diagonal(array, labels);
    let axes: Vec<usize> = equation
        .output
        .iter()
        .filter_map(|label| term.labels.iter().position(|other| other == label))
        .collect();
    Some(term.array.permuted(&axes))
}

/// The sum of products that the equation says, into `out` or a new array.
///
/// Half precision is summed in single precision. Which operands meet first is chosen where it saves work, and where no
/// search is asked for.
///
/// # Errors
/// Value error where lengths or the shape of `out` do not fit, an order does not end with one operand, or `out` is
/// read-only; memory error.
///
/// ```
/// use stridewise::einsum::{Call, Equation, einsum, path::Search};
/// use stridewise::{Array, Order};
/// use stridewise_core::Number;
///
/// let matrix = Array::from_slice(&[1, 2, 3, 4], &[2, 2])?;
/// let equation = Equation::parse("ij,j", &[2, 1])?;
/// let call = Call { number: Number::I32, order: Order::Keep, search: Search::None, most: None };
/// let result = einsum(&equation, &[matrix, Array::from_elements(&[10, 1])?], &call, None)?;
/// assert_eq!(result.to_vec::<i32>(), [12, 34]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn einsum(equation: &Equation, operands: &[Array], call: &Call, out: Option<&Array>) -> Result<Array> {
    let shapes: Vec<&[usize]> = operands.iter().map(Array::shape).collect();
    let lengths = Lengths::of(equation, &shapes)?;
    let shape = lengths.shape(&equation.output);
    byte_count(&shape, call.number.native().size())?;
    if let Some(out) = out {
        out.require_writeable("output array")?;
        if out.shape() != shape.as_slice() {
            return Err(wrong_output(equation, &shapes, out.shape()));
        }
    }
    let computed = if call.number == Number::F16 { Number::F32 } else { call.number };
    let mut terms = Vec::with_capacity(operands.len());
    for (array, labels) in operands.iter().zip(&equation.operands) {
        let term = Term::diagonal(array, labels);
        let array = if term.array.dtype() == computed.native() {
            term.array
        } else {
            term.array.astype(computed.native(), Order::Keep)?
        };
        terms.push(Term { array, labels: term.labels }.without_repeated(&lengths));
    }
    let layout = match call.order {
        Order::C => Layout::contiguous(&shape, call.number.native().size())?,
        Order::F => Layout::ordered(&shape, call.number.native().size(), true)?,
        Order::Any => {
            let fortran = operands.iter().all(|array| array.view().is_f_contiguous());
            Layout::ordered(&shape, call.number.native().size(), fortran)?
        }
        Order::Keep if shape.is_empty() => Layout::contiguous(&[], call.number.native().size())?,
        Order::Keep => nested_layout(&terms, &equation.output, &lengths, call.number.native().size()),
    };
    let result = meetings(equation, terms, &lengths, call)?;
    if let Some(out) = out {
        out.assign(&result)?;
        return Ok(out.clone());
    }
    // What turned one operand alone is a view on it.
    let own = operands.len() > 1 || !operands[0].view().may_share_memory(result.view());
    let steps = result.strides().iter().zip(&layout.strides);
    let placed = shape.iter().zip(steps).all(|(&length, (a, b))| length <= 1 || a == b);
    if own && placed && result.dtype() == call.number.native() {
        return Ok(result);
    }
    let target = Array::empty_with_layout(call.number.native(), layout)?;
    target.assign(&result)?;
    Ok(target)
}

fn meetings(equation: &Equation, terms: Vec<Term>, lengths: &Lengths, call: &Call) -> Result<Array> {
    if terms.len() <= 2 && !matches!(call.search, Search::Given(_)) {
        return meet(terms, &equation.output, lengths);
    }
    let unasked = call.search == Search::None && terms.len() > 2;
    let search = if unasked { &Search::Greedy } else { &call.search };
    let path = choose(equation, lengths, search, call.most);
    let mut order = steps(equation, lengths, &path);
    if unasked {
        let naive = flops(lengths.size(&equation.labels()), true, terms.len());
        let cost: f64 = order.iter().map(|step| step.cost).sum();
        if naive < WORTH_AN_ORDER + cost {
            order = steps(equation, lengths, &[(0..terms.len()).collect()]);
        }
    }
    if order.len() != path.len() && !unasked {
        return Err(Error::value("einsum_path names operands that are not there"));
    }
    let mut terms = terms;
    for step in &order {
        let meeting: Vec<Term> = step.places.iter().map(|&place| terms.remove(place)).collect();
        // Names that a term lacks, since others repeat it along them, come from those.
        let present = |label: &Label| meeting.iter().any(|term| term.labels.contains(label));
        let labels: Vec<Label> = step.result.iter().copied().filter(present).collect();
        let array = meet(meeting, &labels, lengths)?;
        terms.push(Term { array, labels });
    }
    let left = terms.len();
    match (terms.pop(), left) {
        (Some(term), 1) => Ok(term.array),
        _ => Err(Error::new(
            stridewise_core::ErrorKind::Runtime,
            format!("Invalid einsum_path is specified: {} more operands has to be contracted.", left - 1),
        )),
    }
}

fn wrong_output(equation: &Equation, shapes: &[&[usize]], found: &[usize]) -> Error {
    if found.len() != equation.output.len() {
        return Error::value(
            "out parameter does not have the correct number of dimensions for einstein sum output subscripts",
        );
    }
    let mut text =
        String::from("operands could not be broadcast together with remapped shapes [original->remapped]: ");
    for shape in shapes.iter().copied().chain([found]) {
        let shape = stridewise_core::error::compact_tuple(shape);
        text.push_str(&format!("{shape}->{shape} "));
    }
    Error::value(text)
}
