//! Reading and writing single elements and whole views in C order, whatever the strides and byte order.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use crate::dtype::Element;
use crate::error::{Error, Result};
use crate::layout::Traversal;
use crate::{Value, View, dispatch};

impl View {
    /// The elements in C order.
    ///
    /// `T` must be the Rust type of the view's dtype; elements of swapped byte order come out native.
    ///
    /// # Panics
    /// In debug builds, where `T` is another type of the same size; a type of another size gives an empty vector.
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        let mut elements = Vec::with_capacity(self.size());
        self.append_to(&mut elements);
        elements
    }

    /// As [`View::to_vec`].
    ///
    /// # Errors
    /// Memory error where there are no bytes for them.
    ///
    /// # Panics
    /// As [`View::to_vec`].
    pub fn try_to_vec<T: Element>(&self) -> Result<Vec<T>> {
        let mut elements = Vec::new();
        elements
            .try_reserve_exact(self.size())
            .map_err(|_| Error::out_of_memory(self.shape(), self.dtype()))?;
        self.append_to(&mut elements);
        Ok(elements)
    }

    fn append_to<T: Element>(&self, elements: &mut Vec<T>) {
        debug_assert_eq!(T::NUMBER, self.dtype().number());
        if size_of::<T>() != self.item_size() {
            return;
        }
        let native = self.dtype().is_native();
        let walk = Traversal::in_c_order(self.shape(), &[self.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let mut place = self.address().wrapping_offset(offsets[0]);
            for _ in 0..length {
                // SAFETY: a view's elements lie inside its buffer (its invariant); every bit pattern is a T.
                let element = unsafe { place.cast::<T>().read_unaligned() };
                elements.push(if native { element } else { element.swap_bytes() });
                place = place.wrapping_offset(stride);
            }
            Ok(())
        });
    }

    /// Sets the elements, in C order, from a slice; stops at the shorter one's end.
    ///
    /// `T` must be the Rust type of the view's dtype. Does nothing where the buffer is read-only.
    pub fn write_slice<T: Element>(&self, elements: &[T]) {
        debug_assert_eq!(T::NUMBER, self.dtype().number());
        if size_of::<T>() != self.item_size() || self.buffer().is_read_only() {
            return;
        }
        let native = self.dtype().is_native();
        if native && self.is_c_contiguous() {
            let count = elements.len().min(self.size());
            // SAFETY: so many elements stand one behind the other from the view's address on, in writeable memory that
            // the slice, which is borrowed to be read, is no part of.
            unsafe {
                std::ptr::copy_nonoverlapping(
                    elements.as_ptr().cast::<u8>(),
                    self.address_for_writing(),
                    count * size_of::<T>(),
                )
            };
            return;
        }
        let walk = Traversal::in_c_order(self.shape(), &[self.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let mut source = elements.iter();
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let mut place = self.address_for_writing().wrapping_offset(offsets[0]);
            for _ in 0..length {
                let element = *source.next().ok_or(())?;
                let element = if native { element } else { element.swap_bytes() };
                // SAFETY: a view's elements lie inside its buffer, which is writeable.
                unsafe { place.cast::<T>().write_unaligned(element) };
                place = place.wrapping_offset(stride);
            }
            Ok(())
        });
    }

    /// How far behind the view's address the index stands, if it is one of this view's.
    #[inline]
    fn offset_of(&self, index: &[usize]) -> Option<isize> {
        if index.len() != self.ndim() || index.iter().zip(self.shape()).any(|(i, n)| i >= n) {
            return None;
        }
        Some(index.iter().zip(self.strides()).map(|(&i, &stride)| i as isize * stride).sum())
    }

    /// The element at `index`, one position per axis; `None` where that is out of bounds.
    pub fn value_at(&self, index: &[usize]) -> Option<Value> {
        let place = self.address().wrapping_offset(self.offset_of(index)?);
        let native = self.dtype().is_native();
        Some(dispatch!(self.dtype().number(), T => {
            // SAFETY: the index is in bounds, so the element lies inside the buffer.
            let element = unsafe { place.cast::<T>().read_unaligned() };
            if native { element.to_value() } else { element.swap_bytes().to_value() }
        }))
    }

    /// The bytes of the element at `index` in native order, followed by zeros; `None` where that is out of bounds.
    #[inline]
    pub fn bytes_at(&self, index: &[usize]) -> Option<[u8; 16]> {
        let place = self.address().wrapping_offset(self.offset_of(index)?);
        let native = self.dtype().is_native();
        Some(dispatch!(self.dtype().number(), T => {
            // SAFETY: the index is in bounds, so the element lies inside the buffer.
            let element = unsafe { place.cast::<T>().read_unaligned() };
            if native { element.to_bytes() } else { element.swap_bytes().to_bytes() }
        }))
    }

    /// Sets the element at `index` to the value cast to the dtype. `false` where the index is out of bounds or the
    /// buffer read-only.
    #[inline]
    pub fn set_value(&self, index: &[usize], value: Value) -> bool {
        let Some(offset) = self.offset_of(index).filter(|_| !self.buffer().is_read_only()) else {
            return false;
        };
        let place = self.address_for_writing().wrapping_offset(offset);
        let native = self.dtype().is_native();
        dispatch!(self.dtype().number(), T => {
            let element = value.cast::<T>();
            let element = if native { element } else { element.swap_bytes() };
            // SAFETY: the index is in bounds and the buffer is writeable.
            unsafe { place.cast::<T>().write_unaligned(element) };
        });
        true
    }
}
