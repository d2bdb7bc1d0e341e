//! Threads for jobs that block. They are made when they are needed and end when they are not.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{error, fmt, io};

type Job = Box<dyn FnOnce() + Send>;

/// What a pool of threads is made with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the threads are called.
    pub name: String,
    /// So many threads exist at most.
    pub most_threads: usize,
    /// The native stack of each.
    pub stack_bytes: usize,
    /// A thread without work ends after such a time.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: "worker".to_owned(),
            most_threads: 32,
            stack_bytes: 2 << 20,
            patience: Duration::from_secs(10),
        }
    }
}

/// Why a job was not taken.
#[derive(Debug)]
pub enum Refused {
    /// The pool is closed.
    Closed,
    /// There is no thread, and the system makes none.
    NoThread(io::Error),
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Closed => out.write_str("the pool of threads is closed"),
            Refused::NoThread(error) => write!(out, "no thread can be started: {error}"),
        }
    }
}

impl error::Error for Refused {}

/// A pool of threads. A new one is started for a job that no idle one can take at once, up to the
/// limit; further jobs wait in line. Dropping the pool closes it without waiting.
#[derive(Debug)]
pub struct Workers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: Settings,
    state: Mutex<State>,
    /// Told of new jobs, and of the end.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    is_closed: bool,
    handles: Vec<JoinHandle<()>>,
}

impl fmt::Debug for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("State")
            .field("jobs", &self.jobs.len())
            .field("threads", &self.threads)
            .field("idle", &self.idle)
            .field("is_closed", &self.is_closed)
            .finish_non_exhaustive()
    }
}

impl Workers {
    /// A pool without threads.
    #[must_use]
    pub fn new(settings: Settings) -> Workers {
        Workers {
            shared: Arc::new(Shared {
                settings,
                state: Mutex::default(),
                changed: Condvar::new(),
            }),
        }
    }

    /// Runs a job on one of the threads. A job that panics ends, its thread goes on.
    pub fn run(&self, job: impl FnOnce() + Send + 'static) -> Result<(), Refused> {
        let mut state = self.shared.state();
        if state.is_closed {
            return Err(Refused::Closed);
        }
        state.jobs.push_back(Box::new(job));
        let is_short = state.jobs.len() > state.idle
            && state.threads < self.shared.settings.most_threads.max(1);
        if is_short
            && let Err(error) = self.start_thread(&mut state)
            && state.threads == 0
        {
            state.jobs.pop_back();
            return Err(Refused::NoThread(error));
        }
        drop(state);
        self.shared.changed.notify_one();
        Ok(())
    }

