//! One float as text, positional or with an exponent: NumPy's `format_float_positional` and `_scientific`.

use stridewise_core::{Error, ErrorKind, Number, Result};

use super::digits::Digits;

/// What happens to zeros at the end of the fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trim {
    /// `'k'`: zeros and point stay.
    #[default]
    Keep,
    /// `'.'`: zeros go, the point stays.
    Zeros,
    /// `'0'`: zeros go, but one stays right after the point.
    LeaveOneZero,
    /// `'-'`: zeros go, and the point with the last of them.
    ZerosAndPoint,
}

impl Trim {
    /// The mode with NumPy's letter for it.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "k" => Self::Keep,
            "." => Self::Zeros,
            "0" => Self::LeaveOneZero,
            "-" => Self::ZerosAndPoint,
            _ => return None,
        })
    }
}

/// How one float is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloatText {
    /// The most fraction digits; with `fractional` false, the most digits in all. `None`: as many as it takes.
    pub precision: Option<usize>,
    /// The fewest digits that identify the value; else exactly `precision` exact ones.
    pub unique: bool,
    /// Whether `precision` and `min_digits` count from the point; used without an exponent only.
    pub fractional: bool,
    pub trim: Trim,
    /// A plus before values that are not negative.
    pub sign: bool,
    /// Characters up to the point, filled with blanks.
    pub pad_left: usize,
    /// Characters after the point, filled with blanks; used without an exponent only.
    pub pad_right: usize,
    /// With `unique`, digits to write at least; those past the identifying ones are exact.
    pub min_digits: Option<usize>,
    /// Digits of the exponent, one to five; used with an exponent only.
    pub exponent_digits: usize,
}

impl Default for FloatText {
    fn default() -> Self {
        Self {
            precision: None,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: 0,
            pad_right: 0,
            min_digits: None,
            exponent_digits: 2,
        }
    }
}

/// Past this many characters a float is refused rather than written.
const MOST_CHARACTERS: usize = 16384;

impl FloatText {
    /// # Errors
    /// Type error where exact digits are asked for without saying how many; runtime error where the text would be
    /// longer than 16384 characters.
    fn check(&self) -> Result<()> {
        if !self.unique && self.precision.is_none() {
            return Err(Error::type_error("in non-unique mode `precision` must be supplied"));
        }
        // A precision of nothing bounds no minimum.
        if self.min_digits.zip(self.precision).is_some_and(|(least, most)| most > 0 && least > most) {
            return Err(Error::value("min_digits must be less than or equal to precision"));
        }
        let fixed = if self.unique { None } else { self.precision };
        let longest = fixed.max(self.min_digits).unwrap_or(0).max(self.pad_left).max(self.pad_right);
        if longest > MOST_CHARACTERS {
            return Err(Error::new(ErrorKind::Runtime, "Float formatting result too large"));
        }
        Ok(())
    }

    /// Digits that the fraction is filled up to with zeros if they are kept.
    fn wanted_digits(&self) -> usize {
        if self.unique { self.min_digits } else { self.precision }.unwrap_or(0)
    }

    /// The number of digits to round the exact value to, or `None` where the `identifying` ones do; that number is
    /// negative where they end before the point.
    fn rounded(&self, identifying: i64) -> Option<usize> {
        if !self.unique {
            return self.precision;
        }
        match (self.precision, self.min_digits) {
            (Some(most), _) if identifying > most as i64 => Some(most),
            (most, Some(least)) => {
                let least = most.map_or(least, |most| least.min(most));
                (identifying < least as i64).then_some(least)
            }
            _ => None,
        }
    }

    /// Fraction digits after trimming, with the point before them.
    fn trim_fraction(&self, mut fraction: String, wanted: usize) -> String {
        match self.trim {
            Trim::Keep => {
                if fraction.len() < wanted {
                    fraction.push_str(&"0".repeat(wanted - fraction.len()));
                }
            }
            _ => fraction.truncate(fraction.trim_end_matches('0').len()),
        }
        match (self.trim, fraction.is_empty()) {
            (Trim::LeaveOneZero, true) => ".0".to_owned(),
            (Trim::ZerosAndPoint, true) => String::new(),
            _ => ".".to_owned() + &fraction,
        }
    }

    fn sign_of(&self, value: f64) -> &'static str {
        if value.is_sign_negative() {
            "-"
        } else if self.sign {
            "+"
        } else {
            ""
        }
    }

    /// Infinities and NaN, which take no padding; NaN shows no sign.
    fn not_finite(&self, value: f64) -> String {
        if value.is_nan() {
            return "nan".to_owned();
        }
        format!("{}inf", self.sign_of(value))
    }
}

