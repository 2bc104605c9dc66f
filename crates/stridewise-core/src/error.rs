//! The one error type, and every message.
//!
//! A message says what was asked and what was found; where NumPy's users know a text by heart, it is that text.

use std::fmt::{self, Write as _};

use crate::DType;
use crate::layout::MAX_DIMENSIONS;

pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, and the exception it becomes in Python.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    Value,
    Type,
    Index,
    Overflow,
    ZeroDivision,
    FloatingPoint,
    Runtime,
    NotImplemented,
    Buffer,
    Assertion,
    Attribute,
    Recursion,
    /// A computation of linear algebra that has no result, as a singular matrix has no inverse.
    LinearAlgebra,
    /// An axis outside an array's dimensions; `prefix` names the argument it was given as.
    Axis {
        axis: i64,
        ndim: usize,
        prefix: Option<String>,
    },
    /// Bytes for a result of this shape and dtype could not be had.
    Memory {
        shape: Vec<usize>,
        dtype: DType,
    },
    /// The work was ended early, because its user asked for it.
    Interrupted,
    /// Two dtypes have no common one.
    Promotion,
    /// A ufunc has no loop for these input dtypes (outputs that were asked for follow).
    NoLoop {
        ufunc: String,
        dtypes: Vec<Option<DType>>,
    },
    /// A ufunc's operand cannot be cast to its loop's dtype under the casting rule.
    Casting {
        ufunc: String,
        casting: String,
        from: DType,
        to: DType,
        input: bool,
        operand: usize,
    },
}

/// An error of any operation: what kind, and a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<(ErrorKind, String)>);

impl Error {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new((kind, message.into())))
    }

    pub fn kind(&self) -> &ErrorKind {
        &self.0.0
    }

    pub fn message(&self) -> &str {
        &self.0.1
    }

    pub fn value(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Value, message)
    }

    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Type, message)
    }

    pub fn index(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Index, message)
    }

    pub fn linear_algebra(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::LinearAlgebra, message)
    }

    /// The work was ended early, because its user asked for it.
    pub fn interrupted() -> Self {
        Self::new(ErrorKind::Interrupted, "interrupted")
    }

    pub fn overflow(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Overflow, message)
    }

    /// Axis `axis` was asked of an array of `ndim` dimensions.
    pub fn axis(axis: i64, ndim: usize) -> Self {
        Self::axis_of(axis, ndim, None)
    }

    /// As [`Error::axis`], where the axis came in as the argument `prefix`.
    pub fn axis_of(axis: i64, ndim: usize, prefix: Option<&str>) -> Self {
        let text = format!("axis {axis} is out of bounds for array of dimension {ndim}");
        let text = prefix.map_or_else(|| text.clone(), |prefix| format!("{prefix}: {text}"));
        Self::new(ErrorKind::Axis { axis, ndim, prefix: prefix.map(str::to_owned) }, text)
    }

    pub fn index_out_of_bounds(index: i64, axis: usize, size: usize) -> Self {
        Self::index(format!("index {index} is out of bounds for axis {axis} with size {size}"))
    }

    /// An array of `ndim` axes was asked for.
    pub fn too_many_dimensions(ndim: usize) -> Self {
        Self::value(format!(
            "maximum supported dimension for an ndarray is currently {MAX_DIMENSIONS}, found {ndim}"
        ))
    }

    /// The bytes of this shape do not fit the address space.
    pub fn too_big(shape: &[usize]) -> Self {
        Self::value(format!(
            "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size \
             (shape {}).",
            tuple(shape)
        ))
    }

    pub fn out_of_memory(shape: &[usize], dtype: DType) -> Self {
        let text = format!("Unable to allocate an array with shape {} and data type {dtype}", tuple(shape));
        Self::new(ErrorKind::Memory { shape: shape.to_vec(), dtype }, text)
    }

    /// Operands of these shapes do not broadcast together.
    pub fn broadcast<'a>(shapes: impl IntoIterator<Item = &'a [usize]>) -> Self {
        let mut text = String::from("operands could not be broadcast together with shapes ");
        for shape in shapes {
            let _ = write!(text, "{} ", compact_tuple(shape));
        }
        Self::value(text)
    }

    /// Values of shape `from` were assigned to an array of shape `to`.
    pub fn broadcast_into(from: &[usize], to: &[usize]) -> Self {
        Self::value(format!(
            "could not broadcast input array from shape {} into shape {}",
            compact_tuple(from),
            compact_tuple(to)
        ))
    }

    pub fn read_only(what: &str) -> Self {
        Self::value(format!("{what} is read-only"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}

/// A shape as Python writes a tuple: `(2, 3)`, `(3,)`, `()`.
pub fn tuple(shape: &[usize]) -> String {
    join(shape, ", ")
}

/// A shape as NumPy writes it in broadcasting errors: `(2,3)`, `(3,)`, `()`.
pub fn compact_tuple(shape: &[usize]) -> String {
    join(shape, ",")
}

fn join(shape: &[usize], separator: &str) -> String {
    let inner = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(separator);
    if shape.len() == 1 { format!("({inner},)") } else { format!("({inner})") }
}
