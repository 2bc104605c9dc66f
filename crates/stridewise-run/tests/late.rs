//! Work that was put off gives what running at once gives, at every moment at which somebody may look.

use stridewise_core::layout::BasicIndex;
use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_core::{DType, Number, Order, Value};
use stridewise_run::elementwise::{self, Operand};
use stridewise_run::{Array, late};

const LENGTH: usize = 40_000;

fn numbers(seed: f64) -> Array {
    let elements: Vec<f64> = (0..LENGTH).map(|place| (place as f64 * 0.37 + seed).sin()).collect();
    Array::from_elements(&elements).expect("room")
}

fn late(op: Op, inputs: &[Operand<'_>]) -> Array {
    let types: Vec<OperandType> = inputs.iter().map(Operand::operand_type).collect();
    let resolved = resolve(op, &types).expect("a loop");
    late::elementwise(&resolved, inputs, Order::Keep, None, &|wait| wait()).expect("room").expect("put off")
}

fn at_once(op: Op, inputs: &[Operand<'_>]) -> Array {
    elementwise::call(op, inputs).expect("computed").outputs.remove(0)
}

fn is_waiting(array: &Array) -> bool {
    array.view().buffer().is_unwritten()
}

fn same(left: &Array, right: &Array) {
    assert_eq!(left.dtype(), right.dtype());
    assert_eq!(left.shape(), right.shape());
    assert_eq!(left.cast_to_vec::<f64>().expect("room"), right.cast_to_vec::<f64>().expect("room"));
}

#[test]
fn a_chain_runs_when_it_is_read() {
    let (a, b) = (numbers(0.0), numbers(1.0));
    let product = late(Op::Multiply, &[Operand::Array(&a), Operand::Array(&b)]);
    let sum = late(Op::Add, &[Operand::Array(&product), Operand::Weak(Value::Float(2.0))]);
    let compared = late(Op::Greater, &[Operand::Array(&sum), Operand::Array(&a)]);
    let mixed = late(Op::Add, &[Operand::Array(&compared), Operand::Array(&sum)]);
    assert!(is_waiting(&product) && is_waiting(&sum) && is_waiting(&mixed));
    let expected_product = at_once(Op::Multiply, &[Operand::Array(&a), Operand::Array(&b)]);
    let expected_sum =
        at_once(Op::Add, &[Operand::Array(&expected_product), Operand::Weak(Value::Float(2.0))]);
    let expected = at_once(Op::Greater, &[Operand::Array(&expected_sum), Operand::Array(&a)]);
    let expected = at_once(Op::Add, &[Operand::Array(&expected), Operand::Array(&expected_sum)]);
    drop(compared);
    same(&mixed, &expected);
    // What others hold is written in the same pass.
    assert!(!is_waiting(&product) && !is_waiting(&sum));
    same(&sum, &expected_sum);
    same(&product, &expected_product);
}

#[test]
fn what_nobody_holds_but_two_need_is_computed_once() {
    let a = numbers(0.0);
    let shared = late(Op::Sin, &[Operand::Array(&a)]);
    let left = late(Op::Add, &[Operand::Array(&shared), Operand::Weak(Value::Float(1.0))]);
    let right = late(Op::Multiply, &[Operand::Array(&shared), Operand::Weak(Value::Float(3.0))]);
    let expected = at_once(Op::Sin, &[Operand::Array(&a)]);
    drop(shared);
    same(&left, &at_once(Op::Add, &[Operand::Array(&expected), Operand::Weak(Value::Float(1.0))]));
    same(&right, &at_once(Op::Multiply, &[Operand::Array(&expected), Operand::Weak(Value::Float(3.0))]));
}

#[test]
fn a_write_waits_for_what_reads_the_memory() {
    let a = numbers(0.0);
    let before = a.copy(Order::C).expect("room");
    let negative = late(Op::Negative, &[Operand::Array(&a)]);
    let twice = late(Op::Add, &[Operand::Array(&negative), Operand::Array(&a)]);
    drop(negative);
    a.fill(Value::Float(7.0)).expect("writeable");
    let expected = at_once(Op::Negative, &[Operand::Array(&before)]);
    same(&twice, &at_once(Op::Add, &[Operand::Array(&expected), Operand::Array(&before)]));
}

#[test]
fn a_write_into_what_waits_itself_waits_for_its_readers() {
    let a = numbers(0.0);
    let negative = late(Op::Negative, &[Operand::Array(&a)]);
    let twice = late(Op::Add, &[Operand::Array(&negative), Operand::Array(&negative)]);
    negative.fill(Value::Float(7.0)).expect("writeable");
    let expected = at_once(Op::Negative, &[Operand::Array(&a)]);
    same(&twice, &at_once(Op::Add, &[Operand::Array(&expected), Operand::Array(&expected)]));
}

#[test]
fn a_late_cast_orders_its_memory_as_one_at_once() {
    let rows = numbers(0.0).reshape(&[100, 400], Order::C).expect("fits");
    for source in [rows.transposed(), rows.broadcast_to(&[2, 100, 400]).expect("fits")] {
        for order in [Order::Keep, Order::C, Order::F, Order::Any] {
            let cast = late::cast(&source, Number::F32.native(), order, None, &|wait| wait())
                .expect("room")
                .expect("put off");
            let expected = source.astype(Number::F32.native(), order).expect("room");
            assert_eq!(cast.strides(), expected.strides());
            same(&cast, &expected);
        }
    }
}

#[test]
fn nothing_is_put_off_over_memory_that_a_pass_writes() {
    use stridewise_run::guard::{self, Extent};

    let a = numbers(0.0);
    let resolved = resolve(Op::Negative, &[OperandType::Strong(a.dtype())]).expect("a loop");
    let put_off = || {
        let result = late::elementwise(&resolved, &[Operand::Array(&a)], Order::Keep, None, &|wait| wait());
        result.expect("room").is_some()
    };
    let writes = guard::hold("write", &[Extent::write(a.view())]).expect("free");
    let elsewhere = std::thread::scope(|scope| scope.spawn(put_off).join());
    assert!(!elsewhere.expect("no panic"));
    drop(writes);
    assert!(put_off());
}

#[test]
fn views_of_what_waits_run_it() {
    let a = numbers(0.0).reshape(&[100, 400], Order::C).expect("fits");
    let square = late(Op::Square, &[Operand::Array(&a)]);
    let turned = square.transposed();
    assert!(is_waiting(&square));
    let sum = late(Op::Add, &[Operand::Array(&turned), Operand::Weak(Value::Float(0.5))]);
    let expected = at_once(Op::Square, &[Operand::Array(&a)]);
    same(
        &sum,
        &at_once(Op::Add, &[Operand::Array(&expected.transposed()), Operand::Weak(Value::Float(0.5))]),
    );
}

#[test]
fn strided_and_broadcast_operands_are_gathered() {
    let a = numbers(0.0).reshape(&[100, 400], Order::C).expect("fits");
    let row = a.index(&[BasicIndex::Integer(3)]).expect("inside");
    let column = a.with_layout(a.layout().permuted(&[1, 0])).reshape(&[400, 100], Order::C).expect("fits");
    let sum = late(Op::Add, &[Operand::Array(&a), Operand::Array(&row)]);
    let product = late(Op::Multiply, &[Operand::Array(&sum), Operand::Array(&column.transposed())]);
    let expected = at_once(Op::Add, &[Operand::Array(&a), Operand::Array(&row)]);
    let expected = at_once(Op::Multiply, &[Operand::Array(&expected), Operand::Array(&column.transposed())]);
    same(&product, &expected);
}

#[test]
fn a_long_chain_neither_overflows_the_stack_nor_piles_up() {
    let one = Operand::Weak(Value::Float(1.0));
    let mut sum = Array::zeros(DType::F64, &[1 << 14], Order::C).expect("room");
    for _ in 0..20_000 {
        sum = late(Op::Add, &[Operand::Array(&sum), one]);
    }
    assert_eq!(sum.value_at(&[77]), Some(Value::Float(20_000.0)));
}

/// So many numbers of eight bytes fill no processor's cache that tests are likely to run on.
const PAST_CACHES: usize = (12 << 20) + 37;

#[test]
fn what_no_cache_holds_is_written_past_them() {
    let elements: Vec<f64> = (0..PAST_CACHES).map(|place| (place as f64 * 0.37).sin()).collect();
    let a = Array::from_elements(&elements).expect("room");
    let product = late(Op::Multiply, &[Operand::Array(&a), Operand::Weak(Value::Float(3.0))]);
    let above = late(Op::Greater, &[Operand::Array(&product), Operand::Weak(Value::Float(1.0))]);
    let narrow = late(Op::Subtract, &[Operand::Array(&product), Operand::Array(&a)]);
    drop(a);
    let products: Vec<f64> = elements.iter().map(|element| element * 3.0).collect();
    let narrowed = narrow.to_vec::<f64>();
    assert!(narrowed.iter().zip(&elements).zip(&products).all(|((found, a), product)| *found == product - a));
    assert_eq!(product.to_vec::<f64>(), products);
    let found = above.cast_to_vec::<f64>().expect("room");
    assert!(found.iter().zip(&products).all(|(found, product)| (*found == 1.0) == (*product > 1.0)));
}
