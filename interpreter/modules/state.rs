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

/// Values on their way to another thread.
pub struct Carried<T>(T);

// SAFETY: the values come out by `take` alone, for which the thread holds the interpreter lock;
// one that is never taken belongs to a thread that could not be started, and is dropped by the
// thread that made it, which holds the lock.
unsafe impl<T> Send for Carried<T> {}

impl<T> Carried<T> {
    /// Wraps values.
    pub fn new(values: T) -> Carried<T> {
        Carried(values)
    }

    /// The values, for a thread that holds the interpreter lock.
    pub fn take(self, _: &Vm) -> T {
        self.0
    }
}
