//! Running results of a binary operation along an axis, and reductions of slices of an axis.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views")]

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::op::{FloatErrors, Op, result_layout};
use stridewise_core::{Error, Layout, Number, Order, Result, Shape};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::reduction::skipping;
use stridewise_kernels::scan::{self, Scan};
use stridewise_kernels::take::Run;
use stridewise_kernels::{elementwise, status};

use crate::reduction::present::stays_nan;
use crate::reduction::{Initial, Reduction, loop_number, reduce, replaced};
use crate::{Array, threads};

/// The array in the loop's dtype; a cast copy where it has another one.
fn in_loop_dtype(array: &Array, number: Number) -> Result<Array> {
    if array.dtype() == number.native() {
        Ok(array.clone())
    } else {
        array.astype(number.native(), Order::Keep)
    }
}

fn deliver(op: Op, result: Array, out: Option<&Array>) -> Result<Array> {
    let Some(out) = out else { return Ok(result) };
    if out.shape() != result.shape() {
        return Err(Error::value(format!(
            "provided out is the wrong size for {}: shape {} but expected {}",
            op.row().name,
            stridewise_core::error::compact_tuple(out.shape()),
            stridewise_core::error::compact_tuple(result.shape())
        )));
    }
    out.assign(&result)?;
    Ok(out.clone())
}

/// Running results along `axis`: the first element, the first two together, and so on.
///
/// # Errors
/// As [`reduce`].
pub fn accumulate(
    op: Op,
    array: &Array,
    axis: usize,
    number: Option<Number>,
    out: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let number = loop_number(op, array.dtype(), number, out)?;
    let row = op.row();
    let inner = elementwise::find(op, &[number, number])
        .ok_or_else(|| Error::type_error(format!("ufunc '{}' has no such loop", row.name)))?;
    let steps = Steps { scan: scan::find(op, number), inner, replace: None };
    accumulate_by(op, &steps, array, axis, number, out)
}

/// Running sums or products along `axis` in which NaN counts as zero, or one. Other operations, and elements or results
/// that cannot be NaN, are accumulated as they are.
///
/// # Errors
/// As [`reduce`].
pub fn accumulate_present(
    op: Op,
    array: &Array,
    axis: usize,
    number: Option<Number>,
    out: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let wanted = loop_number(op, array.dtype(), number, out)?;
    let Some(skipping) = skipping(op, wanted).filter(|_| stays_nan(array, wanted)) else {
        return accumulate(op, &replaced(array, op)?, axis, number, out);
    };
    let steps = Steps {
        scan: scan::find_skipping(op, wanted),
        inner: skipping.inner,
        replace: Some(skipping.replace),
    };
    accumulate_by(op, &steps, array, axis, wanted, out)
}

/// What running results are made with.
struct Steps {
    scan: Option<Scan>,
    /// Result so far, element, result.
    inner: Loop,
    /// What makes the first result of the first element, where that is not the element itself.
    replace: Option<Loop>,
}

fn accumulate_by(
    op: Op,
    steps: &Steps,
    array: &Array,
    axis: usize,
    number: Number,
    out: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let row = op.row();
    let source = in_loop_dtype(array, number)?;
    if let Some(scan) = steps.scan
        && runs_along(&source, axis)
    {
        let (result, errors) = scan_lines(scan, &source, axis)?;
        return Ok((deliver(op, result, out)?, errors & row.reported(&[number])));
    }
    let result = source.copy(Order::Keep)?;
    let count = result.shape()[axis];
    let mut errors = FloatErrors::NONE;
    if result.size() > 0 && (count > 1 || steps.replace.is_some()) {
        let step = result.strides()[axis];
        let mut row_layout: Layout = result.layout().clone();
        row_layout.shape[axis] = 1;
        // The result holds the elements: each is met by the running result before it.
        let walk = Traversal::new(&row_layout.shape, &[&row_layout.strides]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let start = result.view().address_for_writing();
        status::clear();
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let mut before = start.wrapping_offset(offsets[0]);
            if let Some(replace) = steps.replace {
                // SAFETY: the first row lies inside the result; each element is replaced by itself or by a number.
                unsafe { replace(length, [before; 2].as_ptr(), [stride; 2].as_ptr()) };
            }
            for _ in 1..count {
                let here = before.wrapping_offset(step);
                // SAFETY: rows lie inside the result; two neighbouring rows do not overlap.
                unsafe { (steps.inner)(length, [before, here, here].as_ptr(), [stride; 3].as_ptr()) };
                before = here;
            }
            Ok(())
        });
        errors = status::read() & row.reported(&[number]);
        if status::take_refusal() {
            return Err(Error::value("Integers to negative integer powers are not allowed."));
        }
    }
    Ok((deliver(op, result, out)?, errors))
}

