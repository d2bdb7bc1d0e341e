//! Codecs by their names.

use unicode::encodings::python_name;

use super::{ByteOrder, Codec, charmap};

/// The codec with this name or alias, written in any of Python's ways. Encodings of several
/// bytes besides those of Unicode are not here.
pub fn find(name: &str) -> Option<Codec<'static>> {
    if name.eq_ignore_ascii_case("utf-8") || name == "utf8" {
        return Some(Codec::Utf8);
    }
    Some(match name {
        "ascii" => Codec::Ascii,
        "latin-1" => Codec::Latin1,
        _ => match python_name(name)? {
            "utf_8" => Codec::Utf8,
            "ascii" => Codec::Ascii,
            "latin_1" => Codec::Latin1,
            "utf_8_sig" => Codec::Utf8Sig,
            "utf_7" => Codec::Utf7,
            "utf_16" => Codec::Utf16(None),
            "utf_16_le" => Codec::Utf16(Some(ByteOrder::Little)),
            "utf_16_be" => Codec::Utf16(Some(ByteOrder::Big)),
            "utf_32" => Codec::Utf32(None),
            "utf_32_le" => Codec::Utf32(Some(ByteOrder::Little)),
            "utf_32_be" => Codec::Utf32(Some(ByteOrder::Big)),
            "unicode_escape" => Codec::UnicodeEscape,
            "raw_unicode_escape" => Codec::RawUnicodeEscape,
            known => Codec::Charmap(charmap::table(known)?),
        },
    })
}
