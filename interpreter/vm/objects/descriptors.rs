//! Descriptors of native types: methods, computed attributes, and members of `__slots__`.

use std::cell::OnceCell;

use super::attributes;
use super::heap::{Payload, Ref};
use super::names::names;
use super::native_function::{NativeFunction, invoke, missing};
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, Signature};
use crate::{Raised, Result, Vm, payload, static_type};

/// The payload of `method_descriptor`.
pub struct MethodDescriptor {
    class: Ref<Type>,
    method: &'static Method,
    /// Found when it is first needed: most methods are never called.
    signature: OnceCell<&'static Signature>,
}

/// The payload of `classmethod_descriptor`.
pub struct ClassMethodDescriptor {
    class: Ref<Type>,
    method: &'static Method,
}

/// Where a `getset_descriptor` or `member_descriptor` finds its value.
enum Access {
    /// Functions of a native type.
    Native(&'static Property),
    /// A member of `__slots__`, by its index in the prefix.
    Member(usize),
}

/// What both kinds of data descriptors know.
pub struct DataDescriptor {
    class: Ref<Type>,
    name: Ref<Str>,
    access: Access,
}

/// The payload of `getset_descriptor`.
pub struct GetSetDescriptor(DataDescriptor);

/// The payload of `member_descriptor`.
pub struct MemberDescriptor(DataDescriptor);

payload!(MethodDescriptor, METHOD_DESCRIPTOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.class.as_value());
    }
});
payload!(ClassMethodDescriptor, CLASS_METHOD_DESCRIPTOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.class.as_value());
    }
});
payload!(GetSetDescriptor, GETSET_DESCRIPTOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.0.class.as_value());
    }
});
payload!(MemberDescriptor, MEMBER_DESCRIPTOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.0.class.as_value());
    }
});

const REDUCE: Method = Method::new(
    "__reduce__",
    "($self, /)",
    |vm, values| {
        let Some(Some(value)) = values.first() else {
            return Ok(Value::NONE);
        };
        let class = vm.get_attribute(value, &names().__objclass__)?;
        let name = vm.get_attribute(value, &names().__name__)?;
        let getattr = vm.shared().builtins.get_str(&vm.intern("getattr"));
        let arguments = Tuple::pair(class, name);
        Ok(Tuple::pair(getattr.unwrap_or(Value::NONE), arguments.into()).into())
    },
    "",
);

static_type! {
    /// `method_descriptor`
    pub METHOD_DESCRIPTOR = TypeSpec {
        name: "method_descriptor",
        layout: Some(MethodDescriptor::layout),
        flags: flags::METHOD_DESCRIPTOR,
        slots: Slots {
            repr: Some(|_, value| method_repr(value)),
            call: Some(call_method),
            get: Some(get_method),
            ..Slots::EMPTY
        },
        methods: &[REDUCE],
        properties: &[OBJCLASS, NAME, QUALNAME, DOC, TEXT_SIGNATURE],
        ..TypeSpec::DEFAULT
    };
    /// `classmethod_descriptor`
    pub CLASS_METHOD_DESCRIPTOR = TypeSpec {
        name: "classmethod_descriptor",
        layout: Some(ClassMethodDescriptor::layout),
        slots: Slots {
            repr: Some(|_, value| method_repr(value)),
            call: Some(call_class_method),
            get: Some(get_class_method),
            ..Slots::EMPTY
        },
        properties: &[OBJCLASS, NAME, QUALNAME, DOC, TEXT_SIGNATURE],
        ..TypeSpec::DEFAULT
    };
    /// `getset_descriptor`
    pub GETSET_DESCRIPTOR = TypeSpec {
        name: "getset_descriptor",
        layout: Some(GetSetDescriptor::layout),
        slots: DATA_SLOTS,
        properties: &[OBJCLASS, NAME, QUALNAME, DOC],
        ..TypeSpec::DEFAULT
    };
    /// `member_descriptor`
    pub MEMBER_DESCRIPTOR = TypeSpec {
        name: "member_descriptor",
        layout: Some(MemberDescriptor::layout),
        slots: DATA_SLOTS,
        methods: &[REDUCE],
        properties: &[OBJCLASS, NAME, QUALNAME, DOC],
        ..TypeSpec::DEFAULT
    };
}

