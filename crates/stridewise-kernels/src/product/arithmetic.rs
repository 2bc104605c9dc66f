//! How products of a dtype's elements are summed in registers.
#![expect(unsafe_code, reason = "loads and stores registers behind raw pointers")]

use std::marker::PhantomData;

use num_complex::Complex;

use super::blocks::Heights;
use super::register::{Lane, MOST_LANES, Pairs, Register};

/// Sums of products of elements, several at a time.
///
/// A sum does not depend on which of its factors came from the left: `a @ a.T` is symmetric to the last bit.
///
/// # Safety
/// Of all methods: as of [`Register`], for elements in place of lanes.
pub(super) trait Arithmetic: 'static {
    type Element: Copy + 'static;
    /// Elements side by side.
    type Register: Copy;
    /// An element that multiplies all those of a register.
    type Factor: Copy;
    /// Sums of products, side by side.
    type Sum: Copy;

    /// Elements of a register.
    const LANES: usize;
    /// Rows of a tile, and registers of a row: their sums, a row of the right matrix and a factor fill the processor's
    /// registers.
    type Heights: Heights;
    const ROWS: usize = Self::Heights::MOST;
    const ACROSS: usize;
    /// Whether a sum that [resumes](Self::resume) from a finished one is what it would have been without the break.
    const RESUMES: bool;
    /// Sums of a dot product that are formed side by side: at most four.
    const CHAINS: usize;

    unsafe fn zero() -> Self::Sum;
    /// A sum that goes on from elements.
    unsafe fn resume(register: Self::Register) -> Self::Sum;
    unsafe fn load(from: *const Self::Element) -> Self::Register;
    unsafe fn load_part(from: *const Self::Element, count: usize) -> Self::Register;
    unsafe fn store(register: Self::Register, to: *mut Self::Element);
    unsafe fn store_part(register: Self::Register, to: *mut Self::Element, count: usize);
    unsafe fn add(a: Self::Register, b: Self::Register) -> Self::Register;
    unsafe fn factor(from: *const Self::Element) -> Self::Factor;
    unsafe fn add_product(sum: Self::Sum, factor: Self::Factor, register: Self::Register) -> Self::Sum;
    unsafe fn finish(sum: Self::Sum) -> Self::Register;

    /// Sums of products of elements at the same place of two registers.
    type Pairwise: Copy;
    unsafe fn no_pairs() -> Self::Pairwise;
    unsafe fn add_pairs(sum: Self::Pairwise, a: Self::Register, b: Self::Register) -> Self::Pairwise;
    unsafe fn join(a: Self::Pairwise, b: Self::Pairwise) -> Self::Pairwise;
    /// The sum of all products; of the conjugates of the first factors where `conjugates`.
    unsafe fn total(sum: Self::Pairwise, conjugates: bool) -> Self::Element;
    /// [`total`](Self::total) of four sums.
    #[inline(always)]
    unsafe fn totals(sums: [Self::Pairwise; 4]) -> [Self::Element; 4] {
        // SAFETY: as above.
        sums.map(|sum| unsafe { Self::total(sum, false) })
    }
    /// `count` elements, and zeros.
    unsafe fn load_first(from: *const Self::Element, count: usize) -> Self::Register;
    /// The first `count` elements of a register that are `step` bytes apart, and zeros.
    unsafe fn collect(from: *const Self::Element, step: isize, count: usize) -> Self::Register;
    fn add_elements(a: Self::Element, b: Self::Element) -> Self::Element;
}

/// Numbers that fill one lane each.
pub(super) struct Real<R>(PhantomData<R>);

