//! What stands for fields without a number.

use stridewise_core::{Number, Value};

/// How fields that hold no number are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filling {
    /// Texts that mean a missing number; no text at all always does.
    pub words: Vec<String>,
    /// What stands for it, column by column in the order in which they are read; the last one goes on. Without any,
    /// NaN for floats and complex numbers, -1 for integers, false for booleans.
    pub values: Vec<Value>,
    /// Whether any other text counts as missing too, instead of being an error.
    pub loose: bool,
}

impl Filling {
    pub(super) fn is_missing(&self, field: &str) -> bool {
        let field = field.trim();
        field.is_empty() || self.words.iter().any(|word| word == field)
    }

    /// What stands for a missing number in the `column`th column that is read.
    pub(super) fn value(&self, column: usize, number: Number) -> Value {
        match self.values.get(column).or(self.values.last()) {
            Some(value) => *value,
            None if number.is_inexact() => Value::Float(f64::NAN),
            None if number == Number::Bool => Value::Bool(false),
            None => Value::Int(-1),
        }
    }
}
