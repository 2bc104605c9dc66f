//! Common dtypes: promotion of number types, and of dtypes with Python's own numbers (NEP 50).

use super::{DType, Kind, Number};
use crate::error::{Error, Result};
use crate::value::Value;

/// A Python number without a dtype of its own. A Python `bool` is not weak: it is a bool array's element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weak {
    Int,
    Float,
    Complex,
}

/// The smallest number type that both convert to without loss; integers of 64 bits meet floats in float64.
///
/// ```
/// use stridewise_core::{Number, dtype::promote};
///
/// assert_eq!(promote(Number::I8, Number::U8), Number::I16);
/// assert_eq!(promote(Number::U64, Number::I8), Number::F64);
/// ```
pub fn promote(a: Number, b: Number) -> Number {
    if a == b || b == Number::Bool {
        return a;
    }
    if a == Number::Bool {
        return b;
    }
    if !a.is_inexact() && !b.is_inexact() {
        return promote_integers(a, b);
    }
    let float = wider(as_float(a.real()), as_float(b.real()));
    if a.is_complex() || b.is_complex() { as_complex(float) } else { float }
}

fn wider(a: Number, b: Number) -> Number {
    if b.size() > a.size() { b } else { a }
}

fn promote_integers(a: Number, b: Number) -> Number {
    if a.kind() == b.kind() {
        return wider(a, b);
    }
    let (signed, unsigned) = if a.kind() == Kind::Signed { (a, b) } else { (b, a) };
    let holding = match unsigned {
        Number::U8 => Number::I16,
        Number::U16 => Number::I32,
        Number::U32 => Number::I64,
        _ => return Number::F64,
    };
    wider(signed, holding)
}

/// The smallest float type that holds a real type's values; float64 for integers of 64 bits.
fn as_float(number: Number) -> Number {
    match number {
        Number::F16 | Number::F32 => number,
        Number::Bool | Number::I8 | Number::U8 => Number::F16,
        Number::I16 | Number::U16 => Number::F32,
        _ => Number::F64,
    }
}

fn as_complex(float: Number) -> Number {
    if float == Number::F64 { Number::C128 } else { Number::C64 }
}

/// The common dtype of two, always in native byte order.
pub fn promote_types(a: DType, b: DType) -> DType {
    promote(a.number(), b.number()).native()
}

impl Weak {
    /// The number type of the Python number where nothing else decides.
    pub fn default_number(self) -> Number {
        match self {
            Self::Int => Number::I64,
            Self::Float => Number::F64,
            Self::Complex => Number::C128,
        }
    }

    /// What a number type becomes beside this Python number: its own width where its kind holds the number.
    pub fn promote(self, strong: Number) -> Number {
        match (self, strong.kind()) {
            (Self::Int, Kind::Bool) => Number::I64,
            (Self::Int, _) | (Self::Float, Kind::Float | Kind::Complex) | (Self::Complex, Kind::Complex) => {
                strong
            }
            (Self::Float, _) => Number::F64,
            (Self::Complex, Kind::Float) => as_complex(strong),
            (Self::Complex, _) => Number::C128,
        }
    }
}

/// The common dtype of any number of dtypes and Python numbers, in native byte order.
///
/// Inexact types are joined first, so that `[int16, uint16, float32]` gives float32 in any order.
///
/// # Errors
/// Value error where both lists are empty.
pub fn result_type(dtypes: &[DType], weak: &[Weak]) -> Result<DType> {
    let numbers = || dtypes.iter().map(|dtype| dtype.number());
    let inexact = numbers().filter(|number| number.is_inexact());
    let exact = numbers().filter(|number| !number.is_inexact());
    let strong = inexact.chain(exact).reduce(promote);
    let number = match (strong, weak.iter().max()) {
        (Some(strong), Some(weak)) => weak.promote(strong),
        (Some(strong), None) => strong,
        (None, Some(weak)) => weak.default_number(),
        (None, None) => return Err(Error::value("at least one array or dtype is required")),
    };
    Ok(number.native())
}

/// A Python int as a value of a number type, without a cast: an integer type must hold it.
///
/// # Errors
/// Overflow error where an integer type does not hold it.
pub fn python_int(value: i128, number: Number) -> Result<Value> {
    match number.kind() {
        Kind::Bool => Ok(Value::Bool(value != 0)),
        Kind::Float => Ok(Value::Float(value as f64)),
        Kind::Complex => Ok(Value::Complex(super::C128::new(value as f64, 0.0))),
        Kind::Signed | Kind::Unsigned => {
            let limits = super::IntegerLimits::of(number);
            if limits.is_some_and(|limits| (limits.min..=limits.max).contains(&value)) {
                Ok(Value::Int(value))
            } else if i64::try_from(value).is_ok() {
                Err(Error::overflow(format!("Python integer {value} out of bounds for {}", number.name())))
            } else {
                Err(python_int_too_large())
            }
        }
    }
}

