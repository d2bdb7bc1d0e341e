//! Asks the compiler in use whether the loop can be made of tail calls.
//!
//! `become` and the calling convention that keeps the loop's registers are not stable yet. They
//! are used where `RUSTC_BOOTSTRAP` allows it, which `.cargo/config.toml` sets for this crate,
//! and where this program compiles with them; elsewhere the loop is a `match`.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};

const PROBE: &[u8] = b"
#![feature(alloc_error_hook, explicit_tail_calls, rust_preserve_none_cc)]
#![allow(incomplete_features)]
pub type Handler = extern \"rust-preserve-none\" fn(&[usize], u64) -> u64;
pub static TABLE: [Handler; 2] = [step, last];
pub extern \"rust-preserve-none\" fn step(vm: &[usize], word: u64) -> u64 {
    become TABLE[word as usize & 1](vm, word + 1)
}
pub extern \"rust-preserve-none\" fn last(vm: &[usize], word: u64) -> u64 {
    vm[0] as u64 + word
}
";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC_BOOTSTRAP");
    println!("cargo:rustc-check-cfg=cfg(weft_tail_calls)");
    if compiles() == Some(true) {
        println!("cargo:rustc-cfg=weft_tail_calls");
    }
}

/// Whether the probe compiles, down to machine code.
fn compiles() -> Option<bool> {
    let mut child = Command::new(env::var_os("RUSTC")?)
        .args([
            "--crate-name",
            "vm",
            "--crate-type",
            "lib",
            "--edition",
            "2024",
        ])
        .args(["--emit", "obj", "--target", &env::var("TARGET").ok()?])
        .arg("--out-dir")
        .arg(env::var_os("OUT_DIR")?)
        .arg("-")
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(PROBE).ok()?;
    child.wait().ok().map(|status| status.success())
}
