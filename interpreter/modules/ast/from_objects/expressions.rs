//! Expressions.

use syntax::ast::{
    BoolOperator, Child, CompareOperator, Comprehension, Context, Conversion, DictItem, Expression,
    ExpressionKind, Keyword, List, Operator, Parameter, Parameters, Slice, UnaryOperator,
};
use vm::Result;
use vm::objects::value::Value;

use super::Reader;
use crate::ast::grammar::Node;

fn context_name(context: Context) -> &'static str {
    match context {
        Context::Load => "Load",
        Context::Store => "Store",
        Context::Delete => "Del",
    }
}

impl<'a> Reader<'a, '_> {
    /// A field that is read.
    pub(super) fn child(&self, object: &Value, node: Node, name: &str) -> Result<Child<'a>> {
        self.child_in(object, node, name, Context::Load)
    }

    pub(super) fn child_in(
        &self,
        object: &Value,
        node: Node,
        name: &str,
        context: Context,
    ) -> Result<Child<'a>> {
        Ok(self.arena.alloc(self.part(object, node, name, context)?))
    }

    pub(super) fn part(
        &self,
        object: &Value,
        node: Node,
        name: &str,
        context: Context,
    ) -> Result<Expression<'a>> {
        let value = self.required(object, node.name(), name)?;
        self.enter(node)?;
        if value.is_none() {
            return Err(self.missing(node, name));
        }
        self.expression(&value, context)
    }

    /// A field that may be missing and is read.
    pub(super) fn optional_child(&self, object: &Value, name: &str) -> Result<Option<Child<'a>>> {
        match self.optional(object, name)? {
            Some(value) => Ok(Some(
                self.arena.alloc(self.expression(&value, Context::Load)?),
            )),
            None => Ok(None),
        }
    }

    pub(super) fn children(
        &self,
        object: &Value,
        node: Node,
        name: &str,
        context: Context,
    ) -> Result<List<'a, Expression<'a>>> {
        let items = self.items(object, node, name)?;
        self.map(items, |item| self.item(item, context))
    }

    fn item(&self, item: &Value, context: Context) -> Result<Expression<'a>> {
        if item.is_none() {
            return Err(self.value_error("None disallowed in expression list"));
        }
        self.expression(item, context)
    }

    /// Expressions of a list that may hold `None`.
    fn optional_children(
        &self,
        object: &Value,
        node: Node,
        name: &str,
    ) -> Result<Vec<Option<Expression<'a>>>> {
        let items = self.items(object, node, name)?;
        let made = items.iter().map(|item| match item.is_none() {
            true => Ok(None),
            false => self.expression(item, Context::Load).map(Some),
        });
        made.collect()
    }

    /// An expression, which must be fit for `context`.
    pub(super) fn expression(&self, object: &Value, context: Context) -> Result<Expression<'a>> {
        let span = self.checked_span(object, "expr", false)?;
        let node = self.node_of(object, "expr")?;
        self.enter(node)?;
        let actual = match node {
            Node::Attribute
            | Node::Subscript
            | Node::Starred
            | Node::Name
            | Node::List
            | Node::Tuple => Some(self.context(object, node)?),
            _ => None,
        };
        match actual {
            None if context != Context::Load => {
                return Err(self.value_error(format!(
                    "expression which can't be assigned to in {} context",
                    context_name(context)
                )));
            }
            Some(actual) if actual != context => {
                return Err(self.value_error(format!(
                    "expression must have {} context but has {} instead",
                    context_name(context),
                    context_name(actual)
                )));
            }
            _ => {}
        }
        let kind = match actual {
            Some(_) => self.target(object, node, context)?,
            None => self.operation(object, node)?,
        };
        Ok(Expression { kind, span })
    }

    fn context(&self, object: &Value, node: Node) -> Result<Context> {
        let value = self.required(object, node.name(), "ctx")?;
        Ok(match self.node_of(&value, "expr_context")? {
            Node::Store => Context::Store,
            Node::Del => Context::Delete,
            _ => Context::Load,
        })
    }

    /// What can be assigned to.
    fn target(&self, object: &Value, node: Node, context: Context) -> Result<ExpressionKind<'a>> {
        Ok(match node {
            Node::Attribute => ExpressionKind::Attribute {
                value: self.child(object, node, "value")?,
                attribute: self.name(object, node, "attr")?,
                context,
            },
            Node::Subscript => ExpressionKind::Subscript {
                value: self.child(object, node, "value")?,
                slice: self.child(object, node, "slice")?,
                context,
            },
            Node::Starred => ExpressionKind::Starred {
                value: self.child_in(object, node, "value", context)?,
                context,
            },
            Node::Name => {
                let id = self.name(object, node, "id")?;
                self.check_name(id)?;
                ExpressionKind::Name { id, context }
            }
            Node::List => ExpressionKind::List {
                elements: self.children(object, node, "elts", context)?,
                context,
            },
            _ => ExpressionKind::Tuple {
                elements: self.children(object, node, "elts", context)?,
                context,
            },
        })
    }

    fn operation(&self, object: &Value, node: Node) -> Result<ExpressionKind<'a>> {
        let child = |name: &str| self.child(object, node, name);
        Ok(match node {
            Node::BoolOp => {
                let operator = self.operator_of(object, node, "boolop")?;
                let values = self.children(object, node, "values", Context::Load)?;
                if values.len() < 2 {
                    return Err(self.value_error("BoolOp with less than 2 values"));
                }
                let operator = match operator {
                    Node::Or => BoolOperator::Or,
                    _ => BoolOperator::And,
                };
                ExpressionKind::BoolOp { operator, values }
            }
            Node::NamedExpr => self.named(object)?,
            Node::BinOp => {
                let left = child("left")?;
                let operator = self.operator(object, node)?;
                ExpressionKind::BinOp {
                    left,
                    operator,
                    right: child("right")?,
                }
            }
            Node::UnaryOp => {
                let operator = match self.operator_of(object, node, "unaryop")? {
                    Node::Invert => UnaryOperator::Invert,
                    Node::Not => UnaryOperator::Not,
                    Node::UAdd => UnaryOperator::UAdd,
                    _ => UnaryOperator::USub,
                };
                ExpressionKind::UnaryOp {
                    operator,
                    operand: child("operand")?,
                }
            }
            Node::Lambda => {
                let parameters = self.parameters(object, node)?;
                let parameters = self.arena.alloc(parameters);
                ExpressionKind::Lambda {
                    parameters,
                    body: child("body")?,
                }
            }
            Node::IfExp => {
                let test = child("test")?;
                let body = child("body")?;
                ExpressionKind::IfExp {
                    test,
                    body,
                    orelse: child("orelse")?,
                }
            }
            Node::Dict => self.dict(object)?,
            Node::Set => ExpressionKind::Set {
                elements: self.children(object, node, "elts", Context::Load)?,
            },
            Node::ListComp | Node::SetComp | Node::GeneratorExp => {
                self.check_generators(object, node)?;
                let element = child("elt")?;
                let generators = self.generators(object, node)?;
                match node {
                    Node::ListComp => ExpressionKind::ListComp {
                        element,
                        generators,
                    },
                    Node::SetComp => ExpressionKind::SetComp {
                        element,
                        generators,
                    },
                    _ => ExpressionKind::GeneratorExp {
                        element,
                        generators,
                    },
                }
            }
            Node::DictComp => {
                self.check_generators(object, node)?;
                let key = child("key")?;
                let value = child("value")?;
                let generators = self.generators(object, node)?;
                ExpressionKind::DictComp {
                    key,
                    value,
                    generators,
                }
            }
            Node::Await => ExpressionKind::Await(child("value")?),
            Node::Yield => ExpressionKind::Yield(self.optional_child(object, "value")?),
            Node::YieldFrom => ExpressionKind::YieldFrom(child("value")?),
            Node::Compare => self.comparison(object)?,
            Node::Call => ExpressionKind::Call {
                function: child("func")?,
                arguments: self.children(object, node, "args", Context::Load)?,
                keywords: self.keywords(object, node)?,
            },
            Node::FormattedValue => {
                let value = child("value")?;
                let conversion = self.int(&self.required(object, node.name(), "conversion")?)?;
                let conversion = match u8::try_from(conversion).ok() {
                    Some(b's') => Conversion::Str,
                    Some(b'r') => Conversion::Repr,
                    Some(b'a') => Conversion::Ascii,
                    None if conversion == -1 => Conversion::None,
                    _ => {
                        return Err(self.vm.system_error(format!(
                            "Unrecognized conversion character {conversion}"
                        )));
                    }
                };
                let format_spec = self.optional_child(object, "format_spec")?;
                ExpressionKind::FormattedValue {
                    value,
                    conversion,
                    format_spec,
                }
            }
            Node::JoinedStr => ExpressionKind::JoinedStr {
                values: self.children(object, node, "values", Context::Load)?,
            },
            Node::Constant => {
                let value = self.required(object, node.name(), "value")?;
                self.check_string(object, "kind")?;
                ExpressionKind::Constant(self.constant(&value)?)
            }
            _ => {
                let lower = self.optional_child(object, "lower")?;
                let upper = self.optional_child(object, "upper")?;
                let step = self.optional_child(object, "step")?;
                ExpressionKind::Slice(self.arena.alloc(Slice { lower, upper, step }))
            }
        })
    }

    fn named(&self, object: &Value) -> Result<ExpressionKind<'a>> {
        let node = Node::NamedExpr;
        let target = self.present(object, node, "target")?;
        if self.node_of(&target, "expr")? != Node::Name {
            return Err(self.vm.type_error("NamedExpr target must be a Name"));
        }
        // Its context is not checked.
        let context = self.context(&target, Node::Name)?;
        let target = self.arena.alloc(self.expression(&target, context)?);
        if let ExpressionKind::Name { context, .. } = &mut target.kind {
            *context = Context::Store;
        }
        Ok(ExpressionKind::NamedExpr {
            target,
            value: self.child(object, node, "value")?,
        })
    }

    fn dict(&self, object: &Value) -> Result<ExpressionKind<'a>> {
        let node = Node::Dict;
        let keys = self.optional_children(object, node, "keys")?;
        let values = self.items(object, node, "values")?;
        if keys.len() != values.len() {
            return Err(self.value_error("Dict doesn't have the same number of keys as values"));
        }
        let mut items = Vec::with_capacity(keys.len());
        for (key, value) in keys.into_iter().zip(&values) {
            let value = self.item(value, Context::Load)?;
            items.push(DictItem { key, value });
        }
        Ok(ExpressionKind::Dict {
            items: self.slice(items),
        })
    }

    fn comparison(&self, object: &Value) -> Result<ExpressionKind<'a>> {
        let node = Node::Compare;
        let left = self.child(object, node, "left")?;
        let operators = self.map(self.items(object, node, "ops")?, |operator| {
            Ok(match self.node_of(operator, "cmpop")? {
                Node::NotEq => CompareOperator::NotEq,
                Node::Lt => CompareOperator::Lt,
                Node::LtE => CompareOperator::LtE,
                Node::Gt => CompareOperator::Gt,
                Node::GtE => CompareOperator::GtE,
                Node::Is => CompareOperator::Is,
                Node::IsNot => CompareOperator::IsNot,
                Node::In => CompareOperator::In,
                Node::NotIn => CompareOperator::NotIn,
                _ => CompareOperator::Eq,
            })
        })?;
        let comparators = self.children(object, node, "comparators", Context::Load)?;
        if comparators.is_empty() {
            return Err(self.value_error("Compare with no comparators"));
        }
        if comparators.len() != operators.len() {
            return Err(
                self.value_error("Compare has a different number of comparators and operands")
            );
        }
        Ok(ExpressionKind::Compare {
            left,
            operators,
            comparators,
        })
    }

    /// The node in the field `op`.
    fn operator_of(&self, object: &Value, node: Node, group: &str) -> Result<Node> {
        let value = self.required(object, node.name(), "op")?;
        self.node_of(&value, group)
    }

    pub(super) fn operator(&self, object: &Value, node: Node) -> Result<Operator> {
        Ok(match self.operator_of(object, node, "operator")? {
            Node::Sub => Operator::Sub,
            Node::Mult => Operator::Mult,
            Node::MatMult => Operator::MatMult,
            Node::Div => Operator::Div,
            Node::Mod => Operator::Mod,
            Node::Pow => Operator::Pow,
            Node::LShift => Operator::LShift,
            Node::RShift => Operator::RShift,
            Node::BitOr => Operator::BitOr,
            Node::BitXor => Operator::BitXor,
            Node::BitAnd => Operator::BitAnd,
            Node::FloorDiv => Operator::FloorDiv,
            _ => Operator::Add,
        })
    }

    fn check_generators(&self, object: &Value, node: Node) -> Result<()> {
        if self.items(object, node, "generators")?.is_empty() {
            return Err(self.value_error("comprehension with no generators"));
        }
        Ok(())
    }

    fn generators(&self, object: &Value, node: Node) -> Result<List<'a, Comprehension<'a>>> {
        let items = self.items(object, node, "generators")?;
        let node = Node::Comprehension;
        self.map(items, |item| {
            Ok(Comprehension {
                target: self.part(item, node, "target", Context::Store)?,
                iterable: self.part(item, node, "iter", Context::Load)?,
                conditions: self.children(item, node, "ifs", Context::Load)?,
                is_async: self.int(&self.required(item, node.name(), "is_async")?)? != 0,
            })
        })
    }

    pub(super) fn keywords(&self, object: &Value, node: Node) -> Result<List<'a, Keyword<'a>>> {
        let node_of_item = Node::Keyword;
        self.map(self.items(object, node, "keywords")?, |item| {
            Ok(Keyword {
                name: self.optional_name(item, "arg")?,
                value: self.part(item, node_of_item, "value", Context::Load)?,
                span: self.span(item, "keyword", false)?,
            })
        })
    }

    fn parameter(&self, object: &Value) -> Result<Parameter<'a>> {
        let name = self.name(object, Node::Arg, "arg")?;
        let annotation = self.optional_child(object, "annotation")?;
        self.check_string(object, "type_comment")?;
        Ok(Parameter {
            name,
            annotation,
            span: self.checked_span(object, "arg", false)?,
        })
    }

    fn parameter_list(&self, object: &Value, name: &str) -> Result<List<'a, Parameter<'a>>> {
        let items = self.items(object, Node::Arguments, name)?;
        self.map(items, |item| self.parameter(item))
    }

    fn single_parameter(
        &self,
        object: &Value,
        name: &str,
    ) -> Result<Option<&'a mut Parameter<'a>>> {
        match self.optional(object, name)? {
            Some(value) => Ok(Some(self.arena.alloc(self.parameter(&value)?))),
            None => Ok(None),
        }
    }

    /// The parameters of a function or lambda.
    pub(super) fn parameters(&self, owner: &Value, node: Node) -> Result<Parameters<'a>> {
        let object = self.present(owner, node, "args")?;
        self.enter(Node::Arguments)?;
        let parameters = Parameters {
            positional_only: self.parameter_list(&object, "posonlyargs")?,
            positional: self.parameter_list(&object, "args")?,
            vararg: self.single_parameter(&object, "vararg")?,
            keyword_only: self.parameter_list(&object, "kwonlyargs")?,
            keyword_defaults: self.slice(self.optional_children(
                &object,
                Node::Arguments,
                "kw_defaults",
            )?),
            kwarg: self.single_parameter(&object, "kwarg")?,
            defaults: self.children(&object, Node::Arguments, "defaults", Context::Load)?,
        };
        let positional = parameters.positional_only.len() + parameters.positional.len();
        if parameters.defaults.len() > positional {
            return Err(self.value_error("more positional defaults than args on arguments"));
        }
        if parameters.keyword_defaults.len() != parameters.keyword_only.len() {
            return Err(self
                .value_error("length of kwonlyargs is not the same as kw_defaults on arguments"));
        }
        Ok(parameters)
    }
}
