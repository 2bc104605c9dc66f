//! Products of arrays: what threads, batches and outputs may not change.

use stridewise_core::op::{FloatErrors, Op, OperandType, Resolved, resolve};
use stridewise_core::{DType, Element, Order};
use stridewise_run::Array;
use stridewise_run::product::{product, product_into};
use stridewise_run::threads::set_count;

fn resolved(op: Op, left: &Array, right: &Array) -> Resolved {
    resolve(op, &[OperandType::Strong(left.dtype()), OperandType::Strong(right.dtype())])
        .expect("a loop for these dtypes")
}

fn multiplied(op: Op, left: &Array, right: &Array) -> Array {
    product(&resolved(op, left, right), left, right).expect("a product").0
}

fn numbers(shape: &[usize]) -> Array {
    let count = shape.iter().product();
    let elements: Vec<f64> = (0..count).map(|at| (at as f64 * 1.37).sin()).collect();
    Array::from_slice(&elements, shape).expect("an array")
}

fn bits(array: &Array) -> Vec<u64> {
    array.to_vec::<f64>().into_iter().map(f64::to_bits).collect()
}

/// The product of each pair, computed on its own.
fn one_by_one(left: &Array, right: &Array, count: usize) -> Vec<u64> {
    let at = |array: &Array, place: usize| {
        array.index(&[stridewise_core::layout::BasicIndex::Integer(place as isize)]).expect("a matrix")
    };
    (0..count).flat_map(|place| bits(&multiplied(Op::Matmul, &at(left, place), &at(right, place)))).collect()
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    let shapes: [(&[usize], &[usize]); 10] = [
        (&[300, 300], &[300, 300]),
        (&[40, 3000], &[3000, 700]),
        (&[2000, 700], &[700, 9]),
        (&[20_000, 30], &[30, 30]),
        (&[1000, 1000], &[1000]),
        (&[1000], &[1000, 1000]),
        (&[500_000], &[500_000]),
        (&[300, 16, 16], &[300, 16, 16]),
        (&[3, 128, 200], &[200, 150]),
        (&[3, 20_000], &[20_000]),
    ];
    for (left, right) in shapes {
        let (a, b) = (numbers(left), numbers(right));
        let results: Vec<Vec<u64>> = [1, 2, 3, 7]
            .into_iter()
            .map(|count| {
                set_count(count);
                bits(&multiplied(Op::Matmul, &a, &b))
            })
            .collect();
        assert!(results.iter().all(|result| *result == results[0]), "{left:?} {right:?}");
    }
    set_count(0);
}

#[test]
fn sums_of_columns_do_not_depend_on_the_number_of_threads() {
    for (rows, inner) in [(5, 40_000), (200, 2000), (1001, 700), (4097, 150)] {
        // Pairs of numbers are complex ones, too.
        let complex = numbers(&[inner, 2 * rows]);
        let layout = stridewise_core::Layout::contiguous(&[inner, rows], 16).expect("a layout");
        let complex = complex.reinterpreted(DType::C128, layout).expect("complex numbers");
        for matrix in [numbers(&[inner, rows]), complex] {
            let vector = numbers(&[inner]).astype(matrix.dtype(), Order::C).expect("a vector");
            let results: Vec<Vec<stridewise_core::dtype::C128>> = [1, 2, 3, 7]
                .into_iter()
                .map(|count| {
                    set_count(count);
                    let product = multiplied(Op::Matmul, &matrix.transposed(), &vector);
                    product.cast_to_vec().expect("numbers")
                })
                .collect();
            assert!(results.iter().all(|result| *result == results[0]), "{rows} {inner} {}", matrix.dtype());
        }
    }
    set_count(0);
}

#[test]
fn products_with_the_transpose_are_symmetric_and_right() {
    for (rows, inner) in [(10, 4), (130, 50), (400, 300), (150, 2000)] {
        let a = numbers(&[rows, inner]);
        let square = multiplied(Op::Matmul, &a, &a.transposed());
        assert_eq!(bits(&square), bits(&square.transposed()));
        // A copy hides that the two are one.
        let copy = a.transposed().copy(Order::C).expect("a copy");
        assert_eq!(bits(&square), bits(&multiplied(Op::Matmul, &a, &copy)));
    }
}

