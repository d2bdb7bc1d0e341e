//! `Unpickler`: its attributes, and how it finds classes.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::native_function::NativeFunction;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::memo::{self, Known};
use super::{Tables, loading, reducing, unpickling_error};
use crate::support::{of, tuple};

/// The methods of the file that is read.
#[derive(Clone)]
pub struct File {
    pub(super) read: Value,
    pub(super) readline: Value,
    pub(super) peek: Option<Value>,
}

/// The payload of an unpickler.
pub struct Unpickler {
    pub(super) file: Guarded<Option<File>>,
    pub(super) fix_imports: Cell<bool>,
    pub(super) encoding: Guarded<Option<Ref<Str>>>,
    pub(super) errors: Guarded<Option<Ref<Str>>>,
    /// The iterator of buffers that are not in the pickle.
    pub(super) buffers: Guarded<Option<Value>>,
    pub(super) memo: Guarded<Known>,
    /// The protocol that the pickle names.
    pub(super) protocol: Cell<i64>,
    /// The attribute `persistent_load` of the instance.
    pub(super) persistent_load: Guarded<Option<Value>>,
}

payload!(Unpickler, UNPICKLER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(file) = &*self.file.borrow() {
            visit(&file.read);
            visit(&file.readline);
            file.peek.iter().for_each(&mut *visit);
        }
        self.buffers.borrow().iter().for_each(&mut *visit);
        self.persistent_load.borrow().iter().for_each(&mut *visit);
        self.memo
            .borrow()
            .objects()
            .for_each(|(_, object)| visit(object));
    }
    fn clear(&self) {
        drop(self.file.take());
        drop(self.buffers.take());
        drop(self.persistent_load.take());
        drop(self.memo.take());
    }
});

