//! The case mappings of code points, to one or several characters.

use crate::records::{CASE_IGNORABLE, CASED, SPECIAL};
use crate::tables::MAPPINGS;
use crate::trie::{Record, has, record, small_lower, small_upper};

/// What a code point becomes in another case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// One code point, often the same.
    One(u32),
    /// Several characters, or one where the simple mapping differs.
    Several(&'static str),
}

type Entry = (u32, &'static str, &'static str, &'static str, &'static str);

fn special(code_point: u32) -> Option<&'static Entry> {
    let index = MAPPINGS.binary_search_by_key(&code_point, |entry| entry.0);
    MAPPINGS.get(index.ok()?)
}

#[inline]
fn mapped(
    code_point: u32,
    distance: fn(&Record) -> i32,
    full: fn(&'static Entry) -> &'static str,
) -> Mapped {
    let record = record(code_point);
    if record.0 & SPECIAL != 0
        && let Some(entry) = special(code_point)
    {
        return Mapped::Several(full(entry));
    }
    Mapped::One(code_point.wrapping_add_signed(distance(record)))
}

/// The code point in lower case, without the rule of the final sigma.
#[inline]
pub fn to_lower(code_point: u32) -> Mapped {
    if let Some(mapped) = small_lower(code_point) {
        return Mapped::One(mapped);
    }
    mapped(code_point, |record| record.2, |entry| entry.1)
}

/// The code point in title case.
#[inline]
pub fn to_title(code_point: u32) -> Mapped {
    if code_point < 0x80 {
        return Mapped::One(u32::from((code_point as u8).to_ascii_uppercase()));
    }
    mapped(code_point, |record| record.3, |entry| entry.2)
}

/// The code point in upper case.
#[inline]
pub fn to_upper(code_point: u32) -> Mapped {
    if let Some(mapped) = small_upper(code_point) {
        return Mapped::One(mapped);
    }
    mapped(code_point, |record| record.4, |entry| entry.3)
}

/// The code point as `str.casefold` has it.
#[inline]
pub fn to_folded(code_point: u32) -> Mapped {
    if code_point < 0x80 {
        return Mapped::One(u32::from((code_point as u8).to_ascii_lowercase()));
    }
    mapped(code_point, |record| record.5, |entry| entry.4)
}

/// The one code point that the code point becomes in lower case, for regular expressions that
/// ignore case.
#[inline]
pub fn simple_lower(code_point: u32) -> u32 {
    if code_point < 0x80 {
        return u32::from((code_point as u8).to_ascii_lowercase());
    }
    code_point.wrapping_add_signed(record(code_point).2)
}

/// Whether a word of `str.title` goes on after the code point.
#[inline]
pub fn is_cased(code_point: u32) -> bool {
    has(code_point, CASED)
}

/// Whether the rule of the final sigma looks through the code point.
#[inline]
pub fn is_case_ignorable(code_point: u32) -> bool {
    has(code_point, CASE_IGNORABLE)
}
