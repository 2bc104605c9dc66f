//! Forks wait for passes to end.
#![expect(unsafe_code, reason = "registers what a fork runs before and after")]

/// Has forks of this process wait for passes to end, from now on.
pub(super) fn prepare_forks() {
    #[cfg(unix)]
    {
        use std::sync::Once;

        use super::graph;
        use crate::guard;

        static ONCE: Once = Once::new();
        extern "C" fn close() {
            graph::close();
        }
        extern "C" fn open() {
            graph::open();
        }
        ONCE.call_once(|| {
            // What is registered last runs first before a fork: jobs that end may need the guards' table.
            guard::prepare_forks();
            // SAFETY: the handlers take and give back one lock. Without memory for them a fork is as safe as it was.
            unsafe { libc::pthread_atfork(Some(close), Some(open), Some(open)) };
        });
    }
}
