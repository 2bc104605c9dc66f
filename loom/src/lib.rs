//! Protocols between threads, compiled from the library's own files over loom's primitives.
//!
//! What a protocol is made of stands in a file `primitives.rs` beside it, which this crate replaces. Each test runs every
//! interleaving that loom finds; a thread that sleeps for ever, and memory touched by two at once, fail it.
#![cfg(test)]

mod guard;
