//! `partial`.

use vm::call::Arguments;
use vm::native::{Property, required};
use vm::objects::attributes;
use vm::objects::dict::Dict;
use vm::objects::dict_type::merge;
use vm::objects::exceptions;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::type_type::full_path;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::container;
use crate::support::{
    INSTANCE_DICT, is_callable, of, reduce_method, set_state_method, to_tuple, tuple,
};

/// The payload of `partial`.
pub struct Partial {
    function: Guarded<Option<Value>>,
    arguments: Guarded<Ref<Tuple>>,
    keywords: Guarded<Ref<Dict>>,
}

container!(
    Partial,
    PARTIAL,
    [function, arguments, keywords],
    clear[function]
);

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

static_type! {
    /// `functools.partial`
    pub PARTIAL = TypeSpec {
        name: "partial",
        module: "functools",
        doc: Some("A function with some of its arguments given already."),
        signature: Some("(func, /, *args, **keywords)"),
        layout: Some(<Partial as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            call: Some(call),
            get: Some(get),
            ..Slots::EMPTY
        },
        methods: &[
            reduce_method(reduce),
            set_state_method(set_state),
            CLASS_GETITEM,
        ],
        properties: &[
            member("func", |_, this| Ok(of::<Partial>(this).function())),
            member("args", |_, this| Ok(of::<Partial>(this).arguments.borrow().to_value())),
            member("keywords", |_, this| Ok(of::<Partial>(this).keywords.borrow().to_value())),
            INSTANCE_DICT,
        ],
        ..TypeSpec::DEFAULT
    };
}

impl Partial {
    fn function(&self) -> Value {
        self.function.borrow().clone().unwrap_or(Value::NONE)
    }
}

/// A partial without attributes, whose parts can be taken over.
fn flattened(function: &Value) -> Option<&Ref<Partial>> {
    let partial = function.downcast::<Partial>()?;
    let attributes = attributes::attributes_of(partial.header());
    attributes.is_empty().then_some(partial)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let [function, rest @ ..] = arguments.positionals() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    let inner = flattened(function);
    let function = inner.map_or_else(|| function.clone(), |inner| inner.function());
    if !is_callable(&function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut values = Vec::with_capacity(rest.len());
    let keywords = match inner {
        Some(inner) => {
            values.extend_from_slice(inner.arguments.borrow().items());
            inner.keywords.borrow().copy()
        }
        None => Dict::new(),
    };
    values.extend_from_slice(rest);
    for (name, value) in arguments.keywords() {
        keywords.set_str(name, value.clone());
    }
    Ok(Ref::with_class(
        class,
        Partial {
            function: Guarded::new(Some(function)),
            arguments: Guarded::new(Tuple::new(values)),
            keywords: Guarded::new(keywords),
        },
    )
    .into())
}

const FEW: usize = 6;

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let partial = of::<Partial>(this);
    let function = partial.function();
    let own = partial.arguments.borrow().clone();
    let keywords = partial.keywords.borrow().clone();
    if !keywords.is_empty() {
        return call_with_keywords(vm, &function, &own, &keywords, arguments);
    }
    let (own, names) = (own.items(), arguments.names);
    let count = own.len() + arguments.values.len();
    if count <= FEW {
        let mut values = [const { Value::NONE }; FEW];
        values[..own.len()].clone_from_slice(own);
        values[own.len()..count].clone_from_slice(arguments.values);
        return vm.call_with(
            &function,
            Arguments {
                values: &values[..count],
                names,
            },
        );
    }
    let mut values = Vec::with_capacity(count);
    values.extend_from_slice(own);
    values.extend_from_slice(arguments.values);
    vm.call_with(
        &function,
        Arguments {
            values: &values,
            names,
        },
    )
}

