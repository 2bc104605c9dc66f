//! A run of places in C order as boxes of the axes.

use std::ops::Range;

/// Calls `visit` with each box that the places `run` of a shape, counted in C order, are made of: the part of every
/// axis, and how many places of the run come before it.
pub(super) fn for_each_box<E>(
    shape: &[usize],
    run: Range<usize>,
    visit: &mut impl FnMut(&[Range<usize>], usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut parts = Vec::with_capacity(shape.len());
    inside(shape, run, 0, &mut parts, visit)
}

fn inside<E>(
    shape: &[usize],
    run: Range<usize>,
    before: usize,
    parts: &mut Vec<Range<usize>>,
    visit: &mut impl FnMut(&[Range<usize>], usize) -> Result<(), E>,
) -> Result<(), E> {
    if run.is_empty() {
        return Ok(());
    }
    let Some((_, rest)) = shape.split_first() else { return visit(parts, before) };
    let row: usize = rest.iter().product();
    let mut at = run.start;
    while at < run.end {
        let first = at / row;
        // Whole rows together; what is left of a row at either end by itself.
        let whole = if at.is_multiple_of(row) { (run.end - at) / row } else { 0 };
        let (rows, stop, inner) = if whole > 0 {
            (first..first + whole, at + whole * row, 0..row)
        } else {
            let stop = run.end.min((first + 1) * row);
            (first..first + 1, stop, at % row..at % row + (stop - at))
        };
        parts.push(rows.clone());
        if whole > 0 {
            let depth = parts.len();
            parts.extend(rest.iter().map(|&length| 0..length));
            visit(parts, before + at - run.start)?;
            parts.truncate(depth);
        } else {
            inside(rest, inner, before + at - run.start, parts, visit)?;
        }
        parts.pop();
        at = stop;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_visited_once_in_order() {
        for shape in [&[][..], &[4], &[2, 3], &[3, 1, 2], &[2, 2, 3]] {
            let size: usize = shape.iter().product();
            for start in 0..=size {
                for stop in start..=size {
                    let mut places = Vec::new();
                    for_each_box::<()>(shape, start..stop, &mut |parts, before| {
                        assert_eq!(before, places.len());
                        let count: usize = parts.iter().map(ExactSizeIterator::len).product();
                        for mut rest in 0..count {
                            let mut place = 0;
                            let mut scale = 1;
                            for (part, &length) in parts.iter().zip(shape).rev() {
                                place += (part.start + rest % part.len()) * scale;
                                rest /= part.len();
                                scale *= length;
                            }
                            places.push(place);
                        }
                        Ok(())
                    })
                    .unwrap();
                    assert_eq!(places, (start..stop).collect::<Vec<_>>(), "{shape:?} {start}..{stop}");
                }
            }
        }
    }
}
