//! Crossing from a number type known at run time to a Rust type known at compile time.

/// Runs an expression with a type name bound to the Rust type of a [`Number`](crate::Number).
///
/// This is the only list of dtypes in the workspace. The class may be limited; then an `else` arm says what
/// holds for the others:
///
/// ```
/// use stridewise_core::{dispatch, Element, Number};
///
/// let bytes = dispatch!(Number::F32, T => size_of::<T>());
/// assert_eq!(bytes, 4);
/// let integer = dispatch!(Number::F32, T in integers => T::MAX as i128, else => -1);
/// assert_eq!(integer, -1);
/// ```
///
/// Classes: `integers` (signed and unsigned), `signed`, `unsigned`, `floats` (f16 to f64), `complexes`,
/// `reals` (integers and floats), `linear` (what linear algebra computes in: f32, f64 and the complex numbers of both),
/// `doubles` (those of double precision).
#[macro_export]
macro_rules! dispatch {
    (@arms $number:expr, $T:ident => $body:expr, [$($name:ident = $type:ty),*], $($rest:tt)*) => {
        match $number {
            $($crate::Number::$name => { type $T = $type; $body })*
            $($rest)*
        }
    };
    ($number:expr, $T:ident => $body:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [
            Bool = $crate::Bool, I8 = i8, U8 = u8, I16 = i16, U16 = u16, I32 = i32, U32 = u32, I64 = i64, U64 = u64,
            F16 = $crate::dtype::F16, F32 = f32, F64 = f64, C64 = $crate::dtype::C64, C128 = $crate::dtype::C128],)
    };
    ($number:expr, $T:ident in integers => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [
            I8 = i8, U8 = u8, I16 = i16, U16 = u16, I32 = i32, U32 = u32, I64 = i64, U64 = u64], _ => $other,)
    };
    ($number:expr, $T:ident in signed => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [I8 = i8, I16 = i16, I32 = i32, I64 = i64], _ => $other,)
    };
    ($number:expr, $T:ident in unsigned => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [U8 = u8, U16 = u16, U32 = u32, U64 = u64], _ => $other,)
    };
    ($number:expr, $T:ident in floats => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [F16 = $crate::dtype::F16, F32 = f32, F64 = f64], _ => $other,)
    };
    ($number:expr, $T:ident in complexes => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [
            C64 = $crate::dtype::C64, C128 = $crate::dtype::C128], _ => $other,)
    };
    ($number:expr, $T:ident in reals => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [
            I8 = i8, U8 = u8, I16 = i16, U16 = u16, I32 = i32, U32 = u32, I64 = i64, U64 = u64,
            F16 = $crate::dtype::F16, F32 = f32, F64 = f64], _ => $other,)
    };
    ($number:expr, $T:ident in linear => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [
            F32 = f32, F64 = f64, C64 = $crate::dtype::C64, C128 = $crate::dtype::C128], _ => $other,)
    };
    ($number:expr, $T:ident in doubles => $body:expr, else => $other:expr) => {
        $crate::dispatch!(@arms $number, $T => $body, [F64 = f64, C128 = $crate::dtype::C128], _ => $other,)
    };
}
