//! Operands that stand for a part of the tree, such as an operator.

use bytecode::operand::{self, BinaryOperator, Comparison};
use syntax::ast::{CompareOperator, Conversion, Operator};

/// How many values an expression may put on the stack at once, before the code generator
/// chooses a form that needs less of it. CPython's `STACK_USE_GUIDELINE`.
pub(super) const STACK_USE_GUIDELINE: usize = 30;

/// The operand for a number of things; no text that fits into memory has too many of them.
pub(super) fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX)
}

/// The operand of `BINARY_OP`.
pub(super) fn binary_operator(operator: Operator, in_place: bool) -> i32 {
    use BinaryOperator as Of;
    let (plain, augmented) = match operator {
        Operator::Add => (Of::Add, Of::InplaceAdd),
        Operator::Sub => (Of::Subtract, Of::InplaceSubtract),
        Operator::Mult => (Of::Multiply, Of::InplaceMultiply),
        Operator::MatMult => (Of::MatrixMultiply, Of::InplaceMatrixMultiply),
        Operator::Div => (Of::TrueDivide, Of::InplaceTrueDivide),
        Operator::Mod => (Of::Remainder, Of::InplaceRemainder),
        Operator::Pow => (Of::Power, Of::InplacePower),
        Operator::LShift => (Of::LeftShift, Of::InplaceLeftShift),
        Operator::RShift => (Of::RightShift, Of::InplaceRightShift),
        Operator::BitOr => (Of::Or, Of::InplaceOr),
        Operator::BitXor => (Of::Xor, Of::InplaceXor),
        Operator::BitAnd => (Of::And, Of::InplaceAnd),
        Operator::FloorDiv => (Of::FloorDivide, Of::InplaceFloorDivide),
    };
    (if in_place { augmented } else { plain }) as i32
}

/// The operand of `COMPARE_OP`, where the operator is one of its: above the lowest five bits
/// the operator's number, in the lowest four the outcomes for which it is true. The bit
/// between is set later, by the flow graph.
pub(super) fn comparison(operator: CompareOperator) -> Option<i32> {
    const UNORDERED: i32 = 1;
    const LESS: i32 = 2;
    const GREATER: i32 = 4;
    const EQUAL: i32 = 8;
    let (comparison, outcomes) = match operator {
        CompareOperator::Lt => (Comparison::Less, LESS),
        CompareOperator::LtE => (Comparison::LessOrEqual, LESS | EQUAL),
        CompareOperator::Eq => (Comparison::Equal, EQUAL),
        CompareOperator::NotEq => (Comparison::NotEqual, UNORDERED | LESS | GREATER),
        CompareOperator::Gt => (Comparison::Greater, GREATER),
        CompareOperator::GtE => (Comparison::GreaterOrEqual, GREATER | EQUAL),
        CompareOperator::Is
        | CompareOperator::IsNot
        | CompareOperator::In
        | CompareOperator::NotIn => return None,
    };
    Some((comparison as i32) << Comparison::SHIFT | outcomes)
}

/// The operand of `CONVERT_VALUE`, if there is a conversion.
pub(super) fn conversion(conversion: Conversion) -> Option<i32> {
    let operand = match conversion {
        Conversion::None => return None,
        Conversion::Str => operand::Conversion::Str,
        Conversion::Repr => operand::Conversion::Repr,
        Conversion::Ascii => operand::Conversion::Ascii,
    };
    Some(operand as i32)
}
