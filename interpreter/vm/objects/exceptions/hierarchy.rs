//! The hierarchy of built-in exceptions: the only table of them.

use super::{base, group, os_error, simple, syntax_error, unicode_error};
use crate::objects::heap::Payload;
use crate::objects::types::{TypeSpec, flags};
use crate::static_type;

const FLAGS: u32 =
    flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::EXCEPTION_SUBCLASS;

/// An exception without anything of its own.
const PLAIN: TypeSpec = TypeSpec {
    layout: Some(<super::Exception as Payload>::layout),
    flags: FLAGS,
    ..TypeSpec::DEFAULT
};

/// Each row: static, name, base, and the specification that it starts from.
macro_rules! exceptions {
    ($($name:ident = $text:literal ($base:ident) $(from $spec:expr)?;)*) => {
        static_type! {
            /// `BaseException`
            pub BASE_EXCEPTION = TypeSpec {
                name: "BaseException",
                ..base::SPEC
            };
            $(#[doc = concat!("`", $text, "`")]
            pub $name = TypeSpec {
                name: $text,
                base: Some(|| $base.as_ref()),
                layout: Some(<super::Exception as Payload>::layout),
                flags: FLAGS,
                ..exceptions!(@spec $($spec)?)
            });*
        }

        /// All of them, bases first.
        pub static ALL: &[&crate::objects::types::StaticType] = &[&BASE_EXCEPTION, $(&$name),*];
    };
    (@spec) => { PLAIN };
    (@spec $spec:expr) => { $spec };
}

exceptions! {
    BASE_EXCEPTION_GROUP = "BaseExceptionGroup" (BASE_EXCEPTION) from group::BASE;
    EXCEPTION_GROUP = "ExceptionGroup" (BASE_EXCEPTION_GROUP) from TypeSpec { more_bases: &[|| EXCEPTION.as_ref()], ..PLAIN };
    EXCEPTION = "Exception" (BASE_EXCEPTION);
    ARITHMETIC_ERROR = "ArithmeticError" (EXCEPTION);
    FLOATING_POINT_ERROR = "FloatingPointError" (ARITHMETIC_ERROR);
    OVERFLOW_ERROR = "OverflowError" (ARITHMETIC_ERROR);
    ZERO_DIVISION_ERROR = "ZeroDivisionError" (ARITHMETIC_ERROR);
    ASSERTION_ERROR = "AssertionError" (EXCEPTION);
    ATTRIBUTE_ERROR = "AttributeError" (EXCEPTION) from simple::ATTRIBUTE;
    BUFFER_ERROR = "BufferError" (EXCEPTION);
    EOF_ERROR = "EOFError" (EXCEPTION);
    IMPORT_ERROR = "ImportError" (EXCEPTION) from simple::IMPORT;
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError" (IMPORT_ERROR);
    LOOKUP_ERROR = "LookupError" (EXCEPTION);
    INDEX_ERROR = "IndexError" (LOOKUP_ERROR);
    KEY_ERROR = "KeyError" (LOOKUP_ERROR) from simple::KEY;
    MEMORY_ERROR = "MemoryError" (EXCEPTION);
    NAME_ERROR = "NameError" (EXCEPTION) from simple::NAME;
    UNBOUND_LOCAL_ERROR = "UnboundLocalError" (NAME_ERROR);
    OS_ERROR = "OSError" (EXCEPTION) from os_error::SPEC;
    BLOCKING_IO_ERROR = "BlockingIOError" (OS_ERROR);
    CHILD_PROCESS_ERROR = "ChildProcessError" (OS_ERROR);
    CONNECTION_ERROR = "ConnectionError" (OS_ERROR);
    BROKEN_PIPE_ERROR = "BrokenPipeError" (CONNECTION_ERROR);
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError" (CONNECTION_ERROR);
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError" (CONNECTION_ERROR);
    CONNECTION_RESET_ERROR = "ConnectionResetError" (CONNECTION_ERROR);
    FILE_EXISTS_ERROR = "FileExistsError" (OS_ERROR);
    FILE_NOT_FOUND_ERROR = "FileNotFoundError" (OS_ERROR);
    INTERRUPTED_ERROR = "InterruptedError" (OS_ERROR);
    IS_ADIRECTORY_ERROR = "IsADirectoryError" (OS_ERROR);
    NOT_ADIRECTORY_ERROR = "NotADirectoryError" (OS_ERROR);
    PERMISSION_ERROR = "PermissionError" (OS_ERROR);
    PROCESS_LOOKUP_ERROR = "ProcessLookupError" (OS_ERROR);
    TIMEOUT_ERROR = "TimeoutError" (OS_ERROR);
    REFERENCE_ERROR = "ReferenceError" (EXCEPTION);
    RUNTIME_ERROR = "RuntimeError" (EXCEPTION);
    NOT_IMPLEMENTED_ERROR = "NotImplementedError" (RUNTIME_ERROR);
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError" (RUNTIME_ERROR);
    RECURSION_ERROR = "RecursionError" (RUNTIME_ERROR);
    STOP_ASYNC_ITERATION = "StopAsyncIteration" (EXCEPTION);
    STOP_ITERATION = "StopIteration" (EXCEPTION) from simple::STOP_ITERATION;
    SYNTAX_ERROR = "SyntaxError" (EXCEPTION) from syntax_error::SPEC;
    INDENTATION_ERROR = "IndentationError" (SYNTAX_ERROR);
    TAB_ERROR = "TabError" (INDENTATION_ERROR);
    INCOMPLETE_INPUT_ERROR = "_IncompleteInputError" (SYNTAX_ERROR);
    SYSTEM_ERROR = "SystemError" (EXCEPTION);
    TYPE_ERROR = "TypeError" (EXCEPTION);
    VALUE_ERROR = "ValueError" (EXCEPTION);
    UNICODE_ERROR = "UnicodeError" (VALUE_ERROR);
    UNICODE_DECODE_ERROR = "UnicodeDecodeError" (UNICODE_ERROR) from unicode_error::DECODE;
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError" (UNICODE_ERROR) from unicode_error::ENCODE;
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError" (UNICODE_ERROR) from unicode_error::TRANSLATE;
    WARNING = "Warning" (EXCEPTION);
    BYTES_WARNING = "BytesWarning" (WARNING);
    DEPRECATION_WARNING = "DeprecationWarning" (WARNING);
    ENCODING_WARNING = "EncodingWarning" (WARNING);
    FUTURE_WARNING = "FutureWarning" (WARNING);
    IMPORT_WARNING = "ImportWarning" (WARNING);
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning" (WARNING);
    RESOURCE_WARNING = "ResourceWarning" (WARNING);
    RUNTIME_WARNING = "RuntimeWarning" (WARNING);
    SYNTAX_WARNING = "SyntaxWarning" (WARNING);
    UNICODE_WARNING = "UnicodeWarning" (WARNING);
    USER_WARNING = "UserWarning" (WARNING);
    GENERATOR_EXIT = "GeneratorExit" (BASE_EXCEPTION);
    KEYBOARD_INTERRUPT = "KeyboardInterrupt" (BASE_EXCEPTION);
    SYSTEM_EXIT = "SystemExit" (BASE_EXCEPTION) from simple::SYSTEM_EXIT;
}
