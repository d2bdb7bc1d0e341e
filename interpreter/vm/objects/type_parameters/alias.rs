//! `typing.TypeAliasType`: what the `type` statement makes.

use super::{Lazy, caller, given_name, member, receiver, unpack_tuples};
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::objects::function::Function;
use crate::objects::generic_alias::GenericAlias;
use crate::objects::heap::{Payload, Ref};
use crate::objects::names::names;
use crate::objects::slots::Slots;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, TypeSpec};
use crate::objects::union;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of a type alias.
pub struct TypeAlias {
    name: Value,
    parameters: Option<Value>,
    value: Lazy,
    module: Option<Value>,
}

payload!(TypeAlias, TYPE_ALIAS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        self.parameters.iter().for_each(&mut *visit);
        self.value.traverse(visit);
        self.module.iter().for_each(visit);
    }
    fn clear(&self) {
        self.value.clear();
    }
});

static_type! {
    /// `typing.TypeAliasType`
    pub TYPE_ALIAS = TypeSpec {
        name: "TypeAliasType",
        module: "typing",
        doc: Some("A name for a type, as type Name = value makes it."),
        layout: Some(<TypeAlias as Payload>::layout),
        slots: Slots {
            repr: Some(|_, this| Ok(of(this).map_or(Value::NONE, |it| it.name.clone()))),
            or: Some(union::or_types),
            getitem: Some(getitem),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", |_, values| {
            Ok(of(&receiver(values)).map_or(Value::NONE, |it| it.name.clone()))
        }, "Pickled by name.")],
        properties: &[
            member("__name__", |_, this| Ok(of(this).map_or(Value::NONE, |it| it.name.clone()))),
            Property::new("__parameters__", |vm, this| unpack_tuples(vm, &parameters(this))),
            Property::new("__type_params__", |_, this| Ok(parameters(this))),
            Property::new("__value__", |vm, this| match of(this) {
                Some(it) => it.value.get(vm, || Value::NONE),
                None => Ok(Value::NONE),
            }),
            Property::new("__module__", |_, this| Ok(module(this))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<TypeAlias>> {
    value.downcast::<TypeAlias>()
}

impl TypeAlias {
    /// The alias that the parts on the stack give: name, parameters or `None`, and the
    /// function that computes the value.
    pub(super) fn of_parts(vm: &Vm, parts: &Value) -> Result<Value> {
        let parts = vm.collect(parts)?;
        let [name, parameters, function] = &parts[..] else {
            return Err(vm.system_error("a type alias has three parts"));
        };
        Ok(Ref::new(TypeAlias {
            name: name.clone(),
            parameters: present(parameters),
            value: Lazy::computed(Some(function)),
            module: None,
        })
        .into())
    }
}

/// The parameters, unless there are none.
fn present(parameters: &Value) -> Option<Value> {
    let items = parameters.downcast::<Tuple>()?;
    (!items.items().is_empty()).then(|| parameters.clone())
}

fn parameters(this: &Value) -> Value {
    let parameters = of(this).and_then(|alias| alias.parameters.clone());
    parameters.unwrap_or_else(|| Tuple::empty().into())
}

/// `__module__`: that of the caller, or of the function that computes the value.
fn module(this: &Value) -> Value {
    let Some(alias) = of(this) else {
        return Value::NONE;
    };
    if let Some(module) = &alias.module {
        return module.clone();
    }
    let function = alias.value.function();
    let globals = function
        .as_ref()
        .and_then(|function| function.downcast::<Function>())
        .map(|function| function.globals().clone());
    let name = globals.and_then(|globals| globals.get_str(&names().__name__));
    name.unwrap_or(Value::NONE)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "typealias",
        "(name, value, *, type_params=<unrepresentable>)",
    );
    let given = bind(vm, &SIGNATURE, arguments)?;
    let name = given_name(vm, "typealias", given.required(0))?;
    let parameters = given.optional(2);
    if parameters.is_some_and(|it| it.downcast::<Tuple>().is_none()) {
        return Err(vm.type_error("type_params must be a tuple"));
    }
    Ok(Ref::with_class(
        class,
        TypeAlias {
            name: name.to_value(),
            parameters: parameters.and_then(present),
            value: Lazy::given(Some(given.required(1).clone())),
            module: Some(caller(vm)),
        },
    )
    .into())
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> Result<Value> {
    if of(this).is_none_or(|alias| alias.parameters.is_none()) {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    Ok(GenericAlias::of(this, item))
}
