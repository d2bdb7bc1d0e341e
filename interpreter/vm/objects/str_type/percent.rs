//! `text % values`, and what it shares with `bytes % values`.

use primitives::number::format::printf;
use primitives::number::integer;
use primitives::text::Wtf8Buf;
use primitives::text::template::{Conversion, Kind, Segment, Segments, Size};

use super::escaped_to_ascii;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::int_type::{INT, digit_limit};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The slot of `%`.
pub fn remainder(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    match left.downcast::<Str>() {
        Some(template) => format(vm, template, right).map(Value::from),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// The values that a template takes, one after the other or by key.
pub struct Values<'a> {
    all: &'a Value,
    kind: Kind,
    /// What is taken from: the tuple's items, or one value.
    source: Source,
    taken: usize,
    is_mapping: bool,
}

enum Source {
    Tuple(Ref<Tuple>),
    One(Value),
}

impl<'a> Values<'a> {
    /// The values behind the operator.
    pub fn new(all: &'a Value, kind: Kind) -> Values<'a> {
        let tuple = all.downcast::<Tuple>();
        let is_text = match kind {
            Kind::Str => all.downcast::<Str>().is_some(),
            Kind::Bytes => {
                all.downcast::<Bytes>().is_some()
                    || all.downcast::<ByteArray>().is_some()
                    || all.downcast::<Str>().is_some()
            }
        };
        Values {
            all,
            kind,
            source: match tuple {
                Some(tuple) => Source::Tuple(tuple.clone()),
                None => Source::One(all.clone()),
            },
            taken: 0,
            is_mapping: tuple.is_none() && !is_text && all.class().slots().getitem.is_some(),
        }
    }

    fn next(&mut self, vm: &Vm) -> Result<Value> {
        let value = match &self.source {
            Source::Tuple(tuple) => tuple.items().get(self.taken).cloned(),
            Source::One(value) => (self.taken == 0).then(|| value.clone()),
        };
        self.taken += 1;
        value.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    fn select(&mut self, vm: &Vm, key: &[u8]) -> Result<()> {
        let key = match self.kind {
            Kind::Str => Str::from_wtf8(primitives::text::Wtf8::from_bytes_trusted(key)).into(),
            Kind::Bytes => Bytes::value(key),
        };
        self.source = Source::One(vm.get_item(self.all, &key)?);
        self.taken = 0;
        Ok(())
    }

    /// Takes what a conversion needs: the value, and the numbers for its stars.
    pub fn take(
        &mut self,
        vm: &Vm,
        conversion: &Conversion<'_>,
    ) -> Result<(Value, printf::Conversion)> {
        if conversion.needs_mapping && !self.is_mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        if let Some(key) = conversion.key {
            self.select(vm, key)?;
        }
        let mut found = printf::Conversion {
            flags: conversion.flags,
            ..printf::Conversion::default()
        };
        found.width = match conversion.width {
            Some(Size::Star) => Some(self.width(vm, &mut found.flags.left)?),
            Some(Size::Fixed(width)) => Some(width),
            None => None,
        };
        found.precision = match conversion.precision {
            Some(Size::Star) => Some(self.precision(vm)?),
            Some(Size::Fixed(precision)) => Some(precision),
            None => None,
        };
        if let Some(problem) = &conversion.problem {
            return Err(vm.value_error(problem.to_string()));
        }
        Ok((self.next(vm)?, found))
    }

    fn star(&mut self, vm: &Vm) -> Result<Value> {
        let value = self.next(vm)?;
        match value.is_int() {
            true => Ok(value),
            false => Err(vm.type_error("* wants int")),
        }
    }

    fn width(&mut self, vm: &Vm, left: &mut bool) -> Result<usize> {
        let width = self.star(vm)?;
        let width = vm.to_isize(&width)?;
        *left |= width < 0;
        Ok(width.unsigned_abs())
    }

    fn precision(&mut self, vm: &Vm) -> Result<usize> {
        let precision = self.star(vm)?;
        match precision
            .as_i64()
            .and_then(|number| i32::try_from(number).ok())
        {
            Some(precision) => Ok(precision.max(0) as usize),
            None => Err(vm.overflow_error("Python int too large to convert to C int")),
        }
    }

    /// A TypeError where values of a tuple are left.
    pub fn finish(&self, vm: &Vm) -> Result<()> {
        let left = match &self.source {
            Source::Tuple(tuple) => self.taken < tuple.items().len(),
            Source::One(_) => self.taken == 0,
        };
        if !left || self.is_mapping {
            return Ok(());
        }
        Err(vm.type_error(match self.kind {
            Kind::Str => "not all arguments converted during string formatting",
            Kind::Bytes => "not all arguments converted during bytes formatting",
        }))
    }
}

/// A number for one of the letters `d`, `i`, `u`, `o`, `x`, `X`.
pub fn format_integer(
    vm: &Vm,
    value: &Value,
    conversion: &printf::Conversion,
    letter: char,
) -> Result<String> {
    let converted;
    let number = match value.as_integer() {
        Some(number) => number,
        None => {
            converted = integer_of(vm, value, letter)?;
            converted
                .as_integer()
                .unwrap_or(crate::objects::int::Integer::Small(0))
        }
    };
    conversion
        .format_integer(number, letter, digit_limit())
        .map_err(|error| vm.number_error(error))
}

fn integer_of(vm: &Vm, value: &Value, letter: char) -> Result<Value> {
    let wanted = if matches!(letter, 'o' | 'x' | 'X') {
        "an integer"
    } else {
        "a real number"
    };
    let wrong = || {
        vm.type_error(format!(
            "%{letter} format: {wanted} is required, not {}",
            value.class().name()
        ))
    };
    let slots = value.class().slots();
    if slots.index.is_none() && slots.int.is_none() && slots.float.is_none() {
        return Err(wrong());
    }
    let result = if matches!(letter, 'o' | 'x' | 'X') {
        vm.index(value)
    } else {
        vm.call(INT.as_value(), std::slice::from_ref(value))
    };
    match result {
        Err(raised) if raised.is(&exceptions::TYPE_ERROR) => Err(wrong()),
        result => result,
    }
}

/// `template % values`.
pub fn format(vm: &Vm, template: &Ref<Str>, all: &Value) -> Result<Ref<Str>> {
    let mut values = Values::new(all, Kind::Str);
    if template.as_value().is_exact::<Str>() && !template.as_bytes().contains(&b'%') {
        values.finish(vm)?;
        return Ok(template.clone());
    }
    let mut out = Wtf8Buf::with_capacity(template.as_bytes().len() + 32);
    let mut segments = Segments::new(template.as_bytes(), Kind::Str);
    // Segments stay where they are made: they are large.
    while let Some(segment) = &segments.next() {
        match segment {
            Segment::Literal(text) => out.push_bytes_trusted(text),
            Segment::Conversion(conversion) => {
                let (value, numbers) = values.take(vm, conversion)?;
                convert(vm, template, conversion, &value, &numbers, &mut out)?;
            }
        }
    }
    values.finish(vm)?;
    Ok(super::only_if_new(&out, all))
}

fn convert(
    vm: &Vm,
    template: &Ref<Str>,
    conversion: &Conversion<'_>,
    value: &Value,
    numbers: &printf::Conversion,
    out: &mut Wtf8Buf,
) -> Result<()> {
    let letter = char::from_u32(conversion.character).unwrap_or('\0');
    if let (Some(number), 'd' | 's') = (value.as_small_int(), letter)
        && *numbers == printf::Conversion::default()
    {
        integer::show_small(number, |digits| out.push_str(digits));
        return Ok(());
    }
    if let Some(number) = value.as_small_int()
        && numbers.show_small(number, letter, |digits| out.push_str(digits))
    {
        return Ok(());
    }
    let text = match letter {
        's' => vm.str(value)?,
        'r' => vm.repr(value)?,
        'a' => escaped_to_ascii(&vm.repr(value)?),
        'c' => character(vm, value)?,
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            out.push_str(&format_integer(vm, value, numbers, letter)?);
            return Ok(());
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = vm.to_f64(value)?;
            let text = numbers.format_float(number, letter);
            out.push_str(&text.map_err(|error| vm.number_error(error))?);
            return Ok(());
        }
        _ => {
            let position = template.text().position(conversion.offset);
            let problem = conversion.unsupported(position, Kind::Str);
            let text = problem
                .map(|problem| problem.to_string())
                .unwrap_or_default();
            return Err(vm.value_error(text));
        }
    };
    if numbers.width.is_none() && (numbers.precision.is_none() || letter == 'c') {
        out.push_wtf8(text.as_wtf8());
        return Ok(());
    }
    let (before, behind, kept) = numbers.padding_of_text(text.len(), letter);
    push_spaces(vm, out, before)?;
    out.push_wtf8(text.text().slice(0..kept).value());
    push_spaces(vm, out, behind)
}

fn push_spaces(vm: &Vm, out: &mut Wtf8Buf, count: usize) -> Result<()> {
    const FEW: &str = "                                ";
    if let Some(few) = FEW.get(..count) {
        out.push_str(few);
        return Ok(());
    }
    if count > isize::MAX as usize / 4 {
        return Err(vm.memory_error(""));
    }
    let mut spaces = Vec::new();
    if spaces.try_reserve_exact(count).is_err() {
        return Err(vm.memory_error(""));
    }
    spaces.resize(count, b' ');
    out.push_bytes_trusted(&spaces);
    Ok(())
}

fn character(vm: &Vm, value: &Value) -> Result<Ref<Str>> {
    let wrong = || vm.type_error("%c requires int or char");
    if let Some(text) = value.downcast::<Str>() {
        return if text.len() == 1 {
            Ok(text.clone())
        } else {
            Err(wrong())
        };
    }
    let index = match vm.index(value) {
        Err(raised) if raised.is(&exceptions::TYPE_ERROR) => return Err(wrong()),
        index => index?,
    };
    match index.as_i64() {
        Some(point @ 0..=0x10_FFFF) => Ok(Str::from_code_point(point as u32)),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}
