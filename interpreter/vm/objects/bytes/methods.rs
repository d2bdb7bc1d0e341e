//! The methods of `bytes`, which are those of `bytearray` too.

use primitives::text::bounds;
use primitives::text::bytes::{self, Side};

use super::Bytes;
use super::arguments::{Needle, byte, like, limit, optional_bound, own, own_bytes, part, width};
use crate::native::{Method, required};
use crate::objects::buffer::BytesLike;
use crate::objects::codecs;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// A table of methods: those given, and those that `bytes` and `bytearray` share.
macro_rules! byte_methods {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            $crate::objects::buffer::BUFFER_METHOD,
            Method::new("capitalize", "($self, /)", methods::capitalize, "The first letter in upper case, the rest in lower case."),
            Method::new("center", "($self, width, fillchar=b' ', /)", methods::center, "Padded on both sides."),
            Method::new("count", "($self, sub[, start[, end]], /)", methods::count, "How often sub is there, without overlaps."),
            Method::new("decode", "($self, /, encoding='utf-8', errors='strict')", methods::decode, "The text that the bytes stand for."),
            Method::new("endswith", "($self, suffix[, start[, end]], /)", methods::ends_with, "Whether the end is suffix."),
            Method::new("expandtabs", "($self, /, tabsize=8)", methods::expand_tabs, "Tabs become spaces."),
            Method::new("find", "($self, sub[, start[, end]], /)", methods::find, "The first position of sub, or -1."),
            Method::new("fromhex", "($type, string, /)", methods::from_hex, "Bytes from hexadecimal digits.").class_method(),
            Method::new("hex", "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", methods::hex, "Hexadecimal digits.\n\n>>> bytes(b\"weft\").hex(\":\")\n'77:65:66:74'"),
            Method::new("index", "($self, sub[, start[, end]], /)", methods::index, "The first position of sub; ValueError if there is none."),
            Method::new("isalnum", "($self, /)", |_, it| methods::test(it, bytes::is_alphanumeric), "Whether all are letters or digits."),
            Method::new("isalpha", "($self, /)", |_, it| methods::test(it, bytes::is_alphabetic), "Whether all are letters."),
            Method::new("isascii", "($self, /)", |_, it| methods::test(it, <[u8]>::is_ascii), "Whether all are ASCII."),
            Method::new("isdigit", "($self, /)", |_, it| methods::test(it, bytes::is_digit), "Whether all are digits."),
            Method::new("islower", "($self, /)", |_, it| methods::test(it, bytes::is_lower), "Whether all letters are in lower case."),
            Method::new("isspace", "($self, /)", |_, it| methods::test(it, bytes::is_space), "Whether all are white space."),
            Method::new("istitle", "($self, /)", |_, it| methods::test(it, bytes::is_title), "Whether words begin in upper case."),
            Method::new("isupper", "($self, /)", |_, it| methods::test(it, bytes::is_upper), "Whether all letters are in upper case."),
            Method::new("join", "($self, iterable_of_bytes, /)", methods::join, "The items with self between them."),
            Method::new("ljust", "($self, width, fillchar=b' ', /)", methods::left_justify, "Padded on the right."),
            Method::new("lower", "($self, /)", |_, it| methods::map(it, bytes::lower), "In lower case."),
            Method::new("lstrip", "($self, bytes=None, /)", |vm, it| methods::strip(vm, it, Side::Left), "Without bytes at the start."),
            Method::new("maketrans", "(frm, to, /)", methods::make_table, "A table for translate.").static_method(),
            Method::new("partition", "($self, sep, /)", |vm, it| methods::partition(vm, it, false), "Split at the first sep."),
            Method::new("removeprefix", "($self, prefix, /)", |vm, it| methods::remove(vm, it, false), "Without the prefix."),
            Method::new("removesuffix", "($self, suffix, /)", |vm, it| methods::remove(vm, it, true), "Without the suffix."),
            Method::new("replace", "($self, old, new, count=-1, /)", methods::replace, "With new in the place of old."),
            Method::new("rfind", "($self, sub[, start[, end]], /)", methods::find_last, "The last position of sub, or -1."),
            Method::new("rindex", "($self, sub[, start[, end]], /)", methods::index_last, "The last position of sub; ValueError if there is none."),
            Method::new("rjust", "($self, width, fillchar=b' ', /)", methods::right_justify, "Padded on the left."),
            Method::new("rpartition", "($self, sep, /)", |vm, it| methods::partition(vm, it, true), "Split at the last sep."),
            Method::new("rsplit", "($self, /, sep=None, maxsplit=-1)", |vm, it| methods::split(vm, it, true), "The parts between separators, from the end."),
            Method::new("rstrip", "($self, bytes=None, /)", |vm, it| methods::strip(vm, it, Side::Right), "Without bytes at the end."),
            Method::new("split", "($self, /, sep=None, maxsplit=-1)", |vm, it| methods::split(vm, it, false), "The parts between separators."),
            Method::new("splitlines", "($self, /, keepends=False)", methods::split_lines, "The lines."),
            Method::new("startswith", "($self, prefix[, start[, end]], /)", methods::starts_with, "Whether the start is prefix."),
            Method::new("strip", "($self, bytes=None, /)", |vm, it| methods::strip(vm, it, Side::Both), "Without bytes at the ends."),
            Method::new("swapcase", "($self, /)", |_, it| methods::map(it, bytes::swap_case), "Upper and lower case exchanged."),
            Method::new("title", "($self, /)", |_, it| methods::map(it, bytes::title), "Words begin in upper case."),
            Method::new("translate", "($self, table, /, delete=b'')", methods::translate, "Each byte mapped by a table."),
            Method::new("upper", "($self, /)", |_, it| methods::map(it, bytes::upper), "In upper case."),
            Method::new("zfill", "($self, width, /)", methods::fill_zeros, "Zeros in front, behind a sign."),
        ]
    };
}
pub(crate) use byte_methods;

