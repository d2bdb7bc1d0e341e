//! Build script: makes the table of the modules of `lib/`, which the binary holds, and compiles
//! them.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use compiler::Options;

#[path = "../vm/compiling/late_builtins/mentions.rs"]
mod mentions;

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
    // The names lie together, so that looking for one of them touches little memory.
    let names: String = modules.iter().map(|(name, ..)| name.as_str()).collect();
    let mut out = format!("{{\nconst NAMES: &str = {names:?};\n&[\n");
    let mut start = 0;
    for (name, path, package) in modules {
        let source = fs::read(&path)?;
        let code = folder.join(format!("{name}.code"));
        fs::write(&code, compile(&name, &source)?)?;
        let mentions = mentions::mentions_late_builtin(&source);
        let end = start + name.len();
        let _ = writeln!(
            out,
            "    EmbeddedModule {{ name: NAMES.split_at({end}).0.split_at({start}).1, source: include_str!({path:?}), \
             code: FrozenModule::new(include_bytes!({code:?})), \
             mentions_late_builtin: {mentions}, package: {package} }},"
        );
        start = end;
    }
    out.push_str("]\n}");
    fs::write(folder.join("embedded.rs"), out)
}

/// The frozen code of a module.
fn compile(name: &str, source: &[u8]) -> io::Result<Vec<u8>> {
    let filename = format!("<frozen {name}>");
    let code = compiler::compile(source, &filename, &Options::default(), &mut Vec::new());
    match code {
        Ok(code) => Ok(bytecode::frozen::freeze(&code)),
        Err(error) => Err(io::Error::other(format!("module {name}: {error:?}"))),
    }
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
