//! What pending work may hold: memory that nobody else wants, and chains.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Weak};

use stridewise_core::Buffer;

use super::node::{Input, Node, State};

/// Bytes that may be kept alive for pending work alone, beyond its own results.
const MOST_BYTES: usize = 64 << 20;
/// So many bytes may come to be read by new nodes before what is kept alive is counted again.
const UNCOUNTED_BYTES: usize = MOST_BYTES / 4;
/// Nodes that may wait for each other: what one pass has, at most.
const MOST_NODES: usize = 64;

/// Nodes that wait, oldest first, and what they keep alive.
#[derive(Debug)]
pub(super) struct Bounds {
    waiting: VecDeque<Weak<Node>>,
    /// So many are noted before those that are gone are looked for.
    room: usize,
    uncounted: usize,
}

impl Bounds {
    pub(super) const fn new() -> Self {
        Self { waiting: VecDeque::new(), room: 0, uncounted: 0 }
    }

    /// Notes a new node. Gives nodes, oldest first, and how many of them must run now, where nodes keep too much alive; to
    /// be dropped without the graph's lock.
    pub(super) fn admit(&mut self, node: &Arc<Node>) -> (Vec<Arc<Node>>, usize) {
        if self.waiting.len() >= self.room {
            self.waiting.retain(|node| node.strong_count() > 0);
            self.room = (2 * self.waiting.len()).max(64);
        }
        self.waiting.push_back(Arc::downgrade(node));
        if let State::Waiting(inputs) = &*node.state() {
            self.uncounted += inputs.iter().map(bytes_of).sum::<usize>();
        }
        if self.uncounted < UNCOUNTED_BYTES {
            return (Vec::new(), 0);
        }
        self.uncounted = 0;
        self.surplus()
    }

    /// All nodes, and how many of the oldest must run so that what the others keep alive is within bounds.
    fn surplus(&mut self) -> (Vec<Arc<Node>>, usize) {
        let waiting: Vec<Arc<Node>> = self.waiting.iter().filter_map(Weak::upgrade).collect();
        let mut held: HashMap<*const Buffer, Held> = HashMap::new();
        for (place, node) in waiting.iter().enumerate() {
            if let State::Waiting(inputs) | State::Running(inputs) = &*node.state() {
                for input in inputs {
                    if let Input::Ready(view) = input {
                        let entry = held.entry(Arc::as_ptr(view.buffer())).or_insert(Held {
                            owners: Arc::strong_count(view.buffer()),
                            bytes: view.buffer().len(),
                            nodes: 0,
                            last: 0,
                        });
                        entry.nodes += 1;
                        entry.last = place;
                    }
                }
            }
        }
        let mut kept: Vec<Held> = held.into_values().filter(|held| held.owners <= held.nodes).collect();
        kept.sort_by_key(|held| held.last);
        let mut bytes: usize = kept.iter().map(|held| held.bytes).sum();
        let mut run = 0;
        for held in kept {
            if bytes <= MOST_BYTES - UNCOUNTED_BYTES {
                break;
            }
            bytes -= held.bytes;
            run = held.last + 1;
        }
        (waiting, run)
    }
}

/// A buffer that nodes read: how many hold it, how many nodes do, and the place of the last one.
struct Held {
    owners: usize,
    bytes: usize,
    nodes: usize,
    last: usize,
}

fn bytes_of(input: &Input) -> usize {
    match input {
        Input::Ready(view) => view.buffer().len(),
        Input::Constant(..) | Input::Node(_) => 0,
    }
}

/// Whether a node over these inputs would wait for more nodes than one pass should have.
pub(super) fn is_too_long(inputs: &[Input]) -> bool {
    let mut seen: Vec<*const Node> = Vec::new();
    let mut open: Vec<Arc<Node>> = Vec::new();
    let visit = |inputs: &[Input], seen: &mut Vec<*const Node>, open: &mut Vec<Arc<Node>>| {
        for input in inputs {
            if let Input::Node(node) = input
                && !seen.contains(&Arc::as_ptr(node))
            {
                seen.push(Arc::as_ptr(node));
                open.push(Arc::clone(node));
            }
        }
    };
    visit(inputs, &mut seen, &mut open);
    while let Some(node) = open.pop() {
        if seen.len() >= MOST_NODES {
            return true;
        }
        if let State::Waiting(inputs) | State::Running(inputs) = &*node.state() {
            visit(inputs, &mut seen, &mut open);
        }
    }
    false
}
