//! Calls.

use std::borrow::Borrow;

use bytecode::{Location, Opcode};
use rustc_hash::FxHashSet;
use syntax::ast::{Constant, Context, Expression, ExpressionKind, Keyword};

use super::attribute::{attribute_location, is_starred, start_at_attribute};
use super::display::Collection;
use super::operand::{STACK_USE_GUIDELINE, count};
use super::{CodeGenerator, Result, location_of};
use crate::symtable::Symbol;

impl<'a> CodeGenerator<'a, '_> {
    /// `function(arguments, keywords)`.
    pub(super) fn call(&mut self, node: &Expression<'a>, location: Location) -> Result {
        let ExpressionKind::Call {
            function,
            arguments,
            keywords,
        } = &node.kind
        else {
            return Ok(());
        };
        self.check_keywords(keywords)?;
        if self.is_method_call(function, arguments, keywords) {
            return self.method_call(function, arguments, keywords, location);
        }
        self.warn_if_not_callable(function);
        self.expression(function)?;
        self.emit(Opcode::PushNull, 0, location_of(function.span));
        self.call_with(0, arguments, keywords, location)
    }

    /// The arguments of a call and the call itself, the callable being on the stack with
    /// `already_pushed` arguments above it. Classes are made by it, too. The source is
    /// `compiler_call_helper`.
    pub(crate) fn call_helper<E: Borrow<Expression<'a>>>(
        &mut self,
        location: Location,
        already_pushed: usize,
        arguments: &[E],
        keywords: &[Keyword<'a>],
    ) -> Result {
        self.check_keywords(keywords)?;
        self.call_with(already_pushed, arguments, keywords, location)
    }

    fn call_with<E: Borrow<Expression<'a>>>(
        &mut self,
        already_pushed: usize,
        arguments: &[E],
        keywords: &[Keyword<'a>],
        location: Location,
    ) -> Result {
        if arguments.len() + keywords.len() * 2 > STACK_USE_GUIDELINE
            || has_unpacking(arguments, keywords)
        {
            return self.call_with_unpacking(already_pushed, arguments, keywords, location);
        }
        for argument in arguments {
            self.expression(argument.borrow())?;
        }
        let pushed = already_pushed + arguments.len();
        if keywords.is_empty() {
            self.emit(Opcode::Call, count(pushed), location);
            return Ok(());
        }
        self.keyword_values(keywords)?;
        self.emit_keyword_names(keywords, location);
        self.emit(Opcode::CallKw, count(pushed + keywords.len()), location);
        Ok(())
    }

    /// A call whose arguments are passed as a tuple and a dict.
    fn call_with_unpacking<E: Borrow<Expression<'a>>>(
        &mut self,
        already_pushed: usize,
        arguments: &[E],
        keywords: &[Keyword<'a>],
        location: Location,
    ) -> Result {
        match arguments {
            [only] if already_pushed == 0 && is_starred(only.borrow()) => {
                self.unstarred(only.borrow())?;
            }
            _ => self.collection(Collection::Tuple, already_pushed, arguments, location)?,
        }
        if !keywords.is_empty() {
            self.keyword_dictionary(keywords, location)?;
        }
        self.emit(
            Opcode::CallFunctionEx,
            i32::from(!keywords.is_empty()),
            location,
        );
        Ok(())
    }

    /// One dict of all keyword arguments, those from `**` included.
    fn keyword_dictionary(&mut self, keywords: &[Keyword<'a>], location: Location) -> Result {
        let mut have_dict = false;
        for run in keywords.chunk_by(|a, b| a.name.is_some() && b.name.is_some()) {
            if run[0].name.is_some() {
                self.named_keywords(run, location)?;
                if have_dict {
                    self.emit(Opcode::DictMerge, 1, location);
                }
            } else {
                if !have_dict {
                    self.emit(Opcode::BuildMap, 0, location);
                }
                self.expression(&run[0].value)?;
                self.emit(Opcode::DictMerge, 1, location);
            }
            have_dict = true;
        }
        Ok(())
    }

    /// A dict of keyword arguments that all have a name.
    fn named_keywords(&mut self, keywords: &[Keyword<'a>], location: Location) -> Result {
        let is_big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        if keywords.len() > 1 && !is_big {
            self.keyword_values(keywords)?;
            self.emit_keyword_names(keywords, location);
            self.emit(Opcode::BuildConstKeyMap, count(keywords.len()), location);
            return Ok(());
        }
        if is_big {
            self.emit(Opcode::BuildMap, 0, Location::NONE);
        }
        for keyword in keywords {
            self.emit_ast_constant(&keyword_name(keyword), location);
            self.expression(&keyword.value)?;
            if is_big {
                self.emit(Opcode::MapAdd, 1, Location::NONE);
            }
        }
        if !is_big {
            self.emit(Opcode::BuildMap, count(keywords.len()), location);
        }
        Ok(())
    }

    fn keyword_values(&mut self, keywords: &[Keyword<'a>]) -> Result {
        for keyword in keywords {
            self.expression(&keyword.value)?;
        }
        Ok(())
    }

    fn emit_keyword_names(&mut self, keywords: &[Keyword<'a>], location: Location) {
        let names = keywords.iter().map(keyword_name);
        let names = self.arena.alloc_slice_fill_iter(names);
        self.emit_ast_constant(&Constant::Tuple(names), location);
    }

    /// Whether the call can do without a bound method: it reads an attribute, of something
    /// that the module did not import, and passes few arguments and none by `*` or `**`.
    fn is_method_call(
        &self,
        function: &Expression<'a>,
        arguments: &[Expression<'a>],
        keywords: &[Keyword<'a>],
    ) -> bool {
        let ExpressionKind::Attribute {
            value,
            context: Context::Load,
            ..
        } = &function.kind
        else {
            return false;
        };
        let pushed = arguments.len() + keywords.len() + usize::from(!keywords.is_empty());
        !self.is_imported(value)
            && pushed < STACK_USE_GUIDELINE
            && !has_unpacking(arguments, keywords)
    }

    /// Whether it is a name that the module imports: it is a module probably, and its
    /// functions are no methods.
    fn is_imported(&self, value: &Expression<'a>) -> bool {
        match value.kind {
            ExpressionKind::Name { id, .. } => self.module_symbol(id).has(Symbol::DEF_IMPORT),
            _ => false,
        }
    }

    /// The source is `maybe_optimize_method_call`.
    fn method_call(
        &mut self,
        method: &Expression<'a>,
        arguments: &[Expression<'a>],
        keywords: &[Keyword<'a>],
        call_location: Location,
    ) -> Result {
        let ExpressionKind::Attribute {
            value, attribute, ..
        } = &method.kind
        else {
            return Ok(());
        };
        let method_location = location_of(method.span);
        let name_location = attribute_location(method_location, attribute);
        if let Some(super_call) = self.optimizable_super_call(value, attribute) {
            let opcode = if super_call.is_without_arguments() {
                Opcode::LoadZeroSuperMethod
            } else {
                Opcode::LoadSuperMethod
            };
            self.super_call_arguments(&super_call)?;
            self.emit_name(opcode, attribute, method_location);
            self.emit(Opcode::Nop, 0, name_location);
        } else {
            self.expression(value)?;
            self.emit_name(Opcode::LoadMethod, attribute, name_location);
        }
        self.expressions(arguments)?;
        let call_location = start_at_attribute(call_location, method_location, attribute);
        if keywords.is_empty() {
            self.emit(Opcode::Call, count(arguments.len()), call_location);
            return Ok(());
        }
        self.keyword_values(keywords)?;
        self.emit_keyword_names(keywords, name_location);
        let pushed = arguments.len() + keywords.len();
        self.emit(Opcode::CallKw, count(pushed), call_location);
        Ok(())
    }

    /// Refuses a keyword argument that is given twice, and `__debug__`.
    fn check_keywords(&mut self, keywords: &[Keyword<'a>]) -> Result {
        let may_repeat = may_repeat_name(keywords);
        for (index, keyword) in keywords.iter().enumerate() {
            let Some(name) = keyword.name else { continue };
            self.check_name(name, Context::Store, location_of(keyword.span))?;
            if !may_repeat {
                continue;
            }
            if let Some(other) = keywords[index + 1..]
                .iter()
                .find(|other| other.name == Some(name))
            {
                let message = format!("keyword argument repeated: {name}");
                return Err(self.error(location_of(other.span), message));
            }
        }
        Ok(())
    }
}

/// Whether names must be compared with each other: false where a quick look shows that all
/// differ.
fn may_repeat_name(keywords: &[Keyword<'_>]) -> bool {
    match keywords.len() {
        0 | 1 => false,
        2..=8 => true,
        _ => {
            let mut seen = FxHashSet::default();
            !keywords
                .iter()
                .filter_map(|keyword| keyword.name)
                .all(|name| seen.insert(name))
        }
    }
}

fn keyword_name<'a>(keyword: &Keyword<'a>) -> Constant<'a> {
    Constant::Str(keyword.name.unwrap_or_default().as_bytes())
}

fn has_unpacking<'a, E: Borrow<Expression<'a>>>(arguments: &[E], keywords: &[Keyword<'_>]) -> bool {
    arguments
        .iter()
        .any(|argument| is_starred(argument.borrow()))
        || keywords.iter().any(|keyword| keyword.name.is_none())
}
