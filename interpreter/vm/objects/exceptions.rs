//! Exceptions: one payload for all of them.
//!
//! `hierarchy` is the table of classes; the files beside it hold what the families of classes
//! have of their own. Attributes such as `errno` are numbered fields of the payload.

use std::cell::Cell;

use super::guarded::Guarded;
use super::heap::Ref;
use super::str::Str;
use super::traceback::Traceback;
use super::tuple::Tuple;
use super::types::Type;
use super::value::Value;
use crate::{Raised, payload};

mod base;
mod group;
mod hierarchy;
pub mod os_error;
mod simple;
pub mod syntax_error;
pub mod unicode_error;

pub use group::{exceptions_of, prepare_reraise_star, split_by};
pub use hierarchy::*;

/// The payload of every exception.
#[derive(Default)]
pub struct Exception {
    arguments: Guarded<Option<Ref<Tuple>>>,
    traceback: Guarded<Option<Ref<Traceback>>>,
    context: Guarded<Option<Value>>,
    cause: Guarded<Option<Value>>,
    suppress_context: Cell<bool>,
    /// The attributes of the class, by number; as many as the class has.
    fields: Guarded<Vec<Option<Value>>>,
}

payload!(Exception, BASE_EXCEPTION, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(arguments) = &*self.arguments.borrow() {
            visit(arguments.as_value());
        }
        if let Some(traceback) = &*self.traceback.borrow() {
            visit(traceback.as_value());
        }
        self.context.borrow().iter().for_each(&mut *visit);
        self.cause.borrow().iter().for_each(&mut *visit);
        self.fields.borrow().iter().flatten().for_each(visit);
    }
    fn clear(&self) {
        drop(self.arguments.take());
        drop(self.traceback.take());
        drop(self.context.take());
        drop(self.cause.take());
        drop(self.fields.take());
    }
});

impl Exception {
    /// A raised exception of a native class, without running any Python code.
    pub fn raised(class: &Ref<Type>, arguments: Vec<Value>) -> Raised {
        let exception = Exception::of_class(class, Tuple::new(arguments));
        if class.is(&STOP_ITERATION) || class.is(&SYSTEM_EXIT) {
            exception.set_field(0, simple::first_or_all(&exception.arguments()));
        }
        Raised(exception.into())
    }

    /// An exception with these arguments and empty fields.
    pub fn of_class(class: &Ref<Type>, arguments: Ref<Tuple>) -> Ref<Exception> {
        Ref::make(
            class,
            || Exception {
                arguments: Guarded::new(Some(arguments)),
                traceback: Guarded::new(None),
                context: Guarded::new(None),
                cause: Guarded::new(None),
                suppress_context: Cell::new(false),
                fields: Guarded::new(Vec::new()),
            },
            0,
            |_| (),
        )
    }

    /// Whether calls of a class make its instances as those of `BaseException`: they keep their
    /// arguments, and that is all.
    pub fn is_made_plainly(class: &Ref<Type>) -> bool {
        let (own, base) = (class.slots(), BASE_EXCEPTION.slots());
        let (Some(new), Some(base_new)) = (own.new, base.new) else {
            return false;
        };
        let (Some(init), Some(base_init)) = (own.init, base.init) else {
            return false;
        };
        class.class().is(&super::types::TYPE)
            && std::ptr::fn_addr_eq(new, base_new)
            && std::ptr::fn_addr_eq(init, base_init)
    }

    /// Sets `name` and `obj` of an AttributeError that has neither.
    #[cold]
    pub fn add_context(raised: &Raised, name: &Ref<Str>, object: &Value) {
        if raised.is(&ATTRIBUTE_ERROR)
            && let Some(exception) = raised.0.downcast::<Exception>()
            && exception.field(simple::NAME_FIELD).is_none()
            && exception.field(simple::OBJECT_FIELD).is_none()
        {
            Exception::set_name_and_object(raised, Some(name), Some(object));
        }
    }

    /// Sets `name` and `obj` of an AttributeError, `name` of a NameError.
    pub fn set_name_and_object(raised: &Raised, name: Option<&Ref<Str>>, object: Option<&Value>) {
        if let Some(exception) = raised.0.downcast::<Exception>() {
            exception.set_field(simple::NAME_FIELD, name.map(|name| name.to_value()));
            exception.set_field(simple::OBJECT_FIELD, object.cloned());
        }
    }

    /// `args`.
    pub fn arguments(&self) -> Ref<Tuple> {
        let arguments = self.arguments.borrow().clone();
        arguments.unwrap_or_else(Tuple::empty)
    }

    /// Sets `args`.
    pub fn set_arguments(&self, arguments: Ref<Tuple>) {
        drop(self.arguments.replace(Some(arguments)));
    }

    /// `__traceback__`.
    pub fn traceback(&self) -> Option<Ref<Traceback>> {
        self.traceback.borrow().clone()
    }

    /// Sets `__traceback__`.
    pub fn set_traceback(&self, traceback: Option<Ref<Traceback>>) {
        drop(self.traceback.replace(traceback));
    }

    /// Whether there is a `__traceback__`.
    pub fn has_traceback(&self) -> bool {
        self.traceback.borrow().is_some()
    }

    /// Whether there is a `__context__`.
    pub fn has_context(&self) -> bool {
        self.context.borrow().is_some()
    }

    /// `__context__`.
    pub fn context(&self) -> Option<Value> {
        self.context.borrow().clone()
    }

    /// Sets `__context__`.
    pub fn set_context(&self, context: Option<Value>) {
        drop(self.context.replace(context));
    }

    /// `__cause__`.
    pub fn cause(&self) -> Option<Value> {
        self.cause.borrow().clone()
    }

    /// Sets `__cause__`, and with it `__suppress_context__`.
    pub fn set_cause(&self, cause: Option<Value>) {
        self.suppress_context.set(true);
        drop(self.cause.replace(cause));
    }

    /// `__suppress_context__`.
    pub fn suppress_context(&self) -> bool {
        self.suppress_context.get()
    }

    /// Sets `__suppress_context__`.
    pub fn set_suppress_context(&self, suppress: bool) {
        self.suppress_context.set(suppress);
    }

    /// The attribute of a number, if it is set.
    pub fn field(&self, number: usize) -> Option<Value> {
        self.fields.borrow().get(number).cloned().flatten()
    }

    /// Sets or removes the attribute of a number.
    pub fn set_field(&self, number: usize, value: Option<Value>) {
        let old = {
            let mut fields = self.fields.borrow_mut();
            if fields.len() <= number {
                fields.resize_with(number + 1, || None);
            }
            std::mem::replace(&mut fields[number], value)
        };
        drop(old);
    }
}
