//! The choice of a loop for given operands.

use super::table::NO_LOOP;
use super::{Op, Resolution, Row, Signature};
use crate::dtype::Kind;
use crate::error::{Error, ErrorKind, Result};
use crate::{DType, Number};

/// What promotion sees of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandType {
    /// An array or a scalar with a dtype of its own.
    Strong(DType),
    /// A Python int, which takes the dtype of the others where that is a number.
    WeakInt,
    WeakFloat,
    WeakComplex,
}

/// A loop, and the dtypes it reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub op: Op,
    /// The row's loop, by its place in `Row::loops`.
    pub index: usize,
    pub inputs: &'static [Number],
    pub outputs: &'static [Number],
}

/// The loop for operands of these types.
///
/// # Errors
/// Type error, with NumPy's text, where no loop takes them.
#[inline]
pub fn resolve(op: Op, operands: &[OperandType]) -> Result<Resolved> {
    match resolve_uniform(op, operands) {
        Some(resolved) => Ok(resolved),
        None => resolve_mixed(op, operands),
    }
}

/// The loop for operands of one dtype, Python numbers of its kind among them.
#[inline]
fn resolve_uniform(op: Op, operands: &[OperandType]) -> Option<Resolved> {
    let row = op.row();
    let number = operands.iter().find_map(|operand| operand.number())?;
    let same = |operand: &OperandType| match *operand {
        OperandType::Strong(dtype) => dtype.number() == number,
        _ if row.resolution == Resolution::Logical => false,
        OperandType::WeakInt => number != Number::Bool,
        OperandType::WeakFloat => number.is_inexact(),
        OperandType::WeakComplex => number.is_complex(),
    };
    let index = row.uniform[number as usize];
    (index != NO_LOOP && operands.iter().all(same)).then(|| resolved(row, usize::from(index)))
}

fn resolve_mixed(op: Op, operands: &[OperandType]) -> Result<Resolved> {
    let row = op.row();
    let exact = |signature: &Signature| {
        signature.inputs().iter().zip(operands).all(|(number, operand)| operand.number() == Some(*number))
    };
    if let Some(index) = row.loops.iter().position(exact) {
        return Ok(resolved(row, index));
    }
    let settled = |operand: OperandType| {
        if weak_numbers_lead(operands) { operand.settle() } else { operand }
    };
    let found = match row.resolution {
        Resolution::Logical => Some(0),
        Resolution::TrueDivide if operands.iter().all(|operand| operand.rank() < Rank::Inexact) => {
            row.loops.iter().position(|signature| signature.inputs()[0] == Number::F64)
        }
        Resolution::NotBoolean if operands.iter().all(|operand| operand.rank() == Rank::Boolean) => None,
        _ => row.loops.iter().position(|signature| {
            signature.inputs().iter().zip(operands).all(|(number, operand)| settled(*operand).fits(*number))
        }),
    };
    found.map(|index| resolved(row, index)).ok_or_else(|| no_loop(row, operands))
}

/// The loop for operands of these types, where the caller has fixed some of the loop's dtypes: one entry of
/// `fixed` per input, then per output.
///
/// Where only outputs are fixed and no loop fits, the inputs are asked to have the same dtype, as `dtype=` means it.
///
/// # Errors
/// Type error, with NumPy's text, where there is no such loop.
pub fn resolve_fixed(op: Op, operands: &[OperandType], fixed: &[Option<Number>]) -> Result<Resolved> {
    if fixed.iter().all(Option::is_none) {
        return resolve(op, operands);
    }
    let row = op.row();
    let lead = weak_numbers_lead(operands);
    let agrees = |signature: &Signature| {
        signature
            .operands()
            .iter()
            .zip(fixed)
            .all(|(number, fixed)| fixed.is_none_or(|fixed| fixed == *number))
    };
    let fits = |signature: &Signature| {
        signature.inputs().iter().zip(operands).zip(fixed).all(|((number, operand), fixed)| {
            let operand = if lead { operand.settle() } else { *operand };
            fixed.is_some() || operand.fits(*number)
        })
    };
    let found = row.loops.iter().position(|signature| agrees(signature) && fits(signature)).or_else(|| {
        let (inputs, outputs) = fixed.split_at(row.inputs.min(fixed.len()));
        let number = outputs.iter().flatten().next().copied()?;
        let only_this = inputs.iter().chain(outputs).flatten().all(|other| *other == number);
        row.loops
            .iter()
            .position(|signature| only_this && signature.operands().iter().all(|other| *other == number))
    });
    match found {
        Some(index) => Ok(resolved(row, index)),
        None if fixed.iter().flatten().all(|number| *number == Number::Bool)
            && boolean_text(row).is_some() =>
        {
            Err(no_loop(row, &[OperandType::Strong(DType::BOOL)]))
        }
        None => Err(Error::type_error(format!(
            "No loop matching the specified signature and casting was found for ufunc {}",
            row.name
        ))),
    }
}

#[inline]
fn resolved(row: &'static Row, index: usize) -> Resolved {
    let signature = &row.loops[index];
    Resolved { op: row.op, index, inputs: signature.inputs(), outputs: signature.outputs() }
}

