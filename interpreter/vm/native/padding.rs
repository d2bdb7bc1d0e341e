//! Arguments with empty places behind them, for parameters that were not given.
#![allow(unsafe_code, reason = "arguments are lent without being counted")]

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr;

use crate::objects::value::Value;

/// How many parameters are padded without memory from the heap.
pub const FEW: usize = 8;

/// Shows the arguments to `action` with so many empty places behind them that there are
/// `count`. The arguments are lent, as they would be without padding.
///
/// # Panics
/// If there are more arguments than `count`, or `count` is more than [`FEW`].
#[inline(always)]
pub fn padded<T>(
    arguments: &[Value],
    count: usize,
    action: impl FnOnce(&[Option<Value>]) -> T,
) -> T {
    assert!(
        arguments.len() <= count && count <= FEW,
        "checked by the caller"
    );
    let mut places = [const { ManuallyDrop::new(None::<Value>) }; FEW];
    // SAFETY: there is room; a value is the same word as an optional one. The copies are not
    // dropped, and the originals outlive the call.
    unsafe {
        ptr::copy_nonoverlapping(
            arguments.as_ptr(),
            places.as_mut_ptr().cast::<Value>(),
            arguments.len(),
        );
        let places = ptr::from_ref(&places).cast::<Option<Value>>();
        action(std::slice::from_raw_parts(places, count))
    }
}

/// Arguments with empty places behind them, for as long as the caller lends them.
pub struct Lent<'a> {
    places: [ManuallyDrop<Option<Value>>; FEW],
    count: usize,
    lender: PhantomData<&'a [Value]>,
}

impl<'a> Lent<'a> {
    /// These arguments in so many places.
    ///
    /// # Panics
    /// As [`padded`].
    #[inline(always)]
    pub fn new(arguments: &'a [Value], count: usize) -> Lent<'a> {
        assert!(
            arguments.len() <= count && count <= FEW,
            "checked by the caller"
        );
        let mut places = [const { ManuallyDrop::new(None::<Value>) }; FEW];
        // SAFETY: as in `padded`: there is room, the copies are not dropped, and the originals
        // are lent for as long as the copies are seen.
        unsafe {
            ptr::copy_nonoverlapping(
                arguments.as_ptr(),
                places.as_mut_ptr().cast::<Value>(),
                arguments.len(),
            );
        }
        Lent {
            places,
            count,
            lender: PhantomData,
        }
    }
}

impl Deref for Lent<'_> {
    type Target = [Option<Value>];

    #[inline(always)]
    fn deref(&self) -> &[Option<Value>] {
        let places = ptr::from_ref(&self.places).cast::<Option<Value>>();
        // SAFETY: a place is the same word as what it holds; `new` checked the count.
        unsafe { std::slice::from_raw_parts(places, self.count) }
    }
}
