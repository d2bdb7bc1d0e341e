//! `_random`: the Mersenne Twister.

use std::io::Read;

use primitives::number::integer::{Integer, IntegerRef};
use primitives::number::random;
use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::int::Int;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::support::{add_types, of, refuse_keywords, tuple};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_random",
    doc: Some("The Mersenne Twister, a generator of random numbers."),
    functions: &[],
    fill: |vm, module| {
        add_types(vm, module, &[&RANDOM]);
        Ok(())
    },
};

/// The payload of a generator.
pub struct Random(Guarded<random::Random>);

payload!(Random, RANDOM);

static_type! {
    /// `_random.Random`
    pub RANDOM = TypeSpec {
        name: "Random",
        module: "_random",
        doc: Some("A generator of random numbers, with a state of its own."),
        layout: Some(<Random as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| {
                let generator = random::Random::from_seed(IntegerRef::Small(0));
                Ok(Ref::with_class(class, Random(Guarded::new(generator))).into())
            }),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("random", "($self, /)", next_float, "A float from 0 up to but without 1."),
            Method::new("seed", "($self, n=None, /)", seed, "Begins anew, from a seed."),
            Method::new("getstate", "($self, /)", get_state, "The state, as a tuple."),
            Method::new("setstate", "($self, state, /)", set_state, "Takes a state."),
            Method::new("getrandbits", "($self, k, /)", bits, "An int of k random bits."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    refuse_keywords(vm, this.class(), &RANDOM, "Random", arguments)?;
    match arguments.positionals() {
        [] => seed_with(vm, this, Value::none_ref()),
        [seed] => seed_with(vm, this, seed),
        _ => Err(vm.type_error("Random() requires 0 or 1 argument")),
    }
}

fn seed(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let seed = arguments[1].as_ref().unwrap_or(Value::none_ref());
    seed_with(vm, required(arguments, 0), seed)?;
    Ok(Value::NONE)
}

fn seed_with(vm: &Vm, this: &Value, seed: &Value) -> Result<()> {
    let generator = if seed.is_none() {
        random::Random::from_key(&entropy(this))
    } else if let Some(number) = seed.as_integer() {
        random::Random::from_seed(number)
    } else {
        let hash = Integer::from(vm.hash(seed)? as u64);
        random::Random::from_seed(hash.as_ref())
    };
    drop(of::<Random>(this).0.replace(generator));
    Ok(())
}

/// Words from the system's generator; from the clock where there is none.
fn entropy(this: &Value) -> Vec<u32> {
    let mut bytes = [0u8; 2496];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    if read.is_err() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.unwrap_or_default();
        let place = this.bits();
        return vec![
            now.subsec_nanos(),
            now.as_secs() as u32,
            place as u32,
            std::process::id(),
        ];
    }
    let words = bytes.as_chunks::<4>().0;
    words.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

fn next_float(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let random = of::<Random>(required(arguments, 0));
    let number = random.0.borrow_mut().next_float();
    Ok(Value::float(number))
}

fn bits(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let count = vm.index(required(arguments, 1))?;
    let count = count.as_i64().and_then(|count| i32::try_from(count).ok());
    let Some(count) = count else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    let Ok(count) = u64::try_from(count) else {
        return Err(vm.value_error("number of bits must be non-negative"));
    };
    let random = of::<Random>(required(arguments, 0));
    let number = random.0.borrow_mut().bits(count);
    number
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}

fn get_state(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let random = of::<Random>(required(arguments, 0)).0.borrow();
    let (words, used) = random.state();
    let mut state: Vec<Value> = words.iter().map(|&word| Value::int(word.into())).collect();
    state.push(used.into());
    Ok(tuple(state))
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    let Some((used, values)) = state.items().split_last() else {
        return Err(vm.value_error("state vector is the wrong size"));
    };
    if state.items().len() != random::Random::STATE_LENGTH {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(values.len());
    for value in values {
        words.push(word_of(vm, value)?);
    }
    let used = vm.to_i64(used)?;
    let Ok(used) = usize::try_from(used) else {
        return Err(vm.value_error("invalid state"));
    };
    let generator = random::Random::from_state(&words, used);
    let generator = generator.map_err(|error| vm.number_error(error))?;
    drop(of::<Random>(required(arguments, 0)).0.replace(generator));
    Ok(Value::NONE)
}

/// The lower 32 bits of an unsigned C long.
fn word_of(vm: &Vm, value: &Value) -> Result<u32> {
    let Some(number) = value.as_integer() else {
        return Err(vm.type_error("an integer is required"));
    };
    if number.is_negative() {
        return Err(vm.overflow_error("can't convert negative value to unsigned int"));
    }
    match number.to_u64() {
        Some(number) => Ok(number as u32),
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}
