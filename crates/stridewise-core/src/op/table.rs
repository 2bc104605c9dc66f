//! The table: one row per elementwise operation (and per product over core dimensions).
//!
//! Promotion, inference, explain, the Python ufunc objects, stubs, docs and parametrised tests read these rows.
//! To add an operation, add a row here and a line of arithmetic in the kernels.

use super::signature::{Signature, to_bool, uniform};
use super::{FloatErrors, signature};
use crate::Number;

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
    NegativeInfinity,
    False,
    True,
}

/// How operand dtypes choose a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The first loop whose inputs all operands cast to safely; Python numbers go along with any loop of their
    /// kind, unless they are of a higher kind than all other operands.
    FirstSafe,
    /// As `FirstSafe`, but booleans have no loop, rather than one of integers.
    NotBoolean,
    /// As `FirstSafe`, but where all operands are booleans or integers the loop is that of float64.
    TrueDivide,
    /// As `FirstSafe`; Python integers may lie outside the dtype that they are compared with.
    Comparison,
    /// The loop of exactly these dtypes, else that of booleans: any number has a truth value.
    Logical,
}

/// One elementwise operation.
#[derive(Debug)]
pub struct Row {
    pub op: Op,
    /// NumPy's name.
    pub name: &'static str,
    pub inputs: usize,
    pub outputs: usize,
    /// The loops, in the order in which they are tried.
    pub loops: &'static [Signature],
    /// For each number type the first loop that reads it alone, as a place in `loops`; [`NO_LOOP`] where there is none.
    pub uniform: [u8; 14],
    pub identity: Identity,
    pub resolution: Resolution,
    /// Floating-point operations per element, for the cost model.
    pub flops: u32,
    /// The floating-point errors that it may report on real operands; others that the processor raises on the way
    /// are dropped.
    pub errors: FloatErrors,
    /// The same on complex operands.
    pub complex_errors: FloatErrors,
    /// The same on integers and truth values.
    pub integer_errors: FloatErrors,
    /// The core dimensions, where it works on vectors or matrices: `"(n),(n)->()"`.
    pub core_dimensions: Option<&'static str>,
}

macro_rules! operations {
    ($($op:ident = $name:literal ($inputs:literal -> $outputs:literal) $loops:ident $(, $field:ident: $value:expr)*;)*) => {
        /// The name of a row of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum Op { $($op),* }

        static TABLE: &[Row] = &[$(
            Row {
                op: Op::$op,
                name: $name,
                inputs: $inputs,
                outputs: $outputs,
                loops: &$loops,
                uniform: signature::places_by_number(&$loops),
                $($field: $value,)*
                ..DEFAULTS
            }
        ),*];
    };
}

/// Stands in [`Row::uniform`] for number types that no loop reads alone.
pub const NO_LOOP: u8 = u8::MAX;

const DEFAULTS: Row = Row {
    op: Op::Add,
    name: "",
    inputs: 0,
    outputs: 0,
    loops: &[],
    uniform: [NO_LOOP; 14],
    identity: Identity::None,
    resolution: Resolution::FirstSafe,
    flops: 1,
    errors: FloatErrors::NONE,
    complex_errors: FloatErrors::NONE,
    integer_errors: FloatErrors::NONE,
    core_dimensions: None,
};

// The dtypes of loops, by what an operation is defined on.
const ANY: &str = "?bBhHiIlLefdFD";
const NUMBERS: &str = "bBhHiIlLefdFD";
const REALS: &str = "bBhHiIlLefd";
const INTEGERS: &str = "bBhHiIlL";
const FLOATS: &str = "efd";
const INEXACT: &str = "efdFD";

static ABSOLUTE: [Signature; 14] = signature::list([
    "?->?", "b->b", "B->B", "h->h", "H->H", "i->i", "I->I", "l->l", "L->L", "e->e", "f->f", "d->d", "F->f",
    "D->d",
]);
static COMPARISONS: [Signature; 16] = signature::list([
    "??->?", "bb->?", "BB->?", "hh->?", "HH->?", "ii->?", "II->?", "ll->?", "LL->?", "lL->?", "Ll->?",
    "ee->?", "ff->?", "dd->?", "FF->?", "DD->?",
]);
static COUNTS: [Signature; 8] =
    signature::list(["b->B", "B->B", "h->B", "H->B", "i->B", "I->B", "l->B", "L->B"]);
