//! How long each named axis is.

use stridewise_core::Error;
use stridewise_core::error::compact_tuple;

use super::equation::{Equation, Label};
use crate::Result;

/// Lengths by name. Operands in which an axis has length one repeat it.
#[derive(Clone, Debug)]
pub struct Lengths([usize; 256]);

impl Lengths {
    /// # Errors
    /// Value error where an axis that an operand has twice has two lengths, and where lengths of operands differ and none
    /// of them is one.
    pub fn of(equation: &Equation, shapes: &[&[usize]]) -> Result<Self> {
        let mut lengths = [1; 256];
        for (operand, (labels, shape)) in equation.operands.iter().zip(shapes).enumerate() {
            for (axis, (&label, &length)) in labels.iter().zip(*shape).enumerate() {
                let first = labels.iter().position(|&other| other == label).unwrap_or(axis);
                if shape[first] != length {
                    let whose = if shapes.len() == 1 && equation.output.contains(&label) {
                        "single operand".to_owned()
                    } else {
                        format!("operand {operand}")
                    };
                    return Err(Error::value(format!(
                        "dimensions in {whose} for collapsing index '{}' don't match ({} != {length})",
                        char::from(label),
                        shape[first]
                    )));
                }
                let known = &mut lengths[usize::from(label)];
                if *known == 1 {
                    *known = length;
                } else if length != 1 && length != *known {
                    return Err(mismatch(equation, shapes));
                }
            }
        }
        Ok(Self(lengths))
    }

    pub fn get(&self, label: Label) -> usize {
        self.0[usize::from(label)]
    }

    /// Elements of an array with these axes, as a float: there may be more than can be counted.
    pub fn size(&self, labels: &[Label]) -> f64 {
        labels.iter().map(|&label| self.get(label) as f64).product()
    }

    pub fn shape(&self, labels: &[Label]) -> Vec<usize> {
        labels.iter().map(|&label| self.get(label)).collect()
    }
}

/// The complaint shows each operand's shape, and its axes among all of them.
fn mismatch(equation: &Equation, shapes: &[&[usize]]) -> Error {
    let all = equation.labels();
    let mut text =
        String::from("operands could not be broadcast together with remapped shapes [original->remapped]: ");
    for (labels, shape) in equation.operands.iter().zip(shapes) {
        let lengths: Vec<String> = all
            .iter()
            .map(|label| match labels.iter().position(|other| other == label) {
                Some(axis) => shape[axis].to_string(),
                None => "newaxis".to_owned(),
            })
            .collect();
        let comma = if lengths.len() == 1 { "," } else { "" };
        text.push_str(&format!("{}->({}{comma}) ", compact_tuple(shape), lengths.join(",")));
    }
    Error::value(text)
}
