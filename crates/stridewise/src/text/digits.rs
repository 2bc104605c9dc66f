//! Decimal digits of a float: the fewest that identify it, or any number of exact ones.

use half::f16;
use stridewise_core::Number;

/// A finite value that is not negative, as `d.ddd` times ten to `exponent`. Zero is the single digit 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// ASCII digits, at least one, the first not zero unless the value is.
    pub digits: Vec<u8>,
    /// The power of ten of the first digit.
    pub exponent: i32,
}

impl Digits {
    /// The fewest digits that no neighbour of `value` in the float type `number` shares, and of those the nearest.
    pub fn shortest(value: f64, number: Number) -> Self {
        match number {
            Number::F16 => shortest_half(f16::from_f64(value)),
            Number::F32 => {
                let value = value as f32;
                Self::parse(&format!("{value:e}"))
                    .halfway_to_even(f64::from(value), |text| text.parse() == Ok(value))
            }
            _ => Self::parse(&format!("{value:e}")).halfway_to_even(value, |text| text.parse() == Ok(value)),
        }
    }

    /// Where `value` stands in the middle of two texts of this length that both identify it, the even one.
    fn halfway_to_even(self, value: f64, identifies: impl Fn(&str) -> bool) -> Self {
        if self.digits.last().is_some_and(|digit| digit % 2 == 0) {
            return self;
        }
        let text = format!("{value:.*e}", self.digits.len() - 1);
        let even = Self::parse(&text);
        if even != self && even.digits.last() != Some(&b'0') && identifies(&text) { even } else { self }
    }

    /// The exact value rounded, half to even, to `count` digits (at least one).
    pub fn exact(value: f64, count: usize) -> Self {
        Self::parse(&format!("{value:.*e}", count.max(1) - 1))
    }

    /// How many digits the exact value has; all after them are zeros.
    pub fn exact_length(value: f64) -> usize {
        // The smallest subnormal values have the most, 767.
        let digits = Self::exact(value, 768).digits;
        digits.iter().rposition(|&digit| digit != b'0').map_or(1, |last| last + 1)
    }

    /// The place of the last digit after the decimal point; negative where it stands before the point's last one.
    pub fn fraction_length(&self) -> i64 {
        self.digits.len() as i64 - 1 - i64::from(self.exponent)
    }

    /// The digits before and after the decimal point, without an exponent.
    pub fn positional(&self) -> (String, String) {
        let text = String::from_utf8_lossy(&self.digits);
        let zeros = |count: usize| "0".repeat(count);
        match usize::try_from(self.exponent) {
            Err(_) => ("0".to_owned(), zeros(self.exponent.unsigned_abs() as usize - 1) + &text),
            Ok(exponent) if exponent + 1 >= text.len() => {
                (text.to_string() + &zeros(exponent + 1 - text.len()), String::new())
            }
            Ok(exponent) => (text[..=exponent].to_owned(), text[exponent + 1..].to_owned()),
        }
    }

    /// Reads what `{:e}` writes.
    fn parse(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        Self {
            digits: mantissa.bytes().filter(u8::is_ascii_digit).collect(),
            exponent: exponent.parse().unwrap_or(0),
        }
    }
}

/// Float16 has no shortest form in the standard library; its values and the bounds between them are small
/// multiples of 2^-26, so that exact integers decide.
fn shortest_half(value: f16) -> Digits {
    let bits = value.to_bits() & 0x7fff;
    let (field, fraction) = (u32::from(bits >> 10), u128::from(bits & 0x3ff));
    if bits == 0 {
        return Digits { digits: vec![b'0'], exponent: 0 };
    }
    let significand = if field == 0 { fraction } else { fraction | 0x400 };
    // In units of 2^-26: a unit in the last place is 2^-24 for subnormal values.
    let unit = 4u128 << field.saturating_sub(1);
    let exact = significand * unit;
    let above = exact + unit / 2;
    let below = exact - if fraction == 0 && field > 1 { unit / 4 } else { unit / 2 };
    // A value that ends in an even bit owns the bounds.
    let owns_bounds = significand % 2 == 0;

    // Values of 2^-26 * 10^12, so that the smallest power of ten tried is whole.
    let scale = 1_000_000_000_000u128;
    let (exact, above, below) = (exact * scale, above * scale, below * scale);
    let inside = |candidate: u128| {
        (candidate > below && candidate < above)
            || (owns_bounds && (candidate == below || candidate == above))
    };
    let mut power = 5i32;
    loop {
        // The step of this decimal place; places below 10^-12 are never needed for 11 significant bits.
        let step = (1u128 << 26) * 10u128.pow((power + 12) as u32);
        let floor = exact / step * step;
        let (down, up) = (inside(floor) && floor > 0, inside(floor + step));
        if down || up || power == -12 {
            let round_down = if down == up {
                let rest = 2 * (exact - floor);
                rest < step || (rest == step && (floor / step).is_multiple_of(2))
            } else {
                down
            };
            let mut whole = (floor + if round_down { 0 } else { step }) / step;
            let mut exponent = power;
            while whole > 0 && whole.is_multiple_of(10) {
                whole /= 10;
                exponent += 1;
            }
            let digits = whole.to_string().into_bytes();
            return Digits { exponent: exponent + digits.len() as i32 - 1, digits };
        }
        power -= 1;
    }
}
