//! Binding the arguments of a call to the parameters of a Python function, and the errors for
//! arguments that do not fit.
#![allow(unsafe_code, reason = "arguments are words that move into the frame")]

use bytecode::code::Flags;

use super::frames::{copy_words, drop_words};
use crate::frame::Frame;
use crate::native::suggestion;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// Moves the arguments into the empty variables of `frame`; the last `names.len()` belong to
/// keywords. All references are used up, whatever comes of it.
///
/// # Safety
/// `words` points to `count` words of values; the frame is one of `function`.
pub(super) unsafe fn bind(
    vm: &Vm,
    function: &Ref<Function>,
    frame: *mut Frame,
    words: *const u64,
    count: usize,
    names: &[Value],
) -> Result<()> {
    let code = function.code();
    let parameters = code.argument_count as usize;
    let given = count - names.len();
    let copied = given.min(parameters);
    let named = parameters + code.keyword_only_count as usize;
    // SAFETY: promised by the caller; the parameters are the first variables.
    unsafe {
        copy_words(words, Frame::first_local(frame), copied);
        let rest = words.add(copied);
        if code.has(Flags::VARARGS) {
            let extra = Tuple::with(given - copied, |index| Value::from_bits(*rest.add(index)));
            set(frame, named, extra.into());
        } else {
            drop_words(rest, given - copied);
        }
        let keywords = words.add(given);
        let binding = Binding {
            vm,
            function,
            code,
            frame,
            given,
        };
        binding.keywords(keywords, names)?;
        if given > parameters && !code.has(Flags::VARARGS) {
            return Err(binding.too_many());
        }
        binding.defaults()?;
        binding.keyword_defaults()
    }
}

fn set(frame: *mut Frame, slot: usize, value: Value) {
    drop(Frame::replace_variable(frame, slot, Some(value)));
}

struct Binding<'a> {
    vm: &'a Vm,
    function: &'a Ref<Function>,
    code: &'a Ref<Code>,
    frame: *mut Frame,
    /// Positional arguments.
    given: usize,
}