/// Whether a Python number is of a higher kind than every array: then it takes its own default dtype.
fn weak_numbers_lead(operands: &[OperandType]) -> bool {
    let highest = |weak: bool| {
        operands
            .iter()
            .filter(|operand| operand.number().is_none() == weak)
            .map(|operand| operand.rank())
            .max()
    };
    highest(true).is_some_and(|weak| highest(false).is_none_or(|strong| weak > strong))
}

/// The kinds between which a Python number does not go along.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Boolean,
    Integer,
    Inexact,
}

impl OperandType {
    #[inline]
    fn number(self) -> Option<Number> {
        match self {
            Self::Strong(dtype) => Some(dtype.number()),
            _ => None,
        }
    }

    fn rank(self) -> Rank {
        match self {
            Self::Strong(dtype) => match dtype.kind() {
                Kind::Bool => Rank::Boolean,
                Kind::Signed | Kind::Unsigned => Rank::Integer,
                Kind::Float | Kind::Complex => Rank::Inexact,
            },
            Self::WeakInt => Rank::Integer,
            Self::WeakFloat | Self::WeakComplex => Rank::Inexact,
        }
    }

    /// The operand with the dtype that a Python number has by itself.
    fn settle(self) -> Self {
        match self {
            Self::Strong(dtype) => Self::Strong(dtype),
            Self::WeakInt => Self::Strong(DType::I64),
            Self::WeakFloat => Self::Strong(DType::F64),
            Self::WeakComplex => Self::Strong(DType::C128),
        }
    }

    /// Whether a loop that reads `number` takes this operand.
    fn fits(self, number: Number) -> bool {
        match self {
            Self::Strong(dtype) => SAFE[dtype.number() as usize] >> (number as usize) & 1 == 1,
            Self::WeakInt => number != Number::Bool,
            Self::WeakFloat => number.is_inexact(),
            Self::WeakComplex => number.is_complex(),
        }
    }
}

/// For each number type the set of those that hold all of its values (float64 and complex128 hold the 64-bit
/// integers by convention), as a bit per type.
static SAFE: [u16; 14] = {
    use Number::{C64, C128, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64};
    const fn set(numbers: &[Number]) -> u16 {
        let (mut bits, mut place) = (0, 0);
        while place < numbers.len() {
            bits |= 1 << numbers[place] as usize;
            place += 1;
        }
        bits
    }
    [
        0x3fff,
        set(&[I8, I16, I32, I64, F16, F32, F64, C64, C128]),
        set(&[U8, I16, U16, I32, U32, I64, U64, F16, F32, F64, C64, C128]),
        set(&[I16, I32, I64, F32, F64, C64, C128]),
        set(&[U16, I32, U32, I64, U64, F32, F64, C64, C128]),
        set(&[I32, I64, F64, C128]),
        set(&[U32, I64, U64, F64, C128]),
        set(&[I64, F64, C128]),
        set(&[U64, F64, C128]),
        set(&[F16, F32, F64, C64, C128]),
        set(&[F32, F64, C64, C128]),
        set(&[F64, C128]),
        set(&[C64, C128]),
        set(&[C128]),
    ]
};

/// What NumPy says where an operation on booleans is refused on purpose.
fn boolean_text(row: &Row) -> Option<&'static str> {
    match row.op {
        Op::Subtract => Some(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, \
             or the logical_xor function instead.",
        ),
        Op::Negative => Some(
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the \
             logical_not function instead.",
        ),
        _ => None,
    }
}

fn no_loop(row: &Row, operands: &[OperandType]) -> Error {
    let boolean = operands.iter().all(|operand| operand.rank() == Rank::Boolean);
    if boolean && let Some(text) = boolean_text(row) {
        return Error::type_error(text);
    }
    if row.resolution == Resolution::NotBoolean {
        let dtypes: Vec<Option<DType>> =
            operands.iter().map(|operand| operand.settle().number().map(DType::from)).collect();
        let names: Vec<String> = dtypes
            .iter()
            .map(|dtype| dtype.map_or_else(|| "None".to_owned(), |dtype| class_name(dtype.number())))
            .collect();
        let names = if names.len() == 1 { names[0].clone() } else { format!("({})", names.join(", ")) };
        return Error::new(
            ErrorKind::NoLoop { ufunc: row.name.to_owned(), dtypes },
            format!(
                "ufunc '{}' did not contain a loop with signature matching types {names} -> None",
                row.name
            ),
        );
    }
    Error::type_error(format!(
        "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any \
         supported types according to the casting rule ''safe''",
        row.name
    ))
}

/// How Python writes the class of a dtype: `<class 'numpy.dtypes.BoolDType'>`.
fn class_name(number: Number) -> String {
    let name = number.name();
    let (head, tail) = name.split_at(1);
    let name = match name.strip_prefix("uint") {
        Some(width) => format!("UInt{width}"),
        None => format!("{}{tail}", head.to_uppercase()),
    };
    format!("<class 'numpy.dtypes.{name}DType'>")
}
