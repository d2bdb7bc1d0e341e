//! The types of `None`, `NotImplemented` and `...`.

use super::slots::Slots;
use super::str::Str;
use super::types::{TypeSpec, cannot_create_more};
use super::value::Value;
use crate::native::Method;
use crate::{Result, Vm, static_type};

static_type! {
    /// `NoneType`
    pub NONE = TypeSpec {
        name: "NoneType",
        signature: Some("()"),
        doc: Some("The type of the None singleton."),
        slots: Slots {
            repr: Some(|_, _| Ok(Str::value("None"))),
            hash: Some(|_, _| Ok(NONE_HASH)),
            bool: Some(|_, _| Ok(false)),
            new: Some(|vm, class, arguments| cannot_create_more(vm, class, arguments, Value::NONE)),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
    /// `ellipsis`
    pub ELLIPSIS = TypeSpec {
        name: "ellipsis",
        signature: Some("()"),
        doc: Some("The type of the Ellipsis singleton."),
        slots: Slots {
            repr: Some(|_, _| Ok(Str::value("Ellipsis"))),
            new: Some(|vm, class, arguments| {
                cannot_create_more(vm, class, arguments, Value::ELLIPSIS)
            }),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", |_, _| Ok(Str::value("Ellipsis")), "")],
        ..TypeSpec::DEFAULT
    };
    /// `NotImplementedType`
    pub NOT_IMPLEMENTED = TypeSpec {
        name: "NotImplementedType",
        signature: Some("()"),
        doc: Some("The type of the NotImplemented singleton."),
        slots: Slots {
            repr: Some(|_, _| Ok(Str::value("NotImplemented"))),
            bool: Some(not_implemented_bool),
            new: Some(|vm, class, arguments| {
                cannot_create_more(vm, class, arguments, Value::NOT_IMPLEMENTED)
            }),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reduce__", "($self, /)", |_, _| Ok(Str::value("NotImplemented")), ""),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// CPython 3.13 gives `None` this hash on every platform.
const NONE_HASH: i64 = 0xFCA8_6420;

fn not_implemented_bool(vm: &Vm, _: &Value) -> Result<bool> {
    vm.warn_deprecated("NotImplemented should not be used in a boolean context")?;
    Ok(true)
}
