//! `super`.

use bytecode::code::LocalKind;

use super::cell::Cell;
use super::class_method::{ClassMethod, StaticMethod};
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::lookup::{generic_get_attribute, is_method_descriptor};
use super::names::names;
use super::slots::Slots;
use super::str::Str;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::frame::Frame;
use crate::native::Property;
use crate::{Raised, Result, Vm, payload, static_type};

/// What a super object knows: the class behind which is searched, the object, and the class
/// whose MRO is searched.
#[derive(Clone, Default)]
struct Parts {
    class: Option<Ref<Type>>,
    object: Option<Value>,
    object_class: Option<Ref<Type>>,
}

/// The payload of a super object.
#[derive(Default)]
pub struct Super {
    parts: Guarded<Parts>,
}

payload!(Super, SUPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let parts = self.parts.borrow();
        parts.class.iter().for_each(|class| visit(class.as_value()));
        parts.object.iter().for_each(&mut *visit);
        parts
            .object_class
            .iter()
            .for_each(|class| visit(class.as_value()));
    }
    fn clear(&self) {
        drop(self.parts.take());
    }
});

static_type! {
    /// `super`
    pub SUPER = TypeSpec {
        name: "super",
        doc: Some("Attributes of the classes behind a class in an object's MRO."),
        layout: Some(Super::layout),
        flags: flags::BASE,
        slots: Slots {
            repr: Some(repr),
            getattribute: Some(get_attribute),
            get: Some(get),
            init: Some(init),
            new: Some(|_, class, _| Ok(Ref::with_class(class, Super::default()).into())),
            ..Slots::EMPTY
        },
        properties: &[
            Property { member: true, ..Property::new("__thisclass__", |_, value| {
                Ok(parts(value).class.map_or(Value::NONE, Value::from))
            }) },
            Property { member: true, ..Property::new("__self__", |_, value| {
                Ok(parts(value).object.unwrap_or(Value::NONE))
            }) },
            Property { member: true, ..Property::new("__self_class__", |_, value| {
                Ok(parts(value).object_class.map_or(Value::NONE, Value::from))
            }) },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn parts(value: &Value) -> Parts {
    let object = value.downcast::<Super>();
    object.map_or_else(Parts::default, |object| object.parts.borrow().clone())
}

impl Super {
    /// The super object for a class, an object, and the class whose MRO counts.
    pub fn of(class: Ref<Type>, object: Option<Value>, object_class: Ref<Type>) -> Value {
        Ref::new(Super {
            parts: Guarded::new(Parts {
                class: Some(class),
                object,
                object_class: Some(object_class),
            }),
        })
        .into()
    }
}

/// The class whose MRO is searched for `super(class, object)`.
fn check(vm: &Vm, class: &Ref<Type>, object: &Value) -> Result<Ref<Type>> {
    if let Some(own) = object.downcast::<Type>()
        && (own.is(class) || own.is_subtype(class))
    {
        return Ok(own.clone());
    }
    if object.class().is_subtype(class) {
        return Ok(object.class().clone());
    }
    if let Some(claimed) = vm.find_attribute(object, &names().__class__)?
        && let Some(claimed) = claimed.downcast::<Type>()
        && claimed.is_subtype(class)
    {
        return Ok(claimed.clone());
    }
    let (kind, name) = match object.downcast::<Type>() {
        Some(own) => ("type", own.name()),
        None => ("instance of", object.class().name()),
    };
    Err(vm.type_error(format!(
        "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).",
        class.name()
    )))
}

/// What follows behind `class` in the MRO of `object_class`.
fn find(vm: &Vm, class: &Ref<Type>, object_class: &Ref<Type>, name: &Ref<Str>) -> Option<Value> {
    let mro = object_class.mro.borrow();
    let mut behind = mro.iter().skip_while(|other| !other.is(class)).skip(1);
    behind.find_map(|class| class.dict(vm).get_str(name))
}

/// The class whose MRO `super(class, object)` follows: the object, if it is a class that inherits,
/// or else its own class. `None` where the object must be asked.
pub fn order_of<'a>(class: &Ref<Type>, object: &'a Value) -> Option<&'a Ref<Type>> {
    let as_class = object.downcast::<Type>();
    as_class
        .filter(|own| own.is_subtype(class))
        .or_else(|| Some(object.class()).filter(|own| own.is_subtype(class)))
}

/// What the classes behind `class` have for `super(class, object).name`, for the loop, which
/// makes a function of it by [`function_of`]; `None` where a super object must be asked.
pub fn find_method(vm: &Vm, class: &Ref<Type>, own: &Ref<Type>, name: &Ref<Str>) -> Option<Value> {
    find(vm, class, own, name)
}

/// `super(class, object).name`; `None` where a super object must be asked.
pub fn attribute_of(
    vm: &Vm,
    class: &Value,
    object: &Value,
    name: &Ref<Str>,
) -> Result<Option<Value>> {
    let Some(class) = class.downcast::<Type>() else {
        return Ok(None);
    };
    if name.as_bytes() == b"__class__" {
        return Ok(None);
    }
    let Some(own) = order_of(class, object) else {
        return Ok(None);
    };
    let Some(found) = find(vm, class, own, name) else {
        return Ok(None);
    };
    let Some(get) = found.class().slots().get else {
        return Ok(Some(found));
    };
    let own = own.clone();
    let instance = Some(object).filter(|object| !object.is(own.as_value()));
    get(vm, &found, instance, own.as_value()).map(Some)
}

/// The function that `super().name(...)` calls, and whether it gets the object in front of its
/// arguments; `None` where binding is more than that.
#[inline]
pub fn function_of(found: &Value, is_class: bool) -> Option<(Value, bool)> {
    if is_method_descriptor(found) {
        return Some((found.clone(), !is_class));
    }
    if let Some(method) = found.downcast_exact::<StaticMethod>() {
        return Some((method.callable()?, false));
    }
    if let Some(method) = found.downcast_exact::<ClassMethod>() {
        let function = method.callable().filter(is_method_descriptor)?;
        return is_class.then_some((function, true));
    }
    found
        .class()
        .slots()
        .get
        .is_none()
        .then(|| (found.clone(), false))
}

fn get_attribute(vm: &Vm, value: &Value, name: &Ref<Str>) -> Result<Value> {
    let parts = parts(value);
    let (Some(class), Some(object_class)) = (&parts.class, &parts.object_class) else {
        return generic_get_attribute(vm, value, name);
    };
    if name.is(&names().__class__) || name.as_bytes() == b"__class__" {
        return generic_get_attribute(vm, value, name);
    }
    let Some(found) = find(vm, class, object_class, name) else {
        return generic_get_attribute(vm, value, name);
    };
    match found.class().slots().get {
        Some(get) => {
            let own = parts
                .object
                .as_ref()
                .filter(|object| !object.is(object_class.as_value()));
            get(vm, &found, own, object_class.as_value())
        }
        None => Ok(found),
    }
}

fn get(vm: &Vm, value: &Value, object: Option<&Value>, _: &Value) -> Result<Value> {
    let parts = parts(value);
    let (Some(object), None, Some(class)) = (object, &parts.object, &parts.class) else {
        return Ok(value.clone());
    };
    if !value.class().is(&SUPER) {
        return vm.call(
            value.class().as_value(),
            &[class.to_value(), object.clone()],
        );
    }
    let object_class = check(vm, class, object)?;
    Ok(Super::of(class.clone(), Some(object.clone()), object_class))
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let (class, object) = match arguments.values {
        [] => {
            let (class, object) = from_frame(vm)?;
            (class, Some(object))
        }
        [class] => (expect_class(vm, class)?, None),
        [class, object] => {
            let object = Some(object.clone()).filter(|object| !object.is_none());
            (expect_class(vm, class)?, object)
        }
        more => {
            return Err(vm.type_error(format!(
                "super() expected at most 2 arguments, got {}",
                more.len()
            )));
        }
    };
    let object_class = match &object {
        Some(object) => Some(check(vm, &class, object)?),
        None => None,
    };
    if let Some(own) = value.downcast::<Super>() {
        drop(own.parts.replace(Parts {
            class: Some(class),
            object,
            object_class,
        }));
    }
    Ok(())
}

fn expect_class(vm: &Vm, value: &Value) -> Result<Ref<Type>> {
    value.downcast::<Type>().cloned().ok_or_else(|| {
        vm.type_error(format!(
            "super() argument 1 must be a type, not {}",
            value.class().name()
        ))
    })
}

fn problem(vm: &Vm, text: &str) -> Raised {
    vm.runtime_error(format!("super(): {text}"))
}

/// The class and the object of the method that runs: from `__class__` and the first argument.
fn from_frame(vm: &Vm) -> Result<(Ref<Type>, Value)> {
    let Some(frame) = vm.frame_object(0) else {
        return Err(problem(vm, "no current frame"));
    };
    let code = frame.code();
    if code.argument_count == 0 {
        return Err(problem(vm, "no arguments"));
    }
    let variables = Frame::variables(frame.pointer());
    let value_of = |slot: usize| -> Option<Value> {
        let value = variables.get(slot)?.clone()?;
        match value.downcast_exact::<Cell>() {
            Some(cell) if code.kind(slot) & (LocalKind::CELL | LocalKind::FREE) != 0 => cell.get(),
            _ => Some(value),
        }
    };
    let Some(object) = value_of(0) else {
        return Err(problem(vm, "arg[0] deleted"));
    };
    let place = (0..code.variables().len()).find(|&slot| {
        code.kind(slot) & LocalKind::FREE != 0 && code.variables()[slot].is(&names().__class__)
    });
    let Some(place) = place else {
        return Err(problem(vm, "__class__ cell not found"));
    };
    match value_of(place) {
        None => Err(problem(vm, "empty __class__ cell")),
        Some(class) => match class.downcast::<Type>() {
            Some(class) => Ok((class.clone(), object)),
            None => {
                let kind = class.class().name();
                Err(problem(vm, &format!("__class__ is not a type ({kind})")))
            }
        },
    }
}

fn repr(_: &Vm, value: &Value) -> Result<Value> {
    let parts = parts(value);
    let class = match &parts.class {
        Some(class) => class.name(),
        None => "NULL".to_owned(),
    };
    Ok(Str::value(match &parts.object_class {
        Some(own) => format!("<super: <class '{class}'>, <{} object>>", own.name()),
        None => format!("<super: <class '{class}'>, NULL>"),
    }))
}
