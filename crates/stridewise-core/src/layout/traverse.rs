//! Walking several layouts of one shape in lock step, in as few and as long inner runs as possible.

use std::ops::Range;

use smallvec::SmallVec;

use super::Strides;
use super::order::axis_order;

/// How to walk operands of one shape: outer axes, and an inner run with one stride per operand.
///
/// Axes are reordered by stride and merged where all operands allow it, so a contiguous operation of any number
/// of axes is a single run. The order of the visits is therefore only fixed for [`Traversal::in_c_order`].
#[derive(Clone, Debug)]
pub struct Traversal {
    /// Lengths of the outer axes, slowest first.
    outer: SmallVec<[usize; 4]>,
    /// Steps of the outer axes: for each axis, one per operand.
    steps: SmallVec<[Strides; 4]>,
    inner_length: usize,
    inner_strides: Strides,
    operands: usize,
}

impl Traversal {
    /// A walk in whatever order is fastest.
    pub fn new(shape: &[usize], strides: &[&[isize]]) -> Self {
        if let [length] = *shape {
            return Self {
                outer: SmallVec::new(),
                steps: SmallVec::new(),
                inner_length: length,
                inner_strides: strides.iter().map(|strides| strides[0]).collect(),
                operands: strides.len(),
            };
        }
        Self::over(shape, strides, &axis_order(shape, strides))
    }

    /// A walk in C order of the index.
    pub fn in_c_order(shape: &[usize], strides: &[&[isize]]) -> Self {
        let order: SmallVec<[usize; 4]> = (0..shape.len()).collect();
        Self::over(shape, strides, &order)
    }

    fn over(shape: &[usize], strides: &[&[isize]], order: &[usize]) -> Self {
        let operands = strides.len();
        let mut lengths: SmallVec<[usize; 4]> = SmallVec::new();
        let mut steps: SmallVec<[Strides; 4]> = SmallVec::new();
        for &axis in order {
            let length = shape[axis];
            if length == 1 {
                continue;
            }
            let step: Strides = strides.iter().map(|strides| strides[axis]).collect();
            if let (Some(slower), Some(slower_step)) = (lengths.last_mut(), steps.last_mut()) {
                // The slower axis continues where this one ends, for every operand.
                let joins =
                    slower_step.iter().zip(&step).all(|(&a, &b)| Some(a) == b.checked_mul(length as isize));
                if joins {
                    *slower *= length;
                    *slower_step = step;
                    continue;
                }
            }
            lengths.push(length);
            steps.push(step);
        }
        let inner_length = lengths.pop().unwrap_or(1);
        let inner_strides = steps.pop().unwrap_or_else(|| SmallVec::from_elem(0, operands));
        Self { outer: lengths, steps, inner_length, inner_strides, operands }
    }

    /// Elements of one inner run.
    pub fn inner_length(&self) -> usize {
        self.inner_length
    }

    /// Bytes between the elements of an inner run, one per operand.
    pub fn inner_strides(&self) -> &[isize] {
        &self.inner_strides
    }

    /// Whether the walk is one run.
    pub fn is_single_run(&self) -> bool {
        self.outer.is_empty()
    }

    /// The axis with the most places, the outer ones counted first, and how many it has.
    pub fn longest_axis(&self) -> (usize, usize) {
        let mut longest = (self.outer.len(), self.inner_length);
        for (axis, &length) in self.outer.iter().enumerate().rev() {
            if length >= longest.1 {
                longest = (axis, length);
            }
        }
        longest
    }

    /// Whether an axis, counted as [`Traversal::longest_axis`] does, is that of the inner runs.
    pub fn is_inner(&self, axis: usize) -> bool {
        axis == self.outer.len()
    }

    /// As [`Traversal::longest_axis`], among the axes along which an operand moves; `None` where it stands still.
    pub fn longest_axis_of(&self, operand: usize) -> Option<(usize, usize)> {
        let inner = (self.outer.len(), self.inner_length, self.inner_strides[operand]);
        let outer = self.outer.iter().zip(&self.steps).enumerate();
        outer
            .map(|(axis, (&length, steps))| (axis, length, steps[operand]))
            .chain([inner])
            .filter(|&(_, length, step)| step != 0 && length > 1)
            .map(|(axis, length, _)| (axis, length))
            .max_by_key(|&(axis, length)| (length, std::cmp::Reverse(axis)))
    }

    /// The fastest of the outer axes along which an operand steps by so many bytes, counted as [`Traversal::longest_axis`]
    /// does.
    pub fn outer_axis_with(&self, operand: usize, step: isize) -> Option<usize> {
        self.steps.iter().rposition(|steps| steps[operand] == step)
    }

    /// The walk without one of its outer axes; and that axis's length and steps, one per operand.
    pub fn without_outer(&self, axis: usize) -> (Self, usize, Strides) {
        let mut rest = self.clone();
        let length = rest.outer.remove(axis);
        let steps = rest.steps.remove(axis);
        (rest, length, steps)
    }

    /// The part of the walk in which `axis`, counted as [`Traversal::longest_axis`] does, runs over `range` alone; and
    /// the byte offset at which each operand starts in it.
    pub fn part(&self, axis: usize, range: Range<usize>) -> (Self, Strides) {
        let mut part = self.clone();
        let steps = if axis < self.outer.len() {
            part.outer[axis] = range.len();
            &self.steps[axis]
        } else {
            part.inner_length = range.len();
            &self.inner_strides
        };
        let offsets = steps.iter().map(|step| step * range.start as isize).collect();
        (part, offsets)
    }

    /// Calls `visit` with the byte offsets at which each operand's next inner run starts. An empty shape is never
    /// visited. Stops at the first error.
    pub fn for_each<E>(&self, mut visit: impl FnMut(&[isize]) -> Result<(), E>) -> Result<(), E> {
        let mut offsets: Strides = SmallVec::from_elem(0, self.operands);
        if self.inner_length == 0 || self.outer.contains(&0) {
            return Ok(());
        }
        if self.outer.is_empty() {
            return visit(&offsets);
        }
        let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, self.outer.len());
        loop {
            visit(&offsets)?;
            let mut axis = self.outer.len();
            loop {
                let Some(next) = axis.checked_sub(1) else { return Ok(()) };
                axis = next;
                index[axis] += 1;
                if index[axis] < self.outer[axis] {
                    for (offset, step) in offsets.iter_mut().zip(&self.steps[axis]) {
                        *offset += step;
                    }
                    break;
                }
                for (offset, step) in offsets.iter_mut().zip(&self.steps[axis]) {
                    *offset -= step * (self.outer[axis] as isize - 1);
                }
                index[axis] = 0;
            }
        }
    }
}
