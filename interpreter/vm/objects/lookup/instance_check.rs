//! `isinstance` and `issubclass`.

use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::object_type::OBJECT;
use crate::objects::tuple::Tuple;
use crate::objects::types::{TYPE, Type};
use crate::objects::union::Union;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `isinstance(object, class)`.
    pub fn is_instance(&self, object: &Value, class: &Value) -> Result<bool> {
        if object.class().as_value().is(class) {
            return Ok(true);
        }
        if class.class().is(&TYPE) {
            return self.is_instance_plainly(object, class);
        }
        if let Some(union) = class.downcast_exact::<Union>() {
            return self.is_instance(object, union.arguments().as_value());
        }
        if let Some(classes) = class.downcast::<Tuple>() {
            self.check_native_stack(" in __instancecheck__")?;
            self.check_signals()?;
            for class in classes.items() {
                if self.is_instance(object, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(check) = self.find_special(class, &names().__instancecheck__)? {
            self.check_native_stack(" in __instancecheck__")?;
            let result = self.call_found(&check, class, std::slice::from_ref(object))?;
            return self.is_true(&result);
        }
        self.is_instance_plainly(object, class)
    }

    /// What `type.__instancecheck__` says.
    pub fn is_instance_plainly(&self, object: &Value, class: &Value) -> Result<bool> {
        if let Some(class) = class.downcast::<Type>() {
            if object.class().is_subtype(class) {
                return Ok(true);
            }
            if self.has_plain_class(object) {
                return Ok(false);
            }
            let claimed = self.find_attribute(object, &names().__class__)?;
            return Ok(claimed
                .as_ref()
                .and_then(|claimed| claimed.downcast::<Type>())
                .is_some_and(|claimed| !claimed.is(object.class()) && claimed.is_subtype(class)));
        }
        self.expect_class(
            class,
            "isinstance() arg 2 must be a type, a tuple of types, or a union",
        )?;
        match self.find_attribute(object, &names().__class__)? {
            Some(claimed) => self.is_subclass_by_bases(&claimed, class),
            None => Ok(false),
        }
    }

    /// Whether `__class__` of the value is `object`'s, which gives its type.
    fn has_plain_class(&self, object: &Value) -> bool {
        let class = object.class();
        let name = &names().__class__;
        super::has_generic_getattribute(class)
            && match (class.lookup(self, name), OBJECT.lookup(self, name)) {
                (Some(own), Some(plain)) => own.is(&plain),
                _ => false,
            }
    }

    /// `issubclass(class, base)`.
    pub fn is_subclass(&self, class: &Value, base: &Value) -> Result<bool> {
        if base.class().is(&TYPE) {
            return if class.is(base) {
                Ok(true)
            } else {
                self.is_subclass_plainly(class, base)
            };
        }
        if let Some(union) = base.downcast_exact::<Union>() {
            return self.is_subclass(class, union.arguments().as_value());
        }
        if let Some(bases) = base.downcast::<Tuple>() {
            self.check_native_stack(" in __subclasscheck__")?;
            self.check_signals()?;
            for base in bases.items() {
                if self.is_subclass(class, base)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(check) = self.find_special(base, &names().__subclasscheck__)? {
            self.check_native_stack(" in __subclasscheck__")?;
            let result = self.call_found(&check, base, std::slice::from_ref(class))?;
            return self.is_true(&result);
        }
        self.is_subclass_plainly(class, base)
    }

    /// What `type.__subclasscheck__` says.
    pub fn is_subclass_plainly(&self, class: &Value, base: &Value) -> Result<bool> {
        if let (Some(class), Some(base)) = (class.downcast::<Type>(), base.downcast::<Type>()) {
            return Ok(class.is_subtype(base));
        }
        self.expect_class(class, "issubclass() arg 1 must be a class")?;
        self.expect_class(
            base,
            "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        )?;
        self.is_subclass_by_bases(class, base)
    }

    fn bases_of(&self, class: &Value) -> Result<Option<Ref<Tuple>>> {
        let bases = self.find_attribute(class, &names().__bases__)?;
        Ok(bases.and_then(|bases| bases.downcast::<Tuple>().cloned()))
    }

    fn expect_class(&self, class: &Value, message: &str) -> Result<()> {
        match self.bases_of(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(message)),
        }
    }

    /// Inheritance among things that are like classes: by `__bases__`.
    fn is_subclass_by_bases(&self, class: &Value, base: &Value) -> Result<bool> {
        if class.is(base) {
            return Ok(true);
        }
        self.check_native_stack(" in __issubclass__")?;
        let Some(bases) = self.bases_of(class)? else {
            return Ok(false);
        };
        for parent in bases.items() {
            if self.is_subclass_by_bases(parent, base)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
