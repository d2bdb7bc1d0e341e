//! The methods of `bytes` and `bytearray`, on slices of bytes. Those of `str` use many of them.

mod case;
mod hex;
mod layout;
mod predicates;
mod replace;
mod repr;
mod search;
mod split;
mod strip;

pub use case::{capitalize, lower, swap_case, title, upper};
pub use hex::{FromHexError, from_hex, hex, write_hex};
pub(crate) use hex::{digit_value, digits};
pub use layout::{center, expand_tabs, ljust, repeat, rjust, zfill};
pub(crate) use layout::{expand_tabs_by, left_margin, padded, zeros_before};
pub use predicates::{
    is_alphabetic, is_alphanumeric, is_digit, is_lower, is_space, is_title, is_upper,
    is_white_space,
};
pub(crate) use replace::interleave;
pub use replace::{replace, translate};
pub use repr::{bytearray_repr, repr};
pub(crate) use search::position;
pub use search::{count, ends_with, find, rfind, starts_with};
pub use split::{
    partition, rpartition, rsplit, rsplit_white_space, split, split_lines, split_white_space,
};
pub(crate) use split::{rsplit_where, split_where};
pub(crate) use strip::strip_where;
pub use strip::{Side, remove_prefix, remove_suffix, strip, strip_white_space};

/// Puts pieces together, with a separator between them.
pub fn join<'a>(separator: &[u8], pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut joined = Vec::new();
    for (index, piece) in pieces.into_iter().enumerate() {
        if index > 0 {
            joined.extend_from_slice(separator);
        }
        joined.extend_from_slice(piece);
    }
    joined
}
