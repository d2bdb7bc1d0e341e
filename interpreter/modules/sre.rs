//! `_sre`: regular expressions, compiled by the library's `re` and run by our engine for bytes
//! and ASCII (`octets`), or by the crate `rustpython-sre_engine`.

use rustpython_sre_engine::string::lower_unicode;
use rustpython_sre_engine::{CODESIZE, MAXGROUPS, MAXREPEAT, SRE_MAGIC};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::native::make_ready;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

mod engine;
mod found;
mod interruption;
mod octets;
mod pattern;
mod scanner;
mod substitution;
mod template;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_sre",
    doc: None,
    functions: &[
        Method::new(
            "ascii_iscased",
            "($module, character, /)",
            ascii_is_cased,
            "Whether case matters to an ASCII character.",
        ),
        Method::new(
            "ascii_tolower",
            "($module, character, /)",
            ascii_to_lower,
            "An ASCII character in lower case.",
        ),
        Method::new(
            "compile",
            "($module, /, pattern, flags, code, groups, groupindex, indexgroup)",
            pattern::compile,
            "A pattern of compiled code.",
        ),
        Method::new(
            "getcodesize",
            "($module, /)",
            |_, _| Ok(CODESIZE.into()),
            "Bytes of a word of code.",
        ),
        Method::new(
            "template",
            "($module, pattern, template, /)",
            template::make,
            "A template for replacements.",
        ),
        Method::new(
            "unicode_iscased",
            "($module, character, /)",
            unicode_is_cased,
            "Whether case matters to a character.",
        ),
        Method::new(
            "unicode_tolower",
            "($module, character, /)",
            unicode_to_lower,
            "A character in lower case.",
        ),
    ],
    fill,
};

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for class in [
        &pattern::PATTERN,
        &found::MATCH,
        &scanner::SCANNER,
        &template::TEMPLATE,
    ] {
        make_ready(class);
    }
    module.set(vm, "MAGIC", SRE_MAGIC);
    module.set(vm, "CODESIZE", CODESIZE);
    module.set(vm, "MAXREPEAT", MAXREPEAT);
    module.set(vm, "MAXGROUPS", MAXGROUPS);
    module.set(
        vm,
        "copyright",
        Str::value(" SRE 2.2.2 by way of rustpython-sre_engine "),
    );
    Ok(())
}

fn character(vm: &Vm, arguments: &[Option<Value>]) -> Result<u32> {
    let number = vm.to_i32(required(arguments, 0))?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn ascii_is_cased(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let character = u8::try_from(character(vm, arguments)?);
    Ok(Value::bool(
        character.is_ok_and(|byte| byte.is_ascii_alphabetic()),
    ))
}

fn ascii_to_lower(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let character = character(vm, arguments)?;
    let lower = u8::try_from(character).map(|byte| byte.to_ascii_lowercase());
    Ok(Value::int(lower.map_or(i64::from(character), i64::from)))
}

/// Whether the upper case, of which the first character counts, or the lower one differs.
fn unicode_is_cased(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let character = character(vm, arguments)?;
    let upper = match unicode::to_upper(character) {
        unicode::Mapped::One(upper) => Some(upper),
        unicode::Mapped::Several(text) => text.chars().next().map(u32::from),
    };
    let is_cased = lower_unicode(character) != character || upper != Some(character);
    Ok(Value::bool(is_cased))
}

fn unicode_to_lower(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::int(lower_unicode(character(vm, arguments)?).into()))
}

/// Parts put together: text or bytes.
fn join(vm: &Vm, is_bytes: bool, parts: Vec<Value>) -> Result<Value> {
    if let [only] = parts.as_slice() {
        let fits = match is_bytes {
            true => only.is_exact::<vm::objects::bytes::Bytes>(),
            false => only.is_exact::<Str>(),
        };
        if fits {
            return Ok(only.clone());
        }
    }
    if is_bytes {
        let empty = vm::objects::bytes::Bytes::value([]);
        return vm.call_method(&empty, "join", &[List::new(parts).into()]);
    }
    let empty = Str::from("");
    vm::objects::str_type::join_items(vm, &empty, &parts).map(Value::from)
}
