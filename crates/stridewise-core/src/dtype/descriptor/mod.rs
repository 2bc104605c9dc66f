//! Descriptors: everything that a dtype can say of an element, for all the kinds of elements that NumPy has.
//!
//! Arrays hold numbers, whose dtype is the small [`DType`] that loops are chosen by. A [`Descriptor`] stands beside
//! it: it also describes text, bytes, raw memory, Python objects, dates, records and subarrays, so that programs can
//! name such dtypes, compare and promote them and lay them out. No array is made of them: who needs an array's dtype
//! asks [`Descriptor::number`] and refuses with [`Descriptor::refuse_array`].

mod casting;
mod date;
mod interface;
mod parse;
mod promotion;
mod record;
mod subarray;
mod text;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub use date::{Date, DateKind, DateUnit, Unit};
pub use interface::{Content, Entry};
pub use parse::Spelled;
pub use promotion::Operand;
pub use record::{Field, NewField, Record};
pub use subarray::Subarray;

use super::{ByteOrder, DType, Number};
use crate::error::{Error, Result};

/// The most bytes that an element may have: as many as fit NumPy's field for it.
pub const MAX_SIZE: usize = i32::MAX as usize;

/// How deep records and subarrays may be nested in each other.
pub const MAX_DEPTH: usize = 100;

/// Bytes of a character of text, which is stored as UCS-4.
const CHARACTER: usize = 4;

/// What one element is.
///
/// Two descriptors are equal when the bytes of one can be read as the other, field by field, under the same names.
#[derive(Clone, Debug)]
pub enum Descriptor {
    Number(DType),
    /// `S`: bytes, padded with zeros. A length of 0 leaves it open.
    Bytes {
        length: usize,
    },
    /// `U`: text of so many characters, padded with zeros. A length of 0 leaves it open.
    Text {
        length: usize,
        order: ByteOrder,
    },
    /// `V`: memory without a meaning. A size of 0 leaves it open.
    Void {
        size: usize,
    },
    /// `O`: a reference to a Python object.
    Object,
    /// `M` and `m`: points in time and spans of it.
    Date(Date),
    Record(Arc<Record>),
    Subarray(Arc<Subarray>),
}

/// What a dtype's elements need from whoever handles them, as the bits of NumPy's `dtype.flags`.
mod flags {
    pub const OBJECT: u32 = 0b11_1111;
    pub const INITIALISED: u32 = 0b1000;
    pub const RECORD: u32 = 0b1_0000;
    pub const ALIGNED_RECORD: u32 = 0b1000_0000;
    /// What a record takes over from its fields.
    pub const INHERITED: u32 = 0b1_1011;
}

impl Descriptor {
    /// Text of so many characters, in native byte order.
    pub const fn text(length: usize) -> Self {
        Self::Text { length, order: ByteOrder::NATIVE }
    }

    /// The number dtype, where it is one.
    #[inline]
    pub fn number(&self) -> Option<DType> {
        match self {
            Self::Number(dtype) => Some(*dtype),
            _ => None,
        }
    }

    /// The error for whoever asks for an array of these elements: the one place where it says that there is none.
    #[cold]
    pub fn refuse_array(&self) -> Error {
        Error::type_error(format!(
            "arrays of {} are not supported yet: only those of bool, integers, floats and complex numbers are",
            self.repr()
        ))
    }

    /// Bytes of one element.
    pub fn size(&self) -> usize {
        match self {
            Self::Number(dtype) => dtype.size(),
            Self::Bytes { length } => *length,
            Self::Text { length, .. } => length * CHARACTER,
            Self::Void { size } => *size,
            Self::Object => size_of::<usize>(),
            Self::Date(_) => size_of::<i64>(),
            Self::Record(record) => record.size(),
            Self::Subarray(subarray) => subarray.size(),
        }
    }

    /// Bytes that an element wants to be aligned to.
    pub fn alignment(&self) -> usize {
        match self {
            Self::Number(dtype) => dtype.alignment(),
            Self::Bytes { .. } | Self::Void { .. } => 1,
            Self::Text { .. } => CHARACTER,
            Self::Object => align_of::<usize>(),
            Self::Date(_) => align_of::<i64>(),
            Self::Record(record) => record.alignment(),
            Self::Subarray(subarray) => subarray.base().alignment(),
        }
    }

