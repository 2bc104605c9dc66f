//! Crossing from an element's size to a type of that size: what moves elements does not look at their meaning.

/// Runs an expression with a type name bound to a plain type of `$size` bytes, of those that elements have.
macro_rules! by_size {
    ($size:expr, $T:ident => $body:expr) => {
        match $size {
            1 => {
                type $T = u8;
                $body
            }
            2 => {
                type $T = u16;
                $body
            }
            4 => {
                type $T = u32;
                $body
            }
            8 => {
                type $T = u64;
                $body
            }
            _ => {
                type $T = [u64; 2];
                $body
            }
        }
    };
}

pub(crate) use by_size;
