//! One meeting of operands: as a sum, a product of elements, a matrix product, or a sum of products.

use stridewise_core::layout::axis_order;
use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_core::{Layout, Number, Order, Strides};
use stridewise_run::product::product;
use stridewise_run::reduction::{Reduction, reduce};
use stridewise_run::sum_of_products::add_sums_of_products;

use super::equation::Label;
use super::lengths::Lengths;
use crate::arithmetic::binary;
use crate::{Array, Result};

/// An array and the names of its axes, each once.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) array: Array,
    pub(super) labels: Vec<Label>,
}

impl Term {
    /// The diagonal over axes of one name.
    pub(super) fn diagonal(array: &Array, labels: &[Label]) -> Self {
        let mut once: Vec<Label> = Vec::with_capacity(labels.len());
        let (shape, strides) = Default::default();
        let mut layout = Layout { shape, strides, offset: array.layout().offset };
        for (axis, &label) in labels.iter().enumerate() {
            match once.iter().position(|&other| other == label) {
                Some(place) => layout.strides[place] += array.strides()[axis],
                None => {
                    once.push(label);
                    layout.shape.push(array.shape()[axis]);
                    layout.strides.push(array.strides()[axis]);
                }
            }
        }
        Self { array: array.with_layout(layout), labels: once }
    }

    /// Without the axes of length one that others repeat.
    pub(super) fn without_repeated(self, lengths: &Lengths) -> Self {
        let stays: Vec<usize> = (0..self.labels.len())
            .filter(|&axis| self.array.shape()[axis] == lengths.get(self.labels[axis]))
            .collect();
        self.picked(&stays)
    }

    /// The axes of these numbers, in this order; others must have length one.
    fn picked(&self, axes: &[usize]) -> Self {
        let labels = axes.iter().map(|&axis| self.labels[axis]).collect();
        Self { array: self.array.permuted(axes), labels }
    }

    /// Its axes by name.
    fn along(&self, labels: &[Label]) -> Array {
        let axes: Vec<usize> =
            labels.iter().filter_map(|label| self.labels.iter().position(|other| other == label)).collect();
        self.picked(&axes).array
    }

    /// With steps of zero along the named axes that it lacks.
    fn over(&self, labels: &[Label], lengths: &Lengths) -> Array {
        let step = |label: &Label| {
            self.labels.iter().position(|other| other == label).map_or(0, |axis| self.array.strides()[axis])
        };
        self.array.with_layout(Layout {
            shape: lengths.shape(labels).into(),
            strides: labels.iter().map(step).collect(),
            offset: self.array.layout().offset,
        })
    }

    /// Summed over the axes that are not among these.
    fn summed(self, kept: impl Fn(Label) -> bool) -> Result<Self> {
        let (stays, goes): (Vec<usize>, Vec<usize>) =
            (0..self.labels.len()).partition(|&axis| kept(self.labels[axis]));
        if goes.is_empty() {
            return Ok(self);
        }
        let number = Some(self.array.number());
        let request = Reduction { number, ..Reduction::over(Op::Add, &goes) };
        let (array, _) = reduce(&self.array, &request)?;
        Ok(Self { array, labels: stays.into_iter().map(|axis| self.labels[axis]).collect() })
    }

    /// These of its names, the axis with the longest steps first.
    fn nested(&self, is_among: impl Fn(Label) -> bool) -> Vec<Label> {
        let mut axes: Vec<usize> =
            (0..self.labels.len()).filter(|&axis| is_among(self.labels[axis])).collect();
        axes.sort_by_key(|&axis| std::cmp::Reverse(self.array.strides()[axis].unsigned_abs()));
        axes.into_iter().map(|axis| self.labels[axis]).collect()
    }
}

/// What the terms, all of one dtype, make: an array whose axes are `output`. It may be a view where one term alone is
/// turned.
pub(super) fn meet(terms: Vec<Term>, output: &[Label], lengths: &Lengths) -> Result<Array> {
    let mut terms = terms.into_iter();
    match (terms.next(), terms.next(), terms.len()) {
        (Some(term), None, _) => Ok(term.summed(|label| output.contains(&label))?.along(output)),
        (Some(left), Some(right), 0) => pair(left, right, output, lengths),
        (first, second, _) => {
            let all: Vec<Term> = first.into_iter().chain(second).chain(terms).collect();
            sum_of_products(&all, output, lengths)
        }
    }
}