/// A Python number as a value of a number type, as assigning it to an element takes it: floats truncate to integers
/// that hold them, complex numbers become neither integers nor floats.
///
/// # Errors
/// Overflow error where an integer type does not hold the value, value error for a NaN, type error for a complex.
pub fn python_value(value: Value, number: Number) -> Result<Value> {
    match (value, number.kind()) {
        (Value::Int(value), _) => python_int(value, number),
        (Value::Float(value), Kind::Signed | Kind::Unsigned) => {
            if value.is_nan() {
                return Err(Error::value("cannot convert float NaN to integer"));
            }
            if value.is_infinite() {
                return Err(Error::overflow("cannot convert float infinity to integer"));
            }
            python_int(value as i128, number)
        }
        (Value::Complex(_), Kind::Signed | Kind::Unsigned) => Err(Error::type_error(
            "int() argument must be a string, a bytes-like object or a real number, not 'complex'",
        )),
        (Value::Complex(_), Kind::Float) => {
            Err(Error::type_error("float() argument must be a string or a real number, not 'complex'"))
        }
        _ => Ok(value),
    }
}

/// A Python int has more than 64 bits.
pub fn python_int_too_large() -> Error {
    Error::overflow("Python int too large to convert to C long")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.promote_types` for all pairs in the order of `Number::ALL`, as type characters.
    const PROMOTED: [&str; 14] = [
        "?bBhHiIlLefdFD",
        "bbhhiilldefdFD",
        "BhBhHiIlLefdFD",
        "hhhhiilldffdFD",
        "HiHiHiIlLffdFD",
        "iiiiiillddddDD",
        "IlIlIlIlLdddDD",
        "llllllllddddDD",
        "LdLdLdLdLdddDD",
        "eeeffddddefdFD",
        "fffffddddffdFD",
        "ddddddddddddDD",
        "FFFFFDDDDFFDFD",
        "DDDDDDDDDDDDDD",
    ];

    #[test]
    fn all_pairs_promote_as_in_numpy() {
        for (a, row) in Number::ALL.into_iter().zip(PROMOTED) {
            let found: String = Number::ALL.iter().map(|&b| promote(a, b).character()).collect();
            assert_eq!(found, row, "{a:?}");
        }
    }

    #[test]
    fn weak_numbers_promote_as_in_numpy() {
        for (weak, row) in [
            (Weak::Int, "lbBhHiIlLefdFD"),
            (Weak::Float, "dddddddddefdFD"),
            (Weak::Complex, "DDDDDDDDDFFDFD"),
        ] {
            let found: String = Number::ALL
                .iter()
                .map(|&number| {
                    result_type(&[number.native()], &[Weak::Int, weak]).unwrap().number().character()
                })
                .collect();
            assert_eq!(found, row, "{weak:?}");
        }
    }

    #[test]
    fn order_of_operands_does_not_matter() {
        let kinds = [Number::I16.native(), Number::U16.native(), Number::F32.native()];
        for [a, b, c] in [[0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 1, 0]] {
            let found = result_type(&[kinds[a], kinds[b], kinds[c]], &[]).unwrap();
            assert_eq!(found, Number::F32.native());
        }
    }

    #[test]
    fn byte_order_becomes_native() {
        let swapped = DType::F64.swap();
        assert_eq!(promote_types(swapped, swapped), DType::F64);
        assert_eq!(result_type(&[swapped], &[]).unwrap(), DType::F64);
    }

    #[test]
    fn nothing_has_no_common_type() {
        assert_eq!(result_type(&[], &[]).unwrap_err().message(), "at least one array or dtype is required");
        assert_eq!(result_type(&[], &[Weak::Int]).unwrap(), DType::I64);
        assert_eq!(result_type(&[], &[Weak::Complex, Weak::Float]).unwrap(), DType::C128);
    }

    #[test]
    fn python_ints_must_fit_integer_types() {
        let message = |value, number| python_int(value, number).unwrap_err().message().to_owned();
        assert_eq!(message(300, Number::U8), "Python integer 300 out of bounds for uint8");
        assert_eq!(message(-1, Number::U64), "Python integer -1 out of bounds for uint64");
        assert_eq!(message(1 << 63, Number::I8), "Python int too large to convert to C long");
        assert_eq!(python_int(300, Number::Bool).unwrap(), Value::Bool(true));
        assert_eq!(python_int(1 << 63, Number::U64).unwrap(), Value::Int(1 << 63));
        assert_eq!(python_int(300, Number::F16).unwrap(), Value::Float(300.0));
    }
}
