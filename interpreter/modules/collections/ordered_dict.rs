//! `OrderedDict`: a dict whose entries can be moved. The order is that of the dict itself.

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::dict_type::DICT;
use vm::objects::dict_type::views::Part;
use vm::objects::heap::Ref;
use vm::objects::names::names;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::ordered_views::{OrderedIterator, view};
use crate::support::{INSTANCE_DICT, of, reduce_method, state_of, tuple};

static_type! {
    /// `collections.OrderedDict`
    pub ORDERED_DICT = TypeSpec {
        name: "OrderedDict",
        module: "collections",
        doc: Some("A dict whose order can be changed."),
        base: Some(|| DICT.as_ref()),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            init: Some(init),
            repr: Some(repr),
            compare: Some(compare),
            iter: Some(|_, this| Ok(OrderedIterator::of(of(this), Part::Keys, false))),
            setitem: DICT_STORE,
            or: Some(or),
            inplace_or: Some(|vm, this, other| {
                update_with(vm, this, other)?;
                Ok(this.clone())
            }),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[INSTANCE_DICT],
        ..TypeSpec::DEFAULT
    };
}

/// Items are set as in any dict; the type has the method of its own nevertheless.
const DICT_STORE: Option<vm::objects::slots::Store> =
    Some(|vm, this, key, value| match (of::<Dict>(this), value) {
        (dict, Some(value)) => dict.set(vm, key, value.clone()),
        (dict, None) => match dict.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    });

const METHODS: &[Method] = &[
    Method::new(
        "fromkeys",
        "($type, /, iterable, value=None)",
        from_keys,
        "A dict of keys that all have one value.",
    )
    .class_method(),
    Method::new(
        "__sizeof__",
        "($self, /)",
        size_in_memory,
        "Bytes in memory.",
    ),
    reduce_method(reduce),
    Method::new(
        "setdefault",
        "($self, /, key, default=None)",
        set_default,
        "The value of a key, set to a default first if absent.",
    ),
    Method::new(
        "pop",
        "($self, /, key, default=<unrepresentable>)",
        pop,
        "Removes a key and gives its value.",
    ),
    Method::new(
        "popitem",
        "($self, /, last=True)",
        pop_item,
        "Removes and gives the last entry, or the first.",
    ),
    Method::new(
        "keys",
        "($self, /)",
        |_, it| Ok(view(of(required(it, 0)), Part::Keys)),
        "A view of the keys.",
    ),
    Method::new(
        "values",
        "($self, /)",
        |_, it| Ok(view(of(required(it, 0)), Part::Values)),
        "A view of the values.",
    ),
    Method::new(
        "items",
        "($self, /)",
        |_, it| Ok(view(of(required(it, 0)), Part::Items)),
        "A view of the entries.",
    ),
    Method::raw(
        "update",
        " ($self, /, *args, **kwargs)",
        update,
        "Adds entries.",
    ),
    Method::new("clear", "($self, /)", clear, "Removes all entries."),
    Method::new("copy", "($self, /)", copy, "A shallow copy."),
    Method::new(
        "__reversed__",
        "($self, /)",
        |_, it| Ok(OrderedIterator::of(of(required(it, 0)), Part::Keys, true)),
        "An iterator from the end.",
    ),
    Method::new(
        "move_to_end",
        "($self, /, key, last=True)",
        move_to_end,
        "Moves an entry to the end, or to the beginning.",
    ),
];

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    let given = arguments.positionals().len();
    if given > 1 {
        return Err(vm.type_error(format!("expected at most 1 arguments, got {given}")));
    }
    update_by(vm, this, arguments)
}

fn update(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let rest = arguments.skip(1);
    let given = rest.positionals().len();
    if given > 1 {
        return Err(vm.type_error(format!(
            "update() takes at most 1 positional argument ({given} given)"
        )));
    }
    update_by(vm, &arguments.values[0], rest)?;
    Ok(Value::NONE)
}

