//! The methods that `Decimal` and `Context` share: one table of names and operations.

/// The list of methods of one of the two: the shared rows, made by its own macros for a method of
/// one number, of two numbers, and for a question, then the rows of its own.
macro_rules! with_shared_methods {
    ($one:ident, $two:ident, $ask:ident; $($own:tt)*) => {
        &[
            $one!("exp", Decimal::exponential, "e raised to the number."),
            $one!("ln", Decimal::natural_logarithm, "The natural logarithm."),
            $one!(
                "log10",
                Decimal::decimal_logarithm,
                "The logarithm to the base ten."
            ),
            $one!(
                "next_minus",
                |x, c, s| x.next(false, c, s),
                "The next smaller number."
            ),
            $one!(
                "next_plus",
                |x, c, s| x.next(true, c, s),
                "The next larger number."
            ),
            $one!(
                "normalize",
                Decimal::normalize,
                "The number without zeros at its end."
            ),
            $one!("logb", Decimal::logb, "The exponent of the first digit."),
            $one!(
                "logical_invert",
                Decimal::logical_invert,
                "The digits zero and one swapped."
            ),
            $one!("sqrt", Decimal::square_root, "The square root."),
            $two!("compare", Decimal::compare, "-1, 0 or 1."),
            $two!(
                "compare_signal",
                Decimal::compare_signal,
                "-1, 0 or 1; NaNs are invalid."
            ),
            $two!(
                "compare_total",
                |x, y, _, _| x.compare_total(y),
                "-1, 0 or 1 by the total order."
            ),
            $two!(
                "compare_total_mag",
                |x, y, _, _| x.compare_total_sizes(y),
                "-1, 0 or 1 by size."
            ),
            $two!(
                "max",
                |x, y, c, s| x.extreme(y, true, false, c, s),
                "The larger number."
            ),
            $two!(
                "max_mag",
                |x, y, c, s| x.extreme(y, true, true, c, s),
                "The number of larger size."
            ),
            $two!(
                "min",
                |x, y, c, s| x.extreme(y, false, false, c, s),
                "The smaller number."
            ),
            $two!(
                "min_mag",
                |x, y, c, s| x.extreme(y, false, true, c, s),
                "The number of smaller size."
            ),
            $two!(
                "next_toward",
                Decimal::next_toward,
                "The next number in a direction."
            ),
            $two!(
                "remainder_near",
                Decimal::remainder_near,
                "The remainder nearest to zero."
            ),
            $two!(
                "rotate",
                |x, y, c, s| x.moved(y, true, c, s),
                "The digits rotated."
            ),
            $two!(
                "scaleb",
                Decimal::scaleb,
                "The number times a power of ten."
            ),
            $two!(
                "shift",
                |x, y, c, s| x.moved(y, false, c, s),
                "The digits shifted."
            ),
            $two!(
                "logical_and",
                |x, y, c, s| x.logical(y, |a, b| a && b, c, s),
                "And, digit by digit."
            ),
            $two!(
                "logical_or",
                |x, y, c, s| x.logical(y, |a, b| a || b, c, s),
                "Or, digit by digit."
            ),
            $two!(
                "logical_xor",
                |x, y, c, s| x.logical(y, |a, b| a != b, c, s),
                "Xor, digit by digit."
            ),
            $two!(
                "copy_sign",
                |x, y, _, _| x.clone().with_sign(y.negative),
                "With another's sign."
            ),
            $ask!("is_finite", Decimal::is_finite, "Whether it is a number."),
            $ask!(
                "is_infinite",
                Decimal::is_infinite,
                "Whether it is an infinity."
            ),
            $ask!("is_nan", Decimal::is_nan, "Whether it is a NaN."),
            $ask!(
                "is_qnan",
                |x| x.kind == Kind::Quiet,
                "Whether it is a quiet NaN."
            ),
            $ask!(
                "is_snan",
                |x| x.kind == Kind::Signaling,
                "Whether it is a signaling NaN."
            ),
            $ask!("is_signed", |x| x.negative, "Whether it has a minus."),
            $ask!("is_zero", Decimal::is_zero, "Whether it is a zero."),
            $($own)*
        ]
    };
}

pub(super) use with_shared_methods;
