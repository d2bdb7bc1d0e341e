//! `OSError`: the class chosen by errno, its attributes and its text.

use super::super::heap::Ref;
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec};
use super::super::value::Value;
use super::base::{self, of};
use super::simple::field;
use super::*;
use crate::call::Arguments;
use crate::native::{Method, Property};
use crate::{Raised, Result, Vm};

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

pub(super) const SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        str: Some(str),
        ..Slots::EMPTY
    },
    methods: &[Method::new(
        "__reduce__",
        "($self, /)",
        reduce,
        "How to pickle it.",
    )],
    properties: &[
        field::<ERRNO>("errno"),
        field::<STRERROR>("strerror"),
        field::<FILENAME>("filename"),
        field::<FILENAME2>("filename2"),
        Property::settable("characters_written", written, set_written),
    ],
    ..TypeSpec::DEFAULT
};

/// The class for an errno.
fn class_of(errno: i64) -> Option<&'static Ref<Type>> {
    let class = match i32::try_from(errno).ok()? {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &BLOCKING_IO_ERROR,
        libc::EPIPE | libc::ESHUTDOWN => &BROKEN_PIPE_ERROR,
        libc::ECHILD => &CHILD_PROCESS_ERROR,
        libc::ECONNABORTED => &CONNECTION_ABORTED_ERROR,
        libc::ECONNREFUSED => &CONNECTION_REFUSED_ERROR,
        libc::ECONNRESET => &CONNECTION_RESET_ERROR,
        libc::EEXIST => &FILE_EXISTS_ERROR,
        libc::ENOENT => &FILE_NOT_FOUND_ERROR,
        libc::EISDIR => &IS_ADIRECTORY_ERROR,
        libc::ENOTDIR => &NOT_ADIRECTORY_ERROR,
        libc::EINTR => &INTERRUPTED_ERROR,
        libc::EACCES | libc::EPERM => &PERMISSION_ERROR,
        libc::ESRCH => &PROCESS_LOOKUP_ERROR,
        libc::ETIMEDOUT => &TIMEOUT_ERROR,
        _ => return None,
    };
    Some(class.as_ref())
}

/// Whether a subclass has its own `__init__` and not its own `__new__`: then `__init__`, and
/// not `__new__`, sets the attributes.
fn init_sets(class: &Ref<Type>) -> bool {
    let same = |one: Option<crate::objects::slots::Init>| {
        one.is_some_and(|function| {
            std::ptr::fn_addr_eq(function, init as crate::objects::slots::Init)
        })
    };
    let own_new = !class
        .slots()
        .new
        .is_some_and(|function| std::ptr::fn_addr_eq(function, new as crate::objects::slots::New));
    !same(class.slots().init) && !own_new
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let positionals = arguments.positionals();
    if init_sets(class) {
        return Ok(Exception::of_class(class, Tuple::empty()).into());
    }
    let mut class = class;
    if class.is(&OS_ERROR)
        && (2..=5).contains(&positionals.len())
        && let Some(errno) = positionals[0].as_i64()
        && let Some(precise) = class_of(errno)
    {
        class = precise;
    }
    let exception = Exception::of_class(class, Tuple::from_slice(positionals)).into_value();
    base::no_keywords(vm, &exception, &arguments)?;
    set_attributes(vm, &exception, positionals)?;
    Ok(exception)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    if !init_sets(this.class()) {
        return Ok(());
    }
    base::no_keywords(vm, this, &arguments)?;
    of(this).set_arguments(Tuple::from_slice(arguments.positionals()));
    set_attributes(vm, this, arguments.positionals())
}

fn set_attributes(vm: &Vm, this: &Value, positionals: &[Value]) -> Result<()> {
    if !(2..=5).contains(&positionals.len()) {
        return Ok(());
    }
    let exception = of(this);
    exception.set_field(ERRNO, Some(positionals[0].clone()));
    exception.set_field(STRERROR, Some(positionals[1].clone()));
    let Some(filename) = positionals.get(2).filter(|name| !name.is_none()) else {
        return Ok(());
    };
    if this.class().is(&BLOCKING_IO_ERROR) && (filename.is_int()) {
        exception.set_field(WRITTEN, Some(vm.index(filename)?));
        return Ok(());
    }
    exception.set_field(FILENAME, Some(filename.clone()));
    if let Some(second) = positionals.get(4).filter(|name| !name.is_none()) {
        exception.set_field(FILENAME2, Some(second.clone()));
    }
    exception.set_arguments(Tuple::from_slice(&positionals[..2]));
    Ok(())
}

fn str(vm: &Vm, this: &Value) -> Result<Value> {
    let exception = of(this);
    let shown = |number: usize| exception.field(number).unwrap_or(Value::NONE);
    if let Some(filename) = exception.field(FILENAME) {
        let mut text = format!(
            "[Errno {}] {}: {}",
            vm.str_text(&shown(ERRNO))?,
            vm.str_text(&shown(STRERROR))?,
            vm.repr_text(&filename)?
        );
        if let Some(second) = exception.field(FILENAME2) {
            text.push_str(&format!(" -> {}", vm.repr_text(&second)?));
        }
        return Ok(Str::value(text));
    }
    if let (Some(errno), Some(strerror)) = (exception.field(ERRNO), exception.field(STRERROR)) {
        return Ok(Str::value(format!(
            "[Errno {}] {}",
            vm.str_text(&errno)?,
            vm.str_text(&strerror)?
        )));
    }
    base::str(vm, this)
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = arguments[0].as_ref().expect("self is bound");
    let exception = of(this);
    let mut shown = exception.arguments();
    if shown.items().len() == 2
        && let Some(filename) = exception.field(FILENAME)
    {
        let mut items = shown.items().to_vec();
        items.push(filename);
        if let Some(second) = exception.field(FILENAME2) {
            items.extend([Value::NONE, second]);
        }
        shown = Tuple::new(items);
    }
    let mut parts = vec![this.class().to_value(), shown.into()];
    if let Some(dict) = super::super::attributes::used_dict(of(this).header()) {
        parts.push(dict.into());
    }
    Ok(Tuple::new(parts).into())
}

fn written(vm: &Vm, this: &Value) -> Result<Value> {
    of(this)
        .field(WRITTEN)
        .ok_or_else(|| vm.attribute_error("characters_written"))
}

fn set_written(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    if value.is_none() && of(this).field(WRITTEN).is_none() {
        return Err(vm.attribute_error("characters_written"));
    }
    let value = value.map(|value| vm.index(value)).transpose()?;
    of(this).set_field(WRITTEN, value);
    Ok(())
}

impl Vm {
    /// The OSError for an error of the system, with the file name if there is one.
    #[cold]
    pub fn os_error(&self, error: &std::io::Error, filename: Option<&Value>) -> Raised {
        let errno = error.raw_os_error().unwrap_or(libc::EIO);
        self.os_error_of(errno, filename, None)
    }

    /// The OSError for an errno, with the file names if there are any.
    #[cold]
    pub fn os_error_of(
        &self,
        errno: i32,
        filename: Option<&Value>,
        second: Option<&Value>,
    ) -> Raised {
        let mut arguments = vec![Value::int(errno.into()), Str::value(error_text(errno))];
        arguments.extend(filename.cloned());
        if let Some(second) = second {
            arguments.extend([Value::NONE, second.clone()]);
        }
        match new(self, &OS_ERROR, Arguments::positional(&arguments)) {
            Ok(exception) => Raised(exception),
            Err(raised) => raised,
        }
    }
}

/// `os.strerror(errno)`.
pub fn error_text(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