const DATA_SLOTS: Slots = Slots {
    repr: Some(data_repr),
    get: Some(get_data),
    set: Some(set_data),
    ..Slots::EMPTY
};

const OBJCLASS: Property = Property {
    member: true,
    ..Property::new("__objclass__", |_, value| {
        Ok(class_of(value).map_or(Value::NONE, |class| class.to_value()))
    })
};
const NAME: Property = Property {
    member: true,
    ..Property::new("__name__", |_, value| Ok(Str::value(name_of(value))))
};
const QUALNAME: Property = Property::new("__qualname__", |_, value| {
    let class = class_of(value).map_or(String::new(), |class| class.qualified_name());
    Ok(Str::value(format!("{class}.{}", name_of(value))))
});
const DOC: Property = Property::new("__doc__", |_, value| {
    let doc = match (row_of(value), data_of(value)) {
        (Some(row), _) => Some(row.doc).filter(|doc| !doc.is_empty()),
        (None, Some(data)) => match &data.access {
            Access::Native(property) => property.doc,
            Access::Member(_) => None,
        },
        _ => None,
    };
    Ok(doc.map_or(Value::NONE, Str::value))
});
const TEXT_SIGNATURE: Property = Property::new("__text_signature__", |_, value| {
    let text = row_of(value).map(|row| Signature::of_function(row.name, row.signature, true));
    Ok(text
        .and_then(|it| it.text())
        .map_or(Value::NONE, Str::value))
});

fn row_of(value: &Value) -> Option<&'static Method> {
    match value.downcast::<MethodDescriptor>() {
        Some(descriptor) => Some(descriptor.method),
        None => value
            .downcast::<ClassMethodDescriptor>()
            .map(|it| it.method),
    }
}

fn class_of(value: &Value) -> Option<Ref<Type>> {
    if let Some(descriptor) = value.downcast::<MethodDescriptor>() {
        return Some(descriptor.class.clone());
    }
    if let Some(descriptor) = value.downcast::<ClassMethodDescriptor>() {
        return Some(descriptor.class.clone());
    }
    data_of(value).map(|it| it.class.clone())
}

fn name_of(value: &Value) -> String {
    match (row_of(value), data_of(value)) {
        (Some(row), _) => row.name.to_owned(),
        (None, Some(data)) => data.name.to_string(),
        _ => String::new(),
    }
}

impl MethodDescriptor {
    /// The descriptor of a method of a native type.
    pub fn new(class: &Ref<Type>, method: &'static Method) -> Ref<MethodDescriptor> {
        Ref::new(MethodDescriptor {
            class: class.clone(),
            method,
            signature: OnceCell::new(),
        })
    }

    #[inline(always)]
    fn signature(&self) -> &'static Signature {
        self.signature
            .get_or_init(|| Signature::shared(self.method, true))
    }

    /// The type that the method belongs to.
    #[inline(always)]
    pub fn owner(&self) -> &Ref<Type> {
        &self.class
    }

    /// The row that declares the method.
    #[inline(always)]
    pub fn method(&self) -> &'static Method {
        self.method
    }

    /// As [`NativeFunction::missing`].
    pub fn missing(&self, given: usize) -> Option<usize> {
        missing(self.method, self.signature(), given)
    }

    /// Runs the method; the first argument is certainly an instance of the type.
    #[inline(always)]
    pub fn invoke(&self, vm: &Vm, arguments: &Arguments<'_>) -> Result<Value> {
        invoke(vm, self.method, self.signature(), arguments, || {
            self.class.qualified_name()
        })
    }

    /// Runs the method, checking its first argument.
    #[inline]
    pub fn call(&self, vm: &Vm, arguments: &Arguments<'_>) -> Result<Value> {
        let Some(receiver) = arguments.positionals().first() else {
            return Err(vm.type_error(format!(
                "unbound method {}.{}() needs an argument",
                self.class.qualified_name(),
                self.method.name
            )));
        };
        if !receiver.class().is(&self.class) && !receiver.class().is_subtype(&self.class) {
            return Err(wrong_object(vm, self.method.name, &self.class, receiver));
        }
        self.invoke(vm, arguments)
    }
}

