//! `_suggestions`: the name that was probably meant.

use vm::import::NativeModule;
use vm::native::{Method, suggestion};
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_suggestions",
    doc: None,
    functions: &[Method::new(
        "_generate_suggestions",
        "($module, candidates, item, /)",
        closest,
        "The candidate that is closest to a name, if any is close.",
    )],
    fill: |_, _| Ok(()),
};

fn closest(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let [Some(candidates), Some(item)] = values else {
        return Ok(Value::NONE);
    };
    let Some(item) = item.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "_generate_suggestions() argument 2 must be str, not {}",
            vm.found_argument(item)
        )));
    };
    let Some(candidates) = candidates.downcast_exact::<List>() else {
        return Err(vm.type_error("candidates must be a list"));
    };
    let candidates = candidates.to_vec();
    let mut names = Vec::with_capacity(candidates.len());
    for candidate in &candidates {
        let Some(name) = candidate.downcast::<Str>() else {
            return Err(vm.type_error("all elements in 'candidates' must be strings"));
        };
        names.push(name.to_text());
    }
    let found = suggestion::closest(&item.to_text(), names.iter().map(String::as_str));
    Ok(found.map_or(Value::NONE, Str::value))
}
