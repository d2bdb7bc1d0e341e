//! The exceptions that native code raises itself.

use vm::objects::exceptions::{BASE_EXCEPTION, EXCEPTION};
use vm::objects::types::{TypeSpec, flags};
use vm::static_type;

static_type! {
    /// `asyncio.CancelledError`
    pub CANCELLED_ERROR = TypeSpec {
        name: "CancelledError",
        module: "asyncio.exceptions",
        doc: Some("The future or task was cancelled."),
        base: Some(|| &BASE_EXCEPTION),
        flags: flags::BASE | flags::MUTABLE,
        ..TypeSpec::DEFAULT
    };
    /// `asyncio.InvalidStateError`
    pub INVALID_STATE_ERROR = TypeSpec {
        name: "InvalidStateError",
        module: "asyncio.exceptions",
        doc: Some("The operation does not fit the state that the future is in."),
        base: Some(|| &EXCEPTION),
        flags: flags::BASE | flags::MUTABLE,
        ..TypeSpec::DEFAULT
    };
}
