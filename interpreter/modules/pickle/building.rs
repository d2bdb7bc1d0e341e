//! The instructions that call: classes and functions by name, objects and their contents.

use vm::Result;
use vm::call::Arguments;
use vm::objects::attributes;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::lookup::has_generic_setattribute;
use vm::objects::set::{SET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, flags};
use vm::objects::value::Value;

use super::Tables;
use super::loading::Loader;

impl Loader<'_> {
    fn find_class(&mut self, module: &Value, name: &Value) -> Result<Value> {
        if self.finds_plainly() {
            return self.unpickler.find_class(self.vm, module, name);
        }
        let arguments = [module.clone(), name.clone()];
        self.vm
            .call_method(self.unpickler.as_value(), "find_class", &arguments)
    }

    pub(super) fn stack_global(&mut self) -> Result<()> {
        let name = self.pop()?;
        let module = self.pop()?;
        if !name.is_exact::<Str>() || !module.is_exact::<Str>() {
            return Err(self.bad("STACK_GLOBAL requires str"));
        }
        let found = self.find_class(&module, &name)?;
        self.push(found);
        Ok(())
    }

    fn name_line(&mut self) -> Result<Value> {
        let line = self.input.line(self.vm, 2)?;
        match std::str::from_utf8(line) {
            Ok(name) => Ok(Str::value(name)),
            Err(_) => {
                let bytes = vm::objects::bytes::Bytes::value(line);
                vm::objects::codecs::decode(self.vm, &bytes, None, None)
            }
        }
    }

    pub(super) fn global(&mut self) -> Result<()> {
        let module = self.name_line()?;
        let name = self.name_line()?;
        let found = self.find_class(&module, &name)?;
        self.push(found);
        Ok(())
    }

    pub(super) fn extension(&mut self, code: i32) -> Result<()> {
        let vm = self.vm;
        if code <= 0 {
            return Err(self.bad("EXT specifies code <= 0"));
        }
        let tables = Tables::get(vm)?;
        let key = Value::int(code.into());
        if let Some(object) = tables.extension_cache.get(vm, &key)? {
            self.push(object);
            return Ok(());
        }
        let Some(pair) = tables.extension_names.get(vm, &key)? else {
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let names = pair.downcast::<Tuple>().map(|pair| pair.items());
        let found = match names {
            Some([module, name])
                if module.downcast::<Str>().is_some() && name.downcast::<Str>().is_some() =>
            {
                self.find_class(module, name)?
            }
            _ => {
                return Err(vm.value_error(format!(
                    "_inverted_registry[{code}] isn't a 2-tuple of strings"
                )));
            }
        };
        tables.extension_cache.set(vm, &key, found.clone())?;
        self.push(found);
        Ok(())
    }

    pub(super) fn persistent_line(&mut self) -> Result<()> {
        let line = self.input.line(self.vm, 1)?;
        if !line.is_ascii() {
            return Err(self.bad("persistent IDs in protocol 0 must be ASCII strings"));
        }
        let id = Str::from_ascii(line).into();
        self.persistent(&id)
    }

    pub(super) fn persistent(&mut self, id: &Value) -> Result<()> {
        let this = self.unpickler.as_value();
        let object = self
            .vm
            .call_method(this, "persistent_load", std::slice::from_ref(id))?;
        self.push(object);
        Ok(())
    }

    pub(super) fn reduce(&mut self) -> Result<()> {
        let arguments = self.pop()?;
        let function = self.pop()?;
        let Some(arguments) = arguments.downcast::<Tuple>() else {
            return Err(self.vm.type_error("argument list must be a tuple"));
        };
        let object = self.vm.call(&function, arguments.items())?;
        self.push(object);
        Ok(())
    }

    pub(super) fn new_object(&mut self, with_keywords: bool) -> Result<()> {
        let keywords = match with_keywords {
            true => Some(self.pop()?),
            false => None,
        };
        let arguments = self.pop()?;
        let class = self.pop()?;
        let name = if with_keywords { "NEWOBJ_EX" } else { "NEWOBJ" };
        let Some(class) = class.downcast::<Type>() else {
            let found = class.class().name();
            return Err(self.bad(&format!(
                "{name} class argument must be a type, not {found}"
            )));
        };
        let Some(new) = class.slots().new else {
            let found = class.class().name();
            return Err(self.bad(&format!(
                "{name} class argument '{found}' doesn't have __new__"
            )));
        };
        let Some(given) = arguments.downcast::<Tuple>() else {
            let found = arguments.class().name();
            return Err(self.bad(&format!(
                "{name} args argument must be a tuple, not {found}"
            )));
        };
        let object = match &keywords {
            None => new(self.vm, class, Arguments::positional(given.items()))?,
            Some(keywords) => {
                let Some(named) = keywords.downcast::<Dict>() else {
                    let found = keywords.class().name();
                    return Err(self.bad(&format!(
                        "{name} kwargs argument must be a dict, not {found}"
                    )));
                };
                let (names, more): (Vec<Value>, Vec<Value>) = named.to_vec().into_iter().unzip();
                if names.iter().any(|name| name.downcast::<Str>().is_none()) {
                    return Err(self.vm.type_error("keywords must be strings"));
                }
                let mut values = given.items().to_vec();
                values.extend(more);
                let arguments = Arguments {
                    values: &values,
                    names: &names,
                };
                new(self.vm, class, arguments)?
            }
        };
        self.push(object);
        Ok(())
    }

    /// Makes an instance as the classes of Python 2 did.
    fn instantiate(&mut self, class: &Value, arguments: &[Value]) -> Result<()> {
        let vm = self.vm;
        let is_plain = arguments.is_empty()
            && class.downcast::<Type>().is_some()
            && vm.find_attribute_by(class, "__getinitargs__")?.is_none();
        let object = match is_plain {
            true => vm.call_method(class, "__new__", std::slice::from_ref(class))?,
            false => vm.call(class, arguments)?,
        };
        self.push(object);
        Ok(())
    }

    pub(super) fn object(&mut self) -> Result<()> {
        let mut items = self.pop_to_mark()?;
        if items.is_empty() {
            return Err(self.bad("unpickling stack underflow"));
        }
        let class = items.remove(0);
        self.instantiate(&class, &items)
    }

    pub(super) fn instance(&mut self) -> Result<()> {
        let mark = self.mark()?;
        let module = self.name_line()?;
        let name = self.name_line()?;
        let class = self.find_class(&module, &name)?;
        let arguments = self.stack.split_off(mark.min(self.stack.len()));
        self.instantiate(&class, &arguments)
    }

    pub(super) fn append_one(&mut self) -> Result<()> {
        let item = self.pop()?;
        let target = self.top()?;
        if let Some(list) = target.downcast_exact::<List>() {
            list.push(item);
            return Ok(());
        }
        let target = target.clone();
        self.extend(&target, vec![item])
    }

    pub(super) fn append_many(&mut self) -> Result<()> {
        let items = self.pop_to_mark()?;
        let target = self.top()?.clone();
        if items.is_empty() {
            return Ok(());
        }
        if let Some(list) = target.downcast_exact::<List>() {
            items.into_iter().for_each(|item| list.push(item));
            return Ok(());
        }
        self.extend(&target, items)
    }

    fn extend(&mut self, target: &Value, items: Vec<Value>) -> Result<()> {
        let vm = self.vm;
        if let Some(extend) = vm.find_attribute_by(target, "extend")? {
            return vm.call(&extend, &[List::new(items).into()]).map(drop);
        }
        let append = vm.get_attribute(target, &vm.intern("append"))?;
        for item in items {
            vm.call(&append, &[item])?;
        }
        Ok(())
    }

    pub(super) fn set_items(&mut self, first: usize) -> Result<()> {
        if first > self.stack.len() {
            return Err(self.bad("unpickling stack underflow"));
        }
        let items = self.stack.split_off(first);
        let target = self.top()?.clone();
        if !items.len().is_multiple_of(2) {
            return Err(self.bad("odd number of items for SETITEMS"));
        }
        let dict = target.downcast_exact::<Dict>();
        for pair in items.chunks_exact(2) {
            match dict {
                Some(dict) => dict.set(self.vm, &pair[0], pair[1].clone())?,
                None => self.vm.set_item(&target, &pair[0], &pair[1])?,
            }
        }
        Ok(())
    }

    pub(super) fn add_items(&mut self) -> Result<()> {
        let items = self.pop_to_mark()?;
        let target = self.top()?.clone();
        if items.is_empty() {
            return Ok(());
        }
        if let Some(set) = target.downcast::<Set>()
            && target.class().is_subtype(&SET)
        {
            return items.iter().try_for_each(|item| set.add(self.vm, item));
        }
        let add = self.vm.get_attribute(&target, &self.vm.intern("add"))?;
        for item in items {
            self.vm.call(&add, &[item])?;
        }
        Ok(())
    }

    pub(super) fn build(&mut self) -> Result<()> {
        let vm = self.vm;
        let state = self.pop()?;
        let object = self.top()?.clone();
        if let Some(set_state) = vm.find_attribute_by(&object, "__setstate__")? {
            return vm.call(&set_state, &[state]).map(drop);
        }
        // The state of objects with slots is a pair.
        let (state, members) = match state.downcast::<Tuple>().map(|pair| pair.items()) {
            Some([state, members]) => (state.clone(), Some(members.clone())),
            _ => (state, None),
        };
        if !state.is_none() {
            let Some(state) = state.downcast::<Dict>() else {
                return Err(self.bad("state is not a dictionary"));
            };
            self.set_attributes(&object, state)?;
        }
        if let Some(members) = members.filter(|members| !members.is_none()) {
            let Some(members) = members.downcast::<Dict>() else {
                return Err(self.bad("slot state is not a dictionary"));
            };
            for (name, value) in members.to_vec() {
                let Some(name) = name.downcast::<Str>() else {
                    return Err(vm.error(
                        &exceptions::TYPE_ERROR,
                        format!(
                            "attribute name must be string, not '{}'",
                            name.class().name()
                        ),
                    ));
                };
                vm.set_attribute(&object, name, &value)?;
            }
        }
        Ok(())
    }

    /// Sets the attributes of an instance, past `__setattr__` and descriptors.
    fn set_attributes(&mut self, object: &Value, state: &Ref<Dict>) -> Result<()> {
        let vm = self.vm;
        let class = object.class();
        let is_plain = class.has(flags::HEAP)
            && class.has(flags::ATTRIBUTES)
            && has_generic_setattribute(class)
            && class
                .lookup(vm, &vm.intern("__dict__"))
                .is_some_and(|dict| !dict.class().has(flags::HEAP));
        let pairs = state.to_vec();
        let plain = pairs.iter().all(|(name, _)| name.is_exact::<Str>());
        if let (true, true, Some(header)) = (is_plain, plain, object.header()) {
            // No dict is made where nobody asks for it.
            for (name, value) in pairs {
                if let Some(name) = name.downcast_exact::<Str>() {
                    attributes::set(header, &name.interned(), value);
                }
            }
            return Ok(());
        }
        let dict = vm.get_attribute(object, &vm.intern("__dict__"))?;
        for (name, value) in pairs {
            let name = match name.downcast_exact::<Str>() {
                Some(name) => name.interned().to_value(),
                None => name,
            };
            vm.set_item(&dict, &name, &value)?;
        }
        Ok(())
    }
}