use crate::objects::bytes::methods;

/// The methods of `bytes`.
pub const BYTES_METHODS: &[Method] = byte_methods![
    Method::new(
        "__bytes__",
        "($self, /)",
        |_, arguments| Ok(super::slots::of(required(arguments, 0)).to_exact().into()),
        "Convert this value to exact type bytes.",
    ),
    Method::new(
        "__getnewargs__",
        "($self, /)",
        |_, arguments| {
            let bytes = super::slots::of(required(arguments, 0)).to_exact();
            Ok(Tuple::new(vec![bytes.into()]).into())
        },
        "What to pickle.",
    ),
];

pub(crate) fn test(arguments: &[Option<Value>], test: fn(&[u8]) -> bool) -> Result<Value> {
    Ok(Value::bool(test(&own(arguments))))
}

pub(crate) fn map(arguments: &[Option<Value>], map: fn(&[u8]) -> Vec<u8>) -> Result<Value> {
    Ok(like(required(arguments, 0), map(&own(arguments))))
}

pub(crate) fn capitalize(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    map(arguments, bytes::capitalize)
}

type Pad = fn(&[u8], usize, u8) -> Result<Vec<u8>, primitives::text::SizeError>;

fn pad(vm: &Vm, arguments: &[Option<Value>], name: &str, pad: Pad) -> Result<Value> {
    let width = width(vm, required(arguments, 1))?;
    let fill = match &arguments[2] {
        None => b' ',
        Some(fill) => match &*fill_bytes(vm, fill) {
            [only] => *only,
            _ => {
                return Err(vm.type_error(format!(
                    "{name}() argument 2 must be a byte string of length 1, not {}",
                    vm.found_argument(fill)
                )));
            }
        },
    };
    let own = own(arguments);
    if width <= own.len() {
        return Ok(part(required(arguments, 0), &own, &own));
    }
    let padded = pad(&own, width, fill).map_err(|error| vm.size_error(error))?;
    Ok(like(required(arguments, 0), padded))
}

/// The bytes of a `bytes` or `bytearray`; none of anything else.
fn fill_bytes(_: &Vm, fill: &Value) -> BytesLike {
    own_bytes(fill)
}

pub(crate) fn center(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    pad(vm, arguments, "center", bytes::center)
}

pub(crate) fn left_justify(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    pad(vm, arguments, "ljust", bytes::ljust)
}

pub(crate) fn right_justify(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    pad(vm, arguments, "rjust", bytes::rjust)
}

pub(crate) fn fill_zeros(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let width = width(vm, required(arguments, 1))?;
    let own = own(arguments);
    if width <= own.len() {
        return Ok(part(required(arguments, 0), &own, &own));
    }
    let filled = bytes::zfill(&own, width).map_err(|error| vm.size_error(error))?;
    Ok(like(required(arguments, 0), filled))
}

