//! Coefficients of one or two limbs, as most are: operations on numbers of the machine.

use super::context::{Context, Signals};
use super::digits::ten_to_the_in_limb;
use super::wide::Wide;
use super::{Decimal, Kind};

impl Decimal {
    /// The coefficient of a number, where it is one limb and not zero.
    #[inline]
    fn limb(&self) -> Option<u64> {
        let mut limbs = self.coefficient.iter_u64_digits();
        let limb = limbs.next()?;
        (limbs.len() == 0 && self.kind == Kind::Finite).then_some(limb)
    }

    /// A number other than zero as the context can hold it.
    #[inline]
    fn finish_small(
        negative: bool,
        number: u128,
        exponent: i64,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        let least = count_digits(number) + exponent - context.precision;
        if exponent >= least && least >= context.etiny() && exponent <= context.etop() {
            return Decimal::new(negative, number.into(), exponent);
        }
        Decimal::finish_wide(negative, Wide::from(number), exponent, context, signals)
    }

    /// The sum of short numbers.
    #[inline]
    pub(super) fn add_small(
        &self,
        other: &Decimal,
        negates: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let (one, two) = (self.limb()?, other.limb()?);
        let apart = self.exponent - other.exponent;
        // No digit is beyond what the precision shows.
        if apart.abs() > 19 || context.precision < 21 {
            return None;
        }
        let unit = |places: i64| u128::from(ten_to_the_in_limb(places.max(0) as usize));
        let (one, two) = (
            u128::from(one) * unit(apart),
            u128::from(two) * unit(-apart),
        );
        let exponent = self.exponent.min(other.exponent);
        let other_negative = other.negative != negates;
        if self.negative == other_negative {
            let sum = one.checked_add(two)?;
            return Some(Decimal::finish_small(
                self.negative,
                sum,
                exponent,
                context,
                signals,
            ));
        }
        let (negative, rest) = match one > two {
            true => (self.negative, one - two),
            false => (other_negative, two - one),
        };
        // What the sign of a zero is, the long way knows.
        (rest > 0).then(|| Decimal::finish_small(negative, rest, exponent, context, signals))
    }

    /// The product of short numbers.
    #[inline]
    pub(super) fn multiply_small(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let product = u128::from(self.limb()?) * u128::from(other.limb()?);
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent;
        Some(Decimal::finish_small(
            negative, product, exponent, context, signals,
        ))
    }

    /// The quotient of short numbers, where it ends after few digits.
    #[inline]
    pub(super) fn divide_small(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let (one, two) = (self.limb()?, other.limb()?);
        let negative = self.negative != other.negative;
        let ideal = self.exponent - other.exponent;
        let (mut quotient, mut places) = if one % two == 0 {
            (u128::from(one / two), 0)
        } else {
            // By products of twos and fives every division ends.
            let twos = two.trailing_zeros();
            let (mut rest, mut fives) = (two >> twos, 0);
            while rest > 1 {
                if rest % 5 != 0 {
                    return None;
                }
                rest /= 5;
                fives += 1;
            }
            let places = twos.max(fives);
            if places > 19 {
                return None;
            }
            let factor = ten_to_the_in_limb(places as usize) / two;
            (u128::from(one) * u128::from(factor), places)
        };
        while places > 0 {
            let (tenth, rest) = match u64::try_from(quotient) {
                Ok(small) => (u128::from(small / 10), small % 10),
                Err(_) => (quotient / 10, (quotient % 10) as u64),
            };
            if rest != 0 {
                break;
            }
            quotient = tenth;
            places -= 1;
        }
        let exponent = ideal - i64::from(places);
        if count_digits(quotient) > context.precision {
            return None;
        }
        Some(Decimal::finish_small(
            negative, quotient, exponent, context, signals,
        ))
    }
}

/// How many decimal digits a number other than zero has.
#[inline]
fn count_digits(number: u128) -> i64 {
    match u64::try_from(number) {
        Ok(small) => small.checked_ilog10().map_or(1, |log| i64::from(log) + 1),
        Err(_) => Wide::from(number).count_digits() as i64,
    }
}
