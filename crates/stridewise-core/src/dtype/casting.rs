//! Casting rules: which conversions a caller allows.

use super::{Convert, ConvertFrom, DType, Kind, Number, converts_to_integer, promote};
use crate::error::{Error, Result};
use crate::op::FloatErrors;
use crate::value::Value;

/// Which conversions are allowed, from the strictest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Casting {
    /// None.
    No,
    /// Of the byte order alone.
    Equiv,
    /// To types that hold every value.
    Safe,
    /// Safe ones, and those to a narrower type of the same or a later kind (unsigned, signed, float, complex).
    SameKind,
    /// All.
    Unsafe,
    /// All between types, as long as every converted value stays the same.
    SameValue,
}

impl Casting {
    /// NumPy's name of the rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Equiv => "equiv",
            Self::Safe => "safe",
            Self::SameKind => "same_kind",
            Self::Unsafe => "unsafe",
            Self::SameValue => "same_value",
        }
    }

    /// The rule of this name, apart from `same_value`, which only `astype` takes.
    ///
    /// # Errors
    /// Value error for any other text.
    pub fn parse(text: &str) -> Result<Self> {
        Self::find(text, &Self::COMMON)
    }

    /// The rule of this name.
    ///
    /// # Errors
    /// Value error for any other text.
    pub fn parse_for_astype(text: &str) -> Result<Self> {
        Self::find(text, &Self::ALL)
    }

    const COMMON: [Self; 5] = [Self::No, Self::Equiv, Self::Safe, Self::SameKind, Self::Unsafe];
    const ALL: [Self; 6] = [Self::No, Self::Equiv, Self::Safe, Self::SameKind, Self::Unsafe, Self::SameValue];

    fn find(text: &str, rules: &[Self]) -> Result<Self> {
        rules.iter().copied().find(|rule| rule.name() == text).ok_or_else(|| {
            let names: Vec<_> = rules.iter().map(|rule| format!("'{}'", rule.name())).collect();
            Error::value(format!("casting must be one of {} (got '{text}')", names.join(", ")))
        })
    }
}

/// Whether the rule allows converting between two dtypes, whatever the values.
///
/// ```
/// use stridewise_core::{Number, dtype::{Casting, can_cast}};
///
/// let (int, float) = (Number::I64.native(), Number::F32.native());
/// assert!(!can_cast(int, float, Casting::Safe));
/// assert!(can_cast(int, float, Casting::SameKind));
/// ```
pub fn can_cast(from: DType, to: DType, casting: Casting) -> bool {
    let (source, target) = (from.number(), to.number());
    match casting {
        Casting::No => from == to,
        Casting::Equiv => source == target,
        Casting::Safe => promote(source, target) == target,
        Casting::SameKind => kind_rank(source) <= kind_rank(target),
        Casting::Unsafe | Casting::SameValue => true,
    }
}

fn kind_rank(number: Number) -> u8 {
    match number.kind() {
        Kind::Bool => 0,
        Kind::Unsigned => 1,
        Kind::Signed => 2,
        Kind::Float => 3,
        Kind::Complex => 4,
    }
}

/// The smallest dtype that holds the value: of unsigned integers where it is not negative, of floats by magnitude
/// alone, whatever the digits.
///
/// # Errors
/// Type error for integers of more than 64 bits, which only an object dtype would hold.
pub fn min_scalar_type(value: Value) -> Result<DType> {
    let number = match value {
        Value::Bool(_) => Number::Bool,
        Value::Int(value) => [
            Number::U8,
            Number::I8,
            Number::U16,
            Number::I16,
            Number::U32,
            Number::I32,
            Number::U64,
            Number::I64,
        ]
        .into_iter()
        .find(|&number| super::IntegerLimits::of(number).is_some_and(|limits| limits.contains(value)))
        .ok_or_else(|| {
            Error::type_error(format!("{value} needs dtype 'object', which is not supported yet"))
        })?,
        Value::Float(value) if value.abs() < 65000.0 || !value.is_finite() => Number::F16,
        Value::Float(value) if value.abs() < 3.4e38 => Number::F32,
        Value::Float(_) => Number::F64,
        Value::Complex(value) if value.re.abs() < 3.4e38 && value.im.abs() < 3.4e38 => Number::C64,
        Value::Complex(_) => Number::C128,
    };
    Ok(number.native())
}

/// The errors that mean something for casts of elements between two types: others are left by the arithmetic on the way.
pub fn errors_of_casts(from: Number, to: Number) -> FloatErrors {
    match (from.is_inexact(), to.is_inexact()) {
        _ if to == Number::Bool || can_cast(from.native(), to.native(), Casting::Safe) => FloatErrors::NONE,
        (true, false) => FloatErrors::INVALID,
        (_, true) => FloatErrors::OVERFLOW | FloatErrors::UNDERFLOW,
        (false, false) => FloatErrors::NONE,
    }
}

