//! Basic indexing against the definition of Python's slices, position by position.

use arbitrary::{Result, Unstructured};
use stridewise_core::ErrorKind;
use stridewise_core::Layout;
use stridewise_core::layout::{BasicIndex, Slice};

use super::{hostile, offsets, small_shape};

/// A basic index selects the elements, in the order, that Python's rules for slices and integers name one by
/// one; what it refuses is an index or value error.
pub fn basic_index_selects_what_python_would(bytes: &[u8]) {
    if let Ok((shape, items)) = case(&mut Unstructured::new(bytes)) {
        check(&shape, &items);
    }
}

fn case(source: &mut Unstructured<'_>) -> Result<(Vec<usize>, Vec<BasicIndex>)> {
    let shape = small_shape(source)?;
    let count = source.int_in_range(0..=7)?;
    let items = (0..count)
        .map(|_| {
            Ok(match source.int_in_range(0..=9u8)? {
                0 => BasicIndex::NewAxis,
                1 => BasicIndex::Ellipsis,
                2..=4 => BasicIndex::Integer(hostile(source)? as isize),
                _ => BasicIndex::Slice(Slice { start: end(source)?, stop: end(source)?, step: end(source)? }),
            })
        })
        .collect::<Result<_>>()?;
    Ok((shape, items))
}

fn end(source: &mut Unstructured<'_>) -> Result<Option<isize>> {
    Ok(if source.arbitrary()? { Some(hostile(source)? as isize) } else { None })
}

fn check(shape: &[usize], items: &[BasicIndex]) {
    let whole = Layout::contiguous(shape, 1).expect("a small array fits");
    match (whole.indexed(items), selected(shape, items)) {
        (Ok(layout), Some((expected_shape, expected))) => {
            assert_eq!(layout.shape.as_slice(), expected_shape, "shape of {items:?} on {shape:?}");
            let places: Vec<isize> = offsets(&layout.shape, &layout.strides)
                .iter()
                .map(|place| place + layout.offset as isize)
                .collect();
            assert_eq!(places, expected, "elements of {items:?} on {shape:?}");
        }
        (Err(error), None) => {
            assert!(matches!(error.kind(), ErrorKind::Index | ErrorKind::Value), "{error:?}");
        }
        (found, expected) => panic!("{items:?} on {shape:?}: found {found:?}, expected {expected:?}"),
    }
}

/// The shape of the selection and the places of its elements; `None` where Python refuses the index.
fn selected(shape: &[usize], items: &[BasicIndex]) -> Option<(Vec<usize>, Vec<isize>)> {
    let consuming =
        items.iter().filter(|item| matches!(item, BasicIndex::Integer(_) | BasicIndex::Slice(_))).count();
    let ellipses = items.iter().filter(|item| matches!(item, BasicIndex::Ellipsis)).count();
    if consuming > shape.len() || ellipses > 1 {
        return None;
    }
    let mut items = items.to_vec();
    if ellipses == 0 {
        items.push(BasicIndex::Ellipsis);
    }
    let mut result_shape = Vec::new();
    let mut places = vec![0];
    let mut lengths = shape.iter().copied();
    let mut descend = |positions: &[usize], length: usize| {
        places = places
            .iter()
            .flat_map(|place| {
                positions.iter().map(move |&position| place * length as isize + position as isize)
            })
            .collect();
    };
    for item in items {
        match item {
            BasicIndex::NewAxis => result_shape.push(1),
            BasicIndex::Ellipsis => {
                for length in lengths.by_ref().take(shape.len() - consuming) {
                    descend(&(0..length).collect::<Vec<_>>(), length);
                    result_shape.push(length);
                }
            }
            BasicIndex::Integer(position) => {
                let length = lengths.next()?;
                let position = i128::from(position as i64);
                let position = if position < 0 { position + length as i128 } else { position };
                if !(0..length as i128).contains(&position) {
                    return None;
                }
                descend(&[position as usize], length);
            }
            BasicIndex::Slice(slice) => {
                let length = lengths.next()?;
                let positions = sliced(slice, length)?;
                descend(&positions, length);
                result_shape.push(positions.len());
            }
        }
    }
    Some((result_shape, places))
}

/// The positions that a slice names: every one from start on, step by step, that lies before stop.
fn sliced(slice: Slice, length: usize) -> Option<Vec<usize>> {
    let length = length as i128;
    let step = slice.step.map_or(1, |step| step as i128);
    let from_end = |position: isize| position as i128 + if position < 0 { length } else { 0 };
    if step == 0 {
        return None;
    }
    let (first, stop) = if step > 0 {
        (slice.start.map_or(0, |p| from_end(p).max(0)), slice.stop.map_or(length, from_end))
    } else {
        (
            slice.start.map_or(length - 1, |p| from_end(p).min(length - 1)),
            slice.stop.map_or(-1, |p| from_end(p).max(-1)),
        )
    };
    let mut all: Vec<i128> = (0..length).collect();
    if step < 0 {
        all.reverse();
    }
    let named = |&position: &i128| {
        let (distance, left) =
            if step > 0 { (position - first, stop - position) } else { (first - position, position - stop) };
        distance >= 0 && left > 0 && distance % step.abs() == 0
    };
    Some(all.into_iter().filter(named).map(|position| position as usize).collect())
}
