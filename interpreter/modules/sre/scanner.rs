//! `_sre.SRE_Scanner`: one match after the other.

use std::cell::Cell;

use vm::native::{Method, Property, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, payload, static_type};

use super::engine::{Job, Subject};
use super::found::Match;
use super::pattern::Pattern;

/// The payload of a scanner.
pub struct Scanner {
    pattern: Ref<Pattern>,
    subject: Subject,
    first: usize,
    /// Where the next match is looked for; nothing once there is none.
    start: Cell<Option<usize>>,
    end: usize,
    must_advance: Cell<bool>,
}

payload!(Scanner, SCANNER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.pattern.as_value());
        visit(&self.subject.value);
    }
});

static_type! {
    /// `_sre.SRE_Scanner`
    pub SCANNER = TypeSpec {
        name: "SRE_Scanner",
        module: "_sre",
        layout: Some(Scanner::layout),
        methods: &[
            Method::new("match", "($self, /)", |_, it| next(it, false), "The next match, which begins where the last one ended."),
            Method::new("search", "($self, /)", |_, it| next(it, true), "The next match."),
        ],
        properties: &[
            Property { member: true, ..Property::new("pattern", |_, this| Ok(of(this).pattern.to_value())) },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Scanner> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl Scanner {
    /// A scanner of what lies between two positions.
    pub fn of(pattern: &Ref<Pattern>, subject: Subject, start: usize, end: usize) -> Value {
        Ref::new(Scanner {
            pattern: pattern.clone(),
            subject,
            first: start,
            start: Cell::new((start <= end).then_some(start)),
            end,
            must_advance: Cell::new(false),
        })
        .into()
    }
}

fn next(arguments: &[Option<Value>], is_search: bool) -> Result<Value> {
    let scanner = of(required(arguments, 0));
    let Some(start) = scanner.start.get() else {
        return Ok(Value::NONE);
    };
    let job = Job {
        start,
        end: scanner.end,
        is_search,
        match_all: false,
        must_advance: scanner.must_advance.get(),
    };
    let found = scanner.subject.run(&scanner.pattern, job, |found| {
        scanner.must_advance.set(found.end == found.start);
        scanner.start.set(Some(found.end));
        Match::of(
            &scanner.pattern,
            &scanner.subject,
            found,
            scanner.first,
            scanner.end,
        )
    })?;
    Ok(found.unwrap_or_else(|| {
        scanner.start.set(None);
        Value::NONE
    }))
}
