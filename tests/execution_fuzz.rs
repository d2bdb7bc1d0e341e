//! Whatever a program does, it ends without a panic, an abort or a segmentation fault.
//!
//! Two programs, run by Weft itself, run others in processes of their own, with bounds on time
//! and memory. `tests/execution_fuzz/mutations.py` mutates the scripts under `tests/scripts`, the
//! tests of an installed CPython, and what is in the folder that `WEFT_FUZZ_CORPUS` names; what
//! fails is kept in `target/tmp`. `interfaces.py` beside it calls all that native modules offer
//! with odd arguments. Each runs for `WEFT_FUZZ_SECONDS` (15 if not set), from `WEFT_FUZZ_SEED` on
//! (1 if not set, so that what passes today passes tomorrow).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Where the library of an installed CPython has its tests, if there is one.
fn tests_of_cpython() -> Option<PathBuf> {
    let question = "import tarfile, os; print(os.path.dirname(tarfile.__file__))";
    let answer = Command::new(env!("CARGO_BIN_EXE_weft"))
        .args(["-c", question])
        .output()
        .ok()?;
    let folder = Path::new(String::from_utf8(answer.stdout).ok()?.trim()).join("test");
    folder.is_dir().then_some(folder)
}

/// Runs a program of `tests/execution_fuzz`, which says how much it did and whether that went well.
fn run(program: &str, complete: impl FnOnce(&mut Command)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/execution_fuzz");
    let seconds = env::var("WEFT_FUZZ_SECONDS").unwrap_or_else(|_| "15".to_owned());
    let mut command = Command::new(env!("CARGO_BIN_EXE_weft"));
    command.arg(folder.join(program)).arg(seconds);
    if env::var_os("WEFT_FUZZ_SEED").is_none() {
        command
            .env("WEFT_FUZZ_SEED", "1")
            .env("PYTHONHASHSEED", "1");
    }
    complete(&mut command);
    let output = command.output().expect("weft starts");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "programs end the machine");
    assert!(!said.is_empty(), "nothing ran");
}

#[test]
fn mutated_programs_run_or_fail_cleanly() {
    let found = Path::new(env!("CARGO_TARGET_TMPDIR")).join("execution-fuzz");
    fs::create_dir_all(&found).expect("the folder can be made");
    run("mutations.py", |command| {
        command
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts"))
            .args(tests_of_cpython())
            .args(env::var_os("WEFT_FUZZ_CORPUS"))
            .env("WEFT_FUZZ_FOUND", &found);
    });
}

#[test]
fn odd_arguments_are_refused_cleanly() {
    run("interfaces.py", |_| {});
}
