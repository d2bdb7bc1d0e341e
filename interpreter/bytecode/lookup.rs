//! What a code object holds: its variables by kind, the code nested in it, code by name.

use std::fmt;
use std::sync::Arc;

use crate::code::LocalKind;
use crate::{CodeObject, Constant};

/// What stands between the name of a function and those of its local functions and classes.
const LOCALS: &str = "<locals>.";

/// How alike a name must be to be suggested, from 0 to 1.
const NEAR: f64 = 0.75;

/// How many names are suggested at most.
const MOST_SUGGESTIONS: usize = 5;

impl CodeObject {
    /// `co_varnames`.
    pub fn varnames(&self) -> impl Iterator<Item = &str> {
        self.variables(LocalKind::LOCAL)
    }

    /// `co_cellvars`.
    pub fn cellvars(&self) -> impl Iterator<Item = &str> {
        self.variables(LocalKind::CELL)
    }

    /// `co_freevars`.
    pub fn freevars(&self) -> impl Iterator<Item = &str> {
        self.variables(LocalKind::FREE)
    }

    fn variables(&self, kind: u8) -> impl Iterator<Item = &str> {
        self.local_variables
            .iter()
            .filter(move |variable| variable.kind.0 & kind != 0)
            .map(|variable| &*variable.name)
    }

    /// The code objects among the constants, in order: those nested directly in this one.
    pub fn nested(&self) -> impl DoubleEndedIterator<Item = &Arc<CodeObject>> {
        self.constants.iter().filter_map(|constant| match constant {
            Constant::Code(code) => Some(code),
            _ => None,
        })
    }

    /// This code object and all that are nested in it, each before those nested in it: the
    /// order in which `dis` prints them.
    pub fn walk(&self) -> impl Iterator<Item = &CodeObject> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let code = waiting.pop()?;
            waiting.extend(code.nested().rev().map(|code| &**code));
            Some(code)
        })
    }

    /// The code within this one whose qualified name is `name`, with or without the `<locals>`
    /// parts. Of several the last one is taken, as it would be by running the program.
    pub fn find(&self, name: &str) -> Result<&CodeObject, NotFound> {
        let bare = without_locals(name);
        let mut found = None;
        for code in self.walk() {
            if *code.qualified_name == *name {
                found = Some((true, code));
            } else if !matches!(found, Some((true, _)))
                && without_locals(&code.qualified_name) == bare
            {
                found = Some((false, code));
            }
        }
        match found {
            Some((_, code)) => Ok(code),
            None => Err(NotFound {
                name: name.to_owned(),
                suggestions: self.names_near(&bare),
            }),
        }
    }

    /// Qualified names of code within this one that look like `name`, the most alike first.
    fn names_near(&self, name: &str) -> Vec<String> {
        let mut names: Vec<(f64, &str)> = Vec::new();
        for code in self.walk() {
            let candidate = without_locals(&code.qualified_name);
            let whole = strsim::jaro_winkler(name, &candidate);
            let last = strsim::jaro_winkler(last_part(name), last_part(&candidate));
            let likeness = whole.max(last);
            let is_known = names
                .iter()
                .any(|(_, known)| *known == &*code.qualified_name);
            if likeness >= NEAR && !is_known {
                names.push((likeness, &code.qualified_name));
            }
        }
        names.sort_by(|a, b| b.0.total_cmp(&a.0));
        names.truncate(MOST_SUGGESTIONS);
        names.into_iter().map(|(_, name)| name.to_owned()).collect()
    }
}

fn without_locals(name: &str) -> String {
    name.replace(LOCALS, "")
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// No code has the name that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// The name.
    pub name: String,
    /// Names that look like it, the most alike first.
    pub suggestions: Vec<String>,
}

impl fmt::Display for NotFound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "no function or class is named '{}'", self.name)?;
        if !self.suggestions.is_empty() {
            let names: Vec<String> = self.suggestions.iter().map(|n| format!("'{n}'")).collect();
            write!(out, "; did you mean {}?", names.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for NotFound {}
