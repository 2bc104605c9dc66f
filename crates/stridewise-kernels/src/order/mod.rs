//! Sorting, selecting and searching slices.
//!
//! Real elements are worked on as [integer keys](Key): signed integers in the order of the elements, NaN last. Keys of
//! four and eight bytes are partitioned and sorted in wide registers where the processor has AVX-512.
#![expect(unsafe_code, reason = "calls what only some processors can run")]

/// Defines a function over one element or key type whose body is compiled twice: for every processor, and for those with
/// AVX-512, where that is the one that is called.
macro_rules! also_wide {
    ($(#[$note:meta])* $visible:vis fn $name:ident<$T:ident: $bound:path>($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$note])*
        $visible fn $name<$T: $bound>($($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            fn body<$T: $bound>($($argument: $type),*) $(-> $result)? $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,popcnt")]
                fn wide<$T: $bound>($($argument: $type),*) $(-> $result)? {
                    body::<$T>($($argument),*)
                }
                if $crate::cpu_level::CpuLevel::current() == $crate::cpu_level::CpuLevel::V4 {
                    // SAFETY: the processor has these instructions.
                    return unsafe { wide::<$T>($($argument),*) };
                }
            }
            body::<$T>($($argument),*)
        }
    };
}

mod argsort;
mod compare;
mod divide;
mod element;
mod key;
mod partition;
mod search;
mod select;
mod sort;
mod table;
#[cfg(target_arch = "x86_64")]
mod vectors;

pub use argsort::Packing;
pub use compare::{compare, count_nan, is_nan};
pub use element::{OnKeys, Sortable};
pub use key::{Key, Keyed};
pub use search::search;
pub use select::select;
pub use sort::{halve, sort};
pub use table::Span;
