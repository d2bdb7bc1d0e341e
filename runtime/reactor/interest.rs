//! What a descriptor may be ready for.

use std::ops::{BitAnd, BitOr, Sub};

/// A set of directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interest(u8);

impl Interest {
    /// No direction.
    pub const NONE: Interest = Interest(0);
    /// Reading would not block.
    pub const READABLE: Interest = Interest(1);
    /// Writing would not block.
    pub const WRITABLE: Interest = Interest(2);
    /// Both directions.
    pub const BOTH: Interest = Interest(3);

    /// Whether there is no direction.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether reading is among them.
    #[inline]
    #[must_use]
    pub fn is_readable(self) -> bool {
        self.0 & Interest::READABLE.0 != 0
    }

    /// Whether writing is among them.
    #[inline]
    #[must_use]
    pub fn is_writable(self) -> bool {
        self.0 & Interest::WRITABLE.0 != 0
    }

    pub(super) fn to_mio(self) -> Option<mio::Interest> {
        match (self.is_readable(), self.is_writable()) {
            (false, false) => None,
            (true, false) => Some(mio::Interest::READABLE),
            (false, true) => Some(mio::Interest::WRITABLE),
            (true, true) => Some(mio::Interest::READABLE | mio::Interest::WRITABLE),
        }
    }

    /// What an event says. After a hang-up or an error neither reading nor writing blocks.
    pub(super) fn of(event: &mio::event::Event) -> Interest {
        let mut ready = Interest::NONE;
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            ready = ready | Interest::READABLE;
        }
        if event.is_writable() || event.is_write_closed() || event.is_error() {
            ready = ready | Interest::WRITABLE;
        }
        ready
    }
}

impl BitOr for Interest {
    type Output = Interest;

    fn bitor(self, other: Interest) -> Interest {
        Interest(self.0 | other.0)
    }
}

impl BitAnd for Interest {
    type Output = Interest;

    fn bitand(self, other: Interest) -> Interest {
        Interest(self.0 & other.0)
    }
}

impl Sub for Interest {
    type Output = Interest;

    fn sub(self, other: Interest) -> Interest {
        Interest(self.0 & !other.0)
    }
}
