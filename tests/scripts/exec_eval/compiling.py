# Shows: compile: its modes and flags, what code objects tell, and code that is replaced.
import ast

code = compile("x = 1\ny = x + 2\n", "name.py", "exec")
print(
    code.co_filename, code.co_name, code.co_names, code.co_consts, code.co_varnames, code.co_flags,
    code.co_firstlineno, code.co_qualname, code.co_stacksize
)
print(list(code.co_lines())[:2], len(list(code.co_positions())) > 3, type(code.co_code).__name__)
exec(compile("1 + 1\nNone\n'shown'", "", "exec"))
exec(compile("1 + 1", "", "single"))
exec(compile("None", "", "single"))
exec(compile("for n in (1, 2): n\n", "", "single"))
print(
    eval(compile("(1,\n 2)", "", "eval")), eval(compile(b"'\xc3\xa9'", "", "eval")),
    eval(compile("# coding: latin-1\n'\xe9'".encode("latin-1"), "", "eval"))
)


def function(a, b=1, *c, d, **e):
    """Doc."""
    x = a
    return lambda: x


code = function.__code__
print(
    code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_varnames,
    code.co_cellvars, code.co_freevars, code.co_nlocals, bin(code.co_flags), code.co_consts[0]
)
print(
    code.replace(co_name="other").co_name, code == function.__code__,
    code.replace(co_firstlineno=99).co_firstlineno, hash(code) == hash(function.__code__),
    code == code.replace(co_name="other")
)
optimized = compile("assert False, 'gone'\nprint(__debug__)\n'doc'", "", "exec", optimize=1)
exec(optimized)
exec("def f():\n 'doc'\nprint(f.__doc__)")
exec(compile("def f():\n 'doc'\nprint(f.__doc__)", "", "exec", optimize=2))
exec(compile(
    "from __future__ import annotations\ndef f(a: missing): pass\nprint(f.__annotations__)", "",
    "exec"
))
for arguments in (
    ("x", "f", "wrong"), ("x",), (5, "f", "exec"), ("x = 1", "f", "eval"), ("a\nb", "f", "single"),
    ("x", 5, "exec"), ("x\0", "f", "exec"), (b"\xff", "f", "exec"), ("x", "f", "exec", 1 << 30),
    ("x", "f", "exec", 0, False, 7), ("", "f", "single"), ("", "f", "eval"),
    ("é = 1\n\xa0", "f", "exec")
):
    try:
        print(compile(*arguments))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
for action in (
    lambda: code.replace(wrong=1), lambda: code.replace(co_argcount=-1),
    lambda: code.replace(co_code=5), lambda: type(code)(), lambda: setattr(code, "co_name", "x"),
    lambda: code()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(repr(function(1, d=2).__code__)[:22], function(1, d=2).__code__.co_freevars)
