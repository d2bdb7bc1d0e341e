//! State of modules that all threads share, under the interpreter lock.
#![allow(unsafe_code, reason = "globals under the interpreter lock")]

use vm::Vm;
use vm::objects::guarded::{Global, Guarded};

/// A global variable of a module. Whoever has a `&Vm` holds the interpreter lock.
pub struct State<T: 'static>(Global<Guarded<T>>);

impl<T> State<T> {
    /// A variable with this content.
    pub const fn new(content: T) -> State<T> {
        State(Global::new(Guarded::new(content)))
    }

    /// The variable. The rules of [`Guarded`] hold for borrows of it.
    pub fn of(&self, _: &Vm) -> &Guarded<T> {
        // SAFETY: the `Vm` says that this thread holds the interpreter lock; only shared
        // references to the cell are made.
        unsafe { &*self.0.get() }
    }
}
