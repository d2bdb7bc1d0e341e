//! `FrameLocalsProxy`: the variables of a function's frame as a mapping that writes through.

use bytecode::code::LocalKind;

use super::super::cell::Cell;
use super::super::dict::Dict;
use super::super::dict_type::merge;
use super::super::heap::{Payload, Ref};
use super::super::list::List;
use super::super::slots::{Comparison, Slots};
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec, flags};
use super::super::value::Value;
use super::FrameObject;
use crate::call::Arguments;
use crate::frame::Frame;
use crate::native::Method;
use crate::{Result, Vm, payload, static_type};

/// The payload of the proxy.
pub struct LocalsProxy {
    frame: Ref<FrameObject>,
}

payload!(LocalsProxy, LOCALS_PROXY, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.frame.as_value());
    }
});

static_type! {
    /// `FrameLocalsProxy`
    pub LOCALS_PROXY = TypeSpec {
        name: "FrameLocalsProxy",
        layout: Some(<LocalsProxy as Payload>::layout),
        flags: flags::MAPPING,
        slots: Slots {
            new: Some(proxy_new),
            repr: Some(proxy_repr),
            compare: Some(proxy_compare),
            length: Some(|vm, this| Ok(of(vm, this)?.pairs().len())),
            getitem: Some(proxy_get),
            setitem: Some(proxy_set),
            contains: Some(|vm, this, name| Ok(of(vm, this)?.find(vm, name)?.is_some())),
            iter: Some(|vm, this| {
                let keys = of(vm, this)?.to_dict(vm)?;
                vm.iter(&keys.into())
            }),
            or: Some(proxy_or),
            inplace_or: Some(proxy_inplace_or),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("get", "($self, key, default=None, /)", proxy_get_default, "The value of a variable."),
            Method::new("keys", "($self, /)", |_, arguments| {
                Ok(items(arguments, |name, _| name))
            }, "The names."),
            Method::new("values", "($self, /)", |_, arguments| {
                Ok(items(arguments, |_, value| value))
            }, "The values."),
            Method::new("items", "($self, /)", |_, arguments| {
                Ok(items(arguments, |name, value| Tuple::pair(name, value).into()))
            }, "Names and values."),
            Method::new("copy", "($self, /)", |vm, arguments| {
                Ok(of_first(vm, arguments)?.to_dict(vm)?.into())
            }, "A dict of the variables."),
            Method::new("update", "($self, object, /)", |vm, arguments| {
                let Some(Some(other)) = arguments.get(1) else {
                    return Ok(Value::NONE);
                };
                of_first(vm, arguments)?.update(vm, other)?;
                Ok(Value::NONE)
            }, "Sets variables."),
            Method::new("setdefault", "($self, key, default=None, /)", proxy_setdefault, "Sets a variable that is not set."),
            Method::new("__reversed__", "($self, /)", |vm, arguments| {
                let mut names: Vec<Value> = of_first(vm, arguments)?
                    .pairs()
                    .into_iter()
                    .map(|(name, _)| name)
                    .collect();
                names.reverse();
                Ok(List::new(names).into())
            }, "The names, the last first."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<LocalsProxy>> {
    value
        .downcast::<LocalsProxy>()
        .ok_or_else(|| vm.type_error("a FrameLocalsProxy is required"))
}

fn of_first<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<LocalsProxy>> {
    match arguments.first() {
        Some(Some(this)) => of(vm, this),
        _ => Err(vm.type_error("a FrameLocalsProxy is required")),
    }
}

impl LocalsProxy {
    /// A proxy of the variables of a frame.
    pub fn of(frame: &Ref<FrameObject>) -> Value {
        Ref::new(LocalsProxy {
            frame: frame.clone(),
        })
        .into()
    }

    /// The value in a slot; that of a cell's variable is in the cell.
    fn value(&self, slot: usize) -> Option<Value> {
        let value = Frame::variables(self.frame.pointer()).get(slot)?.clone()?;
        let kind = self.frame.code().kind(slot);
        if kind & (LocalKind::CELL | LocalKind::FREE) != 0
            && let Some(cell) = value.downcast_exact::<Cell>()
        {
            return cell.get();
        }
        Some(value)
    }

    /// Whether a comprehension that is compiled into a module or class body runs.
    pub(super) fn has_hidden(frame: &Ref<FrameObject>) -> bool {
        let proxy = LocalsProxy {
            frame: frame.clone(),
        };
        let count = frame.code().variables().len();
        (0..count).any(|slot| proxy.is_hidden(slot) && proxy.value(slot).is_some())
    }

    fn is_hidden(&self, slot: usize) -> bool {
        self.frame.code().kind(slot) & LocalKind::HIDDEN != 0
    }

    /// Names and values of the variables that have one, then of the added names. The variables
    /// of a comprehension that a module or class body holds have one only while it runs.
    fn pairs(&self) -> Vec<(Value, Value)> {
        let names = self.frame.code().variables();
        let mut pairs: Vec<(Value, Value)> = names
            .iter()
            .enumerate()
            .filter_map(|(slot, name)| Some((name.to_value(), self.value(slot)?)))
            .collect();
        if let Some(extra) = &*self.frame.extra_locals.borrow() {
            pairs.extend(extra.to_vec());
        }
        pairs
    }

    /// A dict of the variables.
    pub fn to_dict(&self, vm: &Vm) -> Result<Ref<Dict>> {
        let dict = Dict::new();
        for (name, value) in self.pairs() {
            dict.set(vm, &name, value)?;
        }
        Ok(dict)
    }

    /// The slots of this name: more than one where a comprehension hides a variable.
    fn slots_of(&self, vm: &Vm, name: &Value) -> Result<impl Iterator<Item = usize>> {
        vm.hash(name)?;
        let name = name.downcast::<Str>();
        let names = self.frame.code().variables();
        Ok((0..names.len()).filter(move |&slot| name.is_some_and(|it| names[slot].same_text(it))))
    }

    /// The slot that a name is written to.
    fn slot_of(&self, vm: &Vm, name: &Value) -> Result<Option<usize>> {
        let slot = self.slots_of(vm, name)?.find(|&slot| !self.is_hidden(slot));
        Ok(slot)
    }

    fn find(&self, vm: &Vm, name: &Value) -> Result<Option<Value>> {
        let found = self.slots_of(vm, name)?.find_map(|slot| self.value(slot));
        if found.is_some() {
            return Ok(found);
        }
        let extra = self.frame.extra_locals.borrow().clone();
        match extra {
            Some(extra) => extra.get(vm, name),
            None => Ok(None),
        }
    }

    fn set(&self, vm: &Vm, name: &Value, value: &Value) -> Result<()> {
        if let Some(slot) = self.slot_of(vm, name)? {
            let kind = self.frame.code().kind(slot);
            let frame = self.frame.pointer();
            let present = Frame::variables(frame).get(slot).cloned().flatten();
            let cell = present.filter(|_| kind & (LocalKind::CELL | LocalKind::FREE) != 0);
            let old = match cell.as_ref().and_then(|cell| cell.downcast_exact::<Cell>()) {
                Some(cell) => cell.replace(Some(value.clone())),
                None => Frame::replace_variable(frame, slot, Some(value.clone())),
            };
            drop(old);
            return Ok(());
        }
        let extra = self
            .frame
            .extra_locals
            .borrow_mut()
            .get_or_insert_with(Dict::new)
            .clone();
        extra.set(vm, name, value.clone())
    }

    fn update(&self, vm: &Vm, other: &Value) -> Result<()> {
        let dict = Dict::new();
        merge(vm, &dict, other)?;
        for (name, value) in dict.to_vec() {
            self.set(vm, &name, &value)?;
        }
        Ok(())
    }
}

fn items(arguments: &[Option<Value>], item: fn(Value, Value) -> Value) -> Value {
    let Some(Some(this)) = arguments.first() else {
        return Value::NONE;
    };
    let pairs = this.downcast::<LocalsProxy>().map(|proxy| proxy.pairs());
    let pairs = pairs.unwrap_or_default().into_iter();
    List::new(pairs.map(|(name, value)| item(name, value)).collect()).into()
}

fn proxy_get(vm: &Vm, this: &Value, name: &Value) -> Result<Value> {
    match of(vm, this)?.find(vm, name)? {
        Some(value) => Ok(value),
        None => Err(vm.key_error(name)),
    }
}

fn proxy_get_default(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(name)) = arguments.get(1) else {
        return Ok(Value::NONE);
    };
    let found = of_first(vm, arguments)?.find(vm, name)?;
    let default = || arguments.get(2).cloned().flatten();
    Ok(found.or_else(default).unwrap_or(Value::NONE))
}

fn proxy_setdefault(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = of_first(vm, arguments)?;
    let Some(Some(name)) = arguments.get(1) else {
        return Ok(Value::NONE);
    };
    if let Some(value) = this.find(vm, name)? {
        return Ok(value);
    }
    let default = arguments.get(2).cloned().flatten().unwrap_or(Value::NONE);
    this.set(vm, name, &default)?;
    Ok(default)
}

fn proxy_set(vm: &Vm, this: &Value, name: &Value, value: Option<&Value>) -> Result<()> {
    match value {
        Some(value) => of(vm, this)?.set(vm, name, value),
        None => Err(vm.type_error("cannot remove variables from FrameLocalsProxy")),
    }
}

fn proxy_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let [frame] = arguments.positionals() else {
        return Err(vm.type_error(format!(
            "FrameLocalsProxy expected 1 argument, got {}",
            arguments.positionals().len()
        )));
    };
    if !arguments.names.is_empty() {
        return Err(vm.type_error("FrameLocalsProxy takes no keyword arguments"));
    }
    match frame.downcast::<FrameObject>() {
        Some(frame) => Ok(LocalsProxy::of(frame)),
        None => Err(vm.type_error(format!("expect frame, not {}", frame.class().name()))),
    }
}

fn proxy_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let this = of(vm, this)?;
    let text = vm.guard_repr(this.frame.as_value(), || {
        let dict: Value = this.to_dict(vm)?.into();
        vm.repr(&dict)
    })?;
    Ok(text.map_or_else(|| Str::value("{...}"), Value::from))
}

fn proxy_compare(vm: &Vm, one: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let Some(this) = one.downcast::<LocalsProxy>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Some(other) = other.downcast::<LocalsProxy>() {
        let same = this.frame.is(&other.frame);
        return match operator {
            Comparison::Equal => Ok(Value::bool(same)),
            Comparison::NotEqual => Ok(Value::bool(!same)),
            _ => Ok(Value::NOT_IMPLEMENTED),
        };
    }
    if other.downcast::<Dict>().is_some() {
        let dict: Value = this.to_dict(vm)?.into();
        return vm.compare(&dict, other, operator);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

fn as_dict(vm: &Vm, value: &Value) -> Result<Option<Ref<Dict>>> {
    if let Some(proxy) = value.downcast::<LocalsProxy>() {
        return proxy.to_dict(vm).map(Some);
    }
    Ok(value.downcast::<Dict>().map(|dict| dict.copy()))
}

fn proxy_or(vm: &Vm, one: &Value, other: &Value) -> Result<Value> {
    let (Some(one), Some(other)) = (as_dict(vm, one)?, as_dict(vm, other)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    merge(vm, &one, &other.into())?;
    Ok(one.into())
}

fn proxy_inplace_or(vm: &Vm, one: &Value, other: &Value) -> Result<Value> {
    if as_dict(vm, other)?.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    of(vm, one)?.update(vm, other)?;
    Ok(one.clone())
}
