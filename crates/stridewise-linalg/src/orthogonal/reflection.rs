//! Single Householder reflections, `I - scale · v · vᴴ` with `v` beginning with one, as LAPACK's `larfg` makes them.

use pulp::NullaryFnOnce;

use crate::{Real, Scalar};

pub(crate) struct Reflection<T: Scalar> {
    /// What is left of the vector's first element, the others being zero.
    pub head: T::Size,
    pub scale: T,
}

/// The reflection whose adjoint maps the vector to a multiple of the first unit vector. What follows the first element of
/// `v` replaces what follows the vector's.
pub(crate) fn make<T: Scalar>(vector: &mut [T]) -> Reflection<T> {
    let Some((&mut head, tail)) = vector.split_first_mut() else {
        return Reflection { head: T::Size::ZERO, scale: T::ZERO };
    };
    let tail_length = length(tail);
    if tail_length == T::Size::ZERO && head.imaginary_part() == T::Size::ZERO {
        return Reflection { head: head.real_part(), scale: T::ZERO };
    }
    let length = head.size().hypotenuse(tail_length);
    let safe = T::Size::TINY / T::Size::EPSILON;
    if length < safe && length > T::Size::ZERO {
        // So short a vector is stretched: scales would lose their digits.
        let stretch = safe.reciprocal();
        vector.iter_mut().for_each(|element| *element = element.times_real(stretch));
        let Reflection { head, scale } = make(vector);
        return Reflection { head: head * safe, scale };
    }
    let new_head = -length.with_sign_of(head.real_part());
    let scale = (T::of_real(new_head) - head).times_real(new_head.reciprocal());
    let stretch = (head - T::of_real(new_head)).reciprocal();
    tail.iter_mut().for_each(|element| *element *= stretch);
    Reflection { head: new_head, scale }
}

/// The Euclidean length, of elements of any size.
pub(crate) fn length<T: Scalar>(vector: &[T]) -> T::Size {
    let squares = pulp::Arch::new().dispatch(Squares { vector });
    let safe = T::Size::TINY / T::Size::EPSILON;
    if squares > safe && squares < safe.reciprocal() {
        return squares.root();
    }
    // Squares that overflowed or lost digits: once more, relative to the largest element.
    let largest = vector.iter().fold(T::Size::ZERO, |largest, element| {
        let size = element.rough_size();
        if size > largest { size } else { largest }
    });
    if largest == T::Size::ZERO
        || !largest.is_finite_number()
        || !(squares.is_finite_number() || squares > safe)
    {
        // Nothing but zeros, or infinity or NaN among them.
        return squares.root();
    }
    let scaled = vector.iter().fold(T::Size::ZERO, |sum, element| {
        // Not by the reciprocal, which may be out of range.
        let part = |part: T::Size| part / largest;
        let (real, imaginary) = (part(element.real_part()), part(element.imaginary_part()));
        sum + real * real + imaginary * imaginary
    });
    largest * scaled.root()
}

// Closures would be called by a function in between that is compiled without the machine's wide instructions.

struct Squares<'a, T> {
    vector: &'a [T],
}

impl<T: Scalar> NullaryFnOnce for Squares<'_, T> {
    type Output = T::Size;

    #[inline(always)]
    fn call(self) -> T::Size {
        let mut lanes = [T::Size::ZERO; 8];
        let mut chunks = self.vector.chunks_exact(8);
        for chunk in &mut chunks {
            for (lane, element) in lanes.iter_mut().zip(chunk) {
                *lane += element.size_squared();
            }
        }
        for (lane, element) in lanes.iter_mut().zip(chunks.remainder()) {
            *lane += element.size_squared();
        }
        lanes.into_iter().fold(T::Size::ZERO, |sum, lane| sum + lane)
    }
}

/// Subtracts `scale · v · (vᴴ · column)` from each of `width` columns that are `step` elements apart.
pub(crate) fn apply<T: Scalar>(vector: &[T], scale: T, target: &mut [T], step: usize, width: usize) {
    if scale != T::ZERO {
        pulp::Arch::new().dispatch(Apply { vector, scale, target, step, width });
    }
}

struct Apply<'a, T> {
    vector: &'a [T],
    scale: T,
    target: &'a mut [T],
    step: usize,
    width: usize,
}

impl<T: Scalar> NullaryFnOnce for Apply<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { vector, scale, target, step, width } = self;
        for place in 0..width {
            let column = &mut target[place * step..place * step + vector.len()];
            let factor = scale * product(vector, column);
            for (element, &v) in column.iter_mut().zip(vector) {
                *element -= factor * v;
            }
        }
    }
}

/// `leftᴴ · right`.
#[inline(always)]
fn product<T: Scalar>(left: &[T], right: &[T]) -> T {
    let mut lanes = [T::ZERO; 16];
    let whole = left.len() - left.len() % 16;
    for (left, right) in left[..whole].chunks_exact(16).zip(right[..whole].chunks_exact(16)) {
        for lane in 0..16 {
            lanes[lane] += left[lane].conjugate() * right[lane];
        }
    }
    for (lane, (left, &right)) in left[whole..].iter().zip(&right[whole..]).enumerate() {
        lanes[lane] += left.conjugate() * right;
    }
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            let other = lanes[lane + half];
            lanes[lane] += other;
        }
    }
    lanes[0]
}
