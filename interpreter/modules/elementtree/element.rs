//! `Element`: a tag, attributes, text, and elements within it.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::children;
use super::iterator::{ElementIterator, Wanted};
use super::search;
use crate::support::of;

/// The payload of an element.
pub struct Element {
    pub tag: Guarded<Value>,
    pub text: Guarded<Value>,
    pub tail: Guarded<Value>,
    /// A dict, made when somebody asks for it.
    pub attributes: Guarded<Option<Value>>,
    pub children: Guarded<Vec<Value>>,
}

payload!(Element, ELEMENT, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.tag.borrow());
        visit(&self.text.borrow());
        visit(&self.tail.borrow());
        self.attributes.borrow().iter().for_each(&mut *visit);
        self.children.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        for field in [&self.tag, &self.text, &self.tail] {
            drop(field.replace(Value::NONE));
        }
        drop(self.attributes.take());
        drop(self.children.take());
    }
});

static_type! {
    /// `xml.etree.ElementTree.Element`
    pub ELEMENT = TypeSpec {
        name: "Element",
        module: "xml.etree.ElementTree",
        layout: Some(<Element as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            init: Some(init),
            repr: Some(repr),
            length: Some(|_, this| Ok(of::<Element>(this).children.borrow().len())),
            bool: Some(children::truth),
            getitem: Some(children::get),
            setitem: Some(children::store),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::settable("tag", |_, this| Ok(of::<Element>(this).tag.borrow().clone()), |vm, this, value| {
                put(vm, &of::<Element>(this).tag, value)
            }),
            Property::settable("text", |_, this| Ok(of::<Element>(this).text.borrow().clone()), |vm, this, value| {
                put(vm, &of::<Element>(this).text, value)
            }),
            Property::settable("tail", |_, this| Ok(of::<Element>(this).tail.borrow().clone()), |vm, this, value| {
                put(vm, &of::<Element>(this).tail, value)
            }),
            Property::settable("attrib", |_, this| Ok(of::<Element>(this).attributes()), set_attributes),
        ],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "clear",
        "($self, /)",
        clear,
        "Takes everything out but the tag.",
    ),
    Method::new(
        "get",
        "($self, /, key, default=None)",
        get,
        "The value of an attribute.",
    ),
    Method::new("set", "($self, key, value, /)", set, "Sets an attribute."),
    Method::new(
        "find",
        "($self, /, path, namespaces=None)",
        search::find,
        "The first element of a path.",
    ),
    Method::new(
        "findtext",
        "($self, /, path, default=None, namespaces=None)",
        search::find_text,
        "The text of the first element of a path.",
    ),
    Method::new(
        "findall",
        "($self, /, path, namespaces=None)",
        search::find_all,
        "All elements of a path.",
    ),
    Method::new(
        "iterfind",
        "($self, /, path, namespaces=None)",
        search::iterate,
        "An iterator of the elements of a path.",
    ),
    Method::new(
        "append",
        "($self, subelement, /)",
        |vm, it| {
            let child = expected(vm, "append()", " 1", required(it, 1))?;
            of::<Element>(required(it, 0))
                .children
                .borrow_mut()
                .push(child);
            Ok(Value::NONE)
        },
        "Appends an element.",
    ),
    Method::new(
        "extend",
        "($self, elements, /)",
        children::extend,
        "Appends several elements.",
    ),
    Method::new(
        "insert",
        "($self, index, subelement, /)",
        children::insert,
        "Inserts an element.",
    ),
    Method::new(
        "remove",
        "($self, subelement, /)",
        children::remove,
        "Removes an element.",
    ),
    Method::new(
        "iter",
        "($self, /, tag=None)",
        |_, it| {
            let tag = it.get(1).cloned().flatten().filter(|tag| !is_asterisk(tag));
            let wanted = Wanted::Elements(tag.filter(|tag| !tag.is_none()));
            Ok(ElementIterator::of(required(it, 0), wanted))
        },
        "An iterator of the element and all within it.",
    ),
    Method::new(
        "itertext",
        "($self, /)",
        |_, it| Ok(ElementIterator::of(required(it, 0), Wanted::Text)),
        "An iterator of the texts within the element.",
    ),
    Method::new(
        "items",
        "($self, /)",
        |vm, it| listed(vm, required(it, 0), "items"),
        "The attributes as pairs.",
    ),
    Method::new(
        "keys",
        "($self, /)",
        |vm, it| listed(vm, required(it, 0), "keys"),
        "The names of the attributes.",
    ),
    Method::new(
        "makeelement",
        "($self, tag, attrib, /)",
        |vm, it| {
            let attributes = required(it, 2);
            let Some(given) = attributes.downcast::<Dict>() else {
                return Err(vm.type_error(format!(
                    "makeelement() argument 2 must be dict, not {}",
                    vm.found_argument(attributes)
                )));
            };
            Ok(made(required(it, 1).clone(), Some(given.copy())))
        },
        "Makes an element.",
    ),
    Method::new(
        "__copy__",
        "($self, /)",
        |_, it| Ok(copy(of(required(it, 0)))),
        "A copy that shares what is within.",
    ),
    Method::new(
        "__deepcopy__",
        "($self, memo, /)",
        deep_copy,
        "A copy of all.",
    ),
    Method::new("__getstate__", "($self, /)", state, "What is pickled."),
    Method::new(
        "__setstate__",
        "($self, state, /)",
        set_state,
        "Takes what was pickled.",
    ),
];

