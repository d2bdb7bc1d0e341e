//! The prefix of instances: members of `__slots__`, attributes, and the `__dict__`.
//!
//! ```text
//!   ... attribute 0 | member 1 | member 0 | shape | dict | header ...
//!            -5          -4         -3        -2     -1
//! ```
//!
//! The attributes of an instance lie in the prefix as long as nobody asks for its `__dict__`
//! and there is room. Its shape says which attributes it has, in the order in which they were
//! set; shapes of a class form a tree, so that instances that are filled alike share them and
//! an inline cache needs one comparison. Afterwards the shape is [`Shape::dict`] and all
//! attributes are in the dict, for good.
#![allow(unsafe_code, reason = "words in front of the header")]

use rustc_hash::FxHashMap;

use super::dict::Dict;
use super::guarded::{Global, Guarded};
use super::heap::{Header, Ref, state};
use super::str::Str;
use super::types::{Type, flags};
use super::value::Value;

/// Words in front of the header that every prefix has: shape and dict.
pub const FIXED_WORDS: u32 = 2;

/// The most attributes that lie in the prefix.
const MOST_ATTRIBUTES: usize = 30;

/// The room for attributes in instances of a class whose methods set none.
const DEFAULT_ATTRIBUTES: usize = 4;

/// How many ways of going on a shape remembers; instances that go another way use a dict.
const MOST_TRANSITIONS: usize = 32;

/// Which attributes an instance has in its prefix, in order. Names are interned.
pub struct Shape {
    names: Vec<Ref<Str>>,
    parent: *const Shape,
    /// The index of the first attribute among the values: the number of members.
    first: u32,
    capacity: u32,
    #[allow(
        clippy::vec_box,
        reason = "instances point to shapes, which must stay in place"
    )]
    transitions: Guarded<Vec<Box<Shape>>>,
}

// SAFETY: only the holder of the interpreter lock touches shapes.
unsafe impl Sync for Shape {}

static DICT: Shape = Shape {
    names: Vec::new(),
    parent: std::ptr::null(),
    first: 0,
    capacity: 0,
    transitions: Guarded::new(Vec::new()),
};

impl Shape {
    /// The shape of instances whose attributes are in their dict.
    #[inline(always)]
    pub fn dict() -> *const Shape {
        &raw const DICT
    }

    /// The shape of an instance without attributes, of a class with this many members and
    /// this much room for attributes.
    pub fn root(members: u32, capacity: u32) -> Box<Shape> {
        Box::new(Shape {
            names: Vec::new(),
            parent: std::ptr::null(),
            first: members,
            capacity,
            transitions: Guarded::new(Vec::new()),
        })
    }

    /// The room that a class needs whose methods set this many different attributes.
    pub fn capacity_for(attributes: usize) -> u32 {
        let wanted = if attributes == 0 {
            DEFAULT_ATTRIBUTES
        } else {
            attributes.next_multiple_of(2)
        };
        wanted.min(MOST_ATTRIBUTES) as u32
    }

    /// The attributes' names.
    pub fn names(&self) -> &[Ref<Str>] {
        &self.names
    }

    /// The index of the attribute among the values; `name` is interned.
    #[inline]
    pub fn index_of(&self, name: &Ref<Str>) -> Option<usize> {
        let place = self.names.iter().position(|other| other.is(name))?;
        Some(self.first as usize + place)
    }

    /// The index of the attribute that an instance of this shape would get next.
    #[inline(always)]
    pub fn next_index(&self) -> usize {
        self.first as usize + self.names.len()
    }

