//! Type objects: their state, and how native types are declared.
//!
//! A native type is a static, declared by [`crate::static_type`] from a [`TypeSpec`]; classes
//! made by scripts are objects of the heap. Making classes, the MRO and the inheritance of
//! slots are in `class_creation`; looking attributes up is in `lookup`.
#![allow(unsafe_code, reason = "slots are read without a borrow; static types")]

use std::cell::{Cell, UnsafeCell};

use super::attributes::Shape;
use super::dict::Dict;
use super::guarded::Guarded;
use super::heap::{Layout, Object, Ref, Release, release_slowly};
use super::slots::Slots;
use super::str::Str;
use super::value::Value;
use crate::native::{Method, Property};
use crate::{Result, Vm, payload};

pub mod method_cache;
pub mod namespaces;

/// Flags of a type, as bits.
#[allow(missing_docs, reason = "named as what they say")]
pub mod flags {
    /// A script's class may inherit from it.
    pub const BASE: u32 = 1 << 0;
    /// Made by a script: mutable, freed when unused.
    pub const HEAP: u32 = 1 << 1;
    /// Matched by sequence patterns.
    pub const SEQUENCE: u32 = 1 << 2;
    /// Matched by mapping patterns.
    pub const MAPPING: u32 = 1 << 3;
    /// Class patterns with one positional sub-pattern match the subject itself.
    pub const MATCH_SELF: u32 = 1 << 4;
    /// `finalize` is filled.
    pub const FINALIZER: u32 = 1 << 5;
    /// Instances have attributes of their own (`__dict__`).
    pub const ATTRIBUTES: u32 = 1 << 6;
    /// Instances may be referred to weakly.
    pub const WEAK_REFERENCES: u32 = 1 << 7;
    /// Abstract methods remain.
    pub const ABSTRACT: u32 = 1 << 8;
    /// Its functions are bound as methods without `__get__` being asked.
    pub const METHOD_DESCRIPTOR: u32 = 1 << 9;
    /// Its attributes cannot be set.
    pub const IMMUTABLE: u32 = 1 << 10;
    /// `Type()` is refused.
    pub const NO_INSTANTIATION: u32 = 1 << 11;
    /// Instances have a `__dict__` that is not in front of them: types.
    pub const OWN_DICT: u32 = 1 << 12;
    /// Instances have their attributes in a dict from the start: modules.
    pub const DICT_FIRST: u32 = 1 << 13;
    /// A native type whose attributes can be set, because CPython makes it as a class.
    pub const MUTABLE: u32 = 1 << 14;
    /// Weak references to an instance die before its finalizer runs, as those to generators do.
    pub const FORGOTTEN_FIRST: u32 = 1 << 15;
    /// The finalizer writes to another object, whose finalizer is to run later.
    pub const FLUSHED: u32 = 1 << 16;
    pub const INT_SUBCLASS: u32 = 1 << 24;
    pub const LIST_SUBCLASS: u32 = 1 << 25;
    pub const TUPLE_SUBCLASS: u32 = 1 << 26;
    pub const BYTES_SUBCLASS: u32 = 1 << 27;
    pub const STR_SUBCLASS: u32 = 1 << 28;
    pub const DICT_SUBCLASS: u32 = 1 << 29;
    pub const EXCEPTION_SUBCLASS: u32 = 1 << 30;
    pub const TYPE_SUBCLASS: u32 = 1 << 31;
}

/// An entry of a type's dict: its name, and what makes its value.
pub type TypeConstant = (&'static str, fn(&Vm) -> Value);

/// The declaration of a native type.
pub struct TypeSpec {
    /// `__name__`.
    pub name: &'static str,
    /// `__module__`.
    pub module: &'static str,
    /// `__doc__`.
    pub doc: Option<&'static str>,
    /// `__text_signature__` of the constructor, as `"(iterable=(), /)"`.
    pub signature: Option<&'static str>,
    /// The base; `object` where there is none.
    pub base: Option<fn() -> &'static Ref<Type>>,
    /// Further bases behind it (`ExceptionGroup`).
    pub more_bases: &'static [fn() -> &'static Ref<Type>],
    /// The payload of instances; the base's where there is none.
    pub layout: Option<fn() -> &'static Layout>,
    /// The metaclass; `type` where there is none.
    pub metaclass: Option<fn() -> &'static Ref<Type>>,
    /// Bits of [`flags`].
    pub flags: u32,
    /// Slots that the type fills itself.
    pub slots: Slots,
    /// Methods, class methods and static methods.
    pub methods: &'static [Method],
    /// Attributes computed by functions.
    pub properties: &'static [Property],
    /// How many values instances hold in front of them, as for `__slots__`, beside those of
    /// the base: what a native type adds to the layout of its base (see `attributes::member`).
    pub members: u32,
    /// Other entries of the type's dict.
    pub constants: &'static [TypeConstant],
}

