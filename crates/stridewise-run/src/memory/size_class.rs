//! Sizes of blocks: eight to each doubling, so that rounding up wastes at most an eighth.

/// The smallest size that is classed.
pub(super) const SMALLEST: usize = 1 << SMALLEST_EXPONENT;

const SMALLEST_EXPONENT: u32 = 10;
const LARGEST_EXPONENT: u32 = 47;
/// Binary digits that are told apart behind the leading one.
const DIGITS: u32 = 3;

/// The number of classes.
pub(super) const COUNT: usize = ((LARGEST_EXPONENT - SMALLEST_EXPONENT) as usize + 1) << DIGITS;

/// The class of a size, and the bytes that blocks of it have; `None` for sizes that are not classed.
pub(super) fn of(bytes: usize) -> Option<(usize, usize)> {
    if !(SMALLEST..=1 << LARGEST_EXPONENT).contains(&bytes) {
        return None;
    }
    let exponent = bytes.ilog2();
    let step = 1_usize << (exponent - DIGITS);
    let capacity = bytes.next_multiple_of(step);
    let exponent = capacity.ilog2();
    let digits = (capacity >> (exponent - DIGITS)) & ((1 << DIGITS) - 1);
    Some(((((exponent - SMALLEST_EXPONENT) as usize) << DIGITS) | digits, capacity))
}

/// The bytes that blocks of a class have.
pub(super) fn capacity(class: usize) -> usize {
    let exponent = SMALLEST_EXPONENT + (class >> DIGITS) as u32;
    ((1 << DIGITS) | (class & ((1 << DIGITS) - 1))) << (exponent - DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waste_is_at_most_an_eighth_and_classes_are_those_of_their_capacity() {
        let sizes = (10..46).flat_map(|exponent| {
            let base = 1_usize << exponent;
            [0, 1, base / 16, base / 8 - 1, base / 8, base / 8 + 1, base / 3, base - 1]
                .map(|more| base + more)
        });
        let mut last = 0;
        for bytes in sizes {
            let (class, capacity) = of(bytes).expect("classed");
            assert!(capacity >= bytes && (capacity - bytes) * 8 <= bytes, "{bytes} in {capacity}");
            assert_eq!(of(capacity), Some((class, capacity)));
            assert_eq!(super::capacity(class), capacity);
            assert!(class < COUNT);
            assert!(class >= last);
            last = class;
        }
    }

    #[test]
    fn a_class_has_one_capacity() {
        let mut capacities = vec![0; COUNT];
        for bytes in SMALLEST..SMALLEST * 64 {
            let (class, capacity) = of(bytes).expect("classed");
            assert!(capacities[class] == 0 || capacities[class] == capacity);
            capacities[class] = capacity;
        }
        assert_eq!((of(SMALLEST - 1), of((1 << LARGEST_EXPONENT) + 1)), (None, None));
    }
}
