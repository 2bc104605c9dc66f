//! One operation that was put off.
#![expect(unsafe_code, reason = "reserves memory that the node fills before anyone reads it")]

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use smallvec::SmallVec;
use stridewise_core::buffer::Pending;
use stridewise_core::op::FloatErrors;
use stridewise_core::{Buffer, Layout, Number, Result, View};
use stridewise_plan::Work;

use super::graph;
use crate::cell::Cell;
use crate::memory;

/// Who is told of the floating-point errors that an operation met when it ran.
pub trait Witness: Send + Sync {
    /// Called once, after the pass, on the thread that ran it; `name` is the operation's.
    fn met(&self, name: &'static str, errors: FloatErrors);
}

/// What a node reads.
pub(super) enum Input {
    /// Written memory, with strides over the node's shape.
    Ready(View),
    /// One element, the same everywhere.
    Constant(Number, Cell),
    /// The result of another node of the same shape and memory order.
    Node(Arc<Node>),
}

pub(super) enum State {
    Waiting(SmallVec<[Input; 3]>),
    /// A thread runs it; what it reads stays until that is done.
    Running(SmallVec<[Input; 3]>),
    /// Run; the result, where it was written.
    Done(Option<View>),
}

/// One elementwise operation over inputs of one shape, and the buffer that waits for its result.
///
/// States change only under the [graph's lock](graph::lock).
pub(super) struct Node {
    me: Weak<Node>,
    pub(super) work: Work,
    /// Dense, of the result.
    pub(super) layout: Layout,
    result: Weak<Buffer>,
    /// Bytes of the result's block that nobody has touched; given back to the account once.
    reserved: usize,
    is_reserved: AtomicBool,
    /// The place of the call among all that were put off.
    pub(super) sequence: u64,
    pub(super) witness: Option<Box<dyn Witness>>,
    state: Mutex<State>,
}

impl Node {
    /// A node, and the array that waits for it, dense at `layout`.
    ///
    /// # Errors
    /// Memory error where there are no bytes for the result.
    pub(super) fn put_off(
        work: Work,
        inputs: SmallVec<[Input; 3]>,
        layout: Layout,
        witness: Option<Box<dyn Witness>>,
    ) -> Result<(Arc<Self>, View)> {
        // SAFETY: the buffer waits for the node, which writes all of it, before it gives away its address.
        let (result, reserved) = unsafe { memory::reserve(work.output().native(), layout)? };
        let node = Arc::new_cyclic(|me| Self {
            me: me.clone(),
            work,
            layout: result.layout().clone(),
            result: Arc::downgrade(result.buffer()),
            reserved,
            is_reserved: AtomicBool::new(true),
            sequence: graph::next_sequence(),
            witness,
            state: Mutex::new(State::Waiting(inputs)),
        });
        result.buffer().write_later(Arc::clone(&node) as Arc<dyn Pending>);
        let reader: Weak<dyn Pending> = Arc::downgrade(&node) as Weak<dyn Pending>;
        if let State::Waiting(inputs) = &*node.state() {
            for input in inputs {
                match input {
                    Input::Ready(view) => view.buffer().read_later(Weak::clone(&reader)),
                    // What the other writes may be written over, once it has run, before this one reads it.
                    Input::Node(earlier) => {
                        if let Some(buffer) = earlier.target() {
                            buffer.read_later(Weak::clone(&reader));
                        }
                    }
                    Input::Constant(..) => {}
                }
            }
        }
        Ok((node, result))
    }

    /// A node that runs at once and writes over memory that is there, dense at the layout of `target`.
    pub(super) fn writing_over(work: Work, inputs: SmallVec<[Input; 3]>, target: &View) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: me.clone(),
            work,
            layout: target.layout().clone(),
            result: Arc::downgrade(target.buffer()),
            reserved: 0,
            is_reserved: AtomicBool::new(false),
            sequence: graph::next_sequence(),
            witness: None,
            state: Mutex::new(State::Waiting(inputs)),
        })
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(*self.state(), State::Done(_))
    }

    /// The buffer of the result, while somebody besides the plan holds it.
    pub(super) fn target(&self) -> Option<Arc<Buffer>> {
        self.result.upgrade()
    }

    pub(super) fn elements(&self) -> usize {
        self.layout.size()
    }

    /// Takes the result's bytes off the account of untouched ones.
    pub(super) fn begin_writing(&self) {
        if self.is_reserved.swap(false, Ordering::Relaxed) {
            memory::touch_reserved(self.reserved);
        }
    }
}

impl Pending for Node {
    fn settle(&self) {
        if let Some(node) = self.me.upgrade() {
            graph::settle(&node);
        }
    }

    fn forget_result(&self) {
        if self.is_reserved.swap(false, Ordering::Relaxed) {
            memory::drop_reserved(self.reserved);
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("work", &self.work)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}
