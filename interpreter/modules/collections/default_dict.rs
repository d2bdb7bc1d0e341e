//! `defaultdict`. Its factory is a member in front of the dict.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::attributes;
use vm::objects::dict::Dict;
use vm::objects::dict_type::{DICT, update_from};
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::Ref;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::support::{is_callable, of, reduce_method, tuple};

static_type! {
    /// `collections.defaultdict`
    pub DEFAULT_DICT = TypeSpec {
        name: "defaultdict",
        module: "collections",
        doc: Some("A dict that makes the values of missing keys."),
        base: Some(|| DICT.as_ref()),
        flags: flags::BASE,
        slots: Slots {
            init: Some(init),
            repr: Some(repr),
            or: Some(or),
            getitem: Some(get_item),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__missing__", "($self, key, /)", missing_method, "Makes the value of a key."),
            Method::new("copy", "($self, /)", copy, "A shallow copy."),
            Method::new("__copy__", "($self, /)", copy, "A shallow copy."),
            reduce_method(reduce),
            CLASS_GETITEM,
        ],
        properties: &[Property {
            member: true,
            doc: Some("Makes the value of a missing key."),
            ..Property::settable(
                "default_factory",
                |_, this| Ok(factory(this)),
                |_, this, value| {
                    set_factory(this, value.cloned());
                    Ok(())
                },
            )
        }],
        members: 1,
        ..TypeSpec::DEFAULT
    };
}

fn factory(this: &Value) -> Value {
    let factory = this
        .header()
        .and_then(|header| attributes::member(header, 0));
    factory.unwrap_or(Value::NONE)
}

fn set_factory(this: &Value, factory: Option<Value>) {
    if let Some(header) = this.header() {
        drop(attributes::replace_member(header, 0, factory));
    }
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    let first = arguments.positionals().first();
    if let Some(factory) = first
        && !factory.is_none()
        && !is_callable(factory)
    {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    set_factory(this, first.cloned());
    let rest = arguments.skip(usize::from(first.is_some()));
    update_from(vm, of::<Dict>(this), rest, "dict")
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let dict = of::<Dict>(this);
    let hash = vm.hash(key)?;
    if let Some(value) = dict.get_hashed(vm, key, hash)? {
        return Ok(value);
    }
    if !this.class().is(&DEFAULT_DICT) {
        let found = vm.call_special(this, "__missing__", std::slice::from_ref(key))?;
        return found.ok_or_else(|| vm.key_error(key));
    }
    let factory = factory(this);
    if factory.is_none() {
        return Err(vm.key_error(key));
    }
    let value = vm.call(&factory, &[])?;
    dict.set_hashed(vm, key, hash, value.clone())?;
    Ok(value)
}

fn missing_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, key) = (required(arguments, 0), required(arguments, 1));
    let factory = factory(this);
    if factory.is_none() {
        return Err(vm.key_error(key));
    }
    let value = vm.call(&factory, &[])?;
    vm.set_item(this, key, &value)?;
    Ok(value)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let content = match DICT.slots().repr {
        Some(repr) => vm.str_text(&repr(vm, this)?)?,
        None => String::new(),
    };
    let factory = factory(this);
    let made = vm.guard_repr(&factory, || vm.repr_text(&factory))?;
    let made = made.unwrap_or_else(|| "...".to_owned());
    Ok(Str::value(format!(
        "{}({made}, {content})",
        this.class().short_name()
    )))
}

fn copied(vm: &Vm, this: &Value, content: &Value) -> Result<Value> {
    vm.call(this.class().as_value(), &[factory(this), content.clone()])
}

fn copy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    copied(vm, this, this)
}

fn or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let is_own = left.class().is_subtype(&DEFAULT_DICT);
    let (this, other) = if is_own { (left, right) } else { (right, left) };
    if other.downcast::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let made = copied(vm, this, left)?;
    match made.downcast::<Dict>() {
        Some(dict) => vm::objects::dict_type::merge(vm, dict, right)?,
        None => {
            vm.call_method(&made, "update", std::slice::from_ref(right))?;
        }
    }
    Ok(made)
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let factory = factory(this);
    let parts = if factory.is_none() {
        vec![]
    } else {
        vec![factory]
    };
    let items = vm.call_method(this, "items", &[])?;
    let items = vm.iter(&items)?;
    let parts: Ref<Tuple> = Tuple::new(parts);
    Ok(tuple(vec![
        this.class().to_value(),
        parts.into(),
        Value::NONE,
        Value::NONE,
        items,
    ]))
}
