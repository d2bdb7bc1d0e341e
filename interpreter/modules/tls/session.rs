//! `SSLSession`: what a client may resume a connection by.

use std::cell::Cell;
use std::sync::Arc;

use vm::native::Property;
use vm::objects::bytes::Bytes;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;

use vm::{Result, Vm, payload, static_type};

use super::resumption::Tickets;
use crate::support::of;

/// The payload.
pub(super) struct Session {
    pub tickets: Arc<Tickets>,
    pub id: Vec<u8>,
    /// When it began, in seconds since 1970.
    pub time: i64,
    /// The address of the context that it belongs to.
    pub context: Cell<usize>,
}

payload!(Session, SESSION);

/// For how long a session is good, in seconds.
const TIMEOUT: i64 = 7200;

static_type! {
    /// `_ssl.SSLSession`
    pub SESSION = TypeSpec {
        name: "SSLSession",
        module: "_ssl",
        layout: Some(<Session as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        slots: Slots { compare: Some(compare), ..Slots::EMPTY },
        properties: &[
            Property::new("has_ticket", |_, this| Ok(Value::bool(of::<Session>(this).tickets.is_filled()))),
            Property::new("id", |_, this| Ok(Bytes::value(&of::<Session>(this).id))),
            Property::new("ticket_lifetime_hint", |_, this| {
                let has_ticket = of::<Session>(this).tickets.is_filled();
                Ok(Value::int(if has_ticket { TIMEOUT } else { 0 }))
            }),
            Property::new("time", |_, this| Ok(Value::int(of::<Session>(this).time))),
            Property::new("timeout", |_, _| Ok(Value::int(TIMEOUT))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn compare(_: &Vm, this: &Value, other: &Value, how: Comparison) -> Result<Value> {
    let Some(other) = other.downcast::<Session>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let is_same = of::<Session>(this).id == other.id;
    Ok(match how {
        Comparison::Equal => Value::bool(is_same),
        Comparison::NotEqual => Value::bool(!is_same),
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// The session of a connection.
pub(super) fn make(tickets: Arc<Tickets>, id: Vec<u8>, time: i64, context: usize) -> Value {
    let context = Cell::new(context);
    let session = Session {
        tickets,
        id,
        time,
        context,
    };
    Ref::new(session).into()
}
