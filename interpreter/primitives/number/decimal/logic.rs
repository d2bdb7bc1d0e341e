//! Operations on digits: the logical ones on zeros and ones, shifts and rotations.

use num_bigint::BigUint;

use super::context::{Context, Signals};
use super::digits::digit_text;
use super::rounding::invalid;
use super::{Decimal, Kind};

/// The digits of a logical operand, the last ones where there are more than the precision has.
fn logical(operand: &Decimal, context: &Context) -> Option<Vec<u8>> {
    if operand.kind != Kind::Finite || operand.negative || operand.exponent != 0 {
        return None;
    }
    let digits = digit_text(&operand.coefficient).into_bytes();
    let plain = digits.iter().all(|digit| matches!(digit, b'0' | b'1'));
    let length = usize::try_from(context.precision).unwrap_or(usize::MAX);
    let first = digits.len().saturating_sub(length);
    plain.then(|| digits.get(first..).unwrap_or_default().to_vec())
}

fn of_digits(digits: &[u8]) -> Decimal {
    let number = BigUint::parse_bytes(digits, 10).unwrap_or_default();
    Decimal::new(false, number, 0)
}

impl Decimal {
    /// `logical_and`, `logical_or`, `logical_xor`.
    pub fn logical(
        &self,
        other: &Decimal,
        operation: fn(bool, bool) -> bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        let (Some(one), Some(two)) = (logical(self, context), logical(other, context)) else {
            return invalid(signals);
        };
        let length = one.len().max(two.len());
        let bit = |digits: &[u8], place: usize| {
            (place + digits.len())
                .checked_sub(length)
                .is_some_and(|place| digits.get(place) == Some(&b'1'))
        };
        let digits: Vec<u8> = (0..length)
            .map(
                |place| match operation(bit(&one, place), bit(&two, place)) {
                    true => b'1',
                    false => b'0',
                },
            )
            .collect();
        of_digits(&digits)
    }

    /// `logical_invert`.
    pub fn logical_invert(&self, context: &Context, signals: &mut Signals) -> Decimal {
        let Some(digits) = logical(self, context) else {
            return invalid(signals);
        };
        let length = usize::try_from(context.precision).unwrap_or(0);
        let mut inverted = vec![b'1'; length - digits.len().min(length)];
        inverted.extend(digits.iter().map(|digit| b'0' + b'1' - digit));
        of_digits(&inverted)
    }

    /// `shift` and `rotate`.
    pub fn moved(
        &self,
        other: &Decimal,
        rotates: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let places = match other.exponent {
            0 if other.is_finite() => other.as_i64(),
            _ => None,
        };
        let Some(places) = places.filter(|places| places.abs() <= context.precision) else {
            return invalid(signals);
        };
        if self.is_infinite() {
            return self.clone();
        }
        let length = usize::try_from(context.precision).unwrap_or(0);
        let text = digit_text(&self.coefficient).into_bytes();
        let text = text
            .get(text.len().saturating_sub(length)..)
            .unwrap_or_default();
        let distance = usize::try_from(places.unsigned_abs()).unwrap_or(0);
        let digits = if rotates {
            let mut digits = vec![b'0'; length - text.len()];
            digits.extend_from_slice(text);
            match places >= 0 {
                true => digits.rotate_left(distance.min(length)),
                false => digits.rotate_right(distance.min(length)),
            }
            digits
        } else if places >= 0 {
            let mut digits = text.to_vec();
            digits.resize(text.len() + distance, b'0');
            digits.split_off(digits.len().saturating_sub(length))
        } else {
            text.get(..text.len().saturating_sub(distance))
                .unwrap_or_default()
                .to_vec()
        };
        Decimal {
            exponent: self.exponent,
            negative: self.negative,
            ..of_digits(&digits)
        }
    }
}
