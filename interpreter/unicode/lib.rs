//! What Python knows of characters: Unicode 15.1, as CPython 3.13 has it.
//!
//! The tables are the oracle's own answers, which `generate.py` writes: a further property is
//! one more flag there and one more function in `properties.rs`. Crates serve where their
//! version of Unicode cannot make a difference: normalization is stable for characters once
//! assigned, and names never change once given. This crate imports nothing of Weft's.

mod aliases;
mod case;
pub mod database;
pub mod encodings;
mod identifiers;
mod names;
mod properties;
mod records;
mod tables;
mod trie;

pub use case::{
    Mapped, is_case_ignorable, is_cased, simple_lower, to_folded, to_lower, to_title, to_upper,
};
pub use identifiers::{first_invalid_in_identifier, normalize_identifier};
pub use names::{character_by_name, character_name};
pub use properties::{
    decimal_value, digit_value, is_alphabetic, is_alphanumeric, is_decimal, is_digit,
    is_identifier_continue, is_identifier_start, is_line_break, is_lowercase, is_numeric,
    is_printable, is_space, is_titlecase, is_uppercase, numeric_value,
};
