//! Common descriptors, as NumPy promotes them.

use std::sync::Arc;

use super::{CHARACTER, Date, DateKind, Descriptor, NewField, Record};
use crate::dtype::{ByteOrder, DType, Kind, Number, Weak, promote_types};
use crate::error::{Error, ErrorKind, Result};

/// What takes part in a promotion: something with a dtype, or a Python number, which adapts to the others.
#[derive(Clone, Debug)]
pub enum Operand {
    Strong(Descriptor),
    Weak(Weak),
}

/// Characters that any number of this type fits in when it is written out.
pub(super) fn written_length(number: Number) -> usize {
    match number.kind() {
        Kind::Bool => 5,
        Kind::Float => 32,
        Kind::Complex => 64,
        Kind::Unsigned => [3, 5, 10, 20][number.size().ilog2() as usize],
        Kind::Signed => [4, 6, 11, 21][number.size().ilog2() as usize],
    }
}

fn promotion_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Promotion, message)
}

fn no_common(a: &Descriptor, b: &Descriptor) -> Error {
    promotion_error(format!(
        "The DTypes <class 'numpy.dtypes.{}'> and <class 'numpy.dtypes.{}'> do not have a common DType. For example \
         they cannot be stored in a single array unless the dtype is `object`.",
        a.class_name(),
        b.class_name()
    ))
}

impl Descriptor {
    /// The same elements in the machine's byte order, records laid out anew without gaps.
    pub fn canonical(&self) -> Self {
        match self {
            Self::Record(record) => {
                let fields = record.fields().iter().map(|field| NewField {
                    name: field.name.clone(),
                    title: field.title.clone(),
                    descriptor: field.descriptor.canonical(),
                });
                // Closing gaps makes it no larger, and its names are distinct already.
                Record::packed(fields.collect(), record.is_aligned())
                    .map_or_else(|_| self.clone(), |packed| Self::Record(Arc::new(packed)))
            }
            Self::Subarray(subarray) => {
                let base = subarray.base().canonical();
                base.repeated(subarray.shape().to_vec()).unwrap_or_else(|_| self.clone())
            }
            _ => self.with_order(Some(ByteOrder::NATIVE)),
        }
    }

    /// The smallest descriptor that both can be cast to safely, in native byte order.
    ///
    /// Numbers and bytes meet in bytes, those and text in text, long enough for either; numbers other than floats and
    /// spans of time in spans; records field by field, under the same names; everything and objects in objects.
    ///
    /// # Errors
    /// Promotion error where there is none; type error for units of time without a fixed ratio.
    ///
    /// ```
    /// use stridewise_core::{Number, dtype::Descriptor};
    ///
    /// let common = Descriptor::from(Number::I32).promote(&Descriptor::text(5)).unwrap();
    /// assert_eq!(common, Descriptor::text(11));
    /// ```
    pub fn promote(&self, other: &Self) -> Result<Self> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Ok(Self::Number(promote_types(*a, *b))),
            (Self::Object, _) | (_, Self::Object) => Ok(Self::Object),
            (Self::Date(a), Self::Date(b)) => promote_dates(*a, *b).map(Self::Date),
            (Self::Date(date), Self::Number(number)) | (Self::Number(number), Self::Date(date))
                if counts(*date, *number) =>
            {
                Ok(Self::Date(Date::native(date.kind, date.unit)))
            }
            (Self::Record(a), Self::Record(b)) => promote_records(a, b),
            (Self::Subarray(a), Self::Subarray(b)) => {
                if a.shape() != b.shape() {
                    return Err(promotion_error(
                        "invalid type promotion with subarray datatypes (shape mismatch).",
                    ));
                }
                a.base().promote(b.base())?.repeated(a.shape().to_vec())
            }
            (Self::Void { size: a }, Self::Void { size: b }) => {
                if a != b {
                    return Err(promotion_error(
                        "Invalid type promotion with void datatypes of different lengths. Use the `np.bytes_` \
                         datatype instead to pad the shorter value with trailing zero bytes.",
                    ));
                }
                Ok(self.clone())
            }
            (
                Self::Void { .. } | Self::Record(_) | Self::Subarray(_),
                Self::Void { .. } | Self::Record(_) | Self::Subarray(_),
            ) => Err(promotion_error("invalid type promotion with structured datatype(s).")),
            _ => match (self.characters(), other.characters()) {
                (Some(a), Some(b)) if self.is_text() || other.is_text() => Ok(Self::text(a.max(b))),
                (Some(a), Some(b)) => Ok(Self::Bytes { length: a.max(b) }),
                _ => Err(no_common(self, other)),
            },
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// How many characters it takes to write an element; `None` for what is not written out when it meets text.
    fn characters(&self) -> Option<usize> {
        match self {
            Self::Number(dtype) => Some(written_length(dtype.number())),
            Self::Bytes { length } => Some(*length),
            Self::Text { .. } => Some(self.size() / CHARACTER),
            _ => None,
        }
    }

