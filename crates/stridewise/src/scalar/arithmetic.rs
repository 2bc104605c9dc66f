//! Python's operators on scalars.

use stridewise_core::dtype::Kind;
use stridewise_core::op::FloatErrors;
use stridewise_core::{Error, Number, Result};
use stridewise_kernels::status;

use super::operand::{Operand, large_float};
use super::plan::{Plan, Plans};
use super::{Scalar, integer};

macro_rules! operators {
    ($(#[$note:meta])* $type:ident, $plans:ident: $($variant:ident = $name:literal),*) => {
        $(#[$note])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $($variant),* }

        impl $type {
            /// NumPy's name of the operation.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }

        static $plans: [Plans; [$($name),*].len()] = [$(Plans::new($name)),*];
    };
}

operators! {
    /// The operators of two operands.
    Operator, BINARY:
    Add = "add", Subtract = "subtract", Multiply = "multiply", Divide = "divide",
    FloorDivide = "floor_divide", Remainder = "remainder", DivMod = "divmod", Power = "power",
    LeftShift = "left_shift", RightShift = "right_shift",
    BitwiseAnd = "bitwise_and", BitwiseOr = "bitwise_or", BitwiseXor = "bitwise_xor"
}

operators! {
    /// The operators of one operand.
    UnaryOperator, UNARY:
    Negative = "negative", Positive = "positive", Absolute = "absolute", Invert = "invert"
}

/// What an operator gives.
#[derive(Clone, Copy, Debug)]
pub struct BinaryResult {
    pub result: Scalar,
    /// The remainder, where the operator is [`Operator::DivMod`].
    pub remainder: Option<Scalar>,
    /// The floating-point errors of the arithmetic; integers report overflow and division by zero as well.
    pub errors: FloatErrors,
    /// The errors met when a Python number was cast to the other operand's dtype.
    pub cast_errors: FloatErrors,
    /// Whether the operation ran in the type of one of the operands. NumPy calls it "scalar add" then, and
    /// "add" where both operands were cast.
    pub in_operand_type: bool,
}

/// The common type of two numbers.
fn common(left: Number, right: Number) -> Option<Number> {
    if left == right {
        return Some(left);
    }
    BINARY[Operator::Add as usize].binary(left, right).ok().map(|plan| plan.left)
}

/// `left operator right`.
///
/// # Errors
/// Type error where there is no such operation for these types; overflow error where a Python integer does not
/// fit the other operand's dtype; value error where an integer is raised to a negative integer power.
#[inline]
pub fn binary(operator: Operator, left: Operand, right: Operand) -> Result<BinaryResult> {
    if let (Operand::Scalar(left), Operand::Scalar(right)) = (left, right) {
        let in_operand_type = left.number() == right.number()
            || common(left.number(), right.number())
                .is_some_and(|common| common == left.number() || common == right.number());
        return run(operator, left, right, in_operand_type && left.number() != Number::Bool);
    }
    with_python_number(operator, left, right)
}

fn with_python_number(operator: Operator, left: Operand, right: Operand) -> Result<BinaryResult> {
    let divide = operator == Operator::Divide;
    let (left, right, errors, in_operand_type) = match (left, right) {
        (Operand::Scalar(left), other) => {
            let (right, errors) = beside(other, left.number(), divide)?;
            (left, right, errors, runs_in_scalar_type(left.number(), other))
        }
        (other, Operand::Scalar(right)) => {
            let (left, errors) = beside(other, right.number(), divide)?;
            (left, right, errors, runs_in_scalar_type(right.number(), other))
        }
        (left, right) => {
            let (left, first) = left.beside(Number::Bool)?;
            let (right, second) = right.beside(Number::Bool)?;
            (left, right, first | second, false)
        }
    };
    let result = run(operator, left, right, in_operand_type)?;
    Ok(BinaryResult { cast_errors: errors, ..result })
}

/// Integers divide as floats, so that integers outside the dtype divide too.
fn beside(operand: Operand, other: Number, divide: bool) -> Result<(Scalar, FloatErrors)> {
    match operand {
        Operand::Integer(value) if divide && !other.is_inexact() => {
            Operand::Float(value as f64).beside(other)
        }
        Operand::LargeInteger(large) if divide => Operand::Float(large_float(large)?).beside(other),
        other_operand => other_operand.beside(other),
    }
}

fn runs_in_scalar_type(number: Number, other: Operand) -> bool {
    match (number.kind(), other) {
        (Kind::Bool, _) => false,
        (_, Operand::Integer(_) | Operand::LargeInteger(_)) | (Kind::Complex, _) => true,
        (kind, Operand::Float(_)) => kind == Kind::Float,
        _ => false,
    }
}

#[inline]
fn run(operator: Operator, left: Scalar, right: Scalar, in_operand_type: bool) -> Result<BinaryResult> {
    if left.number() == right.number()
        && let Some((result, errors)) = integer::binary(operator, left, right)
    {
        return Ok(BinaryResult {
            result,
            remainder: None,
            errors,
            cast_errors: FloatErrors::NONE,
            in_operand_type,
        });
    }
    let plan = BINARY[operator as usize].binary(left.number(), right.number())?;
    let (left, right) = (left.cast(plan.left), right.cast(plan.right));
    if let Some((result, errors)) = integer::binary(operator, left, right) {
        return Ok(BinaryResult {
            result,
            remainder: None,
            errors,
            cast_errors: FloatErrors::NONE,
            in_operand_type,
        });
    }
    if operator == Operator::Power && plan.results[0].is_integer() && integer::is_negative(right) {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    let ([result, remainder], errors) = call(plan, left, right);
    Ok(BinaryResult {
        result,
        remainder: (operator == Operator::DivMod).then_some(remainder),
        errors,
        cast_errors: FloatErrors::NONE,
        in_operand_type,
    })
}

#[inline]
fn call(plan: &Plan, left: Scalar, right: Scalar) -> ([Scalar; 2], FloatErrors) {
    status::clear();
    let [first, second] = plan.call.call(left.bytes(), right.bytes());
    let errors = status::read() & plan.errors;
    ([Scalar::from_bytes(plan.results[0], first), Scalar::from_bytes(plan.results[1], second)], errors)
}

/// `operator operand`, with the errors met; integers report overflow.
///
/// # Errors
/// Type error where there is no such operation for the type.
pub fn unary(operator: UnaryOperator, operand: Scalar) -> Result<(Scalar, FloatErrors)> {
    if let Some(result) = integer::unary(operator, operand) {
        return Ok(result);
    }
    let plan = UNARY[operator as usize].unary(operand.number())?;
    let operand = operand.cast(plan.left);
    let ([result, _], errors) = call(plan, operand, operand);
    Ok((result, errors))
}
