//! Binding the arguments of a call to the parameters of a native function, with the messages
//! of CPython's calling conventions.
//!
//! CPython has a convention for functions without parameters, one for exactly one, one for
//! positional parameters and one for keywords, and each has its own words. Which one a
//! function would use there follows from its signature.

use std::ops::Deref;

use super::padding::Lent;
use super::signature::{ParameterKind, Parsed, Signature, Style};
use super::suggestion::closest;
use crate::call::Arguments;
use crate::objects::dict::Dict;
use crate::objects::heap::Ref;
use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// How many values are bound without memory from the heap.
const FEW: usize = 6;

/// Bound arguments: one for each parameter, in the order of the signature.
pub enum Bound<'a> {
    /// The caller's own slice.
    Passed(&'a [Option<Value>]),
    /// The caller's values, with empty places behind them.
    Lent(Lent<'a>),
    /// A copy.
    Few([Option<Value>; FEW], usize),
    /// A copy of more.
    Many(Vec<Option<Value>>),
}

impl Deref for Bound<'_> {
    type Target = [Option<Value>];

    #[inline(always)]
    fn deref(&self) -> &[Option<Value>] {
        match self {
            Bound::Passed(values) => values,
            Bound::Lent(values) => values,
            Bound::Few(values, count) => values.get(..*count).unwrap_or_default(),
            Bound::Many(values) => values,
        }
    }
}

impl Bound<'_> {
    fn empty(count: usize) -> Bound<'static> {
        if count <= FEW {
            Bound::Few([const { None }; FEW], count)
        } else {
            Bound::Many((0..count).map(|_| None).collect())
        }
    }

    fn set(&mut self, index: usize, value: Value) {
        let slot = match self {
            Bound::Passed(_) | Bound::Lent(_) => None,
            Bound::Few(values, _) => values.get_mut(index),
            Bound::Many(values) => values.get_mut(index),
        };
        if let Some(slot) = slot {
            *slot = Some(value);
        }
    }

    /// The argument of a required parameter.
    #[inline(always)]
    pub fn required(&self, index: usize) -> &Value {
        required(self, index)
    }

    /// The argument of an optional parameter.
    #[inline(always)]
    pub fn optional(&self, index: usize) -> Option<&Value> {
        self.get(index)?.as_ref()
    }
}

/// The argument of a required parameter.
#[inline(always)]
pub fn required(arguments: &[Option<Value>], position: usize) -> &Value {
    match arguments.get(position) {
        Some(Some(value)) => value,
        _ => Value::none_ref(),
    }
}

/// Binds the arguments of a constructor's call.
#[inline]
pub fn bind<'a>(vm: &Vm, signature: &Signature, arguments: Arguments<'a>) -> Result<Bound<'a>> {
    match signature.bind_fast(&arguments) {
        Some(values) => Ok(Bound::Passed(values)),
        None => match signature.places(&arguments) {
            Some(places) => Ok(Bound::Lent(Lent::new(arguments.values, places))),
            None => bind_in(vm, signature, &String::new, &arguments),
        },
    }
}

impl Signature {
    /// The caller's own slice, if it has just what the parameters want.
    #[inline(always)]
    pub fn bind_fast<'a>(&self, arguments: &Arguments<'a>) -> Option<&'a [Option<Value>]> {
        let parsed = self.parsed();
        (arguments.names.is_empty() && arguments.values.len() == parsed.exact)
            .then(|| Value::as_options(arguments.values))
    }

    /// How many places the arguments are to be padded to, if that is all it takes.
    #[inline(always)]
    pub fn places(&self, arguments: &Arguments<'_>) -> Option<usize> {
        let parsed = self.parsed();
        let receiver = usize::from(parsed.receiver);
        let fits =
            (parsed.padded_from..=parsed.positional + receiver).contains(&arguments.values.len());
        (arguments.names.is_empty() && fits).then_some(parsed.places)
    }
}

