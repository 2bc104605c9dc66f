//! What an elementwise operation gives, before it runs.

use smallvec::SmallVec;

use crate::Result;
use crate::layout::{Layout, Order, Shape, broadcast_shapes, broadcast_strides, strides_for};

/// The layout of a fresh result of `shape` whose memory order follows the operands that broadcast to it; each
/// comes with its element size.
///
/// # Errors
/// Value error where the bytes do not fit the address space.
pub fn result_layout(
    shape: &[usize],
    operands: &[(&Layout, usize)],
    item_size: usize,
    order: Order,
) -> Result<Layout> {
    let fortran = match order {
        Order::C => false,
        Order::F => true,
        Order::Any => {
            operands.iter().any(|(layout, _)| layout.ndim() > 1)
                && operands.iter().all(|(layout, size)| layout.is_f_contiguous(*size))
                && !operands.iter().all(|(layout, size)| layout.is_c_contiguous(*size))
        }
        Order::Keep => {
            let plain = shape.len() < 2
                || operands.iter().all(|(layout, _)| layout.ndim() < 2 || layout.is_c_nested());
            if !plain {
                let mut strides: SmallVec<[_; 4]> =
                    operands.iter().filter_map(|(layout, _)| broadcast_strides(layout, shape)).collect();
                // An axis of length one has no step that says where it belongs.
                for (axis, _) in shape.iter().enumerate().filter(|(_, length)| **length == 1) {
                    strides.iter_mut().for_each(|strides| strides[axis] = 0);
                }
                let sources: SmallVec<[&[isize]; 4]> =
                    strides.iter().map(|strides| strides.as_slice()).collect();
                crate::layout::byte_count(shape, item_size)?;
                let strides = strides_for(shape, &sources, item_size);
                return Ok(Layout { shape: Shape::from_slice(shape), strides, offset: 0 });
            }
            false
        }
    };
    Layout::ordered(shape, item_size, fortran)
}

/// The common shape of operands; most often all have it already.
///
/// # Errors
/// Value error where they do not broadcast.
pub fn common_shape(operands: &[&Layout]) -> Result<Shape> {
    if let [first, rest @ ..] = operands
        && rest.iter().all(|layout| layout.shape == first.shape)
    {
        return Ok(first.shape.clone());
    }
    let shapes: SmallVec<[&[usize]; 4]> = operands.iter().map(|layout| layout.shape.as_slice()).collect();
    broadcast_shapes(&shapes)
}
