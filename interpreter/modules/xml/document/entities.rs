//! Entities: what they stand for, in text and in attributes.

use std::borrow::Cow;
use std::rc::Rc;

use vm::objects::str::Str;
use vm::objects::value::Value;

use super::super::scan::{
    AMPLIFICATION, BAD_CHARACTER, BINARY_ENTITY, Cursor, EXTERNAL_IN_ATTRIBUTE, INVALID_TOKEN,
    RECURSIVE_ENTITY, Token, UNDEFINED_ENTITY, reference,
};
use super::super::{DEFAULT, EXTERNAL_ENTITY, SKIPPED_ENTITY};
use super::{Outcome, Phase, Reader};

/// So much text entities may become in any case,
const MOST_BYTES: usize = 8 << 20;
/// and beyond that so many times what was written.
const MOST_TIMES: usize = 100;

fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

impl Reader<'_> {
    /// A reference to an entity within elements.
    pub(super) fn entity(&mut self, name: &str, raw: &str) -> Outcome<()> {
        if let Some(text) = predefined(name) {
            return self.text(text, raw);
        }
        let Some(entity) = self.document.declarations.entities.get(name) else {
            let is_fragment = self.document.phase == Phase::Fragment;
            return match self.document.declarations.is_partial || is_fragment {
                true => self.skipped(name, raw),
                false => self.fail(UNDEFINED_ENTITY, ""),
            };
        };
        if entity.is_unparsed {
            return self.fail(BINARY_ENTITY, "");
        }
        let Some(value) = entity.value.clone() else {
            let text = |value: &Option<String>| value.as_ref().map_or(Value::NONE, Str::value);
            let (system, public) = (text(&entity.system), text(&entity.public));
            return self.external(name, system, public, raw);
        };
        if self.has(DEFAULT) {
            return self.skipped(name, raw);
        }
        self.enter(name, value.len())?;
        let floor = std::mem::replace(&mut self.floor, self.document.open.len());
        self.read(&value, true)?;
        if self.document.open.len() != self.floor {
            return self.unbalanced();
        }
        self.floor = floor;
        self.active.pop();
        Ok(())
    }

    fn skipped(&self, name: &str, raw: &str) -> Outcome<()> {
        self.tell(SKIPPED_ENTITY, &[Str::value(name), Value::FALSE], raw)
    }

    /// Notes that an entity is being read, which must not be within itself.
    fn enter(&mut self, name: &str, length: usize) -> Outcome<()> {
        if self.active.iter().any(|active| active == name) {
            return self.fail(RECURSIVE_ENTITY, "");
        }
        self.vm.check_native_stack(" while reading XML entities")?;
        self.document.expanded += length;
        let written = self.document.place.byte.max(1);
        let expanded = self.document.expanded;
        if expanded > MOST_BYTES && expanded / written > MOST_TIMES {
            return self.fail(AMPLIFICATION, "");
        }
        self.active.push(name.to_owned());
        Ok(())
    }

    fn external(&self, name: &str, system: Value, public: Value, raw: &str) -> Outcome<()> {
        let Some(handler) = self.parser.handler(EXTERNAL_ENTITY) else {
            return self.default(raw);
        };
        self.parser.flush(self.vm)?;
        let base = self.parser.base.borrow().clone().unwrap_or(Value::NONE);
        let arguments = [Str::value(name), base, system, public];
        let result = self.vm.call(&handler, &arguments)?;
        match self.vm.to_i64(&result)? {
            0 => self.refused(),
            _ => Ok(()),
        }
    }

    /// The value of an attribute: references replaced, white space made spaces.
    pub(super) fn attribute_value<'t>(
        &mut self,
        written: &'t str,
        is_text: bool,
    ) -> Outcome<Cow<'t, str>> {
        let is_plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'\t' | b'\n' | b'\r');
        if is_text && written.bytes().all(is_plain) {
            return Ok(Cow::Borrowed(written));
        }
        let mut value = String::with_capacity(written.len());
        self.append_value(written, &mut value)?;
        if is_text {
            return Ok(value.into());
        }
        let words: Vec<&str> = value.split(' ').filter(|word| !word.is_empty()).collect();
        Ok(words.join(" ").into())
    }

    fn append_value(&mut self, written: &str, value: &mut String) -> Outcome<()> {
        let mut cursor = Cursor::new(written);
        let mut before = '\0';
        while let Some(character) = cursor.peek() {
            cursor.at += character.len_utf8();
            match character {
                '\n' if before == '\r' => {}
                '\t' | '\n' | '\r' => value.push(' '),
                '&' => match reference(&mut cursor) {
                    Ok(Token::Character(Some(character))) => value.push(character),
                    Ok(Token::Entity(name)) => self.append_entity(name, value)?,
                    Ok(_) => return self.fail(BAD_CHARACTER, ""),
                    Err(_) => return self.fail(INVALID_TOKEN, ""),
                },
                '<' if !self.active.is_empty() => return self.fail(INVALID_TOKEN, ""),
                character => value.push(character),
            }
            before = character;
        }
        Ok(())
    }

    fn append_entity(&mut self, name: &str, value: &mut String) -> Outcome<()> {
        if let Some(text) = predefined(name) {
            value.push_str(text);
            return Ok(());
        }
        let Some(entity) = self.document.declarations.entities.get(name) else {
            return match self.document.declarations.is_partial {
                true => Ok(()),
                false => self.fail(UNDEFINED_ENTITY, ""),
            };
        };
        if entity.is_unparsed {
            return self.fail(BINARY_ENTITY, "");
        }
        let Some(text): Option<Rc<str>> = entity.value.clone() else {
            return self.fail(EXTERNAL_IN_ATTRIBUTE, "");
        };
        self.enter(name, text.len())?;
        self.append_value(&text, value)?;
        self.active.pop();
        Ok(())
    }
}
