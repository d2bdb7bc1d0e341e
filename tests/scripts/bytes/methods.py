# Shows: the methods of bytes, which take bytes and give bytes.
data = b"  Weft,loom,weft  "
print(
    data.strip(), data.lstrip(), data.rstrip(), data.upper(), data.lower(), data.swapcase(),
    data.title(), data.strip().capitalize()
)
print(
    data.find(b"ft"), data.rfind(b"ft"), data.index(119), data.count(b"e"), data.count(101),
    data.find(b"zz"), data.find(b"", 3)
)
print(
    data.split(b","), data.split(), data.rsplit(b",", 1), data.partition(b","),
    data.rpartition(b","), b"a\nb\r\nc".splitlines(), b"a\n\nb".splitlines(True)
)
print(
    data.replace(b"eft", b"arp"), data.replace(b"", b"-", 2), data.startswith(b"  W"),
    data.endswith((b"x", b" ")), data.removeprefix(b"  "), data.removesuffix(b"x")
)
print(
    b"a".center(5, b"*"), b"a".ljust(3), b"a".rjust(3, b"."), b"-5".zfill(4), b"a\tb".expandtabs(4),
    b"-".join([b"a", b"b"])
)
print(
    b"abc".translate(bytes(range(1, 256)) + b"\0"), b"abc".translate(None, b"b"),
    b"abc".translate(bytes.maketrans(b"ab", b"xy"), delete=b"c")
)
print(
    b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" \t".isspace(), b"A".isupper(),
    b"a".islower(), b"Ab".istitle(), b"\x80".isascii(), b"".isascii(), b"\xe9".isalpha()
)
print(
    b"caf\xc3\xa9".decode(), b"caf\xe9".decode("latin-1"), b"\xff".decode("utf-8", "replace"),
    b"a".decode(encoding="ascii", errors="strict")
)
for action in (
    lambda: data.find("a"), lambda: data.index(b"zz"), lambda: data.split(b""),
    lambda: data.split(","), lambda: data.replace(b"a", "b"), lambda: data.count(300),
    lambda: data.startswith("a"), lambda: data.startswith([b"a"]),
    lambda: b"a".center(5, "*"), lambda: b"a".center(5, b"ab"), lambda: b"a".translate(b"abc"),
    lambda: bytes.maketrans(b"a", b"bc"), lambda: b"\xff".decode(), lambda: b"a".join("ab"),
    lambda: data.partition(b""), lambda: data.strip("x"), lambda: data.encode(),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
