//! Characters by their names.

use crate::aliases::ALIASES;
use crate::properties::is_assigned;

/// Longer than any character's name.
const LONGEST_NAME: usize = 100;

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
    (official == name && is_composed == is_syllable && is_assigned(u32::from(character)))
        .then_some(character)
}

/// The official name of a character, if Unicode 15.1 gives it one: `unicodedata.name`.
pub fn character_name(code_point: u32) -> Option<String> {
    let character = char::from_u32(code_point)?;
    let name = unicode_names2::name(character)?;
    is_assigned(code_point).then(|| name.to_string())
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
    let code_point = u32::from_str_radix(digits, 16).ok()?;
    let character = char::from_u32(code_point)?;
    let name = unicode_names2::name(character)?.to_string();
    (name.starts_with("CJK UNIFIED IDEOGRAPH-") && is_assigned(code_point)).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CPython 3.13's `unicodedata.name` knows this many characters, with this sum.
    #[test]
    fn every_name_finds_its_character() {
        let found: Vec<char> = ('\0'..=char::MAX)
            .filter(|&character| {
                unicode_names2::name(character)
                    .is_some_and(|name| character_by_name(&name.to_string()) == Some(character))
            })
            .collect();
        let sum: u64 = found.iter().map(|&c| u64::from(u32::from(c))).sum();
        assert_eq!((found.len(), sum), (143_668, 15_364_907_601));
    }

    #[test]
    fn names_are_found_as_cpython_finds_them() {
        assert_eq!(character_by_name("latin small letter A"), Some('a'));
        assert_eq!(character_by_name("bell"), Some('\u{1F514}'));
        assert_eq!(character_by_name("alert"), Some('\u{7}'));
        assert_eq!(character_by_name("latin-small letter a"), None);
        assert_eq!(character_by_name("hangul syllable ga"), None);
        assert_eq!(character_by_name("CJK UNIFIED IDEOGRAPH-4e00"), None);
    }
}
