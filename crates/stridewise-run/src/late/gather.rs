//! Bringing elements that do not stand one behind the other into a register, tile by tile.
#![expect(unsafe_code, reason = "copies elements behind raw pointers")]

use smallvec::SmallVec;
use stridewise_core::{Layout, Number, View};
use stridewise_kernels::cast::cast_loop;
use stridewise_kernels::inner_loop::Loop;
use stridewise_plan::Access;

/// The elements of a view, in the order in which a dense result of its shape stands in memory.
pub(super) struct Gather {
    start: *mut u8,
    /// Lengths and byte strides, the slowest axis first; axes that continue each other are one.
    axes: SmallVec<[(usize, isize); 4]>,
    size: usize,
    copy: Loop,
}

/// The axes of a dense layout from the slowest to the fastest, without those of length one.
fn slowest_first(result: &Layout) -> SmallVec<[usize; 4]> {
    let mut axes: SmallVec<[usize; 4]> = (0..result.ndim()).filter(|&axis| result.shape[axis] != 1).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(result.strides[axis]));
    axes
}

impl Gather {
    /// `view` has the shape of `result`, whose layout is dense.
    pub(super) fn new(view: &View, number: Number, result: &Layout) -> Self {
        let mut axes: SmallVec<[(usize, isize); 4]> = SmallVec::new();
        for axis in slowest_first(result) {
            let (length, stride) = (result.shape[axis], view.strides()[axis]);
            match axes.last_mut() {
                Some((slower, step)) if stride.checked_mul(length as isize) == Some(*step) => {
                    (*slower, *step) = (*slower * length, stride);
                }
                _ => axes.push((length, stride)),
            }
        }
        Self { start: view.place(), axes, size: number.size(), copy: cast_loop(number, number) }
    }

    /// How the elements stand.
    pub(super) fn access(&self) -> Access {
        match self.axes.as_slice() {
            [] => Access::Fixed,
            [(_, stride)] if *stride == self.size as isize => Access::Dense,
            axes if axes.iter().all(|(_, stride)| *stride == 0) => Access::Fixed,
            _ => Access::Strided,
        }
    }

    /// How many elements there are, each counted once.
    pub(super) fn distinct(&self) -> usize {
        self.axes.iter().filter(|(_, stride)| *stride != 0).map(|(length, _)| length).product()
    }

    /// Copies `count` elements from the one at `place` on to `target`.
    ///
    /// # Safety
    /// The view's elements must be valid for reads, there must be so many, and the target must hold them.
    pub(super) unsafe fn copy(&self, place: usize, count: usize, target: *mut u8) {
        let Some((&(length, stride), slower)) = self.axes.split_last() else { return };
        let dense = self.size as isize;
        let mut done = 0;
        while done < count {
            let mut rest = place + done;
            let within = rest % length;
            rest /= length;
            let mut offset = within as isize * stride;
            for &(length, stride) in slower.iter().rev() {
                offset += (rest % length) as isize * stride;
                rest /= length;
            }
            let run = (length - within).min(count - done);
            let pointers = [self.start.wrapping_offset(offset), target.wrapping_add(done * self.size)];
            // SAFETY: the run lies inside the view, as the caller vouches, and the target is that long.
            unsafe { (self.copy)(run, pointers.as_ptr(), [stride, dense].as_ptr()) };
            done += run;
        }
    }
}
