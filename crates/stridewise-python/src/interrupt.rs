//! Ctrl-C in the middle of a pass.
//!
//! Python notes a signal and raises KeyboardInterrupt when the main thread runs Python again: behind the pass, which may
//! take seconds. While long work runs on that thread, a handler of ours stands before Python's and asks the pass to end.
#![expect(unsafe_code, reason = "stands before Python's handler of a signal")]

use pyo3::prelude::*;
use stridewise_core::Result;

/// Elements from which on work may take long enough for somebody to lose patience.
const MAY_TAKE_LONG: usize = 1 << 20;

/// Does the work without the interpreter lock; it ends early where Python would raise KeyboardInterrupt. It must write
/// nothing that others can see.
///
/// # Errors
/// Interrupted; else those of the work.
pub(crate) fn interruptible<T: Send>(
    py: Python<'_>,
    elements: usize,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    if elements < MAY_TAKE_LONG {
        return py.detach(work);
    }
    #[cfg(unix)]
    if let Some(_standing) = handler::Standing::before_python(py) {
        return py.detach(|| stridewise::run::interrupt::open(work));
    }
    py.detach(work)
}

#[cfg(unix)]
mod handler {
    use std::mem::MaybeUninit;
    use std::ptr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use pyo3::sync::PyOnceLock;
    use pyo3::{intern, prelude::*};
    use stridewise::run::interrupt;

    /// The address of the handler that ours stands before.
    static BEHIND: AtomicUsize = AtomicUsize::new(0);

    /// Our handler, until this is dropped.
    pub(super) struct Standing {
        behind: libc::sigaction,
    }

    impl Standing {
        /// `None` where Python would not raise KeyboardInterrupt on this thread.
        pub(super) fn before_python(py: Python<'_>) -> Option<Self> {
            if !is_main_thread() || !raises_keyboard_interrupt(py).unwrap_or(false) {
                return None;
            }
            let mut behind = MaybeUninit::<libc::sigaction>::zeroed();
            // SAFETY: writes the present action to memory of its size, which zeros initialise already.
            let behind = unsafe {
                if libc::sigaction(libc::SIGINT, ptr::null(), behind.as_mut_ptr()) != 0 {
                    return None;
                }
                behind.assume_init()
            };
            let plain = behind.sa_flags & libc::SA_SIGINFO == 0;
            if !plain || [libc::SIG_DFL, libc::SIG_IGN].contains(&behind.sa_sigaction) {
                return None;
            }
            BEHIND.store(behind.sa_sigaction, Ordering::Release);
            let ours = libc::sigaction { sa_sigaction: ask as *const () as usize, ..behind };
            // SAFETY: the handler does what a handler may: it stores to an atomic and calls the one behind it.
            let set = unsafe { libc::sigaction(libc::SIGINT, &raw const ours, ptr::null_mut()) };
            (set == 0).then_some(Self { behind })
        }
    }

    impl Drop for Standing {
        fn drop(&mut self) {
            // SAFETY: puts back the action that was there; only this thread changes it, which did nothing else since.
            unsafe { libc::sigaction(libc::SIGINT, &raw const self.behind, ptr::null_mut()) };
        }
    }

    extern "C" fn ask(signal: libc::c_int) {
        interrupt::ask();
        let behind = BEHIND.load(Ordering::Acquire);
        if behind != 0 {
            // SAFETY: the address of a handler that takes the signal alone, as its flags said.
            unsafe { std::mem::transmute::<usize, extern "C" fn(libc::c_int)>(behind)(signal) };
        }
    }

    /// The only thread on which Python runs handlers of signals.
    fn is_main_thread() -> bool {
        // SAFETY: both ask the system for a number.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        return unsafe { libc::gettid() == libc::getpid() };
        // SAFETY: asks the system.
        #[cfg(target_vendor = "apple")]
        return unsafe { libc::pthread_main_np() != 0 };
        #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
        return false;
    }

    fn raises_keyboard_interrupt(py: Python<'_>) -> PyResult<bool> {
        static FUNCTIONS: PyOnceLock<(Py<PyAny>, Py<PyAny>)> = PyOnceLock::new();
        let (handler_of, usual) = FUNCTIONS.get_or_try_init(py, || {
            let signal = py.import(intern!(py, "_signal"))?;
            let function = |name| signal.getattr(name).map(Bound::unbind);
            PyResult::Ok((function(intern!(py, "getsignal"))?, function(intern!(py, "default_int_handler"))?))
        })?;
        Ok(handler_of.bind(py).call1((libc::SIGINT,))?.is(usual))
    }
}
