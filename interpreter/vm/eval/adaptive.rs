//! The bytecode as it is specialized now, in CPython's numbers: what `dis` shows with
//! `adaptive=True`.

use super::specialized::{self as op, plain_of};
use crate::objects::code::Code;

/// The specialized opcodes that stand for one of CPython's, with its number there.
const NUMBERS: &[(u16, u8)] = &[
    (op::BINARY_OP_APPEND_STR, 3),
    (op::BINARY_OP_ADD_FLOAT, 150),
    (op::BINARY_OP_ADD_INT, 151),
    (op::BINARY_OP_ADD_STR, 152),
    (op::BINARY_OP_MULTIPLY_FLOAT, 153),
    (op::BINARY_OP_MULTIPLY_INT, 154),
    (op::BINARY_OP_SUBTRACT_FLOAT, 155),
    (op::BINARY_OP_SUBTRACT_INT, 156),
    (op::BINARY_SUBSCR_DICT, 157),
    (op::BINARY_SUBSCR_GETITEM, 158),
    (op::BINARY_SUBSCR_LIST_INT, 159),
    (op::BINARY_SUBSCR_STR_INT, 160),
    (op::BINARY_SUBSCR_TUPLE_INT, 161),
    (op::CALL_CLASS_WITH_INIT, 162),
    (op::CALL_BOUND_METHOD_EXACT_ARGS, 163),
    (op::CALL_ISINSTANCE, 169),
    (op::CALL_LEN, 170),
    (op::CALL_LIST_APPEND, 171),
    (op::CALL_NATIVE, 176),
    (op::CALL_PY_EXACT_ARGS, 177),
    (op::CALL_PY_GENERAL, 178),
    (op::CALL_STR_1, 179),
    (op::CALL_TYPE_1, 181),
    (op::COMPARE_OP_FLOAT, 182),
    (op::COMPARE_OP_INT, 183),
    (op::COMPARE_OP_STR, 184),
    (op::CONTAINS_OP_DICT, 185),
    (op::CONTAINS_OP_SET, 186),
    (op::FOR_ITER_GEN, 187),
    (op::FOR_ITER_LIST, 188),
    (op::FOR_ITER_RANGE, 189),
    (op::FOR_ITER_TUPLE, 190),
    (op::LOAD_ATTR_CLASS, 191),
    (op::LOAD_ATTR_INSTANCE_VALUE, 193),
    (op::LOAD_ATTR_METHOD_NO_DICT, 195),
    (op::LOAD_ATTR_METHOD_SHAPE, 196),
    (op::LOAD_ATTR_MODULE, 197),
    (op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT, 198),
    (op::LOAD_ATTR_NONDESCRIPTOR_SHAPE, 199),
    (op::LOAD_ATTR_PROPERTY, 200),
    (op::LOAD_ATTR_SLOT, 201),
    (op::LOAD_ATTR_WITH_DICT, 202),
    (op::LOAD_GLOBAL_BUILTIN, 203),
    (op::LOAD_GLOBAL_MODULE, 204),
    (op::LOAD_SUPER_ATTR_METHOD, 206),
    (op::SEND_GEN, 208),
    (op::STORE_ATTR_INSTANCE_VALUE, 209),
    (op::STORE_ATTR_SLOT, 210),
    (op::STORE_ATTR_WITH_DICT, 211),
    (op::STORE_SUBSCR_DICT, 212),
    (op::STORE_SUBSCR_LIST_INT, 213),
    (op::TO_BOOL_ALWAYS_TRUE, 214),
    (op::TO_BOOL_BOOL, 215),
    (op::TO_BOOL_INT, 216),
    (op::TO_BOOL_LIST, 217),
    (op::TO_BOOL_NONE, 218),
    (op::TO_BOOL_STR, 219),
    (op::UNPACK_SEQUENCE_LIST, 220),
    (op::UNPACK_SEQUENCE_TUPLE, 221),
    (op::UNPACK_SEQUENCE_TWO_TUPLE, 222),
];

/// RESUME after its first execution, which CPython makes another opcode of.
const RESUME_CHECK: u8 = 207;

/// `co_code` with the opcodes that specialization has put in. An opcode that CPython lacks is
/// shown as what it stands for.
pub(crate) fn code_of(code: &Code) -> Vec<u8> {
    let mut bytes = code.bytecode().to_vec();
    if code.prepared_first().is_null() {
        return bytes;
    }
    let words = code.words();
    let mut is_prefixed = false;
    for instruction in code.object().instructions_and_prefixes() {
        let index = instruction.offset as usize;
        let Some(&word) = words.get(index / 2) else {
            break;
        };
        let opcode = word as u16;
        let known = NUMBERS.iter().find(|entry| entry.0 == opcode);
        if let (Some((_, number)), Some(place)) = (known, bytes.get_mut(index)) {
            *place = *number;
        } else if plain_of(opcode) == op::RESUME && bytes.get(index + 1) == Some(&0) && !is_prefixed
        {
            bytes[index] = RESUME_CHECK;
        }
        is_prefixed = u16::from(bytes[index]) == op::EXTENDED_ARG;
    }
    bytes
}
