//! Pickling: `__reduce__`, `__reduce_ex__`, `__getstate__`.

use super::OBJECT;
use crate::native::required;
use crate::objects::attributes;
use crate::objects::code_type::CODE;
use crate::objects::dict::Dict;
use crate::objects::heap::Ref;
use crate::objects::memoryview::MEMORYVIEW;
use crate::objects::names::names;
use crate::objects::slots::Slots;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// `object.__reduce__`
pub fn reduce(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    common(vm, required(values, 0), 0)
}

/// `object.__reduce_ex__`: asks `__reduce__` if the type has its own.
pub fn reduce_ex(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let value = required(values, 0);
    let protocol = vm.to_i32(required(values, 1))?;
    let name = &names().__reduce__;
    if let Some(reduce) = vm.find_attribute(value, name)? {
        let own = value.class().lookup(vm, name);
        let plain = OBJECT.lookup(vm, name);
        if let (Some(own), Some(plain)) = (own, plain)
            && !own.is(&plain)
        {
            return vm.call(&reduce, &[]);
        }
    }
    common(vm, value, protocol)
}

fn common(vm: &Vm, value: &Value, protocol: i32) -> Result<Value> {
    if protocol >= 2 {
        return newest(vm, value);
    }
    let reduce = vm.import_attribute("copyreg", "_reduce_ex")?;
    vm.call(&reduce, &[value.clone(), Value::int(protocol.into())])
}

/// By `copyreg.__newobj__`, with what `__getnewargs__` says.
fn newest(vm: &Vm, value: &Value) -> Result<Value> {
    let class = value.class().clone();
    if class.slots().new.is_none() {
        return Err(not_picklable(vm, &class));
    }
    let (arguments, keywords) = new_arguments(vm, value)?;
    let (function, arguments) = match keywords {
        Some(keywords) if !keywords.is_empty() => {
            let function = vm.import_attribute("copyreg", "__newobj_ex__")?;
            let all = arguments.unwrap_or_else(Tuple::empty);
            let parts = vec![class.to_value(), all.into(), keywords.into()];
            (function, Tuple::new(parts))
        }
        _ => {
            let function = vm.import_attribute("copyreg", "__newobj__")?;
            let mut parts = vec![class.to_value()];
            if let Some(arguments) = &arguments {
                parts.extend_from_slice(arguments.items());
            }
            (function, Tuple::new(parts))
        }
    };
    let has_arguments = arguments.items().len() > 1;
    let required =
        !has_arguments && !class.has(flags::LIST_SUBCLASS) && !class.has(flags::DICT_SUBCLASS);
    let state = state_of(vm, value, required)?;
    let items = |subclass| -> Result<Value> {
        if !class.has(subclass) {
            return Ok(Value::NONE);
        }
        if subclass == flags::DICT_SUBCLASS {
            let items = vm.call_method(value, "items", &[])?;
            return vm.iter(&items);
        }
        vm.iter(value)
    };
    let parts = vec![
        function,
        arguments.into(),
        state,
        items(flags::LIST_SUBCLASS)?,
        items(flags::DICT_SUBCLASS)?,
    ];
    Ok(Tuple::new(parts).into())
}

type NewArguments = (Option<Ref<Tuple>>, Option<Ref<Dict>>);

fn new_arguments(vm: &Vm, value: &Value) -> Result<NewArguments> {
    if let Some(method) = vm.lookup_special(value, &names().__getnewargs_ex__)? {
        let result = vm.call(&method, &[])?;
        let Some(pair) = result.downcast::<Tuple>() else {
            return Err(vm.type_error(format!(
                "__getnewargs_ex__ should return a tuple, not '{}'",
                result.class().name()
            )));
        };
        let [arguments, keywords] = pair.items() else {
            return Err(vm.value_error(format!(
                "__getnewargs_ex__ should return a tuple of length 2, not {}",
                pair.items().len()
            )));
        };
        let Some(arguments) = arguments.downcast::<Tuple>() else {
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{}'",
                arguments.class().name()
            )));
        };
        let Some(keywords) = keywords.downcast::<Dict>() else {
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{}'",
                keywords.class().name()
            )));
        };
        return Ok((Some(arguments.clone()), Some(keywords.clone())));
    }
    let Some(method) = vm.lookup_special(value, &names().__getnewargs__)? else {
        return Ok((None, None));
    };
    let result = vm.call(&method, &[])?;
    match result.downcast::<Tuple>() {
        Some(arguments) => Ok((Some(arguments.clone()), None)),
        None => Err(vm.type_error(format!(
            "__getnewargs__ should return a tuple, not '{}'",
            result.class().name()
        ))),
    }
}

/// The state of an object to pickle, as its `__getstate__` or that of `object` gives it.
pub fn state(vm: &Vm, value: &Value) -> Result<Value> {
    state_of(vm, value, false)
}

fn state_of(vm: &Vm, value: &Value, required: bool) -> Result<Value> {
    let name = &names().__getstate__;
    let own = value.class().lookup(vm, name);
    let plain = OBJECT.lookup(vm, name);
    if let (Some(own), Some(plain)) = (&own, &plain)
        && own.is(plain)
    {
        return plain_state(vm, value, required);
    }
    vm.call_method_by_name(value, name, &[])
}

/// `object.__getstate__`
pub fn getstate(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    plain_state(vm, required(values, 0), false)
}

/// The error for a type that cannot be made anew from its state.
fn not_picklable(vm: &Vm, class: &Ref<Type>) -> Raised {
    let name = class.short_name();
    // CPython speaks in the plural of those that hold items behind their header.
    vm.type_error(if class.is(&MEMORYVIEW) || class.is(&CODE) {
        format!("cannot pickle {name} objects")
    } else {
        format!("cannot pickle '{name}' object")
    })
}

fn plain_state(vm: &Vm, value: &Value, required: bool) -> Result<Value> {
    let class = value.class();
    if required && holds_native_state(class) {
        return Err(not_picklable(vm, class));
    }
    let attributes = match value.header() {
        Some(header) if class.has(flags::ATTRIBUTES) => {
            let pairs = attributes::attributes_of(header);
            if pairs.is_empty() {
                Value::NONE
            } else {
                attributes::dict_of(header).into()
            }
        }
        _ => Value::NONE,
    };
    let cached = vm.intern("__slotnames__");
    if class.member_count() == 0 && class.dict(vm).get_str(&cached).is_none() {
        return Ok(attributes);
    }
    let slot_names = vm.import_attribute("copyreg", "_slotnames")?;
    let slot_names = vm.call(&slot_names, &[class.to_value()])?;
    let members = Dict::new();
    for name in vm.collect(&slot_names)? {
        if let Some(name) = name.downcast::<Str>()
            && let Some(member) = vm.find_attribute(value, name)?
        {
            members.set_str(name, member);
        }
    }
    if members.is_empty() {
        return Ok(attributes);
    }
    Ok(Tuple::pair(attributes, members.into()).into())
}

/// Whether instances hold more than attributes, so that they cannot be copied by them.
fn holds_native_state(class: &Ref<Type>) -> bool {
    let simple = flags::LIST_SUBCLASS
        | flags::DICT_SUBCLASS
        | flags::EXCEPTION_SUBCLASS
        | flags::INT_SUBCLASS
        | flags::STR_SUBCLASS
        | flags::TUPLE_SUBCLASS
        | flags::BYTES_SUBCLASS;
    let plain = OBJECT.layout();
    let slots: &Slots = class.slots();
    !std::ptr::eq(class.layout(), plain) && class.flags.get() & simple == 0 && slots.new.is_some()
}
