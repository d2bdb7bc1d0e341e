//! Finding elements by tags and paths.

use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::by_path;
use super::element::Element;
use crate::support::of;

/// Whether it is more than a tag.
fn is_path(path: &Value) -> bool {
    if let Some(text) = path.downcast::<Str>() {
        return has_steps(text.as_bytes());
    }
    match path.downcast::<Bytes>() {
        Some(bytes) => has_steps(bytes.as_bytes()),
        None => true,
    }
}

fn has_steps(path: &[u8]) -> bool {
    if path.len() >= 3 && (path.starts_with(b"{}") || path.starts_with(b"{*}")) {
        return true;
    }
    let mut is_within = true;
    for byte in path {
        match byte {
            b'{' => is_within = false,
            b'}' => is_within = true,
            b'/' | b'*' | b'[' | b'@' | b'.' if is_within => return true,
            _ => {}
        }
    }
    false
}

fn at(arguments: &[Option<Value>], position: usize) -> Value {
    let given = arguments.get(position).cloned().flatten();
    given.unwrap_or(Value::NONE)
}

/// The children whose tag equals `tag`, one after the other until `found` says that it is enough.
fn matching(
    vm: &Vm,
    this: &Value,
    tag: &Value,
    mut found: impl FnMut(Value) -> bool,
) -> Result<()> {
    let element = of::<Element>(this);
    let mut index = 0;
    while let Some(child) = { element.children.borrow().get(index).cloned() } {
        index += 1;
        let own = of::<Element>(&child).tag.borrow().clone();
        if vm.equal(&own, tag)? && found(child) {
            break;
        }
    }
    Ok(())
}

fn first(vm: &Vm, this: &Value, tag: &Value) -> Result<Option<Value>> {
    let mut first = None;
    matching(vm, this, tag, |child| {
        first = Some(child);
        true
    })?;
    Ok(first)
}

/// `element.find(path, namespaces=None)`
pub fn find(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, path) = (required(arguments, 0), required(arguments, 1));
    let namespaces = at(arguments, 2);
    if !namespaces.is_none() || is_path(path) {
        return by_path(vm, "find", &[this.clone(), path.clone(), namespaces]);
    }
    Ok(first(vm, this, path)?.unwrap_or(Value::NONE))
}

/// `element.findtext(path, default=None, namespaces=None)`
pub fn find_text(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, path) = (required(arguments, 0), required(arguments, 1));
    let (default, namespaces) = (at(arguments, 2), at(arguments, 3));
    if !namespaces.is_none() || is_path(path) {
        let given = [this.clone(), path.clone(), default, namespaces];
        return by_path(vm, "findtext", &given);
    }
    let Some(found) = first(vm, this, path)? else {
        return Ok(default);
    };
    let text = of::<Element>(&found).text.borrow().clone();
    Ok(if text.is_none() { Str::value("") } else { text })
}

/// `element.findall(path, namespaces=None)`
pub fn find_all(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, path) = (required(arguments, 0), required(arguments, 1));
    let namespaces = at(arguments, 2);
    if !namespaces.is_none() || is_path(path) {
        return by_path(vm, "findall", &[this.clone(), path.clone(), namespaces]);
    }
    let mut found = Vec::new();
    matching(vm, this, path, |child| {
        found.push(child);
        false
    })?;
    Ok(List::new(found).into())
}

/// `element.iterfind(path, namespaces=None)`
pub fn iterate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, path) = (required(arguments, 0), required(arguments, 1));
    by_path(
        vm,
        "iterfind",
        &[this.clone(), path.clone(), at(arguments, 2)],
    )
}
