//! The iterator of `iter_unpack`.

use std::cell::Cell;
use std::rc::Rc;

use primitives::text::structure::Layout;
use vm::native::{Method, required};
use vm::objects::buffer::BytesLike;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::pack::unpacked;
use super::raised;

/// The payload of `unpack_iterator`.
pub struct Unpacking {
    layout: Rc<Layout>,
    /// The bytes, until they are used up.
    bytes: Guarded<Option<BytesLike>>,
    place: Cell<usize>,
}

payload!(Unpacking, UNPACK_ITERATOR);

static_type! {
    /// `_struct.unpack_iterator`
    pub UNPACK_ITERATOR = TypeSpec {
        name: "unpack_iterator",
        module: "_struct",
        layout: Some(Unpacking::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", |_, it| {
                let iterator = of(required(it, 0));
                let length = iterator.bytes.borrow().as_ref().map_or(0, |bytes| bytes.len());
                let left = length.saturating_sub(iterator.place.get());
                Ok((left / iterator.layout.size.max(1)).into())
            }, "How many items are left."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Unpacking> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl Unpacking {
    /// An iterator over the parts of a buffer.
    pub fn of(vm: &Vm, layout: Rc<Layout>, buffer: &Value) -> Result<Value> {
        if layout.size == 0 {
            let checked = layout.check_iteration(0);
            checked.map_err(|error| raised(vm, error))?;
        }
        let bytes = vm.bytes_like(buffer)?;
        let checked = layout.check_iteration(bytes.len());
        checked.map_err(|error| raised(vm, error))?;
        Ok(Ref::new(Unpacking {
            layout,
            bytes: Guarded::new(Some(bytes)),
            place: Cell::new(0),
        })
        .into())
    }
}

fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of(this);
    let place = iterator.place.get();
    let size = iterator.layout.size;
    let item = match &*iterator.bytes.borrow() {
        Some(bytes) => bytes
            .get(place..place + size)
            .map(|part| unpacked(&iterator.layout, part)),
        None => return Ok(None),
    };
    match item {
        Some(item) => {
            iterator.place.set(place + size);
            Ok(Some(item))
        }
        None => {
            drop(iterator.bytes.take());
            Ok(None)
        }
    }
}
