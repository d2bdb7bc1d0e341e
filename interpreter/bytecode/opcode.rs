//! The table of opcodes: the only source of their numbers, names, stack effects, inline
//! caches and flags, for the compiler, the disassembler and the machine.

/// Properties of an opcode, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpcodeFlags(u16);

#[allow(
    missing_docs,
    reason = "the groups of Python's dis module: hasarg, hasconst ..."
)]
impl OpcodeFlags {
    pub const ARG: u16 = 1 << 0;
    pub const CONST: u16 = 1 << 1;
    pub const NAME: u16 = 1 << 2;
    pub const JUMP: u16 = 1 << 3;
    pub const FREE: u16 = 1 << 4;
    pub const LOCAL: u16 = 1 << 5;
    pub const EVAL_BREAK: u16 = 1 << 6;
    pub const ERROR: u16 = 1 << 7;
    pub const PURE: u16 = 1 << 8;
}

struct Row {
    name: &'static str,
    caches: u8,
    cache_fields: &'static [CacheField],
    flags: OpcodeFlags,
}

/// A field of the inline cache that follows an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheField {
    /// Its name, as Python's `dis` prints it.
    pub name: &'static str,
    /// How many cache entries it takes, each as wide as an instruction.
    pub entries: u8,
}

/// Each row: variant = number, name, values popped, values pushed (both given the operand),
/// fields of the inline cache with their width in cache entries, flags. Numbers from 256 are
/// pseudo instructions, which the compiler replaces before it assembles.
macro_rules! opcodes {
    ($($variant:ident = $number:literal, $name:literal, $popped:expr, $pushed:expr,
        [$($field:ident $entries:literal),*], [$($flag:ident)*];)*) => {
        /// An opcode of CPython 3.13, in its plain (not specialized) form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        #[allow(missing_docs, reason = "documented in Python's dis module under their names")]
        pub enum Opcode {
            $($variant = $number,)*
        }

        impl Opcode {
            /// Every opcode, by number.
            pub const ALL: &[Opcode] = &[$(Opcode::$variant,)*];

            /// The opcode of that number.
            pub const fn from_number(number: u16) -> Option<Opcode> {
                match number {
                    $($number => Some(Opcode::$variant),)*
                    _ => None,
                }
            }

            /// How many values it takes from the operand stack.
            pub fn popped(self, operand: i32) -> i32 {
                match self {
                    $(Opcode::$variant => {
                        let popped: fn(i32) -> i32 = $popped;
                        popped(operand)
                    })*
                }
            }

            /// How many values it leaves less those it takes.
            fn stack_change(self, operand: i32) -> i32 {
                match self {
                    $(Opcode::$variant => {
                        let popped: fn(i32) -> i32 = $popped;
                        let pushed: fn(i32) -> i32 = $pushed;
                        pushed(operand) - popped(operand)
                    })*
                }
            }

            /// How many values it leaves on the operand stack.
            pub fn pushed(self, operand: i32) -> i32 {
                match self {
                    $(Opcode::$variant => {
                        let pushed: fn(i32) -> i32 = $pushed;
                        pushed(operand)
                    })*
                }
            }
        }

        const ROWS: [Option<Row>; 268] = {
            let mut rows = [const { None }; 268];
            $(rows[$number] = Some(Row {
                name: $name,
                caches: 0 $(+ $entries)*,
                cache_fields: &[$(CacheField { name: stringify!($field), entries: $entries }),*],
                flags: OpcodeFlags(0 $(| OpcodeFlags::$flag)*),
            });)*
            rows
        };
    };
}

