//! `a[index]` and `a[index] = values`.

use smallvec::SmallVec;
use stridewise_core::error::compact_tuple;
use stridewise_core::layout::BasicIndex;
use stridewise_core::{Error, Layout, Number, Order, Result};
use stridewise_run::Array;

use super::IndexItem;
use super::advanced::{Advanced, check_count};

/// What an index expression selects.
#[derive(Clone, Debug)]
pub enum Selected {
    /// A view on the array's memory.
    View(Array),
    /// A single element, as a view on it: every axis was given by an integer and nothing else was said.
    Element(Array),
    /// A new array.
    Copy(Array),
}

/// The part of `array` that the items select. Advanced items (masks and positions of at least one dimension) broadcast
/// together and give a copy.
///
/// # Errors
/// Index error where the items do not fit the array; memory error.
///
/// ```
/// use stridewise::index::{IndexItem, Selected, get};
/// use stridewise::run::Array;
///
/// let array = Array::from_slice(&[1.0, 2.0, 3.0, 4.0], &[2, 2])?;
/// let mask = IndexItem::Mask(Array::from_elements(&[stridewise_core::Bool(0), stridewise_core::Bool(1)])?);
/// let Selected::Copy(row) = get(&array, &[mask])? else { unreachable!("a mask copies") };
/// assert_eq!(row.to_vec::<f64>(), [3.0, 4.0]);
/// # Ok::<(), stridewise_core::Error>(())
/// ```
pub fn get(array: &Array, items: &[IndexItem]) -> Result<Selected> {
    if let Some((view, kind)) = basic(array, items)? {
        return Ok(match kind {
            Basic::Element => Selected::Element(view),
            Basic::View => Selected::View(view),
            Basic::Copy => Selected::Copy(view.copy(Order::Keep)?),
        });
    }
    match items {
        [IndexItem::Mask(mask)] if mask.ndim() > 0 && mask.shape() == array.shape() => {
            return array.compress_where(mask).map(Selected::Copy);
        }
        [IndexItem::Positions(positions)] if array.ndim() == 1 && positions.ndim() == 1 => {
            return array.take_elements(positions).map(Selected::Copy);
        }
        [IndexItem::Positions(positions)]
            if array.ndim() > 1 && positions.ndim() == 1 && array.view().is_c_contiguous() =>
        {
            return array.take_rows(positions).map(Selected::Copy);
        }
        _ => {}
    }
    let advanced = Advanced::new(array, items)?;
    Ok(Selected::Copy(advanced.placed(&advanced.selection.get()?)))
}

/// Sets the part of `array` that the items select from `values`, which broadcast to it and are cast to its dtype,
/// whatever the values. Safe where array, values and index share memory.
///
/// # Errors
/// Index error where the items do not fit the array; value error where the array is read-only or the values do not fit
/// the selection.
pub fn set(array: &Array, items: &[IndexItem], values: &Array) -> Result<()> {
    array.require_writeable("assignment destination")?;
    if let Some((view, kind)) = basic(array, items)? {
        // A boolean element takes the truth of anything that holds one element.
        let truth = array.number() == Number::Bool && values.size() == 1;
        if matches!(kind, Basic::Element) && values.ndim() > 0 && !truth {
            return Err(Error::value("setting an array element with a sequence."));
        }
        return view.assign(values);
    }
    let cast = |values: &Array| {
        if values.dtype() == array.dtype() {
            Ok(values.clone())
        } else {
            values.astype(array.dtype(), Order::Keep)
        }
    };
    match items {
        [IndexItem::Mask(mask)] if mask.shape() == array.shape() => {
            return set_masked(array, mask, values);
        }
        [IndexItem::Positions(positions)]
            if array.ndim() == 1 && positions.ndim() == 1 && values.ndim() <= 1 =>
        {
            if values.size() != 1 && values.size() != positions.size() {
                return Err(no_fit(values, positions.shape()));
            }
            return array.put_elements(positions, &cast(values)?);
        }
        _ => {}
    }
    // The places are read before anything is written.
    let advanced = Advanced::new(array, items)?;
    let shape = advanced.shape();
    let layout = values.layout();
    let surplus = layout.ndim().saturating_sub(shape.len());
    let trimmed = if layout.shape[..surplus].iter().all(|&length| length == 1) {
        values.with_layout(Layout {
            shape: layout.shape[surplus..].into(),
            strides: layout.strides[surplus..].into(),
            offset: layout.offset,
        })
    } else {
        values.clone()
    };
    let spread = cast(&trimmed)?.broadcast_to(&shape).map_err(|_| no_fit(values, &shape))?;
    advanced.selection.set(&advanced.choices_first(&spread))
}

fn no_fit(values: &Array, shape: &[usize]) -> Error {
    Error::value(format!(
        "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
        compact_tuple(values.shape()),
        compact_tuple(shape)
    ))
}

fn set_masked(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    if values.ndim() == 0 {
        return array.assign_where(values, mask);
    }
    if values.ndim() > 1 {
        return Err(Error::type_error(format!(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has {} dimensions",
            values.ndim()
        )));
    }
    let count = mask.count_true()?;
    if values.size() == 1 {
        return array.assign_where(&values.reshape(&[], Order::C)?, mask);
    }
    if values.size() != count {
        return Err(Error::value(format!(
            "NumPy boolean array indexing assignment cannot assign {} input values to the {count} output values \
             where the mask is true",
            values.size()
        )));
    }
    let values = if values.dtype() == array.dtype() {
        values.clone()
    } else {
        values.astype(array.dtype(), Order::Keep)?
    };
    array.expand_where(mask, &values)?;
    Ok(())
}

/// What a basic index gives.
enum Basic {
    Element,
    View,
    /// An integer came as a zero-dimensional array, which promises a copy.
    Copy,
}

/// The view that the items select; `None` where one is advanced.
fn basic(array: &Array, items: &[IndexItem]) -> Result<Option<(Array, Basic)>> {
    if items.iter().any(IndexItem::is_advanced) {
        return Ok(None);
    }
    check_count(array, items, items.iter().map(IndexItem::axes).sum())?;
    let mut plain: SmallVec<[BasicIndex; 4]> = SmallVec::new();
    let (mut integers, mut copies) = (0, false);
    for item in items {
        match item {
            IndexItem::Basic(item) => {
                integers += usize::from(matches!(item, BasicIndex::Integer(_)));
                plain.push(*item);
            }
            IndexItem::Positions(position) => {
                let Some(stridewise_core::Value::Int(position)) = position.value_at(&[]) else {
                    return Err(Error::index("index is neither an integer nor an array"));
                };
                copies = true;
                integers += 1;
                plain.push(BasicIndex::Integer(position as isize));
            }
            IndexItem::Mask(_) => return Ok(None),
        }
    }
    let view = array.index(&plain)?;
    let kind = match (integers == items.len() && integers == array.ndim(), copies) {
        (true, _) => Basic::Element,
        (false, true) => Basic::Copy,
        (false, false) => Basic::View,
    };
    Ok(Some((view, kind)))
}
