//! The spellings of dtypes.

use arbitrary::{Result, Unstructured};
use stridewise_core::{DType, ErrorKind};

/// Pieces that spellings are made of; arbitrary text rarely comes near one.
const PIECES: [&str; 24] = [
    "<", ">", "=", "|", "i", "u", "f", "c", "b", "?", "1", "2", "4", "8", "16", "int", "float", "complex",
    "bool", "64", "long", "double", "U", "M8[ns]",
];

/// Text is refused with a type error, or names one dtype: the one that its own spellings name, in whichever
/// byte order is written before it.
pub fn dtype_text_names_one_dtype(bytes: &[u8]) {
    if let Ok(text) = text(&mut Unstructured::new(bytes)) {
        check(&text);
    }
}

fn text(source: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..source.int_in_range(0..=4)? {
        if source.ratio(1, 4)? {
            text.push_str(source.arbitrary()?);
        } else {
            text.push_str(source.choose(&PIECES)?);
        }
    }
    Ok(text)
}

fn check(text: &str) {
    let dtype = match DType::parse(text) {
        Ok(dtype) => dtype,
        Err(error) => {
            assert_eq!(error.kind(), &ErrorKind::Type, "{text:?}");
            return;
        }
    };
    assert_eq!(DType::parse(&dtype.protocol()).ok(), Some(dtype), "protocol of {text:?}");
    assert_eq!(DType::parse(&dtype.to_string()).ok(), Some(dtype), "name of {text:?}");
    if let Some(code) = text.strip_prefix('<') {
        assert_eq!(DType::parse(&format!(">{code}")).ok(), Some(dtype.swap()), "byte order of {text:?}");
    }
}