    /// The shape with one attribute more, if there is room; `name` is interned.
    pub fn with(&self, name: &Ref<Str>) -> Option<*const Shape> {
        if self.names.len() >= self.capacity as usize {
            return None;
        }
        {
            let known = self.transitions.borrow();
            let found = known
                .iter()
                .find(|shape| shape.names.last().is_some_and(|last| last.is(name)));
            if let Some(shape) = found {
                return Some(&raw const **shape);
            }
            if known.len() >= MOST_TRANSITIONS {
                return None;
            }
        }
        let mut names = Vec::with_capacity(self.names.len() + 1);
        names.extend(self.names.iter().cloned());
        names.push(name.clone());
        let shape = Box::new(Shape {
            names,
            parent: self,
            first: self.first,
            capacity: self.capacity,
            transitions: Guarded::new(Vec::new()),
        });
        let pointer = &raw const *shape;
        self.transitions.borrow_mut().push(shape);
        Some(pointer)
    }
}

/// The shape of an instance.
///
/// # Safety
/// The object's type has a prefix.
#[inline(always)]
pub unsafe fn shape_of(header: &Header) -> *const Shape {
    // SAFETY: promised by the caller.
    unsafe { *(&raw const *header).cast::<*const Shape>().sub(2) }
}

/// Gives an instance another shape.
///
/// # Safety
/// The object's type has a prefix; the shape belongs to the type, and exactly the values that
/// it names are present.
#[inline(always)]
pub unsafe fn set_shape(header: &Header, shape: *const Shape) {
    // SAFETY: promised by the caller.
    unsafe {
        (&raw const *header)
            .cast_mut()
            .cast::<*const Shape>()
            .sub(2)
            .write(shape);
    }
}

/// Where a member or an attribute of an instance is.
///
/// # Safety
/// The prefix of the object's type has more than `index` values.
#[inline(always)]
pub unsafe fn value_at(header: &Header, index: usize) -> *mut Option<Value> {
    // SAFETY: promised by the caller.
    unsafe {
        (&raw const *header)
            .cast_mut()
            .cast::<Option<Value>>()
            .sub(3 + index)
    }
}

/// The word of the dict.
///
/// # Safety
/// The object's type has a prefix.
#[inline(always)]
unsafe fn dict_word<'a>(header: &Header) -> &'a mut Option<Ref<Dict>> {
    // SAFETY: promised by the caller; the interpreter lock is held, and no caller keeps it.
    unsafe {
        &mut *(&raw const *header)
            .cast_mut()
            .cast::<Option<Ref<Dict>>>()
            .sub(1)
    }
}

#[inline(always)]
fn has_attributes(header: &Header) -> bool {
    header.class().has(flags::ATTRIBUTES)
}

/// Instances of a class with the same mark have attributes of the same names. None where they
/// are in a dict.
#[inline(always)]
pub fn mark(header: &Header) -> Option<usize> {
    if !has_attributes(header) {
        return Some(0);
    }
    // SAFETY: a type whose instances have attributes has a prefix.
    let shape = unsafe { shape_of(header) };
    (shape != Shape::dict()).then_some(shape as usize)
}

/// The attribute of an instance; `None` too for objects that have no attributes of their own.
#[inline]
pub fn get(header: &Header, name: &Ref<Str>) -> Option<Value> {
    if !has_attributes(header) {
        return None;
    }
    // SAFETY: a type whose instances have attributes has a prefix; the shape says which
    // values there are.
    unsafe {
        let shape = shape_of(header);
        if shape == Shape::dict() {
            return dict_word(header).as_ref()?.get_str(name);
        }
        let index = (*shape).index_of(&name.interned())?;
        (*value_at(header, index)).clone()
    }
}

/// Where an attribute is among the values of an instance, and of all others of its class with the
/// same [`mark`]; `None` too where attributes are in a dict. `name` is interned.
pub fn place_of(header: &Header, name: &Ref<Str>) -> Option<usize> {
    if !has_attributes(header) {
        return None;
    }
    // SAFETY: as in `get`.
    unsafe { (*shape_of(header)).index_of(name) }
}

