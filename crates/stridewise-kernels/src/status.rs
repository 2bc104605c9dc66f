//! The processor's floating-point status: which errors happened since it was cleared.
#![expect(unsafe_code, reason = "reads and writes the floating-point status register")]

use stridewise_core::op::FloatErrors;

/// Forgets the errors so far, on this thread.
#[inline]
pub fn clear() {
    let register = read_register();
    // Writing the register costs more than the loop of a small call, and what is not reported may stay.
    if !decode(register).is_empty() {
        write(register & !STICKY);
    }
}

/// The errors since [`clear`], on this thread.
#[inline]
pub fn read() -> FloatErrors {
    decode(read_register())
}

/// Records errors, as an operation that computes them from its data does.
pub fn raise(errors: FloatErrors) {
    write(read_register() | encode(errors));
}

/// The status as it was when this was made, for work that raises errors which mean nothing.
#[derive(Debug)]
pub struct Held(u32);

impl Held {
    #[inline]
    #[expect(clippy::new_without_default, reason = "it reads a register")]
    pub fn new() -> Self {
        Self(read_register())
    }

    /// Forgets what was raised since, and records `errors` instead.
    #[inline]
    pub fn restore(self, errors: FloatErrors) {
        let register = self.0 | encode(errors);
        if read_register() != register {
            write(register);
        }
    }
}

#[cfg(target_arch = "x86_64")]
const STICKY: u32 = 0x3f;

#[cfg(target_arch = "x86_64")]
#[inline]
fn read_register() -> u32 {
    let mut register = 0_u32;
    // SAFETY: stores the register to a local of its size.
    unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut register, options(nostack, preserves_flags)) };
    register
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn write(register: u32) {
    // SAFETY: loads the register from a local; only the sticky bits differ from what it held.
    unsafe {
        std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const register, options(nostack, preserves_flags))
    };
}

#[cfg(target_arch = "x86_64")]
fn decode(register: u32) -> FloatErrors {
    let bit = |place: u32, error: FloatErrors| if register >> place & 1 == 1 { error.0 } else { 0 };
    FloatErrors(
        bit(0, FloatErrors::INVALID)
            | bit(2, FloatErrors::DIVIDE)
            | bit(3, FloatErrors::OVERFLOW)
            | bit(4, FloatErrors::UNDERFLOW),
    )
}

#[cfg(target_arch = "x86_64")]
fn encode(errors: FloatErrors) -> u32 {
    let bit = |error: FloatErrors, place: u32| u32::from(errors.contains(error)) << place;
    bit(FloatErrors::INVALID, 0)
        | bit(FloatErrors::DIVIDE, 2)
        | bit(FloatErrors::OVERFLOW, 3)
        | bit(FloatErrors::UNDERFLOW, 4)
}

#[cfg(target_arch = "aarch64")]
const STICKY: u32 = 0x1f;

#[cfg(target_arch = "aarch64")]
#[inline]
fn read_register() -> u32 {
    let register: u64;
    // SAFETY: reads the status register.
    unsafe { std::arch::asm!("mrs {}, fpsr", out(reg) register, options(nomem, nostack)) };
    register as u32
}

#[cfg(target_arch = "aarch64")]
#[inline]
fn write(register: u32) {
    // SAFETY: only the sticky bits differ from what the register held.
    unsafe { std::arch::asm!("msr fpsr, {}", in(reg) u64::from(register), options(nostack)) };
}

#[cfg(target_arch = "aarch64")]
fn decode(register: u32) -> FloatErrors {
    let bit = |place: u32, error: FloatErrors| if register >> place & 1 == 1 { error.0 } else { 0 };
    FloatErrors(
        bit(0, FloatErrors::INVALID)
            | bit(1, FloatErrors::DIVIDE)
            | bit(2, FloatErrors::OVERFLOW)
            | bit(3, FloatErrors::UNDERFLOW),
    )
}

#[cfg(target_arch = "aarch64")]
fn encode(errors: FloatErrors) -> u32 {
    let bit = |error: FloatErrors, place: u32| u32::from(errors.contains(error)) << place;
    bit(FloatErrors::INVALID, 0)
        | bit(FloatErrors::DIVIDE, 1)
        | bit(FloatErrors::OVERFLOW, 2)
        | bit(FloatErrors::UNDERFLOW, 3)
}

thread_local! {
    static REFUSED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Records that an element has no result at all, which makes the operation an error.
pub fn refuse() {
    REFUSED.set(true);
}

/// Whether an element was refused on this thread since the last call of this function.
pub fn take_refusal() -> bool {
    REFUSED.take()
}
