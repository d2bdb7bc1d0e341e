//! The facts of two code objects that differ beside their instructions.

use std::collections::HashSet;

use super::{Fact, PairComparison, Standing, standing_after};
use crate::code::Flags;
use crate::{CodeObject, Constant, Opcode};

/// The flags that say what calling a function gives.
const KIND: u32 =
    Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR | Flags::ITERABLE_COROUTINE;

/// The flags that the parameters show.
const PARAMETERS: u32 = Flags::VARARGS | Flags::VARKEYWORDS;

/// Lists the facts that differ. `cause` is the first difference in the instructions or the
/// exception table, if there is one.
pub(super) fn collect(
    pair: &PairComparison<'_>,
    cause: Option<usize>,
    differences: &mut usize,
) -> Vec<Fact> {
    let (left, right) = (pair.left.code(), pair.right.code());
    let mut facts = Vec::new();
    let mut compare = |name, left: String, right: String, cause| {
        if left != right {
            let standing = standing_after(cause, differences);
            facts.push(Fact {
                name,
                left,
                right,
                standing,
            });
        }
    };
    compare("parameters", parameters(left), parameters(right), None);
    let [l, r] = [left, right].map(|code| flags(code, KIND));
    compare("kind", l, r, awaiting_difference(pair));
    let [l, r] = [left, right].map(|code| flags(code, !(KIND | PARAMETERS)));
    compare("flags", l, r, None);
    compare("docstring", docstring(left), docstring(right), None);
    let [l, r] = [left, right].map(|code| code.stack_size.to_string());
    compare("stack size", l, r, cause);
    let (l, r) = only(locals(left), locals(right));
    compare("local variables", l, r, cause);
    let (l, r) = only(left.cellvars().collect(), right.cellvars().collect());
    compare("cell variables", l, r, cause);
    let (l, r) = only(left.freevars().collect(), right.freevars().collect());
    compare("free variables", l, r, cause);
    let (l, r) = only(names(left), names(right));
    compare("names", l, r, cause);
    facts
}

/// The difference between an `await` and a `yield from`, or whatever else begins a SEND loop on
/// either side, if there is one.
fn awaiting_difference(pair: &PairComparison<'_>) -> Option<usize> {
    let awaits = [
        Opcode::GetAwaitable,
        Opcode::GetAnext,
        Opcode::GetYieldFromIter,
    ];
    pair.rows.iter().find_map(|row| match row.standing {
        Standing::Difference(number) => {
            let sides = [pair.left.opcode(row.left), pair.right.opcode(row.right)];
            let is_await = |opcode: Option<Opcode>| opcode.is_some_and(|it| awaits.contains(&it));
            sides.into_iter().all(is_await).then_some(number)
        }
        _ => None,
    })
}

/// The flags within `mask`, by name.
fn flags(code: &CodeObject, mask: u32) -> String {
    Flags(code.flags.0 & mask).names().join(", ")
}

/// The docstring of a function, which no instruction loads; empty where there is none.
fn docstring(code: &CodeObject) -> String {
    match code.constants.first() {
        Some(constant @ Constant::Str(_)) if code.flags.has(Flags::OPTIMIZED) => {
            constant.to_string()
        }
        _ => String::new(),
    }
}

/// The parameters as they are written in a signature.
fn parameters(code: &CodeObject) -> String {
    let positional = code.argument_count as usize;
    let positional_only = code.positional_only_argument_count as usize;
    let keyword_only = code.keyword_only_argument_count as usize;
    let has_rest = code.flags.has(Flags::VARARGS);
    let mut names = code.varnames();
    let mut parts: Vec<String> = Vec::new();
    for i in 0..positional {
        parts.extend(names.next().map(str::to_owned));
        if i + 1 == positional_only {
            parts.push("/".to_owned());
        }
    }
    let keyword_only: Vec<&str> = names.by_ref().take(keyword_only).collect();
    let rest = names.next().filter(|_| has_rest).unwrap_or_default();
    if has_rest || !keyword_only.is_empty() {
        parts.push(format!("*{rest}"));
    }
    parts.extend(keyword_only.into_iter().map(str::to_owned));
    if code.flags.has(Flags::VARKEYWORDS) {
        let skipped = parameter_count(code) - 1;
        let name = code.varnames().nth(skipped).unwrap_or_default();
        parts.push(format!("**{name}"));
    }
    format!("({})", parts.join(", "))
}

fn parameter_count(code: &CodeObject) -> usize {
    let starred = [Flags::VARARGS, Flags::VARKEYWORDS];
    let starred = starred
        .into_iter()
        .filter(|&flag| code.flags.has(flag))
        .count();
    code.argument_count as usize + code.keyword_only_argument_count as usize + starred
}

/// The local variables that are no parameters. Their order is that of their slots, which the
/// instructions do not show either.
fn locals(code: &CodeObject) -> Vec<&str> {
    code.varnames().skip(parameter_count(code)).collect()
}

fn names(code: &CodeObject) -> Vec<&str> {
    code.names.iter().map(|name| &**name).collect()
}

/// The names that only the left side has, and those that only the right side has.
fn only(left: Vec<&str>, right: Vec<&str>) -> (String, String) {
    let without = |names: &[&str], others: &[&str]| {
        let others: HashSet<&str> = others.iter().copied().collect();
        let rest = names.iter().copied().filter(|name| !others.contains(name));
        rest.collect::<Vec<_>>().join(", ")
    };
    (without(&left, &right), without(&right, &left))
}
