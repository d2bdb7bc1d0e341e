//! `code`: what scripts see of code objects.

use bytecode::code::{Flags, LocalKind, LocalVariable};
use bytecode::{CodeObject, Location};

use super::bytes::Bytes;
use super::code::Code;
use super::heap::{Payload, Ref};
use super::list::List;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec};
use super::value::Value;
use crate::call::Arguments;
use crate::eval::adaptive;
use crate::native::{Method, Property};
use crate::{Result, Vm, static_type};

const fn member(property: Property) -> Property {
    Property {
        member: true,
        ..property
    }
}

static_type! {
    /// `code`
    pub CODE = TypeSpec {
        name: "code",
        signature: Some("(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)"),
        layout: Some(<Code as Payload>::layout),
        doc: Some("Compiled code."),
        slots: Slots {
            repr: Some(code_repr),
            hash: Some(code_hash),
            compare: Some(code_compare),
            new: Some(code_new),
            ..Slots::EMPTY
        },
        properties: &[
            member(Property::new("co_argcount", |vm, this| Ok(number(of(vm, this)?.argument_count)))),
            member(Property::new("co_posonlyargcount", |vm, this| {
                Ok(number(of(vm, this)?.positional_only_count))
            })),
            member(Property::new("co_kwonlyargcount", |vm, this| {
                Ok(number(of(vm, this)?.keyword_only_count))
            })),
            member(Property::new("co_stacksize", |vm, this| {
                Ok(number(of(vm, this)?.stack_size))
            })),
            member(Property::new("co_flags", |vm, this| Ok(number(of(vm, this)?.flags)))),
            member(Property::new("co_names", |vm, this| Ok(tuple(of(vm, this)?.names().iter())))),
            member(Property::new("co_filename", |vm, this| Ok(of(vm, this)?.filename().into()))),
            member(Property::new("co_name", |vm, this| Ok(of(vm, this)?.name.to_value()))),
            member(Property::new("co_qualname", |vm, this| {
                Ok(of(vm, this)?.qualified_name.to_value())
            })),
            member(Property::new("co_firstlineno", |vm, this| {
                Ok(number(of(vm, this)?.first_line))
            })),
            member(Property::new("co_linetable", |vm, this| {
                Ok(Bytes::new(&of(vm, this)?.object().line_table).into())
            })),
            member(Property::new("co_exceptiontable", |vm, this| {
                Ok(Bytes::new(&of(vm, this)?.object().exception_table).into())
            })),
            member(Property::new("co_consts", |vm, this| {
                Ok(Tuple::from_slice(of(vm, this)?.constants()).into())
            })),
            Property::new("co_nlocals", |vm, this| {
                let code = of(vm, this)?;
                Ok(Value::from(code.variables_of(LocalKind::LOCAL).count()))
            }),
            Property::new("co_code", |vm, this| Ok(Bytes::new(of(vm, this)?.bytecode()).into())),
            Property::new("_co_code_adaptive", |vm, this| {
                Ok(Bytes::new(&adaptive::code_of(of(vm, this)?)).into())
            }),
            Property::new("co_varnames", |vm, this| {
                Ok(tuple(of(vm, this)?.variables_of(LocalKind::LOCAL)))
            }),
            Property::new("co_cellvars", |vm, this| {
                Ok(tuple(of(vm, this)?.variables_of(LocalKind::CELL)))
            }),
            Property::new("co_freevars", |vm, this| {
                Ok(tuple(of(vm, this)?.variables_of(LocalKind::FREE)))
            }),
        ],
        methods: &[
            Method::new("co_lines", "($self, /)", co_lines, "The lines of stretches of the code."),
            Method::new("co_positions", "($self, /)", co_positions, "The place of each code unit."),
            Method::raw("replace", "($self, /, **changes)", replace, "A changed copy."),
            Method::raw("__replace__", "($self, /, **changes)", replace, "A changed copy."),
            Method::new("_varname_from_oparg", "($self, /, oparg)", varname, "The variable in a slot."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Code>> {
    value
        .downcast::<Code>()
        .ok_or_else(|| vm.type_error("a code object is required"))
}

fn first<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<Code>> {
    match arguments.first() {
        Some(Some(this)) => of(vm, this),
        _ => Err(vm.type_error("a code object is required")),
    }
}

fn number(value: u32) -> Value {
    Value::int(value.into())
}

fn tuple<'a>(names: impl Iterator<Item = &'a Ref<Str>>) -> Value {
    Tuple::new(names.map(|name| name.to_value()).collect()).into()
}

fn code_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let code = of(vm, this)?;
    Ok(Str::value(format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.name,
        code.address(),
        code.filename(),
        code.first_line
    )))
}

fn code_hash(vm: &Vm, this: &Value) -> Result<i64> {
    let code = of(vm, this)?;
    let constants: Value = Tuple::from_slice(code.constants()).into();
    let hash = code.name.hash()
        ^ vm.hash(&constants).unwrap_or(0)
        ^ i64::from(code.first_line)
        ^ super::hashing::secret().hash_bytes(code.bytecode());
    Ok(if hash == -1 { -2 } else { hash })
}

fn code_compare(vm: &Vm, one: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (one.downcast::<Code>(), other.downcast::<Code>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = match operator {
        Comparison::Equal | Comparison::NotEqual => same(vm, one, other)?,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(equal == (operator == Comparison::Equal)))
}

fn same(vm: &Vm, one: &Ref<Code>, other: &Ref<Code>) -> Result<bool> {
    if one.is(other) {
        return Ok(true);
    }
    let (a, b) = (one.object(), other.object());
    let plain = a.name == b.name
        && a.argument_count == b.argument_count
        && a.positional_only_argument_count == b.positional_only_argument_count
        && a.keyword_only_argument_count == b.keyword_only_argument_count
        && a.flags == b.flags
        && a.first_line == b.first_line
        && a.code == b.code
        && a.names == b.names
        && a.local_variables == b.local_variables
        && a.line_table == b.line_table
        && a.exception_table == b.exception_table
        && one.constants().len() == other.constants().len();
    if !plain {
        return Ok(false);
    }
    for (one, other) in one.constants().iter().zip(other.constants()) {
        if !one.class().is(other.class()) || !vm.equal(one, other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A triple of a stretch's ends and its line.
fn co_lines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let code = first(vm, arguments)?;
    let mut stretches: Vec<(u32, u32, i32)> = Vec::new();
    for entry in code.line_entries() {
        let line = entry.location.line;
        match stretches.last_mut() {
            Some((_, end, last)) if *last == line => *end = entry.end,
            _ => stretches.push((entry.start, entry.end, line)),
        }
    }
    let stretches = stretches.into_iter().map(|(start, end, line)| {
        let line = if line < 0 {
            Value::NONE
        } else {
            Value::int(line.into())
        };
        Tuple::new(vec![number(start), number(end), line]).into()
    });
    vm.iter(&List::new(stretches.collect()).into())
}

fn co_positions(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let code = first(vm, arguments)?;
    let part = |value: i32| {
        if value < 0 {
            Value::NONE
        } else {
            Value::int(value.into())
        }
    };
    let hides_columns = vm
        .shared()
        .options
        .extra
        .iter()
        .any(|it| it == "no_debug_ranges");
    let positions = code.object().positions().map(|mut location: Location| {
        if hides_columns {
            location = Location {
                line: location.line,
                end_line: location.line,
                column: -1,
                end_column: -1,
            };
        }
        let Location {
            line,
            end_line,
            column,
            end_column,
        } = location;
        Tuple::new([line, end_line, column, end_column].map(part).to_vec()).into()
    });
    vm.iter(&List::new(positions.collect()).into())
}

fn varname(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let code = first(vm, arguments)?;
    let Some(Some(slot)) = arguments.get(1) else {
        return Ok(Value::NONE);
    };
    let slot = vm.to_i32(slot)?;
    match usize::try_from(slot)
        .ok()
        .and_then(|slot| code.variables().get(slot))
    {
        Some(name) => Ok(name.to_value()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

/// The parts of a code object that a script gives.
struct Parts {
    object: CodeObject,
    constants: Box<[Value]>,
    filename: Ref<Str>,
    variables: [Vec<Ref<Str>>; 3],
}

impl Parts {
    fn of(code: &Ref<Code>) -> Parts {
        let kinds = [LocalKind::LOCAL, LocalKind::CELL, LocalKind::FREE];
        Parts {
            object: code.object().clone(),
            constants: code.constants().into(),
            filename: code.filename(),
            variables: kinds.map(|kind| code.variables_of(kind).cloned().collect()),
        }
    }

    /// Sets the part of this name; false if there is none.
    fn set(&mut self, vm: &Vm, name: &str, value: &Value) -> Result<bool> {
        let object = &mut self.object;
        let number = || match u32::try_from(vm.to_i32(value)?) {
            Ok(number) => Ok(number),
            Err(_) => Err(vm.value_error(format!("{name} must be a positive integer"))),
        };
        match name {
            "co_argcount" => object.argument_count = number()?,
            "co_posonlyargcount" => object.positional_only_argument_count = number()?,
            "co_kwonlyargcount" => object.keyword_only_argument_count = number()?,
            "co_nlocals" => {
                number()?;
            }
            "co_stacksize" => object.stack_size = number()?,
            "co_flags" => object.flags = Flags(number()?),
            "co_firstlineno" => object.first_line = number()?,
            "co_code" => object.code = bytes(vm, value)?,
            "co_linetable" => object.line_table = bytes(vm, value)?,
            "co_exceptiontable" => object.exception_table = bytes(vm, value)?,
            "co_consts" => self.constants = items(vm, name, value)?.into(),
            "co_names" => object.names = texts(vm, name, value)?,
            "co_varnames" => self.variables[0] = strs(vm, name, value)?,
            "co_cellvars" => self.variables[1] = strs(vm, name, value)?,
            "co_freevars" => self.variables[2] = strs(vm, name, value)?,
            "co_filename" => self.filename = text(vm, name, value)?,
            "co_name" => object.name = text(vm, name, value)?.to_text().into(),
            "co_qualname" => object.qualified_name = text(vm, name, value)?.to_text().into(),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn finish(mut self) -> Ref<Code> {
        let mut variables: Vec<LocalVariable> = Vec::new();
        let kinds = [LocalKind::LOCAL, LocalKind::CELL, LocalKind::FREE];
        for (names, kind) in self.variables.iter().zip(kinds) {
            for name in names {
                let name: Box<str> = name.to_text().into();
                let known = variables.iter_mut().find(|it| it.name == name);
                match known.filter(|_| kind == LocalKind::CELL) {
                    Some(variable) => variable.kind.0 |= kind,
                    None => variables.push(LocalVariable {
                        name,
                        kind: LocalKind(kind),
                    }),
                }
            }
        }
        self.object.local_variables = variables.into();
        self.object.filename = self.filename.to_text().into();
        Code::of_parts(self.object, self.constants, self.filename)
    }
}

fn wrong_type(vm: &Vm, name: &str, wanted: &str, value: &Value) -> crate::Raised {
    vm.type_error(format!(
        "replace() argument '{name}' must be {wanted}, not {}",
        vm.found_argument(value)
    ))
}

fn bytes(vm: &Vm, value: &Value) -> Result<Box<[u8]>> {
    match value.downcast::<Bytes>() {
        Some(bytes) => Ok(bytes.as_bytes().into()),
        None => Err(wrong_type(vm, "co_code", "bytes", value)),
    }
}

fn items(vm: &Vm, name: &str, value: &Value) -> Result<Vec<Value>> {
    match value.downcast::<Tuple>() {
        Some(tuple) => Ok(tuple.items().to_vec()),
        None => Err(wrong_type(vm, name, "tuple", value)),
    }
}

fn strs(vm: &Vm, name: &str, value: &Value) -> Result<Vec<Ref<Str>>> {
    items(vm, name, value)?
        .iter()
        .map(|item| match item.downcast::<Str>() {
            Some(item) => Ok(item.clone()),
            None => Err(vm.type_error(format!(
                "name tuples must contain only strings, not '{}'",
                item.class().name()
            ))),
        })
        .collect()
}

fn texts(vm: &Vm, name: &str, value: &Value) -> Result<Box<[Box<str>]>> {
    let names = strs(vm, name, value)?;
    Ok(names.iter().map(|name| name.to_text().into()).collect())
}

fn text(vm: &Vm, name: &str, value: &Value) -> Result<Ref<Str>> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text.clone()),
        None => Err(wrong_type(vm, name, "str", value)),
    }
}

fn replace(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let [this] = arguments.positionals() else {
        return Err(vm.type_error("replace() takes no positional arguments"));
    };
    let mut parts = Parts::of(of(vm, this)?);
    for (name, value) in arguments.keywords() {
        let name = name.to_text();
        if !parts.set(vm, &name, value)? {
            return Err(vm.type_error(format!(
                "replace() got an unexpected keyword argument '{name}'"
            )));
        }
    }
    Ok(parts.finish().into())
}

/// The parameters of `code(...)`, in order; the last two may be left out.
const PARAMETERS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

fn code_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("code() takes no keyword arguments"));
    }
    let count = arguments.values.len();
    if !(16..=18).contains(&count) {
        let (bound, wanted) = if count < 16 {
            ("at least", 16)
        } else {
            ("at most", 18)
        };
        return Err(vm.type_error(format!(
            "code expected {bound} {wanted} arguments, got {count}"
        )));
    }
    let mut parts = Parts {
        object: CodeObject {
            argument_count: 0,
            positional_only_argument_count: 0,
            keyword_only_argument_count: 0,
            stack_size: 0,
            flags: Flags(0),
            code: Box::default(),
            constants: Box::default(),
            names: Box::default(),
            local_variables: Box::default(),
            filename: "".into(),
            name: "".into(),
            qualified_name: "".into(),
            first_line: 0,
            line_table: Box::default(),
            exception_table: Box::default(),
        },
        constants: Box::default(),
        filename: vm.intern(""),
        variables: Default::default(),
    };
    for (name, value) in PARAMETERS.iter().zip(arguments.values) {
        parts.set(vm, name, value)?;
    }
    Ok(parts.finish().into())
}
