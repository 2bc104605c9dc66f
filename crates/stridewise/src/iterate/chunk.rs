//! A run of places that is seen at once: the operands' own elements, or buffers that hold them.

use std::ops::Range;

use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::{Layout, Order};

use super::boxes::for_each_box;
use super::operand::{Access, Prepared};
use super::walk::Walk;
use crate::{Array, Result};

/// The operands over a run of places.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub places: Range<usize>,
    lines: Vec<Line>,
}

/// One operand over a run of places, as a vector.
#[derive(Clone, Debug)]
struct Line {
    seen: Array,
    /// Whether `seen` is a buffer, which is written back.
    is_written_back: bool,
}

impl Chunk {
    /// # Errors
    /// Memory error where there are no bytes for the buffers.
    pub(super) fn load(
        walk: &Walk,
        operands: &[Prepared],
        access: &[Access],
        places: Range<usize>,
    ) -> Result<Self> {
        let one_run = places.len() <= walk.run_from(places.start);
        let lines = operands.iter().zip(access).enumerate().map(|(which, (operand, access))| {
            let step = walk.fastest_step(which);
            let layout = Layout {
                shape: smallvec::smallvec![places.len()],
                strides: smallvec::smallvec![if places.len() > 1 {
                    step
                } else {
                    operand.array.item_size() as isize
                }],
                offset: walk.offset(which, places.start),
            };
            let packed = !operand.through_buffers || step == operand.array.item_size() as isize;
            if one_run && operand.dtype == operand.array.dtype() && packed {
                return Ok(Line { seen: operand.array.with_layout(layout), is_written_back: false });
            }
            // What is written and stands still is one element, that all places see.
            let still = walk.stands_still(which) || (one_run && step == 0);
            let still = still && (access.writes() || !operand.through_buffers);
            let count = if still { 1 } else { places.len() };
            let buffer = Array::zeros(operand.dtype, &[count], Order::C)?;
            if access.reads() {
                transfer(walk, which, &operand.array, places.start..places.start + count, &buffer, false)?;
            }
            let seen = if still { repeated(&buffer, places.len()) } else { buffer };
            Ok(Line { seen, is_written_back: access.writes() })
        });
        Ok(Self { places: places.clone(), lines: lines.collect::<Result<_>>()? })
    }

    /// Writes what was written to buffers to the operands.
    ///
    /// # Errors
    /// Memory error in casts.
    pub(super) fn flush(&self, walk: &Walk, operands: &[Prepared]) -> Result<()> {
        for (which, (line, operand)) in self.lines.iter().zip(operands).enumerate() {
            if !line.is_written_back {
                continue;
            }
            let still = line.seen.strides() == [0];
            let count = if still { 1 } else { self.places.len() };
            let buffer = repeated_or_whole(&line.seen, count);
            transfer(
                walk,
                which,
                &operand.array,
                self.places.start..self.places.start + count,
                &buffer,
                true,
            )?;
        }
        Ok(())
    }

    /// An operand over all places of the chunk.
    pub(super) fn line(&self, which: usize) -> &Array {
        &self.lines[which].seen
    }
}

fn repeated(buffer: &Array, count: usize) -> Array {
    let layout = Layout {
        shape: smallvec::smallvec![count],
        strides: smallvec::smallvec![0],
        offset: buffer.layout().offset,
    };
    buffer.with_layout(layout)
}

fn repeated_or_whole(line: &Array, count: usize) -> Array {
    let layout = Layout {
        shape: smallvec::smallvec![count],
        strides: line.strides().into(),
        offset: line.layout().offset,
    };
    line.with_layout(layout)
}

/// Copies the elements at these places to the buffer, or back.
fn transfer(
    walk: &Walk,
    which: usize,
    array: &Array,
    places: Range<usize>,
    buffer: &Array,
    back: bool,
) -> Result<()> {
    let all = walk.view(which, array);
    for_each_box(all.shape(), places, &mut |parts, before| {
        let slice = |part: &Range<usize>| {
            BasicIndex::Slice(Slice {
                start: Some(part.start as isize),
                stop: Some(part.end as isize),
                step: None,
            })
        };
        let own = all.index(&parts.iter().map(slice).collect::<Vec<_>>())?;
        let here = before..before + own.size();
        let shape: Vec<i64> = own.shape().iter().map(|&length| length as i64).collect();
        let part = buffer.index(&[slice(&here)])?.reshape(&shape, Order::C)?;
        if back { own.assign(&part) } else { part.assign(&own) }
    })
}
