# Shows: classes of characters in Unicode and ASCII, flags in patterns, and case without case.
import re

text = "Größe 12 ٣٤ naïve_x ΣΑΣ 日本 \u2003end"
for pattern in (
    r"\w+", r"\d+", r"\s", r"[a-z]+", r"[^\W\d]+", r"\b\w", r"[À-ÿ]", r"[\u0370-\u03ff]+"
):
    print(
        pattern, re.findall(pattern, text), re.findall(pattern, text, re.ASCII),
        re.findall(pattern, text, re.IGNORECASE)
    )
for pattern, subject in (
    ("straße", "STRASSE"), ("ß", "ẞ"), ("σ", "ς"), ("k", "\u212a"), ("İ", "i̇"), ("ǆ", "ǅ"),
    ("[a-z]", "K"), ("é", "E\u0301"), ("µ", "μ"), ("ſ", "s")
):
    print(
        ascii(pattern), ascii(subject), bool(re.fullmatch(pattern, subject, re.I)),
        bool(re.fullmatch(pattern, subject, re.I | re.A))
    )
print(
    re.findall("(?m)^.", "ab\ncd"), re.findall(".$", "ab\ncd", re.M),
    re.findall("a.b", "a\nb a-b", re.S), re.findall("(?s:.)b|.c", "\nb\nc"),
    re.sub("(?x) a # comment\n b", "X", "ab"), re.findall("(?i:A)b", "ab aB Ab"),
    re.match("(?ims)A.^b", "a\nB") is not None
)
print(
    re.findall(rb"\w", "é a".encode()), re.findall(rb"(?i)[A-Z]", b"aB"),
    re.compile("x", re.I | re.S), re.compile(b"x"), re.compile("(?i)x").flags,
    re.compile("x", re.A).flags
)
print(
    re.split(r"(?<=[.!?])\s+", "One. Two! Three? four"),
    re.findall(r"(?<!\d)\d{2}(?!\d)", "1 22 333 44"), re.findall(r"(a+)(?=b)", "aab ab a"),
    re.findall(r"\b(\w)\w*\1\b", "stats abba noon x"),
    re.sub(r"(?P<first>\w)(?P<rest>\w*)", lambda m: m["first"].upper() + m["rest"], "the lazy dog")
)
print(
    [m.group() for m in re.finditer(r"(?:(?:one|two)\s?)+", "one two three two one")],
    re.match(r"(?P<a>x)|(?P<b>y)", "y").lastgroup, re.search("[]^-]+", "a]-^b").group(),
    re.search(r"[\]\-^]+", "-]^").group(), re.findall("[^^]", "^a^"), re.search("(?:^)*", "x"),
    re.search("$^", "") is not None
)
print(
    re.fullmatch(r"((a)|b)*", "aab").groups(), re.fullmatch(r"(a*)*", "aaa").groups(),
    re.match(r"(a|ab)(c|bcd)", "abcd").groups(), re.match(r"(?:(a)|b)*", "ab").groups(),
    re.match("(x?)*y", "y").groups(), re.match(r"(.*)(\d+)", "abc123").groups(),
    re.match(r"(.*?)(\d+)", "abc123").groups()
)
