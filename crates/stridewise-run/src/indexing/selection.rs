//! The elements that integer arrays along some axes choose.
#![expect(unsafe_code, reason = "calls kernels on places that were checked")]

use smallvec::SmallVec;
use stridewise_core::layout::{Traversal, broadcast_shapes, broadcast_strides, strides_for};
use stridewise_core::{DType, Error, Layout, Order, Result, Shape, Strides};
use stridewise_kernels::put::scatter;
use stridewise_kernels::take::{Run, copy_run, gather, out_of_bounds};

use crate::Array;

/// Positions along one axis of an array.
#[derive(Clone, Debug)]
pub struct AxisPositions {
    /// The axis; `None` for positions that only take part in broadcasting (a mask without axes).
    pub axis: Option<usize>,
    /// The axis by which error messages call it.
    pub label: usize,
    /// Integers of dtype int64, native; negative ones count from the end.
    pub positions: Array,
}

/// Elements of an array, or blocks of them, at positions that broadcast together; all inside the array.
#[derive(Debug)]
pub struct Selection {
    array: Array,
    /// What hangs at each choice: the array's layout without its indexed axes, at their position 0. If there is no
    /// choice, it need not lie inside the array.
    space: Layout,
    /// What the positions broadcast to.
    shape: Shape,
    /// The axes of `shape` in the order in which `distances` runs through them, slowest first.
    order: SmallVec<[usize; 4]>,
    /// Bytes from the array's first element to each choice.
    distances: Vec<isize>,
}

impl Selection {
    /// The choice of `indices`, at most one per axis, from `array`.
    ///
    /// # Errors
    /// Index error where a position is out of bounds, or the positions do not broadcast together.
    pub fn new(array: &Array, indices: &[AxisPositions]) -> Result<Self> {
        let shapes: SmallVec<[&[usize]; 4]> = indices.iter().map(|index| index.positions.shape()).collect();
        let shape = broadcast_shapes(&shapes).map_err(|_| mismatch(&shapes))?;
        let count = stridewise_core::layout::byte_count(&shape, size_of::<isize>())? / size_of::<isize>();
        // As in NumPy, arrays that broadcast to nothing may name anything; integers may not.
        let nothing = shape.contains(&0);
        for index in indices.iter().filter(|index| !nothing || index.positions.ndim() == 0) {
            check_bounds(array, index)?;
        }
        let mut space = Layout { offset: array.layout().offset, ..Layout::contiguous(&[], 1)? };
        for axis in 0..array.ndim() {
            if !indices.iter().any(|index| index.axis == Some(axis)) {
                space.shape.push(array.shape()[axis]);
                space.strides.push(array.strides()[axis]);
            }
        }
        let strides: SmallVec<[Strides; 4]> =
            indices.iter().filter_map(|index| broadcast_strides(index.positions.layout(), &shape)).collect();
        let order = if space.size() == 1 && shape.len() > 1 {
            let sources: SmallVec<[&[isize]; 4]> = strides.iter().map(|strides| strides.as_slice()).collect();
            let dense = strides_for(&shape, &sources, 1);
            let mut order: SmallVec<[usize; 4]> = (0..shape.len()).collect();
            order.sort_by_key(|&axis| std::cmp::Reverse((dense[axis], shape[axis])));
            order
        } else {
            (0..shape.len()).collect()
        };
        let mut distances = Vec::new();
        distances.try_reserve_exact(count).map_err(|_| Error::out_of_memory(&shape, DType::I64))?;
        distances.resize(count, 0);
        for index in indices {
            let Some(axis) = index.axis else { continue };
            let spread = index.positions.broadcast_to(&shape)?.permuted(&order);
            if !add_distances(&mut distances, &spread, array.shape()[axis], array.strides()[axis]) {
                return Err(Error::index("index arrays changed while they were read"));
            }
        }
        // Every choice is a valid index of the array, unless the array is empty: then nothing is moved.
        Ok(Self { array: array.clone(), space, shape, order, distances })
    }

    /// What the positions broadcast to; a result has these axes first and those of the blocks behind them.
    pub fn choices(&self) -> &[usize] {
        &self.shape
    }

