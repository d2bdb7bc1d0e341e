//! The order in which CPython iterates over a frozen set of constants.
//!
//! It follows from the members' hashes and the order of insertion, through the layout of the
//! hash table in CPython's `Objects/setobject.c`. Where a hash differs from run to run (strings,
//! bytes, `Ellipsis`, NaN), there is no such order, and the written one stands.

use num_bigint::{BigInt, Sign};

use crate::Constant;

/// The members in the order of iteration; `members` are distinct, in the order of insertion.
pub fn in_order(members: &[Constant]) -> Vec<&Constant> {
    let Some(hashes) = members.iter().map(hash).collect::<Option<Vec<i64>>>() else {
        return members.iter().collect();
    };
    let mut table = Table::with_size(Table::SMALLEST);
    for (index, &hash) in hashes.iter().enumerate() {
        table.insert(Entry { index, hash });
    }
    table.entries().map(|entry| &members[entry.index]).collect()
}

#[derive(Clone, Copy)]
struct Entry {
    index: usize,
    hash: i64,
}

/// An open hash table that probes a stretch of neighbours before it jumps.
struct Table {
    slots: Vec<Option<Entry>>,
    used: usize,
}

impl Table {
    const SMALLEST: usize = 8;
    const NEIGHBOURS: usize = 9;
    const PERTURBATION: u32 = 5;
    const MANY: usize = 50_000;

    fn with_size(size: usize) -> Table {
        Table {
            slots: vec![None; size],
            used: 0,
        }
    }

    fn mask(&self) -> usize {
        self.slots.len() - 1
    }

    fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.slots.iter().flatten().copied()
    }

    fn insert(&mut self, entry: Entry) {
        self.place(entry);
        if self.used * 5 >= self.mask() * 3 {
            let factor = if self.used > Table::MANY { 2 } else { 4 };
            let size = (self.used * factor + 1).next_power_of_two();
            let mut larger = Table::with_size(size.max(Table::SMALLEST));
            self.entries().for_each(|entry| larger.place(entry));
            *self = larger;
        }
    }

    fn place(&mut self, entry: Entry) {
        let mask = self.mask();
        let mut perturbation = entry.hash as usize;
        let mut first = perturbation & mask;
        loop {
            let more = if first + Table::NEIGHBOURS <= mask {
                Table::NEIGHBOURS
            } else {
                0
            };
            let free = (first..=first + more).find(|&slot| self.slots[slot].is_none());
            if let Some(slot) = free {
                self.slots[slot] = Some(entry);
                self.used += 1;
                return;
            }
            perturbation >>= Table::PERTURBATION;
            first = (first.wrapping_mul(5).wrapping_add(1)).wrapping_add(perturbation) & mask;
        }
    }
}

/// Numbers are hashed modulo this prime, 2**61 - 1.
const MODULUS: u64 = (1 << 61) - 1;

/// Python's hash of the constant, where it is the same in every process.
fn hash(constant: &Constant) -> Option<i64> {
    match constant {
        Constant::None => Some(0xfca8_6420),
        Constant::Bool(value) => Some(i64::from(*value)),
        Constant::Int(value) => Some(signed(value.unsigned_abs() % MODULUS, *value < 0)),
        Constant::BigInt(value) => Some(hash_big_int(value)),
        Constant::Float(value) => hash_float(*value),
        Constant::Complex(real, imaginary) => {
            let imaginary = hash_float(*imaginary)?.wrapping_mul(1_000_003);
            Some(not_minus_one(hash_float(*real)?.wrapping_add(imaginary)))
        }
        Constant::Str(text) => text.as_bytes().is_empty().then_some(0),
        Constant::Bytes(bytes) => bytes.is_empty().then_some(0),
        Constant::Tuple(members) => hash_tuple(members),
        Constant::Ellipsis | Constant::FrozenSet(_) | Constant::Code(_) => None,
    }
}

/// -1 reports an error in CPython, so no object hashes to it.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn signed(hash: u64, negative: bool) -> i64 {
    let hash = hash as i64;
    not_minus_one(if negative { -hash } else { hash })
}

fn hash_big_int(value: &BigInt) -> i64 {
    let mut rest: u64 = 0;
    for digit in value.iter_u64_digits().rev() {
        let shifted = u128::from(rest) << 64 | u128::from(digit);
        rest = (shifted % u128::from(MODULUS)) as u64;
    }
    signed(rest, value.sign() == Sign::Minus)
}

fn hash_float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    let negative = value.is_sign_negative();
    if value.is_infinite() {
        return Some(if negative { -314_159 } else { 314_159 });
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52) as i32 & 0x7ff;
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    // A power of two rotates the bits, since 2**61 is 1 by this modulus.
    let turn = exponent.rem_euclid(61);
    let rotated = (mantissa << turn & MODULUS) | mantissa >> (61 - turn);
    Some(signed(rotated, negative))
}

/// The hash of a tuple: xxHash over the hashes of its members.
fn hash_tuple(members: &[Constant]) -> Option<i64> {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut sum = PRIME_5;
    for member in members {
        let lane = hash(member)? as u64;
        sum = sum.wrapping_add(lane.wrapping_mul(PRIME_2));
        sum = sum.rotate_left(31).wrapping_mul(PRIME_1);
    }
    sum = sum.wrapping_add(members.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    Some(if sum == u64::MAX {
        1_546_275_796
    } else {
        sum as i64
    })
}
