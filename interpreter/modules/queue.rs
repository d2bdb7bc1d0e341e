//! `_queue`: a queue of any size between threads.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::arguments::{optional, truth};
use crate::container;
use crate::parking::{self, Deadline};
use crate::support::of;
use crate::time::to_nanoseconds;

/// `_queue`
pub static MODULE: NativeModule = NativeModule {
    name: "_queue",
    doc: Some("A queue of any size between threads."),
    functions: &[],
    fill: |vm, module| {
        make_ready(&EMPTY);
        make_ready(&SIMPLE_QUEUE);
        module.set(vm, "Empty", EMPTY.to_value());
        module.set(vm, "SimpleQueue", SIMPLE_QUEUE.to_value());
        Ok(())
    },
};

/// The payload of a queue.
#[derive(Default)]
pub struct SimpleQueue {
    items: Guarded<VecDeque<Value>>,
    /// Counts the items that were ever put; what waiting threads wait for.
    puts: AtomicU32,
    waiting: Cell<u32>,
}

container!(SimpleQueue, SIMPLE_QUEUE, [items], clear[items]);

static_type! {
    /// `_queue.Empty`
    pub EMPTY = TypeSpec {
        name: "Empty",
        module: "_queue",
        doc: Some("Raised when there is nothing to get."),
        base: Some(|| &exceptions::EXCEPTION),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
    /// `_queue.SimpleQueue`
    pub SIMPLE_QUEUE = TypeSpec {
        name: "SimpleQueue",
        module: "_queue",
        doc: Some("A queue of any size."),
        signature: Some("()"),
        layout: Some(<SimpleQueue as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("empty", "($self, /)", |_, it| {
                Ok(Value::bool(of::<SimpleQueue>(required(it, 0)).items.borrow().is_empty()))
            }, "Whether there are no items."),
            Method::new("get", "($self, /, block=True, timeout=None)", |vm, it| {
                let blocks = truth(vm, it, 1, true)?;
                get(vm, required(it, 0), blocks, optional(it, 2))
            }, "Removes an item, waiting for one if need be."),
            Method::new("get_nowait", "($self, /)", |vm, it| get(vm, required(it, 0), false, None), "Removes an item."),
            Method::new("put", "($self, /, item, block=True, timeout=None)", |vm, it| {
                truth(vm, it, 2, true)?;
                Ok(put(required(it, 0), required(it, 1)))
            }, "Adds an item."),
            Method::new("put_nowait", "($self, /, item)", |_, it| {
                Ok(put(required(it, 0), required(it, 1)))
            }, "Adds an item."),
            Method::new("qsize", "($self, /)", |_, it| {
                Ok(Value::from(of::<SimpleQueue>(required(it, 0)).items.borrow().len()))
            }, "How many items there are."),
            CLASS_GETITEM,
        ],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if class.is(&SIMPLE_QUEUE) && !arguments.values.is_empty() {
        if !arguments.names.is_empty() {
            return Err(vm.type_error("SimpleQueue() takes no keyword arguments"));
        }
        let given = arguments.values.len();
        return Err(vm.type_error(format!("SimpleQueue expected 0 arguments, got {given}")));
    }
    Ok(Ref::with_class(class, SimpleQueue::default()).into())
}

fn put(this: &Value, item: &Value) -> Value {
    let queue = of::<SimpleQueue>(this);
    queue.items.borrow_mut().push_back(item.clone());
    queue.puts.fetch_add(1, Ordering::Relaxed);
    if queue.waiting.get() > 0 {
        parking::wake(&queue.puts, 1);
    }
    Value::NONE
}

fn get(vm: &Vm, this: &Value, blocks: bool, timeout: Option<&Value>) -> Result<Value> {
    let queue = of::<SimpleQueue>(this);
    let deadline = match (blocks, timeout) {
        (false, _) => Deadline::Now,
        (true, None) => Deadline::Never,
        (true, Some(timeout)) => match u64::try_from(to_nanoseconds(vm, timeout)?) {
            Ok(timeout) => Deadline::after(timeout),
            Err(_) => return Err(vm.value_error("'timeout' must be a non-negative number")),
        },
    };
    loop {
        let item = queue.items.borrow_mut().pop_front();
        if let Some(item) = item {
            return Ok(item);
        }
        if deadline.is_over() {
            return Err(Raised(vm.call(EMPTY.as_value(), &[])?));
        }
        let puts = queue.puts.load(Ordering::Relaxed);
        queue.waiting.set(queue.waiting.get() + 1);
        let parked = parking::park(vm, &queue.puts, puts, deadline);
        queue.waiting.set(queue.waiting.get() - 1);
        if parked.is_err() && queue.waiting.get() > 0 {
            // This thread may have been the one that was woken.
            parking::wake(&queue.puts, 1);
        }
        parked?;
    }
}