    /// The shape of a result.
    pub fn shape(&self) -> Shape {
        self.shape.iter().chain(&self.space.shape).copied().collect()
    }

    /// A new array of the chosen elements.
    ///
    /// # Errors
    /// Memory error where there are no bytes for it.
    pub fn get(&self) -> Result<Array> {
        let item_size = self.array.item_size();
        let block = self.space.like(item_size, item_size, Order::Keep);
        let whole: Shape = self.order.iter().map(|&axis| self.shape[axis]).collect();
        let total: Shape = whole.iter().chain(&self.space.shape).copied().collect();
        let mut layout = Layout::contiguous(&total, item_size)?;
        layout.strides[whole.len()..].copy_from_slice(&block.strides);
        let result = Array::fresh(self.array.dtype(), layout)?;
        self.read_into(&result, whole.len());
        let mut back: SmallVec<[usize; 4]> = SmallVec::from_elem(0, total.len());
        for (place, axis) in back.iter_mut().enumerate().skip(whole.len()) {
            *axis = place;
        }
        for (place, &axis) in self.order.iter().enumerate() {
            back[axis] = place;
        }
        Ok(if self.order.is_sorted() { result } else { result.permuted(&back) })
    }

    /// Fills `result`, whose first `lead` axes, dense in C order, are the choices and the others the block.
    fn read_into(&self, result: &Array, lead: usize) {
        let item_size = self.array.item_size();
        let (source, target) = (self.array.view().address(), result.view().address_for_writing());
        if self.space.size() == 1 {
            // SAFETY: `new` checked every choice; the result is new and holds them all.
            unsafe { gather(item_size, source, &self.distances, target) };
            return;
        }
        if self.space.is_empty() {
            return;
        }
        let walk = Traversal::new(&self.space.shape, &[&self.space.strides, &result.strides()[lead..]]);
        let block = (self.space.size() * item_size) as isize;
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        for (place, &distance) in self.distances.iter().enumerate() {
            let to = target.wrapping_offset(place as isize * block);
            let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
                let from = Run { start: source.wrapping_offset(distance + offsets[0]), stride: steps[0] };
                let to = Run { start: to.wrapping_offset(offsets[1]), stride: steps[1] };
                // SAFETY: as above; the block's walk stays inside the array and the result.
                unsafe { copy_run(item_size, length, from, to) };
                Ok(())
            });
        }
    }

    /// Sets the chosen elements from `values`, which must have been broadcast to [`Selection::shape`] and have the
    /// array's dtype; of values for the same element, one wins.
    ///
    /// # Errors
    /// Value error where the array is read-only or the values have another shape or dtype.
    pub fn set(&self, values: &Array) -> Result<()> {
        self.array.require_writeable("assignment destination")?;
        if values.shape() != self.shape().as_slice() || values.dtype() != self.array.dtype() {
            return Err(Error::value("values have neither the selection's shape nor its dtype"));
        }
        if values.size() == 0 {
            return Ok(());
        }
        let lead = self.shape.len();
        let mut axes: SmallVec<[usize; 4]> = self.order.clone();
        axes.extend(lead..values.ndim());
        let mut values = values.permuted(&axes);
        if values.view().may_share_memory(self.array.view()) || self.may_reach(&values) {
            values = values.copy(Order::C)?;
        }
        let item_size = self.array.item_size();
        let (source, target) = (values.view().address(), self.array.view().address_for_writing());
        let outer = Traversal::in_c_order(&values.shape()[..lead], &[&values.strides()[..lead]]);
        let (length, stride) = (outer.inner_length(), outer.inner_strides()[0]);
        let block = Traversal::new(&self.space.shape, &[&values.strides()[lead..], &self.space.strides]);
        let (block_length, steps) = (block.inner_length(), block.inner_strides());
        let mut done = 0;
        let _ = outer.for_each(|offsets| -> std::result::Result<(), ()> {
            let start = source.wrapping_offset(offsets[0]);
            let distances = &self.distances[done..done + length];
            done += length;
            if self.space.size() == 1 {
                // SAFETY: `new` checked every choice; the values are as many and overlap none of them.
                unsafe { scatter(item_size, target, distances, Run { start, stride }) };
                return Ok(());
            }
            for (place, &distance) in distances.iter().enumerate() {
                let from = start.wrapping_offset(place as isize * stride);
                block.for_each(|offsets| {
                    let from = Run { start: from.wrapping_offset(offsets[0]), stride: steps[0] };
                    let to = Run { start: target.wrapping_offset(distance + offsets[1]), stride: steps[1] };
                    // SAFETY: as above; the block's walk stays inside the array and the values.
                    unsafe { copy_run(item_size, block_length, from, to) };
                    Ok(())
                })?;
            }
            Ok(())
        });
        Ok(())
    }

    /// Whether the values may lie where the choices do: their buffer's bytes meet.
    fn may_reach(&self, values: &Array) -> bool {
        let (ours, theirs) = (self.array.view().buffer(), values.view().buffer());
        let (low, high) = (ours.place() as usize, ours.place() as usize + ours.len());
        let (other_low, other_high) = (theirs.place() as usize, theirs.place() as usize + theirs.len());
        low < other_high && other_low < high
    }
}