impl Element {
    fn new(tag: Value, attributes: Option<Value>) -> Element {
        Element {
            tag: Guarded::new(tag),
            text: Guarded::new(Value::NONE),
            tail: Guarded::new(Value::NONE),
            attributes: Guarded::new(attributes),
            children: Guarded::default(),
        }
    }

    /// The dict of the attributes, made if there is none.
    fn attributes(&self) -> Value {
        if let Some(known) = &*self.attributes.borrow() {
            return known.clone();
        }
        let new: Value = Dict::new().into();
        self.attributes.replace(Some(new.clone()));
        new
    }
}

/// An element with this tag. An empty dict of attributes is none.
pub fn made(tag: Value, attributes: Option<Ref<Dict>>) -> Value {
    let attributes = attributes.filter(|given| !given.is_empty());
    Ref::new(Element::new(tag, attributes.map(Value::from))).into()
}

/// An argument that has to be an element.
pub fn expected(vm: &Vm, function: &str, position: &str, value: &Value) -> Result<Value> {
    if value.downcast::<Element>().is_some() {
        return Ok(value.clone());
    }
    Err(vm.type_error(format!(
        "{function} argument{position} must be xml.etree.ElementTree.Element, not {}",
        vm.found_argument(value)
    )))
}

fn is_asterisk(tag: &Value) -> bool {
    match (tag.downcast::<Str>(), tag.downcast::<Bytes>()) {
        (Some(text), _) => text.as_bytes() == b"*",
        (_, Some(bytes)) => bytes.as_bytes() == b"*",
        _ => false,
    }
}

fn put(vm: &Vm, field: &Guarded<Value>, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.attribute_error("can't delete element attribute"));
    };
    drop(field.replace(value.clone()));
    Ok(())
}

fn set_attributes(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.attribute_error("can't delete element attribute"));
    };
    if value.downcast::<Dict>().is_none() {
        let class = value.class().name();
        return Err(vm.type_error(format!("attrib must be dict, not {class}")));
    }
    drop(of::<Element>(this).attributes.replace(Some(value.clone())));
    Ok(())
}

fn new(_: &Vm, class: &Ref<Type>, _: Arguments<'_>) -> Result<Value> {
    Ok(Ref::with_class(class, Element::new(Value::NONE, None)).into())
}

