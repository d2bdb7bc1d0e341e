//! The machine's state on one thread.

use std::cell::{Cell, RefCell};

use primitives::text::wtf8::Wtf8;

use crate::eval::{HandledChain, breaker};
use crate::frame::Frame;
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::str::{self, Str};
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Raised, Result};

/// The state of the machine on one thread. Whoever has a `&Vm` holds the interpreter lock.
///
/// What all threads share (types, `sys.modules`, interned strings) is in [`Shared`].
pub struct Vm {
    /// The innermost frame; null where none runs.
    pub frame: Cell<*mut Frame>,
    /// The lowest address that the native stack may reach.
    pub stack_limit: Cell<usize>,
    /// The exceptions that `except` blocks handle now: what `sys.exception()` gives.
    pub handled: HandledChain,
    /// Chunks of the data stack that frames of ordinary calls lie on.
    pub(crate) data_stack: crate::frame::DataStack,
    /// The fibers that generators run on.
    pub(crate) fibers: crate::fibers::Fibers,
    /// Objects whose `repr` is under way on this thread, by address.
    pub representing: RefCell<Vec<usize>>,
    /// The number of the thread.
    pub ident: Cell<usize>,
    /// What `sys.settrace` and `sys.setprofile` set.
    pub tracing: crate::eval::tracing::Tracing,
    /// The hooks of `sys.set_asyncgen_hooks`.
    pub async_generator_hooks: crate::objects::async_generator::Hooks,
    /// `sys.get_coroutine_origin_tracking_depth()`.
    pub coroutine_origin_depth: Cell<u32>,
    /// The context of context variables that is current; none until one is asked for.
    pub context: RefCell<Option<Value>>,
    /// The event loop that runs on this thread.
    pub running_loop: RefCell<Option<Value>>,
    shared: &'static Shared,
}

/// `sys.getrecursionlimit()` at the start.
pub const DEFAULT_RECURSION_LIMIT: u32 = 1000;

/// What all threads of the interpreter share.
pub struct Shared {
    /// `sys.modules`.
    pub modules: Ref<Dict>,
    /// The dict of module `builtins`.
    pub builtins: Ref<Dict>,
    /// The dict of module `sys`.
    pub sys: Ref<Dict>,
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: Cell<u32>,
    /// What is monitored, and by whom.
    pub monitoring: crate::eval::monitoring::Monitoring,
    /// The threads that run Python code.
    pub(crate) threads: crate::threads::Threads,
    /// The text that the option `-c` gives: tracebacks show its lines.
    pub command: RefCell<Option<String>>,
    /// The folder of the program, which was put in front of `sys.path`; empty for the current one.
    pub program_folder: RefCell<Option<String>>,
    /// What the command line says.
    pub options: Options,
    /// Native modules by name, in the order of the table.
    pub native_modules: &'static [&'static crate::import::NativeModule],
    /// Modules in the language itself, embedded in the binary.
    pub embedded_modules: &'static [crate::import::EmbeddedModule],
    /// What was looked up of native types whose dicts are not filled.
    pub early_entries: RefCell<crate::objects::class_creation::EarlyEntries>,
    /// What the end of the process asks of the modules.
    pub ending: crate::startup::Ending,
}

// SAFETY: whoever touches it holds the interpreter lock.
#[allow(unsafe_code, reason = "shared under the interpreter lock")]
unsafe impl Sync for Shared {}

/// What the command line and the environment say.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names of sys.flags")]
pub struct Options {
    pub debug: u32,
    pub inspect: bool,
    pub interactive: bool,
    pub optimize: u32,
    pub dont_write_bytecode: bool,
    pub no_user_site: bool,
    pub no_site: bool,
    pub ignore_environment: bool,
    pub verbose: u32,
    pub bytes_warning: u32,
    pub quiet: bool,
    pub isolated: bool,
    pub dev_mode: bool,
    pub utf8_mode: bool,
    pub safe_path: bool,
    pub unbuffered: bool,
    pub skip_first_line: bool,
    /// `-R`: a `PYTHONHASHSEED` of 0 does not count.
    pub randomize_hashes: bool,
    /// `PYTHONHASHSEED`: `None` for a random one.
    pub hash_seed: Option<u32>,
    /// `sys.argv`.
    pub arguments: Vec<std::ffi::OsString>,
    /// `sys.orig_argv`.
    pub original_arguments: Vec<std::ffi::OsString>,
    /// `-W` and `PYTHONWARNINGS`.
    pub warnings: Vec<String>,
    /// `-X` options.
    pub extra: Vec<String>,
    /// `-X int_max_str_digits` and `PYTHONINTMAXSTRDIGITS`.
    pub digit_limit: Option<usize>,
    /// `sys.executable`.
    pub executable: String,
}

