//! The threads that run Python code, for those who look at the frames of all of them.
#![allow(unsafe_code, reason = "the states lie on the stacks of their threads")]

use std::cell::RefCell;

use crate::Vm;

/// The states of the threads, in the order in which they began.
#[derive(Default)]
pub struct Threads(RefCell<Vec<*const Vm>>);

impl Vm {
    /// Adds this thread, whose number is `ident`, to those that run Python code. The state stays
    /// where it is until [`Vm::leave_thread`].
    pub fn enter_thread(&self, ident: usize) {
        self.ident.set(ident);
        self.shared().threads.0.borrow_mut().push(self);
    }

    /// This thread runs no Python code any more.
    pub fn leave_thread(&self) {
        self.tracing.end_thread(self);
        let mut threads = self.shared().threads.0.borrow_mut();
        threads.retain(|&thread| !std::ptr::eq(thread, self));
    }

    /// After `fork`, in the child: only this thread is left.
    pub fn only_thread(&self, ident: usize) {
        self.ident.set(ident);
        let mut threads = self.shared().threads.0.borrow_mut();
        threads.retain(|&thread| std::ptr::eq(thread, self));
    }

    /// Whether a thread of this number runs Python code. The system's functions take any number
    /// for an address.
    pub fn knows_thread(&self, ident: usize) -> bool {
        let mut is_known = false;
        self.for_each_thread(|thread| is_known |= thread.ident.get() == ident);
        is_known
    }

    /// Shows the state of each thread. `look` must not run Python code.
    pub fn for_each_thread(&self, mut look: impl FnMut(&Vm)) {
        let threads = self.shared().threads.0.borrow();
        for &thread in threads.iter() {
            // SAFETY: a thread leaves before its state goes, and needs the interpreter lock for
            // that, which this thread holds.
            look(unsafe { &*thread });
        }
    }
}
