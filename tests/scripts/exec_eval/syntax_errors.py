# Shows: the messages of common syntax errors.
sources = [
    "x = ", "if x", "if x:\npass", "for x in y", "while True print(1)", "def f(:\n pass",
    "def f()\n pass", "class C\n pass", "print 'hello'", "exec 'x'", "x = 5 y = 6", "x == 1 = 2",
    "5 = x", "f() = 1", "[x for x in y] = 1", "{} = 1", "x + 1 += 2", "(x for x in y) += 1",
    "'unclosed", "'''unclosed", "(1, 2", "[1, 2", "{1: 2", "(1, 2]", "{'a': 1, 'b' 2}",
    "{'a': 1, 'b':}", "x = (1 +\n2\ny = 3", "return 5", "yield 5", "break", "continue", "await x",
    "async for x in y: pass", "async with x: pass", "import", "from x", "import x as", "del",
    "del f()", "del 5", "assert", "raise from x", "try:\n pass",
    "try:\n pass\nexcept:\n pass\nexcept ValueError:\n pass", "else: pass", "elif x: pass",
    "except: pass", "finally: pass",
    "lambda x=: 1", "lambda: (yield)", "x = lambda", "1 if 2", "1 if 2 else", "not", "x not y",
    "x is", "1 +", "* 2", "x..y", "x.1", "x[", "x[]", "f(", "f(,)", "f(a,,b)", "a, = ", "*a",
    "*a, *b = c", "a = *b", "**x", "@", "@x", "with x", "with x as 5: pass", "global", "nonlocal x",
    "0777", "0b12", "1__0", "1_", "0x", "1e", "12abc", "$x", "x?", "!x", "x ! y", "x <> y", "x++",
    "x--", "++x", "a && b", "a || b", "x = y = ", "x := 5", "(x := )", "a b c", "True = 1",
    "None = 1", "__debug__ = 1", "class True: pass", "def None(): pass", "def f(a, a): pass",
    "def f(a=1, b): pass", "def f(*a, *b): pass", "f(a=1, 2)", "f(**a, *b)", "f(a for a in b, c)",
    "match x:\n case 1: pass\n  case 2: pass", "  x = 1", "if 1:\n  x\n y", "if 1:\n\tx\n        y",
    "x = 1;;", ";", "\\", "x = \\ 1", "f'{'", "f'{x!y}'", "f'{}'", "b'é'", "'\\x1'", "'\\N{nope}'",
    "u'a' b'b'", "\u201ctext\u201d", "x\u00a0= 1", "async def f(): yield from x",
    "def f():\n return\n  x", "type X = ", "type 5 = int", "def f[T, T](): pass",
    "class C[*A, *B]: pass", "except* x: pass", "print(a, file=b c)", "a = b if c else d = e",
    "for x in range(3): x y", "{1, 2: 3}", "{1: 2, 3}", "{**a, b}", "[*a for a in b]",
    "(a, b) += 1", "a: int, b: int", "(a): int = 5; (a, b): int",
]
for source in sources:
    try:
        compile(source, "<source>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(
            repr(source), "->",
            f"{type(error).__name__}: {error.msg} ({error.lineno}:{error.offset}-{error.end_lineno}:{error.end_offset})"
        )
