//! Operators: binary with reflection, in place, unary.

use crate::objects::slots::{Binary, Slots, Ternary};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the operators")]
#[repr(u8)]
pub enum Operator {
    Add,
    And,
    FloorDivide,
    LeftShift,
    MatrixMultiply,
    Multiply,
    Remainder,
    Or,
    Power,
    RightShift,
    Subtract,
    TrueDivide,
    Xor,
}

impl Operator {
    /// All, in the order of the operands of BINARY_OP.
    pub const ALL: [Operator; 13] = {
        use Operator::*;
        [
            Add,
            And,
            FloorDivide,
            LeftShift,
            MatrixMultiply,
            Multiply,
            Remainder,
            Or,
            Power,
            RightShift,
            Subtract,
            TrueDivide,
            Xor,
        ]
    };

    /// The operator as it is written.
    pub fn symbol(self) -> &'static str {
        [
            "+",
            "&",
            "//",
            "<<",
            "@",
            "*",
            "%",
            "|",
            "** or pow()",
            ">>",
            "-",
            "/",
            "^",
        ][self as usize]
    }

    fn inplace_symbol(self) -> &'static str {
        [
            "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
        ][self as usize]
    }

    #[inline(always)]
    fn slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            Operator::Add => slots.add,
            Operator::And => slots.and,
            Operator::FloorDivide => slots.floor_divide,
            Operator::LeftShift => slots.left_shift,
            Operator::MatrixMultiply => slots.matrix_multiply,
            Operator::Multiply => slots.multiply,
            Operator::Remainder => slots.remainder,
            Operator::Or => slots.or,
            Operator::Power => None,
            Operator::RightShift => slots.right_shift,
            Operator::Subtract => slots.subtract,
            Operator::TrueDivide => slots.true_divide,
            Operator::Xor => slots.xor,
        }
    }

    fn inplace_slot(self, slots: &Slots) -> Option<Binary> {
        match self {
            Operator::Add => slots.inplace_add,
            Operator::And => slots.inplace_and,
            Operator::FloorDivide => slots.inplace_floor_divide,
            Operator::LeftShift => slots.inplace_left_shift,
            Operator::MatrixMultiply => slots.inplace_matrix_multiply,
            Operator::Multiply => slots.inplace_multiply,
            Operator::Remainder => slots.inplace_remainder,
            Operator::Or => slots.inplace_or,
            Operator::Power => None,
            Operator::RightShift => slots.inplace_right_shift,
            Operator::Subtract => slots.inplace_subtract,
            Operator::TrueDivide => slots.inplace_true_divide,
            Operator::Xor => slots.inplace_xor,
        }
    }
}

/// Whether the value is the built-in `print`, which Python 2 wrote files to by `>>`.
fn is_print(vm: &Vm, value: &Value) -> bool {
    let print = vm.shared().builtins.get_str(&vm.intern("print"));
    print.is_some_and(|print| print.is(value))
}

impl Vm {
    /// `left op right`.
    pub fn binary(&self, operator: Operator, left: &Value, right: &Value) -> Result<Value> {
        if operator == Operator::Power {
            return self.power(left, right, Value::none_ref());
        }
        let result = self.binary_by_slot(left, right, |slots| operator.slot(slots))?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        match self.sequence_binary(operator, left, right, false)? {
            Some(result) => Ok(result),
            None if operator == Operator::RightShift && is_print(self, left) => Err(self
                .type_error(format!(
                    "unsupported operand type(s) for >>: '{}' and '{}'. Did you mean \
                     \"print(<message>, file=<output_stream>)\"?",
                    left.class().name(),
                    right.class().name()
                ))),
            None => Err(self.unsupported(operator.symbol(), left, right)),
        }
    }

