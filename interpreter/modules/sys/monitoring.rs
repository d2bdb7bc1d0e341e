//! `sys.monitoring`.

use vm::eval::monitoring::{self, SCRIPT_TOOLS, event};
use vm::native::{Method, required};
use vm::objects::code::Code;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::namespace::Namespace;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

const FUNCTIONS: &[Method] = &[
    Method::new(
        "use_tool_id",
        "($module, tool_id, name, /)",
        use_tool_id,
        "Takes the number of a tool.",
    ),
    Method::new(
        "free_tool_id",
        "($module, tool_id, /)",
        free_tool_id,
        "Gives the number of a tool back.",
    ),
    Method::new(
        "get_tool",
        "($module, tool_id, /)",
        get_tool,
        "The name of the tool with this number.",
    ),
    Method::new(
        "register_callback",
        "($module, tool_id, event, func, /)",
        register_callback,
        "Sets what is called for an event.",
    ),
    Method::new(
        "get_events",
        "($module, tool_id, /)",
        get_events,
        "The events that a tool monitors.",
    ),
    Method::new(
        "set_events",
        "($module, tool_id, event_set, /)",
        set_events,
        "Sets the events that a tool monitors.",
    ),
    Method::new(
        "get_local_events",
        "($module, tool_id, code, /)",
        get_local_events,
        "The events that a tool monitors in a code object.",
    ),
    Method::new(
        "set_local_events",
        "($module, tool_id, code, event_set, /)",
        set_local_events,
        "Sets the events that a tool monitors in a code object.",
    ),
    Method::new(
        "restart_events",
        "($module, /)",
        restart_events,
        "Enables again what callbacks disabled.",
    ),
    Method::new(
        "_all_events",
        "($module, /)",
        all_events,
        "The tools that monitor each event.",
    ),
];

/// The module, which is an attribute of `sys`.
pub(super) fn make(vm: &Vm) -> Ref<Module> {
    let module = Module::new(vm, "sys.monitoring");
    module.add_functions(vm, FUNCTIONS);
    let shared = &vm.shared().monitoring;
    module.set(vm, "DISABLE", shared.disable().clone());
    module.set(vm, "MISSING", shared.missing().clone());
    let events = Dict::new();
    for (number, name) in event::NAMES.iter().enumerate() {
        events.set_str(&vm.intern(name), Value::int(1 << number));
    }
    events.set_str(&vm.intern("NO_EVENTS"), Value::int(0));
    module.set(vm, "events", Namespace::of(events));
    let tools = [
        ("DEBUGGER_ID", 0),
        ("COVERAGE_ID", 1),
        ("PROFILER_ID", 2),
        ("OPTIMIZER_ID", 5),
    ];
    for (name, number) in tools {
        module.set(vm, name, Value::int(number));
    }
    module
}

fn number(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<i32> {
    let value = vm.index(required(arguments, position))?;
    let number = value.as_small_int().and_then(|it| i32::try_from(it).ok());
    number.ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))
}

/// The number of a tool: the first argument.
fn tool_of(vm: &Vm, tool: i32) -> Result<usize> {
    match usize::try_from(tool) {
        Ok(tool) if tool < SCRIPT_TOOLS => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {tool} (must be between 0 and 5)"))),
    }
}

fn check_use(vm: &Vm, tool: usize) -> Result<()> {
    match vm.shared().monitoring.name(tool) {
        Some(_) => Ok(()),
        None => Err(vm.value_error(format!("tool {tool} is not in use"))),
    }
}

fn use_tool_id(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = tool_of(vm, number(vm, arguments, 0)?)?;
    let name = required(arguments, 1);
    if name.downcast::<Str>().is_none() {
        return Err(vm.value_error("tool name must be a str"));
    }
    if vm.shared().monitoring.name(tool).is_some() {
        return Err(vm.value_error(format!("tool {tool} is already in use")));
    }
    vm.shared().monitoring.set_name(tool, Some(name.clone()));
    Ok(Value::NONE)
}

fn free_tool_id(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = tool_of(vm, number(vm, arguments, 0)?)?;
    vm.shared().monitoring.set_name(tool, None);
    Ok(Value::NONE)
}

fn get_tool(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = tool_of(vm, number(vm, arguments, 0)?)?;
    Ok(vm.shared().monitoring.name(tool).unwrap_or(Value::NONE))
}

fn register_callback(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = number(vm, arguments, 0)?;
    let event = number(vm, arguments, 1)?;
    let callback = required(arguments, 2);
    let tool = tool_of(vm, tool)?;
    if event.count_ones() != 1 {
        return Err(vm.value_error("The callback can only be set for one event at a time"));
    }
    let place = event.trailing_zeros() as usize;
    if place >= event::NAMES.len() {
        return Err(vm.value_error(format!("invalid event {event}")));
    }
    super::audit_event(vm, "sys.monitoring.register_callback", || {
        vec![callback.clone()]
    })?;
    let callback = Some(callback.clone()).filter(|callback| !callback.is_none());
    let old = vm.shared().monitoring.set_callback(tool, place, callback);
    Ok(old.unwrap_or(Value::NONE))
}

fn get_events(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = tool_of(vm, number(vm, arguments, 0)?)?;
    Ok(Value::int(vm.shared().monitoring.events(tool).into()))
}

/// The two events of native calls come with CALL only.
fn without_native_ends(vm: &Vm, events: i32) -> Result<i32> {
    const ENDS: i32 = 1 << event::C_RETURN | 1 << event::C_RAISE;
    const ALL: i32 = ENDS | 1 << event::CALL;
    if events & ENDS != 0 && events & ALL != ALL {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    Ok(events & !ENDS)
}

fn set_events(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = number(vm, arguments, 0)?;
    let events = number(vm, arguments, 1)?;
    let tool = tool_of(vm, tool)?;
    if !(0..1 << event::NAMES.len()).contains(&events) {
        return Err(vm.value_error(format!("invalid event set 0x{events:x}")));
    }
    let events = without_native_ends(vm, events)?;
    check_use(vm, tool)?;
    monitoring::set_events(vm, tool, events as u32);
    Ok(Value::NONE)
}

/// The code object at a position.
fn code_of<'a>(vm: &Vm, arguments: &'a [Option<Value>], position: usize) -> Result<&'a Ref<Code>> {
    required(arguments, position)
        .downcast::<Code>()
        .ok_or_else(|| vm.type_error("code must be a code object"))
}

fn get_local_events(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = number(vm, arguments, 0)?;
    let code = code_of(vm, arguments, 1)?;
    let tool = tool_of(vm, tool)?;
    Ok(Value::int(monitoring::local_events(code, tool).into()))
}

fn set_local_events(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tool = number(vm, arguments, 0)?;
    let events = number(vm, arguments, 2)?;
    let code = code_of(vm, arguments, 1)?;
    let tool = tool_of(vm, tool)?;
    let events = without_native_ends(vm, events)?;
    if !(0..1 << event::LOCAL_END).contains(&events) {
        return Err(vm.value_error(format!("invalid local event set 0x{events:x}")));
    }
    check_use(vm, tool)?;
    monitoring::set_local_events(vm, code, tool, events as u32);
    Ok(Value::NONE)
}

fn restart_events(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    monitoring::restart_events(vm);
    Ok(Value::NONE)
}

fn all_events(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let all = Dict::new();
    for (number, name) in event::NAMES.iter().enumerate().take(event::UNGROUPED_END) {
        let tools = vm.shared().monitoring.tools(number);
        if tools != 0 {
            all.set_str(&vm.intern(name), Value::int(tools.into()));
        }
    }
    Ok(all.into())
}
