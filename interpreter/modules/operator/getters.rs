//! `itemgetter` and `attrgetter`.

use primitives::text::wtf8::Wtf8;
use vm::call::Arguments;
use vm::native::{Property, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::{Str, intern};
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::container;
use crate::support::{of, reduce_method, tuple};

/// The payload of `itemgetter`.
pub struct ItemGetter {
    items: Ref<Tuple>,
    /// The index of a getter of one item, where it is not negative.
    index: Option<usize>,
}

/// The payload of `attrgetter`: dotted names, divided.
pub struct AttrGetter {
    paths: Vec<Vec<Ref<Str>>>,
}

container!(ItemGetter, ITEM_GETTER, [items], clear []);
vm::payload!(AttrGetter, ATTR_GETTER);

/// `__text_signature__` of what is called with one object.
pub const TEXT_SIGNATURE: Property =
    Property::new("__text_signature__", |_, _| Ok(Str::value("(obj, /)")));

static_type! {
    /// `operator.itemgetter`
    pub ITEM_GETTER = TypeSpec {
        name: "itemgetter",
        module: "operator",
        doc: Some("Gets items of its operand: one, or a tuple of several."),
        signature: Some("(item, /, *items)"),
        layout: Some(<ItemGetter as Payload>::layout),
        slots: Slots {
            new: Some(item_new),
            call: Some(item_call),
            repr: Some(item_repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(item_reduce)],
        properties: &[TEXT_SIGNATURE],
        ..TypeSpec::DEFAULT
    };
    /// `operator.attrgetter`
    pub ATTR_GETTER = TypeSpec {
        name: "attrgetter",
        module: "operator",
        doc: Some("Gets attributes of its operand: one, or a tuple of several."),
        signature: Some("(attr, /, *attrs)"),
        layout: Some(<AttrGetter as Payload>::layout),
        slots: Slots {
            new: Some(attr_new),
            call: Some(attr_call),
            repr: Some(attr_repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(attr_reduce)],
        properties: &[TEXT_SIGNATURE],
        ..TypeSpec::DEFAULT
    };
}

/// Refuses keyword arguments, and counts the others.
pub fn check(vm: &Vm, name: &str, arguments: Arguments<'_>, exact: bool) -> Result<()> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    let given = arguments.values.len();
    if given == 0 || exact && given != 1 {
        return Err(vm.type_error(format!("{name} expected 1 argument, got {given}")));
    }
    Ok(())
}

fn item_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    check(vm, "itemgetter", arguments, false)?;
    let index = match arguments.values {
        [only] => only
            .as_small_int()
            .and_then(|index| usize::try_from(index).ok()),
        _ => None,
    };
    let items = Tuple::from_slice(arguments.values);
    Ok(Ref::with_class(class, ItemGetter { items, index }).into())
}

#[inline]
fn item_call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let getter = of::<ItemGetter>(this);
    if let (Some(index), [object], true) =
        (getter.index, arguments.values, arguments.names.is_empty())
    {
        let found = match object.downcast_exact::<Tuple>() {
            Some(tuple) => tuple.items().get(index).cloned(),
            None => object
                .downcast_exact::<List>()
                .and_then(|list| list.get(index)),
        };
        if let Some(item) = found {
            return Ok(item);
        }
    }
    check(vm, "itemgetter", arguments, true)?;
    let object = &arguments.values[0];
    match getter.items.items() {
        [only] => vm.get_item(object, only),
        items => {
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                found.push(vm.get_item(object, item)?);
            }
            Ok(tuple(found))
        }
    }
}

fn guarded(vm: &Vm, this: &Value, arguments: impl FnOnce() -> Result<String>) -> Result<Value> {
    let name = this.class().name();
    let text = vm.guard_repr(this, arguments)?;
    Ok(Str::value(match text {
        Some(text) => format!("{name}({text})"),
        None => format!("{name}(...)"),
    }))
}

fn joined(vm: &Vm, values: &[Value]) -> Result<String> {
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        texts.push(vm.repr_text(value)?);
    }
    Ok(texts.join(", "))
}

fn item_repr(vm: &Vm, this: &Value) -> Result<Value> {
    guarded(vm, this, || {
        joined(vm, of::<ItemGetter>(this).items.items())
    })
}

fn item_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let items = of::<ItemGetter>(this).items.to_value();
    Ok(Tuple::pair(this.class().to_value(), items).into())
}

fn attr_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    check(vm, "attrgetter", arguments, false)?;
    let mut paths = Vec::with_capacity(arguments.values.len());
    for name in arguments.values {
        let Some(name) = name.downcast::<Str>() else {
            return Err(vm.type_error("attribute name must be a string"));
        };
        let parts = name.as_bytes().split(|byte| *byte == b'.');
        paths.push(
            parts
                .map(|part| intern(Wtf8::from_bytes_trusted(part)))
                .collect(),
        );
    }
    Ok(Ref::with_class(class, AttrGetter { paths }).into())
}

fn follow(vm: &Vm, object: &Value, path: &[Ref<Str>]) -> Result<Value> {
    let mut object = object.clone();
    for name in path {
        object = vm.get_attribute(&object, name)?;
    }
    Ok(object)
}

fn attr_call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    check(vm, "attrgetter", arguments, true)?;
    let object = &arguments.values[0];
    match of::<AttrGetter>(this).paths.as_slice() {
        [only] => follow(vm, object, only),
        paths => {
            let mut found = Vec::with_capacity(paths.len());
            for path in paths {
                found.push(follow(vm, object, path)?);
            }
            Ok(tuple(found))
        }
    }
}

fn dotted(getter: &AttrGetter) -> Vec<Value> {
    let paths = getter.paths.iter();
    paths
        .map(|path| {
            let mut parts = Vec::with_capacity(2 * path.len());
            for name in path {
                if !parts.is_empty() {
                    parts.push(Wtf8::new("."));
                }
                parts.push(name.as_wtf8());
            }
            Str::concatenated(&parts).into()
        })
        .collect()
}

fn attr_repr(vm: &Vm, this: &Value) -> Result<Value> {
    guarded(vm, this, || joined(vm, &dotted(of::<AttrGetter>(this))))
}

fn attr_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let names = tuple(dotted(of::<AttrGetter>(this)));
    Ok(Tuple::pair(this.class().to_value(), names).into())
}
