use std::sync::Mutex as Record;
use std::sync::mpsc::channel;
use std::thread;

use stridewise_core::{DType, Order};

use super::*;
use crate::Array;

fn table() -> Table<Box<AtomicU64>> {
    Table::new(Mutex::new(Passes::NONE), Condvar::new(), Box::new(AtomicU64::new(0)))
}

fn bytes(range: std::ops::Range<usize>, access: Access) -> Extent {
    Extent::new(range, access)
}

/// A wait that must not come.
fn never(_: &mut (dyn FnMut() + Send)) {
    panic!("had to wait");
}

#[test]
fn extents_conflict_where_bytes_meet_and_one_writes() {
    use Access::{Read, Write};
    let ranges = [0..8, 8..16, 4..12, 0..16, 7..8, 3..3];
    for a in &ranges {
        for b in &ranges {
            let meet = a.clone().any(|byte| b.contains(&byte));
            for (first, second) in [(Read, Read), (Read, Write), (Write, Read), (Write, Write)] {
                let conflict = meet && (first == Write || second == Write);
                assert_eq!(
                    bytes(a.clone(), first).conflicts(&bytes(b.clone(), second)),
                    conflict,
                    "{a:?} {b:?}"
                );
            }
        }
    }
}

#[test]
fn a_view_is_covered_from_its_lowest_byte_to_its_highest() {
    let array = Array::zeros(DType::F64, &[4, 6], Order::C).unwrap();
    let start = array.view().address() as usize;
    let mut layout = array.layout().clone();
    // Rows 3 and 1, columns 4, 3 and 2.
    layout.shape = [2, 3].into_iter().collect();
    layout.strides = [-96, -8].into_iter().collect();
    layout.offset = 3 * 48 + 4 * 8;
    let view = array.with_layout(layout);
    let range = start + 48 + 16..start + 144 + 40;
    assert_eq!(Extent::read(view.view()), bytes(range, Access::Read));
    let empty = Array::zeros(DType::F64, &[4, 0], Order::C).unwrap();
    let extent = Extent::write(empty.view());
    assert!(!extent.conflicts(&extent) && !extent.writes());
}

#[test]
fn the_state_word_tells_of_passes_and_of_those_that_write() {
    let table = table();
    let hold = |extents: &[Extent]| table.hold("pass", extents, &never).unwrap();
    assert!(table.is_idle() && table.is_unwritten());
    let reader = hold(&[bytes(0..8, Access::Read)]);
    let nothing = hold(&[]);
    assert!(!table.is_idle() && table.is_unwritten());
    let writer = hold(&[bytes(8..16, Access::Write), bytes(16..24, Access::Write)]);
    table.release(reader);
    assert!(!table.is_unwritten());
    table.release(writer);
    assert!(!table.is_idle() && table.is_unwritten());
    table.release(nothing);
    assert!(table.is_idle());
}

#[test]
fn a_holder_that_asks_for_more_is_told_what_has_it() {
    let array = Array::zeros(DType::F64, &[4], Order::C).unwrap();
    let own = hold("subtract", &[Extent::read(array.view())]).unwrap();
    drop(hold("copy", &[Extent::read(array.view())]).unwrap());
    let error = hold("add", &[Extent::write(array.view())]).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Runtime);
    assert_eq!(
        error.message(),
        "add asks for memory that subtract uses, in the middle of subtract, which did not ask for it"
    );
    drop(own);
    drop(hold("add", &[Extent::write(array.view())]).unwrap());
}

#[test]
fn a_writer_that_waits_goes_before_readers_that_come_later() {
    let table = table();
    let order = Record::new(Vec::new());
    let memory = |access| [bytes(0..8, access)];
    let first = table.hold("first reader", &memory(Access::Read), &never).unwrap();
    let (waits, waiting) = channel();
    let pass = |name, access| {
        let waits = waits.clone();
        let (table, order) = (&table, &order);
        move || {
            let told = Record::new(Some(waits));
            let outside = |wait: &mut (dyn FnMut() + Send)| {
                if let Some(waits) = told.lock().unwrap().take() {
                    waits.send(()).unwrap();
                }
                wait();
            };
            let ticket = table.hold(name, &memory(access), &outside).unwrap();
            order.lock().unwrap().push(name);
            table.release(ticket);
        }
    };
    thread::scope(|scope| {
        scope.spawn(pass("writer", Access::Write));
        waiting.recv().unwrap();
        scope.spawn(pass("second reader", Access::Read));
        waiting.recv().unwrap();
        table.release(first);
    });
    assert_eq!(*order.lock().unwrap(), ["writer", "second reader"]);
}

#[test]
fn small_work_waits_for_passes_that_conflict_alone() {
    let table = table();
    let ticket = table.hold("pass", &[bytes(0..8, Access::Write)], &never).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            table.wait_until_free(&[bytes(8..16, Access::Write)], &never);
            table.wait_until_free(&[bytes(4..12, Access::Read)], &|wait| {
                table.release(ticket);
                wait();
            });
            // Released where it had to wait.
            assert!(table.is_idle());
        });
    });
}
