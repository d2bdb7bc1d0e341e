//! `_csv.writer`: rows as lines.

use primitives::text::wtf8::Wtf8Buf;
use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::exceptions;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, cannot_create, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::dialect::{ALL, Dialect, NON_NUMERIC, NONE, NOT_NULL, STRINGS, dialect_of};
use super::{call_dialect, error, one_or_two};
use crate::support::{is_callable, member, of};

/// The payload of a writer.
pub struct Writer {
    write: Value,
    dialect: Value,
}

payload!(Writer, WRITER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.write);
        visit(&self.dialect);
    }
});

static_type! {
    /// `_csv.writer`
    pub WRITER = TypeSpec {
        name: "writer",
        module: "_csv",
        doc: Some("Writes rows as lines."),
        layout: Some(<Writer as Payload>::layout),
        flags: flags::BASE | flags::NO_INSTANTIATION,
        slots: Slots {
            new: Some(|vm, class, _| cannot_create(vm, class)),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("writerow", "($self, object, /)", |vm, it| {
                write_row(vm, of(required(it, 0)), required(it, 1))
            }, "Writes a row."),
            Method::new("writerows", "($self, object, /)", |vm, it| {
                let rows = vm.iter(required(it, 1))?;
                while let Some(row) = vm.next_or_stop(&rows)? {
                    write_row(vm, of(required(it, 0)), &row)?;
                }
                Ok(Value::NONE)
            }, "Writes rows."),
        ],
        properties: &[member("dialect", |_, this| Ok(of::<Writer>(this).dialect.clone()))],
        ..TypeSpec::DEFAULT
    };
}

pub(super) fn new(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (file, given) = one_or_two(vm, &arguments)?;
    let write = match vm.find_attribute_by(file, "write")? {
        Some(write) if is_callable(&write) => write,
        _ => return Err(vm.type_error("argument 1 must have a \"write\" method")),
    };
    let dialect = call_dialect(vm, given, &arguments)?;
    Ok(Ref::new(Writer { write, dialect }).into())
}

/// A line that is being made.
struct Line<'a> {
    vm: &'a Vm,
    dialect: &'a Dialect,
    text: Wtf8Buf,
    fields: usize,
}

impl Line<'_> {
    /// Adds a field; nothing for a missing value.
    fn add(&mut self, field: Option<&Ref<Str>>, mut is_quoted: bool) -> Result<()> {
        let dialect = self.dialect;
        let is_space = dialect.delimiter == u32::from(' ');
        if field.is_none_or(|field| field.is_empty()) && is_space && dialect.skips_spaces {
            let is_missing = field.is_none() && [STRINGS, NOT_NULL].contains(&dialect.quoting);
            if dialect.quoting == NONE || is_missing {
                return Err(error(
                    self.vm,
                    "empty field must be quoted if delimiter is a space and skipinitialspace is \
                     true",
                ));
            }
            is_quoted = true;
        }
        if self.fields > 0 {
            self.text.push(dialect.delimiter);
        }
        self.fields += 1;
        let Some(field) = field else {
            return self.add_text(Wtf8Buf::with_capacity(0), is_quoted);
        };
        let mut text = Wtf8Buf::with_capacity(field.as_bytes().len());
        for point in field.as_wtf8().code_points() {
            is_quoted |= self.add_point(&mut text, point)?;
        }
        self.add_text(text, is_quoted)
    }

    fn add_text(&mut self, text: Wtf8Buf, is_quoted: bool) -> Result<()> {
        let quote = self.dialect.quote.filter(|_| is_quoted);
        if let Some(quote) = quote {
            self.text.push(quote);
        }
        self.text.push_wtf8(&text);
        if let Some(quote) = quote {
            self.text.push(quote);
        }
        Ok(())
    }

    /// Adds a character of a field, escaped where need be; whether the field must be quoted.
    fn add_point(&self, text: &mut Wtf8Buf, point: u32) -> Result<bool> {
        let dialect = self.dialect;
        let (is_quote, is_escape) = (Some(point) == dialect.quote, Some(point) == dialect.escape);
        let means_something = is_quote
            || is_escape
            || point == dialect.delimiter
            || point == u32::from('\n')
            || point == u32::from('\r')
            || dialect.terminates(point);
        let mut must_quote = false;
        if means_something {
            let doubles = is_quote && dialect.doubles_quotes;
            let must_escape = match dialect.quoting {
                NONE => true,
                _ => (is_quote && !doubles) || (is_escape && !is_quote),
            };
            if must_escape {
                let Some(escape) = dialect.escape else {
                    return Err(error(self.vm, "need to escape, but no escapechar set"));
                };
                text.push(escape);
            } else {
                if doubles {
                    text.push(point);
                }
                must_quote = true;
            }
        }
        text.push(point);
        Ok(must_quote)
    }
}

fn write_row(vm: &Vm, writer: &Writer, row: &Value) -> Result<Value> {
    let dialect = dialect_of(&writer.dialect);
    let fields = vm
        .iter(row)
        .map_err(|raised| match raised.is(&exceptions::TYPE_ERROR) {
            true => error(vm, format!("iterable expected, not {}", row.class().name())),
            false => raised,
        })?;
    let mut line = Line {
        vm,
        dialect,
        text: Wtf8Buf::with_capacity(64),
        fields: 0,
    };
    let mut ends_with_missing = false;
    while let Some(field) = vm.next_or_stop(&fields)? {
        let text = field.downcast::<Str>();
        let is_quoted = match dialect.quoting {
            NON_NUMERIC => !is_number(&field),
            ALL => true,
            STRINGS => text.is_some(),
            NOT_NULL => !field.is_none(),
            _ => false,
        };
        ends_with_missing = field.is_none();
        match text {
            Some(text) => line.add(Some(text), is_quoted)?,
            None if field.is_none() => line.add(None, is_quoted)?,
            None => line.add(Some(&vm.str(&field)?), is_quoted)?,
        }
    }
    if line.fields > 0 && line.text.is_empty() {
        let is_missing = ends_with_missing && [STRINGS, NOT_NULL].contains(&dialect.quoting);
        if dialect.quoting == NONE || is_missing {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.add(None, true)?;
    }
    line.text.push_wtf8(dialect.terminator.as_wtf8());
    vm.call(&writer.write, &[Str::from_wtf8(&line.text).into()])
}

/// What `PyNumber_Check` says.
fn is_number(value: &Value) -> bool {
    let slots = value.class().slots();
    slots.index.is_some()
        || slots.int.is_some()
        || slots.float.is_some()
        || value.downcast::<vm::objects::complex::Complex>().is_some()
}
