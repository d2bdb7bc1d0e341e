//! Struct sequences: tuples whose items have names too, such as `os.stat_result`.
//!
//! A type may have fields that are no items. They lie in one tuple, which the instance holds
//! as an attribute that scripts cannot see.

use super::attributes;
use super::dict::Dict;
use super::heap::Ref;
use super::lookup::generic_get_attribute;
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, cannot_create, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::{Result, Vm};

/// Where the fields are that are no items. Not an identifier, so that no script meets it.
const HIDDEN: &str = "hidden fields";

/// Declares types of struct sequences: `struct_sequence! { /// Doc.
/// pub NAME = "module", "name", 2, ["first" 0, "second" 1], hidden ["third" 0]; }`. The number
/// says how many items there are; some of them may have no name.
#[macro_export]
macro_rules! struct_sequence {
    ($($(#[$attribute:meta])* $visibility:vis $name:ident = $module:literal, $class:literal,
        $items:literal, [$($field:literal $index:literal),* $(,)?]
        $(, hidden [$($hidden:literal $hidden_index:literal),* $(,)?])? $(, flags $flags:expr)?;)*) => {
        $($crate::static_type! {
            $(#[$attribute])*
            $visibility $name = $crate::objects::types::TypeSpec {
                name: $class,
                module: $module,
                doc: Some(concat!($class, ": a tuple with names.")),
                base: Some(|| $crate::objects::tuple_type::TUPLE.as_ref()),
                flags: $crate::objects::types::flags::ATTRIBUTES $(| $flags)?,
                slots: $crate::objects::slots::Slots {
                    new: Some($crate::objects::struct_sequence::new),
                    repr: Some($crate::objects::struct_sequence::repr),
                    setattribute: Some($crate::objects::struct_sequence::set_attribute),
                    ..$crate::objects::slots::Slots::EMPTY
                },
                methods: $crate::objects::struct_sequence::METHODS,
                properties: &[
                    $($crate::objects::struct_sequence::field::<$index>($field),)*
                    $($($crate::objects::struct_sequence::hidden::<$hidden_index>($hidden),)*)?
                ],
                constants: &[
                    ("n_sequence_fields", |_| $crate::objects::value::Value::int($items)),
                    ("n_fields", |_| {
                        let hidden: &[&str] = &[$($($hidden),*)?];
                        $crate::objects::value::Value::from($items + hidden.len())
                    }),
                    ("n_unnamed_fields", |_| {
                        let named: &[&str] = &[$($field),*];
                        $crate::objects::value::Value::from($items - named.len())
                    }),
                    ("__match_args__", |_| {
                        let named: &[&str] = &[$($field),*];
                        let named = named.iter().map($crate::objects::str::Str::value);
                        $crate::objects::tuple::Tuple::new(named.collect()).into()
                    }),
                ],
                ..$crate::objects::types::TypeSpec::DEFAULT
            };
        })*
    };
}

/// The methods of every struct sequence.
pub const METHODS: &[Method] = &[
    Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
    Method::new(
        "__replace__",
        "($self, /, **changes)",
        replace,
        "A copy with other values.",
    ),
];

/// The item of this number, by name.
pub const fn field<const INDEX: usize>(name: &'static str) -> Property {
    Property {
        member: true,
        ..Property::new(name, |_, this| {
            let item = this
                .downcast::<Tuple>()
                .and_then(|it| it.items().get(INDEX));
            Ok(item.cloned().unwrap_or(Value::NONE))
        })
    }
}

/// The field of this number among those that are no items.
pub const fn hidden<const INDEX: usize>(name: &'static str) -> Property {
    Property {
        member: true,
        ..Property::new(name, |vm, this| {
            let fields = hidden_fields(vm, this);
            let field = fields.as_ref().and_then(|fields| fields.items().get(INDEX));
            Ok(field.cloned().unwrap_or(Value::NONE))
        })
    }
}

fn hidden_fields(vm: &Vm, this: &Value) -> Option<Ref<Tuple>> {
    let fields = attributes::get(this.header()?, &vm.intern(HIDDEN))?;
    fields.downcast::<Tuple>().cloned()
}

/// A struct sequence of these items, and of these fields that are no items.
pub fn make(vm: &Vm, class: &Ref<Type>, items: Vec<Value>, hidden: Vec<Value>) -> Value {
    let sequence = Tuple::of_class(class, items);
    if !hidden.is_empty() {
        let hidden = Tuple::new(hidden).into();
        attributes::set(sequence.header(), &vm.intern(HIDDEN), hidden);
    }
    sequence.into()
}

/// What the declaration of a type says.
struct Shape {
    items: usize,
    names: Vec<&'static str>,
    unnamed: usize,
}

impl Shape {
    fn of(vm: &Vm, class: &Ref<Type>) -> Shape {
        let mut class = class.clone();
        let spec: &'static TypeSpec = loop {
            match (class.spec(), class.base()) {
                (Some(spec), _) => break spec,
                (None, Some(base)) => class = base,
                (None, None) => break &TypeSpec::DEFAULT,
            }
        };
        let number = |name: &str| {
            let constant = spec.constants.iter().find(|(other, _)| *other == name);
            let value = constant.and_then(|(_, value)| value(vm).as_i64());
            value.map_or(0, |value| value as usize)
        };
        Shape {
            items: number("n_sequence_fields"),
            names: spec
                .properties
                .iter()
                .map(|property| property.name)
                .collect(),
            unnamed: number("n_unnamed_fields"),
        }
    }

    fn named_items(&self) -> &[&'static str] {
        let count = self
            .items
            .saturating_sub(self.unnamed)
            .min(self.names.len());
        &self.names[..count]
    }

    fn hidden(&self) -> &[&'static str] {
        &self.names[self.named_items().len()..]
    }
}

/// `Class(sequence, dict={})`.
pub fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if class.has(flags::NO_INSTANTIATION) {
        return cannot_create(vm, class);
    }
    static SIGNATURE: Signature = Signature::new("structseq", "(sequence, dict=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let name = class.name();
    let sequence = bound.required(0);
    if sequence.class().slots().iter.is_none() && !vm.is_sequence(sequence) {
        return Err(vm.type_error("constructor requires a sequence"));
    }
    let dict = match bound.optional(1) {
        None => None,
        Some(value) => match value.downcast::<Dict>() {
            Some(dict) => Some(dict.clone()),
            None => {
                return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
            }
        },
    };
    let mut values = vm.collect(sequence)?;
    let shape = Shape::of(vm, class);
    let (least, most, given) = (
        shape.items,
        shape.items + shape.hidden().len(),
        values.len(),
    );
    if given < least || given > most {
        let (limit, count) = match (least == most, given < least) {
            (true, _) => ("a", least),
            (false, true) => ("an at least", least),
            (false, false) => ("an at most", most),
        };
        return Err(vm.type_error(format!(
            "{name}() takes {limit} {count}-sequence ({given}-sequence given)"
        )));
    }
    let mut hidden = values.split_off(shape.items);
    for field in &shape.hidden()[hidden.len()..] {
        let value = dict
            .as_ref()
            .and_then(|dict| dict.get_str(&vm.intern(field)));
        hidden.push(value.unwrap_or(Value::NONE));
    }
    if let Some(dict) = dict {
        check_names(vm, &name, &shape, given, &dict)?;
    }
    Ok(make(vm, class, values, hidden))
}

/// Refuses names in the dict that are no fields, or fields that the sequence has given.
fn check_names(vm: &Vm, name: &str, shape: &Shape, given: usize, dict: &Ref<Dict>) -> Result<()> {
    let free = &shape.hidden()[given - shape.items..];
    let expected = |key: &Value| {
        let key = key.downcast::<Str>();
        key.is_some_and(|key| free.iter().any(|field| key.as_bytes() == field.as_bytes()))
    };
    if dict.to_vec().iter().all(|(key, _)| expected(key)) {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "{name}() got duplicate or unexpected field name(s)"
    )))
}

