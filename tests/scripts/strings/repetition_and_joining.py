# Shows: building long texts, and which operations share work.
parts = []
for number in range(5):
    parts.append(str(number) * number)
print(
    "-".join(parts), "".join(reversed("abc")), " ".join(word[::-1] for word in "the loom".split()),
    "\n".join(["a", "b"]).count("\n")
)
text = ""
for number in range(1000):
    text += chr(97 + number % 26)
print(
    len(text), text[::100], text.count("a"), text.endswith("l"), hash(text) == hash("".join(text))
)
print(
    "=" * 20, "ab" * 3 + "c", ("x" * 3).join("12"), "%s" * 3 % (1, 2, 3), "abc".replace("", "-"),
    "a,b".split(",") * 2
)
grown = "é"
for _ in range(4):
    grown += grown
print(grown, len(grown))
pyramid = [("*" * (2 * n + 1)).center(9) for n in range(4)]
print("\n".join(pyramid))
print(
    *("".join(row) for row in zip(*["abc", "def"])), "".join(sorted("weft")),
    "".join(dict.fromkeys("abracadabra")),
    "".join(c.upper() if n % 2 else c for n, c in enumerate("weaving"))
)
print("a" "b" f"{1}" 'c', ("long "
      "text"), "tab\tsep".expandtabs(8), "x".join([]), repr("".join(["", ""])), str.join(",", "ab"), "{0}{1}{0}".format("ab", "-"))
lines = """first
    indented
last""".splitlines()
print(lines, max(lines, key=len), [line.strip() for line in lines], [len(line) for line in lines])
print(
    "caffè" < "caffé", "Zebra" < "apple",
    sorted(["b", "A", "a", "B"], key=lambda c: (c.lower(), c)), "a" * 0 == "", "10" < "9",
    "abc" > "ab"
)
