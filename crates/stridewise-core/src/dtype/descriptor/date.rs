//! Units of time: how they are written, which holds which, and the largest that two share.

use std::fmt;

use super::Descriptor;
use crate::dtype::ByteOrder;
use crate::error::{Error, Result};

/// A unit of time, from the coarsest on. `Generic` is no unit yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    Picosecond,
    Femtosecond,
    Attosecond,
    Generic,
}

/// Each unit's letters, and how many of the next finer unit it has. Years and months have no fixed number of days.
const UNITS: [(Unit, &str, u64); 14] = [
    (Unit::Year, "Y", 12),
    (Unit::Month, "M", 0),
    (Unit::Week, "W", 7),
    (Unit::Day, "D", 24),
    (Unit::Hour, "h", 60),
    (Unit::Minute, "m", 60),
    (Unit::Second, "s", 1000),
    (Unit::Millisecond, "ms", 1000),
    (Unit::Microsecond, "us", 1000),
    (Unit::Nanosecond, "ns", 1000),
    (Unit::Picosecond, "ps", 1000),
    (Unit::Femtosecond, "fs", 1000),
    (Unit::Attosecond, "as", 0),
    (Unit::Generic, "generic", 0),
];

/// From here on NumPy takes numbers of units for overflown.
const MOST: u64 = 1 << 56;

impl Unit {
    /// NumPy's letters for it.
    pub fn letters(self) -> &'static str {
        UNITS[self as usize].1
    }

    /// The unit of these letters.
    pub fn from_letters(letters: &str) -> Option<Self> {
        if matches!(letters, "\u{b5}s" | "\u{3bc}s") {
            return Some(Self::Microsecond);
        }
        UNITS.iter().find(|(_, known, _)| *known == letters).map(|(unit, ..)| *unit)
    }

    /// Years and months are of different lengths in days.
    fn is_calendar(self) -> bool {
        matches!(self, Self::Year | Self::Month)
    }

    /// How many of `finer` it has: `None` where that is not fixed, or too many.
    fn in_units_of(self, finer: Self) -> Option<u64> {
        let between = UNITS.get(self as usize..finer as usize)?;
        between.iter().try_fold(1_u64, |product, (_, _, next)| {
            product.checked_mul(*next).filter(|product| (1..MOST).contains(product))
        })
    }
}

/// So many units of time; the count of `Generic` is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateUnit {
    pub unit: Unit,
    pub count: u32,
}

/// Points in time, or spans of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateKind {
    Point,
    Span,
}

impl DateKind {
    /// NumPy's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "datetime64",
            Self::Span => "timedelta64",
        }
    }
}

/// The dtype of points or spans, counted in 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    pub kind: DateKind,
    pub unit: DateUnit,
    pub order: ByteOrder,
}

impl Date {
    pub fn native(kind: DateKind, unit: DateUnit) -> Self {
        Self { kind, unit, order: ByteOrder::NATIVE }
    }
}

impl From<Date> for Descriptor {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// In brackets, as in `[25s]`; nothing for the generic unit.
impl fmt::Display for DateUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.unit, self.count) {
            (Unit::Generic, _) => Ok(()),
            (unit, 1) => write!(f, "[{}]", unit.letters()),
            (unit, count) => write!(f, "[{count}{}]", unit.letters()),
        }
    }
}

/// Finer units to divide a unit by, with how many of each it has on average. A month counts as 4 weeks or 30 days.
fn divisions(unit: Unit) -> &'static [(Unit, u64)] {
    match unit {
        Unit::Year => &[(Unit::Month, 12), (Unit::Week, 52), (Unit::Day, 365)],
        Unit::Month => &[(Unit::Week, 4), (Unit::Day, 30), (Unit::Hour, 720)],
        Unit::Week => &[(Unit::Day, 7), (Unit::Hour, 168), (Unit::Minute, 10_080)],
        Unit::Day => &[(Unit::Hour, 24), (Unit::Minute, 1440), (Unit::Second, 86_400)],
        Unit::Hour => &[(Unit::Minute, 60), (Unit::Second, 3600)],
        Unit::Minute => &[(Unit::Second, 60), (Unit::Millisecond, 60_000)],
        Unit::Second => &[(Unit::Millisecond, 1000), (Unit::Microsecond, 1_000_000)],
        Unit::Millisecond => &[(Unit::Microsecond, 1000), (Unit::Nanosecond, 1_000_000)],
        Unit::Microsecond => &[(Unit::Nanosecond, 1000), (Unit::Picosecond, 1_000_000)],
        Unit::Nanosecond => &[(Unit::Picosecond, 1000), (Unit::Femtosecond, 1_000_000)],
        Unit::Picosecond => &[(Unit::Femtosecond, 1000), (Unit::Attosecond, 1_000_000)],
        Unit::Femtosecond => &[(Unit::Attosecond, 1000)],
        Unit::Attosecond | Unit::Generic => &[],
    }
}

impl DateUnit {
    pub const GENERIC: Self = Self { unit: Unit::Generic, count: 1 };

