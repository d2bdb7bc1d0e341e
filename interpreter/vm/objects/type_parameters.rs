//! The parameters of generic functions, classes and type aliases, and what the syntax for them
//! makes: `TypeVar`, `ParamSpec`, `TypeVarTuple`, `TypeAliasType`, `Generic`.
//!
//! Bounds, constraints, defaults and the values of aliases are evaluated when they are first
//! asked for. What substitution needs beyond that stands in the library's `typing`.

use super::guarded::Guarded;
use super::heap::Ref;
use super::names::names;
use super::singletons;
use super::str::Str;
use super::tuple::Tuple;
use super::value::Value;
use crate::native::{Method, Property};
use crate::{Result, Vm};

pub mod alias;
pub mod generic;
pub mod no_default;
pub mod param_spec;
pub mod type_var;
pub mod type_var_tuple;

use alias::TypeAlias;
use generic::GENERIC;
use no_default::no_default;
use param_spec::ParamSpec;
use type_var::TypeVar;
use type_var_tuple::TypeVarTuple;

/// Runs the intrinsic function of this name.
pub fn intrinsic(vm: &Vm, what: &str, arguments: &[Value]) -> Result<Value> {
    match (what, arguments) {
        ("TypeVar", [name]) => Ok(TypeVar::lazy(name, None, None)),
        ("TypeVar bound", [name, bound]) => Ok(TypeVar::lazy(name, Some(bound), None)),
        ("TypeVar constraints", [name, constraints]) => {
            Ok(TypeVar::lazy(name, None, Some(constraints)))
        }
        ("ParamSpec", [name]) => Ok(ParamSpec::inferred(name)),
        ("TypeVarTuple", [name]) => Ok(TypeVarTuple::inferred(name)),
        ("Generic", [parameters]) => {
            let parameters = unpack_tuples(vm, parameters)?;
            call_typing(vm, "_GenericAlias", &[GENERIC.to_value(), parameters])
        }
        ("TypeAliasType", [parts]) => TypeAlias::of_parts(vm, parts),
        ("default", [parameter, default]) => {
            let Some(place) = default_of(parameter) else {
                let text = vm.repr_text(parameter)?;
                return Err(vm.type_error(format!("Expected a type param, got {text}")));
            };
            place.set_function(default.clone());
            Ok(parameter.clone())
        }
        _ => Err(vm.system_error("invalid intrinsic function")),
    }
}

/// A value that is given, or computed by a function when it is first asked for.
#[derive(Default)]
pub struct Lazy {
    value: Guarded<Option<Value>>,
    function: Guarded<Option<Value>>,
}

impl Lazy {
    fn given(value: Option<Value>) -> Lazy {
        Lazy {
            value: Guarded::new(value),
            function: Guarded::default(),
        }
    }

    fn computed(function: Option<&Value>) -> Lazy {
        Lazy {
            value: Guarded::default(),
            function: Guarded::new(function.cloned()),
        }
    }

    fn set_function(&self, function: Value) {
        drop(self.function.replace(Some(function)));
    }

    fn function(&self) -> Option<Value> {
        self.function.borrow().clone()
    }

    /// The value; `otherwise` where there is neither a value nor a function.
    fn get(&self, vm: &Vm, otherwise: impl FnOnce() -> Value) -> Result<Value> {
        let known = self.value.borrow().clone();
        if let Some(value) = known {
            return Ok(value);
        }
        let Some(function) = self.function() else {
            return Ok(otherwise());
        };
        let value = vm.call(&function, &[])?;
        drop(self.value.replace(Some(value.clone())));
        Ok(value)
    }

    /// Whether there is a default that is not `NoDefault`.
    fn is_default(&self) -> bool {
        let value = self.value.borrow().clone();
        self.function.borrow().is_some() || value.is_some_and(|it| !it.is(&no_default()))
    }

    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.value.borrow().iter().for_each(&mut *visit);
        self.function.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop((self.value.take(), self.function.take()));
    }
}

/// Where the default of a type parameter stands.
fn default_of(parameter: &Value) -> Option<&Lazy> {
    if let Some(parameter) = parameter.downcast::<TypeVar>() {
        return Some(&parameter.default);
    }
    if let Some(parameter) = parameter.downcast::<ParamSpec>() {
        return Some(&parameter.default);
    }
    let parameter = parameter.downcast::<TypeVarTuple>()?;
    Some(&parameter.default)
}

/// `covariant`, `contravariant` and `infer_variance`.
#[derive(Clone, Copy, Default)]
struct Variance {
    covariant: bool,
    contravariant: bool,
    inferred: bool,
}

impl Variance {
    const INFERRED: Variance = Variance {
        covariant: false,
        contravariant: false,
        inferred: true,
    };

