"""Showing bytecode as text, and going through its instructions."""

import sys
import types
from collections import namedtuple
from inspect import _CODE_FLAGS
from opcode import *
from opcode import (__all__ as _opcode_names, _cache_format, _inline_cache_entries,
                    _intrinsic_1_descs, _intrinsic_2_descs, _nb_ops, _specializations,
                    _specialized_opmap)

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts",
           "findlabels", "show_code", "get_instructions", "Instruction",
           "Bytecode"] + _opcode_names

COMPILER_FLAG_NAMES = {1 << bit: name for bit, name in enumerate(_CODE_FLAGS)}
FUNCTION_ATTR_FLAGS = ('defaults', 'kwdefaults', 'annotations', 'closure')

_have_code = (types.MethodType, types.FunctionType, types.CodeType,
              classmethod, staticmethod, type)

_OPNAME_WIDTH = 20
_OPARG_WIDTH = 5
_NO_LINENO = '  --'

CACHE = opmap["CACHE"]
ENTER_EXECUTOR = opmap['ENTER_EXECUTOR']

# Specialized instructions share one table with the generic ones.
_all_opmap = {**opmap, **_specialized_opmap}
_all_opname = list(opname)
for _name, _number in _specialized_opmap.items():
    _all_opname[_number] = _name
deoptmap = {member: family for family, members in _specializations.items()
            for member in members}
del _name, _number

Positions = namedtuple(
    'Positions', ['lineno', 'end_lineno', 'col_offset', 'end_col_offset'],
    defaults=[None] * 4)

_Instruction = namedtuple(
    "_Instruction",
    ['opname', 'opcode', 'arg', 'argval', 'argrepr', 'offset', 'start_offset',
     'starts_line', 'line_number', 'label', 'positions', 'cache_info'],
    defaults=[None, None, None])


class _ExceptionTableEntry(
        namedtuple("_ExceptionTableEntryBase", "start end target depth lasti")):
    pass


class _Unknown:
    def __repr__(self):
        return "<unknown>"


# Stands for a value that only the missing code object could tell.
UNKNOWN = _Unknown()


# What to disassemble

def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False,
        show_offsets=False):
    """Print the instructions of a class, function, code object, source or more.

    Without one, those of the function where the last traceback ends.
    """
    options = dict(file=file, show_caches=show_caches, adaptive=adaptive,
                   show_offsets=show_offsets)
    if x is None:
        distb(**options)
        return
    x = _find_code(x)
    if hasattr(x, '__dict__'):
        for name, member in sorted(x.__dict__.items()):
            if not isinstance(member, _have_code):
                continue
            print(f"Disassembly of {name}:", file=file)
            try:
                dis(member, depth=depth, **options)
            except TypeError as error:
                print("Sorry:", error, file=file)
            print(file=file)
    elif hasattr(x, 'co_code'):
        _disassemble_recursive(x, depth=depth, **options)
    elif isinstance(x, (bytes, bytearray)):
        labels = _make_labels_map(x)
        formatter = Formatter(file=file, offset_width=_offset_width(x, show_offsets),
                              label_width=_label_width(labels), show_caches=show_caches)
        instructions = _get_instructions_bytes(x, arg_resolver=ArgResolver(labels_map=labels))
        print_instructions(instructions, (), formatter)
    elif isinstance(x, str):
        _disassemble_recursive(_try_compile(x, '<dis>'), depth=depth, **options)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Print the instructions of a traceback's frame (of the last one)."""
    if tb is None:
        if hasattr(sys, 'last_exc'):
            tb = sys.last_exc.__traceback__
        elif hasattr(sys, 'last_traceback'):
            tb = sys.last_traceback
        else:
            raise RuntimeError("no last traceback to disassemble")
        tb = _innermost(tb)
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches,
                adaptive=adaptive, show_offsets=show_offsets)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False,
                show_offsets=False):
    """Print the instructions of a code object, with an arrow at one."""
    _Listing(co, adaptive, _parse_exception_table(co)).print(
        lasti, file=file, show_caches=show_caches, show_offsets=show_offsets)


disco = disassemble


def _disassemble_recursive(co, *, file=None, depth=None, **options):
    disassemble(co, file=file, **options)
    if depth is not None:
        if depth <= 0:
            return
        depth -= 1
    for constant in co.co_consts:
        if hasattr(constant, 'co_code'):
            print(file=file)
            print(f"Disassembly of {constant!r}:", file=file)
            _disassemble_recursive(constant, file=file, depth=depth, **options)


