//! `BaseExceptionGroup` and `ExceptionGroup`.

use super::super::attributes;
use super::super::heap::Ref;
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec};
use super::super::value::Value;
use super::base::{self, of};
use super::simple::fixed_field;
use super::{BASE_EXCEPTION, BASE_EXCEPTION_GROUP, EXCEPTION, EXCEPTION_GROUP, Exception};
use crate::call::Arguments;
use crate::eval::exceptions::matches;
use crate::native::Method;
use crate::objects::generic_alias;
use crate::objects::list::List;
use crate::{Result, Vm};

const MESSAGE: usize = 0;
const EXCEPTIONS: usize = 1;

pub(super) const BASE: TypeSpec = TypeSpec {
    doc: Some("A combination of multiple unrelated exceptions."),
    slots: Slots {
        new: Some(new),
        init: Some(base::init),
        str: Some(str),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new(
            "derive",
            "($self, excs, /)",
            derive,
            "A group with the same message and other exceptions.",
        ),
        Method::new(
            "split",
            "($self, matcher_value, /)",
            split,
            "The part that matches and the part that does not.",
        ),
        Method::new(
            "subgroup",
            "($self, matcher_value, /)",
            subgroup,
            "The part that matches.",
        ),
        generic_alias::CLASS_GETITEM,
    ],
    properties: &[
        fixed_field::<MESSAGE>("message"),
        fixed_field::<EXCEPTIONS>("exceptions"),
    ],
    ..TypeSpec::DEFAULT
};

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let [message, sequence] = arguments.positionals() else {
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            arguments.positionals().len()
        )));
    };
    if message.downcast::<Str>().is_none() {
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            if message.is_none() {
                "None".to_owned()
            } else {
                message.class().name().to_string()
            }
        )));
    }
    if !vm.is_sequence(sequence) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = vm.collect(sequence)?;
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    for (position, member) in members.iter().enumerate() {
        if !member.class().is_subtype(&BASE_EXCEPTION) {
            return Err(vm.value_error(format!(
                "Item {position} of second argument (exceptions) is not an exception"
            )));
        }
    }
    let ordinary = members
        .iter()
        .all(|member| member.class().is_subtype(&EXCEPTION));
    let mut class = class;
    if class.is(&BASE_EXCEPTION_GROUP) {
        if ordinary {
            class = &EXCEPTION_GROUP;
        }
    } else if !ordinary && class.is(&EXCEPTION_GROUP) {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if !ordinary && class.is_subtype(&EXCEPTION) {
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{}'", class.name())));
    }
    let group = Exception::of_class(class, Tuple::from_slice(arguments.positionals()));
    group.set_field(MESSAGE, Some(message.clone()));
    group.set_field(EXCEPTIONS, Some(Tuple::new(members).into()));
    Ok(group.into())
}

fn str(vm: &Vm, this: &Value) -> Result<Value> {
    let message = vm.str_text(&of(this).field(MESSAGE).unwrap_or(Value::NONE))?;
    let count = exceptions_of(this).items().len();
    let plural = if count == 1 { "" } else { "s" };
    Ok(Str::value(format!(
        "{message} ({count} sub-exception{plural})"
    )))
}

/// The exceptions of a group.
pub fn exceptions_of(group: &Value) -> Ref<Tuple> {
    let exceptions = group
        .downcast::<Exception>()
        .and_then(|group| group.field(EXCEPTIONS));
    exceptions
        .and_then(|exceptions| exceptions.downcast::<Tuple>().cloned())
        .unwrap_or_else(Tuple::empty)
}

/// Whether the value is an exception group.
fn is_group(value: &Value) -> bool {
    value.class().is_subtype(&BASE_EXCEPTION_GROUP)
}

/// What picks the members of a group.
enum Matcher<'a> {
    Types(&'a Value),
    Callable(&'a Value),
    /// The addresses of exceptions that are no groups.
    Leaves(&'a [u64]),
}

impl Matcher<'_> {
    fn new<'a>(vm: &Vm, value: &'a Value) -> Result<Matcher<'a>> {
        let is_exception_class = |value: &Value| {
            value
                .downcast::<Type>()
                .is_some_and(|class| class.is_subtype(&BASE_EXCEPTION))
        };
        if is_exception_class(value) {
            return Ok(Matcher::Types(value));
        }
        if let Some(tuple) = value.downcast::<Tuple>() {
            if tuple.items().iter().all(is_exception_class) {
                return Ok(Matcher::Types(value));
            }
        } else if value.downcast::<Type>().is_none() && value.class().slots().call.is_some() {
            return Ok(Matcher::Callable(value));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable \
             (other than a class)",
        ))
    }

    fn matches(&self, vm: &Vm, exception: &Value) -> Result<bool> {
        match self {
            Matcher::Types(types) => Ok(matches(exception, types)),
            Matcher::Leaves(leaves) => Ok(leaves.contains(&exception.bits())),
            Matcher::Callable(function) => {
                let answer = vm.call(function, std::slice::from_ref(exception))?;
                vm.is_true(&answer)
            }
        }
    }
}

/// The part of a group, or of a plain exception, that matches the types, and the rest.
pub fn split_by(
    vm: &Vm,
    exception: &Value,
    types: &Value,
) -> Result<(Option<Value>, Option<Value>)> {
    split_with(vm, exception, &Matcher::Types(types), true)
}

