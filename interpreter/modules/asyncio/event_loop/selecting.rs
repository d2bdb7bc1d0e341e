//! Waiting in the loop's selector. What `EpollSelector.select()` does is done here without a
//! Python frame, unless a script has put something in its place.

use runtime::reactor::Event;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::lookup::Found;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::own_selector::OwnSelector;
use crate::asyncio::fields::Fields;
use crate::asyncio::names::names;
use crate::asyncio::reactor::{self, Selecting};
use crate::state::State;
use crate::support::of;
use crate::system_calls::signals;

const READ: i64 = 1;
const WRITE: i64 = 2;

/// `EpollSelector` and its `select`, once the module is there.
static USUAL: State<Option<(Value, Value)>> = State::new(None);

/// `selector.select(timeout)`
pub fn select(vm: &Vm, selector: &Value, timeout: Value) -> Result<Value> {
    if is_usual(vm, selector)?
        && let Some(events) = select_by_epoll(vm, selector, &timeout)?
    {
        return Ok(events);
    }
    vm.call_method_by_name(selector, &names(vm).select, &[timeout])
}

/// What is ready, by the reactor within the selector that loops make for themselves: the keys, and
/// the events of descriptors. `None` where there is something else.
pub fn poll(vm: &Vm, selector: &Value, timeout: &Value) -> Result<Option<(Ref<Dict>, Vec<Event>)>> {
    let Some((reactor, keys)) = parts(vm, selector)? else {
        return Ok(None);
    };
    let events = reactor::poll(vm, of(&reactor), seconds(vm, timeout)?)?;
    Ok(Some((keys, events)))
}

/// The reactor within the selector that loops make for themselves, and its keys by descriptor.
pub fn parts(vm: &Vm, selector: &Value) -> Result<Option<(Value, Ref<Dict>)>> {
    if let Some(own) = selector.downcast::<OwnSelector>() {
        return Ok(Some((own.reactor.clone(), own.keys.clone())));
    }
    if !is_usual(vm, selector)? {
        return Ok(None);
    }
    let Some(places) = FIELDS.of(vm, selector) else {
        return Ok(None);
    };
    let (reactor, keys) = (places.get(selector, 0), places.get(selector, 1));
    let reactor = reactor.filter(|it| it.downcast::<Selecting>().is_some());
    let keys = keys.and_then(|it| it.downcast_exact::<Dict>().cloned());
    Ok(reactor.zip(keys))
}

/// The reactor of a selector that loops make for themselves.
pub fn reactor_of(vm: &Vm, selector: &Value) -> Option<Value> {
    if let Some(own) = selector.downcast::<OwnSelector>() {
        return Some(own.reactor.clone());
    }
    let reactor = FIELDS.of(vm, selector)?.get(selector, 0)?;
    reactor.downcast::<Selecting>().is_some().then_some(reactor)
}

static FIELDS: Fields<2> = Fields::new(["_selector", "_fd_to_key"]);

/// A timeout for the reactor.
fn seconds(vm: &Vm, timeout: &Value) -> Result<Option<f64>> {
    if timeout.is_none() {
        return Ok(None);
    }
    Ok(Some(vm.to_f64(timeout)?.max(0.0)))
}

/// The directions in which a descriptor is ready, as selectors tell them.
pub fn directions(event: Event) -> i64 {
    let read = if event.ready.is_readable() { READ } else { 0 };
    let write = if event.ready.is_writable() { WRITE } else { 0 };
    read | write
}

/// Whether looking at the selector could tell nothing: only the loop's own socket is in it, to
/// which neither signals nor other threads write while the loop is busy.
pub fn tells_nothing(vm: &Vm, selector: &Value) -> Result<bool> {
    if signals::has_wakeup() {
        return Ok(false);
    }
    if let Some(own) = selector.downcast::<OwnSelector>() {
        return Ok(own.keys.len() == 1);
    }
    if !is_usual(vm, selector)? {
        return Ok(false);
    }
    let names = names(vm);
    let epoll = vm.get_attribute(selector, &names._selector)?;
    if epoll.downcast::<Selecting>().is_none() {
        return Ok(false);
    }
    let keys = vm.get_attribute(selector, &names._fd_to_key)?;
    Ok(keys
        .downcast_exact::<Dict>()
        .is_some_and(|keys| keys.len() == 1))
}

