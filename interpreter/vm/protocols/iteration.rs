//! Iteration.

use crate::eval::breaker;
use crate::objects::dict::Dict;
use crate::objects::dict_type::views::{DictIterator, View};
use crate::objects::exceptions;
use crate::objects::iterators::sequences::ListIterator;
use crate::objects::list::List;
use crate::objects::names::names;
use crate::objects::set::{Set, SetIterator};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Whether an iterator is that of a dict or a set, which may not change meanwhile.
#[cold]
fn is_of_table(iterator: &Value) -> bool {
    iterator.downcast::<DictIterator>().is_some() || iterator.downcast::<SetIterator>().is_some()
}

impl Vm {
    /// `iter(value)`.
    pub fn iter(&self, value: &Value) -> Result<Value> {
        let slots = value.class().slots();
        if let Some(iter) = slots.iter {
            // Views of views ask each other.
            self.check_native_stack("")?;
            let iterator = iter(self, value)?;
            if iterator.class().slots().next.is_none() {
                return Err(self.type_error(format!(
                    "iter() returned non-iterator of type '{}'",
                    iterator.class().name()
                )));
            }
            return Ok(iterator);
        }
        if self.is_sequence(value) {
            return Ok(crate::objects::sequence_iterator::SequenceIterator::of(
                value,
            ));
        }
        Err(self.type_error(format!("'{}' object is not iterable", value.class().name())))
    }

    /// `next(iterator)`; `None` when it is exhausted.
    #[inline]
    pub fn next(&self, iterator: &Value) -> Result<Option<Value>> {
        // Native code may take items without end, but not out of a table: `list(table)` is what
        // threads rely on while others change it.
        if breaker::is_requested() && !is_of_table(iterator) {
            self.handle_breaker()?;
        }
        if let Some(list) = iterator.downcast_exact::<ListIterator>() {
            return Ok(list.advance());
        }
        match self.next_or_stop(iterator) {
            Err(raised) if raised.is(&exceptions::STOP_ITERATION) => Ok(None),
            result => result,
        }
    }

    /// As [`Vm::next`], but a StopIteration with a value stays an exception, for `yield from`.
    #[inline]
    pub fn next_or_stop(&self, iterator: &Value) -> Result<Option<Value>> {
        // Iterators take items from each other.
        self.check_native_stack("")?;
        match iterator.class().slots().next {
            Some(next) => next(self, iterator),
            None => Err(self.type_error(format!(
                "'{}' object is not an iterator",
                iterator.class().name()
            ))),
        }
    }

    /// Calls `each` with every item of `iterable`.
    pub fn for_each(
        &self,
        iterable: &Value,
        mut each: impl FnMut(Value) -> Result<()>,
    ) -> Result<()> {
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            return tuple.items().iter().cloned().try_for_each(|item| {
                self.check_signals()?;
                each(item)
            });
        }
        if let Some(list) = iterable.downcast_exact::<List>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                self.check_signals()?;
                each(item)?;
                index += 1;
            }
            return Ok(());
        }
        if let Some(text) = iterable.downcast_exact::<Str>() {
            return text.as_wtf8().code_points().try_for_each(|point| {
                self.check_signals()?;
                each(Str::from_code_point(point).into())
            });
        }
        let iterator = self.iter(iterable)?;
        self.for_each_left(&iterator, each)
    }

    /// Calls `each` with every item that an iterator still has.
    #[inline]
    pub fn for_each_left(
        &self,
        iterator: &Value,
        mut each: impl FnMut(Value) -> Result<()>,
    ) -> Result<()> {
        self.check_native_stack("")?;
        let Some(next) = iterator.class().slots().next else {
            return self.next_or_stop(iterator).map(drop);
        };
        loop {
            if breaker::is_requested() && !is_of_table(iterator) {
                self.handle_breaker()?;
            }
            match next(self, iterator) {
                Ok(Some(item)) => each(item)?,
                Ok(None) => return Ok(()),
                Err(raised) if raised.is(&exceptions::STOP_ITERATION) => return Ok(()),
                Err(raised) => return Err(raised),
            }
        }
    }

    /// The items of `iterable`, as `list(iterable)` collects them.
    pub fn collect(&self, iterable: &Value) -> Result<Vec<Value>> {
        self.collect_with(iterable, Vm::iter)
    }

    /// The items of `iterable`, which is taken for a sequence: where it cannot be iterated over,
    /// whatever the TypeError says, this is the message of another.
    pub fn collect_sequence(
        &self,
        iterable: &Value,
        refusal: impl Fn() -> String,
    ) -> Result<Vec<Value>> {
        self.collect_with(iterable, |vm, iterable| match vm.iter(iterable) {
            Err(raised) if raised.is(&exceptions::TYPE_ERROR) => Err(vm.type_error(refusal())),
            result => result,
        })
    }

    fn collect_with(
        &self,
        iterable: &Value,
        iter: impl FnOnce(&Vm, &Value) -> Result<Value>,
    ) -> Result<Vec<Value>> {
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            return Ok(tuple.items().to_vec());
        }
        if let Some(list) = iterable.downcast_exact::<List>() {
            return Ok(list.to_vec());
        }
        if let Some(items) = items_at_once(iterable) {
            return Ok(items);
        }
        let iterator = iter(self, iterable)?;
        let mut items = Vec::with_capacity(self.length_hint(iterable, 8)?.min(1 << 20));
        self.for_each_left(&iterator, |item| {
            items.push(item);
            Ok(())
        })?;
        Ok(items)
    }

    /// `operator.length_hint(value, default)`.
    pub fn length_hint(&self, value: &Value, default: usize) -> Result<usize> {
        if let Some(length) = value.class().slots().length {
            return match length(self, value) {
                Err(raised) if raised.is(&exceptions::TYPE_ERROR) => Ok(default),
                result => result,
            };
        }
        let Some(method) = self.find_special(value, &names().__length_hint__)? else {
            return Ok(default);
        };
        let hint = match self.call_found(&method, value, &[]) {
            Ok(hint) => hint,
            Err(raised) if raised.is(&exceptions::TYPE_ERROR) => return Ok(default),
            Err(raised) => return Err(raised),
        };
        if hint.is_not_implemented() {
            return Ok(default);
        }
        if !hint.is_int() {
            return Err(self.type_error(format!(
                "__length_hint__ must be an integer, not {}",
                hint.class().name()
            )));
        }
        let hint = self.to_isize(&hint)?;
        usize::try_from(hint).map_err(|_| self.value_error("__length_hint__() should return >= 0"))
    }
}

/// The items of a dict, a view of one, a set or a string, where no class has changed how it is
/// iterated.
pub(crate) fn items_at_once(iterable: &Value) -> Option<Vec<Value>> {
    if let Some(text) = iterable.downcast_exact::<Str>() {
        let character = |point| Value::from(Str::from_code_point(point));
        return Some(match text.is_ascii() {
            true => text
                .as_bytes()
                .iter()
                .map(|byte| character((*byte).into()))
                .collect(),
            false => text.as_wtf8().code_points().map(character).collect(),
        });
    }
    if let Some(dict) = iterable.downcast_exact::<Dict>() {
        return Some(dict.keys());
    }
    if let Some(set) = iterable.downcast_exact::<Set>() {
        return Some(set.to_vec());
    }
    View::exact(iterable).map(|view| view.items())
}
