//! Which texts mention a builtin that is made late. The build script of crate `modules` asks too.

/// The names, and those by which all builtins can be reached.
const NAMES: [&[u8]; 8] = [
    b"exit",
    b"quit",
    b"help",
    b"copyright",
    b"credits",
    b"license",
    b"builtins",
    b"__builtins__",
];

/// Whether one of the names stands in the text as a word, and not as an attribute. Texts in an
/// encoding that is no superset of ASCII are taken to mention all.
pub fn mentions_late_builtin(source: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut rest = source;
    let mut before = None;
    while let Some(start) = rest.iter().position(is_word) {
        if start > 0 {
            before = Some(rest[start - 1]);
        }
        rest = &rest[start..];
        let length = rest.iter().position(|byte| !is_word(byte));
        let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
        if before != Some(b'.') && NAMES.contains(&word) {
            return true;
        }
        before = None;
        rest = behind;
    }
    source.contains(&0)
}