fn call_with_keywords(
    vm: &Vm,
    function: &Value,
    own: &Ref<Tuple>,
    keywords: &Ref<Dict>,
    arguments: Arguments<'_>,
) -> Result<Value> {
    let mut values = own.items().to_vec();
    values.extend_from_slice(arguments.positionals());
    let pairs = keywords.to_vec();
    let mut names = Vec::with_capacity(pairs.len() + arguments.names.len());
    for (name, value) in pairs {
        let Some(text) = name.downcast::<Str>() else {
            return Err(vm.type_error("keywords must be strings"));
        };
        let given = arguments
            .keywords()
            .find(|(other, _)| other.same_text(text));
        values.push(given.map_or(value, |(_, given)| given.clone()));
        names.push(name);
    }
    let inherited = names.len();
    for (name, value) in arguments.keywords() {
        let known = names
            .iter()
            .take(inherited)
            .filter_map(|it| it.downcast::<Str>());
        if !known.into_iter().any(|other| other.same_text(name)) {
            names.push(name.to_value());
            values.push(value.clone());
        }
    }
    vm.call_with(
        function,
        Arguments {
            values: &values,
            names: &names,
        },
    )
}

fn get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> Result<Value> {
    if instance.is_some_and(|instance| !instance.is_none()) {
        vm.warn(
            &exceptions::FUTURE_WARNING,
            "functools.partial will be a method descriptor in future Python versions; wrap it \
             in staticmethod() if you want to preserve the old behavior",
            1,
        )?;
    }
    Ok(this.clone())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let partial = of::<Partial>(this);
    let text = vm.guard_repr(this, || {
        let mut text = String::new();
        let arguments = partial.arguments.borrow().clone();
        for argument in arguments.items() {
            text.push_str(", ");
            text.push_str(&vm.repr_text(argument)?);
        }
        let pairs = partial.keywords.borrow().to_vec();
        for (name, value) in pairs {
            let (name, value) = (vm.str_text(&name)?, vm.repr_text(&value)?);
            text.push_str(&format!(", {name}={value}"));
        }
        let function = vm.repr_text(&partial.function())?;
        Ok(format!("{}({function}{text})", full_path(vm, this.class())))
    })?;
    Ok(Str::value(text.unwrap_or_else(|| "...".to_owned())))
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let partial = of::<Partial>(this);
    let dict = match this.header() {
        Some(header) if !attributes::attributes_of(header).is_empty() => {
            attributes::dict_of(header).into()
        }
        _ => Value::NONE,
    };
    let state = vec![
        partial.function(),
        partial.arguments.borrow().to_value(),
        partial.keywords.borrow().to_value(),
        dict,
    ];
    Ok(tuple(vec![
        this.class().to_value(),
        tuple(vec![partial.function()]),
        tuple(state),
    ]))
}

fn invalid(vm: &Vm) -> Raised {
    vm.type_error("invalid partial state")
}

fn set_state(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let this = required(values, 0);
    let partial = of::<Partial>(this);
    let state = required(values, 1)
        .downcast::<Tuple>()
        .map(|state| state.items());
    let Some([function, arguments, keywords, dict]) = state else {
        return Err(invalid(vm));
    };
    if !is_callable(function) || arguments.downcast::<Tuple>().is_none() {
        return Err(invalid(vm));
    }
    let keywords = match keywords.downcast::<Dict>() {
        None if keywords.is_none() => Dict::new(),
        Some(dict) if keywords.is_exact::<Dict>() => dict.clone(),
        Some(_) => {
            let copy = Dict::new();
            merge(vm, &copy, keywords)?;
            copy
        }
        None => return Err(invalid(vm)),
    };
    let dict = match dict.downcast::<Dict>() {
        None if !dict.is_none() => return Err(invalid(vm)),
        dict => dict.cloned(),
    };
    let arguments = to_tuple(vm, arguments)?;
    drop(partial.function.replace(Some(function.clone())));
    drop(partial.arguments.replace(arguments));
    drop(partial.keywords.replace(keywords));
    if let Some(header) = this.header() {
        attributes::set_dict(header, dict);
    }
    Ok(Value::NONE)
}
