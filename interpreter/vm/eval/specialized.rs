//! The numbers of opcodes: the plain ones, as the table in `bytecode` has them, and the
//! specialized ones, which exist in the machine's private instructions only.

use bytecode::Opcode;

macro_rules! plain {
    ($($name:ident = $variant:ident;)*) => {
        $(#[allow(missing_docs, reason = "see the table in bytecode")]
        pub(crate) const $name: u16 = Opcode::$variant as u16;)*
    };
}

plain! {
    CACHE = Cache; BEFORE_ASYNC_WITH = BeforeAsyncWith; BEFORE_WITH = BeforeWith;
    BINARY_SLICE = BinarySlice; BINARY_SUBSCR = BinarySubscr; CHECK_EG_MATCH = CheckEgMatch;
    CHECK_EXC_MATCH = CheckExcMatch; CLEANUP_THROW = CleanupThrow; DELETE_SUBSCR = DeleteSubscr;
    END_ASYNC_FOR = EndAsyncFor; END_FOR = EndFor; END_SEND = EndSend;
    FORMAT_SIMPLE = FormatSimple;
    FORMAT_WITH_SPEC = FormatWithSpec; GET_AITER = GetAiter; GET_ANEXT = GetAnext;
    GET_ITER = GetIter; GET_LEN = GetLen; GET_YIELD_FROM_ITER = GetYieldFromIter;
    LOAD_ASSERTION_ERROR = LoadAssertionError;
    LOAD_BUILD_CLASS = LoadBuildClass; LOAD_LOCALS = LoadLocals; MAKE_FUNCTION = MakeFunction;
    MATCH_KEYS = MatchKeys; MATCH_MAPPING = MatchMapping; MATCH_SEQUENCE = MatchSequence;
    NOP = Nop; POP_EXCEPT = PopExcept; POP_TOP = PopTop; PUSH_EXC_INFO = PushExcInfo;
    PUSH_NULL = PushNull; RETURN_GENERATOR = ReturnGenerator; RETURN_VALUE = ReturnValue;
    SETUP_ANNOTATIONS = SetupAnnotations; STORE_SLICE = StoreSlice; STORE_SUBSCR = StoreSubscr;
    TO_BOOL = ToBool; UNARY_INVERT = UnaryInvert; UNARY_NEGATIVE = UnaryNegative;
    UNARY_NOT = UnaryNot; WITH_EXCEPT_START = WithExceptStart; BINARY_OP = BinaryOp;
    BUILD_CONST_KEY_MAP = BuildConstKeyMap; BUILD_LIST = BuildList; BUILD_MAP = BuildMap;
    BUILD_SET = BuildSet; BUILD_SLICE = BuildSlice; BUILD_STRING = BuildString;
    BUILD_TUPLE = BuildTuple; CALL = Call; CALL_FUNCTION_EX = CallFunctionEx;
    CALL_INTRINSIC_1 = CallIntrinsic1; CALL_INTRINSIC_2 = CallIntrinsic2; CALL_KW = CallKw;
    COMPARE_OP = CompareOp; CONTAINS_OP = ContainsOp; CONVERT_VALUE = ConvertValue; COPY = Copy;
    COPY_FREE_VARS = CopyFreeVars; DELETE_ATTR = DeleteAttr; DELETE_DEREF = DeleteDeref;
    DELETE_FAST = DeleteFast; DELETE_GLOBAL = DeleteGlobal; DELETE_NAME = DeleteName;
    DICT_MERGE = DictMerge; DICT_UPDATE = DictUpdate; EXTENDED_ARG = ExtendedArg;
    FOR_ITER = ForIter; GET_AWAITABLE = GetAwaitable; IMPORT_FROM = ImportFrom;
    IMPORT_NAME = ImportName; IS_OP = IsOp; JUMP_BACKWARD = JumpBackward;
    JUMP_BACKWARD_NO_INTERRUPT = JumpBackwardNoInterrupt; JUMP_FORWARD = JumpForward;
    LIST_APPEND = ListAppend; LIST_EXTEND = ListExtend; LOAD_ATTR = LoadAttr;
    LOAD_CONST = LoadConst; LOAD_DEREF = LoadDeref; LOAD_FAST = LoadFast;
    LOAD_FAST_AND_CLEAR = LoadFastAndClear; LOAD_FAST_CHECK = LoadFastCheck;
    LOAD_FAST_LOAD_FAST = LoadFastLoadFast; LOAD_FROM_DICT_OR_DEREF = LoadFromDictOrDeref;
    LOAD_FROM_DICT_OR_GLOBALS = LoadFromDictOrGlobals; LOAD_GLOBAL = LoadGlobal;
    LOAD_NAME = LoadName; LOAD_SUPER_ATTR = LoadSuperAttr; MAKE_CELL = MakeCell;
    MAP_ADD = MapAdd; MATCH_CLASS = MatchClass; POP_JUMP_IF_FALSE = PopJumpIfFalse;
    POP_JUMP_IF_NONE = PopJumpIfNone; POP_JUMP_IF_NOT_NONE = PopJumpIfNotNone;
    POP_JUMP_IF_TRUE = PopJumpIfTrue; RAISE_VARARGS = RaiseVarargs; RERAISE = Reraise;
    RETURN_CONST = ReturnConst; SEND = Send; SET_ADD = SetAdd;
    SET_FUNCTION_ATTRIBUTE = SetFunctionAttribute; SET_UPDATE = SetUpdate;
    STORE_ATTR = StoreAttr; STORE_DEREF = StoreDeref; STORE_FAST = StoreFast;
    STORE_FAST_LOAD_FAST = StoreFastLoadFast; STORE_FAST_STORE_FAST = StoreFastStoreFast;
    STORE_GLOBAL = StoreGlobal; STORE_NAME = StoreName; SWAP = Swap; UNPACK_EX = UnpackEx;
    UNPACK_SEQUENCE = UnpackSequence; YIELD_VALUE = YieldValue; RESUME = Resume;
}

