//! What operations make of two elements of one dtype, for loops that meet a result again: running results, and elements
//! that are chosen more than once.

/// `Some` of what a macro makes of a type and of a function: of the elements of dtype `$number`, and of what `$op` makes of
/// two of them, which is another. `None` for operations that are not among the few that are met so often that a loop of
/// their own pays.
macro_rules! of_pair {
    ($op:expr, $number:expr, $made:ident) => {{
        use stridewise_core::op::Op;
        use stridewise_core::{Bool, Number, dispatch};
        use $crate::elementwise::{ComplexParts, Ordered, Real};
        match ($op, $number) {
            (Op::Add, Number::Bool) => Some($made!(Bool; |a, b| (a.get() | b.get()).into())),
            (Op::Add, number) => dispatch!(number, T in integers => Some($made!(T; T::wrapping_add)), else =>
                dispatch!(number, T in floats => Some($made!(T; |a, b| T::narrow(a.widen() + b.widen()))), else =>
                dispatch!(number, T in complexes => Some($made!(T; |a, b| a + b)), else => None))),
            (Op::Subtract, number) => dispatch!(number, T in integers => Some($made!(T; T::wrapping_sub)), else =>
                dispatch!(number, T in floats => Some($made!(T; |a, b| T::narrow(a.widen() - b.widen()))), else => None)),
            (Op::Multiply, Number::Bool) => Some($made!(Bool; |a, b| (a.get() & b.get()).into())),
            (Op::Multiply, number) => dispatch!(number, T in integers => Some($made!(T; T::wrapping_mul)), else =>
                dispatch!(number, T in floats => Some($made!(T; |a, b| T::narrow(a.widen() * b.widen()))), else =>
                dispatch!(number, T in complexes => Some($made!(T; ComplexParts::times)), else => None))),
            (Op::Maximum, number) => dispatch!(number, T => Some($made!(T; Ordered::larger))),
            (Op::Minimum, number) => dispatch!(number, T => Some($made!(T; Ordered::smaller))),
            _ => None,
        }
    }};
}

pub(crate) use of_pair;
