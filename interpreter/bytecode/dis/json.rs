//! Code objects as JSON, for programs.
//!
//! The document is `{"version": 1, "code_objects": [...]}`: the code object asked for and those
//! nested in it, in the order in which `dis` prints them. Fields are named as the attributes of
//! Python's code objects and of `dis.Instruction`; those that Python has not got are:
//!
//! - of a code object: `index`, its place in the list; `parent`, that of the code object that
//!   holds it, or null; `flags`, `co_flags` by name; `localsplus`, the slots of the frame, each
//!   with `name` and `kinds` ("local", "cell", "free", "hidden"); `instructions`;
//!   `exception_table`, with places in bytes and their labels.
//! - of an instruction: `exception_handler`, the offset of the handler that covers it, or null;
//!   in `cache_info`, `size` counts cache entries and `data` is their number.
//!
//! Bytes (`co_code`, `co_linetable`, `co_exceptiontable`) are hexadecimal strings. A constant
//! has `type` (the name of its Python type) and `repr`, as Python's but for integers of more
//! than 4,300 digits, which are hexadecimal, and code objects, which have no address. A string
//! without lone surrogates has `value`; a tuple or frozenset has `items`; a code object has
//! `index`, null if it is not in the list. `argval` is a constant in this form, a name, a pair
//! of names, a jump's target in bytes, or what `dis` has there; otherwise the operand's number.

use std::collections::HashMap;

use serde::Serialize;

use super::text::little_endian;
use super::{ListedInstruction, Listing, Operand};
use crate::code::LocalKind;
use crate::instruction::CODE_UNIT;
use crate::repr::Representer;
use crate::{CodeObject, Constant, Location};

/// The version of the format; a change that could break a reader raises it.
pub const VERSION: u32 = 1;

/// The JSON of `code` and, where `nested` says so, of the code nested in it; one line.
pub fn to_string(code: &CodeObject, nested: bool) -> String {
    let document = Document::new(code, nested);
    // Nothing in the document can fail to be serialized: every key is a string.
    serde_json::to_string(&document).unwrap_or_default()
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    code_objects: Vec<Code<'a>>,
}

type Indices = HashMap<*const CodeObject, usize>;

impl<'a> Document<'a> {
    fn new(code: &'a CodeObject, nested: bool) -> Document<'a> {
        let count = if nested { usize::MAX } else { 1 };
        let all: Vec<&CodeObject> = code.walk().take(count).collect();
        let indices: Indices = all
            .iter()
            .enumerate()
            .map(|(index, &code)| (std::ptr::from_ref(code), index))
            .collect();
        let mut parents = vec![None; all.len()];
        for (index, code) in all.iter().enumerate() {
            for child in code.nested() {
                if let Some(&child) = indices.get(&std::ptr::from_ref(&**child)) {
                    parents[child] = Some(index);
                }
            }
        }
        let code_objects = all
            .iter()
            .enumerate()
            .map(|(index, code)| Code::new(code, index, parents[index], &indices))
            .collect();
        Document {
            version: VERSION,
            code_objects,
        }
    }
}

#[derive(Serialize)]
struct Code<'a> {
    index: usize,
    parent: Option<usize>,
    co_name: &'a str,
    co_qualname: &'a str,
    co_filename: &'a str,
    co_firstlineno: u32,
    co_argcount: u32,
    co_posonlyargcount: u32,
    co_kwonlyargcount: u32,
    co_nlocals: usize,
    co_stacksize: u32,
    co_flags: u32,
    flags: Vec<String>,
    co_names: &'a [Box<str>],
    co_varnames: Vec<&'a str>,
    co_cellvars: Vec<&'a str>,
    co_freevars: Vec<&'a str>,
    localsplus: Vec<Variable<'a>>,
    co_consts: Vec<ConstantValue<'a>>,
    co_code: String,
    co_linetable: String,
    co_exceptiontable: String,
    instructions: Vec<InstructionFields<'a>>,
    exception_table: Vec<ExceptionFields>,
}

impl<'a> Code<'a> {
    fn new(code: &'a CodeObject, index: usize, parent: Option<usize>, indices: &Indices) -> Self {
        let listing = Listing::new(code);
        Code {
            index,
            parent,
            co_name: &code.name,
            co_qualname: &code.qualified_name,
            co_filename: &code.filename,
            co_firstlineno: code.first_line,
            co_argcount: code.argument_count,
            co_posonlyargcount: code.positional_only_argument_count,
            co_kwonlyargcount: code.keyword_only_argument_count,
            co_nlocals: code.varnames().count(),
            co_stacksize: code.stack_size,
            co_flags: code.flags.0,
            flags: code.flags.names(),
            co_names: &code.names,
            co_varnames: code.varnames().collect(),
            co_cellvars: code.cellvars().collect(),
            co_freevars: code.freevars().collect(),
            localsplus: code
                .local_variables
                .iter()
                .map(|it| Variable::new(&it.name, it.kind))
                .collect(),
            co_consts: code
                .constants
                .iter()
                .map(|constant| ConstantValue::new(constant, indices))
                .collect(),
            co_code: hexadecimal(&code.code),
            co_linetable: hexadecimal(&code.line_table),
            co_exceptiontable: hexadecimal(&code.exception_table),
            instructions: listing
                .instructions()
                .map(|listed| InstructionFields::new(&listed, &listing, indices))
                .collect(),
            exception_table: exception_table(&listing),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Serialize)]
struct Variable<'a> {
    name: &'a str,
    kinds: Vec<&'static str>,
}

