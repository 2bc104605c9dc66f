//! Element types: the fourteen number types, each in native or swapped byte order, and descriptors of all others.

mod casting;
mod convert;
mod descriptor;
mod dispatch;
mod element;
mod half_precision;
mod limits;
mod promotion;
mod spelling;

use std::fmt;

pub use casting::{Casting, can_cast, cast_errors, errors_of_casts, min_scalar_type};
pub use convert::{Convert, ConvertFrom, converts_to_integer};
pub use descriptor::{
    Content, Date, DateKind, DateUnit, Descriptor, Entry, Field, MAX_DEPTH, MAX_SIZE, NewField, Operand,
    Record, Spelled, Subarray, Unit,
};
pub use element::{Bool, Element};
pub use half_precision::{half_to_single, single_to_half, single_to_normal_half};
pub use limits::{FloatLimits, IntegerLimits};
pub use promotion::{
    Weak, promote, promote_types, python_int, python_int_too_large, python_value, result_type,
};
pub(crate) use spelling::quoted;

/// The Rust type of float16.
pub type F16 = half::f16;
/// The Rust type of complex64.
pub type C64 = num_complex::Complex<f32>;
/// The Rust type of complex128.
pub type C128 = num_complex::Complex<f64>;

/// A number type, in NumPy's order of type numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Number {
    Bool,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F16,
    F32,
    F64,
    C64,
    C128,
}

/// What a number type is, as the letter that NumPy calls `dtype.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Bool,
    Signed,
    Unsigned,
    Float,
    Complex,
}

/// Facts about a number type; the one table that everything else reads.
struct Facts {
    name: &'static str,
    size: usize,
    kind: Kind,
    /// NumPy's one-letter code, as in `"d"` for float64.
    character: char,
    /// NumPy's type number (`dtype.num`).
    type_number: u8,
}

const fn facts(name: &'static str, size: usize, kind: Kind, character: char, type_number: u8) -> Facts {
    Facts { name, size, kind, character, type_number }
}

static FACTS: [Facts; 14] = [
    facts("bool", 1, Kind::Bool, '?', 0),
    facts("int8", 1, Kind::Signed, 'b', 1),
    facts("uint8", 1, Kind::Unsigned, 'B', 2),
    facts("int16", 2, Kind::Signed, 'h', 3),
    facts("uint16", 2, Kind::Unsigned, 'H', 4),
    facts("int32", 4, Kind::Signed, 'i', 5),
    facts("uint32", 4, Kind::Unsigned, 'I', 6),
    facts("int64", 8, Kind::Signed, 'l', 7),
    facts("uint64", 8, Kind::Unsigned, 'L', 8),
    facts("float16", 2, Kind::Float, 'e', 23),
    facts("float32", 4, Kind::Float, 'f', 11),
    facts("float64", 8, Kind::Float, 'd', 12),
    facts("complex64", 8, Kind::Complex, 'F', 14),
    facts("complex128", 16, Kind::Complex, 'D', 15),
];

impl Number {
    /// All number types, in the order of their declaration.
    pub const ALL: [Self; 14] = [
        Self::Bool,
        Self::I8,
        Self::U8,
        Self::I16,
        Self::U16,
        Self::I32,
        Self::U32,
        Self::I64,
        Self::U64,
        Self::F16,
        Self::F32,
        Self::F64,
        Self::C64,
        Self::C128,
    ];

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// NumPy's name, as in `"float64"`.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Bytes of one element.
    #[inline]
    pub fn size(self) -> usize {
        self.facts().size
    }

    /// Bytes that the platform aligns an element to.
    #[inline]
    pub fn alignment(self) -> usize {
        if self.kind() == Kind::Complex { self.size() / 2 } else { self.size() }
    }

    #[inline]
    pub fn kind(self) -> Kind {
        self.facts().kind
    }

    /// NumPy's one-letter code (`dtype.char`).
    pub fn character(self) -> char {
        self.facts().character
    }

