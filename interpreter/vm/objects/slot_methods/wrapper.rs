//! Slot wrappers (`wrapper_descriptor`) and those bound to an object (`method-wrapper`).

use crate::call::Arguments;
use crate::native::{Method, Property};
use crate::objects::generator::Step;
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::{Comparison, Slot, SlotFunction, Slots};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, TypeSpec, flags};
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of `wrapper_descriptor`.
pub struct SlotWrapper {
    class: Ref<Type>,
    name: Ref<Str>,
    slot: Slot,
    function: SlotFunction,
}

/// The payload of `method-wrapper`.
pub struct MethodWrapper {
    wrapper: Ref<SlotWrapper>,
    receiver: Value,
}

payload!(SlotWrapper, SLOT_WRAPPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.class.as_value());
    }
});
payload!(MethodWrapper, METHOD_WRAPPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.receiver);
    }
});

static_type! {
    /// `wrapper_descriptor`
    pub SLOT_WRAPPER = TypeSpec {
        name: "wrapper_descriptor",
        layout: Some(SlotWrapper::layout),
        flags: flags::METHOD_DESCRIPTOR,
        slots: Slots {
            repr: Some(repr),
            call: Some(call),
            get: Some(get),
            ..Slots::EMPTY
        },
        methods: &[REDUCE],
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
    /// `method-wrapper`
    pub METHOD_WRAPPER = TypeSpec {
        name: "method-wrapper",
        layout: Some(MethodWrapper::layout),
        slots: Slots {
            repr: Some(bound_repr),
            call: Some(call_bound),
            compare: Some(compare_bound),
            hash: Some(hash_bound),
            ..Slots::EMPTY
        },
        methods: &[REDUCE],
        properties: BOUND_PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const REDUCE: Method = Method::new(
    "__reduce__",
    "($self, /)",
    |vm, values| {
        let Some(Some(value)) = values.first() else {
            return Ok(Value::NONE);
        };
        let Some(wrapper) = of(value) else {
            return Ok(Value::NONE);
        };
        let owner = match value.downcast::<MethodWrapper>() {
            Some(bound) => bound.receiver.clone(),
            None => wrapper.class.to_value(),
        };
        let getattr = vm.shared().builtins.get_str(&vm.intern("getattr"));
        let arguments = Tuple::pair(owner, wrapper.name.to_value());
        Ok(Tuple::pair(getattr.unwrap_or(Value::NONE), arguments.into()).into())
    },
    "",
);

const OBJCLASS: Property = Property::new("__objclass__", |_, value| {
    Ok(of(value).map_or(Value::NONE, |wrapper| wrapper.class.to_value()))
});
const NAME: Property = Property::new("__name__", |_, value| {
    Ok(of(value).map_or(Value::NONE, |wrapper| wrapper.name.to_value()))
});
const QUALNAME: Property = Property::new("__qualname__", |_, value| {
    Ok(of(value).map_or(Value::NONE, |wrapper| {
        let class = wrapper.class.qualified_name();
        Str::value(format!("{class}.{}", wrapper.name))
    }))
});
const DOC: Property = Property::new("__doc__", |_, value| {
    Ok(of(value).map_or(Value::NONE, |wrapper| {
        Str::value(super::documentation::of(&wrapper.name.to_text()))
    }))
});
const TEXT_SIGNATURE: Property = Property::new("__text_signature__", |_, value| {
    Ok(of(value).map_or(Value::NONE, |wrapper| Str::value(text_signature(wrapper))))
});
const PROPERTIES: &[Property] = &[OBJCLASS, NAME, QUALNAME, DOC, TEXT_SIGNATURE];
const BOUND_PROPERTIES: &[Property] = &[
    OBJCLASS,
    NAME,
    QUALNAME,
    DOC,
    TEXT_SIGNATURE,
    Property {
        member: true,
        ..Property::new("__self__", |_, value| {
            let bound = value.downcast::<MethodWrapper>();
            Ok(bound.map_or(Value::NONE, |bound| bound.receiver.clone()))
        })
    },
];

fn of(value: &Value) -> Option<&Ref<SlotWrapper>> {
    match value.downcast::<SlotWrapper>() {
        Some(wrapper) => Some(wrapper),
        None => value
            .downcast::<MethodWrapper>()
            .map(|bound| &bound.wrapper),
    }
}

fn text_signature(wrapper: &SlotWrapper) -> &'static str {
    match wrapper.function {
        SlotFunction::Unary(_)
        | SlotFunction::Inquiry(_)
        | SlotFunction::Length(_)
        | SlotFunction::Hash(_)
        | SlotFunction::Next(_)
        | SlotFunction::Finalize(_) => "($self, /)",
        SlotFunction::Send(_) => "($self, value, /)",
        SlotFunction::Binary(_) if wrapper.slot == Slot::getitem => "($self, key, /)",
        SlotFunction::Binary(_) | SlotFunction::Compare(_) => "($self, value, /)",
        SlotFunction::Ternary(_) => "($self, value, mod=None, /)",
        SlotFunction::Contains(_) => "($self, key, /)",
        SlotFunction::Store(_) if wrapper.name.as_bytes() == b"__delitem__" => "($self, key, /)",
        SlotFunction::Store(_) => "($self, key, value, /)",
        SlotFunction::Call(_) | SlotFunction::Init(_) | SlotFunction::New(_) => {
            "($self, /, *args, **kwargs)"
        }
        SlotFunction::GetAttribute(_) => "($self, name, /)",
        SlotFunction::SetAttribute(_) if wrapper.name.as_bytes() == b"__delattr__" => {
            "($self, name, /)"
        }
        SlotFunction::SetAttribute(_) => "($self, name, value, /)",
        SlotFunction::DescriptorGet(_) => "($self, instance, owner=None, /)",
        SlotFunction::DescriptorSet(_) if wrapper.name.as_bytes() == b"__delete__" => {
            "($self, instance, /)"
        }
        SlotFunction::DescriptorSet(_) => "($self, instance, value, /)",
    }
}

impl SlotWrapper {
    /// The wrapper of a slot of a native type.
    pub fn new(
        class: &Ref<Type>,
        name: Ref<Str>,
        slot: Slot,
        function: SlotFunction,
    ) -> Ref<SlotWrapper> {
        Ref::new(SlotWrapper {
            class: class.clone(),
            name,
            slot,
            function,
        })
    }

    /// The type that the slot belongs to.
    pub fn owner(&self) -> &Ref<Type> {
        &self.class
    }

    /// The special method's name.
    pub fn name(&self) -> &Ref<Str> {
        &self.name
    }

    /// The slot.
    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// The function in the slot.
    pub fn function(&self) -> SlotFunction {
        self.function
    }

    fn call_on(&self, vm: &Vm, receiver: &Value, arguments: Arguments<'_>) -> Result<Value> {
        match self.function {
            SlotFunction::Call(call) => return call(vm, receiver, arguments),
            SlotFunction::Init(init) => {
                return init(vm, receiver, arguments).map(|()| Value::NONE);
            }
            _ => {}
        }
        if !arguments.names.is_empty() {
            return Err(vm.type_error(format!(
                "wrapper {}() takes no keyword arguments",
                self.name
            )));
        }
        Call {
            vm,
            slot: self.slot,
            name: &self.name,
            receiver,
            values: arguments.values,
        }
        .run(self.function)
    }
}

/// A call of a slot's function with the arguments of its special method.
struct Call<'a> {
    vm: &'a Vm,
    slot: Slot,
    name: &'a Ref<Str>,
    receiver: &'a Value,
    values: &'a [Value],
}

impl Call<'_> {
    fn run(&self, function: SlotFunction) -> Result<Value> {
        let (vm, receiver) = (self.vm, self.receiver);
        match function {
            SlotFunction::Unary(function) => {
                self.none()?;
                function(vm, receiver)
            }
            SlotFunction::Inquiry(function) => {
                self.none()?;
                Ok(Value::bool(function(vm, receiver)?))
            }
            SlotFunction::Length(function) => {
                self.none()?;
                Ok(Value::from(function(vm, receiver)?))
            }
            SlotFunction::Hash(function) => {
                self.none()?;
                Ok(Value::int(function(vm, receiver)?))
            }
            SlotFunction::Next(function) => {
                self.none()?;
                function(vm, receiver)?.ok_or_else(|| vm.stop_iteration(Value::NONE))
            }
            SlotFunction::Send(function) => match function(vm, receiver, self.one()?)? {
                Step::Yielded(value) => Ok(value),
                Step::Returned(value) => Err(vm.stop_iteration(value)),
            },
            SlotFunction::Finalize(function) => {
                self.none()?;
                function(vm, receiver);
                Ok(Value::NONE)
            }
            SlotFunction::Binary(function) => {
                if matches!(self.slot, Slot::repeat | Slot::inplace_repeat) {
                    self.expect(1, 1)?;
                }
                let other = self.one()?;
                if self.is_reflected() {
                    function(vm, other, receiver)
                } else {
                    function(vm, receiver, other)
                }
            }
            SlotFunction::Contains(function) => {
                Ok(Value::bool(function(vm, receiver, self.one()?)?))
            }
            SlotFunction::Compare(function) => {
                let operator = self.operator();
                function(vm, receiver, self.one()?, operator)
            }
            SlotFunction::GetAttribute(function) => {
                let name = self.attribute_name(self.one()?)?;
                function(vm, receiver, name)
            }
            _ => self.run_longer(function),
        }
    }

    fn run_longer(&self, function: SlotFunction) -> Result<Value> {
        let (vm, receiver) = (self.vm, self.receiver);
        let deletes = self.name.as_bytes().starts_with(b"__del");
        match function {
            SlotFunction::Ternary(function) => {
                self.expect(1, 2)?;
                let other = &self.values[0];
                let modulus = self.values.get(1).unwrap_or(Value::none_ref());
                if self.is_reflected() {
                    function(vm, other, receiver, modulus)
                } else {
                    function(vm, receiver, other, modulus)
                }
            }
            SlotFunction::Store(function) if deletes => {
                function(vm, receiver, self.one()?, None).map(|()| Value::NONE)
            }
            SlotFunction::Store(function) => {
                self.expect(2, 2)?;
                function(vm, receiver, &self.values[0], Some(&self.values[1])).map(|()| Value::NONE)
            }
            SlotFunction::SetAttribute(function) => {
                let (name, value) = if deletes {
                    (self.one()?, None)
                } else {
                    self.expect(2, 2)?;
                    (&self.values[0], Some(&self.values[1]))
                };
                let name = self.attribute_name(name)?.interned();
                self.refuse_other_types(function)?;
                function(vm, receiver, &name, value).map(|()| Value::NONE)
            }
            SlotFunction::DescriptorGet(function) => {
                self.expect(1, 2)?;
                let object = Some(&self.values[0]).filter(|object| !object.is_none());
                let class = self.values.get(1).unwrap_or(Value::none_ref());
                if object.is_none() && class.is_none() {
                    return Err(vm.type_error("__get__(None, None) is invalid"));
                }
                function(vm, receiver, object, class)
            }
            SlotFunction::DescriptorSet(function) if deletes => {
                function(vm, receiver, self.one()?, None).map(|()| Value::NONE)
            }
            SlotFunction::DescriptorSet(function) => {
                self.expect(2, 2)?;
                function(vm, receiver, &self.values[0], Some(&self.values[1])).map(|()| Value::NONE)
            }
            _ => Ok(Value::NONE),
        }
    }

    /// Whether the receiver is the right operand. A sequence and a count have one order only.
    fn is_reflected(&self) -> bool {
        if self.slot == Slot::repeat {
            return false;
        }
        let name = self.name.as_bytes();
        name.starts_with(b"__r") && !matches!(name, b"__rshift__" | b"__repr__" | b"__round__")
    }

    fn operator(&self) -> Comparison {
        match self.name.as_bytes() {
            b"__lt__" => Comparison::Less,
            b"__le__" => Comparison::LessEqual,
            b"__eq__" => Comparison::Equal,
            b"__ne__" => Comparison::NotEqual,
            b"__gt__" => Comparison::Greater,
            _ => Comparison::GreaterEqual,
        }
    }

    fn none(&self) -> Result<()> {
        self.exactly(0)
    }

    fn one(&self) -> Result<&Value> {
        self.exactly(1)?;
        Ok(self.values.first().unwrap_or(Value::none_ref()))
    }

    fn exactly(&self, count: usize) -> Result<()> {
        let given = self.values.len();
        if given == count {
            return Ok(());
        }
        let s = if count == 1 { "" } else { "s" };
        Err(self
            .vm
            .type_error(format!("expected {count} argument{s}, got {given}")))
    }

    /// Counts in CPython's words for functions that unpack their arguments: without a name.
    fn expect(&self, least: usize, most: usize) -> Result<()> {
        let given = self.values.len();
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let (limit, wanted) = if given < least {
            ("at least ", least)
        } else {
            ("at most ", most)
        };
        let limit = if least == most { "" } else { limit };
        let s = if wanted == 1 { "" } else { "s" };
        Err(self.vm.type_error(format!(
            " expected {limit}{wanted} argument{s}, got {given}"
        )))
    }

    fn attribute_name<'b>(&self, name: &'b Value) -> Result<&'b Ref<Str>> {
        name.downcast::<Str>().ok_or_else(|| {
            self.vm.type_error(format!(
                "attribute name must be string, not '{}'",
                name.class().name()
            ))
        })
    }

    /// `object.__setattr__` must not get round what a more special type does.
    fn refuse_other_types(&self, function: crate::objects::slots::SetAttribute) -> Result<()> {
        let mut native = Some(self.receiver.class().clone());
        while let Some(class) = &native
            && class.has(flags::HEAP)
        {
            native = class.base();
        }
        let own = native.and_then(|class| class.slots().setattribute);
        if own.is_none_or(|own| std::ptr::fn_addr_eq(own, function)) {
            return Ok(());
        }
        Err(self.vm.type_error(format!(
            "can't apply this {} to {} object",
            self.name,
            self.receiver.class().name()
        )))
    }
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let Some(wrapper) = value.downcast::<SlotWrapper>() else {
        return Ok(Value::NONE);
    };
    let Some(receiver) = arguments.positionals().first() else {
        return Err(vm.type_error(format!(
            "descriptor '{}' of '{}' object needs an argument",
            wrapper.name,
            wrapper.class.name()
        )));
    };
    if !receiver.class().is_subtype(&wrapper.class) {
        return Err(vm.type_error(format!(
            "descriptor '{}' requires a '{}' object but received a '{}'",
            wrapper.name,
            wrapper.class.name(),
            receiver.class().name()
        )));
    }
    wrapper.call_on(vm, receiver, arguments.skip(1))
}