impl ClassMethodDescriptor {
    /// The descriptor of a class method of a native type.
    pub fn new(class: &Ref<Type>, method: &'static Method) -> Ref<ClassMethodDescriptor> {
        Ref::new(ClassMethodDescriptor {
            class: class.clone(),
            method,
        })
    }

    fn bind(&self, class: &Value) -> Value {
        NativeFunction::bound(self.method, class.clone(), Some(self.class.clone())).into()
    }
}

impl DataDescriptor {
    /// The descriptor of an attribute that functions compute.
    pub fn of_property(class: &Ref<Type>, name: Ref<Str>, property: &'static Property) -> Value {
        let payload = DataDescriptor {
            class: class.clone(),
            name,
            access: Access::Native(property),
        };
        if property.member {
            Ref::new(MemberDescriptor(payload)).into()
        } else {
            Ref::new(GetSetDescriptor(payload)).into()
        }
    }

    /// The descriptor of a member of `__slots__`.
    pub fn of_member(class: &Ref<Type>, name: Ref<Str>, index: usize) -> Value {
        let payload = DataDescriptor {
            class: class.clone(),
            name,
            access: Access::Member(index),
        };
        Ref::new(MemberDescriptor(payload)).into()
    }

    /// The type that the descriptor belongs to.
    pub fn owner(&self) -> &Ref<Type> {
        &self.class
    }

    /// The index among the values of an instance, for a member of `__slots__`.
    pub fn member_index(&self) -> Option<usize> {
        match self.access {
            Access::Member(index) => Some(index),
            Access::Native(_) => None,
        }
    }

    /// The row that declares the attribute, for one of a native type.
    pub fn property(&self) -> Option<&'static Property> {
        match self.access {
            Access::Native(property) => Some(property),
            Access::Member(_) => None,
        }
    }
}

impl MemberDescriptor {
    /// The index among the values of an instance; none for a member of a native type.
    pub fn index(&self) -> Option<usize> {
        self.0.member_index()
    }
}

fn data_of(value: &Value) -> Option<&DataDescriptor> {
    match value.downcast::<GetSetDescriptor>() {
        Some(descriptor) => Some(&descriptor.0),
        None => value.downcast::<MemberDescriptor>().map(|it| &it.0),
    }
}

#[cold]
fn wrong_object(vm: &Vm, name: &str, class: &Ref<Type>, object: &Value) -> Raised {
    vm.type_error(format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        class.name(),
        object.class().name()
    ))
}

fn method_repr(value: &Value) -> Result<Value> {
    let class = class_of(value).map_or(String::new(), |class| class.name());
    Ok(Str::value(format!(
        "<method '{}' of '{class}' objects>",
        name_of(value)
    )))
}

fn call_method(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match value.downcast::<MethodDescriptor>() {
        Some(descriptor) => descriptor.call(vm, &arguments),
        None => Ok(Value::NONE),
    }
}

fn get_method(vm: &Vm, value: &Value, object: Option<&Value>, _: &Value) -> Result<Value> {
    let (Some(object), Some(descriptor)) = (object, value.downcast::<MethodDescriptor>()) else {
        return Ok(value.clone());
    };
    if !object.class().is_subtype(&descriptor.class) {
        let name = descriptor.method.name;
        return Err(wrong_object(vm, name, &descriptor.class, object));
    }
    let class = Some(descriptor.class.clone());
    let (method, signature) = (descriptor.method, descriptor.signature());
    Ok(NativeFunction::bound_with(method, signature.into(), object.clone(), class).into())
}

fn get_class_method(
    vm: &Vm,
    value: &Value,
    object: Option<&Value>,
    class: &Value,
) -> Result<Value> {
    let Some(descriptor) = value.downcast::<ClassMethodDescriptor>() else {
        return Ok(value.clone());
    };
    let own;
    let class = match (class.is_none(), object) {
        (true, Some(object)) => {
            own = object.class().to_value();
            &own
        }
        (true, None) => {
            return Err(vm.type_error(format!(
                "descriptor '{}' for type '{}' needs either an object or a type",
                descriptor.method.name,
                descriptor.class.name()
            )));
        }
        _ => class,
    };
    check_class(vm, descriptor, class)?;
    Ok(descriptor.bind(class))
}

