//! Bytes as hexadecimal digits.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two digits for each byte. With a separator, it stands between groups of so many bytes, which
/// are counted from the right, or from the left if the number is negative.
pub fn hex(bytes: &[u8], separator: Option<u8>, bytes_per_group: isize) -> String {
    let Some(separator) = separator.filter(|_| bytes_per_group != 0) else {
        let mut found = vec![0; bytes.len() * 2];
        write_hex(bytes, &mut found);
        return String::from_utf8(found).unwrap_or_default();
    };
    let mut found = String::with_capacity(bytes.len() * 3);
    let group = bytes_per_group.unsigned_abs();
    let shift = match bytes_per_group {
        1.. => (group - bytes.len() % group) % group,
        _ => 0,
    };
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && (index + shift).is_multiple_of(group) {
            found.push(char::from(separator));
        }
        found.push(char::from(DIGITS[usize::from(byte >> 4)]));
        found.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    found
}

/// Writes two digits for each byte.
pub fn write_hex(bytes: &[u8], places: &mut [u8]) {
    for (place, &byte) in places.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *place = digits(byte);
    }
}

/// The two digits of a byte.
#[inline]
pub(crate) fn digits(byte: u8) -> [u8; 2] {
    [
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]
}

/// The value of a hexadecimal digit.
#[inline]
pub(crate) fn digit_value(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The values of digits; others are [`NO_DIGIT`].
static VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < DIGITS.len() {
        values[DIGITS[digit] as usize] = digit as u8;
        values[DIGITS[digit].to_ascii_uppercase() as usize] = digit as u8;
        digit += 1;
    }
    values
};
const NO_DIGIT: u8 = 0xFF;

#[inline(always)]
fn value_of_pair(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
    ((high | low) & 0xF0 == 0).then_some(high << 4 | low)
}

/// What `bytes.fromhex` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromHexError {
    /// The index of the code point that is no digit.
    pub position: usize,
}

impl std::fmt::Display for FromHexError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "non-hexadecimal number found in fromhex() arg at position {}",
            self.position
        )
    }
}

/// The bytes that pairs of digits stand for, with white space between pairs.
pub fn from_hex(text: &[u8]) -> Result<Vec<u8>, FromHexError> {
    let mut found = Vec::with_capacity(text.len() / 2);
    let (pairs, _) = text.as_chunks::<2>();
    found.extend(
        pairs
            .iter()
            .map_while(|&[high, low]| value_of_pair(high, low)),
    );
    let mut place = found.len() * 2;
    while let Some(&byte) = text.get(place) {
        if super::is_white_space(byte) {
            place += 1;
            continue;
        }
        let Some(high) = digit_value(byte) else {
            return Err(error_at(text, place));
        };
        let Some(low) = text.get(place + 1).copied().and_then(digit_value) else {
            return Err(error_at(text, place + 1));
        };
        found.push(high << 4 | low);
        place += 2;
    }
    Ok(found)
}

/// The error at the first of these bytes. A text that is not ASCII is refused for its first code
/// point that is not, wherever that is.
fn error_at(text: &[u8], place: usize) -> FromHexError {
    let position = text.iter().position(|byte| !byte.is_ascii());
    FromHexError {
        position: position.unwrap_or(place),
    }
}
