//! Unicode 15.1 as far as the lexer and the literals need it.
//!
//! The tables are CPython's (see unicode/generate.py). Crates serve where they cannot differ:
//! normalization is stable for characters of 15.1, and names never change once given.

mod aliases;
mod tables;

use bumpalo::Bump;
use unicode_normalization::UnicodeNormalization;

use aliases::ALIASES;
use tables::{IDENTIFIER_CONTINUE, IDENTIFIER_START, UNASSIGNED, UNPRINTABLE};

/// Longer than any character's name.
const LONGEST_NAME: usize = 100;

/// The NFKC form of an identifier, by which Python compares names.
pub fn normalize_identifier<'a>(arena: &'a Bump, name: &'a str) -> &'a str {
    if name.is_ascii() || unicode_normalization::is_nfkc(name) {
        return name;
    }
    let mut normalized = bumpalo::collections::String::with_capacity_in(name.len(), arena);
    normalized.extend(name.nfkc());
    normalized.into_bump_str()
}

/// The first character of `name` that an identifier cannot have at that place, with its byte
/// offset. An identifier starts with a letter or an underscore.
pub fn first_invalid_in_identifier(name: &str) -> Option<(usize, char)> {
    name.char_indices().find(|&(offset, character)| {
        let table: &[(u32, u32)] = if offset == 0 {
            &IDENTIFIER_START
        } else {
            &IDENTIFIER_CONTINUE
        };
        !contains(table, character)
    })
}

/// Whether `repr` shows the character as it is.
pub fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    !contains(&UNASSIGNED, character) && !contains(&UNPRINTABLE, character)
}

/// The character of this name or alias, as `\N{...}` finds it: the case does not matter but
/// for syllables and ideographs, whose names are composed.
pub fn character_by_name(name: &str) -> Option<char> {
    if name.len() > LONGEST_NAME || !name.is_ascii() {
        return None;
    }
    if let Some(digits) = name.strip_prefix("CJK UNIFIED IDEOGRAPH-") {
        return ideograph(digits);
    }
    let is_syllable = name.starts_with("HANGUL SYLLABLE ");
    let name = if is_syllable {
        name.to_string()
    } else {
        name.to_ascii_uppercase()
    };
    if let Ok(index) = ALIASES.binary_search_by(|&(alias, _)| alias.cmp(&name)) {
        return Some(ALIASES[index].1);
    }
    // The crate forgives differences in spacing, and knows newer characters.
    let character = unicode_names2::character(&name)?;
    let official = unicode_names2::name(character)?.to_string();
    let is_composed =
        official.starts_with("CJK UNIFIED IDEOGRAPH-") || official.starts_with("HANGUL SYLLABLE ");
    (official == name && is_composed == is_syllable && !contains(&UNASSIGNED, character))
        .then_some(character)
}

/// The ideograph whose name ends with these four or five digits.
fn ideograph(digits: &str) -> Option<char> {
    let well_formed = matches!(digits.len(), 4 | 5)
        && digits
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
    if !well_formed {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    let name = unicode_names2::name(character)?.to_string();
    (name.starts_with("CJK UNIFIED IDEOGRAPH-") && !contains(&UNASSIGNED, character))
        .then_some(character)
}

fn contains(table: &[(u32, u32)], character: char) -> bool {
    let code = u32::from(character);
    let index = table.partition_point(|&(_, last)| last < code);
    table.get(index).is_some_and(|&(first, _)| first <= code)
}
