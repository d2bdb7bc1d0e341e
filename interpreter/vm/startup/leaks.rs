//! The leak counter of stress builds: what a script has made and nothing has released.

use std::collections::BTreeMap;

use crate::Vm;
use crate::objects::gc;

/// Writes what is left.
pub(super) fn report(_vm: &Vm) {
    if std::env::var_os("WEFT_LEAKS").is_none() { return; }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (object, outside) in gc::survivors() {
        if outside <= 0 { continue; }
        let name = match object.downcast::<crate::objects::types::Type>() { Some(t) => format!("type {}", t.name()), None => object.class().name() };
        *counts.entry(name).or_default() += 1;
    }
    eprintln!("{counts:?}");
}
