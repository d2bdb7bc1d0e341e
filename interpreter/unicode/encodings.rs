//! The encodings of Python's `encodings` package: their names, and the characters of bytes.

pub mod multibyte;
mod tables;

use tables::{CHARACTERS, NAMES, NOT_TEXT};

/// Stands for an undefined byte in a table of characters.
pub const UNDEFINED: char = '\u{FFFE}';

/// The name of the module in Python's `encodings` package, if there is one.
pub fn python_name(declared: &str) -> Option<&'static str> {
    let mut normalized = String::new();
    for character in declared.chars() {
        if character.is_ascii_alphanumeric() || character == '.' {
            normalized.push(character.to_ascii_lowercase());
        } else if !normalized.is_empty() && !normalized.ends_with('_') {
            normalized.push('_');
        }
    }
    let normalized = normalized.trim_end_matches('_');
    let find = |name: &str| {
        let index = NAMES.binary_search_by(|&(alias, _)| alias.cmp(name)).ok()?;
        Some(NAMES[index])
    };
    match find(normalized) {
        Some((_, name)) => Some(name),
        // Where a dot stands for an underscore, only aliases are looked for.
        None => find(&normalized.replace('.', "_"))
            .filter(|(alias, name)| alias != name)
            .map(|(_, name)| name),
    }
}

/// Whether an encoding of this name, as `python_name` gives it, is between text and bytes.
pub fn is_text(name: &str) -> bool {
    !NOT_TEXT.contains(&name)
}

/// The names of the encodings of single bytes, in order. Each has the characters of all bytes,
/// or of those from 0x80 on where the others are ASCII.
pub fn single_bytes() -> &'static [(&'static str, &'static str)] {
    &CHARACTERS
}

/// The characters of an encoding of single bytes.
pub fn characters(name: &str) -> Option<&'static str> {
    let index = CHARACTERS.binary_search_by(|&(table, _)| table.cmp(name));
    CHARACTERS.get(index.ok()?).map(|entry| entry.1)
}
