//! Integers of any size.

use bumpalo::Bump;
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use syntax::ast::{self, Constant, Operator};

/// The largest size of a folded product, power or left shift.
const MAXIMUM_BITS: u64 = 128;

/// An operand or a result; `Big` only if it is no `i64`.
pub(super) enum Integer {
    Small(i64),
    Big(BigInt),
}

impl Integer {
    /// The value of an integer or a bool.
    pub(super) fn of(constant: &Constant<'_>) -> Option<Integer> {
        match *constant {
            Constant::Bool(value) => Some(Integer::Small(value.into())),
            Constant::Int(value) => Some(Integer::Small(value)),
            Constant::BigInt(&ast::BigInt { negative, limbs }) => {
                let sign = if negative { Sign::Minus } else { Sign::Plus };
                Some(Integer::Big(BigInt::from_slice(sign, limbs)))
            }
            _ => None,
        }
    }

    fn from_big(value: BigInt) -> Integer {
        match value.to_i64() {
            Some(value) => Integer::Small(value),
            None => Integer::Big(value),
        }
    }

    fn from_wide(value: i128) -> Integer {
        match i64::try_from(value) {
            Ok(value) => Integer::Small(value),
            Err(_) => Integer::Big(value.into()),
        }
    }

    fn into_big(self) -> BigInt {
        match self {
            Integer::Small(value) => value.into(),
            Integer::Big(value) => value,
        }
    }

    fn to_big(&self) -> BigInt {
        match self {
            Integer::Small(value) => (*value).into(),
            Integer::Big(value) => value.clone(),
        }
    }

    pub(super) fn to_constant<'a>(&self, arena: &'a Bump) -> Constant<'a> {
        match self {
            Integer::Small(value) => Constant::Int(*value),
            Integer::Big(value) => Constant::BigInt(arena.alloc(ast::BigInt {
                negative: value.is_negative(),
                limbs: arena.alloc_slice_copy(&value.magnitude().to_u32_digits()),
            })),
        }
    }

    pub(super) fn invert(self) -> Integer {
        match self {
            Integer::Small(value) => Integer::Small(!value),
            Integer::Big(value) => Integer::from_big(!value),
        }
    }

    pub(super) fn negate(self) -> Integer {
        match self {
            Integer::Small(value) => Integer::from_wide(-i128::from(value)),
            Integer::Big(value) => Integer::from_big(-value),
        }
    }

    pub(super) fn is_negative(&self) -> bool {
        match self {
            Integer::Small(value) => *value < 0,
            Integer::Big(value) => value.is_negative(),
        }
    }

    fn is_zero(&self) -> bool {
        matches!(self, Integer::Small(0))
    }

    /// The value, if it fits.
    pub(super) fn to_i64(&self) -> Option<i64> {
        match self {
            Integer::Small(value) => Some(*value),
            Integer::Big(_) => None,
        }
    }

    fn bits(&self) -> u64 {
        match self {
            Integer::Small(value) => u64::from(64 - value.unsigned_abs().leading_zeros()),
            Integer::Big(value) => value.bits(),
        }
    }

    /// The nearest float, of two the even one; `None` if it is too large.
    pub(super) fn to_float(&self) -> Option<f64> {
        match self {
            Integer::Small(value) => Some(*value as f64),
            Integer::Big(value) => {
                let size = value.magnitude();
                // 64 leading bits, the last of which says whether anything follows, round
                // to the same float as the whole.
                let shift = size.bits().saturating_sub(64);
                let mut leading = (size >> shift).to_u64()?;
                if size.trailing_zeros().is_some_and(|zeros| zeros < shift) {
                    leading |= 1;
                }
                if shift > 1024 {
                    return None;
                }
                let result = leading as f64 * 2.0_f64.powi(shift as i32 / 2);
                let result = result * 2.0_f64.powi((shift - shift / 2) as i32);
                let signed = if value.is_negative() { -result } else { result };
                result.is_finite().then_some(signed)
            }
        }
    }
}

/// Any operation but true division and power.
pub(super) fn operation(left: Integer, operator: Operator, right: Integer) -> Option<Integer> {
    match operator {
        Operator::LShift => return shift_left(left, right),
        Operator::RShift => return shift_right(left, right),
        Operator::FloorDiv | Operator::Mod if right.is_zero() => return None,
        Operator::Mult
            if !left.is_zero() && !right.is_zero() && left.bits() + right.bits() > MAXIMUM_BITS =>
        {
            return None;
        }
        _ => {}
    }
    if let (&Integer::Small(left), &Integer::Small(right)) = (&left, &right) {
        return small_operation(left.into(), operator, right.into()).map(Integer::from_wide);
    }
    let (left, right) = (left.into_big(), right.into_big());
    let result = match operator {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::FloorDiv => floor_divide(left, right).0,
        Operator::Mod => floor_divide(left, right).1,
        _ => return None,
    };
    Some(Integer::from_big(result))
}

