//! The handles of a loop's readers and writers, which are in the keys of its selector: what
//! `register`, `modify` and `unregister` of `EpollSelector` do, without a Python frame.

use vm::call::Arguments;
use vm::native::required;
use vm::objects::attributes;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::tuple::Tuple;
use vm::objects::tuple_type::TUPLE;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::own_selector::OwnSelector;
use super::{EventLoop, selecting};
use crate::asyncio::names::names;
use crate::asyncio::reactor::{self, Selecting};
use crate::state::State;
use crate::support::{of, to_tuple};

/// `selectors.SelectorKey`, once it was asked for.
static KEY: State<Option<Value>> = State::new(None);

/// `_change_handle(fd, place, handle)`: sets the handle of a reader (place 0) or a writer (1), or
/// removes it (None), and gives the one before. NotImplemented where the selector is not the
/// usual one.
pub fn change_handle(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let [this, file, place, handle] = [0, 1, 2, 3].map(|at| required(arguments, at));
    let selector = of::<EventLoop>(this).selector.borrow().clone();
    let is_own = selector.as_ref().is_some_and(is_own);
    let usual = selector.filter(|it| is_own || !has_own_methods(vm, it));
    let (Some(selector), Some(descriptor)) = (usual, file.as_small_int()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some((reactor, keys)) = selecting::parts(vm, &selector)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Ok(descriptor) = i32::try_from(descriptor) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let place = usize::from(place.as_small_int() == Some(1));
    let change = Change {
        reactor: of::<Selecting>(&reactor),
        keys: &keys,
        file,
        descriptor,
        is_own,
    };
    change.make(vm, place, Some(handle).filter(|it| !it.is_none()))
}

fn is_own(selector: &Value) -> bool {
    selector.downcast::<OwnSelector>().is_some()
}

/// Whether a script has given this selector methods of its own.
fn has_own_methods(vm: &Vm, selector: &Value) -> bool {
    let names = names(vm);
    let own = [&names.register, &names.modify, &names.unregister];
    let header = selector.header();
    header.is_none_or(|header| own.iter().any(|it| attributes::get(header, it).is_some()))
}

/// The events of epoll that stand for those of selectors.
fn system_mask(events: i64) -> i64 {
    let read = if events & 1 != 0 { libc::EPOLLIN } else { 0 };
    let write = if events & 2 != 0 { libc::EPOLLOUT } else { 0 };
    i64::from(read | write)
}

struct Change<'a> {
    reactor: &'a Ref<Selecting>,
    keys: &'a Ref<Dict>,
    file: &'a Value,
    descriptor: i32,
    /// Whether no script sees the keys.
    is_own: bool,
}

impl Change<'_> {
    fn make(&self, vm: &Vm, place: usize, handle: Option<&Value>) -> Result<Value> {
        let bit = 1 << place;
        let Some(key) = self.keys.get(vm, self.file)? else {
            let Some(handle) = handle else {
                return Ok(Value::NONE);
            };
            reactor::register(vm, self.reactor, self.descriptor, system_mask(bit))?;
            let mut handles = [Value::NONE, Value::NONE];
            handles[place] = handle.clone();
            return self
                .store(vm, self.file, bit, handles)
                .map(|()| Value::NONE);
        };
        let fields = to_tuple(vm, &key)?;
        let [file, _, before, handles] = fields.items() else {
            return Err(vm.value_error("not a key of a selector"));
        };
        let before = vm.to_i64(before)?;
        let mut handles = match to_tuple(vm, handles)?.items() {
            [reader, writer] => [reader.clone(), writer.clone()],
            _ => return Err(vm.value_error("not a pair of reader and writer")),
        };
        let events = match handle {
            Some(_) => before | bit,
            None => before & !bit,
        };
        let new = handle.cloned().unwrap_or(Value::NONE);
        let old = std::mem::replace(&mut handles[place], new);
        if events == 0 {
            drop(self.keys.remove(vm, self.file)?);
            reactor::unregister(vm, self.reactor, self.descriptor);
            return Ok(old);
        }
        if events != before
            && let Err(raised) =
                reactor::modify(vm, self.reactor, self.descriptor, system_mask(events))
        {
            drop(self.keys.remove(vm, self.file)?);
            return Err(raised);
        }
        self.store(vm, file, events, handles).map(|()| old)
    }

    fn store(&self, vm: &Vm, file: &Value, events: i64, handles: [Value; 2]) -> Result<()> {
        let [reader, writer] = handles;
        let fields = [
            file.clone(),
            self.file.clone(),
            Value::int(events),
            Tuple::pair(reader, writer).into(),
        ];
        let fields = Tuple::from_slice(&fields).into();
        if self.is_own {
            return self.keys.set(vm, self.file, fields);
        }
        let known = KEY.of(vm).borrow().clone();
        let class = match known {
            Some(class) => class,
            None => {
                let class = vm.import_attribute("selectors", "SelectorKey")?;
                drop(KEY.of(vm).replace(Some(class.clone())));
                class
            }
        };
        let fields = [fields];
        let key = match (TUPLE.slots().new, class.downcast::<Type>()) {
            (Some(new), Some(class)) => new(vm, class, Arguments::positional(&fields))?,
            _ => return Err(vm.type_error("SelectorKey must be a class")),
        };
        self.keys.set(vm, self.file, key)
    }
}
