//! The loops of a comprehension.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Comprehension, Expression, ExpressionKind};

use super::{Comprehended, Product};
use crate::codegen::attribute::is_starred;
use crate::codegen::{CodeGenerator, FrameBlockKind, Result, location_of};
use crate::instructions::Label;

impl<'a> CodeGenerator<'a, '_> {
    /// The loop of the generator at `index`, and within it the others and the element.
    /// `depth` counts the iterators that are on the stack above the product. The source is
    /// `compiler_sync_comprehension_generator` and its asynchronous twin.
    pub(super) fn comprehension_loop(
        &mut self,
        what: Comprehended<'_, 'a>,
        index: usize,
        depth: i32,
        is_iterator_on_stack: bool,
        location: Location,
    ) -> Result {
        if what.generators[index].is_async {
            self.asynchronous_loop(what, index, depth, is_iterator_on_stack, location)
        } else {
            self.synchronous_loop(what, index, depth, is_iterator_on_stack, location)
        }
    }

    fn synchronous_loop(
        &mut self,
        what: Comprehended<'_, 'a>,
        index: usize,
        depth: i32,
        is_iterator_on_stack: bool,
        location: Location,
    ) -> Result {
        let generator = &what.generators[index];
        let iterable_location = location_of(generator.iterable.span);
        let start = self.new_label();
        let next = self.new_label();
        let anchor = self.new_label();
        if !is_iterator_on_stack {
            if index == 0 {
                self.load_passed_iterator(location);
            } else if let Some(value) = only_element(&generator.iterable) {
                // `for y in [value]` is an assignment, not a loop.
                self.expression(value)?;
                self.loop_body(what, index, depth, next, location)?;
                self.place(next);
                return Ok(());
            } else {
                self.expression(&generator.iterable)?;
                self.emit(Opcode::GetIter, 0, iterable_location);
            }
        }
        self.place(start);
        self.emit_jump(Opcode::ForIter, anchor, iterable_location);
        let end_location = self.loop_body(what, index, depth + 1, next, location)?;
        self.place(next);
        self.emit_jump(Opcode::Jump, start, end_location);
        self.place(anchor);
        self.emit(Opcode::EndFor, 0, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        Ok(())
    }

    fn asynchronous_loop(
        &mut self,
        what: Comprehended<'_, 'a>,
        index: usize,
        depth: i32,
        is_iterator_on_stack: bool,
        location: Location,
    ) -> Result {
        let generator = &what.generators[index];
        let start = self.new_label();
        let exhausted = self.new_label();
        let next = self.new_label();
        if !is_iterator_on_stack {
            if index == 0 {
                self.load_passed_iterator(location);
            } else {
                self.expression(&generator.iterable)?;
                self.emit(Opcode::GetAiter, 0, location_of(generator.iterable.span));
            }
        }
        self.place(start);
        self.push_frame_block(
            FrameBlockKind::AsyncComprehension,
            Some(start),
            None,
            location,
        )?;
        self.emit_jump(Opcode::SetupFinally, exhausted, location);
        self.emit(Opcode::GetAnext, 0, location);
        self.emit_constant(Constant::None, location);
        self.yield_from(location, true);
        self.emit(Opcode::PopBlock, 0, location);
        let end_location = self.loop_body(what, index, depth + 1, next, location)?;
        self.place(next);
        self.emit_jump(Opcode::Jump, start, end_location);
        self.pop_frame_block();
        self.place(exhausted);
        self.emit(Opcode::EndAsyncFor, 0, location);
        Ok(())
    }

    /// Binds the target, goes to `next` if a condition fails, and does the inner loops or
    /// adds the element. Gives the location of what it ends with.
    fn loop_body(
        &mut self,
        what: Comprehended<'_, 'a>,
        index: usize,
        depth: i32,
        next: Label,
        location: Location,
    ) -> Result<Location> {
        let generator: &Comprehension<'a> = &what.generators[index];
        self.expression(&generator.target)?;
        for condition in generator.conditions.iter() {
            self.jump_if(condition, next, false, location)?;
        }
        if index + 1 < what.generators.len() {
            self.comprehension_loop(what, index + 1, depth, false, location)?;
            return Ok(location_of(what.element.span));
        }
        self.add_element(what, depth)
    }

    /// Evaluates the element and adds it to the product, beneath `depth` iterators; or
    /// yields it.
    fn add_element(&mut self, what: Comprehended<'_, 'a>, depth: i32) -> Result<Location> {
        self.expression(what.element)?;
        let location = location_of(what.element.span);
        match what.product {
            Product::Generator => {
                self.emit_yield(location);
                self.emit(Opcode::PopTop, 0, location);
            }
            Product::List => self.emit(Opcode::ListAppend, depth + 1, location),
            Product::Set => self.emit(Opcode::SetAdd, depth + 1, location),
            Product::Dict { value } => {
                self.expression(value)?;
                let location = location_of(what.element.span.to(value.span));
                self.emit(Opcode::MapAdd, depth + 1, location);
                return Ok(location);
            }
        }
        Ok(location)
    }

    /// The outermost iterator is the only parameter of a comprehension's function.
    fn load_passed_iterator(&mut self, location: Location) {
        self.unit.code.argument_count = 1;
        self.emit(Opcode::LoadFast, 0, location);
    }
}

/// The element of a list or tuple that has just one.
fn only_element<'n, 'a>(iterable: &'n Expression<'a>) -> Option<&'n Expression<'a>> {
    match &iterable.kind {
        ExpressionKind::List { elements, .. } | ExpressionKind::Tuple { elements, .. } => {
            match &**elements {
                [only] if !is_starred(only) => Some(only),
                _ => None,
            }
        }
        _ => None,
    }
}
