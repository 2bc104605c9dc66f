//! Products with a vector, which are as fast as memory is.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]
#![expect(clippy::needless_range_loop, reason = "indices of arrays that stay in registers")]

use std::mem::MaybeUninit;

use super::arithmetic::Arithmetic;

/// Two vectors, steps in bytes.
pub(super) struct Pair<E> {
    pub length: usize,
    pub left: *const E,
    pub left_step: isize,
    pub right: *const E,
    pub right_step: isize,
    /// Whether the left one is conjugated.
    pub conjugates: bool,
    pub target: *mut E,
}

/// The lines of a matrix, a vector, and the vector that they make; steps in bytes.
pub(super) struct Lines<E> {
    pub lines: usize,
    pub length: usize,
    pub matrix: *const E,
    pub line_step: isize,
    pub element_step: isize,
    pub vector: *const E,
    pub vector_step: isize,
    pub target: *mut E,
    pub target_step: isize,
}

/// The most sums of a line that are formed side by side.
const CHAINS: usize = 4;
/// Lines that share what is loaded of the vector.
const LINES: usize = 4;

/// The dot product of two vectors.
///
/// # Safety
/// The vectors must be valid.
#[inline(always)]
pub(super) unsafe fn dot<A: Arithmetic>(pair: &Pair<A::Element>) {
    let steps = [pair.left_step, pair.right_step];
    // SAFETY: the caller's promise.
    unsafe {
        let [sum] = dots::<A, 1>([pair.left], pair.right, steps, pair.length);
        pair.target.write_unaligned(A::total(sum, pair.conjugates));
    }
}

/// The dot product of each line with the vector.
///
/// # Safety
/// The matrix and the vectors must be valid, the target apart from the others.
#[inline(always)]
pub(super) unsafe fn rows_by_vector<A: Arithmetic>(lines: &Lines<A::Element>) {
    let steps = [lines.element_step, lines.vector_step];
    let mut first = 0;
    if lines.lines == 1 {
        // SAFETY: the caller's promise.
        unsafe {
            let [sum] = dots::<A, 1>([lines.matrix], lines.vector, steps, lines.length);
            lines.target.write_unaligned(A::total(sum, false));
        }
        return;
    }
    while first < lines.lines {
        let last = lines.lines - 1;
        // Lines that are not there repeat the last one, and are not written.
        let starts: [*const A::Element; LINES] = std::array::from_fn(|line| {
            lines.matrix.wrapping_byte_offset((first + line).min(last) as isize * lines.line_step)
        });
        // SAFETY: the caller's promise.
        unsafe {
            let sums = dots::<A, LINES>(starts, lines.vector, steps, lines.length);
            for (line, sum) in sums.into_iter().enumerate().take(lines.lines - first) {
                let to = lines.target.wrapping_byte_offset((first + line) as isize * lines.target_step);
                to.write_unaligned(A::total(sum, false));
            }
        }
        first += LINES;
    }
}

/// # Safety
/// The lines and the vector must be valid for the length.
#[inline(always)]
unsafe fn dots<A: Arithmetic, const N: usize>(
    lines: [*const A::Element; N],
    vector: *const A::Element,
    [line_step, vector_step]: [isize; 2],
    length: usize,
) -> [A::Pairwise; N] {
    let size = size_of::<A::Element>() as isize;
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [[A::no_pairs(); CHAINS]; N];
        let mut place = 0;
        if line_step == size && vector_step == size {
            while place + A::CHAINS * A::LANES <= length {
                for chain in 0..A::CHAINS {
                    let at = place + chain * A::LANES;
                    let factor = A::load(vector.add(at));
                    for line in 0..N {
                        let elements = A::load(lines[line].add(at));
                        sums[line][chain] = A::add_pairs(sums[line][chain], elements, factor);
                    }
                }
                place += A::CHAINS * A::LANES;
            }
        }
        while place < length {
            for chain in 0..A::CHAINS {
                let at = place + chain * A::LANES;
                if at < length {
                    let count = A::LANES.min(length - at);
                    let factor = some::<A>(vector, at, vector_step, count);
                    for line in 0..N {
                        let elements = some::<A>(lines[line], at, line_step, count);
                        sums[line][chain] = A::add_pairs(sums[line][chain], elements, factor);
                    }
                }
            }
            place += A::CHAINS * A::LANES;
        }
        let mut joined = [A::no_pairs(); N];
        for line in 0..N {
            let [a, b, c, d] = sums[line];
            joined[line] = A::join(A::join(a, b), A::join(c, d));
        }
        joined
    }
}

