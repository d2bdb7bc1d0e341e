# Shows: subscripts and slices of str, concatenation, repetition, comparison, and their errors.
text = "Weft löom 日本 😀"
print(
    len(text), text[0], text[-1], text[5], text[2:6], text[::-1], text[-2:], text[::3],
    text[10:2:-2], repr(text[5:5])
)
print(text[100:], text[-100:3], text[True], text[None:4], text[slice(1, 4)], repr(text[4:1]))
print("ab" + "cd", "ab" * 3, 3 * "ab", repr("ab" * 0), repr("ab" * -1), "a" "b" 'c', "x" * True)
print(
    "a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "Z" < "a", "é" > "z", "a" == b"a",
    "a" != 1
)
print(
    list("aé😀"), tuple("ab"), set("a"), [*"xyz"], max("weft"), min("weft"), sorted("weft"),
    "".join(reversed("weft"))
)
print(hash("") == 0, hash("a") == hash("a"), "abc" == "ab" + "c")
for wrong in (
    lambda: text[100],
    lambda: text[-100],
    lambda: text["a"],
    lambda: text[1.0],
    lambda: text[None],
    lambda: text[::0],
    lambda: text[1:"a"],
    lambda: text[2**100],
    lambda: "a" + 1,
    lambda: "a" + b"a",
    lambda: "a" * "b",
    lambda: "a" * 1.0,
    lambda: "a" - "b",
    lambda: "a" < 1,
    lambda: "a" < b"a",
    lambda: +"a",
    lambda: "ab" * 2**62,
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
try:
    text[0] = "w"
except TypeError as error:
    print(error)
try:
    del text[0]
except TypeError as error:
    print(error)
try:
    text.attribute = 1
except AttributeError as error:
    print(error)
