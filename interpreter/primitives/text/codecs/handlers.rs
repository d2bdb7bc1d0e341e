//! The error handlers that Python registers.

use unicode::character_name;

use super::encoder::is_surrogate;
use super::{ByteOrder, DecodeHandler, EncodeHandler, Error, Replacement};
use crate::text::bytes::digits;
use crate::text::methods::push_numeric_escape;
use crate::text::view::Text;
use crate::text::wtf8::Wtf8Buf;

/// A handler by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// Errors are raised.
    Strict,
    /// What is wrong is left out.
    Ignore,
    /// `?` or U+FFFD stands for it.
    Replace,
    /// `&#...;` stands for it.
    XmlCharRefReplace,
    /// Escapes with backslashes stand for it.
    BackslashReplace,
    /// `\N{...}` stands for it.
    NameReplace,
    /// Bytes that are not decoded become low surrogates, and those become bytes again.
    SurrogateEscape,
    /// Surrogates are encoded and decoded as other code points.
    SurrogatePass,
}

/// Why a handler has no replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The error is raised.
    Raise(Error),
    /// Python's `TypeError`: the handler is not for errors of this direction.
    WrongDirection(&'static str),
}

impl Failure {
    /// The error, if one is to be raised.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Raise(error) => Some(error),
            Self::WrongDirection(_) => None,
        }
    }
}

/// The encodings that `surrogatepass` knows.
#[derive(Clone, Copy)]
enum Wide {
    Utf8,
    Utf16(ByteOrder),
    Utf32(ByteOrder),
}

/// The encoding of Unicode with this name, in the ways of writing that Python takes here.
fn wide(name: &str) -> Option<Wide> {
    let lower = name.to_ascii_lowercase();
    if name == "CP_UTF8" {
        return Some(Wide::Utf8);
    }
    let rest = lower.strip_prefix("utf")?;
    let rest = rest.strip_prefix(['-', '_']).unwrap_or(rest);
    if rest == "8" {
        return Some(Wide::Utf8);
    }
    let order = |rest: &str| match rest.strip_prefix(['-', '_']).unwrap_or(rest) {
        "" if rest.is_empty() => Some(ByteOrder::Little),
        "le" => Some(ByteOrder::Little),
        "be" => Some(ByteOrder::Big),
        _ => None,
    };
    if let Some(rest) = rest.strip_prefix("16") {
        return order(rest).map(Wide::Utf16);
    }
    order(rest.strip_prefix("32")?).map(Wide::Utf32)
}

impl Errors {
    /// The handler that Python registers under this name.
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "backslashreplace" => Self::BackslashReplace,
            "namereplace" => Self::NameReplace,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            _ => return None,
        })
    }

    /// The replacement and the place to go on, for an error of decoding.
    pub fn decoding(self, error: Error, bytes: &[u8]) -> Result<(Wtf8Buf, usize), Failure> {
        let wrong = || {
            bytes
                .get(error.start..error.end.min(bytes.len()))
                .unwrap_or_default()
        };
        let replaced = match self {
            Self::Strict => return Err(Failure::Raise(error)),
            Self::Ignore => Wtf8Buf::new(),
            Self::Replace => "\u{FFFD}".into(),
            Self::BackslashReplace => {
                let mut found = Wtf8Buf::new();
                for &byte in wrong() {
                    found.push_str("\\x");
                    found.push_bytes_trusted(&digits(byte));
                }
                found
            }
            Self::SurrogateEscape => {
                let high = wrong().iter().take(4).take_while(|byte| !byte.is_ascii());
                let found: Vec<u32> = high.map(|&byte| 0xDC00 + u32::from(byte)).collect();
                if found.is_empty() {
                    return Err(Failure::Raise(error));
                }
                let end = error.start + found.len();
                return Ok((found.into_iter().collect(), end));
            }
            Self::SurrogatePass => {
                let rest = bytes.get(error.start..).unwrap_or_default();
                return match wide(error.encoding).and_then(|wide| surrogate(wide, rest)) {
                    Some((code_point, length)) => {
                        Ok((Wtf8Buf::from_iter([code_point]), error.start + length))
                    }
                    None => Err(Failure::Raise(error)),
                };
            }
            Self::XmlCharRefReplace | Self::NameReplace => {
                return Err(Failure::WrongDirection(
                    "don't know how to handle UnicodeDecodeError in error callback",
                ));
            }
        };
        Ok((replaced, error.end))
    }

    /// The replacement and the place to go on, for an error of encoding.
    pub fn encoding(self, error: Error, text: Text<'_>) -> Result<(Replacement, usize), Failure> {
        let mut found = Wtf8Buf::new();
        let of_count = match self {
            Self::Strict => return Err(Failure::Raise(error)),
            Self::Ignore => Some(""),
            Self::Replace => Some("?"),
            _ => None,
        };
        if let Some(each) = of_count {
            // The characters need not be looked for.
            found.push_str(&each.repeat(error.end - error.start));
            return Ok((Replacement::Text(found), error.end));
        }
        let part = text.slice(error.start..error.end);
        let wrong = || part.value().code_points();
        match self {
            Self::Strict | Self::Ignore | Self::Replace => {}
            Self::XmlCharRefReplace => {
                wrong().for_each(|code_point| found.push_str(&format!("&#{code_point};")));
            }
            Self::BackslashReplace => {
                wrong().for_each(|code_point| push_numeric_escape(&mut found, code_point));
            }
            Self::NameReplace => {
                for code_point in wrong() {
                    match character_name(code_point) {
                        Some(name) => found.push_str(&format!("\\N{{{name}}}")),
                        None => push_numeric_escape(&mut found, code_point),
                    }
                }
            }
            Self::SurrogateEscape => return escaped_bytes(error, wrong()),
            Self::SurrogatePass => {
                let Some(wide) = wide(error.encoding).filter(|_| wrong().all(is_surrogate)) else {
                    return Err(Failure::Raise(error));
                };
                let mut bytes = Vec::new();
                wrong().for_each(|code_point| push_surrogate(wide, code_point, &mut bytes));
                return Ok((Replacement::Bytes(bytes), error.end));
            }
        }
        Ok((Replacement::Text(found), error.end))
    }
}

