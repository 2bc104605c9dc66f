//! Reading the elements of an array some at a time, without a copy of the whole.
#![expect(unsafe_code, reason = "brings elements to a buffer by loops on raw pointers")]

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use stridewise_core::layout::Traversal;
use stridewise_core::{Element, Strides};
use stridewise_kernels::take::Run;

use crate::tile::{Conversion, TILE};
use crate::{Array, threads};

/// Elements at multiples of which parts for threads start.
const GRAIN: usize = 1 << 14;

impl Array {
    /// Calls `visit` with the elements in C order, cast to `T`, some at a time.
    ///
    /// ```
    /// use stridewise_run::Array;
    ///
    /// let mut sum = 0.0;
    /// Array::from_elements(&[1_i64, 2, 3])?.for_each_tile(|tile: &[f64]| sum += tile.iter().sum::<f64>());
    /// assert_eq!(sum, 6.0);
    /// # Ok::<(), stridewise_core::Error>(())
    /// ```
    pub fn for_each_tile<T: Element>(&self, mut visit: impl FnMut(&[T])) {
        let walk = Traversal::in_c_order(self.shape(), &[self.strides()]);
        let source = Run { start: self.view().address(), stride: walk.inner_strides()[0] };
        self.visit_walk(&walk, &Strides::from_elem(0, 1), source, &mut visit);
    }

    /// As [`Array::for_each_tile`], in parts on as many threads as the size pays for: each part starts with what `start`
    /// makes, and gives it to `end` when it is done. Which elements meet in a part, and the order in which parts end, are
    /// left open: this is for results that do not depend on that.
    pub fn fold_tiles<T: Element, S>(
        &self,
        start: impl Fn() -> S + Sync,
        visit: impl Fn(&mut S, &[T]) + Sync,
        end: impl FnMut(S) + Send,
    ) {
        let walk = Traversal::new(self.shape(), &[self.strides()]);
        let source = Run { start: self.view().address(), stride: walk.inner_strides()[0] };
        let end = Mutex::new(end);
        let part = |walk: &Traversal, starts: &[isize]| {
            let mut state = start();
            self.visit_walk(walk, starts, source, &mut |tile| visit(&mut state, tile));
            (end.lock().unwrap_or_else(PoisonError::into_inner))(state);
        };
        // Counting an element takes longer than moving it.
        let work = self.size().saturating_mul(2 * self.item_size().max(8));
        if threads::pays(work) {
            let (axis, length) = walk.longest_axis();
            threads::share_here(length, GRAIN.min(length / 8), work, &|range: Range<usize>| {
                let (walk, starts) = walk.part(axis, range);
                part(&walk, &starts);
            });
        } else {
            part(&walk, &[0]);
        }
    }

    /// Visits the elements of a walk over this array, or of a part of it, in the walk's order.
    fn visit_walk<T: Element>(
        &self,
        walk: &Traversal,
        starts: &[isize],
        source: Run,
        visit: &mut impl FnMut(&[T]),
    ) {
        let mut conversion = Conversion::between_places(self.dtype(), T::NUMBER.native());
        let room = TILE.min(self.size());
        let mut tile = vec![T::default(); room];
        let (length, step) = (walk.inner_length(), size_of::<T>() as isize);
        let mut filled = 0;
        let _ = walk.for_each(|offsets| -> Result<(), ()> {
            let run = source.moved(starts[0] + offsets[0]);
            let mut done = 0;
            while done < length {
                let count = (room - filled).min(length - done);
                let target = tile[filled..].as_mut_ptr().cast::<u8>();
                // SAFETY: the walk stays inside the array; so many elements of the tile are left.
                unsafe { conversion.run(count, (run.at(done), run.stride), (target, step)) };
                filled += count;
                done += count;
                if filled == room {
                    visit(&tile);
                    filled = 0;
                }
            }
            Ok(())
        });
        if filled > 0 {
            visit(&tile[..filled]);
        }
    }
}

#[cfg(test)]
mod tests {
    use stridewise_core::Order;

    use super::*;

    #[test]
    fn tiles_hold_each_element_once_in_c_order() {
        let whole = Array::from_places(6 * 700, |place| place as i32).unwrap();
        let whole = whole.reshape(&[6, 700], Order::C).unwrap();
        for array in [whole.clone(), whole.transposed(), whole.index(&[]).unwrap().copy(Order::F).unwrap()] {
            let mut seen: Vec<f64> = Vec::new();
            array.for_each_tile(|tile: &[f64]| seen.extend_from_slice(tile));
            assert_eq!(seen, array.cast_to_vec::<f64>().unwrap());
        }
    }

    #[test]
    fn parts_cover_large_arrays_once() {
        threads::set_count(4);
        for length in [0, 1, 1000, 3_000_000] {
            let array = Array::from_places(length, |place| place as i64).unwrap();
            let mut total = 0;
            array.fold_tiles(|| 0, |sum, tile: &[i64]| *sum += tile.iter().sum::<i64>(), |sum| total += sum);
            assert_eq!(total, (length as i64) * (length as i64 - 1) / 2);
        }
    }
}
