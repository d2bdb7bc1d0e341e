# Shows: match, search, fullmatch, findall, finditer and what a match object tells.
import re

m = re.search(r"(?P<year>\d{4})-(?P<month>\d\d)(-(?P<day>\d\d))?", "on 2024-03 or 2024-05-06")
print(
    m, m.group(), m.group(1, "month"), m["year"], m.groups(), m.groups("none"), m.groupdict(),
    m.start(), m.end("month"), m.span(4), m.lastindex, m.lastgroup, m.pos, m.endpos, m.string,
    m.re.pattern
)
print(m.expand(r"\g<month>/\1 \g<0>"), bool(m), len(m.regs), m.groupdict(default="?")["day"])
print(
    re.match("b", "abc"), re.match("a", "abc"), re.fullmatch("ab", "abc"),
    re.fullmatch("a.c", "abc"), re.search("c$", "abc\n").span()
)
print(
    re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"),
    re.findall(r"(\w)\d", "a1 b2"), re.findall("", "ab"), re.findall("x*", "axb"),
    [m.span() for m in re.finditer("a|", "aba")]
)
for pattern, text in (
    (r"a{2,3}", "aaaa"), (r"a{2,3}?", "aaaa"), (r"a*?b", "aab"), (r"(a|ab)(c|bcd)(d*)", "abcd"),
    (r"[^\W\d_]+", "12é_x"), (r"\bword\b", "a word here"), (r"\Bx", "x ax"), (r"(?=a)\w", "ba"),
    (r"(?<=b)a", "aba"), (r"(?<!b)a", "baa"), (r"a(?!b)", "abac"), (r"(?i)ABC", "xabc"),
    (r"(?s)a.b", "a\nb"), (r"(?m)^b$", "a\nb\nc"), (r"(?x) a  b # c", "ab"), (r"(\w)\1", "hello"),
    (r"(?P<q>['\"]).*?(?P=q)", "say 'x' now"), (r"(?:ab)+", "ababx"), (r"(a)?(?(1)b|c)", "ab"),
    (r"(a)?(?(1)b|c)", "c"), (r"[]a]+", "]a]"), (r"[a\-z]+", "-az"), (r"\A\w+\Z", "abc"),
    (r"(?>a+)ab", "aaab"), (r"a++b", "aaab"), (r"a*+a", "aaa"), (r"(?i:a)B", "AB"),
    (r"(?-i:a)b", "ab"), (r"é", "É"), (r"(?i)é", "É"), (r"(?a)\w+", "é a"), (r"\d+", "١٢"),
    (r"[\u4e00-\u9fff]+", "x日本y"), (r"\N{BULLET}", "a•"), (r"(?i)ſ", "S"), (r".", "\n"),
    (r"\x41\101\t", "AA\t")
):
    m = re.search(pattern, text)
    print(pattern, "->", m and (m.span(), m.groups()))
p = re.compile("a(b)?", re.I | re.M)
print(
    p, p.flags, p.groups, p.groupindex, p.pattern, p.search("xAB", 1).span(),
    p.match("xab", 1, 2).span(), p.findall("abAB"), p == re.compile("a(b)?", re.I | re.M),
    re.compile(p) is p, re.escape("a.b*c d-é"), re.search(b"b+", b"abb").group()
)
