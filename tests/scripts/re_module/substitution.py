# Shows: sub, subn and split with templates, functions, counts and empty matches.
import re

print(
    re.sub("a", "b", "aaa"), re.sub("a", "b", "aaa", count=2), re.subn("a", "b", "aXa"),
    re.sub("(a)(b)?", r"[\2\1]", "abac"), re.sub(r"(?P<x>\w)", r"\g<x>\g<1>\g<0>-", "ab"),
    re.sub("x*", "-", "abxd"), re.sub("", "-", "abc")
)
print(
    re.sub(r"\d+", lambda m: str(int(m[0]) * 2), "a1b22"), re.sub("a", r"\\n\n\t", "a"),
    re.sub("a", "\\\\", "a"), re.sub("(?i)A", "x", "aA"), re.sub("a", "b", ""),
    re.sub(b"a", b"b", b"aa"), re.sub("$", "!", "a\nb\n"), re.sub(r"\b", "|", "a bc")
)
print(
    re.split(",", "a,b,,c"), re.split("(,)", "a,b"), re.split(",", "a,b,c", maxsplit=1),
    re.split("x*", "axbc"), re.split(r"\s+", " a  b "), re.split("", "ab"),
    re.split("(a)|b", "1a2b3")
)
text = "The rain in Spain"
print(
    re.sub(r"(\w+) (\w+)", r"\2 \1", text), re.sub(r"[aeiou]", lambda m: m.group().upper(), text),
    re.subn(r"\bin\b", "on", text), re.compile("ain").sub("ane", text, 1)
)
for action in (
    lambda: re.sub("(a)", r"\2", "a"), lambda: re.sub("a", r"\g<x>", "a"),
    lambda: re.sub("a", r"\g<", "a"), lambda: re.sub("a", r"\q", "a"), lambda: re.sub("a", 5, "a"),
    lambda: re.sub("a", lambda m: 5, "a"), lambda: re.sub("a", "b", 5),
    lambda: re.sub("a", b"b", "a"), lambda: re.search("a", b"a"), lambda: re.search(b"a", "a"),
    lambda: re.compile(5), lambda: re.compile([]), lambda: re.search("a", None),
    lambda: re.match("a", "a").group(1), lambda: re.match("a", "a")["x"],
    lambda: re.match("a", "a").group("x"), lambda: re.match("a", "a").start(5),
    lambda: re.compile(re.compile("a"), re.I), lambda: re.sub("a", r"\g<1>", "a"),
    lambda: re.sub("a", "\\", "a"), lambda: re.match("a", "a").expand(r"\1"),
    lambda: re.compile("a", 1 << 20), lambda: re.split("a", "b", maxsplit="x"),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
