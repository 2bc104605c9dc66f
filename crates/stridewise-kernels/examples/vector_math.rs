//! Measures the vectorised functions: the largest errors against exact results, and the time per element.
//!
//! `cargo run --release -p stridewise-kernels --example vector_math -- accuracy` prints the table of errors, `-- speed`
//! that of nanoseconds per element, over operands that fit in the first-level cache; names of operations behind it
//! choose some. `scripts/measure-accuracy` writes both to docs/accuracy.md.
#![expect(unsafe_code, reason = "calls loops on slices")]

use std::time::Instant;

use stridewise_core::Number;
use stridewise_core::op::Op;
use stridewise_kernels::elementwise::vector_math::{self, CpuLevel};
use stridewise_kernels::inner_loop::Loop;
use stridewise_testkit::elementary::{self, FloatFormat};

/// Operands per interval.
const SAMPLES: usize = 100_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chosen = |op: Op| arguments.len() < 2 || arguments[1..].iter().any(|name| name == op.row().name);
    let ops: Vec<Op> = Op::all()
        .filter(|&op| {
            vector_math::find_at(CpuLevel::Baseline, op, Number::F64).is_some()
                && !elementary::intervals(op, FloatFormat::F64).is_empty()
                && chosen(op)
        })
        .collect();
    match arguments.first().map(String::as_str) {
        Some("accuracy") => accuracy(&ops),
        Some("speed") => speed(&ops),
        _ => eprintln!("accuracy or speed?"),
    }
}

fn run(inner: Loop, size: usize, inputs: [&[u8]; 2], arity: usize, output: &mut [u8]) {
    let mut pointers: Vec<*mut u8> = inputs[..arity].iter().map(|input| input.as_ptr().cast_mut()).collect();
    pointers.push(output.as_mut_ptr());
    // SAFETY: each operand holds as many elements of this size as the output.
    unsafe { inner(output.len() / size, pointers.as_ptr(), [size as isize; 3].as_ptr()) };
}

fn bytes(values: &[f64], number: Number) -> Vec<u8> {
    match number {
        Number::F32 => values.iter().flat_map(|&value| (value as f32).to_ne_bytes()).collect(),
        _ => values.iter().flat_map(|&value| value.to_ne_bytes()).collect(),
    }
}

fn floats(bytes: &[u8], number: Number) -> Vec<f64> {
    match number {
        Number::F32 => bytes
            .chunks_exact(4)
            .map(|chunk| f64::from(f32::from_ne_bytes(chunk.try_into().expect("four bytes"))))
            .collect(),
        _ => bytes
            .chunks_exact(8)
            .map(|chunk| f64::from_ne_bytes(chunk.try_into().expect("eight bytes")))
            .collect(),
    }
}

/// The largest error at each level, in units of the last place, and the operands of the one at the highest level.
fn errors(op: Op, number: Number, format: FloatFormat) -> (Vec<f64>, (f64, f64)) {
    let levels: Vec<CpuLevel> = CpuLevel::available().collect();
    let mut worst = vec![0.0; levels.len()];
    let mut at = (0.0, 0.0);
    for (turn, [first, second]) in elementary::intervals(op, format).into_iter().enumerate() {
        let seed = turn as u64 * 2;
        let (a, b) = (
            bytes(&elementary::operands(first, SAMPLES, seed), number),
            bytes(&elementary::operands(second, SAMPLES, seed + 1), number),
        );
        let (xs, ys) = (floats(&a, number), floats(&b, number));
        let results: Vec<Vec<f64>> = levels
            .iter()
            .map(|&level| {
                let inner = vector_math::find_at(level, op, number).expect("a loop");
                let mut output = vec![0_u8; a.len()];
                run(inner, number.size(), [&a, &b], op.row().inputs, &mut output);
                floats(&output, number)
            })
            .collect();
        for place in 0..SAMPLES {
            let Some(exact) = elementary::exact(op, xs[place], ys[place]) else { continue };
            // The exact result is one no longer where its second float is subnormal.
            if !(exact.high.abs() < format.largest && (exact.high == 0.0 || exact.high.abs() > 1e-290)) {
                continue;
            }
            for (level, worst) in worst.iter_mut().enumerate() {
                let units = exact.units(results[level][place], format.digits, format.least_exponent);
                if units > *worst || units.is_nan() {
                    *worst = units;
                    if level + 1 == levels.len() {
                        at = (xs[place], ys[place]);
                    }
                }
            }
        }
    }
    (worst, at)
}

fn print_head() {
    let levels: Vec<&str> = CpuLevel::available().map(CpuLevel::name).collect();
    println!("| function | dtype | {} |", levels.join(" | "));
    println!("|---|---|{}", "---|".repeat(levels.len()));
}

fn accuracy(ops: &[Op]) {
    print_head();
    for &op in ops {
        for (number, name, format) in
            [(Number::F32, "float32", FloatFormat::F32), (Number::F64, "float64", FloatFormat::F64)]
        {
            let (worst, at) = errors(op, number, format);
            let columns: Vec<String> = worst.iter().map(|units| format!("{units:.3}")).collect();
            println!("| `{}` | {name} | {} |", op.row().name, columns.join(" | "));
            eprintln!("{} {name}: worst at {at:?}", op.row().name);
        }
    }
}

fn speed(ops: &[Op]) {
    const LENGTH: usize = 2048;
    print_head();
    for &op in ops {
        for (number, name, format) in
            [(Number::F32, "float32", FloatFormat::F32), (Number::F64, "float64", FloatFormat::F64)]
        {
            let [first, second] = elementary::intervals(op, format)[1];
            let a = bytes(&elementary::operands(first, LENGTH, 1), number);
            let b = bytes(&elementary::operands(second, LENGTH, 2), number);
            let mut output = vec![0_u8; a.len()];
            let mut line = format!("| `{}` | {name} |", op.row().name);
            for level in CpuLevel::available() {
                let inner = vector_math::find_at(level, op, number).expect("a loop");
                let mut best = f64::INFINITY;
                for _ in 0..300 {
                    let start = Instant::now();
                    run(inner, number.size(), [&a, &b], op.row().inputs, std::hint::black_box(&mut output));
                    best = best.min(start.elapsed().as_secs_f64() / LENGTH as f64 * 1e9);
                }
                line += &format!(" {best:.2} |");
            }
            println!("{line}");
        }
    }
}
