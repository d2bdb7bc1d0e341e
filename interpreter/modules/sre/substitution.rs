//! `sub` and `subn`.

use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::engine::{Found, Subject};
use super::found::Match;
use super::pattern::{Pattern, of, subject};
use super::template::Template;

/// What matches are replaced by.
enum Replacement {
    Literal(Value),
    Template(Ref<Template>),
    Function(Value),
}

impl Replacement {
    fn of(vm: &Vm, pattern: &Ref<Pattern>, given: &Value) -> Result<Replacement> {
        if given.class().slots().call.is_some() {
            return Ok(Replacement::Function(given.clone()));
        }
        let has_backslash = if let Some(text) = given.downcast::<Str>() {
            text.as_bytes().contains(&b'\\')
        } else if vm::objects::buffer::Buffer::is_shown_by(vm, given) {
            vm.bytes_like(given)?.contains(&b'\\')
        } else {
            true
        };
        if !has_backslash {
            return Ok(Replacement::Literal(given.clone()));
        }
        let compile = vm.import_attribute("re", "_compile_template")?;
        let compiled = vm.call(&compile, &[pattern.to_value(), given.clone()])?;
        match compiled.downcast::<Template>() {
            Some(template) if template.groups.is_empty() => {
                Ok(Replacement::Literal(template.literal.clone()))
            }
            Some(template) => Ok(Replacement::Template(template.clone())),
            None => {
                Err(vm.type_error("the result of compiling a replacement string is no template"))
            }
        }
    }
}

struct Substitution<'a> {
    vm: &'a Vm,
    pattern: &'a Ref<Pattern>,
    subject: &'a Subject,
    replacement: Replacement,
    /// The part between the positions that is searched.
    range: (usize, usize),
    parts: Vec<Value>,
    /// Where the last match ended.
    last: usize,
}

impl Substitution<'_> {
    fn add(&mut self, one: &Found) -> Result<()> {
        if self.last < one.start {
            self.parts.push(self.subject.slice(self.last, one.start));
        }
        let vm = self.vm;
        let found = || Match::of(self.pattern, self.subject, one, self.range.0, self.range.1);
        let item = match &self.replacement {
            Replacement::Literal(literal) => literal.clone(),
            Replacement::Function(function) => vm.call(function, &[found()])?,
            Replacement::Template(template) => match found().downcast::<Match>() {
                Some(found) => template.expand(vm, found)?,
                None => Value::NONE,
            },
        };
        if !item.is_none() {
            self.parts.push(item);
        }
        self.last = one.end;
        Ok(())
    }
}

/// The result, and how many matches were replaced.
fn substitute(vm: &Vm, arguments: &[Option<Value>]) -> Result<(Value, usize)> {
    let pattern = of(required(arguments, 0));
    let limit = match &arguments[3] {
        Some(limit) => vm.to_isize(limit)?,
        None => 0,
    };
    let replacement = Replacement::of(vm, pattern, required(arguments, 1))?;
    let (subject, start, end) = subject(vm, pattern, required(arguments, 2), &None, &None)?;
    let mut work = Substitution {
        vm,
        pattern,
        subject: &subject,
        replacement,
        range: (start, end),
        parts: Vec::new(),
        last: start,
    };
    let mut count = 0;
    if limit >= 0 {
        subject.each(pattern, start, end, &mut |one| {
            work.add(one)?;
            count += 1;
            Ok(limit == 0 || count < limit as usize)
        })?;
    }
    if work.last < end || work.parts.is_empty() {
        let rest = subject.slice(work.last, end);
        work.parts.push(rest);
    }
    let parts = work.parts;
    let joined = super::join(vm, subject.is_bytes(), parts)?;
    if !subject.is_bytes() && joined.downcast::<Str>().is_none()
        || subject.is_bytes() && joined.downcast::<Bytes>().is_none()
    {
        return Err(vm.type_error("the result of a replacement is neither text nor bytes"));
    }
    Ok((joined, count))
}

pub fn sub(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(substitute(vm, arguments)?.0)
}

pub fn subn(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (result, count) = substitute(vm, arguments)?;
    Ok(Tuple::pair(result, count.into()).into())
}
