//! The description that the array interface gives of an element (`dtype.descr`): fields in memory order, and gaps.

use std::sync::Arc;

use super::{Descriptor, Record};
use crate::error::{Error, Result};

/// One field, or a gap, which has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: Arc<str>,
    pub title: Option<Arc<str>>,
    /// The field's own fields where it is a record.
    pub content: Content,
    /// The shape of a subarray; empty for all else.
    pub shape: Vec<usize>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An array-protocol string.
    Code(String),
    Fields(Vec<Entry>),
}

impl Entry {
    fn unnamed(code: String) -> Self {
        Self { name: "".into(), title: None, content: Content::Code(code), shape: Vec::new() }
    }

    fn gap(bytes: usize) -> Self {
        Self::unnamed(format!("|V{bytes}"))
    }
}

impl Descriptor {
    /// The description as the array interface has it: a record's fields with the gaps between them, or one field
    /// without a name.
    ///
    /// # Errors
    /// Value error where fields overlap or stand out of order.
    pub fn interface(&self) -> Result<Vec<Entry>> {
        match self.record() {
            Some(record) => entries(record),
            None => Ok(vec![Entry::unnamed(self.protocol())]),
        }
    }

    /// Shape and innermost base of nested subarrays, as one shape.
    pub(super) fn flattened(&self) -> (Vec<usize>, &Self) {
        let (mut shape, mut base) = (Vec::new(), self);
        while let Some(subarray) = base.subarray() {
            shape.extend_from_slice(subarray.shape());
            base = subarray.base();
        }
        (shape, base)
    }
}

fn entries(record: &Record) -> Result<Vec<Entry>> {
    let mut found = Vec::with_capacity(record.fields().len());
    let mut end = 0;
    for field in record.fields() {
        if field.offset < end {
            return Err(Error::value(
                "dtype.descr is not defined for types with overlapping or out-of-order fields",
            ));
        }
        if field.offset > end {
            found.push(Entry::gap(field.offset - end));
        }
        let (shape, base) = field.descriptor.flattened();
        let content = match base.record() {
            Some(inner) => Content::Fields(entries(inner)?),
            None => Content::Code(base.protocol()),
        };
        found.push(Entry { name: field.name.clone(), title: field.title.clone(), content, shape });
        end = field.offset + field.descriptor.size();
    }
    if record.size() > end {
        found.push(Entry::gap(record.size() - end));
    }
    Ok(found)
}