    /// `left op= right`.
    pub fn inplace(&self, operator: Operator, left: &Value, right: &Value) -> Result<Value> {
        if operator == Operator::Power {
            return self.inplace_power(left, right);
        }
        if let Some(inplace) = operator.inplace_slot(left.class().slots()) {
            let result = inplace(self, left, right)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_by_slot(left, right, |slots| operator.slot(slots))?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        match self.sequence_binary(operator, left, right, true)? {
            Some(result) => Ok(result),
            None => Err(self.unsupported(operator.inplace_symbol(), left, right)),
        }
    }

    /// Concatenation and repetition, which come after the numeric slots.
    fn sequence_binary(
        &self,
        operator: Operator,
        left: &Value,
        right: &Value,
        inplace: bool,
    ) -> Result<Option<Value>> {
        let slots = left.class().slots();
        match operator {
            Operator::Add => {
                let own = slots.inplace_concatenate.filter(|_| inplace);
                let Some(concatenate) = own.or(slots.concatenate) else {
                    return Ok(None);
                };
                concatenate(self, left, right).map(Some)
            }
            Operator::Multiply => {
                let own = slots.inplace_repeat.filter(|_| inplace);
                if let Some(repeat) = own.or(slots.repeat) {
                    self.expect_count(right)?;
                    return repeat(self, left, right).map(Some);
                }
                let Some(repeat) = right.class().slots().repeat else {
                    return Ok(None);
                };
                self.expect_count(left)?;
                repeat(self, right, left).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn expect_count(&self, count: &Value) -> Result<()> {
        if count.is_int() || count.class().slots().index.is_some() {
            return Ok(());
        }
        Err(self.type_error(format!(
            "can't multiply sequence by non-int of type '{}'",
            count.class().name()
        )))
    }

    /// The error for operands that no type can join.
    #[cold]
    pub fn unsupported(&self, symbol: &str, left: &Value, right: &Value) -> crate::Raised {
        let print = left
            .downcast_exact::<crate::objects::native_function::NativeFunction>()
            .is_some_and(|function| function.method().name == "print");
        let hint = if print && symbol == ">>" {
            ". Did you mean \"print(<message>, file=<output_stream>)\"?"
        } else {
            ""
        };
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'{hint}",
            left.class().name(),
            right.class().name()
        ))
    }

    /// Asks the slot of both operands in CPython's order: a subclass on the right comes first.
    #[inline]
    pub fn binary_by_slot(
        &self,
        left: &Value,
        right: &Value,
        slot: impl Fn(&Slots) -> Option<Binary>,
    ) -> Result<Value> {
        let left_slot = slot(left.class().slots());
        let mut right_slot = None;
        if !left.class().is(right.class()) {
            right_slot = slot(right.class().slots());
            if let (Some(one), Some(other)) = (left_slot, right_slot)
                && std::ptr::fn_addr_eq(one, other)
            {
                right_slot = None;
            }
        }
        if let Some(function) = left_slot {
            if let Some(reflected) = right_slot
                && right.class().is_subtype(left.class())
            {
                let result = reflected(self, left, right)?;
                if !result.is_not_implemented() {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = function(self, left, right)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match right_slot {
            Some(function) => function(self, left, right),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// `divmod(left, right)`.
    pub fn divmod(&self, left: &Value, right: &Value) -> Result<Value> {
        let result = self.binary_by_slot(left, right, |slots| slots.divmod)?;
        if result.is_not_implemented() {
            return Err(self.unsupported("divmod()", left, right));
        }
        Ok(result)
    }

    /// `pow(base, exponent, modulus)`; the modulus is `None` for `**`.
    pub fn power(&self, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
        self.power_by(base, exponent, modulus, "** or pow()")
    }

    fn power_by(
        &self,
        base: &Value,
        exponent: &Value,
        modulus: &Value,
        symbol: &str,
    ) -> Result<Value> {
        let slot = |value: &Value| value.class().slots().power;
        let mut candidates: [Option<Ternary>; 3] = [slot(base), None, None];
        if !base.class().is(exponent.class()) {
            candidates[1] = slot(exponent);
            if candidates[0].is_some()
                && candidates[1].is_some()
                && exponent.class().is_subtype(base.class())
            {
                candidates.swap(0, 1);
            }
        }
        if !modulus.is_none() {
            candidates[2] = slot(modulus);
        }
        for (number, candidate) in candidates.iter().enumerate() {
            let Some(function) = *candidate else {
                continue;
            };
            let mut tried = candidates[..number].iter().flatten();
            if tried.any(|other| std::ptr::fn_addr_eq(*other, function)) {
                continue;
            }
            let result = function(self, base, exponent, modulus)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if modulus.is_none() {
            return Err(self.unsupported(symbol, base, exponent));
        }
        Err(self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{}', '{}', '{}'",
            base.class().name(),
            exponent.class().name(),
            modulus.class().name()
        )))
    }

    fn inplace_power(&self, base: &Value, exponent: &Value) -> Result<Value> {
        if let Some(power) = base.class().slots().inplace_power {
            let result = power(self, base, exponent, Value::none_ref())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        self.power_by(base, exponent, Value::none_ref(), "**=")
    }

    /// `-value`.
    pub fn negative(&self, value: &Value) -> Result<Value> {
        self.unary(value, value.class().slots().negative, "unary -")
    }

    /// `+value`.
    pub fn positive(&self, value: &Value) -> Result<Value> {
        self.unary(value, value.class().slots().positive, "unary +")
    }

    /// `~value`.
    pub fn invert(&self, value: &Value) -> Result<Value> {
        self.unary(value, value.class().slots().invert, "unary ~")
    }

    /// `abs(value)`.
    pub fn absolute(&self, value: &Value) -> Result<Value> {
        self.unary(value, value.class().slots().absolute, "abs()")
    }

    fn unary(
        &self,
        value: &Value,
        slot: Option<crate::objects::slots::Unary>,
        name: &str,
    ) -> Result<Value> {
        match slot {
            Some(function) => function(self, value),
            None => Err(self.type_error(format!(
                "bad operand type for {name}: '{}'",
                value.class().name()
            ))),
        }
    }
}
