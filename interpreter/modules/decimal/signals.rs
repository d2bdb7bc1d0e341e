//! The signals: exceptions, and which of them the conditions of an operation raise.

use primitives::number::decimal::{Signals, condition};
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::types::{StaticType, Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Vm, static_type};

macro_rules! exceptions {
    ($($class:ident = $name:literal, $base:expr, [$($more:expr),*], $doc:literal;)*) => {
        static_type! {
            $(#[doc = concat!("`decimal.", $name, "`")]
            pub $class = TypeSpec {
                name: $name,
                module: "decimal",
                doc: Some($doc),
                base: Some(|| $base),
                more_bases: &[$(|| $more),*],
                flags: flags::BASE | flags::MUTABLE,
                ..TypeSpec::DEFAULT
            });*
        }

        /// All of them.
        pub static EXCEPTIONS: &[&StaticType] = &[$(&$class),*];
    };
}

exceptions! {
    DECIMAL_EXCEPTION = "DecimalException", &exceptions::ARITHMETIC_ERROR, [],
        "What decimal operations raise.";
    CLAMPED = "Clamped", DECIMAL_EXCEPTION.as_ref(), [], "An exponent was changed to fit.";
    ROUNDED = "Rounded", DECIMAL_EXCEPTION.as_ref(), [], "Digits were dropped.";
    INEXACT = "Inexact", DECIMAL_EXCEPTION.as_ref(), [], "Digits other than zeros were dropped.";
    SUBNORMAL = "Subnormal", DECIMAL_EXCEPTION.as_ref(), [], "A result is subnormal.";
    DIVISION_BY_ZERO = "DivisionByZero", DECIMAL_EXCEPTION.as_ref(),
        [&exceptions::ZERO_DIVISION_ERROR], "A number was divided by zero.";
    FLOAT_OPERATION = "FloatOperation", DECIMAL_EXCEPTION.as_ref(), [&exceptions::TYPE_ERROR],
        "Floats and decimals were mixed.";
    OVERFLOW = "Overflow", INEXACT.as_ref(), [ROUNDED.as_ref()], "A result is too large.";
    UNDERFLOW = "Underflow", INEXACT.as_ref(), [ROUNDED.as_ref(), SUBNORMAL.as_ref()],
        "A result was rounded to a subnormal number or to zero.";
    INVALID_OPERATION = "InvalidOperation", DECIMAL_EXCEPTION.as_ref(), [],
        "An operation has no result.";
    CONVERSION_SYNTAX = "ConversionSyntax", INVALID_OPERATION.as_ref(), [],
        "A text is no number.";
    DIVISION_IMPOSSIBLE = "DivisionImpossible", INVALID_OPERATION.as_ref(), [],
        "A quotient has too many digits.";
    DIVISION_UNDEFINED = "DivisionUndefined", INVALID_OPERATION.as_ref(),
        [&exceptions::ZERO_DIVISION_ERROR], "Zero was divided by zero.";
    INVALID_CONTEXT = "InvalidContext", INVALID_OPERATION.as_ref(), [],
        "A context makes no sense.";
}

/// The signals that contexts count, in the order of their dicts.
pub static SIGNALS: [(&StaticType, Signals); 9] = [
    (&INVALID_OPERATION, condition::INVALID),
    (&FLOAT_OPERATION, condition::FLOAT_OPERATION),
    (&DIVISION_BY_ZERO, condition::DIVISION_BY_ZERO),
    (&OVERFLOW, condition::OVERFLOW),
    (&UNDERFLOW, condition::UNDERFLOW),
    (&SUBNORMAL, condition::SUBNORMAL),
    (&INEXACT, condition::INEXACT),
    (&ROUNDED, condition::ROUNDED),
    (&CLAMPED, condition::CLAMPED),
];

/// The conditions that InvalidOperation stands for.
static INVALID: [(&StaticType, Signals); 5] = [
    (&INVALID_OPERATION, condition::INVALID_OPERATION),
    (&CONVERSION_SYNTAX, condition::CONVERSION_SYNTAX),
    (&DIVISION_IMPOSSIBLE, condition::DIVISION_IMPOSSIBLE),
    (&DIVISION_UNDEFINED, condition::DIVISION_UNDEFINED),
    (&INVALID_CONTEXT, condition::INVALID_CONTEXT),
];

/// The exceptions of conditions, those of invalid operations one by one.
pub fn list_of(conditions: Signals) -> Value {
    let of_table = |table: &[(&'static StaticType, Signals)]| -> Vec<Value> {
        let found = table.iter().filter(|(_, bits)| conditions & bits != 0);
        found.map(|(class, _)| class.to_value()).collect()
    };
    let mut found = of_table(&INVALID);
    found.extend(of_table(&SIGNALS[1..]));
    List::new(found).into()
}

/// The signals of conditions.
pub fn signals_of(conditions: Signals) -> Value {
    let found = SIGNALS.iter().filter(|(_, bits)| conditions & bits != 0);
    List::new(found.map(|(class, _)| class.to_value()).collect()).into()
}

/// The exception that conditions raise.
#[cold]
pub fn raised(vm: &Vm, conditions: Signals) -> Raised {
    let class: &Ref<Type> = SIGNALS
        .iter()
        .find(|(_, bits)| conditions & bits != 0)
        .map_or(INVALID_OPERATION.as_ref(), |(class, _)| class.as_ref());
    vm.error_with(class, vec![list_of(conditions)])
}

/// The bits of a signal, by its exception; of a condition of invalid operations too, where
/// `with_conditions` says so.
pub fn bits_of(class: &Value, with_conditions: bool) -> Option<Signals> {
    let of_table = |table: &[(&'static StaticType, Signals)]| {
        let found = table.iter().find(|(known, _)| class.is(known.as_value()));
        found.map(|(_, bits)| *bits)
    };
    of_table(&SIGNALS).or_else(|| match with_conditions {
        true => of_table(&INVALID),
        false => None,
    })
}

/// The names of the signals of conditions, in the order in which contexts show them.
pub fn names_of(conditions: Signals) -> String {
    const NAMES: [(Signals, &str); 8] = [
        (condition::CLAMPED, "Clamped"),
        (condition::DIVISION_BY_ZERO, "DivisionByZero"),
        (condition::INEXACT, "Inexact"),
        (condition::FLOAT_OPERATION, "FloatOperation"),
        (condition::OVERFLOW, "Overflow"),
        (condition::ROUNDED, "Rounded"),
        (condition::SUBNORMAL, "Subnormal"),
        (condition::UNDERFLOW, "Underflow"),
    ];
    let invalid = conditions & condition::INVALID;
    let mut names: Vec<(Signals, &str)> = NAMES
        .into_iter()
        .filter(|(bit, _)| conditions & bit != 0)
        .collect();
    if invalid != 0 {
        // It stands where the first of its conditions does.
        names.push((1 << invalid.trailing_zeros(), "InvalidOperation"));
    }
    names.sort_unstable();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    names.join(", ")
}
