//! The command line as CPython has it: `weft [options] [-c CODE | -m MODULE | FILE | -] [args]`.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use vm::vm::Options;

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c CODE`.
    Code(OsString),
    /// `-m MODULE`.
    Module(String),
    /// A file or folder.
    File(OsString),
    /// Standard input, named `-` or not at all.
    StandardInput,
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Request {
    /// Run a program.
    Run(Box<(Program, Options)>),
    /// Print this text to standard output.
    Print(String),
    /// Complain on standard error and end with status 2.
    Refuse(String),
    /// Complain on standard error of what the interpreter cannot start with; status 1.
    Fail(String),
}

const USAGE: &str = "usage: weft [option] ... [-c cmd | -m mod | file | -] [arg] ...";

const HELP: &str = "\
usage: weft [option] ... [-c cmd | -m mod | file | -] [arg] ...
       weft dis | check ...   (see weft dis --help, weft check --help)

Options, as CPython 3.13 has them:
-b       : warn of comparisons of bytes with str or int (-bb: raise)
-B       : do not write .pyc files (Weft never does)
-c cmd   : run a program given as text; ends the options
-d       : accepted for compatibility
-E       : ignore PYTHON* environment variables
-h       : show this help (also --help)
-i       : go on interactively after the program
-I       : isolate from the user's environment (implies -E, -P and -s)
-m mod   : run a library module as a program; ends the options
-O       : drop assert statements; -OO drops docstrings too
-P       : do not put the program's folder in front of sys.path
-q       : no version line in the REPL
-s       : do not add the user's site folder to sys.path
-S       : do not add exit, help and their kin to the builtins
-u       : unbuffered standard output and error
-v       : accepted for compatibility
-V       : show the version (also --version)
-W arg   : a warning filter: action:message:category:module:lineno
-x       : skip the first line of the program
-X opt   : an implementation-specific option
file     : a program
-        : read the program from standard input
arg ...  : what sys.argv[1:] holds
";

/// The version that the language has, as `-V` shows it.
pub const LANGUAGE_VERSION: &str = "3.13.0";

/// Reads the command line: `arguments` are those behind the program's own name.
pub fn parse(executable: &OsStr, arguments: Vec<OsString>) -> Request {
    let mut options = Options {
        original_arguments: std::iter::once(executable.to_owned())
            .chain(arguments.iter().cloned())
            .collect(),
        executable: executable.to_string_lossy().into_owned(),
        ..Options::default()
    };
    let mut rest = arguments.into_iter();
    let mut program = None;
    while let Some(argument) = rest.next() {
        let bytes = argument.as_bytes();
        if bytes == b"-" {
            program = Some((Program::StandardInput, argument));
            break;
        }
        if bytes == b"--" {
            break;
        }
        if bytes.first() != Some(&b'-') {
            program = Some((Program::File(argument.clone()), argument));
            break;
        }
        if bytes.starts_with(b"--") {
            match long_option(&argument, &mut rest) {
                None => continue,
                Some(request) => return request,
            }
        }
        match short_options(bytes, &mut options, &mut rest) {
            Ok(None) => {}
            Ok(Some(found)) => {
                program = Some(found);
                break;
            }
            Err(request) => return request,
        }
    }
    let (program, name) = program.unwrap_or((Program::StandardInput, OsString::new()));
    options.arguments = std::iter::once(name).chain(rest).collect();
    if let Err(problem) = utf8_mode(&mut options) {
        return fail("preconfig_init_utf8_mode", problem, "preinitializing");
    }
    if !options.ignore_environment {
        environment(&mut options);
    }
    if let Err(problem) = digit_limit(&mut options) {
        return fail("config_init_int_max_str_digits", &problem, "preinitialized");
    }
    if options.dev_mode {
        options.warnings.insert(0, "default".to_owned());
    }
    // The last filter goes before the others.
    match options.bytes_warning {
        0 => {}
        1 => options.warnings.push("default::BytesWarning".to_owned()),
        _ => options.warnings.push("error::BytesWarning".to_owned()),
    }
    Request::Run(Box::new((program, options)))
}

fn long_option(argument: &OsStr, rest: &mut impl Iterator<Item = OsString>) -> Option<Request> {
    match argument.to_str() {
        Some("--help" | "--help-all" | "--help-env" | "--help-xoptions") => {
            Some(Request::Print(HELP.to_owned()))
        }
        Some("--version") => Some(Request::Print(version())),
        Some("--check-hash-based-pycs") => {
            rest.next();
            None
        }
        _ => Some(refuse(&format!(
            "unknown option {}",
            argument.to_string_lossy()
        ))),
    }
}

fn version() -> String {
    format!(
        "Python {LANGUAGE_VERSION} (Weft {})\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn refuse(problem: &str) -> Request {
    Request::Refuse(format!(
        "{problem}\n{USAGE}\nTry `weft -h' for more information.\n"
    ))
}

