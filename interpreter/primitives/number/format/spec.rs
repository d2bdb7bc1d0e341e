//! Format specifications: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::number::NumberError;
use crate::number::source_text::decimal_value;

/// Where the padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    Center,
    /// Between sign and digits.
    BehindSign,
}

/// When a number that is not negative shows a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignMode {
    Unspecified,
    Minus,
    Plus,
    Space,
}

/// What stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grouping {
    pub separator: char,
    /// Digits of a group.
    pub size: usize,
}

/// A parsed specification.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spec {
    pub fill: char,
    pub align: Align,
    pub sign: SignMode,
    pub no_negative_zero: bool,
    pub is_alternate: bool,
    pub width: Option<usize>,
    pub grouping: Option<Grouping>,
    pub precision: Option<usize>,
    /// The presentation type, if there is one.
    pub kind: Option<char>,
}

/// What a specification leaves open.
pub(super) struct Defaults {
    pub align: Align,
    pub kind: Option<char>,
}

impl Spec {
    /// Parses `text`; `type_name` is the type of the value, for errors.
    pub(super) fn parse(
        text: &str,
        defaults: Defaults,
        type_name: &str,
    ) -> Result<Spec, NumberError> {
        let mut reader = Reader { rest: text };
        let mut spec = Spec {
            fill: ' ',
            align: defaults.align,
            sign: SignMode::Unspecified,
            no_negative_zero: false,
            is_alternate: false,
            width: None,
            grouping: None,
            precision: None,
            kind: defaults.kind,
        };
        reader.read_alignment_and_flags(&mut spec, defaults.align);
        spec.width = reader.read_number()?;
        let separator = reader.read_separator()?;
        if reader.accept('.') {
            spec.precision = Some(
                reader
                    .read_number()?
                    .ok_or(NumberError::value("Format specifier missing precision"))?,
            );
        }
        let mut rest = reader.rest.chars();
        if let Some(kind) = rest.next() {
            if rest.next().is_some() {
                return Err(invalid_specifier(text, type_name));
            }
            spec.kind = Some(kind);
        }
        if let Some(separator) = separator {
            spec.grouping = Some(grouping(separator, spec.kind)?);
        }
        Ok(spec)
    }
}

fn invalid_specifier(text: &str, type_name: &str) -> NumberError {
    let text = format!("Invalid format specifier '{text}' for object of type '{type_name}'");
    NumberError::Value(text.into())
}

fn grouping(separator: char, kind: Option<char>) -> Result<Grouping, NumberError> {
    let size = match kind {
        None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => 3,
        Some('b' | 'o' | 'x' | 'X') if separator == '_' => 4,
        Some(kind) => {
            let shown = shown_kind(kind);
            let text = format!("Cannot specify '{separator}' with '{shown}'.");
            return Err(NumberError::Value(text.into()));
        }
    };
    Ok(Grouping { separator, size })
}

/// The error for a presentation type that the type of the value does not have.
pub(super) fn unknown_kind(kind: char, type_name: &str) -> NumberError {
    let shown = shown_kind(kind);
    let text = format!("Unknown format code '{shown}' for object of type '{type_name}'");
    NumberError::Value(text.into())
}

fn shown_kind(kind: char) -> String {
    match kind {
        '!'..='\x7f' => kind.to_string(),
        _ => format!("\\x{:x}", u32::from(kind)),
    }
}

fn align_of(character: char) -> Option<Align> {
    match character {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::BehindSign),
        _ => None,
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn advance(&mut self) {
        let mut characters = self.rest.chars();
        characters.next();
        self.rest = characters.as_str();
    }

    fn accept(&mut self, character: char) -> bool {
        let is_next = self.peek() == Some(character);
        if is_next {
            self.advance();
        }
        is_next
    }

    fn read_alignment_and_flags(&mut self, spec: &mut Spec, default_align: Align) {
        let mut characters = self.rest.chars();
        let (first, second) = (characters.next(), characters.next());
        let mut has_fill = false;
        let mut has_align = true;
        if let (Some(fill), Some(align)) = (first, second.and_then(align_of)) {
            (spec.fill, spec.align) = (fill, align);
            has_fill = true;
            self.rest = characters.as_str();
        } else if let Some(align) = first.and_then(align_of) {
            spec.align = align;
            self.advance();
        } else {
            has_align = false;
        }
        spec.sign = match self.peek() {
            Some('+') => SignMode::Plus,
            Some('-') => SignMode::Minus,
            Some(' ') => SignMode::Space,
            _ => SignMode::Unspecified,
        };
        if spec.sign != SignMode::Unspecified {
            self.advance();
        }
        spec.no_negative_zero = self.accept('z');
        spec.is_alternate = self.accept('#');
        if !has_fill && self.accept('0') {
            spec.fill = '0';
            if !has_align && default_align == Align::Right {
                spec.align = Align::BehindSign;
            }
        }
    }

    fn read_number(&mut self) -> Result<Option<usize>, NumberError> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(decimal_value) {
            let so_far: i64 = number.unwrap_or(0);
            let next = so_far.checked_mul(10);
            let next = next.and_then(|next| next.checked_add(i64::from(digit)));
            number = Some(next.ok_or(NumberError::value(
                "Too many decimal digits in format string",
            ))?);
            self.advance();
        }
        Ok(number.and_then(|number| usize::try_from(number).ok()))
    }

    fn read_separator(&mut self) -> Result<Option<char>, NumberError> {
        const BOTH: NumberError = NumberError::value("Cannot specify both ',' and '_'.");
        let has_comma = self.accept(',');
        let has_underscore = self.accept('_');
        if has_underscore && (has_comma || self.peek() == Some(',')) {
            return Err(BOTH);
        }
        Ok(match (has_comma, has_underscore) {
            (true, _) => Some(','),
            (_, true) => Some('_'),
            _ => None,
        })
    }
}