/// `value`, of the float type `number`, without an exponent.
///
/// # Errors
/// See [`FloatText`]: contradictory counts of digits, or a text past 16384 characters.
///
/// ```
/// use stridewise::text::{FloatText, format_positional};
/// use stridewise_core::Number;
///
/// let text = FloatText { precision: Some(2), ..FloatText::default() };
/// assert_eq!(format_positional(3.14159, Number::F64, &text).unwrap(), "3.14");
/// ```
pub fn format_positional(value: f64, number: Number, text: &FloatText) -> Result<String> {
    text.check()?;
    if !text.fractional && text.precision == Some(0) {
        return Err(Error::value("precision must be greater than 0 if fractional=False"));
    }
    if !value.is_finite() {
        return Ok(text.not_finite(value));
    }
    let sign = text.sign_of(value);
    let magnitude = value.abs();
    let shortest = Digits::shortest(magnitude, number);
    let identifying = if text.fractional { shortest.fraction_length() } else { shortest.digits.len() as i64 };
    let (whole, mut fraction) = match text.rounded(identifying) {
        None => shortest.positional(),
        Some(count) if text.fractional => {
            let fixed = format!("{magnitude:.count$}");
            let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
            (whole.to_owned(), fraction.to_owned())
        }
        // Zeros past the value's own digits are padding, whose width counts the whole part too.
        Some(count) if !text.unique => {
            Digits::exact(magnitude, count.min(Digits::exact_length(magnitude))).positional()
        }
        Some(count) => Digits::exact(magnitude, count).positional(),
    };
    // Zeros that rounding up made of nines are no digits of the value: only padding brings them back.
    if fraction.ends_with('0') && !format!("{magnitude:.1074}").starts_with(&format!("{whole}.{fraction}")) {
        fraction.truncate(fraction.trim_end_matches('0').len());
    }
    let wanted = text.wanted_digits();
    let wanted = if text.fractional { wanted } else { wanted.saturating_sub(whole.len()) };
    let fraction = text.trim_fraction(fraction, wanted);

    let left = sign.len() + whole.len();
    let mut result = " ".repeat(text.pad_left.saturating_sub(left));
    result.push_str(sign);
    result.push_str(&whole);
    result.push_str(&fraction);
    if text.pad_right > 0 {
        // Without a point its place is blank too.
        result.push_str(&" ".repeat((text.pad_right + 1).saturating_sub(fraction.len())));
    }
    Ok(result)
}

/// `value`, of the float type `number`, with one digit before the point and an exponent.
///
/// # Errors
/// See [`FloatText`]: contradictory counts of digits, or a text past 16384 characters.
pub fn format_scientific(value: f64, number: Number, text: &FloatText) -> Result<String> {
    text.check()?;
    if !value.is_finite() {
        return Ok(text.not_finite(value));
    }
    let sign = text.sign_of(value);
    let magnitude = value.abs();
    let shortest = Digits::shortest(magnitude, number);
    let digits = match text.rounded(shortest.digits.len() as i64 - 1) {
        None => shortest,
        Some(count) => Digits::exact(magnitude, count + 1),
    };
    let mantissa = String::from_utf8_lossy(&digits.digits);
    let mut fraction = mantissa[1..].to_owned();
    // Zeros that rounding up made of nines are no digits of the value: only padding brings them back.
    if fraction.ends_with('0') && !Digits::exact(magnitude, 768).digits.starts_with(&digits.digits) {
        fraction.truncate(fraction.trim_end_matches('0').len());
    }
    if magnitude == 0.0 || (!text.unique && text.trim == Trim::ZerosAndPoint) {
        fraction.truncate(Digits::exact_length(magnitude) - 1);
    }
    // As in NumPy, a point before digits that turn out to be zeros stays.
    let point = if text.trim == Trim::ZerosAndPoint && !fraction.is_empty() { "." } else { "" };
    let fraction = text.trim_fraction(fraction, text.wanted_digits());
    let fraction = if fraction.is_empty() { point.to_owned() } else { fraction };

    let exponent_sign = if digits.exponent < 0 { '-' } else { '+' };
    let width = text.exponent_digits.clamp(1, 5);
    Ok(format!(
        "{}{sign}{}{fraction}e{exponent_sign}{:0width$}",
        " ".repeat(text.pad_left.saturating_sub(sign.len() + 1)),
        &mantissa[..1],
        digits.exponent.unsigned_abs(),
    ))
}