/// More than there are opcodes.
pub(crate) const LIMIT: usize = 512;

/// The plain opcode of any opcode.
#[inline(always)]
pub(crate) fn plain_of(opcode: u16) -> u16 {
    u16::from(PLAIN[usize::from(opcode) % LIMIT])
}

/// The specialized opcodes: number by place in the list, and the plain opcode that
/// each stands for.
macro_rules! specialized {
    ($first:literal: $($name:ident = $plain:ident;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $($name,)* }

        $(#[allow(missing_docs, reason = "the name says it")]
        pub(crate) const $name: u16 = $first + Place::$name as u16;)*

        /// The plain opcodes of all opcodes.
        static PLAIN: [u8; LIMIT] = {
            let mut table = [0; LIMIT];
            let mut plain = 0;
            while plain < $first {
                table[plain] = plain as u8;
                plain += 1;
            }
            $(table[$name as usize] = $plain as u8;)*
            table
        };
    };
}

specialized! { 150:
    INVALID = RESUME;
    INSTRUMENTED = RESUME;
    LOAD_CONST_IMMEDIATE = LOAD_CONST;
    LOAD_CONST_ADD_INT = LOAD_CONST;
    LOAD_CONST_SUBTRACT_INT = LOAD_CONST;
    LOAD_CONST_MULTIPLY_INT = LOAD_CONST;
    LOAD_CONST_REMAINDER_INT = LOAD_CONST;
    LOAD_CONST_FLOOR_DIVIDE_INT = LOAD_CONST;
    LOAD_CONST_BITS_INT = LOAD_CONST;
    LOAD_CONST_COMPARE_INT = LOAD_CONST;
    LOAD_FAST_CONST_ADD_INT = LOAD_FAST;
    LOAD_FAST_CONST_SUBTRACT_INT = LOAD_FAST;
    LOAD_FAST_CONST_MULTIPLY_INT = LOAD_FAST;
    LOAD_FAST_CONST_REMAINDER_INT = LOAD_FAST;
    LOAD_FAST_CONST_FLOOR_DIVIDE_INT = LOAD_FAST;
    LOAD_FAST_CONST_BITS_INT = LOAD_FAST;
    LOAD_FAST_CONST_COMPARE_INT = LOAD_FAST;
    LOAD_FAST_ADD_INT = LOAD_FAST;
    LOAD_FAST_SUBTRACT_INT = LOAD_FAST;
    LOAD_FAST_MULTIPLY_INT = LOAD_FAST;
    LOAD_FAST_COMPARE_INT = LOAD_FAST;
    LOAD_FAST_ADD_FLOAT = LOAD_FAST;
    LOAD_FAST_SUBTRACT_FLOAT = LOAD_FAST;
    LOAD_FAST_MULTIPLY_FLOAT = LOAD_FAST;
    LOAD_FAST_LOAD_FAST_ADD_INT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_SUBTRACT_INT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_MULTIPLY_INT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_COMPARE_INT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_ADD_FLOAT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_SUBTRACT_FLOAT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_MULTIPLY_FLOAT = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_ATTR = LOAD_FAST;
    LOAD_FAST_YIELD_VALUE = LOAD_FAST;
    LOAD_FAST_POP_JUMP_IF_NONE = LOAD_FAST;
    LOAD_FAST_STORE_ATTR = LOAD_FAST;
    LOAD_FAST_LOAD_FAST_ATTR = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_STORE_ATTR = LOAD_FAST_LOAD_FAST;
    LOAD_FAST_LOAD_FAST_SUBSCR = LOAD_FAST_LOAD_FAST;
    RESUME_CHECK = RESUME;
    LOAD_NAME_DICT = LOAD_NAME;
    STORE_NAME_DICT = STORE_NAME;
    STORE_GLOBAL_DICT = STORE_GLOBAL;
    LOAD_GLOBAL_MODULE = LOAD_GLOBAL;
    LOAD_GLOBAL_BUILTIN = LOAD_GLOBAL;
    LOAD_ATTR_INSTANCE_VALUE = LOAD_ATTR;
    LOAD_ATTR_MODULE = LOAD_ATTR;
    LOAD_ATTR_WITH_DICT = LOAD_ATTR;
    LOAD_ATTR_SLOT = LOAD_ATTR;
    LOAD_ATTR_CLASS = LOAD_ATTR;
    LOAD_ATTR_PROPERTY = LOAD_ATTR;
    LOAD_ATTR_NATIVE_PROPERTY = LOAD_ATTR;
    LOAD_ATTR_METHOD_SHAPE = LOAD_ATTR;
    LOAD_ATTR_METHOD_NO_DICT = LOAD_ATTR;
    LOAD_ATTR_METHOD_WITH_DICT = LOAD_ATTR;
    LOAD_ATTR_NONDESCRIPTOR_SHAPE = LOAD_ATTR;
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT = LOAD_ATTR;
    STORE_ATTR_INSTANCE_VALUE = STORE_ATTR;
    STORE_ATTR_NEW_VALUE = STORE_ATTR;
    STORE_ATTR_WITH_DICT = STORE_ATTR;
    STORE_ATTR_SLOT = STORE_ATTR;
    STORE_ATTR_PROPERTY = STORE_ATTR;
    STORE_ATTR_DESCRIPTOR = STORE_ATTR;
    CALL_PY_EXACT_ARGS = CALL;
    CALL_PY_GENERAL = CALL;
    CALL_PY_GENERATOR = CALL;
    CALL_NEXT_GENERATOR = CALL;
    CALL_SEND_GENERATOR = CALL;
    CALL_THROW_GENERATOR = CALL;
    CALL_BOUND_METHOD_EXACT_ARGS = CALL;
    CALL_METHOD_BEHIND_SELF = CALL;
    CALL_CLASS_WITH_INIT = CALL;
    CALL_EXCEPTION_CLASS = CALL;
    CALL_NATIVE_CLASS = CALL;
    CALL_NATIVE = CALL;
    CALL_NATIVE_METHOD = CALL;
    CALL_NATIVE_ROW = CALL;
    CALL_NATIVE_METHOD_ROW = CALL;
    CALL_TYPE_1 = CALL;
    CALL_STR_1 = CALL;
    CALL_LEN = CALL;
    CALL_ISINSTANCE = CALL;
    CALL_LIST_APPEND = CALL;
    BINARY_OP_ADD_INT = BINARY_OP;
    BINARY_OP_SUBTRACT_INT = BINARY_OP;
    BINARY_OP_MULTIPLY_INT = BINARY_OP;
    BINARY_OP_FLOOR_DIVIDE_INT = BINARY_OP;
    BINARY_OP_REMAINDER_INT = BINARY_OP;
    BINARY_OP_BITS_INT = BINARY_OP;
    BINARY_OP_ADD_FLOAT = BINARY_OP;
    BINARY_OP_SUBTRACT_FLOAT = BINARY_OP;
    BINARY_OP_MULTIPLY_FLOAT = BINARY_OP;
    BINARY_OP_DIVIDE_FLOAT = BINARY_OP;
    BINARY_OP_ADD_STR = BINARY_OP;
    BINARY_OP_APPEND_STR = BINARY_OP;
    COMPARE_OP_INT = COMPARE_OP;
    COMPARE_OP_FLOAT = COMPARE_OP;
    COMPARE_OP_STR = COMPARE_OP;
    BINARY_SUBSCR_LIST_INT = BINARY_SUBSCR;
    BINARY_SUBSCR_TUPLE_INT = BINARY_SUBSCR;
    BINARY_SUBSCR_STR_INT = BINARY_SUBSCR;
    BINARY_SUBSCR_DICT = BINARY_SUBSCR;
    BINARY_SUBSCR_GETITEM = BINARY_SUBSCR;
    STORE_SUBSCR_LIST_INT = STORE_SUBSCR;
    STORE_SUBSCR_DICT = STORE_SUBSCR;
    FOR_ITER_RANGE = FOR_ITER;
    FOR_ITER_LIST = FOR_ITER;
    FOR_ITER_TUPLE = FOR_ITER;
    FOR_ITER_PAIR = FOR_ITER;
    FOR_ITER_NEXT = FOR_ITER;
    FOR_ITER_GEN = FOR_ITER;
    YIELD_VALUE_STEP = YIELD_VALUE;
    SEND_GEN = SEND;
    UNPACK_SEQUENCE_TWO_TUPLE = UNPACK_SEQUENCE;
    UNPACK_SEQUENCE_TUPLE = UNPACK_SEQUENCE;
    UNPACK_SEQUENCE_LIST = UNPACK_SEQUENCE;
    CONTAINS_OP_DICT = CONTAINS_OP;
    CONTAINS_OP_SET = CONTAINS_OP;
    TO_BOOL_BOOL = TO_BOOL;
    TO_BOOL_INT = TO_BOOL;
    TO_BOOL_LIST = TO_BOOL;
    TO_BOOL_NONE = TO_BOOL;
    TO_BOOL_STR = TO_BOOL;
    TO_BOOL_ALWAYS_TRUE = TO_BOOL;
    LOAD_SUPER_ATTR_METHOD = LOAD_SUPER_ATTR;
}