pub(crate) fn expand_tabs(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let size = match &arguments[1] {
        Some(size) => vm.to_i32(size)? as isize,
        None => 8,
    };
    let expanded = bytes::expand_tabs(&own(arguments), size);
    let expanded = expanded.map_err(|error| vm.size_error(error))?;
    Ok(like(required(arguments, 0), expanded))
}

type Search = fn(&[u8], &[u8], std::ops::Range<usize>) -> Option<usize>;

fn search(vm: &Vm, arguments: &[Option<Value>], search: Search) -> Result<Option<usize>> {
    let start = optional_bound(vm, &arguments[2])?;
    let end = optional_bound(vm, &arguments[3])?;
    let needle = Needle::of(vm, required(arguments, 1))?;
    let own = own(arguments);
    let range = bounds(start, end, own.len());
    Ok(range.and_then(|range| search(&own, needle.as_bytes(), range)))
}

fn place(found: Option<usize>) -> Result<Value> {
    Ok(found.map_or(Value::int(-1), Value::from))
}

fn place_or_error(vm: &Vm, found: Option<usize>) -> Result<Value> {
    found
        .map(Value::from)
        .ok_or_else(|| vm.value_error("subsection not found"))
}

pub(crate) fn find(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place(search(vm, arguments, bytes::find)?)
}

pub(crate) fn find_last(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place(search(vm, arguments, bytes::rfind)?)
}

pub(crate) fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place_or_error(vm, search(vm, arguments, bytes::find)?)
}

pub(crate) fn index_last(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place_or_error(vm, search(vm, arguments, bytes::rfind)?)
}

pub(crate) fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let start = optional_bound(vm, &arguments[2])?;
    let end = optional_bound(vm, &arguments[3])?;
    let needle = Needle::of(vm, required(arguments, 1))?;
    let own = own(arguments);
    let range = bounds(start, end, own.len());
    let count = range.map_or(0, |range| bytes::count(&own, needle.as_bytes(), range));
    Ok(count.into())
}

fn affix(
    vm: &Vm,
    arguments: &[Option<Value>],
    name: &str,
    test: fn(&[u8], &[u8], std::ops::Range<usize>) -> bool,
) -> Result<Value> {
    let start = optional_bound(vm, &arguments[2])?;
    let end = optional_bound(vm, &arguments[3])?;
    let own = own(arguments);
    let range = bounds(start, end, own.len());
    let holds = |affix: &[u8]| {
        let range = range.clone();
        range.is_some_and(|range| test(&own, affix, range))
    };
    let affix = required(arguments, 1);
    if let Some(several) = affix.downcast::<Tuple>() {
        for affix in several.items() {
            if holds(&vm.bytes_like(affix)?) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match vm.bytes_like(affix) {
        Ok(affix) => Ok(Value::bool(holds(&affix))),
        Err(raised) if raised.is(&exceptions::TYPE_ERROR) => Err(vm.type_error(format!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            affix.class().name()
        ))),
        Err(raised) => Err(raised),
    }
}

pub(crate) fn starts_with(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    affix(vm, arguments, "startswith", bytes::starts_with)
}

pub(crate) fn ends_with(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    affix(vm, arguments, "endswith", bytes::ends_with)
}

pub(crate) fn decode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let encoding = text_argument(vm, &arguments[1], "decode", "encoding")?;
    let errors = text_argument(vm, &arguments[2], "decode", "errors")?;
    codecs::decode(vm, required(arguments, 0), encoding, errors)
}

/// An optional text, with the message of a keyword argument.
pub fn text_argument<'a>(
    vm: &Vm,
    argument: &'a Option<Value>,
    function: &str,
    name: &str,
) -> Result<Option<&'a Ref<Str>>> {
    match argument {
        None => Ok(None),
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text)),
            None => Err(vm.type_error(format!(
                "{function}() argument '{name}' must be str, not {}",
                vm.found_argument(value)
            ))),
        },
    }
}

pub(crate) fn from_hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = vm.expect_str_argument(required(arguments, 1), "fromhex", "")?;
    let found = bytes::from_hex(text.as_bytes());
    let found = found.map_err(|error| vm.value_error(error.to_string()))?;
    let class = required(arguments, 0);
    let array = crate::objects::bytearray::BYTEARRAY.as_ref();
    let is_array = class
        .downcast::<Type>()
        .is_some_and(|class| class.is_subtype(array));
    let made = if is_array {
        crate::objects::bytearray::ByteArray::new(found).into()
    } else {
        Bytes::value(found)
    };
    if class.is(array.as_value()) || class.is(super::BYTES.as_value()) {
        return Ok(made);
    }
    vm.call(class, &[made])
}

