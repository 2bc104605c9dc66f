//! Sorting, selecting and searching beside the library's own and naive loops.

use stridewise_core::dtype::F16;
use stridewise_core::{Bool, Element};
use stridewise_kernels::order::{
    Key, Keyed, OnKeys, Sortable, compare, count_nan, halve, is_nan, search, select, sort,
};
use stridewise_testkit::words::Words;

/// Lengths around those at which algorithms change.
fn lengths() -> impl Iterator<Item = usize> {
    (0..=70).chain([127, 128, 129, 255, 256, 257, 300, 511, 1000, 4095, 5000, 20_000, 70_000])
}

/// Keys in the orders that sorts are tried with: random ones, few different ones, rising, falling, organ pipes, all
/// equal, extreme ones, and a saw.
fn patterns(length: usize) -> Vec<Vec<i64>> {
    let mut words = Words::new(length as u64 + 1);
    let mut random =
        |bits: u32| (0..length).map(|_| (words.word() >> (64 - bits)) as i64).collect::<Vec<_>>();
    let rising: Vec<i64> = (0..length as i64).collect();
    vec![
        random(64),
        random(40),
        random(8),
        random(1),
        rising.clone(),
        rising.iter().rev().copied().collect(),
        rising.iter().map(|&at| at.min(length as i64 - at)).collect(),
        vec![7; length],
        rising.iter().map(|&at| [i64::MIN, i64::MAX, 0][at as usize % 3]).collect(),
        rising.iter().map(|&at| at % 32 - at / 100).collect(),
    ]
}

fn check_keys<K: Key>(keys: &[K]) {
    let mut expected = keys.to_vec();
    expected.sort_unstable();
    let mut sorted = keys.to_vec();
    sort(&mut sorted);
    assert_eq!(sorted, expected);
    let mut halved = keys.to_vec();
    let middle = halve(&mut halved);
    assert!(
        halved[..middle].iter().max() <= halved[middle..].iter().min() || middle == 0 || middle == keys.len()
    );
    halved.sort_unstable();
    assert_eq!(halved, expected);
    let length = keys.len();
    for places in [
        vec![],
        vec![0],
        vec![length / 2],
        vec![length / 3, length / 3 + 1],
        vec![length.saturating_sub(1)],
        vec![length / 20, length / 20 + 1, length / 2, length - length / 20],
    ] {
        let mut places: Vec<usize> = places.into_iter().filter(|&place| place < length).collect();
        places.dedup();
        let mut selected = keys.to_vec();
        select(&mut selected, &places);
        for &place in &places {
            assert_eq!(selected[place], expected[place], "{length} {places:?}");
            assert!(selected[..place].iter().all(|&key| key <= expected[place]));
            assert!(selected[place..].iter().all(|&key| key >= expected[place]));
        }
        selected.sort_unstable();
        assert_eq!(selected, expected);
    }
}

#[test]
fn keys_are_sorted_halved_and_selected_whatever_their_order() {
    for length in lengths() {
        for keys in patterns(length) {
            check_keys(&keys);
            check_keys(&keys.iter().map(|&key| key as i32).collect::<Vec<_>>());
            check_keys(&keys.iter().map(|&key| key as i16).collect::<Vec<_>>());
            check_keys(&keys.iter().map(|&key| key as i8).collect::<Vec<_>>());
        }
    }
}

struct Sort;

impl OnKeys for Sort {
    fn work<K: Key>(&mut self, keys: &mut [K]) {
        sort(keys);
    }
}

/// Elements made of words: also infinities, NaN of both signs, both zeros.
fn elements<T: Element>(length: usize, from: impl Fn(u64) -> T) -> Vec<T> {
    let mut words = Words::new(length as u64 + 99);
    (0..length).map(|_| from(words.word())).collect()
}

fn check_elements<T: Keyed>(from: impl Fn(u64) -> T) {
    for length in [0, 1, 2, 3, 7, 31, 32, 33, 70, 300, 3000] {
        let elements = elements(length, &from);
        for &element in &elements {
            let back = T::from_key(element.to_key());
            assert!(compare(back, element).is_eq());
            assert!(is_nan(element) || back.to_bytes() == element.to_bytes() || T::NUMBER.name() == "bool");
            for &other in elements.iter().take(40) {
                assert_eq!(
                    element.rank().cmp(&other.rank()),
                    compare(element, other),
                    "{element:?} {other:?}"
                );
                assert!(
                    compare(element, other).is_eq()
                        || (element.to_key() < other.to_key()) == compare(element, other).is_lt()
                );
            }
        }
        assert_eq!(count_nan(&elements), elements.iter().filter(|&&element| is_nan(element)).count());

        let mut sorted = elements.clone();
        assert!(T::on_keys(&mut sorted, &mut Sort));
        let mut expected = elements.clone();
        expected.sort_by(|a, b| compare(*a, *b));
        assert!(sorted.iter().zip(&expected).all(|(&a, &b)| compare(a, b).is_eq()));

        let mut places = vec![0; length];
        let packing = T::pack(&elements, &mut places).unwrap();
        sort(&mut places);
        T::unpack(packing, &elements, &mut places);
        let mut stable: Vec<i64> = (0..length as i64).collect();
        stable.sort_by(|&a, &b| compare(elements[a as usize], elements[b as usize]));
        assert_eq!(places, stable);

        let wanted = self::elements(length + 13, &from);
        for right in [false, true] {
            let mut found = vec![0; wanted.len()];
            search(&expected, &wanted, right, &mut found);
            for (&wanted, &found) in wanted.iter().zip(&found) {
                let before = |other: &&T| {
                    let order = compare(**other, wanted);
                    order.is_lt() || right && order.is_eq()
                };
                assert_eq!(found as usize, expected.iter().filter(before).count(), "{wanted:?} {right}");
            }
        }
    }
}

#[test]
fn elements_are_ordered_by_their_keys() {
    const SPECIAL: [f64; 9] =
        [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0, -1.0, f64::MIN_POSITIVE, 5e-324];
    let float = |word: u64| match word % 4 {
        0 => SPECIAL[(word >> 8) as usize % SPECIAL.len()],
        1 => -SPECIAL[(word >> 8) as usize % SPECIAL.len()],
        2 => ((word >> 8) % 100) as f64 - 50.0,
        _ => f64::from_bits(word.rotate_left(20)),
    };
    check_elements(float);
    check_elements(|word| float(word) as f32);
    check_elements(|word| F16::from_f64(float(word)));
    check_elements(|word| Bool::from(word % 2 == 0));
    check_elements(|word| word as i8);
    check_elements(|word| word as u8);
    check_elements(|word| word as i16);
    check_elements(|word| word as u16);
    check_elements(|word| word as i32);
    check_elements(|word| word as u32);
    check_elements(|word| word as i64);
    check_elements(|word| word);
    check_elements(|word| word >> (word % 64));
    check_elements(|word| (word % 5) as i64);
}
