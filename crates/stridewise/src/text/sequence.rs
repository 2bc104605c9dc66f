//! Numbers one after the other in text, as `fromstring` and `fromfile` read them.

use stridewise_core::dtype::{C128, Kind};
use stridewise_core::{Element, Error, Number, Result, Value, dispatch};
use stridewise_run::Array;

use super::parse::{float_prefix, integer_prefix};

/// The numbers at the start of a text, and how many bytes of it they and their separators take.
///
/// A blank in the separator stands for any white space, also none; around a separator there may always be some. With
/// a `count`, reading stops there, and the text may end or go on in any way.
///
/// # Errors
/// Value error where something stands between the numbers that is no separator, or what follows one is no number that
/// the type holds.
///
/// ```
/// use stridewise::text::sequence::read_sequence;
/// use stridewise_core::Number;
///
/// let (array, used) = read_sequence("1.5, 2 ,3", ",", Number::F64, None)?;
/// assert_eq!(array.to_vec::<f64>(), [1.5, 2.0, 3.0]);
/// assert_eq!(used, 9);
/// # Ok::<(), stridewise_core::Error>(())
/// ```
pub fn read_sequence(
    text: &str,
    separator: &str,
    number: Number,
    count: Option<usize>,
) -> Result<(Array, usize)> {
    dispatch!(number, T => read::<T>(text, separator, count))
}

fn read<T: Element>(text: &str, separator: &str, count: Option<usize>) -> Result<(Array, usize)> {
    let unmatched = || Error::value("string or file could not be read to its end due to unmatched data");
    let mut elements: Vec<T> = Vec::new();
    let mut rest = text;
    while count.is_none_or(|count| elements.len() < count) {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let (value, used) = element(rest, T::NUMBER).ok_or_else(unmatched)?;
        elements.push(value.cast());
        rest = &rest[used..];
        match skip_separator(rest, separator) {
            Some(after) => rest = after,
            None if rest.trim_start().is_empty() => {
                rest = "";
                break;
            }
            None if count == Some(elements.len()) => break,
            None => return Err(unmatched()),
        }
    }
    Ok((Array::from_elements(&elements)?, text.len() - rest.len()))
}

/// What follows the separator; `None` where there is none.
fn skip_separator<'a>(text: &'a str, separator: &str) -> Option<&'a str> {
    let mut rest = text.trim_start();
    for word in separator.split_whitespace() {
        rest = rest.trim_start().strip_prefix(word)?;
    }
    let rest = rest.trim_start();
    (rest.len() < text.len()).then_some(rest)
}

fn element(text: &str, number: Number) -> Option<(Value, usize)> {
    match number.kind() {
        Kind::Bool => float_prefix(text).map(|(value, used)| (Value::Bool(value != 0.0), used)),
        Kind::Float => float_prefix(text).map(|(value, used)| (Value::Float(value), used)),
        Kind::Complex => complex_prefix(text).map(|(value, used)| (Value::Complex(value), used)),
        Kind::Signed | Kind::Unsigned => {
            let (value, used) = integer_prefix(text)?;
            // As in C, what is too long for the longest integer is that integer.
            let value = match number.kind() {
                Kind::Unsigned => value.min(i128::from(u64::MAX)),
                _ => value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)),
            };
            let fits = dispatch!(number, T in integers => T::try_from(value).is_ok(), else => true);
            fits.then_some((Value::Int(value), used))
        }
    }
}

fn complex_prefix(text: &str) -> Option<(C128, usize)> {
    let (first, used) = float_prefix(text)?;
    let rest = &text[used..];
    if rest.starts_with('j') {
        return Some((C128::new(0.0, first), used + 1));
    }
    if rest.starts_with(['+', '-'])
        && let Some((second, more)) = float_prefix(rest)
    {
        let imaginary = rest[more..].starts_with('j');
        let value = C128::new(first, if imaginary { second } else { 0.0 });
        return Some((value, used + more + usize::from(imaginary)));
    }
    Some((C128::new(first, 0.0), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floats(text: &str, separator: &str, count: Option<usize>) -> Option<(Vec<f64>, usize)> {
        let (array, used) = read_sequence(text, separator, Number::F64, count).ok()?;
        Some((array.to_vec(), used))
    }

    #[test]
    fn separators() {
        assert_eq!(floats("1 2\n 3  ", " ", None), Some((vec![1.0, 2.0, 3.0], 8)));
        assert_eq!(floats("1 , 2,3,", ",", None), Some((vec![1.0, 2.0, 3.0], 8)));
        assert_eq!(floats("1_x_2", "_x_", None), Some((vec![1.0, 2.0], 5)));
        assert_eq!(floats("", ",", None), Some((vec![], 0)));
        assert_eq!(floats("1,2 x", ",", Some(2)), Some((vec![1.0, 2.0], 3)));
        assert_eq!(floats("1 2 3", " ", Some(2)), Some((vec![1.0, 2.0], 4)));
        for wrong in ["1 2 x", "x", "1,2", "0x10"] {
            assert_eq!(floats(wrong, " ", None), None, "{wrong}");
        }
    }

    #[test]
    fn types() {
        let read = |text: &str, number| read_sequence(text, " ", number, None).map(|(array, _)| array);
        assert_eq!(
            read("9923372036854775807", Number::U64).map(|a| a.to_vec::<u64>()),
            Ok(vec![9_923_372_036_854_775_807])
        );
        assert!(read("300", Number::U8).is_err());
        assert_eq!(read("nan(foo) 1", Number::F64).map(|a| a.to_vec::<f64>()[1]), Ok(1.0));
        assert_eq!(
            read("1+2j -3j 4", Number::C128).map(|a| a.to_vec::<C128>()),
            Ok(vec![C128::new(1.0, 2.0), C128::new(0.0, -3.0), C128::new(4.0, 0.0)])
        );
    }
}
