//! Operators on constants. `None` stands for what Python would raise, and for values that
//! CPython holds too large to fold.

use bumpalo::Bump;
use syntax::ast::{Constant, Operator, UnaryOperator};

use super::integer::{self, Integer};
use super::{complex, float, sequence};

/// A numeric operand.
enum Number {
    Integer(Integer),
    Float(f64),
    Complex(complex::Complex),
}

impl Number {
    fn of(constant: &Constant<'_>) -> Option<Number> {
        match *constant {
            Constant::Float(value) => Some(Number::Float(value)),
            Constant::Complex { real, imaginary } => Some(Number::Complex((real, imaginary))),
            _ => Integer::of(constant).map(Number::Integer),
        }
    }

    fn to_float(&self) -> Option<f64> {
        match self {
            Number::Integer(value) => value.to_float(),
            Number::Float(value) => Some(*value),
            Number::Complex(_) => None,
        }
    }

    fn to_complex(&self) -> Option<complex::Complex> {
        match self {
            Number::Complex(value) => Some(*value),
            _ => self.to_float().map(|real| (real, 0.0)),
        }
    }
}

/// `operator operand`.
pub(super) fn unary<'a>(
    arena: &'a Bump,
    operator: UnaryOperator,
    operand: &Constant<'a>,
) -> Option<Constant<'a>> {
    if operator == UnaryOperator::Not {
        return Some(Constant::Bool(!is_true(operand)));
    }
    let constant = match (operator, Number::of(operand)?) {
        (UnaryOperator::Invert, Number::Integer(value)) => value.invert().to_constant(arena),
        (UnaryOperator::Invert, _) => return None,
        (UnaryOperator::USub, Number::Integer(value)) => value.negate().to_constant(arena),
        (UnaryOperator::USub, Number::Float(value)) => Constant::Float(-value),
        (UnaryOperator::USub, Number::Complex((real, imaginary))) => {
            complex::constant((-real, -imaginary))
        }
        (_, Number::Integer(value)) => value.to_constant(arena),
        (_, _) => *operand,
    };
    Some(constant)
}

fn is_true(constant: &Constant<'_>) -> bool {
    match *constant {
        Constant::None => false,
        Constant::Bool(value) => value,
        Constant::Ellipsis | Constant::BigInt(_) => true,
        Constant::Int(value) => value != 0,
        Constant::Float(value) => value != 0.0,
        Constant::Complex { real, imaginary } => real != 0.0 || imaginary != 0.0,
        Constant::Str(text) | Constant::Bytes(text) => !text.is_empty(),
        Constant::Tuple(members) | Constant::FrozenSet(members) => !members.is_empty(),
    }
}

/// `left operator right`.
pub(super) fn binary<'a>(
    arena: &'a Bump,
    left: &Constant<'a>,
    operator: Operator,
    right: &Constant<'a>,
) -> Option<Constant<'a>> {
    if let (&Constant::Bool(left), &Constant::Bool(right)) = (left, right) {
        match operator {
            Operator::BitAnd => return Some(Constant::Bool(left & right)),
            Operator::BitOr => return Some(Constant::Bool(left | right)),
            Operator::BitXor => return Some(Constant::Bool(left ^ right)),
            _ => {}
        }
    }
    match (Number::of(left), Number::of(right)) {
        (Some(Number::Integer(left)), Some(Number::Integer(right))) => {
            integer_operation(arena, left, operator, right)
        }
        (Some(left), Some(right)) => match (&left, &right) {
            (Number::Complex(_), _) | (_, Number::Complex(_)) => {
                complex_operation(left.to_complex()?, operator, right.to_complex()?)
            }
            _ => float_operation(left.to_float()?, operator, right.to_float()?),
        },
        (Some(Number::Integer(times)), None) if operator == Operator::Mult => {
            sequence::repeat(arena, right, times)
        }
        (None, Some(Number::Integer(times))) if operator == Operator::Mult => {
            sequence::repeat(arena, left, times)
        }
        (None, None) if operator == Operator::Add => sequence::concatenate(arena, left, right),
        _ => None,
    }
}

fn integer_operation<'a>(
    arena: &'a Bump,
    left: Integer,
    operator: Operator,
    right: Integer,
) -> Option<Constant<'a>> {
    let result = match operator {
        Operator::Div => return integer::true_divide(&left, &right).map(Constant::Float),
        Operator::Pow if right.is_negative() => {
            return float_operation(left.to_float()?, operator, right.to_float()?);
        }
        Operator::Pow => integer::power(left, right)?,
        _ => integer::operation(left, operator, right)?,
    };
    Some(result.to_constant(arena))
}

fn float_operation<'a>(left: f64, operator: Operator, right: f64) -> Option<Constant<'a>> {
    let result = match operator {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        Operator::FloorDiv => float::floor_divide(left, right)?,
        Operator::Mod => float::modulo(left, right)?,
        Operator::Pow => return float::power(left, right),
        _ => return None,
    };
    Some(Constant::Float(result))
}

fn complex_operation<'a>(
    left: complex::Complex,
    operator: Operator,
    right: complex::Complex,
) -> Option<Constant<'a>> {
    let result = match operator {
        Operator::Add => (left.0 + right.0, left.1 + right.1),
        Operator::Sub => (left.0 - right.0, left.1 - right.1),
        Operator::Mult => complex::multiply(left, right),
        Operator::Div => complex::divide(left, right)?,
        Operator::Pow => complex::power(left, right)?,
        _ => return None,
    };
    Some(complex::constant(result))
}
