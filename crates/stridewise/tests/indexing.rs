//! Advanced indexing against naive loops, on arrays of every layout.

use stridewise::index::{IndexItem, OutOfBounds, Selected, get, set, take};
use stridewise::{Array, Order};
use stridewise_core::layout::{BasicIndex, Slice};

/// A reproducible stream of small numbers.
fn numbers(mut state: u64) -> impl FnMut(usize) -> usize {
    move |limit| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    }
}

/// An array of the shape whose element at each index is its place in C order, laid out in some way.
fn counted(shape: &[usize], next: &mut impl FnMut(usize) -> usize) -> Array {
    let places: Vec<i64> = (0..shape.iter().product::<usize>() as i64).collect();
    let plain = Array::from_slice(&places, shape).expect("sizes agree");
    match next(4) {
        0 => plain,
        1 => plain.copy(Order::F).expect("memory"),
        2 => {
            let back: Vec<BasicIndex> = shape
                .iter()
                .map(|_| BasicIndex::Slice(Slice { step: Some(-1), ..Slice::default() }))
                .collect();
            plain.index(&back).expect("whole").copy(Order::C).expect("memory").index(&back).expect("whole")
        }
        _ => {
            let wide: Vec<usize> = shape.iter().map(|length| 2 * length).collect();
            let wide = Array::zeros(plain.dtype(), &wide, Order::C).expect("memory");
            let every: Vec<BasicIndex> = shape
                .iter()
                .map(|_| BasicIndex::Slice(Slice { step: Some(2), ..Slice::default() }))
                .collect();
            let view = wide.index(&every).expect("whole");
            view.assign(&plain).expect("same shape");
            view
        }
    }
}

/// What an axis is indexed with.
enum Part {
    Whole,
    Integer(isize),
    Positions(Vec<i64>),
}

/// The places that the parts choose, in C order of the result, by going over every index of the result.
fn expected(shape: &[usize], parts: &[Part], choices: usize) -> Vec<i64> {
    let advanced: Vec<usize> = (0..parts.len()).filter(|&axis| !matches!(parts[axis], Part::Whole)).collect();
    let adjacent = advanced.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let lead = if adjacent { advanced[0] } else { 0 };
    let whole: Vec<usize> = (0..shape.len()).filter(|axis| !advanced.contains(axis)).collect();
    let mut lengths: Vec<usize> = whole.iter().map(|&axis| shape[axis]).collect();
    lengths.insert(lead, choices);
    let mut result = Vec::new();
    for flat in 0..lengths.iter().product::<usize>() {
        let mut rest = flat;
        let mut index = vec![0; lengths.len()];
        for (slot, &length) in index.iter_mut().zip(&lengths).rev() {
            *slot = rest % length;
            rest /= length;
        }
        let choice = index.remove(lead);
        let mut places = index.into_iter();
        let place = parts.iter().zip(shape).fold(0_i64, |place, (part, &length)| {
            let at = match part {
                Part::Whole => places.next().expect("one per whole axis") as i64,
                Part::Integer(at) => *at as i64,
                Part::Positions(at) => at[choice],
            };
            place * length as i64 + at.rem_euclid(length as i64)
        });
        result.push(place);
    }
    result
}

fn items(parts: &[Part]) -> Vec<IndexItem> {
    parts
        .iter()
        .map(|part| match part {
            Part::Whole => IndexItem::Basic(BasicIndex::Slice(Slice::default())),
            Part::Integer(at) => IndexItem::Basic(BasicIndex::Integer(*at)),
            Part::Positions(at) => IndexItem::Positions(Array::from_elements(at).expect("memory")),
        })
        .collect()
}

fn copy_of(selected: Selected) -> Array {
    match selected {
        Selected::Copy(array) | Selected::View(array) | Selected::Element(array) => array,
    }
}

