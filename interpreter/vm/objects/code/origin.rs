//! Where code objects come from: the compiler, or frozen code in the binary.

use std::sync::Arc;

use bytecode::code::LocalKind;
use bytecode::constant::looks_like_a_name;
use bytecode::frozen::{Constants, FrozenCode, FrozenConstant, FrozenModule, Header};
use bytecode::{CodeObject, Constant, ExceptionTable, LineTable};
use primitives::text::wtf8::Wtf8;

use super::{Code, Parts, interned};
use crate::objects::bytes::Bytes;
use crate::objects::complex::Complex;
use crate::objects::guarded::Guarded;
use crate::objects::heap::Ref;
use crate::objects::int::Int;
use crate::objects::set::{FROZENSET, Set};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::startup;

/// Where a code object comes from.
pub enum Origin {
    /// The compiler, or a script that gave its parts.
    Compiled(Arc<CodeObject>),
    /// The binary.
    Frozen(Frozen),
}

/// A frozen code object, and the names of its module.
#[derive(Clone, Copy)]
pub struct Frozen {
    code: FrozenCode,
    names: &'static Guarded<Names>,
}

/// The names of a frozen module, interned when they are first needed.
struct Names(Box<[Option<Ref<Str>>]>);

impl Frozen {
    /// The code of a module. The table of its names lives as long as the process.
    pub fn of_module(module: FrozenModule) -> Frozen {
        let names = Names(vec![None; module.string_count()].into());
        Frozen {
            code: module.code(),
            names: Box::leak(Box::new(Guarded::new(names))),
        }
    }

    fn name(&self, number: u32) -> Ref<Str> {
        let module = self.code.module();
        let make = || intern(Wtf8::from_bytes_trusted(module.string(number)));
        match self.names.borrow_mut().0.get_mut(number as usize) {
            Some(name) => name.get_or_insert_with(make).clone(),
            None => make(),
        }
    }

    /// The code object that was frozen.
    pub fn thaw(&self, filename: &str) -> CodeObject {
        self.code.thaw(&filename.into())
    }

    fn parts(&self, filename: &Ref<Str>) -> Parts {
        let tables = self.code.tables();
        let variables = tables.variables;
        Parts {
            constants: self.constants(tables.constants, filename).into(),
            names: tables.names.map(|name| self.name(name)).collect(),
            variables: variables.map(|(name, _)| self.name(name)).collect(),
            kinds: variables.map(|(_, kind)| kind).collect(),
            handlers: ExceptionTable::new(tables.exception_table).collect(),
        }
    }

    fn constants(&self, constants: Constants, filename: &Ref<Str>) -> Vec<Value> {
        constants.map(|it| self.constant(it, filename)).collect()
    }

    fn constant(&self, constant: FrozenConstant, filename: &Ref<Str>) -> Value {
        match constant {
            FrozenConstant::Plain(constant) => constant_value(&constant, filename),
            FrozenConstant::Name(number, _) => self.name(number).into(),
            FrozenConstant::Str(text) => Str::from_wtf8(Wtf8::from_bytes_trusted(text)).into(),
            FrozenConstant::Bytes(bytes) => Bytes::new(bytes).into(),
            FrozenConstant::Tuple(items) => Tuple::new(self.constants(items, filename)).into(),
            FrozenConstant::FrozenSet(items) => frozen_set(self.constants(items, filename)),
            FrozenConstant::Code(code) => {
                let names = self.names;
                Code::of_frozen(Frozen { code, names }, filename).into()
            }
        }
    }
}