fn is_usual(vm: &Vm, selector: &Value) -> Result<bool> {
    let usual = USUAL.of(vm).borrow().clone();
    let (class, function) = match usual {
        Some(usual) => usual,
        None => {
            let modules = &vm.shared().modules;
            let Some(module) = modules.get_str(&vm.intern("selectors")) else {
                return Ok(false);
            };
            let Some(class) = vm.find_attribute_by(&module, "EpollSelector")? else {
                return Ok(false);
            };
            let function = vm.get_attribute(&class, &names(vm).select)?;
            drop(
                USUAL
                    .of(vm)
                    .replace(Some((class.clone(), function.clone()))),
            );
            (class, function)
        }
    };
    if !selector.class().as_value().is(&class) {
        return Ok(false);
    }
    let found = vm.get_method(selector, &names(vm).select)?;
    Ok(matches!(found, Found::Method(found) if found.is(&function)))
}

/// The events, by the system's object within the selector; `None` where its parts are not
/// what they use to be.
fn select_by_epoll(vm: &Vm, selector: &Value, timeout: &Value) -> Result<Option<Value>> {
    let names = names(vm);
    let epoll = vm.get_attribute(selector, &names._selector)?;
    let keys = vm.get_attribute(selector, &names._fd_to_key)?;
    let Some(keys) = keys.downcast_exact::<Dict>() else {
        return Ok(None);
    };
    if let Some(reactor) = epoll.downcast::<Selecting>() {
        let found = reactor::poll(vm, reactor, seconds(vm, timeout)?)?;
        let found = found
            .into_iter()
            .map(|event| (Value::int(event.descriptor.into()), directions(event)));
        return events(vm, keys, found).map(Some);
    }
    let count = Value::from(keys.len().max(1));
    let found = match vm.call_method_by_name(&epoll, &names.poll, &[wait(vm, timeout)?, count]) {
        Ok(found) => found,
        Err(raised) if raised.is(&vm::objects::exceptions::INTERRUPTED_ERROR) => {
            return Ok(Some(List::new(Vec::new()).into()));
        }
        Err(raised) => return Err(raised),
    };
    let Some(found) = found.downcast_exact::<List>() else {
        return Ok(None);
    };
    let mut pairs = Vec::new();
    for pair in found.to_vec() {
        if let Some([descriptor, mask]) = pair.downcast::<Tuple>().map(|pair| pair.items()) {
            pairs.push((descriptor.clone(), own_mask(vm.to_i64(mask)?)));
        }
    }
    events(vm, keys, pairs).map(Some)
}

/// The directions that the system's events stand for: errors are for readers and writers alike
/// to find.
fn own_mask(mask: i64) -> i64 {
    let (input, output) = (i64::from(libc::EPOLLIN), i64::from(libc::EPOLLOUT));
    let write = if mask & !input != 0 { WRITE } else { 0 };
    let read = if mask & !output != 0 { READ } else { 0 };
    read | write
}

/// The timeout as epoll counts it: whole milliseconds, rounded up.
fn wait(vm: &Vm, timeout: &Value) -> Result<Value> {
    if timeout.is_none() {
        return Ok(Value::int(-1));
    }
    let seconds = vm.to_f64(timeout)?;
    if seconds <= 0.0 {
        return Ok(Value::int(0));
    }
    Ok(Value::float((seconds * 1e3).ceil() * 1e-3))
}

/// Pairs of key and events, for pairs of descriptor and directions.
fn events(
    vm: &Vm,
    keys: &Ref<Dict>,
    found: impl IntoIterator<Item = (Value, i64)>,
) -> Result<Value> {
    let mut events = Vec::new();
    for (descriptor, mask) in found {
        let Some(key) = keys.get(vm, &descriptor)? else {
            continue;
        };
        let wanted = match key.downcast::<Tuple>().map(|key| key.items()) {
            Some([_, _, wanted, _]) => wanted.clone(),
            _ => vm.get_item(&key, &Value::int(2))?,
        };
        let own = mask & vm.to_i64(&wanted)?;
        if own != 0 {
            events.push(Tuple::pair(key, Value::int(own)).into());
        }
    }
    Ok(List::new(events).into())
}
