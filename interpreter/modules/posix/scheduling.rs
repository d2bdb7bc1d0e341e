//! Scheduling of processes.

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::struct_sequence::{self, make};
use vm::objects::tuple::Tuple;
use vm::objects::tuple_type::TUPLE;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::system_calls::process::{self, Scheduling};
use crate::system_calls::raise;

static_type! {
    /// `os.sched_param`, which is made from the number itself.
    pub SCHED_PARAM = TypeSpec {
        name: "sched_param",
        module: "posix",
        doc: Some("The priority of a process."),
        signature: Some("(sched_priority)"),
        base: Some(|| TUPLE.as_ref()),
        flags: flags::ATTRIBUTES,
        slots: Slots {
            new: Some(new_parameter),
            repr: Some(struct_sequence::repr),
            setattribute: Some(struct_sequence::set_attribute),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", reduce, "How to pickle it.")],
        properties: &[struct_sequence::field::<0>("sched_priority")],
        constants: &[
            ("n_sequence_fields", |_| Value::int(1)),
            ("n_fields", |_| Value::int(1)),
            ("n_unnamed_fields", |_| Value::int(0)),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn new_parameter(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("sched_param", "(sched_priority)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    Ok(make(vm, class, vec![bound.required(0).clone()], Vec::new()))
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let items = this
        .downcast::<Tuple>()
        .map_or(&[][..], |tuple| tuple.items());
    let items = Tuple::from_slice(items).into();
    Ok(Tuple::pair(this.class().to_value(), items).into())
}

fn ask(vm: &Vm, what: Scheduling) -> Result<Value> {
    Ok(Value::int(raise(vm, what.call(), None)?.into()))
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "sched_get_priority_max",
        "($module, /, policy)",
        |vm, it| ask(vm, Scheduling::HighestPriority(vm.to_i32(required(it, 0))?)),
        "The highest priority.",
    ),
    Method::new(
        "sched_get_priority_min",
        "($module, /, policy)",
        |vm, it| ask(vm, Scheduling::LowestPriority(vm.to_i32(required(it, 0))?)),
        "The lowest priority.",
    ),
    Method::new(
        "sched_getscheduler",
        "($module, pid, /)",
        |vm, it| ask(vm, Scheduling::Policy(vm.to_i32(required(it, 0))?)),
        "The policy of a process.",
    ),
    Method::new(
        "sched_getparam",
        "($module, pid, /)",
        |vm, it| {
            let priority = process::scheduling_priority(vm.to_i32(required(it, 0))?);
            let priority = Value::int(raise(vm, priority, None)?.into());
            Ok(make(vm, &SCHED_PARAM, vec![priority], Vec::new()))
        },
        "The parameters of a process.",
    ),
    Method::new(
        "sched_setparam",
        "($module, pid, param, /)",
        |vm, it| set(vm, required(it, 0), None, required(it, 1)),
        "Sets the parameters of a process.",
    ),
    Method::new(
        "sched_setscheduler",
        "($module, pid, policy, param, /)",
        |vm, it| set(vm, required(it, 0), Some(required(it, 1)), required(it, 2)),
        "Sets the policy of a process.",
    ),
    Method::new(
        "sched_rr_get_interval",
        "($module, pid, /)",
        |vm, it| {
            let time = process::round_robin_interval(vm.to_i32(required(it, 0))?);
            Ok(Value::float(raise(vm, time, None)? as f64 * 1e-9))
        },
        "The interval of round-robin scheduling.",
    ),
    Method::new(
        "sched_yield",
        "($module, /)",
        |vm, _| {
            vm.allow_threads(rustix::thread::sched_yield);
            Ok(Value::NONE)
        },
        "Lets others run.",
    ),
    Method::new(
        "sched_getaffinity",
        "($module, pid, /)",
        get_affinity,
        "The processors of a process.",
    ),
    Method::new(
        "sched_setaffinity",
        "($module, pid, mask, /)",
        set_affinity,
        "Sets the processors of a process.",
    ),
];

fn set(vm: &Vm, number: &Value, policy: Option<&Value>, parameter: &Value) -> Result<Value> {
    let number = vm.to_i32(number)?;
    let policy = policy.map(|policy| vm.to_i32(policy)).transpose()?;
    let tuple = parameter
        .downcast::<Tuple>()
        .filter(|_| parameter.class().is(&SCHED_PARAM));
    let Some(priority) = tuple.and_then(|tuple| tuple.items().first()) else {
        return Err(vm.type_error("must have a sched_param object"));
    };
    let priority = vm.to_i32(priority)?;
    raise(vm, process::set_scheduling(number, policy, priority), None)?;
    Ok(Value::NONE)
}

/// The process of this number; `None` for 0, which is this one.
fn process_of(vm: &Vm, value: &Value) -> Result<Option<rustix::thread::Pid>> {
    let number = vm.to_i32(value)?;
    if number < 0 {
        return Err(vm.os_error_of(libc::EINVAL, None, None));
    }
    Ok(rustix::thread::Pid::from_raw(number))
}

fn get_affinity(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let process = process_of(vm, required(arguments, 0))?;
    let set = raise(vm, rustix::thread::sched_getaffinity(process), None)?;
    let processors = (0..rustix::thread::CpuSet::MAX_CPU).filter(|&number| set.is_set(number));
    let processors = List::new(processors.map(Value::from).collect()).into_value();
    vm.call(vm::objects::set::SET.as_value(), &[processors])
}

fn set_affinity(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let process = process_of(vm, required(arguments, 0))?;
    let mut set = rustix::thread::CpuSet::new();
    for processor in vm.collect(required(arguments, 1))? {
        if !processor.is_int() {
            return Err(vm.type_error(format!(
                "expected an iterator of ints, but iterator yielded {}",
                vm.repr_text(processor.class().as_value())?
            )));
        }
        let number = vm.to_i32(&processor)?;
        let Ok(number) = usize::try_from(number) else {
            return Err(vm.value_error("negative CPU number"));
        };
        if number >= rustix::thread::CpuSet::MAX_CPU {
            return Err(vm.os_error_of(libc::EINVAL, None, None));
        }
        set.set(number);
    }
    raise(vm, rustix::thread::sched_setaffinity(process, &set), None)?;
    Ok(Value::NONE)
}
