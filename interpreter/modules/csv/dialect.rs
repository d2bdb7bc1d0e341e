//! `_csv.Dialect`: how rows are written as lines.

use vm::call::Arguments;
use vm::native::{Method, Property, Signature};
use vm::objects::heap::{Payload, Ref};
use vm::objects::int_type::INT;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::find_dialect;
use crate::arguments::bind_nameless;
use crate::support::{member, of};

pub(super) const MINIMAL: i32 = 0;
pub(super) const ALL: i32 = 1;
pub(super) const NON_NUMERIC: i32 = 2;
pub(super) const NONE: i32 = 3;
pub(super) const STRINGS: i32 = 4;
pub(super) const NOT_NULL: i32 = 5;

/// The payload of a dialect. Characters are code points.
pub struct Dialect {
    pub(super) delimiter: u32,
    pub(super) quote: Option<u32>,
    pub(super) escape: Option<u32>,
    pub(super) terminator: Ref<Str>,
    pub(super) quoting: i32,
    pub(super) doubles_quotes: bool,
    pub(super) skips_spaces: bool,
    pub(super) is_strict: bool,
}

payload!(Dialect, DIALECT, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.terminator.as_value());
    }
});

static_type! {
    /// `_csv.Dialect`
    pub DIALECT = TypeSpec {
        name: "Dialect",
        module: "_csv",
        doc: Some("How rows are written as lines."),
        layout: Some(<Dialect as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), ..Slots::EMPTY },
        methods: &[
            Method::raw("__reduce__", "", cannot_pickle, "Refuses."),
            Method::raw("__reduce_ex__", "", cannot_pickle, "Refuses."),
        ],
        properties: &[
            member("skipinitialspace", |_, this| Ok(Value::bool(of::<Dialect>(this).skips_spaces))),
            member("doublequote", |_, this| Ok(Value::bool(of::<Dialect>(this).doubles_quotes))),
            member("strict", |_, this| Ok(Value::bool(of::<Dialect>(this).is_strict))),
            Property::new("delimiter", |_, this| Ok(character(Some(of::<Dialect>(this).delimiter)))),
            Property::new("escapechar", |_, this| Ok(character(of::<Dialect>(this).escape))),
            Property::new("lineterminator", |_, this| Ok(of::<Dialect>(this).terminator.to_value())),
            Property::new("quotechar", |_, this| Ok(character(of::<Dialect>(this).quote))),
            Property::new("quoting", |_, this| Ok(Value::int(of::<Dialect>(this).quoting.into()))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn character(point: Option<u32>) -> Value {
    match point {
        Some(point) => Str::from_code_point(point).into(),
        None => Value::NONE,
    }
}

fn cannot_pickle(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let name = arguments
        .values
        .first()
        .map(|this| this.class().full_name());
    let name = name.unwrap_or_default();
    Err(vm.type_error(format!("cannot pickle '{name}' instances")))
}

const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "",
        "(dialect=None, delimiter=',', doublequote=True, escapechar=None, \
         lineterminator='\\r\\n', quotechar='\"', quoting=0, skipinitialspace=False, strict=False)",
    );
    let bound = bind_nameless(vm, &SIGNATURE, arguments)?;
    let mut given: [Option<Value>; 8] =
        std::array::from_fn(|position| bound.optional(position + 1).cloned());
    if let Some(base) = bound.optional(0) {
        let base = match base.downcast::<Str>() {
            Some(_) => find_dialect(vm, base)?,
            None => base.clone(),
        };
        if base.downcast::<Dialect>().is_some() && given.iter().all(Option::is_none) {
            return Ok(base);
        }
        for (value, name) in given.iter_mut().zip(NAMES) {
            if value.is_none() {
                // What the object does not have, or refuses to tell, is as usual.
                *value = vm.get_attribute(&base, &vm.intern(name)).ok();
            }
        }
    }
    let dialect = read(vm, &given)?;
    dialect.check(vm)?;
    Ok(Ref::with_class(class, dialect).into())
}

fn read(vm: &Vm, given: &[Option<Value>; 8]) -> Result<Dialect> {
    let [
        delimiter,
        doubles,
        escape,
        terminator,
        quote,
        quoting,
        skips,
        strict,
    ] = given;
    let truth = |value: &Option<Value>, default: bool| match value {
        Some(value) => vm.is_true(value),
        None => Ok(default),
    };
    let delimiter = match delimiter {
        Some(value) => one_character(vm, value, "delimiter", false)?,
        None => Some(','.into()),
    };
    let doubles_quotes = truth(doubles, true)?;
    let optional = |value: &Option<Value>, name: &str, default: Option<u32>| match value {
        Some(value) => one_character(vm, value, name, true),
        None => Ok(default),
    };
    let escape = optional(escape, "escapechar", None)?;
    let terminator = match terminator {
        None => Some(Str::from("\r\n")),
        Some(value) if value.is_none() => None,
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Some(text.clone()),
            None => return Err(vm.type_error("\"lineterminator\" must be a string")),
        },
    };
    let quote_point = optional(quote, "quotechar", Some('"'.into()))?;
    let quotes = match quoting {
        None => MINIMAL,
        Some(value) if value.class().is(&INT) => vm.to_i32(value)?,
        Some(_) => return Err(vm.type_error("\"quoting\" must be an integer")),
    };
    let (skips_spaces, is_strict) = (truth(skips, false)?, truth(strict, false)?);
    if !(MINIMAL..=NOT_NULL).contains(&quotes) {
        return Err(vm.type_error("bad \"quoting\" value"));
    }
    let Some(delimiter) = delimiter else {
        return Err(vm.type_error("\"delimiter\" must be a 1-character string"));
    };
    let is_unquoted = quote.as_ref().is_some_and(Value::is_none) && quoting.is_none();
    let quoting = if is_unquoted { NONE } else { quotes };
    if quoting != NONE && quote_point.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    let Some(terminator) = terminator else {
        return Err(vm.type_error("lineterminator must be set"));
    };
    Ok(Dialect {
        delimiter,
        quote: quote_point,
        escape,
        terminator,
        quoting,
        doubles_quotes,
        skips_spaces,
        is_strict,
    })
}

