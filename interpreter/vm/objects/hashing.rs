//! Hashes of texts and tuples, and the secret that texts are hashed with.
#![allow(unsafe_code, reason = "a global under the interpreter lock")]

use primitives::number::hash::{Secret, TupleHasher};

use super::guarded::Global;

static SECRET: Global<Option<Secret>> = Global::new(None);

/// The secret that texts are hashed with; that of seed 0 until one is set.
#[inline]
pub fn secret() -> Secret {
    // SAFETY: the interpreter lock is held.
    unsafe { *SECRET.get() }.unwrap_or_default()
}

/// Sets the secret, before the first string is made.
pub fn set_secret(secret: Secret) {
    // SAFETY: the interpreter lock is held.
    unsafe { *SECRET.get() = Some(secret) }
}

/// The hash of a tuple whose items have these hashes.
#[inline]
pub fn hash_tuple(hashes: &[i64]) -> i64 {
    let mut hasher = TupleHasher::new();
    hashes.iter().for_each(|hash| hasher.add(*hash));
    hasher.finish(hashes.len())
}

/// The hash of a slice whose members have these hashes.
pub fn hash_slice(hashes: &[i64]) -> i64 {
    let mut hasher = TupleHasher::new();
    hashes.iter().for_each(|hash| hasher.add(*hash));
    hasher.finish_slice()
}

/// The hash of an object by where it is.
pub fn identity_hash(value: &super::value::Value) -> i64 {
    primitives::number::hash::of_pointer(value.bits())
}