impl Origin {
    pub(super) fn header(&self) -> Header {
        let object = match self {
            Origin::Frozen(frozen) => return frozen.code.header(),
            Origin::Compiled(object) => object,
        };
        let variables = object.local_variables.iter();
        let is_free = |kind: LocalKind| kind.0 & LocalKind::FREE != 0;
        Header {
            flags: object.flags.0,
            argument_count: object.argument_count,
            positional_only_argument_count: object.positional_only_argument_count,
            keyword_only_argument_count: object.keyword_only_argument_count,
            stack_size: object.stack_size,
            first_line: object.first_line,
            variable_count: object.local_variables.len() as u32,
            free_variable_count: variables.filter(|it| is_free(it.kind)).count() as u32,
            code_length: object.code.len() as u32,
            first_opcodes: [0, 1].map(|unit| object.code.get(2 * unit).copied().unwrap_or(0)),
            name: 0,
            qualified_name: 0,
            begins_with_text: matches!(object.constants.first(), Some(Constant::Str(_))),
        }
    }

    /// `co_name` and `co_qualname`.
    pub(super) fn names(&self, header: &Header) -> (Ref<Str>, Ref<Str>) {
        match self {
            Origin::Compiled(object) => (interned(&object.name), interned(&object.qualified_name)),
            Origin::Frozen(frozen) => {
                (frozen.name(header.name), frozen.name(header.qualified_name))
            }
        }
    }

    pub(super) fn bytecode(&self) -> &[u8] {
        match self {
            Origin::Compiled(object) => &object.code,
            Origin::Frozen(frozen) => frozen.code.bytecode(),
        }
    }

    pub(super) fn line_entries(&self) -> LineTable<'_> {
        match self {
            Origin::Compiled(object) => object.line_entries(),
            Origin::Frozen(frozen) => frozen.code.line_entries(),
        }
    }

    pub(super) fn parts(&self, filename: &Ref<Str>) -> Parts {
        match self {
            Origin::Compiled(object) => {
                let constants = object.constants.iter();
                let constants = constants.map(|it| constant_value(it, filename));
                parts_with_constants(object, constants.collect())
            }
            Origin::Frozen(frozen) => frozen.parts(filename),
        }
    }
}

/// The parts of a compiled code object whose constants are these values.
pub(super) fn parts_with_constants(object: &CodeObject, constants: Box<[Value]>) -> Parts {
    let variables = object.local_variables.iter();
    Parts {
        constants,
        names: object.names.iter().map(|name| interned(name)).collect(),
        variables: variables.clone().map(|it| interned(&it.name)).collect(),
        kinds: variables.map(|it| it.kind).collect(),
        handlers: object.exception_entries().collect(),
    }
}

/// The value of a constant.
pub fn constant_value(constant: &Constant, filename: &Ref<Str>) -> Value {
    let all = |items: &[Constant]| -> Vec<Value> {
        let items = items.iter();
        items.map(|item| constant_value(item, filename)).collect()
    };
    match constant {
        Constant::None => Value::NONE,
        Constant::Bool(value) => Value::bool(*value),
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(value) => Value::int(*value),
        Constant::BigInt(value) => Int::from_big((**value).clone()),
        Constant::Float(value) => Value::float(*value),
        Constant::Complex(real, imaginary) => Complex::new(*real, *imaginary).into(),
        Constant::Str(text) => {
            let bytes = Wtf8::from_bytes_trusted(text.as_bytes());
            if looks_like_a_name(text.as_bytes()) {
                intern(bytes).into()
            } else {
                Str::from_wtf8(bytes).into()
            }
        }
        Constant::Bytes(bytes) => Bytes::new(bytes).into(),
        Constant::Tuple(items) => Tuple::new(all(items)).into(),
        Constant::FrozenSet(items) => frozen_set(all(items)),
        Constant::Code(code) => Code::with_filename(code.clone(), filename).into(),
    }
}

fn frozen_set(items: Vec<Value>) -> Value {
    let vm = startup::current();
    if items.is_empty()
        && let Ok(empty) = vm.call(FROZENSET.as_value(), &[])
    {
        return empty;
    }
    let set = Set::of_class(&FROZENSET);
    for item in items {
        // Constants are hashable, so that adding them cannot fail.
        let _ = set.add(vm, &item);
    }
    set.into()
}
