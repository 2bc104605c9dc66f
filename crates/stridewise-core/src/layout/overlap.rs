//! Whether two arrays reach the same bytes.
//!
//! Arrays are sums of steps: the bytes of one are `low + Σ strideᵢ·xᵢ + byte` with bounded integers. Two arrays
//! share memory if an equation between two such sums has a solution, which is a linear Diophantine problem with
//! bounded variables. It is hard in general and easy for the arrays that slicing makes; a bound on the work keeps
//! the hard ones in check.

use smallvec::SmallVec;

use super::Layout;

/// Where the elements of an array lie: address of the buffer, layout in it, bytes of an element.
type Place<'a> = (usize, &'a Layout, usize);

/// Whether the byte ranges that two arrays lie in meet. Never wrong where it says no.
pub fn may_share_memory(a: Place<'_>, b: Place<'_>) -> bool {
    let range = |(address, layout, item_size): Place<'_>| {
        let (low, high) = layout.extent(item_size);
        (address.wrapping_add(low), address.wrapping_add(high))
    };
    let ((a_low, a_high), (b_low, b_high)) = (range(a), range(b));
    a_low < a_high && b_low < b_high && a_low < b_high && b_low < a_high
}

/// Whether two arrays have a byte in common, exactly.
///
/// `None` where deciding would take more than `max_work` steps; without a bound it is always decided.
pub fn shares_memory(a: Place<'_>, b: Place<'_>, max_work: Option<u64>) -> Option<bool> {
    if !may_share_memory(a, b) {
        return Some(false);
    }
    let low = |(address, layout, item_size): Place<'_>| (address + layout.extent(item_size).0) as i128;
    let high = |(address, layout, item_size): Place<'_>| (address + layout.extent(item_size).1) as i128 - 1;
    // With the second array counted down from its highest byte, all coefficients are positive:
    // low(a) + Σ over a = high(b) - Σ over b.
    let mut terms = Terms::default();
    for (_, layout, item_size) in [a, b] {
        terms.add_steps(layout);
        terms.add(1, item_size as u128 - 1);
    }
    let target = high(b) - low(a);
    terms.solvable(u128::try_from(target).ok()?, max_work)
}

/// Whether two different indices of one array reach a common byte.
///
/// `None` where deciding would take more than `max_work` steps.
pub fn overlaps_itself(layout: &Layout, item_size: usize, max_work: Option<u64>) -> Option<bool> {
    if layout.is_empty() {
        return Some(false);
    }
    let mut axes: SmallVec<[(usize, usize); 4]> = layout
        .shape
        .iter()
        .zip(&layout.strides)
        .filter(|&(&length, _)| length > 1)
        .map(|(&length, &stride)| (stride.unsigned_abs(), length))
        .collect();
    axes.sort_unstable();
    // Axes that each step over all that the faster ones reach cannot meet.
    let mut reach = item_size;
    let nested = axes.iter().all(|&(stride, length)| {
        let clear = stride >= reach;
        reach = reach.saturating_add(stride.saturating_mul(length - 1));
        clear
    });
    if nested {
        return Some(false);
    }
    if axes.iter().any(|&(stride, _)| stride < item_size) {
        return Some(true);
    }
    // Two indices differ in some first axis: fix the difference there to at least one step, and let the differences
    // in the axes after it be anything.
    let mut work = max_work;
    for (place, &(stride, length)) in axes.iter().enumerate() {
        let mut terms = Terms::default();
        terms.add(stride as u128, length as u128 - 2);
        let mut shift = 0;
        for &(stride, length) in &axes[place + 1..] {
            terms.add(stride as u128, 2 * (length as u128 - 1));
            shift += stride as i128 * (length as i128 - 1);
        }
        // Distances below one element, on either side.
        terms.add(1, 2 * (item_size as u128 - 1));
        shift += item_size as i128 - 1 - stride as i128;
        if shift < 0 {
            continue;
        }
        let found = terms.solvable(shift as u128, work)?;
        if found {
            return Some(true);
        }
        work = work.map(|work| work.saturating_sub(1));
    }
    Some(false)
}

/// The left side of `Σ coefficient·x = target`, `0 <= x <= bound`.
#[derive(Default)]
struct Terms {
    terms: SmallVec<[(u128, u128); 8]>,
}

impl Terms {
    fn add(&mut self, coefficient: u128, bound: u128) {
        if coefficient == 0 || bound == 0 {
            return;
        }
        match self.terms.iter_mut().find(|(known, _)| *known == coefficient) {
            Some((_, known)) => *known += bound,
            None => self.terms.push((coefficient, bound)),
        }
    }

