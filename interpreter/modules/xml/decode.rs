//! Bytes of a document as text, as far as they have come.

use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::str::Str;
use vm::{Result, Vm};

/// Stands for bytes that mean nothing; no document may hold it.
const INVALID: char = '\u{FFFE}';

/// How bytes stand for characters.
#[derive(Default)]
pub(super) enum Encoding {
    /// Not known yet.
    #[default]
    Unknown,
    Utf8,
    /// 16 bits; whether the low byte comes first.
    Utf16(bool),
    /// One byte each.
    Table(Box<[char]>),
}

/// Stands for a character of which the document's end has cut something off.
pub(super) const CUT_OFF: char = '\u{FFFF}';

/// Bytes that have come, and how they are read.
#[derive(Default)]
pub(super) struct Decoder {
    pub encoding: Encoding,
    raw: Vec<u8>,
}

impl Decoder {
    /// Takes bytes, and appends the characters that they make to `text`.
    pub fn feed(&mut self, vm: &Vm, bytes: &[u8], is_final: bool, text: &mut String) -> Result<()> {
        self.raw.extend_from_slice(bytes);
        if matches!(self.encoding, Encoding::Unknown) && !self.find_out(vm, is_final)? {
            return Ok(());
        }
        let used = match &self.encoding {
            Encoding::Unknown => 0,
            Encoding::Utf8 => utf8(&self.raw, is_final, text),
            Encoding::Utf16(is_little) => utf16(&self.raw, *is_little, is_final, text),
            Encoding::Table(table) => {
                text.extend(self.raw.iter().map(|byte| table[usize::from(*byte)]));
                self.raw.len()
            }
        };
        self.raw.drain(..used);
        Ok(())
    }

    /// Finds the encoding out; false where more bytes are needed.
    fn find_out(&mut self, vm: &Vm, is_final: bool) -> Result<bool> {
        let raw = &self.raw;
        if raw.len() < 4 && !is_final {
            return Ok(false);
        }
        let (encoding, mark) = match raw.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFE, 0xFF, ..] => (Encoding::Utf16(false), 2),
            [0xFF, 0xFE, ..] => (Encoding::Utf16(true), 2),
            [b'<', 0, ..] => (Encoding::Utf16(true), 0),
            [0, b'<', ..] => (Encoding::Utf16(false), 0),
            _ if raw.starts_with(b"<?xml") => {
                let end = memchr::memchr(b'>', raw);
                if end.is_none() && !is_final {
                    return Ok(false);
                }
                let head = &raw[..end.unwrap_or(raw.len())];
                let encoding = match declared(head) {
                    Some(name) => named(vm, &name)?,
                    None => Encoding::Utf8,
                };
                (encoding, 0)
            }
            _ => (Encoding::Utf8, 0),
        };
        self.encoding = encoding;
        self.raw.drain(..mark);
        Ok(true)
    }
}

/// The encoding that a declaration names.
fn declared(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).into_owned();
    let rest = head.split_once("encoding")?.1.trim_start();
    let rest = rest.strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|it| *it == '"' || *it == '\'')?;
    let name = rest[1..].split(quote).next()?;
    Some(name.to_owned())
}

/// The encoding of a name: of Python's those with one byte for each character.
pub(super) fn named(vm: &Vm, name: &str) -> Result<Encoding> {
    let table = |limit: u32| {
        let point = |it: u32| if it < limit { char::from_u32(it) } else { None };
        Encoding::Table((0..256).map(|it| point(it).unwrap_or(INVALID)).collect())
    };
    match name.to_ascii_uppercase().as_str() {
        "UTF-8" => return Ok(Encoding::Utf8),
        "US-ASCII" => return Ok(table(128)),
        "ISO-8859-1" => return Ok(table(256)),
        "UTF-16" | "UTF-16BE" => return Ok(Encoding::Utf16(false)),
        "UTF-16LE" => return Ok(Encoding::Utf16(true)),
        _ => {}
    }
    from_codec(vm, name)
}

fn from_codec(vm: &Vm, name: &str) -> Result<Encoding> {
    let all: Vec<u8> = (0..=255).collect();
    let arguments = [Str::value(name), Str::value("replace")];
    let decoded = vm.call_method(&Bytes::value(all), "decode", &arguments)?;
    let points: Vec<char> = match decoded.downcast::<Str>() {
        Some(text) => text
            .as_wtf8()
            .code_points()
            .map(|it| {
                char::from_u32(it)
                    .filter(|it| *it != '\u{FFFD}')
                    .unwrap_or(INVALID)
            })
            .collect(),
        None => Vec::new(),
    };
    match points.len() {
        256 => Ok(Encoding::Table(points.into())),
        _ => Err(vm.error(
            &exceptions::VALUE_ERROR,
            "multi-byte encodings are not supported",
        )),
    }
}

fn utf8(raw: &[u8], is_final: bool, text: &mut String) -> usize {
    let mut used = 0;
    while used < raw.len() {
        match std::str::from_utf8(&raw[used..]) {
            Ok(valid) => {
                text.push_str(valid);
                return raw.len();
            }
            Err(error) => {
                let end = used + error.valid_up_to();
                text.push_str(std::str::from_utf8(&raw[used..end]).unwrap_or_default());
                used = end;
                match error.error_len() {
                    Some(length) => {
                        used += length;
                        text.push(INVALID);
                    }
                    None if is_final => {
                        used = raw.len();
                        text.push(CUT_OFF);
                    }
                    None => return used,
                }
            }
        }
    }
    used
}

fn utf16(raw: &[u8], is_little: bool, is_final: bool, text: &mut String) -> usize {
    let units: Vec<u16> = raw
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| match is_little {
            true => u16::from_le_bytes(*pair),
            false => u16::from_be_bytes(*pair),
        })
        .collect();
    let mut count = units.len();
    if !is_final
        && units
            .last()
            .is_some_and(|last| (0xD800..0xDC00).contains(last))
    {
        count -= 1;
    }
    text.extend(char::decode_utf16(units[..count].iter().copied()).map(|it| it.unwrap_or(INVALID)));
    if is_final && raw.len() % 2 == 1 {
        text.push(CUT_OFF);
        return raw.len();
    }
    count * 2
}
