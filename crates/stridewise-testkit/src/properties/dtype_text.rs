//! The spellings of dtypes.

use arbitrary::{Result, Unstructured};
use stridewise_core::dtype::Descriptor;
use stridewise_core::{DType, ErrorKind};

/// Pieces that spellings are made of; arbitrary text rarely comes near one.
const PIECES: [&str; 33] = [
    "<",
    ">",
    "=",
    "|",
    "i",
    "u",
    "f",
    "c",
    "b",
    "?",
    "1",
    "2",
    "4",
    "8",
    "16",
    "int",
    "float",
    "complex",
    "bool",
    "64",
    "long",
    "double",
    "U",
    "M8[ns]",
    "S",
    "V",
    "O",
    ",",
    "(2,3)",
    "[25s]",
    "m8",
    "[D/3]",
    "datetime64",
];

/// Text is refused, or names one dtype: the one that its own spellings name, in whichever byte order is written
/// before a number's.
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
    let descriptor = match Descriptor::parse(text, false) {
        Ok(spelled) => spelled.descriptor,
        Err(error) => {
            let kinds = [ErrorKind::Type, ErrorKind::Value, ErrorKind::Overflow];
            assert!(kinds.contains(error.kind()), "{text:?}");
            return;
        }
    };
    let again = |text: &str| Descriptor::parse(text, false).ok().map(|spelled| spelled.descriptor);
    if descriptor.record().is_none() && descriptor.subarray().is_none() {
        assert_eq!(again(&descriptor.protocol()).as_ref(), Some(&descriptor), "protocol of {text:?}");
    }
    let swapped = descriptor.with_order(None);
    assert_eq!(swapped.with_order(None), descriptor, "swapped twice: {text:?}");
    assert_eq!(swapped.canonical(), descriptor.canonical(), "canonical: {text:?}");
    let Some(dtype) = descriptor.number() else {
        assert!(DType::parse(text).is_err(), "{text:?}");
        return;
    };
    assert_eq!(DType::parse(&dtype.protocol()).ok(), Some(dtype), "protocol of {text:?}");
    assert_eq!(DType::parse(&dtype.to_string()).ok(), Some(dtype), "name of {text:?}");
    if let Some(code) = text.strip_prefix('<') {
        assert_eq!(DType::parse(&format!(">{code}")).ok(), Some(dtype.swap()), "byte order of {text:?}");
    }
}
