//! Quoted-printable text.

use crate::text::bytes::digit_value;

/// A line has at most so many characters, its soft end included.
const LINE: usize = 76;

/// The data of a text. In headers, an underscore is a space.
pub fn a2b_qp(text: &[u8], is_header: bool) -> Vec<u8> {
    let mut found = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'=' {
            let is_space = is_header && byte == b'_';
            found.push(if is_space { b' ' } else { byte });
            continue;
        }
        match rest {
            [] => break,
            [b'\n', behind @ ..] => rest = behind,
            [b'\r', ..] => {
                let end = memchr::memchr(b'\n', rest);
                rest = end.map_or(&[], |place| &rest[place + 1..]);
            }
            [b'=', behind @ ..] => {
                found.push(b'=');
                rest = behind;
            }
            _ => match pair(rest) {
                Some(byte) => {
                    found.push(byte);
                    rest = &rest[2..];
                }
                None => found.push(b'='),
            },
        }
    }
    found
}

fn pair(text: &[u8]) -> Option<u8> {
    let &[high, low] = text.first_chunk()?;
    Some(digit_value(high)? << 4 | digit_value(low)?)
}

fn push_escape(found: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    found.extend([
        b'=',
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]);
}

/// A text of data. Spaces and tabs are escaped if `quote_tabs`; line ends are, unless `is_text`;
/// in headers, an underscore stands for a space.
pub fn b2a_qp(data: &[u8], quote_tabs: bool, is_text: bool, is_header: bool) -> Vec<u8> {
    // All line ends become as the first one is.
    let first_end = memchr::memchr(b'\n', data);
    let has_return = first_end.is_some_and(|place| place > 0 && data[place - 1] == b'\r');
    let line_end: &[u8] = if has_return { b"\r\n" } else { b"\n" };
    let mut found = Vec::with_capacity(data.len() + data.len() / 8);
    let mut column = 0;
    let mut place = 0;
    while let Some(&byte) = data.get(place) {
        let next = data.get(place + 1).copied();
        let is_alone =
            byte == b'.' && column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0));
        let is_blank = matches!(byte, b' ' | b'\t');
        let is_break = matches!(byte, b'\r' | b'\n');
        let is_escaped = byte > 126
            || byte == b'='
            || (is_header && byte == b'_')
            || is_alone
            || (!is_text && is_break)
            || (is_blank && next.is_none())
            || (byte < 33 && !is_break && (quote_tabs || !is_blank));
        let break_softly = |found: &mut Vec<u8>, column: &mut usize| {
            found.push(b'=');
            found.extend_from_slice(line_end);
            *column = 0;
        };
        if is_escaped {
            if column + 3 >= LINE {
                break_softly(&mut found, &mut column);
            }
            push_escape(&mut found, byte);
            column += 3;
            place += 1;
        } else if is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n'))) {
            if let Some(blank @ (b' ' | b'\t')) = found.last().copied() {
                found.pop();
                push_escape(&mut found, blank);
            }
            found.extend_from_slice(line_end);
            column = 0;
            place += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && column + 1 >= LINE {
                break_softly(&mut found, &mut column);
            }
            let is_underscore = is_header && byte == b' ';
            found.push(if is_underscore { b'_' } else { byte });
            column += 1;
            place += 1;
        }
    }
    found
}
