# Shows: dis of small functions, and its tables.
import dis


def add(a, b):
    return a + b


def loop(items):
    total = 0
    for item in items:
        if item:
            total += item.value[0]
    return total


def handler(path):
    try:
        with open(path) as file:
            return [line for line in file]
    except OSError as error:
        print(f"{error!r}")


dis.dis(add)
dis.dis(loop)
dis.dis(handler)
dis.dis(compile("x = {**a, 'k': (1, 2)}", "name", "exec"))
dis.dis("n * 2 + 1", depth=0)
print([instruction.opname for instruction in dis.get_instructions(add)])
instruction = list(dis.get_instructions(add))[1]
print(
    instruction.opname, instruction.arg, instruction.argval, instruction.argrepr,
    instruction.offset, instruction.starts_line, instruction.line_number,
    instruction.is_jump_target, instruction.positions.lineno is not None
)
print(
    list(dis.findlinestarts(add.__code__))[0][0], dis.opname[dis.opmap["NOP"]],
    dis.stack_effect(dis.opmap["POP_TOP"]), dis.HAVE_ARGUMENT, dis.COMPILER_FLAG_NAMES[1],
    len(dis.cmp_op), dis.findlabels(loop.__code__.co_code)
)
print(dis.code_info(add).splitlines()[0], dis.Bytecode(add).dis().count("\n"))
try:
    dis.dis(5)
except TypeError as error:
    print(error)
try:
    dis.stack_effect(999)
except ValueError as error:
    print(error)
