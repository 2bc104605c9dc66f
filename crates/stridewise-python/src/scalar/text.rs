//! `repr`, `str` and `format` of scalars.

use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyString};
use stridewise::scalar::Scalar;
use stridewise_core::dtype::{C64, C128, F16};
use stridewise_core::{Number, Value};

use super::{conversion, object};

/// `np.float64(1.0)`; a subclass says its own name.
pub(super) fn repr<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let scalar = conversion::required(object)?;
    let text = match scalar.value() {
        Value::Bool(true) => "np.True_".to_owned(),
        Value::Bool(false) => "np.False_".to_owned(),
        value => {
            let number = scalar.number();
            let class = object.get_type();
            let name = if class.is(object::type_object(py, number)) {
                format!("np.{}", number.name())
            } else {
                class.name()?.to_string()
            };
            let inner = element(py, scalar)?;
            let inner = match value {
                Value::Complex(_) => {
                    inner.strip_prefix('(').and_then(|s| s.strip_suffix(')')).unwrap_or(&inner)
                }
                _ => &inner,
            };
            format!("{name}({inner})")
        }
    };
    Ok(PyString::new(py, &text).into_any())
}

pub(super) fn str<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let text = element(py, conversion::required(object)?)?;
    Ok(PyString::new(py, &text).into_any())
}

/// As Python formats the number that the scalar equals.
pub(super) fn format<'py>(
    object: &Bound<'py, PyAny>,
    specification: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    conversion::item(object)?.call_method1("__format__", (specification,))
}

/// The element as `str` writes it.
fn element(py: Python<'_>, scalar: Scalar) -> PyResult<String> {
    Ok(match scalar.number() {
        Number::Bool => if scalar.value().is_true() { "True" } else { "False" }.to_owned(),
        Number::F16 => float(f64::from(scalar.get::<F16>()), shortest_half(scalar.get::<F16>()), 3, true),
        Number::F32 => {
            let value = scalar.get::<f32>();
            float(f64::from(value), format!("{value:e}"), 6, true)
        }
        Number::F64 => PyFloat::new(py, scalar.get::<f64>()).repr()?.to_string(),
        Number::C64 => {
            let value = scalar.get::<C64>();
            let part = |value: f32| float(f64::from(value), format!("{value:e}"), 6, false);
            complex(C128::new(value.re.into(), value.im.into()), part(value.re), part(value.im))
        }
        Number::C128 => conversion::python_value(py, scalar)?.str()?.to_string(),
        _ => conversion::python_value(py, scalar)?.str()?.to_string(),
    })
}

fn complex(value: C128, real: String, imaginary: String) -> String {
    if value.re == 0.0 && value.re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({real}{sign}{imaginary}j)")
}

/// The shortest digits that read back as the same half.
fn shortest_half(value: F16) -> String {
    let wide = f64::from(value);
    (0..6)
        .map(|digits| format!("{wide:.digits$e}"))
        .find(|text| text.parse().is_ok_and(|read: f64| F16::from_f64(read) == value))
        .unwrap_or_else(|| format!("{wide:e}"))
}

/// Lays out digits in scientific form (`1.5e2`) as NumPy does: positional between 1e-4 and ten to the power
/// `limit`, else scientific.
fn float(value: f64, scientific: String, limit: i32, point: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    if value != 0.0 && !(-4..limit).contains(&exponent) {
        return format!("{sign}{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let end = if point { ".0" } else { "" };
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        format!("{sign}{digits}{}{end}", "0".repeat(whole - digits.len()))
    } else {
        format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
    }
}