/// The attribute at a place that [`place_of`] has told of an instance with this mark; `None` for
/// instances with another.
#[inline]
pub fn at_place(header: &Header, mark: usize, place: usize) -> Option<Value> {
    if !has_attributes(header) {
        return None;
    }
    // SAFETY: as in `get`; the shape says that there is a value at this place.
    unsafe {
        let shape = shape_of(header);
        if shape as usize != mark || place >= (*shape).next_index() {
            return None;
        }
        (*value_at(header, place)).clone()
    }
}

/// Sets an attribute of an instance. False if it has no attributes of its own.
#[inline]
pub fn set(header: &Header, name: &Ref<Str>, value: Value) -> bool {
    if !has_attributes(header) {
        return false;
    }
    let name = &name.interned();
    // SAFETY: as in `get`. The old value is dropped when the new one is in place.
    unsafe {
        let shape = shape_of(header);
        if shape != Shape::dict() {
            if let Some(index) = (*shape).index_of(name) {
                drop((*value_at(header, index)).replace(value));
                return true;
            }
            if let Some(larger) = (*shape).with(name) {
                value_at(header, (*shape).next_index()).write(Some(value));
                set_shape(header, larger);
                return true;
            }
        }
    }
    dict_of(header).set_str(name, value);
    true
}

/// Deletes an attribute of an instance; false if there is none.
pub fn delete(header: &Header, name: &Ref<Str>) -> bool {
    if !has_attributes(header) {
        return false;
    }
    // SAFETY: as in `get`. The last attribute is taken back by returning to the shape before;
    // others leave no hole in the order, because the dict takes over.
    unsafe {
        let shape = shape_of(header);
        if shape != Shape::dict() {
            let is_last = (*shape).names.last().is_some_and(|last| last.is(name));
            let index = match is_last {
                true => Some((*shape).next_index() - 1),
                false => (*shape).index_of(&name.interned()),
            };
            let Some(index) = index else {
                return false;
            };
            if index + 1 == (*shape).next_index() {
                set_shape(header, (*shape).parent);
                drop((*value_at(header, index)).take());
                return true;
            }
        }
    }
    dict_of(header).remove_str(name).is_some()
}

/// The `__dict__` of an instance, whose attributes are in it from now on.
///
/// # Panics
/// In debug builds, if the instance has no attributes of its own.
pub fn dict_of(header: &Header) -> Ref<Dict> {
    debug_assert!(has_attributes(header));
    // SAFETY: as in `get`; the values move into the dict, and the shape says so.
    unsafe {
        if let Some(dict) = dict_word(header) {
            return dict.clone();
        }
        let shape = shape_of(header);
        let dict = Dict::with_capacity((*shape).names.len());
        let first = (*shape).first as usize;
        for (place, name) in (*shape).names.iter().enumerate() {
            if let Some(value) = (*value_at(header, first + place)).take() {
                dict.insert_new(name.hash(), name.to_value(), value);
            }
        }
        *dict_word(header) = Some(dict.clone());
        set_shape(header, Shape::dict());
        dict
    }
}

/// The `__dict__` if the instance's attributes are in one already.
#[inline(always)]
pub fn existing_dict(header: &Header) -> Option<Ref<Dict>> {
    if !has_attributes(header) {
        return None;
    }
    // SAFETY: a type whose instances have attributes has a prefix.
    unsafe { dict_word(header).clone() }
}

/// The `__dict__` of an instance that has attributes, or has a dict already.
pub fn used_dict(header: &Header) -> Option<Ref<Dict>> {
    let is_used = has_attributes(header)
        // SAFETY: as in `get`.
        && unsafe { dict_word(header).is_some() || !(*shape_of(header)).names.is_empty() };
    is_used.then(|| dict_of(header))
}

/// The `__dict__` of an instance, borrowed, if its attributes are in it.
///
/// # Safety
/// The object's type has a prefix, and the dict is not replaced while it is borrowed.
#[inline(always)]
pub unsafe fn borrowed_dict(header: &Header) -> Option<&Ref<Dict>> {
    // SAFETY: promised by the caller.
    unsafe { dict_word(header).as_ref() }
}

