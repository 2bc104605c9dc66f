//! What one thread runs at once: a node with all that it reads from and that waits.
#![expect(unsafe_code, reason = "vouches for the memory of a pass")]

use std::sync::Arc;

use smallvec::SmallVec;
use stridewise_core::buffer::Pending;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Buffer, Layout, Number, View};
use stridewise_plan::{Access, Leaf, Pass, Source, Work};

use super::gather::Gather;
use super::node::{Input, Node, State};
use super::program::{Place, Program};
use crate::Array;
use crate::guard::{self, Extent};

/// What a job is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The root is written.
    Write,
    /// The root's elements are folded, in this dtype.
    Fold { op: Op, number: Number },
}

/// Nodes that run in one pass.
pub(super) struct Job {
    /// Each behind those that it reads from.
    members: Vec<Member>,
    pass: Pass,
    leaves: Vec<Place>,
    /// What the leaves show, to tell those that are the same.
    shown: Vec<Option<View>>,
    /// For each step where its result is written.
    results: Vec<*mut u8>,
    errors: Vec<FloatErrors>,
}

struct Member {
    node: Arc<Node>,
    /// The step that computes it.
    step: usize,
    /// How many members read from it.
    readers: usize,
    result: Option<View>,
}

impl Job {
    /// The node and what it reads from, as one pass; arrays of the nodes with the numbers in `passing` are read by nobody else. To be called
    /// under the graph's lock.
    ///
    /// # Errors
    /// What was collected so far, where another thread runs a part of it.
    pub(super) fn collect(
        root: &Arc<Node>,
        purpose: Purpose,
        passing: &[u64],
    ) -> std::result::Result<Self, Box<Self>> {
        let mut job = Self {
            members: Vec::new(),
            pass: Pass::new(root.elements()),
            leaves: Vec::new(),
            shown: Vec::new(),
            results: Vec::new(),
            errors: Vec::new(),
        };
        let Some(source) = job.visit(root) else { return Err(Box::new(job)) };
        for place in 0..job.members.len() {
            let member = &job.members[place];
            let is_root = place + 1 == job.members.len();
            let passes = passing.contains(&member.node.sequence);
            let own = if passes { None } else { member.node.target() };
            // Besides this job, the members that read it and an array that passes, only nodes of other jobs hold a node
            // that has no array of its own.
            let known = 1 + member.readers + usize::from(passes);
            let wanted = if is_root { !passes } else { Arc::strong_count(&member.node) > known };
            let layout = &member.node.layout;
            let result = match own {
                Some(buffer) => view_on(&member.node, layout, buffer),
                None if wanted => Array::fresh(member.node.work.output().native(), layout.clone())
                    .ok()
                    .map(|array| array.view().clone()),
                None => None,
            };
            let step = member.step;
            job.pass.steps[step].stored = result.is_some();
            job.members[place].result = result;
        }
        if let Purpose::Fold { op, number } = purpose {
            if job.pass.number(source) != number {
                job.pass.add_step(Work::Cast { from: job.pass.number(source), to: number }, &[source]);
            }
            job.pass.fold = Some(op);
        }
        job.results = vec![std::ptr::null_mut(); job.pass.steps.len()];
        for member in &job.members {
            if let Some(view) = &member.result {
                job.results[member.step] = view.place();
            }
        }
        Ok(job)
    }

    fn visit(&mut self, node: &Arc<Node>) -> Option<Source> {
        if let Some(known) = self.members.iter_mut().find(|member| Arc::ptr_eq(&member.node, node)) {
            known.readers += 1;
            return Some(Source::Step(known.step));
        }
        let state = node.state();
        let inputs = match &*state {
            State::Waiting(inputs) => inputs,
            State::Running(_) => return None,
            State::Done(result) => return result.as_ref().map(|view| self.leaf(view, &node.layout)),
        };
        let mut sources: SmallVec<[Source; 3]> = SmallVec::new();
        for input in inputs {
            sources.push(match input {
                Input::Ready(view) => self.leaf(view, &node.layout),
                Input::Constant(number, cell) => {
                    self.leaves.push(Place::Direct(cell.address()));
                    self.shown.push(None);
                    self.pass.add_leaf(Leaf { number: *number, access: Access::Fixed, elements: 1 })
                }
                Input::Node(earlier) => self.visit(earlier)?,
            });
        }
        let source = self.pass.add_step(node.work, &sources);
        if let Source::Step(step) = source {
            self.members.push(Member { node: Arc::clone(node), step, readers: 1, result: None });
        }
        Some(source)
    }

