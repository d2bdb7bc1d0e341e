//! What `sys` tells of the interpreter and its numbers.

use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::module::{LateValue, Module};
use vm::objects::namespace::Namespace;
use vm::objects::str::Str;
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::types::flags::NO_INSTANTIATION;
use vm::objects::types::{StaticType, Type};
use vm::objects::value::Value;
use vm::{Vm, struct_sequence};

use super::names::STANDARD_LIBRARY;

struct_sequence! {
    /// `sys.version_info`
    pub VERSION_INFO = "sys", "version_info", 5,
        ["major" 0, "minor" 1, "micro" 2, "releaselevel" 3, "serial" 4],
        flags NO_INSTANTIATION;
    /// `sys.flags`
    pub FLAGS = "sys", "flags", 18,
        ["debug" 0, "inspect" 1, "interactive" 2, "optimize" 3, "dont_write_bytecode" 4,
         "no_user_site" 5, "no_site" 6, "ignore_environment" 7, "verbose" 8,
         "bytes_warning" 9, "quiet" 10, "hash_randomization" 11, "isolated" 12,
         "dev_mode" 13, "utf8_mode" 14, "warn_default_encoding" 15, "safe_path" 16,
         "int_max_str_digits" 17],
        hidden ["gil" 0], flags NO_INSTANTIATION;
    /// `sys.float_info`
    pub FLOAT_INFO = "sys", "float_info", 11,
        ["max" 0, "max_exp" 1, "max_10_exp" 2, "min" 3, "min_exp" 4, "min_10_exp" 5, "dig" 6,
         "mant_dig" 7, "epsilon" 8, "radix" 9, "rounds" 10];
    /// `sys.int_info`
    pub INT_INFO = "sys", "int_info", 4,
        ["bits_per_digit" 0, "sizeof_digit" 1, "default_max_str_digits" 2,
         "str_digits_check_threshold" 3];
    /// `sys.hash_info`
    pub HASH_INFO = "sys", "hash_info", 9,
        ["width" 0, "modulus" 1, "inf" 2, "nan" 3, "imag" 4, "algorithm" 5, "hash_bits" 6,
         "seed_bits" 7, "cutoff" 8];
    /// `sys.thread_info`
    pub THREAD_INFO = "sys", "thread_info", 3, ["name" 0, "lock" 1, "version" 2];
    /// `sys.UnraisableHookArgs`
    pub UNRAISABLE_HOOK_ARGUMENTS = "sys", "UnraisableHookArgs", 5,
        ["exc_type" 0, "exc_value" 1, "exc_traceback" 2, "err_msg" 3, "object" 4];
}

const TYPES: &[&StaticType] = &[
    &VERSION_INFO,
    &FLAGS,
    &FLOAT_INFO,
    &INT_INFO,
    &HASH_INFO,
    &THREAD_INFO,
    &UNRAISABLE_HOOK_ARGUMENTS,
];

/// What many programs ask for who need nothing else of all this.
pub(super) const ALONE: &[LateValue] = &[
    ("flags", flags),
    ("maxsize", |_| Value::int(i64::MAX)),
    ("platform", |_| Str::value(PLATFORM)),
    ("version_info", version),
];

const PLATFORM: &str = "linux";

const VERSION: [i64; 3] = [3, 13, 0];
const HEX_VERSION: i64 = 0x030d_00f0;
const DEFAULT_DIGITS: i64 = 4300;

/// Adds what the machine itself asks for.
pub(super) fn fill_at_once(vm: &Vm, module: &Ref<Module>) {
    module.add_class(vm, &UNRAISABLE_HOOK_ARGUMENTS);
}

/// Adds everything.
pub(super) fn fill(vm: &Vm, module: &Ref<Module>) {
    TYPES.iter().for_each(|class| make_ready(class));
    fill_version(vm, module);
    fill_numbers(vm, module);
    module.set(vm, "flags", flags(vm));
    fill_names_of_modules(vm, module);
}

/// Adds the names of modules, which are many and seldom asked for.
fn fill_names_of_modules(vm: &Vm, module: &Ref<Module>) {
    let native = vm.shared().native_modules.iter().map(|module| module.name);
    let mut names: Vec<&str> = native.chain(["builtins", "sys"]).collect();
    names.sort_unstable();
    names.dedup();
    module.set(
        vm,
        "builtin_module_names",
        Tuple::new(names.iter().map(Str::value).collect()),
    );
    let names = STANDARD_LIBRARY.split_ascii_whitespace();
    let names = Tuple::new(names.map(Str::value).collect()).into_value();
    let names = vm.call(vm::objects::set::FROZENSET.as_value(), &[names]);
    module.set(vm, "stdlib_module_names", names.unwrap_or(Value::NONE));
}

fn sequence(vm: &Vm, class: &Ref<Type>, items: Vec<Value>) -> Value {
    make(vm, class, items, Vec::new())
}

