//! The methods of `str`, as methods of [`Text`](super::Text). Places and lengths are those of
//! code points.

mod case;
mod layout;
mod predicates;
mod replace;
mod repr;
mod search;
mod split;
mod strip;

pub use predicates::is_identifier;
pub use replace::Translation;
pub(crate) use repr::push_numeric_escape;
pub use repr::{ascii, repr};

use super::wtf8::{Wtf8, Wtf8Buf};

/// Puts pieces together, with a separator between them.
pub fn join<'a>(separator: &Wtf8, pieces: impl IntoIterator<Item = &'a Wtf8>) -> Wtf8Buf {
    let pieces = pieces.into_iter().map(Wtf8::as_bytes);
    Wtf8Buf::from_bytes_trusted(super::bytes::join(separator.as_bytes(), pieces))
}