    /// How many threads there are now.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.shared.state().threads
    }

    /// Takes no further jobs. Those in line are done still, unless they are `discarded`.
    pub fn close(&self, discarded: bool) {
        let mut state = self.shared.state();
        state.is_closed = true;
        let jobs = if discarded {
            std::mem::take(&mut state.jobs)
        } else {
            VecDeque::new()
        };
        drop(state);
        self.shared.changed.notify_all();
        drop(jobs);
    }

    /// Closes the pool, and waits until every thread has ended. A job that calls this on its own
    /// pool does not wait for itself.
    pub fn join(&self) {
        self.close(false);
        let handles = std::mem::take(&mut self.shared.state().handles);
        for handle in handles {
            if handle.thread().id() != thread::current().id() {
                // A thread catches the panics of its jobs.
                let _ = handle.join();
            }
        }
    }

    fn start_thread(&self, state: &mut State) -> io::Result<()> {
        let shared = Arc::clone(&self.shared);
        let handle = thread::Builder::new()
            .name(self.shared.settings.name.clone())
            .stack_size(self.shared.settings.stack_bytes)
            .spawn(move || shared.work())?;
        state.threads += 1;
        state.handles.retain(|handle| !handle.is_finished());
        state.handles.push(handle);
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.close(false);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread does.
    fn work(&self) {
        while let Some(job) = self.next_job() {
            // The panic hook has reported it. The payload's destructor might panic again.
            if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(job)) {
                let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(payload)));
            }
        }
    }

    /// Waits for a job; nothing if the thread is to end, which is counted.
    fn next_job(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.is_closed {
                state.threads -= 1;
                return None;
            }
            state.idle += 1;
            let waited = self
                .changed
                .wait_timeout(state, self.settings.patience)
                .unwrap_or_else(PoisonError::into_inner);
            state = waited.0;
            state.idle -= 1;
            if waited.1.timed_out() && state.jobs.is_empty() && !state.is_closed {
                state.threads -= 1;
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    fn pool(most_threads: usize, patience: Duration) -> Workers {
        Workers::new(Settings {
            most_threads,
            patience,
            ..Settings::default()
        })
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn it_grows_only_when_jobs_would_wait() {
        let workers = pool(3, LONG);
        let (tell, hear) = mpsc::channel();
        for _ in 0..20 {
            let tell = tell.clone();
            workers.run(move || tell.send(()).unwrap()).unwrap();
            hear.recv().unwrap();
            // The thread that has answered is about to be idle.
            while workers.shared.state().idle == 0 {
                thread::yield_now();
            }
        }
        assert_eq!(workers.threads(), 1);
        let (release, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for _ in 0..10 {
            let (gate, tell) = (Arc::clone(&gate), tell.clone());
            workers
                .run(move || {
                    gate.lock().unwrap().recv().unwrap();
                    tell.send(()).unwrap();
                })
                .unwrap();
        }
        assert_eq!(workers.threads(), 3);
        for _ in 0..10 {
            release.send(()).unwrap();
            hear.recv().unwrap();
        }
        workers.join();
        assert_eq!(workers.threads(), 0);
        assert!(matches!(workers.run(|| ()), Err(Refused::Closed)));
    }

    #[test]
    fn idle_threads_end() {
        let workers = pool(4, Duration::from_millis(5));
        let (tell, hear) = mpsc::channel();
        workers.run(move || tell.send(()).unwrap()).unwrap();
        hear.recv().unwrap();
        while workers.threads() > 0 {
            thread::yield_now();
        }
        let (tell, hear) = mpsc::channel();
        workers.run(move || tell.send(()).unwrap()).unwrap();
        hear.recv().unwrap();
    }

    #[test]
    fn jobs_in_line_are_done_or_discarded_at_the_end() {
        for discarded in [false, true] {
            let workers = pool(1, LONG);
            let done = Arc::new(AtomicUsize::new(0));
            let (release, gate) = mpsc::channel::<()>();
            let (tell, hear) = mpsc::channel();
            workers
                .run(move || {
                    tell.send(()).unwrap();
                    gate.recv().unwrap();
                })
                .unwrap();
            hear.recv().unwrap();
            for _ in 0..10 {
                let done = Arc::clone(&done);
                let job = move || {
                    done.fetch_add(1, Ordering::SeqCst);
                };
                workers.run(job).unwrap();
            }
            workers.close(discarded);
            release.send(()).unwrap();
            workers.join();
            assert_eq!(done.load(Ordering::SeqCst), if discarded { 0 } else { 10 });
        }
    }

    #[test]
    fn a_panic_ends_the_job_only() {
        let workers = pool(1, LONG);
        workers
            .run(|| panic::resume_unwind(Box::new("a job's")))
            .unwrap();
        let (tell, hear) = mpsc::channel();
        workers.run(move || tell.send(5).unwrap()).unwrap();
        assert_eq!(hear.recv().unwrap(), 5);
        assert_eq!(workers.threads(), 1);
    }

    #[test]
    fn a_pool_that_is_dropped_finishes_its_work() {
        let (tell, hear) = mpsc::channel();
        let workers = pool(2, LONG);
        for number in 0..100 {
            let tell = tell.clone();
            workers.run(move || tell.send(number).unwrap()).unwrap();
        }
        drop((workers, tell));
        assert_eq!(hear.iter().sum::<i32>(), 4950);
    }
}