    /// NumPy's letter for the kind (`dtype.kind`).
    pub fn kind(&self) -> char {
        match self {
            Self::Number(dtype) => dtype.kind().character(),
            _ => self.character(),
        }
    }

    /// NumPy's one-letter code (`dtype.char`).
    pub fn character(&self) -> char {
        match self {
            Self::Number(dtype) => dtype.number().character(),
            Self::Bytes { .. } => 'S',
            Self::Text { .. } => 'U',
            Self::Void { .. } | Self::Record(_) | Self::Subarray(_) => 'V',
            Self::Object => 'O',
            Self::Date(Date { kind: DateKind::Point, .. }) => 'M',
            Self::Date(Date { kind: DateKind::Span, .. }) => 'm',
        }
    }

    /// NumPy's type number (`dtype.num`).
    pub fn type_number(&self) -> u8 {
        match self.character() {
            'O' => 17,
            'S' => 18,
            'U' => 19,
            'V' => 20,
            'M' => 21,
            'm' => 22,
            _ => self.number().map_or(0, |dtype| dtype.number().type_number()),
        }
    }

    /// What NumPy's type number says, in native byte order and of open size. Those of C types that are other types here
    /// give these.
    pub fn from_type_number(number: u8) -> Option<Self> {
        Some(match number {
            9 => Number::I64.into(),
            10 => Number::U64.into(),
            13 => Number::F64.into(),
            16 => Number::C128.into(),
            17 => Self::Object,
            18 => Self::Bytes { length: 0 },
            19 => Self::text(0),
            20 => Self::Void { size: 0 },
            21 => Date::native(DateKind::Point, DateUnit::GENERIC).into(),
            22 => Date::native(DateKind::Span, DateUnit::GENERIC).into(),
            _ => Number::ALL.into_iter().find(|known| known.type_number() == number)?.into(),
        })
    }