fn mismatch(shapes: &[&[usize]]) -> Error {
    let mut text =
        String::from("shape mismatch: indexing arrays could not be broadcast together with shapes ");
    for shape in shapes {
        text.push_str(&stridewise_core::error::compact_tuple(shape));
        text.push(' ');
    }
    Error::index(text)
}

/// Errors for the first position, in C order, that is out of bounds.
fn check_bounds(array: &Array, index: &AxisPositions) -> Result<()> {
    let positions = &index.positions;
    if positions.dtype() != DType::I64 {
        return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
    }
    let Some(axis) = index.axis else { return Ok(()) };
    let length = array.shape()[axis];
    let walk = Traversal::in_c_order(positions.shape(), &[positions.strides()]);
    let start = positions.view().address();
    let (count, stride) = (walk.inner_length(), walk.inner_strides()[0]);
    walk.for_each(|offsets| {
        let run = Run { start: start.wrapping_offset(offsets[0]), stride };
        // SAFETY: the walk stays inside the positions, which are i64.
        match unsafe { out_of_bounds(run, count, length) } {
            None => Ok(()),
            Some(place) => {
                let at = run.start.wrapping_offset(place as isize * stride);
                // SAFETY: the place was found inside the run.
                let position = unsafe { at.cast::<i64>().read_unaligned() };
                Err(Error::index_out_of_bounds(position, index.label, length))
            }
        }
    })
}

/// Adds to each distance, in C order, the bytes to its position along an axis. `false` where a position is out of
/// bounds.
fn add_distances(distances: &mut [isize], positions: &Array, length: usize, stride: isize) -> bool {
    let walk = Traversal::in_c_order(positions.shape(), &[positions.strides()]);
    let (count, step) = (walk.inner_length(), walk.inner_strides()[0]);
    let start = positions.view().address();
    let (mut done, mut inside) = (0, true);
    let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
        let mut place = start.wrapping_offset(offsets[0]);
        if step == 0 {
            // SAFETY: as below.
            let position = unsafe { place.cast::<i64>().read_unaligned() } as isize;
            let position = position.wrapping_add(if position < 0 { length as isize } else { 0 });
            inside &= (position as usize) < length;
            let far = position.wrapping_mul(stride);
            for distance in &mut distances[done..done + count] {
                *distance = distance.wrapping_add(far);
            }
            done += count;
            return Ok(());
        }
        for distance in &mut distances[done..done + count] {
            // SAFETY: the walk stays inside the positions, which are i64.
            let position = unsafe { place.cast::<i64>().read_unaligned() } as isize;
            let position = position.wrapping_add(if position < 0 { length as isize } else { 0 });
            inside &= (position as usize) < length;
            *distance = distance.wrapping_add(position.wrapping_mul(stride));
            place = place.wrapping_offset(step);
        }
        done += count;
        Ok(())
    });
    inside
}
