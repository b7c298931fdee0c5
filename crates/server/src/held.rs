//! Files that are looked at as a whole are held in memory; so many at a time and no more, whichever way they come.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Files that are held at the same time, at most.
const AT_ONCE: usize = 16;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// A place among the files that are held; given back when it is let go.
pub(crate) struct Held(());

impl Held {
    /// A place, if one is free.
    pub(crate) fn take() -> Option<Self> {
        let place = Self(());
        let before = HELD.fetch_add(1, Ordering::Relaxed);
        (before < AT_ONCE).then_some(place)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(1, Ordering::Relaxed);
    }
}
