//! The constants of a code object, each kept once.

use bytecode::Constant;
use rustc_hash::FxHashMap;

/// Constants in the order of their index.
#[derive(Clone, Debug, Default)]
pub struct ConstantTable {
    list: Vec<Constant>,
    indices: FxHashMap<ConstantKey, u32>,
}

/// What makes two constants the same one: their type and their value, where `0.0` and `-0.0`
/// are two, and a not-a-number is the same as nothing. The source is `_PyCode_ConstantKey`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ConstantKey {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    BigInt(num_bigint::BigInt),
    Float(u64),
    Complex(u64, u64),
    Str(bytecode::Text),
    Bytes(Box<[u8]>),
    Tuple(Box<[ConstantKey]>),
    FrozenSet(Box<[ConstantKey]>),
    /// Never equal to another: code objects and not-a-number.
    Unique(usize),
}
