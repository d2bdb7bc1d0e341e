//! `weft FILE`: running programs.

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Read};
use std::os::unix::ffi::OsStrExt;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;

use corosensei::stack::DefaultStack;
use vm::compiling::late_builtins;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::startup;
use vm::traceback::{self, Exit};
use vm::vm::Options;
use vm::{Result, Vm};

use crate::python_options::{Program, Request, parse};
use crate::repl;

/// Native stack that runs the program. Only what is used takes memory.
const STACK_BYTES: usize = 24 << 20;
/// What native code may use below the limit at which recursion is refused.
const STACK_RESERVE: usize = 1 << 20;

/// Reads the command line as CPython does, and runs what it says.
pub fn run(arguments: Vec<OsString>) -> u8 {
    let executable = std::env::current_exe()
        .map(OsString::from)
        .unwrap_or_else(|_| "weft".into());
    match parse(&executable, arguments) {
        Request::Print(text) => {
            print!("{text}");
            0
        }
        Request::Refuse(text) => {
            eprint!("{text}");
            2
        }
        Request::Fail(text) => {
            eprint!("{text}");
            1
        }
        Request::Run(request) => {
            let (program, options) = *request;
            on_large_stack(move || run_program(program, options))
        }
    }
}

/// Runs on a large stack, and ends the process.
fn on_large_stack(action: impl FnOnce() -> Exit) -> u8 {
    let action = || {
        // The hook has told of the panic. The process ends here, so that nobody gives the stack
        // back, page by page.
        end(panic::catch_unwind(AssertUnwindSafe(action)).unwrap_or(Exit::Status(70)))
    };
    match DefaultStack::new(STACK_BYTES) {
        Ok(stack) => corosensei::on_stack(stack, action),
        Err(error) => {
            eprintln!("weft: cannot start: {error}");
            end(Exit::Status(70))
        }
    }
}

fn end(exit: Exit) -> u8 {
    match exit {
        Exit::Status(status) => modules::end_process((status & 0xFF) as u8),
        Exit::Interrupted => {
            modules::die_by_interrupt();
            130
        }
    }
}

fn run_program(program: Program, options: Options) -> Exit {
    modules::use_huge_pages_later();
    let marker = 0u8;
    let here = &raw const marker as usize;
    let inspect = options.inspect;
    let configuration = modules::configuration(options, here - STACK_BYTES + STACK_RESERVE);
    startup::run(configuration, |vm| {
        if !vm.shared().options.no_site {
            late_builtins::defer();
        }
        if !vm.shared().options.warnings.is_empty() {
            // It says which of the options mean nothing.
            drop(vm.import("warnings"));
        }
        let mut exit = match execute(vm, &program) {
            Ok(()) => Exit::Status(0),
            Err(raised) => traceback::uncaught(vm, &raised),
        };
        if inspect && !matches!(program, Program::StandardInput) {
            exit = repl::run(vm);
        }
        startup::finish(vm, exit)
    })
}

fn execute(vm: &Vm, program: &Program) -> Result<()> {
    match program {
        Program::Code(code) => {
            set_path(vm, Some(""));
            *vm.shared().command.borrow_mut() = Some(code.to_string_lossy().into_owned());
            let main = startup::main_module(vm);
            run_source(vm, &main, code.as_bytes(), "<string>")
        }
        Program::Module(name) => {
            set_path(vm, current_folder().as_deref());
            startup::main_module(vm);
            let run = vm.import_attribute("runpy", "_run_module_as_main")?;
            vm.call(&run, &[Str::value(name)]).map(drop)
        }
        Program::File(file) => run_file(vm, file),
        Program::StandardInput => {
            set_path(vm, Some(""));
            let options = &vm.shared().options;
            if std::io::stdin().is_terminal() || options.interactive {
                late_builtins::make(vm)?;
                return repl::run_with_banner(vm);
            }
            let mut source = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut source);
            read.map_err(|error| vm.os_error(&error, None))?;
            let main = startup::main_module(vm);
            run_source(vm, &main, &source, "<stdin>")
        }
    }
}

