//! `weft check`: compile files and folders without running them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
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
pub fn run(options: &CheckOptions) -> u8 {
    let started = Instant::now();
    let files = collect_files(&options.paths);
    let jobs = match options.jobs {
        Some(jobs) => usize::from(jobs),
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    let progress = progress_bar(files.len() as u64);
    let failures = compile_all(&files, jobs, options.warnings.action, &progress);
    progress.finish_and_clear();
    report::print_messages(&format!(
        "{} {}, {} with errors, {:.2} s\n",
        files.len(),
        if files.len() == 1 { "file" } else { "files" },
        failures,
        started.elapsed().as_secs_f64()
    ));
    if failures == 0 { 0 } else { 1 }
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
                    if is_python && entry.path().is_file() {
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
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len}").expect("the template is well formed");
    ProgressBar::new(length).with_style(style)
}

/// Compiles `files` on `jobs` threads, this one among them, prints their messages in the order
/// of the files, and gives the number of files that failed.
fn compile_all(
    files: &[PathBuf],
    jobs: usize,
    warnings: WarningAction,
    progress: &ProgressBar,
) -> usize {
    let queue = Queue {
        files,
        next: AtomicUsize::new(0),
        warnings,
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 1..jobs.min(files.len()) {
            let (queue, sender) = (&queue, sender.clone());
            let work = move || queue.iter().try_for_each(|result| sender.send(result));
            let thread = thread::Builder::new().stack_size(THREAD_STACK);
            if thread.spawn_scoped(scope, work).is_err() {
                // The threads there are do the work.
                break;
            }
        }
        drop(sender);
        let mut printer = Printer::new(progress);
        for (index, outcome) in queue.iter() {
            printer.take(index, outcome);
            for (index, outcome) in receiver.try_iter() {
                printer.take(index, outcome);
            }
        }
        for (index, outcome) in receiver {
            printer.take(index, outcome);
        }
        printer.failures
    })
}

/// The files still to compile, which the threads take from one after the other.
struct Queue<'f> {
    files: &'f [PathBuf],
    next: AtomicUsize,
    warnings: WarningAction,
}

impl Queue<'_> {
    /// Compiles one file after another until none is left; gives the number of each too.
    fn iter(&self) -> impl Iterator<Item = (usize, Outcome)> {
        std::iter::from_fn(|| {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let file = self.files.get(index)?;
            Some((index, Outcome::of(file, self.warnings)))
        })
    }
}

/// What compiling one file gave: the messages to print, and whether it failed.
struct Outcome {
    messages: String,
    failed: bool,
}

impl Outcome {
    fn of(file: &Path, action: WarningAction) -> Outcome {
        match Source::read(file) {
            Ok(source) => {
                let report = report::compile(&source, action);
                Outcome {
                    messages: report.messages,
                    failed: report.code.is_none(),
                }
            }
            Err(error) => Outcome {
                messages: format!("weft: {error}\n"),
                failed: true,
            },
        }
    }
}

/// Prints the messages in the order of the files, however the threads finish, and counts the
/// files that failed.
struct Printer<'p> {
    progress: &'p ProgressBar,
    waiting: BTreeMap<usize, Outcome>,
    printed: usize,
    failures: usize,
}

impl Printer<'_> {
    fn new(progress: &ProgressBar) -> Printer<'_> {
        Printer {
            progress,
            waiting: BTreeMap::new(),
            printed: 0,
            failures: 0,
        }
    }

    fn take(&mut self, index: usize, outcome: Outcome) {
        self.progress.inc(1);
        self.waiting.insert(index, outcome);
        while let Some(outcome) = self.waiting.remove(&self.printed) {
            self.printed += 1;
            self.failures += usize::from(outcome.failed);
            if !outcome.messages.is_empty() {
                let print = || report::print_messages(&outcome.messages);
                self.progress.suspend(print);
            }
        }
    }
}
