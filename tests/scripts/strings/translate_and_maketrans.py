# Shows: str.maketrans and str.translate with each kind of table.
print(
    "abc".translate({97: "A", 98: None, 99: 0x21}), "abc".translate({}),
    "hello".translate(str.maketrans("lo", "01"))
)
print(
    "hello".translate(str.maketrans("lo", "01", "h")),
    "hello".translate(str.maketrans({"h": "J", 101: "ee", "l": None}))
)
print(str.maketrans("ab", "xy"), str.maketrans("ab", "xy", "z"), str.maketrans({"a": 1}))


class Shift:
    def __getitem__(self, code):
        if code == ord("c"):
            raise LookupError
        return code + 1


print("abcd".translate(Shift()), "abc".translate(["x"] * 98), "aé😀".translate({0x1F600: ":)"}))
for wrong in (
    lambda: str.maketrans("a", "bc"),
    lambda: str.maketrans("a"),
    lambda: str.maketrans("a", 1),
    lambda: str.maketrans({"ab": 1}),
    lambda: str.maketrans({1.5: 1}),
    lambda: str.maketrans("a", "b", 1),
    lambda: "a".translate(),
    lambda: "a".translate(1),
    lambda: "a".translate({97: 1.5}),
    lambda: "a".translate({97: 0x110000}),
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
