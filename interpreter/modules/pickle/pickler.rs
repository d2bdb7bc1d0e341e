//! `Pickler`: its attributes, its output.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::native_function::NativeFunction;
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::memo::{self, Memo};
use super::opcodes::{DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, PROTO, STOP};
use super::output::Output;
use super::pickling_error;
use super::saving::Saver;
use crate::support::of;

/// The payload of a pickler.
pub struct Pickler {
    /// `file.write`, unless the bytes are wanted.
    write: Guarded<Option<Value>>,
    is_ready: Cell<bool>,
    pub(super) protocol: Cell<i64>,
    pub(super) fast: Cell<bool>,
    pub(super) fix_imports: Cell<bool>,
    pub(super) memo: Guarded<Memo>,
    pub(super) output: Guarded<Output>,
    pub(super) dispatch_table: Guarded<Option<Value>>,
    pub(super) buffer_callback: Guarded<Option<Value>>,
    /// The attribute `persistent_id` of the instance.
    pub(super) persistent_id: Guarded<Option<Value>>,
}

payload!(Pickler, PICKLER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [
            &self.write,
            &self.dispatch_table,
            &self.buffer_callback,
            &self.persistent_id,
        ] {
            value.borrow().iter().for_each(&mut *visit);
        }
        for (_, object) in self.memo.borrow().objects() {
            visit(object);
        }
    }
    fn clear(&self) {
        drop(self.write.take());
        drop(self.dispatch_table.take());
        drop(self.buffer_callback.take());
        drop(self.persistent_id.take());
        drop(self.memo.take());
    }
});

/// What a pickler is told when it is made.
pub struct Settings {
    protocol: i64,
    fix_imports: bool,
    buffer_callback: Option<Value>,
}

impl Settings {
    /// The settings of these arguments.
    pub fn of(
        vm: &Vm,
        protocol: Option<&Value>,
        fix_imports: Option<&Value>,
        buffer_callback: Option<&Value>,
    ) -> Result<Settings> {
        let fix_imports = fix_imports.map_or(Ok(true), |value| vm.is_true(value))?;
        let protocol = match protocol.filter(|value| !value.is_none()) {
            None => DEFAULT_PROTOCOL,
            Some(protocol) => match vm.to_i64(protocol)? {
                protocol if protocol < 0 => HIGHEST_PROTOCOL,
                protocol if protocol > HIGHEST_PROTOCOL => {
                    return Err(
                        vm.value_error(format!("pickle protocol must be <= {HIGHEST_PROTOCOL}"))
                    );
                }
                protocol => protocol,
            },
        };
        let buffer_callback = buffer_callback.filter(|value| !value.is_none()).cloned();
        Ok(Settings {
            protocol,
            fix_imports,
            buffer_callback,
        })
    }
}

static_type! {
    /// `_pickle.Pickler`
    pub PICKLER = TypeSpec {
        name: "Pickler",
        module: "_pickle",
        doc: Some("Writes objects to a file, those that occur again as references."),
        signature: Some("(file, protocol=None, fix_imports=True, buffer_callback=None)"),
        layout: Some(<Pickler as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Pickler::empty()).into())),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("dump", "($self, obj, /)", dump, "Writes an object to the file."),
            Method::new("clear_memo", "($self, /)", |_, it| {
                drop(of::<Pickler>(required(it, 0)).memo.take());
                Ok(Value::NONE)
            }, "Forgets which objects have been written."),
            Method::new("__sizeof__", "($self, /)", |_, it| {
                let pickler = of::<Pickler>(required(it, 0));
                let memo = pickler.memo.borrow().objects().len() * size_of::<(u64, usize)>();
                Ok((PICKLER.layout().object.size() + memo).into())
            }, "Bytes in memory."),
        ],
        properties: &[
            Property::settable("memo", |_, this| Ok(memo::of_pickler(of(this))), |vm, this, value| {
                match value {
                    Some(value) => memo::set_pickler_memo(vm, of(this), value),
                    None => Err(vm.type_error("attribute deletion is not supported")),
                }
            }),
            Property::settable("persistent_id", persistent_id, |vm, this, value| {
                let Some(value) = value else {
                    return Err(vm.type_error("attribute deletion is not supported"));
                };
                drop(of::<Pickler>(this).persistent_id.replace(Some(value.clone())));
                Ok(())
            }),
            Property {
                member: true,
                ..Property::settable("bin", |_, this| {
                    Ok(Value::int(i64::from(of::<Pickler>(this).protocol.get() > 0)))
                }, |_, _, _| Ok(()))
            },
            Property {
                member: true,
                ..Property::settable("fast", |_, this| {
                    Ok(Value::int(of::<Pickler>(this).fast.get().into()))
                }, |vm, this, value| {
                    let Some(value) = value else {
                        return Err(vm.type_error("can't delete numeric/char attribute"));
                    };
                    of::<Pickler>(this).fast.set(vm.to_i64(value)? != 0);
                    Ok(())
                })
            },
            Property {
                member: true,
                ..Property::settable("dispatch_table", |vm, this| {
                    let table = of::<Pickler>(this).dispatch_table.borrow().clone();
                    table.ok_or_else(|| vm.no_attribute(this, &vm.intern("dispatch_table")))
                }, |vm, this, value| {
                    let old = of::<Pickler>(this).dispatch_table.replace(value.cloned());
                    match (old, value) {
                        (None, None) => {
                            Err(vm.no_attribute(this, &vm.intern("dispatch_table")))
                        }
                        _ => Ok(()),
                    }
                })
            },
        ],
        ..TypeSpec::DEFAULT
    };
}