/// The same for two `i64`, none of whose results overflows an `i128`.
fn small_operation(left: i128, operator: Operator, right: i128) -> Option<i128> {
    Some(match operator {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::FloorDiv => {
            let exact = left % right == 0 || (left < 0) == (right < 0);
            left / right - i128::from(!exact)
        }
        Operator::Mod => {
            let remainder = left % right;
            let exact = remainder == 0 || (left < 0) == (right < 0);
            if exact { remainder } else { remainder + right }
        }
        _ => return None,
    })
}

/// Quotient and remainder, rounded towards negative infinity.
fn floor_divide(left: BigInt, right: BigInt) -> (BigInt, BigInt) {
    let quotient = &left / &right;
    let remainder = left - &quotient * &right;
    if remainder.is_zero() || remainder.is_negative() == right.is_negative() {
        (quotient, remainder)
    } else {
        (quotient - 1, remainder + right)
    }
}

fn shift_left(left: Integer, right: Integer) -> Option<Integer> {
    if right.is_negative() {
        return None;
    }
    if left.is_zero() || right.is_zero() {
        return Some(left);
    }
    let places = u64::try_from(right.to_i64()?).ok()?;
    if places > MAXIMUM_BITS || left.bits() > MAXIMUM_BITS - places {
        return None;
    }
    Some(Integer::from_big(left.into_big() << places))
}

fn shift_right(left: Integer, right: Integer) -> Option<Integer> {
    if right.is_negative() {
        return None;
    }
    let places = match right.to_i64().map(u64::try_from) {
        Some(Ok(places)) if places < left.bits() => places,
        _ => return Some(Integer::Small(if left.is_negative() { -1 } else { 0 })),
    };
    Some(match left {
        Integer::Small(value) => Integer::Small(value >> places),
        Integer::Big(value) => Integer::from_big(value >> places),
    })
}

/// `base ** exponent`, where the exponent is not negative.
pub(super) fn power(base: Integer, exponent: Integer) -> Option<Integer> {
    if exponent.is_zero() {
        return Some(Integer::Small(1));
    }
    if base.is_zero() {
        return Some(base);
    }
    let exponent = u32::try_from(exponent.to_i64()?).ok()?;
    if base.bits() > MAXIMUM_BITS / u64::from(exponent) {
        return None;
    }
    Some(Integer::from_big(base.into_big().pow(exponent)))
}

/// `left / right`, rounded once. `None` for division by zero and for overflow.
pub(super) fn true_divide(left: &Integer, right: &Integer) -> Option<f64> {
    if right.is_zero() {
        return None;
    }
    // Integers up to 2^53 are exact floats.
    if left.bits() <= 53 && right.bits() <= 53 {
        return Some(left.to_float()? / right.to_float()?);
    }
    let is_negative = left.is_negative() != right.is_negative();
    let size = divide_sizes(left.to_big().magnitude(), right.to_big().magnitude())?;
    Some(if is_negative { -size } else { size })
}

fn divide_sizes(left: &BigUint, right: &BigUint) -> Option<f64> {
    if left.is_zero() {
        return Some(0.0);
    }
    let difference = i64::try_from(left.bits()).ok()? - i64::try_from(right.bits()).ok()?;
    if difference > 1024 {
        return None;
    }
    if difference < -1075 {
        return Some(0.0);
    }
    // A quotient of at least 55 bits, or as many as a subnormal result needs, and in its
    // last bit whether anything follows: rounding it rounds the true quotient.
    let shift = difference.max(-1021) - 55;
    let (numerator, denominator) = if shift >= 0 {
        (left.clone(), right << shift.unsigned_abs())
    } else {
        (left << shift.unsigned_abs(), right.clone())
    };
    let quotient = &numerator / &denominator;
    let is_exact = &quotient * &denominator == numerator;
    let mut digits = quotient.to_u64()?;
    // Bits below the precision of the result are rounded away here, so that the scaling
    // below is exact.
    let bits = i64::from(64 - digits.leading_zeros());
    let extra = bits.max(-1021 - shift) - 53;
    let half = 1_u64 << (extra - 1);
    let rest = digits & (2 * half - 1);
    let is_above_half = rest > half || (rest == half && !is_exact);
    let is_odd = digits & (2 * half) != 0;
    digits -= rest;
    if is_above_half || (rest == half && is_odd) {
        digits += 2 * half;
    }
    let result = scale(digits as f64, shift);
    result.is_finite().then_some(result)
}

/// `value * 2^exponent`, in steps that neither overflow nor underflow before the end.
fn scale(mut value: f64, mut exponent: i64) -> f64 {
    while exponent != 0 {
        let step = exponent.clamp(-500, 500);
        value *= 2.0_f64.powi(step as i32);
        exponent -= step;
    }
    value
}