fn one_character(vm: &Vm, value: &Value, name: &str, or_none: bool) -> Result<Option<u32>> {
    if or_none && value.is_none() {
        return Ok(None);
    }
    let Some(text) = value.downcast::<Str>() else {
        let what = if or_none { "string or None" } else { "string" };
        return Err(vm.type_error(format!(
            "\"{name}\" must be {what}, not {}",
            value.class().name()
        )));
    };
    let mut points = text.as_wtf8().code_points();
    match (points.next(), points.next()) {
        (Some(point), None) => Ok(Some(point)),
        _ => Err(vm.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

impl Dialect {
    /// Whether a character is part of the line terminator.
    pub(super) fn terminates(&self, point: u32) -> bool {
        self.terminator
            .as_wtf8()
            .code_points()
            .any(|it| it == point)
    }

    fn check(&self, vm: &Vm) -> Result<()> {
        let single = |name: &str, point: Option<u32>, allows_space: bool| {
            let Some(point) = point else {
                return Ok(());
            };
            let is_space = point == u32::from(' ') && !allows_space;
            if point == u32::from('\r') || point == u32::from('\n') || is_space {
                return Err(vm.value_error(format!("bad {name} value")));
            }
            if self.terminates(point) {
                return Err(vm.value_error(format!("bad {name} or lineterminator value")));
            }
            Ok(())
        };
        single("delimiter", Some(self.delimiter), true)?;
        single("escapechar", self.escape, !self.skips_spaces)?;
        single("quotechar", self.quote, !self.skips_spaces)?;
        let delimiter = Some(self.delimiter);
        for (one, other, first, second) in [
            ("delimiter", "escapechar", delimiter, self.escape),
            ("delimiter", "quotechar", delimiter, self.quote),
            ("escapechar", "quotechar", self.escape, self.quote),
        ] {
            if first == second && first.is_some() {
                return Err(vm.value_error(format!("bad {one} or {other} value")));
            }
        }
        Ok(())
    }
}

/// The dialect of a reader or writer.
pub(super) fn dialect_of(value: &Value) -> &Ref<Dialect> {
    of(value)
}

/// For messages that name a character.
pub(super) fn shown(point: Option<u32>) -> String {
    let point = point.unwrap_or(0);
    char::from_u32(point).unwrap_or('\u{FFFD}').to_string()
}
