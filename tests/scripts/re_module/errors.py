# Shows: patterns that cannot be compiled, with message and place.
import re
import warnings

for pattern in (
    "(", ")", "a)", "(a", "[", "[a", "[]", "[z-a]", "*", "a**", "a*?*", "+a", "?", "a{2,1}",
    "a{1}{2}", "x{99999999999}", "\\", "(?", "(?P", "(?P<", "(?P<a", "(?P<1>x)", "(?P<a>x)(?P<a>y)",
    "(?P=a)", "(?P=a", r"\1", r"(a)\2", "(?z)", "(?i", "(?<a)", "(?<=a*)", "(?<!a+)", "(?(1)a|b|c)",
    "(?(2)a)", "(?(x)a)", "(?#", r"\x1", r"\u12", r"\N{nope}", r"\N", r"\q", "[\\q]", "(?P>a)",
    "a(?i)b", "(?i-i:a)", "(?-u:a)", "(?aL:a)", "(?L)a", r"\8", "(?:", "(?=", "a||b)", "[a-\\d]",
    "\\400", "(?P<a b>c)", "(?'a')", "\n(\n", "é(", "(?u-:a)"
):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
        print(repr(pattern), "is fine")
    except re.error as error:
        print(repr(pattern), "->", error, "|", error.msg, error.pos, error.lineno, error.colno)
    except Exception as error:
        print(repr(pattern), "->", f"{type(error).__name__}: {error}")
print(
    re.error is re.PatternError, issubclass(re.error, Exception), re.RegexFlag(10), re.I,
    re.IGNORECASE | re.S, repr(re.NOFLAG), re.A.value
)
try:
    re.compile(b"(?u)a")
except (ValueError, re.error) as error:
    print(error)
try:
    re.compile("a", re.A | re.U)
except ValueError as error:
    print(error)
try:
    re.compile(b"a", re.U)
except ValueError as error:
    print(error)
for pattern in ("[[a]", "[+--b]", "[a||b]", "[a&&b]"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        re.compile(pattern)
        print(pattern, [str(each.message) for each in caught])
