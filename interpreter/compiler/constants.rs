//! The constants of a code object, each kept once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bytecode::{CodeObject, Constant, Text};
use indexmap::{Equivalent, IndexSet};
use num_bigint::{BigInt, Sign};
use rustc_hash::{FxBuildHasher, FxHashSet, FxHasher};
use syntax::ast;

/// Constants in the order of their index.
///
/// Two constants are the same one if their type and value are, in tuples and frozen sets
/// too, where `0.0` and `-0.0` are two, and code objects are compared by what they hold. The
/// source is CPython's `_PyCode_ConstantKey`.
///
/// A not-a-number is the same as itself only. Floats have no identity, so constant folding
/// numbers each one that it makes in the bits which nobody sees; `take_list` clears them.
#[derive(Clone, Debug, Default)]
pub struct ConstantTable {
    entries: IndexSet<Entry, FxBuildHasher>,
}

impl ConstantTable {
    /// The index of `constant`, which is appended if it is new.
    pub fn add(&mut self, constant: Constant) -> u32 {
        self.entries.insert_full(Entry(constant)).0 as u32
    }

    /// The index of a constant of the tree, which is appended if it is new; only then is it
    /// copied.
    pub fn add_from_ast(&mut self, constant: &ast::Constant<'_>) -> u32 {
        let known = match *constant {
            ast::Constant::Str(text) => self.entries.get_index_of(&TextOf(text)),
            ast::Constant::Bytes(bytes) => self.entries.get_index_of(&BytesOf(bytes)),
            _ => None,
        };
        match known {
            Some(index) => index as u32,
            None => self.add(from_ast(constant)),
        }
    }

    /// The index of a string, which is appended if it is new.
    pub fn add_text(&mut self, text: &str) -> u32 {
        self.add_from_ast(&ast::Constant::Str(text.as_bytes()))
    }

    /// The constant with that index.
    pub fn get(&self, index: u32) -> Option<&Constant> {
        self.entries.get_index(index as usize).map(|entry| &entry.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes all constants.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Removes the constants for whose index `keep` says no; the others move up.
    pub fn retain(&mut self, mut keep: impl FnMut(u32) -> bool) {
        let mut index = 0;
        self.entries.retain(|_| {
            index += 1;
            keep(index - 1)
        });
    }

    /// Takes the constants out, as a code object holds them.
    pub fn take_list(&mut self) -> Box<[Constant]> {
        let mut list: Box<[Constant]> = self.entries.drain(..).map(|entry| entry.0).collect();
        list.iter_mut().for_each(clear_numbering);
        list
    }
}

/// A constant of the tree as one of a code object. Of members of a frozen set that Python
/// holds equal, the first remains.
pub fn from_ast(constant: &ast::Constant<'_>) -> Constant {
    match *constant {
        ast::Constant::None => Constant::None,
        ast::Constant::Bool(value) => Constant::Bool(value),
        ast::Constant::Ellipsis => Constant::Ellipsis,
        ast::Constant::Int(value) => Constant::Int(value),
        ast::Constant::BigInt(value) => Constant::BigInt(Box::new(big_integer(value))),
        ast::Constant::Float(value) => Constant::Float(value),
        ast::Constant::Complex { real, imaginary } => Constant::Complex(real, imaginary),
        ast::Constant::Str(text) => Constant::Str(Text::from_wtf8(text)),
        ast::Constant::Bytes(bytes) => Constant::Bytes(bytes.into()),
        ast::Constant::Tuple(members) => Constant::Tuple(members.iter().map(from_ast).collect()),
        ast::Constant::FrozenSet(members) => {
            let mut seen = FxHashSet::default();
            let distinct = members
                .iter()
                .filter(|member| seen.insert(equality_key(member)));
            Constant::FrozenSet(distinct.map(from_ast).collect())
        }
    }
}

fn big_integer(value: &ast::BigInt<'_>) -> BigInt {
    let sign = if value.negative {
        Sign::Minus
    } else {
        Sign::Plus
    };
    BigInt::from_slice(sign, value.limbs)
}

/// What is equal for two constants exactly if Python's `==` holds them equal.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum EqualityKey<'a> {
    None,
    Ellipsis,
    Int(i64),
    BigInt(BigInt),
    Float(u64),
    Complex(u64, u64),
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(Vec<EqualityKey<'a>>),
}

pub(crate) fn equality_key<'a>(constant: &ast::Constant<'a>) -> EqualityKey<'a> {
    match *constant {
        ast::Constant::None => EqualityKey::None,
        ast::Constant::Ellipsis => EqualityKey::Ellipsis,
        ast::Constant::Bool(value) => EqualityKey::Int(value.into()),
        ast::Constant::Int(value) => EqualityKey::Int(value),
        ast::Constant::BigInt(value) => EqualityKey::BigInt(big_integer(value)),
        ast::Constant::Float(value) => float_key(value),
        ast::Constant::Complex {
            real,
            imaginary: 0.0,
        } => float_key(real),
        ast::Constant::Complex { real, imaginary } => {
            // Adding zero makes one zero of the two.
            EqualityKey::Complex((real + 0.0).to_bits(), imaginary.to_bits())
        }
        ast::Constant::Str(text) => EqualityKey::Str(text),
        ast::Constant::Bytes(bytes) => EqualityKey::Bytes(bytes),
        ast::Constant::Tuple(members) | ast::Constant::FrozenSet(members) => {
            EqualityKey::Tuple(members.iter().map(equality_key).collect())
        }
    }
}

