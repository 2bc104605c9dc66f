//! Numbers read from text, whole fields or prefixes of a longer text.

use stridewise_core::dtype::C128;

/// A field that is one float: decimal, `inf`, `infinity` or `nan` in any case, with blanks around it.
///
/// ```
/// use stridewise::text::parse::float;
///
/// assert_eq!(float(" -1.5e3 "), Some(-1500.0));
/// assert_eq!(float("1.5x"), None);
/// ```
pub fn float(field: &str) -> Option<f64> {
    field.trim().parse().ok()
}

/// A field that is one decimal integer, with blanks around it. `None` also where it does not fit `i128`.
pub fn integer(field: &str) -> Option<i128> {
    field.trim().parse().ok()
}

/// A field that is one complex number: `re`, `imJ`, or both, with `unit` or its capital letter (`j` or `i`) as the
/// imaginary unit, in parentheses or not, with blanks around it but not inside. The imaginary part may have a sign of
/// its own after the plus.
pub fn complex(field: &str, unit: char) -> Option<C128> {
    let field = field.trim();
    let field = match field.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim(),
        None => field,
    };
    let (first, used) = float_prefix(field)?;
    let rest = &field[used..];
    let is_unit =
        |text: &str| text.len() == 1 && text.chars().all(|letter| letter.eq_ignore_ascii_case(&unit));
    if rest.is_empty() {
        return Some(C128::new(first, 0.0));
    }
    if is_unit(rest) {
        return Some(C128::new(0.0, first));
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    let rest = if rest.starts_with("+-") { &rest[1..] } else { rest };
    let (second, used) = float_prefix(rest)?;
    is_unit(&rest[used..]).then_some(C128::new(first, second))
}

/// The float that a text starts with, and how many bytes it takes. Blanks before it are not skipped.
pub fn float_prefix(text: &str) -> Option<(f64, usize)> {
    let used = float_length(text.as_bytes())?;
    let value: f64 = text[..used].parse().ok()?;
    Some((value, if value.is_nan() { used + payload_length(&text[used..]) } else { used }))
}

/// The decimal integer that a text starts with, and how many bytes it takes. Numbers that do not fit saturate.
pub fn integer_prefix(text: &str) -> Option<(i128, usize)> {
    let bytes = text.as_bytes();
    let sign = usize::from(bytes.first().is_some_and(|byte| b"+-".contains(byte)));
    let used = sign + digits(&bytes[sign..]);
    if used == sign {
        return None;
    }
    let bound = if bytes[0] == b'-' { i128::MIN } else { i128::MAX };
    Some((text[..used].parse().unwrap_or(bound), used))
}

/// Bytes of what C writes behind a not-a-number to tell it from others, as in `nan(1)`.
fn payload_length(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('(') else { return 0 };
    let length = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if inner[length..].starts_with(')') { length + 2 } else { 0 }
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Bytes of the longest float at the start.
fn float_length(bytes: &[u8]) -> Option<usize> {
    let sign = usize::from(bytes.first().is_some_and(|byte| b"+-".contains(byte)));
    let body = &bytes[sign..];
    for name in [b"infinity".as_slice(), b"inf", b"nan"] {
        if body.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some(sign + name.len());
        }
    }
    let whole = digits(body);
    let mut used = whole;
    if body.get(whole) == Some(&b'.') {
        let fraction = digits(&body[whole + 1..]);
        if whole + fraction == 0 {
            return None;
        }
        used += 1 + fraction;
    } else if whole == 0 {
        return None;
    }
    if body.get(used).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'e')) {
        let power = &body[used + 1..];
        let power_sign = usize::from(power.first().is_some_and(|byte| b"+-".contains(byte)));
        let power_digits = digits(&power[power_sign..]);
        if power_digits > 0 {
            used += 1 + power_sign + power_digits;
        }
    }
    Some(sign + used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_end_where_the_number_does() {
        assert_eq!(float_prefix("1.5e3,4"), Some((1500.0, 5)));
        assert_eq!(float_prefix("2e+x"), Some((2.0, 1)));
        assert_eq!(float_prefix("-.5."), Some((-0.5, 3)));
        assert_eq!(float_prefix("-Infinityx"), Some((f64::NEG_INFINITY, 9)));
        assert_eq!(float_prefix("."), None);
        assert_eq!(float_prefix("-"), None);
        assert_eq!(integer_prefix("-12.5"), Some((-12, 3)));
        assert_eq!(integer_prefix("x"), None);
    }

    #[test]
    fn complex_fields() {
        assert_eq!(complex("(1.5-2j)", 'j'), Some(C128::new(1.5, -2.0)));
        assert_eq!(complex(" -3J ", 'j'), Some(C128::new(0.0, -3.0)));
        assert_eq!(complex("1e5+inf i", 'i'), None);
        assert_eq!(complex("1+2i", 'j'), None);
        assert_eq!(complex("(1", 'j'), None);
        assert_eq!(complex("", 'j'), None);
    }
}