/// `module.name(first=1, second=2)`.
pub fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let shape = Shape::of(vm, this.class());
    let mut text = this.class().name();
    text.push('(');
    let items = this
        .downcast::<Tuple>()
        .map_or(&[][..], |tuple| tuple.items());
    for (position, (name, item)) in shape.named_items().iter().zip(items).enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        text.push_str(&format!("{name}={}", vm.repr_text(item)?));
    }
    text.push(')');
    Ok(Str::value(text))
}

/// Attributes of instances cannot be set, but for those of classes that inherit.
pub fn set_attribute(vm: &Vm, this: &Value, name: &Ref<Str>, value: Option<&Value>) -> Result<()> {
    if this.class().has(super::types::flags::HEAP) {
        return super::lookup::generic_set_attribute(vm, this, name, value);
    }
    generic_get_attribute(vm, this, name)?;
    Err(vm.attribute_error("readonly attribute"))
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = crate::native::required(arguments, 0);
    let Some(tuple) = this.downcast::<Tuple>() else {
        return Ok(Value::NONE);
    };
    let dict = Dict::new();
    let hidden = hidden_fields(vm, this).unwrap_or_else(Tuple::empty);
    for (name, value) in Shape::of(vm, this.class())
        .hidden()
        .iter()
        .zip(hidden.items())
    {
        dict.set_str(&vm.intern(name), value.clone());
    }
    let items = Tuple::pair(Tuple::from_slice(tuple.items()).into(), dict.into());
    Ok(Tuple::pair(this.class().to_value(), items.into()).into())
}

fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = crate::native::required(arguments, 0);
    let shape = Shape::of(vm, this.class());
    let changes = crate::native::required(arguments, 1);
    let (Some(tuple), Some(changes)) = (this.downcast::<Tuple>(), changes.downcast::<Dict>())
    else {
        return Ok(Value::NONE);
    };
    if shape.unnamed > 0 {
        return Err(vm.type_error(format!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            this.class().name()
        )));
    }
    let mut values = tuple.items().to_vec();
    let hidden = hidden_fields(vm, this).unwrap_or_else(Tuple::empty);
    values.extend(hidden.items().iter().cloned());
    let changes = changes.copy();
    for (name, value) in shape.names.iter().zip(&mut values) {
        if let Some(change) = changes.remove_str(&vm.intern(name)) {
            *value = change;
        }
    }
    if !changes.is_empty() {
        let names = changes.to_vec().into_iter().map(|(name, _)| name).collect();
        let names = super::list::List::new(names);
        return Err(vm.type_error(format!(
            "Got unexpected field name(s): {}",
            vm.repr_text(names.as_value())?
        )));
    }
    let hidden = values.split_off(shape.items.min(values.len()));
    Ok(make(vm, this.class(), values, hidden))
}