    /// Checks the three arguments of a constructor.
    fn from_arguments(vm: &Vm, arguments: [Option<&Value>; 3]) -> Result<Variance> {
        let mut given = [false; 3];
        for (place, argument) in given.iter_mut().zip(arguments) {
            if let Some(argument) = argument {
                *place = vm.is_true(argument)?;
            }
        }
        let [covariant, contravariant, inferred] = given;
        if covariant && contravariant {
            return Err(vm.value_error("Bivariant types are not supported."));
        }
        if inferred && (covariant || contravariant) {
            return Err(vm.value_error("Variance cannot be specified with infer_variance."));
        }
        Ok(Variance {
            covariant,
            contravariant,
            inferred,
        })
    }

    /// The name with a sign for the variance.
    fn shown(self, name: &Value) -> Value {
        let sign = match self {
            Variance { inferred: true, .. } => return name.clone(),
            Variance {
                covariant: true, ..
            } => '+',
            Variance {
                contravariant: true,
                ..
            } => '-',
            _ => '~',
        };
        let text = name
            .downcast::<Str>()
            .map_or(String::new(), |name| name.to_text());
        Str::value(format!("{sign}{text}"))
    }
}

/// `__module__`, which instances have from their class.
const MODULE: &[crate::objects::types::TypeConstant] = &[("__module__", |_| Str::value("typing"))];

/// A read-only attribute that CPython has as a member.
const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

/// `__mro_entries__`, which refuses.
const fn no_base(refuse: fn(&Vm, &[Option<Value>]) -> Result<Value>) -> Method {
    Method::new(
        "__mro_entries__",
        "($self, object, /)",
        refuse,
        "Refuses to be a base class.",
    )
}

/// The receiver of a method, and its arguments.
fn receiver(values: &[Option<Value>]) -> Value {
    values
        .first()
        .and_then(Option::as_ref)
        .cloned()
        .unwrap_or(Value::NONE)
}

fn argument(values: &[Option<Value>], index: usize) -> Value {
    values
        .get(index)
        .and_then(Option::as_ref)
        .cloned()
        .unwrap_or(Value::NONE)
}

/// Calls a function of `typing`.
fn call_typing(vm: &Vm, function: &str, arguments: &[Value]) -> Result<Value> {
    let function = vm.import_attribute("typing", function)?;
    vm.call(&function, arguments)
}

/// `Union[left, right]`, which unlike the union of classes takes strings.
fn make_union(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    call_typing(vm, "_make_union", &[left.clone(), right.clone()])
}

/// A bound as a type.
fn checked_type(vm: &Vm, bound: &Value) -> Result<Value> {
    if bound.is_none() {
        return Ok(singletons::NONE.to_value());
    }
    let message = Str::value("Bound must be a type.");
    call_typing(vm, "_type_check", &[bound.clone(), message])
}

/// The name of the module whose function is running.
fn caller(vm: &Vm) -> Value {
    let name = vm
        .current_globals()
        .and_then(|globals| globals.get_str(&names().__name__));
    name.unwrap_or(Value::NONE)
}

/// Sets `__module__` of a type parameter made by a call.
fn set_module(vm: &Vm, parameter: &Value) -> Result<()> {
    vm.set_attribute(parameter, &names().__module__, &caller(vm))
}

/// `typing.Unpack[parameter]`
fn unpacked(vm: &Vm, parameter: &Value) -> Result<Value> {
    let unpack = vm.import_attribute("typing", "Unpack")?;
    vm.get_item(&unpack, parameter)
}

/// Type parameters with each TypeVarTuple unpacked, as `Generic` wants them.
fn unpack_tuples(vm: &Vm, parameters: &Value) -> Result<Value> {
    let Some(items) = parameters.downcast::<Tuple>() else {
        return Ok(parameters.clone());
    };
    if !items.items().iter().any(|it| it.is_exact::<TypeVarTuple>()) {
        return Ok(parameters.clone());
    }
    let mut unpacked_items = Vec::with_capacity(items.items().len());
    for item in items.items() {
        unpacked_items.push(if item.is_exact::<TypeVarTuple>() {
            unpacked(vm, item)?
        } else {
            item.clone()
        });
    }
    Ok(Tuple::new(unpacked_items).into())
}

/// The default that a constructor is given.
fn given_default(argument: Option<&Value>) -> Lazy {
    Lazy::given(Some(argument.cloned().unwrap_or_else(no_default)))
}

/// The name that a constructor is given.
fn given_name<'a>(vm: &Vm, function: &str, name: &'a Value) -> Result<&'a Ref<Str>> {
    vm.expect_str_argument(name, function, "'name'")
}
