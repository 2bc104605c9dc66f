//! Which descriptors may be cast to which.

use super::promotion::written_length;
use super::{CHARACTER, DateKind, Descriptor, Record};
use crate::dtype::{Casting, Kind, Number, can_cast};

impl Descriptor {
    /// Whether the rule allows converting elements of this descriptor to those of another, whatever the values. An
    /// open size of `to` stands for whatever size it takes.
    pub fn can_cast(&self, to: &Self, casting: Casting) -> bool {
        let asked = if casting == Casting::SameValue { Casting::Unsafe } else { casting };
        self.cast_to(to).is_some_and(|needed| needed <= asked)
    }

    /// The strictest rule under which this can be cast; `None` where there is no cast at all.
    fn cast_to(&self, to: &Self) -> Option<Casting> {
        use Casting::{Equiv, No, Safe, SameKind, Unsafe};
        Some(match (self, to) {
            (Self::Number(from), Self::Number(to)) => {
                [No, Equiv, Safe, SameKind, Unsafe].into_iter().find(|rule| can_cast(*from, *to, *rule))?
            }
            (Self::Object, Self::Object) => No,
            (Self::Object, _) => Unsafe,
            (_, Self::Object) => Safe,
            (Self::Subarray(from), Self::Subarray(to)) if from.shape() == to.shape() => {
                from.base().cast_to(to.base())?
            }
            (Self::Subarray(from), Self::Record(_) | Self::Subarray(_)) if from.base().field_count() > 1 => {
                // Only objects and records without fields take them.
                let takes =
                    to.record().map_or(to.flattened().1 == &Self::Object, |to| to.fields().is_empty());
                return takes.then_some(Unsafe);
            }
            (Self::Subarray(_), Self::Subarray(_)) => Unsafe,
            (Self::Record(from), Self::Record(to)) => return records(from, to),
            (Self::Record(_), Self::Void { size: 0 }) => No,
            // One field stands for the record; with none, or several, nothing else does.
            (Self::Record(record), _) => match record.fields() {
                [field] => field.descriptor.cast_to(to).map(|needed| needed.max(Unsafe))?,
                _ => return None,
            },
            (Self::Subarray(_), Self::Void { size: 0 }) => Safe,
            (Self::Subarray(subarray), _) => subarray.base().cast_to(to).map(|_| Unsafe)?,
            (_, Self::Record(_)) | (Self::Void { .. }, Self::Subarray(_)) => Unsafe,
            (_, Self::Subarray(subarray)) => self.cast_to(subarray.base())?.max(Safe),
            (Self::Void { .. }, Self::Void { size: 0 }) => No,
            (Self::Void { size: from }, Self::Void { size: to }) => sizes(*from, *to),
            (_, Self::Void { size }) if *size == 0 || self.size() <= *size => Safe,
            (Self::Void { .. }, _) | (_, Self::Void { .. }) => Unsafe,
            (Self::Bytes { .. }, Self::Bytes { length: 0 }) => No,
            (Self::Bytes { length: from }, Self::Bytes { length: to }) => sizes(*from, *to),
            (Self::Text { length: from, order }, Self::Text { length: to, order: other }) => {
                let length = if *to == 0 { No } else { sizes(*from, *to) };
                length.max(if order == other { No } else { Equiv })
            }
            (Self::Bytes { .. }, Self::Text { length: 0, .. }) => Safe,
            (Self::Bytes { length: from }, Self::Text { length: to, .. }) => sizes(*from, *to).max(Safe),
            (Self::Number(_), Self::Bytes { length: 0 } | Self::Text { length: 0, .. }) => Safe,
            (Self::Number(from), Self::Bytes { .. } | Self::Text { .. }) => {
                let length = to.size() / if matches!(to, Self::Text { .. }) { CHARACTER } else { 1 };
                if written_length(from.number()) <= length { Safe } else { SameKind }
            }
            (Self::Date(from), Self::Date(to)) if from.kind == to.kind => {
                let order = if from.order == to.order { No } else { Equiv };
                if from.unit == to.unit {
                    order
                } else if !from.unit.converts_to(to.unit, from.kind) {
                    Unsafe
                } else if from.unit.is_no_finer(to.unit) && from.unit.divides_into(to.unit, from.kind) {
                    Safe
                } else {
                    SameKind
                }
            }
            (Self::Number(from), Self::Date(to)) if to.kind == DateKind::Span => match from.kind() {
                Kind::Bool | Kind::Signed => Safe,
                Kind::Unsigned if from.number() == Number::U64 => SameKind,
                Kind::Unsigned => Safe,
                Kind::Float | Kind::Complex => Unsafe,
            },
            (Self::Number(_) | Self::Date(_) | Self::Bytes { .. } | Self::Text { .. }, _) => Unsafe,
        })
    }
}

impl Descriptor {
    fn field_count(&self) -> usize {
        self.record().map_or(0, |record| record.fields().len())
    }
}

/// Between sizes of one kind.
fn sizes(from: usize, to: usize) -> Casting {
    match from.cmp(&to) {
        std::cmp::Ordering::Equal => Casting::No,
        std::cmp::Ordering::Less => Casting::Safe,
        std::cmp::Ordering::Greater => Casting::SameKind,
    }
}

/// Field by field, in order. Other names are a safe cast, another layout is an equivalent one.
fn records(from: &Record, to: &Record) -> Option<Casting> {
    if from.fields().len() != to.fields().len() {
        return None;
    }
    let mut needed = Casting::No;
    for (a, b) in from.fields().iter().zip(to.fields()) {
        if a.name != b.name || a.title != b.title {
            needed = needed.max(Casting::Safe);
        }
        if a.offset != b.offset {
            needed = needed.max(Casting::Equiv);
        }
        needed = needed.max(a.descriptor.cast_to(&b.descriptor)?);
    }
    if from.size() != to.size() {
        needed = needed.max(Casting::Equiv);
    }
    Some(needed)
}
