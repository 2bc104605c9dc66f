//! Work that is borrowed from one thread and done by several.
#![expect(unsafe_code, reason = "lends work to threads that may come when it is done")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::PoisonError;

use super::door::Door;
use super::primitives::{Arc, Mutex};

/// Work that is somebody else's, for as long as its door is open.
struct Lent(*const (dyn Fn() + Sync));

// SAFETY: the work may be done by several threads at once; when it may be touched is the door's concern.
unsafe impl Send for Lent {}
// SAFETY: as above.
unsafe impl Sync for Lent {}

/// An invitation to take part in some work.
pub(super) struct Invitation {
    door: Door,
    work: Lent,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

impl Invitation {
    /// Whether the work is still going on, most likely.
    pub(super) fn is_open(&self) -> bool {
        self.door.is_open()
    }

    /// Takes part in the work; says whether it was not done already.
    pub(super) fn accept(&self) -> bool {
        if !self.door.enter() {
            return false;
        }
        // SAFETY: the door was open, so the work's owner is still in `together`, and stays there until the door is left.
        let work = unsafe { &*self.work.0 };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
            self.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
        }
        self.door.leave();
        true
    }
}

/// Closes the door however the owner's own part ends.
struct Closing<'a>(&'a Door);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Does the work on this thread, and on those that accept one of so many invitations before it is done here. Returns
/// when nobody does it any more; who has not begun by then never will.
///
/// A panic of the work comes out here, whichever thread it was on.
pub(super) fn together(invitations: usize, invite: impl Fn(Arc<Invitation>), work: &(dyn Fn() + Sync)) {
    let work_pointer: *const (dyn Fn() + Sync + '_) = work;
    // SAFETY: only the lifetime changes, and the pointer is followed behind the door alone.
    let lent = Lent(unsafe {
        std::mem::transmute::<*const (dyn Fn() + Sync + '_), *const (dyn Fn() + Sync + 'static)>(work_pointer)
    });
    let invitation = Arc::new(Invitation { door: Door::new(), work: lent, panic: Mutex::new(None) });
    let closing = Closing(&invitation.door);
    for _ in 0..invitations {
        invite(Arc::clone(&invitation));
    }
    work();
    drop(closing);
    let panic = invitation.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(panic) = panic {
        resume_unwind(panic);
    }
}