    /// Reads `[25s]`, `[D/3]` or `[generic]`; no text at all is the generic unit.
    ///
    /// # Errors
    /// Type error for other text, value error where the unit has no such fraction.
    ///
    /// ```
    /// use stridewise_core::dtype::{DateUnit, Unit};
    ///
    /// let third = DateUnit::parse("[D/3]").unwrap();
    /// assert_eq!((third.unit, third.count), (Unit::Hour, 8));
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Ok(Self::GENERIC);
        }
        let invalid = || Error::type_error(format!("Invalid datetime metadata string \"{text}\""));
        let inner = text.strip_prefix('[').filter(|inner| !inner.is_empty()).ok_or_else(invalid)?;
        let Some((inner, rest)) = inner.split_once(']') else { return Err(invalid()) };
        if inner.is_empty() {
            return Err(invalid());
        }
        let at = |position: usize| {
            Error::type_error(format!("Invalid datetime metadata string \"{text}\" at position {position}"))
        };
        if !rest.is_empty() {
            return Err(at(text.len() - rest.len()));
        }
        let unsigned = inner.strip_prefix('+').unwrap_or(inner);
        let letters = unsigned.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &unsigned[..unsigned.len() - letters.len()];
        let count = if digits.is_empty() && unsigned.len() == inner.len() && !inner.starts_with('-') {
            1
        } else {
            digits.parse().ok().filter(|count| *count <= i32::MAX as u32).ok_or_else(|| at(1))?
        };
        let (letters, divisor) = match letters.split_once('/') {
            Some((letters, divisor)) => (letters, Some(divisor)),
            None => (letters, None),
        };
        let unit = Unit::from_letters(letters).ok_or_else(|| {
            Error::type_error(format!("Invalid datetime unit in metadata string \"{text}\""))
        })?;
        let Some(divisor) = divisor else { return Ok(Self::of(unit, count)) };
        let divisor: u64 = divisor
            .parse()
            .ok()
            .filter(|divisor| (1..=i32::MAX as u64).contains(divisor))
            .ok_or_else(|| at(text.len() - 1 - divisor.len()))?;
        Self::of(unit, count).divided(divisor, text)
    }

    fn of(unit: Unit, count: u32) -> Self {
        if unit == Unit::Generic { Self::GENERIC } else { Self { unit, count } }
    }

    fn divided(self, divisor: u64, text: &str) -> Result<Self> {
        if self.unit == Unit::Generic {
            return Err(Error::value("Can't use 'den' divisor with generic units"));
        }
        if divisor == 1 {
            return Ok(self);
        }
        let finer = divisions(self.unit).iter().find(|(_, parts)| parts.is_multiple_of(divisor));
        let Some((unit, parts)) = finer else {
            return Err(Error::value(format!(
                "divisor ({divisor}) is not a multiple of a lower-unit in datetime metadata \"{text}\""
            )));
        };
        u32::try_from(parts / divisor)
            .ok()
            .and_then(|parts| parts.checked_mul(self.count))
            .filter(|count| *count <= i32::MAX as u32)
            .map(|count| Self { unit: *unit, count })
            .ok_or_else(|| Error::overflow(format!("too many units in datetime metadata \"{text}\"")))
    }

    /// The two counts in the finer of the two units, or `None` where years and months meet days, or the numbers
    /// become too large.
    fn in_common(self, other: Self) -> Option<(Unit, u64, u64)> {
        let finer = self.unit.max(other.unit);
        let count = |unit: Self| unit.unit.in_units_of(finer)?.checked_mul(u64::from(unit.count));
        Some((finer, count(self)?, count(other)?))
    }

    /// Whether the two units have no fixed ratio: one counts in years or months, the other in days or less.
    fn is_across_calendar(self, other: Self) -> bool {
        self.unit.is_calendar() != other.unit.is_calendar()
    }

    /// Whether every span in this unit is a whole number of the other. Points in time of years and months are
    /// whole days as well.
    pub(super) fn divides_into(self, other: Self, kind: DateKind) -> bool {
        if self.unit == Unit::Generic {
            return true;
        }
        if other.unit == Unit::Generic {
            return false;
        }
        if self.is_across_calendar(other) {
            return kind == DateKind::Point;
        }
        match self.in_common(other) {
            Some((_, this, that)) if this < MOST && that < MOST => that != 0 && this.is_multiple_of(that),
            _ => false,
        }
    }

    /// Whether the unit is as coarse as the other, or generic.
    pub(super) fn is_no_finer(self, other: Self) -> bool {
        self.unit == Unit::Generic || self.unit <= other.unit
    }

    /// Whether values go from one unit to the other by a known ratio, however roughly.
    pub(super) fn converts_to(self, other: Self, kind: DateKind) -> bool {
        match (self.unit, other.unit) {
            (Unit::Generic, _) => true,
            (_, Unit::Generic) => false,
            _ => kind == DateKind::Point || !self.is_across_calendar(other),
        }
    }

    /// The largest unit of which both are multiples. Points in time tell years and months in the other's unit.
    ///
    /// # Errors
    /// Type error where a span in years or months meets one in weeks or less, overflow error where the common unit
    /// cannot be counted.
    pub fn common(self, other: Self, kind: DateKind) -> Result<Self> {
        if self.unit == Unit::Generic {
            return Ok(other);
        }
        if other.unit == Unit::Generic {
            return Ok(self);
        }
        let overflow = || {
            Error::overflow(format!(
                "Integer overflow getting a common metadata divisor for NumPy datetime metadata {self} and {other}."
            ))
        };
        if self.is_across_calendar(other) {
            if kind == DateKind::Span {
                return Err(Error::type_error(format!(
                    "Cannot get a common metadata divisor for Numpy datetime metadata {self} and {other} because \
                     they have incompatible nonlinear base time units."
                )));
            }
            let finer = if self.unit.is_calendar() { other } else { self };
            return match finer.unit {
                Unit::Week => Ok(finer),
                unit => Unit::Day.in_units_of(unit).map(|_| finer).ok_or_else(overflow),
            };
        }
        let (unit, this, that) = self.in_common(other).ok_or_else(overflow)?;
        let count = u32::try_from(greatest_common_divisor(this, that)).map_err(|_| overflow())?;
        if count > i32::MAX as u32 {
            return Err(overflow());
        }
        Ok(Self { unit, count })
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