/// `count` elements from the one at `place` on, and zeros.
///
/// # Safety
/// They must be valid.
#[inline(always)]
unsafe fn some<A: Arithmetic>(
    from: *const A::Element,
    place: usize,
    step: isize,
    count: usize,
) -> A::Register {
    let from = from.wrapping_byte_offset(place as isize * step);
    // SAFETY: the caller's promise.
    unsafe {
        if step == size_of::<A::Element>() as isize {
            A::load_first(from, count)
        } else {
            A::collect(from, step, count)
        }
    }
}

/// Elements of the target that are gone over with all lines before the next ones are.
const STRETCH: usize = 1024;
/// Lines that are added at once.
const TOGETHER: usize = 8;

/// The sum of all lines, each times an element of the vector. A line's elements lie side by side.
///
/// Lines are summed in blocks of at most `depth`, and then the blocks.
///
/// # Safety
/// As [`rows_by_vector`].
#[inline(always)]
pub(super) unsafe fn vector_by_rows<A: Arithmetic>(lines: &Lines<A::Element>, depth: usize) {
    let dense = lines.target_step == size_of::<A::Element>() as isize;
    let mut first = 0;
    while first < lines.length {
        let count = STRETCH.min(lines.length - first);
        let target = lines.target.wrapping_byte_offset(first as isize * lines.target_step);
        let mut apart = [const { MaybeUninit::<A::Element>::uninit() }; STRETCH];
        let mut start = 0;
        while start < lines.lines {
            let end = lines.lines.min(start + depth);
            let in_place = dense && start == 0;
            let sums = if in_place { target } else { apart.as_mut_ptr().cast() };
            // SAFETY: the caller's promise; the stretch apart is long enough, and written before it is read.
            unsafe {
                let mut line = start;
                while line + TOGETHER <= end {
                    add_lines::<A, TOGETHER>(lines, line, line == start, first, count, sums);
                    line += TOGETHER;
                }
                while line < end {
                    add_lines::<A, 1>(lines, line, line == start, first, count, sums);
                    line += 1;
                }
                for place in 0..if in_place { 0 } else { count } {
                    let to = target.wrapping_byte_offset(place as isize * lines.target_step);
                    let sum = sums.add(place).read_unaligned();
                    let sum = if start == 0 { sum } else { A::add_elements(to.read_unaligned(), sum) };
                    to.write_unaligned(sum);
                }
            }
            start = end;
        }
        first += STRETCH;
    }
}

/// Adds lines from `line` on to sums, or begins these with them.
///
/// # Safety
/// As [`rows_by_vector`]; `sums` must be valid for `count` elements.
#[inline(always)]
unsafe fn add_lines<A: Arithmetic, const N: usize>(
    lines: &Lines<A::Element>,
    line: usize,
    begins: bool,
    first: usize,
    count: usize,
    sums: *mut A::Element,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let starts: [*const A::Element; N] = std::array::from_fn(|next| {
            let start = lines.matrix.wrapping_byte_offset((line + next) as isize * lines.line_step);
            start.wrapping_add(first)
        });
        let factors: [A::Factor; N] = std::array::from_fn(|next| {
            A::factor(lines.vector.wrapping_byte_offset((line + next) as isize * lines.vector_step))
        });
        let mut place = 0;
        while place + A::LANES <= count {
            let to = sums.add(place);
            let mut sum = if begins { A::zero() } else { A::resume(A::load(to)) };
            for next in 0..N {
                sum = A::add_product(sum, factors[next], A::load(starts[next].add(place)));
            }
            A::store(A::finish(sum), to);
            place += A::LANES;
        }
        if place < count {
            let (to, rest) = (sums.add(place), count - place);
            let mut sum = if begins { A::zero() } else { A::resume(A::load_part(to, rest)) };
            for next in 0..N {
                sum = A::add_product(sum, factors[next], A::load_part(starts[next].add(place), rest));
            }
            A::store_part(A::finish(sum), to, rest);
        }
    }
}