opcodes! {
    Cache = 0, "CACHE", |_| 0, |_| 0, [], [];
    BeforeAsyncWith = 1, "BEFORE_ASYNC_WITH", |_| 1, |_| 2, [], [ERROR];
    BeforeWith = 2, "BEFORE_WITH", |_| 1, |_| 2, [], [ERROR];
    BinarySlice = 4, "BINARY_SLICE", |_| 3, |_| 1, [], [ERROR];
    BinarySubscr = 5, "BINARY_SUBSCR", |_| 2, |_| 1, [counter 1], [ERROR];
    CheckEgMatch = 6, "CHECK_EG_MATCH", |_| 2, |_| 2, [], [ERROR];
    CheckExcMatch = 7, "CHECK_EXC_MATCH", |_| 2, |_| 2, [], [ERROR];
    CleanupThrow = 8, "CLEANUP_THROW", |_| 3, |_| 2, [], [ERROR];
    DeleteSubscr = 9, "DELETE_SUBSCR", |_| 2, |_| 0, [], [ERROR];
    EndAsyncFor = 10, "END_ASYNC_FOR", |_| 2, |_| 0, [], [ERROR];
    EndFor = 11, "END_FOR", |_| 1, |_| 0, [], [PURE];
    EndSend = 12, "END_SEND", |_| 2, |_| 1, [], [PURE];
    ExitInitCheck = 13, "EXIT_INIT_CHECK", |_| 1, |_| 0, [], [ERROR];
    FormatSimple = 14, "FORMAT_SIMPLE", |_| 1, |_| 1, [], [ERROR];
    FormatWithSpec = 15, "FORMAT_WITH_SPEC", |_| 2, |_| 1, [], [ERROR];
    GetAiter = 16, "GET_AITER", |_| 1, |_| 1, [], [ERROR];
    Reserved = 17, "RESERVED", |_| 0, |_| 0, [], [];
    GetAnext = 18, "GET_ANEXT", |_| 1, |_| 2, [], [ERROR];
    GetIter = 19, "GET_ITER", |_| 1, |_| 1, [], [ERROR];
    GetLen = 20, "GET_LEN", |_| 1, |_| 2, [], [ERROR];
    GetYieldFromIter = 21, "GET_YIELD_FROM_ITER", |_| 1, |_| 1, [], [ERROR];
    InterpreterExit = 22, "INTERPRETER_EXIT", |_| 1, |_| 0, [], [];
    LoadAssertionError = 23, "LOAD_ASSERTION_ERROR", |_| 0, |_| 1, [], [];
    LoadBuildClass = 24, "LOAD_BUILD_CLASS", |_| 0, |_| 1, [], [ERROR];
    LoadLocals = 25, "LOAD_LOCALS", |_| 0, |_| 1, [], [ERROR];
    MakeFunction = 26, "MAKE_FUNCTION", |_| 1, |_| 1, [], [ERROR];
    MatchKeys = 27, "MATCH_KEYS", |_| 2, |_| 3, [], [ERROR];
    MatchMapping = 28, "MATCH_MAPPING", |_| 1, |_| 2, [], [];
    MatchSequence = 29, "MATCH_SEQUENCE", |_| 1, |_| 2, [], [];
    Nop = 30, "NOP", |_| 0, |_| 0, [], [PURE];
    PopExcept = 31, "POP_EXCEPT", |_| 1, |_| 0, [], [];
    PopTop = 32, "POP_TOP", |_| 1, |_| 0, [], [PURE];
    PushExcInfo = 33, "PUSH_EXC_INFO", |_| 1, |_| 2, [], [];
    PushNull = 34, "PUSH_NULL", |_| 0, |_| 1, [], [PURE];
    ReturnGenerator = 35, "RETURN_GENERATOR", |_| 0, |_| 1, [], [ERROR];
    ReturnValue = 36, "RETURN_VALUE", |_| 1, |_| 0, [], [];
    SetupAnnotations = 37, "SETUP_ANNOTATIONS", |_| 0, |_| 0, [], [ERROR];
    StoreSlice = 38, "STORE_SLICE", |_| 4, |_| 0, [], [ERROR];
    StoreSubscr = 39, "STORE_SUBSCR", |_| 3, |_| 0, [counter 1], [ERROR];
    ToBool = 40, "TO_BOOL", |_| 1, |_| 1, [counter 1, version 2], [ERROR];
    UnaryInvert = 41, "UNARY_INVERT", |_| 1, |_| 1, [], [ERROR];
    UnaryNegative = 42, "UNARY_NEGATIVE", |_| 1, |_| 1, [], [ERROR];
    UnaryNot = 43, "UNARY_NOT", |_| 1, |_| 1, [], [PURE];
    WithExceptStart = 44, "WITH_EXCEPT_START", |_| 4, |_| 5, [], [ERROR];
    BinaryOp = 45, "BINARY_OP", |_| 2, |_| 1, [counter 1], [ARG ERROR];
    BuildConstKeyMap = 46, "BUILD_CONST_KEY_MAP", |n| n + 1, |_| 1, [], [ARG ERROR];
    BuildList = 47, "BUILD_LIST", |n| n, |_| 1, [], [ARG ERROR];
    BuildMap = 48, "BUILD_MAP", |n| n * 2, |_| 1, [], [ARG ERROR];
    BuildSet = 49, "BUILD_SET", |n| n, |_| 1, [], [ARG ERROR];
    BuildSlice = 50, "BUILD_SLICE", |n| 2 + i32::from(n == 3), |_| 1, [], [ARG ERROR];
    BuildString = 51, "BUILD_STRING", |n| n, |_| 1, [], [ARG ERROR];
    BuildTuple = 52, "BUILD_TUPLE", |n| n, |_| 1, [], [ARG ERROR];
    Call = 53, "CALL", |n| n + 2, |_| 1, [counter 1, func_version 2], [ARG EVAL_BREAK ERROR];
    CallFunctionEx = 54, "CALL_FUNCTION_EX", |n| 3 + (n & 1), |_| 1, [], [ARG EVAL_BREAK ERROR];
    CallIntrinsic1 = 55, "CALL_INTRINSIC_1", |_| 1, |_| 1, [], [ARG ERROR];
    CallIntrinsic2 = 56, "CALL_INTRINSIC_2", |_| 2, |_| 1, [], [ARG ERROR];
    CallKw = 57, "CALL_KW", |n| n + 3, |_| 1, [], [ARG EVAL_BREAK ERROR];
    CompareOp = 58, "COMPARE_OP", |_| 2, |_| 1, [counter 1], [ARG ERROR];
    ContainsOp = 59, "CONTAINS_OP", |_| 2, |_| 1, [counter 1], [ARG ERROR];
    ConvertValue = 60, "CONVERT_VALUE", |_| 1, |_| 1, [], [ARG ERROR];
    Copy = 61, "COPY", |n| n, |n| n + 1, [], [ARG PURE];
    CopyFreeVars = 62, "COPY_FREE_VARS", |_| 0, |_| 0, [], [ARG];
    DeleteAttr = 63, "DELETE_ATTR", |_| 1, |_| 0, [], [ARG NAME ERROR];
    DeleteDeref = 64, "DELETE_DEREF", |_| 0, |_| 0, [], [ARG FREE ERROR];
    DeleteFast = 65, "DELETE_FAST", |_| 0, |_| 0, [], [ARG LOCAL ERROR];
    DeleteGlobal = 66, "DELETE_GLOBAL", |_| 0, |_| 0, [], [ARG NAME ERROR];
    DeleteName = 67, "DELETE_NAME", |_| 0, |_| 0, [], [ARG NAME ERROR];
    DictMerge = 68, "DICT_MERGE", |n| n + 4, |n| n + 3, [], [ARG ERROR];
    DictUpdate = 69, "DICT_UPDATE", |n| n + 1, |n| n, [], [ARG ERROR];
    EnterExecutor = 70, "ENTER_EXECUTOR", |_| 0, |_| 0, [], [ARG];
    ExtendedArg = 71, "EXTENDED_ARG", |_| 0, |_| 0, [], [ARG];
    ForIter = 72, "FOR_ITER", |_| 1, |_| 2, [counter 1], [ARG JUMP ERROR];
    GetAwaitable = 73, "GET_AWAITABLE", |_| 1, |_| 1, [], [ARG ERROR];
    ImportFrom = 74, "IMPORT_FROM", |_| 1, |_| 2, [], [ARG NAME ERROR];
    ImportName = 75, "IMPORT_NAME", |_| 2, |_| 1, [], [ARG NAME ERROR];
    IsOp = 76, "IS_OP", |_| 2, |_| 1, [], [ARG];
    JumpBackward = 77, "JUMP_BACKWARD", |_| 0, |_| 0, [counter 1], [ARG JUMP EVAL_BREAK ERROR];
    JumpBackwardNoInterrupt = 78, "JUMP_BACKWARD_NO_INTERRUPT", |_| 0, |_| 0, [], [ARG JUMP];
    JumpForward = 79, "JUMP_FORWARD", |_| 0, |_| 0, [], [ARG JUMP];
    ListAppend = 80, "LIST_APPEND", |n| n + 1, |n| n, [], [ARG ERROR];
    ListExtend = 81, "LIST_EXTEND", |n| n + 1, |n| n, [], [ARG ERROR];
    LoadAttr = 82, "LOAD_ATTR", |_| 1, |n| 1 + (n & 1), [counter 1, version 2, keys_version 2, descr 4], [ARG NAME ERROR];
    LoadConst = 83, "LOAD_CONST", |_| 0, |_| 1, [], [ARG CONST PURE];
    LoadDeref = 84, "LOAD_DEREF", |_| 0, |_| 1, [], [ARG FREE ERROR];
    LoadFast = 85, "LOAD_FAST", |_| 0, |_| 1, [], [ARG LOCAL PURE];
    LoadFastAndClear = 86, "LOAD_FAST_AND_CLEAR", |_| 0, |_| 1, [], [ARG LOCAL];
    LoadFastCheck = 87, "LOAD_FAST_CHECK", |_| 0, |_| 1, [], [ARG LOCAL ERROR];
    LoadFastLoadFast = 88, "LOAD_FAST_LOAD_FAST", |_| 0, |_| 2, [], [ARG LOCAL];
    LoadFromDictOrDeref = 89, "LOAD_FROM_DICT_OR_DEREF", |_| 1, |_| 1, [], [ARG FREE ERROR];
    LoadFromDictOrGlobals = 90, "LOAD_FROM_DICT_OR_GLOBALS", |_| 1, |_| 1, [], [ARG NAME ERROR];
    LoadGlobal = 91, "LOAD_GLOBAL", |_| 0, |n| 1 + (n & 1), [counter 1, index 1, module_keys_version 1, builtin_keys_version 1], [ARG NAME ERROR];
    LoadName = 92, "LOAD_NAME", |_| 0, |_| 1, [], [ARG NAME ERROR];
    LoadSuperAttr = 93, "LOAD_SUPER_ATTR", |_| 3, |n| 1 + (n & 1), [counter 1], [ARG NAME ERROR];
    MakeCell = 94, "MAKE_CELL", |_| 0, |_| 0, [], [ARG FREE ERROR];
    MapAdd = 95, "MAP_ADD", |n| n + 2, |n| n, [], [ARG ERROR];
    MatchClass = 96, "MATCH_CLASS", |_| 3, |_| 1, [], [ARG ERROR];
    PopJumpIfFalse = 97, "POP_JUMP_IF_FALSE", |_| 1, |_| 0, [counter 1], [ARG JUMP];
    PopJumpIfNone = 98, "POP_JUMP_IF_NONE", |_| 1, |_| 0, [counter 1], [ARG JUMP];
    PopJumpIfNotNone = 99, "POP_JUMP_IF_NOT_NONE", |_| 1, |_| 0, [counter 1], [ARG JUMP];
    PopJumpIfTrue = 100, "POP_JUMP_IF_TRUE", |_| 1, |_| 0, [counter 1], [ARG JUMP];
    RaiseVarargs = 101, "RAISE_VARARGS", |n| n, |_| 0, [], [ARG ERROR];
    Reraise = 102, "RERAISE", |n| n + 1, |n| n, [], [ARG ERROR];
    ReturnConst = 103, "RETURN_CONST", |_| 0, |_| 0, [], [ARG CONST];
    Send = 104, "SEND", |_| 2, |_| 2, [counter 1], [ARG JUMP ERROR];
    SetAdd = 105, "SET_ADD", |n| n + 1, |n| n, [], [ARG ERROR];
    SetFunctionAttribute = 106, "SET_FUNCTION_ATTRIBUTE", |_| 2, |_| 1, [], [ARG];
    SetUpdate = 107, "SET_UPDATE", |n| n + 1, |n| n, [], [ARG ERROR];
    StoreAttr = 108, "STORE_ATTR", |_| 2, |_| 0, [counter 1, version 2, index 1], [ARG NAME ERROR];
    StoreDeref = 109, "STORE_DEREF", |_| 1, |_| 0, [], [ARG FREE];
    StoreFast = 110, "STORE_FAST", |_| 1, |_| 0, [], [ARG LOCAL];
    StoreFastLoadFast = 111, "STORE_FAST_LOAD_FAST", |_| 1, |_| 1, [], [ARG LOCAL];
    StoreFastStoreFast = 112, "STORE_FAST_STORE_FAST", |_| 2, |_| 0, [], [ARG LOCAL];
    StoreGlobal = 113, "STORE_GLOBAL", |_| 1, |_| 0, [], [ARG NAME ERROR];
    StoreName = 114, "STORE_NAME", |_| 1, |_| 0, [], [ARG NAME ERROR];
    Swap = 115, "SWAP", |n| n, |n| n, [], [ARG PURE];
    UnpackEx = 116, "UNPACK_EX", |_| 1, |n| 1 + (n >> 8) + (n & 0xFF), [], [ARG ERROR];
    UnpackSequence = 117, "UNPACK_SEQUENCE", |_| 1, |n| n, [counter 1], [ARG ERROR];
    YieldValue = 118, "YIELD_VALUE", |_| 1, |_| 1, [], [ARG];
    Resume = 149, "RESUME", |_| 0, |_| 0, [], [ARG EVAL_BREAK ERROR];
    Jump = 256, "JUMP", |_| 0, |_| 0, [], [ARG JUMP EVAL_BREAK ERROR];
    JumpNoInterrupt = 257, "JUMP_NO_INTERRUPT", |_| 0, |_| 0, [], [ARG JUMP];
    LoadClosure = 258, "LOAD_CLOSURE", |_| 0, |_| 1, [], [ARG LOCAL PURE];
    LoadMethod = 259, "LOAD_METHOD", |_| 1, |_| 2, [], [ARG NAME ERROR];
    LoadSuperMethod = 260, "LOAD_SUPER_METHOD", |_| 3, |_| 2, [], [ARG NAME ERROR];
    LoadZeroSuperAttr = 261, "LOAD_ZERO_SUPER_ATTR", |_| 3, |_| 2, [], [ARG NAME ERROR];
    LoadZeroSuperMethod = 262, "LOAD_ZERO_SUPER_METHOD", |_| 3, |_| 2, [], [ARG NAME ERROR];
    PopBlock = 263, "POP_BLOCK", |_| 0, |_| 0, [], [PURE];
    SetupCleanup = 264, "SETUP_CLEANUP", |_| 0, |_| 0, [], [PURE ARG];
    SetupFinally = 265, "SETUP_FINALLY", |_| 0, |_| 0, [], [PURE ARG];
    SetupWith = 266, "SETUP_WITH", |_| 0, |_| 0, [], [PURE ARG];
    StoreFastMaybeNull = 267, "STORE_FAST_MAYBE_NULL", |_| 1, |_| 0, [], [ARG LOCAL];
}

