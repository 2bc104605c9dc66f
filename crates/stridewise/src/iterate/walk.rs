//! The order in which the places of a walk are visited.

use smallvec::SmallVec;
use stridewise_core::layout::axis_order;
use stridewise_core::{Error, Layout, Order};

use super::Plan;
use crate::{Array, Result};

/// One axis of a walk.
#[derive(Clone, Debug)]
struct Axis {
    length: usize,
    /// Bytes from one place to the next for each operand; behind them the index's own step, where one is tracked.
    steps: SmallVec<[isize; 4]>,
    /// Which axis of the plan it is, while places are told by axis.
    origin: usize,
    /// Whether it is walked from its end.
    backwards: bool,
}

/// Places in the order of the walk, and where the operands' elements stand at them.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Slowest first.
    axes: Vec<Axis>,
    /// Where each operand's element stands at the first place.
    bases: SmallVec<[isize; 4]>,
    /// How far an outer walk has moved each operand.
    moved: SmallVec<[isize; 4]>,
    size: usize,
    /// Whether the last of the steps are the index's.
    tracks: bool,
}

/// How an index counts the places of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexOrder {
    C,
    F,
}

impl Walk {
    /// A walk in the given order (`Order::Any` is C order): `Order::Keep` goes along memory, backwards along axes on which no operand goes
    /// forwards if it `may_turn`.
    ///
    /// # Errors
    /// Value error where there are more places than can be counted.
    pub fn new(
        plan: &Plan,
        operands: &[Layout],
        order: Order,
        index: Option<IndexOrder>,
        may_turn: bool,
    ) -> Result<Self> {
        let size = plan.shape.iter().try_fold(1_usize, |size, &length| size.checked_mul(length));
        let size = match size.filter(|&size| isize::try_from(size).is_ok()) {
            Some(size) => size,
            None if plan.shape.contains(&0) => 0,
            None => return Err(Error::value("iterator is too large")),
        };
        let steps_of = |operand: usize, axis: usize| {
            let layout = &operands[operand];
            match plan.maps[operand][axis] {
                Some(own) if layout.shape[own] != 1 || plan.shape[axis] == 1 => {
                    if plan.shape[axis] == 1 {
                        0
                    } else {
                        layout.strides[own]
                    }
                }
                _ => 0,
            }
        };
        let ndim = plan.shape.len();
        let counted = index
            .map(|index| Layout::ordered(&plan.shape, 1, index == IndexOrder::F))
            .transpose()?
            .map(|layout| layout.strides);
        let mut axes: Vec<Axis> = (0..ndim)
            .map(|axis| Axis {
                length: plan.shape[axis],
                steps: (0..operands.len())
                    .map(|operand| steps_of(operand, axis))
                    .chain(counted.as_ref().map(|steps| steps[axis]))
                    .collect(),
                origin: axis,
                backwards: false,
            })
            .collect();
        let mut bases: SmallVec<[isize; 4]> =
            operands.iter().map(|layout| layout.offset as isize).chain(index.map(|_| 0)).collect();
        let moves = |axis: &Axis| axis.steps[..operands.len()].iter().any(|&step| step < 0);
        let advances = |axis: &Axis| axis.steps[..operands.len()].iter().any(|&step| step > 0);
        if order == Order::F {
            axes.reverse();
        } else if order == Order::Keep {
            let strides: Vec<Vec<isize>> = (0..operands.len())
                .map(|operand| axes.iter().map(|axis| axis.steps[operand]).collect())
                .collect();
            let strides: Vec<&[isize]> = strides.iter().map(Vec::as_slice).collect();
            axes = axis_order(&plan.shape, &strides).iter().map(|&axis| axes[axis].clone()).collect();
            let turned = axes.iter_mut().filter(|axis| may_turn && moves(axis) && !advances(axis));
            for axis in turned {
                axis.backwards = true;
                for (base, step) in bases.iter_mut().zip(&mut axis.steps) {
                    *base += *step * (axis.length.max(1) as isize - 1);
                    *step = -*step;
                }
            }
        }
        let moved = SmallVec::from_elem(0, bases.len());
        Ok(Self { axes, bases, moved, size, tracks: index.is_some() })
    }

    /// The number of places.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The number of axes, after those that belong together were joined.
    pub fn ndim(&self) -> usize {
        self.axes.len()
    }

    /// Lengths of the axes, slowest first.
    pub fn lengths(&self) -> Vec<usize> {
        self.axes.iter().map(|axis| axis.length).collect()
    }

    /// Lengths of the axes in the order of the plan, while places are told by axis.
    pub fn shape(&self) -> Vec<usize> {
        let mut shape = vec![0; self.axes.len()];
        for axis in &self.axes {
            shape[axis.origin] = axis.length;
        }
        shape
    }

    /// Which axes of the plan are walked, fastest first.
    pub fn nesting(&self) -> Vec<usize> {
        self.axes.iter().rev().map(|axis| axis.origin).collect()
    }

    /// Joins axes along which every operand goes on where it was; places are no longer told by axis.
    pub fn join_axes(&mut self) {
        if self.axes.is_empty() {
            return;
        }
        let mut joined: Vec<Axis> = Vec::with_capacity(self.axes.len());
        for axis in self.axes.drain(..).filter(|axis| axis.length != 1) {
            if let Some(slower) = joined.last_mut() {
                let length = axis.length as isize;
                if slower.steps.iter().zip(&axis.steps).all(|(&slow, &fast)| slow == fast * length) {
                    slower.length *= axis.length;
                    slower.steps = axis.steps;
                    continue;
                }
            }
            joined.push(axis);
        }
        if joined.is_empty() {
            let steps = SmallVec::from_elem(0, self.bases.len());
            joined.push(Axis { length: 1, steps, origin: 0, backwards: false });
        }
        self.axes = joined;
    }

