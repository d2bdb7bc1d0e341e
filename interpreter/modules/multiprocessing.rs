//! Modules `_multiprocessing` and `_posixshmem`: locks and memory that processes share.

use std::cell::Cell;
use std::ffi::CString;

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, Signature, bind, required};
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::arguments::{int, optional, truth};
use crate::paths::encode_path;
use crate::support::{member, of};
use crate::system_calls::semaphores::{self, Semaphore};
use crate::system_calls::{clock_time, raise, repeat, thread_ident};

/// `_multiprocessing`
pub static MODULE: NativeModule = NativeModule {
    name: "_multiprocessing",
    doc: Some("Locks between processes."),
    functions: &[Method::new(
        "sem_unlink",
        "($module, name, /)",
        |vm, it| {
            let name = text(vm, required(it, 0), "sem_unlink")?;
            raise(vm, semaphores::unlink(&name), None)?;
            Ok(Value::NONE)
        },
        "Removes the name of a semaphore.",
    )],
    fill: |vm, module| {
        make_ready(&SEM_LOCK);
        module.set(vm, "SemLock", SEM_LOCK.to_value());
        let flags = Dict::new();
        for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
            flags.set(vm, &Str::value(name), Value::int(1))?;
        }
        module.set(vm, "flags", flags);
        Ok(())
    },
};

/// `_posixshmem`
pub static SHARED_MEMORY: NativeModule = NativeModule {
    name: "_posixshmem",
    doc: Some("Memory that processes share."),
    functions: &[
        Method::new(
            "shm_open",
            "($module, /, path, flags, mode=511)",
            |vm, it| {
                let name = text(vm, required(it, 0), "shm_open")?;
                let flags = vm.to_i32(required(it, 1))?;
                let mode = int(vm, it, 2, 0o777)? as u32;
                let made = repeat(vm, || semaphores::open_memory(&name, flags, mode))?;
                let made = raise(vm, made, Some(required(it, 0)))?;
                Ok(Value::int(made.into()))
            },
            "Opens shared memory: a descriptor.",
        ),
        Method::new(
            "shm_unlink",
            "($module, /, path)",
            |vm, it| {
                let name = text(vm, required(it, 0), "shm_unlink")?;
                let result = repeat(vm, || semaphores::unlink_memory(&name))?;
                raise(vm, result, Some(required(it, 0)))?;
                Ok(Value::NONE)
            },
            "Removes the name of shared memory.",
        ),
    ],
    fill: |_, _| Ok(()),
};

fn text(vm: &Vm, value: &Value, function: &str) -> Result<CString> {
    let text = vm.expect_str_argument(value, function, "")?;
    CString::new(encode_path(vm, text)?).map_err(|_| vm.value_error("embedded null character"))
}

/// The kind that the thread which has it can take again.
const RECURSIVE: i32 = 0;
const SEMAPHORE: i32 = 1;

/// The payload of a lock.
pub struct SemLock {
    semaphore: Semaphore,
    handle: usize,
    owner: Cell<usize>,
    count: Cell<i32>,
    most: i32,
    kind: i32,
    name: Option<Ref<Str>>,
}

payload!(SemLock, SEM_LOCK);

