//! Build script: makes the table of the modules of `lib/`, which the binary holds.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=lib");
    println!("cargo::rerun-if-changed=embed.rs");
    let root = Path::new("lib").canonicalize()?;
    let mut modules = Vec::new();
    collect(&root, "", &mut modules)?;
    modules.sort();
    let folder = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let mut out = fs::File::create(folder.join("embedded.rs"))?;
    writeln!(out, "&[")?;
    for (name, path, package) in modules {
        writeln!(
            out,
            "    EmbeddedModule {{ name: {name:?}, source: include_str!({path:?}), package: {package} }},"
        )?;
    }
    writeln!(out, "]")
}

/// Adds the modules of a folder: name, file, whether it is a package.
fn collect(
    folder: &Path,
    prefix: &str,
    modules: &mut Vec<(String, PathBuf, bool)>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        let name = format!("{prefix}{stem}");
        if path.is_dir() {
            let package = path.join("__init__.py");
            if package.is_file() {
                modules.push((name.clone(), package, true));
                collect(&path, &format!("{name}."), modules)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "py") && stem != "__init__"
        {
            modules.push((name, path, false));
        }
    }
    Ok(())
}
