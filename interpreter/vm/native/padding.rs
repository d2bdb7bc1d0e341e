//! Arguments with empty places behind them, for parameters that were not given.
#![allow(unsafe_code, reason = "arguments are lent without being counted")]

use std::mem::ManuallyDrop;
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
