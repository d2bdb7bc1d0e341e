//! The rules of ARCHITECTURE.md that a machine can check.

use std::fs;
use std::path::{Path, PathBuf};

/// A longer file holds more than one subject, and becomes a folder.
const LONGEST_FILE: usize = 800;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, extension, files);
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
}

fn files_of(folders: &[&str], extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&root().join(folder), extension, &mut files);
    }
    assert!(!files.is_empty(), "nothing to check");
    files
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for path in files_of(&["interpreter", "runtime", "tests", "benches"], "rs") {
        let text = read(&path);
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines", path.display());
        assert!(
            text.starts_with("//! "),
            "{}: no documentation",
            path.display()
        );
    }
}

#[test]
fn a_folder_of_modules_stands_beside_its_file() {
    for path in files_of(&["interpreter", "runtime"], "rs") {
        let name = path.file_name().unwrap_or_default();
        assert!(
            name != "mod.rs",
            "{}: name it after its folder",
            path.display()
        );
    }
}

#[test]
fn unsafe_code_stands_where_the_map_says() {
    let map = read(&root().join("ARCHITECTURE.md"));
    let table = map
        .split("## Unsafe code")
        .nth(1)
        .and_then(|rest| rest.split("## ").next())
        .expect("a table of files with unsafe code");
    let mut listed = Vec::new();
    for row in table.lines().filter(|row| row.starts_with("| `")) {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let folder = cells.next().unwrap_or_default().trim_matches('`');
        let files = cells.next().unwrap_or_default();
        listed.extend(files.split(", ").map(|file| format!("{folder}{file}.rs")));
    }
    let mut lifting: Vec<String> = files_of(&["interpreter", "runtime"], "rs")
        .into_iter()
        .filter(|path| !path.starts_with(root().join("runtime/tests")))
        .filter(|path| read(path).contains("unsafe_code"))
        .map(|path| {
            let path = path.strip_prefix(root()).expect("a file of ours");
            let path = path.strip_prefix("interpreter").unwrap_or(path);
            path.to_string_lossy().into_owned()
        })
        .collect();
    listed.sort();
    lifting.sort();
    assert_eq!(listed, lifting);
}

#[test]
fn dependencies_have_a_reason() {
    let map = read(&root().join("ARCHITECTURE.md"));
    let table = map
        .split("## Dependencies")
        .nth(1)
        .expect("the section exists");
    for manifest in files_of(&["interpreter", "runtime"], "toml")
        .into_iter()
        .chain([root().join("Cargo.toml")])
    {
        for name in dependencies(&read(&manifest)) {
            let is_ours = ["interpreter", "."]
                .iter()
                .any(|floor| root().join(floor).join(&name).join("Cargo.toml").is_file());
            let is_listed = table
                .lines()
                .filter_map(|line| line.split('|').nth(1))
                .any(|names| names.split(',').any(|listed| listed.trim() == name));
            assert!(is_ours || is_listed, "{}: why {name}?", manifest.display());
        }
    }
}

/// The names under the headings of a manifest that end with `dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_inside = line.trim_end().ends_with("dependencies]");
        } else if is_inside
            && !line.starts_with('#')
            && let Some((name, _)) = line.split_once(['=', '.'])
        {
            names.push(name.trim().to_owned());
        }
    }
    names
}
