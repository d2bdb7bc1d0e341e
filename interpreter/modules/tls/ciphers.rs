//! Cipher suites under OpenSSL's names, and its language for choosing among them.

use rustls::{CipherSuite, SupportedCipherSuite};
use vm::objects::dict::Dict;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// A suite that rustls has.
pub(super) struct Cipher {
    pub suite: CipherSuite,
    pub name: &'static str,
    pub version: &'static str,
    pub bits: i64,
    exchange: [&'static str; 2],
    signature: [&'static str; 2],
    encryption: [&'static str; 2],
}

const fn modern(suite: CipherSuite, name: &'static str, kind: (i64, [&'static str; 2])) -> Cipher {
    Cipher {
        suite,
        name,
        version: "TLSv1.3",
        bits: kind.0,
        exchange: ["any", "kx-any"],
        signature: ["any", "auth-any"],
        encryption: kind.1,
    }
}

const fn older(
    suite: CipherSuite,
    name: &'static str,
    signature: [&'static str; 2],
    kind: (i64, [&'static str; 2]),
) -> Cipher {
    Cipher {
        suite,
        name,
        version: "TLSv1.2",
        bits: kind.0,
        exchange: ["ECDH", "kx-ecdhe"],
        signature,
        encryption: kind.1,
    }
}

const AES256: (i64, [&str; 2]) = (256, ["AESGCM(256)", "aes-256-gcm"]);
const AES128: (i64, [&str; 2]) = (128, ["AESGCM(128)", "aes-128-gcm"]);
const CHACHA: (i64, [&str; 2]) = (256, ["CHACHA20/POLY1305(256)", "chacha20-poly1305"]);
const ECDSA: [&str; 2] = ["ECDSA", "auth-ecdsa"];
const RSA: [&str; 2] = ["RSA", "auth-rsa"];

/// All suites, in the order in which OpenSSL prefers them.
#[rustfmt::skip]
pub(super) static CIPHERS: [Cipher; 9] = [
    modern(CipherSuite::TLS13_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", AES256),
    modern(CipherSuite::TLS13_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", CHACHA),
    modern(CipherSuite::TLS13_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", AES128),
    older(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE-ECDSA-AES256-GCM-SHA384", ECDSA, AES256),
    older(CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384", RSA, AES256),
    older(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE-ECDSA-AES128-GCM-SHA256", ECDSA, AES128),
    older(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE-RSA-AES128-GCM-SHA256", RSA, AES128),
    older(CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305", ECDSA, CHACHA),
    older(CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-RSA-CHACHA20-POLY1305", RSA, CHACHA),
];

/// The row of a suite.
pub(super) fn of_suite(suite: CipherSuite) -> Option<&'static Cipher> {
    CIPHERS.iter().find(|cipher| cipher.suite == suite)
}

/// rustls's own suites, in the order of these.
pub(super) fn supported(ciphers: &[&'static Cipher]) -> Vec<SupportedCipherSuite> {
    let all = rustls::crypto::ring::ALL_CIPHER_SUITES;
    let find = |cipher: &&Cipher| all.iter().find(|it| it.suite() == cipher.suite).copied();
    ciphers.iter().filter_map(find).collect()
}

/// The suites of a list in OpenSSL's language; those of TLS 1.3 are always among them. None
/// where none of TLS 1.2 is left.
pub(super) fn choose(list: &str) -> Option<Vec<&'static Cipher>> {
    let mut chosen: Vec<&'static Cipher> = Vec::new();
    let mut banned: Vec<&'static str> = Vec::new();
    let separators = [':', ',', ' ', ';'];
    for word in list.split(separators).filter(|word| !word.is_empty()) {
        if word.starts_with('@') {
            continue;
        }
        let (operation, terms) = match word.as_bytes()[0] {
            sign @ (b'!' | b'-' | b'+') => (sign, &word[1..]),
            _ => (b' ', word),
        };
        let meant = CIPHERS.iter().filter(|cipher| {
            cipher.version == "TLSv1.2" && terms.split('+').all(|term| cipher.is_meant(term))
        });
        let meant: Vec<&'static Cipher> = meant.collect();
        let is_meant = |cipher: &&'static Cipher| meant.iter().any(|it| it.name == cipher.name);
        match operation {
            b'!' => {
                banned.extend(meant.iter().map(|it| it.name));
                chosen.retain(|it| !is_meant(it));
            }
            b'-' => chosen.retain(|it| !is_meant(it)),
            b'+' => chosen.sort_by_key(is_meant),
            _ => {
                let is_new = |it: &&'static Cipher| !chosen.iter().any(|own| own.name == it.name);
                let added: Vec<_> = meant.into_iter().filter(is_new).collect();
                chosen.extend(added);
            }
        }
    }
    chosen.retain(|it| !banned.contains(&it.name));
    if chosen.is_empty() {
        return None;
    }
    let modern = CIPHERS.iter().filter(|it| it.version == "TLSv1.3");
    Some(modern.chain(chosen).collect())
}

impl Cipher {
    /// Whether a word of a list means this suite.
    fn is_meant(&self, term: &str) -> bool {
        let encryption = self.encryption[0];
        match term {
            "ALL" | "DEFAULT" | "COMPLEMENTOFALL" | "HIGH" | "TLSv1.2" | "kEECDH" | "kECDHE"
            | "ECDHE" | "EECDH" | "ECDH" | "FIPS" | "AEAD" => term != "COMPLEMENTOFALL",
            "AESGCM" => encryption.starts_with("AESGCM"),
            "AES" => encryption.starts_with("AES"),
            "AES128" => encryption == "AESGCM(128)",
            "AES256" => encryption == "AESGCM(256)",
            "CHACHA20" => encryption.starts_with("CHACHA"),
            "SHA384" | "SHA256" => false,
            "ECDSA" | "aECDSA" => self.signature[0] == "ECDSA",
            "RSA" | "aRSA" => term == "aRSA" && self.signature[0] == "RSA",
            "ECDHE-ECDSA" => self.signature[0] == "ECDSA",
            name => name == self.name,
        }
    }

    /// As `cipher()` and `shared_ciphers()` tell it.
    pub fn summary(&self) -> Value {
        Tuple::new(vec![
            Str::value(self.name),
            Str::value(self.version),
            Value::int(self.bits),
        ])
        .into()
    }

    /// As `get_ciphers()` tells it.
    pub fn description(&self, vm: &Vm) -> Result<Value> {
        let text = format!(
            "{:<30} {} Kx={:<8} Au={:<5} Enc={:<22} Mac=AEAD",
            self.name, self.version, self.exchange[0], self.signature[0], self.encryption[0],
        );
        let dict = Dict::new();
        let set = |name: &str, value: Value| dict.set_str(&vm.intern(name), value);
        set(
            "id",
            Value::int(0x0300_0000 | i64::from(u16::from(self.suite))),
        );
        set("name", Str::value(self.name));
        set("protocol", Str::value(self.version));
        set("description", Str::value(text));
        set("strength_bits", Value::int(self.bits));
        set("alg_bits", Value::int(self.bits));
        set("aead", Value::TRUE);
        set("symmetric", Str::value(self.encryption[1]));
        set("digest", Value::NONE);
        set("kea", Str::value(self.exchange[1]));
        set("auth", Str::value(self.signature[1]));
        Ok(dict.into())
    }
}
