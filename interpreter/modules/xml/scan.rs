//! Tokens of XML, in text that may still be incomplete.

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// More text is needed.
    Incomplete,
    /// An error, by its number, at an offset from the start of the token.
    Bad(u32, usize),
}

pub(super) const SYNTAX: u32 = 2;
pub(super) const NO_ELEMENTS: u32 = 3;
pub(super) const INVALID_TOKEN: u32 = 4;
pub(super) const UNCLOSED_TOKEN: u32 = 5;
pub(super) const PARTIAL_CHARACTER: u32 = 6;
pub(super) const TAG_MISMATCH: u32 = 7;
pub(super) const DUPLICATE_ATTRIBUTE: u32 = 8;
pub(super) const JUNK: u32 = 9;
pub(super) const UNDEFINED_ENTITY: u32 = 11;
pub(super) const RECURSIVE_ENTITY: u32 = 12;
pub(super) const ASYNC_ENTITY: u32 = 13;
pub(super) const BAD_CHARACTER: u32 = 14;
pub(super) const BINARY_ENTITY: u32 = 15;
pub(super) const EXTERNAL_IN_ATTRIBUTE: u32 = 16;
pub(super) const MISPLACED_DECLARATION: u32 = 17;
pub(super) const UNCLOSED_CDATA: u32 = 20;
pub(super) const EXTERNAL_HANDLING: u32 = 21;
pub(super) const NOT_STANDALONE: u32 = 22;
pub(super) const UNBOUND_PREFIX: u32 = 27;
pub(super) const UNDECLARED_PREFIX: u32 = 28;
pub(super) const XML_DECLARATION: u32 = 30;
pub(super) const FINISHED: u32 = 36;
pub(super) const RESERVED_XML: u32 = 38;
pub(super) const RESERVED_XMLNS: u32 = 39;
pub(super) const RESERVED_NAMESPACE: u32 = 40;
pub(super) const AMPLIFICATION: u32 = 43;

pub(super) type Scan<T> = Result<T, Stop>;

/// White space.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Whether a document may hold the character.
pub(super) fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\0'..=' ' => character == ' ',
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => true,
    }
}

pub(super) fn starts_name(character: char) -> bool {
    character.is_alphabetic() || character == '_' || character == ':'
}

pub(super) fn continues_name(character: char) -> bool {
    starts_name(character)
        || character.is_alphanumeric()
        || matches!(character, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}')
}

/// The ASCII characters that continue names.
static NAME_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8;
        table[byte] =
            character.is_ascii_alphanumeric() || matches!(character, b'_' | b':' | b'-' | b'.');
        byte += 1;
    }
    table
};

/// Whether a text is made of ASCII characters that are allowed anywhere, line ends left out.
fn is_simple(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x80).contains(&byte))
}