impl Binding<'_> {
    #[inline(always)]
    fn has_value(&self, slot: usize) -> bool {
        Frame::variables(self.frame)
            .get(slot)
            .is_some_and(Option::is_some)
    }

    fn named_count(&self) -> usize {
        (self.code.argument_count + self.code.keyword_only_count) as usize
    }

    /// Distributes the keyword arguments.
    #[inline]
    unsafe fn keywords(&self, words: *const u64, names: &[Value]) -> Result<()> {
        if names.is_empty() && !self.code.has(Flags::VARKEYWORDS) {
            return Ok(());
        }
        if self.code.has(Flags::VARKEYWORDS) && self.are_all_extra(names) {
            // SAFETY: the caller gives as many values as names, and hands them over.
            let extra = unsafe {
                let values = std::slice::from_raw_parts(words.cast::<Value>(), names.len());
                let extra = Dict::of_pairs(self.vm, names.len(), names.iter().zip(values));
                drop_words(words, names.len());
                extra?
            };
            let slot = self.named_count() + usize::from(self.code.has(Flags::VARARGS));
            set(self.frame, slot, extra.into());
            return Ok(());
        }
        let extra = self.code.has(Flags::VARKEYWORDS).then(Dict::new);
        if let Some(extra) = &extra {
            let slot = self.named_count() + usize::from(self.code.has(Flags::VARARGS));
            set(self.frame, slot, extra.to_value());
        }
        for (index, name) in names.iter().enumerate() {
            // SAFETY: the caller gives as many values as names.
            let value = unsafe { Value::from_bits(*words.add(index)) };
            if let Err(raised) = self.keyword(name, value, extra.as_ref(), names) {
                // SAFETY: the values behind this one are still to be given back.
                unsafe { drop_words(words.add(index + 1), names.len() - index - 1) };
                return Err(raised);
            }
        }
        Ok(())
    }

    /// Whether there are names, and no parameter has one of them.
    fn are_all_extra(&self, names: &[Value]) -> bool {
        let is_extra = |name: &Value| match name.downcast_exact::<Str>() {
            Some(name) => self.slot_of(name).is_none(),
            None => false,
        };
        !names.is_empty() && names.iter().all(is_extra)
    }

    #[inline(always)]
    fn keyword(
        &self,
        name: &Value,
        value: Value,
        extra: Option<&Ref<Dict>>,
        names: &[Value],
    ) -> Result<()> {
        let Some(text) = name.downcast::<Str>() else {
            return Err(self.error(format_args!("keywords must be strings")));
        };
        match self.slot_of(text) {
            Some(slot) if self.has_value(slot) => {
                Err(self.error(format_args!("got multiple values for argument '{text}'")))
            }
            Some(slot) => {
                set(self.frame, slot, value);
                Ok(())
            }
            None => match extra {
                Some(extra) => extra.set(self.vm, name, value),
                None => Err(self.unexpected(text, names)),
            },
        }
    }

    /// The parameter that a keyword argument may be given for.
    #[inline(always)]
    fn slot_of(&self, name: &Ref<Str>) -> Option<usize> {
        let first = self.code.positional_only_count as usize;
        let parameters = &self.code.variables()[first..self.named_count()];
        let found = parameters
            .iter()
            .position(|parameter| parameter.is(name))
            .or_else(|| parameters.iter().position(|it| it.same_text(name)))?;
        Some(first + found)
    }

    /// Fills missing positional parameters from the defaults.
    fn defaults(&self) -> Result<()> {
        let parameters = self.code.argument_count as usize;
        if self.given >= parameters {
            return Ok(());
        }
        let defaults = self.function.borrow_defaults();
        let defaults = defaults
            .as_ref()
            .map_or(&[][..], |defaults| defaults.items());
        // More defaults than parameters can only be set by assigning `__defaults__`.
        let surplus = defaults.len().saturating_sub(parameters);
        let defaults = &defaults[surplus..];
        let required = parameters - defaults.len();
        if (self.given..required).any(|slot| !self.has_value(slot)) {
            let missing: Vec<usize> = (self.given..required)
                .filter(|&slot| !self.has_value(slot))
                .collect();
            return Err(self.missing("positional", &missing));
        }
        for (index, default) in defaults.iter().enumerate() {
            if !self.has_value(required + index) {
                set(self.frame, required + index, default.clone());
            }
        }
        Ok(())
    }

    /// Fills missing keyword-only parameters from their defaults.
    fn keyword_defaults(&self) -> Result<()> {
        if self.code.keyword_only_count == 0 {
            return Ok(());
        }
        let first = self.code.argument_count as usize;
        let mut missing = Vec::new();
        let defaults = self.function.keyword_defaults();
        for slot in first..self.named_count() {
            if self.has_value(slot) {
                continue;
            }
            let name = &self.code.variables()[slot];
            let default = match &defaults {
                Some(defaults) => defaults.get(self.vm, name.as_value())?,
                None => None,
            };
            match default {
                Some(default) => set(self.frame, slot, default),
                None => missing.push(slot),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(self.missing("keyword-only", &missing))
    }

    #[cold]
    fn error(&self, message: std::fmt::Arguments<'_>) -> Raised {
        let name = self.function.qualified_name();
        self.vm.type_error(format!("{name}() {message}"))
    }

    #[cold]
    fn missing(&self, kind: &str, slots: &[usize]) -> Raised {
        let names: Vec<String> = slots
            .iter()
            .map(|&slot| {
                let name = &self.code.variables()[slot];
                self.vm.repr_text(name.as_value()).unwrap_or_default()
            })
            .collect();
        let list = match &names[..] {
            [one] => one.clone(),
            [one, other] => format!("{one} and {other}"),
            [firsts @ .., last] => format!("{}, and {last}", firsts.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        self.error(format_args!(
            "missing {} required {kind} argument{plural}: {list}",
            names.len()
        ))
    }

    #[cold]
    fn too_many(&self) -> Raised {
        let parameters = self.code.argument_count as usize;
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let keyword_only = (parameters..self.named_count())
            .filter(|&slot| self.has_value(slot))
            .count();
        let defaults = self.function.defaults().map_or(0, |it| it.items().len());
        let takes = if defaults > 0 {
            let least = parameters as i64 - defaults as i64;
            format!("from {least} to {parameters} positional arguments")
        } else {
            format!("{parameters} positional argument{}", plural(parameters))
        };
        let given = self.given;
        let also = if keyword_only > 0 {
            format!(
                " positional argument{} (and {keyword_only} keyword-only argument{})",
                plural(given),
                plural(keyword_only)
            )
        } else {
            String::new()
        };
        let verb = if given == 1 && keyword_only == 0 {
            "was"
        } else {
            "were"
        };
        self.error(format_args!("takes {takes} but {given}{also} {verb} given"))
    }

    #[cold]
    fn unexpected(&self, name: &Ref<Str>, names: &[Value]) -> Raised {
        let first = self.code.positional_only_count as usize;
        let conflicts: Vec<String> = self.code.variables()[..first]
            .iter()
            .filter(|parameter| {
                names
                    .iter()
                    .filter_map(|name| name.downcast::<Str>())
                    .any(|name| name.same_text(parameter))
            })
            .map(|parameter| parameter.to_string())
            .collect();
        if !conflicts.is_empty() {
            return self.error(format_args!(
                "got some positional-only arguments passed as keyword arguments: '{}'",
                conflicts.join(", ")
            ));
        }
        let text = name.to_text();
        let candidates: Vec<String> = self.code.variables()[first..self.named_count()]
            .iter()
            .map(|parameter| parameter.to_text())
            .collect();
        match suggestion::closest(&text, candidates.iter().map(String::as_str)) {
            Some(near) => self.error(format_args!(
                "got an unexpected keyword argument '{text}'. Did you mean '{near}'?"
            )),
            None => self.error(format_args!("got an unexpected keyword argument '{text}'")),
        }
    }
}
