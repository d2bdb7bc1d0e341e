//! `fork`, and the functions that are called around it.

use vm::native::Method;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::state::State;
use crate::system_calls::{process, raise};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "fork",
        "($module, /)",
        |vm, _| {
            crate::sys::audit_event(vm, "os.fork", Vec::new)?;
            let child = fork_by(vm, "fork", process::fork, |child| *child)?;
            Ok(Value::int(child.into()))
        },
        "Makes a child process.",
    ),
    Method::new(
        "forkpty",
        "($module, /)",
        |vm, _| {
            crate::sys::audit_event(vm, "os.forkpty", Vec::new)?;
            let (child, controller) =
                fork_by(vm, "forkpty", process::fork_with_terminal, |made| made.0)?;
            let [child, controller] = [child, controller].map(|it| Value::int(it.into()));
            Ok(vm::objects::tuple::Tuple::pair(child, controller).into())
        },
        "Makes a child process with a terminal of its own.",
    ),
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

/// Forks by a function, whose result tells the child's number.
fn fork_by<T>(
    vm: &Vm,
    name: &str,
    fork: fn() -> std::io::Result<T>,
    number: fn(&T) -> i32,
) -> Result<T> {
    before(vm);
    let made = fork();
    if made.as_ref().is_ok_and(|made| number(made) == 0) {
        in_child(vm);
        return raise(vm, made, None);
    }
    in_parent(vm);
    let made = raise(vm, made, None)?;
    if crate::thread::count(vm) > 0 {
        let process = std::process::id();
        let text = format!(
            "This process (pid={process}) is multi-threaded, use of {name}() may lead to \
             deadlocks in the child."
        );
        vm.warn(&vm::objects::exceptions::DEPRECATION_WARNING, &text, 1)?;
    }
    Ok(made)
}
