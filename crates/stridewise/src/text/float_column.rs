//! The common form of all floats of an array, so that their points stand in one column.

use half::f16;
use stridewise_core::{Number, Result};

use super::float::{FloatText, Trim, format_positional, format_scientific};
use super::options::{FloatMode, Legacy, PrintOptions, Sign};

/// How the floats of one array are written: found from the elements shown, then used for each of them.
#[derive(Clone, Debug)]
pub struct FloatColumn {
    number: Number,
    sign: Sign,
    exponent_form: bool,
    text: FloatText,
    nan_text: String,
    infinity_text: String,
}

impl FloatColumn {
    /// The form for elements `values` of the float type `number`. `scalar`: the array has no axis.
    ///
    /// # Errors
    /// Runtime error where the precision asks for texts of over 16384 characters.
    pub fn new(values: &[f64], number: Number, scalar: bool, options: &PrintOptions) -> Result<Self> {
        let old = options.legacy <= Legacy::V1_13;
        let sign = if old && !scalar && options.sign == Sign::Negative { Sign::Blank } else { options.sign };
        let precision = if options.float_mode == FloatMode::Unique { None } else { options.precision };
        let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        let exponent_form = needs_exponent(&finite, number, options);

        let mut column = Self {
            number,
            sign,
            exponent_form,
            text: FloatText { precision, sign: sign == Sign::Always, ..FloatText::default() },
            nan_text: options.nan_text.clone(),
            infinity_text: options.infinity_text.clone(),
        };
        if finite.is_empty() {
            column.text.trim = Trim::Zeros;
        } else if exponent_form {
            column.fit_exponents(&finite, options)?;
        } else {
            column.fit_positions(&finite, options)?;
        }
        if !old && sign == Sign::Blank && !finite.iter().any(|value| value.is_sign_negative()) {
            column.text.pad_left += 1;
        }
        if finite.len() != values.len() {
            let negative = sign != Sign::Negative || values.contains(&f64::NEG_INFINITY);
            let after_point = column.text.pad_right + 1;
            let nan = options.nan_text.chars().count();
            let infinity = options.infinity_text.chars().count() + usize::from(negative);
            let least = nan.max(infinity).saturating_sub(after_point);
            column.text.pad_left = column.text.pad_left.max(least);
        }
        Ok(column)
    }

    fn fit_exponents(&mut self, finite: &[f64], options: &PrintOptions) -> Result<()> {
        let old = options.legacy <= Legacy::V1_13;
        if options.float_mode == FloatMode::Fixed || old {
            self.text.unique = false;
        } else {
            self.text.trim = Trim::Zeros;
        }
        let (mut left, mut fraction, mut exponent) = (0, 0, 0);
        for &value in finite {
            let text = format_scientific(value, self.number, &self.text)?;
            let (mantissa, power) = text.split_once('e').unwrap_or((&text, ""));
            let (whole, digits) = mantissa.split_once('.').unwrap_or((mantissa, ""));
            left = left.max(whole.len());
            fraction = fraction.max(digits.len());
            exponent = exponent.max(power.len().saturating_sub(1));
        }
        self.text = FloatText {
            precision: Some(fraction),
            min_digits: Some(fraction),
            trim: Trim::Keep,
            exponent_digits: exponent,
            pad_left: if old { 3 } else { left },
            pad_right: exponent + 2 + fraction,
            ..self.text
        };
        Ok(())
    }

    fn fit_positions(&mut self, finite: &[f64], options: &PrintOptions) -> Result<()> {
        let old = options.legacy <= Legacy::V1_13;
        if options.float_mode == FloatMode::Fixed {
            self.text.unique = false;
        } else {
            self.text.trim = Trim::Zeros;
        }
        let (mut left, mut right) = (0, 0);
        for &value in finite {
            let text = format_positional(value, self.number, &self.text)?;
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let whole = if old { whole.trim_start_matches(['-', '+']).len() + 1 } else { whole.len() };
            left = left.max(whole);
            right = right.max(fraction.len());
        }
        self.text.pad_left = left;
        self.text.pad_right = right;
        if matches!(options.float_mode, FloatMode::Fixed | FloatMode::MaxPrecisionEqual) {
            self.text.precision = Some(right);
            self.text.min_digits = Some(right);
            self.text.trim = Trim::Keep;
        } else {
            self.text.trim = Trim::Zeros;
            self.text.min_digits = Some(0);
        }
        Ok(())
    }

    /// One element, as wide as the others.
    ///
    /// # Errors
    /// As [`FloatColumn::new`].
    pub fn write(&self, value: f64) -> Result<String> {
        if value.is_finite() {
            return if self.exponent_form {
                format_scientific(value, self.number, &self.text)
            } else {
                format_positional(value, self.number, &self.text)
            };
        }
        let plus = if self.sign == Sign::Always { "+" } else { "" };
        let (sign, name) = if value.is_nan() {
            (plus, &self.nan_text)
        } else {
            (if value < 0.0 { "-" } else { plus }, &self.infinity_text)
        };
        let width = self.text.pad_left + self.text.pad_right + 1;
        let missing = width.saturating_sub(sign.len() + name.chars().count());
        Ok(format!("{}{sign}{name}", " ".repeat(missing)))
    }
}

/// Whether some value is so large, so small, or so far from another that all get an exponent. Bounds are compared in
/// the array's own precision.
fn needs_exponent(finite: &[f64], number: Number, options: &PrintOptions) -> bool {
    let magnitudes = finite.iter().map(|value| value.abs()).filter(|&value| value != 0.0);
    let (mut least, mut most) = (f64::INFINITY, 0.0f64);
    for magnitude in magnitudes {
        least = least.min(magnitude);
        most = most.max(magnitude);
    }
    if most == 0.0 {
        return false;
    }
    let rounded = |value: f64| match number {
        Number::F16 => f16::from_f64(value).to_f64(),
        Number::F32 => f64::from(value as f32),
        _ => value,
    };
    let digits = if options.legacy <= Legacy::V2_2 {
        8
    } else {
        match number {
            Number::F16 => 3,
            Number::F32 => 6,
            _ => 8,
        }
    };
    let too_large = 10f64.powi(digits);
    // The quotient of two values of a narrow type rounds the same through float64.
    most >= too_large
        || (!options.suppress_small && (least < rounded(0.0001) || rounded(most / least) > 1000.0))
}