/// The tag and the attributes among arguments, behind the first `skipped`.
fn tag_and_attributes(
    vm: &Vm,
    name: &str,
    skipped: usize,
    arguments: Arguments<'_>,
) -> Result<(Value, Option<Ref<Dict>>)> {
    let given = arguments.positionals();
    let (least, most) = (skipped + 1, skipped + 2);
    if given.len() < least || given.len() > most {
        let (limit, count) = match given.len() < least {
            true => ("at least", least),
            false => ("at most", most),
        };
        let s = if count == 1 { "" } else { "s" };
        return Err(vm.type_error(format!(
            "{name}() takes {limit} {count} argument{s} ({} given)",
            given.len()
        )));
    }
    let tag = given[skipped].clone();
    let dict = |value: &Value, words: &dyn Fn() -> String| match value.downcast::<Dict>() {
        Some(dict) => Ok(dict.copy()),
        None => Err(vm.type_error(words())),
    };
    let positional = given.get(skipped + 1);
    let known = match positional {
        Some(value) => Some(dict(value, &|| {
            let found = vm.found_argument(value);
            format!("{name}() argument {most} must be dict, not {found}")
        })?),
        None if arguments.names.is_empty() => return Ok((tag, None)),
        None => None,
    };
    // Without a dict behind the tag, the keyword `attrib` holds one.
    let is_dict = |key: &Ref<Str>| positional.is_none() && key.as_bytes() == b"attrib";
    let named = arguments.keywords().find(|(key, _)| is_dict(key));
    let all = match (known, named) {
        (Some(known), _) => known,
        (None, Some((_, value))) => dict(value, &|| {
            format!("attrib must be dict, not {}", value.class().name())
        })?,
        (None, None) => Dict::new(),
    };
    for (key, value) in arguments.keywords().filter(|(key, _)| !is_dict(key)) {
        all.set_str(key, value.clone());
    }
    Ok((tag, Some(all)))
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    let (tag, attributes) = tag_and_attributes(vm, "Element", 0, arguments)?;
    let element = of::<Element>(this);
    if let Some(attributes) = attributes.filter(|given| !given.is_empty()) {
        drop(element.children.take());
        drop(element.attributes.replace(Some(attributes.into())));
    }
    drop(element.tag.replace(tag));
    drop(element.text.replace(Value::NONE));
    drop(element.tail.replace(Value::NONE));
    Ok(())
}

/// `SubElement`
pub fn sub_element(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    if let Some(parent) = arguments.positionals().first() {
        expected(vm, "SubElement()", " 1", parent)?;
    }
    let (tag, attributes) = tag_and_attributes(vm, "SubElement", 1, arguments)?;
    let child = made(tag, attributes);
    let parent = of::<Element>(&arguments.values[0]);
    parent.children.borrow_mut().push(child.clone());
    Ok(child)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let guarded = vm.guard_repr(this, || {
        let tag = of::<Element>(this).tag.borrow().clone();
        vm.repr_text(&tag)
    })?;
    match guarded {
        Some(tag) => Ok(Str::value(format!("<Element {tag} at {:#x}>", this.bits()))),
        None => {
            let class = this.class().name();
            Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")))
        }
    }
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let element = of::<Element>(required(arguments, 0));
    drop(element.attributes.take());
    drop(element.children.take());
    drop(element.text.replace(Value::NONE));
    drop(element.tail.replace(Value::NONE));
    Ok(Value::NONE)
}

fn get(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let attributes = of::<Element>(required(arguments, 0))
        .attributes
        .borrow()
        .clone();
    let found = match attributes.as_ref().and_then(|it| it.downcast::<Dict>()) {
        Some(attributes) => attributes.get(vm, required(arguments, 1))?,
        None => None,
    };
    let default = || arguments.get(2).cloned().flatten().unwrap_or(Value::NONE);
    Ok(found.unwrap_or_else(default))
}

fn set(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let attributes = of::<Element>(required(arguments, 0)).attributes();
    if let Some(attributes) = attributes.downcast::<Dict>() {
        attributes.set(vm, required(arguments, 1), required(arguments, 2).clone())?;
    }
    Ok(Value::NONE)
}

fn listed(vm: &Vm, this: &Value, method: &str) -> Result<Value> {
    let attributes = of::<Element>(this).attributes.borrow().clone();
    let items = match attributes {
        Some(attributes) => vm.collect(&vm.call_method(&attributes, method, &[])?)?,
        None => Vec::new(),
    };
    Ok(List::new(items).into())
}

fn copy(element: &Ref<Element>) -> Value {
    let attributes = element.attributes.borrow().clone();
    let attributes = attributes.filter(|it| it.downcast::<Dict>().is_some_and(|it| !it.is_empty()));
    let copy = Element::new(element.tag.borrow().clone(), attributes);
    copy.text.replace(element.text.borrow().clone());
    copy.tail.replace(element.tail.borrow().clone());
    copy.children.replace(element.children.borrow().clone());
    Ref::new(copy).into()
}

fn deep_copy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, memo) = (required(arguments, 0), required(arguments, 1));
    if memo.downcast::<Dict>().is_none() {
        return Err(vm.type_error(format!(
            "__deepcopy__() argument must be dict, not {}",
            vm.found_argument(memo)
        )));
    }
    let general = vm.import_attribute("copy", "deepcopy")?;
    deep_copy_of(vm, this, memo, &general)
}

