//! Integers in other bases.

use stridewise_core::{Error, Result};

/// `number` in `base` (2 to 36), with at least `padding` zeros on the left; a minus stands before negative ones.
///
/// # Errors
/// Value error where the base is out of range.
///
/// ```
/// assert_eq!(stridewise::text::base_repr(-255, 16, 2).unwrap(), "-00FF");
/// ```
pub fn base_repr(number: i128, base: i64, padding: usize) -> Result<String> {
    let base = match base {
        37.. => return Err(Error::value("Bases greater than 36 not handled in base_repr.")),
        ..2 => return Err(Error::value("Bases less than 2 not handled in base_repr.")),
        base => base as u32,
    };
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    while rest > 0 {
        let digit = (rest % u128::from(base)) as u32;
        digits.extend(char::from_digit(digit, base).map(|digit| digit.to_ascii_uppercase()));
        rest /= u128::from(base);
    }
    // Zero itself counts as padding, of which there is at least one then.
    let zeros = if number == 0 { padding.max(1) } else { padding };
    let sign = if number < 0 { "-" } else { "" };
    Ok(sign.to_owned() + &"0".repeat(zeros) + &digits.iter().rev().collect::<String>())
}

/// `number` in base 2. Without a width negative numbers get a minus; with one they are written as two's complement
/// of that width.
///
/// # Errors
/// Value error where the width is too small to hold the number.
pub fn binary_repr(number: i128, width: Option<i64>) -> Result<String> {
    let too_small = |needed: usize| {
        Error::value(format!(
            "Insufficient bit width={} provided for binwidth={needed}",
            width.unwrap_or_default()
        ))
    };
    let magnitude = number.unsigned_abs();
    let binary = format!("{magnitude:b}");
    let Some(asked) = width else {
        return Ok(if number < 0 { "-".to_owned() + &binary } else { binary });
    };
    let places = usize::try_from(asked).unwrap_or(0);
    if number == 0 {
        return Ok("0".repeat(places.max(1)));
    }
    if number >= 0 {
        if binary.len() > places {
            return Err(too_small(binary.len()));
        }
        return Ok("0".repeat(places - binary.len()) + &binary);
    }
    // A power of two is the most negative number of its width.
    let needed = if magnitude.is_power_of_two() { binary.len() } else { binary.len() + 1 };
    if needed > places {
        return Err(too_small(needed));
    }
    let complement = format!("{:b}", (1u128 << needed.min(127)).wrapping_sub(magnitude));
    let complement = "0".repeat(needed.saturating_sub(complement.len())) + &complement;
    Ok("1".repeat(places - needed) + &complement)
}
