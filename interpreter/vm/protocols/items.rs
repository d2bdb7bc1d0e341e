//! Length, items and membership.

use crate::objects::slots::Comparison;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `len(value)`.
    pub fn length(&self, value: &Value) -> Result<usize> {
        match value.class().slots().length {
            Some(length) => {
                self.check_native_stack("")?;
                length(self, value)
            }
            None => Err(self.type_error(format!(
                "object of type '{}' has no len()",
                value.class().name()
            ))),
        }
    }

    /// Whether the value may be iterated by positions: it has items and is not a dict.
    pub fn is_sequence(&self, value: &Value) -> bool {
        value.class().slots().getitem.is_some() && !value.class().has(flags::DICT_SUBCLASS)
    }

    /// `object[key]`.
    #[inline]
    pub fn get_item(&self, object: &Value, key: &Value) -> Result<Value> {
        if let Some(getitem) = object.class().slots().getitem {
            self.check_native_stack("")?;
            return getitem(self, object, key);
        }
        if object.downcast::<Type>().is_some() {
            return self.class_get_item(object, key);
        }
        Err(self.type_error(format!(
            "'{}' object is not subscriptable",
            object.class().name()
        )))
    }

    #[inline(never)]
    fn class_get_item(&self, class: &Value, key: &Value) -> Result<Value> {
        if class.is(crate::objects::types::TYPE.as_value()) {
            return Ok(crate::objects::generic_alias::GenericAlias::of(class, key));
        }
        let name = self.intern("__class_getitem__");
        match self.find_attribute(class, &name)? {
            Some(method) => self.call(&method, std::slice::from_ref(key)),
            None => Err(self.type_error(format!(
                "type '{}' is not subscriptable",
                class
                    .downcast::<Type>()
                    .map(|class| class.name())
                    .unwrap_or_default()
            ))),
        }
    }

    /// `object[key] = value`.
    #[inline]
    pub fn set_item(&self, object: &Value, key: &Value, value: &Value) -> Result<()> {
        match object.class().slots().setitem {
            Some(setitem) => {
                self.check_native_stack("")?;
                setitem(self, object, key, Some(value))
            }
            None => Err(self.type_error(format!(
                "'{}' object does not support item assignment",
                object.class().name()
            ))),
        }
    }

    /// `del object[key]`.
    pub fn delete_item(&self, object: &Value, key: &Value) -> Result<()> {
        match object.class().slots().setitem {
            Some(setitem) => {
                self.check_native_stack("")?;
                setitem(self, object, key, None)
            }
            None => {
                // CPython words it differently for what may have indices.
                let class = object.class();
                let slots = class.slots();
                let is_sequence = class.has(flags::HEAP)
                    || slots.contains.is_some()
                    || slots.length.is_some()
                    || slots.repeat.is_some();
                let does_not = match is_sequence && key.class().slots().index.is_some() {
                    true => "doesn't",
                    false => "does not",
                };
                Err(self.type_error(format!(
                    "'{}' object {does_not} support item deletion",
                    class.name()
                )))
            }
        }
    }

    /// `item in container`.
    pub fn contains(&self, container: &Value, item: &Value) -> Result<bool> {
        if let Some(contains) = container.class().slots().contains {
            self.check_native_stack("")?;
            return contains(self, container, item);
        }
        let slots = container.class().slots();
        if slots.iter.is_none() && slots.getitem.is_none() {
            return Err(self.type_error(format!(
                "argument of type '{}' is not iterable",
                container.class().name()
            )));
        }
        let iterator = self.iter(container).map_err(|raised| {
            if !raised.is(&crate::objects::exceptions::TYPE_ERROR) {
                return raised;
            }
            self.type_error(format!(
                "argument of type '{}' is not iterable",
                container.class().name()
            ))
        })?;
        while let Some(candidate) = self.next(&iterator)? {
            if self.compare_bool(&candidate, item, Comparison::Equal)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
