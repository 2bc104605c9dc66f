//! Products with a vector, which are as fast as memory is.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]
#![expect(clippy::needless_range_loop, reason = "indices of arrays that stay in registers")]

use std::mem::MaybeUninit;

use super::arithmetic::Arithmetic;
use super::register::MOST_LANES;

/// Pairs of vectors, steps in bytes.
pub(super) struct Pairs<E> {
    pub count: usize,
    pub length: usize,
    pub left: *const E,
    pub left_step: isize,
    pub right: *const E,
    pub right_step: isize,
    /// Whether the left ones are conjugated.
    pub conjugates: bool,
    pub target: *mut E,
    /// From one pair to the next: of the left vectors, the right ones, and the targets.
    pub next: [isize; 3],
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

/// The dot product of each pair.
///
/// # Safety
/// The vectors must be valid.
#[inline(always)]
pub(super) unsafe fn dots_of_pairs<A: Arithmetic>(pairs: &Pairs<A::Element>) {
    let steps = [pairs.left_step, pairs.right_step];
    let (mut left, mut right, mut target) = (pairs.left, pairs.right, pairs.target);
    for _ in 0..pairs.count {
        // SAFETY: the caller's promise.
        unsafe {
            let [sum] = dots::<A, 1>([left], right, steps, pairs.length);
            target.write_unaligned(A::total(sum, pairs.conjugates));
        }
        left = left.wrapping_byte_offset(pairs.next[0]);
        right = right.wrapping_byte_offset(pairs.next[1]);
        target = target.wrapping_byte_offset(pairs.next[2]);
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
    let registers = lines.length.div_ceil(A::LANES);
    if lines.element_step == size_of::<A::Element>() as isize
        && lines.lines >= LINES
        && registers <= A::CHAINS
    {
        // SAFETY: the caller's promise.
        unsafe {
            match registers {
                1 => return short_rows_by_vector::<A, 1>(lines),
                2 => return short_rows_by_vector::<A, 2>(lines),
                3 => return short_rows_by_vector::<A, 3>(lines),
                4 => return short_rows_by_vector::<A, 4>(lines),
                _ => {}
            }
        }
    }
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
            for (line, total) in A::totals(sums).into_iter().enumerate().take(lines.lines - first) {
                let to = lines.target.wrapping_byte_offset((first + line) as isize * lines.target_step);
                to.write_unaligned(total);
            }
        }
        first += LINES;
    }
}

/// As [`rows_by_vector`], where the vector fits as many registers as there are sums side by side: it stays in them.
///
/// # Safety
/// As [`rows_by_vector`]; there are at least so many lines as are summed at once, of elements side by side.
#[inline(always)]
unsafe fn short_rows_by_vector<A: Arithmetic, const REGISTERS: usize>(lines: &Lines<A::Element>) {
    let whole = REGISTERS - 1;
    let rest = lines.length - whole * A::LANES;
    // SAFETY: the caller's promise.
    unsafe {
        let factors: [A::Register; REGISTERS] = std::array::from_fn(|register| {
            let count = if register < whole { A::LANES } else { rest };
            some::<A>(lines.vector, register * A::LANES, lines.vector_step, count)
        });
        let mut first = 0;
        while first < lines.lines {
            // The last ones may be summed twice, which changes nothing.
            let start = first.min(lines.lines - LINES);
            let mut joined = [A::no_pairs(); LINES];
            for line in 0..LINES {
                let from = lines.matrix.wrapping_byte_offset((start + line) as isize * lines.line_step);
                let mut sums = [A::no_pairs(); CHAINS];
                for register in 0..whole {
                    let elements = A::load(from.add(register * A::LANES));
                    sums[register] = A::add_pairs(sums[register], elements, factors[register]);
                }
                let elements = if rest == A::LANES {
                    A::load(from.add(whole * A::LANES))
                } else {
                    A::load_first(from.add(whole * A::LANES), rest)
                };
                sums[whole] = A::add_pairs(sums[whole], elements, factors[whole]);
                joined[line] = join_all::<A>(sums);
            }
            for (line, total) in A::totals(joined).into_iter().enumerate() {
                let to = lines.target.wrapping_byte_offset((start + line) as isize * lines.target_step);
                to.write_unaligned(total);
            }
            first += LINES;
        }
    }
}

