//! Dumps of the programs in `tests/dis`, against those that CPython 3.13 made of them.
//!
//! Beside `x.py` stands `x.dis`, the output of `python3.13 -m dis x.py`. Addresses are hidden
//! on both sides, and the members of a frozen set are sorted, because their order depends on
//! CPython's addresses. `tests/make_goldens.py dis` makes the dumps anew.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let mut scripts = Vec::new();
    collect(&root, &mut scripts);
    scripts.sort();
    assert!(scripts.len() >= 200, "the goldens are missing");
    let trials = scripts
        .into_iter()
        .map(|script| {
            let name = script.strip_prefix(&root).unwrap_or(&script);
            Trial::test(name.display().to_string(), move || check(&script))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn collect(folder: &Path, scripts: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("tests/dis can be listed") {
        let path = entry.expect("tests/dis can be listed").path();
        if path.is_dir() {
            collect(&path, scripts);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            scripts.push(path);
        }
    }
}

fn check(script: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(script.with_extension("dis"))?;
    let source = fs::read(script)?;
    let name = script.file_name().unwrap_or_default().to_string_lossy();
    let options = compiler::Options::default();
    let code = compiler::compile(&source, &name, &options, &mut Vec::new())
        .map_err(|error| Failed::from(error.message))?;
    let mut had = String::new();
    bytecode::dis::write(&code, &Default::default(), &mut had)?;
    let had = normalize(&had);
    if had == normalize(&wanted) {
        return Ok(());
    }
    let difference = similar::TextDiff::from_lines(normalize(&wanted).as_str(), &had)
        .unified_diff()
        .header("CPython", "Weft")
        .to_string();
    Err(difference.into())
}

/// Hides addresses and sorts the members of frozen sets.
fn normalize(dump: &str) -> String {
    let mut text = String::new();
    for line in dump.lines() {
        text.push_str(&sort_frozenset(&hide_addresses(line)));
        text.push('\n');
    }
    text
}

/// Replaces the digits of addresses by the word that stands for them in the goldens.
fn hide_addresses(line: &str) -> String {
    let mut pieces = line.split(" at 0x");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        let after = piece.strip_prefix("ADDRESS");
        let after = after.unwrap_or_else(|| piece.trim_start_matches(digits));
        text.push_str(" at 0xADDRESS");
        text.push_str(after);
    }
    text
}

fn sort_frozenset(line: &str) -> String {
    let parts = line
        .split_once("frozenset({")
        .and_then(|(before, rest)| Some((before, rest.rsplit_once("})")?)));
    let Some((before, (members, after))) = parts else {
        return line.to_owned();
    };
    let mut members: Vec<&str> = members.split(", ").collect();
    members.sort_unstable();
    format!("{before}frozenset({{{}}}){after}", members.join(", "))
}