/// Reads a text from its start.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// How far it is.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character, which must be there.
    pub fn next(&mut self) -> Scan<char> {
        let character = self.peek().ok_or(Stop::Incomplete)?;
        self.at += character.len_utf8();
        Ok(character)
    }

    pub fn bad<T>(&self) -> Scan<T> {
        Err(Stop::Bad(INVALID_TOKEN, self.at))
    }

    /// Skips white space; whether there was any.
    pub fn space(&mut self) -> bool {
        let before = self.at;
        while let Some(character) = self.peek().filter(|it| is_space(*it)) {
            self.at += character.len_utf8();
        }
        self.at > before
    }

    /// Skips a text if it is there. Incomplete where it may still come.
    pub fn skip(&mut self, wanted: &str) -> Scan<bool> {
        let rest = self.rest();
        if rest.starts_with(wanted) {
            self.at += wanted.len();
            return Ok(true);
        }
        match rest.len() < wanted.len() && wanted.starts_with(rest) {
            true => Err(Stop::Incomplete),
            false => Ok(false),
        }
    }

    /// Skips a text that must be there.
    pub fn expect(&mut self, wanted: &str) -> Scan<()> {
        for character in wanted.chars() {
            match self.peek() {
                Some(found) if found == character => self.at += character.len_utf8(),
                Some(_) => return self.bad(),
                None => return Err(Stop::Incomplete),
            }
        }
        Ok(())
    }

    pub fn name(&mut self) -> Scan<&'a str> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|byte| !NAME_BYTES[usize::from(*byte)]);
        if let Some(length) = length
            && length > 0
            && rest[length].is_ascii()
            && starts_name(char::from(rest[0]))
        {
            self.at += length;
            return Ok(&self.text[start..self.at]);
        }
        match self.peek() {
            Some(first) if starts_name(first) => self.at += first.len_utf8(),
            Some(_) => return self.bad(),
            None => return Err(Stop::Incomplete),
        }
        while let Some(character) = self.peek() {
            if !continues_name(character) {
                return Ok(&self.text[start..self.at]);
            }
            self.at += character.len_utf8();
        }
        Err(Stop::Incomplete)
    }

    /// A name, or a token that may begin as names continue.
    pub fn name_token(&mut self) -> Scan<&'a str> {
        let start = self.at;
        while let Some(character) = self.peek() {
            if !continues_name(character) {
                return match self.at > start {
                    true => Ok(&self.text[start..self.at]),
                    false => self.bad(),
                };
            }
            self.at += character.len_utf8();
        }
        Err(Stop::Incomplete)
    }

    /// What stands between quotes.
    pub fn quoted(&mut self) -> Scan<&'a str> {
        let quote = match self.peek() {
            Some(quote @ ('"' | '\'')) => quote,
            Some(_) => return self.bad(),
            None => return Err(Stop::Incomplete),
        };
        self.at += 1;
        let start = self.at;
        let rest = self.rest();
        if let Some(length) = memchr::memchr(quote as u8, rest.as_bytes())
            && is_simple(&rest[..length])
        {
            self.at += length + 1;
            return Ok(&rest[..length]);
        }
        loop {
            let character = self.peek().ok_or(Stop::Incomplete)?;
            if character == quote {
                self.at += 1;
                return Ok(&self.text[start..self.at - 1]);
            }
            if !is_allowed(character) {
                return self.bad();
            }
            self.at += character.len_utf8();
        }
    }

    /// What stands in front of an end, which is skipped.
    pub fn until(&mut self, end: &str) -> Scan<&'a str> {
        let start = self.at;
        let found = self.rest().find(end);
        let body = &self.rest()[..found.unwrap_or(self.rest().len())];
        if let Some(place) = body.find(|it| !is_allowed(it)) {
            return Err(Stop::Bad(INVALID_TOKEN, start + place));
        }
        let length = found.ok_or(Stop::Incomplete)?;
        self.at += length + end.len();
        Ok(&self.text[start..start + length])
    }
}

/// An attribute as it is written: where its name is, its name, its value.
pub(super) type Attribute<'a> = (usize, &'a str, &'a str);

/// One piece of a document.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Text(&'a str),
    LineEnd,
    Start {
        name: &'a str,
        attributes: Vec<Attribute<'a>>,
        is_empty: bool,
    },
    End(&'a str),
    Comment(&'a str),
    Instruction(&'a str, &'a str),
    CdataStart,
    Character(Option<char>),
    Entity(&'a str),
    Doctype,
}

/// The next piece, and its length.
pub(super) fn token<'a>(text: &'a str, is_final: bool) -> Scan<(Token<'a>, usize)> {
    let mut cursor = Cursor::new(text);
    let token = match cursor.next()? {
        '<' => markup(&mut cursor)?,
        '&' => reference(&mut cursor)?,
        '\n' => Token::LineEnd,
        '\r' => {
            match cursor.peek() {
                Some('\n') => cursor.at += 1,
                None if !is_final => return Err(Stop::Incomplete),
                _ => {}
            }
            Token::LineEnd
        }
        _ => {
            let text = plain(text, is_final)?;
            cursor.at = text.len();
            Token::Text(text)
        }
    };
    Ok((token, cursor.at))
}

/// Text without markup and line ends.
fn plain(text: &str, is_final: bool) -> Scan<&str> {
    let is_end = |byte: &u8| matches!(byte, b'<' | b'&' | b'\n' | b'\r');
    let end = text
        .as_bytes()
        .iter()
        .position(is_end)
        .unwrap_or(text.len());
    let mut plain = &text[..end];
    if is_simple(plain) && memchr::memchr(b']', plain.as_bytes()).is_none() {
        return Ok(plain);
    }
    if let Some(place) = plain.find(|it| !is_allowed(it)) {
        if place == 0 {
            return Err(Stop::Bad(INVALID_TOKEN, 0));
        }
        plain = &plain[..place];
    }
    if let Some(place) = plain.find("]]>") {
        return match place {
            0 => Err(Stop::Bad(INVALID_TOKEN, 2)),
            _ => Ok(&plain[..place]),
        };
    }
    // The end of a section may follow.
    if end == text.len() && !is_final && plain.ends_with(']') {
        plain = plain.trim_end_matches(']');
        if plain.is_empty() {
            return Err(Stop::Incomplete);
        }
    }
    Ok(plain)
}

fn markup<'a>(cursor: &mut Cursor<'a>) -> Scan<Token<'a>> {
    match cursor.peek().ok_or(Stop::Incomplete)? {
        '/' => {
            cursor.at += 1;
            let name = cursor.name()?;
            cursor.space();
            cursor.expect(">")?;
            Ok(Token::End(name))
        }
        '?' => {
            cursor.at += 1;
            instruction(cursor)
        }
        '!' => {
            cursor.at += 1;
            match cursor.peek().ok_or(Stop::Incomplete)? {
                '-' => comment(cursor).map(Token::Comment),
                '[' => cursor.expect("[CDATA[").map(|()| Token::CdataStart),
                'D' => cursor.expect("DOCTYPE").map(|()| Token::Doctype),
                _ => cursor.bad(),
            }
        }
        _ => start_tag(cursor),
    }
}