static NO_PERSISTENT_ID: Method = Method::new(
    "persistent_id",
    "($self, obj, /)",
    |_, _| Ok(Value::NONE),
    "What stands for an object in the pickle; None for the object itself.",
);

fn persistent_id(_: &Vm, this: &Value) -> Result<Value> {
    let own = of::<Pickler>(this).persistent_id.borrow().clone();
    Ok(own.unwrap_or_else(|| {
        NativeFunction::bound(
            &NO_PERSISTENT_ID,
            this.clone(),
            Some(PICKLER.as_ref().clone()),
        )
        .into()
    }))
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "Pickler",
        "(file, protocol=None, fix_imports=True, buffer_callback=None)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let settings = Settings::of(vm, bound.optional(1), bound.optional(2), bound.optional(3))?;
    Pickler::set_up(of(this), vm, Some(bound.required(0)), settings)
}

fn dump(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let pickler = of::<Pickler>(this);
    if !pickler.is_ready.get() {
        let class = this.class().name();
        return Err(pickling_error(
            vm,
            format!("Pickler.__init__() was not called by {class}.__init__()"),
        ));
    }
    pickler.output.borrow_mut().clear();
    Pickler::dump(pickler, vm, required(arguments, 1))?;
    pickler.flush(vm)?;
    Ok(Value::NONE)
}

impl Pickler {
    fn empty() -> Pickler {
        Pickler {
            write: Guarded::default(),
            is_ready: Cell::new(false),
            protocol: Cell::new(DEFAULT_PROTOCOL),
            fast: Cell::new(false),
            fix_imports: Cell::new(true),
            memo: Guarded::default(),
            output: Guarded::default(),
            dispatch_table: Guarded::default(),
            buffer_callback: Guarded::default(),
            persistent_id: Guarded::default(),
        }
    }

    /// A pickler without a file.
    pub fn plain() -> Ref<Pickler> {
        Ref::new(Pickler::empty())
    }

    /// What `__init__` does.
    pub fn set_up(
        this: &Ref<Pickler>,
        vm: &Vm,
        file: Option<&Value>,
        settings: Settings,
    ) -> Result<()> {
        if let Some(file) = file {
            let Some(write) = vm.find_attribute_by(file, "write")? else {
                return Err(vm.type_error("file must have a 'write' attribute"));
            };
            drop(this.write.replace(Some(write)));
        }
        let protocol = settings.protocol;
        if settings.buffer_callback.is_some() && protocol < 5 {
            return Err(vm.value_error("buffer_callback needs protocol >= 5"));
        }
        this.protocol.set(protocol);
        this.fix_imports.set(settings.fix_imports && protocol < 3);
        this.fast.set(false);
        drop(this.memo.take());
        this.output.borrow_mut().clear();
        drop(this.buffer_callback.replace(settings.buffer_callback));
        // A subclass may have a table of its own.
        if !this.class().is(&PICKLER) {
            let name = vm.intern("dispatch_table");
            let table = match this.class().lookup(vm, &name) {
                Some(found) if Some(Value::bits(&found)) != own_table(vm) => {
                    vm.find_attribute(this.as_value(), &name)?
                }
                _ => None,
            };
            if let Some(table) = table {
                drop(this.dispatch_table.replace(Some(table)));
            }
        }
        this.is_ready.set(true);
        Ok(())
    }

    /// Writes an object, instruction by instruction, behind what the output holds already.
    pub fn dump(this: &Ref<Pickler>, vm: &Vm, object: &Value) -> Result<()> {
        let protocol = this.protocol.get();
        let saver = Saver::of(vm, this)?;
        if protocol >= 2 {
            let mut output = this.output.borrow_mut();
            output.write(&[PROTO, protocol as u8]);
            output.framing = protocol >= 4;
        }
        let result = saver.save(object);
        let mut output = this.output.borrow_mut();
        if result.is_ok() {
            output.write(&[STOP]);
            output.end_frame();
        }
        output.framing = false;
        result
    }

    /// Hands what has been written to the file, if there is one.
    pub fn flush(&self, vm: &Vm) -> Result<()> {
        let bytes = {
            let mut output = self.output.borrow_mut();
            let bytes = Bytes::value(output.as_bytes());
            output.clear();
            bytes
        };
        self.hand_over(vm, bytes)
    }

    /// Whether there is a file.
    pub fn has_file(&self) -> bool {
        self.write.borrow().is_some()
    }

    /// Hands an object of bytes to the file.
    pub fn hand_over(&self, vm: &Vm, bytes: Value) -> Result<()> {
        let write = self.write.borrow().clone();
        match write {
            Some(write) => vm.call(&write, &[bytes]).map(drop),
            None => Ok(()),
        }
    }
}

/// The attribute `dispatch_table` of the type itself.
fn own_table(vm: &Vm) -> Option<u64> {
    let own = PICKLER.lookup(vm, &vm.intern("dispatch_table"))?;
    Some(own.bits())
}
