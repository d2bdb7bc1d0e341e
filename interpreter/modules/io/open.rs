//! `open`, and small functions of the module.

use vm::native::{Method, required};
use vm::objects::exceptions::{self, Exception};
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::buffered::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::file::FILE_IO;
use super::text::TEXT_IO_WRAPPER;
use crate::arguments::{int, optional, truth};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "open",
        "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open,
        "Opens a file.",
    ),
    Method::new(
        "open_code",
        "($module, /, path)",
        open_code,
        "Opens a file of code.",
    ),
    Method::new(
        "text_encoding",
        "($module, encoding, stacklevel=2, /)",
        text_encoding,
        "The name of the encoding to use.",
    ),
];

/// What the characters of a mode say.
struct Mode {
    raw: String,
    kind: u8,
    updating: bool,
    binary: bool,
}

fn parse_mode(vm: &Vm, mode: &str) -> Result<Mode> {
    let invalid = || vm.value_error(format!("invalid mode: '{mode}'"));
    let (mut kind, mut updating, mut text, mut binary) = (0, false, false, false);
    let mut count = 0;
    for (place, character) in mode.char_indices() {
        if mode[..place].contains(character) {
            return Err(invalid());
        }
        match character {
            'x' | 'r' | 'w' | 'a' => {
                kind = character as u8;
                count += 1;
            }
            '+' => updating = true,
            't' => text = true,
            'b' => binary = true,
            _ => return Err(invalid()),
        }
    }
    if text && binary {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    if count > 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    let raw = mode
        .chars()
        .filter(|character| "xrwa+".contains(*character))
        .collect();
    Ok(Mode {
        raw,
        kind,
        updating,
        binary,
    })
}

fn open(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = required(arguments, 0);
    let text_argument = |position: usize, name: &str| match optional(arguments, position) {
        Some(value) if value.downcast::<Str>().is_none() => Err(vm.type_error(format!(
            "open() argument '{name}' must be str or None, not {}",
            vm.found_argument(value)
        ))),
        value => Ok(value.cloned()),
    };
    let mode_value = arguments
        .get(1)
        .cloned()
        .flatten()
        .unwrap_or_else(|| Str::value("r"));
    let mode = vm
        .expect_str_argument(&mode_value, "open", "'mode'")?
        .to_text();
    let mut buffering = int(vm, arguments, 2, -1)?;
    let encoding = text_argument(3, "encoding")?;
    let errors = text_argument(4, "errors")?;
    let newline = text_argument(5, "newline")?;
    let closes = truth(vm, arguments, 6, true)?;
    let opener = optional(arguments, 7).cloned().unwrap_or(Value::NONE);
    let file = match file.is_int() {
        true => file.clone(),
        false => crate::paths::fspath(vm, file)?,
    };
    let parsed = parse_mode(vm, &mode)?;
    for (value, name) in [
        (&encoding, "an encoding"),
        (&errors, "an errors"),
        (&newline, "a newline"),
    ] {
        if parsed.binary && value.is_some() {
            return Err(vm.value_error(format!("binary mode doesn't take {name} argument")));
        }
    }
    if parsed.binary && buffering == 1 {
        vm.warn(
            &exceptions::RUNTIME_WARNING,
            "line buffering (buffering=1) isn't supported in binary mode, \
             the default buffer size will be used",
            1,
        )?;
    }
    let raw_mode = Str::value(format!("{}b", parsed.raw));
    let raw = vm.call(
        FILE_IO.as_value(),
        &[file, raw_mode, Value::bool(closes), opener],
    )?;
    let result = wrap(
        vm,
        &raw,
        &parsed,
        &mode,
        &mut buffering,
        encoding,
        errors,
        newline,
    );
    if result.is_err()
        && let Err(second) = vm.call_method(&raw, "close", &[])
    {
        vm.unraisable(second, Some(&raw));
    }
    result
}

#[allow(clippy::too_many_arguments, reason = "the parameters of open()")]
fn wrap(
    vm: &Vm,
    raw: &Value,
    parsed: &Mode,
    mode: &str,
    buffering: &mut i32,
    encoding: Option<Value>,
    errors: Option<Value>,
    newline: Option<Value>,
) -> Result<Value> {
    let is_terminal = *buffering < 0 && vm.call_method(raw, "isatty", &[])?.is_true();
    let line_buffering = (*buffering == 1 || is_terminal) && !parsed.binary;
    if *buffering == 1 || is_terminal {
        *buffering = -1;
    }
    let size = match usize::try_from(*buffering) {
        Ok(size) => Value::from(size),
        Err(_) => vm.get_attribute(raw, &vm.intern("_blksize"))?,
    };
    if *buffering == 0 {
        if !parsed.binary {
            return Err(vm.value_error("can't have unbuffered text I/O"));
        }
        return Ok(raw.clone());
    }
    let size = match size.as_i64() {
        Some(size) if *buffering < 0 && size <= 1 => Value::from(super::DEFAULT_BUFFER_SIZE),
        _ => size,
    };
    let class = match (parsed.updating, parsed.kind) {
        (true, _) => &BUFFERED_RANDOM,
        (false, b'r') => &BUFFERED_READER,
        (false, b'w' | b'x' | b'a') => &BUFFERED_WRITER,
        _ => return Err(vm.value_error(format!("unknown mode: '{mode}'"))),
    };
    let buffer = vm.call(class.as_value(), &[raw.clone(), size])?;
    if parsed.binary {
        return Ok(buffer);
    }
    let arguments = [
        buffer,
        encoding.unwrap_or(Value::NONE),
        errors.unwrap_or(Value::NONE),
        newline.unwrap_or(Value::NONE),
        Value::bool(line_buffering),
    ];
    let wrapper = vm.call(TEXT_IO_WRAPPER.as_value(), &arguments)?;
    vm.set_attribute(&wrapper, &vm.intern("mode"), &Str::value(mode))?;
    Ok(wrapper)
}

fn open_code(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = required(arguments, 0);
    vm.expect_str_argument(path, "open_code", "'path'")?;
    let open = vm.import_attribute("_io", "open")?;
    vm.call(&open, &[path.clone(), Str::value("rb")])
}

fn text_encoding(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    int(vm, arguments, 1, 2)?;
    Ok(match optional(arguments, 0) {
        Some(encoding) => encoding.clone(),
        None => Str::value(if vm.shared().options.utf8_mode {
            "utf-8"
        } else {
            "locale"
        }),
    })
}

/// `__reduce__` of streams.
pub fn cannot_pickle(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Err(vm.type_error(format!(
        "cannot pickle '{}' instances",
        required(arguments, 0).class().short_name()
    )))
}

/// The result of the second of two steps that are both taken; the first one's exception becomes
/// the context of the second's.
pub fn both(first: Result<Value>, second: Result<Value>) -> Result<Value> {
    match (first, second) {
        (Err(first), Err(second)) => {
            if let Some(exception) = second.0.downcast::<Exception>()
                && !second.0.is(&first.0)
            {
                exception.set_context(Some(first.0));
            }
            Err(Raised(second.0))
        }
        (Err(first), Ok(_)) => Err(first),
        (Ok(_), second) => second,
    }
}

/// An offset in a file.
pub fn offset(vm: &Vm, value: &Value) -> Result<i64> {
    let index = vm.index(value)?;
    index
        .as_i64()
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C long"))
}

/// Warns of something that was not closed.
pub fn warn_resource(vm: &Vm, message: &str, source: &Value) -> Result<()> {
    let warn = vm.import_attribute("_warnings", "warn")?;
    let class = exceptions::RESOURCE_WARNING.to_value();
    let arguments = [Str::value(message), class, Value::int(1), source.clone()];
    vm.call(&warn, &arguments).map(drop)
}
