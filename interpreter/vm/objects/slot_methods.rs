//! Slots and special methods: each stands for the other.
//!
//! The slots of a native type appear in its dict as slot wrappers (`wrapper`). The special
//! methods of a class made by a script fill its slots with functions that look the method up
//! and call it (`generic`). Here is what decides which function a slot of a class gets.

use super::descriptors::MethodDescriptor;
use super::heap::Ref;
use super::names::names;
use super::native_function::NativeFunction;
use super::slots::{SPECIAL_METHODS, Slot, SlotFunction};
use super::str::Str;
use super::types::{Type, flags};
use super::value::Value;
use crate::Vm;

mod binary;
mod documentation;
mod generic;
pub mod wrapper;

pub use wrapper::{METHOD_WRAPPER, MethodWrapper, SLOT_WRAPPER, SlotWrapper};

/// Special methods that stand for the slots of sequences, beside numeric ones of that name.
pub const SEQUENCE_METHODS: &[(&str, Slot)] = &[
    ("__add__", Slot::concatenate),
    ("__mul__", Slot::repeat),
    ("__rmul__", Slot::repeat),
    ("__iadd__", Slot::inplace_concatenate),
    ("__imul__", Slot::inplace_repeat),
];

/// How many slots there are at most.
const SLOTS: usize = 128;

/// Where the special methods of each slot stand in their table: side by side.
static PLACES: [(usize, usize); SLOTS] = {
    let mut places = [(0, 0); SLOTS];
    let mut place = 0;
    while place < SPECIAL_METHODS.len() {
        let slot = SPECIAL_METHODS[place].1 as usize;
        if places[slot].1 == 0 {
            places[slot].0 = place;
        }
        places[slot].1 = place + 1;
        place += 1;
    }
    places
};

/// Whether the two are one function.
pub fn same_function(one: SlotFunction, other: SlotFunction) -> bool {
    one.address() == other.address()
}

/// Fills the slots of a new class, or those that changed bases give it.
pub fn fill_slots(vm: &Vm, class: &Ref<Type>) {
    let base = class.base();
    let only_base = class.bases.borrow().len() == 1;
    if only_base && let Some(base) = base {
        let slots = *base.slots();
        class.update_slots(|own| *own = slots);
        // A class has few names, and there are many special methods.
        for (name, _) in class.dict(vm).to_vec() {
            if let Some(name) = name.downcast::<Str>()
                && let Some(slot) = special_slot(name)
            {
                update_slot(vm, class, slot);
                update_sequence_slots(vm, class, name);
            }
        }
    } else {
        for &(_, slot) in SPECIAL_METHODS.iter().chain(SEQUENCE_METHODS) {
            update_slot(vm, class, slot);
        }
    }
    note_finalizer(class);
}

/// Fills the slots that a special method stands for, in the class and its subclasses.
pub fn name_changed(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) {
    if let Some(slot) = special_slot(name) {
        update_with_subclasses(vm, class, name, slot);
    }
}

/// The slot that a special method stands for.
pub(super) fn special_slot(name: &Ref<Str>) -> Option<Slot> {
    if !name.as_bytes().starts_with(b"__") {
        return None;
    }
    let names = names();
    let special = &names.special;
    // What nearly every class has, and is no special method.
    let usual = [
        &names.__module__,
        &names.__qualname__,
        &names.__firstlineno__,
        &names.__static_attributes__,
        &names.__doc__,
    ];
    if usual.iter().any(|usual| usual.is(name)) {
        return None;
    }
    // The special names are interned.
    let place = match name.is_interned() {
        true => special.iter().position(|special| special.is(name))?,
        false => special.iter().position(|special| special.same_text(name))?,
    };
    Some(SPECIAL_METHODS[place].1)
}

fn update_with_subclasses(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>, slot: Slot) {
    update_slot(vm, class, slot);
    update_sequence_slots(vm, class, name);
    note_finalizer(class);
    for subclass in class.subclasses() {
        if subclass.has(flags::HEAP) && subclass.dict(vm).position_of_str(name).is_none() {
            update_with_subclasses(vm, &subclass, name, slot);
        }
    }
}

fn update_sequence_slots(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) {
    for &(other, slot) in SEQUENCE_METHODS {
        if name.as_bytes() == other.as_bytes() {
            update_slot(vm, class, slot);
        }
    }
}

fn note_finalizer(class: &Ref<Type>) {
    if class.slots().finalize.is_some() {
        class.change_flags(flags::FINALIZER, 0);
    } else {
        class.change_flags(0, flags::FINALIZER);
    }
}

fn update_slot(vm: &Vm, class: &Ref<Type>, slot: Slot) {
    let function = function_for(vm, class, slot);
    class.update_slots(|slots| slots.set(slot, function));
}

/// The function that a slot gets by the special methods that the class has now.
fn function_for(vm: &Vm, class: &Ref<Type>, slot: Slot) -> Option<SlotFunction> {
    let mut specific: Option<SlotFunction> = None;
    let mut generic = false;
    let (first, end) = PLACES[slot as usize];
    let special = names().special[first..end].iter().cloned();
    let sequence = SEQUENCE_METHODS
        .iter()
        .filter(|(_, other)| *other == slot)
        .map(|(name, _)| vm.intern(name));
    for name in special.chain(sequence) {
        let Some(found) = class.lookup(vm, &name) else {
            continue;
        };
        if let Some(wrapper) = found.downcast_exact::<SlotWrapper>() {
            if wrapper.name().as_bytes() != name.as_bytes() {
                generic = true;
            } else if wrapper.slot() == slot && class.is_subtype(wrapper.owner()) {
                match specific {
                    Some(other) if !same_function(other, wrapper.function()) => generic = true,
                    _ => specific = Some(wrapper.function()),
                }
            } else if wrapper.slot() == slot || !class.is_subtype(wrapper.owner()) {
                generic = true;
            }
        } else if let Some(method) = found.downcast_exact::<MethodDescriptor>()
            && class.is_subtype(method.owner())
            && method.method().name.as_bytes() == name.as_bytes()
            && let Some(function) = method.owner().slots().get(slot)
        {
            // Some types have an ordinary method beside the slot, for speed in CPython.
            specific = Some(function);
        } else if slot == Slot::new
            && let Some(function) = found.downcast_exact::<NativeFunction>()
            && function.method().name == "__new__"
            && let Some(owner) = function.receiver().and_then(|it| it.downcast::<Type>())
            && let Some(new) = owner.slots().new
        {
            specific = Some(SlotFunction::New(new));
        } else if slot == Slot::hash && found.is_none() {
            return None;
        } else {
            generic = true;
        }
    }
    if generic {
        generic::function(slot)
    } else {
        specific
    }
}

/// The value under which a slot of a native type stands in its dict.
pub fn wrap(class: &Ref<Type>, name: Ref<Str>, slot: Slot, function: SlotFunction) -> Value {
    SlotWrapper::new(class, name, slot, function).into()
}
