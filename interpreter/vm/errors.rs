//! Raised exceptions, and how native code raises them.

use crate::Vm;
use crate::objects::exceptions as exception;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::types::Type;
use crate::objects::value::Value;

/// An exception on its way to a handler: an instance of a subclass of `BaseException`.
#[derive(Debug, Clone)]
pub struct Raised(pub Value);

impl Raised {
    /// Whether the exception is an instance of `class` or of a subclass.
    pub fn is(&self, class: &Ref<Type>) -> bool {
        self.0.class().is_subtype(class)
    }
}

macro_rules! raising {
    ($($(#[$doc:meta])* $name:ident = $class:ident;)*) => {
        impl Vm {
            $($(#[$doc])*
            #[cold]
            pub fn $name(&self, message: impl AsRef<str>) -> Raised {
                self.error(&exception::$class, message)
            })*
        }
    };
}

raising! {
    /// A TypeError.
    type_error = TYPE_ERROR;
    /// A ValueError.
    value_error = VALUE_ERROR;
    /// An OverflowError.
    overflow_error = OVERFLOW_ERROR;
    /// A ZeroDivisionError.
    zero_division_error = ZERO_DIVISION_ERROR;
    /// An IndexError.
    index_error = INDEX_ERROR;
    /// A RuntimeError.
    runtime_error = RUNTIME_ERROR;
    /// A MemoryError.
    memory_error = MEMORY_ERROR;
    /// A SystemError.
    system_error = SYSTEM_ERROR;
    /// A NotImplementedError.
    not_implemented_error = NOT_IMPLEMENTED_ERROR;
    /// A BufferError.
    buffer_error = BUFFER_ERROR;
    /// An AttributeError with a ready message, without `name` and `obj`.
    attribute_error = ATTRIBUTE_ERROR;
    /// A LookupError.
    lookup_error = LOOKUP_ERROR;
    /// A ReferenceError.
    reference_error = REFERENCE_ERROR;
}

impl Vm {
    /// An exception of `class` with this message.
    #[cold]
    pub fn error(&self, class: &Ref<Type>, message: impl AsRef<str>) -> Raised {
        self.error_with(class, vec![Str::from(message.as_ref()).into()])
    }

    /// An exception of `class` with these arguments. Of native classes only: nothing of
    /// Python's runs.
    #[cold]
    pub fn error_with(&self, class: &Ref<Type>, arguments: Vec<Value>) -> Raised {
        exception::Exception::raised(class, arguments)
    }

    /// A KeyError for this key.
    #[cold]
    pub fn key_error(&self, key: &Value) -> Raised {
        self.error_with(&exception::KEY_ERROR, vec![key.clone()])
    }

    /// StopIteration, with a value unless it is `None`.
    #[cold]
    pub fn stop_iteration(&self, value: Value) -> Raised {
        let arguments = if value.is_none() { vec![] } else { vec![value] };
        self.error_with(&exception::STOP_ITERATION, arguments)
    }

    /// The AttributeError for an attribute that `object` does not have, with `name` and `obj`.
    #[cold]
    pub fn no_attribute(&self, object: &Value, name: &Ref<Str>) -> Raised {
        let message = match object.downcast::<Type>() {
            Some(class) => format!("type object '{}' has no attribute '{name}'", class.name()),
            None => format!(
                "'{}' object has no attribute '{name}'",
                object.class().name()
            ),
        };
        self.attribute_error_of(object, name, message)
    }

    /// An AttributeError with `name` and `obj`.
    #[cold]
    pub fn attribute_error_of(&self, object: &Value, name: &Ref<Str>, message: String) -> Raised {
        let raised = self.error(&exception::ATTRIBUTE_ERROR, message);
        exception::Exception::set_name_and_object(&raised, Some(name), Some(object));
        raised
    }
}
