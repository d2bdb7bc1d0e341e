# The text that a SyntaxError shows: the tokenizer's without its end, the parser's as far as the
# tokenizer has read, the compiler's only where there is a file.
import os
import tempfile


def show(text, filename="<text>", mode="exec"):
    try:
        compile(text, filename, mode)
    except SyntaxError as error:
        place = error.lineno, error.offset, error.end_lineno, error.end_offset
        print(mode, repr(text), repr(error.msg), *place, repr(error.text))
    else:
        print(mode, repr(text), "accepted")


TEXTS = [
    "a)\nb\n", "a)", "a b\nc\n", "a b", 'a\n"abc\nb\n', "return 1\nx\n", "f(a=1, a=2)",
    "def f():\n  x = 5 = 3\n", "f() = 1\n", '\n\n"""abc\nb\nc', "a = (1,\n b c\n", "(a", "(a\n",
    "x\n  y\n", "(a,\nb", "def f(x, x): pass\n", "€x\n y\n", "f(a\n for a in b, c)\n",
    '"""a\n""" x\n', 'x = """a\n""" = 5\n', "a b\\\n c\n", "[a,\nb c]\n", "{\n}}\n",
    "a\\ b\n", "if 1:\n  x\n y\n", "if 1:\n\tx\n        y\n", '"""a\n\\N{none}"""\n',
    'x = (f"{a b}"\n)\n', "f'''\n{a b}'''", 'b"é"\n', "x = 08\n", "class A(\nB C):\n pass\n",
    "f(**a,\n *b)\n", "(a, b\n) += 1\n", "from __future__ import braces\n",
    "from __future__ import none", "try\\\n    x\nexcept* A:\n    y\n", "\\\n",
    "def f():\n  global x\n  nonlocal x\n", "[(yield) for x in y]\n", "await 1\n",
]
for mode in "exec", "eval", "single":
    for text in TEXTS:
        show(text, mode=mode)

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("real.py", "w") as file:
        file.write("the first line\nthe second")
    for text in "return 1", "a b", "a)", "x\nbreak", "x\ny z", "\n\nbreak":
        show(text, "real.py")
    show("a b", "real.py", "eval")
    os.chdir("/")

for code in 'exec("return 1")', 'eval("(")', 'exec("f(a=1, a=2)")', 'exec("x = = 1")':
    import traceback
    try:
        exec(code)
    except SyntaxError as error:
        print("".join(traceback.format_exception_only(error)), end="")
