//! The meaning of an instruction as a string: equal exactly for instructions that mean the same,
//! jump targets aside.

use crate::dis::ListedInstruction;
use crate::{CodeObject, Constant, Opcode, Operand};

/// The keys of the instructions of `code`, in order.
pub(super) fn keys(code: &CodeObject, instructions: &[ListedInstruction<'_>]) -> Vec<String> {
    let mut next = instructions.iter().skip(1);
    instructions
        .iter()
        .map(|listed| key(code, listed, next.next()))
        .collect()
}

/// The instruction after it tells whether a class states its own name or line.
fn key(
    code: &CodeObject,
    listed: &ListedInstruction<'_>,
    next: Option<&ListedInstruction<'_>>,
) -> String {
    let opcode = listed.instruction.opcode;
    let argument = listed.instruction.argument.unwrap_or(0);
    let mut key = opcode.name().to_owned();
    key.push(' ');
    match listed.operand {
        Operand::Constant(constant) => match own_statement(code, constant, next) {
            Some(name) => key.push_str(name),
            None => write_constant(constant, &mut key),
        },
        Operand::Name(name, pushed) => {
            key.push_str(name);
            key.push_str(pushed);
            if opcode == Opcode::LoadSuperAttr {
                key.push_str(if argument & 2 != 0 { " two" } else { " zero" });
            }
        }
        Operand::Variable(name) => key.push_str(name),
        Operand::Variables(first, second) => {
            key.push_str(first);
            key.push(' ');
            key.push_str(second);
        }
        Operand::Target(_) => {}
        Operand::Comparison(operator, to_bool) => {
            key.push_str(operator.text());
            key.push_str(if to_bool { " bool" } else { "" });
        }
        Operand::Named(text) => key.push_str(text),
        Operand::Plain | Operand::FunctionAttributes(_) => key.push_str(&argument.to_string()),
    }
    key
}

/// A class body stores its own qualified name and first line. Those say where the class stands,
/// as labels and line numbers do.
fn own_statement(
    code: &CodeObject,
    constant: &Constant,
    next: Option<&ListedInstruction<'_>>,
) -> Option<&'static str> {
    let next = next.filter(|next| next.instruction.opcode == Opcode::StoreName)?;
    match (next.operand, constant) {
        (Operand::Name("__qualname__", _), Constant::Str(text)) => {
            (text.as_str()? == &*code.qualified_name).then_some("own qualified name")
        }
        (Operand::Name("__firstlineno__", _), Constant::Int(line)) => {
            (*line == i64::from(code.first_line)).then_some("own first line")
        }
        _ => None,
    }
}

fn write_constant(constant: &Constant, key: &mut String) {
    match constant {
        Constant::Code(code) => {
            key.push_str("<code ");
            key.push_str(&code.name);
            key.push('>');
        }
        Constant::Tuple(members) => {
            key.push('(');
            for member in members {
                write_constant(member, key);
                key.push(',');
            }
            key.push(')');
        }
        Constant::FrozenSet(members) => {
            let mut members: Vec<String> = members.iter().map(Constant::to_string).collect();
            members.sort();
            key.push_str("frozenset ");
            key.push_str(&members.join(","));
        }
        _ => key.push_str(&constant.to_string()),
    }
}
