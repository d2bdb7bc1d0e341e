//! `typing.TypeVarTuple`.

use super::{
    Lazy, argument, call_typing, given_default, given_name, member, no_base, receiver, set_module,
    unpacked,
};
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::Slots;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, TypeSpec, flags};
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of a variable for several types.
pub struct TypeVarTuple {
    name: Value,
    pub(super) default: Lazy,
}

payload!(TypeVarTuple, TYPE_VAR_TUPLE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        self.default.traverse(visit);
    }
    fn clear(&self) {
        self.default.clear();
    }
});

static_type! {
    /// `typing.TypeVarTuple`
    pub TYPE_VAR_TUPLE = TypeSpec {
        name: "TypeVarTuple",
        module: "typing",
        constants: super::MODULE,
        doc: Some("A variable that stands for any number of types: class C[*Ts]."),
        layout: Some(<TypeVarTuple as Payload>::layout),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(|_, this| Ok(name_of(this))),
            iter: Some(|vm, this| {
                vm.iter(&Tuple::new(vec![unpacked(vm, this)?]).into())
            }),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__typing_subst__", "($self, arg, /)", |vm, _| {
                Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
            }, "Refuses: the variable must be unpacked."),
            Method::new("__typing_prepare_subst__", "($self, alias, args, /)", |vm, values| {
                let given = [receiver(values), argument(values, 1), argument(values, 2)];
                call_typing(vm, "_typevartuple_prepare_subst", &given)
            }, "The arguments, those of the variable in a tuple."),
            Method::new("__reduce__", "($self, /)", |_, values| {
                Ok(name_of(&receiver(values)))
            }, "Pickled by name."),
            Method::new("has_default", "($self, /)", |_, values| {
                Ok(Value::bool(of(&receiver(values)).is_some_and(|it| it.default.is_default())))
            }, "Whether there is a default."),
            no_base(|vm, _| Err(vm.type_error("Cannot subclass an instance of TypeVarTuple"))),
        ],
        properties: &[
            member("__name__", |_, this| Ok(name_of(this))),
            Property {
                doc: Some("The default."),
                ..Property::new("__default__", |vm, this| match of(this) {
                    Some(it) => it.default.get(vm, super::no_default),
                    None => Ok(Value::NONE),
                })
            },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<TypeVarTuple>> {
    value.downcast::<TypeVarTuple>()
}

fn name_of(value: &Value) -> Value {
    of(value).map_or(Value::NONE, |it| it.name.clone())
}

impl TypeVarTuple {
    /// A variable of the syntax for type parameters.
    pub(super) fn inferred(name: &Value) -> Value {
        Ref::new(TypeVarTuple {
            name: name.clone(),
            default: Lazy::default(),
        })
        .into()
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("typevartuple", "(name, *, default=typing.NoDefault)");
    let given = bind(vm, &SIGNATURE, arguments)?;
    let name = given_name(vm, "typevartuple", given.required(0))?;
    let variable = Ref::with_class(
        class,
        TypeVarTuple {
            name: name.to_value(),
            default: given_default(given.optional(1)),
        },
    );
    set_module(vm, variable.as_value())?;
    Ok(variable.into())
}