    /// NumPy's name without byte order, as in `float64`, `str160` or `datetime64[ns]`.
    pub fn name(&self) -> Cow<'static, str> {
        let sized = |name: &'static str| match self.size() {
            0 => Cow::Borrowed(name),
            size => Cow::Owned(format!("{name}{}", size * 8)),
        };
        match self {
            Self::Number(dtype) => Cow::Borrowed(dtype.number().name()),
            Self::Bytes { .. } => sized("bytes"),
            Self::Text { .. } => sized("str"),
            Self::Void { .. } | Self::Record(_) | Self::Subarray(_) => sized("void"),
            Self::Object => Cow::Borrowed("object"),
            Self::Date(date) => Cow::Owned(format!("{}{}", date.kind.name(), date.unit)),
        }
    }

    /// The name of the dtype's class, as in `"StrDType"`.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::Number(dtype) => dtype.number().class_name(),
            Self::Bytes { .. } => "BytesDType",
            Self::Text { .. } => "StrDType",
            Self::Void { .. } | Self::Record(_) | Self::Subarray(_) => "VoidDType",
            Self::Object => "ObjectDType",
            Self::Date(Date { kind: DateKind::Point, .. }) => "DateTime64DType",
            Self::Date(Date { kind: DateKind::Span, .. }) => "TimeDelta64DType",
        }
    }

    /// The byte order, for elements that have one of their own.
    pub fn byte_order(&self) -> Option<ByteOrder> {
        match self {
            Self::Number(dtype) if dtype.size() > 1 => Some(dtype.byte_order()),
            Self::Text { order, .. } | Self::Date(Date { order, .. }) => Some(*order),
            _ => None,
        }
    }

    /// Whether the byte order is the machine's, in all fields of a record.
    pub fn is_native(&self) -> bool {
        match self {
            Self::Record(record) => record.fields().iter().all(|field| field.descriptor.is_native()),
            _ => self.byte_order().is_none_or(|order| order == ByteOrder::NATIVE),
        }
    }

    /// The same elements with another byte order, in all fields and items; `None` swaps it.
    pub fn with_order(&self, asked: Option<ByteOrder>) -> Self {
        let turned = |order: ByteOrder| asked.unwrap_or(order.other());
        match self {
            Self::Number(dtype) => {
                Self::Number(asked.map_or(dtype.swap(), |order| DType::new(dtype.number(), order)))
            }
            Self::Text { length, order } => Self::Text { length: *length, order: turned(*order) },
            Self::Date(date) => Self::Date(Date { order: turned(date.order), ..*date }),
            Self::Record(record) => {
                Self::Record(Arc::new(record.map(|field| field.descriptor.with_order(asked))))
            }
            Self::Subarray(subarray) => {
                Self::Subarray(Arc::new(subarray.with_base(subarray.base().with_order(asked))))
            }
            Self::Bytes { .. } | Self::Void { .. } | Self::Object => self.clone(),
        }
    }

    /// The byte order that a letter or word asks for: `<`, `>`, `=`, `S` to swap, `|` to leave it, or anything that
    /// begins like `little`, `big`, `native`, `swap`, `ignore`.
    ///
    /// # Errors
    /// Value error for other text.
    pub fn with_byte_order(&self, text: &str) -> Result<Self> {
        Ok(match text.bytes().next().map(|byte| byte.to_ascii_lowercase()) {
            Some(b'<' | b'l') => self.with_order(Some(ByteOrder::Little)),
            Some(b'>' | b'b') => self.with_order(Some(ByteOrder::Big)),
            Some(b'=' | b'n') => self.with_order(Some(ByteOrder::NATIVE)),
            Some(b's') => self.with_order(None),
            Some(b'|' | b'i') => self.clone(),
            _ => return Err(Error::value(format!("byteorder not recognized (got {})", super::quoted(text)))),
        })
    }

    /// Whether elements refer to Python objects.
    pub fn has_object(&self) -> bool {
        self.flags() & 1 != 0
    }

    /// The bits of NumPy's `dtype.flags`.
    pub fn flags(&self) -> u32 {
        match self {
            Self::Object => flags::OBJECT,
            Self::Text { .. } => flags::INITIALISED,
            Self::Record(record) => {
                let inherited = record.inherited_flags() & flags::INHERITED;
                flags::RECORD | inherited | if record.is_aligned() { flags::ALIGNED_RECORD } else { 0 }
            }
            Self::Subarray(subarray) => subarray.base().flags(),
            _ => 0,
        }
    }

    /// Whether this is a record, or a block of records, laid out with each field aligned.
    pub fn is_aligned(&self) -> bool {
        match self {
            Self::Record(record) => record.is_aligned(),
            Self::Subarray(subarray) => subarray.base().is_aligned(),
            _ => false,
        }
    }

    /// Whether the size is left open, to be taken from the elements.
    pub fn is_unsized(&self) -> bool {
        matches!(self, Self::Bytes { length: 0 } | Self::Text { length: 0, .. } | Self::Void { size: 0 })
    }

    /// The same kind of element with another size, where its size was left open; `None` where that is impossible.
    pub fn sized(&self, size: usize) -> Option<Self> {
        (size <= MAX_SIZE).then_some(())?;
        Some(match self {
            Self::Bytes { length: 0 } => Self::Bytes { length: size },
            Self::Text { length: 0, order } if size.is_multiple_of(CHARACTER) => {
                Self::Text { length: size / CHARACTER, order: *order }
            }
            Self::Void { size: 0 } => Self::Void { size },
            _ => return None,
        })
    }

    pub fn record(&self) -> Option<&Arc<Record>> {
        match self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }

    pub fn subarray(&self) -> Option<&Arc<Subarray>> {
        match self {
            Self::Subarray(subarray) => Some(subarray),
            _ => None,
        }
    }

    /// Levels of records and subarrays in it.
    fn depth(&self) -> usize {
        match self {
            Self::Record(record) => record.depth(),
            Self::Subarray(subarray) => subarray.depth(),
            _ => 0,
        }
    }
}

impl From<DType> for Descriptor {
    fn from(dtype: DType) -> Self {
        Self::Number(dtype)
    }
}

impl From<Number> for Descriptor {
    fn from(number: Number) -> Self {
        Self::Number(number.native())
    }
}

