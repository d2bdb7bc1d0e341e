//! Modules: those in Rust, a file or folder each, and those in the language itself, which stand
//! in `lib/` and are embedded in the binary.
#![cfg_attr(
    not(any(debug_assertions, weft_stress)),
    allow(
        unused_mut,
        reason = "where borrows are checked, their guards must be mutable"
    )
)]

mod abc;
mod arguments;
pub mod atexit;
mod elementtree;
mod errno;
mod fcntl;
mod gc;
mod hashes;
mod io;
mod locale;
mod mmap;
mod multibyte;
mod multiprocessing;
mod paths;
mod posix;
mod posix_subprocess;
mod resource;
mod select;
mod signal;
mod socket;
mod state;
pub mod sys;
mod syslog;
mod system_calls;
mod terminal;
mod thread;
mod time;
mod tls;
mod users;
mod warnings;
mod weakref;
mod weft;

use bytecode::frozen::FrozenModule;
use vm::import::{EmbeddedModule, NativeModule};
use vm::startup::{Configuration, Ending};
use vm::vm::Options;

pub mod array;
pub mod ast;
mod asyncio;
pub mod binascii;
pub mod bisect;
mod bzip2;
pub mod cmath;
pub mod codecs;
pub mod collections;
pub mod contextvars;
mod csv;
mod datetime;
mod decimal;
pub mod functools;
pub mod heapq;
pub mod imp;
pub mod itertools;
pub mod json;
pub mod marshal;
pub mod math;
pub mod opcode;
pub mod operator;
mod ordering;
mod parking;
mod pickle;
mod process;
pub mod queue;
pub mod random;
pub mod sre;
pub mod statistics;
pub mod string_module;
pub mod struct_module;
pub mod suggestions;
mod support;
pub mod symtable;
mod testing;
pub mod tokenize;
pub mod typing;
pub mod unicodedata;
mod xml;
mod zlib;

pub use process::{
    die_by_interrupt, end_process, hold_name_services, ignore_broken_pipes, use_huge_pages_later,
};
use sys::fill as fill_sys;

/// What the end of the process asks.
const ENDING: Ending = Ending {
    run_exit_functions: atexit::run,
    forget: |vm| {
        signal::forget_handlers(vm);
        sys::forget_hooks(vm);
        elementtree::forget_factories(vm);
    },
    flush: io::standard::flush,
    layers: io::standard::layers,
};

/// The configuration of a machine that has all modules. `stack_limit` is the lowest address that
/// the native stack may reach.
pub fn configuration(options: Options, stack_limit: usize) -> Configuration {
    Configuration {
        options,
        native_modules: NATIVE,
        embedded_modules: EMBEDDED,
        fill_sys,
        ending: ENDING,
        stack_limit,
    }
}

/// The modules in Rust.
pub static NATIVE: &[&NativeModule] = &[
    &abc::MODULE,
    &asyncio::MODULE,
    &atexit::MODULE,
    &errno::MODULE,
    &fcntl::MODULE,
    &gc::MODULE,
    &posix_subprocess::MODULE,
    &users::GRP,
    &users::PWD,
    &io::MODULE,
    &posix::MODULE,
    &select::MODULE,
    &signal::MODULE,
    &socket::MODULE,
    &csv::MODULE,
    &zlib::MODULE,
    &bzip2::MODULE,
    &xml::MODULE,
    &elementtree::MODULE,
    &locale::MODULE,
    &syslog::MODULE,
    &mmap::MODULE,
    &multibyte::MODULE,
    &multiprocessing::MODULE,
    &multiprocessing::SHARED_MEMORY,
    &resource::MODULE,
    &terminal::MODULE,
    &hashes::BLAKE2,
    &hashes::HASHLIB,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &thread::MODULE,
    &time::MODULE,
    &tls::MODULE,
    &warnings::MODULE,
    &weakref::MODULE,
    &weft::MODULE,
    &array::MODULE,
    &bisect::MODULE,
    &cmath::MODULE,
    &collections::MODULE,
    &contextvars::MODULE,
    &datetime::MODULE,
    &decimal::MODULE,
    &functools::MODULE,
    &heapq::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &random::MODULE,
    &statistics::MODULE,
    &ast::MODULE,
    &imp::MODULE,
    &marshal::MODULE,
    &opcode::MODULE,
    &testing::INTERNAL,
    &testing::LIMITED,
    &testing::PUBLIC,
    &testing::SAMPLE,
    &suggestions::MODULE,
    &symtable::MODULE,
    &tokenize::MODULE,
    &typing::MODULE,
    &binascii::MODULE,
    &codecs::MODULE,
    &json::MODULE,
    &sre::MODULE,
    &pickle::MODULE,
    &queue::MODULE,
    &string_module::MODULE,
    &struct_module::MODULE,
    &unicodedata::MODULE,
];

/// The modules in the language itself, sorted by name.
pub static EMBEDDED: &[EmbeddedModule] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
