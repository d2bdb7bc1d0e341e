//! Elements: where they begin, with their attributes, and where they end.

use std::borrow::Cow;

use vm::objects::dict::Dict;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::value::Value;

use super::super::namespaces::{self, Binding, Style};
use super::super::scan::{Attribute, DUPLICATE_ATTRIBUTE, TAG_MISMATCH, UNBOUND_PREFIX};
use super::super::{END_ELEMENT, END_NAMESPACE, START_ELEMENT, START_NAMESPACE};
use super::{Open, Outcome, Phase, Reader};

/// An attribute: its name, its value, whether it is written in the document.
type Given<'a> = (Cow<'a, str>, Cow<'a, str>, bool);

impl Reader<'_> {
    /// The beginning of an element.
    pub(super) fn start(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        is_empty: bool,
        raw: &str,
    ) -> Outcome<()> {
        let mut given = self.attributes(name, attributes, raw)?;
        let before = self.document.bindings.len();
        let mut told = Cow::Borrowed(name);
        if let Some(separator) = self.parser.namespaces {
            let style = Style {
                separator,
                with_prefix: self.parser.prefixes.get() && separator.is_some(),
            };
            self.bind(&mut given)?;
            told = self.expand(name, false, style)?;
            for attribute in &mut given {
                if let Cow::Owned(name) = self.expand(&attribute.0, true, style)? {
                    attribute.0 = Cow::Owned(name);
                }
            }
            let names = || given.iter().map(|(name, ..)| name.as_ref());
            if given.len() > 1 && has_duplicates(names()) {
                return self.fail(DUPLICATE_ATTRIBUTE, "");
            }
        }
        let told = self.name(&told)?;
        if self.has(START_ELEMENT) {
            let attributes = self.told_attributes(given)?;
            self.call(START_ELEMENT, &[told.clone(), attributes])?;
        } else {
            self.default(raw)?;
        }
        let bindings = self.document.bindings.len() - before;
        self.document.open.push(Open {
            name: name.to_owned(),
            told,
            bindings,
        });
        if is_empty {
            if self.active.is_empty() {
                self.parser.place.set(self.document.place.after(raw));
            }
            self.close(None)?;
        }
        Ok(())
    }

    /// The end of an element.
    pub(super) fn end(&mut self, name: &str, raw: &str) -> Outcome<()> {
        if self.document.open.len() <= self.floor {
            return self.unbalanced();
        }
        let last = self.document.open.last().map(|open| open.name.as_str());
        if last != Some(name) {
            return self.fail(TAG_MISMATCH, &raw[..2]);
        }
        self.close(Some(raw))
    }

    fn close(&mut self, raw: Option<&str>) -> Outcome<()> {
        let Some(open) = self.document.open.pop() else {
            return Ok(());
        };
        if !self.call(END_ELEMENT, &[open.told])?
            && let Some(raw) = raw
        {
            self.default(raw)?;
        }
        for _ in 0..open.bindings {
            if let Some(binding) = self.document.bindings.pop() {
                let prefix = binding.prefix.map_or(Value::NONE, Str::value);
                self.call(END_NAMESPACE, &[prefix])?;
            }
        }
        if self.document.open.is_empty() && self.document.phase == Phase::Content {
            self.document.phase = Phase::Epilog;
        }
        Ok(())
    }

    /// The attributes with their values, and those that have defaults.
    fn attributes<'t>(
        &mut self,
        element: &str,
        written: &[Attribute<'t>],
        raw: &str,
    ) -> Outcome<Vec<Given<'t>>> {
        let mut given: Vec<Given<'t>> = Vec::with_capacity(written.len());
        for (place, name, value) in written {
            if given.iter().any(|(other, ..)| other == name) {
                return self.fail(DUPLICATE_ATTRIBUTE, &raw[..*place]);
            }
            let declared = self.document.declarations.attributes.get(element);
            let declared = declared.and_then(|all| all.iter().find(|it| it.name == *name));
            let is_text = declared.is_none_or(|it| it.is_text);
            let value = self.attribute_value(value, is_text)?;
            given.push((Cow::Borrowed(name), value, true));
        }
        let Some(declared) = self.document.declarations.attributes.get(element) else {
            return Ok(given);
        };
        let missing: Vec<Given<'t>> = declared
            .iter()
            .filter(|it| given.iter().all(|(name, ..)| *name != it.name))
            .filter_map(|it| Some((it.name.clone().into(), it.default.clone()?.into(), false)))
            .collect();
        given.extend(missing);
        Ok(given)
    }

    /// The attributes as handlers see them.
    fn told_attributes(&mut self, given: Vec<Given<'_>>) -> Outcome<Value> {
        let only_written = self.parser.specified.get();
        let given = given.into_iter().filter(|it| it.2 || !only_written);
        if self.parser.ordered.get() {
            let mut items = Vec::new();
            for (name, value, _) in given {
                items.extend([self.name(&name)?, Str::value(&*value)]);
            }
            return Ok(List::new(items).into());
        }
        let attributes = Dict::new();
        for (name, value, _) in given {
            attributes.set(self.vm, &self.name(&name)?, Str::value(&*value))?;
        }
        Ok(attributes.into())
    }

    /// Takes the namespaces that are declared out of the attributes.
    fn bind(&mut self, given: &mut Vec<Given<'_>>) -> Outcome<()> {
        let mut declared = Vec::new();
        given.retain(|(name, value, _)| match namespaces::declared_prefix(name) {
            Some(prefix) => {
                declared.push((prefix.map(str::to_owned), value.clone().into_owned()));
                false
            }
            None => true,
        });
        for (prefix, uri) in declared {
            if let Err(code) = namespaces::check(prefix.as_deref(), &uri) {
                return self.fail(code, "");
            }
            let told = match uri.is_empty() {
                true => Value::NONE,
                false => Str::value(&uri),
            };
            let shown = prefix.as_ref().map_or(Value::NONE, Str::value);
            self.document.bindings.push(Binding { prefix, uri });
            self.call(START_NAMESPACE, &[shown, told])?;
        }
        Ok(())
    }

    fn expand<'n>(&self, name: &'n str, is_attribute: bool, style: Style) -> Outcome<Cow<'n, str>> {
        if (is_attribute || self.document.bindings.is_empty())
            && memchr::memchr(b':', name.as_bytes()).is_none()
        {
            return Ok(Cow::Borrowed(name));
        }
        match namespaces::expand(&self.document.bindings, name, is_attribute, style) {
            Some(name) if self.parser.listener.is_some() && name.contains('}') => {
                Ok(format!("{{{name}").into())
            }
            Some(name) => Ok(name.into()),
            None => self.fail(UNBOUND_PREFIX, ""),
        }
    }
}

fn has_duplicates<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    // Few names are compared with each other.
    const FEW: usize = 8;
    let mut few: Vec<&str> = Vec::with_capacity(FEW);
    let mut many = rustc_hash::FxHashSet::default();
    for name in names {
        if few.contains(&name) || many.contains(name) {
            return true;
        }
        if few.len() < FEW {
            few.push(name);
        } else {
            many.insert(name);
        }
    }
    false
}
