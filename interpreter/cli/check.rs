//! `weft check`: compile files and folders without running them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use walkdir::WalkDir;

use crate::arguments::{CheckOptions, WarningAction};
use crate::report;
use crate::source::Source;

/// Deep nesting is compiled on a stack of its own, so the threads need no more than this.
const THREAD_STACK: usize = 8 << 20;

/// Compiles everything that the options name. The status is 1 if any file has an error or
/// cannot be read.
pub fn run(options: &CheckOptions) -> ExitCode {
    let started = Instant::now();
    let files = collect_files(&options.paths);
    let jobs = match options.jobs {
        Some(jobs) => usize::from(jobs),
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    let progress = progress_bar(files.len() as u64);
    let failures = compile_all(&files, jobs, options.warnings.action, &progress);
    progress.finish_and_clear();
    eprintln!(
        "{} {}, {} with errors, {:.2} s",
        files.len(),
        if files.len() == 1 { "file" } else { "files" },
        failures,
        started.elapsed().as_secs_f64()
    );
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What compiling one file gave: the messages to print, and whether it failed.
#[derive(Default)]
struct Outcome {
    messages: String,
    failed: bool,
}

/// The files named, and the `.py` files of the folders named, each folder's in order. What
/// cannot be listed is kept, so that reading it gives the error.
fn collect_files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) => {
                    let is_python = entry.path().extension() == Some(OsStr::new("py"));
                    if is_python && !entry.file_type().is_dir() {
                        files.push(entry.into_path());
                    }
                }
                Err(error) => files.extend(error.path().map(PathBuf::from)),
            }
        }
    }
    files
}

/// A bar on standard error, hidden where that is no terminal.
fn progress_bar(length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {wide_msg}")
        .expect("the template is well formed");
    ProgressBar::new(length).with_style(style)
}

/// Compiles `files` on `jobs` threads, prints their messages in the order of the files, and
/// gives the number of files that failed.
fn compile_all(
    files: &[PathBuf],
    jobs: usize,
    warnings: WarningAction,
    progress: &ProgressBar,
) -> usize {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs.min(files.len()) {
            let (next, sender) = (&next, sender.clone());
            let worker = move || compile_some(files, next, warnings, &sender);
            let thread = thread::Builder::new().stack_size(THREAD_STACK);
            if thread.spawn_scoped(scope, worker).is_err() {
                break;
            }
        }
        drop(sender);
        print_in_order(&receiver, progress)
    })
}

/// Compiles one file after another until none is left.
fn compile_some(
    files: &[PathBuf],
    next: &AtomicUsize,
    warnings: WarningAction,
    sender: &Sender<(usize, Outcome)>,
) {
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(file) = files.get(index) else { return };
        let mut outcome = Outcome::default();
        match Source::read(file) {
            Ok(source) => outcome.compile(&source, warnings),
            Err(error) => outcome.fail(&format!("weft: {error}\n")),
        }
        if sender.send((index, outcome)).is_err() {
            return;
        }
    }
}

/// Prints the messages in the order of the files, however the threads finish, and counts the
/// files that failed.
fn print_in_order(receiver: &Receiver<(usize, Outcome)>, progress: &ProgressBar) -> usize {
    let mut waiting = BTreeMap::new();
    let (mut printed, mut failures) = (0, 0);
    for (index, outcome) in receiver {
        progress.inc(1);
        waiting.insert(index, outcome);
        while let Some(outcome) = waiting.remove(&printed) {
            printed += 1;
            failures += usize::from(outcome.failed);
            if !outcome.messages.is_empty() {
                progress.suspend(|| eprint!("{}", outcome.messages));
            }
        }
    }
    failures
}

impl Outcome {
    fn fail(&mut self, message: &str) {
        self.messages.push_str(message);
        self.failed = true;
    }

    fn compile(&mut self, source: &Source, action: WarningAction) {
        let report = report::compile(source, action);
        self.messages.push_str(&report.messages);
        self.failed |= report.code.is_none();
    }
}
