//! A document that is being read: where the reader is, and what it tells the handlers.

mod declarations;
mod elements;
mod entities;

use rustc_hash::FxHashMap;
use vm::objects::dict::Dict;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::decode::{CUT_OFF, Decoder, Encoding, named};
use super::doctype::{self, Declarations, with_line_feeds};
use super::namespaces::Binding;
use super::scan::{
    ASYNC_ENTITY, BAD_CHARACTER, EXTERNAL_HANDLING, FINISHED, INVALID_TOKEN, JUNK,
    MISPLACED_DECLARATION, NO_ELEMENTS, NOT_STANDALONE as NOT_STANDALONE_ERROR, PARTIAL_CHARACTER,
    SYNTAX, Stop, Token, UNCLOSED_CDATA, UNCLOSED_TOKEN, XML_DECLARATION as BAD_DECLARATION,
    continues_name, is_space, starts_name, token,
};
use super::{
    COMMENT, DEFAULT, DEFAULT_EXPAND, END_CDATA, INSTRUCTION, NOT_STANDALONE, Parser, START_CDATA,
    TEXT, XML_DECLARATION,
};
use crate::support::of;

/// A place in a document.
#[derive(Clone, Copy)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub byte: usize,
}

impl Place {
    pub const START: Place = Place {
        line: 1,
        column: 0,
        byte: 0,
    };

    /// The place behind a text.
    fn after(mut self, text: &str) -> Place {
        self.byte += text.len();
        if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
            self.column += text.bytes().filter(|byte| (*byte as i8) >= -0x40).count();
            return self;
        }
        let mut before = '\0';
        for character in text.chars() {
            match character {
                '\n' if before == '\r' => {}
                '\n' | '\r' => {
                    self.line += 1;
                    self.column = 0;
                }
                _ => self.column += 1,
            }
            before = character;
        }
        self
    }
}

impl Default for Place {
    fn default() -> Place {
        Place::START
    }
}

/// Which part of a document comes next.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// What stands in front of the outermost element.
    #[default]
    Prolog,
    /// The outermost element.
    Content,
    /// What stands behind it.
    Epilog,
    /// An external entity.
    Fragment,
}

/// An element that has begun: its name as written and as told, how many namespaces it declares.
pub(super) struct Open {
    name: String,
    told: Value,
    bindings: usize,
}

/// What is known of a document so far.
#[derive(Default)]
pub(super) struct Document {
    pub decoder: Decoder,
    pub phase: Phase,
    /// What has come and is not read yet.
    text: String,
    place: Place,
    open: Vec<Open>,
    bindings: Vec<Binding>,
    /// The names that have been told.
    names: FxHashMap<Box<str>, Value>,
    declarations: Declarations,
    /// Whether the document says that it needs no other one.
    is_standalone: bool,
    /// How much of a token had come when it was tried last.
    partial: usize,
    /// How much text entities have become.
    expanded: usize,
    is_in_cdata: bool,
    is_finished: bool,
}

impl Document {
    /// An external entity, of which nothing has come yet.
    pub fn fragment() -> Document {
        Document {
            phase: Phase::Fragment,
            ..Document::default()
        }
    }
}

/// Why reading ended.
pub(super) enum Failure {
    Raised(Raised),
    Error(u32, Place),
}

impl From<Raised> for Failure {
    fn from(raised: Raised) -> Failure {
        Failure::Raised(raised)
    }
}

type Outcome<T> = std::result::Result<T, Failure>;

/// Reads more of a document.
pub(super) fn run(
    vm: &Vm,
    this: &Value,
    document: &mut Document,
    bytes: &[u8],
    is_final: bool,
) -> Result<()> {
    let parser = of::<Parser>(this);
    if document.is_finished {
        return Err(parser.raised(vm, FINISHED, document.place));
    }
    let mut text = std::mem::take(&mut document.text);
    let result = read(vm, parser, document, bytes, is_final, &mut text);
    if result.is_err() || is_final {
        document.is_finished = true;
    }
    result.map_err(|failure| match failure {
        Failure::Raised(raised) => raised,
        Failure::Error(code, place) => parser.raised(vm, code, place),
    })
}

