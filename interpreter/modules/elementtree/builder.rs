//! `TreeBuilder`: makes elements of what a parser tells.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Raised, Result, Vm, payload, static_type};

use super::element::{Element, made};
use super::{PARSE_ERROR, factory};
use crate::support::of;

/// The names of the events that are told.
pub const EVENTS: [&str; 6] = ["start", "end", "start-ns", "end-ns", "comment", "pi"];
/// Their numbers.
pub const START: usize = 0;
/// The end of an element.
pub const END: usize = 1;
/// The declaration of a namespace.
pub const START_NAMESPACE: usize = 2;
/// The end of its element.
pub const END_NAMESPACE: usize = 3;
/// A comment.
pub const COMMENT: usize = 4;
/// A processing instruction.
pub const INSTRUCTION: usize = 5;

/// What a builder holds.
#[derive(Default)]
struct Tree {
    root: Option<Value>,
    /// The elements that are open.
    open: Vec<Value>,
    /// The element that began or ended last.
    last: Option<Value>,
    /// The one that text comes behind, if it does not come within `last`.
    ended: Option<Value>,
    /// Text that has come and belongs to no element yet.
    data: Vec<Value>,
    element_factory: Option<Value>,
    comment_factory: Option<Value>,
    instruction_factory: Option<Value>,
    /// What takes events, and the names under which it wants them.
    append: Option<Value>,
    events: [Option<Value>; 6],
}

impl Tree {
    fn fields(&self) -> impl Iterator<Item = &Value> {
        let fields = [
            &self.root,
            &self.last,
            &self.ended,
            &self.element_factory,
            &self.comment_factory,
            &self.instruction_factory,
            &self.append,
        ];
        let lists = self.open.iter().chain(&self.data);
        fields
            .into_iter()
            .flatten()
            .chain(lists)
            .chain(self.events.iter().flatten())
    }
}

/// The payload of a builder.
pub struct Builder {
    tree: Guarded<Tree>,
    keeps_comments: Cell<bool>,
    keeps_instructions: Cell<bool>,
}

payload!(Builder, TREE_BUILDER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.tree.borrow().fields().for_each(visit);
    }
    fn clear(&self) {
        drop(self.tree.take());
    }
});

