# Shows: the methods of str that change or test the case of letters, over all of Unicode.
samples = [
    "hello world", "HELLO", "Hello World", "hELLO", "they're bill's", "straße", "ŉ", "ǆ", "ΑΣ Σ",
    "ﬁne", "İi", "123", ""
]
for text in samples:
    print(
        ascii(text),
        *map(
            ascii,
            (
                text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(),
                text.casefold()
            )
        )
    )
    print("   ", text.isupper(), text.islower(), text.istitle())
print("ß".casefold() == "SS".casefold(), "Σ".lower(), "ΑΣ".lower(), "Σ".casefold())
print("ǅ".istitle(), "ǅ".isupper(), "ª".islower(), "Ⅷ".lower(), "ⓐ".upper())
for wrong in (lambda: "a".upper(1), lambda: str.upper(1), lambda: str.upper()):
    try:
        wrong()
    except TypeError as error:
        print(error)
