//! The strings that name dtypes, read and written.

use std::fmt::Write as _;

use super::{ByteOrder, DType, Descriptor, Number};
use crate::error::{Error, Result};

/// Names beside `Number::name`, among them the C types of 64-bit Linux. C's long double is float64 here.
const ALIASES: [(&str, Number); 33] = [
    ("bool_", Number::Bool),
    ("byte", Number::I8),
    ("ubyte", Number::U8),
    ("short", Number::I16),
    ("ushort", Number::U16),
    ("intc", Number::I32),
    ("uintc", Number::U32),
    ("int", Number::I64),
    ("int_", Number::I64),
    ("intp", Number::I64),
    ("long", Number::I64),
    ("longlong", Number::I64),
    ("uint", Number::U64),
    ("uintp", Number::U64),
    ("ulong", Number::U64),
    ("ulonglong", Number::U64),
    ("half", Number::F16),
    ("single", Number::F32),
    ("float", Number::F64),
    ("double", Number::F64),
    ("longdouble", Number::F64),
    ("csingle", Number::C64),
    ("complex", Number::C128),
    ("cdouble", Number::C128),
    ("clongdouble", Number::C128),
    // One-letter codes of C types that are other types here.
    ("q", Number::I64),
    ("p", Number::I64),
    ("n", Number::I64),
    ("Q", Number::U64),
    ("P", Number::U64),
    ("N", Number::U64),
    ("g", Number::F64),
    ("G", Number::C128),
];

/// Names of NumPy 1 that NumPy 2 refuses by name.
const REMOVED_NAMES: [&str; 7] = ["int0", "uint0", "void0", "object0", "str0", "bytes0", "bool8"];

impl Number {
    /// The number type of a name without byte order: `"float64"`, `"double"`, `"f8"`, `"d"`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|number| number.name() == name)
            .or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, number)| *number))
            .or_else(|| Self::from_code(name))
    }

    /// The number type of a one-letter code, or of a kind's letter and a size in bytes.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        let mut characters = code.chars();
        let letter = characters.next()?;
        let digits = characters.as_str();
        if digits.is_empty() {
            return Self::from_character(letter)
                .or_else(|| ALIASES.iter().find(|(alias, _)| *alias == code).map(|(_, number)| *number));
        }
        let size: usize = digits.trim_start().parse().ok()?;
        Self::ALL.into_iter().find(|number| number.kind().character() == letter && number.size() == size)
    }

    /// The name of the dtype's class, as in `"Float64DType"`.
    pub fn class_name(self) -> &'static str {
        match self {
            Self::Bool => "BoolDType",
            Self::I8 => "Int8DType",
            Self::U8 => "UInt8DType",
            Self::I16 => "Int16DType",
            Self::U16 => "UInt16DType",
            Self::I32 => "Int32DType",
            Self::U32 => "UInt32DType",
            Self::I64 => "Int64DType",
            Self::U64 => "UInt64DType",
            Self::F16 => "Float16DType",
            Self::F32 => "Float32DType",
            Self::F64 => "Float64DType",
            Self::C64 => "Complex64DType",
            Self::C128 => "Complex128DType",
        }
    }

    /// The C type's name, as error messages have it: `"double"`, `"ulong"`.
    pub fn c_name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "byte",
            Self::U8 => "ubyte",
            Self::I16 => "short",
            Self::U16 => "ushort",
            Self::I32 => "int",
            Self::U32 => "uint",
            Self::I64 => "long",
            Self::U64 => "ulong",
            Self::F16 => "half",
            Self::F32 => "float",
            Self::F64 => "double",
            Self::C64 => "cfloat",
            Self::C128 => "cdouble",
        }
    }
}

impl DType {
    /// Reads any spelling of a number dtype: a name, a C type's name, a one-letter code, or a kind and a size, the last
    /// two with an optional byte order (`<`, `>`, `=`, `|`). [`Descriptor::parse`] reads those of all dtypes.
    ///
    /// # Errors
    /// Type error for text that names no dtype, and for the dtypes of which there are no arrays.
    ///
    /// ```
    /// use stridewise_core::DType;
    ///
    /// assert_eq!(DType::parse("float64").unwrap(), DType::F64);
    /// assert_eq!(DType::parse(">f8").unwrap(), DType::F64.swap());
    /// assert!(DType::parse("U5").unwrap_err().message().contains("not supported yet"));
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        if let Some(dtype) = Self::parse_number(text) {
            return Ok(dtype);
        }
        let descriptor = Descriptor::parse(text, false)?.descriptor;
        descriptor.number().ok_or_else(|| descriptor.refuse_array())
    }

    /// The number dtype that text names, with or without a byte order.
    pub(super) fn parse_number(text: &str) -> Option<Self> {
        if let Some(number) = Number::from_name(text) {
            return Some(number.native());
        }
        let order = match text.chars().next()? {
            '<' => ByteOrder::Little,
            '>' => ByteOrder::Big,
            '=' | '|' => ByteOrder::NATIVE,
            _ => return None,
        };
        Some(Self::new(Number::from_code(&text[1..])?, order))
    }

    /// The error for a name of NumPy 1 that NumPy 2 refuses by name.
    pub(super) fn removed_name(text: &str) -> Option<Error> {
        REMOVED_NAMES.contains(&text).then(|| {
            Error::type_error(format!(
                "Alias '{text}' was removed in NumPy 2.0. Use a name without a digit at the end."
            ))
        })
    }

    /// The array-protocol string: byte order, kind and size, as in `"<f8"` or `"|b1"`.
    pub fn protocol(self) -> String {
        let order = match (self.size(), self.byte_order()) {
            (1, _) => '|',
            (_, ByteOrder::Little) => '<',
            (_, ByteOrder::Big) => '>',
        };
        format!("{order}{}{}", self.kind().character(), self.size())
    }
}