static FLOAT_POWERS: [Signature; 2] = signature::list(["dd->d", "DD->D"]);
static FREXP: [Signature; 3] = signature::list(["e->ei", "f->fi", "d->di"]);
static LDEXP: [Signature; 6] = signature::list(["ei->e", "fi->f", "el->e", "fl->f", "di->d", "dl->d"]);

static ONE_ANY: [Signature; 14] = uniform(ANY, 1, 1);
static ONE_NUMBER: [Signature; 13] = uniform(NUMBERS, 1, 1);
static ONE_REAL: [Signature; 12] = uniform("?bBhHiIlLefd", 1, 1);
static ONE_INTEGER: [Signature; 9] = uniform("?bBhHiIlL", 1, 1);
static ONE_FLOAT: [Signature; 3] = uniform(FLOATS, 1, 1);
static ONE_INEXACT: [Signature; 5] = uniform(INEXACT, 1, 1);
static ONE_ANY_TO_BOOL: [Signature; 14] = to_bool(ANY, 1);
static ONE_FLOAT_TO_BOOL: [Signature; 3] = to_bool(FLOATS, 1);
static ONE_FLOAT_TO_TWO: [Signature; 3] = uniform(FLOATS, 1, 2);
static TWO_ANY: [Signature; 14] = uniform(ANY, 2, 1);
static TWO_ANY_TO_BOOL: [Signature; 14] = to_bool(ANY, 2);
static TWO_NUMBERS: [Signature; 13] = uniform(NUMBERS, 2, 1);
static TWO_REALS: [Signature; 11] = uniform(REALS, 2, 1);
static TWO_REALS_TO_TWO: [Signature; 11] = uniform(REALS, 2, 2);
static TWO_INTEGERS: [Signature; 8] = uniform(INTEGERS, 2, 1);
static TWO_BITS: [Signature; 9] = uniform("?bBhHiIlL", 2, 1);
static TWO_FLOATS: [Signature; 3] = uniform(FLOATS, 2, 1);
static TWO_INEXACT: [Signature; 5] = uniform(INEXACT, 2, 1);
static THREE_ANY: [Signature; 14] = uniform(ANY, 3, 1);

const ALL: FloatErrors = FloatErrors::ALL;
/// What remains where tiny results are the operands themselves, rounded.
const NOT_UNDERFLOW: FloatErrors = FloatErrors(ALL.0 & !FloatErrors::UNDERFLOW.0);

