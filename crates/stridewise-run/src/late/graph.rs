//! Who runs which nodes: claims, and the lock under which they are made.
//!
//! A thread that needs a node claims it together with all nodes that it reads from, in one step under the lock, and runs
//! them without the lock. A thread that meets a claimed node waits; whoever holds claims waits for nobody, so that
//! waiting ends.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use stridewise_core::op::FloatErrors;
use stridewise_kernels::status;

use super::bounds::Bounds;
use super::job::{Job, Purpose};
use super::node::{Node, State};

/// What is known of all nodes.
#[derive(Debug)]
pub(super) struct Graph {
    /// Jobs that run now.
    running: usize,
    pub(super) bounds: Bounds,
}

static GRAPH: Mutex<Graph> = Mutex::new(Graph { running: 0, bounds: Bounds::new() });
/// A job has ended.
static ENDED: Condvar = Condvar::new();
static SEQUENCE: AtomicU64 = AtomicU64::new(0);

pub(super) fn lock() -> MutexGuard<'static, Graph> {
    GRAPH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of the next call that is put off.
pub(super) fn next_sequence() -> u64 {
    SEQUENCE.fetch_add(1, Ordering::Relaxed)
}

/// Returns once the node has run.
pub(super) fn settle(root: &Arc<Node>) {
    run(root, Purpose::Write, &[], |job| {
        // Whoever asked may be in the middle of an operation that looks at the status for its own errors.
        let status = status::Held::new();
        job.run();
        status.restore(FloatErrors::NONE);
    });
}

/// Does the work with a job of the node and what it reads from, claimed by this thread; `None` where the node has run
/// already. Nobody else reads the arrays of the nodes with the numbers in `passing`.
pub(super) fn run<T>(
    root: &Arc<Node>,
    purpose: Purpose,
    passing: &[u64],
    work: impl FnOnce(&mut Job) -> T,
) -> Option<T> {
    // Jobs that could not start: dropping them may drop nodes, for which the lock must be free.
    let mut refused = Vec::new();
    let job = {
        let mut graph = lock();
        loop {
            if root.is_done() {
                return None;
            }
            match Job::collect(root, purpose, passing) {
                Ok(job) => {
                    job.claim();
                    graph.running += 1;
                    break job;
                }
                Err(busy) => refused.push(busy),
            }
            graph = ENDED.wait(graph).unwrap_or_else(PoisonError::into_inner);
        }
    };
    let mut claimed = Claimed { job: Some(job) };
    let result = claimed.job.as_mut().map(work);
    claimed.finish();
    result
}

/// A job whose nodes this thread has claimed.
struct Claimed {
    job: Option<Job>,
}

impl Claimed {
    fn finish(mut self) {
        let Some(mut job) = self.job.take() else { return };
        let mut graph = lock();
        graph.running -= 1;
        let leftovers = job.publish();
        drop(graph);
        ENDED.notify_all();
        // Dropping what the nodes read may drop arrays, and nodes behind them.
        drop(leftovers);
        job.report();
    }
}

impl Drop for Claimed {
    /// A pass that panicked leaves its nodes waiting.
    fn drop(&mut self) {
        let Some(job) = self.job.take() else { return };
        lock().running -= 1;
        for node in job.nodes() {
            let mut state = node.state();
            if let State::Running(inputs) = &mut *state {
                *state = State::Waiting(std::mem::take(inputs));
            }
        }
        ENDED.notify_all();
    }
}

thread_local! {
    /// The lock, while this thread forks.
    static FORKING: RefCell<Option<MutexGuard<'static, Graph>>> = const { RefCell::new(None) };
}

/// Lets the jobs that run end, and none start: a fork in between would leave the child with work that nobody does.
pub(super) fn close() {
    let mut graph = lock();
    while graph.running > 0 {
        graph = ENDED.wait(graph).unwrap_or_else(PoisonError::into_inner);
    }
    let _ = FORKING.try_with(|forking| *forking.borrow_mut() = Some(graph));
}

/// Lets jobs start again after [`close`], on the same thread, in parent and child.
pub(super) fn open() {
    let _ = FORKING.try_with(|forking| forking.borrow_mut().take());
}
