//! Decoding by the name of an encoding.

use encoding_rs::{DecoderResult, Encoding};
use unicode::encodings::{UNDEFINED, characters, is_text, python_name};

use super::invalid;

/// Decodes `bytes` as Python's codec of this name does. Fails with the codec's message.
///
/// Encodings of several bytes to a character are those of the Encoding Standard, which
/// differ in a few characters from Python's. Encodings that are neither Python's tables nor in
/// that standard are known as far as they agree with ASCII.
pub(super) fn decode(declared: &str, bytes: &[u8]) -> Result<String, String> {
    let unknown = || format!("unknown encoding: {declared}");
    let name = python_name(declared).ok_or_else(unknown)?;
    if !is_text(name) {
        return Err(format!(
            "'{declared}' is not a text encoding; use codecs.decode() to handle arbitrary codecs"
        ));
    }
    match name {
        "utf_8" => strict_utf8(bytes),
        "utf_8_sig" => strict_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
        "ascii" => ascii(bytes),
        "latin_1" => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        "utf_7" => utf_7(bytes),
        _ => match characters(name) {
            Some(table) => single_bytes(table, bytes),
            None => match standard_encoding(name) {
                Some(encoding) => several_bytes(name, encoding, bytes),
                None if like_ascii(name, bytes) => ascii(bytes),
                None => Err(unknown()),
            },
        },
    }
}

fn strict_utf8(bytes: &[u8]) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        Err(error) => Err(invalid::message(bytes, error)),
    }
}

fn ascii(bytes: &[u8]) -> Result<String, String> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        Some(at) => Err(format!(
            "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
            bytes[at]
        )),
        None => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
    }
}

/// `table` holds the characters of all bytes, or of those from 0x80 on.
fn single_bytes(table: &str, bytes: &[u8]) -> Result<String, String> {
    let upper: Vec<char> = table.chars().collect();
    let first = 256 - upper.len();
    let mut text = String::with_capacity(bytes.len() * 2);
    for (at, &byte) in bytes.iter().enumerate() {
        let character = match usize::from(byte).checked_sub(first) {
            Some(index) => upper[index],
            None => char::from(byte),
        };
        if character == UNDEFINED {
            return Err(format!(
                "'charmap' codec can't decode byte 0x{byte:02x} in position {at}: \
                 character maps to <undefined>"
            ));
        }
        text.push(character);
    }
    Ok(text)
}

/// The Encoding Standard's encoding for a name of Python's.
fn standard_encoding(name: &str) -> Option<&'static Encoding> {
    Some(match name {
        "big5" | "big5hkscs" | "cp950" => encoding_rs::BIG5,
        "cp932" | "shift_jis" | "shift_jis_2004" | "shift_jisx0213" => encoding_rs::SHIFT_JIS,
        "cp949" | "euc_kr" => encoding_rs::EUC_KR,
        "euc_jp" | "euc_jis_2004" | "euc_jisx0213" => encoding_rs::EUC_JP,
        "gb18030" => encoding_rs::GB18030,
        "gb2312" | "gbk" => encoding_rs::GBK,
        "iso2022_jp" | "iso2022_jp_1" | "iso2022_jp_2" | "iso2022_jp_ext" => {
            encoding_rs::ISO_2022_JP
        }
        _ => return None,
    })
}

/// Whether the bytes mean the same in ASCII as in a rare encoding.
fn like_ascii(name: &str, bytes: &[u8]) -> bool {
    const RARE: [&str; 8] = [
        "hz",
        "idna",
        "iso2022_jp_2004",
        "iso2022_jp_3",
        "iso2022_kr",
        "johab",
        "raw_unicode_escape",
        "unicode_escape",
    ];
    let is_plain =
        |&byte: &u8| matches!(byte, b'\n' | b'\t' | b'\x0C' | b' '..b'~') && byte != b'\\';
    RARE.contains(&name) && bytes.iter().all(is_plain)
}

fn several_bytes(name: &str, encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let longest = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(longest.unwrap_or(0));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::OutputFull => Err("out of memory".to_string()),
        DecoderResult::Malformed(length, extra) => {
            let end = read.saturating_sub(usize::from(extra));
            let at = end.saturating_sub(usize::from(length));
            let byte = bytes.get(at).copied().unwrap_or_default();
            Err(format!(
                "'{name}' codec can't decode byte 0x{byte:02x} in position {at}: \
                 illegal multibyte sequence"
            ))
        }
    }
}

/// RFC 2152: `+` starts UTF-16 in base 64, which any other character ends; `-` vanishes.
fn utf_7(bytes: &[u8]) -> Result<String, String> {
    let mut text = String::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let byte = bytes[index];
        if !byte.is_ascii() {
            return Err(format!(
                "'utf7' codec can't decode byte 0x{byte:02x} in position {index}: \
                 unexpected special character"
            ));
        }
        index += 1;
        if byte != b'+' {
            text.push(char::from(byte));
            continue;
        }
        let digits = bytes[index..].iter().map_while(|&byte| base_64_digit(byte));
        let digits: Vec<u8> = digits.collect();
        let end = index + digits.len();
        let closed = bytes.get(end) == Some(&b'-');
        if digits.is_empty() && closed {
            text.push('+');
        } else {
            let decoded = utf_16(&digits).filter(|_| !digits.is_empty());
            text += &decoded.ok_or_else(|| {
                let last = end.min(bytes.len() - 1);
                format!(
                    "'utf7' codec can't decode bytes in position {}-{last}: \
                     ill-formed sequence",
                    index - 1
                )
            })?;
        }
        index = end + usize::from(closed);
    }
    Ok(text)
}

fn base_64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Decodes UTF-16 from groups of six bits. The bits left over must be fewer than six, and 0.
fn utf_16(digits: &[u8]) -> Option<String> {
    let mut units = Vec::with_capacity(digits.len() * 6 / 16);
    let (mut bits, mut count) = (0_u32, 0);
    for &digit in digits {
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 16 {
            count -= 16;
            units.push((bits >> count) as u16);
            bits &= (1 << count) - 1;
        }
    }
    if count >= 6 || bits != 0 {
        return None;
    }
    String::from_utf16(&units).ok()
}
