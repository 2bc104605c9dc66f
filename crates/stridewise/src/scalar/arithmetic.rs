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
        return run(operator, left, right, scalars_run_in_operand_type(left, right));
    }
    with_python_number(operator, left, right)
}

fn scalars_run_in_operand_type(left: Scalar, right: Scalar) -> bool {
    let (left, right) = (left.number(), right.number());
    let common = left == right || common(left, right).is_some_and(|common| common == left || common == right);
    common && left != Number::Bool
}

/// Whether an operation on these runs in the type of one of them, as NumPy's scalars do by themselves.
pub(super) fn runs_in_operand_type(left: Operand, right: Operand) -> bool {
    match (left, right) {
        (Operand::Scalar(left), Operand::Scalar(right)) => scalars_run_in_operand_type(left, right),
        (Operand::Scalar(scalar), other) | (other, Operand::Scalar(scalar)) => {
            runs_in_scalar_type(scalar.number(), other)
        }
        _ => false,
    }
}

fn with_python_number(operator: Operator, left: Operand, right: Operand) -> Result<BinaryResult> {
    let divide = operator == Operator::Divide;
    let in_operand_type = runs_in_operand_type(left, right);
    let (left, right, errors) = match (left, right) {
        (Operand::Scalar(left), other) => {
            require_loop(operator, left.number())?;
            let (right, errors) = beside(other, left.number(), divide)?;
            (left, right, errors)
        }
        (other, Operand::Scalar(right)) => {
            require_loop(operator, right.number())?;
            let (left, errors) = beside(other, right.number(), divide)?;
            (left, right, errors)
        }
        (left, right) => {
            let (left, first) = left.beside(Number::Bool)?;
            let (right, second) = right.beside(Number::Bool)?;
            (left, right, first | second)
        }
    };
    let result = run(operator, left, right, in_operand_type)?;
    Ok(BinaryResult { cast_errors: errors, ..result })
}

/// That an operator works on floats and complex numbers at all is asked before a Python number is cast to them.
fn require_loop(operator: Operator, number: Number) -> Result<()> {
    if number.is_inexact() {
        BINARY[operator as usize].binary(number, number)?;
    }
    Ok(())
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
        (_, Operand::Boolean(_)) => true,
        _ => false,
    }
}

#[inline]
fn run(operator: Operator, left: Scalar, right: Scalar, in_operand_type: bool) -> Result<BinaryResult> {
    if left.number() == right.number()
        && let Some((result, errors)) = integer::binary(operator, left, right)
    {
        return Ok(alone(result, errors, in_operand_type));
    }
    let plan = BINARY[operator as usize].binary(left.number(), right.number())?;
    let (left, right) = (left.cast(plan.left), right.cast(plan.right));
    if let Some((result, errors)) = integer::binary(operator, left, right) {
        return Ok(alone(result, errors, in_operand_type));
    }
    if plan.results[0] == Number::F16
        && in_operand_type
        && let Some(half) = half_of_divmod(operator, left, right)?
    {
        return Ok(half);
    }
    let ([result, remainder], errors) = call(plan, left, right);
    if operator == Operator::Power && status::take_refusal() {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    let remainder = (operator == Operator::DivMod).then_some(remainder);
    Ok(BinaryResult { remainder, errors, ..alone(result, errors, in_operand_type) })
}

/// NumPy's float16 scalars compute quotient and remainder together, and report the errors of both, save for a
/// quotient by positive zero.
fn half_of_divmod(operator: Operator, left: Scalar, right: Scalar) -> Result<Option<BinaryResult>> {
    let part = match operator {
        Operator::FloorDivide if right.bytes() != [0; 16] => 0,
        Operator::Remainder => 1,
        _ => return Ok(None),
    };
    let plan = BINARY[Operator::DivMod as usize].binary(left.number(), right.number())?;
    let (results, errors) = call(plan, left, right);
    Ok(Some(alone(results[part], errors, true)))
}

/// The one result of an operator on integers; what NumPy computes with ufuncs does not report overflow.
#[inline]
fn alone(result: Scalar, errors: FloatErrors, in_operand_type: bool) -> BinaryResult {
    let errors = if in_operand_type { errors } else { FloatErrors::NONE };
    BinaryResult { result, remainder: None, errors, cast_errors: FloatErrors::NONE, in_operand_type }
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