    fn leaf(&mut self, view: &View, result: &Layout) -> Source {
        let same = |shown: &Option<View>| {
            shown.as_ref().is_some_and(|shown| {
                shown.place() == view.place()
                    && shown.dtype() == view.dtype()
                    && shown.strides() == view.strides()
            })
        };
        if let Some(known) = self.shown.iter().position(same) {
            return Source::Leaf(known);
        }
        let number = view.dtype().number();
        let gather = Gather::new(view, number, result);
        let (access, elements) = (gather.access(), gather.distinct());
        self.leaves.push(match access {
            Access::Strided => Place::Gather(gather),
            Access::Dense | Access::Fixed => Place::Direct(view.place()),
        });
        self.shown.push(Some(view.clone()));
        self.pass.add_leaf(Leaf { number, access, elements })
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.members.iter().map(|member| &member.node)
    }

    /// Marks the nodes as run by this thread. To be called under the graph's lock, where they were collected.
    pub(super) fn claim(&self) {
        for node in self.nodes() {
            let mut state = node.state();
            if let State::Waiting(inputs) = &mut *state {
                *state = State::Running(std::mem::take(inputs));
            }
        }
    }

    /// Runs the pass.
    pub(super) fn run(&mut self) {
        self.with_program(|program| program.run());
    }

    /// Has `work` done with the pass, which it runs as often as it likes but for steps whose results are written: those
    /// once for each element.
    pub(super) fn with_program<T>(&mut self, work: impl FnOnce(&Program<'_>) -> T) -> Option<T> {
        let read: Vec<Extent> = self.shown.iter().flatten().map(Extent::read).collect();
        // Refused only to a thread that writes this memory already: it said that nothing which waits reads it.
        let _guard = guard::hold("pending work", &read).ok();
        for member in &self.members {
            if member.result.is_some() {
                member.node.begin_writing();
            }
        }
        // SAFETY: the leaves' memory is held by the nodes, which stay as they are while they run; the results are
        // buffers that nobody reads before they are marked written.
        let program = unsafe { Program::new(&self.pass, &self.leaves, &self.results) }?;
        let result = work(&program);
        self.errors = self.members.iter().map(|member| program.errors_of(member.step)).collect();
        Some(result)
    }

    /// What the root met.
    pub(super) fn errors(&self) -> FloatErrors {
        self.errors.last().copied().unwrap_or(FloatErrors::NONE)
    }

    /// Marks the nodes as done and their buffers as written. To be called under the graph's lock; what it gives is to be
    /// dropped without it.
    pub(super) fn publish(&mut self) -> Leftovers {
        let mut leftovers = Leftovers::default();
        for member in &mut self.members {
            let result = member.result.take();
            if let Some(view) = &result {
                leftovers.writers.extend(view.buffer().mark_written());
            }
            let mut state = member.node.state();
            if let State::Running(inputs) = &mut *state {
                let inputs = std::mem::take(inputs);
                // Without a place to write to, it may have to be computed once more.
                let waits = result.is_none();
                *state = if waits {
                    State::Waiting(inputs)
                } else {
                    leftovers.inputs.push(inputs);
                    State::Done(result)
                };
            }
        }
        leftovers
    }

    /// Tells the witnesses what was met, in the order of the calls.
    pub(super) fn report(self) {
        let mut met: Vec<(Arc<Node>, FloatErrors)> = self
            .members
            .into_iter()
            .zip(self.errors)
            .filter(|(_, errors)| !errors.is_empty())
            .map(|(member, errors)| (member.node, errors))
            .collect();
        met.sort_by_key(|(node, _)| node.sequence);
        for (node, errors) in met {
            if let Some(witness) = &node.witness {
                witness.met(node.work.name(), errors);
            }
        }
    }
}

/// What nodes held that are done.
#[derive(Default)]
pub(super) struct Leftovers {
    inputs: Vec<SmallVec<[Input; 3]>>,
    writers: Vec<Arc<dyn Pending>>,
}

/// The view that a node writes.
fn view_on(node: &Node, layout: &Layout, buffer: Arc<Buffer>) -> Option<View> {
    View::new(node.work.output().native(), layout.clone(), buffer)
}
