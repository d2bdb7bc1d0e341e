//! Signatures of native functions: their text, parsed when first needed.
#![allow(unsafe_code, reason = "a global table under the interpreter lock")]

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Method;
use super::padding::FEW;
use crate::objects::guarded::Global;

/// Signatures by the address of their row, and whether they are a method's.
static SHARED: Global<Option<FxHashMap<(usize, bool), &'static Signature>>> = Global::new(None);

/// How the signatures with optional groups end that CPython shows all the same.
const SHOWN_ENDINGS: [&str; 2] = ["[, start[, end]], /)", ", [start, [stop]])"];

/// How an argument may be passed to a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// By position only.
    PositionalOnly,
    /// By position or by name.
    Ordinary,
    /// `*args`.
    Rest,
    /// By name only.
    KeywordOnly,
    /// `**kwargs`.
    Keywords,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// How it is passed.
    pub kind: ParameterKind,
    /// Whether it must be passed.
    pub required: bool,
}

/// Whose calling conventions a native function follows, which shows in its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A function, or a static method.
    Function,
    /// A method: its first value is the receiver, which no message counts.
    Method,
    /// A type that is called.
    Constructor,
}

/// The signature of a native function.
pub struct Signature {
    name: &'static str,
    text: &'static str,
    style: Style,
    parsed: OnceLock<Parsed>,
}

/// What a signature's text says.
pub(super) struct Parsed {
    /// The parameters in order; the receiver is not among them.
    pub parameters: Vec<Parameter>,
    /// Whether a receiver comes first.
    pub receiver: bool,
    /// How many parameters take positional arguments by position only.
    pub positional_only: usize,
    /// How many parameters take positional arguments.
    pub positional: usize,
    /// How many of these are required.
    pub required: usize,
    /// Whether one that takes only keyword arguments is required.
    pub required_keywords: bool,
    /// Whether there is `*args`.
    pub rest: bool,
    /// Whether there is `**kwargs`.
    pub keywords: bool,
    /// How many values are passed, receiver included, when each parameter gets one by
    /// position; `usize::MAX` where that cannot be.
    pub exact: usize,
    /// Whether any argument can be passed by name.
    pub by_name: bool,
    /// The fewest values, receiver included, behind which empty places may be put;
    /// `usize::MAX` where that is not all that there is to bind.
    pub padded_from: usize,
    /// How many places there are then.
    pub places: usize,
}

impl Signature {
    /// The signature of a constructor: the name of the type, and its parameters in
    /// parentheses, without a receiver.
    pub const fn new(name: &'static str, text: &'static str) -> Signature {
        Signature::with_style(name, text, Style::Constructor)
    }

    /// The signature of a function, or of a method, whose receiver comes first.
    pub const fn of_function(name: &'static str, text: &'static str, method: bool) -> Signature {
        let style = if method {
            Style::Method
        } else {
            Style::Function
        };
        Signature::with_style(name, text, style)
    }

    /// The signature of a row of a table, made and parsed once for the process.
    pub fn shared(row: &'static Method, method: bool) -> &'static Signature {
        // SAFETY: the interpreter lock is held; nothing below runs Python code.
        let known = unsafe { SHARED.get() }.get_or_insert_default();
        let place = (std::ptr::from_ref(row).addr(), method);
        known.entry(place).or_insert_with(|| {
            Box::leak(Box::new(Signature::of_function(
                row.name,
                row.signature,
                method,
            )))
        })
    }

    const fn with_style(name: &'static str, text: &'static str, style: Style) -> Signature {
        Signature {
            name,
            text,
            style,
            parsed: OnceLock::new(),
        }
    }

    /// The name of the function.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// `__text_signature__`: none where the text is not Python's notation. CPython shows some
    /// of those too: see [`SHOWN_ENDINGS`].
    pub fn text(&self) -> Option<&'static str> {
        let shown = self.text.starts_with('(')
            && (!self.text.contains('[')
                || SHOWN_ENDINGS.iter().any(|end| self.text.ends_with(end)));
        shown.then_some(self.text)
    }

    /// How many parameters get nothing when `given` values are passed by position, receiver
    /// included; `None` where they do not fit.
    pub fn missing(&self, given: usize) -> Option<usize> {
        let parsed = self.parsed();
        if parsed.exact == usize::MAX {
            return None;
        }
        let missing = parsed.exact.checked_sub(given)?;
        (missing <= parsed.positional - parsed.required).then_some(missing)
    }

    /// The parameters, without the receiver.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parsed().parameters
    }

    pub(super) fn style(&self) -> Style {
        self.style
    }

    #[inline(always)]
    pub(super) fn parsed(&self) -> &Parsed {
        match self.parsed.get() {
            Some(parsed) => parsed,
            None => self.parse(),
        }
    }

    #[cold]
    fn parse(&self) -> &Parsed {
        self.parsed
            .get_or_init(|| Parsed::new(self.text, self.style == Style::Method))
    }
}