impl TypeSpec {
    /// A type with nothing of its own.
    pub const DEFAULT: TypeSpec = TypeSpec {
        name: "",
        module: "builtins",
        doc: None,
        signature: None,
        base: None,
        more_bases: &[],
        layout: None,
        metaclass: None,
        flags: 0,
        slots: Slots::EMPTY,
        methods: &[],
        properties: &[],
        members: 0,
        constants: &[],
    };
}

/// Stands in `prefix_words` of a native type that has not been made ready.
const NOT_READY: u32 = u32::MAX;

/// The payload of a type object.
pub struct Type {
    pub(super) spec: Option<&'static TypeSpec>,
    pub(super) layout: Cell<Option<&'static Layout>>,
    /// Releases an instance that nothing refers to any more.
    pub(super) release: Cell<Release>,
    pub(super) flags: Cell<u32>,
    /// Changes whenever an attribute of the type or of a base does; 0 when not in use.
    pub(super) version: Cell<u32>,
    /// Whether scripts have been given the dict, and so may change it behind the back of the type.
    pub(super) exposed: Cell<bool>,
    /// Words in front of the header, shape and dict included; 0 where instances have neither
    /// attributes nor members.
    pub(super) prefix_words: Cell<u32>,
    /// Words of the prefix that belong to `__slots__`.
    pub(super) member_count: Cell<u32>,
    slots: UnsafeCell<Slots>,
    /// `__name__` of a class made by a script, or assigned.
    pub(super) name: Guarded<Option<Ref<Str>>>,
    pub(super) qualified_name: Guarded<Option<Ref<Str>>>,
    pub(super) base: Guarded<Option<Ref<Type>>>,
    pub(super) bases: Guarded<Vec<Ref<Type>>>,
    /// The MRO, the type itself first.
    pub(super) mro: Guarded<Vec<Ref<Type>>>,
    pub(super) dict: Guarded<Option<Ref<Dict>>>,
    /// Subclasses, by address; they are removed when they die.
    pub(super) subclasses: Guarded<Vec<*const super::heap::Header>>,
    /// The empty shape of instances.
    pub(super) shape: Cell<Option<&'static Shape>>,
}

payload!(Type, TYPE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.traverse_type(visit);
    }
    fn clear(&self) {
        self.clear_type();
    }
});

// SAFETY: only the holder of the interpreter lock touches objects.
unsafe impl Sync for Object<Type> {}

impl Type {
    /// The state of a native type before it is made ready.
    pub const fn native(spec: &'static TypeSpec) -> Type {
        Type::new(Some(spec), spec.flags, spec.slots)
    }

    pub(super) const fn new(spec: Option<&'static TypeSpec>, flags: u32, slots: Slots) -> Type {
        Type {
            spec,
            layout: Cell::new(None),
            release: Cell::new(release_slowly),
            flags: Cell::new(flags),
            version: Cell::new(0),
            exposed: Cell::new(false),
            prefix_words: Cell::new(if spec.is_some() { NOT_READY } else { 0 }),
            member_count: Cell::new(0),
            slots: UnsafeCell::new(slots),
            name: Guarded::new(None),
            qualified_name: Guarded::new(None),
            base: Guarded::new(None),
            bases: Guarded::new(Vec::new()),
            mro: Guarded::new(Vec::new()),
            dict: Guarded::new(None),
            subclasses: Guarded::new(Vec::new()),
            shape: Cell::new(None),
        }
    }

    /// The version: every change of an attribute of the type or of a base gives another one.
    /// 0 where none has been asked for since; [`method_cache::assign_version`] gives one.
    #[inline(always)]
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    /// Words in front of an instance's header that hold members of `__slots__`.
    #[inline(always)]
    pub fn member_count(&self) -> usize {
        self.member_count.get() as usize
    }

    /// Sets and removes bits of [`flags`].
    pub(super) fn change_flags(&self, set: u32, remove: u32) {
        self.flags.set(self.flags.get() & !remove | set);
    }

    /// Sets those of [`flags::SEQUENCE`] and [`flags::MAPPING`] that are among `bits`.
    pub fn set_collection_flags(&self, bits: u32) {
        let other = flags::SEQUENCE | flags::MAPPING;
        self.change_flags(bits & other, other & !bits);
    }

