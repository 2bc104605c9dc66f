//! Dense arrays in the making: elements as a slice, for as long as nobody else can reach them.
#![expect(unsafe_code, reason = "sees the memory of an array that nobody else holds as a slice")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use stridewise_core::layout::Order;
use stridewise_core::{Element, Layout, Result};

use crate::Array;

/// A dense array of `T` in native byte order that nobody else holds yet: a result in the making, or scratch. Its memory
/// comes from, and goes back to, the cache of blocks.
#[derive(Debug)]
pub struct Fresh<T> {
    array: Array,
    elements: PhantomData<T>,
}

impl<T: Element> Fresh<T> {
    /// Elements that may be anything, in C order.
    ///
    /// # Errors
    /// Memory error where there are no bytes for them.
    pub fn new(shape: &[usize]) -> Result<Self> {
        Ok(Self { array: Array::empty(T::NUMBER.native(), shape, Order::C)?, elements: PhantomData })
    }

    /// The array's elements, cast to `T`, in this order of axes.
    ///
    /// # Errors
    /// Memory error where there are no bytes for them.
    pub fn copy_of(array: &Array, order: Order) -> Result<Self> {
        Ok(Self { array: array.astype(T::NUMBER.native(), order)?, elements: PhantomData })
    }

    pub fn layout(&self) -> &Layout {
        self.array.layout()
    }

    /// The elements as they lie in memory.
    pub fn elements(&mut self) -> &mut [T] {
        let count = self.array.size();
        if count == 0 {
            return &mut [];
        }
        // SAFETY: the array is dense and of dtype `T`, its memory aligned for any element, initialised (an uncleared
        // array's too) and this value's alone, which is borrowed for writing.
        unsafe { std::slice::from_raw_parts_mut(self.array.view().address_for_writing().cast::<T>(), count) }
    }

    /// The array, for others to see.
    pub fn finish(self) -> Array {
        self.array
    }
}

impl Fresh<u8> {
    /// So many bytes to work in, at an address that suits every element.
    ///
    /// # Errors
    /// Memory error where there are no such bytes.
    pub fn space(bytes: usize) -> Result<Self> {
        Self::new(&[bytes])
    }

    /// The bytes, which need not be initialised when they are left.
    pub fn bytes(&mut self) -> &mut [MaybeUninit<u8>] {
        let elements = self.elements();
        // SAFETY: the same bytes. Nobody reads them as initialised any more but who writes them first: the array is this
        // value's alone, and its block goes back to the cache of blocks, whose takers write before they read.
        unsafe { std::slice::from_raw_parts_mut(elements.as_mut_ptr().cast(), elements.len()) }
    }
}
