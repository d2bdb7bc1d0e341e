//! Iterators of sequences, and the iterator classes among the built-ins: enumerate, zip, map,
//! filter, reversed.

pub mod adapters;
pub mod octets;
pub(crate) mod pairs;
pub mod sequences;

pub use adapters::{ENUMERATE, FILTER, MAP, REVERSED, ZIP};
pub use sequences::{ListIterator, ReversedListIterator, TupleIterator};