fn read(
    vm: &Vm,
    parser: &Parser,
    document: &mut Document,
    bytes: &[u8],
    is_final: bool,
    text: &mut String,
) -> Outcome<()> {
    if let Some(name) = &parser.encoding
        && matches!(document.decoder.encoding, Encoding::Unknown)
    {
        document.decoder.encoding = named(vm, name)?;
    }
    document.decoder.feed(vm, bytes, is_final, text)?;
    // A token that comes in many small pieces is not tried again with each of them.
    if parser.defers.get() && !is_final && text.len() < 2 * document.partial {
        document.text = std::mem::take(text);
        return Ok(());
    }
    let mut reader = Reader {
        vm,
        parser,
        document,
        active: Vec::new(),
        floor: 0,
    };
    let used = reader.read(text, is_final)?;
    let (phase, place) = (reader.document.phase, reader.document.place);
    if is_final && (phase == Phase::Prolog || phase == Phase::Content) {
        return Err(Failure::Error(NO_ELEMENTS, place));
    }
    document.text = text[used..].to_owned();
    document.partial = if used == 0 { text.len() } else { 0 };
    Ok(())
}

/// What reads a text: the document's own, or an entity's.
pub(super) struct Reader<'a> {
    vm: &'a Vm,
    parser: &'a Parser,
    document: &'a mut Document,
    /// The entities that are being read. Places do not change there.
    active: Vec<String>,
    /// How many elements were open when the text began.
    floor: usize,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, is_final: bool) -> Outcome<usize> {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            self.parser.place.set(self.document.place);
            let length = match self.document.is_in_cdata {
                true => self.cdata(rest, is_final)?,
                false => self.token(rest, is_final)?,
            };
            let Some(length) = length else {
                break;
            };
            at += length;
            self.advance(&rest[..length]);
        }
        if is_final && self.document.is_in_cdata {
            return self.fail(UNCLOSED_CDATA, "");
        }
        Ok(at)
    }

    /// Takes one token: its length; none where more text is needed.
    fn token(&mut self, rest: &str, is_final: bool) -> Outcome<Option<usize>> {
        let is_outside = [Phase::Prolog, Phase::Epilog].contains(&self.document.phase);
        if is_outside && rest.starts_with('&') {
            return self.fail(INVALID_TOKEN, "");
        }
        if self.document.phase == Phase::Prolog && rest.starts_with(starts_name) {
            let end = rest.find(|it| !continues_name(it));
            let next = end.and_then(|end| rest[end..].chars().next());
            return match (end, next) {
                (None, _) if !is_final => Ok(None),
                (Some(end), Some(next)) if !is_space(next) && !">),|[%?*+".contains(next) => {
                    self.fail(INVALID_TOKEN, &rest[..end])
                }
                _ => self.fail(SYNTAX, ""),
            };
        }
        match token(rest, is_final) {
            Ok((Token::Doctype, start)) if self.document.phase == Phase::Prolog => {
                match doctype::read(&rest[start..]) {
                    Ok((length, declarations)) => {
                        self.declare(declarations)?;
                        Ok(Some(start + length))
                    }
                    Err(stop) => self.stopped(stop, rest, start, is_final),
                }
            }
            Ok((token, length)) => {
                self.take(token, &rest[..length])?;
                Ok(Some(length))
            }
            Err(stop) => self.stopped(stop, rest, 0, is_final),
        }
    }

    fn stopped(
        &self,
        stop: Stop,
        rest: &str,
        start: usize,
        is_final: bool,
    ) -> Outcome<Option<usize>> {
        match stop {
            Stop::Incomplete if is_final => self.fail(UNCLOSED_TOKEN, ""),
            Stop::Incomplete => Ok(None),
            Stop::Bad(code, offset) => {
                let mut end = (start + offset).min(rest.len());
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
                let code = match rest[end..].starts_with(CUT_OFF) {
                    true => PARTIAL_CHARACTER,
                    false => code,
                };
                self.fail(code, &rest[..end])
            }
        }
    }

    /// An error behind a text.
    fn fail<T>(&self, code: u32, before: &str) -> Outcome<T> {
        let place = match self.active.is_empty() {
            true => self.document.place.after(before),
            false => self.document.place,
        };
        Err(Failure::Error(code, place))
    }

    fn advance(&mut self, text: &str) {
        if self.active.is_empty() {
            self.document.place = self.document.place.after(text);
        }
        self.parser.place.set(self.document.place);
    }

    /// Calls a handler; false where there is none.
    fn call(&self, number: usize, arguments: &[Value]) -> Outcome<bool> {
        if let Some(listener) = self.parser.listener() {
            let wants = listener.wants(number);
            if wants {
                self.parser.flush(self.vm)?;
                listener.tell(self.vm, self.parser.place.get(), number, arguments)?;
            }
            return Ok(wants);
        }
        let Some(handler) = self.parser.handler(number) else {
            return Ok(false);
        };
        self.parser.flush(self.vm)?;
        self.vm.call(&handler, arguments)?;
        Ok(true)
    }

    /// Tells the handler for everything that no other one is for.
    fn default(&self, text: &str) -> Outcome<()> {
        if self.parser.listener.is_some() && !text.starts_with('&') {
            return Ok(());
        }
        let has_plain = self.parser.handler(DEFAULT).is_some();
        let number = if has_plain { DEFAULT } else { DEFAULT_EXPAND };
        self.call(number, &[Str::value(text)]).map(drop)
    }

    /// Tells of something, or of its text where there is no handler for it.
    fn tell(&self, number: usize, arguments: &[Value], raw: &str) -> Outcome<()> {
        if !self.call(number, arguments)? {
            self.default(raw)?;
        }
        Ok(())
    }

    /// Tells of text.
    fn text(&self, text: &str, raw: &str) -> Outcome<()> {
        let parser = self.parser;
        if let Some(listener) = parser.listener() {
            match listener.joins_text() {
                true => parser.buffer.borrow_mut().push_str(text),
                false => listener.tell(self.vm, parser.place.get(), TEXT, &[Str::value(text)])?,
            }
            return Ok(());
        }
        let Some(handler) = parser.handler(TEXT) else {
            return self.default(raw);
        };
        if !parser.buffers.get() {
            self.vm.call(&handler, &[Str::value(text)])?;
            return Ok(());
        }
        let limit = parser.buffer_size.get();
        if parser.buffer.borrow().len() + text.len() > limit {
            parser.flush(self.vm)?;
        }
        if text.len() > limit {
            self.vm.call(&handler, &[Str::value(text)])?;
        } else {
            parser.buffer.borrow_mut().push_str(text);
        }
        Ok(())
    }

    fn take(&mut self, token: Token<'_>, raw: &str) -> Outcome<()> {
        match (&token, self.document.phase) {
            (Token::Comment(body), _) => {
                let body = Str::value(with_line_feeds(body));
                self.tell(COMMENT, &[body], raw)
            }
            (Token::Instruction(target, data), _) => self.instruction(target, data, raw),
            (Token::LineEnd, Phase::Prolog | Phase::Epilog) => self.default(raw),
            (Token::Text(text), Phase::Prolog | Phase::Epilog) => {
                let code = match self.document.phase {
                    Phase::Prolog => SYNTAX,
                    _ => JUNK,
                };
                match text.find(|it| !is_space(it)) {
                    Some(place) => self.fail(code, &text[..place]),
                    None => self.default(raw),
                }
            }
            (_, Phase::Epilog) => self.fail(JUNK, ""),
            (Token::Start { .. }, Phase::Prolog) => {
                self.document.phase = Phase::Content;
                self.content(token, raw)
            }
            (_, Phase::Prolog) => self.fail(INVALID_TOKEN, &raw[..1]),
            (_, Phase::Content | Phase::Fragment) => self.content(token, raw),
        }
    }

    /// Takes a token within elements.
    fn content(&mut self, token: Token<'_>, raw: &str) -> Outcome<()> {
        match token {
            Token::Text(text) => self.text(text, raw),
            Token::LineEnd => self.text("\n", raw),
            Token::Start {
                name,
                attributes,
                is_empty,
            } => self.start(name, &attributes, is_empty, raw),
            Token::End(name) => self.end(name, raw),
            Token::CdataStart => {
                self.document.is_in_cdata = true;
                self.tell(START_CDATA, &[], raw)
            }
            Token::Character(Some(character)) => self.text(character.encode_utf8(&mut [0; 4]), raw),
            Token::Character(None) => self.fail(BAD_CHARACTER, ""),
            Token::Entity(name) => self.entity(name, raw),
            Token::Doctype => self.fail(INVALID_TOKEN, &raw[..2]),
            Token::Comment(_) | Token::Instruction(..) => Ok(()),
        }
    }

    /// Takes text of a section that holds no markup.
    fn cdata(&mut self, rest: &str, is_final: bool) -> Outcome<Option<usize>> {
        let end = rest.find([']', '\n', '\r']).unwrap_or(rest.len());
        let plain = &rest[..end];
        if let Some(bad) = plain.find(|it| !super::scan::is_allowed(it)) {
            return self.fail(INVALID_TOKEN, &plain[..bad]);
        }
        if !plain.is_empty() {
            self.text(plain, plain)?;
            return Ok(Some(end));
        }
        if rest.starts_with("]]>") {
            self.document.is_in_cdata = false;
            self.tell(END_CDATA, &[], "]]>")?;
            return Ok(Some(3));
        }
        if !is_final && (rest.len() < 3 && "]]>".starts_with(rest) || rest == "\r") {
            return Ok(None);
        }
        if is_final && !rest.contains("]]>") {
            return self.fail(UNCLOSED_CDATA, "");
        }
        let length = if rest.starts_with("\r\n") { 2 } else { 1 };
        let text = if rest.starts_with(']') { "]" } else { "\n" };
        self.text(text, &rest[..length])?;
        Ok(Some(length))
    }

    fn instruction(&mut self, target: &str, data: &str, raw: &str) -> Outcome<()> {
        if target == "xml" {
            let is_first = self.document.place.byte == 0 && self.active.is_empty();
            return match is_first {
                true => self.xml_declaration(data, raw),
                false => self.fail(MISPLACED_DECLARATION, ""),
            };
        }
        if target.eq_ignore_ascii_case("xml") {
            return self.fail(INVALID_TOKEN, &raw[..2]);
        }
        let arguments = [Str::value(target), Str::value(with_line_feeds(data))];
        self.tell(INSTRUCTION, &arguments, raw)
    }

    fn xml_declaration(&mut self, data: &str, raw: &str) -> Outcome<()> {
        let mut rest = data;
        let mut values = [None; 3];
        let mut last = 0;
        while !rest.trim_start_matches(is_space).is_empty() {
            rest = rest.trim_start_matches(is_space);
            let names = ["version", "encoding", "standalone"];
            let place = names.iter().position(|name| rest.starts_with(name));
            let parsed = place.filter(|place| *place >= last).and_then(|place| {
                let after = rest[names[place].len()..].trim_start_matches(is_space);
                let after = after.strip_prefix('=')?.trim_start_matches(is_space);
                let quote = after.chars().next().filter(|it| ['"', '\''].contains(it))?;
                let (value, after) = after[1..].split_once(quote)?;
                Some((place, value, after))
            });
            let Some((place, value, after)) = parsed else {
                return self.fail(BAD_DECLARATION, &raw[..raw.len() - 2 - rest.len()]);
            };
            if place > 0 && values[0].is_none() && self.document.phase != Phase::Fragment {
                return self.fail(BAD_DECLARATION, &raw[..raw.len() - 2 - rest.len()]);
            }
            values[place] = Some(value);
            last = place + 1;
            rest = after;
        }
        let [version, encoding, standalone] = values;
        let is_fragment = self.document.phase == Phase::Fragment;
        let standalone = match standalone {
            None => -1,
            Some("yes") => 1,
            Some("no") => 0,
            Some(_) => return self.fail(BAD_DECLARATION, ""),
        };
        if version.is_none() && !is_fragment {
            return self.fail(BAD_DECLARATION, &raw[..raw.len() - 2]);
        }
        self.document.is_standalone = standalone == 1;
        let text = |value: Option<&str>| value.map_or(Value::NONE, Str::value);
        let arguments = [text(version), text(encoding), Value::int(standalone)];
        self.tell(XML_DECLARATION, &arguments, raw)
    }

    fn has(&self, number: usize) -> bool {
        if let Some(listener) = self.parser.listener() {
            return listener.wants(number);
        }
        self.parser.handler(number).is_some()
    }

    /// Asks the handler whether a document may need another one.
    fn check_standalone(&self) -> Outcome<()> {
        let Some(handler) = self.parser.handler(NOT_STANDALONE) else {
            return Ok(());
        };
        self.parser.flush(self.vm)?;
        let result = self.vm.call(&handler, &[])?;
        match self.vm.to_i64(&result)? {
            0 => self.fail(NOT_STANDALONE_ERROR, ""),
            _ => Ok(()),
        }
    }

    /// A name as handlers see it: the same object for the same name.
    fn name(&mut self, name: &str) -> Outcome<Value> {
        let Some(known) = self.parser.intern.downcast::<Dict>() else {
            return Ok(Str::value(name));
        };
        if let Some(told) = self.document.names.get(name) {
            return Ok(told.clone());
        }
        let told = Str::value(name);
        let told = known.get_or_insert(self.vm, &told, told.clone())?;
        self.document.names.insert(name.into(), told.clone());
        Ok(told)
    }

    /// An error where an element begins in one entity and ends in another.
    fn unbalanced<T>(&self) -> Outcome<T> {
        self.fail(ASYNC_ENTITY, "")
    }

    /// An error of a handler for external entities.
    fn refused<T>(&self) -> Outcome<T> {
        self.fail(EXTERNAL_HANDLING, "")
    }
}
