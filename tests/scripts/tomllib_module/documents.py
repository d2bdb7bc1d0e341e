"""TOML documents, and what is wrong with others."""
import io
import tomllib
from decimal import Decimal

TEXT = '''
# A comment
title = "A \\"title\\" \\u00e9\\n"
'quoted key' = 'C:\\path'
"" = """
one \\
    two
 three"""
raw = \'\'\'
it's ''raw\'\'\'\'
int = [1_000, +5, -3, 0xff, 0o17, 0b1010_1]
float = [1.5, -2e10, 6.626e-34, 1e1_0, inf, -inf, nan]
when = [1979-05-27T07:32:00Z, 1979-05-27 00:32:00.999999-07:00, 1979-05-27T07:32:00.1234567,
        1979-05-27, 07:32:00,   # the last one
]
point = { x = 1, y.z = 2, deep = { list = [{ a = true }, {}] } }
[servers]
[servers.alpha]
ip = "10.0.0.1"
dotted.key.here = 1
[[products]]
name = "Hammer"
[[products]]
[[products.parts]]
id = 1
[products.more]
x = 2
[a.b.c]
[a]
d = false
'''
print(tomllib.loads(TEXT))
print(tomllib.load(io.BytesIO(b'a = 1\r\nb = "x"')), tomllib.loads(''))
print(tomllib.loads('a = 1.10\nb = 1e3', parse_float=Decimal))
WRONG = ['a', 'a =', '= 1', 'a = 1 b = 2', 'a = 1\na = 2', '[a]\n[a]', '[a', '[[a]', '[]', 'a = [1, 2', 'a = {b = 1',
         'a = {b = 1, }', 'a = {b = 1, b = 2}', 'a = "x', "a = 'x", 'a = """x', "a = '''x", 'a = "\\q"', 'a = "\\ud800"',
         'a = "\\u12"', 'a = "\n"', 'a = 01', 'a = 1__0', 'a = 0x', 'a = .5', 'a = 5.', 'a = 2024-13-01', 'a = 2023-02-29',
         'a = 25:00:00', 'a.b = 1\na.b.c = 2', 'a = 1\n[a.b]', 'a = {}\n[a.b]', 'a = []\n[[a]]', '[a.b]\n[a]\nb.c = 1',
         '[[a]]\n[a]', 'a = [\n1\n2]', 'a = "\x00"', '# \x7f', 'a = tru', 'a.. = 1', '.', '\x00', '[a]]', 'a = "x" y']
for text in WRONG:
    try:
        print(text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        print(repr(text), error)
for call in (lambda: tomllib.loads(b'a = 1'), lambda: tomllib.load(io.StringIO('a = 1')),
             lambda: tomllib.loads('a = 1.5', parse_float=lambda text: [text]), lambda: tomllib.loads(None)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