/// Replaces the `__dict__` of an instance: by an empty one without `dict`.
pub fn set_dict(header: &Header, dict: Option<Ref<Dict>>) {
    debug_assert!(has_attributes(header));
    let shape = match dict {
        Some(_) => Shape::dict(),
        None if header.has_state(state::MOVED) => Shape::dict(),
        None => root_shape(header.class()),
    };
    // SAFETY: as in `get`; the old values are dropped when the new state is complete.
    unsafe {
        let values = take_attributes(header);
        set_shape(header, shape);
        let old = std::mem::replace(dict_word(header), dict);
        drop((values, old));
    }
}

/// The attributes of an instance, in order; without making a dict.
pub fn attributes_of(header: &Header) -> Vec<(Ref<Str>, Value)> {
    if !has_attributes(header) {
        return Vec::new();
    }
    // SAFETY: as in `get`.
    unsafe {
        if let Some(dict) = dict_word(header) {
            let pairs = dict.to_vec().into_iter();
            return pairs
                .filter_map(|(key, value)| Some((key.downcast::<Str>()?.clone(), value)))
                .collect();
        }
        let shape = shape_of(header);
        let first = (*shape).first as usize;
        let names = (*shape).names.iter().enumerate();
        names
            .filter_map(|(place, name)| {
                Some((name.clone(), (*value_at(header, first + place)).clone()?))
            })
            .collect()
    }
}

/// The value of a member of `__slots__`.
///
/// # Panics
/// In debug builds, if the type has no such member.
#[inline]
pub fn member(header: &Header, index: usize) -> Option<Value> {
    debug_assert!(index < header.class().member_count.get() as usize);
    // SAFETY: member descriptors are asked only for instances of the class that has them.
    unsafe { (*value_at(header, index)).clone() }
}

/// Sets or empties a member of `__slots__`, and gives the old value.
#[inline]
pub fn replace_member(header: &Header, index: usize, value: Option<Value>) -> Option<Value> {
    debug_assert!(index < header.class().member_count.get() as usize);
    // SAFETY: as above.
    unsafe { std::mem::replace(&mut *value_at(header, index), value) }
}

/// The sizes of prefixes that are not what the type of the object says, by address.
static MOVED: Global<Option<FxHashMap<usize, usize>>> = Global::new(None);

/// The size of the prefix of an object with [`state::MOVED`], for its release.
pub fn take_moved_size(header: *const Header) -> usize {
    // SAFETY: the interpreter lock is held.
    let sizes = unsafe { MOVED.get() };
    sizes
        .as_mut()
        .and_then(|sizes| sizes.remove(&(header as usize)))
        .unwrap_or_default()
}

/// Makes an instance ready to become one of `class`, which has the same members. Where the
/// prefix of `class` has another size, the attributes move into the dict for good.
pub fn move_to_class(header: &Header, class: &Ref<Type>) {
    let size = header.class().prefix_size();
    if size == 0 {
        return;
    }
    if has_attributes(header) {
        let same = size == class.prefix_size() && !header.has_state(state::MOVED);
        if !same || !keep_shape(header, class) {
            dict_of(header);
        }
    }
    if size != class.prefix_size() && !header.has_state(state::MOVED) {
        // SAFETY: the interpreter lock is held.
        let sizes = unsafe { MOVED.get() }.get_or_insert_default();
        sizes.insert(&raw const *header as usize, size);
        header.set_state(header.state() | state::MOVED);
    }
}

/// Takes over the attributes in the shapes of `class`, if there is room for all.
fn keep_shape(header: &Header, class: &Ref<Type>) -> bool {
    // SAFETY: both classes have as many members, so that the values stay where they are.
    unsafe {
        let old = shape_of(header);
        if old == Shape::dict() {
            return true;
        }
        let mut shape = root_shape(class);
        for name in &(*old).names {
            match (*shape).with(name) {
                Some(larger) => shape = larger,
                None => return false,
            }
        }
        set_shape(header, shape);
        true
    }
}