/// A comment behind `<!`.
pub(super) fn comment<'a>(cursor: &mut Cursor<'a>) -> Scan<&'a str> {
    cursor.expect("--")?;
    let start = *cursor;
    let body = cursor.until("--")?;
    let at = cursor.at;
    match cursor.peek() {
        Some('>') => {
            cursor.at += 1;
            Ok(body)
        }
        Some(_) => Err(Stop::Bad(INVALID_TOKEN, at)),
        None => {
            *cursor = start;
            Err(Stop::Incomplete)
        }
    }
}

/// A processing instruction behind `<?`.
pub(super) fn instruction<'a>(cursor: &mut Cursor<'a>) -> Scan<Token<'a>> {
    let target = cursor.name()?;
    if cursor.skip("?>")? {
        return Ok(Token::Instruction(target, ""));
    }
    if !cursor.space() {
        return cursor.bad();
    }
    let data = cursor.until("?>")?;
    Ok(Token::Instruction(target, data))
}

fn start_tag<'a>(cursor: &mut Cursor<'a>) -> Scan<Token<'a>> {
    let name = cursor.name()?;
    let mut attributes = Vec::new();
    loop {
        let had_space = cursor.space();
        let is_empty = match cursor.peek().ok_or(Stop::Incomplete)? {
            '>' => false,
            '/' => {
                cursor.at += 1;
                true
            }
            _ if !had_space => return cursor.bad(),
            _ => {
                attributes.push(attribute(cursor)?);
                continue;
            }
        };
        cursor.expect(">")?;
        return Ok(Token::Start {
            name,
            attributes,
            is_empty,
        });
    }
}

fn attribute<'a>(cursor: &mut Cursor<'a>) -> Scan<Attribute<'a>> {
    let place = cursor.at;
    let name = cursor.name()?;
    cursor.space();
    cursor.expect("=")?;
    cursor.space();
    let start = cursor.at + 1;
    let value = cursor.quoted();
    let written = match value {
        Ok(value) => value,
        Err(_) => cursor.rest(),
    };
    // What stands in the value is checked as far as it is there.
    let part = match value {
        Ok(_) => written,
        Err(Stop::Incomplete) => &cursor.text[start.min(cursor.text.len())..],
        Err(stop) => return Err(stop),
    };
    if let Some(bad) = part.find('<') {
        return Err(Stop::Bad(INVALID_TOKEN, start + bad));
    }
    let value = value?;
    let mut rest = Cursor::new(value);
    while let Some(place) = rest.rest().find('&') {
        rest.at += place + 1;
        match reference(&mut rest) {
            Ok(Token::Character(None)) => {
                return Err(Stop::Bad(BAD_CHARACTER, start + rest.at));
            }
            Ok(_) => {}
            Err(Stop::Bad(code, at)) => return Err(Stop::Bad(code, start + at)),
            Err(Stop::Incomplete) => return Err(Stop::Bad(INVALID_TOKEN, start + value.len())),
        }
    }
    Ok((place, name, value))
}

/// A reference behind `&`; no character where its number stands for none.
pub(super) fn reference<'a>(cursor: &mut Cursor<'a>) -> Scan<Token<'a>> {
    if !cursor.skip("#")? {
        let name = cursor.name()?;
        cursor.expect(";")?;
        return Ok(Token::Entity(name));
    }
    let radix = if cursor.skip("x")? { 16 } else { 10 };
    let mut number: u32 = 0;
    let mut count = 0;
    loop {
        match cursor.peek().ok_or(Stop::Incomplete)? {
            ';' if count > 0 => {
                cursor.at += 1;
                let character = char::from_u32(number).filter(|it| is_allowed(*it));
                return Ok(Token::Character(character));
            }
            character => {
                let Some(digit) = character.to_digit(radix) else {
                    return cursor.bad();
                };
                number = number.saturating_mul(radix).saturating_add(digit);
                count += 1;
                cursor.at += 1;
            }
        }
    }
}
