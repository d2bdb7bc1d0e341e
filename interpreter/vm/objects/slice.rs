//! `slice`.

use num_bigint::BigInt;

use super::heap::{Payload, Ref};
use super::int::Int;
use super::sequence;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of a slice.
pub struct Slice {
    /// `start`
    pub start: Value,
    /// `stop`
    pub stop: Value,
    /// `step`
    pub step: Value,
}

payload!(Slice, SLICE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.start);
        visit(&self.stop);
        visit(&self.step);
    }
});

static_type! {
    /// `slice`
    pub SLICE = TypeSpec {
        name: "slice",
        doc: Some("A range of positions: start, stop and step."),
        layout: Some(<Slice as Payload>::layout),
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("indices", "($self, object, /)", indices, "Start, stop and step for a length."),
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
        ],
        properties: &[
            Property { member: true, ..Property::new("start", |_, this| Ok(of(this).start.clone())) },
            Property { member: true, ..Property::new("stop", |_, this| Ok(of(this).stop.clone())) },
            Property { member: true, ..Property::new("step", |_, this| Ok(of(this).step.clone())) },
        ],
        ..TypeSpec::DEFAULT
    };
}

/// The positions that a slice picks from a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first position.
    pub start: isize,
    /// The position that is not reached.
    pub stop: isize,
    /// The distance between positions; never zero.
    pub step: isize,
    /// How many there are.
    pub count: usize,
}

impl Span {
    /// The positions in the order in which they are picked.
    pub fn positions(self) -> impl ExactSizeIterator<Item = usize> {
        (0..self.count).map(move |number| {
            self.start
                .wrapping_add(self.step.wrapping_mul(number as isize)) as usize
        })
    }
}

fn of(value: &Value) -> &Ref<Slice> {
    value
        .downcast::<Slice>()
        .expect("the type of self is checked before a method is called")
}

impl Slice {
    /// A slice.
    pub fn new(start: Value, stop: Value, step: Value) -> Ref<Slice> {
        Ref::new_in_place(Slice { start, stop, step })
    }

    /// Start, stop and step as numbers, before the length of a sequence is known: `__index__`
    /// may run here, and change the sequence.
    pub fn unpack(&self, vm: &Vm) -> Result<(isize, isize, isize)> {
        let step = if self.step.is_none() {
            1
        } else {
            bound(vm, &self.step)?
        };
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let step = step.max(-isize::MAX);
        let start = match self.start.is_none() {
            true if step < 0 => isize::MAX,
            true => 0,
            false => bound(vm, &self.start)?,
        };
        let stop = match self.stop.is_none() {
            true if step < 0 => isize::MIN,
            true => isize::MAX,
            false => bound(vm, &self.stop)?,
        };
        Ok((start, stop, step))
    }

    /// The positions in a sequence whose length `length` gives once the bounds are known.
    pub fn span(&self, vm: &Vm, length: impl FnOnce() -> usize) -> Result<Span> {
        let bounds = self.unpack(vm)?;
        Ok(adjust(bounds, length()))
    }
}

/// The positions that bounds mean in a sequence of this length.
pub fn adjust((start, stop, step): (isize, isize, isize), length: usize) -> Span {
    let size = length as isize;
    let (lowest, highest) = if step < 0 { (-1, size - 1) } else { (0, size) };
    let clamp = |bound: isize| {
        let bound = if bound < 0 {
            bound.saturating_add(size)
        } else {
            bound
        };
        bound.clamp(lowest, highest.max(lowest))
    };
    let (start, stop) = (clamp(start), clamp(stop));
    let count = if step < 0 && stop < start {
        (start - stop - 1) as usize / step.unsigned_abs() + 1
    } else if step > 0 && start < stop {
        (stop - start - 1) as usize / step as usize + 1
    } else {
        0
    };
    Span {
        start,
        stop,
        step,
        count,
    }
}

