//! Waiting in the loop's selector. What `EpollSelector.select()` does is done here without a
//! Python frame, unless a script has put something in its place.

use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::lookup::Found;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::asyncio::names::names;
use crate::state::State;

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
    let count = Value::from(keys.len().max(1));
    let found = match vm.call_method_by_name(&epoll, &names.poll, &[wait(vm, timeout)?, count]) {
        Ok(found) => found,
        Err(raised) if raised.is(&vm::objects::exceptions::INTERRUPTED_ERROR) => {
            return Ok(Some(List::new(Vec::new()).into()));
        }
        Err(raised) => return Err(raised),
    };
    match found.downcast_exact::<List>() {
        Some(none) if none.is_empty() => Ok(Some(found)),
        Some(found) => events(vm, keys, found).map(Some),
        None => Ok(None),
    }
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

/// Pairs of key and events, for pairs of descriptor and the system's events.
fn events(vm: &Vm, keys: &Ref<Dict>, found: &Ref<List>) -> Result<Value> {
    let mut events = Vec::new();
    for pair in found.to_vec() {
        let Some([descriptor, mask]) = pair.downcast::<Tuple>().map(|pair| pair.items()) else {
            continue;
        };
        let Some(key) = keys.get(vm, descriptor)? else {
            continue;
        };
        let mask = vm.to_i64(mask)?;
        // Errors are for readers and writers alike to find.
        let (input, output) = (i64::from(libc::EPOLLIN), i64::from(libc::EPOLLOUT));
        let mut own = 0;
        if mask & !input != 0 {
            own |= WRITE;
        }
        if mask & !output != 0 {
            own |= READ;
        }
        let wanted = vm.get_item(&key, &Value::int(2))?;
        let own = own & vm.to_i64(&wanted)?;
        if own != 0 {
            events.push(Tuple::pair(key, Value::int(own)).into());
        }
    }
    Ok(List::new(events).into())
}