impl<'a> Variable<'a> {
    fn new(name: &'a str, kind: LocalKind) -> Self {
        let all = [
            (LocalKind::LOCAL, "local"),
            (LocalKind::CELL, "cell"),
            (LocalKind::FREE, "free"),
            (LocalKind::HIDDEN, "hidden"),
        ];
        let kinds = all.iter().filter(|(bit, _)| kind.0 & bit != 0);
        Variable {
            name,
            kinds: kinds.map(|(_, kind)| *kind).collect(),
        }
    }
}

#[derive(Serialize)]
struct ConstantValue<'a> {
    r#type: &'static str,
    repr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<ConstantValue<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<Option<usize>>,
}

impl<'a> ConstantValue<'a> {
    fn new(constant: &'a Constant, indices: &Indices) -> Self {
        ConstantValue {
            r#type: constant.type_name(),
            repr: constant.to_string(),
            value: match constant {
                Constant::Str(text) => text.as_str(),
                _ => None,
            },
            items: match constant {
                Constant::Tuple(items) | Constant::FrozenSet(items) => Some(
                    items
                        .iter()
                        .map(|item| ConstantValue::new(item, indices))
                        .collect(),
                ),
                _ => None,
            },
            index: match constant {
                Constant::Code(code) => Some(indices.get(&std::ptr::from_ref(&**code)).copied()),
                _ => None,
            },
        }
    }
}

#[derive(Serialize)]
struct InstructionFields<'a> {
    opname: &'static str,
    opcode: u16,
    arg: Option<u32>,
    argval: ArgumentValue<'a>,
    argrepr: String,
    offset: u32,
    start_offset: u32,
    cache_offset: u32,
    end_offset: u32,
    starts_line: bool,
    line_number: Option<i32>,
    label: Option<u32>,
    is_jump_target: bool,
    jump_target: Option<u32>,
    positions: Positions,
    exception_handler: Option<u32>,
    cache_info: Option<Vec<CacheValue>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ArgumentValue<'a> {
    Nothing,
    Number(u32),
    Text(&'a str),
    Names([&'a str; 2]),
    Constant(ConstantValue<'a>),
}

#[derive(Serialize)]
struct CacheValue {
    name: &'static str,
    size: usize,
    data: u64,
}

impl<'a> InstructionFields<'a> {
    fn new(listed: &ListedInstruction<'a>, listing: &Listing<'a>, indices: &Indices) -> Self {
        let instruction = &listed.instruction;
        let mut argrepr = String::new();
        // The stable representation never fails.
        let _ = listed.operand.write(
            |offset| listing.label_at(offset),
            &mut Representer::stable(),
            &mut argrepr,
        );
        let caches: Vec<_> = listed
            .cache_values(listing.code())
            .map(|(name, bytes)| CacheValue {
                name,
                size: bytes.len() / CODE_UNIT as usize,
                data: little_endian(bytes),
            })
            .collect();
        InstructionFields {
            opname: instruction.opcode.name(),
            opcode: instruction.opcode.number(),
            arg: instruction.argument,
            argval: argument_value(listed, indices),
            argrepr,
            offset: instruction.offset,
            start_offset: instruction.start_offset,
            cache_offset: instruction.cache_offset(),
            end_offset: instruction.end_offset(),
            starts_line: listed.starts_line,
            line_number: listed.line_number,
            label: listed.label,
            is_jump_target: listed.label.is_some(),
            jump_target: instruction.jump_target(),
            positions: Positions::from(listed.location),
            exception_handler: listed
                .handler
                .map(|entry| entry.target.saturating_mul(CODE_UNIT)),
            cache_info: (!caches.is_empty()).then_some(caches),
        }
    }
}

fn argument_value<'a>(listed: &ListedInstruction<'a>, indices: &Indices) -> ArgumentValue<'a> {
    match listed.operand {
        Operand::Constant(constant) => {
            ArgumentValue::Constant(ConstantValue::new(constant, indices))
        }
        Operand::Name(name, _) | Operand::Variable(name) => ArgumentValue::Text(name),
        Operand::Variables(first, second) => ArgumentValue::Names([first, second]),
        Operand::Target(offset) => ArgumentValue::Number(offset),
        Operand::Comparison(operator, _) => ArgumentValue::Text(operator.text()),
        Operand::Plain | Operand::Named(_) | Operand::FunctionAttributes(_) => {
            match listed.instruction.argument {
                Some(number) => ArgumentValue::Number(number),
                None => ArgumentValue::Nothing,
            }
        }
    }
}

#[derive(Serialize)]
struct Positions {
    lineno: Option<i32>,
    end_lineno: Option<i32>,
    col_offset: Option<i32>,
    end_col_offset: Option<i32>,
}

impl From<Location> for Positions {
    fn from(location: Location) -> Positions {
        let known = |number: i32| (number >= 0).then_some(number);
        Positions {
            lineno: known(location.line),
            end_lineno: known(location.end_line),
            col_offset: known(location.column),
            end_col_offset: known(location.end_column),
        }
    }
}

#[derive(Serialize)]
struct ExceptionFields {
    start: u32,
    end: u32,
    target: u32,
    depth: u32,
    lasti: bool,
    start_label: Option<u32>,
    end_label: Option<u32>,
    target_label: Option<u32>,
}

fn exception_table(listing: &Listing<'_>) -> Vec<ExceptionFields> {
    let entries = listing.exception_entries().iter();
    entries
        .map(|entry| {
            let [start, end, target] =
                [entry.start, entry.end, entry.target].map(|unit| unit.saturating_mul(CODE_UNIT));
            ExceptionFields {
                start,
                end,
                target,
                depth: entry.depth,
                lasti: entry.lasti,
                start_label: listing.label_at(start),
                end_label: listing.label_at(end),
                target_label: listing.label_at(target),
            }
        })
        .collect()
}
