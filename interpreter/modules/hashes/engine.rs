//! The algorithms: what is fed bytes, and gives a digest.

use digest::{Digest, ExtendableOutput, Update, XofReader};

/// What is known of an algorithm before it runs.
#[derive(Clone, Copy)]
pub struct Algorithm {
    /// Its name.
    pub name: &'static str,
    /// Bytes of a digest; 0 where the caller says how many.
    pub digest_size: usize,
    /// Bytes that are processed at once.
    pub block_size: usize,
}

/// An algorithm that runs.
pub trait Engine {
    /// Takes bytes.
    fn update(&mut self, bytes: &[u8]);
    /// The digest of the bytes so far; of `length` bytes where the algorithm gives any number.
    fn digest(&self, length: usize) -> Vec<u8>;
    /// The same, with the bytes so far.
    fn copy(&self) -> Box<dyn Engine>;
}

/// One with a digest of fixed length.
#[derive(Clone)]
struct Fixed<D>(D);

impl<D: Digest + Clone + 'static> Engine for Fixed<D> {
    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

/// One with a digest of any length.
#[derive(Clone)]
struct Extendable<D>(D);

impl<D: Update + ExtendableOutput + Clone + 'static> Engine for Extendable<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn digest(&self, length: usize) -> Vec<u8> {
        let mut digest = vec![0; length];
        self.0.clone().finalize_xof().read(&mut digest);
        digest
    }

    fn copy(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

impl Engine for blake2b_simd::State {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.finalize().as_bytes().to_vec()
    }

    fn copy(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

impl Engine for blake2s_simd::State {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.finalize().as_bytes().to_vec()
    }

    fn copy(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

/// MD5 and SHA-1 side by side, as TLS once used them.
#[derive(Clone)]
struct Both(md5::Md5, sha1::Sha1);

impl Engine for Both {
    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
        Digest::update(&mut self.1, bytes);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        let mut digest = self.0.clone().finalize().to_vec();
        digest.extend_from_slice(&self.1.clone().finalize());
        digest
    }

    fn copy(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

/// Makes a running algorithm.
pub type Start = fn() -> Box<dyn Engine>;

fn fixed<D: Digest + Clone + 'static>() -> Box<dyn Engine> {
    Box::new(Fixed(D::new()))
}

fn extendable<D: Default + Update + ExtendableOutput + Clone + 'static>() -> Box<dyn Engine> {
    Box::new(Extendable(D::default()))
}

macro_rules! algorithms {
    ($($name:literal $digest:literal $block:literal $start:expr;)*) => {
        /// The algorithms that need no parameters.
        pub static ALGORITHMS: &[(Algorithm, Start)] = &[$((
            Algorithm { name: $name, digest_size: $digest, block_size: $block },
            $start,
        ),)*];
    };
}

algorithms! {
    "md5" 16 64 fixed::<md5::Md5>;
    "sha1" 20 64 fixed::<sha1::Sha1>;
    "sha224" 28 64 fixed::<sha2::Sha224>;
    "sha256" 32 64 fixed::<sha2::Sha256>;
    "sha384" 48 128 fixed::<sha2::Sha384>;
    "sha512" 64 128 fixed::<sha2::Sha512>;
    "sha3_224" 28 144 fixed::<sha3::Sha3_224>;
    "sha3_256" 32 136 fixed::<sha3::Sha3_256>;
    "sha3_384" 48 104 fixed::<sha3::Sha3_384>;
    "sha3_512" 64 72 fixed::<sha3::Sha3_512>;
    "shake_128" 0 168 extendable::<sha3::Shake128>;
    "shake_256" 0 136 extendable::<sha3::Shake256>;
    "sha512_224" 28 128 fixed::<sha2::Sha512_224>;
    "sha512_256" 32 128 fixed::<sha2::Sha512_256>;
    "blake2b" 64 128 || Box::new(blake2b_simd::State::new());
    "blake2s" 32 64 || Box::new(blake2s_simd::State::new());
    "ripemd160" 20 64 fixed::<ripemd::Ripemd160>;
    "sm3" 32 64 fixed::<sm3::Sm3>;
    "md5-sha1" 36 64 || Box::new(Both(Digest::new(), Digest::new()));
}

/// The algorithm of a name.
pub fn find(name: &str) -> Option<&'static (Algorithm, Start)> {
    ALGORITHMS
        .iter()
        .find(|(algorithm, _)| algorithm.name == name)
}

/// HMAC, over any of the algorithms.
pub struct Keyed {
    inner: Box<dyn Engine>,
    outer: Box<dyn Engine>,
}

impl Keyed {
    /// One with a key.
    pub fn new((algorithm, start): &(Algorithm, Start), key: &[u8]) -> Keyed {
        let mut block = vec![0; algorithm.block_size];
        if key.len() > block.len() {
            let mut engine = start();
            engine.update(key);
            let digest = engine.digest(algorithm.digest_size);
            block[..digest.len()].copy_from_slice(&digest);
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let padded = |pad: u8| {
            let mut engine = start();
            let padded: Vec<u8> = block.iter().map(|byte| byte ^ pad).collect();
            engine.update(&padded);
            engine
        };
        Keyed {
            inner: padded(0x36),
            outer: padded(0x5C),
        }
    }

    /// Takes bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    /// The digest of the bytes so far.
    pub fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.copy();
        outer.update(&self.inner.digest(0));
        outer.digest(0)
    }

    /// The same, with the bytes so far.
    pub fn copy(&self) -> Keyed {
        Keyed {
            inner: self.inner.copy(),
            outer: self.outer.copy(),
        }
    }
}

/// PBKDF2 with HMAC: a key of `length` bytes.
pub fn derive(
    algorithm: &(Algorithm, Start),
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    length: usize,
) -> Vec<u8> {
    let keyed = Keyed::new(algorithm, password);
    let mut key = Vec::with_capacity(length);
    let mut block = 0u32;
    while key.len() < length {
        block = block.wrapping_add(1);
        let mut first = keyed.copy();
        first.update(salt);
        first.update(&block.to_be_bytes());
        let mut last = first.digest();
        let mut sum = last.clone();
        for _ in 1..iterations {
            let mut next = keyed.copy();
            next.update(&last);
            last = next.digest();
            sum.iter_mut()
                .zip(&last)
                .for_each(|(sum, byte)| *sum ^= byte);
        }
        key.extend_from_slice(&sum);
    }
    key.truncate(length);
    key
}
