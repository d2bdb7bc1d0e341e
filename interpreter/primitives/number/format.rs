//! `format(value, spec)` of numbers and text, and the numbers of `%` formatting.

mod complex;
mod float;
mod integer;
mod layout;
pub mod printf;
mod spec;
mod text;

pub use complex::format_complex;
pub use float::format_float;
pub use integer::format_integer;
pub use text::{Padding, format_text, padding_of_text};