impl Parsed {
    fn new(text: &'static str, method: bool) -> Parsed {
        let inside = text
            .trim()
            .strip_prefix('(')
            .and_then(|text| text.strip_suffix(')'))
            .unwrap_or("");
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut kind = ParameterKind::Ordinary;
        let mut receiver_seen = false;
        for (part, optional) in split(inside) {
            if !receiver_seen && (part.starts_with('$') || method) {
                receiver_seen = true;
                continue;
            }
            receiver_seen = true;
            let (name, required) = match part.split_once('=') {
                Some((name, _)) => (name.trim(), false),
                None => (part, !optional),
            };
            let name = name.split(':').next().unwrap_or(name).trim();
            match name {
                "/" => {
                    for parameter in &mut parameters {
                        parameter.kind = ParameterKind::PositionalOnly;
                    }
                    continue;
                }
                "*" => {
                    kind = ParameterKind::KeywordOnly;
                    continue;
                }
                _ => {}
            }
            let (name, this_kind, required) = if let Some(name) = name.strip_prefix("**") {
                (name, ParameterKind::Keywords, false)
            } else if let Some(name) = name.strip_prefix('*') {
                kind = ParameterKind::KeywordOnly;
                (name, ParameterKind::Rest, false)
            } else if optional {
                (name, ParameterKind::PositionalOnly, required)
            } else {
                (name, kind, required)
            };
            parameters.push(Parameter {
                name,
                kind: this_kind,
                required,
            });
        }
        if inside.contains('[') {
            for parameter in &mut parameters {
                parameter.kind = ParameterKind::PositionalOnly;
            }
        }
        Parsed::of(parameters, method)
    }

    fn of(parameters: Vec<Parameter>, receiver: bool) -> Parsed {
        use ParameterKind::*;
        let count = |test: &dyn Fn(&Parameter) -> bool| {
            parameters
                .iter()
                .filter(|parameter| test(parameter))
                .count()
        };
        let takes_position =
            |parameter: &Parameter| matches!(parameter.kind, PositionalOnly | Ordinary);
        let positional = count(&takes_position);
        let exact = if positional == parameters.len() {
            positional + usize::from(receiver)
        } else {
            usize::MAX
        };
        let required = count(&|parameter| takes_position(parameter) && parameter.required);
        let required_keywords = count(&|it| it.kind == KeywordOnly && it.required) > 0;
        let collects = count(&|it| matches!(it.kind, Rest | Keywords)) > 0;
        let places = parameters.len() + usize::from(receiver);
        let padded_from = if collects || required_keywords || places > FEW {
            usize::MAX
        } else {
            required + usize::from(receiver)
        };
        Parsed {
            receiver,
            exact,
            padded_from,
            places,
            positional_only: count(&|parameter| parameter.kind == PositionalOnly),
            positional,
            required,
            required_keywords,
            rest: count(&|parameter| parameter.kind == Rest) > 0,
            keywords: count(&|parameter| parameter.kind == Keywords) > 0,
            by_name: count(&|it| matches!(it.kind, Ordinary | KeywordOnly | Keywords)) > 0,
            parameters,
        }
    }
}

/// The parameters of the text between the parentheses, and whether each stands behind a `[`.
/// Commas within brackets and strings belong to defaults.
fn split(text: &'static str) -> Vec<(&'static str, bool)> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quote) = (0i32, 0, None);
    let mut optional = false;
    let mut in_default = false;
    let mut push = |part: &'static str, optional| {
        let part = part.trim().trim_matches(['[', ']']).trim();
        if !part.is_empty() {
            parts.push((part, optional));
        }
    };
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '=') => in_default = true,
            (None, '[') if !in_default => {
                push(&text[start..place], optional);
                start = place + 1;
                optional = true;
            }
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth > 0 => depth -= 1,
            (None, ',') if depth == 0 => {
                push(&text[start..place], optional);
                start = place + 1;
                in_default = false;
            }
            _ => {}
        }
    }
    push(&text[start..], optional);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &'static str, method: bool) -> Vec<(&'static str, ParameterKind, bool)> {
        Parsed::new(text, method)
            .parameters
            .iter()
            .map(|parameter| (parameter.name, parameter.kind, parameter.required))
            .collect()
    }

    #[test]
    fn texts_are_parsed() {
        use ParameterKind::*;
        assert_eq!(
            names("($self, key, default=None, /)", true),
            [
                ("key", PositionalOnly, true),
                ("default", PositionalOnly, false)
            ]
        );
        assert_eq!(
            names(
                "($module, /, iterable, *, sep=', ', f=(1, 2), **rest)",
                false
            ),
            [
                ("iterable", Ordinary, true),
                ("sep", KeywordOnly, false),
                ("f", KeywordOnly, false),
                ("rest", Keywords, false)
            ]
        );
        assert_eq!(
            names("($self, key[, default])", true),
            [
                ("key", PositionalOnly, true),
                ("default", PositionalOnly, false)
            ]
        );
        assert_eq!(names("()", false), []);
        assert_eq!(names("($self, /)", true), []);
        assert_eq!(
            names("(*args, key=None)", false),
            [("args", Rest, false), ("key", KeywordOnly, false)]
        );
    }
}
