//! Protocols between threads, compiled from the library's own files over loom's primitives.
//!
//! What a protocol is made of stands in a file `primitives.rs` beside it, which this crate replaces. Each test runs every
//! interleaving that loom finds; a thread that sleeps for ever, and memory touched by two at once, fail it.
#![cfg(test)]

mod guard;
mod threads;

/// Every interleaving of the threads with at most so many switches that none of them asked for.
fn model(switches: usize, threads: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(switches);
    builder.check(threads);
}