fn float_key(value: f64) -> EqualityKey<'static> {
    if value.fract() != 0.0 || !value.is_finite() {
        return EqualityKey::Float(value.to_bits());
    }
    // Every float from -2^63 up to, but not including, 2^63 is an i64 if it is whole.
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value) {
        return EqualityKey::Int(value as i64);
    }
    match num_traits::FromPrimitive::from_f64(value) {
        Some(whole) => EqualityKey::BigInt(whole),
        None => EqualityKey::Float(value.to_bits()),
    }
}

fn clear_numbering(constant: &mut Constant) {
    let plain = |value: &mut f64| {
        if value.is_nan() {
            *value = f64::NAN.copysign(*value);
        }
    };
    match constant {
        Constant::Float(value) => plain(value),
        Constant::Complex(real, imaginary) => {
            plain(real);
            plain(imaginary);
        }
        Constant::Tuple(members) | Constant::FrozenSet(members) => {
            members.iter_mut().for_each(clear_numbering);
        }
        _ => {}
    }
}

/// A constant, compared as [`ConstantTable`] says.
#[derive(Clone, Debug)]
struct Entry(Constant);

/// A string that is looked up.
struct TextOf<'a>(&'a [u8]);

/// A bytes object that is looked up.
struct BytesOf<'a>(&'a [u8]);

const TEXT_TAG: u8 = 7;
const BYTES_TAG: u8 = 8;

impl Hash for TextOf<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u8(TEXT_TAG);
        state.write(self.0);
    }
}

impl Hash for BytesOf<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u8(BYTES_TAG);
        state.write(self.0);
    }
}

impl Equivalent<Entry> for TextOf<'_> {
    fn equivalent(&self, entry: &Entry) -> bool {
        matches!(&entry.0, Constant::Str(text) if text.as_bytes() == self.0)
    }
}

impl Equivalent<Entry> for BytesOf<'_> {
    fn equivalent(&self, entry: &Entry) -> bool {
        matches!(&entry.0, Constant::Bytes(bytes) if **bytes == *self.0)
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_constant(&self.0, state);
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        is_same(&self.0, &other.0)
    }
}

impl Eq for Entry {}

fn hash_constant<H: Hasher>(constant: &Constant, state: &mut H) {
    match constant {
        Constant::None => state.write_u8(0),
        Constant::Ellipsis => state.write_u8(1),
        Constant::Bool(value) => state.write_u8(2 + u8::from(*value)),
        Constant::Int(value) => {
            state.write_u8(4);
            state.write_i64(*value);
        }
        Constant::BigInt(value) => value.hash(state),
        Constant::Float(value) => {
            state.write_u8(5);
            state.write_u64(value.to_bits());
        }
        Constant::Complex(real, imaginary) => {
            state.write_u8(6);
            state.write_u64(real.to_bits());
            state.write_u64(imaginary.to_bits());
        }
        Constant::Str(text) => TextOf(text.as_bytes()).hash(state),
        Constant::Bytes(bytes) => BytesOf(bytes).hash(state),
        Constant::Tuple(members) => {
            state.write_u8(9);
            state.write_usize(members.len());
            members
                .iter()
                .for_each(|member| hash_constant(member, state));
        }
        Constant::FrozenSet(members) => {
            // A sum, because sets that were written in another order are the same.
            let sum = members.iter().map(hash_of).fold(0, u64::wrapping_add);
            state.write_u8(10);
            state.write_u64(sum);
        }
        Constant::Code(code) => {
            state.write_u8(11);
            state.write_u32(code.first_line);
            state.write(code.name.as_bytes());
            state.write(&code.line_table);
        }
    }
}