impl<R: Register + 'static> Arithmetic for Real<R> {
    type Element = R::Lane;
    type Register = R;
    type Factor = R;
    type Sum = R;
    type Pairwise = R;

    const LANES: usize = R::LANES;
    type Heights = R::Heights;
    const ACROSS: usize = 3;
    const RESUMES: bool = true;
    const CHAINS: usize = if R::REGISTERS > 16 { 4 } else { 2 };

    #[inline(always)]
    unsafe fn zero() -> R {
        // SAFETY: the caller's promise, here and below.
        unsafe { R::zero() }
    }
    #[inline(always)]
    unsafe fn resume(register: R) -> R {
        register
    }
    #[inline(always)]
    unsafe fn load(from: *const R::Lane) -> R {
        // SAFETY: as above.
        unsafe { R::load(from) }
    }
    #[inline(always)]
    unsafe fn load_part(from: *const R::Lane, count: usize) -> R {
        // SAFETY: as above.
        unsafe { R::load_part(from, count) }
    }
    #[inline(always)]
    unsafe fn store(register: R, to: *mut R::Lane) {
        // SAFETY: as above.
        unsafe { register.store(to) }
    }
    #[inline(always)]
    unsafe fn store_part(register: R, to: *mut R::Lane, count: usize) {
        // SAFETY: as above.
        unsafe { register.store_part(to, count) }
    }
    #[inline(always)]
    unsafe fn add(a: R, b: R) -> R {
        // SAFETY: as above.
        unsafe { a.add(b) }
    }
    #[inline(always)]
    unsafe fn factor(from: *const R::Lane) -> R {
        // SAFETY: as above.
        unsafe { R::splat(from) }
    }
    #[inline(always)]
    unsafe fn add_product(sum: R, factor: R, register: R) -> R {
        // SAFETY: as above.
        unsafe { sum.add_product(factor, register) }
    }
    #[inline(always)]
    unsafe fn finish(sum: R) -> R {
        match R::Lane::TRUE {
            // SAFETY: as above.
            Some(truth) => unsafe { R::zero().add_product(sum, R::splat(&raw const truth)) },
            None => sum,
        }
    }
    #[inline(always)]
    unsafe fn no_pairs() -> R {
        // SAFETY: as above.
        unsafe { R::zero() }
    }
    #[inline(always)]
    unsafe fn add_pairs(sum: R, a: R, b: R) -> R {
        // SAFETY: as above.
        unsafe { sum.add_product(a, b) }
    }
    #[inline(always)]
    unsafe fn join(a: R, b: R) -> R {
        // SAFETY: as above.
        unsafe { a.add(b) }
    }
    #[inline(always)]
    unsafe fn total(sum: R, _conjugates: bool) -> R::Lane {
        // SAFETY: as above.
        let total = unsafe { sum.fold() };
        match R::Lane::TRUE {
            Some(truth) => R::Lane::add_product(R::Lane::default(), total, truth),
            None => total,
        }
    }
    #[inline(always)]
    unsafe fn totals(sums: [R; 4]) -> [R::Lane; 4] {
        // SAFETY: as above.
        let totals = unsafe { R::fold_four(sums) };
        match R::Lane::TRUE {
            Some(truth) => totals.map(|total| R::Lane::add_product(R::Lane::default(), total, truth)),
            None => totals,
        }
    }
    #[inline(always)]
    unsafe fn load_first(from: *const R::Lane, count: usize) -> R {
        // SAFETY: as above.
        unsafe { R::load_first(from, count) }
    }
    #[inline(always)]
    unsafe fn collect(from: *const R::Lane, step: isize, count: usize) -> R {
        let mut lanes = [R::Lane::default(); MOST_LANES];
        for (place, lane) in lanes.iter_mut().enumerate().take(count.min(R::LANES)) {
            // SAFETY: as above.
            *lane = unsafe { from.wrapping_byte_offset(place as isize * step).read_unaligned() };
        }
        // SAFETY: as above.
        unsafe { R::load(lanes.as_ptr()) }
    }
    #[inline(always)]
    fn add_elements(a: R::Lane, b: R::Lane) -> R::Lane {
        a.add(b)
    }
}

/// Complex numbers: a pair of lanes each.
///
/// Products of real parts with elements and products of imaginary parts with elements are summed apart; what of them
/// belongs together is brought together at the end.
pub(super) struct Paired<R>(PhantomData<R>);

