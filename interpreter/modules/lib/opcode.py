"""The instructions of the bytecode: names, numbers and kinds."""

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap",
           "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

import _opcode
from _opcode import stack_effect
from _opcode_metadata import (HAVE_ARGUMENT, MIN_INSTRUMENTED_OPCODE, _specializations,
                              _specialized_opmap, opmap)

EXTENDED_ARG = opmap['EXTENDED_ARG']

cmp_op = ('<', '<=', '==', '!=', '>', '>=')

opname = [f'<{number}>' for number in range(max(opmap.values()) + 1)]
for _name, _number in opmap.items():
    opname[_number] = _name
del _name, _number


def _all(is_kind):
    return [number for number in opmap.values() if is_kind(number)]


hasarg = _all(_opcode.has_arg)
hasconst = _all(_opcode.has_const)
hasname = _all(_opcode.has_name)
hasjump = _all(_opcode.has_jump)
hasjrel = hasjump
hasjabs = []
hasfree = _all(_opcode.has_free)
haslocal = _all(_opcode.has_local)
hasexc = _all(_opcode.has_exc)
hascompare = [opmap["COMPARE_OP"]]

_intrinsic_1_descs = _opcode.get_intrinsic1_descs()
_intrinsic_2_descs = _opcode.get_intrinsic2_descs()
_nb_ops = _opcode.get_nb_ops()

# What follows an instruction in the code besides the counter that each of
# these has, with the number of code units.
_cache_format = {
    name: {"counter": 1, **entries} for name, entries in {
        "LOAD_GLOBAL": {"index": 1, "module_keys_version": 1, "builtin_keys_version": 1},
        "BINARY_OP": {},
        "UNPACK_SEQUENCE": {},
        "COMPARE_OP": {},
        "CONTAINS_OP": {},
        "BINARY_SUBSCR": {},
        "FOR_ITER": {},
        "LOAD_SUPER_ATTR": {},
        "LOAD_ATTR": {"version": 2, "keys_version": 2, "descr": 4},
        "STORE_ATTR": {"version": 2, "index": 1},
        "CALL": {"func_version": 2},
        "STORE_SUBSCR": {},
        "SEND": {},
        "JUMP_BACKWARD": {},
        "TO_BOOL": {"version": 2},
        "POP_JUMP_IF_TRUE": {},
        "POP_JUMP_IF_FALSE": {},
        "POP_JUMP_IF_NONE": {},
        "POP_JUMP_IF_NOT_NONE": {},
    }.items()
}

_inline_cache_entries = {name: sum(entries.values())
                         for name, entries in _cache_format.items()}
