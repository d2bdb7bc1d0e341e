//! `re.Pattern`.

use std::cell::OnceCell;

use rustpython_sre_engine::SreFlag;
use vm::native::{Method, Property, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::mapping_proxy::MappingProxy;
use vm::objects::sequence_iterator::CallableIterator;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::engine::{Found, Job, Subject};
use super::found::Match;
use super::octets::Program;
use super::scanner::Scanner;
use super::substitution;

/// The payload of `re.Pattern`.
pub struct Pattern {
    pattern: Value,
    flags: i64,
    /// The compiled code.
    pub code: Vec<u32>,
    /// How many groups there are besides the whole.
    pub groups: usize,
    /// Numbers of groups by name.
    pub group_index: Value,
    /// Names of groups by number.
    pub index_group: Value,
    /// Whether it searches bytes; nothing for a pattern that searches both.
    pub is_bytes: Option<bool>,
    /// The program of our own engine, made when the pattern is first used.
    program: OnceCell<Option<Box<Program>>>,
    /// Memory of the last match.
    pub scratch: Guarded<Found>,
}

payload!(Pattern, PATTERN, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.group_index);
        visit(&self.index_group);
    }
});

static_type! {
    /// `re.Pattern`
    pub PATTERN = TypeSpec {
        name: "Pattern",
        module: "re",
        doc: Some("A compiled regular expression."),
        layout: Some(Pattern::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            ..Slots::EMPTY
        },
        methods: &[
            CLASS_GETITEM,
            Method::new("__copy__", "($self, /)", |_, it| Ok(required(it, 0).clone()), "The pattern itself."),
            Method::new("__deepcopy__", "($self, memo, /)", |_, it| Ok(required(it, 0).clone()), "The pattern itself."),
            Method::new("findall", "($self, /, string, pos=0, endpos=sys.maxsize)", find_all, "All matches."),
            Method::new("finditer", "($self, /, string, pos=0, endpos=sys.maxsize)", find_iterator, "An iterator over all matches."),
            Method::new("fullmatch", "($self, /, string, pos=0, endpos=sys.maxsize)", full_match, "A match of the whole."),
            Method::new("match", "($self, /, string, pos=0, endpos=sys.maxsize)", match_start, "A match at the start."),
            Method::new("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)", scanner, "What finds one match after the other."),
            Method::new("search", "($self, /, string, pos=0, endpos=sys.maxsize)", search, "The first match."),
            Method::new("split", "($self, /, string, maxsplit=0)", split, "What is between matches."),
            Method::new("sub", "($self, /, repl, string, count=0)", substitution::sub, "Matches replaced."),
            Method::new("subn", "($self, /, repl, string, count=0)", substitution::subn, "Matches replaced, and how many."),
        ],
        properties: &[
            Property { member: true, ..Property::new("flags", |_, this| Ok(Value::int(of(this).flags))) },
            Property::new("groupindex", |_, this| Ok(MappingProxy::of(&of(this).group_index))),
            Property { member: true, ..Property::new("groups", |_, this| Ok(of(this).groups.into())) },
            Property { member: true, ..Property::new("pattern", |_, this| Ok(of(this).pattern.clone())) },
        ],
        ..TypeSpec::DEFAULT
    };
}

/// The pattern that `self` is.
pub fn of(value: &Value) -> &Ref<Pattern> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

/// `_sre.compile`.
pub fn compile(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pattern = required(arguments, 0);
    let flags = vm.to_i32(required(arguments, 1))?;
    let Some(words) = required(arguments, 2).downcast::<List>() else {
        return Err(vm.type_error(format!(
            "compile() argument 'code' must be list, not {}",
            vm.found_argument(required(arguments, 2))
        )));
    };
    let mut code = Vec::with_capacity(words.len());
    for word in words.to_vec() {
        let number = vm
            .index(&word)?
            .as_i64()
            .and_then(|number| u32::try_from(number).ok());
        let Some(number) = number else {
            return Err(vm.overflow_error("regular expression code size limit exceeded"));
        };
        code.push(number);
    }
    if code.is_empty() {
        return Err(vm.runtime_error("invalid SRE code"));
    }
    let groups = vm.to_isize(required(arguments, 3))?;
    let (group_index, index_group) = (required(arguments, 4), required(arguments, 5));
    if group_index.downcast::<Dict>().is_none() || index_group.downcast::<Tuple>().is_none() {
        return Err(vm.type_error(
            "compile() arguments 'groupindex' and 'indexgroup' must be dict and tuple",
        ));
    }
    let is_bytes = match (pattern.is_none(), pattern.downcast::<Str>()) {
        (true, _) => None,
        (_, Some(_)) => Some(false),
        _ => {
            vm.bytes_like(pattern)?;
            Some(true)
        }
    };
    Ok(Ref::new(Pattern {
        pattern: pattern.clone(),
        flags: flags.into(),
        code,
        groups: usize::try_from(groups).unwrap_or(0),
        group_index: group_index.clone(),
        index_group: index_group.clone(),
        is_bytes,
        program: OnceCell::new(),
        scratch: Guarded::default(),
    })
    .into())
}

impl Pattern {
    /// The program of our own engine, unless the pattern has something that it does not know.
    pub fn program(&self) -> Option<&Program> {
        let make = || {
            self.is_bytes?;
            Program::new(&self.code, self.groups).map(Box::new)
        };
        self.program.get_or_init(make).as_deref()
    }
}