/// Binds the arguments of a call; `place` is the type or module that full names begin with.
/// The arguments come by reference, because copying what was just written stalls.
#[inline(never)]
pub fn bind_in<'a>(
    vm: &Vm,
    signature: &Signature,
    place: &dyn Fn() -> String,
    arguments: &Arguments<'a>,
) -> Result<Bound<'a>> {
    let parsed = signature.parsed();
    let receiver = usize::from(parsed.receiver);
    let given = arguments.values.len().wrapping_sub(receiver);
    if arguments.names.is_empty()
        && (parsed.required..=parsed.positional).contains(&given)
        && !(parsed.rest || parsed.keywords || parsed.required_keywords)
    {
        let mut bound = Bound::empty(parsed.parameters.len() + receiver);
        for (index, value) in arguments.values.iter().enumerate() {
            bound.set(index, value.clone());
        }
        return Ok(bound);
    }
    let call = Call {
        vm,
        signature,
        parsed,
        place,
    };
    let mut bound = Bound::empty(parsed.parameters.len() + receiver);
    let positionals = arguments.positionals();
    if let (true, Some(value)) = (parsed.receiver, positionals.first()) {
        bound.set(0, value.clone());
    }
    let positionals = positionals.get(receiver..).unwrap_or_default();
    if parsed.by_name {
        call.check_counts(positionals.len(), arguments.names.len())?;
    } else {
        call.check_positional(positionals.len(), arguments.names.len())?;
    }
    let mut next = 0;
    for (place, parameter) in parsed.parameters.iter().enumerate() {
        match parameter.kind {
            ParameterKind::PositionalOnly | ParameterKind::Ordinary => {
                if let Some(value) = positionals.get(next) {
                    bound.set(receiver + place, value.clone());
                }
                next += 1;
            }
            ParameterKind::Rest => {
                let rest = positionals.get(next..).unwrap_or_default();
                bound.set(receiver + place, Tuple::from_slice(rest).into());
            }
            ParameterKind::KeywordOnly => {}
            ParameterKind::Keywords => bound.set(receiver + place, Dict::new().into()),
        }
    }
    if parsed.by_name {
        call.bind_names(&mut bound, positionals.len(), arguments)?;
    }
    Ok(bound)
}

/// Functions that take keyword arguments but count the positional ones first, in the words of
/// functions that take none.
const COUNTED_FIRST: &[&str] = &["int", "str", "sorted"];

