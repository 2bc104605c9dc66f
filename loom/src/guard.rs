//! The table of running passes.

#[path = "../../crates/stridewise-run/src/guard/extent.rs"]
#[expect(dead_code, reason = "no view is needed")]
mod extent;
#[path = "../../crates/stridewise-run/src/guard/table.rs"]
#[expect(dead_code, reason = "nothing forks")]
mod table;

/// What loom watches.
mod primitives {
    pub(super) use loom::sync::atomic::AtomicU64;
    pub(super) use loom::sync::{Condvar, Mutex, MutexGuard};
    pub(super) use loom::thread::{ThreadId, current};
}

use std::cell::RefCell;

use extent::{Access, Extent};
use loom::cell::UnsafeCell;
use loom::sync::{Arc, Condvar, Mutex, MutexGuard};
use loom::thread;
use table::{Passes, Refusal, Table};

/// Two blocks of memory, the table that guards them, and the interpreter's lock.
struct World {
    table: Table<Arc<primitives::AtomicU64>>,
    blocks: [UnsafeCell<u64>; 2],
    interpreter: Mutex<()>,
}

impl World {
    fn new() -> Arc<Self> {
        let table =
            Table::new(Mutex::new(Passes::NONE), Condvar::new(), Arc::new(primitives::AtomicU64::new(0)));
        Arc::new(Self {
            table,
            blocks: [UnsafeCell::new(0), UnsafeCell::new(0)],
            interpreter: Mutex::new(()),
        })
    }

    fn attach(&self) -> Attached<'_> {
        Attached { world: self, lock: RefCell::new(Some(self.interpreter.lock().unwrap())) }
    }

    /// A pass of a thread that never holds the interpreter lock.
    fn pass(&self, extents: &[Extent]) {
        let ticket = self.table.hold("pass", extents, &|wait| wait()).unwrap();
        self.touch(extents);
        self.table.release(ticket);
    }

    /// Reads or writes the blocks; loom fails where somebody else is at it in a way that conflicts.
    fn touch(&self, extents: &[Extent]) {
        for (place, block) in self.blocks.iter().enumerate() {
            if extents.contains(&write(place)) {
                block.with_mut(|value| unsafe { *value += 1 });
            } else if extents.contains(&read(place)) {
                block.with(|value| unsafe { *value });
            }
        }
    }
}

/// A thread that holds the interpreter lock, save while it waits.
struct Attached<'a> {
    world: &'a World,
    lock: RefCell<Option<MutexGuard<'a, ()>>>,
}

impl Attached<'_> {
    fn outside(&self, wait: &mut (dyn FnMut() + Send)) {
        self.lock.take();
        wait();
        self.lock.replace(Some(self.world.interpreter.lock().unwrap()));
    }

    /// Takes its guards with the lock, and runs and ends without it.
    fn large(self, extents: &[Extent]) {
        let table = &self.world.table;
        let ticket = table.hold("large", extents, &|wait| self.outside(wait)).unwrap();
        drop(self.lock.take());
        self.world.touch(extents);
        table.release(ticket);
    }

    /// As [`small`](Self::small), but keeps the lock while it waits.
    fn small_in_place(self, extents: &[Extent]) {
        let table = &self.world.table;
        if !table.is_idle() {
            table.wait_in_place(extents);
        }
        self.world.touch(extents);
    }

    /// Keeps the lock although it waits, as work does that was put off and that somebody with the lock needs.
    fn in_place(self, extents: &[Extent]) {
        let table = &self.world.table;
        let ticket = table.hold_in_place("in place", extents).unwrap();
        self.world.touch(extents);
        table.release(ticket);
    }

    /// Holds the lock from its look at the state word on.
    fn small(self, extents: &[Extent]) {
        let table = &self.world.table;
        let only_reads = !extents.iter().any(Extent::writes);
        if !(table.is_idle() || only_reads && table.is_unwritten()) {
            table.wait_until_free(extents, &|wait| self.outside(wait));
        }
        self.world.touch(extents);
    }
}

fn read(block: usize) -> Extent {
    Extent::new(block * 8..block * 8 + 8, Access::Read)
}

fn write(block: usize) -> Extent {
    Extent::new(block * 8..block * 8 + 8, Access::Write)
}

#[test]
fn two_that_write_the_same_memory_take_turns() {
    loom::model(|| {
        let world = World::new();
        let other = Arc::clone(&world);
        let thread = thread::spawn(move || other.pass(&[write(0)]));
        world.pass(&[write(0)]);
        thread.join().unwrap();
        world.blocks[0].with(|value| assert_eq!(unsafe { *value }, 2));
        assert!(world.table.is_idle());
    });
}

#[test]
fn extents_are_taken_together_so_that_crossed_passes_both_end() {
    loom::model(|| {
        let world = World::new();
        let other = Arc::clone(&world);
        let thread = thread::spawn(move || other.pass(&[read(0), write(1)]));
        world.pass(&[read(1), write(0)]);
        thread.join().unwrap();
    });
}

