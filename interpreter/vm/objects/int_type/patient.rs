//! Arithmetic that takes long: it runs on a thread of its own, so that signals are answered
//! and other threads go on meanwhile.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use primitives::number::NumberError;
use primitives::number::integer::{self, Integer, IntegerRef};

use crate::objects::int::Int;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Results of so many bits are worth a thread.
pub const MANY_BITS: u64 = 1 << 22;

/// How often signals are looked at.
const PATIENCE: Duration = Duration::from_millis(15);

impl Vm {
    /// What `work` gives. It is left to itself where a signal handler raises.
    pub fn work_patiently<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let worker = thread::Builder::new().name("arithmetic".to_owned());
        let started = worker.spawn(move || {
            crate::eval::out_of_memory::expect_refusal();
            // Nobody listens any more after an interruption.
            let _ = sender.send(work());
        });
        if started.is_err() {
            return Err(self.memory_error(""));
        }
        loop {
            match self.allow_threads(|| receiver.recv_timeout(PATIENCE)) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) => self.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => return Err(self.memory_error("")),
            }
        }
    }
}

/// The result of an operation on two numbers.
pub(super) fn compute(
    vm: &Vm,
    operation: fn(IntegerRef<'_>, IntegerRef<'_>) -> std::result::Result<Integer, NumberError>,
    left: IntegerRef<'_>,
    right: IntegerRef<'_>,
) -> Result<Value> {
    let result = if is_long(left, right) {
        let (left, right) = (left.to_big(), right.to_big());
        vm.work_patiently(move || operation(IntegerRef::Big(&left), IntegerRef::Big(&right)))?
    } else {
        operation(left, right)
    };
    result
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}

/// Whether the product or quotient of two numbers takes long.
pub(super) fn is_long(left: IntegerRef<'_>, right: IntegerRef<'_>) -> bool {
    match (left, right) {
        (IntegerRef::Big(left), IntegerRef::Big(right)) => {
            left.bits().min(right.bits()) > MANY_BITS / 4 && left.bits() > MANY_BITS
        }
        _ => false,
    }
}

/// Whether a power takes long.
pub(super) fn is_long_power(base: IntegerRef<'_>, exponent: IntegerRef<'_>) -> bool {
    match exponent {
        IntegerRef::Small(exponent @ 0..) => {
            let bits = integer::bit_length(base).saturating_mul(exponent.unsigned_abs());
            bits > MANY_BITS && bits < 1 << 42 && integer::bit_length(base) > 1
        }
        _ => false,
    }
}

/// Whether a power modulo a number takes long.
pub(super) fn is_long_modular(exponent: IntegerRef<'_>, modulus: IntegerRef<'_>) -> bool {
    let steps = integer::bit_length(exponent);
    steps.saturating_mul(integer::bit_length(modulus)) > 8 * MANY_BITS
}
