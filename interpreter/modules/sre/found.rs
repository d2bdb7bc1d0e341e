//! `re.Match`.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::dict::Dict;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::engine::{Found, Subject};
use super::pattern::Pattern;
use super::template::Template;

/// The payload of `re.Match`.
pub struct Match {
    pattern: Ref<Pattern>,
    string: Value,
    /// The groups, the whole first.
    groups: Vec<Option<(usize, usize)>>,
    start: usize,
    end: usize,
    last_index: Option<usize>,
}

payload!(Match, MATCH, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.pattern.as_value());
        visit(&self.string);
    }
});

static_type! {
    /// `re.Match`
    pub MATCH = TypeSpec {
        name: "Match",
        module: "re",
        doc: Some("The result of a search."),
        layout: Some(Match::layout),
        slots: Slots {
            repr: Some(repr),
            getitem: Some(|vm, this, key| {
                let found = of(this);
                let number = found.number(vm, key)?;
                found.group(vm, number)
            }),
            ..Slots::EMPTY
        },
        methods: &[
            CLASS_GETITEM,
            Method::new("__copy__", "($self, /)", |_, it| Ok(required(it, 0).clone()), "The match itself."),
            Method::new("__deepcopy__", "($self, memo, /)", |_, it| Ok(required(it, 0).clone()), "The match itself."),
            Method::new("end", "($self, group=0, /)", |vm, it| Ok(span(vm, it)?[1].clone()), "Where a group ends."),
            Method::new("expand", "($self, /, template)", expand, "A template filled in."),
            Method::raw("group", " ($self, *groups)", group, "One or more groups."),
            Method::new("groupdict", "($self, /, default=None)", group_dict, "The groups that have names."),
            Method::new("groups", "($self, /, default=None)", all_groups, "All groups."),
            Method::new("span", "($self, group=0, /)", |vm, it| {
                let [start, end] = span(vm, it)?;
                Ok(Tuple::pair(start, end).into())
            }, "Where a group starts and ends."),
            Method::new("start", "($self, group=0, /)", |vm, it| Ok(span(vm, it)?[0].clone()), "Where a group starts."),
        ],
        properties: &[
            Property { member: true, ..Property::new("endpos", |_, this| Ok(of(this).end.into())) },
            Property::new("lastgroup", |_, this| Ok(last_group(of(this)))),
            Property::new("lastindex", |_, this| Ok(of(this).last_index.map_or(Value::NONE, Value::from))),
            Property { member: true, ..Property::new("pos", |_, this| Ok(of(this).start.into())) },
            Property { member: true, ..Property::new("re", |_, this| Ok(of(this).pattern.to_value())) },
            Property::new("regs", |_, this| {
                let found = of(this);
                Ok(Tuple::with(found.groups.len(), |number| {
                    let [start, end] = found.span(number);
                    Tuple::pair(start, end).into()
                }).into())
            }),
            Property { member: true, ..Property::new("string", |_, this| Ok(of(this).string.clone())) },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Match> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl Match {
    /// The match that was found.
    pub fn of(
        pattern: &Ref<Pattern>,
        subject: &Subject,
        found: &Found,
        start: usize,
        end: usize,
    ) -> Value {
        Ref::new(Match {
            pattern: pattern.clone(),
            string: subject.value.clone(),
            groups: found.groups(pattern.groups),
            start,
            end,
            last_index: found.last_index(),
        })
        .into()
    }

    /// Whether bytes were searched.
    pub fn is_bytes(&self) -> bool {
        self.string.downcast::<Str>().is_none()
    }

    /// What a group has matched; None where it has not.
    pub fn group(&self, vm: &Vm, number: usize) -> Result<Value> {
        let Some(group) = self.groups.get(number) else {
            return Err(no_such_group(vm));
        };
        self.part(vm, *group, &Value::NONE)
    }

    fn part(&self, vm: &Vm, group: Option<(usize, usize)>, default: &Value) -> Result<Value> {
        match group {
            Some((start, end)) => {
                let subject = Subject::of(vm, &self.pattern, &self.string)?;
                let end = end.min(subject.len());
                Ok(subject.slice(start.min(end), end))
            }
            None => Ok(default.clone()),
        }
    }

    /// The number of the group that an index or a name means.
    fn number(&self, vm: &Vm, key: &Value) -> Result<usize> {
        let index = if key.is_int() || key.class().slots().index.is_some() {
            Some(vm.to_isize(key).map_err(|_| no_such_group(vm))?)
        } else {
            let names = self.pattern.group_index.downcast::<Dict>();
            let number = match names {
                Some(names) if !names.is_empty() => names.get(vm, key)?,
                _ => None,
            };
            number
                .and_then(|number| number.as_i64())
                .map(|number| number as isize)
        };
        let index = index.and_then(|index| usize::try_from(index).ok());
        match index.filter(|index| *index < self.groups.len()) {
            Some(index) => Ok(index),
            None => Err(no_such_group(vm)),
        }
    }

    fn span(&self, number: usize) -> [Value; 2] {
        match self.groups.get(number).copied().flatten() {
            Some((start, end)) => [start.into(), end.into()],
            None => [Value::int(-1), Value::int(-1)],
        }
    }
}

fn no_such_group(vm: &Vm) -> Raised {
    vm.index_error("no such group")
}

fn span(vm: &Vm, arguments: &[Option<Value>]) -> Result<[Value; 2]> {
    let found = of(required(arguments, 0));
    let number = match &arguments[1] {
        Some(group) => found.number(vm, group)?,
        None => 0,
    };
    Ok(found.span(number))
}

fn group(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("re.Match.group() takes no keyword arguments"));
    }
    let Some((this, keys)) = arguments.positionals().split_first() else {
        return Err(vm.type_error("unbound method Match.group() needs an argument"));
    };
    let found = of(this);
    let one = |key: &Value| {
        found
            .number(vm, key)
            .and_then(|number| found.group(vm, number))
    };
    match keys {
        [] => found.group(vm, 0),
        [key] => one(key),
        keys => {
            let parts = keys.iter().map(one).collect::<Result<Vec<_>>>()?;
            Ok(Tuple::new(parts).into())
        }
    }
}

fn all_groups(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = of(required(arguments, 0));
    let none = Value::NONE;
    let default = arguments[1].as_ref().unwrap_or(&none);
    let groups = found.groups.iter().skip(1);
    let parts = groups.map(|group| found.part(vm, *group, default));
    Ok(Tuple::new(parts.collect::<Result<Vec<_>>>()?).into())
}

fn group_dict(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = of(required(arguments, 0));
    let none = Value::NONE;
    let default = arguments[1].as_ref().unwrap_or(&none);
    let result = Dict::new();
    let names = found.pattern.group_index.downcast::<Dict>();
    for (name, number) in names.map(|names| names.to_vec()).unwrap_or_default() {
        let number = number
            .as_i64()
            .and_then(|number| usize::try_from(number).ok());
        let group = number
            .and_then(|number| found.groups.get(number).copied())
            .flatten();
        result.set(vm, &name, found.part(vm, group, default)?)?;
    }
    Ok(result.into())
}

fn last_group(found: &Match) -> Value {
    let names = found.pattern.index_group.downcast::<Tuple>();
    let name = found
        .last_index
        .and_then(|index| names?.items().get(index).cloned());
    name.unwrap_or(Value::NONE)
}

fn expand(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = of(required(arguments, 0));
    let compile = vm.import_attribute("re", "_compile_template")?;
    let given = required(arguments, 1).clone();
    let compiled = vm.call(&compile, &[found.pattern.to_value(), given])?;
    match compiled.downcast::<Template>() {
        Some(template) => template.expand(vm, found),
        None => Err(vm.type_error("the result of compiling a replacement string is no template")),
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    const LONGEST: usize = 50;
    let found = of(this);
    let (start, end) = found.groups.first().copied().flatten().unwrap_or_default();
    let text = vm.repr(&found.group(vm, 0)?)?;
    let text = text
        .text()
        .slice(0..LONGEST)
        .value()
        .to_string_lossy()
        .into_owned();
    Ok(Str::value(format!(
        "<{} object; span=({start}, {end}), match={text}>",
        this.class().name()
    )))
}