/// `hex(sep, bytes_per_sep)` of any bytes.
pub fn hexadecimal(
    vm: &Vm,
    own: &[u8],
    separator: &Option<Value>,
    group: &Option<Value>,
) -> Result<Value> {
    let separator = match separator {
        None => None,
        Some(separator) => Some(separator_byte(vm, separator)?),
    };
    let group = match group {
        Some(group) => vm.to_i32(group)? as isize,
        None => 1,
    };
    let separator = separator.filter(|_| group != 0);
    if separator.is_none() {
        let write = |places: &mut [u8]| bytes::write_hex(own, places);
        return Ok(Str::from_ascii_with(own.len() * 2, b'0', write).into());
    }
    let text = bytes::hex(own, separator, group);
    Ok(Str::from_ascii(text.as_bytes()).into())
}

fn separator_byte(vm: &Vm, separator: &Value) -> Result<u8> {
    if vm.length(separator)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let byte = if let Some(text) = separator.downcast::<Str>() {
        match text.as_bytes() {
            [byte] => *byte,
            _ => 0xFF,
        }
    } else if let Some(bytes) = separator.downcast::<Bytes>() {
        bytes.as_bytes().first().copied().unwrap_or(0xFF)
    } else {
        return Err(vm.type_error("sep must be str or bytes."));
    };
    if byte.is_ascii() {
        Ok(byte)
    } else {
        Err(vm.value_error("sep must be ASCII."))
    }
}

pub(crate) fn hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    hexadecimal(vm, &own(arguments), &arguments[1], &arguments[2])
}

pub(crate) fn join(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterable = required(arguments, 1);
    // The iterable cannot change a bytearray that is being joined.
    let own = own(arguments);
    let items = vm.collect_sequence(iterable, || "can only join an iterable".to_owned())?;
    if let [only] = items.as_slice()
        && only.is_exact::<Bytes>()
        && required(arguments, 0).downcast::<Bytes>().is_some()
    {
        return Ok(only.clone());
    }
    if items.iter().all(|item| item.is_exact::<Bytes>()) {
        let parts = items.iter().filter_map(|item| item.downcast::<Bytes>());
        return joined(vm, arguments, &own, parts.map(|part| part.as_bytes()));
    }
    let mut parts = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        match vm.bytes_like(item) {
            Ok(part) => parts.push(part),
            Err(raised) if raised.is(&exceptions::TYPE_ERROR) => {
                return Err(vm.type_error(format!(
                    "sequence item {position}: expected a bytes-like object, {} found",
                    item.class().name()
                )));
            }
            Err(raised) => return Err(raised),
        }
    }
    joined(vm, arguments, &own, parts.iter().map(|part| &**part))
}

/// The parts with what joins them between.
fn joined<'a>(
    vm: &Vm,
    arguments: &[Option<Value>],
    own: &[u8],
    parts: impl Iterator<Item = &'a [u8]> + Clone,
) -> Result<Value> {
    let size = parts.clone().map(|part| part.len() + own.len()).sum();
    let mut few = [0; 256];
    if size <= few.len() && required(arguments, 0).is_exact::<Bytes>() {
        // They fit without a detour over the heap.
        let mut end = 0;
        for (index, part) in parts.enumerate() {
            let before = if index > 0 { own } else { b"" };
            for piece in [before, part] {
                few[end..end + piece.len()].copy_from_slice(piece);
                end += piece.len();
            }
        }
        return Ok(Bytes::new(&few[..end]).into());
    }
    let mut joined: Vec<u8> = Vec::new();
    if joined.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error(""));
    }
    for (index, part) in parts.enumerate() {
        if index > 0 {
            joined.extend_from_slice(own);
        }
        joined.extend_from_slice(part);
    }
    Ok(like(required(arguments, 0), joined))
}

pub(crate) fn strip(vm: &Vm, arguments: &[Option<Value>], side: Side) -> Result<Value> {
    let characters = match &arguments[1] {
        Some(characters) if !characters.is_none() => Some(vm.bytes_like(characters)?),
        _ => None,
    };
    let own = own(arguments);
    let left = match &characters {
        Some(characters) => bytes::strip(&own, characters, side),
        None => bytes::strip_white_space(&own, side),
    };
    Ok(part(required(arguments, 0), &own, left))
}

