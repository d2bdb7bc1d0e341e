//! `typing.ParamSpec`, and its `args` and `kwargs`.

use super::{
    Lazy, Variance, argument, call_typing, checked_type, given_default, given_name, make_union,
    member, no_base, receiver, set_module,
};
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::{Comparison, Slots};
use crate::objects::str::Str;
use crate::objects::types::{Type, TypeSpec, flags};
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of a parameter specification.
pub struct ParamSpec {
    name: Value,
    bound: Guarded<Option<Value>>,
    pub(super) default: Lazy,
    variance: Variance,
}

payload!(ParamSpec, PARAM_SPEC, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        self.bound.borrow().iter().for_each(&mut *visit);
        self.default.traverse(visit);
    }
    fn clear(&self) {
        drop(self.bound.take());
        self.default.clear();
    }
});

/// The payload of `P.args` or `P.kwargs`: what each was made of.
pub struct ParamSpecArgs(Value);

payload!(ParamSpecArgs, PARAM_SPEC_ARGS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
});

/// See [`ParamSpecArgs`].
pub struct ParamSpecKwargs(Value);

payload!(ParamSpecKwargs, PARAM_SPEC_KWARGS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.0);
    }
});

static_type! {
    /// `typing.ParamSpec`
    pub PARAM_SPEC = TypeSpec {
        name: "ParamSpec",
        module: "typing",
        constants: super::MODULE,
        doc: Some("A variable that stands for the parameters of a function: def f[**P]."),
        layout: Some(<ParamSpec as Payload>::layout),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(|_, this| Ok(of(this).map_or(Value::NONE, |it| it.variance.shown(&it.name)))),
            or: Some(make_union),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__typing_subst__", "($self, arg, /)", |vm, values| {
                call_typing(vm, "_paramspec_subst", &[receiver(values), argument(values, 1)])
            }, "What takes the place of the variable."),
            Method::new("__typing_prepare_subst__", "($self, alias, args, /)", |vm, values| {
                let given = [receiver(values), argument(values, 1), argument(values, 2)];
                call_typing(vm, "_paramspec_prepare_subst", &given)
            }, "The arguments, those of the variable in a list."),
            Method::new("has_default", "($self, /)", |_, values| {
                Ok(Value::bool(of(&receiver(values)).is_some_and(|it| it.default.is_default())))
            }, "Whether there is a default."),
            Method::new("__reduce__", "($self, /)", |_, values| {
                Ok(of(&receiver(values)).map_or(Value::NONE, |it| it.name.clone()))
            }, "Pickled by name."),
            no_base(|vm, _| Err(vm.type_error("Cannot subclass an instance of ParamSpec"))),
        ],
        properties: &[
            member("__name__", |_, this| Ok(of(this).map_or(Value::NONE, |it| it.name.clone()))),
            member("__bound__", |_, this| {
                Ok(of(this).and_then(|it| it.bound.borrow().clone()).unwrap_or(Value::NONE))
            }),
            member("__covariant__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.covariant)))
            }),
            member("__contravariant__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.contravariant)))
            }),
            member("__infer_variance__", |_, this| {
                Ok(Value::bool(of(this).is_some_and(|it| it.variance.inferred)))
            }),
            Property {
                doc: Some("Stands for positional arguments."),
                ..Property::new("args", |_, this| Ok(Ref::new(ParamSpecArgs(this.clone())).into()))
            },
            Property {
                doc: Some("Stands for keyword arguments."),
                ..Property::new("kwargs", |_, this| Ok(Ref::new(ParamSpecKwargs(this.clone())).into()))
            },
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
    /// `typing.ParamSpecArgs`
    pub PARAM_SPEC_ARGS = TypeSpec {
        name: "ParamSpecArgs",
        module: "typing",
        constants: super::MODULE,
        doc: Some("The positional arguments that a ParamSpec stands for."),
        layout: Some(<ParamSpecArgs as Payload>::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(|vm, this| shown(vm, this, "args")),
            compare: Some(compare),
            new: Some(|vm, class, arguments| {
                static SIGNATURE: Signature = Signature::new("paramspecargs", "(origin)");
                let given = bind(vm, &SIGNATURE, arguments)?;
                Ok(Ref::with_class(class, ParamSpecArgs(given.required(0).clone())).into())
            }),
            ..Slots::EMPTY
        },
        methods: &[no_base(|vm, _| {
            Err(vm.type_error("Cannot subclass an instance of ParamSpecArgs"))
        })],
        properties: &[member("__origin__", |_, this| Ok(origin(this)))],
        ..TypeSpec::DEFAULT
    };
    /// `typing.ParamSpecKwargs`
    pub PARAM_SPEC_KWARGS = TypeSpec {
        name: "ParamSpecKwargs",
        module: "typing",
        constants: super::MODULE,
        doc: Some("The keyword arguments that a ParamSpec stands for."),
        layout: Some(<ParamSpecKwargs as Payload>::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(|vm, this| shown(vm, this, "kwargs")),
            compare: Some(compare),
            new: Some(|vm, class, arguments| {
                static SIGNATURE: Signature = Signature::new("paramspeckwargs", "(origin)");
                let given = bind(vm, &SIGNATURE, arguments)?;
                Ok(Ref::with_class(class, ParamSpecKwargs(given.required(0).clone())).into())
            }),
            ..Slots::EMPTY
        },
        methods: &[no_base(|vm, _| {
            Err(vm.type_error("Cannot subclass an instance of ParamSpecKwargs"))
        })],
        properties: &[member("__origin__", |_, this| Ok(origin(this)))],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<ParamSpec>> {
    value.downcast::<ParamSpec>()
}

impl ParamSpec {
    /// A variable of the syntax for type parameters.
    pub(super) fn inferred(name: &Value) -> Value {
        Ref::new(ParamSpec {
            name: name.clone(),
            bound: Guarded::new(None),
            default: Lazy::default(),
            variance: Variance::INFERRED,
        })
        .into()
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "paramspec",
        "(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, \
         infer_variance=False)",
    );
    let given = bind(vm, &SIGNATURE, arguments)?;
    let name = given_name(vm, "paramspec", given.required(0))?;
    let flags = [given.optional(3), given.optional(4), given.optional(5)];
    let variance = Variance::from_arguments(vm, flags)?;
    let bound = checked_type(vm, given.optional(1).unwrap_or(Value::none_ref()))?;
    let variable = Ref::with_class(
        class,
        ParamSpec {
            name: name.to_value(),
            bound: Guarded::new(Some(bound)),
            default: given_default(given.optional(2)),
            variance,
        },
    );
    set_module(vm, variable.as_value())?;
    Ok(variable.into())
}

/// `__origin__` of `P.args` and `P.kwargs`.
fn origin(this: &Value) -> Value {
    if let Some(this) = this.downcast::<ParamSpecArgs>() {
        return this.0.clone();
    }
    this.downcast::<ParamSpecKwargs>()
        .map_or(Value::NONE, |this| this.0.clone())
}

fn shown(vm: &Vm, this: &Value, part: &str) -> Result<Value> {
    let origin = origin(this);
    let text = match of(&origin) {
        Some(variable) => vm.str_text(&variable.name)?,
        None => vm.repr_text(&origin)?,
    };
    Ok(Str::value(format!("{text}.{part}")))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let comparable = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    if !comparable || !left.class().is(right.class()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(&origin(left), &origin(right), operator)
}
