//! Displays: lists, tuples, sets and dicts as they are written, and targets of that form.

use std::borrow::Borrow;

use bytecode::{Location, Opcode};
use syntax::ast::{Constant, Context, DictItem, Expression, ExpressionKind};

use super::attribute::is_starred;
use super::operand::{STACK_USE_GUIDELINE, count};
use super::{CodeGenerator, Result, intrinsic_1};

/// What is made of the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collection {
    List,
    Tuple,
    Set,
}

impl Collection {
    /// The instruction that makes it of elements on the stack.
    fn build(self) -> Opcode {
        match self {
            Collection::Tuple => Opcode::BuildTuple,
            other => other.build_growing(),
        }
    }

    /// The instruction that makes what elements can be added to; a tuple is a list until all
    /// are.
    fn build_growing(self) -> Opcode {
        match self {
            Collection::Set => Opcode::BuildSet,
            Collection::List | Collection::Tuple => Opcode::BuildList,
        }
    }

    fn add(self) -> Opcode {
        match self {
            Collection::Set => Opcode::SetAdd,
            Collection::List | Collection::Tuple => Opcode::ListAppend,
        }
    }

    fn extend(self) -> Opcode {
        match self {
            Collection::Set => Opcode::SetUpdate,
            Collection::List | Collection::Tuple => Opcode::ListExtend,
        }
    }
}

