//! The tables of operands that stand for something: operators, comparisons, intrinsics,
//! conversions, attributes of functions.
//!
//! The numbers are those of CPython 3.13; `from_number` gives `None` beyond the table.

/// An enum whose variants are numbers of an operand, each with the text `dis` shows for it.
macro_rules! operands {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $number:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the text says it")]
        pub enum $name {
            $($variant = $number,)*
        }

        impl $name {
            /// The number as it stands in the operand.
            pub fn number(self) -> u32 {
                self as u32
            }

            /// The one of that number.
            pub fn from_number(number: u32) -> Option<$name> {
                match number {
                    $($number => Some($name::$variant),)*
                    _ => None,
                }
            }

            /// The text that Python's `dis` shows.
            pub fn text(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)*
                }
            }
        }
    };
}

operands! {
    /// The operand of BINARY_OP.
    BinaryOperator {
        Add = 0, "+";
        And = 1, "&";
        FloorDivide = 2, "//";
        LeftShift = 3, "<<";
        MatrixMultiply = 4, "@";
        Multiply = 5, "*";
        Remainder = 6, "%";
        Or = 7, "|";
        Power = 8, "**";
        RightShift = 9, ">>";
        Subtract = 10, "-";
        TrueDivide = 11, "/";
        Xor = 12, "^";
        InplaceAdd = 13, "+=";
        InplaceAnd = 14, "&=";
        InplaceFloorDivide = 15, "//=";
        InplaceLeftShift = 16, "<<=";
        InplaceMatrixMultiply = 17, "@=";
        InplaceMultiply = 18, "*=";
        InplaceRemainder = 19, "%=";
        InplaceOr = 20, "|=";
        InplacePower = 21, "**=";
        InplaceRightShift = 22, ">>=";
        InplaceSubtract = 23, "-=";
        InplaceTrueDivide = 24, "/=";
        InplaceXor = 25, "^=";
    }
}

operands! {
    /// The operator in the operand of COMPARE_OP, above its lowest five bits.
    Comparison {
        Less = 0, "<";
        LessOrEqual = 1, "<=";
        Equal = 2, "==";
        NotEqual = 3, "!=";
        Greater = 4, ">";
        GreaterOrEqual = 5, ">=";
    }
}

impl Comparison {
    /// Where the operator begins in the operand.
    pub const SHIFT: u32 = 5;
    /// The bit of the operand that asks for a bool.
    pub const TO_BOOL: u32 = 16;
}

operands! {
    /// The operand of CALL_INTRINSIC_1.
    UnaryIntrinsic {
        Invalid = 0, "INTRINSIC_1_INVALID";
        Print = 1, "INTRINSIC_PRINT";
        ImportStar = 2, "INTRINSIC_IMPORT_STAR";
        StopIterationError = 3, "INTRINSIC_STOPITERATION_ERROR";
        AsyncGeneratorWrap = 4, "INTRINSIC_ASYNC_GEN_WRAP";
        UnaryPositive = 5, "INTRINSIC_UNARY_POSITIVE";
        ListToTuple = 6, "INTRINSIC_LIST_TO_TUPLE";
        TypeVar = 7, "INTRINSIC_TYPEVAR";
        ParamSpec = 8, "INTRINSIC_PARAMSPEC";
        TypeVarTuple = 9, "INTRINSIC_TYPEVARTUPLE";
        SubscriptGeneric = 10, "INTRINSIC_SUBSCRIPT_GENERIC";
        TypeAlias = 11, "INTRINSIC_TYPEALIAS";
    }
}

operands! {
    /// The operand of CALL_INTRINSIC_2.
    BinaryIntrinsic {
        Invalid = 0, "INTRINSIC_2_INVALID";
        PrepareReraiseStar = 1, "INTRINSIC_PREP_RERAISE_STAR";
        TypeVarWithBound = 2, "INTRINSIC_TYPEVAR_WITH_BOUND";
        TypeVarWithConstraints = 3, "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS";
        SetFunctionTypeParameters = 4, "INTRINSIC_SET_FUNCTION_TYPE_PARAMS";
        SetTypeParameterDefault = 5, "INTRINSIC_SET_TYPEPARAM_DEFAULT";
    }
}

operands! {
    /// The operand of CONVERT_VALUE.
    Conversion {
        None = 0, "";
        Str = 1, "str";
        Repr = 2, "repr";
        Ascii = 3, "ascii";
    }
}

operands! {
    /// The bits of SET_FUNCTION_ATTRIBUTE's operand.
    FunctionAttribute {
        Defaults = 1, "defaults";
        KeywordDefaults = 2, "kwdefaults";
        Annotations = 4, "annotations";
        Closure = 8, "closure";
    }
}

impl FunctionAttribute {
    /// Every attribute, lowest bit first.
    pub const ALL: [FunctionAttribute; 4] = [
        FunctionAttribute::Defaults,
        FunctionAttribute::KeywordDefaults,
        FunctionAttribute::Annotations,
        FunctionAttribute::Closure,
    ];
}

operands! {
    /// Where the frame was suspended, in the lowest two bits of RESUME's operand.
    ResumePlace {
        FunctionStart = 0, "function start";
        AfterYield = 1, "yield";
        AfterYieldFrom = 2, "yield from";
        AfterAwait = 3, "await";
    }
}

impl ResumePlace {
    /// The bits of the operand that hold the place.
    pub const MASK: u32 = 3;
    /// The bit of the operand that says that one handler alone covers the place: the generator's
    /// own, which turns StopIteration into RuntimeError.
    pub const DEPTH_1: u32 = 4;
}
