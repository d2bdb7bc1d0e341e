//! Module `_io`: files and streams.

mod base;
mod buffered;
mod bytes_io;
mod decoder;
mod file;
mod newline;
mod open;
mod pair;
pub mod standard;
mod string_io;
mod text;

pub use open::warn_resource;

use vm::import::NativeModule;
use vm::objects::buffer::Buffer;
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::types::StaticType;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// `_io`
pub static MODULE: NativeModule = NativeModule {
    name: "_io",
    doc: Some("Files and streams."),
    functions: open::FUNCTIONS,
    fill,
};

/// How many bytes a buffer has.
pub const DEFAULT_BUFFER_SIZE: usize = 8192;

const TYPES: &[&StaticType] = &[
    &base::IO_BASE,
    &base::RAW_IO_BASE,
    &base::BUFFERED_IO_BASE,
    &base::TEXT_IO_BASE,
    &base::UNSUPPORTED_OPERATION,
    &file::FILE_IO,
    &bytes_io::BYTES_IO,
    &bytes_io::BYTES_IO_BUFFER,
    &string_io::STRING_IO,
    &buffered::BUFFERED_READER,
    &buffered::BUFFERED_WRITER,
    &buffered::BUFFERED_RANDOM,
    &pair::BUFFERED_PAIR,
    &text::TEXT_IO_WRAPPER,
    &newline::NEWLINE_DECODER,
];

/// Makes the types ready; nothing happens the second time.
fn make_types_ready() {
    TYPES.iter().for_each(|class| make_ready(class));
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    make_types_ready();
    for class in TYPES {
        module.set(vm, class.native_name(), class.to_value());
    }
    module.set(
        vm,
        "BlockingIOError",
        exceptions::BLOCKING_IO_ERROR.to_value(),
    );
    module.set(vm, "DEFAULT_BUFFER_SIZE", Value::from(DEFAULT_BUFFER_SIZE));
    Ok(())
}

/// A buffer to read into; the TypeError of `function` for anything that cannot be written.
fn writable_argument(vm: &Vm, value: &Value, function: &str, place: &str) -> Result<Buffer> {
    Buffer::writable(vm, value).map_err(|_| {
        vm.type_error(format!(
            "{function}() argument{place} must be read-write bytes-like object, not {}",
            vm.found_argument(value)
        ))
    })
}