pub(crate) fn make_table(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let from = vm.bytes_like(required(arguments, 0))?;
    let to = vm.bytes_like(required(arguments, 1))?;
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.iter().zip(to.iter()) {
        table[usize::from(*from)] = *to;
    }
    Ok(Bytes::value(table))
}

pub(crate) fn translate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let table = required(arguments, 1);
    let table = match table.is_none() {
        true => None,
        false => Some(vm.bytes_like(table)?),
    };
    let table: Option<&[u8; 256]> = match &table {
        None => None,
        Some(table) => match <&[u8; 256]>::try_from(&**table) {
            Ok(table) => Some(table),
            Err(_) => {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
        },
    };
    let delete = match &arguments[2] {
        Some(delete) => Some(vm.bytes_like(delete)?),
        None => None,
    };
    let own = own(arguments);
    let delete = delete.as_deref().unwrap_or_default();
    let found = bytes::translate(&own, table, delete);
    if found == *own {
        return Ok(part(required(arguments, 0), &own, &own));
    }
    Ok(like(required(arguments, 0), found))
}

pub(crate) fn partition(vm: &Vm, arguments: &[Option<Value>], last: bool) -> Result<Value> {
    let this = required(arguments, 0);
    let separator = vm.bytes_like(required(arguments, 1))?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let own = own(arguments);
    let copy = |bytes: &[u8]| like(this, bytes.to_vec());
    let found = match last {
        true => bytes::rpartition(&own, &separator),
        false => bytes::partition(&own, &separator),
    };
    let parts = match found {
        Some((before, behind)) => {
            let middle = match this.downcast::<Bytes>() {
                Some(_) => required(arguments, 1).clone(),
                None => copy(&separator),
            };
            vec![copy(before), middle, copy(behind)]
        }
        None if last => vec![copy(&[]), copy(&[]), part(this, &own, &own)],
        None => vec![part(this, &own, &own), copy(&[]), copy(&[])],
    };
    Ok(Tuple::new(parts).into())
}

pub(crate) fn remove(vm: &Vm, arguments: &[Option<Value>], suffix: bool) -> Result<Value> {
    let affix = vm.bytes_like(required(arguments, 1))?;
    let own = own(arguments);
    let left = match suffix {
        true => bytes::remove_suffix(&own, &affix),
        false => bytes::remove_prefix(&own, &affix),
    };
    Ok(part(required(arguments, 0), &own, left))
}

pub(crate) fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let old = vm.bytes_like(required(arguments, 1))?;
    let new = vm.bytes_like(required(arguments, 2))?;
    let limit = limit(vm, &arguments[3])?;
    let own = own(arguments);
    let replaced = bytes::replace(&own, &old, &new, limit);
    match replaced.map_err(|error| vm.size_error(error))? {
        std::borrow::Cow::Borrowed(all) => Ok(part(required(arguments, 0), &own, all)),
        std::borrow::Cow::Owned(replaced) => Ok(like(required(arguments, 0), replaced)),
    }
}

pub(crate) fn split(vm: &Vm, arguments: &[Option<Value>], from_end: bool) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = limit(vm, &arguments[2])?;
    let separator = match &arguments[1] {
        Some(separator) if !separator.is_none() => Some(vm.bytes_like(separator)?),
        _ => None,
    };
    let own = own(arguments);
    let mut parts = Vec::new();
    let add = |found: &[u8]| parts.push(part(this, &own, found));
    match (&separator, from_end) {
        (Some(separator), _) if separator.is_empty() => {
            return Err(vm.value_error("empty separator"));
        }
        (Some(separator), false) => bytes::split(&own, separator, limit, add),
        (Some(separator), true) => bytes::rsplit(&own, separator, limit, add),
        (None, false) => bytes::split_white_space(&own, limit, add),
        (None, true) => bytes::rsplit_white_space(&own, limit, add),
    }
    if from_end {
        parts.reverse();
    }
    Ok(List::new(parts).into())
}

pub(crate) fn split_lines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let keep = match &arguments[1] {
        Some(keep) => vm.is_true(keep)?,
        None => false,
    };
    let own = own(arguments);
    let mut lines = Vec::new();
    bytes::split_lines(&own, keep, |line| {
        lines.push(part(required(arguments, 0), &own, line));
    });
    Ok(List::new(lines).into())
}

/// A byte that is an item of `bytes` or `bytearray`.
pub fn item(vm: &Vm, value: &Value) -> Result<u8> {
    byte(vm, value)
}
