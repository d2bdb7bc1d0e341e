//! `marshal`: values as bytes, in the format of version 4.

use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::value::Value;
use vm::{Result, Vm};

mod reading;
mod writing;

use reading::{Reader, Source};

/// `marshal.version`.
const VERSION: i32 = 4;

/// How deep values may be nested.
const DEEPEST: usize = 2000;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "marshal",
    doc: Some(
        "Values as bytes and back: numbers, strings, bytes, tuples, lists, dicts, sets and code.",
    ),
    functions: FUNCTIONS,
    fill: |vm, module| {
        module.set(vm, "version", Value::int(VERSION.into()));
        Ok(())
    },
};

static FUNCTIONS: &[Method] = &[
    Method::new(
        "dump",
        "($module, value, file, version=version, /, *, allow_code=True)",
        dump,
        "Writes a value to a file.",
    ),
    Method::new(
        "load",
        "($module, file, /, *, allow_code=True)",
        load,
        "Reads a value from a file.",
    ),
    Method::new(
        "dumps",
        "($module, value, version=version, /, *, allow_code=True)",
        |vm, values| dumps(vm, values.first(), values.get(1), values.get(2)),
        "Gives a value as bytes.",
    ),
    Method::new(
        "loads",
        "($module, bytes, /, *, allow_code=True)",
        loads,
        "Reads a value from bytes.",
    ),
];

/// The letters that stand for types.
mod letter {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOP_ITERATION: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    pub const INT: u8 = b'i';
    pub const INT64: u8 = b'I';
    pub const FLOAT: u8 = b'f';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const COMPLEX: u8 = b'x';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const LONG: u8 = b'l';
    pub const BYTES: u8 = b's';
    pub const INTERNED: u8 = b't';
    pub const REFERENCE: u8 = b'r';
    pub const TUPLE: u8 = b'(';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const CODE: u8 = b'c';
    pub const STR: u8 = b'u';
    pub const SET: u8 = b'<';
    pub const FROZENSET: u8 = b'>';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SMALL_TUPLE: u8 = b')';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
    /// Set where later references to the value are possible.
    pub const FLAG: u8 = 0x80;
}

fn given(argument: Option<&Option<Value>>) -> Option<&Value> {
    argument.and_then(Option::as_ref)
}

fn allows_code(vm: &Vm, argument: Option<&Option<Value>>) -> Result<bool> {
    given(argument).map_or(Ok(true), |allow| vm.is_true(allow))
}

fn dumps(
    vm: &Vm,
    value: Option<&Option<Value>>,
    version: Option<&Option<Value>>,
    allow_code: Option<&Option<Value>>,
) -> Result<Value> {
    let version = given(version).map_or(Ok(VERSION), |version| vm.to_i32(version))?;
    let allow_code = allows_code(vm, allow_code)?;
    let value = given(value).unwrap_or(Value::none_ref());
    Ok(Bytes::value(writing::write(
        vm, value, version, allow_code,
    )?))
}

fn dump(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let bytes = dumps(vm, values.first(), values.get(2), values.get(3))?;
    let file = given(values.get(1)).unwrap_or(Value::none_ref());
    vm.call_method(file, "write", &[bytes])
}

fn loads(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let allow_code = allows_code(vm, values.get(1))?;
    let buffer = Buffer::contiguous(vm, given(values.first()).unwrap_or(Value::none_ref()))?;
    let bytes = buffer.as_bytes().to_vec();
    Reader::new(vm, Source::Bytes { bytes, position: 0 }, allow_code).value()
}

fn load(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let allow_code = allows_code(vm, values.get(1))?;
    let file = given(values.first()).unwrap_or(Value::none_ref());
    let probe = vm.call_method(file, "read", &[Value::int(0)])?;
    if probe.downcast::<Bytes>().is_none() {
        return Err(vm.type_error(format!(
            "file.read() returned not bytes but {}",
            probe.class().name()
        )));
    }
    Reader::new(vm, Source::File(file.clone()), allow_code).value()
}
