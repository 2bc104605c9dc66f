//! Transforms beside the sums that define them, in double-double arithmetic.

use num_complex::Complex;
use stridewise_fft::{Direction, Plan, Precision, RealPlan};
use stridewise_testkit::double_double::DoubleDouble as D;

/// Lengths of small factors, of large ones, and primes.
const LENGTHS: [usize; 14] = [71, 96, 97, 100, 121, 127, 128, 243, 251, 360, 509, 625, 1000, 1024];

fn lengths() -> impl Iterator<Item = usize> {
    (1..=70).chain(LENGTHS)
}

fn numbers(count: usize, seed: u64) -> Vec<Complex<f64>> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    (0..count).map(|_| Complex::new(draw(), draw())).collect()
}

/// The sum that defines the transform, each root from an angle that was reduced as a fraction.
fn defined(input: &[Complex<f64>], sign: f64) -> Vec<Complex<f64>> {
    let length = input.len();
    let roots: Vec<Complex<f64>> = (0..length)
        .map(|place| {
            // Folded to the first quarter of the circle.
            let (quarter, rest) = (4 * place / length, 4 * place % length);
            let angle = std::f64::consts::FRAC_PI_2 * rest as f64 / length as f64;
            let (sine, cosine) = angle.sin_cos();
            let (re, im) = match quarter {
                0 => (cosine, sine),
                1 => (-sine, cosine),
                2 => (-cosine, -sine),
                _ => (sine, -cosine),
            };
            Complex::new(re, sign * im)
        })
        .collect();
    let product = |a: f64, b: f64| D::from(a) * D::from(b);
    (0..length)
        .map(|frequency| {
            let (mut re, mut im) = (D::from(0.0), D::from(0.0));
            for (place, number) in input.iter().enumerate() {
                let root = roots[place * frequency % length];
                re = re + product(number.re, root.re) + product(-number.im, root.im);
                im = im + product(number.re, root.im) + product(number.im, root.re);
            }
            Complex::new(re.high, im.high)
        })
        .collect()
}

/// The largest difference, as a part of the root of the sum of squares.
fn error(got: &[Complex<f64>], wanted: &[Complex<f64>]) -> f64 {
    let size = wanted.iter().map(|number| number.norm_sqr()).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    got.iter().zip(wanted).map(|(a, b)| (a - b).norm()).fold(0.0, f64::max) / size
}

fn wide<T: Precision>(numbers: &[Complex<T>]) -> Vec<Complex<f64>> {
    let wide = |part: T| double(part);
    numbers.iter().map(|number| Complex::new(wide(number.re), wide(number.im))).collect()
}

fn double<T: Precision>(part: T) -> f64 {
    match part.to_value() {
        stridewise_core::Value::Float(value) => value,
        other => panic!("{other:?}"),
    }
}

fn narrow<T: Precision>(numbers: &[Complex<f64>]) -> Vec<Complex<T>> {
    numbers.iter().map(|number| Complex::new(T::from_double(number.re), T::from_double(number.im))).collect()
}

fn complex_transforms<T: Precision>(bound: f64) {
    for length in lengths() {
        let input = narrow::<T>(&numbers(length, length as u64));
        for (direction, sign) in [(Direction::Forward, -1.0), (Direction::Inverse, 1.0)] {
            let wanted = defined(&wide(&input), sign);
            let plan = Plan::<T>::of(length, direction);
            let mut scratch = narrow::<T>(&vec![Complex::new(f64::NAN, f64::NAN); plan.scratch_length()]);
            let mut output = input.clone();
            plan.transform(&input, &mut output, T::from_double(1.0), &mut scratch);
            assert!(error(&wide(&output), &wanted) < bound, "{length} {direction:?}");
            let mut output = input.clone();
            plan.transform_in_place(&mut output, T::from_double(0.5), &mut scratch);
            let halved: Vec<_> = wanted.iter().map(|number| number * 0.5).collect();
            assert!(error(&wide(&output), &halved) < bound, "{length} {direction:?} in place");
        }
    }
}

#[test]
fn complex_numbers() {
    complex_transforms::<f64>(1e-15);
    complex_transforms::<f32>(5e-7);
}

fn real_transforms<T: Precision>(bound: f64) {
    for length in lengths() {
        let input: Vec<T> = numbers(length, 7).iter().map(|number| T::from_double(number.re)).collect();
        let as_complex: Vec<Complex<f64>> =
            input.iter().map(|&number| Complex::new(double(number), 0.0)).collect();
        let wanted = defined(&as_complex, -1.0);
        let half = length / 2 + 1;
        let plan = RealPlan::<T>::of(length, Direction::Forward);
        let nan = vec![Complex::new(f64::NAN, f64::NAN); plan.scratch_length()];
        let (mut scratch, one) = (narrow::<T>(&nan), T::from_double(1.0));
        let mut output = vec![Complex::new(one, one); half];
        plan.forward(&input, &mut output, one, &mut scratch);
        assert!(error(&wide(&output), &wanted[..half]) < bound, "{length}");
        if length.is_multiple_of(2) {
            let pairs: Vec<_> = input.chunks_exact(2).map(|pair| Complex::new(pair[0], pair[1])).collect();
            let mut again = vec![Complex::new(one, one); half];
            plan.forward_of_pairs(&pairs, &mut again, one, &mut scratch);
            assert_eq!(wide(&output), wide(&again), "{length}");
        }

        let back = RealPlan::<T>::of(length, Direction::Inverse);
        let mut scratch = narrow::<T>(&vec![Complex::new(f64::NAN, f64::NAN); back.scratch_length()]);
        let mut numbers = vec![one; length];
        back.inverse(&output, &mut numbers, T::from_double(1.0 / length as f64), &mut scratch);
        let returned: Vec<_> = numbers.iter().map(|&n| Complex::new(double(n), 0.0)).collect();
        assert!(error(&returned, &as_complex) < bound, "{length} back");
    }
}

#[test]
fn real_numbers_and_back() {
    real_transforms::<f64>(1e-15);
    real_transforms::<f32>(5e-7);
}

#[test]
fn missing_numbers_are_zeros() {
    for length in [4, 7, 12] {
        for given in 0..length {
            let input: Vec<f64> = (0..given).map(|place| place as f64 + 1.0).collect();
            let mut whole = input.clone();
            whole.resize(length, 0.0);
            let plan = RealPlan::<f64>::of(length, Direction::Forward);
            let mut scratch = vec![Complex::default(); plan.scratch_length()];
            let [mut short, mut long] = [0, 1].map(|_| vec![Complex::default(); length / 2 + 1]);
            plan.forward(&input, &mut short, 1.0, &mut scratch);
            plan.forward(&whole, &mut long, 1.0, &mut scratch);
            assert_eq!(short, long);
        }
    }
}
