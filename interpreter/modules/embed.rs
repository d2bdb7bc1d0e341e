//! Build script: makes the table of the modules of `lib/`, which the binary holds, and compiles
//! them.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use compiler::Options;

#[path = "../vm/compiling/late_builtins/mentions.rs"]
mod mentions;

/// What small programs import, in about this order: their code lies together, because each part
/// of the binary that is touched costs a page fault.
const OFTEN: [&str; 48] = [
    "asyncio",
    "asyncio.constants",
    "asyncio._later",
    "asyncio.coroutines",
    "asyncio.events",
    "asyncio.exceptions",
    "asyncio.base_futures",
    "asyncio.futures",
    "asyncio.tasks",
    "asyncio.runners",
    "asyncio.log",
    "asyncio.base_events",
    "asyncio.selector_events",
    "asyncio.unix_events",
    "abc",
    "_collections_abc",
    "types",
    "functools",
    "collections",
    "operator",
    "keyword",
    "reprlib",
    "enum",
    "enum._body",
    "enum._tools",
    "stat",
    "genericpath",
    "posixpath",
    "os.path",
    "os",
    "io",
    "copyreg",
    "re",
    "re._constants",
    "re._parser",
    "re._compiler",
    "re._casefix",
    "json",
    "json.scanner",
    "json.decoder",
    "json.encoder",
    "_sitebuiltins",
    "contextlib",
    "dataclasses",
    "typing",
    "typing._core",
    "typing._aliases",
    "typing._protocols",
];

/// A module: its name, its file, whether it is a package.
type Module = (String, PathBuf, bool);

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
    let code = folder.join("frozen");
    let places = write_code(&modules, &code)?;
    let mut out = format!(
        "{{\nconst NAMES: &str = {names:?};\nconst CODE: &[u8] = include_bytes!({code:?});\n&[\n"
    );
    let mut start = 0;
    for ((name, path, package), place) in modules.into_iter().zip(places) {
        let mentions = mentions::mentions_late_builtin(&fs::read(&path)?);
        let end = start + name.len();
        let _ = writeln!(
            out,
            "    EmbeddedModule {{ name: NAMES.split_at({end}).0.split_at({start}).1, source: include_str!({path:?}), \
             code: FrozenModule::new(CODE.split_at({}).0.split_at({}).1), \
             mentions_late_builtin: {mentions}, package: {package} }},",
            place.end, place.start,
        );
        start = end;
    }
    out.push_str("]\n}");
    fs::write(folder.join("embedded.rs"), out)
}

/// Writes the frozen code of all modules to a file, that of [`OFTEN`] in front: where each one's is.
fn write_code(modules: &[Module], file: &Path) -> io::Result<Vec<Range<usize>>> {
    let rank = |module: &Module| OFTEN.iter().position(|name| *name == module.0);
    let mut order: Vec<usize> = (0..modules.len()).collect();
    order.sort_by_key(|&number| rank(&modules[number]).unwrap_or(OFTEN.len()));
    let mut places = vec![0..0; modules.len()];
    let mut code = Vec::new();
    for number in order {
        let (name, path, _) = &modules[number];
        let start = code.len();
        code.extend(compile(name, &fs::read(path)?)?);
        places[number] = start..code.len();
    }
    fs::write(file, code)?;
    Ok(places)
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

/// Adds the modules of a folder.
fn collect(folder: &Path, prefix: &str, modules: &mut Vec<Module>) -> io::Result<()> {
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
