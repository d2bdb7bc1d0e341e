//! Numbers: integers of any size, floats, complex numbers, their texts and formats.

pub mod complex;
pub mod decimal;
mod error;
pub mod float;
pub mod format;
pub mod hash;
pub mod integer;
mod limb_arithmetic;
pub mod math;
pub mod random;
mod source_text;

pub use error::NumberError;
