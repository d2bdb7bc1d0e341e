//! `_testcapi.meth_*`: functions that take their arguments in every way that native code has,
//! as functions of the module and as methods of every kind. They give back what they get.

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

/// The functions, where `$self` is how the signature shows the receiver (nothing where there
/// is none), `$bind` makes the row of a method of the kind, and `$reply` gives the result.
macro_rules! functions {
    ($receiver:literal, $bind:expr, $reply:expr) => {
        [
            $bind(Method::new(
                "meth_noargs",
                concat!("(", $receiver, "/)"),
                $reply,
                "",
            )),
            $bind(Method::new(
                "meth_o",
                concat!("(", $receiver, "argument, /)"),
                $reply,
                "",
            )),
            $bind(Method::new(
                "meth_varargs",
                concat!("(", $receiver, "/, *args)"),
                $reply,
                "",
            )),
            $bind(Method::new(
                "meth_fastcall",
                concat!("(", $receiver, "/, *args)"),
                $reply,
                "",
            )),
            $bind(Method::new(
                "meth_varargs_keywords",
                concat!("(", $receiver, "/, *args, **kwargs)"),
                $reply,
                "",
            )),
            $bind(Method::new(
                "meth_fastcall_keywords",
                concat!("(", $receiver, "/, *args, **kwargs)"),
                $reply,
                "",
            )),
        ]
    };
}

const fn plain(method: Method) -> Method {
    method
}

/// The functions of the module.
pub static OF_MODULE: [Method; 6] = functions!("$module, ", plain, |vm, values| {
    let module = vm.shared().modules.get_str(&vm.intern("_testcapi"));
    Ok(reply(module.unwrap_or(Value::NONE), values))
});
static OF_INSTANCE: [Method; 6] = functions!("$self, ", plain, reply_with_receiver);
static OF_CLASS: [Method; 6] = functions!("$type, ", Method::class_method, reply_with_receiver);
static OF_NOTHING: [Method; 6] = functions!("", Method::static_method, |_, values| Ok(reply(
    Value::NONE,
    values
)));

/// The payload of instances, which hold nothing.
pub struct Nothing;

payload!(Nothing, INSTANCE, {});

const fn class(name: &'static str, methods: &'static [Method]) -> TypeSpec {
    TypeSpec {
        name,
        methods,
        layout: Some(<Nothing as Payload>::layout),
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Nothing).into())),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    }
}

static_type! {
    /// `MethInstance`
    pub INSTANCE = class("MethInstance", &OF_INSTANCE);
    /// `MethClass`
    pub CLASS = class("MethClass", &OF_CLASS);
    /// `MethStatic`
    pub STATIC = class("MethStatic", &OF_NOTHING);
}

fn reply_with_receiver(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let arguments = values.get(1..).unwrap_or_default();
    Ok(reply(required(values, 0).clone(), arguments))
}

/// The receiver, in a tuple with the arguments if there are any.
fn reply(receiver: Value, arguments: &[Option<Value>]) -> Value {
    if arguments.is_empty() {
        return receiver;
    }
    let given = arguments.iter().flatten().cloned();
    Tuple::new(std::iter::once(receiver).chain(given).collect()).into()
}

/// Calls of any callable from native code.
pub static CALLS: [Method; 3] = [
    Method::new(
        "pyobject_fastcalldict",
        "($module, func, args, kwargs, /)",
        call_with_dict,
        "Calls with positional arguments and a dict.",
    ),
    Method::new(
        "pyobject_vectorcall",
        "($module, func, args, kwnames, /)",
        call_with_names,
        "Calls with values, the last of which belong to names.",
    ),
    Method::new(
        "pycfunction_call",
        "($module, func, args, kwargs=None, /)",
        call_with_dict,
        "Calls with positional arguments and a dict.",
    ),
];

/// The items of a tuple, none of None.
fn items(value: &Value) -> &[Value] {
    value.downcast::<Tuple>().map_or(&[], |tuple| tuple.items())
}

fn call_with_dict(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mut values = items(required(arguments, 1)).to_vec();
    let keywords = required(arguments, 2).downcast::<Dict>();
    let keywords = keywords.map(|dict| dict.to_vec()).unwrap_or_default();
    let (names, named): (Vec<Value>, Vec<Value>) = keywords.into_iter().unzip();
    values.extend(named);
    let call = Arguments {
        values: &values,
        names: &names,
    };
    vm.call_with(required(arguments, 0), call)
}

fn call_with_names(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (values, names) = (items(required(arguments, 1)), items(required(arguments, 2)));
    let are_strings = names.iter().all(|name| name.downcast::<Str>().is_some());
    if names.len() > values.len() || !are_strings {
        return Err(vm.value_error("kwnames longer than args"));
    }
    vm.call_with(required(arguments, 0), Arguments { values, names })
}
