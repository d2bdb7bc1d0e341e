//! What can be said of paths without looking at files.

use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "fspath",
        "($module, /, path)",
        |vm, it| crate::paths::fspath(vm, required(it, 0)),
        "A path as str or bytes.",
    ),
    Method::new(
        "_path_normpath",
        "($module, /, path)",
        normpath,
        "A path without what is superfluous.",
    ),
    Method::new(
        "_path_splitroot_ex",
        "($module, /, path)",
        splitroot,
        "Drive, root and rest of a path.",
    ),
];

/// The bytes of a path, and what makes a value of bytes again.
/// Makes a name of bytes into what the caller gave: str or bytes.
type MakeName = fn(&[u8]) -> Value;

fn parts(vm: &Vm, path: &Value) -> Result<(Vec<u8>, MakeName)> {
    let path = crate::paths::fspath(vm, path)?;
    if let Some(text) = path.downcast::<Str>() {
        let make = |bytes: &[u8]| {
            Str::from_wtf8(primitives::text::wtf8::Wtf8::from_bytes_trusted(bytes)).into()
        };
        return Ok((text.as_bytes().to_vec(), make));
    }
    let bytes = path
        .downcast::<Bytes>()
        .map(|bytes| bytes.as_bytes().to_vec());
    Ok((bytes.unwrap_or_default(), |bytes| Bytes::value(bytes)))
}

/// The slashes that begin an absolute path: POSIX lets exactly two mean something.
fn root(path: &[u8]) -> usize {
    match path.iter().take_while(|byte| **byte == b'/').count() {
        2 => 2,
        0 => 0,
        _ => 1,
    }
}

fn normpath(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (path, make) = parts(vm, required(arguments, 0))?;
    if path.is_empty() {
        return Ok(make(b"."));
    }
    let root = root(&path);
    let mut kept: Vec<&[u8]> = Vec::new();
    for part in path.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." if root > 0 && kept.is_empty() => {}
            b".." if kept.last().is_some_and(|last| *last != b"..") => drop(kept.pop()),
            part => kept.push(part),
        }
    }
    let mut result = path[..root].to_vec();
    result.extend_from_slice(&kept.join(&b"/"[..]));
    Ok(make(if result.is_empty() { b"." } else { &result }))
}

fn splitroot(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (path, make) = parts(vm, required(arguments, 0))?;
    let root = root(&path);
    let (slashes, rest) = path.split_at(root);
    Ok(Tuple::new(vec![make(b""), make(slashes), make(rest)]).into())
}
