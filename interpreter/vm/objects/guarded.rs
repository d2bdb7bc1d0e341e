//! Interior mutability under the interpreter lock.
//!
//! Only the thread that holds the interpreter lock touches objects, and nothing in the machine
//! runs Python code while it borrows: finalizers wait until the native function has returned
//! (see `heap`). So a borrow cannot meet another one. Debug and stress builds check that, as
//! `RefCell` does; release builds trust it.
#![allow(unsafe_code, reason = "borrows under the interpreter lock")]

#[cfg(any(debug_assertions, weft_stress))]
use std::cell::RefCell;
use std::cell::UnsafeCell;

/// A part of an object that changes. Never call anything that may run Python code, nor drop
/// a value that may be the last reference to something, while a borrow is alive.
#[cfg(not(any(debug_assertions, weft_stress)))]
#[derive(Default)]
pub struct Guarded<T>(UnsafeCell<T>);

#[cfg(not(any(debug_assertions, weft_stress)))]
impl<T> Guarded<T> {
    /// A cell with this content.
    pub const fn new(content: T) -> Guarded<T> {
        Guarded(UnsafeCell::new(content))
    }

    /// The content, to be read.
    #[inline(always)]
    pub fn borrow(&self) -> &T {
        // SAFETY: see the head of this file: no `borrow_mut` is alive.
        unsafe { &*self.0.get() }
    }

    /// The content, to be changed.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "this is what the type is for")]
    pub fn borrow_mut(&self) -> &mut T {
        // SAFETY: see the head of this file: no other borrow is alive.
        unsafe { &mut *self.0.get() }
    }
}

/// A part of an object that changes. Never call anything that may run Python code, nor drop
/// a value that may be the last reference to something, while a borrow is alive.
#[cfg(any(debug_assertions, weft_stress))]
#[derive(Default)]
pub struct Guarded<T>(RefCell<T>);

#[cfg(any(debug_assertions, weft_stress))]
impl<T> Guarded<T> {
    /// A cell with this content.
    pub const fn new(content: T) -> Guarded<T> {
        Guarded(RefCell::new(content))
    }

    /// The content, to be read.
    pub fn borrow(&self) -> std::cell::Ref<'_, T> {
        self.0.borrow()
    }

    /// The content, to be changed.
    pub fn borrow_mut(&self) -> std::cell::RefMut<'_, T> {
        self.0.borrow_mut()
    }
}

impl<T> Guarded<T> {
    /// Puts `content` in, and gives what was there.
    pub fn replace(&self, content: T) -> T {
        std::mem::replace(&mut *self.borrow_mut(), content)
    }

    /// Takes the content, and leaves its default.
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }
}

/// A global variable that the interpreter lock protects.
pub struct Global<T>(UnsafeCell<T>);

// SAFETY: only the holder of the interpreter lock touches it.
unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    /// A variable with this content.
    pub const fn new(content: T) -> Global<T> {
        Global(UnsafeCell::new(content))
    }

    /// The content.
    ///
    /// # Safety
    /// The caller holds the interpreter lock, and no other reference to the content is alive.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "this is what the type is for")]
    pub unsafe fn get(&self) -> &mut T {
        // SAFETY: promised by the caller.
        unsafe { &mut *self.0.get() }
    }
}