impl Vm {
    /// The state for a thread that is about to take the interpreter lock.
    pub fn new(shared: &'static Shared) -> Vm {
        Vm {
            frame: Cell::new(std::ptr::null_mut()),
            stack_limit: Cell::new(0),
            handled: HandledChain::default(),
            data_stack: crate::frame::DataStack::default(),
            fibers: crate::fibers::Fibers::default(),
            representing: RefCell::new(Vec::new()),
            coroutine_origin_depth: Cell::new(0),
            context: RefCell::new(None),
            running_loop: RefCell::new(None),
            ident: Cell::new(0),
            tracing: Default::default(),
            async_generator_hooks: Default::default(),
            shared,
        }
    }

    /// The state of a new thread, if there is memory for it. For threads that run nothing yet.
    pub fn try_new(shared: &'static Shared) -> Option<Vm> {
        crate::eval::out_of_memory::attempt(|| Vm::new(shared))
    }

    /// What all threads share.
    #[inline(always)]
    pub fn shared(&self) -> &'static Shared {
        self.shared
    }

    /// The interned string of this text.
    pub fn intern(&self, text: &str) -> Ref<Str> {
        str::intern(Wtf8::new(text))
    }

    /// What native code that cannot raise does with an exception: `sys.unraisablehook`.
    /// `place` says where it happened ("Exception ignored in").
    pub fn unraisable(&self, raised: Raised, place: Option<&Value>) {
        crate::traceback::unraisable(self, raised, None, place);
    }

    /// As [`Vm::unraisable`], with a message in the place of "Exception ignored in".
    pub fn unraisable_with_message(&self, raised: Raised, message: &str) {
        crate::traceback::unraisable(self, raised, Some(message), None);
    }

    /// Raises RecursionError where little of the native stack is left. `place` ends the
    /// message (" in comparison").
    #[inline(always)]
    pub fn check_native_stack(&self, place: &str) -> Result<()> {
        let marker = 0u8;
        if (&raw const marker as usize) < self.stack_limit.get() {
            return Err(self.recursion_error(place));
        }
        Ok(())
    }

    /// Whether that many bytes of native stack are left.
    #[inline(always)]
    pub(crate) fn has_native_stack(&self, bytes: usize) -> bool {
        let marker = 0u8;
        (&raw const marker as usize) >= self.stack_limit.get() + bytes
    }

    #[cold]
    fn recursion_error(&self, place: &str) -> Raised {
        self.error(
            &exceptions::RECURSION_ERROR,
            format!("maximum recursion depth exceeded{place}"),
        )
    }

    /// Runs something that may block, while other threads may hold the interpreter lock. The
    /// action must not touch objects.
    pub fn allow_threads<T>(&self, action: impl FnOnce() -> T) -> T {
        struct Locking<'a>(&'a Vm);
        impl Drop for Locking<'_> {
            fn drop(&mut self) {
                crate::lock::acquire(self.0);
            }
        }
        crate::lock::release(self);
        let _locking = Locking(self);
        action()
    }

    /// Runs the handlers of signals that have arrived. For native code that waits, or that
    /// takes many steps.
    #[inline]
    pub fn check_signals(&self) -> Result<()> {
        if breaker::is_requested() {
            return self.handle_breaker();
        }
        Ok(())
    }

    /// Issues a warning; an exception where a filter turns it into one.
    pub fn warn(&self, category: &Ref<Type>, message: &str, stack_level: i64) -> Result<()> {
        crate::builtins::warnings::warn(self, category, message, stack_level)
    }
}
