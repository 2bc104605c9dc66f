//! Scalar arithmetic against wider integers, over every pair of int8.

use stridewise::scalar::{Comparison, LargeInteger, Operand, Operator, Scalar, binary, compare};
use stridewise_core::op::FloatErrors;
use stridewise_core::{ErrorKind, Number};

fn operate(operator: Operator, left: i8, right: i8) -> (i8, FloatErrors) {
    let outcome = binary(operator, Operand::Scalar(Scalar::of(left)), Operand::Scalar(Scalar::of(right)));
    let outcome = outcome.expect("int8 has this operation");
    assert_eq!(outcome.result.number(), Number::I8);
    (outcome.result.get(), outcome.errors)
}

#[test]
fn every_pair_of_int8_wraps_and_reports() {
    for left in i8::MIN..=i8::MAX {
        for right in i8::MIN..=i8::MAX {
            let (a, b) = (i32::from(left), i32::from(right));
            let exact = [(Operator::Add, a + b), (Operator::Subtract, a - b), (Operator::Multiply, a * b)];
            for (operator, exact) in exact {
                let fits = i8::try_from(exact).is_ok();
                let expected = if fits { FloatErrors::NONE } else { FloatErrors::OVERFLOW };
                assert_eq!(operate(operator, left, right), (exact as i8, expected), "{operator:?} {a} {b}");
            }
            if right != 0 {
                let quotient = a.div_euclid(b) - i32::from(b < 0 && a.rem_euclid(b) != 0);
                assert_eq!(operate(Operator::FloorDivide, left, right).0, quotient as i8, "{a} // {b}");
                assert_eq!(
                    operate(Operator::Remainder, left, right).0,
                    (a - quotient * b) as i8,
                    "{a} % {b}"
                );
            }
        }
    }
    assert_eq!(operate(Operator::FloorDivide, 1, 0), (0, FloatErrors::DIVIDE));
}

#[test]
fn python_integers_keep_to_the_dtype_but_compare_outside_it() {
    let small = Operand::Scalar(Scalar::of(1_i8));
    let refused = binary(Operator::Add, small, Operand::Integer(300)).expect_err("300 is no int8");
    assert_eq!(refused.kind(), &ErrorKind::Overflow);
    assert_eq!(refused.message(), "Python integer 300 out of bounds for int8");
    let large = Operand::LargeInteger(LargeInteger { negative: true, unsigned: None, float: None });
    for (other, expected) in [(Operand::Integer(300), true), (Operand::Integer(-300), false), (large, false)]
    {
        assert_eq!(compare(Comparison::Less, small, other).map(|outcome| outcome.answer), Ok(expected));
    }
}

#[test]
fn signed_and_unsigned_compare_exactly() {
    let (minus, most) = (Operand::Scalar(Scalar::of(-1_i64)), Operand::Scalar(Scalar::of(u64::MAX)));
    assert_eq!(compare(Comparison::Less, minus, most).map(|outcome| outcome.answer), Ok(true));
    assert_eq!(compare(Comparison::Equal, minus, most).map(|outcome| outcome.answer), Ok(false));
}
