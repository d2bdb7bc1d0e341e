# Shows: find, index, count and their kin, with start and end, overlaps and empty texts.
text = "abracadabra"
print(
    text.find("abra"), text.rfind("abra"), text.find("x"), text.find("a", 1), text.find("a", 1, 3),
    text.find("a", -3)
)
print(
    text.index("c"), text.rindex("a"), text.count("a"), text.count("abra"), text.count("a", 1, -1),
    "aaaa".count("aa")
)
print(
    text.find(""), text.find("", 5), text.find("", 11), text.find("", 12), text.rfind(""),
    text.count(""), "".count("")
)
print("".find(""), "".find("", 1), text.find("a", None, None), text.find("a", -100, 100))
print(
    text.startswith("abra"), text.startswith("bra", 1), text.startswith(("x", "ab")),
    text.startswith(()), text.startswith("", 11)
)
print(
    text.endswith("bra"), text.endswith("cad", 0, 7), text.endswith(("x", "ra")),
    text.startswith("", 12), text.endswith("")
)
print("cad" in text, "" in text, "xyz" not in text, "é" in "café", "a\0b" in "xa\0by")
print("日本語日本".find("本", 2), "😀a😀".rfind("😀"), "aé日😀".index("😀"))
for wrong in (
    lambda: text.index("x"),
    lambda: text.rindex("x"),
    lambda: text.find(1),
    lambda: text.find(),
    lambda: text.count(None),
    lambda: 1 in text,
    lambda: text.startswith(1),
    lambda: text.startswith(["a"]),
    lambda: text.startswith(("x", 1)),
    lambda: text.endswith(b"a"),
    lambda: text.find("a", "b"),
    lambda: text.find("a", 1.0),
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
