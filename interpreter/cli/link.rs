//! Build script of the command: how the binary is linked.

fn main() {
    println!("cargo::rerun-if-changed=interpreter/cli/link.rs");
    // At a fixed address, the tables of native types hold their final pointers: a process that
    // may lie anywhere would write some 20000 of them, a third of a millisecond and half a
    // megabyte, before its first instruction.
    let linux = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux");
    if linux {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
