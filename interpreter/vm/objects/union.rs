//! `types.UnionType`: `int | str`.

use super::generic_alias::{GenericAlias, item_text, make_parameters, substitute};
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::lookup::generic_get_attribute;
use super::singletons::NONE;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec};
use super::value::Value;
use crate::native::{Method, Property};
use crate::protocols::numbers::Operator;
use crate::{Result, Vm, payload, static_type};

/// The payload of a union.
pub struct Union {
    arguments: Ref<Tuple>,
    parameters: Guarded<Option<Ref<Tuple>>>,
}

payload!(Union, UNION, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.arguments.as_value());
        self.parameters
            .borrow()
            .iter()
            .for_each(|parameters| visit(parameters.as_value()));
    }
});

static_type! {
    /// `types.UnionType`
    pub UNION = TypeSpec {
        name: "UnionType",
        module: "types",
        doc: Some("One of several types, as int | str."),
        layout: Some(Union::layout),
        flags: super::types::flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(repr),
            hash: Some(hash),
            getattribute: Some(get_attribute),
            compare: Some(compare),
            or: Some(or_types),
            getitem: Some(getitem),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__instancecheck__", "($self, instance, /)", |vm, values| {
                let [Some(union), Some(object)] = values else {
                    return Ok(Value::NONE);
                };
                Ok(Value::bool(vm.is_instance(object, union)?))
            }, ""),
            Method::new("__subclasscheck__", "($self, subclass, /)", |vm, values| {
                let [Some(union), Some(class)] = values else {
                    return Ok(Value::NONE);
                };
                Ok(Value::bool(vm.is_subclass(class, union)?))
            }, ""),
        ],
        properties: &[
            Property {
                member: true,
                ..Property::new("__args__", |_, value| {
                    Ok(of(value).map_or(Value::NONE, |union| union.arguments.to_value()))
                })
            },
            Property::new("__parameters__", |vm, value| match of(value) {
                Some(union) => Ok(union.parameters(vm)?.into()),
                None => Ok(Value::NONE),
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<Union>> {
    value.downcast::<Union>()
}

impl Union {
    /// `__args__`.
    pub fn arguments(&self) -> &Ref<Tuple> {
        &self.arguments
    }

    fn parameters(&self, vm: &Vm) -> Result<Ref<Tuple>> {
        if let Some(parameters) = &*self.parameters.borrow() {
            return Ok(parameters.clone());
        }
        let made = make_parameters(vm, self.arguments.items())?;
        drop(self.parameters.replace(Some(made.clone())));
        Ok(made)
    }
}

fn is_unionable(value: &Value) -> bool {
    value.is_none()
        || value.downcast::<Type>().is_some()
        || value.downcast::<GenericAlias>().is_some()
        || value.downcast::<Union>().is_some()
        || value
            .class()
            .spec()
            .is_some_and(|spec| spec.name == "TypeAliasType")
}

fn add(vm: &Vm, found: &mut Vec<Value>, value: &Value) -> Result<()> {
    if let Some(union) = of(value) {
        for member in union.arguments.items() {
            add(vm, found, member)?;
        }
        return Ok(());
    }
    let value = if value.is_none() {
        NONE.as_value()
    } else {
        value
    };
    for other in found.iter() {
        let aliases = other.is_exact::<GenericAlias>() && value.is_exact::<GenericAlias>();
        if other.is(value) || aliases && vm.equal(other, value)? {
            return Ok(());
        }
    }
    found.push(value.clone());
    Ok(())
}

/// `left | right` of types.
pub fn or_types(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if !is_unionable(left) || !is_unionable(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut members = Vec::new();
    add(vm, &mut members, left)?;
    add(vm, &mut members, right)?;
    Ok(make(members))
}

fn make(mut members: Vec<Value>) -> Value {
    if members.len() == 1
        && let Some(only) = members.pop()
    {
        return only;
    }
    Ref::new(Union {
        arguments: Tuple::new(members),
        parameters: Guarded::new(None),
    })
    .into()
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let Some(union) = of(value) else {
        return Ok(Value::NONE);
    };
    let mut parts = Vec::new();
    for member in union.arguments.items() {
        parts.push(if member.is(NONE.as_value()) {
            "None".to_owned()
        } else {
            item_text(vm, member)?
        });
    }
    Ok(Str::value(parts.join(" | ")))
}

/// The hash of the set of members.
fn hash(vm: &Vm, value: &Value) -> Result<i64> {
    let Some(union) = of(value) else {
        return Ok(0);
    };
    let members = union.arguments.to_value();
    let set = vm.call(super::set::FROZENSET.as_value(), &[members])?;
    vm.hash(&set)
}

fn get_attribute(vm: &Vm, value: &Value, name: &Ref<Str>) -> Result<Value> {
    if name.as_bytes() == b"__module__" {
        return vm.get_attribute(value.class().as_value(), name);
    }
    generic_get_attribute(vm, value, name)
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (of(left), of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(operator, Comparison::Equal | Comparison::NotEqual) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let set = |union: &Union| {
        let members = union.arguments.to_value();
        vm.call(super::set::FROZENSET.as_value(), &[members])
    };
    vm.compare(&set(one)?, &set(other)?, operator)
}

fn getitem(vm: &Vm, value: &Value, item: &Value) -> Result<Value> {
    let Some(union) = of(value) else {
        return Ok(Value::NONE);
    };
    let parameters = union.parameters(vm)?;
    let members = substitute(vm, value, union.arguments.items(), &parameters, item)?;
    let mut members = members.into_iter();
    let Some(first) = members.next() else {
        return Ok(Value::NONE);
    };
    let mut result = first;
    for member in members {
        result = vm.binary(Operator::Or, &result, &member)?;
    }
    Ok(result)
}
