//! `types.GenericAlias`: `list[int]`.

use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::iterators::sequences::reduced;
use super::list::List;
use super::lookup::generic_get_attribute;
use super::names::names;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::union;
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind, required};
use crate::{Result, Vm, payload, static_type};

mod parameters;
pub use parameters::{make_parameters, substitute};

/// The payload of a generic alias.
pub struct GenericAlias {
    origin: Value,
    arguments: Ref<Tuple>,
    parameters: Guarded<Option<Ref<Tuple>>>,
    /// `*tuple[int]`
    unpacked: bool,
}

payload!(GenericAlias, GENERIC_ALIAS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
        visit(self.arguments.as_value());
        self.parameters
            .borrow()
            .iter()
            .for_each(|parameters| visit(parameters.as_value()));
    }
});

/// The row of `__class_getitem__` for generic types.
pub const CLASS_GETITEM: Method = Method::new(
    "__class_getitem__",
    "($type, object, /)",
    class_getitem,
    "See PEP 585",
)
.class_method();

/// `__class_getitem__` of generic types.
pub fn class_getitem(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let [Some(class), Some(item)] = values else {
        return Ok(Value::NONE);
    };
    Ok(GenericAlias::of(class, item))
}

static_type! {
    /// `types.GenericAlias`
    pub GENERIC_ALIAS = TypeSpec {
        name: "GenericAlias",
        module: "types",
        doc: Some("A generic type with its parameters given, as list[int]."),
        signature: Some("(origin, args, /)"),
        layout: Some(GenericAlias::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(repr),
            hash: Some(hash),
            call: Some(call),
            getattribute: Some(get_attribute),
            compare: Some(compare),
            iter: Some(iter),
            or: Some(union::or_types),
            getitem: Some(getitem),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__mro_entries__", "($self, bases, /)", mro_entries, "The origin, as a base."),
            Method::new("__instancecheck__", "($self, instance, /)", |vm, _| {
                Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
            }, ""),
            Method::new("__subclasscheck__", "($self, subclass, /)", |vm, _| {
                Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
            }, ""),
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
            Method::new("__dir__", "($self, /)", dir, "The names of the attributes."),
        ],
        properties: &[
            member("__origin__", |_, value| Ok(of(value).map_or(Value::NONE, |it| it.origin.clone()))),
            member("__args__", |_, value| Ok(of(value).map_or(Value::NONE, |it| it.arguments.to_value()))),
            member("__unpacked__", |_, value| Ok(Value::bool(of(value).is_some_and(|it| it.unpacked)))),
            Property::new("__parameters__", |vm, value| match of(value) {
                Some(it) => Ok(it.parameters(vm)?.into()),
                None => Ok(Value::NONE),
            }),
            Property::new("__typing_unpacked_tuple_args__", |_, value| Ok(match of(value) {
                Some(it) if it.unpacked && it.origin.is(super::tuple_type::TUPLE.as_value()) => {
                    it.arguments.to_value()
                }
                _ => Value::NONE,
            })),
        ],
        ..TypeSpec::DEFAULT
    };
    /// The iterator of a generic alias, which gives it once, unpacked.
    pub GENERIC_ALIAS_ITERATOR = TypeSpec {
        name: "generic_alias_iterator",
        layout: Some(AliasIterator::layout),
        slots: Slots {
            iter: Some(|_, value| Ok(value.clone())),
            next: Some(|_, value| Ok(value.downcast::<AliasIterator>().and_then(|it| it.rest.take()))),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", reduce_iterator, "How to pickle it.")],
        ..TypeSpec::DEFAULT
    };
}

fn reduce_iterator(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = required(arguments, 0).downcast::<AliasIterator>();
    match iterator.and_then(|iterator| iterator.rest.borrow().clone()) {
        Some(alias) => match alias.downcast::<GenericAlias>() {
            // What the iterator gives is unpacked; it is made of the plain alias.
            Some(unpacked) => {
                let plain = GenericAlias::of(&unpacked.origin, unpacked.arguments.as_value());
                reduced(vm, "iter", plain, None)
            }
            None => reduced(vm, "iter", alias, None),
        },
        None => reduced(vm, "iter", Tuple::empty().into(), None),
    }
}

/// The payload of the iterator.
pub struct AliasIterator {
    rest: Guarded<Option<Value>>,
}

payload!(AliasIterator, GENERIC_ALIAS_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.rest.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.rest.take());
    }
});

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

