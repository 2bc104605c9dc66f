//! What is in use, what is kept, and that kept memory is used again.

use std::sync::Mutex;

use stridewise_core::{Number, Order};
use stridewise_run::{Array, memory};

/// The counts are the process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn array(bytes: usize) -> Array {
    Array::zeros(Number::U8.native(), &[bytes], Order::C).expect("there is memory")
}

fn address(array: &Array) -> usize {
    array.view().address() as usize
}

#[test]
fn dropped_memory_is_kept_and_taken_again() {
    let _alone = ALONE.lock();
    memory::release();
    let before = memory::usage();
    assert_eq!(before.held, 0);
    let first = array(100_000);
    let place = address(&first);
    let live = memory::usage().live - before.live;
    assert!((100_000..=112_500).contains(&live));
    drop(first);
    assert_eq!((memory::usage().live, memory::usage().held), (before.live, live));
    let second = array(99_000);
    assert_eq!(address(&second), place);
    assert_eq!(memory::usage().held, 0);
    assert!(second.to_vec::<u8>().iter().all(|&byte| byte == 0));
    drop(second);
    assert_eq!(memory::release(), live);
    assert_eq!(memory::usage().held, 0);
}

#[test]
fn zeros_are_zero_whatever_the_memory_held() {
    let _alone = ALONE.lock();
    for bytes in [1024, 5000, 70_000, 300_000, 5_000_000] {
        let dirty = array(bytes);
        dirty.fill(stridewise_core::Value::Int(255)).expect("writeable");
        drop(dirty);
        assert!(array(bytes).to_vec::<u8>().iter().all(|&byte| byte == 0), "{bytes}");
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let _alone = ALONE.lock();
    memory::release();
    let arrays: Vec<Array> = (0..100).map(|_| array(3 << 20)).collect();
    let live = memory::usage().live;
    memory::reset_peak();
    for array in arrays {
        drop(array);
        let usage = memory::usage();
        assert!(usage.held <= (64 << 20).max(usage.live), "{usage:?}");
    }
    assert!(memory::usage().peak >= live);
    memory::reset_peak();
    assert_eq!(memory::usage().peak, memory::usage().live);
    memory::release();
}

#[test]
fn results_are_aligned_for_the_widest_vectors() {
    let _alone = ALONE.lock();
    for bytes in [1025, 2000, 4096, 100_000, 1 << 20, 10 << 20] {
        assert_eq!(address(&array(bytes)) % 64, 0, "{bytes}");
    }
}

#[test]
fn threads_take_and_give_back_together() {
    let _alone = ALONE.lock();
    let live = memory::usage().live;
    std::thread::scope(|scope| {
        for thread in 0..4_usize {
            scope.spawn(move || {
                let mut kept = Vec::new();
                for round in 0..500 {
                    let made = array(1024 + (round * 37 + thread * 991) % 60_000);
                    made.fill(stridewise_core::Value::Int(thread as i128)).expect("writeable");
                    kept.push(made);
                    if kept.len() > 20 {
                        let oldest = kept.remove(0);
                        assert!(oldest.to_vec::<u8>().iter().all(|&byte| usize::from(byte) == thread));
                    }
                }
            });
        }
    });
    assert_eq!(memory::usage().live, live);
}
