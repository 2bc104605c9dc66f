//! Writing past the caches: for results that will not stay there, so that their lines are not read before they are
//! written, and what is worth keeping is not driven out.
#![expect(unsafe_code, reason = "writes bytes behind raw pointers")]

/// Bytes at multiples of which targets stand.
pub const ALIGNMENT: usize = 64;

/// Copies `bytes` bytes.
///
/// # Safety
/// The source must be valid for reads, the target for writes, apart from each other, and both at a multiple of
/// [`ALIGNMENT`]. Other threads see the target once this one has called [`settle`].
pub type Stream = unsafe fn(source: *const u8, target: *mut u8, bytes: usize);

#[cfg(target_arch = "x86_64")]
mod vectors {
    use std::arch::x86_64::{
        __m128i, __m256i, __m512i, _mm_load_si128, _mm_sfence, _mm_stream_si128, _mm256_load_si256,
        _mm256_stream_si256, _mm512_load_si512, _mm512_stream_si512,
    };

    use super::{ALIGNMENT, Stream};
    use crate::cpu_level::CpuLevel;

    macro_rules! stream {
        ($name:ident, $vector:ty, $load:ident, $stream:ident) => {
            stream!($name, $vector, $load, $stream,);
        };
        ($name:ident, $vector:ty, $load:ident, $stream:ident, $(#[$attribute:meta])*) => {
            $(#[$attribute])*
            unsafe fn $name(source: *const u8, target: *mut u8, bytes: usize) {
                let whole = bytes - bytes % ALIGNMENT;
                for place in (0..whole).step_by(size_of::<$vector>()) {
                    // SAFETY: the caller's promise: a line of both, at a multiple of the vector's size.
                    unsafe { $stream(target.add(place).cast(), $load(source.add(place).cast::<$vector>())) };
                }
                // SAFETY: as above, for what is left.
                unsafe { std::ptr::copy_nonoverlapping(source.add(whole), target.add(whole), bytes - whole) };
            }
        };
    }

    stream!(baseline, __m128i, _mm_load_si128, _mm_stream_si128);
    stream!(v3, __m256i, _mm256_load_si256, _mm256_stream_si256, #[target_feature(enable = "avx")]);
    stream!(v4, __m512i, _mm512_load_si512, _mm512_stream_si512, #[target_feature(enable = "avx512f")]);

    pub(super) fn find() -> Stream {
        match CpuLevel::current() {
            CpuLevel::Baseline => baseline,
            CpuLevel::V3 => v3,
            CpuLevel::V4 => v4,
        }
    }

    pub(super) fn settle() {
        // SAFETY: every x86-64 processor has it.
        unsafe { _mm_sfence() };
    }
}

/// The copy for the processor at hand.
pub fn find() -> Stream {
    #[cfg(target_arch = "x86_64")]
    {
        vectors::find()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        |source, target, bytes| {
            // SAFETY: the caller of a `Stream` vouches for both.
            unsafe { std::ptr::copy_nonoverlapping(source, target, bytes) }
        }
    }
}

/// Makes what this thread has streamed visible to all.
pub fn settle() {
    #[cfg(target_arch = "x86_64")]
    vectors::settle();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(align(64))]
    struct Lines([u8; 1024]);

    #[test]
    fn so_many_bytes_arrive_and_no_more() {
        let source = Lines(std::array::from_fn(|place| (place % 251) as u8 + 1));
        for bytes in [0, 1, 63, 64, 65, 128, 500, 512, 1000, 1024] {
            let mut target = Lines([0; 1024]);
            // SAFETY: both are lines of that many bytes.
            unsafe { find()(source.0.as_ptr(), target.0.as_mut_ptr(), bytes) };
            settle();
            assert_eq!(target.0[..bytes], source.0[..bytes]);
            assert!(target.0[bytes..].iter().all(|byte| *byte == 0), "{bytes}");
        }
    }
}
