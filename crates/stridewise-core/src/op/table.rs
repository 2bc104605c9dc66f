//! The table: one row per elementwise operation (and per product over core dimensions).
//!
//! Promotion, inference, explain, the Python ufunc objects, stubs, docs and parametrised tests read these rows.
//! To add an operation, add a row here and a line of arithmetic in the kernels.

use super::FloatErrors;

/// What a reduction over no element gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// There is none: reducing nothing is an error.
    None,
    /// There is none, but the order of the operands does not matter, so several axes reduce at once.
    Reorderable,
    Zero,
    One,
    /// All bits set.
    MinusOne,
    False,
    True,
}

/// How operand dtypes choose a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The first loop whose inputs all operands cast to safely, after weak Python numbers took the dtype that
    /// promotion gives them.
    FirstSafe,
    /// As `FirstSafe` over the common dtype of both operands; mixed signed and unsigned integers compare exactly
    /// and Python integers may lie outside the dtype.
    Comparison,
}

/// One elementwise operation.
#[derive(Debug)]
pub struct Row {
    pub op: Op,
    /// NumPy's name.
    pub name: &'static str,
    pub inputs: usize,
    pub outputs: usize,
    /// The loops, in the order in which they are tried, in NumPy's notation: `"dd->d"`.
    pub loops: &'static [&'static str],
    pub identity: Identity,
    pub resolution: Resolution,
    /// Floating-point operations per element, for the cost model.
    pub flops: u32,
    /// The floating-point errors that it may report; others that the processor raises on the way are dropped.
    pub errors: FloatErrors,
    /// The core dimensions, where it works on vectors or matrices: `"(n),(n)->()"`.
    pub core_dimensions: Option<&'static str>,
}

macro_rules! operations {
    ($($op:ident = $name:literal ($inputs:literal -> $outputs:literal) [$($loops:expr),*] $($field:ident: $value:expr),*;)*) => {
        /// The name of a row of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum Op { $($op),* }

        static TABLE: &[Row] = &[$(
            #[expect(clippy::needless_update, reason = "rows name only what differs from the defaults")]
            Row {
                op: Op::$op,
                name: $name,
                inputs: $inputs,
                outputs: $outputs,
                loops: &[$($loops),*],
                $($field: $value,)*
                ..DEFAULTS
            }
        ),*];
    };
}

const DEFAULTS: Row = Row {
    op: Op::Add,
    name: "",
    inputs: 0,
    outputs: 0,
    loops: &[],
    identity: Identity::None,
    resolution: Resolution::FirstSafe,
    flops: 1,
    errors: FloatErrors::NONE,
    core_dimensions: None,
};

operations! {
    Add = "add" (2 -> 1)
        ["??->?", "bb->b", "BB->B", "hh->h", "HH->H", "ii->i", "II->I", "ll->l", "LL->L", "ee->e", "ff->f", "dd->d", "FF->F", "DD->D"]
        identity: Identity::Zero, errors: FloatErrors::ALL;
    Multiply = "multiply" (2 -> 1)
        ["??->?", "bb->b", "BB->B", "hh->h", "HH->H", "ii->i", "II->I", "ll->l", "LL->L", "ee->e", "ff->f", "dd->d", "FF->F", "DD->D"]
        identity: Identity::One, errors: FloatErrors::ALL;
    Sqrt = "sqrt" (1 -> 1)
        ["e->e", "f->f", "d->d", "F->F", "D->D"]
        errors: FloatErrors::INVALID;
}

impl Op {
    /// All operations, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.op)
    }

    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The operation with NumPy's name `name`.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.op)
    }
}