struct Call<'a> {
    vm: &'a Vm,
    signature: &'a Signature,
    parsed: &'a Parsed,
    place: &'a dyn Fn() -> String,
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl Call<'_> {
    fn full_name(&self) -> String {
        let place = (self.place)();
        if place.is_empty() {
            self.signature.name().to_owned()
        } else {
            format!("{place}.{}", self.signature.name())
        }
    }

    fn error(&self, message: String) -> Raised {
        self.vm.type_error(message)
    }

    /// The counts of a function whose parameters are all positional.
    fn check_positional(&self, given: usize, names: usize) -> Result<()> {
        let parsed = self.parsed;
        let constructor = self.signature.style() == Style::Constructor;
        if names > 0 {
            let name = self.full_name();
            return Err(self.error(format!("{name}() takes no keyword arguments")));
        }
        let most = if parsed.rest {
            usize::MAX
        } else {
            parsed.positional
        };
        if (parsed.required..=most).contains(&given) {
            return Ok(());
        }
        let name = self.signature.name();
        Err(self.error(match (most, parsed.required) {
            (0, _) => format!("{}() takes no arguments ({given} given)", self.full_name()),
            (1, 1) if !constructor => format!(
                "{}() takes exactly one argument ({given} given)",
                self.full_name()
            ),
            (most, least) => {
                let (limit, wanted) = if given < least {
                    ("at least ", least)
                } else {
                    ("at most ", most)
                };
                let limit = if most == least { "" } else { limit };
                let s = plural(wanted);
                format!("{name} expected {limit}{wanted} argument{s}, got {given}")
            }
        }))
    }

    /// The counts of a function that takes keyword arguments.
    fn check_counts(&self, given: usize, names: usize) -> Result<()> {
        let parsed = self.parsed;
        let name = self.signature.name();
        if COUNTED_FIRST.contains(&name)
            && self.signature.style() != Style::Method
            && !(parsed.required..=parsed.positional).contains(&given)
        {
            let (limit, wanted) = if given < parsed.required {
                ("at least ", parsed.required)
            } else {
                ("at most ", parsed.positional)
            };
            let same = parsed.required == parsed.positional;
            let limit = if same { "" } else { limit };
            let s = plural(wanted);
            return Err(self.error(format!(
                "{name} expected {limit}{wanted} argument{s}, got {given}"
            )));
        }
        let all = parsed
            .parameters
            .iter()
            .filter(|it| !matches!(it.kind, ParameterKind::Rest | ParameterKind::Keywords))
            .count();
        if !parsed.rest && !parsed.keywords && given + names > all {
            let keyword = if given == 0 { "keyword " } else { "" };
            let s = plural(all);
            let total = given + names;
            return Err(self.error(format!(
                "{name}() takes at most {all} {keyword}argument{s} ({total} given)"
            )));
        }
        let most = parsed.positional;
        let s = plural(most);
        if !parsed.rest && given > most {
            return Err(self.error(if most == 0 {
                format!("{name}() takes no positional arguments")
            } else {
                let limit = if parsed.required < most {
                    "at most"
                } else {
                    "exactly"
                };
                format!("{name}() takes {limit} {most} positional argument{s} ({given} given)")
            }));
        }
        let least = parsed.positional_only.min(parsed.required);
        if given < least {
            let limit = if parsed.rest || least < most {
                "at least"
            } else {
                "exactly"
            };
            let s = plural(least);
            return Err(self.error(format!(
                "{name}() takes {limit} {least} positional argument{s} ({given} given)"
            )));
        }
        Ok(())
    }

    /// Binds keyword arguments, and finds what is missing.
    fn bind_names(
        &self,
        bound: &mut Bound<'_>,
        given: usize,
        arguments: &Arguments<'_>,
    ) -> Result<()> {
        let receiver = usize::from(self.parsed.receiver);
        let mut taken = 0;
        let mut position = 0;
        for (place, parameter) in self.parsed.parameters.iter().enumerate() {
            let by_name = matches!(
                parameter.kind,
                ParameterKind::Ordinary | ParameterKind::KeywordOnly
            );
            let takes_position = parameter.kind != ParameterKind::KeywordOnly;
            if matches!(
                parameter.kind,
                ParameterKind::Rest | ParameterKind::Keywords
            ) {
                continue;
            }
            position += 1;
            if takes_position && position <= given {
                continue;
            }
            let value = if by_name {
                arguments
                    .keywords()
                    .find(|(name, _)| name.as_bytes() == parameter.name.as_bytes())
            } else {
                None
            };
            match value {
                Some((_, value)) => {
                    bound.set(receiver + place, value.clone());
                    taken += 1;
                }
                None if parameter.required && self.signature.name() == "enumerate" => {
                    return Err(self.error(format!(
                        "enumerate() missing required argument '{}'",
                        parameter.name
                    )));
                }
                None if parameter.required => {
                    return Err(self.error(format!(
                        "{}() missing required argument '{}' (pos {position})",
                        self.signature.name(),
                        parameter.name
                    )));
                }
                None => {}
            }
        }
        if taken == arguments.names.len() {
            return Ok(());
        }
        self.bind_rest(bound, given, arguments)
    }

    /// Keyword arguments that no free parameter has taken.
    fn bind_rest(
        &self,
        bound: &mut Bound<'_>,
        given: usize,
        arguments: &Arguments<'_>,
    ) -> Result<()> {
        let parsed = self.parsed;
        let name = self.signature.name();
        let named = || {
            parsed.parameters.iter().filter(|it| {
                matches!(
                    it.kind,
                    ParameterKind::Ordinary | ParameterKind::KeywordOnly
                )
            })
        };
        let ordinary = parsed.parameters.iter().take(parsed.positional).enumerate();
        for (place, parameter) in ordinary.take(given).skip(parsed.positional_only) {
            let clashes = arguments
                .keywords()
                .any(|(keyword, _)| keyword.as_bytes() == parameter.name.as_bytes());
            if clashes {
                return Err(self.error(format!(
                    "argument for {name}() given by name ('{}') and position ({})",
                    parameter.name,
                    place + 1
                )));
            }
        }
        let rest = parsed.keywords.then(|| bound.last()).flatten();
        let rest: Option<Ref<Dict>> = rest
            .and_then(|rest| rest.as_ref()?.downcast::<Dict>())
            .cloned();
        for (keyword, value) in arguments.keywords() {
            if named().any(|parameter| keyword.as_bytes() == parameter.name.as_bytes()) {
                continue;
            }
            let Some(rest) = &rest else {
                let names = named().map(|parameter| parameter.name);
                return Err(match name {
                    "enumerate" => self.error(format!(
                        "'{keyword}' is an invalid keyword argument for enumerate()"
                    )),
                    // CPython passes the keyword arguments of sorted on to list.sort.
                    "sorted" => unexpected_keyword(self.vm, "sort", keyword, names),
                    _ => unexpected_keyword(self.vm, name, keyword, names),
                });
            };
            rest.set_str(keyword, value.clone());
        }
        Ok(())
    }
}