fn update_by(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    if let Some(source) = arguments.positionals().first() {
        update_with(vm, this, source)?;
    }
    for (name, value) in arguments.keywords() {
        vm.set_item(this, name.as_value(), value)?;
    }
    Ok(())
}

/// Sets an entry, past `vm.set_item` where no subclass can have its own way.
fn set(vm: &Vm, this: &Value, key: &Value, value: &Value) -> Result<()> {
    if this.class().is(&ORDERED_DICT) {
        return of::<Dict>(this).set(vm, key, value.clone());
    }
    vm.set_item(this, key, value)
}

fn update_with(vm: &Vm, this: &Value, source: &Value) -> Result<()> {
    if source.is_exact::<Dict>() {
        for (key, value) in of::<Dict>(source).to_vec() {
            set(vm, this, &key, &value)?;
        }
        return Ok(());
    }
    if let Some(keys) = vm.find_attribute(source, &names().keys)? {
        let keys = vm.call(&keys, &[])?;
        let iterator = vm.iter(&keys)?;
        while let Some(key) = vm.next(&iterator)? {
            let value = vm.get_item(source, &key)?;
            set(vm, this, &key, &value)?;
        }
        return Ok(());
    }
    match vm.find_attribute_by(source, "items")? {
        Some(items) => {
            let items = vm.call(&items, &[])?;
            add_pairs(vm, this, &items)
        }
        None => add_pairs(vm, this, source),
    }
}

fn add_pairs(vm: &Vm, this: &Value, pairs: &Value) -> Result<()> {
    let iterator = vm.iter(pairs)?;
    while let Some(pair) = vm.next(&iterator)? {
        if let Some([key, value]) = pair.downcast_exact::<Tuple>().map(|pair| pair.items()) {
            set(vm, this, key, value)?;
            continue;
        }
        let items = vm.iter(&pair)?;
        let Some(key) = vm.next(&items)? else {
            return Err(vm.value_error("need more than 0 values to unpack"));
        };
        let Some(value) = vm.next(&items)? else {
            return Err(vm.value_error("need more than 1 value to unpack"));
        };
        if vm.next(&items)?.is_some() {
            return Err(vm.value_error("too many values to unpack (expected 2)"));
        }
        set(vm, this, &key, &value)?;
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let name = this.class().short_name();
    if of::<Dict>(this).is_empty() {
        return Ok(Str::value(format!("{name}()")));
    }
    let text = vm.guard_repr(this, || {
        let copy = of::<Dict>(this).copy();
        Ok(format!("{name}({})", vm.repr_text(copy.as_value())?))
    })?;
    Ok(Str::value(text.unwrap_or_else(|| "...".to_owned())))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let (true, true, Some(of_dict)) = (
        equality && right.downcast::<Dict>().is_some(),
        left.class().is_subtype(&ORDERED_DICT),
        DICT.slots().compare,
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = of_dict(vm, left, right, Comparison::Equal)?.is_true()
        && (!right.class().is_subtype(&ORDERED_DICT) || same_order(vm, left, right)?);
    Ok(Value::bool(equal == (operator == Comparison::Equal)))
}

fn same_order(vm: &Vm, left: &Value, right: &Value) -> Result<bool> {
    let (left, right) = (of::<Dict>(left), of::<Dict>(right));
    let changes = (left.changes(), right.changes());
    let (mut one, mut other) = (0, 0);
    loop {
        let (first, second) = (left.entry_from(one), right.entry_from(other));
        let (Some((next, key, _)), Some((other_next, other_key, _))) = (&first, &second) else {
            return Ok(first.is_none() && second.is_none());
        };
        let equal = vm.equal(key, other_key)?;
        if changes != (left.changes(), right.changes()) {
            return Err(vm.runtime_error("OrderedDict mutated during iteration"));
        }
        if !equal {
            return Ok(false);
        }
        (one, other) = (*next, *other_next);
    }
}

fn or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let is_own = left.class().is_subtype(&ORDERED_DICT);
    let (this, other) = if is_own { (left, right) } else { (right, left) };
    if other.downcast::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let made = vm.call(this.class().as_value(), std::slice::from_ref(left))?;
    update_with(vm, &made, right)?;
    Ok(made)
}

fn from_keys(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, iterable) = (required(arguments, 0), required(arguments, 1));
    let value = arguments[2].clone().unwrap_or(Value::NONE);
    let mapping = vm.call(class, &[])?;
    let iterator = vm.iter(iterable)?;
    while let Some(key) = vm.next(&iterator)? {
        vm.set_item(&mapping, &key, &value)?;
    }
    Ok(mapping)
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let state = state_of(vm, this)?;
    let items = vm.call_method(this, "items", &[])?;
    let items = vm.iter(&items)?;
    let class = this.class().to_value();
    Ok(tuple(vec![
        class,
        Tuple::empty().into(),
        state,
        Value::NONE,
        items,
    ]))
}

