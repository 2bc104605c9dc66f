//! A walk under way.

use std::ops::Range;

use stridewise_core::{Error, Layout, Order};

use super::chunk::Chunk;
use super::operand::{Access, Prepared};
use super::walk::Walk;
use crate::{Array, Result};

/// How far a walk goes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steps {
    /// Whether a step is a run of places instead of one.
    pub by_runs: bool,
    /// The most places that are buffered at a time; nothing is buffered where `None`.
    pub buffer: Option<usize>,
    /// Whether runs that need no buffer may be longer than one.
    pub may_grow: bool,
}

/// A walk under way over its operands.
#[derive(Clone, Debug)]
pub struct Iteration {
    walk: Walk,
    operands: Vec<Prepared>,
    access: Vec<Access>,
    steps: Steps,
    range: Range<usize>,
    place: usize,
    chunk: Option<Chunk>,
}

impl Iteration {
    pub fn new(walk: Walk, operands: Vec<Prepared>, access: Vec<Access>, steps: Steps) -> Self {
        let range = 0..walk.size();
        Self { walk, operands, access, steps, range, place: 0, chunk: None }
    }

    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    pub fn operands(&self) -> &[Prepared] {
        &self.operands
    }

    pub fn access(&self, which: usize) -> Access {
        self.access[which]
    }

    pub fn steps(&self) -> Steps {
        self.steps
    }

    /// The places that are walked, of all those there are.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Where the walk is.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Whether there is no place left.
    pub fn is_finished(&self) -> bool {
        self.place >= self.range.end
    }

    /// Another walk over the same operands, which goes on from here.
    ///
    /// # Errors
    /// As [`Iteration::settle`].
    pub fn fork(&mut self) -> Result<Self> {
        self.settle()?;
        let mut other = self.clone();
        // Copies are written back once.
        for operand in &mut other.operands {
            operand.original = None;
        }
        Ok(other)
    }

    /// An operand where the walk is: an array without an axis, or a vector where it goes by runs.
    ///
    /// # Errors
    /// Memory error where there are no bytes for buffers.
    pub fn current(&mut self, which: usize) -> Result<Array> {
        let writes = self.access[which].writes();
        if self.steps.buffer.is_none() && !self.steps.by_runs {
            let operand = &self.operands[which];
            let layout = Layout {
                shape: smallvec::SmallVec::new(),
                strides: smallvec::SmallVec::new(),
                offset: self.walk.offset(which, self.place),
            };
            return Ok(operand.array.with_layout(layout).with_writeable(writes));
        }
        let place = self.place;
        let by_runs = self.steps.by_runs;
        let chunk = self.chunk()?;
        let line = chunk.line(which);
        if by_runs && place == chunk.places.start {
            return Ok(line.clone().with_writeable(writes));
        }
        let first = place - chunk.places.start;
        let layout = Layout {
            shape: if by_runs {
                smallvec::smallvec![chunk.places.end - place]
            } else {
                smallvec::SmallVec::new()
            },
            strides: if by_runs { line.strides().into() } else { smallvec::SmallVec::new() },
            offset: (line.layout().offset as isize + line.strides()[0] * first as isize) as usize,
        };
        Ok(line.with_layout(layout).with_writeable(writes))
    }

    /// The places that are seen at once from where the walk is on.
    fn chunk(&mut self) -> Result<&Chunk> {
        let known = self.chunk.as_ref().is_some_and(|chunk| chunk.places.contains(&self.place));
        if !known {
            self.settle()?;
            let stop = (self.place + self.chunk_length()).min(self.range.end);
            self.chunk = Some(Chunk::load(&self.walk, &self.operands, &self.access, self.place..stop)?);
        }
        self.chunk.as_ref().ok_or_else(|| Error::value("the walk is at no place"))
    }

    fn chunk_length(&self) -> usize {
        let run = self.walk.run_from(self.place);
        let Some(buffer) = self.steps.buffer else { return run };
        let needs_none = self
            .operands
            .iter()
            .all(|operand| operand.dtype == operand.array.dtype() && !operand.through_buffers);
        if self.steps.may_grow && needs_none {
            return run.max(buffer);
        }
        // A buffered element must not be seen twice where it is written.
        let reduces = (0..self.operands.len()).any(|which| {
            self.access[which].writes() && self.walk.repeats(which) && !self.walk.stands_still(which)
        });
        if reduces { buffer.min(run) } else { buffer }
    }

    /// Goes on; false where there is nothing left.
    ///
    /// # Errors
    /// Memory error in casts of what was written to buffers.
    pub fn advance(&mut self) -> Result<bool> {
        if self.is_finished() {
            return Ok(false);
        }
        self.place = if self.steps.by_runs { self.chunk()?.places.end } else { self.place + 1 };
        if self.chunk.as_ref().is_some_and(|chunk| !chunk.places.contains(&self.place)) {
            self.settle()?;
        }
        Ok(!self.is_finished())
    }

