//! `SyntaxError`: its attributes, its text, and how the compiler's errors become one.

use super::super::heap::Ref;
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::TypeSpec;
use super::super::value::Value;
use super::base::{self, of};
use super::simple::field;
use super::{INDENTATION_ERROR, SYNTAX_ERROR, TAB_ERROR};
use crate::call::Arguments;
use crate::{Result, Vm};

/// The fields of a SyntaxError, by number.
#[allow(missing_docs, reason = "the attributes")]
pub mod fields {
    pub const MESSAGE: usize = 0;
    pub const FILENAME: usize = 1;
    pub const LINE: usize = 2;
    pub const OFFSET: usize = 3;
    pub const TEXT: usize = 4;
    pub const END_LINE: usize = 5;
    pub const END_OFFSET: usize = 6;
    pub const PRINT_FILE_AND_LINE: usize = 7;
}

pub(super) const SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(init),
        str: Some(str),
        ..Slots::EMPTY
    },
    properties: &[
        field::<{ fields::MESSAGE }>("msg"),
        field::<{ fields::FILENAME }>("filename"),
        field::<{ fields::LINE }>("lineno"),
        field::<{ fields::OFFSET }>("offset"),
        field::<{ fields::TEXT }>("text"),
        field::<{ fields::END_LINE }>("end_lineno"),
        field::<{ fields::END_OFFSET }>("end_offset"),
        field::<{ fields::PRINT_FILE_AND_LINE }>("print_file_and_line"),
    ],
    ..TypeSpec::DEFAULT
};

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    base::init(vm, this, arguments)?;
    let positionals = arguments.positionals();
    if let Some(message) = positionals.first() {
        of(this).set_field(fields::MESSAGE, Some(message.clone()));
    }
    if let [_, details] = positionals {
        let details = vm.collect(details)?;
        if !(4..=6).contains(&details.len()) {
            return Err(vm.type_error(format!(
                "function takes {} {} arguments ({} given)",
                if details.len() < 4 {
                    "at least"
                } else {
                    "at most"
                },
                if details.len() < 4 { 4 } else { 6 },
                details.len()
            )));
        }
        for (number, detail) in (fields::FILENAME..).zip(&details) {
            of(this).set_field(number, Some(detail.clone()));
        }
        if details.len() == 5 {
            return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
        }
    }
    Ok(())
}

fn str(vm: &Vm, this: &Value) -> Result<Value> {
    let shown = |number: usize| of(this).field(number).filter(|value| !value.is_none());
    let message = vm.str_text(&of(this).field(fields::MESSAGE).unwrap_or(Value::NONE))?;
    let filename = shown(fields::FILENAME)
        .and_then(|name| name.downcast::<Str>().map(|name| name.to_text()))
        .map(|name| name.rsplit('/').next().unwrap_or_default().to_owned());
    let line = shown(fields::LINE).filter(|line| line.is_int());
    let line = line.map(|line| vm.str_text(&line)).transpose()?;
    Ok(Str::value(match (filename, line) {
        (Some(filename), Some(line)) => format!("{message} ({filename}, line {line})"),
        (Some(filename), None) => format!("{message} ({filename})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    }))
}

/// Where an error of the compiler is, as the attributes have it.
pub struct Place {
    /// `lineno`, `offset`.
    pub start: (i64, i64),
    /// `end_lineno`, `end_offset`.
    pub end: (i64, Option<i64>),
    /// `text`.
    pub text: Option<Ref<Str>>,
}

/// Which class a compiler's error has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the classes")]
pub enum SyntaxErrorClass {
    Syntax,
    Indentation,
    Tab,
}

impl Vm {
    /// A SyntaxError with its attributes.
    pub fn syntax_error(
        &self,
        class: SyntaxErrorClass,
        message: &str,
        filename: &Value,
        place: Place,
    ) -> crate::Raised {
        let class = match class {
            SyntaxErrorClass::Syntax => &SYNTAX_ERROR,
            SyntaxErrorClass::Indentation => &INDENTATION_ERROR,
            SyntaxErrorClass::Tab => &TAB_ERROR,
        };
        let details = vec![
            filename.clone(),
            Value::int(place.start.0),
            Value::int(place.start.1),
            place.text.map_or(Value::NONE, Value::from),
            Value::int(place.end.0),
            place.end.1.map_or(Value::NONE, Value::int),
        ];
        let raised = self.error_with(
            class,
            vec![Str::value(message), Tuple::new(details.clone()).into()],
        );
        of(&raised.0).set_field(fields::MESSAGE, Some(Str::value(message)));
        for (number, detail) in (fields::FILENAME..).zip(details) {
            of(&raised.0).set_field(number, Some(detail));
        }
        raised
    }
}

impl super::Exception {
    /// Sets `msg` of a SyntaxError that has no place.
    pub fn set_syntax_message(raised: &crate::Raised, message: &str) {
        of(&raised.0).set_field(fields::MESSAGE, Some(Str::value(message)));
    }
}
