//! What all bytes are: the `is...` methods, by ASCII.

/// Whether `bytes.split` splits at the byte.
#[inline]
pub fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0x09..=0x0D | b' ')
}

fn all(text: &[u8], holds: impl Fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.iter().all(holds)
}

/// `isalnum`.
pub fn is_alphanumeric(text: &[u8]) -> bool {
    all(text, u8::is_ascii_alphanumeric)
}

/// `isalpha`.
pub fn is_alphabetic(text: &[u8]) -> bool {
    all(text, u8::is_ascii_alphabetic)
}

/// `isdigit`.
pub fn is_digit(text: &[u8]) -> bool {
    all(text, u8::is_ascii_digit)
}

/// `isspace`.
pub fn is_space(text: &[u8]) -> bool {
    all(text, |&byte| is_white_space(byte))
}

/// `islower`: some letter, and no uppercase one.
pub fn is_lower(text: &[u8]) -> bool {
    !text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase)
}

/// `isupper`: some letter, and no lowercase one.
pub fn is_upper(text: &[u8]) -> bool {
    !text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase)
}

/// `istitle`: some letter, and those in upper case are exactly those that start words.
pub fn is_title(text: &[u8]) -> bool {
    let mut in_word = false;
    let mut any = false;
    for &byte in text {
        let is_letter = byte.is_ascii_alphabetic();
        if is_letter && byte.is_ascii_uppercase() == in_word {
            return false;
        }
        any |= is_letter;
        in_word = is_letter;
    }
    any
}
