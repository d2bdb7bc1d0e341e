//! What the declaration of the document type says, for the handlers and for what comes later.

use vm::objects::str::Str;
use vm::objects::value::Value;

use super::super::doctype::{
    self, AttributeDeclaration, Declaration, Declared, Entity, EntityDeclaration, Start,
};
use super::super::{
    ATTRIBUTE, COMMENT, ELEMENT, END_DOCTYPE, ENTITY, INSTRUCTION, NOTATION, START_DOCTYPE,
    UNPARSED_ENTITY,
};
use super::{Outcome, Reader};

/// An optional text as handlers get it.
fn text(value: &Option<String>) -> Value {
    value.as_ref().map_or(Value::NONE, Str::value)
}

impl Reader<'_> {
    /// Takes what the document type declaration says.
    pub(super) fn declare(&mut self, declarations: Vec<Declaration>) -> Outcome<()> {
        for declaration in declarations {
            match declaration {
                Declaration::Start(start) => self.start_doctype(start)?,
                Declaration::Element(name, model) => {
                    self.call(ELEMENT, &[Str::value(name), model.value()])?;
                }
                Declaration::Attribute(attribute) => self.declare_attribute(attribute)?,
                Declaration::Entity(entity) => self.declare_entity(entity)?,
                Declaration::Notation {
                    name,
                    system,
                    public,
                } => {
                    let arguments = [Str::value(name), self.base(), text(&system), text(&public)];
                    self.call(NOTATION, &arguments)?;
                }
                Declaration::Comment(body) => {
                    let raw = format!("<!--{body}-->");
                    self.tell(COMMENT, &[Str::value(body)], &raw)?;
                }
                Declaration::Instruction(target, data) => {
                    let raw = format!("<?{target} {data}?>");
                    self.tell(INSTRUCTION, &[Str::value(target), Str::value(data)], &raw)?;
                }
                Declaration::Other(raw) => {
                    self.document.declarations.is_partial = true;
                    if !self.document.is_standalone {
                        self.check_standalone()?;
                    }
                    self.default(&raw)?;
                }
                Declaration::Raw(raw) => self.show_raw(&raw)?,
                Declaration::End => self.tell(END_DOCTYPE, &[], ">")?,
            }
        }
        Ok(())
    }

    /// What names of files are relative to.
    fn base(&self) -> Value {
        self.parser.base.borrow().clone().unwrap_or(Value::NONE)
    }

    fn start_doctype(&mut self, start: Start) -> Outcome<()> {
        self.document.declarations.is_partial = start.system.is_some();
        if start.system.is_some() && !self.document.is_standalone {
            self.check_standalone()?;
        }
        let arguments = [
            Str::value(start.name),
            text(&start.system),
            text(&start.public),
            Value::int(start.has_subset.into()),
        ];
        if !self.call(START_DOCTYPE, &arguments)? {
            for piece in start.pieces {
                self.default(&piece)?;
            }
        }
        Ok(())
    }

    fn declare_attribute(&mut self, attribute: AttributeDeclaration) -> Outcome<()> {
        let is_text = attribute.kind == "CDATA";
        let default = match attribute.default {
            Some(written) => Some(self.attribute_value(&written, is_text)?.into_owned()),
            None => None,
        };
        let arguments = [
            Str::value(&attribute.element),
            Str::value(&attribute.name),
            Str::value(&attribute.kind),
            text(&default),
            Value::int(attribute.is_required.into()),
        ];
        let known = &mut self.document.declarations.attributes;
        let known = known.entry(attribute.element).or_default();
        if known.iter().all(|other| other.name != attribute.name) {
            known.push(Declared {
                name: attribute.name,
                default,
                is_text,
            });
        }
        self.call(ATTRIBUTE, &arguments)?;
        Ok(())
    }

    fn declare_entity(&mut self, entity: EntityDeclaration) -> Outcome<()> {
        let mut arguments = vec![Str::value(&entity.name)];
        let is_unparsed = entity.notation.is_some();
        let number = match is_unparsed && self.has(UNPARSED_ENTITY) {
            true => UNPARSED_ENTITY,
            false => {
                arguments.push(Value::int(entity.is_parameter.into()));
                arguments.push(text(&entity.value));
                ENTITY
            }
        };
        arguments.push(self.base());
        arguments.extend([&entity.system, &entity.public, &entity.notation].map(text));
        if !entity.is_parameter {
            let known = &mut self.document.declarations.entities;
            known.entry(entity.name).or_insert(Entity {
                value: entity.value.map(Into::into),
                system: entity.system,
                public: entity.public,
                is_unparsed,
            });
        }
        self.call(number, &arguments)?;
        Ok(())
    }

    /// Shows what stands in the document to the handler of what no other one is for.
    fn show_raw(&mut self, raw: &str) -> Outcome<()> {
        let words = [
            ("<!ELEMENT", ELEMENT),
            ("<!ATTLIST", ATTRIBUTE),
            ("<!ENTITY", ENTITY),
            ("<!NOTATION", NOTATION),
        ];
        let known = words.iter().find(|(word, _)| raw.starts_with(word));
        let number = match raw {
            "]" => Some(START_DOCTYPE),
            _ => known.map(|(_, number)| *number),
        };
        if number.is_none_or(|number| !self.has(number)) {
            for piece in doctype::pieces(raw) {
                self.default(piece)?;
            }
        }
        Ok(())
    }
}