/// The flags that a representation shows, in its order.
const SHOWN: [(&str, SreFlag); 8] = [
    ("re.IGNORECASE", SreFlag::IGNORECASE),
    ("re.LOCALE", SreFlag::LOCALE),
    ("re.MULTILINE", SreFlag::MULTILINE),
    ("re.DOTALL", SreFlag::DOTALL),
    ("re.UNICODE", SreFlag::UNICODE),
    ("re.VERBOSE", SreFlag::VERBOSE),
    ("re.DEBUG", SreFlag::DEBUG),
    ("re.ASCII", SreFlag::ASCII),
];

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    const LONGEST: usize = 200;
    let pattern = of(this);
    let unicode = i64::from(SreFlag::UNICODE.bits());
    let kinds = SreFlag::LOCALE | SreFlag::UNICODE | SreFlag::ASCII;
    let mut left = pattern.flags;
    if pattern.is_bytes == Some(false) && left & i64::from(kinds.bits()) == unicode {
        left &= !unicode;
    }
    let mut names = Vec::new();
    for (name, flag) in SHOWN {
        let bits = i64::from(flag.bits());
        if left & bits != 0 {
            left &= !bits;
            names.push(name.to_owned());
        }
    }
    if left != 0 {
        names.push(format!("{left:#x}"));
    }
    let shown = vm.repr(&pattern.pattern)?;
    let shown = shown
        .text()
        .slice(0..LONGEST)
        .value()
        .to_string_lossy()
        .into_owned();
    Ok(Str::value(if names.is_empty() {
        format!("re.compile({shown})")
    } else {
        format!("re.compile({shown}, {})", names.join("|"))
    }))
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let pattern = of(this);
    let hash = vm.hash(&pattern.pattern)?;
    Ok(hash ^ pattern.flags ^ (pattern.code.len() as i64) << 8)
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    if !matches!(operator, Comparison::Equal | Comparison::NotEqual) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (Some(left), Some(right)) = (left.downcast::<Pattern>(), right.downcast::<Pattern>())
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = left.is(right)
        || left.flags == right.flags
            && left.is_bytes == right.is_bytes
            && left.code == right.code
            && vm.equal(&left.pattern, &right.pattern)?;
    Ok(Value::bool(same == (operator == Comparison::Equal)))
}

/// The subject, and the positions between which it is searched.
pub fn subject(
    vm: &Vm,
    pattern: &Pattern,
    string: &Value,
    start: &Option<Value>,
    end: &Option<Value>,
) -> Result<(Subject, usize, usize)> {
    let position = |value: &Option<Value>, default: usize| match value {
        Some(value) => Ok(usize::try_from(vm.to_isize(value)?).unwrap_or(0)),
        None => Ok(default),
    };
    let start = position(start, 0)?;
    let end = position(end, usize::MAX)?;
    let subject = Subject::of(vm, pattern, string)?;
    let length = subject.len();
    Ok((subject, start.min(length), end.min(length)))
}

fn first(vm: &Vm, arguments: &[Option<Value>], search: bool, all: bool) -> Result<Value> {
    let pattern = of(required(arguments, 0));
    let string = required(arguments, 1);
    let (subject, start, end) = subject(vm, pattern, string, &arguments[2], &arguments[3])?;
    if start > end {
        return Ok(Value::NONE);
    }
    let job = Job {
        start,
        end,
        is_search: search,
        match_all: all,
        must_advance: false,
    };
    let found = subject.run(pattern, job, |found| {
        Match::of(pattern, &subject, found, start, end)
    })?;
    Ok(found.unwrap_or(Value::NONE))
}

fn match_start(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    first(vm, arguments, false, false)
}

fn full_match(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    first(vm, arguments, false, true)
}

fn search(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    first(vm, arguments, true, false)
}

fn scanner(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pattern = of(required(arguments, 0));
    let string = required(arguments, 1);
    let (subject, start, end) = subject(vm, pattern, string, &arguments[2], &arguments[3])?;
    Ok(Scanner::of(pattern, subject, start, end))
}

fn find_iterator(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let scanner = scanner(vm, arguments)?;
    let search = vm.get_attribute(&scanner, &vm.intern("search"))?;
    Ok(CallableIterator::of(&search, &Value::NONE))
}

fn find_all(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pattern = of(required(arguments, 0));
    let string = required(arguments, 1);
    let (subject, start, end) = subject(vm, pattern, string, &arguments[2], &arguments[3])?;
    let mut found = Vec::new();
    let part = |range: Option<(usize, usize)>| {
        let (start, end) = range.unwrap_or((0, 0));
        subject.slice(start, end.max(start))
    };
    let empty = || match subject.is_bytes() {
        true => Bytes::value([]),
        false => Str::value(""),
    };
    let or_empty = |range: Option<(usize, usize)>| match range {
        Some((start, end)) if start < end => part(range),
        _ => empty(),
    };
    subject.each(pattern, start, end, &mut |one| {
        found.push(match pattern.groups {
            0 => or_empty(Some((one.start, one.end))),
            1 => or_empty(one.group(0)),
            count => Tuple::with(count, |number| or_empty(one.group(number))).into(),
        });
        Ok(true)
    })?;
    Ok(List::new(found).into())
}

fn split(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pattern = of(required(arguments, 0));
    let limit = match &arguments[2] {
        Some(limit) => vm.to_isize(limit)?,
        None => 0,
    };
    let (subject, start, end) = subject(vm, pattern, required(arguments, 1), &None, &None)?;
    let mut parts = Vec::new();
    let mut last = start;
    let mut count = 0;
    let mut add = |found: &Found| {
        parts.push(subject.slice(last, found.start));
        for number in 0..pattern.groups {
            parts.push(match found.group(number) {
                Some((start, end)) => subject.slice(start, end),
                None => Value::NONE,
            });
        }
        last = found.end;
        count += 1;
        Ok(limit <= 0 || count < limit)
    };
    if limit >= 0 {
        subject.each(pattern, start, end, &mut add)?;
    }
    parts.push(subject.slice(last, end));
    Ok(List::new(parts).into())
}
