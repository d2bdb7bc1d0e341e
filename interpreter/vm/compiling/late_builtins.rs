//! Builtins that are made when a text first mentions them: `exit` and its kin, which CPython
//! has from module `site`. Few programs use them, and making them takes a fifth of the time
//! in which a small program starts and ends.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Result, Vm};

/// Whether they are still to be made.
static LATE: AtomicBool = AtomicBool::new(false);

/// The names, and those by which all builtins can be reached.
const NAMES: [&[u8]; 8] = [
    b"exit",
    b"quit",
    b"help",
    b"copyright",
    b"credits",
    b"license",
    b"builtins",
    b"__builtins__",
];

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
    if LATE.load(Ordering::Relaxed) && is_mentioned(source) {
        return make(vm);
    }
    Ok(())
}

/// Whether one of the names stands in the text as a word, and not as an attribute. Texts in an
/// encoding that is no superset of ASCII are taken to mention all.
fn is_mentioned(source: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut rest = source;
    let mut before = None;
    while let Some(start) = rest.iter().position(is_word) {
        if start > 0 {
            before = Some(rest[start - 1]);
        }
        rest = &rest[start..];
        let length = rest.iter().position(|byte| !is_word(byte));
        let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
        if before != Some(b'.') && NAMES.contains(&word) {
            return true;
        }
        before = None;
        rest = behind;
    }
    source.contains(&0)
}
