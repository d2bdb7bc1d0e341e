//! The cases of ASCII letters.

/// All in lower case.
pub fn lower(text: &[u8]) -> Vec<u8> {
    text.to_ascii_lowercase()
}

/// All in upper case.
pub fn upper(text: &[u8]) -> Vec<u8> {
    text.to_ascii_uppercase()
}

/// Upper case for lower, and lower for upper.
pub fn swap_case(text: &[u8]) -> Vec<u8> {
    text.iter()
        .map(|byte| byte ^ u8::from(byte.is_ascii_alphabetic()) << 5)
        .collect()
}

/// The first in upper case, the rest in lower case.
pub fn capitalize(text: &[u8]) -> Vec<u8> {
    let mut found = text.to_ascii_lowercase();
    if let Some(first) = found.first_mut() {
        first.make_ascii_uppercase();
    }
    found
}

/// The first letter of each word in upper case, the rest in lower case.
pub fn title(text: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    text.iter()
        .map(|byte| {
            let found = if in_word {
                byte.to_ascii_lowercase()
            } else {
                byte.to_ascii_uppercase()
            };
            in_word = byte.is_ascii_alphabetic();
            found
        })
        .collect()
}
