//! Floats: their texts, and their arithmetic where it is not the machine's.

mod arithmetic;
pub(crate) mod decimal;
mod hash;
mod hex;
mod parse;
mod ratio;
mod repr;
mod round;
mod sum;

pub use arithmetic::{Power, divide, floor_divide, modulo, power, true_divide};
pub use hash::hash;
pub use hex::{from_hex, to_hex};
pub use parse::{ParseError, parse, parse_bytes};
pub use ratio::{as_integer_ratio, is_integer};
pub use repr::{repr, write_repr};
pub use round::{round, round_to_integer};
pub use sum::Sum;

pub(crate) use parse::parse_prefix;
pub(crate) use repr::write_without_point_zero;

/// The significand and the exponent of two of a finite float that is not negative.
pub(crate) fn decompose(value: f64) -> (u64, i32) {
    const FRACTION_BITS: u32 = 52;
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    match (bits >> FRACTION_BITS) & 0x7FF {
        0 => (fraction, -1074),
        exponent => (fraction | 1 << FRACTION_BITS, exponent as i32 - 1075),
    }
}
