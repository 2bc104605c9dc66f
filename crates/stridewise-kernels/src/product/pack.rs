//! Bringing parts of a matrix into the order in which tiles read them.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]

use super::arithmetic::Arithmetic;

/// Lanes of a matrix (rows of the left one, columns of the right one) and where they are packed: panel after panel of as
/// many lanes as a tile has, in each all lanes of one place after the other. The last panel repeats the last lane.
pub(super) struct Panels<E> {
    pub from: *const E,
    /// Bytes from one lane, and from one place of a lane, to the next.
    pub lane_step: isize,
    pub place_step: isize,
    pub lanes: usize,
    pub places: usize,
    pub to: *mut E,
}

/// Packs columns of the right matrix, or rows of the left one.
///
/// # Safety
/// The lanes must be valid, and the target for whole panels.
#[inline(always)]
pub(super) unsafe fn pack<A: Arithmetic, const RIGHT: bool>(panels: &Panels<A::Element>) {
    let width = if RIGHT { A::ACROSS * A::LANES } else { A::ROWS };
    let size = size_of::<A::Element>() as isize;
    let mut to = panels.to;
    let mut first = 0;
    while first < panels.lanes {
        let from = panels.from.wrapping_byte_offset(first as isize * panels.lane_step);
        let count = width.min(panels.lanes - first);
        // SAFETY: the caller's promise, for lanes and places that are there.
        unsafe {
            if count == width && panels.lane_step == size {
                let mut line = from;
                for _ in 0..panels.places {
                    if RIGHT {
                        for across in 0..A::ACROSS {
                            A::store(A::load(line.add(across * A::LANES)), to.add(across * A::LANES));
                        }
                    } else {
                        for lane in 0..width {
                            to.add(lane).write(line.add(lane).read_unaligned());
                        }
                    }
                    line = line.wrapping_byte_offset(panels.place_step);
                    to = to.wrapping_add(width);
                }
            } else {
                for place in 0..panels.places as isize {
                    let line = from.wrapping_byte_offset(place * panels.place_step);
                    for lane in 0..width {
                        let lane_at = lane.min(count - 1) as isize * panels.lane_step;
                        to.add(lane).write(line.wrapping_byte_offset(lane_at).read_unaligned());
                    }
                    to = to.wrapping_add(width);
                }
            }
        }
        first += width;
    }
}