fn pair(left: Term, right: Term, output: &[Label], lengths: &Lengths) -> Result<Array> {
    let in_output = |label: Label| output.contains(&label);
    let others = right.labels.clone();
    let left = left.summed(|label| in_output(label) || others.contains(&label))?;
    let right = right.summed(|label| in_output(label) || left.labels.contains(&label))?;
    let shared = |label: Label| left.labels.contains(&label) && right.labels.contains(&label);
    let summed = left.nested(|label| shared(label) && !in_output(label));
    if summed.is_empty() {
        return binary(Op::Multiply, &left.over(output, lengths), &right.over(output, lengths));
    }
    let batch: Vec<Label> = output.iter().copied().filter(|&label| shared(label)).collect();
    let rows = left.nested(|label| !shared(label));
    let columns = right.nested(|label| !shared(label));
    if rows.is_empty() && columns.is_empty() && batch.len() < 2 && are_long_lines(&[&left, &right], &summed) {
        let number = OperandType::Strong(left.array.dtype());
        let names = [batch, summed].concat();
        let resolved = resolve(Op::Vecdot, &[number, number])?;
        return Ok(product(&resolved, &left.along(&names), &right.along(&names))?.0);
    }
    if rows.is_empty() || columns.is_empty() {
        return sum_of_products(&[left, right], output, lengths);
    }
    let length = |labels: &[Label]| lengths.shape(labels).iter().product::<usize>() as i64;
    let matrices = |term: &Term, first: &[Label], second: &[Label]| -> Result<Array> {
        let turned = term.along(&[&batch, first, second].concat());
        let mut shape: Vec<i64> = lengths.shape(&batch).iter().map(|&length| length as i64).collect();
        shape.extend([length(first), length(second)]);
        turned.reshape(&shape, Order::C)
    };
    let number = OperandType::Strong(left.array.dtype());
    let resolved = resolve(Op::Matmul, &[number, number])?;
    let left_matrices = matrices(&left, &rows, &summed)?;
    let (result, _) = product(&resolved, &left_matrices, &matrices(&right, &summed, &columns)?)?;
    let labels = [batch, rows, columns].concat();
    let shape: Vec<i64> = lengths.shape(&labels).iter().map(|&length| length as i64).collect();
    let array = result.reshape(&shape, Order::C)?;
    Ok(Term { array, labels }.along(output))
}

/// Elements of a line for which a dot product pays.
const LONG: usize = 16;

/// Whether the terms are real numbers that lie side by side along the one axis that is summed.
fn are_long_lines(terms: &[&Term], summed: &[Label]) -> bool {
    let lies = |term: &Term, label: Label| {
        let axis = term.labels.iter().position(|&other| other == label);
        axis.is_some_and(|axis| {
            term.array.strides()[axis] == term.array.item_size() as isize && term.array.shape()[axis] >= LONG
        })
    };
    let is_real = |term: &Term| matches!(term.array.number(), Number::F32 | Number::F64);
    match *summed {
        [label] => terms.iter().all(|term| is_real(term) && lies(term, label)),
        _ => false,
    }
}

fn sum_of_products(terms: &[Term], output: &[Label], lengths: &Lengths) -> Result<Array> {
    let mut labels = output.to_vec();
    for label in terms.iter().flat_map(|term| &term.labels) {
        if !labels.contains(label) {
            labels.push(*label);
        }
    }
    let operands: Vec<Array> = terms.iter().map(|term| term.over(&labels, lengths)).collect();
    let layout = nested_layout(terms, output, lengths, operands[0].item_size());
    let target = Array::zeros_with_layout(operands[0].number().native(), layout)?;
    add_sums_of_products(&operands, &target)?;
    Ok(target)
}

/// The layout of a new array whose axes, `output`, are nested as those of the terms are.
pub(super) fn nested_layout(terms: &[Term], output: &[Label], lengths: &Lengths, item_size: usize) -> Layout {
    let mut labels = output.to_vec();
    for label in terms.iter().flat_map(|term| &term.labels) {
        if !labels.contains(label) {
            labels.push(*label);
        }
    }
    let shape = lengths.shape(&labels);
    let steps: Vec<Strides> =
        terms.iter().map(|term| term.over(&labels, lengths).strides().iter().copied().collect()).collect();
    let steps: Vec<&[isize]> = steps.iter().map(|steps| steps.as_slice()).collect();
    let order = axis_order(&shape, &steps);
    let mut strides: Strides = std::iter::repeat_n(0, output.len()).collect();
    if !shape[..output.len()].contains(&0) {
        let mut step = item_size as isize;
        for axis in order.into_iter().rev().filter(|&axis| axis < output.len()) {
            strides[axis] = step;
            step = step.wrapping_mul(shape[axis] as isize);
        }
    }
    Layout { shape: shape[..output.len()].into(), strides, offset: 0 }
}
