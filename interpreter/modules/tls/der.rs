//! The little of DER that reading certificates takes.

/// One element: its tag, what it holds, and both with the header.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub tag: u8,
    pub value: &'a [u8],
    pub whole: &'a [u8],
}

/// Tags of elements.
pub(super) mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const OCTET_STRING: u8 = 0x04;
    pub const IDENTIFIER: u8 = 0x06;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const BMP_STRING: u8 = 0x1E;
    pub const UNIVERSAL_STRING: u8 = 0x1C;
    pub const UTF8_STRING: u8 = 0x0C;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
}

/// Goes through the elements of some bytes; ends at the first that is malformed.
#[derive(Clone)]
pub(super) struct Elements<'a>(pub &'a [u8]);

impl<'a> Elements<'a> {
    /// The next element, if it has this tag.
    pub fn tagged(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = self.clone();
        let element = ahead.next().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let bytes = self.0;
        let (&tag, &first) = (bytes.first()?, bytes.get(1)?);
        let (start, length) = match first {
            0..=0x7F => (2, usize::from(first)),
            0x81..=0x84 => {
                let count = usize::from(first & 0x7F);
                let digits = bytes.get(2..2 + count)?;
                let length = digits
                    .iter()
                    .fold(0, |length, &digit| length << 8 | usize::from(digit));
                (2 + count, length)
            }
            _ => return None,
        };
        let end = start.checked_add(length)?;
        let element = Element {
            tag,
            value: bytes.get(start..end)?,
            whole: &bytes[..end],
        };
        self.0 = &bytes[end..];
        Some(element)
    }
}

/// An object identifier with dots.
pub(super) fn identifier_text(bytes: &[u8]) -> String {
    let mut parts = Vec::new();
    let mut number: u128 = 0;
    for &byte in bytes {
        number = (number << 7) | u128::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            parts.push(number);
            number = 0;
        }
    }
    let mut text = match parts.first() {
        None => return String::new(),
        Some(&first) => {
            let top = (first / 40).min(2);
            format!("{top}.{}", first - top * 40)
        }
    };
    for part in &parts[1..] {
        text.push('.');
        text.push_str(&part.to_string());
    }
    text
}
