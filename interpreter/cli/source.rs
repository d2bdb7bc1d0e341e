//! What the command line names: a file, standard input, or one function of them.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A program text and what it is called in messages.
#[derive(Debug)]
pub struct Source {
    /// The file's name as it was given, or `<stdin>`.
    pub filename: String,
    /// The undecoded text.
    pub bytes: Vec<u8>,
}

/// `-`, `FILE` or `FILE::QUALNAME`.
#[derive(Debug)]
pub struct Operand {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    /// The function or class asked for after `::`.
    pub qualified_name: Option<String>,
}

/// Why a file could not be read.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for ReadError {
    /// In the words of Python's `OSError`: `[Errno 2] No such file or directory: 'x.py'`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.error.to_string();
        let words = text.split(" (os error").next().unwrap_or(&text);
        if let Some(number) = self.error.raw_os_error() {
            write!(formatter, "[Errno {number}] ")?;
        }
        write!(formatter, "{words}: '{}'", self.path.display())
    }
}

impl Source {
    /// Reads the file at `path`, or standard input for `-`.
    pub fn open(path: &Path) -> Result<Source, ReadError> {
        if path == Path::new("-") {
            Source::read_standard_input()
        } else {
            Source::read(path)
        }
    }

    /// Reads the file at `path`.
    pub fn read(path: &Path) -> Result<Source, ReadError> {
        match std::fs::read(path) {
            Ok(bytes) => Ok(Source {
                filename: path.to_string_lossy().into_owned(),
                bytes,
            }),
            Err(error) => Err(ReadError {
                path: path.to_owned(),
                error,
            }),
        }
    }

    fn read_standard_input() -> Result<Source, ReadError> {
        let mut bytes = Vec::new();
        match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(Source {
                filename: "<stdin>".to_owned(),
                bytes,
            }),
            Err(error) => Err(ReadError {
                path: PathBuf::from("<stdin>"),
                error,
            }),
        }
    }
}

impl Operand {
    /// Takes an argument apart. One that names a file as a whole is that file, even where its
    /// name holds `::`.
    pub fn parse(argument: &Path) -> Operand {
        if !argument.exists()
            && let Some(text) = argument.to_str()
            && let Some((file, name)) = text.rsplit_once("::")
            && !file.is_empty()
            && !name.is_empty()
        {
            return Operand {
                path: PathBuf::from(file),
                qualified_name: Some(name.to_owned()),
            };
        }
        Operand {
            path: argument.to_owned(),
            qualified_name: None,
        }
    }
}
