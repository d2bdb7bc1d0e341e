//! Whatever the text, compiling it ends, and ends without a panic.
//!
//! Mutated real programs are compiled and, where they still are programs, disassembled. The
//! seeds are the scripts under `tests/`; `WEFT_FUZZ_CORPUS` names a folder of more. It runs
//! for `WEFT_FUZZ_SECONDS` (10 if not set). The text being compiled stands in
//! `target/tmp/fuzz-input.py`, where a stack overflow leaves it to be found.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// No mutated text of this size needs longer, even in a debug build.
const PATIENCE: Duration = Duration::from_secs(30);

/// One change of a text, at a place given as a share of its length.
#[derive(Clone, Debug)]
enum Mutation {
    /// Cuts out some bytes.
    Delete { at: f64, length: usize },
    /// Puts in a fragment that Python's syntax knows.
    Insert { at: f64, fragment: &'static str },
    /// Puts in any bytes.
    InsertBytes { at: f64, bytes: Vec<u8> },
    /// Copies some bytes to another place.
    Copy { from: f64, to: f64, length: usize },
    /// Repeats a fragment so often that it nests deeply.
    Nest {
        at: f64,
        fragment: &'static str,
        times: usize,
    },
    /// Cuts off the end.
    Truncate { at: f64 },
}

const FRAGMENTS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    ".",
    "=",
    "==",
    ":=",
    "->",
    "*",
    "**",
    "@",
    "!",
    "~",
    "-",
    "\\",
    "\\\n",
    "\n",
    "\n\t",
    "\n        ",
    " ",
    "\t",
    "\x0c",
    "\r",
    "\0",
    "#",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "f'",
    "f'{",
    "f\"{x!r:{y}}\"",
    "{{",
    "}}",
    "rb'",
    "\\N{",
    "\\x",
    "0x",
    "1_",
    "1e",
    "1j",
    "0777",
    "1if",
    "def f(",
    "class C:",
    "lambda",
    "lambda *:",
    "async ",
    "await ",
    "yield ",
    "yield from ",
    "return",
    "if ",
    "elif x:",
    "else:",
    "for x in ",
    "while ",
    "try:",
    "except:",
    "except* E:",
    "finally:",
    "with ",
    "match x:",
    "case ",
    "type ",
    "import ",
    "from . import ",
    "global x",
    "nonlocal x",
    "del ",
    "not ",
    "and ",
    "in ",
    "is ",
    "None",
    "True",
    "__debug__",
    "_",
    "é",
    "\u{a0}",
    "\u{200b}",
    "𝐱",
    "…",
];

const NESTING: &[&str] = &[
    "(",
    "[",
    "{",
    "-",
    "not ",
    "x if y else ",
    "lambda:",
    "x**",
    "f'{",
    "a.",
    "a(",
    "a[",
    "x+",
    "if x:\n ",
    "elif x: pass\n",
    "await ",
    "*",
    "[x for x in ",
    "case (",
    "@a\n",
    "with a:\n ",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = 0.0..1.0f64;
    let fragment = prop::sample::select(FRAGMENTS);
    prop_oneof![
        3 => (place.clone(), 1usize..60).prop_map(|(at, length)| Mutation::Delete { at, length }),
        6 => (place.clone(), fragment).prop_map(|(at, fragment)| Mutation::Insert { at, fragment }),
        1 => (place.clone(), prop::collection::vec(any::<u8>(), 1..4))
            .prop_map(|(at, bytes)| Mutation::InsertBytes { at, bytes }),
        2 => (place.clone(), place.clone(), 1usize..200)
            .prop_map(|(from, to, length)| Mutation::Copy { from, to, length }),
        1 => (place.clone(), prop::sample::select(NESTING), 1usize..12_000)
            .prop_map(|(at, fragment, times)| Mutation::Nest { at, fragment, times }),
        1 => place.prop_map(|at| Mutation::Truncate { at }),
    ]
}

