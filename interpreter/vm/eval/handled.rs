//! The exceptions that `except` blocks handle: one item for the calls of a thread and one for
//! each generator, chained while the generator runs.
#![allow(unsafe_code, reason = "a chain through the frames that run")]

use std::cell::Cell;

use crate::Vm;
use crate::objects::generator::Generator;
use crate::objects::guarded::Guarded;
use crate::objects::value::Value;

/// What the innermost `except` block of a generator, or of the calls of a thread, handles.
pub struct Handled {
    /// The exception.
    pub exception: Guarded<Option<Value>>,
    /// What the resumer handles, while the generator runs.
    pub(crate) previous: Cell<*const Handled>,
}

impl Default for Handled {
    fn default() -> Handled {
        Handled {
            exception: Guarded::new(None),
            previous: Cell::new(std::ptr::null()),
        }
    }
}

/// The chain of a thread.
pub struct HandledChain {
    top: Cell<*const Handled>,
    /// While `throw()` runs a chain of generators: the one that it has come to, from the
    /// innermost outwards. An exception that leaves it is thrown into the outer one in turn.
    pub(crate) thrown_into: Cell<*const Generator>,
    _base: Box<Handled>,
}

impl Default for HandledChain {
    fn default() -> HandledChain {
        let base = Box::<Handled>::default();
        HandledChain {
            top: Cell::new(&raw const *base),
            thrown_into: Cell::new(std::ptr::null()),
            _base: base,
        }
    }
}

impl HandledChain {
    /// The innermost item.
    #[inline(always)]
    pub(crate) fn top(&self) -> &Handled {
        // SAFETY: the base lives as long as the chain, and a generator takes its item off the
        // chain before it stops running.
        unsafe { &*self.top.get() }
    }

    /// Puts the items of generators that delegate to each other on the chain.
    #[inline(always)]
    pub(crate) fn enter(&self, outermost: &Handled, innermost: &Handled) {
        outermost.previous.set(self.top.get());
        self.top.set(innermost);
    }

    /// Makes another item the innermost; gives the one before.
    pub(crate) fn exchange(&self, top: *const Handled) -> *const Handled {
        self.top.replace(top)
    }

    /// Takes a generator's item off the chain, and those of all that it delegates to.
    #[inline(always)]
    pub(crate) fn leave(&self, item: &Handled) {
        self.top.set(item.previous.replace(std::ptr::null()));
    }
}

impl Vm {
    /// The exception that is being handled: what `sys.exception()` gives.
    pub fn handled_exception(&self) -> Option<Value> {
        let mut item = self.handled.top();
        loop {
            if let Some(exception) = &*item.exception.borrow() {
                return Some(exception.clone());
            }
            let previous = item.previous.get();
            if previous.is_null() {
                return None;
            }
            // SAFETY: the items on the chain are those of running generators, and the base.
            item = unsafe { &*previous };
        }
    }

    /// Makes `exception` the one that is being handled, and gives the one before: for native
    /// code that runs Python code in the place of an `except` block.
    pub fn replace_handled(&self, exception: Option<Value>) -> Option<Value> {
        self.handled.top().exception.replace(exception)
    }
}