    /// NumPy's type number (`dtype.num`).
    pub fn type_number(self) -> u8 {
        self.facts().type_number
    }

    /// The number type with this one-letter code, among the canonical codes.
    pub fn from_character(character: char) -> Option<Self> {
        Self::ALL.into_iter().find(|number| number.character() == character)
    }

    pub fn is_integer(self) -> bool {
        matches!(self.kind(), Kind::Signed | Kind::Unsigned)
    }

    pub fn is_float(self) -> bool {
        self.kind() == Kind::Float
    }

    pub fn is_complex(self) -> bool {
        self.kind() == Kind::Complex
    }

    /// Float or complex.
    pub fn is_inexact(self) -> bool {
        matches!(self.kind(), Kind::Float | Kind::Complex)
    }

    /// The type of the real and imaginary part; the type itself where it is not complex.
    pub fn real(self) -> Self {
        match self {
            Self::C64 => Self::F32,
            Self::C128 => Self::F64,
            other => other,
        }
    }

    /// The type in its native byte order.
    #[inline]
    pub fn native(self) -> DType {
        DType { number: self, swapped: false }
    }
}

impl Kind {
    /// NumPy's letter for the kind (`dtype.kind`).
    pub fn character(self) -> char {
        match self {
            Self::Bool => 'b',
            Self::Signed => 'i',
            Self::Unsigned => 'u',
            Self::Float => 'f',
            Self::Complex => 'c',
        }
    }
}

/// The order of an element's bytes in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    pub const NATIVE: Self = if cfg!(target_endian = "little") { Self::Little } else { Self::Big };

    /// The opposite order.
    pub fn other(self) -> Self {
        match self {
            Self::Little => Self::Big,
            Self::Big => Self::Little,
        }
    }
}

/// A number type and the byte order of its elements. One-byte types have no byte order: they are always native.
///
/// Two dtypes are equal when elements of one can be read as the other without a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DType {
    number: Number,
    swapped: bool,
}

impl DType {
    pub const BOOL: Self = Self::native_of(Number::Bool);
    pub const I64: Self = Self::native_of(Number::I64);
    pub const F64: Self = Self::native_of(Number::F64);
    pub const C128: Self = Self::native_of(Number::C128);

    const fn native_of(number: Number) -> Self {
        Self { number, swapped: false }
    }

    #[inline]
    pub fn new(number: Number, order: ByteOrder) -> Self {
        Self { number, swapped: order != ByteOrder::NATIVE && number.size() > 1 }
    }

    #[inline]
    pub fn number(self) -> Number {
        self.number
    }

    #[inline]
    pub fn size(self) -> usize {
        self.number.size()
    }

    #[inline]
    pub fn alignment(self) -> usize {
        self.number.alignment()
    }

    #[inline]
    pub fn kind(self) -> Kind {
        self.number.kind()
    }

    /// Whether the bytes of an element stand in the machine's own order.
    #[inline]
    pub fn is_native(self) -> bool {
        !self.swapped
    }

    pub fn byte_order(self) -> ByteOrder {
        if self.swapped { ByteOrder::NATIVE.other() } else { ByteOrder::NATIVE }
    }

    /// The same type in the machine's byte order.
    #[inline]
    pub fn to_native(self) -> Self {
        self.number.native()
    }

    /// The same type with the other byte order; one-byte types stay as they are.
    pub fn swap(self) -> Self {
        Self { number: self.number, swapped: !self.swapped && self.size() > 1 }
    }
}

impl From<Number> for DType {
    fn from(number: Number) -> Self {
        number.native()
    }
}

/// The name where the byte order is native (`float64`), else the array-protocol string (`>f8`).
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.swapped {
            let mark = if self.byte_order() == ByteOrder::Little { '<' } else { '>' };
            write!(f, "{mark}{}{}", self.kind().character(), self.size())
        } else {
            f.write_str(self.number.name())
        }
    }
}
