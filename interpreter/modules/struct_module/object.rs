//! `_struct.Struct`.

use std::rc::Rc;

use primitives::text::structure::Layout;
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::iterator::Unpacking;
use super::layout_of;
use super::pack::{pack, pack_into, unpack, unpack_at};

/// The payload of a Struct: its format and layout, once they are known.
pub struct Struct(Guarded<Option<(Ref<Str>, Rc<Layout>)>>);

payload!(Struct, STRUCT);

static_type! {
    /// `_struct.Struct`
    pub STRUCT = TypeSpec {
        name: "Struct",
        module: "_struct",
        doc: Some("A format that packs and unpacks."),
        signature: Some("(format)"),
        layout: Some(Struct::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Struct(Guarded::new(None))).into())),
            init: Some(init),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__sizeof__", "($self, /)", |_, it| {
                let object = of(required(it, 0));
                Ok(object.class().layout().object.size().into())
            }, "Bytes in memory."),
            Method::new("iter_unpack", "($self, buffer, /)", |vm, it| {
                Unpacking::of(vm, layout(vm, required(it, 0))?, required(it, 1))
            }, "Tuples of one part of the buffer after the other."),
            Method::raw("pack", "($self, /, *values)", |vm, arguments| {
                let (layout, values) = split(vm, arguments, "pack")?;
                pack(vm, &layout, values.values)
            }, "Values as bytes."),
            Method::raw("pack_into", "($self, buffer, offset, /, *values)", |vm, arguments| {
                let (layout, values) = split(vm, arguments, "pack_into")?;
                pack_into(vm, &layout, values.values)
            }, "Values as bytes within a buffer."),
            Method::new("unpack", "($self, buffer, /)", |vm, it| {
                unpack(vm, &*layout(vm, required(it, 0))?, required(it, 1))
            }, "The values of bytes."),
            Method::new("unpack_from", "($self, /, buffer, offset=0)", |vm, it| {
                unpack_at(vm, &*layout(vm, required(it, 0))?, required(it, 1), &it[2])
            }, "The values of a part of a buffer."),
        ],
        properties: &[
            Property::new("format", |vm, this| {
                layout(vm, this)?;
                let format = of(this).0.borrow().as_ref().map(|(format, _)| format.to_value());
                Ok(format.unwrap_or(Value::NONE))
            }),
            Property::new("size", |vm, this| Ok(layout(vm, this)?.size.into())),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Struct> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn layout(vm: &Vm, this: &Value) -> Result<Rc<Layout>> {
    let layout = of(this)
        .0
        .borrow()
        .as_ref()
        .map(|(_, layout)| layout.clone());
    layout.ok_or_else(|| vm.runtime_error("Struct object is not initialized"))
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("Struct", "(format)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let format = bound.required(0);
    let layout = layout_of(vm, format)?;
    let text = match format.downcast::<Str>() {
        Some(text) => text.clone(),
        None => Str::from(String::from_utf8_lossy(&vm.bytes_like(format)?)),
    };
    drop(of(this).0.replace(Some((text, layout))));
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    layout(vm, this)?;
    let format = of(this)
        .0
        .borrow()
        .as_ref()
        .map(|(format, _)| format.to_value());
    let format = vm.repr_text(&format.unwrap_or(Value::NONE))?;
    Ok(Str::value(format!(
        "{}({format})",
        this.class().short_name()
    )))
}

fn split<'a>(vm: &Vm, arguments: Arguments<'a>, name: &str) -> Result<(Rc<Layout>, Arguments<'a>)> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!("Struct.{name}() takes no keyword arguments")));
    }
    match arguments.positionals().first() {
        Some(this) => Ok((layout(vm, this)?, arguments.skip(1))),
        None => Err(vm.type_error(format!("unbound method Struct.{name}() needs an argument"))),
    }
}
