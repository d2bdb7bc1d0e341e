//! Build script of the command: how the binary is linked.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=interpreter/cli/link.rs");
    let linux = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux");
    if !linux {
        return;
    }
    // At a fixed address, the tables of native types hold their final pointers: a process that
    // may lie anywhere would write some 20000 of them, a third of a millisecond and half a
    // megabyte, before its first instruction.
    println!("cargo::rustc-link-arg-bins=-no-pie");
    link_unwinder();
}

/// Takes the functions that unwind from GCC's archive where there is one: each shared library less
/// spares a start some twenty system calls and page faults.
fn link_unwinder() {
    let native = env::var("HOST") == env::var("TARGET");
    let (Ok(folder), true) = (env::var("OUT_DIR"), native) else {
        return;
    };
    let asked = Command::new("cc")
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    let Ok(asked) = asked else {
        return;
    };
    let archive = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    if !Path::new(&archive).is_absolute() {
        return;
    }
    // The standard library asks for `gcc_s`; a file of that name that names the archive serves it.
    let script = format!("INPUT({archive})\n");
    if fs::write(Path::new(&folder).join("libgcc_s.so"), script).is_ok() {
        println!("cargo::rustc-link-search=native={folder}");
    }
}