fn get(vm: &Vm, value: &Value, object: Option<&Value>, _: &Value) -> Result<Value> {
    let (Some(object), Some(wrapper)) = (object, value.downcast::<SlotWrapper>()) else {
        return Ok(value.clone());
    };
    if !object.class().is_subtype(&wrapper.class) {
        return Err(vm.type_error(format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            wrapper.name,
            wrapper.class.name(),
            object.class().name()
        )));
    }
    Ok(Ref::new(MethodWrapper {
        wrapper: wrapper.clone(),
        receiver: object.clone(),
    })
    .into())
}

fn repr(_: &Vm, value: &Value) -> Result<Value> {
    Ok(of(value).map_or(Value::NONE, |wrapper| {
        Str::value(format!(
            "<slot wrapper '{}' of '{}' objects>",
            wrapper.name,
            wrapper.class.name()
        ))
    }))
}

fn bound_repr(_: &Vm, value: &Value) -> Result<Value> {
    Ok(value.downcast::<MethodWrapper>().map_or(Value::NONE, |it| {
        Str::value(format!(
            "<method-wrapper '{}' of {} object at {:#x}>",
            it.wrapper.name,
            it.receiver.class().name(),
            it.receiver.identity()
        ))
    }))
}

fn call_bound(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match value.downcast::<MethodWrapper>() {
        Some(bound) => bound.wrapper.call_on(vm, &bound.receiver, arguments),
        None => Ok(Value::NONE),
    }
}

fn compare_bound(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (
        left.downcast::<MethodWrapper>(),
        right.downcast::<MethodWrapper>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = one.wrapper.is(&other.wrapper) && one.receiver.is(&other.receiver);
    Ok(match operator {
        Comparison::Equal => Value::bool(same),
        Comparison::NotEqual => Value::bool(!same),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn hash_bound(_: &Vm, value: &Value) -> Result<i64> {
    Ok(value.downcast::<MethodWrapper>().map_or(0, |it| {
        let bits = it.receiver.bits() >> 4 ^ it.wrapper.address() as u64 >> 4;
        (bits as i64) & i64::MAX
    }))
}

impl MethodWrapper {
    /// `__self__`.
    pub fn receiver(&self) -> &Value {
        &self.receiver
    }
}
