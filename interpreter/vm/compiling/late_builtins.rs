//! Builtins that are made when a text first mentions them: `exit` and its kin, which CPython
//! has from module `site`. Few programs use them, and making them takes a fifth of the time
//! in which a small program starts and ends.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Result, Vm};

mod mentions;

/// Whether they are still to be made.
static LATE: AtomicBool = AtomicBool::new(false);

/// Lets them be made when they are first mentioned.
pub fn defer() {
    LATE.store(true, Ordering::Relaxed);
}

/// Makes them now, unless that has been done or nobody has asked for it.
pub fn make(vm: &Vm) -> Result<()> {
    if !LATE.swap(false, Ordering::Relaxed) {
        return Ok(());
    }
    let install = vm.import_attribute("_sitebuiltins", "install")?;
    vm.call(&install, &[]).map(drop)
}

/// Makes them if the source mentions one.
pub(super) fn make_if_mentioned(vm: &Vm, source: &[u8]) -> Result<()> {
    if LATE.load(Ordering::Relaxed) && mentions::mentions_late_builtin(source) {
        return make(vm);
    }
    Ok(())
}
