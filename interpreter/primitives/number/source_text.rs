//! Text that a number is read from: any digits and spaces of Unicode, where it is a `str`.

/// A text whose digits and spaces are ASCII.
pub(crate) enum SourceText<'a> {
    /// The caller's text, which is ASCII as it stands.
    Ascii(&'a [u8]),
    /// A copy; a character that belongs to no number is a question mark in it.
    Converted(String),
}

impl SourceText<'_> {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            SourceText::Ascii(bytes) => bytes,
            SourceText::Converted(text) => text.as_bytes(),
        }
    }
}

pub(crate) fn of_str(text: &str) -> SourceText<'_> {
    if text.is_ascii() {
        return SourceText::Ascii(text.as_bytes());
    }
    SourceText::Converted(text.chars().map(to_ascii).collect())
}

fn to_ascii(character: char) -> char {
    const LAST_KEPT: char = '~';
    if character <= LAST_KEPT {
        return character;
    }
    if character.is_whitespace() {
        return ' ';
    }
    decimal_value(character)
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or('?')
}

/// The value of a decimal digit of any script.
pub(crate) fn decimal_value(character: char) -> Option<u32> {
    character
        .to_digit(10)
        .or_else(|| decimal_value_beyond_ascii(character))
}

fn decimal_value_beyond_ascii(character: char) -> Option<u32> {
    if character.is_ascii() {
        return None;
    }
    unicode::decimal_value(u32::from(character)).map(u32::from)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Without ASCII white space at either end.
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    text = trim_start(text);
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

/// Without ASCII white space at the start.
pub(crate) fn trim_start(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space(*first)
    {
        text = rest;
    }
    text
}

/// Whether there is a minus sign, and what follows the sign.
pub(crate) fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The text without its underscores, each of which must stand between two digits.
pub(crate) fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(text.len());
    let mut previous = 0_u8;
    for &byte in text {
        let is_beside_digit = if byte == b'_' {
            previous.is_ascii_digit()
        } else {
            previous != b'_' || byte.is_ascii_digit()
        };
        if !is_beside_digit {
            return None;
        }
        if byte != b'_' {
            kept.push(byte);
        }
        previous = byte;
    }
    (previous != b'_').then_some(kept)
}
