//! Which elements are among others.

use stridewise_core::dtype::{IntegerLimits, promote};
use stridewise_core::{Bool, Element, Error, ErrorKind, Order, dispatch};
use stridewise_kernels::order::{Keyed, Sortable, Span, compare, is_nan};
use stridewise_run::Fresh;
use stridewise_run::parts::{part_count, share_parts};

use super::{lookup_number, worthwhile_slots};
use crate::order::{search_elements, sort_elements};
use crate::{Array, Result};

/// What a look into a table costs, beside a byte moved.
const COST: usize = 8;

/// How [`isin`] looks for elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lookup {
    /// By a table where the others are integers that lie close enough together, else by sorting.
    #[default]
    Best,
    /// By a table of all integers from the smallest to the largest of the others.
    Table,
    /// By binary search among the sorted others.
    Sort,
}

/// For each element whether it is among `others`, or is not with `invert`. NaN is among nothing.
///
/// # Errors
/// Memory error where there are no bytes for the result. Where a table is asked for: value error where an array holds
/// other than integers and booleans, runtime error where the others reach farther than their dtype's largest integer.
///
/// ```
/// use stridewise::{Array, sets::{Lookup, isin}};
///
/// let (a, b) = (Array::from_elements(&[3_i64, 1, 3])?, Array::from_elements(&[2_i64, 3])?);
/// assert_eq!(isin(&a, &b, false, Lookup::Best)?.to_vec::<stridewise_core::Bool>()[0], true.into());
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn isin(array: &Array, others: &Array, invert: bool, lookup: Lookup) -> Result<Array> {
    if lookup == Lookup::Table && (array.number().is_inexact() || others.number().is_inexact()) {
        return Err(Error::value(
            "The 'table' method is only supported for boolean or integer arrays. \
             Please select 'sort' or None for kind.",
        ));
    }
    // What counts is the dtype in which the integers came.
    let largest =
        (lookup == Lookup::Table).then(|| IntegerLimits::of(others.number()).map_or(1, |limits| limits.max));
    let common = lookup_number(promote(array.number(), others.number()));
    let mut flags = Fresh::<Bool>::new(array.shape())?;
    let by_table = dispatch!(common, T in integers => {
        lookup != Lookup::Sort && by_table::<T>(array, others, invert, largest, flags.elements())?
    }, else => false);
    if !by_table {
        dispatch!(common, T => by_search::<T>(array, others, invert, flags.elements())?);
    }
    Ok(flags.finish())
}

/// Flags by a table; `false` where a table would be too large to be worth its memory. Where `largest` is given, any table
/// is: the integers must not reach farther than that.
fn by_table<T: Keyed>(
    array: &Array,
    others: &Array,
    invert: bool,
    largest: Option<i128>,
    flags: &mut [Bool],
) -> Result<bool> {
    let mut others = Fresh::<T>::copy_of(others, Order::C)?;
    let others = others.elements();
    let Some(span) = Span::of(others) else {
        flags.fill(Bool::from(invert));
        return Ok(true);
    };
    let most = match largest {
        Some(largest) => usize::try_from(largest + 1).unwrap_or(usize::MAX),
        None => worthwhile_slots(flags.len() + others.len()),
    };
    let Some(slots) = span.slots(most) else {
        if largest.is_some() {
            let text = "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed the \
                        maximum integer of the datatype. Please set `kind` to None or 'sort'.";
            return Err(Error::new(ErrorKind::Runtime, text));
        }
        return Ok(false);
    };
    let mut table = Fresh::<Bool>::new(&[slots])?;
    let table = table.elements();
    table.fill(Bool(0));
    span.mark(others, table);
    let mut elements = Fresh::<T>::copy_of(array, Order::C)?;
    in_parts(elements.elements(), flags, COST, |elements, flags| {
        span.look_up(elements, table, invert, flags);
    });
    Ok(true)
}

fn by_search<T: Sortable>(array: &Array, others: &Array, invert: bool, flags: &mut [Bool]) -> Result<()> {
    let mut known = Fresh::<T>::copy_of(others, Order::C)?;
    let known = known.elements();
    sort_elements(known, false, true);
    let mut elements = Fresh::<T>::copy_of(array, Order::C)?;
    let elements = elements.elements();
    let mut places = Fresh::<i64>::new(&[elements.len()])?;
    let places = places.elements();
    search_elements(known, elements, false, places);
    for ((&element, &place), flag) in elements.iter().zip(&*places).zip(flags) {
        let found = known.get(place as usize).is_some_and(|&other| compare(other, element).is_eq());
        *flag = Bool::from((found && !is_nan(element)) != invert);
    }
    Ok(())
}

/// Gives elements and their flags to `work`; several threads take some each where that pays.
fn in_parts<T: Element>(
    elements: &[T],
    flags: &mut [Bool],
    cost: usize,
    work: impl Fn(&[T], &mut [Bool]) + Sync,
) {
    let cost = elements.len().saturating_mul(cost);
    let part = elements.len().div_ceil(part_count(cost)).max(1);
    let parts = elements.chunks(part).zip(flags.chunks_mut(part)).collect();
    share_parts(parts, cost, |_, (elements, flags): (&[T], &mut [Bool])| work(elements, flags));
}
