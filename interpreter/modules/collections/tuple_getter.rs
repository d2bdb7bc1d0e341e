//! `_tuplegetter`: the descriptor of a field of a named tuple.

use vm::call::Arguments;
use vm::native::{Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::container;
use crate::support::{of, reduce_method, tuple};

/// The payload of a descriptor.
pub struct TupleGetter {
    index: isize,
    doc: Guarded<Option<Value>>,
}

container!(TupleGetter, TUPLE_GETTER, [doc], clear[doc]);

static_type! {
    /// `collections._tuplegetter`
    pub TUPLE_GETTER = TypeSpec {
        name: "_tuplegetter",
        module: "collections",
        signature: Some("(index, doc, /)"),
        layout: Some(<TupleGetter as Payload>::layout),
        slots: Slots {
            new: Some(new),
            get: Some(get),
            set: Some(|vm, _, _, value| {
                Err(vm.attribute_error(match value {
                    Some(_) => "can't set attribute",
                    None => "can't delete attribute",
                }))
            }),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(reduce)],
        properties: &[Property { member: true, ..Property::settable("__doc__", doc, set_doc) }],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_tuplegetter", "(index, doc, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let index = vm.to_isize(bound.required(0))?;
    let doc = Guarded::new(Some(bound.required(1).clone()));
    Ok(Ref::with_class(class, TupleGetter { index, doc }).into())
}

fn get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> Result<Value> {
    let getter = of::<TupleGetter>(this);
    let Some(instance) = instance.filter(|instance| !instance.is_none()) else {
        return Ok(this.clone());
    };
    let Some(fields) = instance.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
            getter.index,
            instance.class().name()
        )));
    };
    let index = usize::try_from(getter.index).ok();
    let field = index.and_then(|index| fields.items().get(index));
    field
        .cloned()
        .ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn doc(_: &Vm, this: &Value) -> Result<Value> {
    Ok(of::<TupleGetter>(this)
        .doc
        .borrow()
        .clone()
        .unwrap_or(Value::NONE))
}

fn set_doc(_: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    drop(of::<TupleGetter>(this).doc.replace(value.cloned()));
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let text = vm.repr_text(&doc(vm, this)?)?;
    let (name, index) = (this.class().short_name(), of::<TupleGetter>(this).index);
    Ok(Str::value(format!("{name}({index}, {text})")))
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let index = Value::int(of::<TupleGetter>(this).index as i64);
    let parts = tuple(vec![index, doc(vm, this)?]);
    Ok(Tuple::pair(this.class().to_value(), parts).into())
}
