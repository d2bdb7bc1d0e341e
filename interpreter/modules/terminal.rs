//! Module `termios`: how terminals treat what is typed and shown.

mod constants;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::paths::descriptor_of;
use crate::system_calls::terminals::{self, Mode};

/// `termios`
pub static MODULE: NativeModule = NativeModule {
    name: "termios",
    doc: Some("How terminals treat what is typed and shown."),
    functions: &[
        Method::new(
            "tcgetattr",
            "($module, fd, /)",
            attributes,
            "The settings of a terminal.",
        ),
        Method::new(
            "tcsetattr",
            "($module, fd, when, attributes, /)",
            set_attributes,
            "Changes the settings of a terminal.",
        ),
        Method::new(
            "tcsendbreak",
            "($module, fd, duration, /)",
            |vm, it| simple(vm, it, terminals::send_break),
            "Sends a break.",
        ),
        Method::new(
            "tcdrain",
            "($module, fd, /)",
            |vm, it| simple(vm, it, |terminal, _| terminals::drain(terminal)),
            "Waits until all has been shown.",
        ),
        Method::new(
            "tcflush",
            "($module, fd, queue, /)",
            |vm, it| simple(vm, it, terminals::flush),
            "Throws away what waits.",
        ),
        Method::new(
            "tcflow",
            "($module, fd, action, /)",
            |vm, it| simple(vm, it, terminals::flow),
            "Halts or goes on.",
        ),
        Method::new(
            "tcgetwinsize",
            "($module, fd, /)",
            size,
            "Rows and columns.",
        ),
        Method::new(
            "tcsetwinsize",
            "($module, fd, winsize, /)",
            set_size,
            "Sets rows and columns.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&ERROR);
        module.set(vm, "error", ERROR.to_value());
        for (name, number) in constants::NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
        Ok(())
    },
};

static_type! {
    /// `termios.error`
    pub ERROR = TypeSpec {
        name: "error",
        module: "termios",
        base: Some(|| exceptions::EXCEPTION.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

fn failed(vm: &Vm, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(libc::EIO);
    let text = vm::objects::exceptions::os_error::error_text(number);
    vm.error_with(&ERROR, vec![Value::int(number.into()), Str::value(text)])
}

/// The terminal of an argument.
fn terminal(vm: &Vm, arguments: &[Option<Value>]) -> Result<i32> {
    descriptor_of(vm, required(arguments, 0))
}

/// A call with a terminal and perhaps a number.
fn simple(
    vm: &Vm,
    arguments: &[Option<Value>],
    call: fn(i32, i32) -> std::io::Result<i32>,
) -> Result<Value> {
    let terminal = terminal(vm, arguments)?;
    let number = match arguments.get(1) {
        Some(Some(value)) => vm.to_i32(value)?,
        _ => 0,
    };
    let result = vm.allow_threads(|| call(terminal, number));
    result.map_err(|error| failed(vm, &error))?;
    Ok(Value::NONE)
}

fn attributes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let terminal = terminal(vm, arguments)?;
    let mode = terminals::mode(terminal).map_err(|error| failed(vm, &error))?;
    let mut characters: Vec<Value> = mode
        .characters
        .iter()
        .map(|it| Bytes::value([*it]))
        .collect();
    if mode.flags[3] & u32::from(libc::ICANON as u16) == 0 {
        for place in [libc::VMIN, libc::VTIME] {
            characters[place] = Value::int(mode.characters[place].into());
        }
    }
    let mut items: Vec<Value> = mode
        .flags
        .iter()
        .map(|it| Value::int((*it).into()))
        .collect();
    items.extend(mode.speeds.map(|it| Value::int(it.into())));
    items.push(List::new(characters).into());
    Ok(List::new(items).into())
}

fn set_attributes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let terminal = terminal(vm, arguments)?;
    let when = vm.to_i32(required(arguments, 1))?;
    let items = required(arguments, 2)
        .downcast::<List>()
        .map(|it| it.to_vec());
    let Some(items) = items.filter(|items| items.len() == 7) else {
        return Err(vm.type_error("tcsetattr, arg 3: must be 7 element list"));
    };
    let number = |position: usize| vm.to_i64(&items[position]).map(|number| number as u32);
    let old = terminals::mode(terminal).map_err(|error| failed(vm, &error))?;
    let mut mode = Mode {
        flags: [number(0)?, number(1)?, number(2)?, number(3)?],
        speeds: [number(4)?, number(5)?],
        characters: old.characters,
    };
    let characters = items[6].downcast::<List>().map(|it| it.to_vec());
    let wanted = mode.characters.len();
    let Some(characters) = characters.filter(|it| it.len() == wanted) else {
        return Err(vm.type_error(format!(
            "tcsetattr: attributes[6] must be {wanted} element list"
        )));
    };
    for (place, value) in mode.characters.iter_mut().zip(&characters) {
        *place = match value.downcast::<Bytes>() {
            Some(bytes) if bytes.len() == 1 => bytes.as_bytes()[0],
            None if value.is_int() => vm.to_i64(value)? as u8,
            _ => {
                return Err(vm.type_error(
                    "tcsetattr: elements of attributes must be characters or integers",
                ));
            }
        };
    }
    let result = vm.allow_threads(|| terminals::set_mode(terminal, when, &mode));
    result.map_err(|error| failed(vm, &error))?;
    Ok(Value::NONE)
}

fn size(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let terminal = terminal(vm, arguments)?;
    let size = terminals::size(terminal).map_err(|error| failed(vm, &error))?;
    let [rows, columns, ..] = size.map(|it| Value::int(it.into()));
    Ok(Tuple::pair(rows, columns).into())
}

fn set_size(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let terminal = terminal(vm, arguments)?;
    let message = "tcsetwinsize, arg 2: must be a two-item sequence";
    let given = required(arguments, 1);
    if !vm.is_sequence(given) {
        return Err(vm.type_error(message));
    }
    let [rows, columns] = &vm.collect(given)?[..] else {
        return Err(vm.type_error(message));
    };
    let (rows, columns) = (vm.to_i64(rows)?, vm.to_i64(columns)?);
    let mut size = terminals::size(terminal).map_err(|error| failed(vm, &error))?;
    let (Ok(rows), Ok(columns)) = (u16::try_from(rows), u16::try_from(columns)) else {
        return Err(vm.overflow_error("winsize value(s) out of range."));
    };
    (size[0], size[1]) = (rows, columns);
    terminals::set_size(terminal, size).map_err(|error| failed(vm, &error))?;
    Ok(Value::NONE)
}
