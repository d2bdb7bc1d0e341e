//! `_blake2`: BLAKE2 with all its parameters.

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, Property, Signature, bind};
use vm::objects::buffer::Buffer;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::engine::{Algorithm, Engine};
use super::{BLOCK_SIZE, COPY, DIGEST, DIGEST_SIZE, HEXDIGEST, Hasher, NAME, UPDATE_DATA, feed};
use crate::support::add_types;

/// The lengths of one of the two algorithms.
struct Lengths {
    digest: usize,
    salt: usize,
    block: usize,
    /// Bits of a node's offset.
    offset: u32,
}

const LARGE: Lengths = Lengths {
    digest: 64,
    salt: 16,
    block: 128,
    offset: 64,
};
const SMALL: Lengths = Lengths {
    digest: 32,
    salt: 8,
    block: 64,
    offset: 48,
};

const METHODS: &[Method] = &[COPY, DIGEST, HEXDIGEST, UPDATE_DATA];
const PROPERTIES: &[Property] = &[NAME, BLOCK_SIZE, DIGEST_SIZE];

static_type! {
    /// `_blake2.blake2b`
    pub BLAKE2B = TypeSpec {
        name: "blake2b",
        module: "_blake2",
        doc: Some("An object that computes a BLAKE2b digest."),
        signature: Some(SIGNATURE_B),
        layout: Some(<Hasher as Payload>::layout),
        flags: vm::objects::types::flags::BASE,
        slots: Slots { new: Some(new_large), ..Slots::EMPTY },
        methods: METHODS,
        properties: PROPERTIES,
        constants: &[
            ("SALT_SIZE", |_| LARGE.salt.into()),
            ("PERSON_SIZE", |_| LARGE.salt.into()),
            ("MAX_KEY_SIZE", |_| LARGE.digest.into()),
            ("MAX_DIGEST_SIZE", |_| LARGE.digest.into()),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_blake2.blake2s`
    pub BLAKE2S = TypeSpec {
        name: "blake2s",
        module: "_blake2",
        doc: Some("An object that computes a BLAKE2s digest."),
        signature: Some(SIGNATURE_S),
        layout: Some(<Hasher as Payload>::layout),
        flags: vm::objects::types::flags::BASE,
        slots: Slots { new: Some(new_small), ..Slots::EMPTY },
        methods: METHODS,
        properties: PROPERTIES,
        constants: &[
            ("SALT_SIZE", |_| SMALL.salt.into()),
            ("PERSON_SIZE", |_| SMALL.salt.into()),
            ("MAX_KEY_SIZE", |_| SMALL.digest.into()),
            ("MAX_DIGEST_SIZE", |_| SMALL.digest.into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

macro_rules! signature {
    ($name:literal) => {
        concat!(
            "(data=b'', /, *, digest_size=_blake2.",
            $name,
            ".MAX_DIGEST_SIZE,\n        key=b'', salt=b'', person=b'', fanout=1, depth=1, ",
            "leaf_size=0,\n        node_offset=0, node_depth=0, inner_size=0, last_node=False,\n",
            "        usedforsecurity=True)"
        )
    };
}

const SIGNATURE_B: &str = signature!("blake2b");
const SIGNATURE_S: &str = signature!("blake2s");

/// `_blake2`
pub static MODULE: NativeModule = NativeModule {
    name: "_blake2",
    doc: None,
    functions: &[],
    fill: |vm, module| {
        add_types(vm, module, &[&BLAKE2B, &BLAKE2S]);
        for (name, lengths) in [("BLAKE2B", LARGE), ("BLAKE2S", SMALL)] {
            for (what, length) in [
                ("SALT_SIZE", lengths.salt),
                ("PERSON_SIZE", lengths.salt),
                ("MAX_KEY_SIZE", lengths.digest),
                ("MAX_DIGEST_SIZE", lengths.digest),
            ] {
                module.set(vm, &format!("{name}_{what}"), length);
            }
        }
        Ok(())
    },
};

/// The parameters of a tree of digests.
struct Parameters {
    digest: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf: u32,
    offset: u64,
    node_depth: u8,
    inner: usize,
    last: bool,
}

/// A number that C takes without a sign.
fn unsigned(vm: &Vm, value: &Value, too_large: &str) -> Result<u64> {
    let number = vm.index(value)?;
    let is_negative = vm.compare_bool(
        &number,
        &Value::int(0),
        vm::objects::slots::Comparison::Less,
    )?;
    if is_negative {
        return Err(vm.value_error("value must be positive"));
    }
    let number = match number.downcast::<vm::objects::int::Int>() {
        Some(big) => num_traits::ToPrimitive::to_u64(big.number()),
        None => number
            .as_i64()
            .and_then(|number| u64::try_from(number).ok()),
    };
    number.ok_or_else(|| vm.overflow_error(too_large))
}

impl Parameters {
    fn read(vm: &Vm, bound: &vm::native::Bound<'_>, lengths: &Lengths) -> Result<Parameters> {
        let number = |position: usize, default: i32| match bound.optional(position) {
            Some(value) => vm.to_i32(value),
            None => Ok(default),
        };
        let bytes = |position: usize| match bound.optional(position) {
            Some(value) => Ok(Buffer::contiguous(vm, value)?.as_bytes().to_vec()),
            None => Ok(Vec::new()),
        };
        let most = lengths.digest;
        let digest = number(1, most as i32)?;
        if !(1..=most as i32).contains(&digest) {
            let message = format!("digest_size must be between 1 and {most} bytes");
            return Err(vm.value_error(message));
        }
        let (key, salt, person) = (bytes(2)?, bytes(3)?, bytes(4)?);
        for (bytes, name, most) in [
            (&salt, "salt", lengths.salt),
            (&person, "person", lengths.salt),
        ] {
            if bytes.len() > most {
                return Err(vm.value_error(format!("maximum {name} length is {most} bytes")));
            }
        }
        let small = |position: usize, name: &str, least: i32, default: i32| {
            u8::try_from(number(position, default)?)
                .ok()
                .filter(|number| i32::from(*number) >= least)
                .ok_or_else(|| vm.value_error(format!("{name} must be between {least} and 255")))
        };
        let (fanout, depth) = (small(5, "fanout", 0, 1)?, small(6, "depth", 1, 1)?);
        let leaf = match bound.optional(7) {
            Some(value) => {
                let message = "Python int too large to convert to C unsigned long";
                u32::try_from(unsigned(vm, value, message)?)
                    .map_err(|_| vm.overflow_error("leaf_size is too large"))?
            }
            None => 0,
        };
        let offset = match bound.optional(8) {
            Some(value) => unsigned(vm, value, "int too big to convert")?,
            None => 0,
        };
        if lengths.offset < 64 && offset >> lengths.offset != 0 {
            return Err(vm.overflow_error("node_offset is too large"));
        }
        let node_depth = small(9, "node_depth", 0, 0)?;
        let inner = usize::try_from(number(10, 0)?).unwrap_or(usize::MAX);
        if inner > most {
            let message = format!("inner_size must be between 0 and is {most}");
            return Err(vm.value_error(message));
        }
        if key.len() > most {
            return Err(vm.value_error(format!("maximum key length is {most} bytes")));
        }
        let last = match bound.optional(11) {
            Some(value) => vm.is_true(value)?,
            None => false,
        };
        Ok(Parameters {
            digest: digest as usize,
            key,
            salt,
            person,
            fanout,
            depth,
            leaf,
            offset,
            node_depth,
            inner,
            last,
        })
    }
}

macro_rules! start {
    ($crate_name:ident, $parameters:expr) => {{
        let given = $parameters;
        let mut parameters = $crate_name::Params::new();
        parameters
            .hash_length(given.digest)
            .key(&given.key)
            .salt(&given.salt)
            .personal(&given.person)
            .fanout(given.fanout)
            .max_depth(given.depth)
            .max_leaf_length(given.leaf)
            .node_offset(given.offset)
            .node_depth(given.node_depth)
            .inner_hash_length(given.inner)
            .last_node(given.last);
        let engine: Box<dyn Engine> = Box::new(parameters.to_state());
        engine
    }};
}

fn new_large(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("blake2b", SIGNATURE_B);
    let bound = bind(vm, &SIGNATURE, arguments)?;
    made(vm, class, "blake2b", &bound, &LARGE, |given| {
        start!(blake2b_simd, given)
    })
}

fn new_small(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("blake2s", SIGNATURE_S);
    let bound = bind(vm, &SIGNATURE, arguments)?;
    made(vm, class, "blake2s", &bound, &SMALL, |given| {
        start!(blake2s_simd, given)
    })
}

fn made(
    vm: &Vm,
    class: &Ref<Type>,
    name: &'static str,
    bound: &vm::native::Bound<'_>,
    lengths: &Lengths,
    start: impl FnOnce(&Parameters) -> Box<dyn Engine>,
) -> Result<Value> {
    let given = Parameters::read(vm, bound, lengths)?;
    let algorithm = Algorithm {
        name,
        digest_size: given.digest,
        block_size: lengths.block,
    };
    let hasher = Hasher::new(algorithm, start(&given));
    if let Some(data) = bound.optional(0) {
        feed(vm, &hasher, data)?;
    }
    Ok(Ref::with_class(class, hasher).into())
}