static_type! {
    /// `_multiprocessing.SemLock`
    pub SEM_LOCK = TypeSpec {
        name: "SemLock",
        module: "_multiprocessing",
        doc: Some("A lock or semaphore between processes."),
        layout: Some(<SemLock as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), ..Slots::EMPTY },
        methods: &[
            Method::new("acquire", "($self, /, block=True, timeout=None)", |vm, it| {
                let blocks = truth(vm, it, 1, true)?;
                acquire(vm, of(required(it, 0)), blocks, optional(it, 2))
            }, "Takes it."),
            Method::new("release", "($self, /)", |vm, it| release(vm, of(required(it, 0))), "Gives it back."),
            Method::new("__enter__", "($self, /)", |vm, it| acquire(vm, of(required(it, 0)), true, None), "Takes it."),
            Method::new("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", |vm, it| release(vm, of(required(it, 0))), "Gives it back."),
            Method::new("_count", "($self, /)", |_, it| Ok(Value::int(of::<SemLock>(required(it, 0)).count.get().into())), "How often this process has it."),
            Method::new("_is_mine", "($self, /)", |_, it| Ok(Value::bool(of::<SemLock>(required(it, 0)).is_mine())), "Whether this thread has it."),
            Method::new("_get_value", "($self, /)", |vm, it| {
                let value = of::<SemLock>(required(it, 0)).semaphore.value();
                Ok(Value::int(raise(vm, value, None)?.max(0).into()))
            }, "How often it can be taken."),
            Method::new("_is_zero", "($self, /)", |vm, it| {
                let value = of::<SemLock>(required(it, 0)).semaphore.value();
                Ok(Value::bool(raise(vm, value, None)? == 0))
            }, "Whether it cannot be taken."),
            Method::new("_rebuild", "($type, handle, kind, maxvalue, name, /)", rebuild, "The same lock in another process.").class_method(),
            Method::new("_after_fork", "($self, /)", |_, it| {
                of::<SemLock>(required(it, 0)).count.set(0);
                Ok(Value::NONE)
            }, "Forgets who has it."),
        ],
        properties: &[
            member("handle", |_, this| Ok(of::<SemLock>(this).handle.into())),
            member("kind", |_, this| Ok(Value::int(of::<SemLock>(this).kind.into()))),
            member("maxvalue", |_, this| Ok(Value::int(of::<SemLock>(this).most.into()))),
            member("name", |_, this| Ok(of::<SemLock>(this).name.as_ref().map_or(Value::NONE, Ref::to_value))),
        ],
        constants: &[("SEM_VALUE_MAX", |_| Value::int(i32::MAX.into()))],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("SemLock", "(kind, value, maxvalue, name, unlink)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let kind = vm.to_i32(bound.required(0))?;
    let value = vm.to_i32(bound.required(1))?;
    let most = vm.to_i32(bound.required(2))?;
    let name = vm.expect_str_argument(bound.required(3), "SemLock", "'name'")?;
    let unlinks = vm.is_true(bound.required(4))?;
    if kind != RECURSIVE && kind != SEMAPHORE {
        return Err(vm.value_error("unrecognized kind"));
    }
    let c_name = text(vm, name.as_value(), "SemLock")?;
    let semaphore = raise(vm, Semaphore::create(&c_name, value as u32), None)?;
    if unlinks {
        raise(vm, semaphores::unlink(&c_name), None)?;
    }
    let name = (!unlinks).then(|| name.clone());
    Ok(made(class, semaphore, semaphore.handle(), kind, most, name))
}

fn made(
    class: &Ref<Type>,
    semaphore: Semaphore,
    handle: usize,
    kind: i32,
    most: i32,
    name: Option<Ref<Str>>,
) -> Value {
    let lock = SemLock {
        semaphore,
        handle,
        owner: Cell::new(0),
        count: Cell::new(0),
        most,
        kind,
        name,
    };
    Ref::with_class(class, lock).into()
}

fn rebuild(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let class = required(arguments, 0);
    let class = class.downcast::<Type>().unwrap_or(SEM_LOCK.as_ref());
    let kind = vm.to_i32(required(arguments, 2))?;
    let most = vm.to_i32(required(arguments, 3))?;
    let Some(name) = required(arguments, 4).downcast::<Str>() else {
        // Without a name there is only the address, which means nothing here.
        return Err(vm.value_error("a semaphore without a name cannot be opened again"));
    };
    let c_name = text(vm, name.as_value(), "_rebuild")?;
    let semaphore = raise(vm, Semaphore::open(&c_name), None)?;
    Ok(made(
        class,
        semaphore,
        semaphore.handle(),
        kind,
        most,
        Some(name.clone()),
    ))
}

impl SemLock {
    fn is_mine(&self) -> bool {
        self.count.get() > 0 && self.owner.get() == thread_ident()
    }

    fn taken(&self) -> Value {
        self.count.set(self.count.get() + 1);
        self.owner.set(thread_ident());
        Value::TRUE
    }
}

fn acquire(vm: &Vm, lock: &SemLock, blocks: bool, timeout: Option<&Value>) -> Result<Value> {
    if lock.kind == RECURSIVE && lock.is_mine() {
        lock.count.set(lock.count.get() + 1);
        return Ok(Value::TRUE);
    }
    let end = match timeout {
        Some(timeout) if blocks => {
            let seconds = vm.to_f64(timeout)?.max(0.0);
            let now = raise(vm, clock_time(libc::CLOCK_REALTIME), None)?;
            Some(now.saturating_add((seconds * 1e9) as i64))
        }
        _ => None,
    };
    let would_wait = |error: &std::io::Error| {
        matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::ETIMEDOUT))
    };
    let result = match lock.semaphore.try_take() {
        Err(error) if would_wait(&error) && blocks => repeat(vm, || lock.semaphore.take(end))?,
        result => result,
    };
    match result {
        Ok(_) => Ok(lock.taken()),
        Err(error) if would_wait(&error) => Ok(Value::FALSE),
        Err(error) => Err(vm.os_error(&error, None)),
    }
}

fn release(vm: &Vm, lock: &SemLock) -> Result<Value> {
    if lock.kind == RECURSIVE {
        if !lock.is_mine() {
            return Err(vm.error(
                &exceptions::ASSERTION_ERROR,
                "attempt to release recursive lock not owned by thread",
            ));
        }
        if lock.count.get() > 1 {
            lock.count.set(lock.count.get() - 1);
            return Ok(Value::NONE);
        }
    } else if raise(vm, lock.semaphore.value(), None)? >= lock.most {
        return Err(vm.value_error("semaphore or lock released too many times"));
    }
    // Never without the interpreter lock: a thread that takes it at once would find this count.
    raise(vm, lock.semaphore.give(), None)?;
    lock.count.set(lock.count.get() - 1);
    Ok(Value::NONE)
}
