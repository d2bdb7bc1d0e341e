//! The selector that a loop makes for itself, before anybody asks for it: the reactor and the
//! keys of an `EpollSelector`, without module `selectors`, which most programs never see.

use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::EventLoop;
use crate::asyncio::names::names;
use crate::asyncio::reactor::REACTOR;

/// The payload of such a selector.
pub struct OwnSelector {
    /// `_asyncio.Reactor`
    pub reactor: Value,
    /// The keys by descriptor, which are plain tuples.
    pub keys: Ref<Dict>,
}

payload!(OwnSelector, OWN_SELECTOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.reactor);
        visit(self.keys.as_value());
    }
});

static_type! {
    /// What no script gets hold of.
    pub OWN_SELECTOR = TypeSpec {
        name: "OwnSelector",
        module: "_asyncio",
        layout: Some(<OwnSelector as Payload>::layout),
        ..TypeSpec::DEFAULT
    };
}

/// Gives a loop a selector of its own, where no script may have chosen what loops use; whether it
/// did.
pub fn make(vm: &Vm, native: &EventLoop) -> Result<bool> {
    let modules = &vm.shared().modules;
    if native.debug.get() || modules.get_str(&vm.intern("selectors")).is_some() {
        return Ok(false);
    }
    // Where the system has no such thing, module `selectors` knows what to do.
    let Ok(reactor) = vm.call(REACTOR.as_value(), &[]) else {
        return Ok(false);
    };
    let keys = Dict::new();
    let selector = Ref::new(OwnSelector { reactor, keys });
    drop(native.selector.replace(Some(selector.into())));
    Ok(true)
}

/// Closes a loop's own selector; whether it had one.
pub fn close(vm: &Vm, native: &EventLoop) -> Result<bool> {
    let selector = native.selector.borrow().clone();
    let Some(own) = selector.as_ref().and_then(Value::downcast::<OwnSelector>) else {
        return Ok(false);
    };
    vm.call_method(&own.reactor, "close", &[])?;
    own.keys.clear_entries();
    drop(native.selector.take());
    Ok(true)
}

/// The selector as scripts see it.
pub fn seen(vm: &Vm, native: &EventLoop) -> Result<Option<Value>> {
    let selector = native.selector.borrow().clone();
    let Some(own) = selector.as_ref().and_then(Value::downcast::<OwnSelector>) else {
        return Ok(selector);
    };
    let class = vm.import_attribute("selectors", "EpollSelector")?;
    let made = vm.call_method(&class, "_of", std::slice::from_ref(&own.reactor))?;
    let key_class = vm.import_attribute("selectors", "SelectorKey")?;
    for (descriptor, key) in own.keys.to_vec() {
        let key = vm.call_method(&key_class, "_make", &[key])?;
        own.keys.set(vm, &descriptor, key)?;
    }
    vm.set_attribute(&made, &names(vm)._fd_to_key, own.keys.as_value())?;
    drop(native.selector.replace(Some(made.clone())));
    Ok(Some(made))
}
