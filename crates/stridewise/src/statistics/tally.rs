//! Counting what falls into which of some bins.

use crate::{Array, Result};

/// Places next to each other in a sequence that are counted apart from each other.
const APART: usize = 4;

/// How often each bin was met.
///
/// Neighbours in the sequence add to counts of their own: where they fall into one bin, adding to the same count would
/// have each wait until the one before it is written.
#[derive(Debug)]
pub(super) struct Counts {
    bins: usize,
    counts: Vec<[i64; APART]>,
}

impl Counts {
    pub(super) fn new(bins: usize) -> Self {
        Self { bins, counts: vec![[0; APART]; bins + 1] }
    }

    /// Adds one to the bin of each element; what has none is not counted.
    #[inline]
    pub(super) fn add<T: Copy>(&mut self, elements: &[T], bin: impl Fn(T) -> usize) {
        // All that is no bin goes behind the last one.
        let last = self.bins;
        let counts = &mut self.counts[..=last];
        let mut groups = elements.chunks_exact(APART);
        for group in &mut groups {
            for (apart, &element) in group.iter().enumerate() {
                counts[bin(element).min(last)][apart] += 1;
            }
        }
        for &element in groups.remainder() {
            counts[bin(element).min(last)][0] += 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (counts, more) in self.counts.iter_mut().zip(&other.counts) {
            counts[0] += more.iter().sum::<i64>();
        }
    }

    /// # Errors
    /// Memory error where there are no bytes for the array.
    pub(super) fn into_array(self) -> Result<Array> {
        let totals: Vec<i64> = self.counts[..self.bins].iter().map(|counts| counts.iter().sum()).collect();
        Array::from_elements(&totals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bin_is_counted_wherever_it_stands() {
        let bins = [2, 0, 2, 2, 7, 1, 2, 0, usize::MAX];
        let (mut counts, mut more) = (Counts::new(3), Counts::new(3));
        counts.add(&bins, |bin| bin);
        more.add(&bins[..7], |bin| bin);
        counts.merge(&more);
        assert_eq!(counts.into_array().unwrap().to_vec::<i64>(), [3, 2, 8]);
    }
}
