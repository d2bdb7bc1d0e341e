//! `_compare_digest`: equality whose time does not depend on where the operands differ.

use vm::native::required;
use vm::objects::buffer::Buffer;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// `_compare_digest(a, b)`.
pub fn compare_digest(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (one, other) = (required(arguments, 0), required(arguments, 1));
    if let (Some(one), Some(other)) = (one.downcast::<Str>(), other.downcast::<Str>()) {
        if !one.is_ascii() || !other.is_ascii() {
            return Err(
                vm.type_error("comparing strings with non-ASCII characters is not supported")
            );
        }
        return Ok(Value::bool(same(one.as_bytes(), other.as_bytes())));
    }
    if !Buffer::is_shown_by(vm, one) && !Buffer::is_shown_by(vm, other) {
        return Err(vm.type_error(format!(
            "unsupported operand types(s) or combination of types: '{}' and '{}'",
            one.class().name(),
            other.class().name()
        )));
    }
    let (one, other) = (Buffer::contiguous(vm, one)?, Buffer::contiguous(vm, other)?);
    Ok(Value::bool(same(one.as_bytes(), other.as_bytes())))
}

/// Looks at every byte of `right`, whatever `left` is.
fn same(left: &[u8], right: &[u8]) -> bool {
    let mut difference = u8::from(left.len() != right.len());
    let compared = if left.len() == right.len() {
        left
    } else {
        right
    };
    for (one, other) in compared.iter().zip(right) {
        difference |= std::hint::black_box(one ^ other);
    }
    difference == 0
}