fn current_folder() -> Option<String> {
    let folder = std::env::current_dir().ok()?;
    Some(folder.to_string_lossy().into_owned())
}

/// Puts the program's folder in front of `sys.path`, unless that is forbidden.
fn set_path(vm: &Vm, first: Option<&str>) {
    if vm.shared().options.safe_path {
        return;
    }
    let path = vm.shared().sys.get_str(&vm.intern("path"));
    if let (Some(path), Some(first)) = (path, first)
        && let Some(path) = path.downcast::<List>()
    {
        path.items.borrow_mut().insert(0, Str::value(first));
        *vm.shared().program_folder.borrow_mut() = Some(first.to_owned());
    }
}

fn run_file(vm: &Vm, file: &OsStr) -> Result<()> {
    let path = Path::new(file);
    let name = path.to_string_lossy().into_owned();
    if path.is_dir() {
        return run_entry(vm, &name);
    }
    let source = match std::fs::read(path) {
        Ok(source) => source,
        Err(error) => {
            let executable = &vm.shared().options.executable;
            let errno = error.raw_os_error().unwrap_or(0);
            traceback::write_error(
                vm,
                &format!(
                    "{executable}: can't open file '{}': [Errno {errno}] {}\n",
                    std::path::absolute(path)
                        .unwrap_or(path.to_owned())
                        .display(),
                    vm::objects::exceptions::os_error::error_text(errno)
                ),
            );
            return Err(system_exit(vm, 2));
        }
    };
    if is_archive(&source) {
        return run_entry(vm, &name);
    }
    let resolved = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = resolved
        .parent()
        .map(|folder| folder.to_string_lossy().into_owned());
    set_path(vm, folder.as_deref());
    let name = std::path::absolute(path).unwrap_or(path.to_owned());
    let name = name.to_string_lossy().into_owned();
    let main = startup::main_module(vm);
    main.set(vm, "__file__", Str::value(&name));
    main.set(vm, "__cached__", Value::NONE);
    let skipped = match vm.shared().options.skip_first_line {
        true => source
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(source.len()),
        false => 0,
    };
    run_source(vm, &main, &source[skipped..], &name)
}

/// Runs the module `__main__` of a folder or an archive, which goes in front of `sys.path`.
fn run_entry(vm: &Vm, name: &str) -> Result<()> {
    let path = vm.shared().sys.get_str(&vm.intern("path"));
    if let Some(path) = path.as_ref().and_then(|path| path.downcast::<List>()) {
        path.items.borrow_mut().insert(0, Str::value(name));
    }
    startup::main_module(vm);
    let run = vm.import_attribute("runpy", "_run_module_as_main")?;
    let arguments = [Str::value("__main__"), Value::FALSE];
    vm.call(&run, &arguments).map(drop)
}

/// Whether a file is a zip archive: the record at its end says so.
fn is_archive(source: &[u8]) -> bool {
    const RECORD: usize = 22;
    const LONGEST_COMMENT: usize = u16::MAX as usize;
    let end = source.len().saturating_sub(RECORD + LONGEST_COMMENT);
    let tail = &source[end..];
    tail.contains(&0) && tail.windows(4).any(|window| window == b"PK\x05\x06")
}

fn system_exit(vm: &Vm, status: i64) -> vm::Raised {
    vm.error_with(
        &vm::objects::exceptions::SYSTEM_EXIT,
        vec![Value::int(status)],
    )
}

fn run_source(vm: &Vm, main: &Ref<Module>, source: &[u8], name: &str) -> Result<()> {
    let code = vm.compile_module(source, &Arc::from(name))?;
    let dict = main.dict();
    vm.run(&code, &dict, dict.to_value()).map(drop)
}
