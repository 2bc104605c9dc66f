//! The handle: a view, and whether it may be written through.

use stridewise_core::layout::{BasicIndex, Order, byte_count, resolve_shape};
use stridewise_core::{DType, Element, Error, Layout, Number, Result, Value, View};

use crate::memory;

/// An n-dimensional array: a strided view on shared bytes.
///
/// Cloning shares the bytes, as a NumPy view does.
#[derive(Clone, Debug)]
pub struct Array {
    view: View,
    writeable: bool,
}

impl Array {
    /// An array over `view`; it may be written through unless the buffer is read-only.
    #[inline(always)]
    pub fn from_view(view: View) -> Self {
        let writeable = !view.buffer().is_read_only();
        Self { view, writeable }
    }

    /// Zeros of this dtype and shape, in C or (`Order::F`) Fortran order.
    ///
    /// # Errors
    /// Value error where the bytes do not fit the address space, memory error where there are none.
    #[inline]
    pub fn zeros(dtype: DType, shape: &[usize], order: Order) -> Result<Self> {
        Ok(Self::from_view(memory::zeroed_dense(dtype, shape, order == Order::F)?))
    }

    /// Elements that may be anything, as arrays are had soonest: for results that are written completely.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn empty(dtype: DType, shape: &[usize], order: Order) -> Result<Self> {
        Ok(Self::from_view(memory::uncleared_dense(dtype, shape, order == Order::F)?))
    }

    /// Zeros laid out as `layout` says; its offset must be zero.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn zeros_with_layout(dtype: DType, layout: Layout) -> Result<Self> {
        Ok(Self::from_view(memory::zeroed(dtype, layout)?))
    }

    /// As [`Array::empty`], laid out as `layout` says; its offset must be zero.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn empty_with_layout(dtype: DType, layout: Layout) -> Result<Self> {
        Ok(Self::from_view(memory::uncleared(dtype, layout)?))
    }

    /// An array of this shape filled with `value`, cast to the dtype.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn full(dtype: DType, shape: &[usize], value: Value) -> Result<Self> {
        let array = Self::empty(dtype, shape, Order::C)?;
        array.fill(value)?;
        Ok(array)
    }

    /// A C-ordered array of the elements, which must be as many as the shape says.
    ///
    /// # Errors
    /// Value error where they are not; otherwise as [`Array::zeros`].
    ///
    /// ```
    /// use stridewise_run::Array;
    ///
    /// let array = Array::from_slice(&[1.0, 2.0, 3.0, 4.0], &[2, 2])?;
    /// assert_eq!(array.transposed().to_vec::<f64>(), [1.0, 3.0, 2.0, 4.0]);
    /// # Ok::<(), stridewise_core::Error>(())
    /// ```
    pub fn from_slice<T: Element>(elements: &[T], shape: &[usize]) -> Result<Self> {
        let count = byte_count(shape, 1)?;
        if count != elements.len() {
            return Err(Error::value(format!("{} elements do not fill a shape of {count}", elements.len())));
        }
        let array = Self::fresh_dense(T::NUMBER.native(), shape)?;
        array.view.write_slice(elements);
        Ok(array)
    }

    /// A one-dimensional array of the elements.
    ///
    /// # Errors
    /// Memory error where there are no bytes for them.
    pub fn from_elements<T: Element>(elements: &[T]) -> Result<Self> {
        Self::from_slice(elements, &[elements.len()])
    }

    /// A zero-dimensional array.
    ///
    /// # Errors
    /// Memory error where there are no bytes for it.
    pub fn scalar(number: Number, value: Value) -> Result<Self> {
        Self::full(number.native(), &[], value)
    }

    #[inline]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Computes the elements, if they wait to be.
    pub fn evaluate(&self) {
        self.view.address();
    }

    #[inline]
    pub fn dtype(&self) -> DType {
        self.view.dtype()
    }

    #[inline]
    pub fn number(&self) -> Number {
        self.view.dtype().number()
    }

    #[inline]
    pub fn layout(&self) -> &Layout {
        self.view.layout()
    }

    #[inline]
    pub fn shape(&self) -> &[usize] {
        self.view.shape()
    }

    /// Bytes from one element to the next along each axis.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        self.view.strides()
    }

    #[inline]
    pub fn ndim(&self) -> usize {
        self.view.ndim()
    }

    /// The number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.view.size()
    }

    #[inline]
    pub fn item_size(&self) -> usize {
        self.view.item_size()
    }

    #[inline]
    pub fn is_writeable(&self) -> bool {
        self.writeable
    }

    /// The same array, writeable or not; memory that is read-only stays so.
    pub fn with_writeable(mut self, writeable: bool) -> Self {
        self.writeable = writeable && !self.view.buffer().is_read_only();
        self
    }

    /// # Errors
    /// Value error, `what` being the subject of the message, where the array is read-only.
    #[inline]
    pub fn require_writeable(&self, what: &str) -> Result<()> {
        if self.writeable { Ok(()) } else { Err(Error::read_only(what)) }
    }

    /// The same bytes at another layout that selects from this one's elements.
    #[inline(always)]
    pub fn with_layout(&self, layout: Layout) -> Self {
        Self { view: self.view.with_layout(layout), writeable: self.writeable }
    }

    /// The same bytes read as another dtype of the same size at another layout; `None` where that leaves the buffer.
    pub fn reinterpreted(&self, dtype: DType, layout: Layout) -> Option<Self> {
        let view = View::new(dtype, layout, self.view.buffer().clone())?;
        Some(Self { view, writeable: self.writeable })
    }

    /// The elements in C order; `T` must be the Rust type of the dtype.
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        self.view.to_vec()
    }

    /// The elements in C order, cast to `T`.
    ///
    /// # Errors
    /// Memory error where there are no bytes for the cast.
    pub fn cast_to_vec<T: Element>(&self) -> Result<Vec<T>> {
        self.astype(T::NUMBER.native(), Order::C)?.try_to_vec()
    }

    /// As [`Array::to_vec`].
    ///
    /// # Errors
    /// Memory error where there are no bytes for them.
    ///
    /// # Panics
    /// As [`Array::to_vec`].
    pub fn try_to_vec<T: Element>(&self) -> Result<Vec<T>> {
        self.view.try_to_vec()
    }

    /// The element at `index`, one position per axis; `None` where that is out of bounds.
    pub fn value_at(&self, index: &[usize]) -> Option<Value> {
        self.view.value_at(index)
    }

    /// The element of an array of size one; `None` for other sizes.
    pub fn item(&self) -> Option<Value> {
        if self.size() != 1 {
            return None;
        }
        let index: smallvec::SmallVec<[usize; 4]> = smallvec::SmallVec::from_elem(0, self.ndim());
        self.value_at(&index)
    }

    /// A view selected by integers, slices, new axes and the ellipsis.
    ///
    /// # Errors
    /// Index error where the index leaves the array.
    pub fn index(&self, items: &[BasicIndex]) -> Result<Self> {
        Ok(self.with_layout(self.layout().indexed(items)?))
    }

    /// A view with the axes in reverse order.
    #[inline]
    pub fn transposed(&self) -> Self {
        self.with_layout(self.layout().transposed())
    }

    /// A view with the axes in the given order, which must name each axis once.
    pub fn permuted(&self, axes: &[usize]) -> Self {
        self.with_layout(self.layout().permuted(axes))
    }

    /// The same elements with another shape (one length may be -1): a view where the strides allow it, else a copy.
    ///
    /// # Errors
    /// Value error where the sizes differ.
    pub fn reshape(&self, shape: &[i64], order: Order) -> Result<Self> {
        if order == Order::C
            && let Some(layout) = self.layout().reshaped_dense(shape, self.item_size())
        {
            return Ok(self.with_layout(layout));
        }
        let shape = resolve_shape(self.size(), shape)?;
        let order = match order {
            Order::F => Order::F,
            Order::Any if self.view.is_f_contiguous() && !self.view.is_c_contiguous() => Order::F,
            _ => Order::C,
        };
        match self.layout().reshaped(&shape, self.item_size(), order)? {
            Some(layout) => Ok(self.with_layout(layout)),
            None => {
                let copy = self.copy(order)?;
                let layout = Layout::ordered(&shape, copy.item_size(), order == Order::F)?;
                Ok(copy.with_layout(layout))
            }
        }
    }

    /// A read-only view repeated over `shape`.
    ///
    /// # Errors
    /// Value error where the shapes do not broadcast, or so many elements do not fit the address space.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Self> {
        let layout = self.layout().broadcast_to(shape)?;
        byte_count(shape, self.item_size())?;
        Ok(self.with_layout(layout).with_writeable(false))
    }

    /// A new array with these elements.
    ///
    /// # Errors
    /// Memory error where there are no bytes for it.
    pub fn copy(&self, order: Order) -> Result<Self> {
        self.astype(self.dtype(), order)
    }

    /// A new array with these elements cast to `dtype`, whatever the values.
    ///
    /// # Errors
    /// Memory error where there are no bytes for it.
    pub fn astype(&self, dtype: DType, order: Order) -> Result<Self> {
        byte_count(self.shape(), dtype.size())?;
        let layout = self.layout().like(dtype.size(), self.item_size(), order);
        let target = Self::fresh(dtype, layout)?;
        crate::tile::copy(&self.view, &target.view)?;
        Ok(target)
    }
}