#[test]
fn a_writer_between_two_readers_is_woken() {
    super::model(5, || {
        let world = World::new();
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.pass(&[read(0)]))
            })
            .collect();
        world.pass(&[write(0)]);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn three_that_cross_all_end() {
    super::model(5, || {
        let world = World::new();
        let threads: Vec<_> = [[write(0), read(1)], [write(1), read(0)]]
            .into_iter()
            .map(|extents| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.pass(&extents))
            })
            .collect();
        world.pass(&[write(0), write(1)]);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn passes_over_disjoint_memory_run_at_once() {
    loom::model(|| {
        let world = World::new();
        let first = world.table.hold("first", &[write(0)], &|wait| wait()).unwrap();
        let other = Arc::clone(&world);
        // Were it to wait, nobody would wake it.
        thread::spawn(move || other.pass(&[write(1)])).join().unwrap();
        world.table.release(first);
    });
}

#[test]
fn small_work_that_found_no_pass_meets_none() {
    for large in [[write(0)], [read(0)]] {
        for small in [[write(0)], [read(0)]] {
            let large = large.clone();
            loom::model(move || {
                let world = World::new();
                let (other, extents) = (Arc::clone(&world), large.clone());
                let thread = thread::spawn(move || other.attach().large(&extents));
                world.attach().small(&small);
                thread.join().unwrap();
            });
        }
    }
}

#[test]
fn small_work_between_two_large_passes_meets_neither() {
    for in_place in [false, true] {
        super::model(5, move || {
            let world = World::new();
            let threads: Vec<_> = [[write(0), read(1)], [read(0), write(1)]]
                .into_iter()
                .map(|extents| {
                    let world = Arc::clone(&world);
                    thread::spawn(move || world.attach().large(&extents))
                })
                .collect();
            if in_place {
                world.attach().small_in_place(&[write(0)]);
            } else {
                world.attach().small(&[write(0)]);
            }
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        });
    }
}

#[test]
fn who_waits_with_the_interpreter_lock_is_not_behind_who_waits_for_it() {
    super::model(2, || {
        let world = World::new();
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.attach().large(&[write(0)]))
            })
            .collect();
        world.attach().in_place(&[read(0)]);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

/// Work is put off over memory that is free, and run by whoever needs it; who writes the memory settles it before it
/// takes its guard, and meets none after.
#[test]
fn work_that_was_put_off_never_waits_for_a_writer() {
    super::model(3, || {
        let world = World::new();
        let waiting = Arc::new(Mutex::new(false));
        // Waits for the claim as for the work, then runs what is left.
        let settle = |world: &World, waiting: &Mutex<bool>| {
            let mut waiting = waiting.lock().unwrap();
            if std::mem::take(&mut *waiting) {
                let ticket = world.table.hold_in_place("put off", &[read(0)]).unwrap();
                world.touch(&[read(0)]);
                world.table.release(ticket);
            }
        };
        let (other, late) = (Arc::clone(&world), Arc::clone(&waiting));
        let thread = thread::spawn(move || {
            let attached = other.attach();
            if other.table.is_free(&[read(0)]) {
                *late.lock().unwrap() = true;
            }
            drop(attached);
            settle(&other, &late);
        });
        let attached = world.attach();
        let ticket = loop {
            settle(&world, &waiting);
            let ticket = world.table.hold("write", &[write(0)], &|wait| attached.outside(wait)).unwrap();
            if !*waiting.lock().unwrap() {
                break ticket;
            }
            world.table.release(ticket);
        };
        drop(attached);
        // Without the lock, a look at what was put off must find nothing to wait for.
        settle(&world, &waiting);
        world.touch(&[write(0)]);
        world.table.release(ticket);
        thread.join().unwrap();
    });
}

#[test]
fn a_fork_finds_no_pass_running() {
    super::model(5, || {
        let world = World::new();
        let threads: Vec<_> = [write(0), read(0)]
            .into_iter()
            .map(|extent| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.pass(&[extent]))
            })
            .collect();
        let pause = world.table.pause();
        assert!(world.table.is_idle());
        world.touch(&[write(0)]);
        drop(pause);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn a_holder_is_given_what_is_covered_or_free_and_never_waits() {
    loom::model(|| {
        let world = World::new();
        let hold = |operation, extents: &[Extent]| world.table.hold(operation, extents, &|_| unreachable!());
        let own = hold("own", &[write(0)]).unwrap();
        let inner = hold("inner", &[read(0), write(0)]).unwrap();
        world.table.release(inner);
        let other = Arc::clone(&world);
        let thread = thread::spawn(move || other.pass(&[write(1)]));
        match hold("more", &[read(1)]) {
            Ok(ticket) => world.table.release(ticket),
            Err(refusal) => assert_eq!(refusal, Refusal { own: "own", holder: "pass" }),
        }
        thread.join().unwrap();
        world.table.release(own);

        let own = hold("own", &[read(0)]).unwrap();
        assert_eq!(hold("more", &[write(0)]), Err(Refusal { own: "own", holder: "own" }));
        world.table.release(own);
        assert!(world.table.is_idle());
    });
}
