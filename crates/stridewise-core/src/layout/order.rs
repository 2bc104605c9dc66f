//! Memory order: C, Fortran, or as near as possible to given arrays.

use smallvec::SmallVec;

use super::{Layout, Strides};

/// The order in which the elements of a new array are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last axis varies fastest.
    #[default]
    C,
    /// The first axis varies fastest.
    F,
    /// Fortran order if the source is in Fortran and not in C order, else C order.
    Any,
    /// As near to the source's order as possible.
    Keep,
}

/// Dense strides for a new array of `shape` whose axes are nested as those of `sources` are (`Order::Keep`).
///
/// The sources' strides are those after broadcasting to `shape`. Axes keep C order among themselves where the
/// sources do not decide.
pub fn strides_for(shape: &[usize], sources: &[&[isize]], item_size: usize) -> Strides {
    if shape.contains(&0) {
        return SmallVec::from_elem(0, shape.len());
    }
    dense(shape, &axis_order(shape, sources), item_size)
}

/// Strides of a dense array whose axes from slowest to fastest are `order`.
fn dense(shape: &[usize], order: &[usize], item_size: usize) -> Strides {
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = item_size as isize;
    for &axis in order.iter().rev() {
        strides[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    strides
}

/// The axes from slowest to fastest. From C order on, beginning with the last axis, each moves before those that are
/// faster in C order if some source says so and none says otherwise; a pair of which no source says anything decides
/// nothing.
pub fn axis_order(shape: &[usize], sources: &[&[isize]]) -> SmallVec<[usize; 4]> {
    let mut fastest_first: SmallVec<[usize; 4]> = (0..shape.len()).rev().collect();
    for place in 1..fastest_first.len() {
        let axis = fastest_first[place];
        let mut target = place;
        for before in (0..place).rev() {
            match slower(axis, fastest_first[before], sources) {
                Some(true) => break,
                Some(false) => target = before,
                None => {}
            }
        }
        fastest_first[target..=place].rotate_right(1);
    }
    fastest_first.reverse();
    fastest_first
}

/// Whether axis `a` is the slower one of the two; `None` where no source decides.
fn slower(a: usize, b: usize, sources: &[&[isize]]) -> Option<bool> {
    let mut swap = None;
    for strides in sources {
        let (first, second) = (strides[a].unsigned_abs(), strides[b].unsigned_abs());
        if first != 0 && second != 0 {
            if first >= second {
                return Some(true);
            }
            swap = Some(false);
        }
    }
    swap
}

impl Layout {
    /// The layout of a fresh array with this one's shape and the asked order.
    pub fn like(&self, item_size: usize, from_item_size: usize, order: Order) -> Self {
        if self.is_empty() {
            let strides = SmallVec::from_elem(0, self.ndim());
            return Self { shape: self.shape.clone(), strides, offset: 0 };
        }
        let fortran = match order {
            Order::C => false,
            Order::F => true,
            Order::Any | Order::Keep if self.is_c_contiguous(from_item_size) => false,
            Order::Any => self.is_f_contiguous(from_item_size),
            Order::Keep => {
                // Steps of zero (repeated axes) become the fastest axes.
                let mut order: SmallVec<[usize; 4]> = (0..self.ndim()).collect();
                order.sort_by_key(|&axis| std::cmp::Reverse(self.strides[axis].unsigned_abs()));
                return Self {
                    shape: self.shape.clone(),
                    strides: dense(&self.shape, &order, item_size),
                    offset: 0,
                };
            }
        };
        let strides = super::dense_strides(&self.shape, item_size, fortran);
        Self { shape: self.shape.clone(), strides, offset: 0 }
    }
}
