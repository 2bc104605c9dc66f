//! Text of numbers and arrays against what NumPy printed: `scripts/text-fixtures` made the table.

use stridewise::text::*;
use stridewise_core::{Buffer, Error, Layout, Number, View};

const CASES: &str = include_str!("fixtures/array_text.tsv");

fn number(code: &str) -> Number {
    Number::from_character(code.chars().next().unwrap()).unwrap()
}

/// `None` where NumPy had `None`.
fn count(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn flag(text: &str) -> bool {
    text == "True"
}

fn float(fields: &[&str]) -> Result<String, Error> {
    let value = f64::from_bits(u64::from_str_radix(fields[2], 16).unwrap());
    let text = FloatText {
        precision: count(fields[3]),
        unique: flag(fields[4]),
        fractional: flag(fields[5]),
        trim: Trim::from_name(fields[6]).unwrap(),
        sign: flag(fields[7]),
        pad_left: count(fields[8]).unwrap_or(0),
        pad_right: count(fields[9]).unwrap_or(0),
        min_digits: count(fields[10]),
        exponent_digits: count(fields[11]).unwrap_or(2),
    };
    if fields[0] == "positional" {
        format_positional(value, number(fields[1]), &text)
    } else {
        format_scientific(value, number(fields[1]), &text)
    }
}

fn view(code: &str, swapped: bool, shape: &str, bytes: &str) -> View {
    let dtype = if swapped { number(code).native().swap() } else { number(code).native() };
    let shape: Vec<usize> = shape.split(',').filter_map(count).collect();
    let bytes: Vec<u8> =
        (0..bytes.len() / 2).map(|i| u8::from_str_radix(&bytes[2 * i..2 * i + 2], 16).unwrap()).collect();
    let buffer = Buffer::zeroed(bytes.len()).unwrap();
    let raw = Layout::contiguous(&[bytes.len()], 1).unwrap();
    View::new(Number::U8.native(), raw, buffer.clone()).unwrap().write_slice(&bytes);
    View::new(dtype, Layout::contiguous(&shape, dtype.size()).unwrap(), buffer).unwrap()
}

fn array(fields: &[&str]) -> Result<String, Error> {
    let view = view(fields[1], flag(fields[2]), fields[3], fields[4]);
    let options = PrintOptions {
        precision: count(fields[5]),
        threshold: count(fields[6]).unwrap(),
        edge_items: count(fields[7]).unwrap(),
        line_width: fields[8].parse().unwrap(),
        suppress_small: flag(fields[9]),
        sign: Sign::from_name(fields[10])?,
        float_mode: FloatMode::from_name(fields[11])?,
        legacy: Legacy::from_name(fields[12]).unwrap_or_default(),
        nan_text: fields[13].to_owned(),
        infinity_text: fields[14].to_owned(),
    };
    let item = || view.value_at(&[]).unwrap();
    match fields[0] {
        "array2string" => {
            let text = ArrayText { separator: fields[15], prefix: fields[16], suffix: fields[17] };
            array_to_string(&view, &options, text)
        }
        "repr" => array_repr(&view, "array", &options),
        "scalar str" => Ok(scalar::to_str(item(), number(fields[1]), options.legacy)),
        _ => Ok(scalar::to_repr(item(), number(fields[1]), options.legacy, None)),
    }
}

#[test]
fn text_is_numpys() {
    let mut wrong = String::new();
    for case in CASES.lines() {
        let fields: Vec<&str> = case.split('\t').collect();
        let (expected, fields) = fields.split_last().unwrap();
        let found = match fields[0] {
            "positional" | "scientific" => float(fields),
            "base" => {
                base_repr(fields[1].parse().unwrap(), fields[2].parse().unwrap(), fields[3].parse().unwrap())
            }
            "binary" => binary_repr(fields[1].parse().unwrap(), fields[2].parse().ok()),
            _ => array(fields),
        };
        let found = found.unwrap_or_else(|error| format!("error: {error}")).replace('\n', "\\n");
        if found != *expected {
            wrong += &format!("{fields:?}\n  NumPy {expected}\n  here  {found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