operations! {
    Absolute = "absolute" (1 -> 1) ABSOLUTE;
    Add = "add" (2 -> 1) TWO_ANY, identity: Identity::Zero, errors: ALL, complex_errors: ALL;
    Arccos = "arccos" (1 -> 1) ONE_INEXACT, flops: 20, errors: ALL, complex_errors: ALL;
    Arccosh = "arccosh" (1 -> 1) ONE_INEXACT, flops: 25, errors: ALL, complex_errors: ALL;
    Arcsin = "arcsin" (1 -> 1) ONE_INEXACT, flops: 20, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Arcsinh = "arcsinh" (1 -> 1) ONE_INEXACT, flops: 25, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Arctan = "arctan" (1 -> 1) ONE_INEXACT, flops: 20, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Arctan2 = "arctan2" (2 -> 1) TWO_FLOATS, flops: 25, errors: ALL;
    Arctanh = "arctanh" (1 -> 1) ONE_INEXACT, flops: 25, errors: NOT_UNDERFLOW, complex_errors: ALL;
    BitwiseAnd = "bitwise_and" (2 -> 1) TWO_BITS, identity: Identity::MinusOne;
    BitwiseCount = "bitwise_count" (1 -> 1) COUNTS;
    BitwiseOr = "bitwise_or" (2 -> 1) TWO_BITS, identity: Identity::Zero;
    BitwiseXor = "bitwise_xor" (2 -> 1) TWO_BITS, identity: Identity::Zero;
    Cbrt = "cbrt" (1 -> 1) ONE_FLOAT, flops: 20, errors: ALL;
    Ceil = "ceil" (1 -> 1) ONE_REAL;
    Clip = "clip" (3 -> 1) THREE_ANY, flops: 2;
    Conjugate = "conjugate" (1 -> 1) ONE_NUMBER;
    Copysign = "copysign" (2 -> 1) TWO_FLOATS;
    Cos = "cos" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Cosh = "cosh" (1 -> 1) ONE_INEXACT, flops: 25, errors: ALL, complex_errors: ALL;
    Deg2rad = "deg2rad" (1 -> 1) ONE_FLOAT, errors: ALL;
    Degrees = "degrees" (1 -> 1) ONE_FLOAT, errors: ALL;
    Divide = "divide" (2 -> 1) TWO_INEXACT, resolution: Resolution::TrueDivide, flops: 4, errors: ALL, complex_errors: ALL;
    Divmod = "divmod" (2 -> 2) TWO_REALS_TO_TWO, flops: 10, errors: ALL, integer_errors: ALL;
    Equal = "equal" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison;
    Exp = "exp" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Exp2 = "exp2" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Expm1 = "expm1" (1 -> 1) ONE_INEXACT, flops: 20, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Fabs = "fabs" (1 -> 1) ONE_FLOAT;
    FloatPower = "float_power" (2 -> 1) FLOAT_POWERS, flops: 40, errors: ALL, complex_errors: ALL;
    Floor = "floor" (1 -> 1) ONE_REAL;
    FloorDivide = "floor_divide" (2 -> 1) TWO_REALS, flops: 8, errors: ALL, integer_errors: ALL;
    Fmax = "fmax" (2 -> 1) TWO_ANY, identity: Identity::Reorderable;
    Fmin = "fmin" (2 -> 1) TWO_ANY, identity: Identity::Reorderable;
    Fmod = "fmod" (2 -> 1) TWO_REALS, flops: 8, errors: ALL, integer_errors: ALL;
    Frexp = "frexp" (1 -> 2) FREXP, flops: 2;
    Gcd = "gcd" (2 -> 1) TWO_INTEGERS, identity: Identity::Zero, resolution: Resolution::NotBoolean, flops: 100;
    Greater = "greater" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison, complex_errors: FloatErrors::INVALID;
    GreaterEqual = "greater_equal" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison, complex_errors: FloatErrors::INVALID;
    Heaviside = "heaviside" (2 -> 1) TWO_FLOATS;
    Hypot = "hypot" (2 -> 1) TWO_FLOATS, identity: Identity::Zero, flops: 10, errors: ALL;
    Invert = "invert" (1 -> 1) ONE_INTEGER;
    Isfinite = "isfinite" (1 -> 1) ONE_ANY_TO_BOOL;
    Isinf = "isinf" (1 -> 1) ONE_ANY_TO_BOOL;
    Isnan = "isnan" (1 -> 1) ONE_ANY_TO_BOOL;
    Lcm = "lcm" (2 -> 1) TWO_INTEGERS, resolution: Resolution::NotBoolean, flops: 100;
    Ldexp = "ldexp" (2 -> 1) LDEXP, flops: 2, errors: ALL;
    LeftShift = "left_shift" (2 -> 1) TWO_INTEGERS;
    Less = "less" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison, complex_errors: FloatErrors::INVALID;
    LessEqual = "less_equal" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison, complex_errors: FloatErrors::INVALID;
    Log = "log" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Log10 = "log10" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Log1p = "log1p" (1 -> 1) ONE_INEXACT, flops: 15, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Log2 = "log2" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Logaddexp = "logaddexp" (2 -> 1) TWO_FLOATS, identity: Identity::NegativeInfinity, flops: 40, errors: ALL;
    Logaddexp2 = "logaddexp2" (2 -> 1) TWO_FLOATS, identity: Identity::NegativeInfinity, flops: 40, errors: ALL;
    LogicalAnd = "logical_and" (2 -> 1) TWO_ANY_TO_BOOL, identity: Identity::True, resolution: Resolution::Logical;
    LogicalNot = "logical_not" (1 -> 1) ONE_ANY_TO_BOOL, resolution: Resolution::Logical;
    LogicalOr = "logical_or" (2 -> 1) TWO_ANY_TO_BOOL, identity: Identity::False, resolution: Resolution::Logical;
    LogicalXor = "logical_xor" (2 -> 1) TWO_ANY_TO_BOOL, identity: Identity::False, resolution: Resolution::Logical;
    Matmul = "matmul" (2 -> 1) TWO_ANY, errors: ALL, complex_errors: ALL, core_dimensions: Some("(n?,k),(k,m?)->(n?,m?)");
    Matvec = "matvec" (2 -> 1) TWO_ANY, errors: ALL, complex_errors: ALL, core_dimensions: Some("(m,n),(n)->(m)");
    Maximum = "maximum" (2 -> 1) TWO_ANY, identity: Identity::Reorderable;
    Minimum = "minimum" (2 -> 1) TWO_ANY, identity: Identity::Reorderable;
    Modf = "modf" (1 -> 2) ONE_FLOAT_TO_TWO, flops: 2;
    Multiply = "multiply" (2 -> 1) TWO_ANY, identity: Identity::One, errors: ALL, complex_errors: ALL;
    Negative = "negative" (1 -> 1) ONE_NUMBER, resolution: Resolution::NotBoolean;
    Nextafter = "nextafter" (2 -> 1) TWO_FLOATS, flops: 2, errors: ALL;
    NotEqual = "not_equal" (2 -> 1) COMPARISONS, resolution: Resolution::Comparison;
    OnesLike = "_ones_like" (1 -> 1) ONE_ANY;
    Positive = "positive" (1 -> 1) ONE_NUMBER, resolution: Resolution::NotBoolean;
    Power = "power" (2 -> 1) TWO_NUMBERS, flops: 40, errors: ALL, integer_errors: ALL, complex_errors: ALL;
    Rad2deg = "rad2deg" (1 -> 1) ONE_FLOAT, errors: ALL;
    Radians = "radians" (1 -> 1) ONE_FLOAT, errors: ALL;
    Reciprocal = "reciprocal" (1 -> 1) ONE_NUMBER, flops: 4, errors: ALL, integer_errors: ALL, complex_errors: ALL;
    Remainder = "remainder" (2 -> 1) TWO_REALS, flops: 8, errors: ALL, integer_errors: ALL;
    RightShift = "right_shift" (2 -> 1) TWO_INTEGERS;
    Rint = "rint" (1 -> 1) ONE_INEXACT;
    Sign = "sign" (1 -> 1) ONE_NUMBER, resolution: Resolution::NotBoolean, complex_errors: ALL;
    Signbit = "signbit" (1 -> 1) ONE_FLOAT_TO_BOOL;
    Sin = "sin" (1 -> 1) ONE_INEXACT, flops: 15, errors: ALL, complex_errors: ALL;
    Sinh = "sinh" (1 -> 1) ONE_INEXACT, flops: 25, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Spacing = "spacing" (1 -> 1) ONE_FLOAT, flops: 2, errors: ALL;
    Sqrt = "sqrt" (1 -> 1) ONE_INEXACT, flops: 4, errors: ALL, complex_errors: ALL;
    Square = "square" (1 -> 1) ONE_NUMBER, errors: ALL, complex_errors: ALL;
    Subtract = "subtract" (2 -> 1) TWO_NUMBERS, resolution: Resolution::NotBoolean, errors: ALL, complex_errors: ALL;
    Tan = "tan" (1 -> 1) ONE_INEXACT, flops: 20, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Tanh = "tanh" (1 -> 1) ONE_INEXACT, flops: 25, errors: NOT_UNDERFLOW, complex_errors: ALL;
    Trunc = "trunc" (1 -> 1) ONE_REAL;
    Vecdot = "vecdot" (2 -> 1) TWO_ANY, errors: ALL, complex_errors: ALL, core_dimensions: Some("(n),(n)->()");
    Vecmat = "vecmat" (2 -> 1) TWO_ANY, errors: ALL, complex_errors: ALL, core_dimensions: Some("(n),(n,m)->(m)");
}

impl Row {
    /// The floating-point errors that a loop of these inputs may report.
    pub fn reported(&self, inputs: &[Number]) -> FloatErrors {
        match inputs.first() {
            Some(number) if number.is_complex() => self.complex_errors,
            Some(number) if !number.is_inexact() => self.integer_errors,
            _ => self.errors,
        }
    }
}

impl Op {
    /// All operations, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.op)
    }

    #[inline]
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The operation with NumPy's name `name`.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.op)
    }
}