/// Whether a character is written as it is, as far as Rust and Python agree on that.
fn is_printable(character: char) -> bool {
    // Marks that join the character before them are only escaped at the start.
    let after_another: String = ['a', character].into_iter().collect();
    after_another.escape_debug().nth(1) == Some(character)
}

/// The text as Python's `repr` writes it.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut result = String::with_capacity(text.len() + 2);
    result.push(quote);
    for character in text.chars() {
        match character {
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            '\t' => result.push_str("\\t"),
            '\\' => result.push_str("\\\\"),
            _ if character == quote => {
                result.push('\\');
                result.push(quote);
            }
            '\'' | '"' => result.push(character),
            _ if is_printable(character) => result.push(character),
            _ => {
                let _ = match character as u32 {
                    code @ ..0x100 => write!(result, "\\x{code:02x}"),
                    code @ ..0x1_0000 => write!(result, "\\u{code:04x}"),
                    code => write!(result, "\\U{code:08x}"),
                };
            }
        }
    }
    result.push(quote);
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What NumPy 2.4 makes of names, apart from `g`, `G` and the long double names, which are wider there.
    const SPELLINGS: &str = "
        b:|i1 h:<i2 i:<i4 l:<i8 q:<i8 p:<i8 n:<i8 B:|u1 H:<u2 I:<u4 L:<u8 Q:<u8 P:<u8 N:<u8 ?:|b1
        e:<f2 f:<f4 d:<f8 F:<c8 D:<c16 g:<f8 G:<c16
        b1:|b1 i1:|i1 i2:<i2 i4:<i4 i8:<i8 u1:|u1 u2:<u2 u4:<u4 u8:<u8 f2:<f2 f4:<f4 f8:<f8 c8:<c8 c16:<c16
        <i8:<i8 =u2:<u2 |b1:|b1 |i8:<i8 <b1:|b1 >b1:|b1 >f4:>f4 >i1:|i1 >c16:>c16 >?:|b1 =?:|b1 >l:>i8 >q:>i8 |d:<f8
        >p:>i8 <P:<u8 =H:<u2 i08:<i8 i+8:<i8
        float:<f8 double:<f8 longlong:<i8 int:<i8 uint:<u8 intp:<i8 uintp:<u8 bool:|b1 half:<f2 single:<f4
        csingle:<c8 cdouble:<c16 clongdouble:<c16 longdouble:<f8 long:<i8 ulong:<u8 ulonglong:<u8 int_:<i8 bool_:|b1
        complex:<c16 intc:<i4 uintc:<u4 short:<i2 ushort:<u2 byte:|i1 ubyte:|u1
        int8:|i1 int16:<i2 int32:<i4 int64:<i8 uint8:|u1 uint16:<u2 uint32:<u4 uint64:<u8
        float16:<f2 float32:<f4 float64:<f8 complex64:<c8 complex128:<c16";

    const NOT_UNDERSTOOD: [&str; 34] = [
        "",
        " ",
        "u",
        "c1",
        "foo",
        "Float64",
        "FLOAT64",
        "f8 ",
        " f8",
        "i-8",
        "i8i",
        "==i8",
        "<",
        "<<i8",
        "|",
        "b8",
        "f12",
        "f16",
        "?1",
        "é",
        "f8\0",
        "i99999999999999",
        "<float64",
        "=float",
        "long double",
        "None",
        "string",
        "float_",
        "uint_",
        "complex_",
        "d8",
        "float64[3]",
        "i8:",
        "7",
    ];

    const LATER: [&str; 33] = [
        "S",
        "S3",
        "a",
        "a5",
        "U",
        "U5",
        "<U5",
        "V",
        "V8",
        "O",
        "|O",
        "O8",
        "M8",
        "m8",
        "M",
        "m",
        "M8[s]",
        ">M8[ns]",
        "m8[10us]",
        "datetime64",
        "timedelta64",
        "datetime64[ns]",
        "T",
        "c",
        "str",
        "bytes",
        "object",
        "void",
        "i4,f4",
        "i4,",
        "2f8",
        "(2,)f8",
        "f8, (2,3)i4",
    ];

    #[test]
    fn names_are_read_as_numpy_reads_them() {
        for pair in SPELLINGS.split_whitespace() {
            let (text, expected) = pair.rsplit_once(':').unwrap();
            assert_eq!(DType::parse(text).map(DType::protocol).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_understood() {
        for text in NOT_UNDERSTOOD {
            let message = DType::parse(text).unwrap_err().message().to_owned();
            assert!(message.ends_with("not understood"), "{text}: {message}");
        }
        assert_eq!(DType::parse("it's").unwrap_err().message(), "data type \"it's\" not understood");
    }

    #[test]
    fn dtypes_without_arrays_are_refused() {
        for text in LATER {
            let message = DType::parse(text).unwrap_err().message().to_owned();
            assert!(message.contains("not supported yet"), "{text}: {message}");
        }
        let removed = "Alias 'bool8' was removed in NumPy 2.0. Use a name without a digit at the end.";
        assert_eq!(DType::parse("bool8").unwrap_err().message(), removed);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = DType::parse(&text);
        }

        #[test]
        fn any_likely_text_is_read_or_refused(text in "[<>=|]?[a-zA-Z?(]{0,2}[0-9+ ,\\[\\])sé]{0,5}") {
            if let Ok(dtype) = DType::parse(&text) {
                prop_assert_eq!(DType::parse(&dtype.protocol()), Ok(dtype));
                prop_assert_eq!(DType::parse(&dtype.to_string()), Ok(dtype));
            }
        }
    }
}
