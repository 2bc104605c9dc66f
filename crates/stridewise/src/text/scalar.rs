//! Single numbers as Python shows them: `str(x)` and `repr(x)` of NumPy's scalars.

use stridewise_core::dtype::{C128, Kind};
use stridewise_core::{Number, Value};

use super::float::{FloatText, Trim, format_positional, format_scientific};
use super::options::Legacy;

/// `str()` of a scalar of the type `number`.
///
/// ```
/// use stridewise::text::{Legacy, scalar};
/// use stridewise_core::{Number, Value};
///
/// assert_eq!(scalar::to_str(Value::Float(1e16), Number::F64, Legacy::Current), "1e+16");
/// assert_eq!(scalar::to_repr(Value::Float(1.0), Number::F32, Legacy::Current, None), "np.float32(1.0)");
/// ```
pub fn to_str(value: Value, number: Number, legacy: Legacy) -> String {
    let form = match legacy {
        Legacy::V1_13 => Form::Old { repr: false },
        legacy => Form::Shortest { wide: legacy <= Legacy::V2_2 },
    };
    text_of(value, number, form)
}

/// What Python's own number of this value has as its `repr`.
pub fn python_repr(value: Value) -> String {
    let number = match value {
        Value::Bool(_) => Number::Bool,
        Value::Int(_) => Number::I64,
        Value::Float(_) => Number::F64,
        Value::Complex(_) => Number::C128,
    };
    text_of(value, number, Form::Shortest { wide: true })
}

/// How many digits a scalar shows.
#[derive(Clone, Copy)]
enum Form {
    /// As many as identify the value; from 1e16 on with an exponent, or, unless `wide`, from where whole numbers of
    /// the type are no longer told apart by their digits.
    Shortest { wide: bool },
    /// As many as NumPy 1.13 gave `str` or `repr`.
    Old { repr: bool },
}

fn text_of(value: Value, number: Number, form: Form) -> String {
    match number.kind() {
        Kind::Bool => if value.is_true() { "True" } else { "False" }.to_owned(),
        Kind::Signed | Kind::Unsigned => match value {
            Value::Int(value) => value.to_string(),
            other => other.to_f64().to_string(),
        },
        Kind::Float => float_str(value.to_f64(), number, form),
        Kind::Complex => complex_str(value.to_complex(), number.real(), form),
    }
}

/// `repr()` of a scalar of the type `number`: with the type's name, or that of a `subclass`, except in imitations of
/// NumPy before 2.
pub fn to_repr(value: Value, number: Number, legacy: Legacy, subclass: Option<&str>) -> String {
    if legacy <= Legacy::V1_13 {
        return text_of(value, number, Form::Old { repr: true });
    }
    let text = to_str(value, number, legacy);
    if legacy <= Legacy::V1_25 {
        return text;
    }
    // As in NumPy, only integers of a subclass say its name.
    let name = match subclass {
        Some(subclass) if number.is_integer() => subclass.to_owned(),
        _ => format!("np.{}", number.name()),
    };
    match number.kind() {
        Kind::Bool => format!("np.{text}_"),
        Kind::Complex => {
            let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&text);
            format!("{name}({bare})")
        }
        _ => format!("{name}({text})"),
    }
}

/// One float, positional from 1e-4 to 1e16 and with an exponent beyond.
fn float_str(value: f64, number: Number, form: Form) -> String {
    match form {
        Form::Old { repr } => old_float(value, number, true, repr),
        Form::Shortest { wide } => short_float(value, number, Trim::LeaveOneZero, false, wide),
    }
}

fn short_float(value: f64, number: Number, trim: Trim, sign: bool, wide: bool) -> String {
    let magnitude = value.abs();
    let text = FloatText { trim, sign, ..FloatText::default() };
    let bound = match number {
        Number::F16 if !wide => 1e3,
        Number::F32 if !wide => 1e6,
        _ => 1e16,
    };
    // Without a count of digits nothing can be refused.
    if magnitude == 0.0 || (1e-4..bound).contains(&magnitude) || !value.is_finite() {
        format_positional(value, number, &text)
    } else {
        format_scientific(value, number, &FloatText { trim: Trim::ZerosAndPoint, ..text })
    }
    .unwrap_or_default()
}

fn complex_str(value: C128, part: Number, form: Form) -> String {
    let write = |value: f64, sign: bool| {
        let text = match form {
            Form::Shortest { wide } => short_float(value, part, Trim::ZerosAndPoint, false, wide),
            Form::Old { repr } => old_float(value, part, false, repr),
        };
        if sign && !text.starts_with('-') { format!("+{text}") } else { text }
    };
    let star = if matches!(form, Form::Old { .. }) && !value.im.is_finite() { "*" } else { "" };
    if value.re == 0.0 && !value.re.is_sign_negative() {
        return format!("{}{star}j", write(value.im, false));
    }
    format!("({}{}{star}j)", write(value.re, false), write(value.im, true))
}

/// The C format `%.Ng` of NumPy 1.13, with `.0` behind whole numbers if `point`.
fn old_float(value: f64, number: Number, point: bool, repr: bool) -> String {
    if !value.is_finite() {
        return short_float(value, number, Trim::Keep, false, true);
    }
    let precision: i32 = match (number, repr) {
        (Number::F64, true) => 17,
        (Number::F64, false) => 12,
        (_, true) => 8,
        (_, false) => 6,
    };
    let scientific = format!("{:.*e}", precision as usize - 1, value);
    let exponent: i32 = scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let trim = |text: &str| -> String {
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    if (-4..precision).contains(&exponent) {
        let text = trim(&format!("{:.*}", (precision - 1 - exponent) as usize, value));
        return if point && !text.contains('.') { text + ".0" } else { text };
    }
    let mantissa = scientific.split_once('e').map_or("", |(mantissa, _)| mantissa);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trim(mantissa), exponent.unsigned_abs())
}