def _try_compile(source, name):
    try:
        return compile(source, name, 'eval')
    except SyntaxError:
        pass
    return compile(source, name, 'exec')


def _innermost(tb):
    while tb.tb_next:
        tb = tb.tb_next
    return tb


def _find_code(x):
    # The code of a method, function or generator; else the object itself.
    x = getattr(x, '__func__', x)
    for attribute in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, attribute):
            return getattr(x, attribute)
    return x


def _get_code_object(x):
    x = _find_code(x)
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if hasattr(x, 'co_code'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _get_code_array(co, adaptive):
    if not adaptive:
        return co.co_code
    code = co._co_code_adaptive
    if ENTER_EXECUTOR not in code[::2]:
        return code
    from _opcode import get_executor
    code = bytearray(code)
    for offset in range(0, len(code), 2):
        if code[offset] == ENTER_EXECUTOR:
            try:
                executor = get_executor(co, offset)
            except (ValueError, RuntimeError):
                continue
            if executor:
                code[offset:offset + 2] = executor.get_opcode(), executor.get_oparg()
    return bytes(code)


# Code objects in short

def pretty_flags(flags):
    """Return the names of a code object's flags."""
    names = []
    bit = 0
    while flags and bit < 32:
        if flags & 1 << bit:
            names.append(COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit)))
            flags ^= 1 << bit
        bit += 1
    if flags or not names:
        names.append(hex(flags))
    return ", ".join(names)


def code_info(x):
    """Return a description of a code object without its instructions."""
    return _format_code_info(_get_code_object(x))