static_type! {
    /// `_pickle.Unpickler`
    pub UNPICKLER = TypeSpec {
        name: "Unpickler",
        module: "_pickle",
        doc: Some("Reads objects from a file."),
        signature: Some("(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"),
        layout: Some(<Unpickler as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Unpickler::empty()).into())),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("load", "($self, /)", load, "Reads an object."),
            Method::new(
                "find_class",
                "($self, module_name, global_name, /)",
                |vm, it| {
                    let this = of::<Unpickler>(required(it, 0));
                    this.find_class(vm, required(it, 1), required(it, 2))
                },
                "What a module has under a name.",
            ),
            Method::new("__sizeof__", "($self, /)", |_, it| {
                let unpickler = of::<Unpickler>(required(it, 0));
                let memo = unpickler.memo.borrow().len() * size_of::<Value>();
                Ok((UNPICKLER.layout().object.size() + memo).into())
            }, "Bytes in memory."),
        ],
        properties: &[
            Property::settable("memo", |_, this| Ok(memo::of_unpickler(of(this))), |vm, this, value| {
                match value {
                    Some(value) => memo::set_unpickler_memo(vm, of(this), value),
                    None => Err(vm.type_error("attribute deletion is not supported")),
                }
            }),
            Property::settable("persistent_load", persistent_load, |vm, this, value| {
                let Some(value) = value else {
                    return Err(vm.type_error("attribute deletion is not supported"));
                };
                let place = &of::<Unpickler>(this).persistent_load;
                drop(place.replace(Some(value.clone())));
                Ok(())
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

static NO_PERSISTENT_LOAD: Method = Method::new(
    "persistent_load",
    "($self, pid, /)",
    |vm, _| {
        Err(unpickling_error(
            vm,
            "A load persistent id instruction was encountered, but no persistent_load function \
             was specified.",
        ))
    },
    "The object that stands behind a persistent id.",
);

fn persistent_load(_: &Vm, this: &Value) -> Result<Value> {
    let own = of::<Unpickler>(this).persistent_load.borrow().clone();
    Ok(own.unwrap_or_else(|| {
        let class = UNPICKLER.as_ref().clone();
        NativeFunction::bound(&NO_PERSISTENT_LOAD, this.clone(), Some(class)).into()
    }))
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "Unpickler",
        "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let rest = bound.get(1..).unwrap_or_default();
    of::<Unpickler>(this).set_up(vm, Some(bound.required(0)), rest)
}

fn load(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let unpickler = of::<Unpickler>(this);
    if unpickler.file.borrow().is_none() {
        let class = this.class().name();
        return Err(unpickling_error(
            vm,
            format!("Unpickler.__init__() was not called by {class}.__init__()"),
        ));
    }
    loading::load(vm, unpickler, None)
}

impl Unpickler {
    fn empty() -> Unpickler {
        Unpickler {
            file: Guarded::default(),
            fix_imports: Cell::new(true),
            encoding: Guarded::default(),
            errors: Guarded::default(),
            buffers: Guarded::default(),
            memo: Guarded::default(),
            protocol: Cell::new(0),
            persistent_load: Guarded::default(),
        }
    }

    /// An unpickler without a file.
    pub fn plain() -> Ref<Unpickler> {
        Ref::new(Unpickler::empty())
    }

    /// What `__init__` does; `rest` holds `fix_imports`, `encoding`, `errors`, `buffers`.
    pub fn set_up(&self, vm: &Vm, file: Option<&Value>, rest: &[Option<Value>]) -> Result<()> {
        let given = |place: usize| rest.get(place).and_then(Option::as_ref);
        let text = |place: usize, name: &str, default: &str| match given(place) {
            None => Ok(Str::from(default)),
            Some(value) => match value.downcast::<Str>() {
                Some(text) => Ok(text.clone()),
                None => Err(vm.type_error(format!(
                    "Unpickler() argument '{name}' must be str, not {}",
                    vm.found_argument(value)
                ))),
            },
        };
        let fix_imports = given(0).map_or(Ok(true), |value| vm.is_true(value))?;
        let encoding = text(1, "encoding", "ASCII")?;
        let errors = text(2, "errors", "strict")?;
        if let Some(file) = file {
            let read = vm.find_attribute_by(file, "read")?;
            let readline = vm.find_attribute_by(file, "readline")?;
            let peek = vm.find_attribute_by(file, "peek")?;
            let (Some(read), Some(readline)) = (read, readline) else {
                return Err(vm.type_error("file must have 'read' and 'readline' attributes"));
            };
            let file = File {
                read,
                readline,
                peek,
            };
            drop(self.file.replace(Some(file)));
        }
        let buffers = match given(3).filter(|value| !value.is_none()) {
            Some(buffers) => Some(vm.iter(buffers)?),
            None => None,
        };
        drop(self.buffers.replace(buffers));
        self.fix_imports.set(fix_imports);
        drop(self.encoding.replace(Some(encoding)));
        drop(self.errors.replace(Some(errors)));
        drop(self.memo.take());
        self.protocol.set(0);
        Ok(())
    }

    /// What a module has under a name; under a dotted name from protocol 4 on.
    pub fn find_class(&self, vm: &Vm, module: &Value, name: &Value) -> Result<Value> {
        crate::sys::audit_event(vm, "pickle.find_class", || {
            vec![module.clone(), name.clone()]
        })?;
        let (module, name) = match self.protocol.get() < 3 && self.fix_imports.get() {
            true => names_from_2(vm, module, name)?,
            false => (module.clone(), name.clone()),
        };
        let (Some(module), Some(name)) = (module.downcast::<Str>(), name.downcast::<Str>()) else {
            return Err(vm.type_error("module name must be a string"));
        };
        let module = vm.import_absolute(module)?;
        let path = match self.protocol.get() >= 4 {
            true => reducing::dotted_path(name),
            false => vec![name.clone()],
        };
        let mut object = module.clone();
        for part in &path {
            if part.as_bytes() == b"<locals>" {
                let (shown, place) = (vm.repr(name.as_value())?, vm.repr(&module)?);
                return Err(
                    vm.attribute_error(format!("Can't get local attribute {shown} on {place}"))
                );
            }
            match vm.find_attribute(&object, part)? {
                Some(found) => object = found,
                None => {
                    let (shown, place) = (vm.repr(name.as_value())?, vm.repr(&module)?);
                    return Err(
                        vm.attribute_error(format!("Can't get attribute {shown} on {place}"))
                    );
                }
            }
        }
        Ok(object)
    }
}

/// What a module and a name of Python 2 are called now.
fn names_from_2(vm: &Vm, module: &Value, name: &Value) -> Result<(Value, Value)> {
    let tables = Tables::get(vm)?;
    let key = tuple(vec![module.clone(), name.clone()]);
    if let Some(pair) = tables.names_from_2.get(vm, &key)? {
        return match pair.downcast::<Tuple>().map(|pair| pair.items()) {
            Some([module, name]) => Ok((module.clone(), name.clone())),
            _ => Err(vm.runtime_error(format!(
                "_compat_pickle.NAME_MAPPING values should be 2-tuples, not {}",
                pair.class().name()
            ))),
        };
    }
    match tables.modules_from_2.get(vm, module)? {
        Some(new) if new.downcast::<Str>().is_none() => Err(vm.runtime_error(format!(
            "_compat_pickle.IMPORT_MAPPING values should be strings, not {}",
            new.class().name()
        ))),
        Some(new) => Ok((new, name.clone())),
        None => Ok((module.clone(), name.clone())),
    }
}
