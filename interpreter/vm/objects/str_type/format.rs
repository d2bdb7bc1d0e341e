//! `str.format`, `str.format_map` and `str.__format__`.

use primitives::number::format::padding_of_text;
use primitives::text::template::{
    Accessor, Argument, Field, Numbering, POSITIONAL_FIELDS, Pieces, TOO_DEEP, TemplateError,
    split_name, unknown_conversion,
};
use primitives::text::{Wtf8, Wtf8Buf};

use super::{escaped_to_ascii, of};
use crate::call::Arguments;
use crate::native::required;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// `str.format`.
pub(super) fn format_template(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some(template) = arguments.positionals().first() else {
        return Err(vm.type_error("unbound method str.format() needs an argument"));
    };
    let source = Source::Arguments(arguments.skip(1));
    fill(vm, of(template), source)
}

/// `str.format_map`.
pub(super) fn format_map(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let source = Source::Mapping(required(arguments, 1));
    fill(vm, of(required(arguments, 0)), source)
}

/// `str.__format__`.
pub(super) fn format_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, specification) = (required(arguments, 0), required(arguments, 1));
    let specification = vm.expect_str_argument(specification, "__format__", "")?;
    if specification.is_empty() {
        return vm.str(this).map(Value::from);
    }
    format_text(vm, of(this), specification).map(Value::from)
}

/// The text laid out by a specification that is not empty.
pub fn format_text(vm: &Vm, text: &Ref<Str>, specification: &Ref<Str>) -> Result<Ref<Str>> {
    let padding = match specification.as_str() {
        Some(plain) if text.as_value().is_exact::<Str>() => {
            padding_of_text(text.len(), plain, "str")
        }
        _ => {
            let name = text.class().name();
            padding_of_text(text.len(), &specification.to_text(), &name)
        }
    };
    let padding = padding.map_err(|error| vm.number_error(error))?;
    if let (true, Ok(fill)) = (text.is_ascii(), u8::try_from(u32::from(padding.fill)))
        && fill.is_ascii()
    {
        let (left, kept) = (padding.left, padding.kept);
        return Ok(Str::from_ascii_with(
            left + kept + padding.right,
            fill,
            |out| {
                out[left..left + kept].copy_from_slice(&text.as_bytes()[..kept]);
            },
        ));
    }
    let mut out = Wtf8Buf::new();
    let push_fill = |out: &mut Wtf8Buf, count| {
        (0..count).for_each(|_| out.push(padding.fill.into()));
    };
    push_fill(&mut out, padding.left);
    out.push_wtf8(text.text().slice(0..padding.kept).value());
    push_fill(&mut out, padding.right);
    Ok(Str::from_wtf8(&out))
}

/// Where fields find their values.
#[derive(Clone, Copy)]
enum Source<'a> {
    Arguments(Arguments<'a>),
    Mapping(&'a Value),
}

struct Filling<'a> {
    vm: &'a Vm,
    source: Source<'a>,
    numbering: Numbering,
}

/// How deep fields are nested in the specifications of others.
const DEEPEST: usize = 2;

fn fill(vm: &Vm, template: &Ref<Str>, source: Source<'_>) -> Result<Value> {
    let bytes = template.as_bytes();
    if !bytes.is_empty() && !bytes.iter().any(|byte| matches!(byte, b'{' | b'}')) {
        // As in CPython, a template without fields is the result itself.
        return Ok(template.to_value());
    }
    let mut filling = Filling {
        vm,
        source,
        numbering: Numbering::default(),
    };
    let mut out = Wtf8Buf::with_capacity(template.as_bytes().len() + 32);
    filling.fill(template.as_wtf8(), DEEPEST, &mut out)?;
    if let Source::Arguments(arguments) = source
        && let Some(first) = arguments.positionals().first()
    {
        return Ok(super::only_if_new(&out, first).into());
    }
    Ok(Str::from_wtf8(&out).into())
}

impl Filling<'_> {
    fn error(&self, error: &TemplateError) -> Raised {
        self.vm.value_error(error.to_string())
    }

    fn fill(&mut self, template: &Wtf8, depth: usize, out: &mut Wtf8Buf) -> Result<()> {
        if depth == 0 {
            return Err(self.error(&TOO_DEEP));
        }
        for piece in Pieces::new(template) {
            let piece = piece.map_err(|error| self.error(&error))?;
            out.push_wtf8(piece.literal);
            if let Some(field) = piece.field {
                self.field(&field, depth, out)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Field<'_>, depth: usize, out: &mut Wtf8Buf) -> Result<()> {
        let vm = self.vm;
        let mut value = self.value(field.name)?;
        if let Some(conversion) = field.conversion {
            value = match char::from_u32(conversion) {
                Some('s') => vm.str(&value)?,
                Some('r') => vm.repr(&value)?,
                Some('a') => escaped_to_ascii(&vm.repr(&value)?),
                _ => return Err(self.error(&unknown_conversion(conversion))),
            }
            .into();
        }
        if field.specification.is_empty() {
            if value.is_exact::<Str>() || value.is_small_int() {
                out.push_wtf8(vm.str(&value)?.as_wtf8());
                return Ok(());
            }
            let empty = vm.intern("");
            out.push_wtf8(vm.format(&value, &empty)?.as_wtf8());
            return Ok(());
        }
        let specification = if field.is_nested {
            let mut text = Wtf8Buf::new();
            self.fill(field.specification, depth - 1, &mut text)?;
            Str::from_wtf8(&text)
        } else {
            Str::from_wtf8(field.specification)
        };
        out.push_wtf8(vm.format(&value, &specification)?.as_wtf8());
        Ok(())
    }

    /// The value that a field's name leads to.
    fn value(&mut self, name: &Wtf8) -> Result<Value> {
        let vm = self.vm;
        let (first, accessors) = split_name(name).map_err(|error| self.error(&error))?;
        let argument = self.numbering.argument(first);
        let mut value = match argument.map_err(|error| self.error(&error))? {
            Argument::Index(index) => self.positional(index)?,
            Argument::Name(name) => self.named(name)?,
        };
        for accessor in accessors {
            value = match accessor.map_err(|error| self.error(&error))? {
                Accessor::Attribute(name) => {
                    vm.get_attribute(&value, &Str::from_wtf8(name).interned())?
                }
                Accessor::Index(index) => vm.get_item(&value, &index.into())?,
                Accessor::Key(key) => vm.get_item(&value, &Str::from_wtf8(key).into())?,
            };
        }
        Ok(value)
    }

    fn positional(&self, index: usize) -> Result<Value> {
        let Source::Arguments(arguments) = self.source else {
            return Err(self.error(&POSITIONAL_FIELDS));
        };
        arguments.positionals().get(index).cloned().ok_or_else(|| {
            self.vm.index_error(format!(
                "Replacement index {index} out of range for positional args tuple"
            ))
        })
    }

    fn named(&self, name: &Wtf8) -> Result<Value> {
        match self.source {
            Source::Arguments(arguments) => {
                let mut keywords = arguments.keywords();
                let found = keywords.find(|(keyword, _)| keyword.as_wtf8() == name);
                found
                    .map(|(_, value)| value.clone())
                    .ok_or_else(|| self.vm.key_error(&Str::from_wtf8(name).into()))
            }
            Source::Mapping(mapping) => self.vm.get_item(mapping, &Str::from_wtf8(name).into()),
        }
    }
}
