//! File names: between Python's strings and the bytes of the system.

use std::ffi::CString;

use primitives::text::wtf8::Wtf8Buf;
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// Bytes of the system as text: what is not UTF-8 becomes low surrogates.
pub fn decode_path(bytes: &[u8]) -> Ref<Str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Str::from(text);
    }
    let mut text = Wtf8Buf::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk
            .invalid()
            .iter()
            .for_each(|&byte| text.push(0xDC00 + u32::from(byte)));
    }
    Str::from_wtf8(&text)
}

/// Text as bytes of the system; UnicodeEncodeError for surrogates that stand for no byte.
pub fn encode_path(vm: &Vm, text: &Ref<Str>) -> Result<Vec<u8>> {
    if let Some(text) = text.as_str() {
        return Ok(text.as_bytes().to_vec());
    }
    let mut bytes = Vec::with_capacity(text.as_bytes().len());
    for point in text.as_wtf8().code_points() {
        match (char::from_u32(point), point) {
            (Some(character), _) => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            (None, 0xDC80..=0xDCFF) => bytes.push((point - 0xDC00) as u8),
            _ => {
                let arguments = [Str::value("utf-8"), Str::value("surrogateescape")];
                vm.call_method(text.as_value(), "encode", &arguments)?;
            }
        }
    }
    Ok(bytes)
}

/// `os.fspath(path)`: a str or bytes.
pub fn fspath(vm: &Vm, path: &Value) -> Result<Value> {
    if is_text_or_bytes(path) {
        return Ok(path.clone());
    }
    let Some(result) = vm.call_special(path, "__fspath__", &[])? else {
        return Err(vm.type_error(format!(
            "expected str, bytes or os.PathLike object, not {}",
            path.class().short_name()
        )));
    };
    if is_text_or_bytes(&result) {
        return Ok(result);
    }
    Err(vm.type_error(format!(
        "expected {}.__fspath__() to return str or bytes, not {}",
        path.class().short_name(),
        result.class().short_name()
    )))
}

fn is_text_or_bytes(value: &Value) -> bool {
    value.downcast::<Str>().is_some() || value.downcast::<Bytes>().is_some()
}

/// An argument that names a file: as text, as bytes, or by a descriptor.
pub struct PathArgument {
    /// What the script gave, for errors.
    pub given: Value,
    /// The name.
    pub name: CString,
    /// The descriptor, where it was given instead.
    pub descriptor: Option<i32>,
    /// Whether results are to be bytes.
    pub wants_bytes: bool,
    /// Whether nothing was given.
    pub is_missing: bool,
}

impl PathArgument {
    /// The name as text or bytes, as the script gave it.
    pub fn value_of(&self, name: &[u8]) -> Value {
        if self.wants_bytes {
            Bytes::value(name)
        } else {
            decode_path(name).into()
        }
    }
}

/// What a function takes as a path.
#[derive(Clone, Copy, Default)]
pub struct Accepts {
    /// A descriptor too.
    pub descriptor: bool,
    /// `None` too.
    pub none: bool,
}

/// A path argument of a function of `os`.
pub fn path_argument(
    vm: &Vm,
    function: &str,
    name: &str,
    value: Option<&Value>,
    accepts: Accepts,
) -> Result<PathArgument> {
    let value = value.unwrap_or(Value::none_ref());
    if value.is_none() && accepts.none {
        return Ok(PathArgument {
            given: Value::NONE,
            name: c".".to_owned(),
            descriptor: None,
            wants_bytes: false,
            is_missing: true,
        });
    }
    if accepts.descriptor && (value.is_int() || value.class().slots().index.is_some()) {
        warn_of_bool(vm, value)?;
        return Ok(PathArgument {
            given: value.clone(),
            name: CString::default(),
            descriptor: Some(descriptor_number(vm, value)?),
            wants_bytes: false,
            is_missing: false,
        });
    }
    let path = if is_text_or_bytes(value) {
        value.clone()
    } else {
        match vm.call_special(value, "__fspath__", &[])? {
            Some(path) if is_text_or_bytes(&path) => path,
            Some(path) => {
                return Err(vm.type_error(format!(
                    "expected {}.__fspath__() to return str or bytes, not {}",
                    value.class().short_name(),
                    path.class().short_name()
                )));
            }
            None => {
                let kinds = match (accepts.descriptor, accepts.none) {
                    (true, true) => "string, bytes, os.PathLike, integer or None",
                    (true, false) => "string, bytes, os.PathLike or integer",
                    (false, true) => "string, bytes, os.PathLike or None",
                    (false, false) => "string, bytes or os.PathLike",
                };
                return Err(vm.type_error(format!(
                    "{function}: {name} should be {kinds}, not {}",
                    value.class().short_name()
                )));
            }
        }
    };
    let (bytes, wants_bytes) = match (path.downcast::<Str>(), path.downcast::<Bytes>()) {
        (Some(text), _) => (encode_path(vm, text)?, false),
        (_, Some(bytes)) => (bytes.as_bytes().to_vec(), true),
        _ => (Vec::new(), false),
    };
    let Ok(c_name) = CString::new(bytes) else {
        return Err(vm.value_error(match function {
            "" => "embedded null byte".to_owned(),
            _ if wants_bytes => format!("{function}: embedded null character in {name}"),
            _ => format!("{function}: embedded null character in {name}"),
        }));
    };
    Ok(PathArgument {
        given: path.clone(),
        name: c_name,
        descriptor: None,
        wants_bytes,
        is_missing: false,
    })
}

/// A descriptor given as a number.
pub fn descriptor_number(vm: &Vm, value: &Value) -> Result<i32> {
    let index = vm.index(value)?;
    match index.as_i64() {
        Some(number) => i32::try_from(number).map_err(|_| {
            vm.overflow_error(if number > 0 {
                "fd is greater than maximum"
            } else {
                "fd is less than minimum"
            })
        }),
        None => {
            let negative =
                vm.compare_bool(&index, &Value::int(0), vm::objects::slots::Comparison::Less)?;
            Err(vm.overflow_error(if negative {
                "fd is less than minimum"
            } else {
                "fd is greater than maximum"
            }))
        }
    }
}

/// Warns of a truth value that stands for a descriptor.
fn warn_of_bool(vm: &Vm, value: &Value) -> Result<()> {
    if value.as_bool().is_none() {
        return Ok(());
    }
    let category = &vm::objects::exceptions::RUNTIME_WARNING;
    vm.warn(category, "bool is used as a file descriptor", 1)
}

/// The descriptor of a number or of an object with `fileno()`.
pub fn descriptor_of(vm: &Vm, value: &Value) -> Result<i32> {
    let number = if value.is_int() {
        warn_of_bool(vm, value)?;
        vm.to_i32(value)?
    } else {
        let Some(method) = vm.find_attribute_by(value, "fileno")? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let number = vm.call(&method, &[])?;
        if !number.is_int() {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        vm.to_i32(&number)?
    };
    if number < 0 {
        return Err(vm.value_error(format!(
            "file descriptor cannot be a negative integer ({number})"
        )));
    }
    Ok(number)
}
