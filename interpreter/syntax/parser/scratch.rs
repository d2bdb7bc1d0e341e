//! Stacks on which lists are gathered before they move to the arena at their final length.

use bumpalo::Bump;

use crate::ast::{Comprehension, DictItem, Expression, Keyword, List, Statement};

/// One stack for each frequent type. A rule notes the height, pushes, and takes off what is
/// above; rules nested within do the same higher up.
#[derive(Debug, Default)]
pub(super) struct Scratch<'a> {
    pub(super) expressions: Vec<Expression<'a>>,
    pub(super) statements: Vec<Statement<'a>>,
    pub(super) keywords: Vec<Keyword<'a>>,
    pub(super) dict_items: Vec<DictItem<'a>>,
    pub(super) comprehensions: Vec<Comprehension<'a>>,
}

/// The heights of all stacks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    expressions: usize,
    statements: usize,
    keywords: usize,
    dict_items: usize,
    comprehensions: usize,
}

impl<'a> Scratch<'a> {
    pub(super) fn marks(&self) -> Marks {
        Marks {
            expressions: self.expressions.len(),
            statements: self.statements.len(),
            keywords: self.keywords.len(),
            dict_items: self.dict_items.len(),
            comprehensions: self.comprehensions.len(),
        }
    }

    /// Forgets what was pushed since `marks` was taken.
    pub(super) fn truncate(&mut self, marks: Marks) {
        self.expressions.truncate(marks.expressions);
        self.statements.truncate(marks.statements);
        self.keywords.truncate(marks.keywords);
        self.dict_items.truncate(marks.dict_items);
        self.comprehensions.truncate(marks.comprehensions);
    }

    /// Moves the expressions above `mark` to the arena.
    pub(super) fn expressions_from(
        &mut self,
        arena: &'a Bump,
        mark: usize,
    ) -> List<'a, Expression<'a>> {
        take(arena, &mut self.expressions, mark)
    }

    /// Moves the statements above `mark` to the arena.
    pub(super) fn statements_from(
        &mut self,
        arena: &'a Bump,
        mark: usize,
    ) -> List<'a, Statement<'a>> {
        take(arena, &mut self.statements, mark)
    }

    /// Moves the keyword arguments above `mark` to the arena.
    pub(super) fn keywords_from(&mut self, arena: &'a Bump, mark: usize) -> List<'a, Keyword<'a>> {
        take(arena, &mut self.keywords, mark)
    }

    /// Moves the items above `mark` to the arena.
    pub(super) fn dict_items_from(
        &mut self,
        arena: &'a Bump,
        mark: usize,
    ) -> List<'a, DictItem<'a>> {
        take(arena, &mut self.dict_items, mark)
    }

    /// Moves the clauses above `mark` to the arena.
    pub(super) fn comprehensions_from(
        &mut self,
        arena: &'a Bump,
        mark: usize,
    ) -> List<'a, Comprehension<'a>> {
        take(arena, &mut self.comprehensions, mark)
    }
}

/// Moves what is above `mark` in `stack` to the arena.
#[inline(always)]
fn take<'a, T>(arena: &'a Bump, stack: &mut Vec<T>, mark: usize) -> List<'a, T> {
    if stack.len() == mark {
        return &mut [];
    }
    arena.alloc_slice_fill_iter(stack.drain(mark..))
}
