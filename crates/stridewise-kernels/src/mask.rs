//! Moving the elements at the true places of a mask, by element size. A mask holds one byte per element; any byte but
//! zero is true.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use crate::by_size::by_size;
use crate::inner_loop::Loop;
use crate::inner_loop::at_levels;
use crate::take::Run;

/// How many of `count` mask bytes are true.
///
/// # Safety
/// The mask must be valid for reads.
pub unsafe fn count_true(mask: Run, count: usize) -> usize {
    if mask.stride != 1 {
        // SAFETY: the caller vouches for the mask.
        return (0..count).filter(|&place| unsafe { mask.at(place).read() != 0 }).count();
    }
    // SAFETY: as above.
    let bytes = unsafe { std::slice::from_raw_parts(mask.start, count) };
    // Short blocks whose counts fit a byte let the compiler add bytes side by side.
    bytes
        .chunks(128)
        .map(|block| usize::from(block.iter().map(|&byte| u8::from(byte != 0)).sum::<u8>()))
        .sum()
}

/// Copies the elements at the true places to `target`, one behind the other, at most `room` of them; says how many.
///
/// # Safety
/// Source and mask must be valid for `count` reads; `target` must hold `room` elements and overlap neither.
pub unsafe fn compress(
    item_size: usize,
    count: usize,
    source: Run,
    mask: Run,
    target: *mut u8,
    room: usize,
) -> usize {
    by_size!(item_size, T => {
        let target = target.cast::<T>();
        let mut filled = 0;
        for place in 0..count {
            if filled == room {
                break;
            }
            // Written always and kept only where the mask is true: no branch to mispredict.
            // SAFETY: the caller vouches for all three; `filled` is below `room`.
            unsafe {
                target.add(filled).write_unaligned(source.at(place).cast::<T>().read_unaligned());
                filled += usize::from(mask.at(place).read() != 0);
            }
        }
        filled
    })
}

/// Copies values, one after the other, to the elements at the true places, while there are any of `available`;
/// says how many.
///
/// # Safety
/// The mask must be valid for `count` reads, the target for as many writes, the values for `available` reads; the
/// target overlaps neither.
pub unsafe fn expand(
    item_size: usize,
    count: usize,
    target: Run,
    mask: Run,
    values: Run,
    available: usize,
) -> usize {
    by_size!(item_size, T => {
        let mut used = 0;
        for place in 0..count {
            // SAFETY: the caller vouches for all three; `used` is below `available` where a value is read.
            unsafe {
                if mask.at(place).read() != 0 {
                    if used == available {
                        break;
                    }
                    target.at(place).cast::<T>().write_unaligned(values.at(used).cast::<T>().read_unaligned());
                    used += 1;
                }
            }
        }
        used
    })
}

/// Copies the source's element to the target's at each true place.
///
/// # Safety
/// Source and mask must be valid for `count` reads, the target for as many reads and writes; the target overlaps the
/// mask not at all and the source at most element for element.
pub unsafe fn copy_where(item_size: usize, count: usize, source: Run, mask: Run, target: Run) {
    by_size!(item_size, T => {
        let size = size_of::<T>() as isize;
        let dense = target.stride == size && mask.stride == 1 && (source.stride == size || source.stride == 0);
        if dense {
            let fixed = source.stride == 0;
            for place in 0..count {
                // SAFETY: the caller vouches for all three.
                unsafe {
                    let slot = target.start.cast::<T>().add(place);
                    let from = source.start.cast::<T>().add(if fixed { 0 } else { place }).read_unaligned();
                    let old = slot.read_unaligned();
                    slot.write_unaligned(if mask.start.add(place).read() != 0 { from } else { old });
                }
            }
        } else {
            for place in 0..count {
                // SAFETY: as above.
                unsafe {
                    if mask.at(place).read() != 0 {
                        target.at(place).cast::<T>().write_unaligned(source.at(place).cast::<T>().read_unaligned());
                    }
                }
            }
        }
    });
}

/// Chooses between two sources for every element: the first at the true places of the mask, else the second.
///
/// # Safety
/// All must be valid for `count` elements; the target overlaps none of the others.
pub unsafe fn select(item_size: usize, count: usize, mask: Run, yes: Run, no: Run, target: Run) {
    by_size!(item_size, T => {
        let size = size_of::<T>() as isize;
        if mask.stride == 1 && yes.stride == size && no.stride == size && target.stride == size {
            for place in 0..count {
                // SAFETY: the caller vouches for all four.
                unsafe {
                    let (a, b) = (yes.start.cast::<T>().add(place).read_unaligned(),
                        no.start.cast::<T>().add(place).read_unaligned());
                    let choice = if mask.start.add(place).read() != 0 { a } else { b };
                    target.start.cast::<T>().add(place).write_unaligned(choice);
                }
            }
        } else {
            for place in 0..count {
                // SAFETY: as above.
                unsafe {
                    let (a, b) = (yes.at(place).cast::<T>().read_unaligned(),
                        no.at(place).cast::<T>().read_unaligned());
                    let choice = if mask.at(place).read() != 0 { a } else { b };
                    target.at(place).cast::<T>().write_unaligned(choice);
                }
            }
        }
    });
}

/// [`select`] as a loop over mask, both sources and the target, which may be a source's memory element for element.
pub fn select_loop(item_size: usize) -> Loop {
    by_size!(item_size, T => {
        at_levels!(Loop: (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
            // Whoever calls a `Loop` keeps its promise for the dtypes that it was found by.
            select_chunks::<T>(length, pointers, strides))
    })
}

/// Elements that are chosen side by side.
const CHUNK: usize = 16;

/// # Safety
/// As [`Loop`], with three inputs, of truth values and twice `T`, and one output of `T`.
#[inline(always)]
unsafe fn select_chunks<T: Copy>(length: usize, pointers: *const *mut u8, strides: *const isize) {
    // SAFETY: the caller vouches for four pointers and strides, and for every element they reach.
    unsafe {
        let mut places: [*mut u8; 4] = pointers.cast::<[*mut u8; 4]>().read();
        let steps: [isize; 4] = strides.cast::<[isize; 4]>().read();
        let size = size_of::<T>() as isize;
        let mut left = length;
        let side = |step: isize| step == size || step == 0;
        if steps[0] == 1 && steps[3] == size && side(steps[1]) && side(steps[2]) {
            let load = |place: *mut u8, step: isize| {
                if step == 0 {
                    [place.cast::<T>().read_unaligned(); CHUNK]
                } else {
                    place.cast::<[T; CHUNK]>().read_unaligned()
                }
            };
            while left >= CHUNK {
                let mask = places[0].cast::<[u8; CHUNK]>().read();
                let (yes, no) = (load(places[1], steps[1]), load(places[2], steps[2]));
                let chosen: [T; CHUNK] = std::array::from_fn(|i| if mask[i] != 0 { yes[i] } else { no[i] });
                places[3].cast::<[T; CHUNK]>().write_unaligned(chosen);
                for (place, step) in places.iter_mut().zip(steps) {
                    *place = place.wrapping_offset(CHUNK as isize * step);
                }
                left -= CHUNK;
            }
        }
        for _ in 0..left {
            let source = if places[0].read() != 0 { places[1] } else { places[2] };
            places[3].cast::<T>().write_unaligned(source.cast::<T>().read_unaligned());
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step);
            }
        }
    }
}
