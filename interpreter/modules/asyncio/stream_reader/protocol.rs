//! `StreamReaderProtocol.data_received()`: what has come goes to the reader of a stream.

use vm::native::{Method, required};
use vm::objects::lookup::Found;
use vm::objects::object_type;
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::objects::weakref::WeakRef;
use vm::{Result, Vm, static_type};

use super::{STREAM_READER, StreamReader, feed};
use crate::asyncio::fields::Fields;
use crate::asyncio::names::names;
use crate::asyncio::plain::PlainMethods;
use crate::state::State;

static_type! {
    /// The native part of `asyncio.StreamReaderProtocol`.
    pub STREAM_READER_PROTOCOL = TypeSpec {
        name: "StreamReaderProtocol",
        module: "asyncio.streams",
        doc: Some("Passes on what has come."),
        flags: flags::BASE,
        slots: Slots { new: Some(object_type::new), ..Slots::EMPTY },
        methods: &[Method::new(
            "data_received",
            "($self, /, data)",
            |vm, it| {
                data_received(vm, required(it, 0), required(it, 1))?;
                Ok(Value::NONE)
            },
            "Feeds the reader.",
        )],
        ..TypeSpec::DEFAULT
    };
}

static FIELDS: Fields<1> = Fields::new(["_stream_reader_wr"]);
static PLAIN: PlainMethods = PlainMethods::new(
    &STREAM_READER_PROTOCOL,
    &[("data_received", "data_received")],
);
static READER_PLAIN: PlainMethods =
    PlainMethods::new(&STREAM_READER, &[("feed_data", "feed_data")]);

fn data_received(vm: &Vm, this: &Value, data: &Value) -> Result<()> {
    if let Some(reader) = plain_reader(vm, this) {
        return feed(vm, &reader, data);
    }
    let reader = vm.get_attribute(this, &vm.intern("_stream_reader"))?;
    if reader.is_none() {
        return Ok(());
    }
    vm.call_method(&reader, "feed_data", std::slice::from_ref(data))
        .map(drop)
}

/// The reader that a protocol feeds with what comes, where both are as they use to be.
pub fn reader_of(vm: &Vm, protocol: &Value) -> Option<Value> {
    if !protocol.class().is_subtype(&STREAM_READER_PROTOCOL) || PLAIN.of(vm, protocol) == 0 {
        return None;
    }
    plain_reader(vm, protocol)
}

fn plain_reader(vm: &Vm, protocol: &Value) -> Option<Value> {
    let reference = FIELDS.of(vm, protocol)?.get(protocol, 0)?;
    let reader = reference.downcast_exact::<WeakRef>()?.get()?;
    reader.downcast::<StreamReader>()?;
    (READER_PLAIN.of(vm, &reader) != 0).then_some(reader)
}

static FLOW: Fields<2> = Fields::new(["_paused", "_connection_lost"]);
/// `FlowControlMixin._drain_helper`, once it was asked for.
static DRAIN_HELPER: State<Option<Value>> = State::new(None);

/// Classes, and the attributes of instances, that were found to have it.
static HAVE_USUAL: State<([(u32, usize); 4], usize)> = State::new(([(0, 0); 4], 0));

/// Whether `_drain_helper()` would return at once; `None` for protocols that have their own.
pub fn may_write(vm: &Vm, protocol: &Value) -> Option<bool> {
    let flow = FLOW.of(vm, protocol)?;
    let kind = (protocol.class().version(), flow.mark());
    let is_known = HAVE_USUAL.of(vm).borrow().0.contains(&kind);
    if !is_known || kind.0 == 0 {
        if !has_usual_helper(vm, protocol)? {
            return None;
        }
        let (kinds, next) = &mut *HAVE_USUAL.of(vm).borrow_mut();
        kinds[*next] = kind;
        *next = (*next + 1) % kinds.len();
    }
    let is_off = |field| {
        let value = flow.get(protocol, field);
        value.is_some_and(|value| value.is(&Value::FALSE))
    };
    Some(is_off(0) && is_off(1))
}

fn has_usual_helper(vm: &Vm, protocol: &Value) -> Option<bool> {
    let helper = vm.get_method(protocol, &names(vm)._drain_helper).ok()?;
    let usual = DRAIN_HELPER.of(vm).borrow().clone();
    let usual = match usual {
        Some(usual) => usual,
        None => {
            let usual = vm.import_attribute("asyncio.streams", "_usual_drain_helper");
            let usual = usual.ok()?;
            drop(DRAIN_HELPER.of(vm).replace(Some(usual.clone())));
            usual
        }
    };
    Some(matches!(helper, Found::Method(helper) if helper.is(&usual)))
}
