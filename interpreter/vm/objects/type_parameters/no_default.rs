//! `typing.NoDefault`: stands for a default that is missing.
#![allow(unsafe_code, reason = "a global object under the interpreter lock")]

use crate::native::Method;
use crate::objects::guarded::Global;
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::Slots;
use crate::objects::str::Str;
use crate::objects::types::{TypeSpec, cannot_create_more};
use crate::objects::value::Value;
use crate::{payload, static_type};

/// The payload of `NoDefault`.
pub struct NoDefault;

payload!(NoDefault, NO_DEFAULT);

static_type! {
    /// `NoDefaultType`
    pub NO_DEFAULT = TypeSpec {
        name: "NoDefaultType",
        doc: Some("The type of NoDefault."),
        signature: Some("()"),
        layout: Some(<NoDefault as Payload>::layout),
        slots: Slots {
            repr: Some(|_, _| Ok(Str::value("typing.NoDefault"))),
            new: Some(|vm, class, arguments| {
                cannot_create_more(vm, class, arguments, no_default())
            }),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", |_, _| Ok(Str::value("NoDefault")), "")],
        ..TypeSpec::DEFAULT
    };
}

static ONLY: Global<Option<Value>> = Global::new(None);

/// `NoDefault`.
pub fn no_default() -> Value {
    // SAFETY: the interpreter lock is held; making the object runs no Python code.
    unsafe { ONLY.get() }
        .get_or_insert_with(|| Ref::new(NoDefault).into())
        .clone()
}
