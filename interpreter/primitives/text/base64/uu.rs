//! Lines of uuencoded data.

use super::BinasciiError;

/// The data of a line. What is missing at its end is zeros.
pub fn a2b_uu(line: &[u8]) -> Result<Vec<u8>, BinasciiError> {
    let (first, mut rest) = line.split_first().unwrap_or((&0, &[]));
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut found = Vec::with_capacity(length);
    let (mut bits, mut count) = (0_u32, 0);
    while found.len() < length {
        let value = match rest.split_first() {
            None => 0,
            Some((&byte, behind)) => {
                rest = behind;
                match byte {
                    b'\n' | b'\r' => 0,
                    // A backtick is a zero, too.
                    b' '..=b'`' => byte.wrapping_sub(b' ') & 63,
                    _ => return Err(BinasciiError::new("Illegal char")),
                }
            }
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            found.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let is_padding = |byte: &u8| matches!(byte, b' ' | b'`' | b'\n' | b'\r');
    if rest.iter().all(is_padding) {
        Ok(found)
    } else {
        Err(BinasciiError::new("Trailing garbage"))
    }
}

/// A line of data, in which backticks stand for zeros if asked for.
pub fn b2a_uu(data: &[u8], backtick: bool) -> Result<Vec<u8>, BinasciiError> {
    if data.len() > 45 {
        return Err(BinasciiError::new("At most 45 bytes at once"));
    }
    let digit = |value: u32| match value & 63 {
        0 if backtick => b'`',
        value => b' ' + value as u8,
    };
    let mut found = vec![digit(data.len() as u32)];
    for group in data.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        found.extend([18, 12, 6, 0].map(|shift| digit(bits >> shift)));
    }
    found.push(b'\n');
    Ok(found)
}
