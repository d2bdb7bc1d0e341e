//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::{New, Next, Slots};
use vm::objects::tuple::Tuple;
use vm::objects::types::{StaticType, Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, set_state_method, to_tuple, tuple};

/// The payload of `product`.
pub struct Product {
    pools: Vec<Ref<Tuple>>,
    indices: Guarded<Vec<usize>>,
    started: Cell<bool>,
    stopped: Cell<bool>,
}

/// The payload of the others.
pub struct Selection {
    pool: Ref<Tuple>,
    size: usize,
    indices: Guarded<Vec<usize>>,
    /// Of `permutations`: how many choices each place still has.
    cycles: Guarded<Vec<usize>>,
    started: Cell<bool>,
    stopped: Cell<bool>,
}

container!(Product, PRODUCT, [pools], clear []);
container!(Selection, COMBINATIONS, [pool], clear []);

const fn slots(new: New, next: Next) -> Slots {
    Slots {
        new: Some(new),
        iter: Some(itself),
        next: Some(next),
        ..Slots::EMPTY
    }
}

static_type! {
    /// `itertools.product`
    pub PRODUCT = TypeSpec {
        name: "product",
        signature: Some("(*iterables, repeat=1)"),
        module: "itertools",
        doc: Some("The Cartesian product, as nested loops give it."),
        layout: Some(<Product as Payload>::layout),
        flags: flags::BASE,
        slots: slots(product_new, product_next),
        methods: &[
            reduce_method(product_reduce),
            set_state_method(product_set_state),
            Method::new("__sizeof__", "($self, /)", product_bytes, "Bytes in memory."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.permutations`
    pub PERMUTATIONS = TypeSpec {
        name: "permutations",
        module: "itertools",
        doc: Some("The ways to arrange r of the items."),
        signature: Some("(iterable, r=None)"),
        layout: Some(<Selection as Payload>::layout),
        flags: flags::BASE,
        slots: slots(permutations_new, permutations_next),
        methods: &[
            reduce_method(permutations_reduce),
            set_state_method(permutations_set_state),
            Method::new("__sizeof__", "($self, /)", selection_bytes, "Bytes in memory."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.combinations`
    pub COMBINATIONS = TypeSpec {
        name: "combinations",
        module: "itertools",
        doc: Some("The ways to choose r of the items, in their order."),
        signature: Some("(iterable, r)"),
        layout: Some(<Selection as Payload>::layout),
        flags: flags::BASE,
        slots: slots(combinations_new, combinations_next),
        methods: &[
            reduce_method(selection_reduce),
            set_state_method(combinations_set_state),
            Method::new("__sizeof__", "($self, /)", selection_bytes, "Bytes in memory."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.combinations_with_replacement`
    pub COMBINATIONS_WITH_REPLACEMENT = TypeSpec {
        name: "combinations_with_replacement",
        module: "itertools",
        doc: Some("The ways to choose r of the items, each as often as wanted."),
        signature: Some("(iterable, r)"),
        layout: Some(<Selection as Payload>::layout),
        flags: flags::BASE,
        slots: slots(replacement_new, replacement_next),
        methods: &[
            reduce_method(selection_reduce),
            set_state_method(replacement_set_state),
            Method::new("__sizeof__", "($self, /)", selection_bytes, "Bytes in memory."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// More places than any machine could go through.
const MOST: usize = 1 << 27;

fn product_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("product", "(*, repeat=1)");
    let keywords = arguments.skip(arguments.positionals().len());
    let bound = bind(vm, &SIGNATURE, keywords)?;
    let repeat = match bound.optional(0) {
        Some(repeat) => vm.to_isize(repeat)?,
        None => 1,
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    let iterables = if repeat == 0 {
        &[]
    } else {
        arguments.positionals()
    };
    if repeat > 0 && iterables.len() > isize::MAX as usize / 8 / repeat {
        return Err(vm.overflow_error("repeat argument too large"));
    }
    let count = iterables.len() * repeat;
    if count > MOST {
        return Err(vm.memory_error(""));
    }
    let mut pools = Vec::with_capacity(count);
    for iterable in iterables {
        pools.push(to_tuple(vm, iterable)?);
    }
    for index in iterables.len()..count {
        pools.push(pools[index - iterables.len()].clone());
    }
    let payload = Product {
        pools,
        indices: Guarded::new(vec![0; count]),
        started: Cell::new(false),
        stopped: Cell::new(false),
    };
    Ok(Ref::with_class(class, payload).into())
}

impl Product {
    fn item(&self, indices: &[usize], place: usize) -> Value {
        let item = self.pools.get(place).zip(indices.get(place));
        let item = item.and_then(|(pool, &index)| pool.items().get(index));
        item.cloned().unwrap_or(Value::NONE)
    }

    /// Goes to the next tuple; `false` behind the last.
    fn advance(&self) -> bool {
        let mut indices = self.indices.borrow_mut();
        for (index, pool) in indices.iter_mut().zip(&self.pools).rev() {
            *index += 1;
            if *index < pool.items().len() {
                return true;
            }
            *index = 0;
        }
        false
    }
}

fn product_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let product = of::<Product>(this);
    if product.stopped.get() {
        return Ok(None);
    }
    let more = if product.started.replace(true) {
        product.advance()
    } else {
        product.pools.iter().all(|pool| !pool.items().is_empty())
    };
    if !more {
        product.stopped.set(true);
        return Ok(None);
    }
    let indices = product.indices.borrow();
    let items = Tuple::with(product.pools.len(), |place| product.item(&indices, place));
    Ok(Some(items.into()))
}

fn numbers(indices: &[usize]) -> Value {
    tuple(indices.iter().map(|&index| index.into()).collect())
}

fn product_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let product = of::<Product>(this);
    let class = this.class().to_value();
    if product.stopped.get() {
        let nothing = tuple(vec![Tuple::empty().into()]);
        return Ok(Tuple::pair(class, nothing).into());
    }
    let pools = tuple(product.pools.iter().map(Ref::to_value).collect());
    if !product.started.get() {
        return Ok(Tuple::pair(class, pools).into());
    }
    Ok(tuple(vec![
        class,
        pools,
        numbers(&product.indices.borrow()),
    ]))
}

fn invalid(vm: &Vm) -> Raised {
    vm.value_error("invalid arguments")
}

fn index_of(vm: &Vm, value: &Value, least: usize, most: usize) -> Result<usize> {
    if !value.is_int() {
        return Err(vm.type_error("an integer is required"));
    }
    Ok(vm
        .to_isize(value)?
        .clamp(least as isize, most.max(least) as isize) as usize)
}

fn product_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let product = of::<Product>(required(arguments, 0));
    let state = required(arguments, 1).downcast::<Tuple>();
    let state = state.filter(|state| state.items().len() == product.pools.len());
    let Some(state) = state else {
        return Err(invalid(vm));
    };
    for (place, (pool, value)) in product.pools.iter().zip(state.items()).enumerate() {
        let size = pool.items().len();
        let index = index_of(vm, value, 0, size.saturating_sub(1))?;
        if size == 0 {
            product.stopped.set(true);
            return Ok(Value::NONE);
        }
        if let Some(slot) = product.indices.borrow_mut().get_mut(place) {
            *slot = index;
        }
    }
    product.started.set(true);
    Ok(Value::NONE)
}

fn product_bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let product = of::<Product>(required(arguments, 0));
    Ok((Product::layout().object.size() + product.pools.len() * 8).into())
}

fn selection_bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let selection = of::<Selection>(required(arguments, 0));
    let indices = selection.indices.borrow().len() + selection.cycles.borrow().len();
    Ok((Selection::layout().object.size() + indices * 8).into())
}

/// Binds `(iterable, r)`.
fn selection_arguments(
    vm: &Vm,
    name: &'static StaticType,
    signature: &Signature,
    arguments: Arguments<'_>,
) -> Result<(Ref<Tuple>, usize)> {
    debug_assert_eq!(name.native_name(), signature.name());
    let bound = bind(vm, signature, arguments)?;
    let size = vm.to_isize(bound.required(1))?;
    let pool = to_tuple(vm, bound.required(0))?;
    Ok((pool, not_negative(vm, size)?))
}

fn not_negative(vm: &Vm, size: isize) -> Result<usize> {
    usize::try_from(size).map_err(|_| vm.value_error("r must be non-negative"))
}

impl Selection {
    fn create(
        class: &Ref<Type>,
        pool: Ref<Tuple>,
        size: usize,
        indices: Vec<usize>,
        cycles: Vec<usize>,
        stopped: bool,
    ) -> Value {
        let payload = Selection {
            pool,
            size,
            indices: Guarded::new(indices),
            cycles: Guarded::new(cycles),
            started: Cell::new(false),
            stopped: Cell::new(stopped),
        };
        Ref::with_class(class, payload).into()
    }

    /// The next tuple, if `advance` finds one.
    #[inline(always)]
    fn step(&self, advance: impl FnOnce(&mut [usize], &mut [usize]) -> bool) -> Option<Value> {
        if self.stopped.get() {
            return None;
        }
        let mut indices = self.indices.borrow_mut();
        if self.started.replace(true) && !advance(&mut indices, &mut self.cycles.borrow_mut()) {
            self.stopped.set(true);
            return None;
        }
        let (pool, indices) = (self.pool.items(), &*indices);
        let items = Tuple::with(self.size, |place| {
            let item = indices.get(place).and_then(|&index| pool.get(index));
            item.cloned().unwrap_or(Value::NONE)
        });
        Some(items.into())
    }

    fn set_indices(&self, vm: &Vm, state: &Value, most: impl Fn(usize) -> usize) -> Result<()> {
        let state = state.downcast::<Tuple>();
        let Some(state) = state.filter(|state| state.items().len() == self.size) else {
            return Err(invalid(vm));
        };
        let mut indices = Vec::with_capacity(self.size);
        for (place, value) in state.items().iter().enumerate() {
            indices.push(index_of(vm, value, 0, most(place))?);
        }
        drop(self.indices.replace(indices));
        self.started.set(true);
        Ok(())
    }
}

fn combinations_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("combinations", "(iterable, r)");
    let (pool, size) = selection_arguments(vm, &COMBINATIONS, &SIGNATURE, arguments)?;
    let stopped = size > pool.items().len();
    let indices = if stopped {
        Vec::new()
    } else {
        (0..size).collect()
    };
    Ok(Selection::create(
        class,
        pool,
        size,
        indices,
        Vec::new(),
        stopped,
    ))
}

fn combinations_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let selection = of::<Selection>(this);
    let (count, size) = (selection.pool.items().len(), selection.size);
    Ok(selection.step(|indices, _| {
        let movable = (0..indices.len())
            .rev()
            .find(|&place| indices[place] + size < place + count);
        let Some(place) = movable else {
            return false;
        };
        let first = indices[place] + 1;
        for (offset, index) in indices[place..].iter_mut().enumerate() {
            *index = first + offset;
        }
        true
    }))
}

fn combinations_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let selection = of::<Selection>(required(arguments, 0));
    let (count, size) = (selection.pool.items().len(), selection.size);
    selection.set_indices(vm, required(arguments, 1), |place| {
        (place + count).saturating_sub(size)
    })?;
    Ok(Value::NONE)
}

fn replacement_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("combinations_with_replacement", "(iterable, r)");
    let (pool, size) =
        selection_arguments(vm, &COMBINATIONS_WITH_REPLACEMENT, &SIGNATURE, arguments)?;
    let stopped = pool.items().is_empty() && size > 0;
    if !stopped && size > MOST {
        return Err(vm.memory_error(""));
    }
    let indices = if stopped { Vec::new() } else { vec![0; size] };
    Ok(Selection::create(
        class,
        pool,
        size,
        indices,
        Vec::new(),
        stopped,
    ))
}

fn replacement_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let selection = of::<Selection>(this);
    let count = selection.pool.items().len();
    Ok(selection.step(|indices, _| {
        let movable = (0..indices.len())
            .rev()
            .find(|&place| indices[place] + 1 < count);
        let Some(place) = movable else {
            return false;
        };
        let index = indices[place] + 1;
        indices[place..].fill(index);
        true
    }))
}

fn replacement_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let selection = of::<Selection>(required(arguments, 0));
    let last = selection.pool.items().len().saturating_sub(1);
    selection.set_indices(vm, required(arguments, 1), |_| last)?;
    Ok(Value::NONE)
}

/// `(class, (pool, r))`, with the indices once it has begun; `(class, ((), r))` at the end.
fn selection_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let selection = of::<Selection>(this);
    let class = this.class().to_value();
    let parts = |pool: Value| Tuple::pair(pool, selection.size.into()).into();
    if !selection.started.get() {
        return Ok(Tuple::pair(class, parts(selection.pool.to_value())).into());
    }
    if selection.stopped.get() {
        return Ok(Tuple::pair(class, parts(Tuple::empty().into())).into());
    }
    let indices = numbers(&selection.indices.borrow());
    Ok(tuple(vec![
        class,
        parts(selection.pool.to_value()),
        indices,
    ]))
}

fn permutations_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("permutations", "(iterable, r=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let pool = to_tuple(vm, bound.required(0))?;
    let count = pool.items().len();
    let size = match bound.optional(1).filter(|size| !size.is_none()) {
        None => count,
        Some(size) if !size.is_int() => return Err(vm.type_error("Expected int as r")),
        Some(size) => not_negative(vm, vm.to_isize(size)?)?,
    };
    let stopped = size > count;
    let cycles = if stopped {
        Vec::new()
    } else {
        (0..size).map(|place| count - place).collect()
    };
    Ok(Selection::create(
        class,
        pool,
        size,
        (0..count).collect(),
        cycles,
        stopped,
    ))
}

fn permutations_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let selection = of::<Selection>(this);
    Ok(selection.step(|indices, cycles| {
        let count = indices.len();
        for place in (0..cycles.len()).rev() {
            cycles[place] -= 1;
            if cycles[place] == 0 {
                indices[place..].rotate_left(1);
                cycles[place] = count - place;
            } else {
                indices.swap(place, count - cycles[place]);
                return true;
            }
        }
        false
    }))
}

fn permutations_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let reduced = selection_reduce(vm, arguments)?;
    let selection = of::<Selection>(required(arguments, 0));
    let Some([class, parts, indices]) = reduced.downcast::<Tuple>().map(|it| it.items()) else {
        return Ok(reduced);
    };
    let cycles = numbers(&selection.cycles.borrow());
    let state = Tuple::pair(indices.clone(), cycles).into();
    Ok(tuple(vec![class.clone(), parts.clone(), state]))
}

fn permutations_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let selection = of::<Selection>(required(arguments, 0));
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state is not a tuple"));
    };
    let [indices, cycles] = state.items() else {
        return Err(vm.type_error(format!(
            "function takes exactly 2 arguments ({} given)",
            state.items().len()
        )));
    };
    let (one, other) = (indices.downcast::<Tuple>(), cycles.downcast::<Tuple>());
    let (Some(indices), Some(cycles)) = (one, other) else {
        let (number, wrong) = if one.is_none() {
            (1, indices)
        } else {
            (2, cycles)
        };
        let name = wrong.class().name();
        return Err(vm.type_error(format!("argument {number} must be tuple, not {name}")));
    };
    let count = selection.pool.items().len();
    if indices.items().len() != count || cycles.items().len() != selection.size {
        return Err(invalid(vm));
    }
    let mut new_indices = Vec::with_capacity(count);
    for value in indices.items() {
        new_indices.push(index_of(vm, value, 0, count.saturating_sub(1))?);
    }
    let mut new_cycles = Vec::with_capacity(selection.size);
    for (place, value) in cycles.items().iter().enumerate() {
        new_cycles.push(index_of(vm, value, 1, count.saturating_sub(place))?);
    }
    drop(selection.indices.replace(new_indices));
    drop(selection.cycles.replace(new_cycles));
    selection.started.set(true);
    Ok(Value::NONE)
}