/// What casting one value to a number type reports. Conversions of Python's own numbers check their range before.
pub fn cast_errors(value: Value, number: Number) -> FloatErrors {
    if matches!(number, Number::Bool | Number::F64 | Number::C128) {
        return FloatErrors::NONE;
    }
    let narrows = |part: f64| {
        part.is_finite()
            && crate::dispatch!(number.real(), T in floats => {
            Convert::to_f64(T::convert_from(part)).is_infinite()
        }, else => false)
    };
    let (overflow, invalid) = match (value, number.kind()) {
        (Value::Int(value), Kind::Float | Kind::Complex) => (narrows(value as f64), false),
        (Value::Float(value), Kind::Float | Kind::Complex) => (narrows(value), false),
        (Value::Complex(value), Kind::Float) => (narrows(value.re), false),
        (Value::Complex(value), Kind::Complex) => (narrows(value.re) || narrows(value.im), false),
        (Value::Float(_) | Value::Complex(_), Kind::Signed | Kind::Unsigned) => {
            (false, !converts_to_integer(value.to_f64(), number))
        }
        _ => (false, false),
    };
    match (overflow, invalid) {
        (true, _) => FloatErrors::OVERFLOW,
        (_, true) => FloatErrors::INVALID,
        _ => FloatErrors::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::C128;

    /// `numpy.can_cast` with rows and columns in the order of `Number::ALL`.
    const SAFE: [&str; 14] = [
        "11111111111111",
        "01010101011111",
        "00111111111111",
        "00010101001111",
        "00001111101111",
        "00000101000101",
        "00000011100101",
        "00000001000101",
        "00000000100101",
        "00000000011111",
        "00000000001111",
        "00000000000101",
        "00000000000011",
        "00000000000001",
    ];
    const SAME_KIND: [&str; 14] = [
        "11111111111111",
        "01010101011111",
        "01111111111111",
        "01010101011111",
        "01111111111111",
        "01010101011111",
        "01111111111111",
        "01010101011111",
        "01111111111111",
        "00000000011111",
        "00000000011111",
        "00000000011111",
        "00000000000011",
        "00000000000011",
    ];

    #[test]
    fn all_pairs_cast_as_in_numpy() {
        for (row, from) in Number::ALL.into_iter().enumerate() {
            for (column, to) in Number::ALL.into_iter().enumerate() {
                let allowed = |casting| can_cast(from.native(), to.native(), casting);
                let cell = |table: [&str; 14]| table[row].as_bytes()[column] == b'1';
                assert_eq!(allowed(Casting::No), row == column);
                assert_eq!(allowed(Casting::Equiv), row == column);
                assert_eq!(allowed(Casting::Safe), cell(SAFE), "{from:?} to {to:?}");
                assert_eq!(allowed(Casting::SameKind), cell(SAME_KIND), "{from:?} to {to:?}");
                assert!(allowed(Casting::Unsafe) && allowed(Casting::SameValue));
            }
        }
    }

    #[test]
    fn a_swapped_byte_order_is_equivalent() {
        let swapped = DType::F64.swap();
        assert!(!can_cast(swapped, DType::F64, Casting::No));
        assert!(can_cast(swapped, DType::F64, Casting::Equiv));
        assert!(can_cast(Number::F32.native().swap(), DType::F64, Casting::Safe));
    }

    #[test]
    fn rules_parse_by_name() {
        assert_eq!(Casting::parse("same_kind").unwrap(), Casting::SameKind);
        assert_eq!(Casting::parse_for_astype("same_value").unwrap(), Casting::SameValue);
        assert_eq!(
            Casting::parse("same_value").unwrap_err().message(),
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got 'same_value')"
        );
        assert_eq!(
            Casting::parse_for_astype("").unwrap_err().message(),
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got '')"
        );
    }

    #[test]
    fn smallest_types_are_numpys() {
        let integers = [
            (0, 'B'),
            (-1, 'b'),
            (255, 'B'),
            (256, 'H'),
            (-128, 'b'),
            (-129, 'h'),
            (-32769, 'i'),
            (65536, 'I'),
            (1 << 32, 'L'),
            ((1 << 64) - 1, 'L'),
            (-(1 << 31) - 1, 'l'),
            (-(1 << 63), 'l'),
        ];
        for (value, character) in integers {
            assert_eq!(
                min_scalar_type(Value::Int(value)).unwrap().number().character(),
                character,
                "{value}"
            );
        }
        let floats = [
            (1.0, 'e'),
            (64999.9, 'e'),
            (65000.0, 'f'),
            (-65000.0, 'f'),
            (-3.4e38, 'd'),
            (f64::NAN, 'e'),
            (f64::NEG_INFINITY, 'e'),
        ];
        for (value, character) in floats {
            assert_eq!(
                min_scalar_type(Value::Float(value)).unwrap().number().character(),
                character,
                "{value}"
            );
        }
        for (value, number) in [(1.0, Number::C64), (f64::INFINITY, Number::C128), (f64::NAN, Number::C128)] {
            let value = Value::Complex(C128::new(0.0, value));
            assert_eq!(min_scalar_type(value).unwrap().number(), number);
        }
        assert!(min_scalar_type(Value::Int(1 << 64)).is_err());
    }

    #[test]
    fn single_casts_report_what_arrays_report() {
        let float = |value, number| cast_errors(Value::Float(value), number);
        assert_eq!(float(70000.0, Number::F16), FloatErrors::OVERFLOW);
        assert_eq!(float(f64::INFINITY, Number::F16), FloatErrors::NONE);
        assert_eq!(float(1e300, Number::C64), FloatErrors::OVERFLOW);
        assert_eq!(float(f64::NAN, Number::I8), FloatErrors::INVALID);
        assert_eq!(float(300.0, Number::I8), FloatErrors::NONE);
        assert_eq!(cast_errors(Value::Int(70000), Number::F16), FloatErrors::OVERFLOW);
        assert_eq!(cast_errors(Value::Complex(C128::new(1.0, 1e300)), Number::C64), FloatErrors::OVERFLOW);
        assert_eq!(cast_errors(Value::Complex(C128::new(1.0, 1e300)), Number::F32), FloatErrors::NONE);
    }
}