impl<'a> CodeGenerator<'a, '_> {
    pub(super) fn list(
        &mut self,
        elements: &[Expression<'a>],
        context: Context,
        location: Location,
    ) -> Result {
        match context {
            Context::Load => self.collection(Collection::List, 0, elements, location),
            Context::Store => self.unpack_to(elements, location),
            Context::Delete => self.expressions(elements),
        }
    }

    pub(super) fn tuple(
        &mut self,
        elements: &[Expression<'a>],
        context: Context,
        location: Location,
    ) -> Result {
        match context {
            Context::Load => self.collection(Collection::Tuple, 0, elements, location),
            Context::Store => self.unpack_to(elements, location),
            Context::Delete => self.expressions(elements),
        }
    }

    pub(super) fn set(&mut self, elements: &[Expression<'a>], location: Location) -> Result {
        self.collection(Collection::Set, 0, elements, location)
    }

    /// Makes a collection of what was `already_pushed` on the stack and of `elements`, those
    /// from `*` unpacked. The source is `starunpack_helper`.
    pub(super) fn collection<E: Borrow<Expression<'a>>>(
        &mut self,
        kind: Collection,
        already_pushed: usize,
        elements: &[E],
        location: Location,
    ) -> Result {
        if elements.len() > 2 && elements.iter().all(|element| is_constant(element.borrow())) {
            self.constant_collection(kind, already_pushed, elements, location);
            return Ok(());
        }
        let total = already_pushed + elements.len();
        let is_big = total > STACK_USE_GUIDELINE;
        if !is_big && !elements.iter().any(|element| is_starred(element.borrow())) {
            for element in elements {
                self.expression(element.borrow())?;
            }
            self.emit(kind.build(), count(total), location);
            return Ok(());
        }
        let mut is_built = is_big;
        if is_big {
            self.emit(kind.build_growing(), count(already_pushed), location);
        }
        for (index, element) in elements.iter().enumerate() {
            let element = element.borrow();
            if is_starred(element) {
                if !is_built {
                    self.emit(
                        kind.build_growing(),
                        count(already_pushed + index),
                        location,
                    );
                    is_built = true;
                }
                self.unstarred(element)?;
                self.emit(kind.extend(), 1, location);
            } else {
                self.expression(element)?;
                if is_built {
                    self.emit(kind.add(), 1, location);
                }
            }
        }
        if kind == Collection::Tuple {
            self.emit(Opcode::CallIntrinsic1, intrinsic_1::LIST_TO_TUPLE, location);
        }
        Ok(())
    }

    /// A collection that is filled from one constant.
    fn constant_collection<E: Borrow<Expression<'a>>>(
        &mut self,
        kind: Collection,
        already_pushed: usize,
        elements: &[E],
        location: Location,
    ) {
        let members = elements.iter().map(|element| constant_of(element.borrow()));
        let members: &'a [Constant<'a>] = self.arena.alloc_slice_fill_iter(members);
        if kind == Collection::Tuple && already_pushed == 0 {
            self.emit_ast_constant(&Constant::Tuple(members), location);
            return;
        }
        let constant = match kind {
            Collection::Set => Constant::FrozenSet(members),
            Collection::List | Collection::Tuple => Constant::Tuple(members),
        };
        self.emit(kind.build_growing(), count(already_pushed), location);
        self.emit_ast_constant(&constant, location);
        self.emit(kind.extend(), 1, location);
        if kind == Collection::Tuple {
            self.emit(Opcode::CallIntrinsic1, intrinsic_1::LIST_TO_TUPLE, location);
        }
    }

    /// The value of `*value`, or the expression itself where there is no star.
    pub(super) fn unstarred(&mut self, node: &Expression<'a>) -> Result {
        match &node.kind {
            ExpressionKind::Starred { value, .. } => self.expression(value),
            _ => self.expression(node),
        }
    }

    /// Binds the elements of the value on the stack to targets, one of which may be starred.
    fn unpack_to(&mut self, targets: &[Expression<'a>], location: Location) -> Result {
        self.emit_unpack(targets, location)?;
        for target in targets {
            self.unstarred(target)?;
        }
        Ok(())
    }

    fn emit_unpack(&mut self, targets: &[Expression<'a>], location: Location) -> Result {
        let mut is_star_seen = false;
        for (before, target) in targets.iter().enumerate() {
            if !is_starred(target) {
                continue;
            }
            if is_star_seen {
                let message = "multiple starred expressions in assignment";
                return Err(self.error(location, message));
            }
            let Some(operand) = unpack_around_star(before, targets.len()) else {
                let message = "too many expressions in star-unpacking assignment";
                return Err(self.error(location, message));
            };
            self.emit(Opcode::UnpackEx, operand, location);
            is_star_seen = true;
        }
        if !is_star_seen {
            self.emit(Opcode::UnpackSequence, count(targets.len()), location);
        }
        Ok(())
    }

    /// `{key: value, **mapping}`. The source is `compiler_dict`.
    pub(super) fn dictionary(&mut self, items: &[DictItem<'a>], location: Location) -> Result {
        let mut have_dict = false;
        // Where the items begin that no code was emitted for yet.
        let mut start = 0;
        for (index, item) in items.iter().enumerate() {
            if item.key.is_none() {
                if start < index {
                    self.part_of_dictionary(&items[start..index], have_dict, location)?;
                    have_dict = true;
                }
                if !have_dict {
                    self.emit(Opcode::BuildMap, 0, location);
                    have_dict = true;
                }
                self.expression(&item.value)?;
                self.emit(Opcode::DictUpdate, 1, location);
                start = index + 1;
            } else if (index - start) * 2 > STACK_USE_GUIDELINE {
                self.part_of_dictionary(&items[start..=index], have_dict, location)?;
                have_dict = true;
                start = index + 1;
            }
        }
        if start < items.len() {
            self.part_of_dictionary(&items[start..], have_dict, location)?;
        } else if !have_dict {
            self.emit(Opcode::BuildMap, 0, location);
        }
        Ok(())
    }

    /// A dict of items that all have a key, which goes into the dict on the stack if there is
    /// one.
    fn part_of_dictionary(
        &mut self,
        items: &[DictItem<'a>],
        have_dict: bool,
        location: Location,
    ) -> Result {
        let is_big = items.len() * 2 > STACK_USE_GUIDELINE;
        if items.len() > 1 && !is_big && has_constant_keys(items) {
            for item in items {
                self.expression(&item.value)?;
            }
            let keys = items
                .iter()
                .map(|item| item.key.as_ref().map_or(Constant::None, constant_of));
            let keys = self.arena.alloc_slice_fill_iter(keys);
            self.emit_ast_constant(&Constant::Tuple(keys), location);
            self.emit(Opcode::BuildConstKeyMap, count(items.len()), location);
        } else {
            if is_big {
                self.emit(Opcode::BuildMap, 0, location);
            }
            for item in items {
                if let Some(key) = &item.key {
                    self.expression(key)?;
                }
                self.expression(&item.value)?;
                if is_big {
                    self.emit(Opcode::MapAdd, 1, location);
                }
            }
            if !is_big {
                self.emit(Opcode::BuildMap, count(items.len()), location);
            }
        }
        if have_dict {
            self.emit(Opcode::DictUpdate, 1, location);
        }
        Ok(())
    }
}

/// The operand of `UNPACK_EX` for a star that has `before` targets before it, of `total`; or
/// nothing if they are more than the operand can say.
pub(super) fn unpack_around_star(before: usize, total: usize) -> Option<i32> {
    let after = total - before - 1;
    if before >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
        return None;
    }
    Some(count(before + (after << 8)))
}

fn has_constant_keys(items: &[DictItem<'_>]) -> bool {
    items
        .iter()
        .all(|item| item.key.as_ref().is_some_and(is_constant))
}

fn is_constant(node: &Expression<'_>) -> bool {
    matches!(node.kind, ExpressionKind::Constant(_))
}

/// The value of a constant expression; only those come here.
fn constant_of<'a>(node: &Expression<'a>) -> Constant<'a> {
    match node.kind {
        ExpressionKind::Constant(constant) => constant,
        _ => Constant::None,
    }
}
