# Shows: split, rsplit, splitlines, partition and rpartition.
print(
    "a b  c\t\nd".split(), " a b ".split(), "".split(), "   ".split(), "a b c".split(None, 1),
    "a  b  c ".split(None, 1)
)
print(
    "a,b,,c".split(","), ",".split(","), "".split(","), "a,b,c".split(",", 1),
    "a,b,c".split(",", 0), "aXXbXXc".split("XX")
)
print(
    "a b  c".rsplit(), "a b  c ".rsplit(None, 1), "a,b,c".rsplit(",", 1),
    "a,b,c".rsplit(",", maxsplit=5), " a b ".rsplit(" ")
)
print("a\u2003b\u3000c\x1cd\x85e".split(), "a\u200bb".split())
print("one\ntwo\r\nthree\rfour\x0bfive\x0csix\x1cseven\u2028eight\x85nine".splitlines())
print(
    "a\n\nb\n".splitlines(), "a\n\r\nb".splitlines(True), "".splitlines(), "\n".splitlines(),
    "a\n".splitlines(keepends=True)
)
print(
    "key=value=x".partition("="), "key".partition("="), "key=value=x".rpartition("="),
    "key".rpartition("="), "".partition("x")
)
print(
    "-".join("abc"), "".join([]), ", ".join(["x"]), "<>".join({"a": 1, "b": 2}),
    "".join(map(str, range(5)))
)
for wrong in (
    lambda: "a".split(""),
    lambda: "a".rsplit(""),
    lambda: "a".partition(""),
    lambda: "a".split(1),
    lambda: "a".partition(None),
    lambda: ",".join([1, 2]),
    lambda: ",".join(["a", None]),
    lambda: ",".join(5),
    lambda: "a".split(",", "x"),
    lambda: "a".split(",", 1, 2),
    lambda: "a".splitlines(1, 2),
    lambda: "a".split(separator=","),
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