    /// Takes an axis of the plan out: only its first place is left.
    ///
    /// # Errors
    /// Value error where it is out of bounds, or walked backwards by no place.
    pub fn remove_axis(&mut self, origin: usize) -> Result<()> {
        let Some(place) = self.axes.iter().position(|axis| axis.origin == origin) else {
            return Err(Error::value("axis out of bounds in iterator RemoveAxis"));
        };
        let axis = self.axes.remove(place);
        if axis.backwards {
            for (base, step) in self.bases.iter_mut().zip(&axis.steps) {
                *base += step * (axis.length.max(1) as isize - 1);
            }
        }
        for other in self.axes.iter_mut().filter(|other| other.origin > origin) {
            other.origin -= 1;
        }
        self.size = self.axes.iter().map(|axis| axis.length).product();
        Ok(())
    }

    /// The index of a place along each axis, slowest first.
    fn counts(&self, mut place: usize) -> SmallVec<[usize; 4]> {
        let mut counts: SmallVec<[usize; 4]> = SmallVec::from_elem(0, self.axes.len());
        for (count, axis) in counts.iter_mut().zip(&self.axes).rev() {
            *count = place % axis.length.max(1);
            place /= axis.length.max(1);
        }
        counts
    }

    /// Where an operand's element stands at a place, in bytes from its buffer's start.
    pub fn offset(&self, operand: usize, place: usize) -> usize {
        let counts = self.counts(place);
        let moved: isize =
            counts.iter().zip(&self.axes).map(|(&count, axis)| count as isize * axis.steps[operand]).sum();
        (self.bases[operand] + self.moved[operand] + moved) as usize
    }

    /// How many places from this one on lie on the fastest axis.
    pub fn run_from(&self, place: usize) -> usize {
        let length = self.axes.last().map_or(1, |axis| axis.length.max(1));
        length - place % length
    }

    /// An operand's step along the fastest axis.
    pub fn fastest_step(&self, operand: usize) -> isize {
        self.axes.last().map_or(0, |axis| axis.steps[operand])
    }

    /// Whether an operand stands still along some axis.
    pub fn repeats(&self, operand: usize) -> bool {
        self.axes.iter().any(|axis| axis.steps[operand] == 0 && axis.length > 1)
    }

    /// The operand over all places, axes slowest first.
    pub fn view(&self, operand: usize, array: &Array) -> Array {
        array.with_layout(Layout {
            shape: self.axes.iter().map(|axis| axis.length).collect(),
            strides: self.axes.iter().map(|axis| axis.steps[operand]).collect(),
            offset: (self.bases[operand] + self.moved[operand]) as usize,
        })
    }

    /// The index of a place, where one is tracked.
    pub fn index(&self, place: usize) -> Option<usize> {
        let which = self.bases.len().checked_sub(1).filter(|_| self.tracks)?;
        let counts = self.counts(place);
        let counted: isize =
            counts.iter().zip(&self.axes).map(|(&count, axis)| count as isize * axis.steps[which]).sum();
        Some((self.bases[which] + counted) as usize)
    }

    /// The place with this index.
    ///
    /// # Errors
    /// Value error where no index is tracked, index error where it is out of bounds.
    pub fn place_at_index(&self, index: usize) -> Result<usize> {
        if !self.tracks {
            return Err(Error::value("Iterator does not have an index"));
        }
        if index >= self.size {
            return Err(Error::index("Iterator GotoIndex called with an out-of-bounds index"));
        }
        let step = |axis: &Axis| axis.steps.last().map_or(1, |step| step.unsigned_abs().max(1));
        let place = self.axes.iter().fold(0, |place, axis| {
            let at = index / step(axis) % axis.length.max(1);
            place * axis.length + if axis.backwards { axis.length - 1 - at } else { at }
        });
        Ok(place)
    }

    /// Whether an operand is one element everywhere.
    pub fn stands_still(&self, operand: usize) -> bool {
        self.axes.iter().all(|axis| axis.steps[operand] == 0 || axis.length <= 1)
    }

    /// Moves the whole walk: in each operand by so many bytes from where it would begin by itself.
    pub fn move_to(&mut self, moved: &[isize]) {
        self.moved = moved.into();
    }

    /// The index of a place along the axes of the plan, while places are told by axis.
    pub fn index_of(&self, place: usize) -> Vec<usize> {
        let mut index = vec![0; self.axes.len()];
        for (count, axis) in self.counts(place).into_iter().zip(&self.axes) {
            index[axis.origin] = if axis.backwards { axis.length - 1 - count } else { count };
        }
        index
    }

    /// The place with this index along the axes of the plan.
    ///
    /// # Errors
    /// Value error where there are more or fewer numbers than axes, index error where one is out of bounds.
    pub fn place_of(&self, index: &[i64]) -> Result<usize> {
        if index.len() != self.axes.len() {
            return Err(Error::value(format!(
                "The multi_index tuple must have length {}, but has length {}",
                self.axes.len(),
                index.len()
            )));
        }
        let mut place = 0;
        for axis in &self.axes {
            let at = usize::try_from(index[axis.origin]).ok().filter(|&at| at < axis.length);
            let at = at.ok_or_else(|| {
                Error::index("Iterator GotoMultiIndex called with an out-of-bounds multi-index")
            })?;
            place = place * axis.length + if axis.backwards { axis.length - 1 - at } else { at };
        }
        Ok(place)
    }
}