fn root_shape(class: &Type) -> *const Shape {
    match class.shape.get() {
        Some(shape) => shape,
        None => Shape::dict(),
    }
}

/// Takes all attributes out of the prefix; the caller sets the shape.
unsafe fn take_attributes(header: &Header) -> Vec<Value> {
    // SAFETY: the caller's object has a prefix.
    unsafe {
        let shape = shape_of(header);
        let first = (*shape).first as usize;
        (0..(*shape).names.len())
            .filter_map(|place| (*value_at(header, first + place)).take())
            .collect()
    }
}

/// Makes the prefix of a new instance: no members, no attributes.
///
/// # Safety
/// `block` begins with `size` writable bytes, the size of the class's prefix.
#[inline(always)]
pub unsafe fn initialize_prefix(block: *mut u8, size: usize, class: &Type) {
    // SAFETY: promised by the caller; `None` of a value or a reference is a zero word.
    unsafe {
        block.write_bytes(0, size);
        block
            .add(size)
            .cast::<*const Shape>()
            .sub(2)
            .write(root_shape(class));
    }
}

/// Drops what the prefix holds, for the last time.
///
/// # Safety
/// The object is of this class, and nothing refers to it any more.
pub unsafe fn drop_prefix(header: *const Header, class: &Type) {
    // SAFETY: promised by the caller. The object stays whole while values are dropped.
    unsafe {
        let header = &*header;
        let shape = shape_of(header);
        let count = class.member_count.get() as usize + (*shape).names.len();
        for index in 0..count {
            drop((*value_at(header, index)).take());
        }
        drop(dict_word(header).take());
    }
}

/// Shows what the prefix holds.
pub fn traverse_prefix(header: &Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: called for objects whose type has a prefix.
    unsafe {
        let shape = shape_of(header);
        let count = header.class().member_count.get() as usize + (*shape).names.len();
        for index in 0..count {
            if let Some(value) = &*value_at(header, index) {
                visit(value);
            }
        }
        if let Some(dict) = dict_word(header) {
            visit(dict.as_value());
        }
    }
}

/// Drops what the prefix holds, to break a cycle.
pub fn clear_prefix(header: &Header) {
    // SAFETY: called for objects whose type has a prefix; everything is taken out before the
    // first value is dropped.
    unsafe {
        let mut values = take_attributes(header);
        set_shape(header, Shape::dict());
        let members = header.class().member_count.get() as usize;
        values.extend((0..members).filter_map(|index| (*value_at(header, index)).take()));
        let dict = dict_word(header).take();
        drop((values, dict));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::testing::with_vm;

    #[test]
    fn instances_that_are_filled_alike_share_shapes() {
        with_vm(|vm| {
            let root = Shape::root(2, 3);
            let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| vm.intern(name));
            let with_a = root.with(&a).expect("room");
            // SAFETY: the shapes live as long as the root.
            let with_a = unsafe { &*with_a };
            assert!(std::ptr::eq(with_a, root.with(&a).expect("room")));
            assert_eq!(with_a.index_of(&a), Some(2));
            assert_eq!(with_a.next_index(), 3);
            // SAFETY: as above.
            let full = unsafe { &*(*with_a.with(&b).expect("room")).with(&c).expect("room") };
            assert_eq!(full.index_of(&c), Some(4));
            assert_eq!(full.index_of(&d), None);
            assert!(full.with(&d).is_none());
        });
    }

    #[test]
    fn the_room_follows_what_methods_set() {
        assert_eq!(Shape::capacity_for(0), 4);
        assert_eq!(Shape::capacity_for(3), 4);
        assert_eq!(Shape::capacity_for(100), 30);
    }
}
