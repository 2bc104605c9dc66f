//! The head of an npy file: magic, version, and a Python dict that tells dtype, order and shape.

use stridewise_core::error::tuple;
use stridewise_core::{ByteOrder, DType, Error, Number, Result};

use super::literal::{Literal, parse};

/// What every npy file starts with.
pub const MAGIC: &[u8] = b"\x93NUMPY";
/// Headers are padded so that data start at a multiple of this many bytes.
pub const ALIGNMENT: usize = 64;
/// Room for this many digits is left for the axis that files grow along, so that its length can be overwritten.
const GROWTH_DIGITS: usize = 21;

/// A version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The header's length takes two bytes.
    V1,
    /// The header's length takes four bytes.
    V2,
    /// As version 2, in UTF-8.
    V3,
}

impl Version {
    /// The version with these numbers.
    ///
    /// # Errors
    /// Value error where there is none.
    pub fn from_numbers(major: u8, minor: u8) -> Result<Self> {
        match (major, minor) {
            (1, 0) => Ok(Self::V1),
            (2, 0) => Ok(Self::V2),
            (3, 0) => Ok(Self::V3),
            _ => Err(Error::value(format!(
                "we only support format version (1,0), (2,0), and (3,0), not ({major}, {minor})"
            ))),
        }
    }

    /// Bytes that the length of the header takes.
    pub fn length_size(self) -> usize {
        if self == Self::V1 { 2 } else { 4 }
    }

    fn number(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
            Self::V3 => 3,
        }
    }
}

/// What a header says of the array.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The dtype as a literal: text for numbers, a list for records.
    pub descriptor: Literal,
    pub fortran_order: bool,
    pub shape: Vec<usize>,
    /// Whether it was written by Python 2.
    pub python2: bool,
}

impl Header {
    pub fn new(dtype: DType, fortran_order: bool, shape: &[usize]) -> Self {
        let mark = match (dtype.size(), dtype.byte_order()) {
            (1, _) => '|',
            (_, ByteOrder::Little) => '<',
            (_, ByteOrder::Big) => '>',
        };
        let descriptor = Literal::Text(format!("{mark}{}{}", dtype.kind().character(), dtype.size()));
        Self { descriptor, fortran_order, shape: shape.to_vec(), python2: false }
    }

    /// # Errors
    /// Value error where the text is no dict of exactly `descr`, `fortran_order` and `shape`, or one of them is of the
    /// wrong kind.
    pub fn parse(text: &str) -> Result<Self> {
        let (literal, python2) = parse(text)?;
        let Literal::Dict(entries) = literal else {
            return Err(Error::value(format!("Header is not a dictionary: {text:?}")));
        };
        let mut keys: Vec<&str> = Vec::new();
        let (mut descriptor, mut fortran_order, mut shape) = (None, None, None);
        for (key, value) in &entries {
            let Literal::Text(key) = key else {
                return Err(Error::value(format!("Header does not contain the correct keys: {text:?}")));
            };
            keys.push(key);
            match key.as_str() {
                "descr" => descriptor = Some(value.clone()),
                "fortran_order" => fortran_order = Some(value.clone()),
                "shape" => shape = Some(value.clone()),
                _ => {}
            }
        }
        keys.sort_unstable();
        let (Some(descriptor), Some(fortran_order), Some(shape), true) =
            (descriptor, fortran_order, shape, keys.len() == 3)
        else {
            return Err(Error::value(format!("Header does not contain the correct keys: {keys:?}")));
        };
        let Some(shape) = lengths(&shape) else {
            return Err(Error::value(format!("shape is not valid: {shape:?}")));
        };
        let Literal::Bool(fortran_order) = fortran_order else {
            return Err(Error::value(format!("fortran_order is not a valid bool: {fortran_order:?}")));
        };
        Ok(Self { descriptor, fortran_order, shape, python2 })
    }

    /// The dtype, if it is one of numbers.
    ///
    /// # Errors
    /// Value error where the descriptor is none of a dtype; type error where it is of one that is not a number's.
    pub fn dtype(&self) -> Result<DType> {
        let unknown =
            || Error::value(format!("descr is not a valid dtype descriptor: {:?}", self.descriptor));
        let Literal::Text(text) = &self.descriptor else {
            return Err(Error::type_error("arrays of records are not supported yet"));
        };
        let order = match text.chars().next() {
            Some('<') => ByteOrder::Little,
            Some('>') => ByteOrder::Big,
            Some('|' | '=') => ByteOrder::NATIVE,
            _ => return Err(unknown()),
        };
        let code = &text[1..];
        Number::ALL
            .into_iter()
            .find(|number| code == format!("{}{}", number.kind().character(), number.size()))
            .map(|number| DType::new(number, order))
            .ok_or_else(unknown)
    }

    /// The header as a file starts with it, in the oldest version that holds it.
    ///
    /// # Errors
    /// Value error where its text does not fit four gigabytes.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let descriptor = match &self.descriptor {
            Literal::Text(text) => format!("'{text}'"),
            _ => return Err(Error::type_error("arrays of records are not supported yet")),
        };
        let order = if self.fortran_order { "True" } else { "False" };
        let shape = tuple(&self.shape);
        let text = format!("{{'descr': {descriptor}, 'fortran_order': {order}, 'shape': {shape}, }}");
        let text = with_growth(text, &self.shape, self.fortran_order);
        let version = if wrap(&text, Version::V1).is_ok() { Version::V1 } else { Version::V2 };
        wrap(&text, version)
    }
}

fn lengths(shape: &Literal) -> Option<Vec<usize>> {
    let Literal::Tuple(axes) = shape else { return None };
    axes.iter()
        .map(|axis| match axis {
            Literal::Integer(length) => usize::try_from(*length).ok(),
            _ => None,
        })
        .collect()
}

/// The text of a header with room for the axis that files grow along.
pub fn with_growth(mut text: String, shape: &[usize], fortran_order: bool) -> String {
    let growing = if fortran_order { shape.last() } else { shape.first() };
    if let Some(length) = growing {
        text.push_str(&" ".repeat(GROWTH_DIGITS.saturating_sub(length.to_string().len())));
    }
    text
}

/// The text of a header with what a file has around it: magic, version, length, padding and line break.
///
/// # Errors
/// Value error where the text is too long for the version, or has characters that it cannot encode.
pub fn wrap(text: &str, version: Version) -> Result<Vec<u8>> {
    let encoded: Vec<u8> = match version {
        Version::V3 => text.as_bytes().to_vec(),
        _ => text
            .chars()
            .map(|character| {
                u8::try_from(u32::from(character))
                    .map_err(|_| Error::value(format!("header is not Latin 1: {text}")))
            })
            .collect::<Result<_>>()?,
    };
    let before = MAGIC.len() + 2 + version.length_size();
    let padding = ALIGNMENT - (before + encoded.len() + 1) % ALIGNMENT;
    let length = encoded.len() + padding + 1;
    let most = if version == Version::V1 { usize::from(u16::MAX) } else { u32::MAX as usize };
    if length > most {
        return Err(Error::value(format!(
            "Header length {length} too big for version=({}, 0)",
            version.number()
        )));
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend([version.number(), 0]);
    bytes.extend_from_slice(&(length as u32).to_le_bytes()[..version.length_size()]);
    bytes.extend(encoded);
    bytes.resize(before + length - 1, b' ');
    bytes.push(b'\n');
    Ok(bytes)
}