#[test]
fn batches_are_their_products_one_by_one() {
    for (rows, inner, columns) in [(3, 3, 3), (16, 16, 16), (1, 5, 4), (4, 5, 1), (40, 300, 70)] {
        let (a, b) = (numbers(&[12, rows, inner]), numbers(&[12, inner, columns]));
        assert_eq!(bits(&multiplied(Op::Matmul, &a, &b)), one_by_one(&a, &b, 12));
        let turned = a.permuted(&[0, 2, 1]);
        let wide = numbers(&[12, rows, columns]);
        assert_eq!(bits(&multiplied(Op::Matmul, &turned, &wide)), one_by_one(&turned, &wide, 12));
    }
    // Leading axes broadcast, in both directions.
    let (a, b) = (numbers(&[2, 1, 4, 5]), numbers(&[3, 5, 6]));
    let result = multiplied(Op::Matmul, &a, &b);
    assert_eq!(result.shape(), [2, 3, 4, 6]);
    let spread = |array: &Array, shape: &[usize], flat: &[i64]| {
        let whole = array.broadcast_to(shape).and_then(|array| array.copy(Order::C));
        whole.and_then(|array| array.reshape(flat, Order::C)).expect("a batch")
    };
    let (a, b) = (spread(&a, &[2, 3, 4, 5], &[6, 4, 5]), spread(&b, &[2, 3, 5, 6], &[6, 5, 6]));
    assert_eq!(bits(&result), one_by_one(&a, &b, 6));
}

#[test]
fn an_output_takes_the_result_where_it_can() {
    let (a, b) = (numbers(&[30, 20]), numbers(&[20, 10]));
    let expected = bits(&multiplied(Op::Matmul, &a, &b));
    let resolved = resolved(Op::Matmul, &a, &b);
    for order in [Order::C, Order::F] {
        let output = Array::zeros(DType::F64, &[30, 10], order).expect("an array");
        let (result, _) = product_into(&resolved, &a, &b, Some(&output)).expect("a product");
        assert_eq!(result.view().place(), output.view().place());
        assert_eq!(bits(&output), expected);
    }
    let wrong = [
        Array::zeros(DType::F64, &[10, 30], Order::C),
        Array::zeros(stridewise_core::Number::F32.native(), &[30, 10], Order::C),
    ];
    for output in wrong {
        let output = output.expect("an array");
        let (result, _) = product_into(&resolved, &a, &b, Some(&output)).expect("a product");
        assert_ne!(result.view().place(), output.view().place());
        assert_eq!(bits(&result), expected);
    }
    // Over its own operand it is not written.
    let square = numbers(&[20, 20]);
    let before = bits(&square);
    let (result, _) = product_into(&resolved, &square, &b, Some(&square)).expect("a product");
    assert_eq!((result.shape(), bits(&square)), (&[20, 10][..], before));
}

#[test]
fn errors_of_all_threads_are_told() {
    for count in [1, 2] {
        set_count(count);
        for inner in [3, 300, 100_000] {
            let mut elements = vec![1.0_f64; 200 * inner];
            elements[200 * inner - 1] = f64::MAX;
            let a = Array::from_slice(&elements, &[200, inner]).expect("an array");
            let b = Array::full(DType::F64, &[inner], stridewise_core::Value::Float(2.0)).expect("an array");
            let (_, errors) = product(&resolved(Op::Matmul, &a, &b), &a, &b).expect("a product");
            assert_eq!(errors & FloatErrors::OVERFLOW, FloatErrors::OVERFLOW);
        }
    }
    set_count(0);
}

#[test]
fn bytes_and_halves_are_computed_in_wider_numbers() {
    let a = Array::from_slice(&[100_i8, 100, -100, 7], &[2, 2]).expect("an array");
    let product: Vec<i8> = multiplied(Op::Matmul, &a, &a).to_vec();
    let wrapped = |sum: i32| sum as i8;
    assert_eq!(product, [wrapped(0), wrapped(10_700), wrapped(-10_700), wrapped(-9_951)]);
    let halves = |elements: &[f32], shape: &[usize]| {
        let array = Array::from_slice(elements, shape).expect("an array");
        array.astype(stridewise_core::dtype::F16::NUMBER.native(), Order::C).expect("halves")
    };
    // Sums of halves that are not representable on the way.
    let (a, b) = (halves(&[2048.0, 1.0, -2048.0], &[3]), halves(&[1.0; 3], &[3]));
    assert_eq!(multiplied(Op::Matmul, &a, &b).cast_to_vec::<f32>().expect("numbers"), [1.0]);
}
