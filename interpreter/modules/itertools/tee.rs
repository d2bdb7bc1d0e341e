//! `tee`: independent iterators over one, which share blocks of the items that were read.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, set_state_method, tuple};

/// How many items a block holds.
const BLOCK: usize = 57;

/// The payload of a block.
pub struct TeeData {
    iterator: Value,
    values: Guarded<Vec<Value>>,
    next: Guarded<Option<Ref<TeeData>>>,
    running: Cell<bool>,
}

/// The payload of an iterator.
pub struct Tee {
    data: Guarded<Ref<TeeData>>,
    index: Cell<usize>,
}

container!(TeeData, TEE_DATA, [iterator, values, next], clear [values, next]);
container!(Tee, TEE, [data], clear []);

static_type! {
    /// `itertools._tee`
    pub TEE = TypeSpec {
        name: "_tee",
        module: "itertools",
        doc: Some("An iterator that can be copied."),
        signature: Some("(iterable, /)"),
        layout: Some(<Tee as Payload>::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(tee_new),
            iter: Some(itself),
            next: Some(tee_next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__copy__", "($self, /)", tee_copy, "An independent iterator."),
            reduce_method(tee_reduce),
            set_state_method(tee_set_state),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `itertools._tee_dataobject`
    pub TEE_DATA = TypeSpec {
        name: "_tee_dataobject",
        module: "itertools",
        doc: Some("Items that several iterators share."),
        signature: Some("(iterable, values, next, /)"),
        layout: Some(<TeeData as Payload>::layout),
        slots: Slots { new: Some(data_new), ..Slots::EMPTY },
        methods: &[reduce_method(data_reduce)],
        ..TypeSpec::DEFAULT
    };
}

impl TeeData {
    fn new(iterator: Value, values: Vec<Value>, next: Option<Ref<TeeData>>) -> Ref<TeeData> {
        Ref::new(TeeData {
            iterator,
            values: Guarded::new(values),
            next: Guarded::new(next),
            running: Cell::new(false),
        })
    }

    fn following(&self) -> Ref<TeeData> {
        if let Some(next) = &*self.next.borrow() {
            return next.clone();
        }
        let next = TeeData::new(self.iterator.clone(), Vec::with_capacity(BLOCK), None);
        drop(self.next.replace(Some(next.clone())));
        next
    }

    fn read(&self, vm: &Vm) -> Result<Option<Value>> {
        if self.running.get() {
            return Err(vm.runtime_error("cannot re-enter the tee iterator"));
        }
        self.running.set(true);
        let value = vm.next(&self.iterator);
        self.running.set(false);
        let value = value?;
        if let Some(value) = &value {
            self.values.borrow_mut().push(value.clone());
        }
        Ok(value)
    }
}

impl Tee {
    fn over(vm: &Vm, iterable: &Value) -> Result<Ref<Tee>> {
        let iterator = vm.iter(iterable)?;
        if let Some(tee) = iterator.downcast::<Tee>() {
            return Ok(tee.copy());
        }
        let data = TeeData::new(iterator, Vec::with_capacity(BLOCK), None);
        Ok(Ref::new(Tee {
            data: Guarded::new(data),
            index: Cell::new(0),
        }))
    }

    fn copy(&self) -> Ref<Tee> {
        let data = self.data.borrow().clone();
        Ref::new(Tee {
            data: Guarded::new(data),
            index: self.index.clone(),
        })
    }
}

/// `itertools.tee(iterable, n=2)`.
pub fn tee(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let count = match &arguments[1] {
        Some(count) => vm.to_isize(count)?,
        None => 2,
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("n must be >= 0"));
    };
    if count == 0 {
        return Ok(Tuple::empty().into());
    }
    if count > isize::MAX as usize / 64 {
        return Err(vm.memory_error(""));
    }
    let iterator = vm.iter(required(arguments, 0))?;
    let copy = match vm.find_attribute_by(&iterator, "__copy__")? {
        Some(copy) => copy,
        None => {
            let first = Tee::over(vm, &iterator)?;
            let mut iterators: Vec<Value> = (1..count).map(|_| first.copy().into()).collect();
            iterators.insert(0, first.into());
            return Ok(tuple(iterators));
        }
    };
    // An iterator that can be copied needs no block for its items.
    let mut iterators = vec![iterator];
    for _ in 1..count {
        iterators.push(vm.call(&copy, &[])?);
    }
    Ok(tuple(iterators))
}

fn tee_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_tee", "(iterable, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    Ok(Tee::over(vm, bound.required(0))?.into())
}

fn tee_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let tee = of::<Tee>(this);
    if tee.index.get() >= BLOCK {
        let next = tee.data.borrow().following();
        drop(tee.data.replace(next));
        tee.index.set(0);
    }
    let index = tee.index.get();
    let known = tee.data.borrow().values.borrow().get(index).cloned();
    let value = match known {
        Some(value) => Some(value),
        None => {
            let data = tee.data.borrow().clone();
            data.read(vm)?
        }
    };
    if value.is_some() {
        tee.index.set(index + 1);
    }
    Ok(value)
}

fn tee_copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(of::<Tee>(required(arguments, 0)).copy().into())
}

fn tee_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let tee = of::<Tee>(this);
    Ok(tuple(vec![
        this.class().to_value(),
        tuple(vec![Tuple::empty().into()]),
        tuple(vec![tee.data.borrow().to_value(), tee.index.get().into()]),
    ]))
}

fn tee_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let tee = of::<Tee>(required(arguments, 0));
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state is not a tuple"));
    };
    let [data, index] = state.items() else {
        return Err(vm.type_error(format!(
            "function takes exactly 2 arguments ({} given)",
            state.items().len()
        )));
    };
    let Some(data) = data.downcast::<TeeData>() else {
        return Err(vm.type_error(format!(
            "argument 1 must be itertools._tee_dataobject, not {}",
            vm.found_argument(data)
        )));
    };
    let index = vm.to_i32(index)?;
    let index = usize::try_from(index).ok().filter(|index| *index <= BLOCK);
    let Some(index) = index else {
        return Err(vm.value_error("Index out of range"));
    };
    drop(tee.data.replace(data.clone()));
    tee.index.set(index);
    Ok(Value::NONE)
}

fn data_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("teedataobject", "(iterable, values, next, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let Some(values) = bound.required(1).downcast::<List>() else {
        return Err(vm.type_error(format!(
            "teedataobject() argument 2 must be list, not {}",
            bound.required(1).class().name()
        )));
    };
    let (values, next) = (values.to_vec(), bound.required(2));
    let next = match next.downcast::<TeeData>() {
        None if next.is_none() => None,
        Some(next) if values.len() == BLOCK => Some(next.clone()),
        _ => return Err(vm.value_error("Invalid arguments")),
    };
    if values.len() > BLOCK {
        return Err(vm.value_error("Invalid arguments"));
    }
    Ok(TeeData::new(bound.required(0).clone(), values, next).into())
}

fn data_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let data = of::<TeeData>(this);
    let values = List::new(data.values.borrow().to_vec());
    let next = data
        .next
        .borrow()
        .as_ref()
        .map_or(Value::NONE, Ref::to_value);
    Ok(Tuple::pair(
        this.class().to_value(),
        tuple(vec![data.iterator.clone(), values.into(), next]),
    )
    .into())
}