#[test]
fn positions_choose_what_a_loop_would() {
    let mut next = numbers(1);
    for _ in 0..800 {
        let shape: Vec<usize> = (0..1 + next(4)).map(|_| 1 + next(4)).collect();
        let array = counted(&shape, &mut next);
        let choices = 1 + next(3);
        let mut parts: Vec<Part> = shape
            .iter()
            .map(|&length| match next(3) {
                0 => Part::Whole,
                1 => Part::Integer(next(2 * length) as isize - length as isize),
                _ => Part::Positions((0..choices).map(|_| next(2 * length) as i64 - length as i64).collect()),
            })
            .collect();
        if !parts.iter().any(|part| matches!(part, Part::Positions(_))) {
            parts[0] = Part::Positions(vec![0; choices]);
        }
        let expected = expected(&shape, &parts, choices);
        let found = copy_of(get(&array, &items(&parts)).expect("in bounds"));
        assert_eq!(found.to_vec::<i64>(), expected, "{shape:?}");

        // Writing what was read plus a thousand changes those elements and no others.
        let raised: Vec<i64> = expected.iter().map(|place| place + 1000).collect();
        let values = Array::from_slice(&raised, found.shape()).expect("sizes agree");
        set(&array, &items(&parts), &values).expect("in bounds");
        let wanted: Vec<i64> = (0..shape.iter().product::<usize>() as i64)
            .map(|place| if expected.contains(&place) { place + 1000 } else { place })
            .collect();
        assert_eq!(array.to_vec::<i64>(), wanted, "{shape:?}");
    }
}

#[test]
fn masks_choose_in_c_order() {
    let mut next = numbers(2);
    for _ in 0..300 {
        let shape: Vec<usize> = (0..1 + next(3)).map(|_| 1 + next(5)).collect();
        let array = counted(&shape, &mut next);
        let bits: Vec<stridewise_core::Bool> =
            (0..array.size()).map(|_| stridewise_core::Bool::from(next(2) == 1)).collect();
        let mask = Array::from_slice(&bits, &shape).expect("sizes agree").copy(Order::F).expect("memory");
        let expected: Vec<i64> =
            (0..array.size() as i64).filter(|&place| bits[place as usize].get()).collect();
        let item = [IndexItem::Mask(mask.clone())];
        assert_eq!(copy_of(get(&array, &item).expect("same shape")).to_vec::<i64>(), expected);
        let axes = array.nonzero().expect("memory");
        assert_eq!(axes.len(), shape.len());

        let values: Vec<i64> = expected.iter().map(|place| -place).collect();
        set(&array, &item, &Array::from_elements(&values).expect("memory")).expect("as many");
        let wanted: Vec<i64> =
            (0..array.size() as i64).map(|at| if bits[at as usize].get() { -at } else { at }).collect();
        assert_eq!(array.to_vec::<i64>(), wanted);
    }
}

#[test]
fn bad_positions_are_errors_and_write_nothing() {
    let array = Array::from_slice(&[0_i64, 1, 2, 3, 4, 5], &[2, 3]).expect("sizes agree");
    let bad = [
        IndexItem::Basic(BasicIndex::Slice(Slice::default())),
        IndexItem::Positions(Array::from_elements(&[0_i64, 3]).expect("memory")),
    ];
    let error = get(&array, &bad).expect_err("out of bounds");
    assert_eq!(error.message(), "index 3 is out of bounds for axis 1 with size 3");
    let value = Array::from_elements(&[9_i64]).expect("memory");
    assert!(set(&array, &bad, &value).is_err());
    assert_eq!(array.to_vec::<i64>(), [0, 1, 2, 3, 4, 5]);
    for extreme in [i64::MIN, i64::MAX] {
        let position = Array::from_elements(&[extreme]).expect("memory");
        assert!(take(&array, &position, Some(0), OutOfBounds::Raise).is_err());
        assert!(take(&array, &position, Some(0), OutOfBounds::Wrap).is_ok());
        assert!(take(&array, &position, Some(0), OutOfBounds::Clip).is_ok());
    }
}
