//! What compiling can report: errors and warnings, in CPython's words.

mod render;

use std::borrow::Cow;

use crate::span::Span;

/// The exception class that CPython raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by Python's exceptions")]
pub enum ErrorKind {
    SyntaxError,
    IndentationError,
    TabError,
    /// A source string that holds null bytes given to `compile()`, and the like.
    ValueError,
    /// Text that is nested too deeply for the parser.
    MemoryError,
    /// Text that is nested too deeply for the compiler.
    RecursionError,
    OverflowError,
    SystemError,
    /// Text of an f-string that cannot be decoded.
    UnicodeDecodeError,
    /// A docstring that holds lone surrogates.
    UnicodeEncodeError,
}

impl ErrorKind {
    /// The class's name in Python.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::TabError => "TabError",
            ErrorKind::ValueError => "ValueError",
            ErrorKind::MemoryError => "MemoryError",
            ErrorKind::RecursionError => "RecursionError",
            ErrorKind::OverflowError => "OverflowError",
            ErrorKind::SystemError => "SystemError",
            ErrorKind::UnicodeDecodeError => "UnicodeDecodeError",
            ErrorKind::UnicodeEncodeError => "UnicodeEncodeError",
        }
    }
}

/// Why a text could not be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception class.
    pub kind: ErrorKind,
    /// CPython's message.
    pub message: String,
    /// Where, if the error has a place.
    pub location: Option<ErrorLocation>,
    /// Who has found it.
    pub found_by: FoundBy,
}

/// Who finds an error decides which text CPython shows for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// Shows its line without the end.
    Tokenizer,
    /// Shows the line in the file that the code is said to come from. Where there is none, it
    /// shows what the tokenizer holds.
    Parser {
        /// The line with which that begins: an earlier one where a token takes several.
        first_line: u32,
        /// Whether the tokenizer is at a later line: then the line is shown without its end.
        is_past: bool,
    },
    /// Shows the line in the file, or none.
    Compiler,
    /// The search for `__future__`: as the compiler, and the error has no end.
    Future,
}

impl FoundBy {
    /// The parser, while the tokenizer is at the line of the error and began to read there.
    pub const PARSER: FoundBy = FoundBy::Parser {
        first_line: u32::MAX,
        is_past: false,
    };
}

/// The place of a [`SyntaxError`], as the attributes of Python's exception say it.
///
/// Offsets count from 1, in characters (not bytes) of the line, and the end is exclusive.
/// `end_offset` 0 means that CPython gives no end, and one caret is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the attributes of Python's SyntaxError")]
pub struct ErrorLocation {
    pub line: u32,
    pub offset: i32,
    pub end_line: u32,
    pub end_offset: i32,
}

impl ErrorLocation {
    /// The line of code that no line of the text stands for. CPython's line is -1 there.
    pub const NO_LINE: u32 = u32::MAX;
}

impl SyntaxError {
    /// A plain `SyntaxError` over `span`, whose byte columns are converted to characters of
    /// `source`, the decoded text.
    pub fn at(source: &str, span: Span, message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message: message.into(),
            location: Some(ErrorLocation {
                line: span.line,
                offset: character_offset(source, span.line, span.column),
                end_line: span.end_line,
                // CPython looks for the end column in the first line, too.
                end_offset: character_offset(source, span.line, span.end_column),
            }),
            found_by: FoundBy::Parser {
                first_line: u32::MAX,
                is_past: span.end_line > span.line,
            },
        }
    }

    /// A plain `SyntaxError` over `span` whose offsets count bytes. This is how CPython's
    /// symbol table and code generator report, unlike its parser.
    pub fn at_bytes(span: Span, message: impl Into<String>) -> SyntaxError {
        let offset = |column: u32| i32::try_from(column).unwrap_or(i32::MAX).saturating_add(1);
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message: message.into(),
            location: Some(ErrorLocation {
                line: span.line,
                offset: offset(span.column),
                end_line: span.end_line,
                end_offset: offset(span.end_column),
            }),
            found_by: FoundBy::Compiler,
        }
    }

    /// An error that has no place in the text.
    pub fn without_location(kind: ErrorKind, message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            kind,
            message: message.into(),
            location: None,
            found_by: FoundBy::PARSER,
        }
    }
}

/// A `SyntaxWarning` of the lexer, the parser or the compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// CPython's message.
    pub message: String,
    /// Where; CPython prints the line only.
    pub span: Span,
}

/// How much of a line CPython 3.13.0 reads at a time when it looks for one to show.
const CHUNK_BYTES: usize = 999;

/// Line `line` (from 1) of `source` as CPython 3.13.0 shows it, with its end. Of a line that
/// is longer than CPython's buffer, that is what the buffer holds in the end.
pub fn shown_line(source: &str, line: u32) -> Option<Cow<'_, str>> {
    let before = usize::try_from(line).ok()?.checked_sub(1)?;
    let text = source.split_inclusive('\n').nth(before)?;
    let is_unfinished = text.len().is_multiple_of(CHUNK_BYTES) && !text.ends_with('\n');
    if text.len() <= CHUNK_BYTES || is_unfinished {
        return Some(Cow::Borrowed(text));
    }
    let start = (text.len() - 1) / CHUNK_BYTES * CHUNK_BYTES;
    Some(String::from_utf8_lossy(&text.as_bytes()[start..]))
}

/// The 1-based character offset of byte `column` in line `line` (from 1) of `source`. A column
/// beyond the line, with its line end, gives the place after that.
pub fn character_offset(source: &str, line: u32, column: u32) -> i32 {
    let text = shown_line(source, line).unwrap_or_default();
    offset_in(&text, (column as usize).saturating_add(1))
}

/// The number of characters that begin in the first `bytes` of a line. CPython sees one more
/// after the last, and none after that.
pub fn offset_in(line: &str, bytes: usize) -> i32 {
    let is_start = |byte: &&u8| **byte & 0xC0 != 0x80;
    let characters = line.as_bytes().iter().take(bytes).filter(is_start).count();
    i32::try_from(characters + usize::from(bytes > line.len())).unwrap_or(i32::MAX)
}
