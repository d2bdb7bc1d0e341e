//! `match` statements.

use bytecode::{Location, Opcode};
use syntax::ast::{Context, Expression, MatchCase};

use super::pattern::{PatternContext, is_wildcard};
use super::{CodeGenerator, Result, location_of};
use crate::instructions::Label;

impl<'a, 't> CodeGenerator<'a, 't> {
    /// The source is `compiler_match_inner`.
    pub(crate) fn match_statement(
        &mut self,
        subject: &Expression<'a>,
        cases: &'t [MatchCase<'a>],
    ) -> Result {
        self.expression(subject)?;
        let end = self.new_label();
        // A last `case _` needs no pattern, and no subject.
        let (tested, default) = match cases {
            [tested @ .., last] if !tested.is_empty() && is_wildcard(&last.pattern) => {
                (tested, Some(last))
            }
            all => (all, None),
        };
        for (index, case) in tested.iter().enumerate() {
            let is_last_tested = index + 1 == tested.len();
            let is_last = is_last_tested && default.is_none();
            self.case(case, is_last_tested, is_last, end)?;
        }
        if let Some(default) = default {
            let location = location_of(default.pattern.span);
            // It makes no code of its own, but tracing shall see its line.
            self.emit(Opcode::Nop, 0, location);
            if let Some(guard) = &default.guard {
                self.jump_if(guard, end, false, location)?;
            }
            self.statements(default.body)?;
        }
        self.place(end);
        Ok(())
    }

    /// A case with a pattern to test. `is_last_tested` says that it may take the subject from
    /// the stack, `is_last` that no case follows.
    fn case(
        &mut self,
        case: &'t MatchCase<'a>,
        is_last_tested: bool,
        is_last: bool,
        end: Label,
    ) -> Result {
        let location = location_of(case.pattern.span);
        if !is_last_tested {
            self.emit(Opcode::Copy, 1, location);
        }
        let mut context = PatternContext::new(case.guard.is_some() || is_last);
        self.pattern(&case.pattern, &mut context)?;
        for name in &context.captures {
            self.name_operation(name, Context::Store, location)?;
        }
        if let Some(guard) = &case.guard {
            let failed = self.failure_label(&mut context, 0);
            self.jump_if(guard, failed, false, location)?;
        }
        if !is_last_tested {
            self.emit(Opcode::PopTop, 0, location);
        }
        self.statements(case.body)?;
        self.emit_jump(Opcode::Jump, end, Location::NONE);
        // What cleans up after a failed pattern belongs to the line of the pattern.
        self.place_failures(&mut context, location);
        Ok(())
    }
}