fn set_default(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, key) = (required(arguments, 0), required(arguments, 1));
    let default = arguments[2].clone().unwrap_or(Value::NONE);
    if this.class().is(&ORDERED_DICT) {
        return of::<Dict>(this).get_or_insert(vm, key, default);
    }
    if vm.contains(this, key)? {
        return vm.get_item(this, key);
    }
    vm.set_item(this, key, &default)?;
    Ok(default)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let key = required(arguments, 1);
    match of::<Dict>(required(arguments, 0)).remove(vm, key)? {
        Some(value) => Ok(value),
        None => arguments[2].clone().ok_or_else(|| vm.key_error(key)),
    }
}

fn flag(vm: &Vm, argument: &Option<Value>) -> Result<bool> {
    match argument {
        Some(value) => vm.is_true(value),
        None => Ok(true),
    }
}

fn end(dict: &Ref<Dict>, last: bool) -> Option<usize> {
    if last {
        dict.last_position()
    } else {
        dict.entry_from(0).map(|(next, ..)| next - 1)
    }
}

fn pop_item(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let last = flag(vm, &arguments[1])?;
    let dict = of::<Dict>(required(arguments, 0));
    let entry = end(dict, last).and_then(|position| dict.remove_at(position));
    match entry {
        Some((key, value)) => Ok(Tuple::pair(key, value).into()),
        None => Err(vm.key_error(&Str::value("dictionary is empty"))),
    }
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of::<Dict>(required(arguments, 0)).clear_entries();
    Ok(Value::NONE)
}

fn copy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let (class, dict) = (this.class(), of::<Dict>(this));
    let copy = vm.call(class.as_value(), &[])?;
    if let (true, Some(target)) = (class.is(&ORDERED_DICT), copy.downcast::<Dict>()) {
        let mut position = 0;
        while let Some((next, hash, key, value)) = dict.hashed_entry_from(position) {
            target.insert_new(hash, key, value);
            position = next;
        }
        return Ok(copy);
    }
    for (key, _) in dict.to_vec() {
        let value = vm.get_item(this, &key)?;
        vm.set_item(&copy, &key, &value)?;
    }
    Ok(copy)
}

fn move_to_end(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, key) = (required(arguments, 0), required(arguments, 1));
    let last = flag(vm, &arguments[2])?;
    let dict = of::<Dict>(this);
    if dict.is_empty() {
        return Err(vm.key_error(key));
    }
    let hash = vm.hash(key)?;
    let Some(position) = dict.find(vm, key, hash)? else {
        return Err(vm.key_error(key));
    };
    if end(dict, last) != Some(position) {
        dict.move_entry(position, last);
    }
    Ok(Value::NONE)
}

/// What the dict takes, and what CPython's list of nodes would.
fn size_in_memory(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    const NODE: usize = 56;
    let this = required(arguments, 0);
    let of_dict = vm.get_attribute(DICT.as_value(), &vm.intern("__sizeof__"))?;
    let size = vm.call(&of_dict, std::slice::from_ref(this))?;
    let nodes = of::<Dict>(this).len() * NODE;
    Ok((size.as_i64().unwrap_or(0) as usize + nodes).into())
}
