//! Trees to node objects.

mod expressions;
mod patterns;
mod statements;

use num_bigint::{BigInt, BigUint, Sign};
use primitives::text::wtf8::Wtf8;
use syntax::ast::{self, Constant, Module};
use syntax::error::SyntaxError;
use syntax::parser::Mode;
use syntax::span::Span;
use vm::objects::attributes;
use vm::objects::bytes::Bytes;
use vm::objects::complex::Complex;
use vm::objects::heap::Ref;
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::object_type;
use vm::objects::set::{FROZENSET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::classes::Classes;
use super::grammar::Node;
use super::versions::{self, Versions};

/// Makes node objects of a tree.
pub struct Builder<'a> {
    vm: &'a Vm,
    classes: &'static Classes,
    /// The text that the tree is of; empty where there is none.
    text: &'a str,
    /// Where each line of the text begins.
    lines: Vec<usize>,
    /// The comments about types, by where they apply.
    comments: &'a super::type_comments::TypeComments,
    /// What the version asked for lacks.
    versions: Versions,
}

impl<'a> Builder<'a> {
    /// A builder for trees of this text.
    pub fn new(
        vm: &'a Vm,
        classes: &'static Classes,
        text: &'a str,
        comments: &'a super::type_comments::TypeComments,
    ) -> Builder<'a> {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Builder {
            vm,
            classes,
            text,
            lines: [0]
                .into_iter()
                .chain(newlines.map(|(place, _)| place + 1))
                .collect(),
            comments,
            versions: Versions::new(versions::NEWEST),
        }
    }

    /// The same for texts of an older version, by its minor number.
    pub fn for_version(mut self, minor: u32) -> Builder<'a> {
        self.versions = Versions::new(minor);
        self
    }

    /// The error for what the version lacks, after the tree was made.
    pub fn refusal(&self, mode: Mode) -> Option<SyntaxError> {
        self.versions.refusal(self.text, mode)
    }

    /// The node object of a whole tree.
    pub fn module(&self, module: &Module<'_>) -> Result<Value> {
        Ok(match module {
            Module::Module(body) => {
                let body = self.statements(body)?;
                let mut ignores = Vec::new();
                for (line, tag) in &self.comments.ignores {
                    let fields = vec![Value::int((*line).into()), Str::value(tag)];
                    ignores.push(self.plain(Node::TypeIgnore, fields));
                }
                self.plain(Node::Module, vec![body, List::new(ignores).into()])
            }
            Module::Interactive(body) => {
                let body = self.statements(body)?;
                self.plain(Node::Interactive, vec![body])
            }
            Module::Expression(body) => {
                let body = self.expression(body)?;
                self.plain(Node::Expression, vec![body])
            }
        })
    }

    /// The node object of a function's type.
    pub fn function_type(&self, arguments: Vec<Value>, returns: Value) -> Value {
        self.plain(
            Node::FunctionType,
            vec![List::new(arguments).into(), returns],
        )
    }

    fn plain(&self, node: Node, values: Vec<Value>) -> Value {
        let object = object_type::new_plain(self.classes.class(node));
        if let Some(header) = object.header() {
            for (name, value) in self.classes.fields(node).iter().zip(values) {
                attributes::set(header, name, value);
            }
        }
        object
    }

    fn node(&self, node: Node, span: Span, values: Vec<Value>) -> Value {
        self.versions.note_node(node, span);
        let object = self.plain(node, values);
        let numbers = [span.line, span.column, span.end_line, span.end_column];
        if let Some(header) = object.header() {
            for (name, number) in self.classes.positions.iter().zip(numbers) {
                let number = i64::from(number.cast_signed());
                attributes::set(header, name, Value::int(number));
            }
        }
        object
    }

    fn simple(&self, node: Node) -> Value {
        self.classes.singleton(node)
    }

    fn name(&self, name: &str) -> Value {
        self.vm.intern(name).into()
    }

    fn optional_name(&self, name: Option<&str>) -> Value {
        name.map_or(Value::NONE, |name| self.name(name))
    }

    fn names(&self, names: &[ast::Identifier<'_>]) -> Value {
        List::new(names.iter().map(|name| self.name(name.name)).collect()).into()
    }

    fn list<T>(&self, items: &[T], mut make: impl FnMut(&T) -> Result<Value>) -> Result<Value> {
        let items: Result<Vec<Value>> = items.iter().map(&mut make).collect();
        Ok(List::new(items?).into())
    }

    /// The text from a position on.
    fn text_at(&self, line: u32, column: u32) -> &str {
        let start = self.lines.get((line as usize).wrapping_sub(1));
        start
            .and_then(|start| self.text.get(start.saturating_add(column as usize)..))
            .unwrap_or_default()
    }

    fn constant(&self, constant: &Constant<'_>) -> Result<Value> {
        Ok(match constant {
            Constant::None => Value::NONE,
            Constant::Bool(value) => Value::bool(*value),
            Constant::Ellipsis => Value::ELLIPSIS,
            Constant::Int(value) => Value::int(*value),
            Constant::BigInt(value) => {
                let sign = if value.negative {
                    Sign::Minus
                } else {
                    Sign::Plus
                };
                let magnitude = BigUint::from_slice(value.limbs);
                Int::from_big(BigInt::from_biguint(sign, magnitude))
            }
            Constant::Float(value) => Value::float(*value),
            Constant::Complex { real, imaginary } => Complex::new(*real, *imaginary).into(),
            Constant::Str(bytes) => {
                let text: Ref<Str> = Str::from_wtf8(Wtf8::from_bytes_trusted(bytes));
                text.into()
            }
            Constant::Bytes(bytes) => Bytes::value(bytes),
            Constant::Tuple(items) => {
                let items: Result<Vec<Value>> =
                    items.iter().map(|item| self.constant(item)).collect();
                Tuple::new(items?).into()
            }
            Constant::FrozenSet(items) => {
                let set = Set::of_class(&FROZENSET);
                for item in *items {
                    set.add(self.vm, &self.constant(item)?)?;
                }
                set.into()
            }
        })
    }
}