fn split_with(
    vm: &Vm,
    exception: &Value,
    matcher: &Matcher<'_>,
    want_rest: bool,
) -> Result<(Option<Value>, Option<Value>)> {
    vm.check_native_stack(" in exceptiongroup_split_recursive")?;
    if matcher.matches(vm, exception)? {
        return Ok((Some(exception.clone()), None));
    }
    if !is_group(exception) {
        return Ok((None, want_rest.then(|| exception.clone())));
    }
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in exceptions_of(exception).items() {
        let (yes, no) = split_with(vm, member, matcher, want_rest)?;
        matching.extend(yes);
        rest.extend(no);
    }
    let part = |members: Vec<Value>| -> Result<Option<Value>> {
        if members.is_empty() {
            return Ok(None);
        }
        derive_like(vm, exception, members).map(Some)
    };
    Ok((part(matching)?, if want_rest { part(rest)? } else { None }))
}

/// A group derived from `original` with other members: cause, context, traceback and notes
/// are those of the original.
fn derive_like(vm: &Vm, original: &Value, members: Vec<Value>) -> Result<Value> {
    let list = Value::from(List::new(members));
    let derived = vm.call_method(original, "derive", &[list])?;
    if !is_group(&derived) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (of(original), of(&derived));
    to.set_traceback(from.traceback());
    to.set_context(from.context());
    let suppress = from.suppress_context();
    to.set_cause(from.cause());
    to.set_suppress_context(suppress);
    let name = vm.intern("__notes__");
    if let Some(notes) = vm.find_attribute(original, &name)?
        && vm.is_sequence(&notes)
    {
        let notes = Value::from(List::new(vm.collect(&notes)?));
        vm.set_attribute(&derived, &name, &notes)?;
    }
    Ok(derived)
}

fn pair(arguments: &[Option<Value>]) -> (&Value, &Value) {
    let [Some(this), Some(argument)] = arguments else {
        unreachable!("both parameters are required");
    };
    (this, argument)
}

fn derive(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, members) = pair(arguments);
    let message = of(this).field(MESSAGE).unwrap_or(Value::NONE);
    vm.call(BASE_EXCEPTION_GROUP.as_value(), &[message, members.clone()])
}

fn split(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, matcher) = pair(arguments);
    let (matching, rest) = split_with(vm, this, &Matcher::new(vm, matcher)?, true)?;
    let or_none = |part: Option<Value>| part.unwrap_or(Value::NONE);
    Ok(Tuple::pair(or_none(matching), or_none(rest)).into())
}

fn subgroup(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, matcher) = pair(arguments);
    let (matching, _) = split_with(vm, this, &Matcher::new(vm, matcher)?, false)?;
    Ok(matching.unwrap_or(Value::NONE))
}

/// What an `except*` statement raises in the end: the exceptions that its handlers raised, and
/// those parts of the original that no handler took or that were raised again as they were.
/// `None` where there is nothing left.
pub fn prepare_reraise_star(vm: &Vm, original: &Value, results: &Value) -> Result<Value> {
    let results = vm.collect(results)?;
    if !is_group(original) {
        // A plain exception was wrapped for matching; it is there again, or its handlers'.
        let first = results.into_iter().next().unwrap_or(Value::NONE);
        return Ok(first);
    }
    let (mut raised, mut again) = (Vec::new(), Vec::new());
    for result in results {
        if result.is_none() {
            continue;
        }
        if is_same_metadata(&result, original) {
            again.push(result);
        } else {
            raised.push(result);
        }
    }
    let reraised = project(vm, original, &again)?;
    if raised.is_empty() {
        return Ok(reraised.unwrap_or(Value::NONE));
    }
    raised.extend(reraised);
    if let [only] = raised.as_slice() {
        return Ok(only.clone());
    }
    let list = Value::from(List::new(raised));
    vm.call(BASE_EXCEPTION_GROUP.as_value(), &[Str::value(""), list])
}

/// Whether a part of a group has the metadata of the whole: then it was raised again.
fn is_same_metadata(part: &Value, whole: &Value) -> bool {
    let (Some(part), Some(whole)) = (part.downcast::<Exception>(), whole.downcast::<Exception>())
    else {
        return false;
    };
    let same = |one: Option<Value>, other: Option<Value>| match (one, other) {
        (Some(one), Some(other)) => one.is(&other),
        (None, None) => true,
        _ => false,
    };
    let notes = |exception: &Ref<Exception>| {
        attributes::used_dict(exception.header())
            .and_then(|dict| dict.get_str(&Str::from("__notes__").interned()))
    };
    same(
        part.traceback().map(Value::from),
        whole.traceback().map(Value::from),
    ) && same(part.cause(), whole.cause())
        && same(part.context(), whole.context())
        && (notes(part).is_none() && notes(whole).is_none() || same(notes(part), notes(whole)))
}

/// The part of a group whose leaves are those of `parts`, in the group's own structure.
fn project(vm: &Vm, group: &Value, parts: &[Value]) -> Result<Option<Value>> {
    fn collect_leaves(value: &Value, leaves: &mut Vec<u64>) {
        if !is_group(value) {
            leaves.push(value.bits());
            return;
        }
        for member in exceptions_of(value).items() {
            collect_leaves(member, leaves);
        }
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let mut leaves = Vec::new();
    parts
        .iter()
        .for_each(|part| collect_leaves(part, &mut leaves));
    let (part, _) = split_with(vm, group, &Matcher::Leaves(&leaves), false)?;
    Ok(part)
}
