//! Unicode 15.1 as far as the lexer needs it.

use bumpalo::Bump;
use unicode_normalization::UnicodeNormalization;

/// The NFKC form of an identifier, by which Python compares names.
pub fn normalize_identifier<'a>(arena: &'a Bump, name: &'a str) -> &'a str {
    if name.is_ascii() {
        return name;
    }
    arena.alloc_str(&name.nfkc().collect::<String>())
}
