//! Which results of a pass share a register: scratch of one tile.

use smallvec::SmallVec;

use crate::{Access, Pass, Source};

/// Where an operand of a step stands while a tile is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A leaf that is read where it is.
    Leaf(usize),
    Register(usize),
    /// Memory of a result: the number of the step that is stored there.
    Stored(usize),
}

/// The registers of a pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registers {
    /// For each step its operands, sources first, the result last.
    pub operands: Vec<SmallVec<[Slot; 4]>>,
    /// For each leaf the register into which its tiles are gathered, and the step before which that happens.
    pub gathers: Vec<Option<(usize, usize)>>,
    pub count: usize,
    /// Bytes of the largest element in one of them.
    pub item_size: usize,
}

/// Registers that are free again, by the size of what they held: a result never takes the place of narrower elements
/// that its own loop still reads.
struct Free(Vec<usize>);

impl Free {
    fn take(&mut self, count: &mut usize) -> usize {
        self.0.pop().unwrap_or_else(|| {
            *count += 1;
            *count - 1
        })
    }
}

impl Registers {
    /// A register is taken again as soon as nobody reads it any more, so that few are live at once.
    pub fn of(pass: &Pass) -> Self {
        let last = pass.steps.len();
        let mut last_use = vec![0; last];
        let mut last_leaf_use = vec![0; pass.leaves.len()];
        for (place, step) in pass.steps.iter().enumerate() {
            for source in &step.sources {
                match *source {
                    Source::Step(step) => last_use[step] = place,
                    Source::Leaf(leaf) => last_leaf_use[leaf] = place,
                }
            }
        }
        let mut registers = Self { gathers: vec![None; pass.leaves.len()], ..Self::default() };
        let mut slots: Vec<Slot> = Vec::with_capacity(last);
        let mut free = Free(Vec::new());
        for (place, step) in pass.steps.iter().enumerate() {
            let mut operands: SmallVec<[Slot; 4]> = SmallVec::new();
            let mut ended: SmallVec<[(usize, usize); 4]> = SmallVec::new();
            for source in &step.sources {
                operands.push(match *source {
                    Source::Leaf(leaf) if pass.leaves[leaf].access != Access::Strided => Slot::Leaf(leaf),
                    Source::Leaf(leaf) => {
                        let (register, _) = *registers.gathers[leaf]
                            .get_or_insert_with(|| (free.take(&mut registers.count), place));
                        registers.item_size = registers.item_size.max(pass.leaves[leaf].number.size());
                        if last_leaf_use[leaf] == place {
                            ended.push((register, pass.leaves[leaf].number.size()));
                        }
                        Slot::Register(register)
                    }
                    Source::Step(earlier) => {
                        if let Slot::Register(register) = slots[earlier]
                            && last_use[earlier] == place
                        {
                            ended.push((register, pass.steps[earlier].work.output().size()));
                        }
                        slots[earlier]
                    }
                });
            }
            let size = step.work.output().size();
            let result = if step.stored {
                Slot::Stored(place)
            } else {
                registers.item_size = registers.item_size.max(size);
                // A loop may write where it reads only element for element.
                let same = ended.iter().find(|(_, ended)| *ended == size).map(|(register, _)| *register);
                Slot::Register(same.unwrap_or_else(|| free.take(&mut registers.count)))
            };
            for (register, _) in ended {
                if result != Slot::Register(register) && !free.0.contains(&register) {
                    free.0.push(register);
                }
            }
            operands.push(result);
            slots.push(result);
            registers.operands.push(operands);
        }
        registers
    }
}
