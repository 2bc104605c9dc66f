//! Inner loops of one to three operands, written once over any arithmetic.
#![expect(unsafe_code, reason = "loops read and write elements behind raw pointers")]

use stridewise_core::Element;

/// Work on `length` elements: operand `i` starts at `pointers[i]` and steps by `strides[i]` bytes; inputs come
/// first, outputs behind them. Elements are native and may stand at any address. An output may be the same
/// memory as an input, element for element, but must not overlap it otherwise, unless its stride is zero: then
/// it is an accumulator that is also the first input.
///
/// # Safety
/// All elements so described must be valid for reads, and those of outputs for writes.
pub type Loop = unsafe fn(length: usize, pointers: *const *mut u8, strides: *const isize);

/// Elements that a contiguous loop brings into registers at a time; what lets the compiler use vectors although
/// an output may be an input's memory.
const CHUNK: usize = 16;

/// Applies `f` to each element of one input.
///
/// # Safety
/// As [`Loop`], with one input of `A` and one output of `R`.
#[inline(always)]
pub unsafe fn unary<A: Element, R: Element>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
    f: impl Fn(A) -> R,
) {
    // SAFETY: the caller vouches for two pointers and strides, and for every element they reach.
    unsafe {
        let (mut source, mut target) = (*pointers, *pointers.add(1));
        let (source_step, target_step) = (*strides, *strides.add(1));
        if source_step == size_of::<A>() as isize && target_step == size_of::<R>() as isize {
            // Two loops, since the compiler makes vectors of one whose memory is apart or the same, not of one where
            // it may be either.
            if source == target {
                for place in 0..length {
                    let slot = target.add(place * size_of::<R>());
                    slot.cast::<R>().write_unaligned(f(slot.cast::<A>().read_unaligned()));
                }
            } else {
                for place in 0..length {
                    let a = source.cast::<A>().add(place).read_unaligned();
                    target.cast::<R>().add(place).write_unaligned(f(a));
                }
            }
            return;
        }
        for _ in 0..length {
            let a = source.cast::<A>().read_unaligned();
            target.cast::<R>().write_unaligned(f(a));
            source = source.wrapping_offset(source_step);
            target = target.wrapping_offset(target_step);
        }
    }
}

/// Applies `f` to each pair of elements of two inputs.
///
/// # Safety
/// As [`Loop`], with inputs of `A` and `B` and one output of `R`.
#[inline(always)]
pub unsafe fn binary<A: Element, B: Element, R: Element>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
    f: impl Fn(A, B) -> R,
) {
    // SAFETY: the caller vouches for three pointers and strides, and for every element they reach.
    unsafe {
        let (mut left, mut right, mut target) = (*pointers, *pointers.add(1), *pointers.add(2));
        let steps = [*strides, *strides.add(1), *strides.add(2)];
        let whole = [size_of::<A>() as isize, size_of::<B>() as isize, size_of::<R>() as isize];
        let mut remaining = length;
        if steps[2] == whole[2] && remaining >= CHUNK {
            // Vector·vector, vector·scalar and scalar·vector: the scalar is read once.
            let (fixed_left, fixed_right) = (steps[0] == 0, steps[1] == 0);
            if (steps[0] == whole[0] || fixed_left) && (steps[1] == whole[1] || fixed_right) {
                let mut a = [left.cast::<A>().read_unaligned(); CHUNK];
                let mut b = [right.cast::<B>().read_unaligned(); CHUNK];
                while remaining >= CHUNK {
                    if !fixed_left {
                        a = left.cast::<[A; CHUNK]>().read_unaligned();
                    }
                    if !fixed_right {
                        b = right.cast::<[B; CHUNK]>().read_unaligned();
                    }
                    target.cast::<[R; CHUNK]>().write_unaligned(std::array::from_fn(|i| f(a[i], b[i])));
                    left = left.wrapping_offset(steps[0] * CHUNK as isize);
                    right = right.wrapping_offset(steps[1] * CHUNK as isize);
                    target = target.wrapping_offset(steps[2] * CHUNK as isize);
                    remaining -= CHUNK;
                }
            }
        }
        for _ in 0..remaining {
            let a = left.cast::<A>().read_unaligned();
            let b = right.cast::<B>().read_unaligned();
            target.cast::<R>().write_unaligned(f(a, b));
            left = left.wrapping_offset(steps[0]);
            right = right.wrapping_offset(steps[1]);
            target = target.wrapping_offset(steps[2]);
        }
    }
}

