//! An elementwise call over layouts and dtypes, against sums done by hand.

use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Number, Order, Value};
use stridewise_run::Array;
use stridewise_run::elementwise::{Operand, call};

#[test]
fn adds_over_strided_broadcast_and_swapped_operands() {
    let a = Array::from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 3]).unwrap();
    let row = Array::from_elements(&[10.0, 20.0, 30.0]).unwrap();
    let swapped = row.astype(Number::F64.native().swap(), Order::C).unwrap();
    for right in [&row, &swapped] {
        let sum = call(Op::Add, &[Operand::Array(&a), Operand::Array(right)]).unwrap();
        assert_eq!(sum.outputs[0].to_vec::<f64>(), [11.0, 22.0, 33.0, 14.0, 25.0, 36.0]);
    }
    let transposed =
        call(Op::Add, &[Operand::Array(&a.transposed()), Operand::Array(&a.transposed())]).unwrap();
    assert_eq!(transposed.outputs[0].to_vec::<f64>(), [2.0, 8.0, 4.0, 10.0, 6.0, 12.0]);
    assert_eq!(transposed.outputs[0].strides(), [8, 24]);
}

#[test]
fn reports_what_the_loop_met() {
    let a = Array::from_elements(&[1.0, -1.0]).unwrap();
    let root = call(Op::Sqrt, &[Operand::Array(&a)]).unwrap();
    assert_eq!(root.errors, FloatErrors::INVALID);
}

#[test]
fn assigns_between_overlapping_views() {
    let a = Array::from_elements(&[1_i64, 2, 3, 4]).unwrap();
    let tail = a.index(&[slice(Some(1), None)]).unwrap();
    let head = a.index(&[slice(None, Some(3))]).unwrap();
    tail.assign(&head).unwrap();
    assert_eq!(a.to_vec::<i64>(), [1, 1, 2, 3]);
    a.fill(Value::Float(2.9)).unwrap();
    assert_eq!(a.to_vec::<i64>(), [2; 4]);
}

fn slice(start: Option<isize>, stop: Option<isize>) -> stridewise_core::layout::BasicIndex {
    stridewise_core::layout::BasicIndex::Slice(stridewise_core::layout::Slice { start, stop, step: None })
}
