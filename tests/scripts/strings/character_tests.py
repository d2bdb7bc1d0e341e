# Shows: isalpha, isdigit and the other tests of characters, over scripts and kinds of numbers.
samples = [
    "abc", "ABC1", "123", "²", "½", "١٢", "Ⅷ", "日本", "a b", " \t", "\u200b", "", "_a1", "1a", "é",
    "a\u0301", "\x7f", "😀", "class", "\xa0", "\ud800"
]
tests = [
    "isalpha", "isalnum", "isdecimal", "isdigit", "isnumeric", "isspace", "isidentifier",
    "isprintable", "isascii"
]
print(tests)
for text in samples:
    print(ascii(text), [int(getattr(text, test)()) for test in tests])
print(
    ord("a"), ord("😀"), chr(97), chr(0x1F600), ascii(chr(0xD800)), ascii("é日😀\n\x00'\""),
    repr("é日😀\u200b\ud800\x7f\xad")
)
for wrong in (
    lambda: ord(""), lambda: ord("ab"), lambda: ord(1), lambda: chr(-1), lambda: chr(0x110000),
    lambda: chr("a"), lambda: chr(2**64), lambda: ord(b"ab")
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
