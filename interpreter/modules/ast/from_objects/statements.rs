//! Statements.

use syntax::ast::{
    Alias, ClassDef, Context, ExceptHandler, ExpressionKind, For, FunctionDef, List, Statement,
    StatementKind, Try, TypeAlias, TypeParameter, TypeParameterKind, WithItem,
};
use syntax::span::Span;
use vm::Result;
use vm::objects::value::Value;

use super::Reader;
use crate::ast::grammar::Node;

impl<'a> Reader<'a, '_> {
    pub(super) fn statements(
        &self,
        object: &Value,
        node: Node,
        name: &str,
    ) -> Result<List<'a, Statement<'a>>> {
        let items = self.items(object, node, name)?;
        self.map(items, |item| {
            if item.is_none() {
                return Err(self.value_error("None disallowed in statement list"));
            }
            self.statement(item)
        })
    }

    /// The statements of a block, of which there must be one.
    pub(super) fn body(&self, object: &Value, node: Node) -> Result<List<'a, Statement<'a>>> {
        let body = self.statements(object, node, "body")?;
        self.check_some(body.len(), "body", node.name())?;
        Ok(body)
    }

    fn check_some(&self, count: usize, what: &str, owner: &str) -> Result<()> {
        if count == 0 {
            return Err(self.value_error(format!("empty {what} on {owner}")));
        }
        Ok(())
    }

    fn statement(&self, object: &Value) -> Result<Statement<'a>> {
        let span = self.checked_span(object, "stmt", false)?;
        let node = self.node_of(object, "stmt")?;
        self.enter(node)?;
        let kind = match node {
            Node::Pass => StatementKind::Pass,
            Node::Break => StatementKind::Break,
            Node::Continue => StatementKind::Continue,
            Node::Return
            | Node::Delete
            | Node::Assign
            | Node::TypeAlias
            | Node::AugAssign
            | Node::AnnAssign
            | Node::Expr
            | Node::Raise
            | Node::Assert
            | Node::Import
            | Node::ImportFrom
            | Node::Global
            | Node::Nonlocal => self.simple(object, node, span)?,
            _ => self.compound(object, node)?,
        };
        Ok(Statement { kind, span })
    }

    fn simple(&self, object: &Value, node: Node, span: Span) -> Result<StatementKind<'a>> {
        Ok(match node {
            Node::Return => StatementKind::Return(self.optional_child(object, "value")?),
            Node::Delete => {
                let targets = self.children(object, node, "targets", Context::Delete)?;
                self.check_some(targets.len(), "targets", "Delete")?;
                StatementKind::Delete { targets }
            }
            Node::Assign => {
                let targets = self.children(object, node, "targets", Context::Store)?;
                self.check_some(targets.len(), "targets", "Assign")?;
                let value = self.child(object, node, "value")?;
                self.check_string(object, "type_comment")?;
                StatementKind::Assign { targets, value }
            }
            Node::TypeAlias => {
                let name = self.part(object, node, "name", Context::Store);
                let shape = self.present(object, node, "name")?;
                if self.node_of(&shape, "expr")? != Node::Name {
                    return Err(self.vm.type_error("TypeAlias with non-Name name"));
                }
                let alias = TypeAlias {
                    name: name?,
                    type_parameters: self.type_parameters(object, node)?,
                    value: self.part(object, node, "value", Context::Load)?,
                };
                StatementKind::TypeAlias(self.arena.alloc(alias))
            }
            Node::AugAssign => {
                let target = self.child_in(object, node, "target", Context::Store)?;
                let operator = self.operator(object, node)?;
                let value = self.child(object, node, "value")?;
                StatementKind::AugAssign {
                    target,
                    operator,
                    value,
                }
            }
            Node::AnnAssign => {
                let target = self.child_in(object, node, "target", Context::Store)?;
                let annotation = self.child(object, node, "annotation")?;
                let value = self.optional_child(object, "value")?;
                let simple = self.int(&self.required(object, node.name(), "simple")?)? != 0;
                if simple && !matches!(target.kind, ExpressionKind::Name { .. }) {
                    return Err(self.vm.type_error("AnnAssign with simple non-Name target"));
                }
                StatementKind::AnnAssign {
                    target,
                    annotation,
                    value,
                    simple,
                }
            }
            Node::Raise => {
                let exception = self.optional_child(object, "exc")?;
                let cause = self.optional_child(object, "cause")?;
                if exception.is_none() && cause.is_some() {
                    return Err(self.value_error("Raise with cause but no exception"));
                }
                StatementKind::Raise { exception, cause }
            }
            Node::Assert => StatementKind::Assert {
                test: self.child(object, node, "test")?,
                message: self.optional_child(object, "msg")?,
            },
            Node::Import => StatementKind::Import {
                names: self.aliases(object, node)?,
            },
            Node::ImportFrom => {
                let module = self.optional_name(object, "module")?;
                let names = self.aliases(object, node)?;
                let level = match self.optional(object, "level")? {
                    Some(level) => self.int(&level)?,
                    None => 0,
                };
                let Ok(level) = u32::try_from(level) else {
                    return Err(self.value_error("Negative ImportFrom level"));
                };
                StatementKind::ImportFrom {
                    module,
                    names,
                    level,
                }
            }
            Node::Global | Node::Nonlocal => {
                let names = self.names(object, node, "names", span)?;
                self.check_some(names.len(), "names", node.name())?;
                match node {
                    Node::Global => StatementKind::Global { names },
                    _ => StatementKind::Nonlocal { names },
                }
            }
            _ => StatementKind::Expression(self.child(object, node, "value")?),
        })
    }

    fn compound(&self, object: &Value, node: Node) -> Result<StatementKind<'a>> {
        Ok(match node {
            Node::FunctionDef | Node::AsyncFunctionDef => {
                let function = self.function(object, node)?;
                StatementKind::FunctionDef(self.arena.alloc(function))
            }
            Node::ClassDef => {
                let class = ClassDef {
                    name: self.name(object, node, "name")?,
                    bases: self.children(object, node, "bases", Context::Load)?,
                    keywords: self.keywords(object, node)?,
                    body: self.body(object, node)?,
                    decorators: self.children(object, node, "decorator_list", Context::Load)?,
                    type_parameters: self.type_parameters(object, node)?,
                };
                StatementKind::ClassDef(self.arena.alloc(class))
            }
            Node::For | Node::AsyncFor => {
                let statement = For {
                    target: self.part(object, node, "target", Context::Store)?,
                    iterable: self.part(object, node, "iter", Context::Load)?,
                    body: self.body(object, node)?,
                    orelse: self.statements(object, node, "orelse")?,
                    is_async: node == Node::AsyncFor,
                };
                self.check_string(object, "type_comment")?;
                StatementKind::For(self.arena.alloc(statement))
            }
            Node::While => StatementKind::While {
                test: self.child(object, node, "test")?,
                body: self.body(object, node)?,
                orelse: self.statements(object, node, "orelse")?,
            },
            Node::If => StatementKind::If {
                test: self.child(object, node, "test")?,
                body: self.body(object, node)?,
                orelse: self.statements(object, node, "orelse")?,
            },
            Node::With | Node::AsyncWith => {
                let items = self.items(object, node, "items")?;
                let items = self.map(items, |item| self.with_item(item))?;
                self.check_some(items.len(), "items", node.name())?;
                let body = self.body(object, node)?;
                self.check_string(object, "type_comment")?;
                StatementKind::With {
                    items,
                    body,
                    is_async: node == Node::AsyncWith,
                }
            }
            Node::Match => {
                let subject = self.child(object, node, "subject")?;
                let cases = self.items(object, node, "cases")?;
                let cases = self.map(cases, |case| self.case(case))?;
                self.check_some(cases.len(), "cases", "Match")?;
                StatementKind::Match { subject, cases }
            }
            _ => StatementKind::Try(self.arena.alloc(self.try_statement(object, node)?)),
        })
    }

    fn function(&self, object: &Value, node: Node) -> Result<FunctionDef<'a>> {
        let function = FunctionDef {
            name: self.name(object, node, "name")?,
            parameters: self.parameters(object, node)?,
            body: self.body(object, node)?,
            decorators: self.children(object, node, "decorator_list", Context::Load)?,
            returns: self.optional_child(object, "returns")?,
            type_parameters: self.type_parameters(object, node)?,
            is_async: node == Node::AsyncFunctionDef,
        };
        self.check_string(object, "type_comment")?;
        Ok(function)
    }

    fn with_item(&self, object: &Value) -> Result<WithItem<'a>> {
        let context = self.part(object, Node::WithItem, "context_expr", Context::Load)?;
        let target = match self.optional(object, "optional_vars")? {
            Some(target) => Some(self.expression(&target, Context::Store)?),
            None => None,
        };
        Ok(WithItem { context, target })
    }

    fn try_statement(&self, object: &Value, node: Node) -> Result<Try<'a>> {
        let body = self.body(object, node)?;
        let handlers = self.items(object, node, "handlers")?;
        let handlers = self.map(handlers, |handler| self.handler(handler))?;
        let orelse = self.statements(object, node, "orelse")?;
        let finalbody = self.statements(object, node, "finalbody")?;
        let name = node.name();
        if handlers.is_empty() && finalbody.is_empty() {
            let message = format!("{name} has neither except handlers nor finalbody");
            return Err(self.value_error(message));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            return Err(self.value_error(format!("{name} has orelse but no except handlers")));
        }
        Ok(Try {
            body,
            handlers,
            orelse,
            finalbody,
            is_star: node == Node::TryStar,
        })
    }

    fn handler(&self, object: &Value) -> Result<ExceptHandler<'a>> {
        let span = self.checked_span(object, "excepthandler", false)?;
        self.node_of(object, "excepthandler")?;
        Ok(ExceptHandler {
            exception_type: self.optional_child(object, "type")?,
            name: self.optional_name(object, "name")?,
            body: self.body(object, Node::ExceptHandler)?,
            span,
        })
    }

    fn aliases(&self, object: &Value, node: Node) -> Result<&'a [Alias<'a>]> {
        let items = self.items(object, node, "names")?;
        let names = self.map(items, |item| {
            Ok(Alias {
                name: self.name(item, Node::Alias, "name")?,
                asname: self.optional_name(item, "asname")?,
                span: self.span(item, "alias", false)?,
            })
        })?;
        self.check_some(names.len(), "names", node.name())?;
        Ok(names)
    }

    fn type_parameters(&self, object: &Value, node: Node) -> Result<List<'a, TypeParameter<'a>>> {
        let items = self.items(object, node, "type_params")?;
        self.map(items, |item| {
            let span = self.checked_span(item, "type_param", true)?;
            let node = self.node_of(item, "type_param")?;
            let name = self.name(item, node, "name")?;
            self.check_name(name)?;
            let kind = match node {
                Node::TypeVar => TypeParameterKind::TypeVar {
                    bound: self.optional_child(item, "bound")?,
                },
                Node::ParamSpec => TypeParameterKind::ParamSpec,
                _ => TypeParameterKind::TypeVarTuple,
            };
            Ok(TypeParameter {
                name,
                kind,
                default: self.optional_child(item, "default_value")?,
                span,
            })
        })
    }
}
