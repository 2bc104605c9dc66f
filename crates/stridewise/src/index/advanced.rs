//! From an index expression with arrays in it to a selection, and where its axes go.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, MAX_DIMENSIONS, Slice};
use stridewise_core::{DType, Error, Layout, Result, Shape, Value};
use stridewise_run::Array;
use stridewise_run::indexing::{AxisPositions, Selection};

use super::IndexItem;

/// An advanced index on an array.
#[derive(Debug)]
pub(super) struct Advanced {
    pub selection: Selection,
    /// The axis of the result at which the choices stand.
    place: usize,
}

impl Advanced {
    /// # Errors
    /// Index error where the expression does not fit the array.
    pub(super) fn new(array: &Array, items: &[IndexItem]) -> Result<Self> {
        let used: usize = items.iter().map(IndexItem::axes).sum();
        check_count(array, items, used)?;
        let mut walk = Walk::new(array, used);
        let mut whole_rest = used < array.ndim();
        for item in items {
            match item {
                IndexItem::Basic(BasicIndex::Ellipsis) => {
                    whole_rest = false;
                    walk.ellipsis();
                }
                IndexItem::Basic(basic) => walk.basic(*basic)?,
                IndexItem::Positions(positions) => walk.positions(positions.clone()),
                IndexItem::Mask(mask) => walk.mask(mask)?,
            }
        }
        if whole_rest {
            walk.ellipsis();
        }
        walk.finish()
    }

    /// The shape of the result.
    pub(super) fn shape(&self) -> Shape {
        let mut shape = self.selection.shape();
        let choices = self.selection.choices().len();
        shape[..choices + self.place].rotate_left(choices);
        shape
    }

    /// A result of the selection with its choices at their place.
    pub(super) fn placed(&self, result: &Array) -> Array {
        self.permuted(result, |axes, choices, place| axes[..choices + place].rotate_left(choices))
    }

    /// Values of the result's shape with the choices first.
    pub(super) fn choices_first(&self, values: &Array) -> Array {
        self.permuted(values, |axes, choices, place| axes[..choices + place].rotate_right(choices))
    }

    fn permuted(&self, array: &Array, turn: impl Fn(&mut [usize], usize, usize)) -> Array {
        if self.place == 0 {
            return array.clone();
        }
        let mut axes: SmallVec<[usize; 4]> = (0..array.ndim()).collect();
        turn(&mut axes, self.selection.choices().len(), self.place);
        array.permuted(&axes)
    }
}

pub(super) fn check_count(array: &Array, items: &[IndexItem], used: usize) -> Result<()> {
    if used > array.ndim() {
        return Err(Error::index(format!(
            "too many indices for array: array is {}-dimensional, but {used} were indexed",
            array.ndim()
        )));
    }
    let ellipses = items.iter().filter(|item| matches!(item, IndexItem::Basic(BasicIndex::Ellipsis))).count();
    if ellipses > 1 {
        return Err(Error::index("an index can only have a single ellipsis ('...')"));
    }
    Ok(())
}

/// Goes through the items along the array's axes.
struct Walk<'a> {
    array: &'a Array,
    /// Axes that the ellipsis stands for.
    left_out: usize,
    /// The axis of the array that the next item is for.
    axis: usize,
    /// The array after slices and new axes, with the axes of positions still whole.
    layout: Layout,
    positions: SmallVec<[AxisPositions; 4]>,
    /// Axes that the result has so far, those of the choices left out.
    result_axes: usize,
    /// Where the choices go: at the first advanced item, unless another kind of item stands between two of them.
    place: Option<usize>,
    interrupted: bool,
}

impl<'a> Walk<'a> {
    fn new(array: &'a Array, used: usize) -> Self {
        let layout =
            Layout { shape: SmallVec::new(), strides: SmallVec::new(), offset: array.layout().offset };
        Self {
            array,
            left_out: array.ndim() - used,
            axis: 0,
            layout,
            positions: SmallVec::new(),
            result_axes: 0,
            place: None,
            interrupted: false,
        }
    }

    fn push(&mut self, length: usize, stride: isize) {
        self.layout.shape.push(length);
        self.layout.strides.push(stride);
    }

    fn keep_axis(&mut self) {
        self.push(self.array.shape()[self.axis], self.array.strides()[self.axis]);
        self.axis += 1;
    }

    fn plain_item(&mut self) {
        self.interrupted |= self.place.is_some();
    }

    fn advanced_item(&mut self) {
        match self.place {
            None => self.place = Some(self.result_axes),
            Some(_) if self.interrupted => self.place = Some(0),
            Some(_) => {}
        }
    }

    fn ellipsis(&mut self) {
        self.plain_item();
        for _ in 0..self.left_out {
            self.keep_axis();
            self.result_axes += 1;
        }
    }

    fn basic(&mut self, item: BasicIndex) -> Result<()> {
        match item {
            BasicIndex::Integer(position) => {
                self.positions(Array::scalar(stridewise_core::Number::I64, Value::Int(position as i128))?);
            }
            BasicIndex::Slice(slice) => {
                self.plain_item();
                self.slice(slice)?;
                self.result_axes += 1;
            }
            BasicIndex::NewAxis => {
                self.plain_item();
                self.push(1, 0);
                self.result_axes += 1;
            }
            BasicIndex::Ellipsis => self.ellipsis(),
        }
        Ok(())
    }

    fn slice(&mut self, slice: Slice) -> Result<()> {
        let stride = self.array.strides()[self.axis];
        let (start, step, count) = slice.resolve(self.array.shape()[self.axis])?;
        self.layout.offset = self.layout.offset.wrapping_add_signed(start as isize * stride);
        self.push(count, stride.wrapping_mul(step));
        self.axis += 1;
        Ok(())
    }

    fn positions(&mut self, positions: Array) {
        self.advanced_item();
        self.positions.push(AxisPositions { axis: Some(self.layout.ndim()), label: self.axis, positions });
        self.keep_axis();
    }

    fn mask(&mut self, mask: &Array) -> Result<()> {
        if mask.ndim() == 0 {
            self.advanced_item();
            let count = usize::from(mask.value_at(&[]).is_some_and(Value::is_true));
            let positions = Array::zeros(DType::I64, &[count], stridewise_core::Order::C)?;
            self.positions.push(AxisPositions { axis: None, label: self.axis, positions });
            return Ok(());
        }
        for (ahead, &found) in mask.shape().iter().enumerate() {
            let size = self.array.shape()[self.axis + ahead];
            // Nothing is chosen by an axis of no elements, which may therefore stand for any.
            if found != size && found != 0 {
                return Err(Error::index(format!(
                    "boolean index did not match indexed array along axis {}; size of axis is {size} but size of \
                     corresponding boolean axis is {found}",
                    self.axis + ahead
                )));
            }
        }
        for positions in mask.nonzero()? {
            self.positions(positions);
        }
        Ok(())
    }

    fn finish(self) -> Result<Advanced> {
        if self.positions.len() >= MAX_DIMENSIONS {
            return Err(Error::index(format!(
                "too many advanced indices: {} arrays, of at most {}",
                self.positions.len(),
                MAX_DIMENSIONS - 1
            )));
        }
        let base = self.array.with_layout(self.layout);
        let selection = Selection::new(&base, &self.positions)?;
        let place = self.place.unwrap_or(0);
        let ndim = selection.shape().len();
        if ndim > MAX_DIMENSIONS {
            return Err(Error::index(format!(
                "number of dimensions must be within [0, {}], indexing result would have {ndim}",
                MAX_DIMENSIONS
            )));
        }
        Ok(Advanced { selection, place })
    }
}
