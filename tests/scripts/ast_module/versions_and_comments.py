# Shows: ast.parse() with comments about types, for functions' types, and for older versions.
import ast


def show(source, **options):
    try:
        tree = ast.parse(source, **options)
    except SyntaxError as error:
        print(repr(source), error.msg, error.lineno, error.offset)
    else:
        print(repr(source), ast.dump(tree))


for source in (
    "x = 1 # type: int\n", "x = (1,\n 2) # type: tuple\n", "x = 1; y = 2 # type: int\n", "x = 1 #type:int\n",
    "x = 1 # Type: int\n", "x = '''\n# type: int\n'''\n", "pass # type: ignore[more]\n",
    "def f(): # type: () -> int\n    pass\n", "def f():\n    # type: () -> int\n    pass\n",
    "async def f(a, # type: int\n  *b, # type: str\n  c=2, # type: float\n  **d # type: list\n  ):\n  # type: (...) -> int\n  pass\n",
    "for x in y: # type: int\n    pass\n", "with (a as b): # type: int\n    pass\n",
    "pass # type: int\n", "f() # type: int\n", "x += 1 # type: int\n", "x: int = 1 # type: int\n",
    "while x: # type: int\n    pass\n", "try: # type: int\n    pass\nfinally:\n    pass\n",
    "for x in y: pass # type: int\n", "for x in y:\n  pass\nelse: # type: int\n  pass\n",
    "def f(): pass # type: int\n", "class A: # type: int\n    pass\n", "# type: int\nx = 1\n",
    "x = [1, # type: int\n2]\n", "f(a, # type: int\n b)\n", "pass # type: ignoreé\n",
    "def f(*, # type: int\n a, # type: int\n): pass\n", "def f(a, /, # type: int\n b): pass\n",
    "def f():\n  # type: () -> int\n  # type: () -> str\n  pass\n",
):
    show(source, type_comments=True)
    ast.parse(source)

try:
    ast.parse("def f(): # type: () -> int\n    # type: () -> int\n    pass\n", type_comments=True)
except SyntaxError as error:
    print(error.msg)

for source in (
    "() -> int", "(int) -> List[str]", "(int, *str, **Any) -> float", "(*int, **str) -> None",
    "(\n int,\n str\n) -> (\nx)", "(a, (b, c)) -> (d, e)", "(int, *str, *Any) -> float",
    "(int, **str, Any) -> float", "(**int, **str) -> float", "(int,) -> x", "int -> x",
):
    show(source, mode="func_type")

for source in (
    "async def f(): pass\n", "async def f():\n await x\n", "[x async for x in y]\n", "a @ b\n", "a @= b\n",
    "x: int = 1\n", "def f(a, /, b=1): pass\n", "lambda a=1, /: 1\n", "(a := 1)\n",
    "match x:\n case 1:\n  pass\n", "try:\n pass\nexcept* E:\n pass\n", "type X = int\n", "def f[T](): pass\n",
    "class A[T=int]: pass\n", "1_000\n", "0x_f\n", "1_0.0\n", "1_0j\n", "f'{x!r:>{w}}'\n", "{**a}\n",
):
    answers = []
    for minor in range(3, 15):
        try:
            ast.parse(source, feature_version=(3, minor))
        except SyntaxError as error:
            answers.append(error.msg)
        else:
            answers.append("parsed")
    print(repr(source), {answer: answers.count(answer) for answer in answers})