/// Applies `f` to each three elements of three inputs.
///
/// # Safety
/// As [`Loop`], with inputs of `A`, `B` and `C` and one output of `R`.
#[inline(always)]
pub unsafe fn ternary<A: Element, B: Element, C: Element, R: Element>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
    f: impl Fn(A, B, C) -> R,
) {
    // SAFETY: the caller vouches for four pointers and strides, and for every element they reach.
    unsafe {
        let mut places: [*mut u8; 4] = pointers.cast::<[*mut u8; 4]>().read();
        let steps: [isize; 4] = strides.cast::<[isize; 4]>().read();
        let whole =
            [size_of::<A>(), size_of::<B>(), size_of::<C>(), size_of::<R>()].map(|size| size as isize);
        let mut left = length;
        if left >= CHUNK && steps[3] == whole[3] && (0..3).all(|i| steps[i] == whole[i] || steps[i] == 0) {
            let mut a = [places[0].cast::<A>().read_unaligned(); CHUNK];
            let mut b = [places[1].cast::<B>().read_unaligned(); CHUNK];
            let mut c = [places[2].cast::<C>().read_unaligned(); CHUNK];
            while left >= CHUNK {
                if steps[0] != 0 {
                    a = places[0].cast::<[A; CHUNK]>().read_unaligned();
                }
                if steps[1] != 0 {
                    b = places[1].cast::<[B; CHUNK]>().read_unaligned();
                }
                if steps[2] != 0 {
                    c = places[2].cast::<[C; CHUNK]>().read_unaligned();
                }
                places[3].cast::<[R; CHUNK]>().write_unaligned(std::array::from_fn(|i| f(a[i], b[i], c[i])));
                for (place, step) in places.iter_mut().zip(steps) {
                    *place = place.wrapping_offset(step * CHUNK as isize);
                }
                left -= CHUNK;
            }
        }
        for _ in 0..left {
            let a = places[0].cast::<A>().read_unaligned();
            let b = places[1].cast::<B>().read_unaligned();
            let c = places[2].cast::<C>().read_unaligned();
            places[3].cast::<R>().write_unaligned(f(a, b, c));
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step);
            }
        }
    }
}

/// Applies `f`, which gives two results, to each element of one input.
///
/// # Safety
/// As [`Loop`], with one input of `A` and outputs of `R` and `S`.
#[inline(always)]
pub unsafe fn unary_to_two<A: Element, R: Element, S: Element>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
    f: impl Fn(A) -> (R, S),
) {
    // SAFETY: the caller vouches for three pointers and strides, and for every element they reach.
    unsafe {
        let mut places: [*mut u8; 3] = pointers.cast::<[*mut u8; 3]>().read();
        let steps: [isize; 3] = strides.cast::<[isize; 3]>().read();
        for _ in 0..length {
            let (first, second) = f(places[0].cast::<A>().read_unaligned());
            places[1].cast::<R>().write_unaligned(first);
            places[2].cast::<S>().write_unaligned(second);
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step);
            }
        }
    }
}

/// Applies `f`, which gives two results, to each pair of elements of two inputs.
///
/// # Safety
/// As [`Loop`], with inputs of `A` and `B` and outputs of `R` and `S`.
#[inline(always)]
pub unsafe fn binary_to_two<A: Element, B: Element, R: Element, S: Element>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
    f: impl Fn(A, B) -> (R, S),
) {
    // SAFETY: the caller vouches for four pointers and strides, and for every element they reach.
    unsafe {
        let mut places: [*mut u8; 4] = pointers.cast::<[*mut u8; 4]>().read();
        let steps: [isize; 4] = strides.cast::<[isize; 4]>().read();
        for _ in 0..length {
            let a = places[0].cast::<A>().read_unaligned();
            let b = places[1].cast::<B>().read_unaligned();
            let (first, second) = f(a, b);
            places[2].cast::<R>().write_unaligned(first);
            places[3].cast::<S>().write_unaligned(second);
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step);
            }
        }
    }
}

/// The function pointer, of this type, to a body that is compiled for each [`CpuLevel`](crate::cpu_level::CpuLevel) and chosen by the processor at
/// hand: for arithmetic whose bits do not depend on the instructions, as comparing and selecting. The body is unsafe
/// code; what it calls must be inlined to gain.
macro_rules! at_levels {
    ($pointer:ty: ($($argument:ident: $type:ty),*) -> $result:ty; $body:expr) => {{
        unsafe fn baseline($($argument: $type),*) -> $result {
            // SAFETY: the caller's promise.
            unsafe { $body }
        }
        #[cfg(target_arch = "x86_64")]
        {
            #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
            unsafe fn v3($($argument: $type),*) -> $result {
                // SAFETY: the caller's promise.
                unsafe { $body }
            }
            #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
            unsafe fn v4($($argument: $type),*) -> $result {
                // SAFETY: the caller's promise.
                unsafe { $body }
            }
            match $crate::cpu_level::CpuLevel::current() {
                $crate::cpu_level::CpuLevel::Baseline => baseline as $pointer,
                $crate::cpu_level::CpuLevel::V3 => v3 as $pointer,
                $crate::cpu_level::CpuLevel::V4 => v4 as $pointer,
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            baseline as $pointer
        }
    }};
}

pub(crate) use at_levels;

/// The [`Loop`] that one of this module's functions makes of a closure over elements:
/// `loop_over!(binary: f64, f64 => f64, |a, b| a + b)`.
macro_rules! loop_over {
    ($writer:ident: $($type:ty),* => $($result:ty),*; $f:expr) => {
        $crate::inner_loop::at_levels!($crate::inner_loop::Loop:
            (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
            // Whoever calls a `Loop` keeps its promise for the dtypes that it was found by.
            $crate::inner_loop::$writer::<$($type,)* $($result),*>(length, pointers, strides, $f))
    };
}

pub(crate) use loop_over;
