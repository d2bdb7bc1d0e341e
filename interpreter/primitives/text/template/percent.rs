//! Templates of the operator `%`, of `str` and of `bytes`.

use memchr::memchr;

use super::TemplateError;
use crate::text::size::LARGEST;
use crate::text::wtf8::Wtf8;

/// Of what a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of text.
    Str,
    /// Of bytes.
    Bytes,
}

/// A part of a template. A doubled percent sign is literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// What stands for itself.
    Literal(&'a [u8]),
    /// What a value is put for.
    Conversion(Conversion<'a>),
}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub sign: bool,
    /// A space.
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A width or a precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// `*`: the next argument.
    Star,
    /// A number.
    Fixed(usize),
}

/// What a value is put for.
///
/// Python looks at arguments while it reads. So if there is a problem, the mapping must be asked
/// for the key first, and then arguments be taken for stars, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion<'a> {
    /// Whether there is a parenthesis, so that the arguments must be a mapping.
    pub needs_mapping: bool,
    /// The key in parentheses.
    pub key: Option<&'a [u8]>,
    /// The flags.
    pub flags: Flags,
    /// The width.
    pub width: Option<Size>,
    /// The precision.
    pub precision: Option<Size>,
    /// The code point of the type, or the byte.
    pub character: u32,
    /// The byte offset of the type.
    pub offset: usize,
    /// Whether the type follows a number directly.
    pub follows_number: bool,
    /// What keeps the conversion from being complete.
    pub problem: Option<TemplateError>,
}

/// The parts of a template. After a problem there are no more.
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    text: &'a [u8],
    place: usize,
    kind: Kind,
}

impl<'a> Segments<'a> {
    /// The parts of a template.
    pub fn new(template: &'a [u8], kind: Kind) -> Self {
        Self {
            text: template,
            place: 0,
            kind,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.place).copied()
    }

    fn conversion(&mut self) -> Conversion<'a> {
        let mut found = Conversion::default();
        if let Err(problem) = self.read(&mut found) {
            found.problem = Some(problem);
            self.place = self.text.len();
        }
        found
    }

    fn read(&mut self, found: &mut Conversion<'a>) -> Result<(), TemplateError> {
        if self.peek() == Some(b'(') {
            found.needs_mapping = true;
            found.key = Some(self.key()?);
        }
        self.flags(&mut found.flags);
        let (too_big, largest) = match self.kind {
            Kind::Str => ("precision too big", i32::MAX as usize),
            Kind::Bytes => ("prec too big", i32::MAX as usize),
        };
        found.width = self.size(LARGEST, "width too big")?;
        if self.peek() == Some(b'.') {
            self.place += 1;
            let precision = self.size(largest, too_big)?;
            found.precision = precision.or(Some(Size::Fixed(0)));
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.place += 1;
        }
        let Some(byte) = self.peek() else {
            return Err(TemplateError::new("incomplete format"));
        };
        found.offset = self.place;
        let is_number = |size: Option<Size>| matches!(size, Some(Size::Fixed(_)));
        found.follows_number = self.text[self.place - 1].is_ascii_digit()
            && (is_number(found.width) || is_number(found.precision));
        if self.kind == Kind::Bytes || byte.is_ascii() {
            found.character = u32::from(byte);
            self.place += 1;
        } else {
            let mut code_points = Wtf8::from_bytes_trusted(&self.text[self.place..]).code_points();
            found.character = code_points.next().unwrap_or_default();
            self.place = self.text.len() - code_points.as_bytes().len();
        }
        Ok(())
    }

    /// The key in parentheses, in which others may be, in pairs.
    fn key(&mut self) -> Result<&'a [u8], TemplateError> {
        let text = &self.text[self.place..];
        let mut depth = 0_usize;
        for place in memchr::memchr2_iter(b'(', b')', text) {
            if text[place] == b'(' {
                depth += 1;
                continue;
            }
            depth -= 1;
            if depth == 0 {
                self.place += place + 1;
                return Ok(&text[1..place]);
            }
        }
        Err(TemplateError::new("incomplete format key"))
    }

    fn flags(&mut self, flags: &mut Flags) {
        while let Some(byte) = self.peek() {
            match byte {
                b'-' => flags.left = true,
                b'+' => flags.sign = true,
                b' ' => flags.blank = true,
                b'#' => flags.alternate = true,
                b'0' => flags.zero = true,
                _ => return,
            }
            self.place += 1;
        }
    }

    fn size(
        &mut self,
        largest: usize,
        too_big: &'static str,
    ) -> Result<Option<Size>, TemplateError> {
        if self.peek() == Some(b'*') {
            self.place += 1;
            return Ok(Some(Size::Star));
        }
        let mut value = None;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            let digit = usize::from(byte - b'0');
            let before = value.unwrap_or(0);
            if before > (largest - digit) / 10 {
                return Err(TemplateError::new(too_big));
            }
            value = Some(before * 10 + digit);
            self.place += 1;
        }
        Ok(value.map(Size::Fixed))
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let rest = self.text.get(self.place..).unwrap_or_default();
        if rest.is_empty() {
            return None;
        }
        match memchr(b'%', rest) {
            Some(0) if rest.get(1) == Some(&b'%') => {
                self.place += 2;
                Some(Segment::Literal(&rest[..1]))
            }
            Some(0) => {
                self.place += 1;
                Some(Segment::Conversion(self.conversion()))
            }
            found => {
                let length = found.unwrap_or(rest.len());
                self.place += length;
                Some(Segment::Literal(&rest[..length]))
            }
        }
    }
}

impl Conversion<'_> {
    /// The error for a type that there is not, at this index of a code point or byte. None is
    /// for bytes beyond ASCII, where Python has an `OverflowError` instead, unless they follow a
    /// number: "character argument not in range(0x110000)".
    pub fn unsupported(&self, index: usize, kind: Kind) -> Option<TemplateError> {
        let character = self.character;
        let shown = match (char::from_u32(character), kind) {
            (Some(shown @ '\u{1F}'..='~'), _) => shown,
            (_, Kind::Str) => '?',
            (Some(shown), Kind::Bytes) if shown.is_ascii() || self.follows_number => shown,
            _ => return None,
        };
        let text =
            format!("unsupported format character '{shown}' (0x{character:x}) at index {index}");
        Some(TemplateError(text.into()))
    }
}
