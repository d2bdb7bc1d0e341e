//! Node objects to trees, with CPython's errors for what is not one.

mod constants;
mod expressions;
mod patterns;
mod statements;

use bumpalo::Bump;
use rustc_hash::FxHashMap;
use syntax::ast::{Identifier, Module};
use syntax::span::Span;
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::classes::Classes;
use super::grammar::{GROUPS, Node};

/// Makes trees of node objects.
pub struct Reader<'a, 'v> {
    vm: &'v Vm,
    arena: &'a Bump,
    classes: &'static Classes,
    /// The node of each class, by the address of the class.
    nodes: FxHashMap<usize, Node>,
}

impl<'a, 'v> Reader<'a, 'v> {
    /// A reader for trees in this arena.
    pub fn new(vm: &'v Vm, arena: &'a Bump, classes: &'static Classes) -> Reader<'a, 'v> {
        let nodes = Node::ALL
            .iter()
            .map(|node| (classes.class(*node).address(), *node));
        Reader {
            vm,
            arena,
            classes,
            nodes: nodes.collect(),
        }
    }

    /// The tree of a `Module`, `Interactive` or `Expression`, as `compile()` wants it.
    pub fn module(&self, object: &Value, wanted: Node) -> Result<Module<'a>> {
        let class = self.classes.class(wanted);
        if !self.vm.is_instance(object, class.as_value())? {
            return Err(self.vm.type_error(format!(
                "expected {} node, got {}",
                wanted.name(),
                object.class().short_name()
            )));
        }
        Ok(match wanted {
            Node::Interactive => Module::Interactive(self.statements(object, wanted, "body")?),
            Node::Expression => Module::Expression(self.child(object, wanted, "body")?),
            _ => {
                let body = self.statements(object, wanted, "body")?;
                self.check_type_ignores(object)?;
                Module::Module(body)
            }
        })
    }

    fn check_type_ignores(&self, object: &Value) -> Result<()> {
        for ignore in self.items(object, Node::Module, "type_ignores")? {
            self.node_of(&ignore, "type_ignore")?;
            self.int(&self.required(&ignore, "TypeIgnore", "lineno")?)?;
            self.string(&self.required(&ignore, "TypeIgnore", "tag")?)?;
        }
        Ok(())
    }

    fn slice<T>(&self, items: Vec<T>) -> &'a mut [T] {
        self.arena.alloc_slice_fill_iter(items)
    }

    fn value_error(&self, message: impl AsRef<str>) -> Raised {
        self.vm.value_error(message)
    }

    fn enter(&self, node: Node) -> Result<()> {
        self.vm
            .check_native_stack(&format!(" while traversing '{}' node", node.name()))
    }

    fn field(&self, object: &Value, name: &str) -> Result<Option<Value>> {
        self.vm.find_attribute_by(object, name)
    }

    /// A field that must be there; `owner` is the class for the message.
    fn required(&self, object: &Value, owner: &str, name: &str) -> Result<Value> {
        self.field(object, name)?.ok_or_else(|| {
            self.vm
                .type_error(format!("required field \"{name}\" missing from {owner}"))
        })
    }

    /// A field that must be there and must not be `None`.
    fn present(&self, object: &Value, node: Node, name: &str) -> Result<Value> {
        let value = self.required(object, node.name(), name)?;
        if value.is_none() {
            return Err(self.missing(node, name));
        }
        Ok(value)
    }

    fn missing(&self, node: Node, name: &str) -> Raised {
        self.value_error(format!("field '{name}' is required for {}", node.name()))
    }

    /// A field that may be `None` or missing.
    fn optional(&self, object: &Value, name: &str) -> Result<Option<Value>> {
        Ok(self.field(object, name)?.filter(|value| !value.is_none()))
    }

    /// The items of a list; none where the field is missing.
    fn items(&self, object: &Value, node: Node, name: &str) -> Result<Vec<Value>> {
        let Some(value) = self.field(object, name)? else {
            return Ok(Vec::new());
        };
        self.enter(node)?;
        match value.downcast::<List>() {
            Some(list) => Ok(list.to_vec()),
            None => Err(self.vm.type_error(format!(
                "{} field \"{name}\" must be a list, not a {}",
                node.name(),
                value.class().name()
            ))),
        }
    }

    fn map<T>(
        &self,
        items: Vec<Value>,
        make: impl FnMut(&Value) -> Result<T>,
    ) -> Result<&'a mut [T]> {
        let made: Result<Vec<T>> = items.iter().map(make).collect();
        Ok(self.slice(made?))
    }

    /// Which class of a group an object is an instance of.
    fn node_of(&self, object: &Value, group: &str) -> Result<Node> {
        let members = GROUPS
            .iter()
            .find(|it| it.name == group)
            .map_or(&[][..], |it| it.members);
        let class: &Ref<Type> = object.class();
        if let Some(node) = self
            .nodes
            .get(&class.address())
            .filter(|it| members.contains(it))
        {
            return Ok(*node);
        }
        for node in members {
            if self
                .vm
                .is_instance(object, self.classes.class(*node).as_value())?
            {
                return Ok(*node);
            }
        }
        let shown = self.vm.repr_text(object)?;
        Err(self
            .vm
            .type_error(format!("expected some sort of {group}, but got {shown}")))
    }

    fn int(&self, value: &Value) -> Result<i32> {
        if !value.is_int() {
            let shown = self.vm.repr_text(value)?;
            return Err(self.value_error(format!("invalid integer value: {shown}")));
        }
        self.vm.to_i32(value)
    }

    fn string(&self, value: &Value) -> Result<()> {
        if value.is_exact::<Str>() || value.is_exact::<Bytes>() {
            return Ok(());
        }
        Err(self.vm.type_error("AST string must be of type str"))
    }

    /// Checks a field that holds a string which the tree does not have.
    fn check_string(&self, object: &Value, name: &str) -> Result<()> {
        match self.optional(object, name)? {
            Some(value) => self.string(&value),
            None => Ok(()),
        }
    }

    fn identifier(&self, value: &Value) -> Result<&'a str> {
        match value.downcast_exact::<Str>() {
            Some(text) => Ok(self.arena.alloc_str(&text.to_text())),
            None => Err(self.vm.type_error("AST identifier must be of type str")),
        }
    }

    fn name(&self, object: &Value, node: Node, name: &str) -> Result<&'a str> {
        self.identifier(&self.present(object, node, name)?)
    }

    fn optional_name(&self, object: &Value, name: &str) -> Result<Option<&'a str>> {
        let value = self.optional(object, name)?;
        value.map(|value| self.identifier(&value)).transpose()
    }

    /// A list of names. They have no places of their own.
    fn names(
        &self,
        object: &Value,
        node: Node,
        name: &str,
        span: Span,
    ) -> Result<&'a [Identifier<'a>]> {
        let items = self.items(object, node, name)?;
        let names = self.map(items, |item| {
            let name = self.identifier(item)?;
            Ok(Identifier { name, span })
        })?;
        Ok(names)
    }

    /// Where a node stands; `both` says whether the end must be there.
    fn span(&self, object: &Value, owner: &str, both: bool) -> Result<Span> {
        let start = |name: &str| self.int(&self.required(object, owner, name)?);
        let (line, column) = (start("lineno")?, start("col_offset")?);
        let end = |name: &str, otherwise: i32| {
            if both {
                return start(name);
            }
            match self.optional(object, name)? {
                Some(value) => self.int(&value),
                None => Ok(otherwise),
            }
        };
        let end_line = end("end_lineno", line)?;
        let end_column = end("end_col_offset", column)?;
        Ok(Span {
            line: line.cast_unsigned(),
            column: column.cast_unsigned(),
            end_line: end_line.cast_unsigned(),
            end_column: end_column.cast_unsigned(),
        })
    }

    /// As [`Reader::span`], for nodes whose positions are checked.
    fn checked_span(&self, object: &Value, owner: &str, both: bool) -> Result<Span> {
        let span = self.span(object, owner, both)?;
        let [line, column, end_line, end_column] =
            [span.line, span.column, span.end_line, span.end_column].map(u32::cast_signed);
        if line > end_line {
            return Err(self.value_error(format!(
                "AST node line range ({line}, {end_line}) is not valid"
            )));
        }
        if line < 0 && end_line != line || column < 0 && column != end_column {
            return Err(self.value_error(format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, \
                 {end_line}) is not valid"
            )));
        }
        if line == end_line && column > end_column {
            return Err(self.value_error(format!(
                "line {line}, column {column}-{end_column} is not a valid range"
            )));
        }
        Ok(span)
    }

    /// Refuses names that are constants.
    fn check_name(&self, name: &str) -> Result<()> {
        if matches!(name, "None" | "True" | "False") {
            return Err(self.value_error(format!(
                "identifier field can't represent '{name}' constant"
            )));
        }
        Ok(())
    }
}
