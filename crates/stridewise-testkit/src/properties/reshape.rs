//! Reshaping against reading the elements one by one.

use arbitrary::{Result, Unstructured};
use stridewise_core::layout::{MAX_DIMENSIONS, byte_count, resolve_shape};
use stridewise_core::{ErrorKind, Layout, Order};

use super::{hostile, offsets, small_shape};

struct Case {
    layout: Layout,
    asked: Vec<i64>,
    order: Order,
}

/// A layout that is reshaped without a copy reaches the same elements, read in the order asked for, as before;
/// and one that was contiguous in that order never needs the copy.
pub fn reshape_keeps_the_order_of_elements(bytes: &[u8]) {
    if let Ok(case) = case(&mut Unstructured::new(bytes)) {
        check(&case);
    }
}

fn case(source: &mut Unstructured<'_>) -> Result<Case> {
    let shape = small_shape(source)?;
    // Elements of one byte with gaps, reversed axes and any nesting: strides from a larger array's.
    let mut room: Vec<usize> = Vec::new();
    for &length in &shape {
        room.push(length + source.int_in_range(0..=1)?);
    }
    let mut layout = Layout::ordered(&room, 1, source.arbitrary()?).expect("a small array fits");
    layout.shape = shape.iter().copied().collect();
    for (&length, stride) in shape.iter().zip(&mut layout.strides) {
        if source.arbitrary()? && length > 0 {
            layout.offset = layout.offset.strict_add_signed((length as isize - 1) * *stride);
            *stride = -*stride;
        }
    }
    if source.arbitrary()? {
        layout = layout.transposed();
    }
    let order = if source.arbitrary()? { Order::F } else { Order::C };
    let mut asked = Vec::new();
    if source.ratio(1, 8)? {
        for _ in 0..source.int_in_range(0..=80)? {
            asked.push(if source.arbitrary()? { 1 } else { hostile(source)? });
        }
    } else {
        // Factors of the size, so that most shapes fit.
        let mut left = layout.size();
        while left > 1 {
            let divisors: Vec<usize> = (2..=left).filter(|divisor| left.is_multiple_of(*divisor)).collect();
            let factor = *source.choose(&divisors)?;
            asked.push(factor as i64);
            left /= factor;
        }
        let most = if source.ratio(1, 16)? { 80 } else { 2 };
        for _ in 0..source.int_in_range(0..=most)? {
            let place = source.int_in_range(0..=asked.len())?;
            asked.insert(place, 1);
        }
        if !asked.is_empty() && source.arbitrary()? {
            let place = source.choose_index(asked.len())?;
            asked[place] = -1;
        }
    }
    Ok(Case { layout, asked, order })
}

fn check(Case { layout, asked, order }: &Case) {
    let shape = match resolve_shape(layout.size(), asked) {
        Ok(shape) => shape,
        Err(error) => {
            assert_eq!(error.kind(), &ErrorKind::Value);
            let exact = asked.iter().try_fold(1i64, |size, &length| size.checked_mul(length));
            let fits = asked.len() <= MAX_DIMENSIONS && asked.iter().all(|&length| length >= 0);
            assert!(!(fits && exact == Some(layout.size() as i64)), "{asked:?} was refused: {error:?}");
            return;
        }
    };
    assert_eq!(shape.iter().product::<usize>(), layout.size());
    assert!(shape.len() <= MAX_DIMENSIONS, "{} axes", shape.len());
    let reshaped = match layout.reshaped(&shape, 1, *order) {
        Ok(reshaped) => reshaped,
        Err(error) => {
            // An empty array's lengths need not fit together.
            assert!(byte_count(&shape, 1).is_err(), "{layout:?} into {asked:?}: {error:?}");
            return;
        }
    };
    let contiguous = if *order == Order::F { layout.is_f_contiguous(1) } else { layout.is_c_contiguous(1) };
    let Some(reshaped) = reshaped else {
        assert!(!contiguous, "{layout:?} into {asked:?} in order {order:?} asks for a copy");
        return;
    };
    assert_eq!(reshaped.shape, shape);
    assert_eq!(
        read(&reshaped, *order),
        read(layout, *order),
        "{layout:?} into {asked:?} in order {order:?} gave {reshaped:?}"
    );
}

/// The places of the elements in C or Fortran order.
fn read(layout: &Layout, order: Order) -> Vec<isize> {
    let layout = if order == Order::F { layout.transposed() } else { layout.clone() };
    offsets(&layout.shape, &layout.strides).iter().map(|place| place + layout.offset as isize).collect()
}