static_type! {
    /// `xml.etree.ElementTree.TreeBuilder`
    pub TREE_BUILDER = TypeSpec {
        name: "TreeBuilder",
        module: "xml.etree.ElementTree",
        layout: Some(<Builder as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
        methods: &[
            Method::new("data", "($self, data, /)", |_, it| {
                builder(it).data(required(it, 1).clone());
                Ok(Value::NONE)
            }, "Takes text."),
            Method::new("start", "($self, tag, attrs, /)", |vm, it| {
                let Some(attributes) = required(it, 2).downcast::<Dict>() else {
                    return Err(vm.type_error(format!(
                        "start() argument 2 must be dict, not {}",
                        vm.found_argument(required(it, 2))
                    )));
                };
                builder(it).start(vm, required(it, 1).clone(), Some(attributes.clone()))
            }, "Begins an element."),
            Method::new("end", "($self, tag, /)", |vm, it| builder(it).end(vm), "Ends an element."),
            Method::new("comment", "($self, text, /)", |vm, it| {
                builder(it).comment(vm, required(it, 1).clone())
            }, "Takes a comment."),
            Method::new("pi", "($self, target, text=None, /)", |vm, it| {
                let text = it.get(2).cloned().flatten().unwrap_or(Value::NONE);
                builder(it).instruction(vm, required(it, 1).clone(), text)
            }, "Takes a processing instruction."),
            Method::new("close", "($self, /)", |_, it| Ok(builder(it).root()), "The outermost element."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn builder(arguments: &[Option<Value>]) -> &Builder {
    of::<Builder>(required(arguments, 0))
}

fn new(vm: &Vm, class: &Ref<Type>, _: Arguments<'_>) -> Result<Value> {
    let tree = Tree {
        comment_factory: factory(vm, 0),
        instruction_factory: factory(vm, 1),
        ..Tree::default()
    };
    let builder = Builder {
        tree: Guarded::new(tree),
        keeps_comments: Cell::new(false),
        keeps_instructions: Cell::new(false),
    };
    Ok(Ref::with_class(class, builder).into())
}

/// A builder that nothing was said to.
pub fn plain(vm: &Vm) -> Result<Value> {
    new(vm, TREE_BUILDER.as_ref(), Arguments::NONE)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "TreeBuilder",
        "(element_factory=None, *, comment_factory=None, pi_factory=None, \
         insert_comments=False, insert_pis=False)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let given = |position: usize| bound.optional(position).filter(|it| !it.is_none()).cloned();
    let truth = |position: usize| match bound.optional(position) {
        Some(value) => vm.is_true(value),
        None => Ok(false),
    };
    let builder = of::<Builder>(this);
    let comments = given(1).or_else(|| factory(vm, 0));
    let instructions = given(2).or_else(|| factory(vm, 1));
    builder.keeps_comments.set(comments.is_some() && truth(3)?);
    builder
        .keeps_instructions
        .set(instructions.is_some() && truth(4)?);
    let mut tree = builder.tree.borrow_mut();
    let old = [
        std::mem::replace(&mut tree.element_factory, given(0)),
        std::mem::replace(&mut tree.comment_factory, comments),
        std::mem::replace(&mut tree.instruction_factory, instructions),
    ];
    drop(old);
    Ok(())
}

impl Builder {
    /// Whether a comment (or processing instruction) changes anything.
    pub fn wants(&self, event: usize) -> bool {
        let keeps = match event {
            COMMENT => self.keeps_comments.get(),
            _ => self.keeps_instructions.get(),
        };
        keeps || self.tells(event)
    }

    /// Whether an event is told.
    pub fn tells(&self, event: usize) -> bool {
        let tree = self.tree.borrow();
        tree.append.is_some() && tree.events[event].is_some()
    }

    /// Sets what takes events, and none that it wants.
    pub fn tell_to(&self, append: Value) {
        let mut tree = self.tree.borrow_mut();
        let old = (
            tree.append.replace(append),
            std::mem::take(&mut tree.events),
        );
        drop(old);
    }

    /// Has an event told under this name.
    pub fn want(&self, event: usize, name: Value) {
        let old = self.tree.borrow_mut().events[event].replace(name);
        drop(old);
    }

    /// Tells of an event, if it is wanted.
    pub fn tell(&self, vm: &Vm, event: usize, what: Value) -> Result<()> {
        let (append, name) = {
            let tree = self.tree.borrow();
            match (&tree.append, &tree.events[event]) {
                (Some(append), Some(name)) => (append.clone(), name.clone()),
                _ => return Ok(()),
            }
        };
        vm.call(&append, &[Tuple::pair(name, what).into()])
            .map(drop)
    }

    /// The outermost element, as far as there is one.
    pub fn root(&self) -> Value {
        self.tree.borrow().root.clone().unwrap_or(Value::NONE)
    }

    /// Takes text.
    pub fn data(&self, text: Value) {
        let mut tree = self.tree.borrow_mut();
        // What comes in front of the first element is of no interest.
        if tree.last.is_some() {
            tree.data.push(text);
        }
    }

    /// Gives the text that has come to the element that it belongs to.
    fn flush(&self, vm: &Vm) -> Result<()> {
        let (data, element, is_tail) = {
            let mut tree = self.tree.borrow_mut();
            if tree.data.is_empty() {
                return Ok(());
            }
            let element = match (&tree.ended, &tree.last) {
                (Some(ended), _) => (ended.clone(), true),
                (None, Some(last)) => (last.clone(), false),
                (None, None) => return Ok(()),
            };
            let data = std::mem::take(&mut tree.data);
            (data, element.0, element.1)
        };
        let mut text = match <[Value; 1]>::try_from(data) {
            Ok([text]) => text,
            Err(data) => joined(vm, data)?,
        };
        if let Some(element) = element.downcast_exact::<Element>() {
            let field = if is_tail {
                &element.tail
            } else {
                &element.text
            };
            let before = field.borrow().clone();
            if !before.is_none() {
                text = vm.binary(Operator::Add, &before, &text)?;
            }
            drop(field.replace(text));
            return Ok(());
        }
        let name = vm.intern(if is_tail { "tail" } else { "text" });
        let before = vm.get_attribute(&element, &name)?;
        if !before.is_none() {
            text = vm.binary(Operator::Add, &before, &text)?;
        }
        vm.set_attribute(&element, &name, &text)
    }

    fn append(&self, vm: &Vm, parent: &Value, child: Value) -> Result<()> {
        match parent.downcast_exact::<Element>() {
            Some(parent) if child.downcast::<Element>().is_some() => {
                parent.children.borrow_mut().push(child);
                Ok(())
            }
            Some(_) => Err(super::children::no_element(vm, &child)),
            None => vm.call_method(parent, "append", &[child]).map(drop),
        }
    }

    /// Begins an element.
    pub fn start(&self, vm: &Vm, tag: Value, attributes: Option<Ref<Dict>>) -> Result<Value> {
        self.flush(vm)?;
        let factory = self.tree.borrow().element_factory.clone();
        let node = match factory {
            None => made(tag, attributes),
            Some(factory) => {
                let attributes = attributes.unwrap_or_else(Dict::new);
                vm.call(&factory, &[tag, attributes.into()])?
            }
        };
        let (parent, old) = {
            let mut tree = self.tree.borrow_mut();
            (tree.open.last().cloned(), tree.ended.take())
        };
        drop(old);
        match parent {
            Some(parent) => self.append(vm, &parent, node.clone())?,
            None => {
                if self.tree.borrow().root.is_some() {
                    return Err(several_roots(vm));
                }
                self.tree.borrow_mut().root = Some(node.clone());
            }
        }
        let old = {
            let mut tree = self.tree.borrow_mut();
            tree.open.push(node.clone());
            tree.last.replace(node.clone())
        };
        drop(old);
        self.tell(vm, START, node.clone())?;
        Ok(node)
    }

    /// Ends the element that began last and has not ended.
    pub fn end(&self, vm: &Vm) -> Result<Value> {
        self.flush(vm)?;
        let Some(node) = self.tree.borrow_mut().open.pop() else {
            return Err(vm.index_error("pop from empty stack"));
        };
        let old = {
            let mut tree = self.tree.borrow_mut();
            let last = tree.last.replace(node.clone());
            (last, tree.ended.replace(node.clone()))
        };
        drop(old);
        self.tell(vm, END, node.clone())?;
        Ok(node)
    }

    /// Puts a comment or processing instruction into the element that is open.
    fn keep(&self, vm: &Vm, node: &Value, keeps: bool) -> Result<()> {
        let parent = self.tree.borrow().open.last().cloned();
        if let Some(parent) = parent.filter(|_| keeps) {
            self.append(vm, &parent, node.clone())?;
            let old = self.tree.borrow_mut().ended.replace(node.clone());
            drop(old);
        }
        Ok(())
    }

    /// Takes a comment.
    pub fn comment(&self, vm: &Vm, text: Value) -> Result<Value> {
        self.flush(vm)?;
        let factory = self.tree.borrow().comment_factory.clone();
        let node = match factory {
            Some(factory) => {
                let node = vm.call(&factory, &[text])?;
                self.keep(vm, &node, self.keeps_comments.get())?;
                node
            }
            None => text,
        };
        self.tell(vm, COMMENT, node.clone())?;
        Ok(node)
    }

    /// Takes a processing instruction.
    pub fn instruction(&self, vm: &Vm, target: Value, text: Value) -> Result<Value> {
        self.flush(vm)?;
        let factory = self.tree.borrow().instruction_factory.clone();
        let node = match factory {
            Some(factory) => {
                let node = vm.call(&factory, &[target, text])?;
                self.keep(vm, &node, self.keeps_instructions.get())?;
                node
            }
            None => Tuple::pair(target, text).into(),
        };
        self.tell(vm, INSTRUCTION, node.clone())?;
        Ok(node)
    }
}

fn several_roots(vm: &Vm) -> Raised {
    let message = Str::value("multiple elements on top level");
    match vm.call(PARSE_ERROR.as_value(), &[message]) {
        Ok(error) => Raised(error),
        Err(raised) => raised,
    }
}

/// Texts as one.
fn joined(vm: &Vm, parts: Vec<Value>) -> Result<Value> {
    let parts = vm::objects::list::List::new(parts);
    vm.call_method(&Str::value(""), "join", &[parts.into()])
}
