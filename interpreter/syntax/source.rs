//! Source bytes to text, as CPython does it (PEP 263, universal newlines).

mod declaration;
mod encoding;
mod invalid;

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError};
use declaration::Declaration;

/// Decodes a source as `compile()` decodes a bytes object; `python -m dis`, `py_compile` and
/// the import system do that. The text is without a byte order mark, and all its line ends
/// are `\n`.
///
/// CPython finds bytes that are no UTF-8 only where it needs their characters, unless the
/// source declares an encoding. In comments they are let pass, as U+FFFD.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    if bytes.contains(&0) {
        let message = "source code string cannot contain null bytes";
        return Err(SyntaxError::without_location(
            ErrorKind::SyntaxError,
            message,
        ));
    }
    let bytes = universal_newlines(bytes);
    let (bytes, encoding) = declared(bytes).map_err(before_the_text)?;
    match encoding {
        None => invalid::decode(bytes),
        Some(encoding) => {
            let text = encoding::decode(&encoding, &bytes).map_err(before_the_text)?;
            Ok(Cow::Owned(text))
        }
    }
}

/// Decodes a script as `python filename` does. The text is as [`decode`] gives it.
///
/// CPython reads a script line by line, and finds a syntax error in an earlier line before
/// a null byte or a byte that is no UTF-8; here those come first.
pub fn decode_file<'b>(bytes: &'b [u8], filename: &str) -> Result<Cow<'b, str>, SyntaxError> {
    let bytes = universal_newlines(bytes);
    if bytes.contains(&0) {
        let null = memchr(0, &bytes).unwrap_or(bytes.len());
        return Err(null_byte(&bytes[..null]));
    }
    let has_mark = bytes.starts_with(declaration::BYTE_ORDER_MARK);
    let found = declaration::find(
        bytes
            .strip_prefix(declaration::BYTE_ORDER_MARK)
            .unwrap_or(&bytes),
    );
    let (bytes, encoding) = declared(bytes).map_err(without_place)?;
    match encoding {
        Some(encoding) => match encoding::decode(&encoding, &bytes) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(_) => Err(without_place(format!("encoding problem: {encoding}"))),
        },
        None if has_mark || found.is_some() => invalid::decode(bytes),
        None => undeclared(bytes, filename),
    }
}

/// Splits off the byte order mark and finds the declared encoding, unless it is UTF-8.
/// Fails with CPython's message if the two do not fit.
fn declared(bytes: Cow<'_, [u8]>) -> Result<(Cow<'_, [u8]>, Option<String>), String> {
    let has_mark = bytes.starts_with(declaration::BYTE_ORDER_MARK);
    let bytes = if has_mark { strip_mark(bytes) } else { bytes };
    match declaration::find(&bytes) {
        Some(Declaration { encoding }) if encoding != "utf-8" => {
            if has_mark {
                return Err(format!("encoding problem: {encoding} with BOM"));
            }
            Ok((bytes, Some(encoding)))
        }
        _ => Ok((bytes, None)),
    }
}

fn strip_mark(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let length = declaration::BYTE_ORDER_MARK.len();
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[length..]),
        Cow::Owned(mut bytes) => {
            bytes.drain(..length);
            Cow::Owned(bytes)
        }
    }
}

/// Makes every `\r\n` and `\r` a `\n`.
pub fn universal_newlines(bytes: &[u8]) -> Cow<'_, [u8]> {
    // `memchr` asks the processor at first what it can do, which takes long in a virtual machine.
    if !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let mut translated = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(carriage_return) = memchr(b'\r', rest) {
        translated.extend_from_slice(&rest[..carriage_return]);
        translated.push(b'\n');
        rest = &rest[carriage_return + 1..];
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    translated.extend_from_slice(rest);
    Cow::Owned(translated)
}

/// A script without a declaration must be UTF-8 throughout.
fn undeclared<'b>(bytes: Cow<'b, [u8]>, filename: &str) -> Result<Cow<'b, str>, SyntaxError> {
    let at = match std::str::from_utf8(&bytes) {
        Ok(_) => return invalid::decode(bytes),
        Err(error) => error.valid_up_to(),
    };
    let line = memchr_iter(b'\n', &bytes[..at]).count() + 1;
    Err(without_place(format!(
        "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no \
         encoding declared; see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    )))
}

fn null_byte(before: &[u8]) -> SyntaxError {
    let line = memchr_iter(b'\n', before).count() as u32 + 1;
    SyntaxError {
        kind: ErrorKind::SyntaxError,
        message: "source code cannot contain null bytes".to_string(),
        location: Some(ErrorLocation {
            line,
            offset: 0,
            end_line: line,
            end_offset: 0,
        }),
        found_by: FoundBy::PARSER,
    }
}

/// `compile()` places what it finds before it reads the text in line 0.
fn before_the_text(message: String) -> SyntaxError {
    SyntaxError {
        kind: ErrorKind::SyntaxError,
        message,
        location: Some(ErrorLocation {
            line: 0,
            offset: -1,
            end_line: 0,
            end_offset: 0,
        }),
        found_by: FoundBy::PARSER,
    }
}

fn without_place(message: String) -> SyntaxError {
    SyntaxError::without_location(ErrorKind::SyntaxError, message)
}

#[cfg(test)]
mod tests {
    use super::decode_file;

    #[test]
    fn a_script_without_declaration_must_be_utf_8() {
        let error = decode_file(b"x = 1\r\r\n# \xFF\n", "s.py").unwrap_err();
        assert_eq!(
            error.message,
            "Non-UTF-8 code starting with '\\xff' in file s.py on line 3, but no encoding \
             declared; see https://peps.python.org/pep-0263/ for details"
        );
        assert_eq!(error.location, None);
    }

    #[test]
    fn a_script_reports_every_trouble_with_its_declaration_alike() {
        for source in [
            &b"# coding: xyz\n"[..],
            b"#\n# coding: xyz\n\xFF",
            b"# coding: xyz",
        ] {
            let error = decode_file(source, "s.py").unwrap_err();
            assert_eq!(error.message, "encoding problem: xyz");
        }
        let error = decode_file(b"# coding: ascii\n# \xFF\n", "s.py").unwrap_err();
        assert_eq!(error.message, "encoding problem: ascii");
        assert_eq!(
            decode_file(b"# coding: koi8-r\r\n'\xC1'", "").unwrap(),
            "# coding: koi8-r\n'а'"
        );
    }
}