/// Whether the elements of a line along `axis` lie closer than those of neighbouring lines.
fn runs_along(array: &Array, axis: usize) -> bool {
    let step = array.strides()[axis].unsigned_abs();
    (0..array.ndim()).all(|other| {
        other == axis || array.shape()[other] == 1 || array.strides()[other].unsigned_abs() > step
    })
}

/// The running results along `axis`, line by line.
fn scan_lines(scan: Scan, source: &Array, axis: usize) -> Result<(Array, FloatErrors)> {
    let layout = source.layout().like(source.item_size(), source.item_size(), Order::Keep);
    let result = Array::fresh(source.dtype(), layout)?;
    let count = result.shape()[axis];
    if result.size() == 0 {
        return Ok((result, FloatErrors::NONE));
    }
    let mut shape: Shape = source.shape().into();
    shape[axis] = 1;
    let walk = Traversal::new(&shape, &[source.strides(), result.strides()]);
    let from = Run { start: source.view().address(), stride: source.strides()[axis] };
    let to = Run { start: result.view().address_for_writing(), stride: result.strides()[axis] };
    let part = |walk: &Traversal, starts: &[isize]| {
        let (lines, steps) = (walk.inner_length(), walk.inner_strides());
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            for line in 0..lines as isize {
                let at = |place: usize| starts[place] + offsets[place] + line * steps[place];
                // SAFETY: the line lies inside the source, and its like inside the result, which is new.
                unsafe { scan(count, from.moved(at(0)), to.moved(at(1))) };
            }
            Ok(())
        });
    };
    let (along, lines) = walk.longest_axis();
    let work = source.size().saturating_mul(2 * source.item_size());
    status::clear();
    if lines > 1 && threads::pays(work) {
        threads::share_here(lines, 1, work, &|range| {
            let (walk, starts) = walk.part(along, range);
            part(&walk, &starts);
        });
    } else {
        part(&walk, &[0, 0]);
    }
    Ok((result, status::read()))
}

/// Reductions of slices along `axis`: from each index to the next one, the last to the end; where the next index is
/// not larger, the element at the index alone.
///
/// # Errors
/// Index error where an index lies outside the axis; otherwise as [`reduce`].
pub fn reduce_at(
    op: Op,
    array: &Array,
    indices: &[i64],
    axis: usize,
    number: Option<Number>,
    out: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let row = op.row();
    let length = array.shape()[axis];
    let places: SmallVec<[usize; 16]> = indices
        .iter()
        .map(|&index| {
            usize::try_from(index).ok().filter(|&place| place < length).ok_or_else(|| {
                Error::index(format!("index {index} out-of-bounds in {}.reduceat [0, {length})", row.name))
            })
        })
        .collect::<Result<_>>()?;
    let number = loop_number(op, array.dtype(), number, out)?;
    let source = in_loop_dtype(array, number)?;
    let mut like = source.layout().clone();
    like.shape[axis] = places.len();
    let layout = result_layout(&like.shape, &[(&like, source.item_size())], number.size(), Order::Keep)?;
    let result = Array::empty_with_layout(number.native(), layout)?;
    let mut errors = FloatErrors::NONE;
    for (at, &start) in places.iter().enumerate() {
        let end = places.get(at + 1).copied().unwrap_or(length);
        let count = if end > start { end - start } else { 1 };
        let mut slice = source.layout().clone();
        slice.shape[axis] = count;
        slice.offset = slice.offset.wrapping_add_signed(start as isize * slice.strides[axis]);
        let mut target = result.layout().clone();
        target.offset = target.offset.wrapping_add_signed(at as isize * target.strides[axis]);
        target.shape.remove(axis);
        target.strides.remove(axis);
        let target = result.with_layout(target);
        let axes = [axis];
        let request = Reduction {
            number: Some(number),
            initial: Initial::First,
            out: Some(&target),
            ..Reduction::over(op, &axes)
        };
        errors = errors | reduce(&source.with_layout(slice), &request)?.1;
    }
    Ok((deliver(op, result, out)?, errors))
}
