//! `fork`, and the functions that are called around it.

use vm::native::Method;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::state::State;
use crate::system_calls::{process, raise};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new("fork", "($module, /)", fork, "Makes a child process."),
    Method::new(
        "register_at_fork",
        "($module, /, *, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
        register,
        "Adds functions that are called around fork().",
    ),
];

struct Hooks {
    before: Vec<Value>,
    in_child: Vec<Value>,
    in_parent: Vec<Value>,
}

static HOOKS: State<Hooks> = State::new(Hooks {
    before: Vec::new(),
    in_child: Vec::new(),
    in_parent: Vec::new(),
});

fn register(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    if arguments.iter().all(Option::is_none) {
        return Err(vm.type_error("At least one argument is required."));
    }
    let names = ["before", "after_in_child", "after_in_parent"];
    for (hook, name) in arguments.iter().zip(names) {
        if let Some(hook) = hook
            && hook.class().slots().call.is_none()
        {
            return Err(vm.type_error(format!(
                "'{name}' must be callable, not {}",
                hook.class().name()
            )));
        }
    }
    let mut hooks = HOOKS.of(vm).borrow_mut();
    let [before, in_child, in_parent] =
        [0, 1, 2].map(|place: usize| arguments.get(place).cloned().flatten());
    hooks.before.extend(before);
    hooks.in_child.extend(in_child);
    hooks.in_parent.extend(in_parent);
    Ok(Value::NONE)
}

fn call_all(vm: &Vm, hooks: Vec<Value>) {
    for hook in hooks {
        if let Err(raised) = vm.call(&hook, &[]) {
            vm.unraisable(raised, Some(&hook));
        }
    }
}

/// Calls what is to be called before a fork.
pub fn before(vm: &Vm) {
    let mut hooks = HOOKS.of(vm).borrow().before.clone();
    hooks.reverse();
    call_all(vm, hooks);
}

/// Calls what is to be called in the child after a fork.
pub fn in_child(vm: &Vm) {
    vm::lock::reset_after_fork();
    vm.only_thread(crate::system_calls::thread_ident());
    crate::thread::forget_other_threads(vm);
    let hooks = HOOKS.of(vm).borrow().in_child.clone();
    call_all(vm, hooks);
}

/// Calls what is to be called in the parent after a fork.
pub fn in_parent(vm: &Vm) {
    let hooks = HOOKS.of(vm).borrow().in_parent.clone();
    call_all(vm, hooks);
}

fn fork(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    crate::sys::audit_event(vm, "os.fork", Vec::new)?;
    before(vm);
    let child = process::fork();
    if matches!(child, Ok(0)) {
        in_child(vm);
        return Ok(Value::int(0));
    }
    in_parent(vm);
    let child = raise(vm, child, None)?;
    if crate::thread::count(vm) > 0 {
        let process = std::process::id();
        let text = format!(
            "This process (pid={process}) is multi-threaded, use of fork() may lead to deadlocks \
             in the child."
        );
        vm.warn(&vm::objects::exceptions::DEPRECATION_WARNING, &text, 1)?;
    }
    Ok(Value::int(child.into()))
}