/// Reads letters behind one dash. Gives the program, and what `sys.argv[0]` is at first, if a
/// letter ends the options.
fn short_options(
    bytes: &[u8],
    options: &mut Options,
    rest: &mut impl Iterator<Item = OsString>,
) -> Result<Option<(Program, OsString)>, Request> {
    let mut position = 1;
    while let Some(&letter) = bytes.get(position) {
        position += 1;
        let mut value = || {
            let own = &bytes[position..];
            if own.is_empty() {
                rest.next()
            } else {
                Some(OsStr::from_bytes(own).to_owned())
            }
        };
        match letter {
            b'b' => options.bytes_warning += 1,
            b'B' => options.dont_write_bytecode = true,
            b'd' => options.debug += 1,
            b'E' => options.ignore_environment = true,
            b'i' => {
                options.inspect = true;
                options.interactive = true;
            }
            b'I' => {
                options.isolated = true;
                options.ignore_environment = true;
                options.no_user_site = true;
                options.safe_path = true;
            }
            b'O' => options.optimize += 1,
            b'P' => options.safe_path = true,
            b'q' => options.quiet = true,
            b'R' => options.randomize_hashes = true,
            b't' => {}
            b's' => options.no_user_site = true,
            b'S' => options.no_site = true,
            b'u' => options.unbuffered = true,
            b'v' => options.verbose += 1,
            b'x' => options.skip_first_line = true,
            b'h' | b'?' => return Err(Request::Print(HELP.to_owned())),
            b'V' => return Err(Request::Print(version())),
            b'c' => {
                let Some(code) = value() else {
                    return Err(refuse("Argument expected for the -c option"));
                };
                return Ok(Some((Program::Code(code), "-c".into())));
            }
            b'm' => {
                let Some(module) = value() else {
                    return Err(refuse("Argument expected for the -m option"));
                };
                let module = module.to_string_lossy().into_owned();
                return Ok(Some((Program::Module(module), "-m".into())));
            }
            b'W' => {
                let Some(filter) = value() else {
                    return Err(refuse("Argument expected for the -W option"));
                };
                options.warnings.push(filter.to_string_lossy().into_owned());
                return Ok(None);
            }
            b'X' => {
                let Some(option) = value() else {
                    return Err(refuse("Argument expected for the -X option"));
                };
                extra_option(options, option.to_string_lossy().into_owned());
                return Ok(None);
            }
            other => return Err(refuse(&format!("Unknown option: -{}", char::from(other)))),
        }
    }
    Ok(None)
}

fn extra_option(options: &mut Options, option: String) {
    if option == "dev" {
        options.dev_mode = true;
    }
    options.extra.push(option);
}

fn fail(place: &str, problem: &str, state: &str) -> Request {
    Request::Fail(format!(
        "Fatal Python error: {place}: {problem}\nPython runtime state: {state}\n\n"
    ))
}

/// The last of the `-X` options of this name: what is behind its `=`, if it has one.
fn last_extra<'a>(options: &'a Options, wanted: &str) -> Option<Option<&'a str>> {
    let named = options.extra.iter().rev().find_map(|option| {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option.as_str(), None),
        };
        (name == wanted).then_some(value)
    })?;
    Some(named)
}

/// A variable of the environment that is not empty, unless the environment does not count.
fn variable(options: &Options, name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty() && !options.ignore_environment);
    value.map(|value| value.to_string_lossy().into_owned())
}

fn utf8_mode(options: &mut Options) -> Result<(), &'static str> {
    let from_environment = variable(options, "PYTHONUTF8");
    options.utf8_mode = match (last_extra(options, "utf8"), from_environment.as_deref()) {
        (Some(None | Some("1")), _) | (None, Some("1")) => true,
        (Some(Some("0")), _) | (None, Some("0") | None) => false,
        (Some(Some(_)), _) => return Err("invalid -X utf8 option value"),
        (None, Some(_)) => return Err("invalid PYTHONUTF8 environment variable value"),
    };
    Ok(())
}

fn digit_limit(options: &mut Options) -> Result<(), String> {
    const LEAST: i32 = 640;
    const VARIABLE: &str = "PYTHONINTMAXSTRDIGITS";
    let read = |source: &str, text: Option<&str>| {
        text.and_then(|text| text.trim_start().parse().ok())
            .filter(|&limit: &i32| limit == 0 || limit >= LEAST)
            .map(|limit| Some(limit as usize))
            .ok_or_else(|| {
                format!("{source}: invalid limit; must be >= {LEAST} or 0 for unlimited.")
            })
    };
    if let Some(text) = variable(options, VARIABLE) {
        options.digit_limit = read(VARIABLE, Some(&text))?;
    }
    if let Some(text) = last_extra(options, "int_max_str_digits") {
        options.digit_limit = read("-X int_max_str_digits", text)?;
    }
    Ok(())
}

/// What the environment says, where the command line does not.
fn environment(options: &mut Options) {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let count = |name: &str| {
        set(name).map_or(0, |value| {
            value
                .to_str()
                .and_then(|value| value.parse().ok())
                .unwrap_or(1)
        })
    };
    options.optimize = options.optimize.max(count("PYTHONOPTIMIZE"));
    options.debug = options.debug.max(count("PYTHONDEBUG"));
    options.verbose = options.verbose.max(count("PYTHONVERBOSE"));
    options.dont_write_bytecode |= set("PYTHONDONTWRITEBYTECODE").is_some();
    options.unbuffered |= set("PYTHONUNBUFFERED").is_some();
    options.no_user_site |= set("PYTHONNOUSERSITE").is_some();
    options.safe_path |= set("PYTHONSAFEPATH").is_some();
    options.dev_mode |= set("PYTHONDEVMODE").is_some();
    if set("PYTHONINSPECT").is_some() {
        options.inspect = true;
    }
    if let Some(filters) = set("PYTHONWARNINGS") {
        let filters = filters.to_string_lossy().into_owned();
        let own = std::mem::take(&mut options.warnings);
        options.warnings = filters.split(',').map(str::to_owned).chain(own).collect();
    }
    options.hash_seed = set("PYTHONHASHSEED").and_then(|seed| seed.to_str()?.parse().ok());
    if options.randomize_hashes && options.hash_seed == Some(0) {
        options.hash_seed = None;
    }
}
