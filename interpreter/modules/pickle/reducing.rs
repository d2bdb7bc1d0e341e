//! Writing objects as what makes them: by name, or as the call of a function with a state.

use vm::Result;
use vm::call::Arguments;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TYPE, Type};
use vm::objects::value::Value;

use super::opcodes as op;
use super::pickling_error;
use super::saving::Saver;
use crate::support::{is_callable, tuple};

impl Saver<'_> {
    /// What a function for the type, `__reduce_ex__` or `__reduce__` gives; `None` for classes,
    /// which are written by name.
    pub fn reduce(&self, object: &Value) -> Result<Option<Value>> {
        let vm = self.vm;
        let class = object.class();
        let own = self.pickler.dispatch_table.borrow().clone();
        let function = match own {
            None => self.tables.dispatch.get(vm, class.as_value())?,
            Some(table) => match vm.get_item(&table, class.as_value()) {
                Ok(function) => Some(function),
                Err(raised) if raised.is(&exceptions::KEY_ERROR) => None,
                Err(raised) => return Err(raised),
            },
        };
        if let Some(function) = function {
            return vm.call(&function, std::slice::from_ref(object)).map(Some);
        }
        if class.is_subtype(&TYPE) {
            return Ok(None);
        }
        if let Some(function) = vm.find_attribute_by(object, "__reduce_ex__")? {
            return vm.call(&function, &[Value::int(self.protocol)]).map(Some);
        }
        if let Some(function) = vm.find_attribute_by(object, "__reduce__")? {
            return vm.call(&function, &[]).map(Some);
        }
        let shown = vm.repr_text(object)?;
        Err(pickling_error(
            vm,
            format!("can't pickle '{}' object: {shown}", class.name()),
        ))
    }

    /// Writes an object as what it was reduced to.
    pub fn save_reduced(&self, object: &Value, reduced: &Value) -> Result<()> {
        if let Some(name) = reduced.downcast::<Str>() {
            return self.save_global(object, Some(name));
        }
        if reduced.downcast::<Tuple>().is_none() {
            return Err(pickling_error(
                self.vm,
                "__reduce__ must return a string or tuple",
            ));
        }
        self.save_parts(reduced, Some(object))
    }

    /// Writes the types of singletons as calls, others by name.
    pub fn save_type(&self, object: &Value) -> Result<()> {
        for singleton in [Value::NONE, Value::ELLIPSIS, Value::NOT_IMPLEMENTED] {
            if object.is(singleton.class().as_value()) {
                let reduced = tuple(vec![TYPE.to_value(), tuple(vec![singleton])]);
                return self.save_parts(&reduced, Some(object));
            }
        }
        self.save_global(object, None)
    }

    /// Writes an object as the name under which its module has it.
    pub fn save_global(&self, object: &Value, name: Option<&Ref<Str>>) -> Result<()> {
        let vm = self.vm;
        let name = match name {
            Some(name) => name.to_value(),
            None => match vm.find_attribute_by(object, "__qualname__")? {
                Some(name) => name,
                None => vm.get_attribute(object, &vm.intern("__name__"))?,
            },
        };
        let Some(name) = name.downcast::<Str>() else {
            let class = name.class().name();
            return Err(vm.type_error(format!("expected str, got {class}")));
        };
        let path = dotted_path(name);
        if path.iter().any(|part| part.as_bytes() == b"<locals>") {
            let shown = vm.repr(name.as_value())?;
            return Err(vm.attribute_error(format!("Can't get local object {shown}")));
        }
        let module_name = self.module_of(object, &path)?;
        let failed = |what: String| -> vm::Raised {
            match vm.repr(object) {
                Ok(shown) => pickling_error(vm, format!("Can't pickle {shown}: {what}")),
                Err(raised) => raised,
            }
        };
        let module = match module_name.downcast::<Str>() {
            Some(module) => vm.import_absolute(module),
            None => Err(vm.type_error("module name must be a string")),
        };
        let module = match module {
            Ok(module) => module,
            Err(_) => {
                let shown = vm.repr(&module_name)?;
                return Err(failed(format!("import of module {shown} failed")));
            }
        };
        let Some(found) = self.deep_attribute(&module, &path)? else {
            let shown = vm.str(&module_name)?;
            return Err(failed(format!("attribute lookup {name} on {shown} failed")));
        };
        if !found.is(object) {
            let shown = vm.str(&module_name)?;
            return Err(failed(format!(
                "it's not the same object as {shown}.{name}"
            )));
        }
        if self.protocol >= 2 {
            let key = tuple(vec![module_name.clone(), name.to_value()]);
            if let Some(code) = self.tables.extensions.get(vm, &key)? {
                return self.save_extension(&code);
            }
        }
        if self.protocol >= 4 {
            self.save(&module_name)?;
            self.save(name.as_value())?;
            self.write(&[op::STACK_GLOBAL]);
        } else {
            self.save_old_global(&module_name, &path)?;
        }
        self.memoize(object)
    }

    fn save_extension(&self, code: &Value) -> Result<()> {
        let code = self.vm.to_i64(code)?;
        let Some(code) = i32::try_from(code).ok().filter(|code| *code > 0) else {
            return Err(self
                .vm
                .runtime_error(format!("extension code {code} is out of range")));
        };
        let bytes = code.to_le_bytes();
        match code {
            0..=0xff => self.write(&[op::EXT1, bytes[0]]),
            0x100..=0xffff => self.write(&[op::EXT2, bytes[0], bytes[1]]),
            _ => self.write(&[op::EXT4, bytes[0], bytes[1], bytes[2], bytes[3]]),
        }
        Ok(())
    }

    /// A name in the instruction of the protocols before 4; the parts behind the first are
    /// looked up by calls of `getattr`.
    fn save_old_global(&self, module_name: &Value, path: &[Ref<Str>]) -> Result<()> {
        let vm = self.vm;
        let calls = path.len().saturating_sub(1);
        if calls > 0 {
            let getattr = vm.shared().builtins.get_str(&vm.intern("getattr"));
            let getattr = getattr.unwrap_or(Value::NONE);
            for _ in 0..calls {
                self.save(&getattr)?;
                if self.protocol < 2 {
                    self.write(&[op::MARK]);
                }
            }
        }
        let first = path.first().map_or(Value::NONE, Ref::to_value);
        let (module_name, first) = match self.pickler.fix_imports.get() && self.protocol < 3 {
            true => self.names_to_2(module_name.clone(), first)?,
            false => (module_name.clone(), first),
        };
        self.write(&[op::GLOBAL]);
        for (text, what) in [(&module_name, "module"), (&first, "global")] {
            let text = vm.str(text)?;
            let fits = match self.protocol {
                3 => text.as_str().is_some(),
                _ => text.is_ascii(),
            };
            if !fits {
                return Err(pickling_error(
                    vm,
                    format!(
                        "can't pickle {what} identifier '{text}' using pickle protocol {}",
                        self.protocol
                    ),
                ));
            }
            self.write(text.as_bytes());
            self.write(b"\n");
        }
        for part in path.iter().skip(1) {
            self.save(part.as_value())?;
            self.write(&[if self.protocol < 2 {
                op::TUPLE
            } else {
                op::TUPLE2
            }]);
            self.write(&[op::REDUCE]);
        }
        Ok(())
    }

    /// What Python 2 called a module and a name in it.
    fn names_to_2(&self, module: Value, name: Value) -> Result<(Value, Value)> {
        let vm = self.vm;
        let key = tuple(vec![module.clone(), name.clone()]);
        if let Some(pair) = self.tables.names_to_2.get(vm, &key)? {
            return match pair.downcast::<Tuple>().map(|pair| pair.items()) {
                Some([module, name]) => Ok((module.clone(), name.clone())),
                _ => Err(vm.runtime_error(format!(
                    "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not {}",
                    pair.class().name()
                ))),
            };
        }
        match self.tables.modules_to_2.get(vm, &module)? {
            Some(old) if old.downcast::<Str>().is_none() => Err(vm.runtime_error(format!(
                "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not {}",
                old.class().name()
            ))),
            Some(old) => Ok((old, name)),
            None => Ok((module, name)),
        }
    }

    /// The name of the module that an object is in: what it says itself, or the first module
    /// that has it.
    fn module_of(&self, object: &Value, path: &[Ref<Str>]) -> Result<Value> {
        let vm = self.vm;
        if let Some(name) = vm.find_attribute_by(object, "__module__")?
            && !name.is_none()
        {
            return Ok(name);
        }
        for (name, module) in vm.shared().modules.to_vec() {
            let is_main = name
                .downcast::<Str>()
                .is_some_and(|name| name.as_bytes() == b"__main__");
            if is_main || module.is_none() {
                continue;
            }
            if let Some(found) = self.deep_attribute(&module, path)?
                && found.is(object)
            {
                return Ok(name);
            }
        }
        Ok(vm.intern("__main__").into())
    }

    fn deep_attribute(&self, object: &Value, path: &[Ref<Str>]) -> Result<Option<Value>> {
        let mut object = object.clone();
        for name in path {
            match self.vm.find_attribute(&object, name)? {
                Some(found) => object = found,
                None => return Ok(None),
            }
        }
        Ok(Some(object))
    }

    /// Writes the call that makes an object, and what is done to the object then.
    pub fn save_parts(&self, reduced: &Value, object: Option<&Value>) -> Result<()> {
        let vm = self.vm;
        let parts = reduced
            .downcast::<Tuple>()
            .map_or(&[][..], |parts| parts.items());
        let (Some(function), Some(arguments), 2..=6) = (parts.first(), parts.get(1), parts.len())
        else {
            return Err(pickling_error(
                vm,
                "tuple returned by __reduce__ must contain 2 through 6 elements",
            ));
        };
        if !is_callable(function) {
            return Err(pickling_error(
                vm,
                "first item of the tuple returned by __reduce__ must be callable",
            ));
        }
        let Some(arguments) = arguments.downcast::<Tuple>() else {
            return Err(pickling_error(
                vm,
                "second item of the tuple returned by __reduce__ must be a tuple",
            ));
        };
        let part = |place: usize| parts.get(place).filter(|part| !part.is_none());
        for (place, which) in [(3, "fourth"), (4, "fifth")] {
            if let Some(items) = part(place)
                && items.class().slots().next.is_none()
            {
                return Err(pickling_error(
                    vm,
                    format!(
                        "{which} element of the tuple returned by __reduce__ must be an \
                         iterator, not {}",
                        items.class().name()
                    ),
                ));
            }
        }
        if let Some(setter) = part(5)
            && !is_callable(setter)
        {
            return Err(pickling_error(
                vm,
                format!(
                    "sixth element of the tuple returned by __reduce__ must be a function, \
                     not {}",
                    setter.class().name()
                ),
            ));
        }
        self.save_making(function, arguments, object)?;
        if let Some(object) = object {
            // The object may have been written while the arguments were.
            if let Some(number) = self.memoized(object) {
                self.write(&[op::POP]);
                return self.refer(number);
            }
            self.memoize(object)?;
        }
        if let Some(items) = part(3) {
            self.save_items(items)?;
        }
        if let Some(items) = part(4) {
            self.save_entries(items)?;
        }
        match (part(2), part(5)) {
            (Some(state), None) => {
                self.save(state)?;
                self.write(&[op::BUILD]);
            }
            (Some(state), Some(setter)) => {
                self.save(setter)?;
                self.save(object.unwrap_or(Value::none_ref()))?;
                self.save(state)?;
                self.write(&[op::TUPLE2, op::REDUCE, op::POP]);
            }
            (None, _) => {}
        }
        Ok(())
    }

    /// The call that makes an object.
    fn save_making(
        &self,
        function: &Value,
        arguments: &Ref<Tuple>,
        object: Option<&Value>,
    ) -> Result<()> {
        let vm = self.vm;
        let name = match self.protocol >= 2 {
            true => vm.find_attribute_by(function, "__name__")?,
            false => None,
        };
        let name = name.as_ref().and_then(|name| name.downcast::<Str>());
        match name.map(|name| name.as_bytes()) {
            Some(b"__newobj_ex__") => return self.save_new_with_keywords(arguments),
            Some(b"__newobj__") => {}
            _ => {
                self.save(function)?;
                self.save(arguments.as_value())?;
                self.write(&[op::REDUCE]);
                return Ok(());
            }
        }
        let Some((class, rest)) = arguments.items().split_first() else {
            return Err(pickling_error(vm, "__newobj__ arglist is empty"));
        };
        if class.downcast::<Type>().is_none() {
            return Err(pickling_error(
                vm,
                "args[0] from __newobj__ args is not a type",
            ));
        }
        if let Some(object) = object {
            let own = match vm.find_attribute_by(object, "__class__")? {
                Some(own) => own,
                None => object.class().to_value(),
            };
            if !own.is(class) {
                return Err(pickling_error(
                    vm,
                    "args[0] from __newobj__ args has the wrong class",
                ));
            }
        }
        self.save(class)?;
        self.save(Tuple::from_slice(rest).as_value())?;
        self.write(&[op::NEWOBJ]);
        Ok(())
    }

    fn save_new_with_keywords(&self, arguments: &Ref<Tuple>) -> Result<()> {
        let vm = self.vm;
        let [class, positional, keywords] = arguments.items() else {
            return Err(pickling_error(
                vm,
                format!(
                    "length of the NEWOBJ_EX argument tuple must be exactly 3, not {}",
                    arguments.items().len()
                ),
            ));
        };
        let wrong = |which: &str, wanted: &str, value: &Value| {
            let class = value.class().name();
            Err(pickling_error(
                vm,
                format!(
                    "{which} item from NEWOBJ_EX argument tuple must be a {wanted}, not {class}"
                ),
            ))
        };
        if class.downcast::<Type>().is_none() {
            return wrong("first", "class", class);
        }
        let Some(given) = positional.downcast::<Tuple>() else {
            return wrong("second", "tuple", positional);
        };
        let Some(named) = keywords.downcast::<Dict>() else {
            return wrong("third", "dict", keywords);
        };
        if self.protocol >= 4 {
            self.save(class)?;
            self.save(positional)?;
            self.save(keywords)?;
            self.write(&[op::NEWOBJ_EX]);
            return Ok(());
        }
        // A partial function of `__new__` holds the keyword arguments.
        let partial = vm.import_attribute("functools", "partial")?;
        let new = vm.get_attribute(class, &vm.intern("__new__"))?;
        let mut values = vec![new, class.clone()];
        values.extend_from_slice(given.items());
        let (names, more): (Vec<Value>, Vec<Value>) = named.to_vec().into_iter().unzip();
        values.extend(more);
        let made = vm.call_with(
            &partial,
            Arguments {
                values: &values,
                names: &names,
            },
        )?;
        self.save(&made)?;
        self.save(Tuple::empty().as_value())?;
        self.write(&[op::REDUCE]);
        Ok(())
    }

    /// The items that are appended to an object.
    fn save_items(&self, items: &Value) -> Result<()> {
        let vm = self.vm;
        if self.protocol == 0 {
            while let Some(item) = vm.next(items)? {
                self.save(&item)?;
                self.write(&[op::APPEND]);
            }
            return Ok(());
        }
        let mut batch = op::BATCH;
        while batch == op::BATCH {
            let Some(first) = vm.next(items)? else {
                return Ok(());
            };
            let mut next = vm.next(items)?;
            if next.is_none() {
                self.save(&first)?;
                self.write(&[op::APPEND]);
                return Ok(());
            }
            self.write(&[op::MARK]);
            self.save(&first)?;
            batch = 1;
            while let Some(item) = next {
                self.save(&item)?;
                batch += 1;
                if batch == op::BATCH {
                    break;
                }
                next = vm.next(items)?;
            }
            self.write(&[op::APPENDS]);
        }
        Ok(())
    }

    /// The pairs that are set in an object.
    fn save_entries(&self, entries: &Value) -> Result<()> {
        let vm = self.vm;
        let pair = |entry: Value| -> Result<Ref<Tuple>> {
            let pair = entry.downcast::<Tuple>();
            let pair = pair.filter(|pair| pair.items().len() == 2).cloned();
            pair.ok_or_else(|| vm.type_error("dict items iterator must return 2-tuples"))
        };
        let save_pair = |pair: Ref<Tuple>| -> Result<()> {
            pair.items().iter().try_for_each(|part| self.save(part))
        };
        if self.protocol == 0 {
            while let Some(entry) = vm.next(entries)? {
                save_pair(pair(entry)?)?;
                self.write(&[op::SETITEM]);
            }
            return Ok(());
        }
        let mut batch = op::BATCH;
        while batch == op::BATCH {
            let Some(first) = vm.next(entries)? else {
                return Ok(());
            };
            let first = pair(first)?;
            let mut next = vm.next(entries)?;
            if next.is_none() {
                save_pair(first)?;
                self.write(&[op::SETITEM]);
                return Ok(());
            }
            self.write(&[op::MARK]);
            save_pair(first)?;
            batch = 1;
            while let Some(entry) = next {
                save_pair(pair(entry)?)?;
                batch += 1;
                if batch == op::BATCH {
                    break;
                }
                next = vm.next(entries)?;
            }
            self.write(&[op::SETITEMS]);
        }
        Ok(())
    }
}

/// The parts of a qualified name.
pub fn dotted_path(name: &Ref<Str>) -> Vec<Ref<Str>> {
    match name.as_str() {
        Some(text) if text.contains('.') => text.split('.').map(Str::from).collect(),
        _ => vec![name.clone()],
    }
}
