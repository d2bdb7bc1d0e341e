# Shows: strip, removeprefix, center, ljust, zfill, expandtabs and their errors.
print(
    repr("  a b \t\n".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xxaxx".strip("x"),
    "abcba".strip("ab"), "abc".strip("")
)
print(
    repr("\u3000\u2028a\x1f".strip()), "www.example.com".lstrip("w."), "mississippi".rstrip("ip"),
    "aaa".strip("a") == ""
)
print(
    "prefix-name".removeprefix("prefix-"), "name".removeprefix("x"), "name.py".removesuffix(".py"),
    "name".removesuffix("")
)
print(
    "a".center(5, "*"), "ab".center(5, "*"), "abc".center(2), "a".ljust(4, "."), "a".rjust(4, "."),
    "é".center(6, "日")
)
print(
    "42".zfill(5), "-42".zfill(5), "+42".zfill(6), "".zfill(3), "--1".zfill(6), "abc".zfill(2),
    "é".zfill(3)
)
print(
    repr("a\tbc\td".expandtabs()), repr("a\tb".expandtabs(4)), repr("\ta\n\tb".expandtabs(2)),
    repr("a\tb".expandtabs(0)), repr("a\tb".expandtabs(-1))
)
print(
    "a-b-c".replace("-", "+"), "a-b-c".replace("-", "+", 1), "abc".replace("", "."),
    "".replace("", "x"), "aaa".replace("aa", "b")
)
print(
    "abc".replace("", ".", 2), "abc".replace("x", "y"), "abc".replace("b", "", -1),
    "aaa".replace("a", "bb", count=2)
)
for wrong in (
    lambda: "a".strip(1),
    lambda: "a".center("5"),
    lambda: "a".center(5, "ab"),
    lambda: "a".ljust(5, ""),
    lambda: "a".ljust(5, b"x"),
    lambda: "a".zfill("3"),
    lambda: "a".removeprefix(1),
    lambda: "a".replace("a"),
    lambda: "a".replace("a", 1),
    lambda: "a".replace("a", "b", "c"),
    lambda: "a".expandtabs("x"),
    lambda: "a".ljust(2**100),
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
