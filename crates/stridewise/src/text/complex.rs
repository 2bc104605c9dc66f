//! Complex numbers: two float columns, the second signed and followed by `j`.

use stridewise_core::dtype::C128;
use stridewise_core::{Number, Result};

use super::float_column::FloatColumn;
use super::options::{FloatMode, Legacy, PrintOptions, Sign};

/// How the complex numbers of one array are written.
#[derive(Clone, Debug)]
pub struct ComplexColumn {
    real: FloatColumn,
    imaginary: FloatColumn,
}

impl ComplexColumn {
    /// The form for elements `values` of the complex type `number`. `scalar`: the array has no axis.
    ///
    /// # Errors
    /// As [`FloatColumn::new`].
    pub fn new(values: &[C128], number: Number, scalar: bool, options: &PrintOptions) -> Result<Self> {
        let mut real_options = options.clone();
        let mut imaginary_options = PrintOptions { sign: Sign::Always, ..options.clone() };
        if options.legacy <= Legacy::V1_13 {
            real_options.float_mode = FloatMode::MaxPrecisionEqual;
            imaginary_options.float_mode = FloatMode::MaxPrecision;
        }
        let real: Vec<f64> = values.iter().map(|value| value.re).collect();
        let imaginary: Vec<f64> = values.iter().map(|value| value.im).collect();
        Ok(Self {
            real: FloatColumn::new(&real, number.real(), scalar, &real_options)?,
            imaginary: FloatColumn::new(&imaginary, number.real(), scalar, &imaginary_options)?,
        })
    }

    /// One element, as wide as the others.
    ///
    /// # Errors
    /// As [`FloatColumn::new`].
    pub fn write(&self, value: C128) -> Result<String> {
        let mut text = self.real.write(value.re)?;
        let imaginary = self.imaginary.write(value.im)?;
        let digits = imaginary.trim_end();
        text.push_str(digits);
        text.push('j');
        text.push_str(&imaginary[digits.len()..]);
        Ok(text)
    }
}