    /// The subclasses that are alive, in the order in which they were made.
    pub fn subclasses(&self) -> Vec<Ref<Type>> {
        let subclasses = self.subclasses.borrow();
        // SAFETY: a type removes itself from the lists of its bases before it is freed.
        let headers = subclasses.iter().map(|&header| unsafe { &*header });
        let alive = headers.filter(|header| header.count() > 0);
        alive
            .filter_map(|header| header.to_value().downcast::<Type>().cloned())
            .collect()
    }

    pub(super) fn add_subclass(&self, class: &Ref<Type>) {
        self.subclasses.borrow_mut().push(class.header());
    }

    pub(super) fn remove_subclass(&self, class: *const super::heap::Header) {
        self.subclasses
            .borrow_mut()
            .retain(|&other| !std::ptr::eq(other, class));
    }

    /// Sets the shape that instances begin with.
    pub(super) fn set_shape(&self, shape: Box<Shape>) {
        debug_assert!(self.shape.get().is_none());
        self.shape.set(Some(Box::leak(shape)));
    }

    fn traverse_type(&self, visit: &mut dyn FnMut(&Value)) {
        self.base
            .borrow()
            .iter()
            .for_each(|base| visit(base.as_value()));
        self.bases
            .borrow()
            .iter()
            .for_each(|base| visit(base.as_value()));
        self.mro
            .borrow()
            .iter()
            .for_each(|class| visit(class.as_value()));
        self.dict
            .borrow()
            .iter()
            .for_each(|dict| visit(dict.as_value()));
    }

    /// Instances may still be there, in the same cycle: what they need for their own end
    /// stays, their layout and shapes.
    fn clear_type(&self) {
        method_cache::invalidate(self);
        let mro = self.mro.take();
        let dict = self.dict.take();
        if let Some(dict) = &dict {
            dict.clear_entries();
        }
        drop((mro, dict));
    }

    /// The name for messages, C's `tp_name`: that of a native type outside `builtins` begins
    /// with its module. See [`Type::short_name`] for `__name__`.
    pub fn name(&self) -> String {
        match self.spec {
            Some(spec) if spec.module != "builtins" && self.name.borrow().is_none() => {
                format!("{}.{}", spec.module, spec.name)
            }
            _ => self.short_name(),
        }
    }

    /// `__name__`.
    pub fn short_name(&self) -> String {
        match &*self.name.borrow() {
            Some(name) => name.to_string(),
            None => self.spec.map_or("", |spec| spec.name).to_owned(),
        }
    }

    /// `__qualname__`.
    pub fn qualified_name(&self) -> String {
        match &*self.qualified_name.borrow() {
            Some(name) => name.to_string(),
            None => self.short_name(),
        }
    }

    /// `__qualname__` behind its module, which is left out for `builtins` and `__main__`.
    pub fn dotted_name(&self, vm: &Vm) -> String {
        let module = match self.spec {
            Some(spec) => Some(spec.module.to_owned()),
            None => {
                let dict = self.dict.borrow().clone();
                let module = dict.and_then(|dict| dict.get_str(&vm.intern("__module__")));
                module
                    .as_ref()
                    .and_then(|name| name.downcast::<Str>())
                    .map(|name| name.to_text())
            }
        };
        let name = self.qualified_name();
        match module.as_deref() {
            None | Some("builtins" | "__main__") => name,
            Some(module) => format!("{module}.{name}"),
        }
    }

    /// The name as CPython's `tp_name` has it; the same as [`Type::name`].
    pub fn full_name(&self) -> String {
        self.name()
    }

