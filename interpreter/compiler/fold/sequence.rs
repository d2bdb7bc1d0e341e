//! Strings, bytes and tuples.

use bumpalo::Bump;
use bumpalo::collections::Vec;
use syntax::ast::Constant;

use super::integer::Integer;

/// The most members of a folded repetition of a tuple.
const MAXIMUM_MEMBERS: usize = 256;
/// The most characters of a folded repetition of a string, or bytes of a bytes object.
const MAXIMUM_CHARACTERS: usize = 4096;
/// The most members of a folded repetition, those of inner tuples included.
const MAXIMUM_NESTED_MEMBERS: usize = 1024;

/// `left + right`.
pub(super) fn concatenate<'a>(
    arena: &'a Bump,
    left: &Constant<'a>,
    right: &Constant<'a>,
) -> Option<Constant<'a>> {
    Some(match (left, right) {
        (Constant::Str(left), Constant::Str(right)) => Constant::Str(joined(arena, left, right)),
        (Constant::Bytes(left), Constant::Bytes(right)) => {
            Constant::Bytes(joined(arena, left, right))
        }
        (Constant::Tuple(left), Constant::Tuple(right)) => {
            Constant::Tuple(joined(arena, left, right))
        }
        _ => return None,
    })
}

fn joined<'a, T: Copy>(arena: &'a Bump, left: &[T], right: &[T]) -> &'a [T] {
    let mut result = Vec::with_capacity_in(left.len() + right.len(), arena);
    result.extend_from_slice_copy(left);
    result.extend_from_slice_copy(right);
    result.into_bump_slice()
}

/// `sequence * times`.
pub(super) fn repeat<'a>(
    arena: &'a Bump,
    sequence: &Constant<'a>,
    times: Integer,
) -> Option<Constant<'a>> {
    let (length, maximum) = match *sequence {
        Constant::Str(text) => (characters(text), MAXIMUM_CHARACTERS),
        Constant::Bytes(bytes) => (bytes.len(), MAXIMUM_CHARACTERS),
        Constant::Tuple(members) => (members.len(), MAXIMUM_MEMBERS),
        _ => return None,
    };
    let times = times.to_i64()?;
    if length == 0 {
        return Some(*sequence);
    }
    let times = usize::try_from(times).ok()?;
    if times > maximum / length {
        return None;
    }
    Some(match *sequence {
        Constant::Tuple(members) => {
            if let Some(limit) = MAXIMUM_NESTED_MEMBERS.checked_div(times) {
                within_members(members, limit)?;
            }
            Constant::Tuple(repeated(arena, members, times))
        }
        Constant::Bytes(bytes) => Constant::Bytes(repeated(arena, bytes, times)),
        Constant::Str(text) => Constant::Str(repeated(arena, text, times)),
        _ => return None,
    })
}

fn repeated<'a, T: Copy>(arena: &'a Bump, items: &[T], times: usize) -> &'a [T] {
    let mut result = Vec::with_capacity_in(items.len() * times, arena);
    for _ in 0..times {
        result.extend_from_slice_copy(items);
    }
    result.into_bump_slice()
}

/// What remains of `limit` when all members are counted, also those of members that are
/// tuples; `None` if they are more.
fn within_members(members: &[Constant<'_>], limit: usize) -> Option<usize> {
    let mut limit = limit.checked_sub(members.len())?;
    for member in members {
        if let Constant::Tuple(members) = member {
            limit = within_members(members, limit)?;
        }
    }
    Some(limit)
}

/// `sequence[index]`.
pub(super) fn item<'a>(sequence: &Constant<'a>, index: &Constant<'a>) -> Option<Constant<'a>> {
    let index = Integer::of(index)?.to_i64()?;
    match *sequence {
        Constant::Str(text) => {
            let position = position(index, characters(text))?;
            let mut starts = (0..text.len()).filter(|&at| !is_continuation(text[at]));
            let start = starts.nth(position)?;
            let end = starts.next().unwrap_or(text.len());
            text.get(start..end).map(Constant::Str)
        }
        Constant::Bytes(bytes) => {
            let byte = bytes.get(position(index, bytes.len())?)?;
            Some(Constant::Int((*byte).into()))
        }
        Constant::Tuple(members) => members.get(position(index, members.len())?).copied(),
        _ => None,
    }
}

fn position(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 {
        index.checked_add(i64::try_from(length).ok()?)?
    } else {
        index
    };
    usize::try_from(index).ok().filter(|&index| index < length)
}

/// How many code points there are in WTF-8 text.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| !is_continuation(byte)).count()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
