//! What the Tab key offers, by the module `rlcompleter`.

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use vm::Vm;
use vm::objects::str::Str;
use vm::objects::value::Value;

/// Completes names of the program.
pub struct Completion<'vm> {
    /// Whose names.
    pub vm: &'vm Vm,
}

/// What ends a word, as CPython has it.
const DELIMITERS: &str = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";

/// More than this nobody reads.
const MOST: i64 = 2000;

impl Completer for Completion<'_> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..position).unwrap_or_default();
        let start = before
            .rfind(|character| DELIMITERS.contains(character))
            .map_or(0, |at| at + 1);
        let word = &before[start..];
        if word.is_empty() {
            return Ok((position, vec!["\t".to_owned()]));
        }
        Ok((start, self.of_word(word).unwrap_or_default()))
    }
}

impl Completion<'_> {
    /// The completions; none where an error is raised, of which nobody wants to know.
    fn of_word(&self, word: &str) -> Option<Vec<String>> {
        let vm = self.vm;
        let class = vm.import_attribute("rlcompleter", "Completer").ok()?;
        let completer = vm.call(&class, &[]).ok()?;
        let mut found = Vec::new();
        for state in 0..MOST {
            let arguments = [Str::value(word), Value::int(state)];
            let next = vm.call_method(&completer, "complete", &arguments).ok()?;
            if next.is_none() {
                break;
            }
            found.push(vm.str(&next).ok()?.to_text());
        }
        Some(found)
    }
}

impl Hinter for Completion<'_> {
    type Hint = String;
}

impl Highlighter for Completion<'_> {}

impl Validator for Completion<'_> {}

impl Helper for Completion<'_> {}