fn hash_of(constant: &Constant) -> u64 {
    let mut state = FxHasher::default();
    hash_constant(constant, &mut state);
    state.finish()
}

fn is_same(left: &Constant, right: &Constant) -> bool {
    match (left, right) {
        (Constant::None, Constant::None) | (Constant::Ellipsis, Constant::Ellipsis) => true,
        (Constant::Bool(left), Constant::Bool(right)) => left == right,
        (Constant::Int(left), Constant::Int(right)) => left == right,
        (Constant::BigInt(left), Constant::BigInt(right)) => left == right,
        (Constant::Float(left), Constant::Float(right)) => left.to_bits() == right.to_bits(),
        (Constant::Complex(a, b), Constant::Complex(c, d)) => {
            a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits()
        }
        (Constant::Str(left), Constant::Str(right)) => left == right,
        (Constant::Bytes(left), Constant::Bytes(right)) => left == right,
        (Constant::Tuple(left), Constant::Tuple(right)) => are_same(left, right),
        (Constant::FrozenSet(left), Constant::FrozenSet(right)) => are_same_set(left, right),
        (Constant::Code(left), Constant::Code(right)) => is_same_code(left, right),
        _ => false,
    }
}

fn are_same(left: &[Constant], right: &[Constant]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| is_same(left, right))
}

fn are_same_set(left: &[Constant], right: &[Constant]) -> bool {
    if left.len() != right.len() || are_same(left, right) {
        return left.len() == right.len();
    }
    let members: FxHashSet<Entry> = left.iter().cloned().map(Entry).collect();
    right
        .iter()
        .all(|member| members.contains(&Entry(member.clone())))
}

/// Whether Python holds two code objects equal, as it does with those of a `finally` body,
/// which is compiled twice. The qualified name does not count.
fn is_same_code(left: &Arc<CodeObject>, right: &Arc<CodeObject>) -> bool {
    if Arc::ptr_eq(left, right) {
        return true;
    }
    let counts = |code: &CodeObject| {
        (
            code.argument_count,
            code.positional_only_argument_count,
            code.keyword_only_argument_count,
            code.first_line,
            code.flags,
        )
    };
    let variables = |code: &CodeObject| code.local_variables.len();
    left.name == right.name
        && counts(left) == counts(right)
        && left.code == right.code
        && left.names == right.names
        && variables(left) == variables(right)
        && left
            .local_variables
            .iter()
            .zip(&right.local_variables)
            .all(|(left, right)| left.name == right.name)
        && left.line_table == right.line_table
        && left.exception_table == right.exception_table
        && are_same(&left.constants, &right.constants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_kept_once_by_type_and_value() {
        let mut table = ConstantTable::default();
        let constants = [
            Constant::Int(1),
            Constant::Bool(true),
            Constant::Float(1.0),
            Constant::Complex(1.0, 0.0),
            Constant::Float(0.0),
            Constant::Float(-0.0),
            Constant::Str("1".into()),
            Constant::Bytes((*b"1").into()),
            Constant::Tuple([Constant::Int(1)].into()),
            Constant::Tuple([Constant::Float(1.0)].into()),
        ];
        for turn in 0..2 {
            for (index, constant) in constants.iter().enumerate() {
                assert_eq!(
                    table.add(constant.clone()),
                    index as u32,
                    "turn {turn}: {constant:?}"
                );
            }
        }
        assert_eq!(table.add_text("1"), 6);
        assert_eq!(table.add_from_ast(&ast::Constant::Bytes(b"1")), 7);
    }

    #[test]
    fn a_frozen_set_has_no_order_and_no_two_equal_members() {
        let members = [
            ast::Constant::Int(1),
            ast::Constant::Float(1.0),
            ast::Constant::Bool(true),
            ast::Constant::Float(0.5),
            ast::Constant::Str(b"a"),
            ast::Constant::Complex {
                real: 0.5,
                imaginary: 0.0,
            },
        ];
        let constant = from_ast(&ast::Constant::FrozenSet(&members));
        let Constant::FrozenSet(distinct) = &constant else {
            panic!("{constant:?}")
        };
        assert_eq!(distinct.len(), 3);
        let mut table = ConstantTable::default();
        let reversed = Constant::FrozenSet(distinct.iter().rev().cloned().collect());
        assert_eq!((table.add(constant), table.add(reversed)), (0, 0));
    }
}