impl PartialEq for Descriptor {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Bytes { length: a }, Self::Bytes { length: b }) => a == b,
            (Self::Text { length: a, order: c }, Self::Text { length: b, order: d }) => (a, c) == (b, d),
            (Self::Void { size: a }, Self::Void { size: b }) => a == b,
            (Self::Object, Self::Object) => true,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Record(a), Self::Record(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Subarray(a), Self::Subarray(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

impl Eq for Descriptor {}

impl Hash for Descriptor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Number(dtype) => dtype.hash(state),
            Self::Record(record) => record.hash(state),
            Self::Subarray(subarray) => subarray.hash(state),
            Self::Date(date) => (self.character(), date).hash(state),
            _ => (self.character(), self.size(), self.byte_order()).hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::ErrorKind;

    fn read(text: &str) -> Descriptor {
        Descriptor::parse(text, false).unwrap().descriptor
    }

    #[test]
    fn facts_are_numpys() {
        let facts: [(&str, char, usize, usize, &str, &str, &str); 9] = [
            ("S5", 'S', 5, 1, "|S5", "bytes40", "dtype('S5')"),
            (">U5", 'U', 20, 4, ">U5", "str160", "dtype('>U5')"),
            ("V", 'V', 0, 1, "|V0", "void", "dtype('V')"),
            ("O", 'O', 8, 8, "|O", "object", "dtype('O')"),
            ("M8[25s]", 'M', 8, 8, "<M8[25s]", "datetime64[25s]", "dtype('<M8[25s]')"),
            ("m8", 'm', 8, 8, "<m8", "timedelta64", "dtype('<m8')"),
            ("i1,f8", 'V', 9, 1, "|V9", "void72", "dtype([('f0', 'i1'), ('f1', '<f8')])"),
            ("(2,3)i4", 'V', 24, 4, "|V24", "void192", "dtype(('<i4', (2, 3)))"),
            ("f8", 'f', 8, 8, "<f8", "float64", "dtype('float64')"),
        ];
        for (text, kind, size, alignment, protocol, name, repr) in facts {
            let descriptor = read(text);
            assert_eq!(
                (descriptor.kind(), descriptor.size(), descriptor.alignment()),
                (kind, size, alignment)
            );
            assert_eq!((&*descriptor.protocol(), &*descriptor.name()), (protocol, name));
            assert_eq!(descriptor.repr(), repr);
        }
    }

    #[test]
    fn aligned_fields_leave_gaps() {
        let packed = read("i1,f8,i2");
        let aligned = Descriptor::parse("i1,f8,i2", true).unwrap().descriptor;
        assert_eq!((packed.size(), aligned.size(), aligned.alignment()), (11, 24, 8));
        let names: Vec<_> = aligned.interface().unwrap().iter().map(|entry| entry.name.to_string()).collect();
        assert_eq!(names, ["f0", "", "f1", "f2", ""]);
        assert_ne!(packed, aligned);
        assert_eq!(aligned.canonical(), aligned);
        assert!(packed.can_cast(&aligned, crate::dtype::Casting::Equiv));
    }

    #[test]
    fn nesting_ends_in_an_error() {
        let mut descriptor = Descriptor::Object;
        let error = loop {
            match descriptor.repeated(vec![1]) {
                Ok(deeper) => descriptor = deeper,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), &ErrorKind::Recursion);
    }

    #[test]
    fn arrays_are_refused_by_name() {
        let message = read("S5").refuse_array().message().to_owned();
        assert!(message.starts_with("arrays of dtype('S5') are not supported yet"), "{message}");
    }

    proptest! {
        #[test]
        fn promotion_does_not_depend_on_the_order(
            a in "[<>]?(S[0-9]|U[0-9]|V[0-9]|O|[mM]8\\[[0-9]?(Y|D|s|ns)\\]|i[1248]|f[48]|i4,S[0-9]|2i4)",
            b in "[<>]?(S[0-9]|U[0-9]|V[0-9]|O|[mM]8\\[[0-9]?(Y|D|s|ns)\\]|i[1248]|f[48]|i4,S[0-9]|2i4)",
        ) {
            let (Ok(a), Ok(b)) = (Descriptor::parse(&a, false), Descriptor::parse(&b, false)) else {
                return Ok(());
            };
            let (a, b) = (a.descriptor, b.descriptor);
            let common = a.promote(&b);
            prop_assert_eq!(common.is_ok(), b.promote(&a).is_ok());
            if let (Ok(common), Ok(other)) = (common, b.promote(&a)) {
                prop_assert_eq!(&common, &other);
                prop_assert_eq!(common.canonical(), common.clone());
                prop_assert!(common.is_native());
            }
        }
    }
}