/// # Safety
/// As of [`Arithmetic`].
#[inline(always)]
unsafe fn join_all<A: Arithmetic>([a, b, c, d]: [A::Pairwise; CHAINS]) -> A::Pairwise {
    // SAFETY: the caller's promise.
    unsafe { A::join(A::join(a, b), A::join(c, d)) }
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
            joined[line] = join_all::<A>(sums[line]);
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
    if A::RESUMES && lines.length <= 2 * NARROW * A::LANES {
        let mut first = 0;
        while first < lines.length {
            // SAFETY: the caller's promise.
            unsafe {
                match (lines.length - first).div_ceil(A::LANES) {
                    1 => narrow_vector_by_rows::<A, 1>(lines, depth, first),
                    2 => narrow_vector_by_rows::<A, 2>(lines, depth, first),
                    _ => narrow_vector_by_rows::<A, NARROW>(lines, depth, first),
                }
            }
            first += NARROW * A::LANES;
        }
        return;
    }
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

/// Registers of sums that stay in the processor while all lines pass.
const NARROW: usize = 3;
/// Blocks of lines that are summed side by side, since each sum waits for the one before.
const BLOCKS: usize = 4;

/// As [`vector_by_rows`], for the elements of some registers from `first` on.
///
/// # Safety
/// As [`vector_by_rows`]; there are elements for each of the registers.
#[inline(always)]
unsafe fn narrow_vector_by_rows<A: Arithmetic, const REGISTERS: usize>(
    lines: &Lines<A::Element>,
    depth: usize,
    first: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut total = [A::finish(A::zero()); REGISTERS];
        let mut start = 0;
        while start < lines.lines {
            if lines.lines - start >= BLOCKS * depth {
                let sums = blocks_of_lines::<A, REGISTERS, BLOCKS>(lines, start, depth, first);
                for (block, sums) in sums.into_iter().enumerate() {
                    add_block::<A, REGISTERS>(&mut total, sums, start + block == 0);
                }
                start += BLOCKS * depth;
            } else {
                let count = depth.min(lines.lines - start);
                let [sums] = blocks_of_lines::<A, REGISTERS, 1>(lines, start, count, first);
                add_block::<A, REGISTERS>(&mut total, sums, start == 0);
                start += count;
            }
        }
        let mut elements = [MaybeUninit::<A::Element>::uninit(); NARROW * MOST_LANES];
        for register in 0..REGISTERS {
            A::store(total[register], elements.as_mut_ptr().add(register * A::LANES).cast());
        }
        for place in 0..(REGISTERS * A::LANES).min(lines.length - first) {
            let to = lines.target.wrapping_byte_offset((first + place) as isize * lines.target_step);
            to.write_unaligned(elements[place].assume_init());
        }
    }
}

/// # Safety
/// As of [`Arithmetic`].
#[inline(always)]
unsafe fn add_block<A: Arithmetic, const REGISTERS: usize>(
    total: &mut [A::Register; REGISTERS],
    sums: [A::Sum; REGISTERS],
    begins: bool,
) {
    for register in 0..REGISTERS {
        // SAFETY: the caller's promise.
        unsafe {
            let sum = A::finish(sums[register]);
            total[register] = if begins { sum } else { A::add(total[register], sum) };
        }
    }
}

/// The sums of blocks of `count` lines each, of which the first begins with the line `start`.
///
/// # Safety
/// As [`narrow_vector_by_rows`]; the lines must be there.
#[inline(always)]
unsafe fn blocks_of_lines<A: Arithmetic, const REGISTERS: usize, const N: usize>(
    lines: &Lines<A::Element>,
    start: usize,
    count: usize,
    first: usize,
) -> [[A::Sum; REGISTERS]; N] {
    let rest = A::LANES.min(lines.length - first - (REGISTERS - 1) * A::LANES);
    let mut matrix: [*const A::Element; N] = std::array::from_fn(|block| {
        let line = lines.matrix.wrapping_byte_offset((start + block * count) as isize * lines.line_step);
        line.wrapping_add(first)
    });
    let mut vector: [*const A::Element; N] = std::array::from_fn(|block| {
        lines.vector.wrapping_byte_offset((start + block * count) as isize * lines.vector_step)
    });
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [[A::zero(); REGISTERS]; N];
        for _ in 0..count {
            for block in 0..N {
                let factor = A::factor(vector[block]);
                for register in 0..REGISTERS {
                    let from = matrix[block].add(register * A::LANES);
                    let elements = if register + 1 < REGISTERS || rest == A::LANES {
                        A::load(from)
                    } else {
                        A::load_part(from, rest)
                    };
                    sums[block][register] = A::add_product(sums[block][register], factor, elements);
                }
                matrix[block] = matrix[block].wrapping_byte_offset(lines.line_step);
                vector[block] = vector[block].wrapping_byte_offset(lines.vector_step);
            }
        }
        sums
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
