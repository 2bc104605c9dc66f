//! From one field to one element.

use stridewise_core::dtype::{C128, Kind};
use stridewise_core::{Number, Value, dispatch};

use crate::text::parse;

/// The value of a field as an element of type `number`; `None` where the text is no such number or does not fit.
pub(super) fn value(field: &str, number: Number) -> Option<Value> {
    match number.kind() {
        Kind::Bool => Some(Value::Bool(parse::integer(field)? != 0)),
        Kind::Signed | Kind::Unsigned => {
            let value = parse::integer(field)?;
            fits(value, number).then_some(Value::Int(value))
        }
        Kind::Float => parse::float(field).map(Value::Float),
        Kind::Complex => parse::complex(field, 'j')
            .map(Value::Complex)
            .or_else(|| Some(Value::Complex(C128::new(parse::float(field)?, 0.0)))),
    }
}

fn fits(value: i128, number: Number) -> bool {
    dispatch!(number, T in integers => T::try_from(value).is_ok(), else => true)
}
