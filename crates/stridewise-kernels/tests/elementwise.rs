//! Every row of the op table has a loop for each of its dtypes, and a loop gives the same bytes whether it runs
//! over contiguous, strided or single elements.
#![expect(unsafe_code, reason = "calls loops on raw pointers into vectors")]

use stridewise_core::dtype::{ConvertFrom, F16};
use stridewise_core::op::{FloatErrors, Op, Signature};
use stridewise_core::{Number, dispatch};
use stridewise_kernels::elementwise;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::status;

/// Values at the edges of a dtype, repeated until longer than any loop's chunk.
fn edges(number: Number, turn: usize) -> Vec<u8> {
    let values = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -0.5,
        2.0,
        3.0,
        -3.0,
        7.0,
        100.0,
        -128.0,
        127.0,
        255.0,
        32767.0,
        65504.0,
        1e300,
        -1e300,
        1e-310,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::EPSILON,
        1.5,
        2.5,
    ];
    (0..LENGTH)
        .flat_map(|place| element(number, values[(place * (turn + 1) + turn) % values.len()]))
        .collect()
}

fn element(number: Number, value: f64) -> Vec<u8> {
    dispatch!(number, T => {
        let element = T::convert_from(value);
        // SAFETY: elements have no padding.
        unsafe { std::slice::from_raw_parts((&raw const element).cast::<u8>(), size_of::<T>()) }.to_vec()
    })
}

const LENGTH: usize = 53;
const SPREAD: usize = 3;

struct Operands {
    signature: &'static Signature,
    inputs: Vec<Vec<u8>>,
}

impl Operands {
    fn new(signature: &'static Signature) -> Self {
        let inputs =
            signature.inputs().iter().enumerate().map(|(turn, number)| edges(*number, turn)).collect();
        Self { signature, inputs }
    }

    /// The outputs where every element stands `spread` elements behind the one before, computed in calls of `step`
    /// elements each.
    fn outputs(&self, inner: Loop, spread: usize, step: usize) -> Vec<Vec<u8>> {
        let numbers = self.signature.operands();
        let mut memory: Vec<Vec<u8>> =
            numbers.iter().map(|number| vec![0; LENGTH * spread * number.size()]).collect();
        for ((bytes, input), number) in memory.iter_mut().zip(&self.inputs).zip(numbers) {
            for place in 0..LENGTH {
                let size = number.size();
                bytes[place * spread * size..][..size].copy_from_slice(&input[place * size..][..size]);
            }
        }
        let strides: Vec<isize> = numbers.iter().map(|number| (spread * number.size()) as isize).collect();
        for start in (0..LENGTH).step_by(step) {
            let pointers: Vec<*mut u8> = memory
                .iter_mut()
                .zip(&strides)
                .map(|(bytes, stride)| bytes.as_mut_ptr().wrapping_add(start * *stride as usize))
                .collect();
            // SAFETY: the operands hold LENGTH elements with these strides.
            unsafe { inner(step.min(LENGTH - start), pointers.as_ptr(), strides.as_ptr()) };
        }
        memory[self.inputs.len()..]
            .iter()
            .zip(self.signature.outputs())
            .map(|(bytes, number)| {
                let size = number.size();
                (0..LENGTH).flat_map(|place| bytes[place * spread * size..][..size].to_vec()).collect()
            })
            .collect()
    }
}

#[test]
fn every_row_has_loops_that_do_not_depend_on_layout() {
    for op in Op::all().filter(|op| op.row().core_dimensions.is_none()) {
        for signature in op.row().loops {
            let inner = elementwise::find(op, signature.inputs());
            let inner = inner.unwrap_or_else(|| panic!("{} has no loop {signature}", op.row().name));
            let operands = Operands::new(signature);
            let whole = operands.outputs(inner, 1, LENGTH);
            assert_eq!(
                whole,
                operands.outputs(inner, SPREAD, LENGTH),
                "{} {signature} strided",
                op.row().name
            );
            assert_eq!(whole, operands.outputs(inner, 1, 1), "{} {signature} one by one", op.row().name);
        }
    }
}

#[test]
fn integers_wrap_and_divide_as_python_does() {
    let divide = |a: i8, b: i8| {
        let inner =
            elementwise::find(Op::Divmod, &[Number::I8, Number::I8]).expect("divmod has a loop of int8");
        let (mut quotient, mut remainder) = (0_i8, 0_i8);
        let pointers = [
            (&raw const a).cast_mut().cast::<u8>(),
            (&raw const b).cast_mut().cast::<u8>(),
            (&raw mut quotient).cast::<u8>(),
            (&raw mut remainder).cast::<u8>(),
        ];
        // SAFETY: four operands of one element.
        unsafe { inner(1, pointers.as_ptr(), [1, 1, 1, 1].as_ptr()) };
        (quotient, remainder)
    };
    for a in i8::MIN..=i8::MAX {
        for b in i8::MIN..=i8::MAX {
            let expected = if b == 0 {
                (0, 0)
            } else {
                let quotient = f64::from(a) / f64::from(b);
                let floor = quotient.floor() as i32;
                (floor as i8, (i32::from(a) - floor * i32::from(b)) as i8)
            };
            assert_eq!(divide(a, b), expected, "divmod({a}, {b})");
        }
    }
}

/// Registers hold what earlier loops left: large numbers here, which no half can be.
#[test]
fn loops_of_halves_record_no_error_of_numbers_that_are_not_theirs() {
    let large = [1e38_f32; 64];
    let one = F16::from_f32(1.0);
    let halves = [one; 64];
    for op in [Op::Add, Op::Subtract, Op::Multiply, Op::Maximum, Op::Less] {
        let wide = elementwise::find(op, &[Number::F32; 2]).expect("a loop");
        let narrow = elementwise::find(op, &[Number::F16; 2]).expect("a loop");
        for length in 1..=halves.len() {
            let (mut singles, mut results) = ([0_f32; 64], [one; 64]);
            let operands = [
                large.as_ptr().cast_mut().cast(),
                large.as_ptr().cast_mut().cast(),
                singles.as_mut_ptr().cast(),
            ];
            // SAFETY: `length` elements of each operand are there, and loops only write the last one.
            unsafe { wide(64, operands.as_ptr(), [4, 4, 4].as_ptr()) };
            status::clear();
            let operands = [
                halves.as_ptr().cast_mut().cast(),
                halves.as_ptr().cast_mut().cast(),
                results.as_mut_ptr().cast(),
            ];
            let step = if op == Op::Less { 1 } else { 2 };
            // SAFETY: as above.
            unsafe { narrow(length, operands.as_ptr(), [2, 2, step].as_ptr()) };
            assert_eq!(status::read(), FloatErrors::NONE, "{op:?} {length}");
        }
    }
}
