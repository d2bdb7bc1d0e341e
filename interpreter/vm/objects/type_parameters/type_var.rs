//! `typing.TypeVar`.

use super::{
    Lazy, Variance, argument, call_typing, checked_type, given_default, given_name, make_union,
    member, no_base, receiver, set_module,
};
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::Slots;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, TypeSpec, flags};
use crate::objects::value::Value;
use crate::protocols::numbers::Operator;
use crate::{Result, Vm, payload, static_type};

/// The payload of a type variable.
pub struct TypeVar {
    name: Value,
    bound: Lazy,
    constraints: Lazy,
    pub(super) default: Lazy,
    variance: Variance,
}

payload!(TypeVar, TYPE_VAR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        self.bound.traverse(visit);
        self.constraints.traverse(visit);
        self.default.traverse(visit);
    }
    fn clear(&self) {
        self.bound.clear();
        self.constraints.clear();
        self.default.clear();
    }
});

static_type! {
    /// `typing.TypeVar`
    pub TYPE_VAR = TypeSpec {
        name: "TypeVar",
        module: "typing",
        constants: super::MODULE,
        doc: Some("A variable that stands for a type: class C[T: bound = default]."),
        layout: Some(<TypeVar as Payload>::layout),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(|_, this| Ok(of(this).map_or(Value::NONE, |it| it.variance.shown(&it.name)))),
            or: Some(make_union),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__typing_subst__", "($self, arg, /)", |vm, values| {
                call_typing(vm, "_typevar_subst", &[receiver(values), argument(values, 1)])
            }, "What takes the place of the variable."),
            Method::new("__typing_prepare_subst__", "($self, alias, args, /)", prepare, "The arguments with a default added."),
            Method::new("__reduce__", "($self, /)", |_, values| {
                Ok(of(&receiver(values)).map_or(Value::NONE, |it| it.name.clone()))
            }, "Pickled by name."),
            Method::new("has_default", "($self, /)", |_, values| {
                Ok(Value::bool(of(&receiver(values)).is_some_and(|it| it.default.is_default())))
            }, "Whether there is a default."),
            no_base(|vm, _| Err(vm.type_error("Cannot subclass an instance of TypeVar"))),
        ],
        properties: &[
            member("__name__", |_, this| Ok(of(this).map_or(Value::NONE, |it| it.name.clone()))),
            member("__covariant__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.covariant)))
            }),
            member("__contravariant__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.contravariant)))
            }),
            member("__infer_variance__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.inferred)))
            }),
            Property::new("__bound__", |vm, this| match of(this) {
                Some(it) => it.bound.get(vm, || Value::NONE),
                None => Ok(Value::NONE),
            }),
            Property::new("__constraints__", |vm, this| match of(this) {
                Some(it) => it.constraints.get(vm, || Tuple::empty().into()),
                None => Ok(Value::NONE),
            }),
            Property::new("__default__", |vm, this| match of(this) {
                Some(it) => it.default.get(vm, super::no_default),
                None => Ok(Value::NONE),
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<TypeVar>> {
    value.downcast::<TypeVar>()
}

impl TypeVar {
    /// A variable of the syntax for type parameters, whose bound or constraints these
    /// functions give.
    pub(super) fn lazy(name: &Value, bound: Option<&Value>, constraints: Option<&Value>) -> Value {
        Ref::new(TypeVar {
            name: name.clone(),
            bound: Lazy::computed(bound),
            constraints: Lazy::computed(constraints),
            default: Lazy::default(),
            variance: Variance::INFERRED,
        })
        .into()
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "typevar",
        "(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, \
         contravariant=False, infer_variance=False)",
    );
    let given = bind(vm, &SIGNATURE, arguments)?;
    let name = given_name(vm, "typevar", given.required(0))?;
    let flags = [given.optional(4), given.optional(5), given.optional(6)];
    let variance = Variance::from_arguments(vm, flags)?;
    let bound = match given.optional(2).filter(|bound| !bound.is_none()) {
        Some(bound) => Some(checked_type(vm, bound)?),
        None => None,
    };
    let constraints = given.required(1);
    let count = constraints
        .downcast::<Tuple>()
        .map_or(0, |it| it.items().len());
    if count == 1 {
        return Err(vm.type_error("A single constraint is not allowed"));
    }
    if count > 0 && bound.is_some() {
        return Err(vm.type_error("Constraints cannot be combined with bound=..."));
    }
    let variable = Ref::with_class(
        class,
        TypeVar {
            name: name.to_value(),
            bound: Lazy::given(bound),
            constraints: Lazy::given((count > 0).then(|| constraints.clone())),
            default: given_default(given.optional(3)),
            variance,
        },
    );
    set_module(vm, variable.as_value())?;
    Ok(variable.into())
}

/// The arguments of a subscript; where this variable would get none, with its default.
fn prepare(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let this = receiver(values);
    let (alias, arguments) = (argument(values, 1), argument(values, 2));
    let parameters = vm.get_attribute(&alias, &vm.intern("__parameters__"))?;
    let mut place = None;
    for (index, parameter) in vm.collect(&parameters)?.iter().enumerate() {
        if parameter.is(&this) || vm.equal(parameter, &this)? {
            place = Some(index);
            break;
        }
    }
    let Some(place) = place else {
        return Err(vm.value_error("sequence.index(x): x not in sequence"));
    };
    let count = vm.length(&arguments)?;
    if place < count {
        return Ok(arguments);
    }
    if place == count
        && let Some(variable) = of(&this)
    {
        let default = variable.default.get(vm, super::no_default)?;
        if !default.is(&super::no_default()) {
            let more = Tuple::new(vec![default]).into();
            return vm.binary(Operator::Add, &arguments, &more);
        }
    }
    let alias = vm.str_text(&alias)?;
    Err(vm.type_error(format!(
        "Too few arguments for {alias}; actual {count}, expected at least {}",
        place + 1
    )))
}