    fn add_steps(&mut self, layout: &Layout) {
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            self.add(stride.unsigned_abs() as u128, length as u128 - 1);
        }
    }

    /// Whether the equation has a solution; `None` past `max_work` candidates.
    fn solvable(mut self, target: u128, max_work: Option<u64>) -> Option<bool> {
        self.terms.sort_unstable_by(|a, b| b.cmp(a));
        // What the terms from each place on reach at most, and the divisor of all they reach.
        let mut reach: SmallVec<[u128; 8]> = SmallVec::from_elem(0, self.terms.len() + 1);
        let mut divisor: SmallVec<[u128; 8]> = SmallVec::from_elem(0, self.terms.len() + 1);
        for (place, &(coefficient, bound)) in self.terms.iter().enumerate().rev() {
            reach[place] = reach[place + 1].checked_add(coefficient.checked_mul(bound)?)?;
            divisor[place] = gcd(coefficient, divisor[place + 1]);
        }
        let mut search = Search { terms: &self.terms, reach: &reach, divisor: &divisor, left: max_work };
        search.run(0, target)
    }
}

struct Search<'a> {
    terms: &'a [(u128, u128)],
    reach: &'a [u128],
    divisor: &'a [u128],
    left: Option<u64>,
}

impl Search<'_> {
    /// Whether the terms from `place` on can make `target`.
    fn run(&mut self, place: usize, target: u128) -> Option<bool> {
        if target == 0 {
            return Some(true);
        }
        if target > self.reach[place] || !target.is_multiple_of(self.divisor[place]) {
            return Some(false);
        }
        let (coefficient, bound) = self.terms[place];
        let rest = self.reach[place + 1];
        let most = bound.min(target / coefficient);
        let least = target.saturating_sub(rest).div_ceil(coefficient);
        if place + 1 == self.terms.len() {
            return Some(least <= most);
        }
        // Only every `period`-th count leaves what the other terms' divisor divides.
        let other = self.divisor[place + 1];
        let period = other / gcd(coefficient, other);
        let Some(first) = (0..period).map(|ahead| least + ahead).find(|count| {
            count * coefficient <= target && (target - count * coefficient).is_multiple_of(other)
        }) else {
            return Some(false);
        };
        // Terms that are multiples of each other down to a last one without gaps are decided by their bounds.
        if self.is_gapless(place + 1) {
            return Some(first <= most);
        }
        let mut count = first;
        while count <= most {
            if let Some(left) = &mut self.left {
                *left = left.checked_sub(1)?;
            }
            if self.run(place + 1, target - count * coefficient)? {
                return Some(true);
            }
            count += period;
        }
        Some(false)
    }

    /// Whether the terms from `place` on make every multiple of their divisor up to their reach.
    fn is_gapless(&self, place: usize) -> bool {
        let step = self.divisor[place];
        (place..self.terms.len())
            .all(|place| self.divisor[place] == step && self.terms[place].0 <= self.reach[place + 1] + step)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reproducible stream of small numbers.
    fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |limit| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        }
    }

    fn bytes(layout: &Layout, item_size: usize) -> Vec<isize> {
        let mut starts = vec![layout.offset as isize];
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            starts = starts.iter().flat_map(|&s| (0..length as isize).map(move |i| s + i * stride)).collect();
        }
        starts.iter().flat_map(|&s| s..s + item_size as isize).collect()
    }

    fn random_layout(next: &mut impl FnMut(u64) -> u64) -> Layout {
        let ndim = next(4) as usize;
        let shape = (0..ndim).map(|_| next(5) as usize).collect();
        let strides = (0..ndim).map(|_| next(61) as isize - 30).collect();
        Layout { shape, strides, offset: 400 + next(100) as usize }
    }

    #[test]
    fn agrees_with_enumeration() {
        let mut next = numbers(7);
        let mut shared = 0;
        for _ in 0..4000 {
            let (a, b) = (random_layout(&mut next), random_layout(&mut next));
            let (size_a, size_b) = (1 << next(4), 1 << next(4));
            let reached = bytes(&a, size_a);
            let expected = bytes(&b, size_b).iter().any(|byte| reached.contains(byte));
            assert_eq!(shares_memory((0, &a, size_a), (0, &b, size_b), None), Some(expected), "{a:?} {b:?}");
            shared += usize::from(expected);
        }
        assert!((200..3800).contains(&shared), "{shared}");
    }

    #[test]
    fn finds_overlap_within_one_array() {
        let mut next = numbers(11);
        for _ in 0..4000 {
            let layout = random_layout(&mut next);
            let size = 1 << next(4);
            let mut reached = bytes(&layout, size);
            let count = reached.len();
            reached.sort_unstable();
            reached.dedup();
            assert_eq!(
                overlaps_itself(&layout, size, None),
                Some(reached.len() != count),
                "{layout:?} {size}"
            );
        }
    }

    #[test]
    fn gives_up_past_the_bound() {
        let a =
            Layout { shape: [4, 3, 2].as_slice().into(), strides: [30, 12, 3].as_slice().into(), offset: 0 };
        let b =
            Layout { shape: [4, 2, 3].as_slice().into(), strides: [30, 18, 2].as_slice().into(), offset: 0 };
        assert_eq!(shares_memory((0, &a, 1), (0, &b, 1), Some(1)), None);
        assert_eq!(shares_memory((0, &a, 1), (0, &b, 1), None), Some(true));
    }
}
