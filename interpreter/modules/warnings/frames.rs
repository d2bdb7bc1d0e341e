//! `warn`: finds the place that a warning is about on the call stack.

use vm::objects::dict::Dict;
use vm::objects::frame::FrameObject;
use vm::objects::heap::Ref;
use vm::objects::names::names;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Warning, category_of, issue};
use vm::native::required;

pub(super) fn warn(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let message = required(arguments, 0);
    let category = category_of(vm, message, arguments.get(1).and_then(Option::as_ref))?;
    let mut level = match arguments.get(2) {
        Some(Some(level)) => vm.to_isize(level)?,
        _ => 1,
    };
    let skipped = match arguments.get(4) {
        Some(Some(skipped)) => prefixes(vm, skipped)?,
        _ => Vec::new(),
    };
    if !skipped.is_empty() {
        level = level.max(2);
    }
    let frame = find_frame(vm, level, &skipped);
    let (globals, filename, line) = match &frame {
        Some(frame) => (
            frame.globals(),
            Str::value(frame.code().filename().to_text()),
            frame.line_number().unwrap_or(0),
        ),
        None => (vm.shared().sys.clone(), Str::value("<sys>"), 0),
    };
    let registry = registry_of(vm, &globals)?;
    let module = match globals.get_str(&names().__name__) {
        Some(name) if name.is_none() || name.downcast::<Str>().is_some() => name,
        _ => Str::value("<string>"),
    };
    issue(
        vm,
        Warning {
            category,
            message: message.clone(),
            filename,
            line: Value::int(line.into()),
            module,
            registry,
            source: arguments.get(3).cloned().flatten().unwrap_or(Value::NONE),
            source_line: Value::NONE,
        },
    )?;
    Ok(Value::NONE)
}

fn prefixes(vm: &Vm, skipped: &Value) -> Result<Vec<String>> {
    let Some(tuple) = skipped.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "warn() argument 'skip_file_prefixes' must be tuple, not {}",
            vm.found_argument(skipped)
        )));
    };
    let prefixes = tuple
        .items()
        .iter()
        .map(|prefix| match prefix.downcast::<Str>() {
            Some(prefix) => Ok(prefix.to_text()),
            None => Err(vm.type_error(format!(
                "Found non-str '{}' in skip_file_prefixes.",
                prefix.class().name()
            ))),
        });
    prefixes.collect()
}

fn registry_of(vm: &Vm, globals: &Ref<Dict>) -> Result<Value> {
    let name = vm.intern("__warningregistry__");
    if let Some(registry) = globals.get_str(&name) {
        return Ok(registry);
    }
    let registry = Dict::new().into_value();
    globals.set_str(&name, registry.clone());
    Ok(registry)
}

fn filename(frame: &Ref<FrameObject>) -> String {
    frame.code().filename().to_text()
}

fn is_internal(frame: &Ref<FrameObject>) -> bool {
    let filename = filename(frame);
    filename.contains("importlib") && filename.contains("_bootstrap")
}

fn next_frame(frame: Ref<FrameObject>, skipped: &[String]) -> Option<Ref<FrameObject>> {
    let mut frame = frame.back();
    while let Some(present) = &frame {
        let name = filename(present);
        let skip = is_internal(present) || skipped.iter().any(|prefix| name.starts_with(prefix));
        if !skip {
            break;
        }
        frame = present.back();
    }
    frame
}

fn find_frame(vm: &Vm, level: isize, skipped: &[String]) -> Option<Ref<FrameObject>> {
    let mut frame = vm.frame_object(0);
    let internal = frame.as_ref().is_some_and(is_internal);
    for _ in 1..level.max(1) {
        let present = frame?;
        frame = match level <= 0 || internal {
            true => present.back(),
            false => next_frame(present, skipped),
        };
    }
    frame
}
