//! The table of type slots: what each is for, its signature, and the special methods that
//! stand for it. Everything that goes through all slots is made from this table.

use super::generator::Step;
use super::heap::Ref;
use super::str::Str;
use super::types::Type;
use super::value::Value;
use crate::call::Arguments;
use crate::{Result, Vm};

/// `repr(x)`, `-x`, `iter(x)`.
pub type Unary = fn(&Vm, &Value) -> Result<Value>;
/// `x + y`: called with the operands in their order, whichever of them has the slot.
pub type Binary = fn(&Vm, &Value, &Value) -> Result<Value>;
/// `pow(x, y, z)`; `z` is `None` where there is none.
pub type Ternary = fn(&Vm, &Value, &Value, &Value) -> Result<Value>;
/// `bool(x)`.
pub type Inquiry = fn(&Vm, &Value) -> Result<bool>;
/// `len(x)`.
pub type Length = fn(&Vm, &Value) -> Result<usize>;
/// `hash(x)`.
pub type Hash = fn(&Vm, &Value) -> Result<i64>;
/// `x < y` and its kin.
pub type Compare = fn(&Vm, &Value, &Value, Comparison) -> Result<Value>;
/// `y in x`, called as `(x, y)`.
pub type Contains = fn(&Vm, &Value, &Value) -> Result<bool>;
/// `x[y] = z`, and `del x[y]` without `z`.
pub type Store = fn(&Vm, &Value, &Value, Option<&Value>) -> Result<()>;
/// `next(x)`; `None` when exhausted.
pub type Next = fn(&Vm, &Value) -> Result<Option<Value>>;
/// `x(...)`.
pub type Call = fn(&Vm, &Value, Arguments<'_>) -> Result<Value>;
/// `x.name`.
pub type GetAttribute = fn(&Vm, &Value, &Ref<Str>) -> Result<Value>;
/// `x.name = y`, and `del x.name` without `y`.
pub type SetAttribute = fn(&Vm, &Value, &Ref<Str>, Option<&Value>) -> Result<()>;
/// `__get__`: the descriptor, the instance if any, the type.
pub type DescriptorGet = fn(&Vm, &Value, Option<&Value>, &Value) -> Result<Value>;
/// `__set__`, and `__delete__` without the last.
pub type DescriptorSet = fn(&Vm, &Value, &Value, Option<&Value>) -> Result<()>;
/// `__new__`.
pub type New = fn(&Vm, &Ref<Type>, Arguments<'_>) -> Result<Value>;
/// `__init__`.
pub type Init = fn(&Vm, &Value, Arguments<'_>) -> Result<()>;
/// `__del__` and what built-in types do in its place.
pub type Finalize = fn(&Vm, &Value);

/// A step of what is awaited: what it yields for a value that is sent, or what it ends with.
pub type Send = fn(&Vm, &Value, &Value) -> Result<Step>;

/// The six rich comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the operators")]
#[repr(u8)]
pub enum Comparison {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
}

impl Comparison {
    /// The operator as it is written.
    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// The operator with its operands exchanged.
    pub fn reflected(self) -> Comparison {
        use Comparison::*;
        match self {
            Less => Greater,
            LessEqual => GreaterEqual,
            Greater => Less,
            GreaterEqual => LessEqual,
            same => same,
        }
    }

    /// What the operator says of two things in this order.
    #[inline(always)]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Less => order.is_lt(),
            Comparison::LessEqual => order.is_le(),
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterEqual => order.is_ge(),
        }
    }
}

macro_rules! slots {
    ($($(#[$doc:meta])* $field:ident: $signature:ident = [$($name:literal),*];)*) => {
        /// The functions by which a type answers the machine.
        #[derive(Clone, Copy)]
        pub struct Slots {
            $($(#[$doc])* pub $field: Option<$signature>,)*
        }

        impl Slots {
            /// No slot filled.
            pub const EMPTY: Slots = Slots { $($field: None,)* };

            /// Fills each empty slot from `base`.
            pub fn inherit(&mut self, base: &Slots) {
                $(if self.$field.is_none() { self.$field = base.$field; })*
            }

            /// The function in a slot.
            pub fn get(&self, slot: Slot) -> Option<SlotFunction> {
                match slot { $(Slot::$field => self.$field.map(SlotFunction::$signature),)* }
            }

            /// Puts a function into a slot, or empties it.
            ///
            /// # Panics
            /// If the function does not have the slot's signature.
            pub fn set(&mut self, slot: Slot, function: Option<SlotFunction>) {
                match (slot, function) {
                    $((Slot::$field, None) => self.$field = None,
                      (Slot::$field, Some(SlotFunction::$signature(function))) => {
                        self.$field = Some(function);
                      })*
                    _ => unreachable!("a slot takes functions of its own signature"),
                }
            }
        }

        /// The name of a slot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(non_camel_case_types, missing_docs, reason = "the names of the fields")]
        pub enum Slot { $($field,)* }

        /// Each special method with its slot, in the order of the table.
        pub const SPECIAL_METHODS: &[(&str, Slot)] = &[$($(($name, Slot::$field),)*)*];
    };
}

slots! {
    /// `repr(x)`
    repr: Unary = ["__repr__"];
    /// `str(x)`
    str: Unary = ["__str__"];
    /// `hash(x)`
    hash: Hash = ["__hash__"];
    /// `x(...)`
    call: Call = ["__call__"];
    /// `x.name`; includes `__getattr__` for classes that define it
    getattribute: GetAttribute = ["__getattribute__", "__getattr__"];
    /// `x.name = y`, `del x.name`
    setattribute: SetAttribute = ["__setattr__", "__delattr__"];
    /// `x < y` and its kin
    compare: Compare = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];
    /// `iter(x)`
    iter: Unary = ["__iter__"];
    /// `next(x)`
    next: Next = ["__next__"];
    /// `__get__`
    get: DescriptorGet = ["__get__"];
    /// `__set__`, `__delete__`
    set: DescriptorSet = ["__set__", "__delete__"];
    /// `__init__`
    init: Init = ["__init__"];
    /// `__new__`
    new: New = ["__new__"];
    /// `__del__`
    finalize: Finalize = ["__del__"];
    /// `bool(x)`
    bool: Inquiry = ["__bool__"];
    /// `len(x)`
    length: Length = ["__len__"];
    /// `x[y]`
    getitem: Binary = ["__getitem__"];
    /// `x[y] = z`, `del x[y]`
    setitem: Store = ["__setitem__", "__delitem__"];
    /// `y in x`
    contains: Contains = ["__contains__"];
    /// `x + y`
    add: Binary = ["__add__", "__radd__"];
    /// `x - y`
    subtract: Binary = ["__sub__", "__rsub__"];
    /// `x * y`
    multiply: Binary = ["__mul__", "__rmul__"];
    /// `x @ y`
    matrix_multiply: Binary = ["__matmul__", "__rmatmul__"];
    /// `x / y`
    true_divide: Binary = ["__truediv__", "__rtruediv__"];
    /// `x // y`
    floor_divide: Binary = ["__floordiv__", "__rfloordiv__"];
    /// `x % y`
    remainder: Binary = ["__mod__", "__rmod__"];
    /// `divmod(x, y)`
    divmod: Binary = ["__divmod__", "__rdivmod__"];
    /// `x ** y`, `pow(x, y, z)`
    power: Ternary = ["__pow__", "__rpow__"];
    /// `x << y`
    left_shift: Binary = ["__lshift__", "__rlshift__"];
    /// `x >> y`
    right_shift: Binary = ["__rshift__", "__rrshift__"];
    /// `x & y`
    and: Binary = ["__and__", "__rand__"];
    /// `x ^ y`
    xor: Binary = ["__xor__", "__rxor__"];
    /// `x | y`
    or: Binary = ["__or__", "__ror__"];
    /// `x += y`
    inplace_add: Binary = ["__iadd__"];
    /// `x -= y`
    inplace_subtract: Binary = ["__isub__"];
    /// `x *= y`
    inplace_multiply: Binary = ["__imul__"];
    /// `x @= y`
    inplace_matrix_multiply: Binary = ["__imatmul__"];
    /// `x /= y`
    inplace_true_divide: Binary = ["__itruediv__"];
    /// `x //= y`
    inplace_floor_divide: Binary = ["__ifloordiv__"];
    /// `x %= y`
    inplace_remainder: Binary = ["__imod__"];
    /// `x **= y`
    inplace_power: Ternary = ["__ipow__"];
    /// `x <<= y`
    inplace_left_shift: Binary = ["__ilshift__"];
    /// `x >>= y`
    inplace_right_shift: Binary = ["__irshift__"];
    /// `x &= y`
    inplace_and: Binary = ["__iand__"];
    /// `x ^= y`
    inplace_xor: Binary = ["__ixor__"];
    /// `x |= y`
    inplace_or: Binary = ["__ior__"];
    /// `-x`
    negative: Unary = ["__neg__"];
    /// `+x`
    positive: Unary = ["__pos__"];
    /// `abs(x)`
    absolute: Unary = ["__abs__"];
    /// `~x`
    invert: Unary = ["__invert__"];
    /// `int(x)`
    int: Unary = ["__int__"];
    /// `float(x)`
    float: Unary = ["__float__"];
    /// `operator.index(x)`
    index: Unary = ["__index__"];
    /// `await x`
    await_: Unary = ["__await__"];
    /// a step of `await x`, where `x` is its own iterator; for native types only
    send: Send = [];
    /// `aiter(x)`
    aiter: Unary = ["__aiter__"];
    /// `anext(x)`
    anext: Unary = ["__anext__"];
    /// `x + y` where `x` is a sequence; after the numeric slots have been tried
    concatenate: Binary = [];
    /// `x * n` where `x` is a sequence; after the numeric slots have been tried
    repeat: Binary = [];
    /// `x += y` where `x` is a sequence
    inplace_concatenate: Binary = [];
    /// `x *= n` where `x` is a sequence
    inplace_repeat: Binary = [];
}

/// A function of any slot's signature.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the signatures")]
pub enum SlotFunction {
    Unary(Unary),
    Binary(Binary),
    Ternary(Ternary),
    Inquiry(Inquiry),
    Length(Length),
    Hash(Hash),
    Compare(Compare),
    Contains(Contains),
    Store(Store),
    Next(Next),
    Call(Call),
    GetAttribute(GetAttribute),
    SetAttribute(SetAttribute),
    DescriptorGet(DescriptorGet),
    DescriptorSet(DescriptorSet),
    New(New),
    Init(Init),
    Finalize(Finalize),
    Send(Send),
}

macro_rules! addresses {
    ($($signature:ident)*) => {
        impl SlotFunction {
            /// Where the function is: equal for one and the same function.
            pub fn address(self) -> usize {
                match self { $(SlotFunction::$signature(function) => function as usize,)* }
            }
        }
    };
}

addresses! {
    Unary Binary Ternary Inquiry Length Hash Compare Contains Store Next Call GetAttribute
    SetAttribute DescriptorGet DescriptorSet New Init Finalize Send
}
