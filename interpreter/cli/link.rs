//! Build script of the command: how the binary is linked.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The order of functions in the binary.
const ORDER: &str = "interpreter/cli/start_order.ld";

/// The start of the one C library that `c_library.rs` knows how to start: glibc 2.36, as Debian 12
/// has it.
const KNOWN_START: u64 = 0x857A_1BB2_FCCF_6884;

/// The libraries that the standard library asks for, and the archives that serve them.
const ARCHIVES: [(&str, &str); 7] = [
    ("gcc_s", "libgcc_eh.a"),
    ("c", "libc.a"),
    ("m", "libm.a"),
    ("rt", "librt.a"),
    ("pthread", "libpthread.a"),
    ("util", "libutil.a"),
    ("dl", "libdl.a"),
];

fn main() {
    println!("cargo::rerun-if-changed=interpreter/cli/link.rs");
    println!("cargo::rustc-check-cfg=cfg(static_c_library, known_c_library)");
    if !target("OS", "linux") {
        return;
    }
    // At a fixed address, the tables of native types hold their final pointers: a process that
    // may lie anywhere would write some 20000 of them, a third of a millisecond and half a
    // megabyte, before its first instruction.
    println!("cargo::rustc-link-arg-bins=-no-pie");
    link_libraries();
    order_functions();
}

fn target(what: &str, wanted: &str) -> bool {
    env::var(format!("CARGO_CFG_TARGET_{what}")).is_ok_and(|value| value == wanted)
}

/// Takes libraries from their archives where there are some: each shared library less spares a
/// start some twenty system calls and page faults.
fn link_libraries() {
    let native = env::var("HOST") == env::var("TARGET");
    let (Some(folder), true) = (env::var_os("OUT_DIR"), native && target("ENV", "gnu")) else {
        return;
    };
    let folder = PathBuf::from(folder).join("libraries");
    let _ = fs::remove_dir_all(&folder);
    if fs::create_dir_all(&folder).is_err() {
        return;
    }
    if link_statically(&folder).is_none() {
        let _ = serve("gcc_s", "libgcc_eh.a", &folder);
    }
    // Tests and benches are linked as usual.
    println!("cargo::rustc-link-arg-bins=-L{}", folder.display());
}

/// Makes the C library part of the binary: finding it and binding three hundred of its functions
/// is a fifth of the time in which a small program starts and ends.
fn link_statically(folder: &Path) -> Option<()> {
    let start = compilers_file("crtbegin.o")?;
    if !ARCHIVES
        .iter()
        .all(|(_, archive)| compilers_file(archive).is_some())
    {
        return None;
    }
    // What a static program begins with by default registers the tables for unwinding, which are
    // then sorted at the first panic. The linker has sorted them already.
    fs::copy(start, folder.join("crtbeginT.o")).ok()?;
    for (library, archive) in ARCHIVES {
        serve(library, archive, folder)?;
    }
    println!("cargo::rustc-link-arg-bins=-B{}", folder.display());
    println!("cargo::rustc-link-arg-bins=-static");
    println!("cargo::rustc-cfg=static_c_library");
    let library = fs::read(compilers_file("libc.a")?).ok()?;
    if target("ARCH", "x86_64") && member(&library, "libc-start.o").map(hash) == Some(KNOWN_START) {
        println!("cargo::rustc-cfg=known_c_library");
    }
    Some(())
}

/// A file of an archive: each follows a header of sixty bytes, which begins with its name and ends
/// with its length.
fn member<'archive>(archive: &'archive [u8], name: &str) -> Option<&'archive [u8]> {
    let mut rest = archive.strip_prefix(b"!<arch>\n")?;
    while let Some((header, content)) = rest.split_at_checked(60) {
        let length: usize = str::from_utf8(&header[48..58]).ok()?.trim().parse().ok()?;
        let found = content.get(..length)?;
        if header[..16].trim_ascii().strip_suffix(b"/") == Some(name.as_bytes()) {
            return Some(found);
        }
        // Headers stand at even places.
        rest = content.get(length.next_multiple_of(2)..)?;
    }
    None
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// Lets an archive serve whoever asks for the shared library of this name.
fn serve(library: &str, archive: &str, folder: &Path) -> Option<()> {
    let script = format!("INPUT({})\n", compilers_file(archive)?.display());
    fs::write(folder.join(format!("lib{library}.so")), script).ok()
}

/// Where the C compiler has a file of this name.
fn compilers_file(name: &str) -> Option<PathBuf> {
    let asked = Command::new("cc")
        .arg(format!("-print-file-name={name}"))
        .output();
    let path = String::from_utf8_lossy(&asked.ok()?.stdout)
        .trim()
        .to_owned();
    let path = PathBuf::from(path);
    // It says the bare name where it has no such file.
    path.is_absolute().then_some(path)
}

/// Lays together what runs when a program starts: each part of the binary that is touched costs a
/// page fault, which maps sixteen pages. `scripts/start_order.py` writes the order.
fn order_functions() {
    println!("cargo::rerun-if-changed={ORDER}");
    let known = target("ENV", "gnu") && target("ARCH", "x86_64");
    if let (Ok(folder), true) = (env::var("CARGO_MANIFEST_DIR"), known) {
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{folder}/{ORDER}");
    }
}
