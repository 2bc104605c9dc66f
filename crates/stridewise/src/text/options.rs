//! How arrays are written: NumPy's print options.

use stridewise_core::{Error, Result};

/// What stands before a number that is not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// Nothing (`'-'`).
    #[default]
    Negative,
    /// A plus (`'+'`).
    Always,
    /// A blank (`' '`).
    Blank,
}

impl Sign {
    /// # Errors
    /// Value error where the text is not one of NumPy's three.
    pub fn from_name(name: &str) -> Result<Self> {
        match name {
            "-" => Ok(Self::Negative),
            "+" => Ok(Self::Always),
            " " => Ok(Self::Blank),
            _ => Err(Error::value("sign option must be one of ' ', '+', or '-'")),
        }
    }
}

/// How many digits floats are written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FloatMode {
    /// Exactly `precision` fraction digits.
    Fixed,
    /// The fewest digits that tell the value from its neighbours.
    Unique,
    /// As `Unique`, but at most `precision` fraction digits.
    #[default]
    MaxPrecision,
    /// As `MaxPrecision`, and all elements with as many as the one that needs most.
    MaxPrecisionEqual,
}

impl FloatMode {
    /// # Errors
    /// Value error where the name is not one of NumPy's four.
    pub fn from_name(name: &str) -> Result<Self> {
        match name {
            "fixed" => Ok(Self::Fixed),
            "unique" => Ok(Self::Unique),
            "maxprec" => Ok(Self::MaxPrecision),
            "maxprec_equal" => Ok(Self::MaxPrecisionEqual),
            _ => Err(Error::value(
                "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\" or \"maxprec_equal\"",
            )),
        }
    }
}

/// The NumPy release whose text is imitated; later ones are greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Legacy {
    V1_13,
    V1_21,
    V1_25,
    V2_1,
    V2_2,
    /// No imitation (`False`).
    #[default]
    Current,
}

impl Legacy {
    /// The mode with NumPy's name for it, as in `"1.13"`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "1.13" => Self::V1_13,
            "1.21" => Self::V1_21,
            "1.25" => Self::V1_25,
            "2.1" => Self::V2_1,
            "2.2" => Self::V2_2,
            _ => return None,
        })
    }
}

/// The options that text of arrays depends on. Formatters and `override_repr` are callables and stay with callers.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintOptions {
    /// Elements shown at each end of an axis that is summarised.
    pub edge_items: usize,
    /// Arrays with more elements are summarised.
    pub threshold: usize,
    pub float_mode: FloatMode,
    /// Fraction digits; `None` is as many as it takes.
    pub precision: Option<usize>,
    /// Never use the exponent because of small values.
    pub suppress_small: bool,
    /// Characters in a line.
    pub line_width: i64,
    pub nan_text: String,
    pub infinity_text: String,
    pub sign: Sign,
    pub legacy: Legacy,
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self {
            edge_items: 3,
            threshold: 1000,
            float_mode: FloatMode::default(),
            precision: Some(8),
            suppress_small: false,
            line_width: 75,
            nan_text: "nan".to_owned(),
            infinity_text: "inf".to_owned(),
            sign: Sign::default(),
            legacy: Legacy::default(),
        }
    }
}
