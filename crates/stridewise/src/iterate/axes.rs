//! Which axis of each operand goes along which axis of the walk.

use stridewise_core::Error;
use stridewise_core::error::compact_tuple;

use crate::Result;

/// The axes of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Their lengths.
    pub shape: Vec<usize>,
    /// For each operand and axis of the walk the operand's own axis; `None` where the operand is repeated.
    pub maps: Vec<Vec<Option<usize>>>,
}

/// Matches the operands' axes, the last ones to the last ones unless `op_axes` says otherwise. Operands without a shape
/// are still to be made and take what there is; `shape` fixes lengths of the walk, where it is not negative.
///
/// # Errors
/// Value error where the operands do not broadcast, or `op_axes` names axes twice, or such that are not there.
///
/// ```
/// use stridewise::iterate::plan;
///
/// let found = plan(&[Some(&[2, 1]), Some(&[3])], None, None)?;
/// assert_eq!(found.shape, [2, 3]);
/// assert_eq!(found.maps[1], [None, Some(0)]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn plan(
    operands: &[Option<&[usize]>],
    op_axes: Option<&[Option<Vec<i64>>]>,
    shape: Option<&[i64]>,
) -> Result<Plan> {
    let given = op_axes.and_then(|axes| axes.iter().flatten().map(Vec::len).next());
    let ndim = match (given, shape) {
        (Some(ndim), _) => ndim,
        (None, Some(shape)) => shape.len(),
        (None, None) => operands.iter().flatten().map(|shape| shape.len()).max().unwrap_or(0),
    };
    let mut maps = Vec::with_capacity(operands.len());
    for (place, own) in operands.iter().enumerate() {
        let asked = op_axes.and_then(|axes| axes.get(place)).and_then(Option::as_ref);
        maps.push(match (asked, own) {
            (Some(asked), own) => asked_map(asked, place, own.map(<[usize]>::len))?,
            (None, Some(own)) if own.len() > ndim => {
                return Err(Error::value(
                    "input operand has more dimensions than allowed by the axis remapping",
                ));
            }
            (None, Some(own)) => {
                (0..ndim).map(|axis| (axis + own.len()).checked_sub(ndim)).collect::<Vec<_>>()
            }
            (None, None) => (0..ndim).map(Some).collect(),
        });
    }
    let mut lengths: Vec<Option<usize>> = match shape {
        Some(shape) => shape.iter().map(|&length| usize::try_from(length).ok()).collect(),
        None => vec![None; ndim],
    };
    lengths.resize(ndim, None);
    let fixed = lengths.clone();
    for (own, map) in operands.iter().zip(&maps) {
        let Some(own) = own else { continue };
        for (axis, own_axis) in map.iter().enumerate() {
            let Some(length) = own_axis.map(|own_axis| own[own_axis]) else { continue };
            match lengths[axis] {
                Some(known) if length == known || length == 1 => {}
                Some(1) if fixed[axis].is_none() => lengths[axis] = Some(length),
                None => lengths[axis] = Some(length),
                Some(_) => return Err(mismatch(operands, &maps, op_axes.is_some(), shape)),
            }
        }
    }
    let shape = lengths.into_iter().map(|length| length.unwrap_or(1)).collect();
    Ok(Plan { shape, maps })
}

/// What `op_axes` says of one operand, checked.
fn asked_map(asked: &[i64], place: usize, ndim: Option<usize>) -> Result<Vec<Option<usize>>> {
    let mut seen = Vec::new();
    let mut map = Vec::with_capacity(asked.len());
    for (axis, &own) in asked.iter().enumerate() {
        if own < 0 {
            map.push(None);
            continue;
        }
        let own = own as usize;
        // An operand that is still to be made has as many axes as it is asked to have.
        let ndim = ndim.unwrap_or(asked.len());
        if own >= ndim {
            return Err(Error::value(format!(
                "Iterator input op_axes[{place}][{axis}] (=={own}) is not a valid axis of op[{place}], which has \
                 {ndim} dimensions "
            )));
        }
        if seen.contains(&own) {
            return Err(Error::value(format!(
                "The 'op_axes' provided to the iterator constructor for operand {place} contains duplicate value {own}"
            )));
        }
        seen.push(own);
        map.push(Some(own));
    }
    Ok(map)
}

fn mismatch(
    operands: &[Option<&[usize]>],
    maps: &[Vec<Option<usize>>],
    remapped: bool,
    shape: Option<&[i64]>,
) -> Error {
    let mut text = String::from(if remapped {
        "operands could not be broadcast together with remapped shapes [original->remapped]: "
    } else {
        "operands could not be broadcast together with shapes "
    });
    for (own, map) in operands.iter().zip(maps) {
        let Some(own) = own else { continue };
        text += &compact_tuple(own);
        if remapped {
            let axes: Vec<String> = map
                .iter()
                .map(|axis| axis.map_or_else(|| "newaxis".to_owned(), |axis| own[axis].to_string()))
                .collect();
            text += &format!("->({})", axes.join(","));
        }
        text.push(' ');
    }
    if let Some(shape) = shape {
        let lengths: Vec<String> = shape
            .iter()
            .map(|&length| if length < 0 { "newaxis".to_owned() } else { length.to_string() })
            .collect();
        text += &format!("and requested shape ({})", lengths.join(","));
    }
    Error::value(text)
}
