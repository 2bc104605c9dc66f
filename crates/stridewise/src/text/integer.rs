//! Integers, right-aligned to the widest.

use super::options::{PrintOptions, Sign};

/// How the integers of one array are written.
#[derive(Clone, Copy, Debug)]
pub struct IntegerColumn {
    sign: Sign,
    width: usize,
}

impl IntegerColumn {
    pub fn new(values: &[i128], options: &PrintOptions) -> Self {
        let mut sign = options.sign;
        let (Some(&least), Some(&most)) = (values.iter().min(), values.iter().max()) else {
            return Self { sign, width: 0 };
        };
        // A blank for the sign is only wanted where no minus takes its place.
        if sign == Sign::Blank && least < 0 {
            sign = Sign::Negative;
        }
        let signed = usize::from(most >= 0 && sign != Sign::Negative);
        let width = (most.to_string().len() + signed).max(least.to_string().len());
        Self { sign, width }
    }

    /// One element, as wide as the others.
    pub fn write(&self, value: i128) -> String {
        let width = self.width;
        match self.sign {
            Sign::Negative => format!("{value:width$}"),
            Sign::Always => format!("{value:+width$}"),
            Sign::Blank if value < 0 => format!("{value:width$}"),
            Sign::Blank => format!("{:>width$}", format!(" {value}")),
        }
    }
}