    /// The declaration of a native type.
    pub fn spec(&self) -> Option<&'static TypeSpec> {
        self.spec
    }

    /// The payload of instances.
    #[inline(always)]
    pub fn layout(&self) -> &'static Layout {
        // SAFETY: a type is made ready, which sets the layout, before it has instances.
        unsafe { self.layout.get().unwrap_unchecked() }
    }

    /// What releases an instance.
    #[inline(always)]
    pub(super) fn release(&self) -> Release {
        self.release.get()
    }

    /// The slots, those inherited included.
    #[inline(always)]
    pub fn slots(&self) -> &Slots {
        // SAFETY: the slots are function pointers, copied out at once; `update_slots` runs
        // under the interpreter lock, and no reference lives across it.
        unsafe { &*self.slots.get() }
    }

    /// Changes the slots.
    pub(super) fn update_slots(&self, change: impl FnOnce(&mut Slots)) {
        // SAFETY: as above.
        change(unsafe { &mut *self.slots.get() });
    }

    /// Whether all of these bits of [`flags`] are set.
    #[inline(always)]
    pub fn has(&self, flags: u32) -> bool {
        self.flags.get() & flags == flags
    }

    /// Whether `finalize` is filled.
    #[inline(always)]
    pub fn has_finalizer(&self) -> bool {
        self.has(flags::FINALIZER)
    }

    /// Whether a native type has been made ready, as all are when the machine starts. Those
    /// that were forgotten are made ready by their first instance, or when looked into.
    #[inline(always)]
    pub fn is_ready(&self) -> bool {
        self.prefix_words.get() != NOT_READY
    }

    /// Bytes in front of the header of an instance.
    #[inline(always)]
    pub fn prefix_size(&self) -> usize {
        self.prefix_words.get() as usize * size_of::<Value>()
    }

    /// Whether `class`, which is this native type or inherits from it, makes instances without
    /// an `__init__` of its own: no keyword arguments are meant for one then.
    pub fn initializes(&self, class: &Type) -> bool {
        let init = |of: &Type| of.slots().init.map(|function| function as usize);
        init(self) == init(class)
    }

    /// Whether the type is `other` or inherits from it, by the MRO.
    pub fn is_subtype(&self, other: &Ref<Type>) -> bool {
        self.mro.borrow().iter().any(|class| class.is(other))
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        method_cache::invalidate(self);
        // SAFETY: a Type is only ever the payload of an object.
        let header = unsafe { super::heap::header_of(self) };
        for base in self.bases.borrow().iter() {
            base.remove_subclass(header);
        }
        if let Some(shape) = self.shape.take() {
            // SAFETY: `set_shape` leaked it; all instances are gone, since each keeps its type
            // alive.
            drop(unsafe { Box::from_raw((&raw const *shape).cast_mut()) });
        }
    }
}

/// A native type: dereferences to the reference.
pub struct StaticType(Ref<Type>);

// SAFETY: only the holder of the interpreter lock touches objects.
unsafe impl Sync for StaticType {}

impl StaticType {
    /// The handle of a static type object.
    pub const fn new(object: &'static Object<Type>) -> StaticType {
        StaticType(Ref::to_static(object))
    }

    /// The name that it is declared with.
    pub fn native_name(&self) -> &'static str {
        self.0.spec.map_or("", |spec| spec.name)
    }

    /// The type.
    #[inline(always)]
    pub const fn as_ref(&self) -> &Ref<Type> {
        &self.0
    }
}

impl std::ops::Deref for StaticType {
    type Target = Ref<Type>;

    #[inline(always)]
    fn deref(&self) -> &Ref<Type> {
        &self.0
    }
}

/// Declares native types: `static_type! { /// Doc.
/// pub LIST = TypeSpec { name: "list", ..TypeSpec::DEFAULT } }`. Each must also stand in the
/// list of `crate::objects::native_types`, which makes them ready.
#[macro_export]
macro_rules! static_type {
    ($($(#[$attribute:meta])* $visibility:vis $name:ident = $spec:expr);* $(;)?) => {
        $($(#[$attribute])*
        $visibility static $name: $crate::objects::types::StaticType = {
            static DECLARED_SPEC: $crate::objects::types::TypeSpec = $spec;
            static TYPE_OBJECT_OF_SPEC: $crate::objects::heap::Object<$crate::objects::types::Type> =
                $crate::objects::heap::Object::immortal(
                    $crate::objects::types::metatype(),
                    $crate::objects::types::Type::native(&DECLARED_SPEC),
                );
            $crate::objects::types::StaticType::new(&TYPE_OBJECT_OF_SPEC)
        };)*
    };
}

/// `type` itself, as the type of native types.
pub const fn metatype() -> Ref<Type> {
    Ref::to_static(&TYPE_OBJECT)
}

static TYPE_OBJECT: Object<Type> =
    Object::immortal(metatype(), Type::native(&super::type_type::SPEC));

/// `type`.
pub static TYPE: StaticType = StaticType::new(&TYPE_OBJECT);

/// The name of the value's type, for messages.
pub fn type_name(value: &Value) -> String {
    value.class().name()
}

/// The result of a constructor that a type refuses.
pub fn cannot_create(vm: &Vm, class: &Ref<Type>) -> Result<Value> {
    Err(vm.type_error(format!("cannot create '{}' instances", class.full_name())))
}

/// `__new__` of a singleton's type.
pub fn cannot_create_more(
    vm: &Vm,
    class: &Ref<Type>,
    arguments: crate::call::Arguments<'_>,
    only: Value,
) -> Result<Value> {
    if arguments.values.is_empty() {
        return Ok(only);
    }
    Err(vm.type_error(format!("{} takes no arguments", class.name())))
}
