//! The Mersenne Twister MT19937, as the module `_random` has it.

use num_bigint::{BigInt, BigUint, Sign};

use super::NumberError;
use super::error::check_memory;
use super::integer::{Integer, IntegerRef, absolute};

const LENGTH: usize = 624;
const MIDDLE: usize = 397;

/// A generator of random numbers.
#[derive(Clone, Debug)]
pub struct Random {
    state: Box<[u32; LENGTH]>,
    /// How many numbers of the state have been used.
    used: usize,
}

impl Random {
    /// How many numbers [`Random::state`] has: the words of the state, and how many are used.
    pub const STATE_LENGTH: usize = LENGTH + 1;

    /// The generator that an integer seeds; only its size counts.
    pub fn from_seed(seed: IntegerRef<'_>) -> Random {
        let size = absolute(seed);
        let words = size.as_ref().to_big().magnitude().to_u32_digits();
        if words.is_empty() {
            return Random::from_key(&[0]);
        }
        Random::from_key(&words)
    }

    /// The generator that a key of 32-bit words seeds, which must not be empty.
    pub fn from_key(key: &[u32]) -> Random {
        let mut random = Random::from_word(19_650_218);
        let key = if key.is_empty() { &[0] } else { key };
        let state = &mut random.state;
        let mut i = 1;
        for (j, word) in (0..key.len())
            .cycle()
            .zip(key.iter().cycle())
            .take(LENGTH.max(key.len()))
        {
            let mixed = (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_664_525);
            state[i] = (state[i] ^ mixed)
                .wrapping_add(*word)
                .wrapping_add(j as u32);
            i = advance(state, i);
        }
        for _ in 1..LENGTH {
            let mixed = (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_566_083_941);
            state[i] = (state[i] ^ mixed).wrapping_sub(i as u32);
            i = advance(state, i);
        }
        state[0] = 0x8000_0000;
        random
    }

    fn from_word(seed: u32) -> Random {
        let mut state = Box::new([seed; LENGTH]);
        for i in 1..LENGTH {
            let previous = state[i - 1];
            state[i] = (previous ^ (previous >> 30))
                .wrapping_mul(1_812_433_253)
                .wrapping_add(i as u32);
        }
        Random {
            state,
            used: LENGTH,
        }
    }

    /// The next 32 random bits.
    #[inline]
    pub fn next_word(&mut self) -> u32 {
        if self.used >= LENGTH {
            self.renew();
        }
        let mut word = self.state[self.used];
        self.used += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^ (word >> 18)
    }

    fn renew(&mut self) {
        let state = &mut self.state;
        for i in 0..LENGTH {
            let next = (i + 1) % LENGTH;
            let bits = (state[i] & 0x8000_0000) | (state[next] & 0x7FFF_FFFF);
            let twisted = if bits & 1 == 1 { 0x9908_B0DF } else { 0 };
            state[i] = state[(i + MIDDLE) % LENGTH] ^ (bits >> 1) ^ twisted;
        }
        self.used = 0;
    }

    /// A float from 0 up to but without 1, in 53 random bits.
    #[inline]
    pub fn next_float(&mut self) -> f64 {
        let high = f64::from(self.next_word() >> 5);
        let low = f64::from(self.next_word() >> 6);
        (high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// An integer of `count` random bits, `getrandbits`.
    pub fn bits(&mut self, count: u64) -> Result<Integer, NumberError> {
        match count {
            0 => Ok(Integer::Small(0)),
            1..=32 => Ok(Integer::Small(i64::from(
                self.next_word() >> (32 - count as u32),
            ))),
            _ => {
                check_memory(count / 8)?;
                let words = usize::try_from(count.div_ceil(32)).map_err(|_| NumberError::Memory)?;
                let mut digits: Vec<u32> = (0..words).map(|_| self.next_word()).collect();
                // Of the last word, the upper bits count.
                if let Some(last) = digits.last_mut() {
                    *last >>= (32 - count % 32) % 32;
                }
                let size = BigUint::new(digits);
                Ok(BigInt::from_biguint(Sign::Plus, size).into())
            }
        }
    }

    /// The words of the state, and how many of them are used.
    pub fn state(&self) -> (&[u32], usize) {
        (self.state.as_slice(), self.used)
    }

    /// The generator with such a state; an error if it is none.
    pub fn from_state(words: &[u32], used: usize) -> Result<Random, NumberError> {
        let words: [u32; LENGTH] = words
            .try_into()
            .map_err(|_| NumberError::value("state vector is the wrong size"))?;
        if used > LENGTH {
            return Err(NumberError::value("invalid state"));
        }
        Ok(Random {
            state: Box::new(words),
            used,
        })
    }
}

/// The next index; behind the last word follows the one after the first, which takes its place.
fn advance(state: &mut [u32; LENGTH], i: usize) -> usize {
    if i + 1 < LENGTH {
        return i + 1;
    }
    state[0] = state[LENGTH - 1];
    1
}
