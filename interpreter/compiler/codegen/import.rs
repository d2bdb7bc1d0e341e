//! `import` and `from ... import`.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Alias, Context};

use super::{CodeGenerator, Result, intrinsic_1};

impl<'a> CodeGenerator<'a, '_> {
    pub(super) fn import(&mut self, names: &'a [Alias<'a>], location: Location) -> Result {
        for alias in names {
            self.emit_constant(Constant::Int(0), location);
            self.emit_constant(Constant::None, location);
            self.emit_name(Opcode::ImportName, alias.name, location);
            match alias.asname {
                Some(asname) => self.bind_import(alias.name, asname, location)?,
                None => {
                    let top = alias.name.split('.').next().unwrap_or(alias.name);
                    self.name_operation(top, Context::Store, location)?;
                }
            }
        }
        Ok(())
    }

    /// Binds the module `name`, whose outermost package is on the stack, to `asname`.
    fn bind_import(&mut self, name: &'a str, asname: &'a str, location: Location) -> Result {
        let mut attributes = name.split('.').skip(1).peekable();
        if attributes.peek().is_none() {
            return self.name_operation(asname, Context::Store, location);
        }
        while let Some(attribute) = attributes.next() {
            self.emit_unmangled_name(Opcode::ImportFrom, attribute, location);
            if attributes.peek().is_some() {
                self.emit(Opcode::Swap, 2, location);
                self.emit(Opcode::PopTop, 0, location);
            }
        }
        self.name_operation(asname, Context::Store, location)?;
        self.emit(Opcode::PopTop, 0, location);
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        level: u32,
        location: Location,
    ) -> Result {
        self.emit_constant(Constant::Int(level.into()), location);
        let is_future = level == 0 && module == Some("__future__");
        if is_future && starts_after(location, self.settings.future_location) {
            let message = "from __future__ imports must occur at the beginning of the file";
            return Err(self.error(location, message));
        }
        let wanted = names
            .iter()
            .map(|alias| Constant::Str(alias.name.into()))
            .collect();
        self.emit_constant(Constant::Tuple(wanted), location);
        self.emit_name(Opcode::ImportName, module.unwrap_or(""), location);
        for alias in names {
            if alias.name == "*" {
                self.emit(Opcode::CallIntrinsic1, intrinsic_1::IMPORT_STAR, location);
                self.emit(Opcode::PopTop, 0, Location::NONE);
                return Ok(());
            }
            self.emit_name(Opcode::ImportFrom, alias.name, location);
            let bound = alias.asname.unwrap_or(alias.name);
            self.name_operation(bound, Context::Store, location)?;
        }
        self.emit(Opcode::PopTop, 0, location);
        Ok(())
    }
}

/// Whether `location` begins after the end of `other`.
fn starts_after(location: Location, other: Location) -> bool {
    (location.line, location.column) > (other.end_line, other.end_column)
}