fn version(vm: &Vm) -> Value {
    make_ready(&VERSION_INFO);
    let mut items: Vec<Value> = VERSION.iter().map(|&number| Value::int(number)).collect();
    items.extend([Str::value("final"), Value::int(0)]);
    sequence(vm, &VERSION_INFO, items)
}

fn fill_version(vm: &Vm, module: &Ref<Module>) {
    let text = |name: &str, text: &str| module.set(vm, name, Str::value(text));
    text("version", "3.13.0 (weft) [Rust]");
    text("platform", PLATFORM);
    text(
        "byteorder",
        if cfg!(target_endian = "little") {
            "little"
        } else {
            "big"
        },
    );
    text(
        "copyright",
        "Copyright (c) the authors of Weft.\nAll Rights Reserved.",
    );
    text("float_repr_style", "short");
    text("abiflags", "");
    text("platlibdir", "lib");
    text("_framework", "");
    module.set(vm, "_home", Value::NONE);
    module.set(vm, "pycache_prefix", Value::NONE);
    module.set(vm, "version_info", version(vm));
    module.set(vm, "hexversion", Value::int(HEX_VERSION));
    module.set(vm, "api_version", Value::int(1013));
    let git = ["weft", "", ""].iter().map(Str::value).collect();
    module.set(vm, "_git", Tuple::new(git));
    let implementation = Dict::new();
    let set = |name: &str, value: Value| implementation.set_str(&vm.intern(name), value);
    // Programs ask for this name before they count on bytecode, reference counts or tracebacks as
    // CPython has them, and Weft has those. What tells Weft apart is its version and module.
    let name = match vm.shared().options.ignore_environment {
        true => None,
        false => std::env::var("WEFT_IMPLEMENTATION").ok(),
    };
    let name = name.filter(|name| !name.is_empty());
    set("name", Str::value(name.as_deref().unwrap_or("cpython")));
    set("cache_tag", Str::value("weft-313"));
    set("version", version(vm));
    set("hexversion", Value::int(HEX_VERSION));
    set("_multiarch", Str::value(concat!("x86_64", "-linux-gnu")));
    module.set(vm, "implementation", Namespace::of(implementation));
}

fn fill_numbers(vm: &Vm, module: &Ref<Module>) {
    let int = Value::int;
    module.set(vm, "maxsize", int(i64::MAX));
    module.set(vm, "maxunicode", int(0x10_FFFF));
    let float_info = vec![
        Value::float(f64::MAX),
        int(f64::MAX_EXP.into()),
        int(f64::MAX_10_EXP.into()),
        Value::float(f64::MIN_POSITIVE),
        int(f64::MIN_EXP.into()),
        int(f64::MIN_10_EXP.into()),
        int(f64::DIGITS.into()),
        int(f64::MANTISSA_DIGITS.into()),
        Value::float(f64::EPSILON),
        int(f64::RADIX.into()),
        int(1),
    ];
    module.set(vm, "float_info", sequence(vm, &FLOAT_INFO, float_info));
    let int_info = vec![int(30), int(4), int(DEFAULT_DIGITS), int(640)];
    module.set(vm, "int_info", sequence(vm, &INT_INFO, int_info));
    let hash_info = vec![
        int(64),
        int((1 << 61) - 1),
        int(314_159),
        int(0),
        int(1_000_003),
        Str::value("siphash13"),
        int(64),
        int(128),
        int(0),
    ];
    module.set(vm, "hash_info", sequence(vm, &HASH_INFO, hash_info));
    let thread_info = vec![
        Str::value("pthread"),
        Str::value("semaphore"),
        Str::value("NPTL 2.36"),
    ];
    module.set(vm, "thread_info", sequence(vm, &THREAD_INFO, thread_info));
}

/// `sys.flags`.
fn flags(vm: &Vm) -> Value {
    make_ready(&FLAGS);
    let options = &vm.shared().options;
    let number = |value: u32| Value::int(value.into());
    let bit = |value: bool| Value::int(value.into());
    let randomized = options.hash_seed != Some(0);
    let items = vec![
        number(options.debug),
        bit(options.inspect),
        bit(options.interactive),
        number(options.optimize),
        bit(options.dont_write_bytecode),
        bit(options.no_user_site),
        bit(options.no_site),
        bit(options.ignore_environment),
        number(options.verbose),
        number(options.bytes_warning),
        bit(options.quiet),
        bit(randomized),
        bit(options.isolated),
        Value::bool(options.dev_mode),
        bit(options.utf8_mode),
        Value::int(0),
        Value::bool(options.safe_path),
        Value::int(
            options
                .digit_limit
                .map_or(DEFAULT_DIGITS, |limit| limit as i64),
        ),
    ];
    make(vm, &FLAGS, items, vec![Value::int(1)])
}
