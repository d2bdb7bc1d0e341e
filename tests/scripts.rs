//! Scripts in `tests/scripts/<feature>`, run by `weft`, against what CPython 3.13 made of them, and
//! those in `tests/weft_only`, which CPython cannot run: their outputs are written by hand.
//!
//! Beside `x.py` stands `x.out`, what it printed; `x.err`, what it wrote to standard error, and
//! `x.status`, how it ended, stand there only where they are not empty and not 0. `x.in`, where
//! there is one, is the standard input; else that is empty. In what was written to standard
//! error, the path of this repository is left out. Each script runs in its own folder; folders
//! below that one hold what scripts import. `tests/make_goldens.py scripts` makes the outputs anew.
//!
//! `failing.txt` lists the scripts that Weft does not run right yet: they are ignored, and run by
//! `cargo test --test scripts -- --ignored`. `library.txt` lists those that need modules of an
//! installed CPython 3.13: they are ignored where Weft finds none.
//!
//! The stress build (`--cfg weft_stress`, see ARCHITECTURE.md) runs the same scripts; what they
//! leak is written to standard error, and so fails them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};

/// A script that runs longer than this has failed.
const TIMEOUT: Duration = Duration::from_secs(if cfg!(weft_stress) { 300 } else { 20 });

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut scripts = collect(&root);
    scripts.sort();
    assert!(scripts.len() >= 300, "the scripts are missing");
    scripts.extend(programs(&root.with_file_name("weft_only")));
    let mut ignored = read_list(&root.join("failing.txt"));
    if !finds_library() {
        ignored.extend(read_list(&root.join("library.txt")));
    }
    let trials = scripts
        .into_iter()
        .map(|script| {
            let name = (script.strip_prefix(&root))
                .or_else(|_| script.strip_prefix(root.with_file_name("")))
                .unwrap_or(&script);
            let name = name.display().to_string();
            let is_ignored = ignored.contains(&name);
            Trial::test(name, move || check(&script)).with_ignored_flag(is_ignored)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

/// The lines of a list of scripts.
fn read_list(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("the list can be read");
    text.lines().map(str::to_owned).collect()
}

/// Whether Weft finds the library of an installed CPython.
fn finds_library() -> bool {
    Command::new(env!("CARGO_BIN_EXE_weft"))
        .args(["-c", "import tarfile"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The scripts, which stand one folder below the root.
fn collect(root: &Path) -> Vec<PathBuf> {
    list(root)
        .iter()
        .filter(|feature| feature.is_dir())
        .flat_map(|feature| programs(feature))
        .collect()
}

/// The Python files in a folder.
fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut files = list(folder);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    files
}

fn list(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect()
}

fn check(script: &Path) -> Result<(), Failed> {
    let wanted = [
        ("standard output", read_golden(script, "out")?),
        ("standard error", read_golden(script, "err")?),
        ("exit status", read_golden(script, "status")?),
    ];
    let had = run(script)?;
    let mut report = String::new();
    for ((name, wanted), had) in wanted.into_iter().zip(had) {
        if wanted != had {
            report += &similar::TextDiff::from_lines(&wanted, &had)
                .unified_diff()
                .header(&format!("CPython's {name}"), &format!("Weft's {name}"))
                .to_string();
        }
    }
    if report.is_empty() {
        return Ok(());
    }
    Err(report.into())
}

/// The golden of a script with this extension; an empty text where there is none.
fn read_golden(script: &Path, extension: &str) -> Result<String, Failed> {
    let path = script.with_extension(extension);
    if extension != "out" && !path.exists() {
        return Ok(String::new());
    }
    Ok(fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Scripts that measure memory ask for it: a borrow that is checked carries a counter.
const TESTED_BUILD: &str = if cfg!(any(debug_assertions, weft_stress)) {
    "checked"
} else {
    "release"
};

/// What a script writes to its two outputs, and how it ends, in the form of the goldens.
fn run(script: &Path) -> Result<[String; 3], Failed> {
    let input = script.with_extension("in");
    let input = if input.exists() {
        Stdio::from(File::open(input)?)
    } else {
        Stdio::null()
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_weft"))
        .arg(script.file_name().unwrap_or_default())
        .current_dir(script.parent().unwrap_or(script))
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("NO_COLOR", "1")
        .env("WEFT_TESTED_BUILD", TESTED_BUILD)
        .env_remove("FORCE_COLOR")
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let output = read_aside(child.stdout.take());
    let errors = read_aside(child.stderr.take());
    // The readers of a killed script are left alone: a child of its own may hold its pipes.
    let status = wait(&mut child)?.ok_or("runs longer than is allowed")?;
    let [output, errors] = [output, errors].map(|reader| reader.join().unwrap_or_default());
    let root = format!("{}/", env!("CARGO_MANIFEST_DIR"));
    let status = match number_of(status) {
        0 => String::new(),
        number => format!("{number}\n"),
    };
    Ok([output, errors.replace(&root, ""), status])
}

/// Reads a pipe to its end on a thread of its own, so that the script never waits for a reader.
fn read_aside(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before an error is shown all the same.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for the end of a script; `None` if it had to be killed.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < TIMEOUT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(2));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// The exit code, or the number of the signal below zero, as Python's `subprocess` counts.
fn number_of(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return -signal;
    }
    status.code().unwrap_or_default()
}