/// The bytes that low surrogates stand for. Encodings by table are strict about all of a run;
/// the others go on up to the first that stands for none.
fn escaped_bytes(
    error: Error,
    wrong: impl Iterator<Item = u32>,
) -> Result<(Replacement, usize), Failure> {
    let low = wrong.map_while(|code_point| match code_point {
        0xDC80..=0xDCFF => Some((code_point - 0xDC00) as u8),
        _ => None,
    });
    let bytes: Vec<u8> = low.collect();
    let is_whole = bytes.len() == error.end - error.start;
    if bytes.is_empty() || (error.encoding == "charmap" && !is_whole) {
        return Err(Failure::Raise(error));
    }
    let end = error.start + bytes.len();
    Ok((Replacement::Bytes(bytes), end))
}

/// The surrogate that is encoded at the start, and how many bytes it has.
fn surrogate(wide: Wide, bytes: &[u8]) -> Option<(u32, usize)> {
    let found = match wide {
        Wide::Utf8 => match *bytes.first_chunk()? {
            [
                first @ 0xE0..=0xEF,
                second @ 0x80..=0xBF,
                third @ 0x80..=0xBF,
            ] => {
                let code_point = u32::from(first & 0x0F) << 12
                    | u32::from(second & 0x3F) << 6
                    | u32::from(third & 0x3F);
                (code_point, 3)
            }
            _ => return None,
        },
        Wide::Utf16(ByteOrder::Little) => (u32::from(u16::from_le_bytes(*bytes.first_chunk()?)), 2),
        Wide::Utf16(ByteOrder::Big) => (u32::from(u16::from_be_bytes(*bytes.first_chunk()?)), 2),
        Wide::Utf32(ByteOrder::Little) => (u32::from_le_bytes(*bytes.first_chunk()?), 4),
        Wide::Utf32(ByteOrder::Big) => (u32::from_be_bytes(*bytes.first_chunk()?), 4),
    };
    is_surrogate(found.0).then_some(found)
}

fn push_surrogate(wide: Wide, code_point: u32, bytes: &mut Vec<u8>) {
    match wide {
        Wide::Utf8 => bytes.extend(Wtf8Buf::from_iter([code_point]).as_bytes()),
        Wide::Utf16(ByteOrder::Little) => bytes.extend((code_point as u16).to_le_bytes()),
        Wide::Utf16(ByteOrder::Big) => bytes.extend((code_point as u16).to_be_bytes()),
        Wide::Utf32(ByteOrder::Little) => bytes.extend(code_point.to_le_bytes()),
        Wide::Utf32(ByteOrder::Big) => bytes.extend(code_point.to_be_bytes()),
    }
}

impl DecodeHandler for Errors {
    type Failure = Failure;

    fn replace(&mut self, error: Error, bytes: &[u8]) -> Result<(Wtf8Buf, usize), Failure> {
        self.decoding(error, bytes)
    }
}

impl EncodeHandler for Errors {
    type Failure = Failure;

    fn replace(&mut self, error: Error, text: Text<'_>) -> Result<(Replacement, usize), Failure> {
        self.encoding(error, text)
    }

    fn fail(&mut self, error: Error, _: Text<'_>) -> Failure {
        Failure::Raise(error)
    }
}