def _format_code_info(co):
    lines = [
        f"Name:              {co.co_name}",
        f"Filename:          {co.co_filename}",
        f"Argument count:    {co.co_argcount}",
        f"Positional-only arguments: {co.co_posonlyargcount}",
        f"Kw-only arguments: {co.co_kwonlyargcount}",
        f"Number of locals:  {co.co_nlocals}",
        f"Stack size:        {co.co_stacksize}",
        f"Flags:             {pretty_flags(co.co_flags)}",
    ]
    for title, values, show in (("Constants", co.co_consts, repr),
                                ("Names", co.co_names, str),
                                ("Variable names", co.co_varnames, str),
                                ("Free variables", co.co_freevars, str),
                                ("Cell variables", co.co_cellvars, str)):
        if values:
            lines.append(title + ":")
            lines += [f"{index:4d}: {show(value)}" for index, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print a description of a code object."""
    print(code_info(co), file=file)


# Instructions

def _deoptop(op):
    name = deoptmap.get(_all_opname[op])
    return op if name is None else _all_opmap[name]


def _get_cache_size(opname):
    return _inline_cache_entries.get(opname, 0)


def _is_backward_jump(op):
    return opname[op] in ('JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT')


def _get_jump_target(op, arg, offset):
    # Jumps count in code units, from after the instruction's caches.
    generic = _deoptop(op)
    if generic not in hasjrel:
        return None
    if _is_backward_jump(generic):
        arg = -arg
    return offset + 2 * (1 + arg + _get_cache_size(_all_opname[generic]))


class Instruction(_Instruction):
    """An instruction with everything known about it."""

    @property
    def oparg(self):
        """Another name for arg."""
        return self.arg

    @property
    def baseopcode(self):
        """The number of the instruction that this one specializes."""
        return _deoptop(self.opcode)

    @property
    def baseopname(self):
        """The name of the instruction that this one specializes."""
        return opname[self.baseopcode]

    @property
    def cache_offset(self):
        """Where the instruction's caches start."""
        return self.offset + 2

    @property
    def end_offset(self):
        """Where the instruction's caches end."""
        return self.cache_offset + 2 * _get_cache_size(_all_opname[self.opcode])

    @property
    def jump_target(self):
        """Where the instruction jumps to, or None."""
        return _get_jump_target(self.opcode, self.arg, self.offset)

    @property
    def is_jump_target(self):
        """Whether another instruction jumps here."""
        return self.label is not None

    def __str__(self):
        from io import StringIO
        output = StringIO()
        Formatter(file=output).print_instruction(self, False)
        return output.getvalue()


class Formatter:
    """Prints instructions in columns; a width of 0 leaves a column out."""

    def __init__(self, file=None, lineno_width=0, offset_width=0, label_width=0,
                 line_offset=0, show_caches=False):
        self.file = file
        self.lineno_width = lineno_width
        self.offset_width = offset_width
        self.label_width = label_width
        self.show_caches = show_caches

    def print_instruction(self, instr, mark_as_current=False):
        """Print an instruction and, if wanted, its caches."""
        self.print_instruction_line(instr, mark_as_current)
        if not self.show_caches or not instr.cache_info:
            return
        offset = instr.offset
        for name, size, data in instr.cache_info:
            text = f"{name}: {int.from_bytes(data, sys.byteorder)}"
            for _ in range(size):
                offset += 2
                self.print_instruction_line(
                    Instruction("CACHE", CACHE, 0, None, text, offset, offset,
                                False, None, None, instr.positions), False)
                text = ""

    def print_instruction_line(self, instr, mark_as_current):
        """Print one line."""
        fields = []
        if self.lineno_width > 0:
            number = ''
            if instr.starts_line:
                if instr.offset > 0:
                    print(file=self.file)
                number = _NO_LINENO if instr.line_number is None else instr.line_number
            fields.append(f"{number!s:>{self.lineno_width}}")
        label = '' if instr.label is None else f"L{instr.label}:"
        fields.append(f"{label:>{self.label_width}}")
        if self.offset_width > 0:
            fields.append(f"{instr.offset!r:>{self.offset_width}}  ")
        fields.append('-->' if mark_as_current else '   ')
        fields.append(instr.opname.ljust(_OPNAME_WIDTH))
        if instr.arg is not None:
            # A long name takes its room from the argument.
            excess = max(0, len(instr.opname) - _OPNAME_WIDTH)
            fields.append(repr(instr.arg).rjust(_OPARG_WIDTH - excess))
            if instr.argrepr:
                fields.append(f'({instr.argrepr})')
        print(' '.join(fields).rstrip(), file=self.file)

    def print_exception_table(self, exception_entries):
        """Print which instructions are covered by which handlers."""
        if not exception_entries:
            return
        print("ExceptionTable:", file=self.file)
        for entry in exception_entries:
            lasti = " lasti" if entry.lasti else ""
            print(f"  L{entry.start_label} to L{entry.end_label} -> "
                  f"L{entry.target_label} [{entry.depth}]{lasti}", file=self.file)


class ArgResolver:
    """Tells what the arguments of instructions mean."""

    def __init__(self, co_consts=None, names=None, varname_from_oparg=None,
                 labels_map=None):
        self.co_consts = co_consts
        self.names = names
        self.varname_from_oparg = varname_from_oparg
        self.labels_map = labels_map or {}

    def offset_from_jump_arg(self, op, arg, offset):
        """Return where a jump leads, or None."""
        return _get_jump_target(op, arg, offset)

    def get_label_for_offset(self, offset):
        """Return the number of the label at an offset, or None."""
        return self.labels_map.get(offset, None)

    def get_argval_argrepr(self, op, arg, offset):
        """Return the value that an argument stands for, and it as text."""
        if arg is None:
            return None, ''
        generic = _deoptop(op)
        name = opname[generic]
        if generic in hasconst:
            return _get_const_info(generic, arg, self.co_consts)
        if generic in hasname:
            return self._name(name, arg)
        if generic in hasjump or generic in hasexc:
            target = self.offset_from_jump_arg(op, arg, offset)
            label = self.get_label_for_offset(target)
            assert label is not None
            return target, f"to L{label}"
        if name in ('LOAD_FAST_LOAD_FAST', 'STORE_FAST_LOAD_FAST', 'STORE_FAST_STORE_FAST'):
            first, first_text = _get_name_info(arg >> 4, self.varname_from_oparg)
            second, second_text = _get_name_info(arg & 15, self.varname_from_oparg)
            return (first, second), f"{first_text}, {second_text}"
        if generic in haslocal or generic in hasfree:
            return _get_name_info(arg, self.varname_from_oparg)
        if generic in hascompare:
            operator = cmp_op[arg >> 5]
            return operator, f"bool({operator})" if arg & 16 else operator
        return self._special(name, arg)

    def _name(self, name, arg):
        # The lowest bits of some arguments ask for something besides.
        shift, addition = {
            'LOAD_GLOBAL': (1, " + NULL"),
            'LOAD_ATTR': (1, " + NULL|self"),
            'LOAD_SUPER_ATTR': (2, " + NULL|self"),
        }.get(name, (0, ''))
        getter = None if self.names is None else self.names.__getitem__
        value, text = _get_name_info(arg >> shift, getter)
        if shift and arg & 1 and text:
            text += addition
        return value, text

    def _special(self, name, arg):
        if name == 'CONVERT_VALUE':
            return (None, str, repr, ascii)[arg], ('', 'str', 'repr', 'ascii')[arg]
        if name == 'SET_FUNCTION_ATTRIBUTE':
            return arg, ', '.join([flag for bit, flag in enumerate(FUNCTION_ATTR_FLAGS)
                                   if arg & 1 << bit])
        if name == 'BINARY_OP':
            return arg, _nb_ops[arg][1]
        if name == 'CALL_INTRINSIC_1':
            return arg, _intrinsic_1_descs[arg]
        if name == 'CALL_INTRINSIC_2':
            return arg, _intrinsic_2_descs[arg]
        return arg, ''


def _get_const_value(op, arg, co_consts):
    assert op in hasconst
    return UNKNOWN if co_consts is None else co_consts[arg]


def _get_const_info(op, arg, co_consts):
    value = _get_const_value(op, arg, co_consts)
    return value, '' if value is UNKNOWN else repr(value)


def _get_name_info(name_index, get_name, **extrainfo):
    if get_name is None:
        return UNKNOWN, ''
    name = get_name(name_index, **extrainfo)
    return name, name


def _unpack_opargs(code):
    # Yields (offset, offset with prefixes, instruction, argument).
    extension = 0
    prefixes = 0
    caches = 0
    for offset in range(0, len(code), 2):
        if caches:
            caches -= 1
            continue
        op = code[offset]
        generic = _deoptop(op)
        caches = _get_cache_size(_all_opname[generic])
        arg = None
        if generic in hasarg:
            arg = code[offset + 1] | extension
        if generic == EXTENDED_ARG:
            extension = arg << 8
            if extension >= 1 << 31:
                extension -= 1 << 32  # The interpreter counts in 32 bits.
            prefixes += 1
            yield offset, offset, op, arg
        else:
            extension = 0
            yield offset, offset - 2 * prefixes, op, arg
            prefixes = 0


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Yield the instructions of a function, code object or source text.

    first_line is the number to give to the first source line.
    """
    co = _get_code_object(x)
    line_offset = 0 if first_line is None else first_line - co.co_firstlineno
    return _Listing(co, adaptive, ()).instructions(line_offset)


def _get_instructions_bytes(code, linestarts=None, line_offset=0, co_positions=None,
                            original_code=None, arg_resolver=None):
    # original_code is the code before it was specialized: with that the
    # sizes of the caches are known.
    positions = co_positions or iter(())
    starts_line = False
    line = None
    for offset, start_offset, op, arg in _unpack_opargs(original_code or code):
        if linestarts is not None:
            starts_line = offset in linestarts
            if starts_line:
                line = linestarts[offset]
                if line is not None:
                    line += line_offset
        place = Positions(*next(positions, ()))
        generic = _deoptop(op)
        op = code[offset]
        label = None
        if arg_resolver:
            value, text = arg_resolver.get_argval_argrepr(op, arg, offset)
            label = arg_resolver.get_label_for_offset(offset)
        else:
            value, text = arg, repr(arg)
        caches = [(name, size, code[offset + 2:offset + 2 + 2 * size])
                  for name, size in _cache_format.get(opname[generic], {}).items()] or None
        for _ in range(_get_cache_size(opname[generic])):
            next(positions, ())
        yield Instruction(_all_opname[op], op, arg, value, text, offset, start_offset,
                          starts_line, line, label, place, caches)


def print_instructions(instrs, exception_entries, formatter, lasti=-1):
    """Print instructions and the exception table with a formatter."""
    for instr in instrs:
        size = _get_cache_size(_all_opname[_deoptop(instr.opcode)])
        formatter.print_instruction(
            instr, instr.offset <= lasti <= instr.offset + 2 * size)
    formatter.print_exception_table(exception_entries)


class _Listing:
    """A code object with all that is needed to list its instructions."""

    def __init__(self, co, adaptive, exception_entries, linestarts=None):
        self.co = co
        self.original = co.co_code
        self.code = _get_code_array(co, adaptive)
        self.exception_entries = exception_entries
        self.labels = _make_labels_map(self.original, exception_entries)
        self.linestarts = dict(findlinestarts(co)) if linestarts is None else linestarts

    def instructions(self, line_offset=0):
        co = self.co
        resolver = ArgResolver(co.co_consts, co.co_names, co._varname_from_oparg, self.labels)
        return _get_instructions_bytes(
            self.code, linestarts=self.linestarts, line_offset=line_offset,
            co_positions=co.co_positions(), original_code=self.original,
            arg_resolver=resolver)

    def print(self, lasti, *, file, show_caches, show_offsets, line_offset=0):
        formatter = Formatter(
            file=file, lineno_width=_get_lineno_width(self.linestarts),
            offset_width=_offset_width(self.code, show_offsets),
            label_width=_label_width(self.labels), show_caches=show_caches)
        print_instructions(self.instructions(line_offset), self.exception_entries,
                           formatter, lasti)


def _offset_width(code, wanted):
    return len(str(max(len(code) - 2, 9999))) if wanted else 0


def _label_width(labels):
    return 4 + len(str(len(labels)))


def _get_lineno_width(linestarts):
    if linestarts is None:
        return 0
    last = max([line for line in linestarts.values() if line], default=None)
    if last is None:
        return 0
    width = max(3, len(str(last)))
    return max(width, len(_NO_LINENO)) if None in linestarts.values() else width


# Labels, lines and exception handlers

def _parse_varint(iterator):
    byte = next(iterator)
    value = byte & 63
    while byte & 64:
        byte = next(iterator)
        value = value << 6 | byte & 63
    return value


def _parse_exception_table(code):
    iterator = iter(code.co_exceptiontable)
    entries = []
    try:
        while True:
            start = 2 * _parse_varint(iterator)
            end = start + 2 * _parse_varint(iterator)
            target = 2 * _parse_varint(iterator)
            depth = _parse_varint(iterator)
            entries.append(_ExceptionTableEntry(start, end, target, depth >> 1,
                                                bool(depth & 1)))
    except StopIteration:
        return entries


def _make_labels_map(original_code, exception_entries=()):
    places = set(findlabels(original_code))
    for entry in exception_entries:
        places.update(entry[:3])
    labels = {offset: number for number, offset in enumerate(sorted(places), 1)}
    for entry in exception_entries:
        entry.start_label = labels[entry.start]
        entry.end_label = labels[entry.end]
        entry.target_label = labels[entry.target]
    return labels


def findlabels(code):
    """Return the offsets that the instructions of some bytes jump to."""
    labels = {}
    for offset, _, op, arg in _unpack_opargs(code):
        if arg is not None:
            target = _get_jump_target(op, arg, offset)
            if target is not None:
                labels[target] = True
    return list(labels)


def findlinestarts(code):
    """Yield the (offset, line number) pairs where lines start."""
    previous = False
    for start, _, line in code.co_lines():
        if line is not previous:
            previous = line
            yield start, line


def _find_imports(co):
    # Yields (name, level, imported names) for each import statement.
    hits = [(op, arg) for _, _, op, arg in _unpack_opargs(co.co_code) if op != EXTENDED_ARG]
    for level, names, (op, arg) in zip(hits, hits[1:], hits[2:]):
        if op == opmap['IMPORT_NAME'] and level[0] in hasconst and names[0] in hasconst:
            yield (co.co_names[arg], _get_const_value(*level, co.co_consts),
                   _get_const_value(*names, co.co_consts))


def _find_store_names(co):
    stores = {opmap['STORE_NAME'], opmap['STORE_GLOBAL']}
    for _, _, op, arg in _unpack_opargs(co.co_code):
        if op in stores:
            yield co.co_names[arg]


class Bytecode:
    """The bytecode of something; iterating over it gives the instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False,
                 adaptive=False, show_offsets=False):
        self.codeobj = co = _get_code_object(x)
        self.first_line = co.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - co.co_firstlineno
        self._linestarts = dict(findlinestarts(co))
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _parse_exception_table(co)
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets

    def _listing(self):
        return _Listing(self.codeobj, self.adaptive, self.exception_entries,
                        self._linestarts)

    def __iter__(self):
        return self._listing().instructions(self._line_offset)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Create one for the function where a traceback ends."""
        tb = _innermost(tb)
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti,
                   show_caches=show_caches, adaptive=adaptive)

    def info(self):
        """Return a description of the code object."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """Return the instructions as text."""
        from io import StringIO
        output = StringIO()
        lasti = -1 if self.current_offset is None else self.current_offset
        self._listing().print(lasti, file=output, show_caches=self.show_caches,
                              show_offsets=self.show_offsets,
                              line_offset=self._line_offset)
        return output.getvalue()


def main():
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument('-C', '--show-caches', action='store_true',
                        help='show inline caches')
    parser.add_argument('-O', '--show-offsets', action='store_true',
                        help='show instruction offsets')
    parser.add_argument('infile', nargs='?', default='-')
    args = parser.parse_args()
    if args.infile == '-':
        name = '<stdin>'
        source = sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(name, 'rb') as infile:
            source = infile.read()
    dis(compile(source, name, "exec"), show_caches=args.show_caches,
        show_offsets=args.show_offsets)


if __name__ == "__main__":
    main()
