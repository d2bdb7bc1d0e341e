//! `round(integer, -n)`.

use num_bigint::BigInt;
use num_integer::Integer as _;

use super::{Integer, IntegerRef, bit_length};

/// The nearest multiple of 10 to the power of `places`, of two the even one. This is
/// `round(value, -places)`; rounding to digits behind the point changes nothing.
pub fn round_to_power_of_ten(value: IntegerRef<'_>, places: u64) -> Integer {
    if places == 0 {
        return value.to_owned();
    }
    // Ten to the power of `places` has more than three bits for each.
    if places > bit_length(value) / 3 + 1 {
        return Integer::Small(0);
    }
    let Ok(places) = u32::try_from(places) else {
        return Integer::Small(0);
    };
    let value = value.to_big();
    let unit = BigInt::from(10).pow(places);
    let (quotient, rest): (BigInt, BigInt) = value.div_mod_floor(&unit);
    let doubled = rest << 1;
    let up = doubled > unit || (doubled == unit && quotient.is_odd());
    let quotient = if up { quotient + 1 } else { quotient };
    (quotient * unit).into()
}
