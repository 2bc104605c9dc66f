//! What one loop takes for an element, in nanoseconds, over a tile that stays in the first-level cache.
#![expect(unsafe_code, reason = "calls loops on tiles of its own")]

use std::time::Instant;

use stridewise_core::Number;
use stridewise_core::op::Op;
use stridewise_kernels::cast::cast_loop;
use stridewise_kernels::elementwise;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::mask::select_loop;

const TILE: usize = 512;

fn time(name: &str, inner: Loop, strides: &[isize]) {
    let mut tiles = vec![vec![1.5_f64; TILE * 2]; 4];
    let pointers: Vec<*mut u8> = tiles.iter_mut().map(|tile| tile.as_mut_ptr().cast()).collect();
    let mut best = f64::MAX;
    for _ in 0..50 {
        let start = Instant::now();
        for _ in 0..200 {
            // SAFETY: each tile holds that many elements of any dtype.
            unsafe { inner(TILE, pointers.as_ptr(), strides.as_ptr()) };
        }
        best = best.min(start.elapsed().as_secs_f64() / (200.0 * TILE as f64) * 1e9);
    }
    println!("{name:24} {best:7.3}");
}

fn main() {
    for (number, size) in
        [(Number::F64, 8), (Number::F32, 4), (Number::I64, 8), (Number::I32, 4), (Number::U8, 1)]
    {
        for op in [Op::Add, Op::Multiply, Op::Divide, Op::Maximum, Op::Greater, Op::Equal, Op::BitwiseAnd] {
            if let Some(inner) = elementwise::find(op, &[number, number]) {
                let out = if matches!(op, Op::Greater | Op::Equal) { 1 } else { size };
                time(&format!("{:?} {} vv", op, number.native()), inner, &[size, size, out]);
                time(&format!("{:?} {} vs", op, number.native()), inner, &[size, 0, out]);
            }
        }
        for op in [Op::Negative, Op::Absolute, Op::Square, Op::Sqrt, Op::Rint, Op::Isnan] {
            if let Some(inner) = elementwise::find(op, &[number]) {
                let out = if op == Op::Isnan { 1 } else { size };
                time(&format!("{:?} {}", op, number.native()), inner, &[size, out]);
            }
        }
        if let Some(inner) = elementwise::find(Op::Clip, &[number; 3]) {
            time(&format!("clip {}", number.native()), inner, &[size, 0, 0, size]);
        }
        for to in [Number::F64, Number::F32, Number::I64, Number::Bool, Number::U8] {
            time(
                &format!("cast {} to {}", number.native(), to.native()),
                cast_loop(number, to),
                &[size, to.size() as isize],
            );
        }
        time(&format!("select {}", number.native()), select_loop(size as usize), &[1, size, size, size]);
    }
    time("cast bool to f64", cast_loop(Number::Bool, Number::F64), &[1, 8]);
    time("cast bool to f32", cast_loop(Number::Bool, Number::F32), &[1, 4]);
    time("and bool", elementwise::find(Op::LogicalAnd, &[Number::Bool; 2]).expect("a loop"), &[1, 1, 1]);
}
