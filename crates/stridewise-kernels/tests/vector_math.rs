//! The vectorised functions at every CPU level that this processor has: as exact as docs/accuracy.md says, the same
//! bits wherever an element stands, and errors reported for what happened, not for how it was computed.
#![expect(unsafe_code, reason = "calls loops on slices")]

use stridewise_core::Number;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_kernels::elementwise::vector_math::{self, CpuLevel};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::status;
use stridewise_testkit::elementary::{self, FloatFormat};

/// Either float, as the loops see it.
trait Element: Copy + PartialEq + std::fmt::Debug {
    const NUMBER: Number;
    const FORMAT: FloatFormat;
    fn of(value: f64) -> Self;
    fn wide(self) -> f64;
    fn bits(self) -> u64;
}

impl Element for f32 {
    const NUMBER: Number = Number::F32;
    const FORMAT: FloatFormat = FloatFormat::F32;
    fn of(value: f64) -> Self {
        value as Self
    }
    fn wide(self) -> f64 {
        self.into()
    }
    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

impl Element for f64 {
    const NUMBER: Number = Number::F64;
    const FORMAT: FloatFormat = FloatFormat::F64;
    fn of(value: f64) -> Self {
        value
    }
    fn wide(self) -> f64 {
        self
    }
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// Results of a loop over every `spread`th element, and the errors that it reported.
fn run<T: Element>(inner: Loop, op: Op, a: &[T], b: &[T], spread: usize) -> (Vec<T>, FloatErrors) {
    let mut output = vec![T::of(0.25); a.len()];
    let mut pointers = vec![a.as_ptr().cast_mut().cast::<u8>()];
    if op.row().inputs == 2 {
        pointers.push(b.as_ptr().cast_mut().cast());
    }
    pointers.push(output.as_mut_ptr().cast());
    let step = (spread * size_of::<T>()) as isize;
    status::clear();
    // SAFETY: all operands have the same length, and every `spread`th element is inside.
    unsafe { inner(a.len().div_ceil(spread), pointers.as_ptr(), [step; 3].as_ptr()) };
    (output, status::read())
}

fn functions<T: Element>() -> impl Iterator<Item = (Op, CpuLevel, Loop)> {
    Op::all().flat_map(|op| {
        CpuLevel::available()
            .filter_map(move |level| Some((op, level, vector_math::find_at(level, op, T::NUMBER)?)))
    })
}

fn edges<T: Element>() -> Vec<T> {
    let format = T::FORMAT;
    let mut values = vec![
        0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0, 17.0, 88.8, 90.0, 104.0, 709.7, 710.0, 746.0, 1e-3, 1e6, 1e10,
    ];
    values.extend([
        format.smallest,
        format.smallest / 8.0,
        format.largest,
        f64::INFINITY,
        f64::NAN,
        1.0 + 1e-6,
    ]);
    values.extend([
        std::f64::consts::PI,
        std::f64::consts::FRAC_PI_2,
        1e300,
        1e38,
        1e-30,
        1e-200,
        1023.0,
        1074.0,
        127.0,
    ]);
    values.iter().flat_map(|&value| [T::of(value), T::of(-value)]).collect()
}

fn the_same_bits_everywhere<T: Element>() {
    let edges = edges::<T>();
    for (op, level, inner) in functions::<T>() {
        let name = format!("{} {:?} {level:?}", op.row().name, T::NUMBER);
        let [first, second] = elementary::intervals(op, T::FORMAT)[0];
        let mut a: Vec<T> = elementary::operands(first, 211, 5).into_iter().map(T::of).collect();
        let mut b: Vec<T> = elementary::operands(second, 211, 6).into_iter().map(T::of).collect();
        a.extend(
            edges.iter().flat_map(|&edge| {
                std::iter::repeat_n(edge, if op.row().inputs == 2 { edges.len() } else { 1 })
            }),
        );
        b.extend(edges.iter().cycle().take(a.len() - b.len()));
        let one_by_one: Vec<u64> =
            a.iter().zip(&b).map(|(&a, &b)| run(inner, op, &[a], &[b], 1).0[0].bits()).collect();
        for start in [0, 1, 5] {
            for length in [2, 4, 7, 31, 32, 63, 64, 65, 130, a.len() - start] {
                let end = (start + length).min(a.len());
                let (results, _) = run(inner, op, &a[start..end], &b[start..end], 1);
                for (place, result) in results.iter().enumerate() {
                    let at = start + place;
                    assert_eq!(result.bits(), one_by_one[at], "{name} of {:?}, {:?}", a[at], b[at]);
                }
            }
        }
        let (results, _) = run(inner, op, &a, &b, 3);
        for at in (0..a.len()).step_by(3) {
            assert_eq!(results[at].bits(), one_by_one[at], "{name} of {:?}, {:?}, strided", a[at], b[at]);
        }
    }
}

#[test]
fn an_element_has_the_same_bits_wherever_it_stands() {
    the_same_bits_everywhere::<f32>();
    the_same_bits_everywhere::<f64>();
}

/// The errors in the table of docs/accuracy.md: at the baseline, with fused products, with AVX-512.
fn documented(op: Op, number: Number, level: CpuLevel) -> f64 {
    let page = include_str!("../../../docs/accuracy.md");
    let name = if number == Number::F32 { "float32" } else { "float64" };
    let start = format!("| `{}` | {name} |", op.row().name);
    let row = page.lines().find_map(|line| line.strip_prefix(start.as_str()));
    let row = row.unwrap_or_else(|| panic!("docs/accuracy.md has no row {start}"));
    let column = [CpuLevel::Baseline, CpuLevel::V3, CpuLevel::V4].iter().position(|&other| other == level);
    let cell = row.split('|').nth(column.expect("one of three levels")).expect("three columns");
    cell.trim().parse().expect("a number")
}

fn as_exact_as_documented<T: Element>() {
    for (op, level, inner) in functions::<T>() {
        let bound = documented(op, T::NUMBER, level);
        for (turn, [first, second]) in elementary::intervals(op, T::FORMAT).into_iter().enumerate() {
            // Other operands than those that the page was measured with.
            let seed = 1000 + turn as u64;
            let a: Vec<T> = elementary::operands(first, 300, seed).into_iter().map(T::of).collect();
            let b: Vec<T> = elementary::operands(second, 300, seed + 100).into_iter().map(T::of).collect();
            let (results, _) = run(inner, op, &a, &b, 1);
            for ((a, b), result) in a.iter().zip(&b).zip(results) {
                let Some(exact) = elementary::exact(op, a.wide(), b.wide()) else { continue };
                if !(exact.high.abs() < T::FORMAT.largest && (exact.high == 0.0 || exact.high.abs() > 1e-290))
                {
                    continue;
                }
                let units = exact.units(result.wide(), T::FORMAT.digits, T::FORMAT.least_exponent);
                assert!(units <= bound * 1.02, "{}({a:?}, {b:?}) at {level:?}: {units} units", op.row().name);
            }
        }
    }
}

#[test]
fn results_are_as_exact_as_the_page_says() {
    as_exact_as_documented::<f32>();
    as_exact_as_documented::<f64>();
}

const NONE: FloatErrors = FloatErrors::NONE;
const OVERFLOW: FloatErrors = FloatErrors::OVERFLOW;
const DIVIDE: FloatErrors = FloatErrors::DIVIDE;
const INVALID: FloatErrors = FloatErrors::INVALID;
const UNDERFLOW: FloatErrors = FloatErrors::UNDERFLOW;

/// An operand, the result, the errors met.
type Case = (f64, f64, FloatErrors);

/// Special operands of float64 and float32 with the result and the errors that NumPy gives.
const SPECIAL: &[(Op, &[Case])] = &[
    (
        Op::Exp,
        &[
            (0.0, 1.0, NONE),
            (-0.0, 1.0, NONE),
            (f64::INFINITY, f64::INFINITY, NONE),
            (f64::NEG_INFINITY, 0.0, NONE),
            (800.0, f64::INFINITY, OVERFLOW),
            (-800.0, 0.0, UNDERFLOW),
            (f64::NAN, f64::NAN, NONE),
            (1e-30, 1.0, NONE),
        ],
    ),
    (
        Op::Exp2,
        &[
            (0.0, 1.0, NONE),
            (-3.0, 0.125, NONE),
            (10.0, 1024.0, NONE),
            (f64::INFINITY, f64::INFINITY, NONE),
            (f64::NEG_INFINITY, 0.0, NONE),
            (1024.0, f64::INFINITY, OVERFLOW),
            (-2000.0, 0.0, UNDERFLOW),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Expm1,
        &[
            (0.0, 0.0, NONE),
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (f64::INFINITY, f64::INFINITY, NONE),
            (f64::NEG_INFINITY, -1.0, NONE),
            (800.0, f64::INFINITY, OVERFLOW),
            (-800.0, -1.0, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (Op::Sin, &[(0.0, 0.0, NONE), (-0.0, -0.0, NONE), (1e-30, 1e-30, NONE)]),
    (Op::Tan, &[(0.0, 0.0, NONE), (-0.0, -0.0, NONE), (1e-30, 1e-30, NONE)]),
    (Op::Cos, &[(0.0, 1.0, NONE), (1e-30, 1.0, NONE)]),
    (Op::Sin, &NO_ANGLE),
    (Op::Tan, &NO_ANGLE),
    (Op::Cos, &NO_ANGLE),
    (
        Op::Sinh,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (800.0, f64::INFINITY, OVERFLOW),
            (-800.0, f64::NEG_INFINITY, OVERFLOW),
            (f64::NEG_INFINITY, f64::NEG_INFINITY, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Cosh,
        &[
            (-0.0, 1.0, NONE),
            (-800.0, f64::INFINITY, OVERFLOW),
            (f64::NEG_INFINITY, f64::INFINITY, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Tanh,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (-800.0, -1.0, NONE),
            (f64::INFINITY, 1.0, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arctan,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (1e30, std::f64::consts::FRAC_PI_2, NONE),
            (f64::NEG_INFINITY, -std::f64::consts::FRAC_PI_2, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arcsin,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (1.0, std::f64::consts::FRAC_PI_2, NONE),
            (-1.0, -std::f64::consts::FRAC_PI_2, NONE),
            (1.5, f64::NAN, INVALID),
            (f64::NEG_INFINITY, f64::NAN, INVALID),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arccos,
        &[
            (-0.0, std::f64::consts::FRAC_PI_2, NONE),
            (1.0, 0.0, NONE),
            (-1.0, std::f64::consts::PI, NONE),
            (-1.5, f64::NAN, INVALID),
            (f64::INFINITY, f64::NAN, INVALID),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arcsinh,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (f64::NEG_INFINITY, f64::NEG_INFINITY, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arccosh,
        &[
            (1.0, 0.0, NONE),
            (0.5, f64::NAN, INVALID),
            (f64::NEG_INFINITY, f64::NAN, INVALID),
            (f64::INFINITY, f64::INFINITY, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Arctanh,
        &[
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (1.0, f64::INFINITY, DIVIDE),
            (-1.0, f64::NEG_INFINITY, DIVIDE),
            (2.0, f64::NAN, INVALID),
            (f64::INFINITY, f64::NAN, INVALID),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Cbrt,
        &[
            (-0.0, -0.0, NONE),
            (27.0, 3.0, NONE),
            (-0.125, -0.5, NONE),
            (f64::NEG_INFINITY, f64::NEG_INFINITY, NONE),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
    (Op::Log, &LOGARITHM),
    (Op::Log2, &LOGARITHM),
    (Op::Log10, &LOGARITHM),
    (Op::Log2, &[(8.0, 3.0, NONE), (1024.0, 10.0, NONE), (0.25, -2.0, NONE)]),
    (Op::Log10, &[(1000.0, 3.0, NONE), (1e10, 10.0, NONE), (100.0, 2.0, NONE)]),
    (
        Op::Log1p,
        &[
            (0.0, 0.0, NONE),
            (-0.0, -0.0, NONE),
            (1e-30, 1e-30, NONE),
            (f64::INFINITY, f64::INFINITY, NONE),
            (-1.0, f64::NEG_INFINITY, DIVIDE),
            (-2.0, f64::NAN, INVALID),
            (f64::NEG_INFINITY, f64::NAN, INVALID),
            (f64::NAN, f64::NAN, NONE),
        ],
    ),
];

const NO_ANGLE: [Case; 3] =
    [(f64::INFINITY, f64::NAN, INVALID), (f64::NEG_INFINITY, f64::NAN, INVALID), (f64::NAN, f64::NAN, NONE)];

const LOGARITHM: [Case; 7] = [
    (1.0, 0.0, NONE),
    (0.0, f64::NEG_INFINITY, DIVIDE),
    (-0.0, f64::NEG_INFINITY, DIVIDE),
    (-1.0, f64::NAN, INVALID),
    (f64::NEG_INFINITY, f64::NAN, INVALID),
    (f64::INFINITY, f64::INFINITY, NONE),
    (f64::NAN, f64::NAN, NONE),
];

/// Operands of functions of two, the result, the errors met.
type PairCase = (f64, f64, f64, FloatErrors);

const INF: f64 = f64::INFINITY;
const PI: f64 = std::f64::consts::PI;

const SPECIAL_PAIRS: &[(Op, &[PairCase])] = &[
    (
        Op::Arctan2,
        &[
            (0.0, 1.0, 0.0, NONE),
            (-0.0, 1.0, -0.0, NONE),
            (0.0, -1.0, PI, NONE),
            (-0.0, -1.0, -PI, NONE),
            (0.0, 0.0, 0.0, NONE),
            (-0.0, -0.0, -PI, NONE),
            (2.0, 0.0, PI / 2.0, NONE),
            (-2.0, -0.0, -PI / 2.0, NONE),
            (INF, INF, PI / 4.0, NONE),
            (-INF, -INF, -0.75 * PI, NONE),
            (1.0, INF, 0.0, NONE),
            (-1.0, -INF, -PI, NONE),
            (INF, 3.0, PI / 2.0, NONE),
            (1e30, 1e30, PI / 4.0, NONE),
            (1e-30, -1e-30, 0.75 * PI, NONE),
            (1e30, 1e-30, PI / 2.0, NONE),
            (f64::NAN, 1.0, f64::NAN, NONE),
            (1.0, f64::NAN, f64::NAN, NONE),
        ],
    ),
    (
        Op::Power,
        &[
            (2.0, 10.0, 1024.0, NONE),
            (-2.0, 3.0, -8.0, NONE),
            (-2.0, -2.0, 0.25, NONE),
            (-0.0, 3.0, -0.0, NONE),
            (-0.0, 2.0, 0.0, NONE),
            (0.0, -1.0, INF, DIVIDE),
            (-0.0, -1.0, -INF, DIVIDE),
            (-0.0, -2.0, INF, DIVIDE),
            (0.0, 0.0, 1.0, NONE),
            (f64::NAN, 0.0, 1.0, NONE),
            (1.0, f64::NAN, 1.0, NONE),
            (f64::NAN, 1.0, f64::NAN, NONE),
            (-8.0, 1.0 / 3.0, f64::NAN, INVALID),
            (-INF, 3.0, -INF, NONE),
            (-INF, 2.0, INF, NONE),
            (-INF, -3.0, -0.0, NONE),
            (INF, -0.5, 0.0, NONE),
            (0.5, INF, 0.0, NONE),
            (0.5, -INF, INF, NONE),
            (-1.0, INF, 1.0, NONE),
            (-1.0, 1e30, 1.0, NONE),
            (10.0, 400.0, INF, OVERFLOW),
            (-10.0, 401.0, -INF, OVERFLOW),
            (10.0, -400.0, 0.0, UNDERFLOW),
            (-10.0, -401.0, -0.0, UNDERFLOW),
            (4.0, 0.5, 2.0, NONE),
            (-INF, 0.5, INF, NONE),
            (-0.0, -0.5, INF, DIVIDE),
            (0.0, -INF, INF, NONE),
        ],
    ),
];

fn special_pairs<T: Element>() {
    for (op, level, inner) in functions::<T>() {
        for &(_, cases) in SPECIAL_PAIRS.iter().filter(|(other, _)| *other == op) {
            for &(a, b, y, errors) in cases {
                for length in [1, 40] {
                    let (results, met) = run(inner, op, &vec![T::of(a); length], &vec![T::of(b); length], 1);
                    let name =
                        format!("{}({a}, {b}) {:?} {level:?}: {:?}", op.row().name, T::NUMBER, results[0]);
                    if y.is_nan() {
                        assert!(results[0].wide().is_nan(), "{name}");
                    } else {
                        assert_eq!(results[0].bits(), T::of(y).bits(), "{name}");
                    }
                    assert_eq!(met, errors, "{name}");
                }
            }
        }
    }
}

fn special_operands<T: Element>() {
    for (op, level, inner) in functions::<T>() {
        for &(_, cases) in SPECIAL.iter().filter(|(other, _)| *other == op) {
            for &(x, y, errors) in cases {
                for length in [1, 40] {
                    let (results, met) =
                        run(inner, op, &vec![T::of(x); length], &vec![T::of(1.0); length], 1);
                    let name = format!("{}({x}) {:?} {level:?}: {:?}", op.row().name, T::NUMBER, results[0]);
                    if y.is_nan() {
                        assert!(results[0].wide().is_nan(), "{name}");
                    } else {
                        assert_eq!(results[0].bits(), T::of(y).bits(), "{name}");
                    }
                    assert_eq!(met, errors, "{name}");
                }
            }
        }
    }
}

#[test]
fn special_operands_give_what_numpy_gives() {
    special_operands::<f32>();
    special_operands::<f64>();
    special_pairs::<f32>();
    special_pairs::<f64>();
}

/// Huge angles and ones next to multiples of pi/2, with the sine that thirty digits and more give.
const HUGE_ANGLES: &[(f64, f64)] = &[
    (1e+22, -0.8522008497671888),
    (1700000.0, 0.5711113510481804),
    (123456789.0, 0.9901147518020355),
    (1.0715086071862673e+301, -0.15920170308624243),
    (1.7976931348623157e+308, 0.004961954789184062),
    (std::f64::consts::PI, 1.2246467991473532e-16),
    (5.319372648326541e+255, 1.0),
    (5319372648326541.0, 0.9743008437109215),
    (1000000000000000.0, 0.8582727931702359),
    (71000000.0, -0.2515821462777837),
    (355.0, -3.014435335948845e-05),
    (2.5e+300, 0.7335319052298896),
];

#[test]
fn huge_angles_keep_their_digits() {
    for (_, level, inner) in functions::<f64>().filter(|(op, ..)| *op == Op::Sin) {
        for &(angle, sine) in HUGE_ANGLES {
            let (results, errors) = run(inner, Op::Sin, &[angle, -angle], &[], 1);
            let close = |result: f64, sine: f64| (result - sine).abs() <= sine.abs() * f64::EPSILON;
            assert!(
                close(results[0], sine) && close(results[1], -sine),
                "sin({angle}) at {level:?}: {}",
                results[0]
            );
            assert!(errors.is_empty());
        }
    }
}
