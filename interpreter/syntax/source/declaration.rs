//! The encoding declaration in the first two lines (PEP 263).

use memchr::memmem;

/// What UTF-8 files may start with.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A declaration was found.
pub(super) struct Declaration {
    /// The encoding's name as it is written, but `utf-8` and `iso-8859-1` in that form.
    pub encoding: String,
}

/// Finds the declaration of a source without byte order mark.
pub(super) fn find(bytes: &[u8]) -> Option<Declaration> {
    let (first, rest) = split_line(bytes);
    if let Some(found) = in_line(first) {
        return Some(found);
    }
    if !is_blank(first) {
        return None;
    }
    in_line(split_line(rest).0)
}

fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(newline) => (&bytes[..newline], &bytes[newline + 1..]),
        None => (bytes, &[]),
    }
}

/// Whether a line holds nothing but white space and a comment.
fn is_blank(line: &[u8]) -> bool {
    matches!(trim_start(line).first(), None | Some(b'#'))
}

fn trim_start(line: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0C');
    let spaces = line.iter().take_while(|byte| is_space(byte)).count();
    &line[spaces..]
}

/// Finds `coding:` or `coding=` and a name in a line that is a comment.
fn in_line(line: &[u8]) -> Option<Declaration> {
    let comment = trim_start(line);
    if !comment.starts_with(b"#") {
        return None;
    }
    memmem::find_iter(comment, b"coding").find_map(|at| {
        let rest = &comment[at + b"coding".len()..];
        let rest = rest
            .strip_prefix(b":")
            .or_else(|| rest.strip_prefix(b"="))?;
        let spaces = rest
            .iter()
            .take_while(|&&byte| matches!(byte, b' ' | b'\t'))
            .count();
        let name: String = rest[spaces..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
            .map(|&byte| char::from(byte))
            .collect();
        (!name.is_empty()).then(|| Declaration {
            encoding: usual_name(name),
        })
    })
}

/// Gives the two commonest encodings one name each.
fn usual_name(name: String) -> String {
    let start: String = name
        .chars()
        .take(12)
        .map(|c| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let is = |usual: &str| {
        start
            .strip_prefix(usual)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if is("utf-8") {
        "utf-8".to_string()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_string()
    } else {
        name
    }
}
