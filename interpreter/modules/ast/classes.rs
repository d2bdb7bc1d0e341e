//! The node classes, which are made when the module is first loaded.

use rustc_hash::FxHashMap;
use vm::objects::dict::Dict;
use vm::objects::generic_alias::GenericAlias;
use vm::objects::heap::Ref;
use vm::objects::int::INT;
use vm::objects::list_type::LIST;
use vm::objects::object_type::{self, OBJECT};
use vm::objects::singletons;
use vm::objects::str::Str;
use vm::objects::str_type::STR;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TYPE, Type};
use vm::objects::union::or_types;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::grammar::{Field, GROUPS, Group, Node, Positions, Quantity};
use super::node::AST;
use crate::state::State;

/// The names of the attributes that say where a node stands.
pub const POSITIONS: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// The node classes and what is asked for often.
pub struct Classes {
    /// The class of each node, by its number.
    classes: Vec<Ref<Type>>,
    /// The names of its fields.
    fields: Vec<Vec<Ref<Str>>>,
    /// The only instance of each node without fields.
    singletons: Vec<Option<Value>>,
    /// The bases of groups, by name.
    bases: FxHashMap<&'static str, Ref<Type>>,
    /// [`POSITIONS`], interned.
    pub positions: [Ref<Str>; 4],
}

static CLASSES: State<Option<&'static Classes>> = State::new(None);

/// The node classes.
pub fn classes(vm: &Vm) -> Result<&'static Classes> {
    if let Some(classes) = *CLASSES.of(vm).borrow() {
        return Ok(classes);
    }
    // They live as long as the process, as the native types do.
    let classes: &'static Classes = Box::leak(Box::new(Classes::new(vm)?));
    *CLASSES.of(vm).borrow_mut() = Some(classes);
    Ok(classes)
}

fn names(vm: &Vm, names: &[&str]) -> Value {
    Tuple::new(names.iter().map(|name| vm.intern(name).into()).collect()).into()
}

fn new_class(vm: &Vm, name: &str, base: &Value, fields: &[&str], doc: &str) -> Result<Ref<Type>> {
    let namespace = Dict::new();
    let fields = names(vm, fields);
    namespace.set_str(&vm.intern("_fields"), fields.clone());
    namespace.set_str(&vm.intern("__match_args__"), fields);
    namespace.set_str(&vm.intern("__module__"), vm.intern("ast").into());
    namespace.set_str(&vm.intern("__doc__"), Str::value(doc));
    let bases = Tuple::new(vec![base.clone()]);
    let arguments = [vm.intern(name).into(), bases.into(), namespace.into()];
    let class = vm.call(TYPE.as_value(), &arguments)?;
    match class.downcast::<Type>() {
        Some(class) => Ok(class.clone()),
        None => Err(vm.system_error("type() gave no class")),
    }
}

/// The docstring of a group's base: the alternatives below each other.
fn group_doc(group: &Group) -> String {
    let simple = group.members.iter().all(|node| node.notation().is_empty());
    let members: Vec<String> = group.members.iter().map(|node| node.doc()).collect();
    let separator = if simple {
        " | ".to_owned()
    } else {
        format!("\n{} | ", " ".repeat(group.name.len()))
    };
    format!("{} = {}", group.name, members.join(&separator))
}

impl Classes {
    fn new(vm: &Vm) -> Result<Classes> {
        let mut made = Classes {
            classes: Vec::new(),
            fields: Vec::new(),
            singletons: Vec::new(),
            bases: FxHashMap::default(),
            positions: POSITIONS.map(|name| vm.intern(name)),
        };
        for group in GROUPS {
            made.add_group(vm, group)?;
        }
        for &node in Node::ALL {
            made.set_field_types(vm, node)?;
        }
        Ok(made)
    }

    fn add_group(&mut self, vm: &Vm, group: &Group) -> Result<()> {
        let base = if group.has_base() {
            let base = new_class(vm, group.name, AST.as_value(), &[], &group_doc(group))?;
            set_positions(vm, &base, group.positions)?;
            base
        } else {
            (*AST).clone()
        };
        for node in group.members {
            let fields: Vec<&str> = node.fields().map(|field| field.name).collect();
            let class = new_class(vm, node.name(), base.as_value(), &fields, &node.doc())?;
            if !group.has_base() {
                set_positions(vm, &class, group.positions)?;
                self.bases.insert(group.name, class.clone());
            }
            let is_simple =
                group.has_base() && group.members.iter().all(|node| node.notation().is_empty());
            self.singletons
                .push(is_simple.then(|| object_type::new_plain(&class)));
            self.classes.push(class);
            self.fields
                .push(fields.iter().map(|name| vm.intern(name)).collect());
        }
        if group.has_base() {
            self.bases.insert(group.name, base);
        }
        Ok(())
    }

    /// `_field_types`, `__annotations__`, and `None` for optional fields.
    fn set_field_types(&self, vm: &Vm, node: Node) -> Result<()> {
        let class = self.class(node).as_value();
        let types = Dict::new();
        for field in node.fields() {
            let name = vm.intern(field.name);
            if field.quantity == Quantity::Optional {
                vm.set_attribute(class, &name, &Value::NONE)?;
            }
            types.set_str(&name, self.field_type(vm, field)?);
        }
        vm.set_attribute(class, &vm.intern("_field_types"), types.as_value())?;
        vm.set_attribute(class, &vm.intern("__annotations__"), types.as_value())
    }

    fn field_type(&self, vm: &Vm, field: Field) -> Result<Value> {
        let class = match field.kind {
            "identifier" | "string" => STR.to_value(),
            "int" => INT.to_value(),
            "constant" => OBJECT.to_value(),
            name => self.base(name).map_or(Value::NONE, |base| base.to_value()),
        };
        match field.quantity {
            Quantity::One => Ok(class),
            Quantity::Many => Ok(GenericAlias::of(LIST.as_value(), &class)),
            Quantity::Optional => or_types(vm, &class, singletons::NONE.as_value()),
        }
    }

    /// The class of a node.
    pub fn class(&self, node: Node) -> &Ref<Type> {
        &self.classes[node as usize]
    }

    /// The names of a node's fields.
    pub fn fields(&self, node: Node) -> &[Ref<Str>] {
        &self.fields[node as usize]
    }

    /// The base of a group's classes.
    pub fn base(&self, group: &str) -> Option<&Ref<Type>> {
        self.bases.get(group)
    }

    /// The instance of a node without fields that trees share.
    pub fn singleton(&self, node: Node) -> Value {
        self.singletons[node as usize]
            .clone()
            .unwrap_or(Value::NONE)
    }

    /// Each class with its name, bases included.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &Ref<Type>)> {
        let bases = self.bases.iter().map(|(name, class)| (*name, class));
        bases.chain(
            Node::ALL
                .iter()
                .map(|node| (node.name(), self.class(*node))),
        )
    }
}

fn set_positions(vm: &Vm, class: &Ref<Type>, positions: Positions) -> Result<()> {
    let all: &[&str] = if positions == Positions::None {
        &[]
    } else {
        &POSITIONS
    };
    let class = class.as_value();
    vm.set_attribute(class, &vm.intern("_attributes"), &names(vm, all))?;
    if positions == Positions::Start {
        for name in &POSITIONS[2..] {
            vm.set_attribute(class, &vm.intern(name), &Value::NONE)?;
        }
    }
    Ok(())
}