#[inline(always)]
fn bound(vm: &Vm, value: &Value) -> Result<isize> {
    match value.as_small_int() {
        Some(bound) => Ok(bound as isize),
        None => bound_slowly(vm, value),
    }
}

fn bound_slowly(vm: &Vm, value: &Value) -> Result<isize> {
    if !value.is_int() && value.class().slots().index.is_none() {
        return Err(
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        );
    }
    vm.to_isize_clamped(value)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("slice() takes no keyword arguments"));
    }
    let none = || Value::NONE;
    let (start, stop, step) = match arguments.positionals() {
        [stop] => (none(), stop.clone(), none()),
        [start, stop] => (start.clone(), stop.clone(), none()),
        [start, stop, step] => (start.clone(), stop.clone(), step.clone()),
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        more => {
            return Err(vm.type_error(format!(
                "slice expected at most 3 arguments, got {}",
                more.len()
            )));
        }
    };
    Ok(Ref::with_class(class, Slice { start, stop, step }).into())
}

fn parts(slice: &Slice) -> [Value; 3] {
    [slice.start.clone(), slice.stop.clone(), slice.step.clone()]
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let [start, stop, step] = parts(of(this));
    Ok(Str::value(format!(
        "slice({}, {}, {})",
        vm.repr_text(&start)?,
        vm.repr_text(&stop)?,
        vm.repr_text(&step)?
    )))
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let mut hashes = [0; 3];
    for (hash, part) in hashes.iter_mut().zip(parts(of(this))) {
        *hash = vm.hash(&part)?;
    }
    Ok(super::hashing::hash_slice(&hashes))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<Slice>(), right.downcast::<Slice>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if left.is(right) {
        return Ok(Value::bool(operator.holds(std::cmp::Ordering::Equal)));
    }
    let (left, right) = (parts(left), parts(right));
    sequence::compare(
        vm,
        |index| left.get(index).cloned(),
        |index| right.get(index).cloned(),
        || (3, 3),
        operator,
    )
}

fn indices(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let slice = of(required(arguments, 0));
    let length = vm.index(required(arguments, 1))?;
    let length = length.as_integer().map(|int| int.to_big());
    let length = length.unwrap_or_default();
    if length < BigInt::ZERO {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = indices_of(vm, slice, &length)?;
    Ok(Tuple::new(parts.map(Int::from_big).to_vec()).into())
}

/// Start, stop and step of a slice in a sequence of any length.
pub fn indices_of(vm: &Vm, slice: &Slice, length: &BigInt) -> Result<[BigInt; 3]> {
    let number = |value: &Value| -> Result<BigInt> {
        if !value.is_int() && value.class().slots().index.is_none() {
            return Err(
                vm.type_error("slice indices must be integers or None or have an __index__ method")
            );
        }
        let index = vm.index(value)?;
        let number = index.as_integer().map(|int| int.to_big());
        Ok(number.unwrap_or_default())
    };
    let zero = BigInt::ZERO;
    let step = if slice.step.is_none() {
        1.into()
    } else {
        number(&slice.step)?
    };
    if step == zero {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (lowest, highest) = if step < zero {
        ((-1).into(), length - 1)
    } else {
        (zero.clone(), length.clone())
    };
    let clamp = |value: &Value, default: &BigInt| -> Result<BigInt> {
        if value.is_none() {
            return Ok(default.clone());
        }
        let mut bound = number(value)?;
        if bound < zero {
            bound += length;
        }
        Ok(bound.max(lowest.clone()).min(highest.clone()))
    };
    let (first, last) = if step < zero {
        (&highest, &lowest)
    } else {
        (&lowest, &highest)
    };
    let start = clamp(&slice.start, first)?;
    let stop = clamp(&slice.stop, last)?;
    Ok([start, stop, step])
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let slice = of(required(arguments, 0));
    let parts = Tuple::new(parts(slice).to_vec());
    Ok(Tuple::pair(SLICE.to_value(), parts.into()).into())
}