fn deep_copy_of(vm: &Vm, this: &Value, memo: &Value, general: &Value) -> Result<Value> {
    vm.check_native_stack("")?;
    let element = of::<Element>(this);
    let value_of = |value: Value| match value.is_none() || value.is_exact::<Str>() {
        true => Ok(value),
        false => vm.call(general, &[value, memo.clone()]),
    };
    let tag = value_of(element.tag.borrow().clone())?;
    let attributes = element.attributes.borrow().clone();
    let attributes = match attributes {
        Some(attributes) => Some(attributes_copy(vm, &attributes, memo, general)?),
        None => None,
    };
    let attributes = attributes.filter(|it| it.downcast::<Dict>().is_some_and(|it| !it.is_empty()));
    let copy = Ref::new(Element::new(tag, attributes));
    copy.text.replace(value_of(element.text.borrow().clone())?);
    copy.tail.replace(value_of(element.tail.borrow().clone())?);
    let mut position = 0;
    while let Some(child) = { element.children.borrow().get(position).cloned() } {
        let made = copy_of_child(vm, child, memo, general)?;
        if made.downcast::<Element>().is_none() {
            return Err(children::no_element(vm, &made));
        }
        copy.children.borrow_mut().push(made);
        position += 1;
    }
    let copy: Value = copy.into();
    vm.set_item(memo, &identity(this), &copy)?;
    Ok(copy)
}

fn identity(value: &Value) -> Value {
    Value::from(value.identity() as usize)
}

/// The copy of an element within another one: made here where no class of a script is asked.
fn copy_of_child(vm: &Vm, child: Value, memo: &Value, general: &Value) -> Result<Value> {
    let known = memo.downcast_exact::<Dict>();
    let (Some(known), true) = (known, child.is_exact::<Element>()) else {
        return vm.call(general, &[child, memo.clone()]);
    };
    match known.get(vm, &identity(&child))? {
        Some(copy) => Ok(copy),
        None => deep_copy_of(vm, &child, memo, general),
    }
}

/// The copy of a dict of attributes: as it is where it holds text alone.
fn attributes_copy(vm: &Vm, given: &Value, memo: &Value, general: &Value) -> Result<Value> {
    if let Some(dict) = given.downcast_exact::<Dict>() {
        let is_text = |value: &Value| value.is_exact::<Str>();
        if dict
            .to_vec()
            .iter()
            .all(|(key, value)| is_text(key) && is_text(value))
        {
            return Ok(dict.copy().into());
        }
    }
    vm.call(general, &[given.clone(), memo.clone()])
}

fn state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let element = of::<Element>(required(arguments, 0));
    let children = List::new(element.children.borrow().clone());
    let attributes = element.attributes.borrow().clone();
    let state = Dict::new();
    for (name, value) in [
        ("tag", element.tag.borrow().clone()),
        ("_children", children.into()),
        ("attrib", attributes.unwrap_or_else(|| Dict::new().into())),
        ("text", element.text.borrow().clone()),
        ("tail", element.tail.borrow().clone()),
    ] {
        state.set_str(&vm.intern(name), value);
    }
    Ok(state.into())
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let element = of::<Element>(required(arguments, 0));
    let given = required(arguments, 1);
    let Some(state) = given.downcast_exact::<Dict>() else {
        return Err(vm.type_error(format!(
            "Don't know how to unpickle \"{}\" as an Element",
            vm.repr_text(given)?
        )));
    };
    for (key, _) in state.to_vec() {
        let names = ["tag", "attrib", "text", "tail", "_children"];
        let known = key
            .downcast::<Str>()
            .is_some_and(|key| names.contains(&key.to_text().as_str()));
        if !known {
            return Err(vm.type_error(format!(
                "this function got an unexpected keyword argument {}",
                vm.repr_text(&key)?
            )));
        }
    }
    let part = |name: &str| state.get_str(&vm.intern(name));
    let Some(tag) = part("tag") else {
        return Err(vm.type_error("tag may not be NULL"));
    };
    drop(element.tag.replace(tag));
    drop(element.text.replace(part("text").unwrap_or(Value::NONE)));
    drop(element.tail.replace(part("tail").unwrap_or(Value::NONE)));
    if let Some(children) = part("_children") {
        let Some(children) = children.downcast::<List>() else {
            return Err(vm.type_error("'_children' is not a list"));
        };
        let children = children.to_vec();
        if let Some(other) = children
            .iter()
            .find(|it| it.downcast::<Element>().is_none())
        {
            return Err(super::children::no_element(vm, other));
        }
        drop(element.children.replace(children));
    }
    if let Some(attributes) = part("attrib") {
        drop(element.attributes.replace(Some(attributes)));
    }
    Ok(Value::NONE)
}
