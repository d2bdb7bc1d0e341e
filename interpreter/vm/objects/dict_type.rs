//! `dict`: its slots and methods. Views and iterators: `dict_type::views`.

use primitives::text::wtf8::Wtf8Buf;

use super::dict::Dict;
use super::generic_alias;
use super::heap::{Payload, Ref};
use super::set::Set;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, required};
use crate::{Result, Vm, static_type};

mod update;
pub mod views;

pub use update::{merge, merge_keywords, update_from};
use views::{Part, View};

static_type! {
    /// `dict`
    pub DICT = TypeSpec {
        name: "dict",
        doc: Some("A mapping that keeps the order of insertion."),
        layout: Some(<Dict as Payload>::layout),
        flags: flags::BASE | flags::MAPPING | flags::MATCH_SELF | flags::DICT_SUBCLASS,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Dict::default()).into())),
            init: Some(init),
            repr: Some(repr),
            compare: Some(compare),
            iter: Some(|_, this| Ok(views::iterator(of(this), Part::Keys, false))),
            length: Some(|_, this| Ok(of(this).len())),
            getitem: Some(get_item),
            setitem: Some(store_item),
            contains: Some(|vm, this, key| of(this).contains(vm, key)),
            or: Some(or),
            inplace_or: Some(inplace_or),
            ..Slots::EMPTY
        },
        methods: METHODS,
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "__contains__",
        "($self, key, /)",
        |vm, values| {
            Ok(Value::bool(
                of(required(values, 0)).contains(vm, required(values, 1))?,
            ))
        },
        "Whether the dict has a key.",
    ),
    Method::new(
        "__getitem__",
        "($self, key, /)",
        |vm, values| get_item(vm, required(values, 0), required(values, 1)),
        "The value of a key.",
    ),
    Method::new("clear", "($self, /)", clear, "Removes all entries."),
    Method::new("copy", "($self, /)", copy, "A shallow copy."),
    Method::new(
        "get",
        "($self, key, default=None, /)",
        get,
        "The value of a key, or a default.",
    ),
    Method::new("items", "($self, /)", items, "A view of the entries."),
    Method::new("keys", "($self, /)", keys, "A view of the keys."),
    Method::new(
        "pop",
        "($self, key, default=<unrepresentable>, /)",
        pop,
        "Removes a key and gives its value.",
    ),
    Method::new(
        "popitem",
        "($self, /)",
        pop_item,
        "Removes and gives the last entry.",
    ),
    Method::new(
        "setdefault",
        "($self, key, default=None, /)",
        set_default,
        "The value of a key, set to a default first if absent.",
    ),
    Method::raw(
        "update",
        " ($self, /, *args, **kwargs)",
        update_method,
        "Adds entries.",
    ),
    Method::new("values", "($self, /)", values, "A view of the values."),
    Method::new(
        "__reversed__",
        "($self, /)",
        reversed,
        "An iterator of keys from the end.",
    ),
    Method::new("__sizeof__", "($self, /)", bytes, "Bytes in memory."),
    Method::new(
        "fromkeys",
        "($type, iterable, value=None, /)",
        from_keys,
        "A dict of keys that all have one value.",
    )
    .class_method(),
    generic_alias::CLASS_GETITEM,
];

fn of(value: &Value) -> &Ref<Dict> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    update_from(vm, of(this), arguments, "dict")
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let dict = of(this);
    if dict.is_empty() {
        return Ok(Str::value("{}"));
    }
    let text = vm.guard_repr(this, || {
        let mut text = Wtf8Buf::new();
        text.push_str("{");
        let mut position = 0;
        while let Some((next, key, value)) = dict.entry_from(position) {
            if position > 0 {
                text.push_str(", ");
            }
            text.push_wtf8(vm.repr(&key)?.as_wtf8());
            text.push_str(": ");
            text.push_wtf8(vm.repr(&value)?.as_wtf8());
            position = next;
        }
        text.push_str("}");
        Ok(Str::from_wtf8(&text))
    })?;
    Ok(text.map_or_else(|| Str::value("{...}"), Value::from))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<Dict>(), right.downcast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match operator {
        Comparison::Equal => Ok(Value::bool(equal(vm, left, right)?)),
        Comparison::NotEqual => Ok(Value::bool(!equal(vm, left, right)?)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn equal(vm: &Vm, left: &Ref<Dict>, right: &Ref<Dict>) -> Result<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, hash, key, value)) = left.hashed_entry_from(position) {
        let Some(other) = right.get_hashed(vm, &key, hash)? else {
            return Ok(false);
        };
        if !vm.equal(&value, &other)? {
            return Ok(false);
        }
        position = next;
    }
    Ok(true)
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let dict = of(this);
    if let Some(value) = dict.get(vm, key)? {
        return Ok(value);
    }
    if !this.is_exact::<Dict>()
        && let Some(value) = vm.call_special(this, "__missing__", std::slice::from_ref(key))?
    {
        return Ok(value);
    }
    Err(vm.key_error(key))
}

fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let dict = of(this);
    match value {
        Some(value) => dict.set(vm, key, value.clone()),
        None => match dict.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (Some(left), Some(_)) = (left.downcast::<Dict>(), right.downcast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let joined = left.copy();
    merge(vm, &joined, right)?;
    Ok(joined.into())
}

fn inplace_or(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    update::update_with(vm, of(this), other)?;
    Ok(this.clone())
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).clear_entries();
    Ok(Value::NONE)
}

fn copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(of(required(arguments, 0)).copy().into())
}

fn get(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = of(required(arguments, 0)).get(vm, required(arguments, 1))?;
    Ok(found
        .or_else(|| arguments[2].clone())
        .unwrap_or(Value::NONE))
}

fn keys(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(View::of(required(arguments, 0), Part::Keys))
}

fn values(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(View::of(required(arguments, 0), Part::Values))
}

fn items(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(View::of(required(arguments, 0), Part::Items))
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let key = required(arguments, 1);
    let dict = of(required(arguments, 0));
    // An empty dict does not ask for the hash.
    let found = match dict.is_empty() {
        true => None,
        false => dict.remove(vm, key)?,
    };
    match found {
        Some(value) => Ok(value),
        None => arguments[2].clone().ok_or_else(|| vm.key_error(key)),
    }
}

fn pop_item(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let dict = of(required(arguments, 0));
    let last = dict.last_position();
    match last.and_then(|position| dict.remove_at(position)) {
        Some((key, value)) => Ok(Tuple::pair(key, value).into()),
        None => Err(vm.key_error(&Str::value("popitem(): dictionary is empty"))),
    }
}

fn set_default(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let default = arguments[2].clone().unwrap_or(Value::NONE);
    of(required(arguments, 0)).get_or_insert(vm, required(arguments, 1), default)
}

fn update_method(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, rest) = (&arguments.values[0], arguments.skip(1));
    update_from(vm, of(this), rest, "update")?;
    Ok(Value::NONE)
}

fn reversed(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(views::iterator(
        of(required(arguments, 0)),
        Part::Keys,
        true,
    ))
}

fn bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let dict = of(required(arguments, 0));
    let table = dict.table.borrow().bytes();
    Ok((super::type_type::basic_size(dict.class()) + table).into())
}

fn from_keys(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, iterable) = (required(arguments, 0), required(arguments, 1));
    let value = arguments[2].clone().unwrap_or(Value::NONE);
    let mapping = vm.call(class, &[])?;
    if class
        .downcast::<Type>()
        .is_some_and(|class| class.is(&DICT))
        && let Some(dict) = mapping.downcast_exact::<Dict>()
    {
        if let Some(set) = iterable.downcast::<Set>() {
            // The hashes are known.
            let mut slot = 0;
            while let Some((next, hash, key)) = set.key_from(slot) {
                dict.set_hashed(vm, &key, hash, value.clone())?;
                slot = next;
            }
        } else if let Some(keys) = iterable.downcast_exact::<Dict>() {
            let mut position = 0;
            while let Some((next, hash, key, _)) = keys.hashed_entry_from(position) {
                dict.set_hashed(vm, &key, hash, value.clone())?;
                position = next;
            }
        } else {
            vm.for_each(iterable, |key| dict.set(vm, &key, value.clone()))?;
        }
        return Ok(mapping);
    }
    vm.for_each(iterable, |key| vm.set_item(&mapping, &key, &value))?;
    Ok(mapping)
}
