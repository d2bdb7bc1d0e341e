//! Making text streams, and changing their parameters.

use vm::call::Arguments;
use vm::native::{Signature, bind, required};
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Decoded, NewlineMode, TextIo, of};
use crate::io::base::unsupported;
use crate::io::decoder::{Encoding, TextDecoder, lookup};
use crate::io::newline::Newlines;
use crate::io::string_io::newline_value;

impl NewlineMode {
    fn of(newline: Option<&'static str>) -> NewlineMode {
        NewlineMode {
            universal: newline.is_none_or(str::is_empty),
            translate: newline.is_none(),
            end: newline.filter(|newline| !newline.is_empty()),
            write: match newline {
                Some(end @ ("\r" | "\r\n")) => Some(end),
                _ => None,
            },
        }
    }

    fn decoder(self) -> Option<Newlines> {
        self.universal.then(|| Newlines::new(self.translate))
    }
}

/// A text stream over a plain buffered stream, made natively, in UTF-8.
pub fn over(
    vm: &Vm,
    buffer: Value,
    errors: &str,
    readable: bool,
    seekable: bool,
    line_buffering: bool,
    write_through: bool,
) -> Result<Ref<TextIo>> {
    let stream = TextIo::default();
    let newline = if readable {
        NewlineMode::of(None)
    } else {
        NewlineMode::of(Some("\n"))
    };
    *stream.encoding_name.borrow_mut() = Str::value("utf-8");
    *stream.errors.borrow_mut() = Str::value(errors);
    stream.newline.set(newline);
    stream.line_buffering.set(line_buffering);
    stream.write_through.set(write_through);
    stream.readable.set(readable);
    stream.writable.set(!readable);
    stream.seekable.set(seekable);
    stream.telling.set(seekable);
    stream.has_read1.set(true);
    if readable {
        let names = (Str::value("utf-8"), Str::value(errors));
        let decoder = TextDecoder::new(vm, Encoding::Utf8, names, newline.decoder())?;
        *stream.decoder.borrow_mut() = Some(decoder);
    }
    stream.ready.set(true);
    drop(stream.buffer.replace(Some(buffer)));
    Ok(Ref::new(stream))
}

fn optional_text(
    vm: &Vm,
    value: Option<&Value>,
    function: &str,
    name: &str,
) -> Result<Option<Ref<Str>>> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    match value.downcast::<Str>() {
        Some(text) if text.as_bytes().contains(&0) => {
            Err(vm.value_error("embedded null character"))
        }
        Some(text) => Ok(Some(text.clone())),
        None => Err(vm.type_error(format!(
            "{function}() argument '{name}' must be str or None, not {}",
            vm.found_argument(value)
        ))),
    }
}

fn newline_of(vm: &Vm, text: &Ref<Str>) -> Result<&'static str> {
    newline_value(text).ok_or_else(|| vm.value_error(format!("illegal newline value: {text}")))
}

pub(super) fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "TextIOWrapper",
        "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let stream = of(this);
    stream.ready.set(false);
    stream.detached.set(false);
    let text = |position: usize, name: &str| {
        optional_text(vm, bound.optional(position), "TextIOWrapper", name)
    };
    let encoding = text(1, "encoding")?;
    let errors = match bound.optional(2) {
        Some(errors) if !errors.is_none() && errors.downcast::<Str>().is_none() => {
            return Err(vm.type_error(format!(
                "TextIOWrapper() argument 'errors' must be str or None, not {}",
                vm.found_argument(errors)
            )));
        }
        _ => text(2, "errors")?,
    };
    let newline = text(3, "newline")?
        .map(|newline| newline_of(vm, &newline))
        .transpose()?;
    let line_buffering = bound
        .optional(4)
        .map_or(Ok(false), |value| vm.is_true(value))?;
    let write_through = bound
        .optional(5)
        .map_or(Ok(false), |value| vm.is_true(value))?;
    let encoding = match encoding {
        Some(name) if name.as_bytes() == b"locale" => locale_encoding(vm),
        Some(name) => name,
        None => locale_encoding(vm),
    };
    vm::objects::codecs::check_names(vm, None, errors.as_ref())?;
    let errors = errors.unwrap_or_else(|| Str::from("strict"));
    let buffer = bound.required(0).clone();
    stream.set_codec(vm, &encoding, &errors)?;
    stream.newline.set(NewlineMode::of(newline));
    stream.line_buffering.set(line_buffering);
    stream.write_through.set(write_through);
    stream.chunk_size.set(crate::io::DEFAULT_BUFFER_SIZE);
    stream.pending.borrow_mut().clear();
    *stream.decoded.borrow_mut() = Decoded::default();
    connect(vm, stream, buffer)
}

/// The encoding of the locale, which is always UTF-8 here.
fn locale_encoding(vm: &Vm) -> Ref<Str> {
    Str::from(if vm.shared().options.utf8_mode {
        "utf-8"
    } else {
        "UTF-8"
    })
}

