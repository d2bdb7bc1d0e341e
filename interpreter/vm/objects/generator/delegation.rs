//! Delegation to anything: a step of an iterator by its own methods (PEP 380).

use super::super::async_generator;
use super::super::exceptions;
use super::super::slots::Send;
use super::super::types::flags;
use super::super::value::Value;
use super::{Thrown, close, exact_generator, stop_value, throw};
use crate::eval::monitoring;
use crate::{Raised, Result, Vm};

/// What an iterator that is delegated to did.
pub enum Step {
    /// It yielded.
    Yielded(Value),
    /// It has ended, with this value.
    Returned(Value),
}

impl Vm {
    /// Sends a value into an iterator; an iterator without `send` takes only None.
    #[inline(never)]
    pub fn send_into(&self, iterator: &Value, value: &Value) -> Result<Step> {
        let step = if let Some(send) = native_send(iterator) {
            send(self, iterator, value)?
        } else if let Some(step) = async_generator::send_into(self, iterator, value) {
            step?
        } else if value.is_none() && iterator.class().slots().next.is_some() {
            match self.next_or_stop(iterator) {
                Ok(Some(value)) => Step::Yielded(value),
                // No StopIteration was raised that anybody could be told of.
                Ok(None) => return Ok(Step::Returned(Value::NONE)),
                Err(raised) => step(Err(raised))?,
            }
        } else {
            step(self.call_method(iterator, "send", std::slice::from_ref(value)))?
        };
        if let Step::Returned(value) = &step {
            monitoring::stopped_with(self, value);
        }
        Ok(step)
    }

    /// Raises an exception in an iterator; one without `throw` leaves it to the caller. A
    /// GeneratorExit closes the iterator first.
    pub fn throw_into(&self, iterator: &Value, raised: Raised) -> Result<Step> {
        if raised.is(&exceptions::GENERATOR_EXIT) {
            match exact_generator(iterator) {
                Some(generator) => drop(close(self, generator)?),
                None => {
                    if let Some(method) = self.find_attribute(iterator, &self.intern("close"))? {
                        drop(self.call(&method, &[])?);
                    }
                }
            }
            return Err(raised);
        }
        if let Some(generator) = exact_generator(iterator) {
            let thrown = Thrown {
                class: raised.0,
                value: None,
                traceback: None,
            };
            return step(throw(self, generator, &thrown, true));
        }
        match self.find_attribute(iterator, &self.intern("throw"))? {
            Some(method) => step(self.call(&method, &[raised.0])),
            None => Err(raised),
        }
    }
}

/// The step of a native awaitable, which classes in the language do not inherit.
#[inline(always)]
pub(crate) fn native_send(value: &Value) -> Option<Send> {
    let class = value.class();
    class.slots().send.filter(|_| !class.has(flags::HEAP))
}

fn step(result: Result<Value>) -> Result<Step> {
    match result {
        Ok(value) => Ok(Step::Yielded(value)),
        Err(raised) => stop_value(raised).map(Step::Returned),
    }
}
