//! What the operand of an instruction stands for.

use crate::operand::{
    BinaryIntrinsic, BinaryOperator, Comparison, Conversion, FunctionAttribute, UnaryIntrinsic,
};
use crate::repr::{self, IntegerTooLong, Representer};
use crate::{CodeObject, Constant, Instruction, Opcode};

/// The meaning of an operand; `dis` calls it `argval`.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a> {
    /// There is none, or it is nothing but a number, or points beyond its table.
    Plain,
    /// A constant.
    Constant(&'a Constant),
    /// A name, and what is pushed with it: `""`, `" + NULL"` or `" + NULL|self"`.
    Name(&'a str, &'static str),
    /// A local, cell or free variable.
    Variable(&'a str),
    /// Two local variables.
    Variables(&'a str, &'a str),
    /// A jump to an offset in bytes.
    Target(u32),
    /// A comparison, and whether its result is made a bool.
    Comparison(Comparison, bool),
    /// An operator, intrinsic function or conversion.
    Named(&'static str),
    /// Attributes that a function is given, as bits.
    FunctionAttributes(u32),
}

impl<'a> Operand<'a> {
    /// The meaning of the operand of an instruction of `code`.
    pub fn of(code: &'a CodeObject, instruction: &Instruction) -> Operand<'a> {
        let Some(argument) = instruction.argument else {
            return Operand::Plain;
        };
        let opcode = instruction.opcode;
        let variable = |slot: u32| Some(&*code.local_variables.get(slot as usize)?.name);
        let meaning = match opcode {
            Opcode::LoadFastLoadFast | Opcode::StoreFastLoadFast | Opcode::StoreFastStoreFast => {
                match (variable(argument >> 4), variable(argument & 15)) {
                    (Some(first), Some(second)) => Some(Operand::Variables(first, second)),
                    _ => None,
                }
            }
            Opcode::CompareOp => Comparison::from_number(argument >> Comparison::SHIFT)
                .map(|it| Operand::Comparison(it, argument & Comparison::TO_BOOL != 0)),
            Opcode::ConvertValue => named(Conversion::from_number(argument).map(Conversion::text)),
            Opcode::SetFunctionAttribute => Some(Operand::FunctionAttributes(argument)),
            Opcode::BinaryOp => {
                named(BinaryOperator::from_number(argument).map(BinaryOperator::text))
            }
            Opcode::CallIntrinsic1 => {
                named(UnaryIntrinsic::from_number(argument).map(UnaryIntrinsic::text))
            }
            Opcode::CallIntrinsic2 => {
                named(BinaryIntrinsic::from_number(argument).map(BinaryIntrinsic::text))
            }
            _ if opcode.has_constant() => {
                code.constants.get(argument as usize).map(Operand::Constant)
            }
            _ if opcode.has_name() => name(code, opcode, argument),
            _ if opcode.has_jump() => instruction.jump_target().map(Operand::Target),
            _ if opcode.has_local() || opcode.has_free() => {
                variable(argument).map(Operand::Variable)
            }
            _ => None,
        };
        meaning.unwrap_or(Operand::Plain)
    }

    /// Appends what `dis` shows in parentheses (`argrepr`), which may be nothing. `label_at`
    /// gives the number of the label at an offset.
    pub fn write(
        &self,
        label_at: impl Fn(u32) -> Option<u32>,
        representer: &mut Representer,
        out: &mut String,
    ) -> Result<(), IntegerTooLong> {
        match *self {
            Operand::Plain => {}
            Operand::Constant(constant) => representer.write(constant, out)?,
            Operand::Name(name, pushed) => {
                out.push_str(name);
                out.push_str(pushed);
            }
            Operand::Variable(name) => out.push_str(name),
            Operand::Variables(first, second) => {
                out.push_str(first);
                out.push_str(", ");
                out.push_str(second);
            }
            Operand::Target(offset) => {
                if let Some(label) = label_at(offset) {
                    out.push_str("to L");
                    repr::write_int(i64::from(label), out);
                }
            }
            Operand::Comparison(operator, false) => out.push_str(operator.text()),
            Operand::Comparison(operator, true) => {
                out.push_str("bool(");
                out.push_str(operator.text());
                out.push(')');
            }
            Operand::Named(text) => out.push_str(text),
            Operand::FunctionAttributes(bits) => write_attributes(bits, out),
        }
        Ok(())
    }
}

fn named(text: Option<&'static str>) -> Option<Operand<'static>> {
    text.map(Operand::Named)
}

/// The name of an operand whose lowest bits may say what is pushed beside the value.
fn name(code: &CodeObject, opcode: Opcode, argument: u32) -> Option<Operand<'_>> {
    let (index, pushed) = match opcode {
        Opcode::LoadGlobal => (argument >> 1, " + NULL"),
        Opcode::LoadAttr => (argument >> 1, " + NULL|self"),
        Opcode::LoadSuperAttr => (argument >> 2, " + NULL|self"),
        _ => (argument, ""),
    };
    let has_flag = index != argument && argument & 1 == 1;
    let pushed = if has_flag { pushed } else { "" };
    let name = code.names.get(index as usize)?;
    Some(Operand::Name(name, pushed))
}

fn write_attributes(bits: u32, out: &mut String) {
    let given = FunctionAttribute::ALL
        .iter()
        .filter(|attribute| bits & attribute.number() != 0);
    for (i, attribute) in given.enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(attribute.text());
    }
}
