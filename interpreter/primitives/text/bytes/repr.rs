//! What `repr` makes of bytes.

use super::hex::digits;

/// `repr` of `bytes`.
pub fn repr(bytes: &[u8]) -> String {
    let mut found = String::with_capacity(bytes.len() + 3);
    append(bytes, false, &mut found);
    found
}

/// `repr` of a `bytearray`, or of a subclass of this name.
pub fn bytearray_repr(bytes: &[u8], class_name: &str) -> String {
    let mut found = String::with_capacity(class_name.len() + bytes.len() + 5);
    found.push_str(class_name);
    found.push('(');
    append(bytes, true, &mut found);
    found.push(')');
    found
}

/// Appends a literal. That of a `bytearray` escapes single quotes whatever the quotes around.
fn append(bytes: &[u8], escapes_single: bool, found: &mut String) {
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    let quote = if has(b'\'') && !has(b'"') {
        b'"'
    } else {
        b'\''
    };
    found.push('b');
    found.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\t' => found.push_str("\\t"),
            b'\n' => found.push_str("\\n"),
            b'\r' => found.push_str("\\r"),
            b'\\' => found.push_str("\\\\"),
            _ if byte == quote || (escapes_single && byte == b'\'') => {
                found.extend(['\\', char::from(byte)])
            }
            b' '..=b'~' => found.push(char::from(byte)),
            _ => {
                let [high, low] = digits(byte).map(char::from);
                found.extend(['\\', 'x', high, low]);
            }
        }
    }
    found.push(char::from(quote));
}