    /// The common descriptor of any number of operands, in native byte order. Inexact numbers are joined first, so
    /// that the order does not matter.
    ///
    /// # Errors
    /// Value error where there are none, and those of [`Descriptor::promote`].
    pub fn result_type(operands: &[Operand]) -> Result<Self> {
        let strong = || {
            operands.iter().filter_map(|operand| match operand {
                Operand::Strong(descriptor) => Some(descriptor),
                Operand::Weak(_) => None,
            })
        };
        let weak: Vec<Weak> = operands
            .iter()
            .filter_map(|operand| match operand {
                Operand::Weak(weak) => Some(*weak),
                Operand::Strong(_) => None,
            })
            .collect();
        let numbers: Vec<DType> = strong().filter_map(Self::number).collect();
        let others: Vec<&Self> = strong().filter(|descriptor| descriptor.number().is_none()).collect();
        let Some((first, rest)) = others.split_first() else {
            return crate::dtype::result_type(&numbers, &weak).map(Self::Number);
        };
        let mut common = if rest.is_empty() { first.canonical() } else { (*first).clone() };
        for other in rest {
            common = common.promote(other)?;
        }
        if !numbers.is_empty() {
            common = common.promote(&Self::Number(crate::dtype::result_type(&numbers, &[])?))?;
        }
        match weak.iter().max() {
            Some(weak) => common.beside(*weak, operands),
            None => Ok(common),
        }
    }

    /// What a descriptor that is no number becomes beside a Python number.
    fn beside(self, weak: Weak, operands: &[Operand]) -> Result<Self> {
        match (&self, weak) {
            (Self::Object, _) | (Self::Date(Date { kind: DateKind::Span, .. }), Weak::Int) => Ok(self),
            _ => {
                let class = match weak {
                    Weak::Int => "_PyLongDType",
                    Weak::Float => "_PyFloatDType",
                    Weak::Complex => "_PyComplexDType",
                };
                let class = format!("<class 'numpy.dtypes.{class}'>");
                let own = |descriptor: &Self| format!("<class 'numpy.dtypes.{}'>", descriptor.class_name());
                let all: Vec<String> = operands
                    .iter()
                    .map(|operand| match operand {
                        Operand::Strong(descriptor) => own(descriptor),
                        Operand::Weak(_) => class.clone(),
                    })
                    .collect();
                Err(promotion_error(format!(
                    "The DType {} could not be promoted by {class}. This means that no common DType exists for the \
                     given inputs. For example they cannot be stored in a single array unless the dtype is `object`. \
                     The full list of DTypes is: ({})",
                    own(&self),
                    all.join(", ")
                )))
            }
        }
    }
}

/// Whether a number can count units of the date: whole numbers of at most 63 bits can.
fn counts(date: Date, number: DType) -> bool {
    date.kind == DateKind::Span
        && match number.kind() {
            Kind::Bool | Kind::Signed => true,
            Kind::Unsigned => number.number() != Number::U64,
            Kind::Float | Kind::Complex => false,
        }
}

fn promote_dates(a: Date, b: Date) -> Result<Date> {
    let kind = if a.kind == b.kind { a.kind } else { DateKind::Point };
    Ok(Date::native(kind, a.unit.common(b.unit, kind)?))
}

fn promote_records(a: &Record, b: &Record) -> Result<Descriptor> {
    let same_names = a.fields().len() == b.fields().len()
        && a.fields().iter().zip(b.fields()).all(|(a, b)| a.name == b.name && a.title == b.title);
    if !same_names {
        let names = |record: &Record| {
            let names: Vec<String> =
                record.fields().iter().map(|field| crate::dtype::quoted(&field.name)).collect();
            match names.as_slice() {
                [name] => format!("({name},)"),
                names => format!("({})", names.join(", ")),
            }
        };
        if names(a) == names(b) {
            return Err(promotion_error("field titles mismatch."));
        }
        return Err(promotion_error(format!("field names `{}` and `{}` mismatch.", names(a), names(b))));
    }
    let fields = a
        .fields()
        .iter()
        .zip(b.fields())
        .map(|(a, b)| {
            let descriptor = a.descriptor.promote(&b.descriptor)?;
            Ok(NewField { name: a.name.clone(), title: a.title.clone(), descriptor })
        })
        .collect::<Result<Vec<_>>>()?;
    Record::packed(fields, a.is_aligned() || b.is_aligned())
        .map(|record| Descriptor::Record(Arc::new(record)))
}
