//! The eval breaker: why the loop stops between two instructions.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::objects::heap::finalizers;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The reasons, as bits.
#[allow(missing_docs, reason = "named as what they say")]
pub mod reason {
    pub const SIGNAL: u32 = 1 << 0;
    pub const COLLECT: u32 = 1 << 1;
    pub const LOCK_REQUEST: u32 = 1 << 2;
    pub const ASYNC_EXCEPTION: u32 = 1 << 3;
    /// The reserve of memory is used up: MemoryError is to be raised.
    pub const NO_MEMORY: u32 = 1 << 5;
    /// There is no reserve of memory. This stays until it could be filled again.
    pub const NO_RESERVE: u32 = 1 << 6;
    /// Somebody monitors events: the loop looks at each code that it enters.
    pub const MONITOR: u32 = 1 << 4;
}

static BREAKER: AtomicU32 = AtomicU32::new(0);

/// Asks the loop to stop for `reason`.
pub fn request(reason: u32) {
    BREAKER.fetch_or(reason, Ordering::Release);
}

/// Whether there is a reason to stop.
#[inline(always)]
pub fn is_requested() -> bool {
    BREAKER.load(Ordering::Relaxed) != 0
}

/// Whether this is a reason to stop.
#[inline(always)]
pub fn has(reason: u32) -> bool {
    BREAKER.load(Ordering::Relaxed) & reason != 0
}

/// Takes a request back, and says whether there was one.
pub fn take(reason: u32) -> bool {
    BREAKER.fetch_and(!reason, Ordering::Acquire) & reason != 0
}

/// What the loop does for a reason. Filled by those who know how: signals, threads.
pub struct Hooks {
    /// Runs the handlers of signals that arrived.
    pub signals: fn(&Vm) -> Result<()>,
}

fn nothing(_: &Vm) -> Result<()> {
    Ok(())
}

/// The hooks while nobody filled them.
pub const NO_HOOKS: Hooks = Hooks { signals: nothing };

static HOOKS: std::sync::OnceLock<Hooks> = std::sync::OnceLock::new();

/// Fills the hooks, once.
pub fn set_hooks(hooks: Hooks) {
    let _ = HOOKS.set(hooks);
}

impl Vm {
    /// Does what the eval breaker asks for. Called by the loop, and by native functions that
    /// run for long.
    #[cold]
    #[inline(never)]
    pub fn handle_breaker(&self) -> Result<()> {
        let reasons = BREAKER.load(Ordering::Relaxed);
        if reasons & !reason::MONITOR == 0 {
            self.run_finalizers();
            return Ok(());
        }
        let hooks = HOOKS.get().unwrap_or(&NO_HOOKS);
        if take(reason::SIGNAL) {
            (hooks.signals)(self)?;
        }
        if take(reason::COLLECT) {
            crate::objects::gc::collect_if_due(self);
        }
        if take(reason::LOCK_REQUEST) {
            // What this thread has dropped is its own to finalize.
            self.run_finalizers();
            crate::lock::give_way(self);
        }
        self.run_finalizers();
        if reasons & (reason::NO_MEMORY | reason::NO_RESERVE) != 0 {
            if take(reason::NO_MEMORY) {
                return Err(self.memory_error(""));
            }
            super::out_of_memory::renew_reserve(self)?;
        }
        Ok(())
    }

    /// Runs the finalizers and weak reference callbacks that wait.
    #[cold]
    #[inline(never)]
    pub fn run_finalizers(&self) {
        while finalizers::waiting() {
            for object in finalizers::take() {
                self.finalize(object);
            }
        }
    }

    fn finalize(&self, object: Value) {
        if crate::objects::weakref::is_reference(&object) {
            crate::objects::weakref::run_callback(self, &object);
        } else if let Some(finalize) = object.class().slots().finalize {
            finalize(self, &object);
        }
    }
}