static TABLE: [Option<Row>; 268] = ROWS;

/// The flags by themselves: the compiler asks for them most, and they fit few cache lines.
static FLAGS: [u16; 268] = {
    let mut flags = [0; 268];
    let mut number = 0;
    while number < flags.len() {
        if let Some(row) = &ROWS[number] {
            flags[number] = row.flags.0;
        }
        number += 1;
    }
    flags
};

impl Opcode {
    #[inline]
    const fn row(self) -> &'static Row {
        TABLE[self as usize]
            .as_ref()
            .expect("every opcode has a row")
    }

    /// The number in the bytecode; 256 and above for pseudo instructions.
    #[inline]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The name, as Python's `dis` prints it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The change of the operand stack's depth. `jump` asks for the depth at the target
    /// where that differs: an exception handler starts with what the machine pushes.
    pub fn stack_effect(self, operand: i32, jump: bool) -> i32 {
        match self {
            Opcode::SetupFinally | Opcode::SetupWith => i32::from(jump),
            Opcode::SetupCleanup => 2 * i32::from(jump),
            _ => self.stack_change(operand),
        }
    }

    /// How many inline cache entries follow it, each as wide as an instruction.
    #[inline]
    pub const fn caches(self) -> usize {
        self.row().caches as usize
    }

    /// The fields of its inline cache, in order.
    pub fn cache_fields(self) -> &'static [CacheField] {
        self.row().cache_fields
    }

    #[inline]
    const fn has(self, flag: u16) -> bool {
        FLAGS[self as usize] & flag != 0
    }

    /// Whether the operand means something.
    pub const fn has_argument(self) -> bool {
        self.has(OpcodeFlags::ARG)
    }

    /// Whether the operand is an index of the constants.
    pub fn has_constant(self) -> bool {
        self.has(OpcodeFlags::CONST)
    }

    /// Whether the operand is an index of the names.
    pub fn has_name(self) -> bool {
        self.has(OpcodeFlags::NAME)
    }

    /// Whether it may jump to its operand.
    #[inline]
    pub fn has_jump(self) -> bool {
        self.has(OpcodeFlags::JUMP)
    }

    /// Whether the operand is a slot of a cell or free variable.
    pub fn has_free(self) -> bool {
        self.has(OpcodeFlags::FREE)
    }

    /// Whether the operand is a slot of a local variable.
    pub fn has_local(self) -> bool {
        self.has(OpcodeFlags::LOCAL)
    }

    /// Whether the machine may handle signals or switch threads there.
    #[inline]
    pub fn has_eval_break(self) -> bool {
        self.has(OpcodeFlags::EVAL_BREAK)
    }

    /// Whether it opens a block that an exception handler covers.
    #[inline]
    pub fn is_block_push(self) -> bool {
        matches!(
            self,
            Opcode::SetupFinally | Opcode::SetupWith | Opcode::SetupCleanup
        )
    }

    /// Whether the operand is a jump target or an exception handler.
    #[inline]
    pub fn has_target(self) -> bool {
        self.has_jump() || self.is_block_push()
    }

    /// Whether control never goes on to the next instruction because the frame ends.
    #[inline]
    pub fn is_scope_exit(self) -> bool {
        matches!(
            self,
            Opcode::ReturnValue | Opcode::ReturnConst | Opcode::RaiseVarargs | Opcode::Reraise
        )
    }

    /// Whether it ends a basic block.
    #[inline]
    pub fn is_terminator(self) -> bool {
        self.has_jump() || self.is_scope_exit()
    }

    /// Whether it always jumps.
    #[inline]
    pub fn is_unconditional_jump(self) -> bool {
        matches!(
            self,
            Opcode::Jump
                | Opcode::JumpNoInterrupt
                | Opcode::JumpForward
                | Opcode::JumpBackward
                | Opcode::JumpBackwardNoInterrupt
        )
    }

    /// Whether its operand counts backwards.
    pub fn is_backward_jump(self) -> bool {
        matches!(self, Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt)
    }

    /// Whether the compiler replaces it before it assembles.
    pub fn is_pseudo(self) -> bool {
        self.number() >= 256
    }
}