impl Mutation {
    fn apply(&self, text: &mut Vec<u8>) {
        let size = text.len();
        let index = |share: f64| (share * size as f64) as usize;
        let insert = |text: &mut Vec<u8>, at: usize, bytes: &[u8]| {
            text.splice(at..at, bytes.iter().copied());
        };
        match self {
            Mutation::Delete { at, length } => {
                let at = index(*at);
                text.drain(at..(at + length).min(size));
            }
            Mutation::Insert { at, fragment } => insert(text, index(*at), fragment.as_bytes()),
            Mutation::InsertBytes { at, bytes } => insert(text, index(*at), bytes),
            Mutation::Copy { from, to, length } => {
                let from = index(*from);
                let copied = text[from..(from + length).min(size)].to_vec();
                insert(text, index(*to), &copied);
            }
            Mutation::Nest {
                at,
                fragment,
                times,
            } => insert(text, index(*at), fragment.repeat(*times).as_bytes()),
            Mutation::Truncate { at } => text.truncate(index(*at)),
        }
    }
}

/// Compiles, disassembles or renders the error; every path that `weft dis` takes.
fn compile_and_show(text: &[u8]) {
    let mut warnings = Vec::new();
    let options = compiler::Options::default();
    match compiler::compile(text, "fuzz.py", &options, &mut warnings) {
        Ok(code) => {
            let mut dump = String::new();
            let shown = bytecode::dis::write(&code, &Default::default(), &mut dump);
            assert!(shown.is_err() || !dump.is_empty());
        }
        Err(error) => {
            let text = syntax::source::decode(text).ok();
            assert!(!error.render("fuzz.py", text.as_deref()).is_empty());
        }
    }
}

/// Runs [`compile_and_show`] on a thread of its own, so that a hang is noticed.
fn compile_within_patience(text: &[u8]) -> Result<(), TestCaseError> {
    let (sender, receiver) = mpsc::channel();
    let owned = text.to_vec();
    let worker = thread::spawn(move || {
        compile_and_show(&owned);
        // The test may have given up waiting; then nobody listens.
        let _ = sender.send(());
    });
    match receiver.recv_timeout(PATIENCE) {
        Err(mpsc::RecvTimeoutError::Timeout) => Err(TestCaseError::fail("compiling hangs")),
        _ => worker
            .join()
            .map_err(|_| TestCaseError::fail("compiling panicked")),
    }
}

fn collect_seeds(folder: &Path, seeds: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_seeds(&path, seeds);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            seeds.push(path);
        }
    }
}

#[test]
fn mutated_programs_compile_or_fail_cleanly() {
    let mut seeds = Vec::new();
    collect_seeds(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"),
        &mut seeds,
    );
    if let Some(corpus) = env::var_os("WEFT_FUZZ_CORPUS") {
        collect_seeds(Path::new(&corpus), &mut seeds);
    }
    seeds.sort();
    assert!(!seeds.is_empty(), "there are no seeds to mutate");
    let seconds = env::var("WEFT_FUZZ_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(10);
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let current = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-input.py");
    let strategy = (
        prop::sample::select(seeds),
        prop::collection::vec(mutation(), 1..6),
    );
    let mut cases = 0u64;
    while Instant::now() < deadline {
        let config = Config {
            cases: 64,
            failure_persistence: None,
            ..Config::default()
        };
        let outcome = TestRunner::new(config).run(&strategy, |(seed, mutations)| {
            let mut text =
                fs::read(seed).map_err(|error| TestCaseError::fail(error.to_string()))?;
            for mutation in &mutations {
                mutation.apply(&mut text);
            }
            fs::write(&current, &text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            compile_within_patience(&text)
        });
        if let Err(error) = outcome {
            panic!("after {cases} programs: {error}");
        }
        cases += 64;
    }
    println!("{cases} programs in {seconds} s");
}