/// Attributes that are the alias's own and not those of its origin.
const OWN: &[&str] = &[
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

fn of(value: &Value) -> Option<&Ref<GenericAlias>> {
    value.downcast::<GenericAlias>()
}

fn as_tuple(item: &Value) -> Ref<Tuple> {
    match item.downcast::<Tuple>() {
        Some(items) => items.clone(),
        None => Tuple::new(vec![item.clone()]),
    }
}

impl GenericAlias {
    /// `origin[item]`
    pub fn of(origin: &Value, item: &Value) -> Value {
        Ref::new(GenericAlias::payload(origin, as_tuple(item), false)).into()
    }

    fn payload(origin: &Value, arguments: Ref<Tuple>, unpacked: bool) -> GenericAlias {
        GenericAlias {
            origin: origin.clone(),
            arguments,
            parameters: Guarded::new(None),
            unpacked,
        }
    }

    /// `__origin__`.
    pub fn origin(&self) -> &Value {
        &self.origin
    }

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

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("GenericAlias", "(origin, args, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let items = as_tuple(bound.required(1));
    let payload = GenericAlias::payload(bound.required(0), items, false);
    Ok(Ref::with_class(class, payload).into())
}

/// How an argument of an alias or of a union is shown: classes by their full name.
pub fn item_text(vm: &Vm, item: &Value) -> Result<String> {
    if item.is(&Value::ELLIPSIS) {
        return Ok("...".to_owned());
    }
    if vm.find_attribute(item, &names().__origin__)?.is_some()
        && vm.find_attribute(item, &names().__args__)?.is_some()
    {
        return vm.repr_text(item);
    }
    let Some(name) = vm.find_attribute(item, &names().__qualname__)? else {
        return vm.repr_text(item);
    };
    match vm.find_attribute(item, &names().__module__)? {
        Some(module) if !module.is_none() => {
            let name = vm.str_text(&name)?;
            let module = vm.str_text(&module)?;
            Ok(if module == "builtins" {
                name
            } else {
                format!("{module}.{name}")
            })
        }
        _ => vm.repr_text(item),
    }
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let Some(alias) = of(value) else {
        return Ok(Value::NONE);
    };
    let mut parts = Vec::new();
    for item in alias.arguments.items() {
        parts.push(match item.downcast_exact::<List>() {
            Some(list) => {
                let items = list.to_vec();
                let texts: Result<Vec<String>> =
                    items.iter().map(|item| item_text(vm, item)).collect();
                format!("[{}]", texts?.join(", "))
            }
            None => item_text(vm, item)?,
        });
    }
    if parts.is_empty() {
        parts.push("()".to_owned());
    }
    let star = if alias.unpacked { "*" } else { "" };
    let origin = item_text(vm, &alias.origin)?;
    Ok(Str::value(format!("{star}{origin}[{}]", parts.join(", "))))
}

fn hash(vm: &Vm, value: &Value) -> Result<i64> {
    match of(value) {
        Some(alias) => Ok(vm.hash(&alias.origin)? ^ vm.hash(alias.arguments.as_value())?),
        None => Ok(0),
    }
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let Some(alias) = of(value) else {
        return Ok(Value::NONE);
    };
    let object = vm.call_with(&alias.origin, arguments)?;
    match vm.set_attribute(&object, &names().__orig_class__, value) {
        Err(raised)
            if !raised.is(&super::exceptions::ATTRIBUTE_ERROR)
                && !raised.is(&super::exceptions::TYPE_ERROR) =>
        {
            Err(raised)
        }
        _ => Ok(object),
    }
}

fn get_attribute(vm: &Vm, value: &Value, name: &Ref<Str>) -> Result<Value> {
    match of(value) {
        Some(alias) if !OWN.iter().any(|own| own.as_bytes() == name.as_bytes()) => {
            vm.get_attribute(&alias.origin, name)
        }
        _ => generic_get_attribute(vm, value, name),
    }
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (of(left), of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(operator, Comparison::Equal | Comparison::NotEqual) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = one.unpacked == other.unpacked
        && vm.equal(&one.origin, &other.origin)?
        && vm.equal(one.arguments.as_value(), other.arguments.as_value())?;
    Ok(Value::bool(same == (operator == Comparison::Equal)))
}

fn iter(_: &Vm, value: &Value) -> Result<Value> {
    let unpacked = of(value).map(|alias| {
        let payload = GenericAlias::payload(&alias.origin, alias.arguments.clone(), true);
        Ref::new(payload).into()
    });
    Ok(Ref::new(AliasIterator {
        rest: Guarded::new(unpacked),
    })
    .into())
}

fn getitem(vm: &Vm, value: &Value, item: &Value) -> Result<Value> {
    let Some(alias) = of(value) else {
        return Ok(Value::NONE);
    };
    let parameters = alias.parameters(vm)?;
    let items = substitute(vm, value, alias.arguments.items(), &parameters, item)?;
    let payload = GenericAlias::payload(&alias.origin, Tuple::new(items), alias.unpacked);
    Ok(Ref::new(payload).into())
}

fn mro_entries(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let alias = values.first().and_then(Option::as_ref).and_then(of);
    Ok(alias.map_or(Value::NONE, |alias| {
        Tuple::new(vec![alias.origin.clone()]).into()
    }))
}

fn reduce(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let Some(Some(value)) = values.first() else {
        return Ok(Value::NONE);
    };
    let Some(alias) = of(value) else {
        return Ok(Value::NONE);
    };
    if alias.unpacked {
        let plain = GenericAlias::payload(&alias.origin, alias.arguments.clone(), false);
        let iterator = vm.iter(&Ref::new(plain).into())?;
        let next = vm.shared().builtins.get_str(&vm.intern("next"));
        let arguments = Tuple::new(vec![iterator]);
        return Ok(Tuple::pair(next.unwrap_or(Value::NONE), arguments.into()).into());
    }
    let arguments = Tuple::pair(alias.origin.clone(), alias.arguments.to_value());
    Ok(Tuple::pair(value.class().to_value(), arguments.into()).into())
}

fn dir(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let alias = values.first().and_then(Option::as_ref).and_then(of);
    let Some(alias) = alias else {
        return Ok(Value::NONE);
    };
    let dir = vm.shared().builtins.get_str(&vm.intern("dir"));
    let dir = vm.call(
        &dir.unwrap_or(Value::NONE),
        std::slice::from_ref(&alias.origin),
    )?;
    let mut found = vm.collect(&dir)?;
    for own in OWN {
        let name = vm.intern(own);
        let present = found
            .iter()
            .filter_map(|other| other.downcast::<Str>())
            .any(|other| other.same_text(&name));
        if !present {
            found.push(name.into());
        }
    }
    Ok(List::new(found).into())
}
