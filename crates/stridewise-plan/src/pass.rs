//! One walk over memory.

use smallvec::SmallVec;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Cost, Number};

use crate::Work;

/// How the elements of a leaf stand, seen in the order in which the pass writes its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// One behind the other, like the results.
    Dense,
    /// The same element everywhere.
    Fixed,
    /// Otherwise: each tile of it is gathered into a register.
    Strided,
}

/// Memory that a pass reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub number: Number,
    pub access: Access,
    /// Distinct elements: fewer than the pass has where it repeats by broadcasting.
    pub elements: usize,
}

/// Where a step finds an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Leaf(usize),
    /// The result of an earlier step.
    Step(usize),
}

/// One loop of a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub work: Work,
    pub sources: SmallVec<[Source; 3]>,
    /// Whether somebody wants the result in memory.
    pub stored: bool,
    /// The floating-point errors that are reported of it.
    pub reported: FloatErrors,
    /// The step under whose name they are: itself, or the operation that an operand is cast for.
    pub reporter: usize,
}

/// The steps that run, tile by tile, over as many elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    pub elements: usize,
    pub leaves: Vec<Leaf>,
    /// In an order in which each step stands behind those that it reads from.
    pub steps: Vec<Step>,
    /// The operation that folds the last step's result into one element.
    pub fold: Option<Op>,
}

impl Pass {
    pub fn new(elements: usize) -> Self {
        Self { elements, ..Self::default() }
    }

    pub fn add_leaf(&mut self, leaf: Leaf) -> Source {
        self.leaves.push(leaf);
        Source::Leaf(self.leaves.len() - 1)
    }

    /// Adds a step. Sources of another dtype than it reads are cast for it.
    pub fn add_step(&mut self, work: Work, sources: &[Source]) -> Source {
        let casts =
            sources.iter().enumerate().filter(|(place, source)| self.number(**source) != work.input(*place));
        let reporter = self.steps.len() + casts.count();
        let reported = work.reported();
        let sources = sources
            .iter()
            .enumerate()
            .map(|(place, &source)| {
                let (from, to) = (self.number(source), work.input(place));
                if from == to {
                    return source;
                }
                let cast = Work::Cast { from, to };
                self.steps.push(Step {
                    work: cast,
                    sources: SmallVec::from_iter([source]),
                    stored: false,
                    reported: cast.reported() & reported,
                    reporter,
                });
                Source::Step(self.steps.len() - 1)
            })
            .collect();
        self.steps.push(Step { work, sources, stored: false, reported, reporter });
        Source::Step(reporter)
    }

    /// The dtype of what a source gives.
    pub fn number(&self, source: Source) -> Number {
        match source {
            Source::Leaf(leaf) => self.leaves[leaf].number,
            Source::Step(step) => self.steps[step].work.output(),
        }
    }

    /// What the pass moves and computes.
    pub fn cost(&self) -> Cost {
        let elements = self.elements as u64;
        let results: u64 =
            self.steps.iter().filter(|step| step.stored).map(|step| step.work.output().size() as u64).sum();
        let folded = u64::from(self.fold.is_some());
        Cost {
            passes: 1,
            bytes_read: self.leaves.iter().map(|leaf| (leaf.number.size() * leaf.elements) as u64).sum(),
            bytes_written: results * elements,
            bytes_allocated: results * elements,
            flops: elements * (folded + self.steps.iter().map(|step| step.work.flops()).sum::<u64>()),
        }
    }
}
