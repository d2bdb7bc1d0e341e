//! Hashes as CPython computes them: of text, of tuples and sets, and what those of numbers
//! have in common.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// The bits of the modulus.
pub(crate) const BITS: u32 = 61;

/// The prime by which the hash of a number is its remainder, `sys.hash_info.modulus`.
pub const MODULUS: u64 = (1 << BITS) - 1;

/// The hash of infinity, `sys.hash_info.inf`.
pub const INFINITY: i64 = 314_159;

/// What the hash of an imaginary part is multiplied by, `sys.hash_info.imag`.
pub const IMAGINARY: u64 = 1_000_003;

/// -1 means an error to C, so no hash is -1.
#[inline]
pub fn finish(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `value * 2**places` by the modulus, for a value below it.
pub(crate) fn rotate(value: u64, places: u32) -> u64 {
    ((value << places) & MODULUS) | (value >> (BITS - places))
}

/// The remainder of what is less than 8 times the modulus.
pub(crate) fn reduce(value: u64) -> u64 {
    let value = (value & MODULUS) + (value >> BITS);
    if value >= MODULUS {
        value - MODULUS
    } else {
        value
    }
}

/// The hash of an object by its address.
#[inline]
pub fn of_pointer(address: u64) -> i64 {
    // The lowest bits of all addresses are the same.
    finish(address.rotate_right(4).cast_signed())
}

/// The secret with which texts are hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secret {
    first: u64,
    second: u64,
}

impl Secret {
    /// The secret for a `PYTHONHASHSEED`. The seed 0 stands for no secret at all.
    pub fn from_seed(seed: u32) -> Secret {
        if seed == 0 {
            return Secret::default();
        }
        let mut state = seed;
        let mut next_byte = || {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            (state >> 16) as u8
        };
        Secret::from_bytes(std::array::from_fn(|_| next_byte()))
    }

    /// The secret of these bytes, which should be random.
    pub fn from_bytes(bytes: [u8; 16]) -> Secret {
        let whole = u128::from_le_bytes(bytes);
        Secret {
            first: whole as u64,
            second: (whole >> 64) as u64,
        }
    }

    /// The hash of a `bytes` object, and of a `str` of ASCII characters.
    pub fn hash_bytes(self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        finish(self.hasher().hash(bytes).cast_signed())
    }

    /// The hash of a `str` of these code points, which are not all ASCII characters. CPython
    /// hashes the memory of its string: one, two or four bytes a character, by the largest.
    pub fn hash_code_points(self, code_points: impl Iterator<Item = u32> + Clone) -> i64 {
        let largest = code_points
            .clone()
            .fold(0, |all, code_point| all | code_point);
        let width = match largest {
            0..0x100 => 1,
            0x100..0x1_0000 => 2,
            _ => 4,
        };
        let mut hasher = self.hasher();
        let mut chunk = [0; 64];
        let mut filled = 0;
        for code_point in code_points {
            if let Some(place) = chunk.get_mut(filled..filled + width) {
                place.copy_from_slice(&code_point.to_le_bytes()[..width]);
            }
            filled += width;
            if filled == chunk.len() {
                hasher.write(&chunk);
                filled = 0;
            }
        }
        hasher.write(&chunk[..filled]);
        match hasher.finish() {
            _ if largest == 0 && filled == 0 => 0,
            hash => finish(hash.cast_signed()),
        }
    }

    /// The hash of a `str`.
    pub fn hash_str(self, text: &str) -> i64 {
        if text.is_ascii() {
            return self.hash_bytes(text.as_bytes());
        }
        self.hash_code_points(text.chars().map(u32::from))
    }

    fn hasher(self) -> SipHasher13 {
        SipHasher13::new_with_keys(self.first, self.second)
    }
}

/// The hash of bytes by a key that is not secret, for `_imp.source_hash`.
pub fn keyed(key: u64, bytes: &[u8]) -> u64 {
    SipHasher13::new_with_keys(key, 0).hash(bytes)
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// The hash of a tuple, from those of its members in order: xxHash, a bit simplified.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    state: u64,
}

impl Default for TupleHasher {
    fn default() -> TupleHasher {
        TupleHasher::new()
    }
}

impl TupleHasher {
    /// That of no members yet.
    #[inline]
    pub fn new() -> TupleHasher {
        TupleHasher { state: PRIME_5 }
    }

    /// Adds the hash of the next member.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        let lane = hash.cast_unsigned().wrapping_mul(PRIME_2);
        let mixed = self.state.wrapping_add(lane).rotate_left(31);
        self.state = mixed.wrapping_mul(PRIME_1);
    }

    /// The hash of a tuple of as many members.
    #[inline]
    pub fn finish(self, length: usize) -> i64 {
        const LENGTH_SALT: u64 = PRIME_5 ^ 3_527_539;
        self.end(self.state.wrapping_add(length as u64 ^ LENGTH_SALT))
    }

    /// The hash of a slice, whose members are start, stop and step.
    pub fn finish_slice(self) -> i64 {
        self.end(self.state)
    }

    fn end(self, hash: u64) -> i64 {
        const INSTEAD_OF_MINUS_ONE: i64 = 1_546_275_796;
        match hash.cast_signed() {
            -1 => INSTEAD_OF_MINUS_ONE,
            hash => hash,
        }
    }
}

/// The hash of a frozenset, from those of its members in any order.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetHasher {
    state: u64,
}

impl SetHasher {
    /// That of no members yet.
    pub fn new() -> SetHasher {
        SetHasher::default()
    }

    /// Adds the hash of a member.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        let hash = hash.cast_unsigned();
        self.state ^= ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
    }

    /// The hash of a frozenset of as many members.
    pub fn finish(self, length: usize) -> i64 {
        const INSTEAD_OF_MINUS_ONE: i64 = 590_923_713;
        let mut hash = self.state ^ (length as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        match hash.cast_signed() {
            -1 => INSTEAD_OF_MINUS_ONE,
            hash => hash,
        }
    }
}