/// Learns what the buffer can do, and makes decoder and encoder.
fn connect(vm: &Vm, stream: &TextIo, buffer: Value) -> Result<()> {
    let ask = |method: &str| -> Result<bool> {
        let answer = vm.call_method(&buffer, method, &[])?;
        vm.is_true(&answer)
    };
    let readable = ask("readable")?;
    let writable = ask("writable")?;
    let seekable = ask("seekable")?;
    stream.readable.set(readable);
    stream.writable.set(writable);
    stream.seekable.set(seekable);
    stream.telling.set(seekable);
    stream
        .has_read1
        .set(vm.find_attribute_by(&buffer, "read1")?.is_some());
    drop(stream.buffer.replace(Some(buffer.clone())));
    stream.make_coders(vm)?;
    stream.ready.set(true);
    stream.closed.set(false);
    stream.skip_start_of_stream(vm, &buffer)
}

impl TextIo {
    fn set_codec(&self, vm: &Vm, encoding: &Ref<Str>, errors: &Ref<Str>) -> Result<()> {
        let known = Encoding::of(&encoding.to_text());
        if known == Encoding::Other {
            lookup(vm, encoding.as_value())?;
        }
        self.encoding.set(known);
        drop(self.encoding_name.replace(encoding.to_value()));
        drop(self.errors.replace(errors.to_value()));
        Ok(())
    }

    fn make_coders(&self, vm: &Vm) -> Result<()> {
        let encoding = self.encoding_name.borrow().clone();
        let errors = self.errors.borrow().clone();
        let decoder = match self.readable.get() {
            true => {
                let names = (encoding.clone(), errors.clone());
                let newlines = self.newline.get().decoder();
                Some(TextDecoder::new(vm, self.encoding.get(), names, newlines)?)
            }
            false => None,
        };
        drop(self.decoder.replace(decoder));
        let encoder = match self.writable.get() && self.encoding.get() == Encoding::Other {
            true => {
                let info = lookup(vm, &encoding)?;
                let make = vm.get_attribute(&info, &vm.intern("incrementalencoder"))?;
                Some(vm.call(&make, &[errors])?)
            }
            false => None,
        };
        drop(self.encoder.replace(encoder));
        Ok(())
    }

    /// Where writing does not begin at the start, no mark of the encoding is written.
    fn skip_start_of_stream(&self, vm: &Vm, buffer: &Value) -> Result<()> {
        let encoder = self.encoder.borrow().clone();
        let (Some(encoder), true) = (encoder, self.seekable.get()) else {
            return Ok(());
        };
        let position = vm.call_method(buffer, "tell", &[])?;
        if vm.equal(&position, &Value::int(0))? {
            return Ok(());
        }
        vm.call_method(&encoder, "setstate", &[Value::int(0)])
            .map(drop)
    }
}

pub(super) fn reconfigure(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    let text = |position: usize, name: &str| {
        let value = arguments.get(position).and_then(Option::as_ref);
        optional_text(vm, value, "reconfigure", name)
    };
    let encoding = text(1, "encoding")?;
    let errors = text(2, "errors")?;
    let newline_given = matches!(arguments.get(3), Some(Some(_)));
    let newline = text(3, "newline")?;
    let has_read = stream.decoder.borrow().is_some() && stream.decoded.borrow().started;
    if has_read && (encoding.is_some() || errors.is_some() || newline_given) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let newline = newline
        .map(|newline| newline_of(vm, &newline))
        .transpose()?;
    let choice = |position: usize, now: bool| match crate::arguments::optional(arguments, position)
    {
        Some(value) if value.is_int() => vm.is_true(value),
        Some(value) => Ok(vm.to_i32(value)? != 0),
        None => Ok(now),
    };
    let line_buffering = choice(4, stream.line_buffering.get())?;
    let write_through = choice(5, stream.write_through.get())?;
    vm.call_method(this, "flush", &[])?;
    if encoding.is_some() || errors.is_some() || newline_given {
        change_codec(vm, stream, encoding, errors, newline_given, newline)?;
    }
    stream.line_buffering.set(line_buffering);
    stream.write_through.set(write_through);
    Ok(Value::NONE)
}

fn change_codec(
    vm: &Vm,
    stream: &TextIo,
    encoding: Option<Ref<Str>>,
    errors: Option<Ref<Str>>,
    newline_given: bool,
    newline: Option<&'static str>,
) -> Result<()> {
    let present = |value: &vm::objects::guarded::Guarded<Value>| {
        value
            .borrow()
            .downcast::<Str>()
            .cloned()
            .unwrap_or_else(|| Str::from("strict"))
    };
    let errors = match (&encoding, errors) {
        (_, Some(errors)) => errors,
        (Some(_), None) => Str::from("strict"),
        (None, None) => present(&stream.errors),
    };
    let encoding = match encoding {
        Some(name) if name.as_bytes() == b"locale" => locale_encoding(vm),
        Some(name) => name,
        None => present(&stream.encoding_name),
    };
    stream.set_codec(vm, &encoding, &errors)?;
    if newline_given {
        stream.newline.set(NewlineMode::of(newline));
    }
    stream.make_coders(vm)?;
    let buffer = stream.buffer(vm)?;
    stream.skip_start_of_stream(vm, &buffer)
}
