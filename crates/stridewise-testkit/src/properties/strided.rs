//! Free strides over a buffer: what `as_strided` asks for.

use arbitrary::{Result, Unstructured};
use stridewise_core::{Buffer, DType, Layout, Number, View};

use super::hostile;

/// A view with arbitrary shape, strides and offset exists only where each corner, and so each element, lies
/// inside the buffer, and where it can be counted; every element can then be read.
pub fn strided_view_stays_inside_its_buffer(bytes: &[u8]) {
    if let Ok((dtype, layout, length)) = case(&mut Unstructured::new(bytes)) {
        check(dtype, &layout, length);
    }
}

fn case(source: &mut Unstructured<'_>) -> Result<(DType, Layout, usize)> {
    let dtype = source.choose(&Number::ALL)?.native();
    let length = source.int_in_range(0..=64)?;
    let offset = if source.ratio(1, 8)? { source.arbitrary()? } else { source.int_in_range(0..=length)? };
    let mut shape = Vec::new();
    let mut strides = Vec::new();
    let most = if source.ratio(1, 16)? { 70 } else { 4 };
    for _ in 0..source.int_in_range(0..=most)? {
        shape.push(hostile(source)?.unsigned_abs() as usize);
        strides.push(hostile(source)? as isize);
    }
    Ok((dtype, Layout { shape: shape.into(), strides: strides.into(), offset }, length))
}

fn check(dtype: DType, layout: &Layout, length: usize) {
    let buffer = Buffer::zeroed(length).expect("64 bytes can be had");
    let view = View::new(dtype, layout.clone(), buffer);
    let Some(inside) = lies_inside(dtype, layout, length) else { return };
    assert_eq!(view.is_some(), inside, "{layout:?} of {dtype} over {length} bytes");
    let Some(view) = view else { return };
    let (low, high) = layout.extent(dtype.size());
    assert!(
        layout.is_empty() || (low < high && high <= length),
        "{layout:?}: {low}..{high} of {length} bytes"
    );
    assert!(view.size().checked_mul(view.item_size()).is_some_and(|bytes| isize::try_from(bytes).is_ok()));
}

/// By the corners, in numbers too wide to overflow; `None` past 16 axes, which have too many corners.
fn lies_inside(dtype: DType, layout: &Layout, length: usize) -> Option<bool> {
    let bytes = layout.shape.iter().try_fold(dtype.size() as u128, |bytes, &length| {
        bytes.checked_mul(length.max(1) as u128).filter(|&bytes| bytes <= isize::MAX as u128)
    });
    if bytes.is_none() || layout.ndim() > stridewise_core::layout::MAX_DIMENSIONS {
        return Some(false);
    }
    if layout.is_empty() {
        return Some(true);
    }
    if layout.ndim() > 16 {
        return None;
    }
    let corners =
        layout.shape.iter().zip(&layout.strides).fold(vec![layout.offset as i128], |corners, axis| {
            let reach = (*axis.0 as i128 - 1) * *axis.1 as i128;
            corners.iter().flat_map(|corner| [*corner, corner + reach]).collect()
        });
    let inside = 0..=length as i128 - dtype.size() as i128;
    Some(corners.iter().all(|corner| inside.contains(corner)))
}