impl<R: Pairs + 'static> Arithmetic for Paired<R>
where
    R::Lane: std::ops::Sub<Output = R::Lane>,
{
    type Element = Complex<R::Lane>;
    type Register = R;
    type Factor = [R; 2];
    type Sum = [R; 2];
    type Pairwise = [R; 2];

    const LANES: usize = R::LANES / 2;
    type Heights = R::HalfHeights;
    const ACROSS: usize = if R::REGISTERS > 16 { 3 } else { 2 };
    const RESUMES: bool = false;
    const CHAINS: usize = if R::REGISTERS > 16 { 2 } else { 1 };

    #[inline(always)]
    unsafe fn zero() -> [R; 2] {
        // SAFETY: the caller's promise, here and below.
        unsafe { [R::zero(); 2] }
    }
    #[inline(always)]
    unsafe fn resume(register: R) -> [R; 2] {
        // SAFETY: as above.
        unsafe { [register, R::zero()] }
    }
    #[inline(always)]
    unsafe fn load(from: *const Self::Element) -> R {
        // SAFETY: as above.
        unsafe { R::load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn load_part(from: *const Self::Element, count: usize) -> R {
        if count == Self::LANES {
            // SAFETY: as above.
            return unsafe { R::load(from.cast()) };
        }
        let mut lanes = [Complex::<R::Lane>::default(); MOST_LANES];
        for (place, lane) in lanes.iter_mut().enumerate().take(Self::LANES) {
            // SAFETY: as above.
            *lane = unsafe { from.add(place.min(count - 1)).read_unaligned() };
        }
        // SAFETY: as above.
        unsafe { R::load(lanes.as_ptr().cast()) }
    }
    #[inline(always)]
    unsafe fn store(register: R, to: *mut Self::Element) {
        // SAFETY: as above.
        unsafe { register.store(to.cast()) }
    }
    #[inline(always)]
    unsafe fn store_part(register: R, to: *mut Self::Element, count: usize) {
        // SAFETY: as above.
        unsafe { register.store_part(to.cast(), 2 * count) }
    }
    #[inline(always)]
    unsafe fn add(a: R, b: R) -> R {
        // SAFETY: as above.
        unsafe { a.add(b) }
    }
    #[inline(always)]
    unsafe fn factor(from: *const Self::Element) -> [R; 2] {
        let from: *const R::Lane = from.cast();
        // SAFETY: as above.
        unsafe { [R::splat(from), R::splat(from.add(1))] }
    }
    #[inline(always)]
    unsafe fn add_product(sum: [R; 2], factor: [R; 2], register: R) -> [R; 2] {
        // SAFETY: as above.
        unsafe { [sum[0].add_product(factor[0], register), sum[1].add_product(factor[1], register)] }
    }
    #[inline(always)]
    unsafe fn finish(sum: [R; 2]) -> R {
        // SAFETY: as above.
        unsafe { sum[0].add_alternately(sum[1].swap_parts()) }
    }
    #[inline(always)]
    unsafe fn no_pairs() -> [R; 2] {
        // SAFETY: as above.
        unsafe { [R::zero(); 2] }
    }
    #[inline(always)]
    unsafe fn add_pairs(sum: [R; 2], a: R, b: R) -> [R; 2] {
        // SAFETY: as above.
        unsafe { [sum[0].add_product(a, b), sum[1].add_product(a, b.swap_parts())] }
    }
    #[inline(always)]
    unsafe fn join(a: [R; 2], b: [R; 2]) -> [R; 2] {
        // SAFETY: as above.
        unsafe { [a[0].add(b[0]), a[1].add(b[1])] }
    }
    #[inline(always)]
    unsafe fn total(sum: [R; 2], conjugates: bool) -> Self::Element {
        // Products of like parts, and of unlike ones: of the left real part, and of the left imaginary part.
        // SAFETY: as above.
        let [[real, imaginary], [first, second]] = unsafe { [fold_pairs(sum[0]), fold_pairs(sum[1])] };
        if conjugates {
            Complex { re: real.add(imaginary), im: first - second }
        } else {
            Complex { re: real - imaginary, im: first.add(second) }
        }
    }
    #[inline(always)]
    unsafe fn load_first(from: *const Self::Element, count: usize) -> R {
        // SAFETY: as above.
        unsafe { R::load_first(from.cast(), 2 * count) }
    }
    #[inline(always)]
    unsafe fn collect(from: *const Self::Element, step: isize, count: usize) -> R {
        let mut lanes = [Complex::<R::Lane>::default(); MOST_LANES];
        for (place, lane) in lanes.iter_mut().enumerate().take(count.min(Self::LANES)) {
            // SAFETY: as above.
            *lane = unsafe { from.wrapping_byte_offset(place as isize * step).read_unaligned() };
        }
        // SAFETY: as above.
        unsafe { R::load(lanes.as_ptr().cast()) }
    }
    #[inline(always)]
    fn add_elements(a: Self::Element, b: Self::Element) -> Self::Element {
        Complex { re: a.re.add(b.re), im: a.im.add(b.im) }
    }
}

/// The sums of the even and of the odd lanes.
///
/// # Safety
/// As of [`Register`].
#[inline(always)]
unsafe fn fold_pairs<R: Register>(register: R) -> [R::Lane; 2] {
    let mut lanes = [R::Lane::default(); MOST_LANES];
    // SAFETY: as above; there is room for all lanes.
    unsafe { register.store(lanes.as_mut_ptr()) };
    let mut width = R::LANES;
    while width > 2 {
        width /= 2;
        for lane in 0..width {
            lanes[lane] = lanes[lane].add(lanes[lane + width]);
        }
    }
    [lanes[0], lanes[1]]
}
