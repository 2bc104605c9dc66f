//! What will run, in order; as text, one line a step, for people and for tests.

use std::fmt;

use stridewise_core::Cost;

use crate::{Access, Pass, Registers, Slot};

/// The passes that will run, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    pub passes: Vec<Pass>,
}

impl Schedule {
    /// What the passes will cost.
    pub fn cost(&self) -> Cost {
        self.passes.iter().map(Pass::cost).sum()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.passes.iter().try_for_each(|pass| pass.fmt(f))
    }
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let registers = Registers::of(self);
        writeln!(f, "pass over {} elements, {} registers", self.elements, registers.count)?;
        for (place, leaf) in self.leaves.iter().enumerate() {
            let access = match leaf.access {
                Access::Dense => "dense",
                Access::Fixed => "fixed",
                Access::Strided => "strided",
            };
            writeln!(f, "  leaf {place}: {} {access}", leaf.number.native())?;
        }
        for (place, step) in self.steps.iter().enumerate() {
            let name = |slot: &Slot| match slot {
                Slot::Leaf(leaf) => format!("leaf {leaf}"),
                Slot::Register(register) => format!("register {register}"),
                Slot::Stored(step) => format!("result {step}"),
            };
            let mut slots = registers.operands[place].iter().map(name);
            let result = slots.next_back().unwrap_or_default();
            let sources: Vec<String> = slots.collect();
            writeln!(
                f,
                "  {result}: {} = {} of {}",
                step.work.output().native(),
                step.work,
                sources.join(", ")
            )?;
        }
        if let Some(fold) = self.fold {
            writeln!(f, "  folded by {}", fold.row().name)?;
        }
        Ok(())
    }
}
