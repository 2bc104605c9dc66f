//! The distinct elements of an array.

use stridewise_core::{Number, Order, dispatch};
use stridewise_kernels::order::{Keyed, Sortable, Span, count_nan};
use stridewise_run::Fresh;

use super::{lookup_number, worthwhile_slots};
use crate::order::{argsort_elements, compare, sort_elements};
use crate::{Array, Result};

/// What is wanted beside the distinct elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where the first of each stands.
    pub first: bool,
    /// Which of them each element is.
    pub inverse: bool,
    /// How often each stands there.
    pub counts: bool,
}

impl Wanted {
    /// All that there is.
    pub const ALL: Self = Self { first: true, inverse: true, counts: true };
}

/// The distinct elements, sorted, and where they stand, as far as wanted.
#[derive(Clone, Debug)]
pub struct Unique {
    pub values: Array,
    /// Position of the first of each, int64.
    pub first: Option<Array>,
    /// For each element, the position of its value, int64, flat.
    pub inverse: Option<Array>,
    /// How often each stands there, int64.
    pub counts: Option<Array>,
}

impl Unique {
    /// From the positions in order, and where among them each group of equals starts.
    pub(super) fn from_groups(
        values: Array,
        places: &[i64],
        starts: &[usize],
        wanted: Wanted,
    ) -> Result<Self> {
        let ends = starts.iter().skip(1).copied().chain([places.len()]);
        let groups = || starts.iter().copied().zip(ends.clone());
        let first = || Array::from_elements(&starts.iter().map(|&start| places[start]).collect::<Vec<_>>());
        let counts =
            || Array::from_elements(&groups().map(|(start, end)| (end - start) as i64).collect::<Vec<_>>());
        let inverse = || -> Result<Array> {
            let mut inverse = Fresh::<i64>::new(&[places.len()])?;
            let slots = inverse.elements();
            for (which, (start, end)) in groups().enumerate() {
                for &place in &places[start..end] {
                    slots[place as usize] = which as i64;
                }
            }
            Ok(inverse.finish())
        };
        Ok(Self {
            values,
            first: wanted.first.then(first).transpose()?,
            inverse: wanted.inverse.then(inverse).transpose()?,
            counts: wanted.counts.then(counts).transpose()?,
        })
    }
}

/// The distinct elements of the flat array. NaN equals NaN where `equal_nan`, with complex numbers whatever the parts.
///
/// Integers that lie close together are counted in a table, others sorted.
///
/// # Errors
/// Memory error where there are no bytes for the results.
///
/// ```
/// use stridewise::{Array, sets::{Wanted, unique}};
///
/// let found = unique(&Array::from_elements(&[3, 1, 3])?, true, Wanted::default())?;
/// assert_eq!(found.values.to_vec::<i32>(), [1, 3]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn unique(array: &Array, equal_nan: bool, wanted: Wanted) -> Result<Unique> {
    let number = array.number();
    let narrow = dispatch!(lookup_number(number), T in integers => {
        by_table::<T>(array, wanted)?
    }, else => None);
    let found = match narrow {
        Some(found) => found,
        None => dispatch!(number, T => by_sorting::<T>(array, equal_nan, wanted)?),
    };
    let values = if found.values.dtype() == array.dtype() {
        found.values
    } else {
        found.values.astype(array.dtype(), Order::C)?
    };
    Ok(Unique { values, ..found })
}

/// By a table of all integers between the smallest and the largest; `None` where it would be too large.
fn by_table<T: Keyed>(array: &Array, wanted: Wanted) -> Result<Option<Unique>> {
    let mut elements = Fresh::<T>::copy_of(&as_bytes_if_bool(array)?, Order::C)?;
    let elements = elements.elements();
    let Some(span) = Span::of(elements) else { return Ok(None) };
    let Some(slots) = span.slots(worthwhile_slots(elements.len())) else { return Ok(None) };
    let mut table = Fresh::<i64>::new(&[slots])?;
    let table = table.elements();
    table.fill(0);
    span.count(elements, table);
    let found: Vec<(usize, i64)> =
        table.iter().copied().enumerate().filter(|&(_, count)| count > 0).collect();
    let values: Vec<T> = found.iter().map(|&(place, _)| span.element(place)).collect();
    let counts = || Array::from_elements(&found.iter().map(|&(_, count)| count).collect::<Vec<_>>());
    let counts = wanted.counts.then(counts).transpose()?;
    let mut first = None;
    if wanted.first {
        span.first(elements, table);
        first =
            Some(Array::from_elements(&found.iter().map(|&(place, _)| table[place]).collect::<Vec<_>>())?);
    }
    let mut inverse = None;
    if wanted.inverse {
        for (which, &(place, _)) in found.iter().enumerate() {
            table[place] = which as i64;
        }
        let mut which = Fresh::<i64>::new(&[elements.len()])?;
        span.take(elements, table, which.elements());
        inverse = Some(which.finish());
    }
    Ok(Some(Unique { values: Array::from_elements(&values)?, first, inverse, counts }))
}

/// Booleans as bytes of zero and one.
fn as_bytes_if_bool(array: &Array) -> Result<Array> {
    if array.number() == Number::Bool {
        array.astype(Number::U8.native(), Order::C)
    } else {
        Ok(array.clone())
    }
}

fn by_sorting<T: Sortable>(array: &Array, equal_nan: bool, wanted: Wanted) -> Result<Unique> {
    let mut elements = Fresh::<T>::copy_of(array, Order::C)?;
    let elements = elements.elements();
    // NaN come last in any order of the elements.
    let numbers = elements.len() - count_nan(elements);
    if !wanted.first && !wanted.inverse {
        sort_elements(elements, false, true);
        let starts =
            starts(elements.len(), numbers, equal_nan, |a, b| compare(elements[a], elements[b]).is_eq());
        let values: Vec<T> = starts.iter().map(|&start| elements[start]).collect();
        return Unique::from_groups(
            Array::from_elements(&values)?,
            // Only counts are wanted, which look at no place.
            &vec![0; if wanted.counts { elements.len() } else { 0 }],
            &starts,
            wanted,
        );
    }
    let mut places = Fresh::<i64>::new(&[elements.len()])?;
    let places = places.elements();
    argsort_elements(elements, places, true);
    let starts = starts(elements.len(), numbers, equal_nan, |a, b| {
        compare(elements[places[a] as usize], elements[places[b] as usize]).is_eq()
    });
    let values: Vec<T> = starts.iter().map(|&start| elements[places[start] as usize]).collect();
    Unique::from_groups(Array::from_elements(&values)?, places, &starts, wanted)
}

/// Where groups of equals start among sorted elements, of which the first `numbers` are no NaN.
fn starts(count: usize, numbers: usize, equal_nan: bool, equal: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut starts: Vec<usize> = (0..numbers).filter(|&at| at == 0 || !equal(at - 1, at)).collect();
    starts.extend((numbers..count).take(if equal_nan { 1 } else { usize::MAX }));
    starts
}