    /// Goes to a place of the range.
    ///
    /// # Errors
    /// Index error where it is outside of it.
    pub fn go_to(&mut self, place: usize) -> Result<()> {
        if !(self.range.start..=self.range.end).contains(&place)
            || (place == self.range.end && !self.range.is_empty())
        {
            return Err(Error::index(
                "Iterator GotoIterIndex called with an iterindex outside the iteration range.",
            ));
        }
        self.settle()?;
        self.place = place;
        Ok(())
    }

    /// Walks over these places alone, from the first of them on.
    ///
    /// # Errors
    /// Value error where they are not among those there are.
    pub fn set_range(&mut self, range: Range<usize>) -> Result<()> {
        if range.end > self.walk.size() || range.start > range.end {
            return Err(Error::value(format!(
                "Out-of-bounds range [{}, {}) passed to ResetToIterIndexRange",
                range.start, range.end
            )));
        }
        self.settle()?;
        self.place = range.start;
        self.range = range;
        Ok(())
    }

    /// Goes to the first place of the range.
    ///
    /// # Errors
    /// As [`Iteration::settle`].
    pub fn restart(&mut self) -> Result<()> {
        self.settle()?;
        self.place = self.range.start;
        Ok(())
    }

    /// How far from the operands' first elements the walk is, in bytes: what an inner walk is to be moved by.
    pub fn distances(&self) -> Vec<isize> {
        let place = self.place.min(self.range.end.saturating_sub(1));
        let distance = |(which, operand): (usize, &Prepared)| {
            self.walk.offset(which, place) as isize - operand.array.layout().offset as isize
        };
        self.operands.iter().enumerate().map(distance).collect()
    }

    /// Moves the whole walk by these distances, and begins again.
    ///
    /// # Errors
    /// As [`Iteration::settle`].
    pub fn move_to(&mut self, distances: &[isize]) -> Result<()> {
        self.settle()?;
        self.walk.move_to(distances);
        self.restart()
    }

    /// Writes what was written to buffers to the operands.
    ///
    /// # Errors
    /// Memory error in casts.
    pub fn settle(&mut self) -> Result<()> {
        match self.chunk.take() {
            Some(chunk) => chunk.flush(&self.walk, &self.operands),
            None => Ok(()),
        }
    }

    /// Writes what was written to buffers and copies to the operands: the walk is over.
    ///
    /// # Errors
    /// Memory error in casts.
    pub fn close(&mut self) -> Result<()> {
        self.settle()?;
        for operand in &mut self.operands {
            if let Some(original) = operand.original.take() {
                original.assign(&operand.array)?;
            }
        }
        self.place = self.range.end;
        Ok(())
    }

    /// Walks in other steps, from the first place on.
    ///
    /// # Errors
    /// As [`Iteration::settle`].
    pub fn walk_by_runs(&mut self) -> Result<()> {
        self.settle()?;
        self.walk.join_axes();
        self.steps.by_runs = true;
        self.restart()
    }

    /// Joins axes that belong together; places are no longer told by axis.
    pub fn join_axes(&mut self) {
        self.walk.join_axes();
    }

    /// Takes an axis out, of which the first place is left, and begins again.
    ///
    /// # Errors
    /// Value error where the axis is out of bounds.
    pub fn remove_axis(&mut self, axis: usize) -> Result<()> {
        self.settle()?;
        self.walk.remove_axis(axis)?;
        self.range = 0..self.walk.size();
        self.place = 0;
        Ok(())
    }

    /// A fresh array laid out as the walk goes, for an operand of these axes that is still to be made; axes that it does
    /// not have are no part of it.
    ///
    /// # Errors
    /// Memory error where there are no bytes for it.
    pub fn fresh_like_walk(
        walk: &Walk,
        lengths: &[usize],
        map: &[Option<usize>],
        dtype: stridewise_core::DType,
    ) -> Result<Array> {
        let ndim = map.iter().flatten().map(|&own| own + 1).max().unwrap_or(0);
        let mut shape: stridewise_core::Shape = smallvec::SmallVec::from_elem(1, ndim);
        let mut strides: stridewise_core::Strides = smallvec::SmallVec::from_elem(0, ndim);
        let mut step = dtype.size();
        for axis in walk.nesting() {
            if let Some(own) = map[axis] {
                shape[own] = lengths[axis];
                strides[own] = step as isize;
                step *= lengths[axis].max(1);
            }
        }
        if shape.contains(&0) {
            return Array::zeros(dtype, &shape, Order::C);
        }
        stridewise_core::layout::byte_count(&shape, dtype.size())?;
        Array::zeros_with_layout(dtype, Layout { shape, strides, offset: 0 })
    }
}
