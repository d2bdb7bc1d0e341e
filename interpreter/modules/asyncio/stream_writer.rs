//! `StreamWriter.write()` and `drain()`, which hardly ever has to wait.

use std::cell::Cell;

use vm::native::{Method, required};
use vm::objects::exceptions::GENERATOR_EXIT;
use vm::objects::generator::{Step, present_origin};
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::object_type;
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::coroutine::{self, NativeCoroutine};
use super::fields::Fields;
use super::socket_transport::{known_closing, write_to};
use super::stream_reader::{has_failed, protocol};
use crate::support::Visit;

static_type! {
    /// The native part of `asyncio.StreamWriter`.
    pub STREAM_WRITER = TypeSpec {
        name: "StreamWriter",
        module: "asyncio.streams",
        doc: Some("Writes to a transport."),
        flags: flags::BASE,
        slots: Slots { new: Some(object_type::new), ..Slots::EMPTY },
        methods: &[
            Method::new(
                "write",
                "($self, /, data)",
                |vm, it| {
                    write(vm, required(it, 0), required(it, 1))?;
                    Ok(Value::NONE)
                },
                "Writes data; drain() waits for it to be sent.",
            ),
            Method::new(
                "drain",
                "($self, /)",
                |vm, it| Ok(Draining::create(vm, required(it, 0))),
                "Coroutine: waits while too much is to be sent.",
            ),
        ],
        ..TypeSpec::DEFAULT
    };
    /// What `StreamWriter.drain()` gives.
    pub DRAINING = coroutine::specification::<Draining>("Waits while too much is to be sent.");
}

const TRANSPORT: usize = 0;
const PROTOCOL: usize = 1;
const READER: usize = 2;
static FIELDS: Fields<3> = Fields::new(["_transport", "_protocol", "_reader"]);

fn write(vm: &Vm, this: &Value, data: &Value) -> Result<()> {
    let known = FIELDS.of(vm, this).and_then(|it| it.get(this, TRANSPORT));
    let transport = match known {
        Some(transport) => transport,
        None => vm.get_attribute(this, &vm.intern("_transport"))?,
    };
    write_to(vm, &transport, data)
}

/// The payload of the coroutine.
pub struct Draining {
    begun: Cell<bool>,
    over: Cell<bool>,
    writer: Guarded<Option<Value>>,
    /// The coroutine in Python that does what takes longer.
    longer: Guarded<Option<Value>>,
    origin: Guarded<Option<Value>>,
}

payload!(Draining, DRAINING, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.writer.visit(visit);
        self.longer.visit(visit);
        self.origin.visit(visit);
    }
    fn clear(&self) {
        drop(self.writer.take());
        drop(self.longer.take());
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        !self.begun.get() && !self.over.get()
    }
});

impl Draining {
    fn create(vm: &Vm, writer: &Value) -> Value {
        let payload = || Draining {
            begun: Cell::new(false),
            over: Cell::new(false),
            writer: Guarded::new(Some(writer.clone())),
            longer: Guarded::default(),
            origin: Guarded::new(present_origin(vm)),
        };
        Ref::make(&DRAINING, payload, 0, |_| ()).into()
    }

    fn ended(&self, step: Result<Step>) -> Result<Step> {
        if !matches!(step, Ok(Step::Yielded(_))) {
            self.over.set(true);
            drop(self.writer.take());
            drop(self.longer.take());
        }
        step
    }
}

impl NativeCoroutine for Draining {
    fn qualified_name(&self) -> &'static str {
        "StreamWriter.drain"
    }

    fn origin(&self) -> Option<Value> {
        self.origin.borrow().clone()
    }

    fn awaited(&self) -> Option<Value> {
        self.longer.borrow().clone()
    }

    #[inline]
    fn step(vm: &Vm, draining: &Ref<Self>) -> Result<Step> {
        if draining.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        let step = match draining.begun.replace(true) {
            false => begin(vm, draining),
            true => go_on(vm, draining),
        };
        draining.ended(step)
    }

    fn interrupt(vm: &Vm, draining: &Ref<Self>, raised: Raised) -> Result<Step> {
        if draining.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        draining.begun.set(true);
        let longer = draining.longer.borrow().clone();
        let step = match longer {
            Some(longer) => vm.throw_into(&longer, raised),
            None => Err(raised),
        };
        draining.ended(step)
    }

    fn close(vm: &Vm, draining: &Ref<Self>) -> Result<()> {
        draining.begun.set(true);
        let longer = draining.longer.take();
        let closed = match longer {
            Some(longer) => {
                let exit = vm.error_with(&GENERATOR_EXIT, vec![]);
                vm.throw_into(&longer, exit)
            }
            None => Ok(Step::Returned(Value::NONE)),
        };
        match draining.ended(closed) {
            Err(raised) if !raised.is(&GENERATOR_EXIT) => Err(raised),
            _ => Ok(()),
        }
    }
}

fn begin(vm: &Vm, draining: &Draining) -> Result<Step> {
    let writer = draining.writer.borrow().clone().unwrap_or(Value::NONE);
    if has_nothing_to_do(vm, &writer).unwrap_or(false) {
        return Ok(Step::Returned(Value::NONE));
    }
    let longer = vm.call_method(&writer, "_drain", &[])?;
    drop(draining.longer.replace(Some(longer)));
    go_on(vm, draining)
}

/// Whether nothing went wrong, and nothing has to wait; `None` where that takes a longer look.
fn has_nothing_to_do(vm: &Vm, writer: &Value) -> Option<bool> {
    let fields = FIELDS.of(vm, writer)?;
    let reader = fields.get(writer, READER)?;
    let is_well = (reader.is_none() || !has_failed(vm, &reader)?)
        && !known_closing(vm, &fields.get(writer, TRANSPORT)?)?;
    Some(is_well && protocol::may_write(vm, &fields.get(writer, PROTOCOL)?)?)
}

fn go_on(vm: &Vm, draining: &Draining) -> Result<Step> {
    let longer = draining.longer.borrow().clone();
    match longer {
        Some(longer) => vm.send_into(&longer, Value::none_ref()),
        None => Ok(Step::Returned(Value::NONE)),
    }
}