fn check_class(vm: &Vm, descriptor: &ClassMethodDescriptor, class: &Value) -> Result<()> {
    let name = descriptor.method.name;
    let wanted = descriptor.class.name();
    let Some(class) = class.downcast::<Type>() else {
        return Err(vm.type_error(format!(
            "descriptor '{name}' for type '{wanted}' needs a type, not a '{}' as arg 2",
            class.class().name()
        )));
    };
    if !class.is_subtype(&descriptor.class) {
        return Err(vm.type_error(format!(
            "descriptor '{name}' requires a subtype of '{wanted}' but received '{}'",
            class.name()
        )));
    }
    Ok(())
}

fn call_class_method(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let Some(descriptor) = value.downcast::<ClassMethodDescriptor>() else {
        return Ok(Value::NONE);
    };
    let Some(class) = arguments.positionals().first() else {
        return Err(vm.type_error(format!(
            "descriptor '{}' of '{}' object needs an argument",
            descriptor.method.name,
            descriptor.class.name()
        )));
    };
    check_class(vm, descriptor, class)?;
    vm.call_with(&descriptor.bind(class), arguments.skip(1))
}

fn data_repr(_: &Vm, value: &Value) -> Result<Value> {
    let kind = if value.class().is(&MEMBER_DESCRIPTOR) {
        "member"
    } else {
        "attribute"
    };
    let class = class_of(value).map_or(String::new(), |class| class.name());
    Ok(Str::value(format!(
        "<{kind} '{}' of '{class}' objects>",
        name_of(value)
    )))
}

/// The getter of a property of a native type, which takes instances of `class`.
pub(crate) fn native_getter(descriptor: &Value, class: &Ref<Type>) -> Option<Get> {
    let data = data_of(descriptor)?;
    match &data.access {
        Access::Native(property) if class.is_subtype(&data.class) => Some(property.get),
        _ => None,
    }
}

/// See [`native_getter`].
pub(crate) type Get = fn(&Vm, &Value) -> Result<Value>;

fn get_data(vm: &Vm, value: &Value, object: Option<&Value>, _: &Value) -> Result<Value> {
    let (Some(object), Some(data)) = (object, data_of(value)) else {
        return Ok(value.clone());
    };
    if !object.class().is_subtype(&data.class) {
        let name = data.name.to_string();
        return Err(wrong_object(vm, &name, &data.class, object));
    }
    match &data.access {
        Access::Native(property) => (property.get)(vm, object),
        Access::Member(index) => object
            .header()
            .and_then(|header| attributes::member(header, *index))
            .ok_or_else(|| no_member(vm, object, &data.name)),
    }
}

/// The error for a member of `__slots__` that is not set.
#[cold]
fn no_member(vm: &Vm, object: &Value, name: &Ref<Str>) -> Raised {
    let class = super::type_type::full_name(vm, object.class());
    vm.attribute_error(format!("'{class}' object has no attribute '{name}'"))
}

fn set_data(vm: &Vm, value: &Value, object: &Value, to: Option<&Value>) -> Result<()> {
    let Some(data) = data_of(value) else {
        return Ok(());
    };
    if !object.class().is_subtype(&data.class) {
        let name = data.name.to_string();
        return Err(wrong_object(vm, &name, &data.class, object));
    }
    match &data.access {
        Access::Native(property) => match property.set {
            Some(set) => set(vm, object, to),
            None if property.member => Err(vm.attribute_error("readonly attribute")),
            None => Err(vm.attribute_error_of(
                object,
                &data.name,
                format!(
                    "attribute '{}' of '{}' objects is not writable",
                    data.name,
                    data.class.name()
                ),
            )),
        },
        Access::Member(index) => {
            let Some(header) = object.header() else {
                return Ok(());
            };
            let old = attributes::replace_member(header, *index, to.cloned());
            if old.is_none() && to.is_none() {
                let message = data.name.to_string();
                return Err(vm.attribute_error_of(object, &data.name, message));
            }
            drop(old);
            Ok(())
        }
    }
}
