# What more lines could complete, as code and codeop tell it.
import code
import codeop
import contextlib
import io

COMMANDS = ["(a **", "'e' + (", "f(a,", "x = [a for", "{1:", "def f(a,\n", "def f():", "def f():\n",
            "if 1:\n  x", "if 1:\n  x\n", "if 1:\n  x\nelse:", "class A:", "try:\n  1", "@a.b.c",
            "'''abc", "'abc", "f'''{a}", "x = 1 + \\", "a = ", "a b", "1 +", "(lambda x:", "x = (\n1,\n",
            "for i in (1,", "with (a as", "return", "a)", "", "# comment", "   ", "\n\n", "pass", "1;",
            "if 1: pass", "if 1: pass\n", "async def f():\n  await x\n", "match x:", "match x:\n  case 1:",
            "lambda", "del", "raise x from", "import a,", "from a import (", "\tx", " x", "x = '\\", "[\n"]
for command in COMMANDS:
    for symbol in 'single', 'exec', 'eval':
        try:
            found = codeop.compile_command(command, '<input>', symbol)
            print(repr(command), symbol, found and 'complete')
        except (SyntaxError, OverflowError, ValueError) as error:
            print(repr(command), symbol, type(error).__name__, error)

for flags in 0x4000, 0x4200, 0:
    try:
        compile('f(', '<input>', 'single', flags)
    except SyntaxError as error:
        print(type(error).__name__, type(error).__mro__[1].__name__, error.msg)

console = code.InteractiveConsole()
lines = iter(['def f(a,', '      b):', '    return a + b', '', 'f(1,', '2)', 'x = """one', 'two"""',
              'x', 'for i in range(2):', '    print(i)', '', '1 +', 'f('])
output = io.StringIO()
with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
    for line in lines:
        print(line, '->', console.push(line))
print(output.getvalue())