/// Refuses keyword arguments other than `names`, for a function that binds them itself.
pub fn check_keywords(
    vm: &Vm,
    function: &str,
    arguments: &Arguments<'_>,
    names: &[&str],
) -> Result<()> {
    let given = arguments.names.len();
    if given > names.len() {
        let (most, s) = (names.len(), plural(names.len()));
        return Err(vm.type_error(format!(
            "{function}() takes at most {most} keyword argument{s} ({given} given)"
        )));
    }
    let known = |keyword: &Ref<Str>| names.iter().any(|it| it.as_bytes() == keyword.as_bytes());
    match arguments.keywords().find(|(keyword, _)| !known(keyword)) {
        Some((keyword, _)) => {
            let names = names.iter().copied();
            Err(unexpected_keyword(vm, function, keyword, names))
        }
        None => Ok(()),
    }
}

/// The error for a keyword argument that no parameter takes.
#[cold]
pub fn unexpected_keyword<'a>(
    vm: &Vm,
    function: &str,
    keyword: &Ref<Str>,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Raised {
    match equals_any(vm, keyword, names.clone()) {
        Ok(false) => {}
        Ok(true) => {
            return vm.type_error(format!("invalid keyword argument for {function}()"));
        }
        Err(raised) => return raised,
    }
    let hint = match closest(&keyword.to_text(), names) {
        Some(name) => format!(". Did you mean '{name}'?"),
        None => String::new(),
    };
    vm.type_error(format!(
        "{function}() got an unexpected keyword argument '{keyword}'{hint}"
    ))
}

/// Whether the keyword, whose class may have an `__eq__` of its own, is equal to a name that
/// it is not the text of.
fn equals_any<'a>(
    vm: &Vm,
    keyword: &Ref<Str>,
    mut names: impl Iterator<Item = &'a str>,
) -> Result<bool> {
    if keyword.as_value().is_exact::<Str>() {
        return Ok(false);
    }
    names.try_fold(false, |found, name| {
        Ok(found || vm.compare_bool(keyword.as_value(), &Str::value(name), Comparison::Equal)?)
    })
}
