//! What Python knows of characters: Unicode 15.1, as CPython 3.13 has it.
//!
//! The tables are the oracle's own answers, which `generate.py` writes: a further property is
//! one more table there and one more function in `properties.rs`. Crates serve where their
//! version of Unicode cannot make a difference: normalization is stable for characters once
//! assigned, and names never change once given. This crate imports nothing of Weft's.

mod aliases;
mod identifiers;
mod names;
mod properties;
mod tables;

pub use identifiers::{first_invalid_in_identifier, normalize_identifier};
pub use names::character_by_name;
pub use properties::{is_identifier_continue, is_identifier_start, is_printable};
